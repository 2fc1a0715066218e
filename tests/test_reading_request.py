"""Particulars of a request: seminar, places, people, organisation, telephone, needs."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from intake.config import load_programme
from intake.model import Request
from intake.reading import read

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
NOW = datetime(2016, 1, 11, 10, 0, tzinfo=UTC)


def message(body: str, subject: str = "Hello", **headers: str) -> bytes:
    """A plain message to the mailbox; headers given by name take the place of the usual ones."""
    mail = EmailMessage()
    usual = {"From": "Robin Vale <robin.vale@larchfield.example>", "To": "seminars@coproduction.example", "Subject": subject}
    for name, value in (
        usual | {"Date": "Mon, 11 Jan 2016 10:00:00 +0000", "Message-ID": "<1@larchfield.example>"} | headers
    ).items():
        mail[name] = value
    mail.set_content(body)
    return mail.as_bytes()


def asked(body: str, subject: str = "Hello", **headers: str) -> Request:
    return read(message(body, subject, **headers), NOW, PROGRAMME).request


SEMINARS = [
    ("Please book me a place at Seminar 2.", ["seminar-2"]),
    ("Please book me a place at the second seminar.", ["seminar-2"]),
    ("I'd like to register for Seminars 2 and 3 please.", ["seminar-2", "seminar-3"]),
    ("Please book me on to Enacting co-production.", ["seminar-2"]),
    ("Please book me a place at the Sustaining day.", ["seminar-3"]),
    ("Please book me a place at St Catz.", ["seminar-2"]),
    ("Please book me a place at Saint Catherines College.", ["seminar-2"]),
    ("Please book me a place for 17.2.16", ["seminar-2"]),
    ("Please book me a place for Feb 17th.", ["seminar-2"]),
    ("Please book me a place for 16/06/2016.", ["seminar-3"]),
    ("Please book me a place for 2016-06-16.", ["seminar-3"]),
    ("Please book me a place on the 17th.", ["seminar-2"]),
    ("Please book me a place for the June day.", ["seminar-3"]),
    ("Please book me a place at your next seminar.", ["seminar-2"]),
    ("Please book us on to both of the remaining seminars.", ["seminar-2", "seminar-3"]),
    ("I'd dearly like to come and hear Dr Carr, is that possible?", ["seminar-2"]),
    ("Please book me a place, not the Oxford one but Nottingham.", ["seminar-3"]),
    ("I live in Oxford. Please book me a place at Nottingham.", ["seminar-3"]),
    ("I missed Leeds. Please book me a place at Nottingham.", ["seminar-3"]),
    ("I work for Nottingham City Council and would like a place at Oxford.", ["seminar-2"]),
    ("Please book me a place at Oxford and at the one after that.", ["seminar-2", "seminar-3"]),
    ("Please book me on the second and third seminars.", ["seminar-2", "seminar-3"]),
    ("Please book me a place at the summer seminar.", ["seminar-3"]),
    ("Please book me a place at the event in five weeks' time.", ["seminar-2"]),
    ("I can't make Oxford. Please book me a place at Nottingham.", ["seminar-3"]),
    ("Please book me a place at one of your forthcoming seminars.", []),
    ("Please book me a place for 17 March.", []),
    ("Please book me a place.", []),
]


@pytest.mark.parametrize(("body", "ids"), SEMINARS)
def test_a_seminar_is_known_by_any_of_its_names(body: str, ids: list[str]) -> None:
    """Number, title, town, venue, nickname, speaker or date; other towns and dates are none of ours."""
    assert sorted(asked(body).seminars) == ids


def test_relative_dates_count_from_the_date_header() -> None:
    """ "Wednesday" and "tomorrow" are days of the sender's calendar."""
    assert asked("Can I come on Wednesday?", Date="Fri, 12 Feb 2016 10:00:00 +0000").seminars == ("seminar-2",)
    assert asked("Can I come tomorrow?", Date="Tue, 16 Feb 2016 10:00:00 +0000").seminars == ("seminar-2",)
    assert asked("Can I come on Wednesday?", Date="Mon, 11 Jan 2016 10:00:00 +0000").seminars == ()
    assert asked("Can I come on weds?", Date="Sun, 14 Feb 2016 10:00:00 +0000").seminars == ("seminar-2",)
    assert asked("Can I come a week on Wednesday?", Date="Sat, 06 Feb 2016 10:00:00 +0000").seminars == ("seminar-2",)
    assert asked("Can I come to the day a week tomorrow?", Date="Tue, 09 Feb 2016 10:00:00 +0000").seminars == ("seminar-2",)


def test_where_no_seminar_is_named_the_next_open_one_is_only_assumed() -> None:
    """No guess is presented as knowledge."""
    request = asked("hi can i have a place pls")
    assert request.seminars == ()
    assert request.assumed_seminar == "seminar-2"


def test_the_subject_names_the_seminar_where_the_body_does_not() -> None:
    """The body has the last word."""
    assert asked("Please put me down for this.", "17 February").seminars == ("seminar-2",)
    assert asked("Please put me down for Nottingham.", "17 February").seminars == ("seminar-3",)


