"""Bodies told in a sentence, and people whose name stands in another form or place than usual."""

from __future__ import annotations

import pytest

from intake.config import load_programme
from intake.model import Request
from intake.reading import read
from tests.test_config import EXAMPLE
from tests.world import mail

PROGRAMME = load_programme(EXAMPLE)
WISH = "Could I have a place at Oxford please?"


def asked(body: str, sender: str = "Omar Lee <omar.lee@home.example>") -> Request:
    """What a message asks for."""
    return read(mail(sender, "Seminar", body), None, PROGRAMME).request


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f"I am second year student of the MA Nursing in University of Holmwood. {WISH}", "University of Holmwood"),
        (f"I am doctoral student at the Universidade do Vale Claro. {WISH}", "Universidade do Vale Claro"),
        (f"I visit the group of Prof. Webb at the University of Holmwood. {WISH}", "University of Holmwood"),
        (f"I am a governor of Holmwood Friends of Psychiatry and was asked to go. {WISH}", "Holmwood Friends of Psychiatry"),
        (f"My sister teaches at the University of Holmwood. {WISH}", None),
        (f"I saw it in the University of Holmwood newsletter. {WISH}", None),
        (f"I work for Holm Borough Council. {WISH}\n\nOmar Lee\nRegistered Health Professional", "Holm Borough Council"),
        (f"{WISH}\n\nOmar Lee\nWellbeing Champion", None),
        (f"{WISH}\n\nTake Care Omar L", None),
        (f"{WISH}\n\nOmar Lee\nPeer mentor (volunteer), Tinder Kiln Lane", "Tinder Kiln Lane"),
        (f"{WISH}\n\nOmar Lee\nHolmwood Carers (North)", "Holmwood Carers (North)"),
    ],
)
def test_whose_body_a_sentence_tells(body: str, named: str | None) -> None:
    """A course is no body, nor is a post or a farewell; kin and papers are of other bodies."""
    assert asked(body).organisation == named


def test_a_body_in_brackets_that_the_domain_is_called_by() -> None:
    """ "(2nd year, ...)" tells where somebody studies."""
    assert asked(f"I'm a student (2nd year, Tindale). {WISH}", "Omar Lee <omar@tindale.example>").organisation == "Tindale"


@pytest.mark.parametrize(
    ("sender", "body", "names", "places"),
    [
        ("Omar Lee", "We would like two places at Oxford.\n\nOmar Lee\n(and Dora Lee)", ("Omar Lee", "Dora Lee"), 2),
        (
            "Ted & Ivy Fox",
            "We would both like to come to Oxford, Ed Fox and Ivy Fox.\n\nRegards Ted F",
            ("Ed Fox", "Ivy Fox"),
            2,
        ),
        ("Omar Lee", "We'd like to send four people to Oxford. I'm one, the others will be told.", ("Omar Lee",), 4),
        ("Omar Lee", "Can I have 5 student places at Oxford + 1 for me?\n\nOmar Lee", ("Omar Lee",), 6),
        ("Omar Lee", "I'd like to come to Oxford with two students.\n\nOmar Lee", ("Omar Lee",), 3),
        (
            "Omar Lee",
            "I'd love to come to Oxford and my carer would have to come with me as I never go out on my own.\n\nOmar Lee",
            ("Omar Lee",),
            2,
        ),
        ("Omar Lee", "Two places at Oxford please: it's for me and Dora.\n\nOmar Lee", ("Omar Lee",), 2),
        ("Kiln Circle", "Two of us want to come to Oxford:\n\n1) Ines Cobb\n2) Sam Rudd\n\nInes", ("Ines Cobb", "Sam Rudd"), 2),
        ("Lisa Ash", "THIS IS HAROLD ASH USING MY NIECES LAPTOP. I WISH TO COME TO OXFORD.", ("HAROLD ASH",), 1),
        ("Nan Ash", f"{WISH}\n\nNan (Henrietta Ash on your list)", ("Henrietta Ash",), 1),
        ("Omar Lee", "Can I hold five places at Oxford on behalf of our Governing Body?\n\nOmar Lee\nClerk", (), 5),
    ],
)
def test_who_comes_and_how_many(sender: str, body: str, names: tuple[str, ...], places: int) -> None:
    """A first name takes a place and is no entry of a list; a short form is no further person."""
    found = asked(body, f"{sender} <someone@home.example>")
    assert (found.attendees, found.places) == (names, places)


def test_a_list_that_begins_with_the_sender() -> None:
    """Words that come to no end lead on to a list."""
    body = "Could we have 4 places at Oxford?\n\nSo far we've\n- me (Omar Lee)\n- Ines Cobb\n- Sam Rudd\nand another yet."
    assert asked(f"{body}\n\nOmar").attendees == ("Omar Lee", "Ines Cobb", "Sam Rudd")


def test_a_name_put_in_for_the_senders() -> None:
    """Whoever is not the right person any more does not come."""
    body = "I have a place at Oxford but won't be the right one by then. Ines Cobb gets my post: exchange my name with hers."
    assert asked(f"{body}\n\nOmar Lee").attendees == ("Ines Cobb",)
