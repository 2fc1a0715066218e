"""Names in forms that a list of delegates may have, those who sign together, and what the sender's domain tells."""

from __future__ import annotations

import pytest

from intake.model import Request
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

ANN = "Ann Lee <ann.lee@larchfield.example>"


def asked(body: str, sender: str = ANN) -> Request:
    return read(message(body, From=sender), NOW, PROGRAMME).request


@pytest.mark.parametrize(
    ("body", "people"),
    [
        (
            "Delegates for Oxford:\n\nLEE, Ann\nVAN DER POST, Bob\nO'HARE, Tim J.",
            ("Ann Lee", "Bob van der Post", "Tim J. O'Hare"),
        ),
        ("Three places at Oxford please: Lee Ann, Cole Robert, Hart Timothy.", ("Ann Lee", "Robert Cole", "Timothy Hart")),
        ("Please register for Oxford: Surname: Lee First name: Ann. Surname: Cole First name: Bob.", ("Ann Lee", "Bob Cole")),
        ("Places at Oxford please for Tim (surname Hart) and Una (surname Cole). I am not coming.", ("Tim Hart", "Una Cole")),
        ("Two from us would like to come to Oxford: Lee (Ann), Cole (Bob).", ("Ann Lee", "Bob Cole")),
        (
            'Please book Robert "Bo" Cole and Wilhelmina (Min) Hart in for Oxford.',
            ('Robert "Bo" Cole', "Wilhelmina (Min) Hart"),
        ),
        ("Could we come to Oxford? There is me and Tall Tim (Tim Hart). Tall Tim will drive.", ("Ann Lee", "Tim Hart")),
        ("Three places at Oxford please, names:\nann lee\nBOB COLE\nTim hart", ("ann lee", "BOB COLE", "Tim hart")),
        ("Please keep seats at Oxford for HCA Bob Cole and OT Una Hart. I am not coming.", ("Bob Cole", "Una Hart")),
        ("Places at Oxford for me and my partner joe lee, please.", ("Ann Lee", "joe lee")),
        (
            "Please book in for Oxford: Bob Cole (Nurse, Elm Ward); Una Hart (Tutor); Omar al-Amin. I am not coming.",
            ("Bob Cole", "Una Hart", "Omar al-Amin"),
        ),
    ],
)
def test_names_have_many_forms(body: str, people: tuple[str, ...]) -> None:
    """Surname first, parts that are labelled or in brackets, bynames, posts in front, no capitals: whole names all the same."""
    assert asked(body).attendees == people
    assert asked(body).places == len(people)


def test_the_surname_stays_first_where_that_is_meant() -> None:
    """Whoever says that the family name comes first wants it so."""
    body = "Two places at Oxford please: Lee Ann and Cole Bob. With us the family name comes first."
    assert asked(body).attendees == ("Lee Ann", "Cole Bob")


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("We would both like to come to Oxford.\n\nAnn Lee\nBob Lee", ("Ann Lee", "Bob Lee")),
        ("My partner and I would like to come to Oxford.\n\nAnn Lee & Bob Cole", ("Ann Lee", "Bob Cole")),
        ("The undersigned ask for places at Oxford.\n\nA. Lee (Mrs)\nR. Cole (Mr)", ("Ann Lee", "R. Cole")),
        (
            "Three places at Oxford please.\n\nA. Lee, Chair\nMrs U. Hart, Treasurer\nT. Cole, Secretary",
            ("Ann Lee", "U. Hart", "T. Cole"),
        ),
        ("We would like a place at Oxford.\n\nAnn Lee\nTin Roof", ("Ann Lee",)),
    ],
)
def test_several_may_sign(body: str, people: tuple[str, ...]) -> None:
    """A family, the undersigned, or the officers of a group; a body below the name is nobody."""
    assert asked(body).attendees == people


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("One place at Oxford please. My co-chair Bob Cole sends his apologies.", ("Ann Lee",)),
        ("One at Oxford for me please. I passed this on to Bob Cole in case he wants to come too.", ("Ann Lee",)),
        ("I was going to bring a friend to Oxford but she would sooner not, so it's just me: one place please.", ("Ann Lee",)),
        (
            "I should like to bring two others to Oxford. The first is Tim Hart. The other is Una Cole.",
            ("Ann Lee", "Tim Hart", "Una Cole"),
        ),
        ("Please reserve two seats for Oxford - self and Cllr Bob Cole.", ("Ann Lee", "Bob Cole")),
        ("Please book Oxford: Bob Cole is fine with anything, Una Hart is fine with meat.", ("Bob Cole", "Una Hart")),
        ("Una Hart asked me to book her in for Oxford.", ("Una Hart",)),
        ("We'd like to send Bob Cole and Una Hart to Oxford.", ("Bob Cole", "Una Hart")),
        ("Please put me and Bob down for Oxford. Bob's full name is Robert Cole.", ("Ann Lee", "Robert Cole")),
        ("Heyyy, Bob Cole and me want places at Oxford", ("Bob Cole", "Ann Lee")),
    ],
)
def test_who_is_told_to_come(body: str, people: tuple[str, ...]) -> None:
    """Who sends apologies or only has the news stays away; the sender is there by "self" as by "me"."""
    assert asked(body).attendees == people