def test_what_is_given_up_and_what_is_asked_for_are_told_apart() -> None:
    """A message may cancel one seminar and ask for another."""
    request = asked("Please cancel my place at Oxford. Could you put me down for Nottingham?")
    assert request.given_up == ("seminar-2",)
    assert set(request.seminars) == {"seminar-2", "seminar-3"}
    assert request.places == 1


PEOPLE = [
    ("Please book me a place at Oxford.", 1, ["Robin Vale"]),
    ("Two places at Oxford please, for me and my colleague Priya Nandy.", 2, ["Robin Vale", "Priya Nandy"]),
    (
        "Three of us would like to come to Oxford: myself, Ola Benson and Trudy Vane.",
        3,
        ["Robin Vale", "Ola Benson", "Trudy Vane"],
    ),
    ("Please reserve a place at Oxford for my colleague Dr Hannah Voss. I am not able to attend myself.", 1, ["Hannah Voss"]),
    ("My husband and I would like to come to Oxford.", 2, ["Robin Vale"]),
    ("Please can I book myself and 3 volunteers on to Oxford?", 4, ["Robin Vale"]),
    ("We would like to send five of our members to Oxford. I will not be coming myself.", 5, []),
    (
        "4 spaces for Oxford pls: Al Green, Bo Hart, Cy Marsh and Robin Vale.",
        4,
        ["Al Green", "Bo Hart", "Cy Marsh", "Robin Vale"],
    ),
    (
        "Please book places at Oxford for:\n\n- Gareth Lomax, Manager\n- Dr Funmi Adebayo\n",
        2,
        ["Gareth Lomax", "Funmi Adebayo"],
    ),
    ("i want to come to oxford, my names lee marsh", 1, ["lee marsh"]),
    ("Please book places at Oxford for Ann Birtles, Mo Farouk and April West.", 3, ["Ann Birtles", "Mo Farouk", "April West"]),
    ("Please book me in for Oxford. My manager Ann Birtles has agreed it.", 1, ["Robin Vale"]),
    ("Our new trainee is Sue Platt. She'd like a place at Oxford.", 1, ["Sue Platt"]),
    ("I am a Blue Badge holder and would like a place at Oxford.", 1, ["Robin Vale"]),
    (
        "Please book places at Oxford for the following:\n\n1. Ann Birtles, Team Leader, Calder Edge\n"
        "2. Mo Farouk (peer worker)\n",
        2,
        ["Ann Birtles", "Mo Farouk"],
    ),
    (
        "Please book places at Oxford for:\n\nName\tRole\tFood\nAnn Birtles\tNurse\tvegan\nMo Farouk\tTrainer\t-\n",
        2,
        ["Ann Birtles", "Mo Farouk"],
    ),
]


@pytest.mark.parametrize(("body", "places", "names"), PEOPLE)
def test_places_and_people_are_counted_as_the_sender_means(body: str, places: int, names: list[str]) -> None:
    """Names without titles; somebody who is not named counts as a place only."""
    sender = "lee <lee@larchfield.example>" if "lee" in body else "Robin Vale <robin.vale@larchfield.example>"
    request = asked(body, From=sender)
    assert request.places == places
    assert sorted(request.attendees) == sorted(names)


@pytest.mark.parametrize(
    "header",
    [
        '"Vale, Robin" <robin.vale@larchfield.example>',
        '"Vale Robin (LARCHFIELD TRUST)" <robin.vale@larchfield.example>',
        "Dr Robin Vale <robin.vale@larchfield.example>",
        "Robin Vale <rv@larchfield.example>",
    ],
)
def test_the_from_header_gives_the_name_in_any_of_its_usual_forms(header: str) -> None:
    """Surname first, with a body in brackets, with a title."""
    assert asked("Please book me a place at Oxford.", From=header).attendees == ("Robin Vale",)


def test_a_change_counts_only_places_newly_asked_for() -> None:
    """Other names for old places ask for none."""
    more = asked("I'm already on your list for Oxford. Could you add one more person to my booking, Loretta Hale?")
    assert (more.places, sorted(more.attendees)) == (1, ["Loretta Hale", "Robin Vale"])
    other = asked("Sid Marks can no longer come to Oxford, so Lorna Dace will be taking his place.")
    assert (other.places, other.attendees) == (None, ("Lorna Dace",))


def test_nobody_comes_where_a_place_is_given_up() -> None:
    """A cancellation has neither places nor names."""
    request = asked("Please cancel my place at Oxford.")
    assert (request.places, request.attendees) == (None, ())


def test_organisation_and_telephone_come_from_the_signature() -> None:
    """Never from quoted text; the number as the sender wrote it."""
    body = (
        "Please book me a place at Oxford.\n\nKind regards\n\nRobin Vale\nSenior Lecturer in Nursing\nSchool of Health\n"
        "University of Larchfield\nTel: 01632 960 702\n\n"
        "On 3 January 2016, Seminars <seminars@coproduction.example> wrote:\n> Ring us on 01632 960 999.\n"
    )
    request = asked(body)
    assert request.organisation == "University of Larchfield"
    assert request.phone == "01632 960 702"


