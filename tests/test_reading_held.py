"""Seminars that have been held, places given up for good, and who comes where bodies and columns are named beside people."""

from __future__ import annotations

import pytest

from intake.model import Kind
from intake.reading import read
from tests.test_reading_asking import case, kinds
from tests.test_reading_changes import NOTED
from tests.test_reading_request import NOW, PROGRAMME, message


@pytest.mark.parametrize(
    "body",
    [
        "I had a place for Leeds but my bus got cancelled. Could I come to the one in Oxford?",
        "I never got to Leeds in the end. I would love a place at the February one instead.",
    ],
)
def test_a_seminar_that_has_been_held_is_not_given_up(body: str) -> None:
    """Who missed it asks for the next, and nothing is to be cancelled."""
    found = case(body, "Re: Seminar 1")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.seminars == ("seminar-2",)


def test_the_only_one_at_home_keeps_no_place() -> None:
    """ "There's only me" says why somebody stays away, and not who comes."""
    body = "I won't make it to Oxford after all, Dad is poorly and there's only me. Please let somebody else have my seat."
    assert kinds(body) == {"cancellation"}


def test_who_is_among_the_only_ones_to_come_still_comes() -> None:
    body = "We have two places for Oxford. Ivo has flu, so it will be only me. Please let somebody else have his seat."
    assert kinds(body) == {"amendment"}


def test_the_seminar_that_is_out_of_reach_is_not_given_up() -> None:
    """Nobody gives up a place that was never asked for."""
    body = "I should like to come to the seminar in Nottingham in June. Oxford in February is beyond me, as I do not drive."
    assert Kind.CANCELLATION not in case(body, "June").verdict.kinds


def test_a_place_that_may_go_to_another_is_no_offer() -> None:
    """Thanks for a reminder ask for nothing."""
    reminder = (
        "\n\nOn 11 Feb 2016, Co-production seminars <seminars@coproduction.example> wrote:\n\n"
        "> We look forward to seeing you on Wednesday. If you can no longer come please\n"
        "> tell us, so that we may offer your place to another.\n"
    )
    assert "place_request" not in kinds("Lovely, thank you. See you there!" + reminder)


def test_a_place_at_another_seminar_is_asked_for_beside_a_change() -> None:
    body = "Please add to my Oxford booking that I eat no eggs. I would also like a place at the June seminar in Nottingham."
    assert kinds(body + NOTED) == {"amendment", "place_request"}


@pytest.mark.parametrize(
    "body",
    [
        "I'd like to book on for 17 February please.\n\nBefore I commit to it though, is there any help with fares?",
        "Is it too late for Oxford? If its not could you put me down please.",
    ],
)
def test_a_question_that_comes_first_takes_nothing_from_the_wish(body: str) -> None:
    assert kinds(body) == {"place_request", "question"}


@pytest.mark.parametrize(
    "body",
    [
        "Dear Sheila (I hope that is right?)\n\nI would like a place at Oxford in February.",
        "Thank you for your patience with my questions last week. I would like a place at Oxford in February.",
        "Put us both down for Oxford will you - Ines Roper and Wilf Grantham.",
    ],
)
def test_what_only_sounds_like_a_question_asks_nothing(body: str) -> None:
    assert kinds(body) == {"place_request"}


def test_a_column_that_says_who_somebody_is_holds_no_names() -> None:
    """Only the column of names does."""
    body = "Two places for Oxford please:\n\nName\tWho\nInes Roper\tSenior lecturer\nWilf Grantham\tYear 3\n"
    assert case(body, "Places").request.attendees == ("Ines Roper", "Wilf Grantham")


def test_a_column_called_who_alone_holds_the_names() -> None:
    body = "Two places for Oxford please:\n\nWho\tDiet\nInes Roper\tvegan\nWilf Grantham\t-\n"
    assert case(body, "Places").request.attendees == ("Ines Roper", "Wilf Grantham")


def test_a_body_that_asks_is_not_one_of_those_who_come() -> None:
    """The sender's domain tells whose name it is."""
    body = "Could Stepping Birch Thornby have two places at Oxford? For me (Ines Roper) and our chair, Wilf Grantham."
    found = read(message(body, "Places", From="Ines Roper <ines@steppingbirchthornby.example>"), NOW, PROGRAMME)
    assert found.request.attendees == ("Ines Roper", "Wilf Grantham")
    assert found.request.places == 2


def test_the_subject_counts_places_whose_names_are_to_follow() -> None:
    body = "Please book the following on for Oxford:\n\n1. Ines Roper\n2. Wilf Grantham\n3. and 4. two governors, names later."
    assert case(body, "Oxford - four places").request.places == 4
