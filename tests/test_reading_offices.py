"""What offices, groups and people who book for others tell: the body behind an office, who comes, and whose number it is."""

from __future__ import annotations

import pytest

from intake.model import Request
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

SENDER = "Una Pike <una.pike@post.example>"
PLEASE = "Please book me a place at Oxford."


def told(body: str, sender: str = SENDER) -> Request:
    """What is read of a message with this text."""
    request = read(message(body, From=sender), NOW, PROGRAMME).request
    assert request is not None
    return request


@pytest.mark.parametrize(
    ("body", "sender", "body_of_sender"),
    [
        (f"{PLEASE}\n\nUna Pike\nChief Executive's Office\nMallow Healthcare NHS Trust", SENDER, "Mallow Healthcare NHS Trust"),
        ("I write for Mallow Trust. Please book Ned Sorrel for Oxford.\n\nUna Pike\nCorporate Support", SENDER, "Mallow Trust"),
        (f"Our team is attached to Mallow Trust and sits in the Drill Hall Centre. {PLEASE}", SENDER, "Mallow Trust"),
        (f"I am from Mallow (Mallow Carers Network in full). {PLEASE}", SENDER, "Mallow Carers Network"),
        (f"I volunteer with a charity for new fathers, Halfway Up. {PLEASE}", SENDER, "Halfway Up"),
        (f"I am a social worker for the county council at Mallow. {PLEASE}", SENDER, "county council at Mallow"),
        (f"I'm self-employed and mostly do consulting work for Mallow Trust. {PLEASE}", SENDER, None),
        ("The Mallow Foundation's board would like two places at Oxford.\n\nUna Pike", SENDER, "Mallow Foundation"),
        (
            f"Ned and I are both Larchwell outreach team. {PLEASE}",
            "Una Pike <una@larchwell.example>",
            "Larchwell outreach team",
        ),
        ("one place at oxford pls. larch peers drop-in. ta", "una pike <una@larchpeers.example>", "larch peers drop-in"),
        ("una pike, mallow council. one place at oxford please", SENDER, "mallow council"),
        (
            "Please book Dr Ida Gorse for Oxford.\n\nMany thanks\nJan\nMallow Surgery, 3 Mill Lane",
            "Reception <desk@mallowsurgery.example>",
            "Mallow Surgery",
        ),
        (f"{PLEASE}\n\nBest wishes\nUn xx\nYouth Worker, Mallow Family Support", SENDER, "Mallow Family Support"),
    ],
)
def test_the_body_is_told_beside_its_offices(body: str, sender: str, body_of_sender: str | None) -> None:
    """An office is a part of a body; a body may be told in full, by its town, in small letters, or only as a client."""
    assert told(body, sender).organisation == body_of_sender


@pytest.mark.parametrize(
    ("body", "attendees"),
    [
        (
            "Three places at Oxford please.\n\nMe\nNed Sorrel\nIda Gorse\n\nNed walks with a stick.",
            {"Una Pike", "Ned Sorrel", "Ida Gorse"},
        ),
        (
            "Please book three places at Oxford for Una Pike, Ned Sorrel and Ida Gorse. Vegan food for all of us but Ida.",
            {"Una Pike", "Ned Sorrel", "Ida Gorse"},
        ),
        ("Two seats at Oxford please, for Ned Sorrel and for mesel.", {"Una Pike", "Ned Sorrel"}),
        ("Please book a place at Oxford for our director Ida Gorse. I'm not available myself.", {"Ida Gorse"}),
        (
            "A place at Oxford please. Ned Sorrel hoped to come as well but the stairs are too much for him, so only me.",
            {"Una Pike"},
        ),
        (
            "Our board wishes to be represented at Oxford by Dame Ida Gorse and by Dr Ned Sorrel. Two places please.",
            {"Ida Gorse", "Ned Sorrel"},
        ),
        ("Ned has asked me to book him a place at Oxford.\n\nUna Pike\nPA to Ned Sorrel", {"Ned Sorrel"}),
        ("Two of us would like to come to Oxford, Ned Sorrel and I. Ida is our driver.", {"Una Pike", "Ned Sorrel"}),
    ],
)
def test_those_who_come_are_told_from_those_left_out(body: str, attendees: set[str]) -> None:
    """Whoever stands in a list, or is left out only of the food, comes; the sender who is not free does not."""
    assert set(told(body).attendees) == attendees


@pytest.mark.parametrize(
    ("body", "attendees"),
    [
        ("Please could my seat for the Oxford day be passed to Ida Gorse, as I have jury service.", {"Ida Gorse"}),
        ("You have very kindly put me down for Oxford. My colleague Ida Gorse wants to come too.", {"Una Pike", "Ida Gorse"}),
        ("I registered Mr Ned Sorrel for Oxford last month. He is vegan and needs a hearing loop.", {"Ned Sorrel"}),
        (
            "Apart from Ida Gorse and me, who are already booked for Oxford, we now have one more: Ned Sorrel.",
            {"Ida Gorse", "Una Pike", "Ned Sorrel"},
        ),
    ],
)
def test_a_change_tells_who_comes_now(body: str, attendees: set[str]) -> None:
    """Those who have a place stay; whoever hands it on, or booked for another, does not come."""
    assert set(told(body).attendees) == attendees


def test_a_byname_is_nobody_else() -> None:
    """In a list the proper name stands in the bracket, and who is called so again is no other."""
    body = "Could four of us come to Oxford?\n\n- me (Una Pike)\n- Big Ned (Edward Sorrel)\n- Jo-Ann Gorse\n- Deepa Rao\n\n"
    request = told(f"{body}Me and Ned are easy.\n\nUna")
    assert (request.places, set(request.attendees)) == (4, {"Una Pike", "Edward Sorrel", "Jo-Ann Gorse", "Deepa Rao"})


@pytest.mark.parametrize(
    "signed",
    [
        "01632 960 111 / if I'm out, Ned on 07700 900 222",
        "01632 960 111 (when I am on leave call Ned Sorrel on 07700 900 222)",
        "Fax 01632 960 112\nTel/fax 01632 960 111",
    ],
)
def test_the_number_is_the_senders_own(signed: str) -> None:
    """A number behind somebody else's name comes second; one for telephone and fax is a telephone's."""
    assert told(f"{PLEASE}\n\nUna Pike\n{signed}").phone == "01632 960 111"
