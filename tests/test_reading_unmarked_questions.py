"""What people ask without a mark, and what has one and wants no answer."""

from __future__ import annotations

import pytest

from intake.model import Case
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

PLACE = "Please could I have a place at the Oxford seminar. "


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


def kinds(body: str, subject: str = "Hello") -> set[str]:
    return {kind.value for kind in case(body, subject).verdict.kinds}


@pytest.mark.parametrize(
    "asked",
    [
        "Whether there is a lift to the upper rooms I should be pleased to learn.",
        "I would be grateful to know (our treasurer insists) whether there is a fee.",
        "I have no idea where one might park a van round there.",
        "I can't remember whether you mentioned lunch.",
        "You don't say if it is wheelchair friendly inside.",
        "My only other point is how early the doors open.",
        "If there is a fee I should be glad to hear of it.",
        "Should carers be charged, kindly let us know.",
        "While you are at it: does the ticket include tea.",
        "Also (and then I'm done) is the programme printed yet.",
        "The price I could not see anywhere on your page.",
        "My sister asks will there be a creche.",
        "Grateful for any pointers on parking.",
    ],
)
def test_a_question_without_a_mark_is_heard_beside_a_request(asked: str) -> None:
    """Whoever only sees the place that was asked for leaves the other half of the letter without an answer."""
    assert kinds(PLACE + asked) == {"place_request", "question"}


@pytest.mark.parametrize(
    "said",
    [
        "Could you confirm that this reached you?",
        "Would you be so good as to acknowledge receipt of this note of mine?",
        "Will there be biscuits? I shall find out for myself.",
        "Do I have to wear a tie? Only joking.",
        "Is it true that it's free? I have now seen that on your page, so ignore me.",
        "May I be greedy? It sounds so good.",
        "Isn't the rain dreadful?",
        "Am I the oldest who ever asked?",
        "I eat no meat. Could somebody pass that on to the cook?",
        "I have long wanted to learn how to listen better.",
    ],
)
def test_what_wants_no_answer_is_no_question(said: str) -> None:
    """Nobody should look up the answer to a jest."""
    assert kinds(PLACE + said) == {"place_request"}


@pytest.mark.parametrize(
    "asked",
    ["Will there be biscuits? Never mind if not.", "Is there a lift? I expect so, but would like to be sure."],
)
def test_a_question_that_is_not_taken_back_stays(asked: str) -> None:
    """ "Never mind if not" takes nothing back."""
    assert kinds(PLACE + asked) == {"place_request", "question"}


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("A seat at seminar 2 + the template please", {"place_request", "template_request"}),
        ("Booking. Also, how long is the lunch break?", {"place_request", "question"}),
        ("Booking and a query", {"place_request", "question"}),
        ("Thanks for the template, and a place", {"place_request"}),
        ("Booking", {"place_request"}),
    ],
)
def test_what_a_heading_lists_is_wanted(subject: str, wanted: set[str]) -> None:
    """A letter that speaks of one of two wishes does not take back the other."""
    assert kinds("Please put me down for Oxford.\n\nPat Marsh", subject) == wanted


def test_a_heading_adds_no_place_to_a_letter_that_leaves_it_open() -> None:
    """A heading names what the letter is about, which may be a booking that is yet to be thought over."""
    body = "We have not decided yet whether anyone goes to Oxford. What does it cost?"
    assert "place_request" not in kinds(body, "Booking for Oxford and a question")


def test_what_the_sender_wrote_before_is_no_line_above_a_quotation() -> None:
    """ "When I wrote on Monday ..." begins a letter, and its end is no name of whoever is quoted."""
    body = "When I wrote on Monday for a place at Oxford my name was cut short: it is Pat Marshall.\n\nIs there a lift?"
    assert "question" in kinds(body)


def test_forgetting_it_on_a_condition_gives_nothing_up() -> None:
    """Who would rather not come if they must speak has not given up a place."""
    assert "cancellation" not in kinds(
        "I'd like to come to Oxford. Do I have to speak in front of people, because if so forget it"
    )


def test_a_call_about_a_story_changes_no_booking() -> None:
    """What is to be done is to ring, and not to write a story into the booking."""
    body = "I must cancel my place for Oxford. Can somebody ring me about the story I wanted to tell, as I can't write it."
    assert kinds(body) == {"cancellation", "question"}
