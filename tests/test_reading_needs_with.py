"""What belongs to a need and stands beside it; needs in plain words; and what sounds like one in jest or at work."""

from __future__ import annotations

import re

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

WHOLE = [
    "Will the doors take a power chair? Mine is 74 cm wide.",
    "Would you e-mail the handouts on Monday? I enlarge them on a screen as I can't see small print.",
    "Dodgy hip. Ground floor please.",
    "I have fibromyalgia, so a padded chair, and a place by the door.",
    "I'm hard of hearing, so please ask everyone to use the microphone even if people say they needn't.",
    "My sister is my carer and does the listening for me, so put us side by side.",
    "Unisex loos would be a help.",
    "Do allow him plenty of time to answer.",
    "Could a volunteer explain the harder words to me.",
    "Air fresheners set off my asthma.",
]
NONE = [
    "I'd need a winch to lift me off the sofa, and reinforce the seat.",
    "I'm deaf to office gossip so it won't bother me.",
    "Glyn is the visual impairment officer here.",
    "I have a new hip now and walk as well as ever.",
    "My wife uses a wheelchair and would have enjoyed it, but she is staying at home.",
    "His knees are bad and he can't manage the steps, so it's just me.",
    "Last spring the loop failed.",
]


BESIDE = [
    ("I get about on crutches. Is there a handrail on the way in?", "I get about on crutches"),
    ("My chair is 80 cm wide. Which gate should the taxi use, and are the loos on that floor?", "My chair is 80 cm wide"),
    ("I have a guide dog. Is there grass nearby?", "I have a guide dog"),
]


def access(text: str) -> str | None:
    return needs.access(sentences.of(text), PROGRAMME)


@pytest.mark.parametrize("text", WHOLE)
def test_what_belongs_to_a_need_is_kept_with_it(text: str) -> None:
    assert re.findall(r"\w+", access(text) or "") == re.findall(r"\w+", text)


@pytest.mark.parametrize(("text", "need"), BESIDE)
def test_a_question_behind_a_need_is_a_question_and_no_need(text: str, need: str) -> None:
    assert access(text) == need


@pytest.mark.parametrize("text", NONE)
def test_jokes_jobs_and_what_is_past_are_no_needs(text: str) -> None:
    assert access(text) is None
