"""Wishes with a turn in them: refusals, groups, contradictions, courtesy, bare answers to a question of ours."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

ASKED = """

Robin

On 10 January 2016 at 15:20, <seminars@coproduction.example> wrote:
> Thank you for your message. Your reference is P-7KQ4.
> Which seminar would you like to come to: Seminar 2 (St Catherine's College, Oxford, 17 February 2016) or
> Seminar 3 (University of Nottingham, 16 June 2016)?
"""


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "Please don't book me a place at Oxford, my plans have changed, but do send me the slides.",
        "Do not put me on the list for Oxford please.",
        "Please do not reserve a seat for me at Nottingham.",
    ],
)
def test_a_place_that_is_refused_is_not_asked_for(body: str) -> None:
    """A negation within the words of a request turns it round, and a person looks."""
    found = case(body)
    assert Kind.PLACE_REQUEST not in found.verdict.kinds
    assert found.verdict.decision == "review"
    assert set(found.acknowledge) <= {"received"}


@pytest.mark.parametrize(
    "body",
    [
        "I didn't book a place before but would like to come to Oxford please.",
        "Please don't forget to book me a place for Oxford.",
        "I have not booked yet. Please book me a place at Oxford.",
    ],
)
def test_a_negation_of_something_else_leaves_the_request(body: str) -> None:
    """Only the booking itself, refused, turns a request round."""
    assert case(body).acknowledge == ("place_request",)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("We would like 100 places at Oxford.", 100),
        ("Please could we book sixty places for Nottingham.", 60),
        ("A dozen places at Oxford please.", 12),
        ("Half a dozen seats at Oxford please.", 6),
        ("I'd like to book a party of fourteen for Nottingham.", 14),
        ("Please reserve twenty-two seats at Oxford for our students.", 22),
        ("I run a charity with 30 members. I would like a place at Oxford.", 1),
        ("I am a member of a group of carers and would like a place at Oxford.", 1),
    ],
)
def test_numbers_of_places_are_read_in_words_and_in_figures(body: str, places: int) -> None:
    """The number asked for is read however it is written; the size of somebody's group is no number of places."""
    assert case(body).request.places == places


@pytest.mark.parametrize(
    "body",
    [
        "Could you reserve places for several of us at Oxford?",
        "Our whole team would like to come to Oxford please.",
        "We are a group of students and would like to come to Oxford.",
        "Can I bring a coachload of pensioners to Oxford? We'd like places please.",
    ],
)
def test_a_group_without_a_number_is_left_to_a_person(body: str) -> None:
    """No number is better than a wrong one."""
    found = case(body)
    assert found.request.places is None
    assert (found.verdict.decision, found.acknowledge) == ("review", ("received",))


def test_names_behind_a_number_of_us_are_read() -> None:
    """Surnames may be number words as well."""
    found = case("Please book us for Oxford. There will be three of us: me, Flo Five and Gus Six.").request
    assert (found.places, found.attendees) == (3, ("Robin Vale", "Flo Five", "Gus Six"))


@pytest.mark.parametrize(
    "body",
    [
        "I must cancel my place please, sorry.",
        "Cancel my two seats at Oxford please.",
        "I want to give up my place at Oxford please.",
    ],
)
def test_a_place_behind_a_word_of_cancelling_is_not_asked_for(body: str) -> None:
    """The please belongs to the cancelling."""
    assert case(body).verdict.kinds == (Kind.CANCELLATION,)


@pytest.mark.parametrize(
    "body",
    [
        "I'd love to come to Oxford in June.",
        "Please book me a place at Nottingham on 17 February.",
        "I'd like to come to the June seminar in Oxford.",
        "Please book me a place at Seminar 3 in Oxford.",
    ],
)
def test_words_that_point_at_two_seminars_at_once_are_a_contradiction(body: str) -> None:
    """No place is filed where town and date disagree."""
    found = case(body)
    assert (found.verdict.decision, found.acknowledge) == ("review", ("received",))


@pytest.mark.parametrize(
    "body",
    [
        "I'd love to come to Oxford in February and Nottingham in June.",
        "Please book me for Oxford, 17 February, and Nottingham, 16 June.",
        "I'd like places for Oxford and for June please.",
        "Please put me down for 17 February and for Nottingham.",
    ],
)
def test_two_seminars_side_by_side_are_both_asked_for(body: str) -> None:
    """A list is no contradiction."""
    found = case(body)
    assert set(found.request.seminars) == {"seminar-2", "seminar-3"}
    assert found.acknowledge == ("place_request",)


@pytest.mark.parametrize(
    ("body", "organisation", "seminars"),
    [
        ("I would like to come to the seminar at St. Catherine's College, University of Oxford.", None, ("seminar-2",)),
        ("I would like to attend the event at the University of Nottingham on 16 June.", None, ("seminar-3",)),
        (
            "I work at the University of Nottingham and would like a place at Oxford.",
            "University of Nottingham",
            ("seminar-2",),
        ),
    ],
)
def test_a_venue_is_nobodys_organisation_unless_they_say_so(
    body: str, organisation: str | None, seminars: tuple[str, ...]
) -> None:
    """Where a seminar is held says nothing of the sender; where the sender works says nothing of the seminar."""
    found = case(body).request
    assert (found.organisation, found.seminars) == (organisation, seminars)


@pytest.mark.parametrize(
    "body",
    [
        "Please book me a place at Oxford. Please tell me if it gives you trouble.",
        "Please book me a place at Oxford and let me know if there is a problem.",
        "Please book me a place at Oxford. Let me know if there are any difficulties with that?",
    ],
)
def test_courtesy_is_no_question(body: str) -> None:
    """To ask to be told of trouble wants no answer."""
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    ("answer", "seminars"),
    [
        ("Nottingham", ("seminar-3",)),
        ("Oxford please", ("seminar-2",)),
        ("The June one.", ("seminar-3",)),
        ("Nottingham, thanks.", ("seminar-3",)),
    ],
)
def test_a_bare_answer_to_our_question_asks_for_that_seminar(answer: str, seminars: tuple[str, ...]) -> None:
    """Who is asked which seminar, and names one, wants a place there."""
    found = case(f"{answer}{ASKED}", "Re: Seminar")
    assert (found.verdict.kinds, found.request.seminars) == ((Kind.PLACE_REQUEST,), seminars)
    assert found.verdict.decision == "file"


