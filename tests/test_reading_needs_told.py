"""Needs as people tell them: of a companion, of a baby, in a list; and what only looks like one."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    "My neighbour Glyn goes with me everywhere, he is my eyes.",
    "Nerys is bringing a six-week-old baby, still on the breast.",
    "My aunt speaks next to no English and I shall whisper the Welsh for her.",
    "My mother is ninety and her hearing gone, so please read out for her what is on the wall.",
    "Tall Will needs two seats or one without arms.",
    "If Nerys's personal assistant is well that day he will sit in too.",
    "Alone he gets nervous, so I shall be with him.",
    "Is there anywhere to plug in a nebuliser at noon?",
    "I look after Will and shall take him out for his tablets at 12.",
    "I am not long out of theatre, so may have to stand at times.",
    "My dog is working and lies under the table. She'll want a bowl of water.",
    "Access: ground floor, close to the loos.",
    "Does the hall have a bay for a car with a blue badge?",
]
DIETARY = [
    ("I'm coeliac, so a sandwich lunch is no use to me.", "I'm coeliac, so a sandwich lunch is no use to me"),
    ("I'm allergic to lupin (my EpiPen comes along) so no bought bread near me thanks!", None),
    (
        "Lunch: Glyn is happy with anything, Nerys has a severe walnut allergy, Will eats anything.",
        "Nerys has a severe walnut allergy",
    ),
    ("I've a bit of a nut problem, hazel mostly.", None),
    ("I keep off milk now, so could you add that to what you have down for me?", "I keep off milk now"),
    ("A place for our new porter Glyn, who is coeliac, and your form too, which I had promised.", "who is coeliac"),
]
NONE = [
    "I'd like somebody to write our story up before Nerys leaves us.",
    "Is it all right if we slip out for a smoke at half time?",
    "Does he have to show who he is?",
    "Any cushion left over will do for me.",
    "At home the family name goes before, in big letters.",
    "She won't want the ramp that I asked for, it was only for my chair.",
    "I shall have to stand in for our chairman.",
    "Is there anywhere to park at the hall?",
    "We have a cheese problem in the larder.",
]


@pytest.mark.parametrize("text", ACCESS)
def test_an_access_need_is_known_by_what_is_told(text: str) -> None:
    """All of it is kept, with what stands about it."""
    found = needs.access(sentences.of(text), PROGRAMME)
    assert found is not None
    assert len(found) > 0.6 * len(text)


@pytest.mark.parametrize(("text", "passage"), DIETARY)
def test_a_dietary_need_ends_where_another_thought_begins(text: str, passage: str | None) -> None:
    """And no access need is made of it."""
    found = sentences.of(text)
    told = needs.dietary(found, PROGRAMME)
    assert told == (passage or text.removesuffix(" thanks!").strip("."))
    assert needs.access(found, PROGRAMME) is None


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_need_is_none(text: str) -> None:
    """The words of a need say other things too."""
    found = sentences.of(text)
    assert needs.access(found, PROGRAMME) is None
    assert needs.dietary(found, PROGRAMME) is None


def test_soft_food_is_no_access_need() -> None:
    """Whoever can only manage it tells what they eat."""
    found = sentences.of("Will can only manage mashed food since the operation.")
    assert needs.dietary(found, PROGRAMME) is not None
    assert needs.access(found, PROGRAMME) is None
