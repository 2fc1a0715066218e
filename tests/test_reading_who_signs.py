"""Bodies in place of people, those told apart from a signature, and numbers that count something else."""

from __future__ import annotations

import pytest

from tests.test_reading_who_comes import asked


def test_somebody_who_is_called_by_name_comes() -> None:
    """A supporter who stays away asks for somebody else."""
    body = "I help a resident named Olive Marsh who would like to attend in Oxford. Please book her. I won't be coming myself."
    assert asked(f"{body}\n\nAnn Lee").attendees == ("Olive Marsh",)


@pytest.mark.parametrize(
    "told",
    [
        "I lead a walking group (23 of us, all ages).",
        "My PA, Jo, will be with me throughout the day.",
        "My personal assistant will be there with me.",
    ],
)
def test_who_is_only_told_of_has_no_place(told: str) -> None:
    """Neither the size of a group nor an assistant makes another place."""
    assert asked(f"{told} Could I have a place at Oxford please, just for me?\n\nAnn Lee").places == 1


def test_the_number_of_a_seminar_counts_no_places() -> None:
    """A dash parts the number from what follows."""
    assert asked("Seminar 2 - place wanted please.\n\nAnn Lee").places == 1


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        (
            "Please may I have a place at Oxford?\n\nAnn Lee\nfor Harbour Lane Older People's Group",
            "Harbour Lane Older People's Group",
        ),
        ("I am on the patient council at Fernmoor hospital. May I have a place at Oxford?\n\nAnn Lee", "Fernmoor hospital"),
        ("I run a small choir for young parents (Plum Duff, six of us). May I have a place at Oxford?\n\nAnn Lee", "Plum Duff"),
    ],
)
def test_the_body_that_is_signed_or_spoken_for(body: str, organisation: str) -> None:
    """It stands behind "for", or has its sort written small, or stands in brackets behind what it is."""
    assert asked(body).organisation == organisation
