"""Needs in the words of people nobody has met: what is one, what is none, and where the passage begins and ends."""

from __future__ import annotations

import pytest

from tests.test_reading_request import asked

PLACE = "Please book me a place at Oxford. "

ACCESS = [
    "I have a bad hip and stairs are out of the question for me",
    "My knees are poor these days and a neighbour will walk me to my chair",
    "I can't be near air fresheners, owing to a chest condition",
    "I take a cushion everywhere",
    "My eye drops must be kept in a fridge",
    "I must keep my leg raised because of the accident",
    "The glare from white walls hurts my eyes",
    "Ordinary print is too small for me, so I'd need large letters",
    "He has a learning difficulty and needs things put in simple words",
]
DIETARY = [
    "Strawberries bring me out in hives",
    "I can't eat anything with celery in it",
    "I'm on warfarin, so no cranberry",
    "She has trouble swallowing and her food has to be soft",
    "I eat fish but no meat",
]
NONE = [
    "I teach sign language in the evenings.",
    "I am a wheelchair basketball coach.",
    "I design ramps for a living.",
    "I was on crutches all summer, but nothing is needed now.",
    "I have bipolar disorder and have used services for twenty years.",
    "Our café sells gluten-free cakes.",
    "My brother, who is a vegan, went to your Leeds day.",
    "You may cross out the wheelchair space I asked for.",
    "I can't stand jargon.",
    "My English is not perfect, sorry for mistakes.",
    "I need a break from the ward!",
    "Access needs: none.",
]


@pytest.mark.parametrize("said", ACCESS)
def test_a_state_of_body_with_what_it_asks_for_is_an_access_need(said: str) -> None:
    """Law: bodies, surroundings and helpers tell of a need without any of the words of the trade; it is kept whole."""
    found = asked(f"{PLACE}{said}.")
    assert (found.access, found.dietary) == (said, None)


@pytest.mark.parametrize("said", DIETARY)
def test_what_food_does_to_somebody_is_a_dietary_need(said: str) -> None:
    """Law: a food and what it does, or may not do, is a dietary need and no access need."""
    found = asked(f"{PLACE}{said}.")
    assert (found.access, found.dietary) == (None, said)


@pytest.mark.parametrize("said", NONE)
def test_work_the_past_and_other_people_are_no_need(said: str) -> None:
    """Law: a need word in a job, a memory, a figure of speech, or a need taken back is no need."""
    found = asked(PLACE + said)
    assert (found.access, found.dietary) == (None, None)


def test_an_illness_goes_to_the_column_of_what_is_asked_for() -> None:
    """Law: an illness that may bear on food or on the room is where the rest of its sentence is."""
    room = asked(PLACE + "I have Crohn's and need to be close to a toilet.")
    food = asked(PLACE + "I'm pregnant so no soft cheese.")
    assert (room.access, room.dietary) == ("I have Crohn's and need to be close to a toilet", None)
    assert (food.access, food.dietary) == (None, "I'm pregnant so no soft cheese")


def test_a_need_behind_a_colon_or_a_comma_is_lifted_without_what_leads_to_it() -> None:
    """Law: neither the frame ("what would help:") nor the wish for a place before the comma is part of the need."""
    framed = asked(PLACE + "What would help: a seat by the wall and a written agenda.")
    joined = asked("can u put me down for oxford, need to sit by a door cos of panic attacks")
    assert framed.access == "a seat by the wall and a written agenda"
    assert joined.access == "need to sit by a door cos of panic attacks"


def test_who_needs_no_place_of_their_own_may_need_a_chair() -> None:
    """Law: "she needs no place of her own" denies a place and not the need around it."""
    said = "My carer will be with me, she won't need a place of her own but she does need to sit beside me"
    assert asked(f"{PLACE}{said}.").access == said