def test_an_organisation_may_stand_in_the_text() -> None:
    """ "I am ... from ..." names it too."""
    assert asked("I am a trainer at Hollow Lane Recovery College and want to come to Oxford.").organisation == (
        "Hollow Lane Recovery College"
    )


NEEDS = [
    ("I use a wheelchair and need step-free access.", "I use a wheelchair and need step-free access", None),
    ("I am coeliac.", None, "I am coeliac"),
    ("My colleague can't eat nuts.", None, "My colleague can't eat nuts"),
    ("I have no dietary requirements and no access needs.", None, None),
    ("I work with deaf people and run a group for carers.", None, None),
    ("Please note that I need a hearing loop.", "I need a hearing loop", None),
    ("Would you let the kitchen know that I'm allergic to shellfish?", None, "I'm allergic to shellfish"),
    ("I'm a wheelchair user, and my colleague is vegan.", "I'm a wheelchair user", "my colleague is vegan"),
    ("My eyesight is poor so I'd need the slides beforehand.", "My eyesight is poor so I'd need the slides beforehand", None),
    ("I have a nut allergy - a serious one.", None, "I have a nut allergy - a serious one"),
    ("I'm not vegetarian any more and I eat anything.", None, None),
    ("I'd be interested in the session on services for deaf people.", None, None),
]


@pytest.mark.parametrize(("sentence", "access", "dietary"), NEEDS)
def test_needs_are_lifted_in_the_senders_own_words(sentence: str, access: str | None, dietary: str | None) -> None:
    """Whole clauses; what is denied is no need."""
    request = asked(f"Please book me a place at Oxford. {sentence}")
    assert (request.access, request.dietary) == (access, dietary)


def test_needs_in_the_columns_of_a_table_are_the_cells() -> None:
    """What the column is called decides; empty cells and dashes are no needs."""
    request = asked(
        "Please book places at Oxford for:\n\nName\tDiet\tAccess\nAnn Birtles\tvegan\t\nMo Farouk\t-\thearing loop\n"
        "Ida Kerr\thalal\t\n"
    )
    assert (request.dietary, request.access) == ("vegan; halal", "hearing loop")


@pytest.mark.parametrize(
    ("closing", "organisation", "phone"),
    [
        ("Cheers Robin", None, None),
        ("Robin Vale\n5 Mill Lane\nNetherby", None, None),
        ("Robin Vale\nWorkplace: Calder Edge House", "Calder Edge House", None),
        ("Robin Vale\nCalder Edge Trust\nTel: 01632 960 703 ext 2201", "Calder Edge Trust", "01632 960 703 ext 2201"),
    ],
)
def test_a_signature_gives_the_organisation_and_nothing_else_is_taken_for_one(
    closing: str, organisation: str | None, phone: str | None
) -> None:
    """Farewells and addresses are no organisations; labels are cut off; an extension belongs to its number."""
    request = asked(f"Please book me a place at Oxford.\n\nKind regards\n\n{closing}\n")
    assert (request.organisation, request.phone) == (organisation, phone)


def test_a_disclaimer_states_no_need() -> None:
    """Large print in an organisation's footer is nobody's need."""
    footer = "This e-mail is confidential. If you are not the intended recipient please delete it. Large print on request."
    assert asked(f"Please book me a place at Oxford.\n\nRobin Vale\n\n{footer}").access is None


def test_a_forwarded_request_is_for_the_one_who_wrote_it() -> None:
    """The forwarded text is what is asked for; the forwarder does not come."""
    body = (
        "Please see below, can she go on the list?\n\nRobin Vale\n\n-----Original Message-----\n"
        "From: Ola Benson\nSent: 10 January 2016 09:00\nTo: Robin Vale\nSubject: that seminar\n\n"
        "Hi Robin, would you ask if I can go to the Oxford seminar? I am vegan.\nOla Benson\n"
    )
    request = asked(body, "Fwd: that seminar")
    assert request.seminars == ("seminar-2",)
    assert request.attendees == ("Ola Benson",)
    assert request.dietary == "I am vegan"


def test_a_web_form_is_read_by_its_keys() -> None:
    """Key and value on a line."""
    body = (
        "A booking enquiry was made.\n\nEvent ......... Enacting co-production, 17/02/2016\nPerson 1 ...... Ola Benson\n"
        "Person 2 ...... Trudy Vane\nOrganisation .. Larch Road House\nPhone ......... 01632 960 803\n"
        "Message ....... We would like to book two places.\n"
    )
    request = asked(body, "New enquiry", From="Bookings <noreply@events.example>")
    assert request.seminars == ("seminar-2",)
    assert request.places == 2
    assert request.attendees == ("Ola Benson", "Trudy Vane")
    assert (request.organisation, request.phone) == ("Larch Road House", "01632 960 803")
