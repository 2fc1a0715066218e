"""Places asked for in company or for others, the questions beside them, and a third for those who have places."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

FILED = [
    "Can me and my mate Wes Harrow come to Oxford?",
    "It would be three of us coming to Nottingham from Rowan House.",
    "The Board agreed on Monday that two of its trustees should attend the seminar in Oxford. Ida Gorse and Wes Harrow.",
    "I'd like my deputy, Ida Gorse, to come to Oxford.",
    "Can you tell me if theres still a place at oxford, if so id like it.",
    "Please can Ida Gorse and I (Wes Harrow) attend Seminar 2?",
    "Salaam, one place for Nottingham in my name, Ida Gorse.",
    "Please note that Mr Wes Harrow will be attending the seminar in Oxford for the council.",
    "I would appreciate being registered for the Oxford seminar.",
    "Please book a place at Oxford for me. Ring me if any of that's a problem: 01632 960 411.",
]
ASKED = [
    "I'd like five places for Nottingham, and by when do you need the names?",
    "Please give me a place in Oxford. Is there a place where I can warm a bottle?",
    "There'd be two of us on 16 June, Ida Gorse and me. Would you be booking an interpreter or shall we?",
    "Is the Oxford seminar only for professionals? If it isn't I'd love to come along.",
    "Alright do u have to be a professor to come to this. Id like to come to the Oxford one.",
    "Please add me to the list for Oxford and let me know where to send my dietary form.",
    "Could I have a seat at Oxford? We'd love to read two poems at lunch, would there be a slot?",
]
ADDED = [
    "You've got me and Wes Harrow down for Nottingham. Could you squeeze in a third?",
    "Ida Gorse and I are booked for Oxford in February. Would there be space for a third person?",
    "I've a place at Oxford already. Could a colleague be added?",
    "Rowan House has 3 places for Oxford. We'd like a fourth if you can manage it.",
]


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize("body", FILED)
def test_a_place_asked_for_in_company_or_for_another_is_filed(body: str) -> None:
    """Who comes is said in another order than usual; the wish is plain all the same."""
    verdict = case(body).verdict
    assert (verdict.kinds, verdict.decision) == ((Kind.PLACE_REQUEST,), "file")


@pytest.mark.parametrize("body", ASKED)
def test_a_question_beside_the_place_is_not_overlooked(body: str) -> None:
    assert set(case(body).verdict.kinds) == {Kind.PLACE_REQUEST, Kind.QUESTION}


@pytest.mark.parametrize("body", ADDED)
def test_a_third_for_those_who_have_places_changes_their_booking(body: str) -> None:
    """Nobody gets a letter that speaks of a new request."""
    assert case(body).verdict.kinds == (Kind.AMENDMENT,)


def test_a_form_to_fill_in_for_the_call_names_nobody_in_anothers_place() -> None:
    body = "Please let me have the form to fill in for the practice examples. Word would be best."
    assert case(body).verdict.kinds == (Kind.TEMPLATE_REQUEST,)


def test_that_places_cost_nothing_gives_none_up() -> None:
    body = "Your notice says places are free. If there is no fee I should like one for Oxford."
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)
