"""The particulars of a request: which seminar, how many places, for whom, and what they need."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from intake.model import Kind, Message, Request, Verdict, Wording
from intake.programme import Programme
from intake.reading import (
    holding,
    needs,
    organisation,
    passed_on,
    people,
    phones,
    seminars,
    sender,
    sentences,
    single,
    tables,
    words,
)
from intake.reading.classify import is_machine
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS
from intake.reading.wishes import CHANGES, Hit, Wishes

_LINE = 12  # words that a line of a list of those who come may have
_STORY = 35  # words of a paragraph that may be an example


def particulars(message: Message, wording: Wording, programme: Programme, verdict: Verdict, wanted: Wishes) -> Request:
    """What the message gives beside its kinds; nothing but the empty Request for machine mail."""
    if is_machine(verdict):
        return Request()
    kinds = set(verdict.kinds)
    own = tuple(s for s in wanted.sentences())
    who = sender.name(message, wording, "\n".join(s.text for s in wanted.body))
    named, given_up = _seminars(kinds, wanted, wording, programme, message)
    asks = Kind.PLACE_REQUEST in kinds
    comer = None if verdict.silence else who
    coming = (
        people.coming(kinds, wording, programme, wanted, comer, message)
        if kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT}
        else None
    )
    if Kind.PLACE_REQUEST not in kinds and not named and (Kind.PRACTICE_EXAMPLE in kinds or _of_form(wanted, wording)):
        coming = None  # the change is one of the form
    body = organisation.of_sender(message, wording, who, [s.text for s in wanted.body], seminars.venues(programme))
    may_come = verdict.decision == "review" and Kind.QUESTION in kinds  # it is for a person to say
    wider = kinds | {Kind.PLACE_REQUEST} if may_come else kinds
    access, dietary = _needs(own, wanted, wording, wider, programme, message)
    return (
        Request(
            seminars=named,
            assumed_seminar=_assumed(named, programme, wanted, message) if kinds & CHANGES else None,
            given_up=given_up,
            places=coming.places if coming else None,
            attendees=coming.names if coming else (),
            organisation=body,
            phone=phones.phone(wording, "\n".join(s.text for s in wanted.body), programme, who)
            or phones.phone(passed_on.only(""), "\n".join(s.text for s in wanted.passed_on), programme),
            access=access,
            dietary=dietary,
        )
        if asks or kinds
        else Request()
    )


def _of_form(wanted: Wishes, wording: Wording) -> bool:
    """Whether it is of a returned form that the sender speaks, or the letter that is answered."""
    texts = (*wanted.masked.values(), sentences.plain(wording.quoted))
    return any(words.part(part).search(text) for part in ("form", "example") for text in texts)


def _needs(
    own: Sequence[Sentence], wanted: Wishes, wording: Wording, kinds: set[Kind], programme: Programme, message: Message
) -> tuple[str | None, str | None]:
    """Access needs, and dietary needs: from sentences, and from the cells of a list of those who come."""
    if not kinds & (CHANGES | {Kind.TEMPLATE_REQUEST}):
        return None, None
    listed = tables.shown(message, wording.own, wording.forwarded if wanted.passed_on else "")
    found = [s for s in _needing(own, wanted, kinds) if not any(table.holds(s.text) for table in listed)]
    signed = sentences.of(wording.signature) if found else ()  # a list of those who come may look like a signature
    below = needs.labelled(signed)
    access, dietary = (of(found, programme, wanted.subject) or of(below, programme) for of in (needs.access, needs.dietary))
    mixed = needs.in_cells([cell for table in listed for cell in table.column("needs")], programme)
    access = access or needs.joined([cell for table in listed for cell in table.column("access")]) or mixed[0]
    dietary = dietary or needs.joined([cell for table in listed for cell in table.column("dietary")]) or mixed[1]
    return access, dietary if kinds & CHANGES else None


def _needing(own: Sequence[Sentence], wanted: Wishes, kinds: set[Kind]) -> tuple[Sentence, ...]:
    """The sentences needs are looked for in: all own ones, unless a place is only given up, or an example is told as well."""
    coming = kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT}
    if not coming and (Kind.CANCELLATION in kinds or Kind.TEMPLATE_REQUEST not in kinds):
        return ()
    if Kind.PRACTICE_EXAMPLE in kinds:
        asked = {h.sentence.paragraph for h in wanted.hits if h.kind in CHANGES and not h.sentence.subject}
        near = asked | ({paragraph + 1 for paragraph in asked} - _stories(own))
        lines = _lines(own)
        while following := {paragraph + 1 for paragraph in near} & lines - near:
            near |= following  # who comes, a line each
        return tuple(s for s in own if s.paragraph in near)
    return tuple(own)


def _lines(own: Sequence[Sentence]) -> set[int]:
    """The paragraphs that are a single short line."""
    length = Counter(sentence.paragraph for sentence in own)
    return {s.paragraph for s in own if length[s.paragraph] == 1 and len(s.text.split()) <= _LINE}


def _stories(own: Sequence[Sentence]) -> set[int]:
    """The paragraphs that are long enough to be an example."""
    length: Counter[int] = Counter()
    for sentence in own:
        length[sentence.paragraph] += len(sentence.text.split())
    return {paragraph for paragraph, words_ in length.items() if words_ >= _STORY}


# ------------------------------------------------------------------------------------------------------ which seminar


def _seminars(
    kinds: set[Kind], wanted: Wishes, wording: Wording, programme: Programme, message: Message
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Seminars asked for, given up, changed or asked about; and those of them that are given up."""
    if kinds <= {Kind.OTHER, Kind.PRACTICE_EXAMPLE, Kind.TEMPLATE_REQUEST}:
        return (), ()
    if {Kind.CANCELLATION, Kind.PLACE_REQUEST} <= kinds:
        return _switched(wanted, wording, programme, message)
    found: dict[Kind, tuple[str, ...]] = {}
    for kind in (Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.AMENDMENT):
        if kind in kinds:
            near = _ahead(_near(wanted.of(kind), wanted, denied=kind == Kind.AMENDMENT), programme, message)
            near = () if wanted.noted_for and kind != Kind.PLACE_REQUEST and wanted.over.issuperset(near) else near
            near = _able(_to_come(near, wanted, programme, message), wanted) if kind == Kind.PLACE_REQUEST else near
            found[kind] = _of_places(near, wanted) if kinds == {Kind.AMENDMENT, Kind.PRACTICE_EXAMPLE} else near
    merged = tuple(dict.fromkeys(s for ids in found.values() for s in ids))
    for kind in [kind for kind, ids in found.items() if not ids]:
        rest = _ahead(_elsewhere(kind, kinds, wanted), programme, message)
        found[kind] = rest if len(found) == 1 else tuple(s for s in rest if s not in merged)[:1] or merged
    if Kind.QUESTION in kinds and not found:
        found[Kind.QUESTION] = _asked_about(wanted, kinds)
    if kinds & CHANGES == {Kind.CANCELLATION}:
        found[Kind.CANCELLATION] = _given(found[Kind.CANCELLATION], wanted)
    named = tuple(dict.fromkeys(s for ids in found.values() for s in ids))
    if any(h.rule == ACCEPTS for h in wanted.hits) and (offered := _offered(wording.quoted, programme, message)):
        named = offered
    if not named and kinds & CHANGES and Kind.PRACTICE_EXAMPLE not in kinds:
        named = _unnamed(kinds, wanted, wording, programme, message) or _the_one_in(wording.quoted, programme, message)
        found[Kind.CANCELLATION] = named if Kind.CANCELLATION in kinds else ()
    if not named and Kind.PLACE_REQUEST in kinds:
        named = _the_one_in(wording.forwarded, programme, message)
    if kinds & CHANGES == {Kind.PLACE_REQUEST}:
        named = single.asked_for(named, wanted)
    return named, found.get(Kind.CANCELLATION, ()) if Kind.CANCELLATION in kinds else ()


