"""Changes by whoever holds a place, where only a heading, a few words or our letter below show that one is held."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

RECORD = """

On 4 January 2016 at 09:00, Seminars wrote:
> Ada Quill, Ben Oram: 2 places. Seminar 2, Oxford.
"""
ROOM = """

On 4 January 2016 at 09:00, Seminars wrote:
> There are still places left at Seminar 2 in Oxford. How many places would you like?
"""


def case(body: str, subject: str = "Re: Oxford") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("We'll not be with you before noon, the coach is slow." + RECORD, "Re: Oxford"),
        ("My train lands at half past eleven, so I shall miss the opening." + RECORD, "Re: Oxford"),
        ("Please take Ben Oram off for Oxford. I'm keeping my own." + RECORD, "Re: Oxford"),
        ("I've had two replies from you about Oxford. Please strike one out, there is only one of me.", "Oxford"),
        ("It must be 3 not 2, my niece is keen." + RECORD, "Re: Oxford"),
        ("I was called up for a jury, so Lena Marsh will take my seat at Oxford.", "Oxford"),
    ],
)
def test_a_change_of_a_place_that_is_held_is_filed_as_one(body: str, subject: str) -> None:
    """What stands below, and words that only a holder would use, show that there is something to change."""
    found = case(body, subject)
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert found.verdict.decision == "file"


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Sorry, trouble at work, so we must let you down for the 17th." + RECORD, "Re: Oxford"),
        ("Please count us both out for Oxford, we have colds.", "apologies"),
        ("I booked Oxford but I'm too poorly. Give my seat to a young one.", "Oxford"),
        ("I've gone to sea. Please delete everything you have for me about Oxford." + RECORD, "Re: Oxford"),
    ],
)
def test_a_place_is_given_up_in_other_words(body: str, subject: str) -> None:
    """To let somebody down, to be counted out, to leave the seat to whoever is young."""
    found = case(body, subject)
    assert found.verdict.kinds == (Kind.CANCELLATION,)
    assert found.verdict.decision == "file"


def test_a_letter_that_offers_places_notes_none() -> None:
    """A letter of ours that asks or offers is no record of a booking."""
    assert case("Two for us please, Ada Quill and Ben Oram." + ROOM).verdict.kinds == (Kind.PLACE_REQUEST,)


def test_whether_a_letter_has_come_is_only_asked() -> None:
    """Who asks whether a cancellation has reached us may not know what we hold."""
    assert case("Did you get the cancellation I sent on Sunday?" + RECORD).verdict.kinds == (Kind.QUESTION,)


def test_a_heading_of_another_matter_shows_no_booking() -> None:
    """A supplier's change of address is nobody's booking."""
    body = "Please update your records with our new address. Our telephone is now 01632 960 123."
    assert case(body, "Amendment to supplier details").verdict.decision != "file"
