"""What somebody cannot do or bear, and where; for whose sake another comes; what the sentence behind a need adds to it."""

from __future__ import annotations

import re

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    "I won't go in a room if the door is shut behind me.",
    "Harold cannot have his back to the window.",
    "Rosa doesn't use lifts at all.",
    "I'm hopeless on slopes these days.",
    "She travels with her carer, who stays by her side the whole day.",
    "I'm bringing my niece for an arm to lean on.",
    "I use a frame. If there's a chair near the entrance I'll manage fine.",
    "I'm deaf in my left ear. A seat on the right of the room suits me best.",
    "I have a guide dog. She's a black labrador called Fern and sleeps under my chair.",
    "I had a fall in 2012 and use a scooter, so no steps please.",
    "I'd follow much better in Polish.",
    "She wants to know where the toilets are and that nobody will ask her to speak.",
    "Jean Bell (trustee) - uses a stick",
    "Tom Price: hard of hearing",
    "Derek's fractured his hip. He'll be in a hired wheelchair, so please a spot by the door.",
]
DIETARY = [
    "I only have soup at dinner time.",
    "I gave up dairy two years ago.",
    "He stays away from caffeine.",
    "Peanuts could land me in hospital.",
    "I'm vegan now, not vegetarian as I put before.",
    "No mushrooms - they upset my stomach.",
    "I don't eat beef but anything else is fine.",
    "Vegetarian but will eat fish.",
    "I can't have cheese because of my tablets. Cottage cheese is fine.",
    "Ruth Levy (chair) - kosher",
    "Sam Bird: no dairy",
]
NONE = [
    "My husband's a wheelchair user but he'll be stopping at home.",
    "My mum can't walk far so she is staying in the hotel.",
    "I have to leave by half past three because my mother is blind and can't be left.",
    "My knee operation has been moved to that week, so I had better not come.",
    "I need nothing: no loop, no ramp, no interpreter.",
    "Diabetic but I look after myself, nothing needed.",
    "I can't get a lift from my brother.",
]


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", text or "")


@pytest.mark.parametrize("text", ACCESS)
def test_the_whole_access_need_is_kept(text: str) -> None:
    assert _words(needs.access(sentences.of(text), PROGRAMME)) == _words(text)


@pytest.mark.parametrize("text", DIETARY)
def test_the_whole_dietary_need_is_kept(text: str) -> None:
    assert _words(needs.dietary(sentences.of(text), PROGRAMME)) == _words(text)


@pytest.mark.parametrize("text", NONE)
def test_needs_of_who_is_elsewhere_and_what_is_no_need(text: str) -> None:
    assert needs.access(sentences.of(text), PROGRAMME) is None


def test_who_needs_it_stands_before_a_bracket() -> None:
    found = sentences.of("Three of us: Ada Lowe, Colin Finch (wheelchair user) and Lin Shaw.")
    assert needs.access(found, PROGRAMME) == "Colin Finch (wheelchair user)"
