"""Companions who take no part, those for whom another writes, and lists and sums told in other words."""

from __future__ import annotations

import pytest

from tests.test_reading_who_comes import asked


@pytest.mark.parametrize(
    "told",
    [
        "My husband Tim will come with me to push the chair. He won't be taking part.",
        "My sister Jo will come with me as support but she isn't taking part.",
        "My carer will come with me but doesn't need a seat.",
    ],
)
def test_a_companion_who_takes_no_part_has_no_place(told: str) -> None:
    """Whoever only brings or helps the sender is neither named nor counted."""
    request = asked(f"Could I have a place at Oxford please? {told}\n\nAnn Lee")
    assert (request.places, request.attendees) == (1, ("Ann Lee",))


@pytest.mark.parametrize(
    "body",
    [
        "I am e-mailing for Mr Tom Hart, who lives here and would like to attend in Oxford.",
        "Dr Tom Hart is keen to be with you in Oxford and I am arranging his train. Please book him.",
        "Please book the Deputy Dean, Dr Tom Hart, for Oxford. He will attend alone.",
    ],
)
def test_whoever_writes_for_another_does_not_come(body: str) -> None:
    """Who only writes, or sees to the journey, is not one of those who come; nor is a post a person."""
    assert asked(f"{body}\n\nAnn Lee").attendees == ("Tom Hart",)


@pytest.mark.parametrize(
    "body",
    [
        "We would like three places at Oxford, for\n\n- myself\n- Lucy Marsh (peer lead)\n- Omar Iqbal (trustee)",
        "Here is who is coming to Oxford, please add us:\n\n- me\n- Lucy Marsh\n- Omar Iqbal",
        "I asked for three places at Oxford. Besides me it'll be Lucy Marsh and Omar Iqbal.",
    ],
)
def test_lists_with_the_sender_among_them(body: str) -> None:
    """An entry with a post behind the name counts, and so does "me" on a line of its own."""
    assert asked(f"{body}\n\nAnn Lee").attendees == ("Ann Lee", "Lucy Marsh", "Omar Iqbal")


@pytest.mark.parametrize(
    ("body", "attendees"),
    [
        ("Please change our booking at Oxford.\nOutgoing delegate: Tim Marsh\nIncoming delegate: Omar Iqbal", ("Omar Iqbal",)),
        ("On your Oxford list Ruth Marsh is now Ruth Iqbal. Please alter it.", ("Ruth Iqbal",)),
        (
            "I told you Oxford was me and Tim Marsh. It's now me and Omar Iqbal. Tim's leave was refused.",
            ("Ann Lee", "Omar Iqbal"),
        ),
        ("I spelt Omar Iqbal's name wrong when I booked him for Oxford. The badge should read Omar Iqbaal.", ("Omar Iqbaal",)),
        ("You've already got me for Oxford. Lucy Marsh wants to tag along. Can my one become two?", ("Ann Lee", "Lucy Marsh")),
    ],
)
def test_changes_of_who_comes(body: str, attendees: tuple[str, ...]) -> None:
    """Those who left, stayed at their work or had another name are not listed; who joins is."""
    assert asked(f"{body}\n\nAnn Lee").attendees == attendees


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Further to our three places at Oxford, our treasurer is keen too. Could you increase us to four?", 1),
        ("I wish to attend in Oxford. My friend will sit by me and translate. So we are two.", 2),
        ("Our carers' group is bringing six to Nottingham, myself included.", 6),
        ("Please register Ann Lee and Lucy Marsh of Larchfield Council for Oxford.", 2),
        ("Oxford for me please. It's Ann Lee, 3 Hey Lane, Larchford LF6 1LL.", 1),
    ],
)
def test_sums_in_other_words(body: str, places: int) -> None:
    """A sum is told by "so we are", by who is brought, or by what a booking grows to; a postcode is nobody."""
    assert asked(f"{body}\n\nAnn Lee").places == places


@pytest.mark.parametrize(
    ("body", "seminars"),
    [
        ("Have I missed the boat for Oxford? If there is a seat going I'd love to come.", ("seminar-2",)),
        ("Please cancel booking S3-M4TX.", ("seminar-3",)),
        ("So that's me not at Oxford, with apologies. Please cancel.", ("seminar-2",)),
        ("My colleague Lucy Marsh will not be using her June place.", ("seminar-3",)),
    ],
)
def test_the_seminar_is_known(body: str, seminars: tuple[str, ...]) -> None:
    """By a question whether it is too late, by our reference, by what is denied in giving up a place."""
    assert asked(f"{body}\n\nAnn Lee").seminars == seminars


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        ("Ann from Kettle Sessions, we do music with young people. Please book me for Oxford.", "Kettle Sessions"),
        ("Barn Owls here (we're a telephone line for carers). I'd like to come to Oxford.", "Barn Owls"),
        ("Our Larch Care Circle is bringing five to Nottingham.", "Larch Care Circle"),
        ("I am a nurse at Larchfield hospital and would like to come to Oxford.", "Larchfield hospital"),
        ("I was treated for two years at the Larch Clinic. I would like to come to Oxford.", None),
    ],
)
def test_the_body_in_other_words(body: str, organisation: str | None) -> None:
    """What a body is may be written small, or told behind it; where somebody was treated is not theirs."""
    sender = "Ann Lee <ann.lee@larchfield.example>" if "Larchfield" in body else "Ann Lee <ann@home.example>"
    assert asked(f"{body}\n\nAnn Lee", sender).organisation == organisation
