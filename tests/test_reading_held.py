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


def test_thanks_for_a_place_are_no_request() -> None:
    """Whoever is on the list and says so is answered already."""
    ours = "\n\nOn 26 Nov 2015, <seminars@coproduction.example> wrote:\n> I have put you on the list for Oxford.\n> Sheila\n"
    earlier = ">> Please may I book a place at Oxford.\n"
    assert kinds("Lovely, thank you Sheila. See you there!" + ours + earlier) == {"other"}


def test_the_other_two_may_be_people() -> None:
    body = "Six of us want to come to the June seminar. So far Ines Roper and me, the other two I will tell you, but keep six."
    assert case(body, "June").request.seminars == ("seminar-3",)


def test_to_place_an_order_is_no_place() -> None:
    body = "Will the papers of the Oxford seminar be published? Could you advise, so that we can place a standing order?"
    assert kinds(body) == {"question"}


def test_a_booking_told_of_is_no_request() -> None:
    """ "You were good enough to put my name down" comes before a change."""
    body = (
        "You were good enough to put my name down for the June seminar. I shall now be in a wheelchair and need level access."
        " Would you note that against my name?"
    )
    assert Kind.PLACE_REQUEST not in case(body, "My booking").verdict.kinds


def test_a_program_that_books_for_somebody_is_looked_at() -> None:
    """Mail that says not to answer may hold a wish all the same."""
    body = (
        "EXTERNAL EVENT REQUEST\n\nThe delegate would like a place at the Nottingham seminar on 16 June. Please enter Ines"
        " Roper on your list.\n\nThis mailbox is not monitored, do not reply to this message. This is an automatic message."
    )
    found = read(message(body, "Request #20", From="Portal <noreply@learning.example>"), NOW, PROGRAMME)
    assert found.verdict.decision == "review"
    assert not found.acknowledge


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("Only I shall come. Ivo won't be coming as he doesn't do crowds.", None),
        ("Ms Hallam must not have nuts in any form.", None),
        ("Do I need the park and ride to get to the college?", None),
        ("Noor Haddon, an advocate with us, is coming too.", None),
        ("I dont do lifts, stairs are fine.", "dont do lifts, stairs are fine"),
        ("I'd need a BSL interpreter, so they'll want plenty of notice.", "I'd need a BSL interpreter"),
    ],
)
def test_only_what_those_who_come_need_is_an_access_need(said: str, need: str | None) -> None:
    """Neither a title, a colleague's work, a journey nor the fears of somebody who stays away."""
    found = case(f"I would like a place at Oxford in February please. {said}", "A place").request.access
    assert (found or "").endswith(need or "") and bool(found) == bool(need)


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("I qualified as a social worker this summer and I'm with the older adults' team.", 1),
        ("Im bringing my support worker Jan Hallam cos i dont do trains on my own so thats 2 of us", 2),
    ],
)
def test_so_many_places_as_people_are_counted(said: str, places: int) -> None:
    """What the sender is makes no second person; whoever is counted in is one."""
    assert case(f"Please could I have a place at Oxford in February. {said}", "A place").request.places == places


def passed_on(text: str) -> set[str]:
    """What is read of a colleague's mail that a manager sends on."""
    return kinds(
        "See below, can you see to this please?\n\n-----Original Message-----\nFrom: Ines Roper <ines@larchfield.example>\n"
        f"Sent: 10 December 2015 17:55\nTo: Robin Vale\nSubject: Oxford\n\n{text}\n"
    )


def test_what_is_asked_of_the_manager_gives_no_place_up() -> None:
    """ "Would the team manage without me" is asked of whoever passes the request on."""
    asked = "I would like a place at the Oxford seminar on 17 February. Would the team manage without me that day?"
    assert "cancellation" not in passed_on(asked)


def test_a_place_is_given_up_in_a_question_that_is_passed_on() -> None:
    """No less than in the sender's own words."""
    assert "cancellation" in passed_on("Please could you ask them to cancel my place at Oxford on 17 February?")


def test_who_says_twice_that_it_is_no_booking_makes_none() -> None:
    """A question put before a wish is one thing, no booking another."""
    body = "I'd like to book on for Oxford. Before I commit to it, is there help with fares? This is not a booking yet."
    assert "place_request" not in kinds(body)


def test_a_colleague_with_a_domain_of_her_own_is_a_person() -> None:
    """Where nobody else is named the name is that of who comes."""
    body = "Please book Hannah Marlwood on for Oxford on 17 February. I shall not be coming myself."
    found = read(message(body, "A place", From="Robin Vale <office@hannahmarlwood.example>"), NOW, PROGRAMME)
    assert found.request.attendees == ("Hannah Marlwood",)
