"""The particulars of a request: which seminar, how many places, for whom, and what they need."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.model import Kind, Message, Request, Verdict, Wording
from intake.programme import Programme
from intake.reading import needs, people, seminars, sender, sentences, words
from intake.reading.classify import is_machine
from intake.reading.sentences import Sentence
from intake.reading.wishes import CHANGES, Hit, Wishes


def particulars(message: Message, wording: Wording, programme: Programme, verdict: Verdict, wanted: Wishes) -> Request:
    """What the message gives beside its kinds; nothing but the empty Request for machine mail."""
    if is_machine(verdict):
        return Request()
    kinds = set(verdict.kinds)
    own = tuple(s for s in wanted.sentences())
    who = sender.name(message, wording, " ".join(s.text for s in wanted.body))
    named, given_up = _seminars(kinds, wanted, wording, programme, message)
    asks = Kind.PLACE_REQUEST in kinds
    comer = None if verdict.silence else who
    coming = people.coming(kinds, wording, programme, wanted, comer) if kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT} else None
    if Kind.PRACTICE_EXAMPLE in kinds and Kind.PLACE_REQUEST not in kinds and not named:
        coming = None  # the change is one of the form
    organisation = sender.organisation(message, wording, who, [s.text for s in wanted.body])
    return (
        Request(
            seminars=named,
            assumed_seminar=_assumed(named, programme, wanted, message) if kinds & CHANGES else None,
            given_up=given_up,
            places=coming.places if coming else None,
            attendees=coming.names if coming else (),
            organisation=organisation,
            phone=sender.phone(wording, "\n".join(s.text for s in wanted.body), programme),
            access=needs.access(_needing(own, wanted, kinds), programme)
            if kinds & (CHANGES | {Kind.TEMPLATE_REQUEST})
            else None,
            dietary=needs.dietary(_needing(own, wanted, kinds), programme) if kinds & CHANGES else None,
        )
        if asks or kinds
        else Request()
    )


def _needing(own: Sequence[Sentence], wanted: Wishes, kinds: set[Kind]) -> tuple[Sentence, ...]:
    """The sentences needs are looked for in: all own ones, unless the message only gives up a place."""
    if kinds == {Kind.CANCELLATION}:
        return ()
    return tuple(own)


# ------------------------------------------------------------------------------------------------------ which seminar


def _seminars(
    kinds: set[Kind], wanted: Wishes, wording: Wording, programme: Programme, message: Message
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Seminars asked for, given up, changed or asked about; and those of them that are given up."""
    if kinds <= {Kind.OTHER, Kind.PRACTICE_EXAMPLE, Kind.TEMPLATE_REQUEST}:
        return (), ()
    found: dict[Kind, tuple[str, ...]] = {}
    for kind in (Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.AMENDMENT):
        if kind in kinds:
            found[kind] = _near(wanted.of(kind), wanted, denied=kind == Kind.AMENDMENT)
    merged = tuple(dict.fromkeys(s for ids in found.values() for s in ids))
    for kind, ids in list(found.items()):
        if not ids:
            rest = _anywhere(wanted, kind, kinds)
            alone = len(found) == 1
            found[kind] = rest if alone else tuple(s for s in rest if s not in merged)[:1] or merged
    if Kind.QUESTION in kinds and not found:
        found[Kind.QUESTION] = _near(wanted.of(Kind.QUESTION), wanted) or _anywhere(wanted, Kind.QUESTION, kinds)
    named = tuple(dict.fromkeys(s for ids in found.values() for s in ids))
    if not named and kinds & {Kind.CANCELLATION, Kind.AMENDMENT}:
        named = found[Kind.CANCELLATION] = _the_one_in(wording.quoted, programme, message)
    if not named and Kind.PLACE_REQUEST in kinds:
        named = _the_one_in(wording.forwarded, programme, message)
    return named, found.get(Kind.CANCELLATION, ()) if Kind.CANCELLATION in kinds else ()


def _near(hits: Sequence[Hit], wanted: Wishes, *, denied: bool = False) -> tuple[str, ...]:
    """The seminars named in the sentences of some cues of the body."""
    found: dict[str, None] = {}
    for hit in hits:
        if not hit.sentence.subject:
            found |= dict.fromkeys(seminars.ids(wanted.near(hit), denied=denied))
    return tuple(found)


def _anywhere(wanted: Wishes, kind: Kind, kinds: set[Kind]) -> tuple[str, ...]:
    """The seminars named elsewhere in the body, else in the subject; passing remarks about the past are left out."""
    ids: dict[str, None] = {}
    for sentence in wanted.sentences():
        if kind == Kind.PLACE_REQUEST and words.sign("elsewhere").search(sentence.plain):
            continue
        if sentence.order in {h.sentence.order for h in wanted.hits if h.kind != kind and h.kind in CHANGES & kinds}:
            continue
        ids |= dict.fromkeys(seminars.ids(wanted.mentions[sentence.order]))
    return tuple(ids) or _subject(wanted)


def _subject(wanted: Wishes) -> tuple[str, ...]:
    body_denies = {m.seminar for s in wanted.sentences() for m in wanted.mentions[s.order] if m.denied}
    return tuple(s for s in seminars.ids(wanted.mentions[wanted.subject.order]) if s not in body_denies)


def _the_one_in(other: str, programme: Programme, message: Message) -> tuple[str, ...]:
    """The one seminar that quoted or forwarded text speaks of, where it speaks of one only."""
    if not other.strip() or message.date is None:
        return ()
    text = re.sub(r"(?m)^[>\s]+", "", other)
    found = {m.seminar for s in sentences.of(text) for m in seminars.mentions(s, programme, message.date) if not m.denied}
    return tuple(found) if len(found) == 1 else ()


def _assumed(named: tuple[str, ...], programme: Programme, wanted: Wishes, message: Message) -> str | None:
    """Where none was named: the one that is plainly next and open on the day the message was sent."""
    if named or message.date is None:
        return None
    ahead = sorted(programme.open_seminars(message.date), key=lambda s: s.date)
    return ahead[0].id if ahead else None