def _unnamed(kinds: set[Kind], wanted: Wishes, wording: Wording, programme: Programme, message: Message) -> tuple[str, ...]:
    """The seminar given up in words such as "I am not at ...", else the one whose references begin as the one here does."""
    left = _near(wanted.of(Kind.CANCELLATION), wanted, denied=True) if kinds & CHANGES == {Kind.CANCELLATION} else ()
    text = f"{message.subject}\n{wording.own}"
    return left or tuple(
        s.id for s in programme.seminars if re.search(rf"\b{re.escape(s.code)}-(?=\w*\d|[A-Z])\w{{4,7}}\b", text)
    )


def _elsewhere(kind: Kind, kinds: set[Kind], wanted: Wishes) -> tuple[str, ...]:
    """The seminars that a wish is for whose own sentence names none; a change beside a form may be one of the form."""
    if kinds == {Kind.AMENDMENT, Kind.PRACTICE_EXAMPLE}:
        return tuple(sorted(holding.at(wanted))) if any(h.rule in single.ADDS for h in wanted.hits) else ()
    rest = _anywhere(wanted, kind, kinds)
    return _noted(rest, wanted) if kind == Kind.CANCELLATION else _able(rest, wanted) if kind == Kind.PLACE_REQUEST else rest


def _asked_about(wanted: Wishes, kinds: set[Kind]) -> tuple[str, ...]:
    """Seminars a question is about; beside a request for the form, only those that stand in the question itself."""
    near = _near(wanted.of(Kind.QUESTION), wanted)
    return near if near or Kind.TEMPLATE_REQUEST in kinds else _anywhere(wanted, Kind.QUESTION, kinds)


