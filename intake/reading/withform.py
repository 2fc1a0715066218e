"""Which cues of the words remain beside a returned form, or beside a story told in its place."""

from __future__ import annotations

from dataclasses import replace

from intake.model import Example, Kind
from intake.programme import Call
from intake.reading import answers, asking, heading, stating, told, weigh, wishes, words
from intake.reading.wish import REPLACES, TAKES_BACK, Hit, Wishes

INSTRUCTS = "tells what to change"  # beside a story told here it says how that may be used
ADDS = "adds to a booking"  # beside a form, no booking is meant unless a place is spoken of
A_FEW = 3  # answers: more are a form of its own, and not the rest of one that came before
_BESIDE = 2  # sentences back: "You have me down for Oxford. I need a chair near the door."
_A_NAME = 3  # words of a last paragraph that is no more than a name


def kept(wanted: Wishes, example: Example | None, call: Call | None) -> tuple[Hit, ...]:
    """The cues that remain beside a returned template, or without one."""
    if example is None:
        return wanted.hits
    given = wishes.flat(" ".join(example.fields.values()))
    written = given + wishes.flat(example.words)
    hits = (_replacing(h, wanted) for h in wanted.hits)
    return tuple(
        h
        for h in hits
        if (h.kind != Kind.TEMPLATE_REQUEST or "blank" in h.words.lower())
        and (
            h.sentence.subject
            or wishes.flat(h.sentence.text) not in written
            or _is_late_told(h, example)
            or _ends(h, wanted, given)
        )
        and not (example.source in told.SOURCES and (h.rule == INSTRUCTS or _is_politeness(h)))
        and not (h.kind == Kind.PLACE_REQUEST and h.sentence.subject and h.rule != heading.LISTED and not wanted.mentions[-1])
        and not (len(example.fields) > A_FEW and h.rule == answers.COMPLETES)
        and not (example.source in told.SOURCES and _is_lesson(h, wanted))
        and not (h.kind in {Kind.AMENDMENT, Kind.CANCELLATION} and _is_about_use(h))
        and not (example.source in told.SOURCES and _is_by_the_way(h, wanted))
        and not stating.answers_form(h.sentence.plain, call, whole=example.source not in told.SOURCES)
    )


def _replacing(hit: Hit, wanted: Wishes) -> Hit:
    """A cue that the form takes the place of an earlier one: by such words, or "bin the other", which gives up no place."""
    if hit.kind == Kind.CANCELLATION and words.sign("binned").match(hit.words.lower()):
        note = 'The words "{words}" replace a form sent before.'
        return replace(hit, kind=Kind.AMENDMENT, rule=REPLACES, weight=weigh.REPLACED, say=note)
    return replace(hit, weight=max(hit.weight, weigh.REPLACED)) if hit.rule == REPLACES and wanted.before() else hit


def _is_politeness(hit: Hit) -> bool:
    """Whether it is asked of the example itself, and only out of politeness, as "Will this do?" is."""
    return hit.rule in asking.ASKS and words.pattern("told.suffices").search(hit.sentence.plain) is not None


def _is_late_told(hit: Hit, example: Example) -> bool:
    """Whether a story told here begins or ends with the question whether it comes too late."""
    asks = hit.kind == Kind.QUESTION and hit.sentence.asks and example.source in told.SOURCES
    return asks and words.sign("too_late").search(hit.sentence.plain) is not None


def _ends(hit: Hit, wanted: Wishes, given: str) -> bool:
    """Whether a question, or a place at a seminar, ends the message behind a form whose last answer was left blank."""
    asks = hit.kind == Kind.QUESTION and hit.sentence.marked
    asks = asks or (hit.kind == Kind.PLACE_REQUEST and bool(wanted.mentions[hit.sentence.order]))
    return asks and hit.sentence.paragraph == _last_asked(wanted) and wishes.flat(hit.sentence.text) not in given


def _last_asked(wanted: Wishes) -> int:
    """The paragraph that is the last one, but for a name."""
    return max((s.paragraph for s in wanted.body if len(s.text.split()) > _A_NAME), default=-1)


def _is_lesson(hit: Hit, wanted: Wishes) -> bool:
    """Whether what seems a request is what the story is called, or what it teaches: "ask for half the seats or none"."""
    elsewhere = wanted.mentions[hit.sentence.order] or words.part("event").search(hit.sentence.plain)
    return hit.kind == Kind.PLACE_REQUEST and not elsewhere and bool(words.pattern("told.lesson").search(hit.sentence.plain))


def _is_by_the_way(hit: Hit, wanted: Wishes) -> bool:
    """Whether what seems a change beside a story, or a form in words, is of no booking and of no form that was sent before."""
    change = (hit.kind == Kind.AMENDMENT and hit.rule not in {REPLACES, TAKES_BACK}) or hit.rule == "cannot come"
    near = _BESIDE if wanted.before() and wanted.named() else 0
    return change and not any(
        wanted.mentions[s.order] or words.part("seat").search(s.plain) or words.pattern("told.of_booking").search(s.plain)
        for s in (hit.sentence, *wanted.body)
        if 0 <= hit.sentence.order - s.order <= near
    )


def _is_about_use(hit: Hit) -> bool:
    """Whether what seems to change an earlier request tells how the example may be used, or how the form was filled in."""
    booking = hit.rule == ADDS and not words.part("seat").search(hit.sentence.plain)
    return booking or words.pattern("told.as_other").search(hit.sentence.plain) is not None
