"""Places that are held, hoped for or only planned, and what is said beside a request that is no question."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

ASKED = "\n\nOn 8 January 2016, Ida Gorse wrote:\n> Please keep three places at Oxford. The last name will follow.\n"
WHICH = (
    "\n\nOn 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:\n> Thank you for asking for a place. There is one "
    "seminar in Oxford and one in Nottingham. Please let us know which you would prefer.\n"
)


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "Three of us from Rowan House are booked for Oxford and will come by car. Where can we leave it?",
        "My deputy and I have been registered for Nottingham. Is there a hearing loop in the hall?",
        "Would my members have their fares to Nottingham paid? Once I hear I shall find out who wants to come and be in touch.",
        "Is lunch at Oxford free? When we have an answer we'll ask round and see how many would like to attend.",
        "What would you charge per delegate for 17 February, and can we be invoiced?",
    ],
)
def test_a_place_held_or_only_planned_is_not_asked_for(body: str) -> None:
    assert case(body).verdict.kinds == (Kind.QUESTION,)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("We'd hoped to have three: me, our lead Wes Harrow, and Una Pike, who chairs our panel.", 3),
        ("I was hoping to bring two - myself and Wes Harrow.", 2),
        ("Following our annual meeting we would be glad to send five people. Una Pike keeps kosher.", 5),
        ("Can 4 of us from Rowan House come to the Oxford one??", 4),
        ("So may I come? My brother will be there with me for moral support.", 1),
    ],
)
def test_so_many_are_to_come(body: str, places: int) -> None:
    """A number that somebody hoped for is one that is asked for."""
    found = case(f"{body}\n\nIda Gorse", "Oxford seminar")
    assert (found.verdict.kinds, found.request.places) == ((Kind.PLACE_REQUEST,), places)


@pytest.mark.parametrize(
    "body",
    [
        "As promised, the third member of our party for Oxford: Una Pike, of the youth panel.",
        "Our last delegate will be Una Pike.",
    ],
)
def test_a_name_for_a_place_asked_for_before_completes_it(body: str) -> None:
    found = case(body + ASKED, "Re: Oxford")
    assert (found.verdict.kinds, found.request.attendees) == ((Kind.AMENDMENT,), ("Una Pike",))


@pytest.mark.parametrize(
    ("body", "seminar"),
    [
        ("We could not get to your first event at Leeds. Please keep me a place at the second.", "seminar-2"),
        ("I was at Leeds in November. Could I have a place at the third, please?", "seminar-3"),
        ("Having been at Leeds I liked it. Please put me down for the next.", "seminar-2"),
    ],
)
def test_the_second_or_the_next_alone_is_a_seminar(body: str, seminar: str) -> None:
    assert case(body).request.seminars == (seminar,)


def test_what_should_have_been_said_answers_which_seminar() -> None:
    found = case("Nottingham, sorry, I should have said.\n\nIda" + WHICH, "Re: Your message").verdict
    assert (found.kinds, found.decision) == ((Kind.PLACE_REQUEST,), "file")


@pytest.mark.parametrize(
    "body",
    [
        "I wonder if I might come to Oxford. Before I book trains, when does it end?",
        "I'd like to come to Oxford. I have an example half written. Would you still take it, and could you send me a form?",
    ],
)
def test_a_request_and_its_question_are_both_seen(body: str) -> None:
    assert {Kind.PLACE_REQUEST, Kind.QUESTION} <= set(case(body).verdict.kinds)


def test_that_it_may_be_no_good_asks_nothing() -> None:
    body = "It's to be me and Una Pike at Oxford if you'll have us. Una can't do steps, so tell us now if it's no good."
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


def test_a_slogan_below_the_signature_asks_nothing() -> None:
    signed = "Robin Vale\nNurse, Rowan House\n01632 960 100\n\n"
    signed += "Rowan House: there for you\nOur rating is Good. Have you had your flu jab?"
    assert case(f"Could you put me down for Oxford please?\n\nI look forward to it.\n\n{signed}").verdict.kinds == (
        Kind.PLACE_REQUEST,
    )