def test_a_place_that_is_kept_is_somebodys() -> None:
    """Whoever's place is to be kept comes, though the sender cannot."""
    body = "I booked a place at Oxford. I can no longer make Oxford. Please keep Bob Cole's place, he is still coming."
    assert asked(body).attendees == ("Bob Cole",)


@pytest.mark.parametrize(
    ("body", "sender", "name"),
    [
        ("May I have a seat at Oxford, if any is left? Josephine Tarn", "Jo <josie.tarn@post.example>", "Josephine Tarn"),
        ("Two seats for Oxford, one for myself, Ron Tarn, and one for Una Hart.", "Ronald Tarn <rt@post.example>", "Ron Tarn"),
        ("I'm Wei (Chan Wei). A place at Oxford for Chan Wei please.", "Chan Wei <wei.chan@post.example>", "Chan Wei"),
    ],
)
def test_the_sender_is_named_as_in_the_text(body: str, sender: str, name: str) -> None:
    """The text has the name in full, cut short or in the sender's own order."""
    assert asked(body, sender).attendees[0] == name
    assert len(asked(body, sender).attendees) == asked(body, sender).places


@pytest.mark.parametrize(
    ("body", "sender", "body_named"),
    [
        ("Can you book Larchfield Wellbeing Hub in for two at Oxford, please.", ANN, "Larchfield Wellbeing Hub"),
        ("A place at Oxford for one of the women at Larchfield, please.\n\nAnn Lee", ANN, "Larchfield"),
        (
            "Please book Bob Cole and Una Hart in for Oxford (both Larchfield Early Help Team).",
            ANN,
            "Larchfield Early Help Team",
        ),
        ("Please book me in for Oxford. We meet in the Larchfield Chapel.", ANN, None),
        ("Please book me in for Oxford. Bob Lee-Larchfield told me.", "Ann Larchfield <ann@larchfield.example>", None),
        ("I should like a place at Oxford, if there is one left for me.\nElm Tree Trust, 01632 960111", ANN, "Elm Tree Trust"),
        ("May I have a place at Oxford?\n\nDepartment of Law, Elm Tree University", ANN, "Elm Tree University"),
        ("May I have a place at Oxford?\n\nAnnie (ST4, Elm Tree Trust)", ANN, "Elm Tree Trust"),
        (
            "May I have a place at Oxford?\n\nAnn\nWomen of the Tin Roof",
            "Women of the Tin Roof <roof@post.example>",
            "Women of the Tin Roof",
        ),
        (
            "I look after volunteers at Elm Housing. A place at Oxford please.\n\nAnn Lee\nElm House, 3 Mill Lane",
            ANN,
            "Elm Housing",
        ),
        ("We would both like to come to Oxford.\n\nAnn Lee\nBob Lee", ANN, None),
        ("May I come to Oxford? My friend told me of it at the Day Centre.\n\nAnn Lee", ANN, None),
        ("Four from Elm Tree Advocacy for Oxford please.", ANN, "Elm Tree Advocacy"),
        ("Our organisation, Elm Tree, would like two places at Oxford.", ANN, "Elm Tree"),
        ("I work in the recovery team (Elm Tree Trust). May I come to Oxford?", ANN, "Elm Tree Trust"),
        ("May I come to Oxford? I am writing from Yahoo Mail.", "Ann Lee <annlee@yahoo.example>", None),
        ("May I come to Oxford? I'll travel with Una Hart of Elm Tree Hub.", ANN, None),
        ("May I come to Oxford?\n\nAnn Lee\nVolunteer @ Elm Tree Hub", ANN, "Elm Tree Hub"),
    ],
)
def test_the_body_is_known_by_domain_or_place(body: str, sender: str, body_named: str | None) -> None:
    """The domain tells a body wherever the text names it; so may a last line; a house or a meeting place is none."""
    assert asked(body, sender).organisation == body_named


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (
            "The committee should be at Oxford: its chair (Bob Cole), its treasurer (Una Hart) "
            "and one ordinary member, to be elected. "
            "Please book us. I stay at home.",
            3,
        ),
        ("I am bringing the board to Oxford in full: that's 6 including yours truly.", 6),
        ("I found this day from my supervisor and I wish to come to Oxford.", 1),
        ("Please book Una Hart + 2 for Oxford.", 3),
        ("Please register Una Hart and guest for Oxford. I am not coming.", 2),
        ("Una Hart and her husband would like places at Oxford. I am not coming.", 2),
        ("Nurse Hart and I want to come to Oxford.", 2),
        ("I am a student and carer. Please may I come to Oxford?", 1),
    ],
)
def test_places_without_names(body: str, places: int) -> None:
    """One more to be chosen counts; a supervisor who told of it does not."""
    assert asked(body).places == places
