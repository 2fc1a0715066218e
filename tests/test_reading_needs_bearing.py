"""What bears on a need goes with it, in its sentence and in those behind it; what is of another matter does not."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    "I have tinnitus. If the sound man could keep it low I'd last the day.",
    "I stammer. Give me a nod when it is nearly my turn and I can get my words ready.",
    "I tire by three o'clock and need a rest. A couch in a side room would see me through.",
    "My English is fine for reading but not for a long talk, so my son will interpret for me.",
    "My brother cuts up my meals and gives me my tablets.",
    "She speaks through a board with letters and needs time.",
]
DIETARY = [
    "I'm coeliac, which I know rules out a buffet, and I could bring sandwiches if the kitchen would rather.",
    "I keep halal. A plain salad could be put by for me.",
    "Fay is having trouble with her sugar (diabetes) so she must eat at noon.",
    "I am a vegetarian apart from fish.",
    "I can't eat anything hot since my operation. Cold soup or jelly is about my limit.",
    "Len has lost his teeth so nothing crunchy.",
    "My sister can't manage a knife, so food that is eaten with a fork, please.",
]
OTHER_MATTERS = [
    ("I need large print.", "My seat on the train is booked and I will ring you from the station."),
    ("I use a scooter.", "The last conference I went to had a room like a barn."),
    ("I am deaf and need an interpreter.", "Please confirm by letter as I must arrange cover."),
    ("I rely on a hearing loop.", "He says to tell you that he hears everything."),
]
NO_NEED = [
    "Wheatley Assistance Dogs",
    "Access: a) none; b) none",
    "I'd have had to ask you for a ramp.",
    "Please release the interpreter you booked for my husband.",
]


def read(text: str) -> tuple[str | None, str | None]:
    found = sentences.of(text)
    return needs.access(found, PROGRAMME), needs.dietary(found, PROGRAMME)


@pytest.mark.parametrize("text", ACCESS)
def test_what_bears_on_an_access_need_goes_with_it(text: str) -> None:
    assert read(text)[0] == text.strip(".")


@pytest.mark.parametrize("text", DIETARY)
def test_what_bears_on_a_diet_goes_with_it(text: str) -> None:
    assert read(text)[1] == text.strip(".")


@pytest.mark.parametrize(("need", "other"), OTHER_MATTERS)
def test_another_matter_does_not(need: str, other: str) -> None:
    assert read(f"{need} {other}")[0] == need.strip(".")


@pytest.mark.parametrize("text", NO_NEED)
def test_what_asks_for_nothing_is_no_need(text: str) -> None:
    assert read(text) == (None, None)


def test_what_was_forgotten_when_booking_is_left_out() -> None:
    assert read("I forgot to say when I booked for Jo and me that Jo is vegan.")[1] == "Jo is vegan"
