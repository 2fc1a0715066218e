"""What the desk decides about whole messages: set aside, silent, held, filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.desk import not_read
from intake.model import Address, Answer, History, Kind, Request, SendingLimits
from tests.factories import NOW, SENDER, a_case, a_form, a_part, a_programme, decided, templates

SEMINAR_2 = Request(seminars=("seminar-2",), places=1, attendees=("Una Larch",))


def test_a_plain_request_is_entered_and_answered_once() -> None:
    """One wish, one entry, one letter that carries the entry's reference."""
    plan = decided(a_case(request=SEMINAR_2))
    assert (plan.state, plan.review, plan.no_letter) == ("filed", False, "")
    assert [(e.sheet, e.prefix, e.status, e.answer) for e in plan.entries] == [("place", "S2", "Asked", 0)]
    assert plan.letter is not None
    assert (plan.letter.to, plan.letter.in_reply_to, plan.letter.held) == (SENDER.email, "<1@larch.example>", "")
    assert templates(plan) == ("place_received",)


def test_several_wishes_make_several_entries_and_one_letter_in_their_order() -> None:
    """Each entry points at its own answer; the question is answered along with the rest."""
    kinds = (Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST, Kind.QUESTION, Kind.TEMPLATE_REQUEST)
    plan = decided(a_case(*kinds, request=SEMINAR_2, example=a_form(), parts=(a_part(),)))
    assert [(e.prefix, e.answer) for e in plan.entries] == [("EX", 0), ("S2", 1), ("Q", 2)]
    assert templates(plan) == ("example_complete", "place_received", "question", "template_sent")
    assert plan.letter is not None
    assert plan.letter.attach_template


def test_the_same_message_again_changes_nothing() -> None:
    """A duplicate is a row with its reason: no entry, no letter, nothing for a person to do."""
    plan = decided(a_case(request=SEMINAR_2), History(same_likeness=True))
    assert (plan.state, plan.review, plan.entries, plan.letter) == ("duplicate", False, (), None)
    assert plan.no_letter == "This is the same message as one we have already."


@pytest.mark.parametrize("history", [History(same_kinship=True), History(seen_before_here=True, same_likeness=True)])
def test_a_message_possibly_the_same_or_put_back_goes_to_a_person(history: History) -> None:
    """Nothing is entered twice by a guess, nobody is answered, and the person sees what would have been done."""
    plan = decided(a_case(request=SEMINAR_2), history)
    assert (plan.state, plan.review, plan.entries, plan.letter) == ("review", True, (), None)
    assert plan.no_letter
    assert "Enter a request for 1 place at Seminar 2: Title 2, for Una Larch." in plan.suggestion


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.AUTOMATIC_REPLY, "automatic"),
        (Kind.BOUNCE, "automatic"),
        (Kind.BULK, "automatic"),
        (Kind.SPAM, "spam"),
    ],
)
def test_machine_mail_is_recorded_and_never_answered(kind: Kind, state: str) -> None:
    """State and reason, no entry, no letter, even where reading forgot to say why it must be silent."""
    plan = decided(a_case(kind, decision="ignore", acknowledge=("received",)))
    assert (plan.state, plan.review, plan.entries, plan.letter) == (state, False, (), None)
    assert plan.no_letter


def test_what_a_person_may_have_written_is_never_ignored() -> None:
    """Reading may say "ignore" of machine mail only; anything else a person sees."""
    for kinds in [(Kind.OTHER,), (Kind.PLACE_REQUEST, Kind.BULK)]:
        plan = decided(a_case(*kinds, decision="ignore", request=SEMINAR_2))
        assert (plan.state, plan.review, plan.entries) == ("review", True, ())


def test_other_mail_goes_to_a_person_whatever_reading_decided() -> None:
    """There is nothing to file in it."""
    plan = decided(a_case(Kind.OTHER, decision="file"))
    assert (plan.state, plan.review, templates(plan)) == ("review", True, ("received",))


def test_a_doubtful_message_gets_the_neutral_letter_and_no_entry() -> None:
    """No guess is presented as knowledge: the suggestion is for staff, the letter says that a person will read it."""
    plan = decided(a_case(request=SEMINAR_2, decision="review", acknowledge=("place_request",)))
    assert (plan.state, plan.entries, plan.changes, templates(plan)) == ("review", (), (), ("received",))
    assert plan.suggestion == "Enter a request for 1 place at Seminar 2: Title 2, for Una Larch."


