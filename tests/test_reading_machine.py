"""Machine mail by the families of its words, words of danger by ideas, and whose words are whose in many programs' layouts."""

from __future__ import annotations

import pytest

from intake.model import Kind
from tests.test_reading_classify import case
from tests.test_reading_wording import parted

AUTO, BOUNCE, BULK, SPAM = Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM

MACHINES = [
    ("Thank you for your message. I work Tuesdays and Thursdays only and will pick this up when I am next in.", AUTO),
    ("Dean no longer works here. Please send your message to reception@oldjob.example.", AUTO),
    ("I'm out of the office at a training event, back tomorrow. If it can't wait, try the switchboard.", AUTO),
    (
        "I get several hundred messages a week and read all of them. Patients of my clinic come first, so please be patient.",
        AUTO,
    ),
    ("The person you are trying to reach (r.poole@church.example) has no account here. We return your message unread.", BOUNCE),
    ("Support worker, Hull. Salary to be agreed. Apply online. You receive this alert because you registered your CV.", BULK),
    ("Over 40,000 people have signed our petition. Add your name today and share it with your friends. Unsubscribe.", BULK),
    ("I looked at your site and found errors which stop it from showing high on Google. Can I send you a quote?", SPAM),
    ("We print lanyards and badges for conferences. Could we have a quick call? Prices start at £1.", SPAM),
]


@pytest.mark.parametrize(("body", "kind"), MACHINES)
def test_machine_words_are_told_by_several_signs_together(body: str, kind: Kind) -> None:
    """No header helps, and no sentence is known; nothing may be answered."""
    found = case(body, "Hello")
    assert found.verdict.kinds == (kind,)
    assert found.acknowledge == ()


PEOPLE = [
    "Thanks for the letter. I shall be away until the 3rd, so don't worry if you don't hear from me.",
    "I said I'd do the name badges and banners for Oxford. Can you send me the list of delegates by Friday?",
    "Please could I come to Oxford? I am on maternity leave until March, so use this private address.",
    "I wrote to you twice and it bounced back both times: user unknown. Have you got the right address?",
    "Is anybody there? All I get is an automatic reply. Was my form received?",
    "Third time of asking. Nobody answers. I've had enough of you lot.",
    "We specialise in supporting people in crisis and provide 24 hour care. Three of us would like to come to Oxford.",
    "Please take me off your mailing list. I no longer want to hear about the seminars.",
]


@pytest.mark.parametrize("body", PEOPLE)
@pytest.mark.parametrize("subject", ["Hello", "Re: Automatic reply: your request"])
def test_people_who_use_a_machine_s_words_are_never_ignored(body: str, subject: str) -> None:
    """Signs of a person are held against those of machines."""
    assert case(body, subject).verdict.decision != "ignore"


DANGER = [
    "I have taken 40 paracetamol.",
    "Everyone would be better off if I were dead.",
    "She says she will throw herself under a bus.",
    "There is a knife next to me.",
    "My carer leaves me in a wet bed and slaps me if I ring.",
    "If it gets any worse I shall put an end to myself.",
    "I tried to kill myself on Sunday.",
]
ORDINARY = [
    "I'm at risk of missing my train if it runs past four.",
    "In an emergency my carer can be rung on 01632 960123.",
    "It would be suicide to drive into Oxford on a Wednesday.",
    "Fifteen years ago I jumped from a bridge; today I'll be speaking about hope.",
    "Suicide is not mentioned in the programme; why?",
    "I'm going to need to take my tablets at one o'clock.",
    "My husband is dead and I want to come in his memory.",
]


@pytest.mark.parametrize("body", DANGER)
def test_danger_is_understood_from_ideas_that_stand_together(body: str) -> None:
    """A person looks at once; what else it asks for is not what it is about."""
    found = case(body)
    assert found.verdict.urgent
    assert found.verdict.kinds == (Kind.OTHER,)


@pytest.mark.parametrize("body", ORDINARY)
def test_ordinary_speech_history_and_bereavement_raise_no_alarm(body: str) -> None:
    """Staff who are called for nothing look less closely the next time."""
    assert not case(body).verdict.urgent


ALARM = "I want to end my life and I don't know who to tell."
SIGNPOST = "I am on leave until Monday. If you feel suicidal, please ring Samaritans on 116 123."
MARKS = [
    {"X-Spam-Flag": "YES"},
    {"X-MS-Exchange-Organization-SCL": "6"},
    {"Precedence": "bulk"},
    {"Auto-Submitted": "auto-generated"},
]


