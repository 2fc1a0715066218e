"""Words that sound like a need and are none where they stand alone, and what goes with a need or is cut from it."""

from __future__ import annotations

import re

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

NONE = [
    "Charity: Speak Up Winford",
    "Name of group: Deaf Active",
    "I am one of the trustees of Quiet Space and would like a place.",
    "My supervisor has cleared the time out.",
    "Work gave me time out of the office for it.",
    "Wednesdays are no good to me.",
    "Wexmouth is no use to us.",
    "Jan can't find anybody to sit with her mum so only I will be there.",
    "I was sorry to miss the first one as I had my hip done.",
]
WHOLE = [
    "Tom needs someone to sit with him.",
    "Low seats are not much use to me.",
    "I follow talks on captions. If you have no captioner, do book whoever is free. Sound alone is no help to me.",
    "Dot, my assistance dog, will be with me, who is no bother and curls up by the wall.",
]
CUT = [
    ("jus so u know I panic in a crowd so I may step out", "I panic in a crowd so I may step out"),
    (
        "Meg's hands shake, so could she have a table. No need to send it on, we print everything here.",
        "Meg's hands shake, so could she have a table",
    ),
    ("Lena needs two interpreters as our budget won't cover it.", "Lena needs two interpreters"),
]
CUT_OF_FOOD = [
    ("I don't eat pork, they should probably know for the lunch.", "I don't eat pork"),
    ("Vegan for me, the caterers will want to know.", "Vegan for me"),
]


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", text or "")


def access(text: str) -> str | None:
    return needs.access(sentences.of(text), PROGRAMME)


@pytest.mark.parametrize("text", NONE)
def test_one_idea_alone_is_no_need(text: str) -> None:
    assert access(text) is None


@pytest.mark.parametrize("text", WHOLE)
def test_what_goes_with_a_need_stays(text: str) -> None:
    assert words(access(text)) == words(text)


@pytest.mark.parametrize(("text", "passage"), CUT)
def test_what_bears_on_something_else_is_cut_off(text: str, passage: str) -> None:
    assert words(access(text)) == words(passage)


@pytest.mark.parametrize(("text", "passage"), CUT_OF_FOOD)
def test_who_is_to_know_of_a_diet_is_cut_off(text: str, passage: str) -> None:
    assert words(needs.dietary(sentences.of(text), PROGRAMME)) == words(passage)
