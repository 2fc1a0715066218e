"""What a message is: wishes in many wordings, machine mail, words of danger, and what must never be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.config import load_programme
from intake.model import Case, Kind
from intake.programme import ExtraWords, Programme
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

P, X, C, A, T, Q = (
    Kind.PLACE_REQUEST,
    Kind.PRACTICE_EXAMPLE,
    Kind.CANCELLATION,
    Kind.AMENDMENT,
    Kind.TEMPLATE_REQUEST,
    Kind.QUESTION,
)
O, AUTO, BOUNCE, BULK, SPAM = Kind.OTHER, Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM  # noqa: E741


def case(body: str, subject: str = "Hello", headers: dict[str, str] | None = None, programme: Programme = PROGRAMME) -> Case:
    return read(message(body, subject, **(headers or {})), NOW, programme)


WISHES = [
    ("Would it be OK for me to come along to the February event?", {P}),
    ("book me in for oxford. ta", {P}),
    ("I should be most grateful if you could find room for me at your Oxford gathering.", {P}),
    ("Any chance of squeezing one more in on the 17th?", {P}),
    ("I humbly request to be given a seat in the Oxford seminar.", {P}),
    ("I want kindly ask you for to participate in the Seminar 3.", {P}),
    ("how do i get a place at the seminar in june", {P}),
    ("I had to cancel my holiday, so now I am free and would love to come to Oxford.", {P}),
    ("If anyone drops out of Oxford I would love to come. Please put me on the waiting list.", {P}),
    ("I would like a place at Oxford. If I can't make it nearer the time I will let you know.", {P}),
    ("I've come down with shingles, so please could you offer my place at Oxford to somebody else.", {C}),
    ("Something's come up at work and I won't make it to Oxford. Someone else can have my seat.", {C}),
    ("We shall no longer be needing the two places you reserved for us on 17th February.", {C}),
    ("I need to pull out of Nottingham, sorry.", {C}),
    ("Bill can no longer come to Oxford, so Fran Keswick will be taking his place.", {A}),
    ("I've already got a place for Oxford, but I forgot to say that I use a wheelchair.", {A}),
    ("Please add Gemma Frith to our booking for Nottingham.", {A}),
    ("I have a place for Oxford but would like to swap to Nottingham if possible?", {C, P}),
    ("Could someone email me the form for the practice examples? The link gives an error.", {T}),
    ("do u have a paper copy of the questionnaire", {T}),
    ("how do i send u my story", {T}),
    ("Is lunch included at the Oxford event, or should we bring our own?", {Q}),
    ("Could you let me know whether travel expenses can be reimbursed for carers?", {Q}),
    ("I don't need a place, I only want to know if the talks will be recorded.", {Q}),
    ("I would rather tell you our story, please could somebody ring me on 01632 960 245.", {Q}),
    ("I've booked for Oxford but have had no joining instructions. Could you send them?", {Q}),
    ("Please book me a place for Oxford. Is there disabled parking?", {P, Q}),
    ("Could I have a copy of the template, and also a place at Oxford on 17 February?", {T, P}),
    ("I can't do Oxford now so please cancel that one, but could you put me down for Nottingham?", {C, P}),
    ("Thank you for a lovely day in Leeds. I learned so much.", {O}),
    ("Hi Sandra, the boiler man is coming at four. Dave", {O}),
]


@pytest.mark.parametrize(("body", "kinds"), WISHES)
def test_wishes_are_understood_however_they_are_put(body: str, kinds: set[Kind]) -> None:
    """A message has the kinds that a careful reader would give it, and no others."""
    assert set(case(body).verdict.kinds) == kinds


def test_what_is_clear_is_filed_and_what_is_not_goes_to_a_person() -> None:
    """No guess is presented as knowledge: weak words alone are a suggestion for a person."""
    assert case("Please book me a place at Oxford.").verdict.decision == "file"
    vague = case("Do you have any spaces left for Oxford?")
    assert vague.verdict.decision == "review"
    assert vague.acknowledge == ("received",)


def test_reasons_are_sentences_with_the_words_they_rest_on() -> None:
    """A colleague sees which words decided."""
    reasons = case("Kindly reserve one seat for me at Oxford.").verdict.reasons
    assert any("reserve one seat" in reason and reason.endswith(".") for reason in reasons)


def test_the_body_has_the_last_word_over_the_subject() -> None:
    """A subject left over from another matter makes no wish."""
    assert case("Thanks very much, see you there.", "Re: Place at Oxford please").verdict.kinds == (O,)
    assert case("as above, thank you", "Template please").verdict.kinds == (T,)


def test_quoted_mail_is_no_wish_but_for_a_bare_yes_to_an_offer() -> None:
    """What stands in the quotation was asked by somebody else, or before."""
    quoted = "\n\nOn 3 January 2016, Seminars <seminars@coproduction.example> wrote:\n> Shall we put you down for Oxford?\n"
    assert case("Thanks, all noted." + quoted, "Re: Oxford").verdict.kinds == (O,)
    assert case("Yes please." + quoted, "Re: Oxford").verdict.kinds == (P,)


NOTED = """

