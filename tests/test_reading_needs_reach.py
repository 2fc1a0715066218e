"""How far a need's passage reaches: what would meet it, what would do instead, how strictly; and questions that are no need."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    "I need a hearing loop. If there isn't one I can use my own streamer, but the speaker would have to wear the clip.",
    "I use a stick and can't do long flights of stairs. One or two steps are fine.",
    "I'm autistic. Knowing the running order beforehand makes it much easier.",
    "Mrs Okafor walks with a frame. The shortest way from the taxi to the room would be appreciated.",
    "I stammer. Please don't finish my sentences for me.",
    "I'm dyslexic, so cream paper please. White glare makes the words jump.",
    "Joy needs a BSL interpreter. She prefers a woman if you have the choice.",
    "I need step-free access because I use a scooter. It's a small one and turns tightly.",
    "Gill uses a rollator. Gravel paths are out of the question for her.",
    "I have chronic back pain. I may stand up from time to time.",
    "I need papers in braille. An electronic copy works just as well.",
    "I use an electric scooter. Should the lift be out of order, I could leave it downstairs and use sticks.",
    "Tara can't do crowds. Ten people in a room is her limit.",
    "I will be accompanied by my advocate, since I find groups hard.",
]
DIETARY = [
    "I'm coeliac. Plain rice and salad would be enough; otherwise some fruit.",
    "I have type 1 diabetes and have to eat at regular times. Half twelve is ideal.",
    "I am severely allergic to fish. Even the smell can set me off.",
    "Both my sons are vegetarian. They'll gladly eat eggs and cheese.",
    "I am allergic to kiwi. I keep my tablets on me.",
    "I'm on a renal diet. Bananas and tomatoes are the worst.",
]
NONE = [
    "Is it easy to park near the college, or should we use the park and ride?",
    "I couldn't find a map on the site and the programme is hard to read on my phone.",
    "We can't travel up the night before because the budget won't stretch.",
    "Is the day being recorded, as my shift means I can't see the afternoon talks?",
    "My train gets in at ten, so I may be a few minutes late and will slip in at the back.",
    "I have been a support worker for nine years and my manager says I should come.",
    "My colleague is on leave and can't sit on the panel.",
]


def access(text: str) -> str | None:
    return needs.access(sentences.of(text), PROGRAMME)


def dietary(text: str) -> str | None:
    return needs.dietary(sentences.of(text), PROGRAMME)


@pytest.mark.parametrize("text", ACCESS)
def test_what_would_meet_a_need_goes_with_it(text: str) -> None:
    assert access(text) == text.rstrip(".")


@pytest.mark.parametrize("text", DIETARY)
def test_how_a_diet_is_met_goes_with_it(text: str) -> None:
    assert dietary(text) == text.rstrip(".")
    assert access(text) is None


@pytest.mark.parametrize("text", NONE)
def test_parking_filming_and_trains_are_nobodys_need(text: str) -> None:
    assert access(text) is None


def test_a_question_for_a_place_is_no_part_of_the_need_behind_it() -> None:
    assert access("May I have a place at Seminar 2? I can't use stairs.") == "I can't use stairs"


def test_what_was_forgotten_is_told_without_when_it_was() -> None:
    assert dietary("When I booked in December I ought to have said that I don't eat pork.") == "I don't eat pork"