@pytest.mark.parametrize("answer", ["The second one.", "Yes please", "Both"])
def test_an_answer_that_may_mean_either_is_left_to_a_person(answer: str) -> None:
    """The second one may be that of the series or of our letter."""
    found = case(f"{answer}{ASKED}", "Re: Seminar")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert (found.verdict.decision, found.acknowledge) == ("review", ("received",))


@pytest.mark.parametrize("answer", ["Neither, thanks.", "Thank you!"])
def test_an_answer_that_names_no_seminar_asks_for_nothing(answer: str) -> None:
    """Thanks over our question are no booking."""
    assert case(f"{answer}{ASKED}", "Re: Seminar").verdict.kinds == (Kind.OTHER,)


@pytest.mark.parametrize(
    "body",
    [
        "Please can I have two places rather than one at Oxford. I booked last week.",
        "I have a place for Oxford. Please put two down instead of one.",
    ],
)
def test_another_number_of_places_is_a_change_of_the_number(body: str) -> None:
    """One more is asked for, and the reason does not speak of somebody else."""
    found = case(body)
    assert (found.verdict.kinds, found.request.places) == ((Kind.AMENDMENT,), 1)
    assert not any("somebody else" in reason for reason in found.verdict.reasons)


@pytest.mark.parametrize(
    "body",
    [
        "We supply lanyards and badges for conferences. May I ask how many delegates you expect?",
        "We offer speaker coaching. Would you be interested in a call?",
        "I am an agency offering competitive rates. Would you like a place on our list?",
        "Dear User, your mailbox is over its limit. To request more place and avoid cancellation, verify your password now.",
    ],
)
def test_what_may_be_advertising_gets_no_letter(body: str) -> None:
    """One tell-tale and a polite question: a person looks, and nothing goes out."""
    found = case(body)
    assert found.acknowledge == ()
    assert found.verdict.silence


def test_a_reason_for_silence_is_a_sentence_of_its_own() -> None:
    """The register sets its own words in front."""
    found = case("I am out of the office until Monday and will reply on my return. For urgent matters contact Ann.", "Away")
    assert found.verdict.silence
    assert all(line[0].isupper() and line.endswith(".") and "letter" not in line for line in found.verdict.silence)


def test_a_booking_form_is_not_the_template_of_the_call() -> None:
    """Who wants a place and asks whether there is a form asks a question."""
    found = case("I'd like a place at Oxford. Is there a form to fill in or does this e-mail do?")
    assert set(found.verdict.kinds) == {Kind.PLACE_REQUEST, Kind.QUESTION}
    assert found.acknowledge == ("place_request",)


def test_a_wish_of_the_past_asks_for_nothing() -> None:
    """What somebody was to ask for is not asked for."""
    found = case("My diary says I was to request a place for the Leeds seminar, but that is over. Are there slides?")
    assert found.verdict.kinds == (Kind.QUESTION,)