@pytest.mark.parametrize("marks", MARKS)
def test_somebody_in_danger_is_seen_whatever_a_program_wrote_into_the_headers(marks: dict[str, str]) -> None:
    """Web forms and filters mark people's messages; a person looks, and no letter goes where the marks forbid one."""
    found = case(ALARM, "Hello", marks)
    assert (found.verdict.urgent, found.verdict.decision, found.acknowledge) == (True, "review", ())


def test_a_farewell_that_machine_words_surround_is_seen() -> None:
    """It says whom it reaches as an automatic reply would."""
    words = "This is an automatic message. If you are reading this I have taken all my tablets and want to die."
    assert case(words, "Automatic reply").verdict.urgent


@pytest.mark.parametrize("body", [SIGNPOST, f"{SIGNPOST} If anyone is thinking of killing themselves, dial 999."])
def test_an_automatic_reply_that_points_to_help_raises_no_alarm(body: str) -> None:
    """Every second answer of a mental health service does."""
    found = case(body, "Automatic reply: Seminar", {"Auto-Submitted": "auto-replied"})
    assert (found.verdict.kinds, found.verdict.urgent) == ((AUTO,), False)


def test_a_mailing_list_s_members_write_to_each_other_not_to_us() -> None:
    """Nor does a report of a mail system, which may quote anything."""
    assert case(ALARM, "Hello", {"List-Id": "<carers.list.example>"}).verdict.kinds == (BULK,)
    assert case(ALARM, "Undeliverable: Hello", {"X-Failed-Recipients": "ann@lea.example"}).verdict.kinds == (BOUNCE,)


WORDS = "Please may I come to Oxford?"
THEIRS = "Would you like a place?"
LAYOUTS = [
    "Sent from Yahoo Mail on Android\n\n  On Mon, 4 Jan, 2016 at 10:11, Desk<seminars@desk.example> wrote:   " + THEIRS,
    "  Original Message\nFrom: Desk\nSent: Monday\nTo: Ann Lee\nSubject: Place\n\n" + THEIRS,
    "---- On Mon, 04 Jan 2016 10:11:00 +0000 Desk wrote ----\n\n" + THEIRS,
    "* From: * Desk;\n* To: * Ann;\n* Subject: * Place\n* Sent: * Mon, Jan 4, 2016\n\n" + THEIRS,
    "--------------------\nOn Mon, 4/1/16, Desk <seminars@desk.example> wrote:\n\n" + THEIRS,
    "Lähettäjä: Desk\nLähetetty: 4. tammikuuta 2016\nVastaanottaja: Ann\nAihe: Place\n\n" + THEIRS,
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_quotations_of_many_programs_are_no_words_of_the_sender_s(layout: str) -> None:
    """And not even the line drawn above them is."""
    found = parted(f"{WORDS}\n\n{layout}", "Re: Place")
    assert found.own == WORDS
    assert THEIRS in found.quoted


def test_all_of_a_chain_counts_as_passed_on_but_for_our_own_mail() -> None:
    """What was written before the last letter may say who is meant."""
    head = "From: {}\nSent: 4 January 2016\nTo: Someone\nSubject: FW: Seminar\n\n{}\n\n"
    chain = head.format("Joe <joe@wren.example>", "Book me please.") + head.format("Sue <sue@wren.example>", "Anybody?")
    found = parted(f"For Joe.\n\n{chain}{head.format('Desk <seminars@desk.example>', THEIRS)}", "FW: Seminar")
    assert "Book me please." in found.forwarded
    assert "Anybody?" in found.forwarded
    assert THEIRS in found.quoted


@pytest.mark.parametrize(
    "foot", ["Skickat från min iPad", "Lähetetty iPhonesta", "Enviado do meu iPhone", "iPhone'umdan gönderildi"]
)
def test_a_telephone_s_line_is_known_in_any_language(foot: str) -> None:
    """A few words around the name of a device, at the foot."""
    found = parted(f"{WORDS}\n\n{foot}")
    assert (found.own, found.signature) == (WORDS, foot)


def test_hours_of_work_in_a_signature_are_not_the_sender_s_wish() -> None:
    """They speak in the first person, and still belong to the signature."""
    found = parted(f"{WORDS}\n\nRegards\n\nAnn Lee | Manager\nMy working days are Monday to Wednesday\n01632 960 123")
    assert found.own == WORDS
    assert "working days" in found.signature
