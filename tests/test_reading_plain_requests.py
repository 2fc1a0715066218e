"""Requests in plain words that need no second look, and what only looks like one."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

PLAIN = [
    "I wish to be inscribed for the Oxford seminar.",
    "Rowan House would like to send: Ida Gorse and Wes Harrow, to the Nottingham seminar.",
    "The following will represent Rowan House at Oxford: Ida Gorse and Wes Harrow.",
    "Please put down Ida Gorse (nurse), Wes Harrow (peer worker) and Una Pike (carer) for the Oxford day.",
    "Kindly book the undersigned and her deputy, Wes Harrow, onto the Nottingham seminar.",
    "Me plus one for Oxford, if there's room.",
    "Two on us fancy Nottingham, Ida Gorse and Wes Harrow.",
    "Our whole team is keen: Ida Gorse, Wes Harrow and me. That makes three for Oxford.",
    "Delegates from Rowan House for Oxford:\n\nIda Gorse\nWes Harrow",
    "Can Rowan House grab 2 spots for Oxford? Ida Gorse and Wes Harrow.",
    "We take on trainees from the hospital, so it is in our line. Put us down for Nottingham if there's room.",
    "Kindly reserve two (2) seats in the name of Ida Gorse and Wes Harrow for Oxford. We do not take pork.",
    "Could you find room at Oxford for me and Ida Gorse, who teaches our evening class and is paid by the hour?",
]


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize("body", PLAIN)
def test_plain_words_for_a_place_are_filed(body: str) -> None:
    """A person need not look at what can mean only one thing."""
    verdict = case(body).verdict
    assert (verdict.kinds, verdict.decision) == ((Kind.PLACE_REQUEST,), "file")


OPEN = [
    "My boss may want to send two of us to Oxford but it is her decision. How much does it cost?",
    "We may want to come to Nottingham but the committee has the final say. What does it cost?",
    "I'd probably come but no promises. Is there a lift at St Catherine's?",
    "You asked if we wanted places at Nottingham. It's a no from us, sorry, but will there be slides?",
    "Out of interest, how did the places for Oxford get handed out? I'm not after one myself.",
]


@pytest.mark.parametrize("body", OPEN)
def test_what_another_decides_or_nobody_wants_is_a_question_alone(body: str) -> None:
    """No place is promised to whoever has asked for none."""
    assert case(body).verdict.kinds == (Kind.QUESTION,)


OUTRIGHT = [
    "Please book two places for Oxford. My manager will decide who comes.",
    "It's up to the committee what we talk about, but please put us both down for Nottingham.",
    "I'd love to come to Oxford. No promises about staying awake.",
]


@pytest.mark.parametrize("body", OUTRIGHT)
def test_what_is_asked_for_outright_is_asked_for(body: str) -> None:
    """Whatever else is left open."""
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


NONE = [
    "I've passed your flyer about Oxford on to our members. Anyone who wants a place will write to you.",
    "We have circulated the Oxford details. Members wanting a place will contact you direct.",
    "No thanks. I asked about one of these years ago and heard nothing. Give it to someone younger.",
]


@pytest.mark.parametrize("body", NONE)
def test_who_leaves_it_to_others_asks_for_nothing(body: str) -> None:
    """Nor is anything given up by whoever holds nothing."""
    assert case(body).verdict.kinds == (Kind.OTHER,)


TWO = [
    "Please book me in for Oxford. Is there a room where I can change the baby?",
    "Please book me in for Oxford. Do I need a pass to get into the building?",
    "I'd like to attend the Oxford seminar. Has the hall been painted lately, do you know?",
    "Is it too late for Oxford? Me and Ida Gorse.",
]


@pytest.mark.parametrize("body", TWO)
def test_a_question_beside_a_request_is_heard(body: str) -> None:
    """A room for the baby is no place at the seminar."""
    assert set(case(body).verdict.kinds) == {Kind.PLACE_REQUEST, Kind.QUESTION}


CHANGED = [
    "Hi, thanks for confirming me for Oxford. Could you add my friend Ida Gorse as well?",
    "I booked four for Oxford. Mr Sorrel has now dropped out, so we shall be three: Ida Gorse, Wes Harrow and me.",
    "I booked myself in for Nottingham. As I'll have left by June, my successor Ida Gorse will be using the place.",
]


@pytest.mark.parametrize("body", CHANGED)
def test_a_booking_spoken_of_makes_it_a_change(body: str) -> None:
    """Who will have left by then is no automatic reply."""
    assert case(body).verdict.kinds == (Kind.AMENDMENT,)


def test_people_listed_under_each_seminar_come_to_both() -> None:
    """Nobody need ask whether both are meant."""
    found = case("Could I book these please:\n\nOxford: Ida Gorse, Wes Harrow\nNottingham: Ida Gorse, Una Pike")
    assert found.verdict.decision == "file"
    assert set(found.request.seminars) == {"seminar-2", "seminar-3"}
