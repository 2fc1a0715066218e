"""Who is spoken of and does not come, whom a sentence takes up again, and numbers that are no places."""

from __future__ import annotations

import pytest

from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message
from tests.test_reading_who_comes import ANN, asked

HELD = "\n\n> Dear Ann,\n> You have two places at Seminar 2, Oxford, for Ann Lee and Tom Hart.\n> Sheila"


@pytest.mark.parametrize(
    "told",
    [
        "Shall I show my carer card at the door, or bring my carer ID?",
        "My brother looks after me, he'll stay at home with his father.",
        "We are a small charity (six of us and a dog).",
        "I shall be speaking for six when I ask my questions.",
        "Two of my residents are starting a newspaper about it.",
        "It is my brother who is on the diet, not me.",
        "You can write to me at 12 Mill Road, Long Compton, OX7 4AB.",
    ],
)
def test_what_is_told_of_others_asks_for_no_place(told: str) -> None:
    """Things called by people, those who stay behind, and numbers of something else leave one place for the sender."""
    request = asked(f"Could I have a place at Oxford please? {told}\n\nAnn Lee")
    assert (request.places, request.attendees) == (1, ("Ann Lee",))


@pytest.mark.parametrize(
    "told",
    [
        "I would have come myself but it is my turn with the children.",
        "I shall be holding the fort.",
        "I can drop her off and I will be at work myself.",
        "I'm not included.",
    ],
)
def test_whoever_says_why_they_stay_away_does_not_come(told: str) -> None:
    """The place is for the one named."""
    request = asked(f"A place at Oxford please for our trustee Rosa Hart, who would like to come. {told}\n\nAnn Lee")
    assert (request.places, request.attendees) == (1, ("Rosa Hart",))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("My friend Rosa Hart told me of Oxford. We'd both love to come, please.", ("Ann Lee", "Rosa Hart")),
        ("I care for my brother Colin Lee. Please could we both come to Oxford?", ("Ann Lee", "Colin Lee")),
        ("My helper Rosa Hart pushes me. Please book her in for Oxford beside me.", ("Ann Lee", "Rosa Hart")),
        ("Please book seats at Oxford for Capt Rosa Hart and PC Jan Hart.", ("Rosa Hart", "Jan Hart")),
        ("On behalf of Fenland Voices I ask for a place at Oxford. I am the person who will attend.", ("Ann Lee",)),
    ],
)
def test_whom_a_sentence_takes_up_again_comes(body: str, found: tuple[str, ...]) -> None:
    """ "Both" and "her" are of whoever was spoken of last; a rank is no part of a name."""
    assert set(asked(f"{body}\n\nAnn Lee").attendees) == set(found)


@pytest.mark.parametrize(
    ("body", "places", "found"),
    [
        ("Please substitute Rosa Hart for Tom Hart.", None, ("Rosa Hart",)),
        ("We need three chairs, not two. The new one is Rosa Hart.", 1, ("Rosa Hart",)),
        ("My name is spelt wrong, it's written Ann Leigh.", None, ("Ann Lee",)),
    ],
)
def test_who_comes_after_a_change(body: str, places: int | None, found: tuple[str, ...]) -> None:
    """Whoever makes way is left out, and the new sum is held against the old."""
    request = asked(f"{body}\n\nAnn Lee{HELD}")
    assert (request.places, request.attendees) == (places, found)


def test_the_number_in_the_name_of_a_body_is_no_number_of_places() -> None:
    """What a body is called does not count."""
    body = message("I am to book six places at Oxford.\n\nAnn Lee", From=ANN, Subject="Places for Three Rivers Carers")
    assert read(body, NOW, PROGRAMME).request.places == 6
