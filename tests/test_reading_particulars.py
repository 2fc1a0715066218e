"""Particulars in people's own ways of putting them: needs with what follows from them, lists of names, bodies beside a name."""

from __future__ import annotations

import pytest

from tests.test_reading_request import asked

PLACE = "Please book me a place at Oxford. "

NEEDS = [
    ("I have sciatica, so I shall need to stand up now and then, and I don't eat red meat.", "sciatica", "red meat"),
    ("Jo is in a wheelchair and Pat eats no fish.", "wheelchair", "no fish"),
    ("I'm allergic to kiwis.", None, "kiwis"),
    ("I'm allergic to latex so please no balloons.", "balloons", None),
    ("She has dementia so please give her a badge with the hotel on it.", "badge", None),
    ("None of us eat meat.", None, "meat"),
    ("I used to need a wheelchair but not any more.", None, None),
    ("My sister's in a wheelchair but it's just me.", None, None),
    ("I can eat anything.", None, None),
]


@pytest.mark.parametrize(("said", "access", "dietary"), NEEDS)
def test_needs_of_the_two_sorts_are_kept_apart_and_whole(said: str, access: str | None, dietary: str | None) -> None:
    """Law: a need goes into its own column with what follows from it; past needs and those of others go nowhere."""
    found = asked(PLACE + said)
    for got, want in ((found.access, access), (found.dietary, dietary)):
        assert (got is None) if want is None else (got is not None and want in got)
    assert not (access and dietary and dietary in (found.access or ""))


def test_a_possessive_at_the_end_does_not_join_two_sentences() -> None:
    """Law: "St Catherine's." ends a sentence; it is no abbreviation."""
    assert asked("I'd love a place at St Catherine's. I wear hearing aids.").access == "I wear hearing aids"


ROBIN, THREE = "Robin Vale", ("Ann Lee", "Bo Cole-Hart", "Cy Dale")
PEOPLE = [
    ("Two places at Oxford please: it's for me and Patsy.", (ROBIN,), 2),
    ("Please book us in for Oxford: Robin Vale, Ann Lee, and a third person from our group.", ("Robin Vale", "Ann Lee"), 3),
    ("I'd like a place at Oxford. My neighbour Alf Dunn will be driving me.", ("Robin Vale",), 1),
    ("Please book a place at Oxford for a lady I visit, Mrs Edna Crowe.", ("Edna Crowe",), 1),
    (
        "Two of us from Larch Kindred (tiny charity, six volunteers) want to come to Oxford: me and Pat Lowe.",
        (ROBIN, "Pat Lowe"),
        2,
    ),
    ("My wife Ida and I will be in Oxford that week and I'd like a place. Ida has no wish to come.", (ROBIN,), 1),
    ("Please could we book for Oxford:\n\nDr Ann Lee\nProfessor Bo Cole-Hart\nCy Dale\n\nI won't be coming myself.", THREE, 3),
    (
        "Please reserve two places at Oxford for these:\n\nProf. Ann Lee, Director of Nursing and of a good deal else besides\n"
        "Mr Bo Cole-Hart, Consultant Psychiatrist\n\nI shall not attend.",
        THREE[:2],
        2,
    ),
    ("Two places at Oxford please:\n\nRobin Vale, Joint Commissioning Manager (me)\nCy Dale, Lead", (ROBIN, "Cy Dale"), 2),
    ("I can't make Oxford now, please give my place to somebody else. Could I come to Nottingham instead?", (ROBIN,), 1),
    ("Please book two places at Oxford: Ann Lee and Cy Dale. Cy Dale has a hearing aid.", ("Ann Lee", "Cy Dale"), 2),
]


@pytest.mark.parametrize(("said", "names", "places"), PEOPLE)
def test_those_who_come_are_named_and_counted(said: str, names: tuple[str, ...], places: int) -> None:
    """Law: first names in a list count, so does a third without a name; who only drives does not come."""
    found = asked(said)
    assert (found.attendees, found.places) == (names, places)


BODIES = [
    ("Hello, Robin Vale from the Weir Women's Network here. " + PLACE, "Weir Women's Network"),
    (PLACE + "Robin Vale, Link Officer, Dale Housing", "Dale Housing"),
    (PLACE + "I volunteer with Open Gate Marsden.", "Open Gate Marsden"),
    (PLACE + "My partner works for the council.", None),
]


@pytest.mark.parametrize(("said", "body"), BODIES)
def test_the_organisation_stands_beside_the_name_or_behind_what_the_sender_does(said: str, body: str | None) -> None:
    """Law: a body is the sender's where it stands beside the name, or where the sender works or helps."""
    assert asked(said, From="Robin Vale <robin@mail.example>").organisation == body


SEMINARS = [
    ("May I have a place at the one after Leeds?", ("seminar-2",)),
    ("Please book me a place at either of the remaining seminars, Oxford for choice.", ("seminar-2",)),
]


@pytest.mark.parametrize(("said", "seminars"), SEMINARS)
def test_a_seminar_told_by_another_is_found(said: str, seminars: tuple[str, ...]) -> None:
    """Law: "the one after Leeds" is not Leeds; "either of the two" is not both."""
    assert asked(said).seminars == seminars


SENDERS = [
    (
        "Ida Pym <idapym@post.example>",
        "I wish to apply for a place at Oxford.\n\nEsme Gorse\n(sent from my niece's laptop)",
        "Esme Gorse",
    ),
    ("Prue T <prue.t@post.example>", "can i come to oxford pls\n\nPrue Tandy x", "Prue Tandy"),
    (
        "Larch Kindred <hello@larch.example>",
        "I am Ned Sorrel, secretary of Larch Kindred. A place at Oxford please.",
        "Ned Sorrel",
    ),
]


@pytest.mark.parametrize(("sender", "body", "name"), SENDERS)
def test_the_text_may_know_the_sender_better_than_the_header(sender: str, body: str, name: str) -> None:
    """A borrowed computer, half a surname, the name of a group."""
    assert asked(body, From=sender).attendees == (name,)
