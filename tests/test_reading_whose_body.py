"""Which body the sender writes for, and the number to ring, in the words that people find for them."""

from __future__ import annotations

import pytest

from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, asked, message

SENDER = "Una Pike <una.pike@post.example>"

BODIES = [
    (
        "Booking for Mallow Bank Singing Group:\n\n1) Una Pike\n2) Ned Sorrel\n\nBoth for Oxford please.",
        "Mallow Bank Singing Group",
    ),
    ("Please keep three seats at the Oxford seminar for the Friday Stitchers.", "Friday Stitchers"),
    ("I am a volunteer befriender with Mallow Welcome and would like a place at Oxford.", "Mallow Welcome"),
    ("Please book me for Oxford. I work as a coach in the organisation Brightpath.", "Brightpath"),
    (
        "We lead our church's listening ministry, the Open Gate Fellowship. Please book us two places at Oxford.",
        "Open Gate Fellowship",
    ),
    ("We are both on the committee of Nova Porta, the singing group in our town. Two places at Oxford please.", "Nova Porta"),
    (
        "Could I have a place at Oxford? We're Mallow & District Befrienders, a handful of old friends.",
        "Mallow & District Befrienders",
    ),
    ("Hiya, it's Una from Mallow Young Voyagers (we run ourselves). Two places at Oxford please.", "Mallow Young Voyagers"),
    ("We're called Top Floor Bunch. Please book two of us for Oxford.", "Top Floor Bunch"),
    ("Ned Sorrel and I would come from the Mallow Street drop-in. Two places at Oxford please.", "Mallow Street drop-in"),
    ("The Mallow Health Branch is keen to hear more. Please book two of us for Oxford.", "Mallow Health Branch"),
    ("Please book me for Oxford.\n\nBODY: NHS Mallow CCG\nNAME: Una Pike", "NHS Mallow CCG"),
    ("Please book me a place at Oxford.\n\nUna Pike\nClerk to the Trustees\nMallow Memorial Fund", "Mallow Memorial Fund"),
    ("I'm down for Oxford as Una Pike from Mallow CCG. Since Monday I work for Red Gate, please change that.", "Red Gate"),
    ("I work as volunteer in the Spanish parents group Nova and want to come to Oxford.", "Nova"),
    ("I am senior lecturer in nursing on the Hogeschool Mallow. Please book me for Oxford.", "Hogeschool Mallow"),
    ("I am the secretary of Professor Ida Gorse at Mallow University. Please book her a place at Oxford.", "Mallow University"),
    ("Please book me a place at Oxford. I come as a carer and not for Mallow Consulting.", None),
    ("Please book me a place at Oxford.\n\nUna Pike\nRing the shop: 01632 960 011 (not Mondays)", None),
    (
        "Please book me a place at Oxford.\n\nUna\n\nProfessor Una Pike\nCentre for Applied Kindness and Ethics"
        " | School of Health and Care | University of Mallowdale\nCentre office 01632 960 012",
        "University of Mallowdale",
    ),
]


@pytest.mark.parametrize(("body", "named"), BODIES)
def test_the_body_the_sender_writes_for(body: str, named: str | None) -> None:
    """What shows it is how it is spoken of, whatever it is called."""
    assert asked(body, From=SENDER).organisation == named


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Could Mallow grab two seats for Oxford? Una Pike and Ned Sorrel.", "Mallow"),
        ("We have met and it's agreed: Mallow will take three places at Oxford.", "Mallow"),
        ("Mallow People First want to be at Oxford, three of us please.", "Mallow People First"),
        ("Attendees from Mallow for Seminar 2:\n\n* Una Pike\n* Ned Sorrel\n\nPlease book us.", "Mallow"),
        ("Mallow Community Kitchen here. Two of us for Oxford please.", "Mallow Community Kitchen"),
    ],
)
def test_a_body_that_the_address_has_too(body: str, named: str) -> None:
    """One word is enough then, and what follows belongs to its name."""
    assert asked(body, From="Una Pike <una.pike@mallow.example>").organisation == named


PHONES = [
    ("Una Pike\nTelephone: 01632/960013", "01632/960013"),
    ("Una Pike, bleep 412 or 01632 960 014", "01632 960 014"),
    ("Una Pike\ndesk 01632 960 015 / mob 07700 900 015", "01632 960 015"),
    ("Please enter Mrs Ida Gorse, tel 01632 960 016.\n\nUna Pike\n01632 960 017", "01632 960 017"),
    ("Mrs Ida Gorse, tel 01632 960 016\nMr Ned Sorrel, tel 01632 960 018\n\nUna Pike\n01632 960 017", "01632 960 017"),
]


@pytest.mark.parametrize(("closing", "number"), PHONES)
def test_the_number_to_ring(closing: str, number: str) -> None:
    """That of the sender, however it is written, and not that of somebody who is entered."""
    assert asked(f"Please book these two places at Oxford.\n\n{closing}", From=SENDER).phone == number


def test_who_came_out_of_hospital_speaks_of_no_seminar_that_is_past() -> None:
    """ "Came" tells of the past only where it is a seminar that somebody came to."""
    found = asked("My niece, who came out of hospital in May, wants to hear the day at Oxford. Would you enter us both?")
    assert found.seminars == ("seminar-2",)


STORY = (
    "In 2013 our ward let the patients and the nurses write the visiting rules together. Four of us met the matron each week, "
    "we had half the votes, and since then nobody has been sent home for being ten minutes late. "
)


@pytest.mark.parametrize(
    "said",
    [
        "You may print this but I would rather you left out my name.",
        "You may print it if you leave our names and the town out of it.",
        "Use it, and please leave all names off.",
    ],
)
def test_a_name_that_is_to_be_left_out_is_no_name(said: str) -> None:
    """Whoever says so wants the example printed without it."""
    told = f"Here is our example for your call.\n\n{STORY}\n\n{said}\n\nUna Pike"
    found = read(message(told, "Our example", From=SENDER), NOW, PROGRAMME).example
    assert found is not None
    assert found.fields["permission"] == "anonymous"


def test_what_has_worked_answers_the_question_what_worked() -> None:
    """The tense is the sender's."""
    told = f"Here is our example for your call.\n\n{STORY}\n\nWhat has worked: the complaints are fewer.\n\nUna Pike"
    found = read(message(told, "Our example", From=SENDER), NOW, PROGRAMME).example
    assert found is not None
    assert found.fields["worked"] == "the complaints are fewer."
