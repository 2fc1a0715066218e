"""Whose need it is, what goes with a diet, and what is said in jest, of others, or of other matters than needs."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    ("Nina, who's our treasurer, needs a seat by the door.", "Nina, who's our treasurer, needs a seat by the door"),
    ("My cousin Ada, who will be wheeling me.", "My cousin Ada, who will be wheeling me"),
    ("I've been told I need a frame now.", "I've been told I need a frame now"),
    ("I get wheezy around fresh paint.", "I get wheezy around fresh paint"),
    ("She may get up and pace now and again.", "She may get up and pace now and again"),
    ("He can come provided one of the staff travels with him.", "He can come provided one of the staff travels with him"),
    ("I hate being called on in a group.", "I hate being called on in a group"),
    ("He speaks Polish and hardly any English.", "He speaks Polish and hardly any English"),
    ("I need somewhere to inject at noon, and my lunch should be vegan.", "I need somewhere to inject at noon"),
    ("Joy needs a ramp. Do you know if there's a lift?", "Joy needs a ramp"),
    ("I use a stick. Do you know if there's a lift?", "I use a stick"),
]
DIETARY = [
    ("Ann can't have nuts. Even a trace puts her in hospital.", "Ann can't have nuts. Even a trace puts her in hospital"),
    ("I'm off dairy. It isn't a fad.", "I'm off dairy. It isn't a fad"),
    ("he's veggie but i'm not", "he's veggie"),
    ("I'll have whatever's going, Mo won't eat pork.", "Mo won't eat pork"),
    ("Ade's lactose intolerant, Bev only eats crisps (kidding).", "Ade's lactose intolerant"),
    ("We're all vegan except Ken.", "We're all vegan except Ken"),
    ("My wife is the picky one, no onions, no garlic.", "My wife is the picky one, no onions, no garlic"),
    ("He must have a hot meal with his tablets.", "He must have a hot meal with his tablets"),
    ("I react to sulphites.", "I react to sulphites"),
]
NONE = [
    "Ignore my note about the ramp, I'm off crutches.",
    "She's not a guide dog, only a spaniel.",
    "No stairs or hills bother us.",
    "Neither of them has access requirements.",
    "Bob no longer needs the ramp.",
    "I must be home by four for mum's carer. She has dementia and can't be left.",
    "I don't do well with forms.",
    "I may pop out to take a call from the ward.",
    "Sit me next to the biscuits at the back (only joking).",
    "Otherwise I am easy.",
    "We come from the Deaf People's Forum.",
]


@pytest.mark.parametrize(("text", "passage"), ACCESS)
def test_an_access_need_names_whose_it_is(text: str, passage: str) -> None:
    """And has a question with it only where it does not say itself what is needed."""
    assert needs.access(sentences.of(text), PROGRAMME) == passage


@pytest.mark.parametrize(("text", "passage"), DIETARY)
def test_a_diet_has_how_strict_it_is_and_nothing_of_others(text: str, passage: str) -> None:
    """What the next one eats is another matter."""
    assert needs.dietary(sentences.of(text), PROGRAMME) == passage


@pytest.mark.parametrize("text", NONE)
def test_jests_and_other_matters_are_no_needs(text: str) -> None:
    """Nor is what somebody needs who stays at home."""
    assert needs.access(sentences.of(text), PROGRAMME) is None


def test_a_line_for_needs_is_found_among_names_that_look_like_a_signature() -> None:
    """Only a line with a label is."""
    found = sentences.of("Ola Berg\nDietary: nut allergy\nTel. 01632 960111\nVegan Society")
    assert [s.text for s in needs.labelled(found)] == ["Dietary: nut allergy"]
