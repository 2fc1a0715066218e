"""Laws of the desk that hold for every message and every history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.model import Address, Case, Example, History, Kind, KnownEntry, Part, Plan, Request
from tests.factories import (
    SENDER,
    a_case,
    a_part,
    a_place,
    a_programme,
    a_seminar,
    an_example,
    decided,
    shipped_answers,
)

PROGRAMMES = (
    a_programme(),
    a_programme(a_seminar(1), a_seminar(2, capacity=3), a_seminar(3, closed=True)),
    a_programme(call=None),
)
SEMINARS = ["seminar-1", "seminar-2", "seminar-3", "seminar-9", ""]
REFERENCES = ["S2-34X9", "S3-34X9", "EX-34X9"]
WORDS = st.text(max_size=12)
SOME_WORDS = st.none() | WORDS


def some(values: list[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=most).map(tuple)


def requests() -> st.SearchStrategy[Request]:
    return st.builds(
        Request,
        seminars=some(SEMINARS),
        assumed_seminar=st.none() | st.sampled_from(SEMINARS),
        given_up=some(SEMINARS, 2),
        places=st.none() | st.integers(-1, 5),
        attendees=st.lists(WORDS | st.just("Una Larch"), max_size=3).map(tuple),
        organisation=SOME_WORDS,
        phone=SOME_WORDS,
        access=SOME_WORDS,
        dietary=SOME_WORDS,
    )


def forms() -> st.SearchStrategy[Example | None]:
    keys = st.sampled_from(["name", "title", "group", "unknown"])
    return st.none() | st.builds(
        Example,
        fields=st.dictionaries(keys, WORDS, max_size=3),
        missing=st.none() | some(["name", "title", "unknown"]),
        source=WORDS,
        part=st.none() | st.integers(1, 3),
    )


def files() -> st.SearchStrategy[tuple[Part, ...]]:
    return st.lists(st.builds(a_part, st.integers(1, 3), inline=st.booleans()), max_size=2).map(tuple)


def known() -> st.SearchStrategy[tuple[KnownEntry, ...]]:
    """Entries of the ledger: two sheets, several senders, staff's own words for a status, columns missing or odd."""
    shared: dict[str, Any] = {
        "status": st.sampled_from(["Asked", "Cancelled", "Incomplete", "Confirmed", ""]),
        "sender": st.sampled_from([SENDER.email, "other@pine.example", ""]),
        "places": st.none() | st.integers(-1, 4),
    }
    columns: dict[str, Any] = {"attendees": SOME_WORDS, "assumed": st.none() | st.booleans(), "dietary": SOME_WORDS}
    seminars = st.none() | st.sampled_from(SEMINARS)
    place = st.builds(a_place, st.sampled_from(REFERENCES), seminar=seminars, **shared, **columns)
    example = st.builds(an_example, st.sampled_from(REFERENCES), f_title=SOME_WORDS, **shared)
    return st.lists(place | example, max_size=3).map(tuple)


def cases() -> st.SearchStrategy[Case]:
    senders = st.sampled_from([SENDER, None, Address("", ""), Address("", "desk@series.example"), Address("", "a b@c")])
    return st.builds(
        lambda kinds, **facts: a_case(*kinds, **facts),
        kinds=some(list(Kind)).filter(bool),
        request=requests(),
        decision=st.sampled_from(["file", "file", "review", "ignore"]),
        silence=st.sampled_from([(), (), (), ("It is from a list.",), ("",)]),
        urgent=st.sampled_from([False, False, True]),
        sender=senders | st.just(SENDER),
        parts=files(),
        example=forms(),
        late=st.booleans(),
        acknowledge=some([*(kind.value for kind in Kind), "received"], 4),
        references=some(REFERENCES),
    )


def histories() -> st.SearchStrategy[History]:
    seldom = st.sampled_from([False] * 6 + [True])
    return st.builds(
        History,
        same_likeness=seldom,
        same_kinship=seldom,
        seen_before_here=seldom,
        answered_by_colleague=seldom,
        from_junk=seldom,
        before_start=seldom,
        letters_today=st.integers(0, 4),
        letters_today_all=st.sampled_from([0, 199, 200]),
        letters_ever=st.integers(0, 2),
        breaker=st.sampled_from(["", "", "A reason."]),
        sent_token=st.none() | st.sampled_from([*REFERENCES, "M-34X9"]),
        by_sender=known(),
        by_reference=known(),
        places_taken=st.dictionaries(st.sampled_from(SEMINARS), st.integers(0, 5), max_size=3),
    )


MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2017, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis wants them so)
ANY = {
    "case": cases(),
    "history": histories(),
    "received": MOMENTS,
    "age": st.integers(-2, 400),
    "programme": st.sampled_from(PROGRAMMES),
}
steady = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(case: Case, history: History, received: datetime, age: int, programme: Any) -> Plan:
    return decided(case, history, received=received, now=received + timedelta(days=age), programme=programme)


@steady
@given(**ANY)
def test_every_message_gets_a_whole_plan(**given_: Any) -> None:
    """Never an exception; a letter or the reason why there is none; every index points at an answer; templates exist."""
    plan = planned(**given_)
    assert bool(plan.letter) != bool(plan.no_letter)
    answers = plan.letter.answers if plan.letter else ()
    assert {answer.template for answer in answers} <= shipped_answers()
    pointing = [entry.answer for entry in plan.entries] + [change.answer for change in plan.changes]
    indexes = [index for index in pointing if index is not None]
    assert all(0 <= index < len(answers) for index in indexes)
    assert len(indexes) == len(set(indexes))
    assert plan.letter is None or answers
    assert plan.review == (plan.state == "review") or plan.state in ("automatic", "spam")
    assert plan == planned(**given_)


@steady
@given(**ANY)
def test_nobody_is_answered_who_must_not_be(**given_: Any) -> None:
    """Silent cases, machines, unknown senders, ourselves, duplicates, and what colleagues have in hand."""
    plan, case, history = planned(**given_), given_["case"], given_["history"]
    verdict, sender = case.verdict, case.message.sender
    never = (
        verdict.silence,
        sender is None or sender.email in ("", "a b@c", "desk@series.example"),
        {Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM} & set(verdict.kinds),
        history.same_likeness or history.same_kinship or history.seen_before_here,
        history.answered_by_colleague or history.from_junk or history.before_start,
        not case.acknowledge and not verdict.urgent,
        plan.state in ("automatic", "spam", "duplicate", "set aside"),
    )
    if any(never):
        assert plan.letter is None
    elif plan.letter:
        assert plan.letter.to == SENDER.email


@steady
@given(**ANY)
def test_a_letter_over_any_limit_is_held(**given_: Any) -> None:
    """And under all of them it is not."""
    plan, history = planned(**given_), given_["history"]
    over = history.breaker or given_["age"] >= 7 or history.letters_today >= 3 or history.letters_today_all >= 200
    if plan.letter:
        assert bool(plan.letter.held) == bool(over)


@steady
@given(**ANY)
def test_only_a_proven_sender_changes_an_entry(**given_: Any) -> None:
    """Decision 9: our token, or the reference and the same address; and never where the sender is in doubt."""
    plan, case, history = planned(**given_), given_["case"], given_["history"]
    changed = [change.reference for change in plan.changes]
    for reference in changed:
        assert case.message.sender is not None
        assert not case.verdict.silence
        named = {(e.reference, e.sender) for e in history.by_reference}
        assert reference == history.sent_token or (reference, case.message.sender.email) in named


@steady
@given(**ANY)
def test_an_entry_is_changed_once_at_most(**given_: Any) -> None:
    """Never cancelled and moved by one message; and it moves only to a seminar that the sender named."""
    plan, case, programme = planned(**given_), given_["case"], given_["programme"]
    changed = [change.reference for change in plan.changes]
    assert len(changed) == len(set(changed))
    moved = {change.seminar for change in plan.changes if change.seminar}
    assert moved <= set(case.request.seminars) & {seminar.id for seminar in programme.seminars}


@steady
@given(**ANY)
def test_human_mail_is_never_ignored_and_doubt_is_never_filed(**given_: Any) -> None:
    """Automatic and spam are machine kinds only; what reading doubts is for review with the neutral or urgent letter."""
    plan, verdict = planned(**given_), given_["case"].verdict
    if plan.state in ("automatic", "spam"):
        assert set(verdict.kinds) <= {Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM}
    if verdict.decision == "review" and plan.state != "duplicate":
        assert plan.review
        assert plan.changes == ()
        assert plan.letter is None or {a.template for a in plan.letter.answers} <= {"received", "urgent"}
    if verdict.urgent and plan.state != "duplicate":
        assert plan.review
        assert plan.urgent
        assert plan.letter is None or [a.template for a in plan.letter.answers] == ["urgent"]
