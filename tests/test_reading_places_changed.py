"""What becomes of a place that is held: moved in passing, wanted back, left early, told of and not asked for."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

NOTED = (
    "\n\nOn 11 January 2016 at 10:00, <seminars@coproduction.example> wrote:\n"
    "> Thank you for your message. We have noted your request for one place at\n"
    "> Seminar 2: Enacting co-production, Wednesday 17 February 2016, Oxford.\n"
    "> If you can no longer come, please reply so that we can offer the place to somebody else.\n"
)
REPLY = "Re: Your place at Seminar 2 [S2-AB3D]"
MOVED = (Kind.CANCELLATION, Kind.PLACE_REQUEST)


def case(body: str, subject: str = "Seminar") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("You very kindly pencilled four of us in for Nottingham. Could you squeeze in a fifth, Rhona Bell?", 1),
        ("You have three of us coming to Nottingham. Two more would like to join us: Ed Poole and Sima Rahi.", 2),
        ("I put myself down for Oxford in December. I have been diagnosed as coeliac since, so no wheat please.", None),
        ("I am coming to Oxford and you have confirmed it. Please keep a seat for my brother Tom Bell too.", 1),
    ],
)
def test_a_request_that_is_told_of_is_not_made_again(body: str, places: int | None) -> None:
    found = case(body)
    assert (found.verdict.kinds, found.verdict.decision) == ((Kind.AMENDMENT,), "file")
    assert found.request.places == places


@pytest.mark.parametrize(
    "body",
    [
        "Please take Sue Holt off our booking for Oxford, she has left us. I still come.",
        "Can you swap Anna Reed for Colin West on our Oxford booking?",
        "I wrote last week that Jo Clay couldn't make Oxford. It turns out that she can. Please add her back to our booking.",
        "Can Mia Stone's name go back on our booking for Oxford? She is free after all.",
    ],
)
def test_one_of_several_is_taken_off_swapped_or_put_back(body: str) -> None:
    found = case(body).verdict
    assert (found.kinds, found.decision) == ((Kind.AMENDMENT,), "file")


def test_a_place_that_was_given_up_is_asked_for_again() -> None:
    body = "I cancelled my place at Oxford last week. Things have changed at home. May I have my place back, please?"
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("I'm down for Oxford but could I come to the other one instead?", "Seminar"),
        ("I booked for Nottingham by mistake. I meant Oxford. Can you put that right?", "Seminar"),
        ("The February date no longer works for me. Could I swap to the June one?", "Seminar"),
        ("Can I go to the other one instead please?" + NOTED, REPLY),
        ("I am needed at home in February. May I come in June?" + NOTED, REPLY),
    ],
)
def test_a_move_in_passing_gives_up_the_one_and_asks_for_the_other(body: str, subject: str) -> None:
    found = case(body, subject)
    assert set(found.verdict.kinds) == set(MOVED)
    assert set(found.request.seminars) == {"seminar-2", "seminar-3"}


def test_who_is_kept_from_nothing_asks_for_both() -> None:
    assert case("Thank you. May I come in June as well?" + NOTED, REPLY).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Just to say that I shall be half an hour late on the 17th, my train gets in at ten.", "Oxford"),
        ("I shall have to be on the 14.50 from Oxford, so I am leaving straight after lunch.", "Seminar 2"),
    ],
)
def test_to_come_late_or_to_leave_early_is_told_by_whoever_has_a_place(body: str, subject: str) -> None:
    found = case(body, subject).verdict
    assert (found.kinds, found.decision) == ((Kind.AMENDMENT,), "file")


def test_to_leave_early_is_no_change_where_it_is_asked_whether_to_come() -> None:
    body = "I have to leave Oxford by two. Is it worth my coming? I have not asked for a place yet."
    assert Kind.AMENDMENT not in case(body).verdict.kinds


def test_thanks_for_an_acknowledgement_accept_nothing() -> None:
    assert case("ok\nthanks\nPat" + NOTED, REPLY).verdict.kinds == (Kind.OTHER,)


def test_who_nearly_gave_up_gives_nothing_up() -> None:
    body = "I was on the verge of giving up, so hard was it to find your address. Please put me down for Oxford."
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


def test_one_of_two_seminars_is_dropped_and_the_other_stays() -> None:
    found = case("You have me for Oxford and Nottingham. Please drop Oxford and keep Nottingham.")
    assert found.verdict.kinds == (Kind.CANCELLATION,)
    assert found.request.seminars == ("seminar-2",)


def test_who_is_left_to_come_alone_is_the_sender() -> None:
    found = case("My husband won't be coming with me to Nottingham as previously arranged. I will attend alone.")
    assert found.request.attendees == ("Robin Vale",)
