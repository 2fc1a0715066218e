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


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Please book me a place at Nottingham. I must find a sitter to be with my mother while I am out.", 1),
        ("I talked it over with my brother and he says go, so please book me a place at Oxford.", 1),
        ("I find myself with a spare day, so might I have a place at Oxford?", 1),
        ("Friend and I would like to come to Nottingham, please.", 2),
        ("Please book me a place at Nottingham. I am coming with my mother.", 2),
    ],
)
def test_who_is_spoken_of_need_not_come(body: str, places: int) -> None:
    """Somebody cared for, or asked for advice, has no place; a friend who is to come has one."""
    assert asked(f"{body}\n\nAnn Lee").places == places


def test_a_sum_and_days_are_not_mixed_up() -> None:
    """ "An additional two, making five" are two; "from 14 to 18 February" are no places."""
    more = "Please change our booking of three places at Oxford: we ask for an additional two, which makes five."
    assert asked(f"{more}\n\nAnn Lee").places == 2
    away = "I have a place at Oxford but am away from 14 to 18 February. Please book me on to Nottingham instead."
    assert asked(f"{away}\n\nAnn Lee").places in {None, 1}


def test_whoever_teaches_that_day_does_not_come() -> None:
    """ "I have clinics and won't be with them": only those who are listed come."""
    body = "Please book two of our trainees on to the Oxford seminar:\n\n- Bob Cole\n- Tim Hart\n\n{}\n\nAnn Lee"
    assert asked(body.format("I have a clinic then and so won't be with them.")).attendees == ("Bob Cole", "Tim Hart")
    assert asked(body.format("I shall come with them.")).attendees == ("Ann Lee", "Bob Cole", "Tim Hart")


def test_who_goes_away_has_left_the_list() -> None:
    """Whatever stands between the name and "will not be coming"; who only cannot come alone is still to come."""
    rest = "Sue Kemp would like to come in his place. Mary Dale is coming as planned."
    body = f"A change to our places for Oxford. {{}} {rest}\n\nAnn Lee"
    sender = "Ann Lee <ann.lee@larchfield.example>"
    told = asked(body.format("Bob Cole moves to the Leeds office in March and will not be attending."), sender)
    assert told.attendees == ("Sue Kemp", "Mary Dale")
    told = asked(
        "Please add Bob Cole to our places for Oxford. Bob Cole is blind and cannot come on his own.\n\nAnn Lee", sender
    )
    assert "Bob Cole" in told.attendees


@pytest.mark.parametrize(
    ("sender", "body", "name"),
    [
        (
            "Roz B-K <rozbk@larchfield.example>",
            "Please save me a place at Nottingham. Rosalind Birch-Kay, I draw.",
            "Rosalind Birch-Kay",
        ),
        ("Lee Ann <office7@larchfield.example>", "Please book me a place at Oxford.\n\nAnn", "Ann Lee"),
        ("Annie <ann.lee@larchfield.example>", "can i have a place at oxford please. Ann Lee", "Ann Lee"),
        ("Ann Old <ann.old@larchfield.example>", "Please book me a place at Oxford.", "Ann Old"),
        (ANN, "Please book me a place at Oxford.\n\nLee", "Ann Lee"),
    ],
)
def test_the_header_has_the_name_in_part_or_turned(sender: str, body: str, name: str) -> None:
    """Initials of a double name, the surname first, a pet name: the text or the address has it whole."""
    assert asked(body, sender).attendees == (name,)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Front Desk [mailto:desk@larchfield.example]", ("Bob Cole",)),
        ("Cole Bob", ("Bob Cole",)),
    ],
)
def test_mail_passed_on_from_a_desk_or_surname_first(line: str, names: tuple[str, ...]) -> None:
    """A desk is nobody who comes; by what the others call somebody the first name is known."""
    signed = "" if line.startswith("Cole") else " Bob Cole"
    body = (
        "Could Bob have a place, please? His note is below.\n\nAnn Lee\n\n-----Original Message-----\n"
        f"From: {line}\nSent: 15 December 2015 16:05\nTo: Lee Ann\nSubject: Note\n\n"
        f"Ann, I would like to go to the Oxford seminar on 17 February.{signed}\n"
    )
    assert asked(body).attendees == names


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        ("Ann Lee here from Walk Out Larchfield. Please book me a place at Oxford.", "Walk Out Larchfield"),
        ("I am writing from the Big Spade group. Please book me a place at Oxford.", "Big Spade"),
        ("Ann here, support worker at Larch NHS Trust. Please book me a place at Oxford.", "Larch NHS Trust"),
        (
            "The Larch Carers Forum has been meeting for ages. We would like a place at Oxford for Ann Lee.",
            "Larch Carers Forum",
        ),
        ("Please book me a place at Oxford.\n\nAnn Lee\nsurvivor, not patient", None),
        ("My nurse has your poster up in reception at Larch House. Please book me a place at Oxford.", None),
        ("Ann Lee here from Milton Keynes. Please book me a place at Oxford.", None),
        ("The lad from the CCG decides. We want to come to Oxford, please book me a place.", None),
    ],
)
def test_bodies_that_are_told_in_passing(body: str, organisation: str | None) -> None:
    """What follows "here from", what a group's name stands before; a waiting room, a town or a survivor is no body."""
    signed = body if "\n" in body else f"{body}\n\nAnn Lee"
    assert asked(signed, "Ann Lee <ann@mail.example>").organisation == organisation


