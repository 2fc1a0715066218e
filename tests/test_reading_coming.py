"""Who comes and who does not, how many places a change asks for, and needs in the sender's own words."""

from __future__ import annotations

import pytest

from intake.model import Case
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    ("body", "coming"),
    [
        (
            "Regarding our places for Oxford: Tobias Renner has a viva that day, so Maja Lind will be coming in his stead.",
            ("Maja Lind",),
        ),
        (
            "Please amend our booking. Carl Reddy is off sick and his place at Oxford will go to Samira Haddad.",
            ("Samira Haddad",),
        ),
        (
            "We had booked three places for Nottingham (Lorna Beck, Jas Gill and Tony Reeve). Tony has moved to another job"
            " so please take him off. The others are still coming.",
            ("Lorna Beck", "Jas Gill"),
        ),
    ],
)
def test_who_is_kept_away_is_not_listed(body: str, coming: tuple[str, ...]) -> None:
    """A name with a reason for staying away, or in whose place another comes, is no attendee."""
    assert case(body).request.attendees == coming


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("I'm already on your list for June, but could you make it three? My sister Edith Oram and Cyril Banks fancy it.", 2),
        ("You have us down for Oxford. Please could we have three places at Oxford rather than two?", 1),
    ],
)
def test_a_sum_after_the_change_asks_for_the_rest(body: str, places: int) -> None:
    """ "Make it three" from one who has a place asks for two."""
    assert case(body).request.places == places


@pytest.mark.parametrize(
    ("body", "access"),
    [
        (
            "Please book me a place at Oxford. I do not do well with locked doors, so the back row suits me. Thank you.",
            "I do not do well with locked doors, so the back row suits me",
        ),
        (
            "A place at Oxford please. I get up for the toilet a lot so an aisle seat is best for all concerned.",
            "I get up for the toilet a lot so an aisle seat is best for all concerned",
        ),
        ("Please book me a place at Oxford. I need to leave by four. Ask me if you need any help with the form.", None),
    ],
)
def test_a_need_is_lifted_with_its_reason(body: str, access: str | None) -> None:
    """The clauses that state the need and why, and nothing of what is not about it."""
    assert case(body).request.access == access


def test_what_the_kitchen_should_know_is_no_part_of_the_diet() -> None:
    """What others may do about a need is left out."""
    found = case("Please book me a place at Oxford. I'm coeliac so they'd need to know for lunch. I am no longer vegetarian.")
    assert found.request.dietary == "I'm coeliac"
