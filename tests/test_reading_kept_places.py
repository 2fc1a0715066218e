"""Who holds a place, or waits for one: what is given up, in whole or in part, and what is changed."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

WROTE = "\n\nOn 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:\n> "
WAITING = WROTE + "You are on the waiting list for Seminar 2 in Oxford. A place has come free. Would you like it?\n"
STILL = WROTE + "You have a place at Seminar 2 in Oxford. Do you still come?\n"
BOTH = WROTE + "Thank you for asking for Seminar 2 (Oxford) and Seminar 3 (Nottingham). We have noted both.\n"
ALL_FOUR = WROTE + "Can you confirm that all four are coming to Oxford on 17 February?\n"
NAMES = WROTE + "You have four places in Oxford on 17 February. What are the names of those who come?\n"


def case(body: str, subject: str = "Re: Oxford") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Cancel please. My shifts were swapped.\nBill Hurley", "S2-7KQ4"),
        ("No thanks, too late for me now. Pass it to the next one in the line.\nBill" + WAITING, "Re: A place"),
        ("My sister asked for a place. She has shingles. Please can it be cancelled?", "Seminar 2"),
        ("I booked last week. Can I back out of Oxford please? Our cat is having an operation on that very morning.", "Oxford"),
        ("Please don't leave me hanging on the waiting list for Oxford, I've made other plans.", "Waiting list"),
    ],
)
def test_a_place_or_the_waiting_for_one_is_plainly_given_up(body: str, subject: str) -> None:
    found = case(body, subject).verdict
    assert found.kinds == (Kind.CANCELLATION,)
    assert found.decision == "file"


def test_what_was_meant_to_be_told_is_no_change_behind_a_no() -> None:
    assert case("No, I don't. I changed jobs in December and meant to say.\nBill" + STILL).verdict.kinds == (Kind.CANCELLATION,)


def test_one_of_two_seminars_is_given_up() -> None:
    found = case("Much obliged. Exam boards have landed on my desk. Oxford yes, Nottingham no.\nDee" + BOTH)
    assert found.verdict.kinds == (Kind.CANCELLATION,)


def test_another_gives_up_a_place_for_whoever_booked_it() -> None:
    found = case("My mother Ruth booked for the Oxford seminar. She won't be coming, her hip is bad. No need to reply.")
    assert found.verdict.kinds == (Kind.CANCELLATION,)


@pytest.mark.parametrize(
    "body",
    [
        "Please strike Gerald off, he has gone over to our rivals. The rest stand: Ann Dow, Lil Hart and me." + ALL_FOUR,
        "We asked for five places in Oxford. I now only need four, one of us has emigrated.",
        "Take Ron Fisk off and put Dora Quinn on, everyone else as it was." + ALL_FOUR,
        "I asked for a place in Oxford for our nurse and gave you the wrong nurse. Not Paul Reed: Paula Reed.",
        "I've got already a seat for Oxford. My neighbour Grace Amadi wants to follow me, so add her also.",
        "Please use this address from now on, the one that I signed up with is about to close.",
        "I booked in for Oxford under my old name. I'm Robin Vale now.",
        "Is there space to add Jo Lunt to this?" + STILL,
    ],
)
def test_a_booking_is_changed(body: str) -> None:
    found = case(body).verdict
    assert found.kinds == (Kind.AMENDMENT,)
    assert found.decision == "file"


def test_the_names_that_we_asked_for_need_no_other_ground() -> None:
    found = case(
        "Here you are:\nAnn Dow\nLil Hart\nRon Fisk\nDora Quinn\n\nAnn" + NAMES.replace("You have four places", "Four come")
    )
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert found.verdict.decision == "file"


def test_who_never_wrote_before_changes_nothing() -> None:
    body = "I had told my team I couldn't go to Oxford. I haven't written to you before. Could I have a place on 17 February?"
    assert case(body, "Oxford").verdict.kinds == (Kind.PLACE_REQUEST,)


def test_a_yes_beside_a_faint_wish_takes_the_place() -> None:
    found = case("Yes please! I'll have the place in Oxford, made my week.\nBill" + WAITING).verdict
    assert found.kinds == (Kind.PLACE_REQUEST,)
    assert found.decision == "file"


def test_who_booked_the_wrong_one_and_names_one_only_goes_to_a_person() -> None:
    found = case("I put my name down for the wrong seminar. It's Nottingham I want, can you swap me over?", "Oops").verdict
    assert Kind.PLACE_REQUEST in found.kinds
    assert found.decision == "review"