def test_a_form_read_from_a_file_is_entered_though_the_rest_is_doubtful() -> None:
    """Nobody should have to type twelve answers again that were read for certain."""
    kinds = (Kind.PLACE_REQUEST, Kind.PRACTICE_EXAMPLE)
    plan = decided(a_case(*kinds, request=SEMINAR_2, example=a_form(), decision="review", parts=(a_part(),)))
    assert [(e.prefix, e.answer) for e in plan.entries] == [("EX", 0)]
    assert templates(plan) == ("received",)
    told = decided(a_case(Kind.PRACTICE_EXAMPLE, example=a_form(part=None), decision="review"))
    assert told.entries == ()


def test_a_question_alone_is_filed_and_told_that_a_person_will_write_back() -> None:
    """The words stand in the register, and the letter carries their reference."""
    plan = decided(a_case(Kind.QUESTION))
    assert [(e.sheet, e.prefix, e.status, e.values, e.answer) for e in plan.entries] == [
        ("question", "Q", "To answer", {"words": "Own words."}, 0)
    ]
    assert (plan.state, templates(plan)) == ("filed", ("question",))


def test_a_question_that_is_not_plain_or_not_alone_gets_no_promise_of_its_own() -> None:
    """In doubt the neutral letter goes, and words of danger bring the crisis text alone."""
    assert templates(decided(a_case(Kind.QUESTION, decision="review"))) == ("received",)
    assert templates(decided(a_case(Kind.QUESTION, Kind.OTHER))) == ("received",)
    assert templates(decided(a_case(Kind.QUESTION, urgent=True))) == ("urgent",)


def test_what_asks_nothing_of_us_is_not_written_to() -> None:
    """A note that is none of our business goes to a person, and no letter follows it."""
    plan = decided(a_case(Kind.OTHER, decision="review", acknowledge=()))
    assert (plan.state, plan.review, plan.letter) == ("review", True, None)
    assert plan.no_letter == "There is nothing in it that an automatic letter could answer."


def test_words_of_danger_hold_back_cheerful_letters_and_bring_a_person() -> None:
    """Only the crisis text goes, the request is kept, and the message is for review."""
    plan = decided(a_case(request=SEMINAR_2, urgent=True))
    assert (plan.state, plan.review, plan.urgent, len(plan.entries)) == ("review", True, True, 1)
    assert plan.letter is not None
    assert plan.letter.urgent
    assert templates(plan) == ("urgent",)


def test_words_of_danger_are_answered_where_nothing_else_would_be() -> None:
    """The crisis text goes to a person though the message asks for nothing, and still never to a machine."""
    assert templates(decided(a_case(Kind.OTHER, decision="review", acknowledge=(), urgent=True))) == ("urgent",)
    automatic = decided(a_case(Kind.AUTOMATIC_REPLY, decision="ignore", urgent=True))
    assert (automatic.letter, automatic.review, automatic.urgent) == (None, True, True)


@pytest.mark.parametrize(
    ("changes", "history"),
    [
        ({"silence": ("It comes from a mailing list.",)}, History()),
        ({"sender": None, "sender_fault": "It has several authors."}, History()),
        ({"sender": Address("", "Desk@series.example")}, History()),
        ({"sender": Address("", "una")}, History()),
        ({"acknowledge": ()}, History()),
        ({}, History(answered_by_colleague=True)),
        ({}, History(from_junk=True)),
        ({}, History(before_start=True)),
    ],
)
def test_no_letter_goes_where_none_may_and_the_reason_is_told(changes: dict[str, object], history: History) -> None:
    """The request is kept all the same; only the answer is left to people."""
    plan = decided(a_case(request=SEMINAR_2, **changes), history)
    assert plan.letter is None
    assert plan.no_letter.endswith(".")
    assert [e.answer for e in plan.entries] == [None]


