"""People whom a message tells of in passing, and lists, corrections and signatures that say who comes."""

from __future__ import annotations

import pytest

from tests.test_reading_who_comes import asked


@pytest.mark.parametrize(
    "told",
    [
        "The two of us made a film about it, she and I, and it is shown in schools.",
        "My father had a breakdown and I nursed him.",
    ],
)
def test_people_of_a_story_have_no_place(told: str) -> None:
    """Whoever died, stays away or did something with the sender once is neither named nor counted."""
    request = asked(f"Could I have a place at Oxford please? {told}\n\nAnn Lee")
    assert (request.places, request.attendees) == (1, ("Ann Lee",))


@pytest.mark.parametrize(
    "body",
    [
        "Four of us for Oxford pls\nann lee\nomar iqbal\nlucy marsh\ntom hart\n\nall veggie",
        "Four places at Oxford would be good, please.\n\nAnn Lee (Chair)\nOmar Iqbal (Driver, and he wants to hear it)\n"
        "Lucy Marsh\nTom Hart\n\nLucy is vegan.\n\nAnn",
    ],
)
def test_as_many_lines_as_places(body: str) -> None:
    """Lines that begin with a name are a list where they are as many as the places asked for."""
    request = asked(body)
    assert (request.places, [name.title() for name in request.attendees]) == (
        4,
        ["Ann Lee", "Omar Iqbal", "Lucy Marsh", "Tom Hart"],
    )


@pytest.mark.parametrize(
    "body",
    [
        "Please book PC 4471 Omar Iqbal and DS 220 Lucy Marsh for Oxford.",
        "Please book Practice Nurse Omar Iqbal and Peer Worker Lucy Marsh for Oxford.",
        "Please book Omar Iqbal, Lead Pharmacist, and Lucy Marsh, Lay Visitor, for Oxford.",
        "Please book Omar Iqbal and Lucy Marsh for Oxford. They are both vegetarian except Lucy, who eats fish.",
    ],
)
def test_ranks_and_posts_beside_names(body: str) -> None:
    """Numbers, posts and exceptions of another kind do not hide a name."""
    request = asked(f"{body}\n\nAnn Lee")
    assert (request.places, request.attendees) == (2, ("Omar Iqbal", "Lucy Marsh"))


def test_a_byname_before_the_proper_name() -> None:
    """The name in brackets counts where the byname is its first name cut short."""
    request = asked("Two of us would like to come to Oxford: me and Big Dan (Daniel Hart on the badge).\n\nAnn Lee")
    assert request.attendees == ("Ann Lee", "Daniel Hart")


@pytest.mark.parametrize(
    "told",
    [
        "My assistant Tess comes along but isn't taking a delegate place.",
        "My enabler, Tess Moor, will be alongside me but won't be having a place of her own.",
        "My husband Rob Lee stays at home with the dog.",
        "My friend Tess Moor came to the first one and loved it.",
        "I'd hoped to bring Tess Moor but she is working.",
        "Tess Moor, our chair, thought I should apply.",
        "I work with Tess Moor and Carl Fry, who run the peer group; they may want to write to you about Nottingham.",
        "Does the money stretch to fares of the two members of our panel who think of coming? They'll write separately.",
        "My mother Hazel Lee would drop me and have a day round the shops.",
    ],
)
def test_others_who_take_no_place(told: str) -> None:
    """Whoever takes no part, helps, was met, stays home or writes separately is neither named nor counted."""
    request = asked(f"Please book me a place at Oxford. {told}\n\nAnn Lee")
    assert (request.places, request.attendees) == (1, ("Ann Lee",))


def test_formal_initials_below_the_name() -> None:
    """The sender's surname with other initials in a line further down is no second person, though a number stands about."""
    body = "I would like to register for Oxford. At our school we teach nurses.\n\nAnn Lee\n\n--\ndrs. J.P. Lee\nlecturer"
    request = asked(body)
    assert (request.places, request.attendees) == (1, ("Ann Lee",))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("We'd like to come to Oxford: two nurses, one carer and me.", 4),
        ("Two from the college and two from our housing team would like to come to Oxford, and I'll come too.", 5),
        ("We hope for places at Oxford for three managers and one service user.", 4),
        ("Please book two carers, one nurse and two trustees for Oxford.", 5),
    ],
)
def test_numbers_told_in_parts(body: str, places: int) -> None:
    """The parts of a group are summed up; a sum that stands before its parts is not counted again."""
    assert asked(f"{body}\n\nAnn Lee").places == places