def _switched(
    wanted: Wishes, wording: Wording, programme: Programme, message: Message
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One seminar given up and another asked for: all that are named, the quoted one among them; and the one given up."""
    body = [(s, m) for s in wanted.sentences() for m in wanted.mentions[s.order]]
    named = dict.fromkeys(_ahead(tuple(m.seminar for _, m in body), programme, message) or _subject(wanted))
    held = _the_one_in(wording.quoted, programme, message) or (_subject(wanted) if len(named) == 1 else ())
    ahead = [s.id for s in programme.open_seminars(message.date)] if message.date else []
    if len({*named, *held}) == 1 and len(ahead) == 2 and any(_said("other_one").search(s.plain) for s in wanted.sentences()):
        held = held or tuple(named)
        named |= dict.fromkeys(ahead)
    if len(held) == 1 and {*named} - {*held}:
        return tuple({**named, **dict.fromkeys(held)}), held
    asked, left = _near(wanted.of(Kind.PLACE_REQUEST), wanted), _near(wanted.of(Kind.CANCELLATION), wanted, denied=True)
    if asked and left and not {*asked} & {*left}:
        return tuple(named), left
    left = tuple(dict.fromkeys(m.seminar for s, m in body if m.denied or _said("left_before").search(s.plain[: m.start])))
    asked = tuple(
        m.seminar
        for s, m in body
        if m.seminar not in left
        and (_said("asked_before").search(s.plain[: m.start]) or s.plain[m.end :].startswith(" instead"))
    )
    rest = tuple(s for s in named if s not in asked)
    return tuple(named), left or (rest if asked else tuple(named)[:1] if len(named) > 1 else ())


def _ahead(ids: tuple[str, ...], programme: Programme, message: Message) -> tuple[str, ...]:
    """Without those that are over, where any other is named: who came to one speaks of it when asking for the next."""
    ahead = {s.id for s in programme.seminars if message.date is None or s.date >= message.date.date()}
    return tuple(s for s in ids if s in ahead) or ids


def _to_come(ids: tuple[str, ...], wanted: Wishes, programme: Programme, message: Message) -> tuple[str, ...]:
    """What is asked for lies ahead: where only one that is over stands with the wish, those named elsewhere that are not."""
    if message.date is None or not ids:
        return ids
    over = {s.id for s in programme.seminars if s.date < message.date.date()}
    named = dict.fromkeys(m.seminar for s in wanted.body for m in wanted.mentions[s.order] if not m.denied)
    return (tuple(s for s in named if s not in over) or ids) if over.issuperset(ids) else ids


def _given(ids: tuple[str, ...], wanted: Wishes) -> tuple[str, ...]:
    """Without those that the sender keeps ("but keep me down for ...", "I'm still coming to ..."), where any other is named."""
    kept = set()
    for sentence in wanted.sentences():
        cuts = [0, *(m.start() for m in _said("turns").finditer(sentence.plain)), len(sentence.plain)]
        for mention in wanted.mentions[sentence.order]:
            a = max(cut for cut in cuts if cut <= mention.start)
            b = min(cut for cut in cuts if cut >= mention.end)
            if _said("kept").search(sentence.plain, a, b):
                kept.add(mention.seminar)
    return tuple(s for s in ids if s not in kept) or ids


def _noted(ids: tuple[str, ...], wanted: Wishes) -> tuple[str, ...]:
    """The one seminar of our letter that is answered, where only others are named: those are only hoped for."""
    return tuple(wanted.noted_for) if len(wanted.noted_for) == 1 and not wanted.noted_for & set(ids) else ids


def _able(ids: tuple[str, ...], wanted: Wishes) -> tuple[str, ...]:
    """Without those the sender says to have missed or to be unable to come to, where any other is named."""
    spoken = [(s, m) for s in wanted.sentences() for m in wanted.mentions[s.order]]
    unable = {
        m.seminar for s, m in spoken if _said("unable").search(s.plain[: m.start]) or _said("no_good").match(s.plain[m.end :])
    }
    return tuple(s for s in ids if s not in unable) or ids


def _of_places(ids: tuple[str, ...], wanted: Wishes) -> tuple[str, ...]:
    """Beside a corrected form "the first one" is a form; a seminar is meant only where places are spoken of."""
    spoken = {m.seminar for s in wanted.body if _said("places").search(s.plain) for m in wanted.mentions[s.order]}
    return tuple(s for s in ids if s in spoken)


def _near(hits: Sequence[Hit], wanted: Wishes, *, denied: bool = False) -> tuple[str, ...]:
    """The seminars named in the sentences of some cues of the body."""
    found: dict[str, None] = {}
    for hit in hits:
        if not hit.sentence.subject:
            found |= dict.fromkeys(seminars.ids(wanted.near(hit), denied=denied))
            if found and hit.kind == Kind.PLACE_REQUEST:
                found |= dict.fromkeys(single.added_behind(hit, wanted))
    return tuple(found)


def _anywhere(wanted: Wishes, kind: Kind, kinds: set[Kind]) -> tuple[str, ...]:
    """The seminars named elsewhere in the body, else in the subject; passing remarks about the past are left out."""
    ids: dict[str, None] = {}
    others = {h.sentence.order for h in wanted.hits if h.kind != kind and h.kind in CHANGES & kinds}
    for sentence in wanted.sentences():
        asks = sentence.text.endswith("?")  # "have I missed ...?" is no remark about the past
        if kind == Kind.PLACE_REQUEST and not asks and words.sign("elsewhere").search(sentence.plain):
            continue
        if kind == Kind.CANCELLATION and _said("hoped_for").search(sentence.plain):
            continue
        if sentence.order in others:
            continue
        ids |= dict.fromkeys(seminars.ids(wanted.mentions[sentence.order]))
    return tuple(ids) or _subject(wanted)


def _subject(wanted: Wishes) -> tuple[str, ...]:
    body_denies = {m.seminar for s in wanted.sentences() for m in wanted.mentions[s.order] if m.denied}
    return tuple(s for s in seminars.ids(wanted.mentions[wanted.subject.order]) if s not in body_denies)


def _offered(quoted: str, programme: Programme, message: Message) -> tuple[str, ...]:
    """The seminar at which quoted text offers a place: the one named with the offer, else the last named before it."""
    if message.date is None:
        return ()
    said = sentences.of(re.sub(r"(?m)^[>\s]+", "", quoted))
    offer = next((at for at, s in enumerate(said) if words.sign("offer").search(s.plain)), None)
    for sentence in reversed(said[: offer + 1] if offer is not None else ()):
        if found := seminars.ids(seminars.mentions(sentence, programme, message.date)):
            return found[-1:]
    return ()


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


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"seminars.{key}")