def test_a_town_belongs_to_a_body_whose_domain_has_both() -> None:
    """ "The Open Gate, Larchfield" of opengatelarchfield.example; an address behind a body is only its address."""
    body = "Please book me a place at Oxford.\n\nAnn Lee\nTrainer\nThe Open Gate, Larchfield"
    assert asked(body, "Ann Lee <ann@opengatelarchfield.example>").organisation == "The Open Gate, Larchfield"
    assert asked(body, "Ann Lee <ann@opengate.example>").organisation == "The Open Gate"


@pytest.mark.parametrize(
    ("said", "access"),
    [
        ("Since I registered I have had a fall and they say I shall be on crutches then.", "I shall be on crutches then"),
        ("I can't see a deadline anywhere.", None),
        ("I can't leave her on her own for long.", None),
        ("We have fallen out with the council.", None),
        ("I can only climb two or three steps.", "I can only climb two or three steps"),
    ],
)
def test_what_a_passage_on_access_has_in_it(said: str, access: str | None) -> None:
    """The need itself; what cannot be seen on a page, and who cannot be left alone, is none of the sender's."""
    assert asked(f"Please book me a place at Nottingham. {said}\n\nAnn Lee").access == access


def test_fish_may_belong_to_the_diet() -> None:
    """What else somebody eats goes with the diet."""
    assert (
        asked("Please book me a place at Oxford. I am vegan but eggs are fine.\n\nAnn Lee").dietary
        == "I am vegan but eggs are fine"
    )


def test_the_people_of_a_story_do_not_come() -> None:
    """Who did what an example tells is not who a place is asked for."""
    body = (
        "Please book me a place at Oxford.\n\nHere is our example for your collection. In 2012 nine of us on the ward asked "
        "the staff for a garden, and my friend and I drew the plan with the nurses. We decided everything together, the trust "
        "paid for the seeds, and two years later it is still going and nobody has locked the gate. You may use it with my name."
    )
    assert asked(f"{body}\n\nAnn Lee").places == 1


def test_a_rank_is_no_part_of_a_name() -> None:
    """ "Sgt Mary Dale" is Mary Dale."""
    body = "Two seats for 17 February please, for me and our trustee Sgt Mary Dale."
    assert asked(f"{body}\n\nAnn Lee").attendees == ("Ann Lee", "Mary Dale")


def test_a_bracket_at_the_end_of_a_need_is_closed() -> None:
    """A bracket that the passage ends with keeps its other half; how well the dog behaves is no need."""
    said = "I have an assistance dog (Rex), who never barks."
    assert asked(f"Please book me a place at Oxford. {said}\n\nAnn Lee").access == "I have an assistance dog (Rex)"
    said = "My son uses a wheelchair (manual, so somebody has to push it uphill)."
    assert asked(f"Please book me a place at Oxford. {said}\n\nAnn Lee").access == said.strip(".")