On 3 January 2016, Seminars <seminars@coproduction.example> wrote:
> We have put you on the list for Seminar 2: Enacting co-production, Wednesday 17 February 2016.
> Your reference is S2-7KQ4.
"""
ANSWERS = [
    ("Hello, could my colleague Ann Lee come along too?", {A}),
    ("May I bring a guest, Jo Fry?", {A}),
    ("There will be three of us now, not two: Jo Fry is joining us.", {A}),
    ("Just to let you know I'm vegan.", {A}),
    ("Oh and I'm gluten free, could you tell the kitchen?", {A}),
    ("Could I come to Nottingham as well?", {P}),
    ("Could I move to Nottingham instead of Oxford?", {C, P}),
    ("Afraid I can't make it.", {C}),
    ("You'll have to manage without me, I have the flu.", {C}),
    ("Great, many thanks.", {O}),
]


@pytest.mark.parametrize(("body", "kinds"), ANSWERS)
def test_an_answer_to_our_acknowledgement_changes_what_was_asked_for(body: str, kinds: set[Kind]) -> None:
    """Who has a place already asks for no second one, unless at another seminar."""
    assert set(case(body + NOTED, "Re: Oxford").verdict.kinds) == kinds


def test_answers_between_our_own_questions_are_the_request() -> None:
    """We asked for the particulars, and the sender gives them."""
    asked = "\n\nOn 3 January 2016, Seminars <seminars@coproduction.example> wrote:\n> Which seminar? How many places?\n"
    assert case("The one in Oxford, for me and Ann Lee." + asked, "Re: Hello").verdict.kinds == (P,)


BARE = [
    "Could you make it three?",
    "May I do the same for Oxford?",
    "I won't be able to come to Nottingham.",
    "Is it possible to switch to the other one?",
]


@pytest.mark.parametrize("body", BARE)
def test_a_wish_that_cannot_be_told_for_sure_gets_no_letter_of_its_own(body: str) -> None:
    """Where two readings compete a person decides, and only the neutral letter goes out."""
    found = case(body, "Your seminars")
    assert found.verdict.decision == "review"
    assert set(found.acknowledge) <= {"received"}


MACHINES = [
    ("I am away until Monday.", "Automatic reply: seminar", {"Auto-Submitted": "auto-replied"}, AUTO),
    ("Back on Tuesday.", "Holiday Re: Oxford", {"Return-Path": "<>", "X-Autoreply": "yes"}, AUTO),
    ("I am out of the office until 4 January with no access to email. I will reply on my return.", "Re: Oxford", {}, AUTO),
    ("Your enquiry has been logged. This is an automated message.", "Seminar", {}, AUTO),
    ("Delivery to this recipient failed: user unknown.", "Undeliverable: Oxford", {"From": "MAILER-DAEMON@mx.example"}, BOUNCE),
    ("Could I have a place at the workshop?", "Digest", {"List-Id": "<talk.lists.example>"}, BULK),
    ("Welcome to this month's newsletter. Book your free place! Unsubscribe here.", "News", {}, BULK),
    ("Would you be interested in buying the delegates list? I will send counts and pricing.", "Seminar", {}, SPAM),
    ("Our hotel has group rates for delegates of your seminar in Oxford. 20% off. Free quotation.", "Rooms", {}, SPAM),
    ("Our SEO experts will put your website on the first page, guaranteed.", "Your website", {}, SPAM),
    ("Your mailbox is full. Verify your account or it will be terminated.", "Storage", {}, SPAM),
]


@pytest.mark.parametrize(("body", "subject", "headers", "kind"), MACHINES)
def test_machine_mail_is_told_and_never_answered(body: str, subject: str, headers: dict[str, str], kind: Kind) -> None:
    """No automatic letter goes to machines, lists and swindlers (RFC 3834, section 2)."""
    found = case(body, subject, headers)
    assert found.verdict.kinds == (kind,)
    assert found.acknowledge == ()
    assert found.verdict.silence


SILENT_HEADERS = [
    {"Auto-Submitted": "auto-generated"},
    {"Return-Path": "<>"},
    {"Precedence": "bulk"},
    {"X-Auto-Response-Suppress": "OOF, AutoReply"},
    {"From": "Bookings <no-reply@events.example>"},
    {"From": "Desk <seminars@coproduction.example>"},
    {"List-Unsubscribe": "<mailto:leave@lists.example>"},
    {"X-Failed-Recipients": "someone@larchfield.example"},
]


@pytest.mark.parametrize("headers", SILENT_HEADERS)
def test_each_header_that_forbids_an_answer_is_heeded_even_for_a_real_request(headers: dict[str, str]) -> None:
    """Every rule of whom not to answer holds by itself."""
    found = case("Please may I have a place at Oxford.", headers=headers)
    assert found.acknowledge == ()
    assert found.verdict.silence


def test_a_request_from_a_web_form_or_our_own_address_is_filed_without_an_answer() -> None:
    """Nobody reads the address, but somebody wants to come."""
    for address in ("no-reply@events.example", "seminars@coproduction.example"):
        found = case("Please may Ann Lee have a place at Oxford.", headers={"From": address})
        assert found.verdict.decision == "file"
        assert found.verdict.kinds == (P,)


def test_a_list_of_our_own_does_not_silence_the_desk() -> None:
    """Lists that stand in front of the mailbox stamp every message."""
    ours = PROGRAMME.model_copy(update={"own_lists": ("desk.lists.example",)})
    headers = {"List-Id": "<desk.lists.example>", "Precedence": "list"}
    assert case("Please may I have a place at Oxford.", headers=headers, programme=ours).acknowledge == ("place_request",)


def test_somebody_on_leave_who_asks_for_a_place_is_a_person() -> None:
    """Tell-tale words are never held against a plain request."""
    found = case("I am on annual leave until Monday, back on Tuesday. Please book me a place at Oxford.")
    assert found.verdict.kinds == (P,)


DANGER = [
    "I can't go on any more.",
    "I want to kill myself",
    "he hits me and I am not safe at home",
    "I took all my pills tonight",
    "nobody would miss me",
    "I don't think I'll make it through the weekend",
    "he hit me again and I am afraid of what he might do",
]
HARMLESS = [
    "I'm dying to come to Oxford!",
    "I am the suicide prevention lead and would like a place at Oxford.",
    "I am not suicidal, only tired. Please book me a place at Oxford.",
    "When I was young I tried to kill myself; that is why I work in this field.",
    "I can't see the point of the third box on the form.",
    "It sounds odd, but I can't do another Wednesday.",
    "I can't take it with me, so please send the template again.",
]


@pytest.mark.parametrize("body", DANGER)
def test_words_of_danger_put_a_message_before_a_person_at_once(body: str) -> None:
    """Whatever else the message wants, a person decides."""
    found = case(f"{body} Please book me a place at Oxford.")
    assert found.verdict.urgent
    assert found.verdict.decision == "review"


@pytest.mark.parametrize("body", HARMLESS)
def test_ordinary_speech_is_no_alarm(body: str) -> None:
    """Figures of speech, denial, work and history are understood."""
    assert not case(body).verdict.urgent


def test_an_administrators_own_words_count() -> None:
    """Words of the configuration work beside those the program knows."""
    extra = ExtraWords(place=("bagsy",), danger=("code red",), not_danger=("killing myself laughing",))
    ours = PROGRAMME.model_copy(update={"words": extra})
    assert case("bagsy for Oxford", programme=ours).verdict.kinds == (P,)
    assert case("code red at home", programme=ours).verdict.urgent
    assert not case("I was killing myself laughing", programme=ours).verdict.urgent


def test_a_message_too_long_to_be_read_to_its_end_goes_to_a_person() -> None:
    """What was not read is not passed over in silence."""
    found = case("Please book me a place at Oxford.\n\n" + "We talked about the weather for a while.\n" * 2_000)
    assert found.verdict.kinds == (P,)
    assert found.verdict.decision == "review"


def test_reading_is_pure() -> None:
    """The same bytes give the same Case."""
    raw = message("Please book me a place at Oxford. Is there parking?", "Oxford")
    assert read(raw, NOW, PROGRAMME) == read(raw, NOW, PROGRAMME)


def test_the_example_configuration_is_what_these_tests_read_with() -> None:
    """The tests speak of the programme that config.example.toml describes."""
    path = Path(__file__).parent.parent / "config.example.toml"
    assert load_programme(path) == PROGRAMME
