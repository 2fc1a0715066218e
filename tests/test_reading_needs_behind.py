"""The sentences behind a need that belong to it, and those that do not."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

WHOLE = [
    "I stammer in groups. Please let me finish what I say, however long it takes.",
    "I use a wheelchair and come with a support worker, Dean, who stays all day but doesn't need lunch or a badge.",
    "Some of our members cannot read. Our colleague Nasreen supports them in meetings.",
    "I have ME. I will have to lie down after lunch. Any quiet spot would be OK, even the floor of an office.",
    "I have tinnitus. Ear defenders help, and I'll have mine with me.",
    "I need the slides on coloured paper. Pale blue is best, cream if you haven't any.",
    "I have a heart condition and get tired. If there's a sofa somewhere, I could rest on it at lunch.",
    "I am claustrophobic. I need a seat near the door, and I'd like the door left open.",
    "I find it hard to concentrate after an hour. Would it matter if I walked up and down at the back?",
    "My daughter signs for me.",
    "I have narcolepsy and may fall asleep. Someone can just nudge me.",
    "Many of us do not read.",
]
ONLY_THE_NEED = [
    ("I use a hearing loop.", "My colleague Tim will be joining online. Could you send him the link?"),
    ("I need a ramp.", "Our Leeds office is good for trains. The room there seats sixty."),
    ("I use a scooter.", "If I could have the form in Word I would fill it in."),
    ("I am blind.", "Please let Janet know when you have booked us. She helps us with the trains."),
    ("I need large print.", "My colleague will write to you. The paper is fine by post."),
]
NONE = [
    "I'd need the Friday off and a ticket home.",
    "They may have it and put us in for June.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_what_stands_behind_a_need_and_belongs_to_it_is_kept(text: str) -> None:
    assert needs.access(sentences.of(text), PROGRAMME) == text.rstrip(".")


@pytest.mark.parametrize(("need", "behind"), ONLY_THE_NEED)
def test_other_matters_behind_a_need_are_not(need: str, behind: str) -> None:
    assert needs.access(sentences.of(f"{need} {behind}"), PROGRAMME) == need.rstrip(".")


@pytest.mark.parametrize("text", NONE)
def test_a_day_off_and_another_date_are_no_needs(text: str) -> None:
    assert needs.access(sentences.of(text), PROGRAMME) is None
