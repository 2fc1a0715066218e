"""Questions as people put them: as a wish to know, roundabout, beside another wish, and questions that want no answer."""

from __future__ import annotations

import pytest

from tests.test_reading_doubts import case, kinds


@pytest.mark.parametrize(
    "body",
    [
        "I have a place at Seminar 2. What I could not find in the letter is when we finish.",
        "We would be pleased to learn when the doors of St Catherine's open on 17 February.",
        "I have tried to find out, on two websites and by telephone, at what time the Oxford seminar ends.",
        "Would you clarify the following about your call for examples? 1. The length. 2. Whether pictures may be sent.",
        "I'd be thankful to know the finishing time of Seminar 2, as my mother is collecting me.",
        "Address of the Oxford venue please",
        "Do I need a ticket for the Oxford seminar?",
        "What is the maximum number of places one charity may have at the Nottingham seminar?",
        "The example we have is a song. Would a recording be all right, or must it all go on the template?",
        "If lunch is at one I might ask to swap my place at Oxford for Nottingham. When is lunch on 17 February?",
        "I am coming on the 17th of February by car. Which gate do I drive to?",
        "It would be a comfort to know if latecomers are let in at the Oxford seminar.",
        "I do not know whether the call for examples admits work done abroad.",
        "This is only to ask how the lunch at Seminar 2 is served.",
        "If I write 'contact me first' on your form, does that mean you would print it if I am away until May?",
        "I can't commit to Oxford before I know whether you pay the fares of students.",
    ],
)
def test_a_wish_to_know_is_a_question_and_nothing_else(body: str) -> None:
    assert kinds(case(body)) == {"question"}


@pytest.mark.parametrize(
    ("body", "both"),
    [
        (
            "May I have two places at Seminar 2, for Una Breck and me, and can you tell us if the room has a microphone?",
            {"place_request", "question"},
        ),
        (
            "Please send me the blank template, and could you tell me whether hospices are eligible?",
            {"template_request", "question"},
        ),
        (
            "I want to come to Seminar 2. I also wondered what the nearest station is.",
            {"place_request", "question"},
        ),
        (
            "Put me down for Seminar 2, please. Could I come for the afternoon only?",
            {"place_request", "question"},
        ),
        (
            "I should like a place at Seminar 2. Do I need to apply on a form, or is this enough?",
            {"place_request", "question"},
        ),
        (
            "I want to come to both seminars. I live far off, so may I ask what time registration opens?",
            {"place_request", "question"},
        ),
        (
            "I want to come to Seminar 2. I should also be glad to hear whether lunch is provided.",
            {"place_request", "question"},
        ),
    ],
)
def test_a_question_beside_a_wish_is_heard(body: str, both: set[str]) -> None:
    assert kinds(case(body)) == both


@pytest.mark.parametrize(
    "body",
    [
        "Please book me a place at Seminar 2. Who would've believed I'd sit in a college at my age?",
        "Please book me a place at Seminar 2. Your link showed me a picture of a cow. Is it me?",
        "Please book me a place at Seminar 2. Could the notice have been any clearer?",
        "Please book me a place at Seminar 2. Why did nobody do this years ago?",
        "Please book me a place at Seminar 2. Who said colleges were stuffy?",
    ],
)
def test_a_question_that_wants_no_answer_is_none(body: str) -> None:
    assert kinds(case(body)) == {"place_request"}


def test_another_form_of_the_template_is_asked_for() -> None:
    said = "The template for practice examples came as a PDF and I cannot type in it. Any chance of a Word version?"
    assert kinds(case(said)) == {"template_request"}


def test_what_was_not_said_when_booking_is_a_change() -> None:
    said = "I had not mentioned it when I booked for Seminar 2, but I come with my assistance dog. Is there grass nearby?"
    assert kinds(case(said)) == {"amendment", "question"}


@pytest.mark.parametrize(
    "body",
    [
        "I would like to tell someone about our lunch club, but my hands shake and typing is slow.",
        "We have an example of co-production for you. My telephone is 01632 960 144, evenings suit best.",
    ],
)
def test_who_would_rather_tell_is_to_be_rung(body: str) -> None:
    assert kinds(case(body, "Practice example")) == {"question"}


def test_what_the_sender_knows_we_want_is_not_asked_for() -> None:
    said = "I know you want the template, but I would rather have a place at Seminar 2, please."
    assert kinds(case(said)) == {"place_request"}


def test_a_place_for_which_another_asked_is_given_up() -> None:
    said = "My wife put in for a place at the Oxford seminar. She is in hospital and asks me to say that she won't be there."
    assert kinds(case(said)) == {"cancellation"}


def test_below_a_pasted_form_a_place_is_asked_for_whatever_form_its_questions_have() -> None:
    said = """Your form, and a request at the end.

Your name: Edda Quince
Organisation: Larch Street Drop-in
Email: edda@larch.example
Telephone: 01632 960 377
Title of your example: The rota
What did you do: We gave the rota to the guests, who now write it every Sunday.
What worked: Nobody has been left out since.
What would you tell others: Hand over the whole week.
May we use your example: Yes, with our name

I should also be glad of a place at the Oxford seminar."""
    assert kinds(case(said, "Practice example and a place")) == {"practice_example", "place_request"}


def test_questions_told_behind_a_colon_are_heard_beside_a_place() -> None:
    said = (
        "I would like to be at Seminar 2. Two things I could not find: is it being filmed, as our team can't travel, "
        "and are fares paid for those who may come?"
    )
    assert kinds(case(said)) == {"place_request", "question"}


def test_whether_a_baby_may_be_brought_is_a_question() -> None:
    said = "I'd like to come to Seminar 3. My baby girl will be four months old by then, so would it be OK to bring her?"
    assert kinds(case(said)) == {"place_request", "question"}


def test_somebody_named_is_to_be_added() -> None:
    assert kinds(case("Can Moira be added for the Nottingham seminar please?")) == {"place_request"}
