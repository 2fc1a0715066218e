"""Who comes and for how many, in the many ways people say it; and what body they write for."""

from __future__ import annotations

import pytest

from intake.model import Request
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

ANN = "Ann Lee <ann.lee@larchfield.example>"


def asked(body: str, sender: str = ANN) -> Request:
    return read(message(body, From=sender), NOW, PROGRAMME).request


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("We would be a dozen of us from the allotment society. Could you keep places at Nottingham?", 12),
        ("Please reserve for me and another trustee at the Oxford seminar.", 2),
        ("Our contingent of nine would like to attend the Nottingham seminar.", 9),
        ("Ten students and two tutors wish to come to Nottingham. That makes twelve.", 12),
        ("My sister wants to come with me to Oxford. Please could we have places?", 2),
        ("My husband was going to come with me to Oxford but has thought better of it. Please book one place.", 1),
        ("I would like a place at Oxford, as I am never more at home, of all places, than in a seminar.", 1),
    ],
)
def test_numbers_are_said_in_many_ways(body: str, places: int) -> None:
    """A sum, a party, another beside the sender: each is so many places; who thought better of it has none."""
    assert asked(f"{body}\n\nAnn Lee").places == places


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Oxford and Nottingham: please book me on the two of them.", 1),
        ("Could you put me down for both, Oxford and Nottingham?", 1),
        ("Please book both of us on Oxford and Nottingham: me and my husband Bob Lee.", 2),
    ],
)
def test_both_may_be_the_seminars(body: str, places: int) -> None:
    """One person at two seminars has one place; two people have two."""
    assert asked(f"{body}\n\nAnn Lee").places == places


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("I booked two places at Nottingham last week. Please increase that to five. I am not attending.", 3),
        ("I asked for a place at Oxford last week. I should have said two, as my brother Tim Lee is coming as well.", 1),
        ("In addition to the nurses already booked for Oxford please include Tim Hart.", 1),
    ],
)
def test_a_change_asks_for_what_is_more(body: str, places: int) -> None:
    """A new sum asks for what it has more than the old one."""
    assert asked(f"{body}\n\nAnn Lee").places == places


@pytest.mark.parametrize(
    ("body", "coming"),
    [
        ("Our Director would like a place at Oxford.", ()),
        ("Please may our Medical Director attend the Nottingham seminar?", ()),
        ("I am arranging this for the team but not going. Six places at Nottingham, please.", ()),
        ("Can I have two places at Oxford for Tim Hart and Jo Cole please?", ("Tim Hart", "Jo Cole")),
        ("Can I have two places at Oxford for Tim Hart and myself please?", ("Tim Hart", "Ann Lee")),
        ("Our deputy manager and I would both like to come to Oxford.", ("Ann Lee",)),
        ("Our trustees would like me to go to the Oxford seminar, so please book me.", ("Ann Lee",)),
    ],
)
def test_who_only_arranges_does_not_come(body: str, coming: tuple[str, ...]) -> None:
    """A place asked for by post, or for as many as are named, is not the sender's; one who speaks of coming comes."""
    assert set(asked(f"{body}\n\nAnn Lee").attendees) == set(coming)


@pytest.mark.parametrize(
    ("body", "coming"),
    [
        ("We booked a place at Oxford for Tim Hart. He has left us, so please give it to Jo Cole.", ("Jo Cole",)),
        ("The place at Oxford is booked for Tim Hart. Could you change it to Jo Cole?", ("Jo Cole",)),
        ("Please book Tim Hart on Oxford. He cannot manage stairs.", ("Tim Hart",)),
        ("Dr Hart has a tribunal on 17 February. Kindly move his place to the June seminar.", ("Tom Hart",)),
    ],
)
def test_who_is_replaced_drops_out(body: str, coming: tuple[str, ...]) -> None:
    """Whoever is told in the next sentence to have left, or whose place is made over, is gone; who only moves is not."""
    assert asked(f"{body}\n\nAnn Lee, PA to Dr Tom Hart").attendees == coming


@pytest.mark.parametrize(
    ("body", "sender", "coming"),
    [
        (
            "The Dunnings would like to come to Oxford: Mary, Frank and our son Joel.\n\nMary Dunning",
            "Mary Dunning <mary@larchfield.example>",
            ("Mary Dunning", "Frank Dunning", "Joel Dunning"),
        ),
        (
            "PLEASE CAN I HAVE TWO PLACES AT OXFORD FOR ME AND VERA HAWTREY PLEASE.",
            "BOB COLE <bob.cole@larchfield.example>",
            ("Bob Cole", "VERA HAWTREY"),
        ),
        ("Please book places at Oxford for Tim Hart, Jo Cole and Si Ward.\n\nAnn Lee", ANN, ("Tim Hart", "Jo Cole", "Si Ward")),
        ("Esteemed Sir, may I have one place at Oxford?\n\nAnn Lee", ANN, ("Ann Lee",)),
        ("May I come to Oxford? Ann Lee, Fenwick Patients' Forum", ANN, ("Ann Lee",)),
        (
            "A friend of mine has no computer, so I am booking for her.\n\nJoan Hart, Oxford, one place.\n\nThanks, Ann",
            ANN,
            ("Joan Hart",),
        ),
    ],
)
def test_names_as_people_write_them(body: str, sender: str, coming: tuple[str, ...]) -> None:
    """A surname shared, capitals throughout, a name that only a list shows to be one; no greeting and no body is a person."""
    assert asked(body, sender).attendees == coming


@pytest.mark.parametrize(
    ("body", "sender", "body_named"),
    [
        ("Could Red Kite have three places at Oxford please?\n\nAnn Lee", "Ann Lee <ann@redkite.example>", "Red Kite"),
        ("Two places at Oxford please: Tim Hart and Jo Cole.\n\nRed Kite", "Ann Lee <ann@redkite.example>", "Red Kite"),
        ("May I come to Oxford?\n\nAnn Lee (project worker, Fern Bank)", "Ann Lee <ann@fernbank.example>", "Fern Bank"),
        ("Please add Tim Hart to the Marsh Advocacy booking for Oxford.\n\nAnn Lee", ANN, "Marsh Advocacy"),
        ("Could Tim Cole have a place at Oxford please?\n\nAnn Cole", "Ann Cole <ann@timcole.example>", None),
        ("The Health Service needs this seminar. Please may I have a place at Oxford?\n\nAnn Lee", ANN, None),
        ("I rang the Marsh Advocacy booking line. Please may I have a place at Oxford?\n\nAnn Lee", ANN, None),
    ],
)
def test_the_body_may_stand_as_the_one_who_asks(body: str, sender: str, body_named: str | None) -> None:
    """The subject of the wish, the booking, a bracket or the last line names it; what is told of any other body does not."""
    assert asked(body, sender).organisation == body_named