@pytest.mark.parametrize(
    ("changes", "history"),
    [
        ({"silence": ("It comes from a no-reply address.",)}, History()),
        ({"sender": None}, History()),
        ({}, History(from_junk=True)),
    ],
)
def test_a_wish_that_no_letter_may_answer_is_entered_and_shown_to_a_person(
    changes: dict[str, object], history: History
) -> None:
    """A web form or mail from Junk: somebody has to answer what the program may not, unless somebody has."""
    plan = decided(a_case(request=SEMINAR_2, **changes), history)
    assert (plan.state, plan.review, len(plan.entries)) == ("review", True, 1)
    assert decided(a_case(request=SEMINAR_2, **changes), replace(history, answered_by_colleague=True)).state == "filed"


@pytest.mark.parametrize(
    "history",
    [History(letters_today=3), History(letters_today_all=200), History(breaker="200 letters were written within a day.")],
)
def test_a_letter_over_a_limit_is_held_not_dropped(history: History) -> None:
    """It is planned whole, with the reason why it waits; the entry is made at once."""
    plan = decided(a_case(request=SEMINAR_2), history)
    assert plan.letter is not None
    assert plan.letter.held.endswith(".")
    assert len(plan.entries) == 1


def test_a_letter_just_under_the_limits_goes() -> None:
    """The limits are the first number that is held, not the last that goes."""
    history = History(letters_today=2, letters_today_all=199)
    plan = decided(a_case(request=SEMINAR_2), history, received=NOW - timedelta(days=6, hours=23))
    assert plan.letter is not None
    assert plan.letter.held == ""


def test_a_letter_to_old_mail_is_held() -> None:
    """A backlog older than the age limit waits for a person."""
    plan = decided(a_case(request=SEMINAR_2), received=NOW - timedelta(days=7, seconds=1), limits=SendingLimits(age_days=7))
    assert plan.letter is not None
    assert plan.letter.held == "The message is more than 7 days old."


def test_only_from_is_answered_never_reply_to() -> None:
    """A forged Reply-To makes no third party a recipient."""
    plan = decided(a_case(request=SEMINAR_2, reply_to=(Address("", "victim@other.example"),)))
    assert plan.letter is not None
    assert plan.letter.to == SENDER.email


def test_the_first_letter_to_a_person_carries_the_privacy_notice() -> None:
    """Every later one does not."""
    first, later = decided(a_case(request=SEMINAR_2)), decided(a_case(request=SEMINAR_2), History(letters_ever=1))
    assert first.letter is not None
    assert later.letter is not None
    assert (first.letter.first, later.letter.first) == (True, False)


def test_the_blank_template_is_sent_where_there_is_a_call() -> None:
    """Attached to the letter, no entry needed; without a call a person looks."""
    case = a_case(Kind.TEMPLATE_REQUEST)
    plan = decided(case)
    assert (plan.state, plan.entries, templates(plan)) == ("filed", (), ("template_sent",))
    assert plan.letter is not None
    assert plan.letter.attach_template
    none = decided(case, programme=a_programme(call=None))
    assert none.letter is not None
    assert (none.state, templates(none), none.letter.attach_template) == ("review", ("template_none",), False)


def test_only_what_reading_would_acknowledge_is_answered() -> None:
    """The other wish is entered; its answer is left out of the letter."""
    kinds = (Kind.PLACE_REQUEST, Kind.TEMPLATE_REQUEST)
    plan = decided(a_case(*kinds, request=SEMINAR_2, acknowledge=("template_request",)))
    assert [e.answer for e in plan.entries] == [None]
    assert templates(plan) == ("template_sent",)


def test_a_message_that_cannot_be_read_is_set_aside_for_a_person() -> None:
    """It keeps its reason, and nobody is answered."""
    plan = not_read("The message has too many parts.")
    assert (plan.state, plan.review, plan.reasons, plan.letter) == (
        "set aside",
        True,
        ("The message has too many parts.",),
        None,
    )
    assert plan.no_letter


def test_needs_are_noted_and_never_repeated() -> None:
    """The letter says that they are noted; the words themselves stay in the register (decision 8)."""
    request = Request(seminars=("seminar-2",), places=1, access="a hearing loop", dietary="no nuts")
    plan = decided(a_case(request=request))
    assert plan.letter is not None
    assert plan.letter.answers == (Answer("place_received", seminar="seminar-2", places=1, needs_noted=True),)
    assert (plan.entries[0].values["access"], plan.entries[0].values["dietary"]) == ("a hearing loop", "no nuts")
