"""What a message is: machine mail first, then the sender's wishes in order of prominence, each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from intake.model import MACHINE_KINDS, Cue, Decision, Example, Kind, Message, Verdict, Wording
from intake.programme import Programme
from intake.reading import (
    asking,
    changes,
    clash,
    danger,
    dates,
    guess,
    machine,
    places,
    single,
    told,
    wishes,
    withform,
    words,
)
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS, CERTAIN, CHANGES, MOVES, REFUSES, Hit, Wishes

WANTED = (
    Kind.PLACE_REQUEST,
    Kind.PRACTICE_EXAMPLE,
    Kind.CANCELLATION,
    Kind.AMENDMENT,
    Kind.TEMPLATE_REQUEST,
    Kind.QUESTION,
)
OFFERS = "It offers something for sale, and asks for an answer."
BRIEF = 40  # words: a question put plainly; an advertisement is longer
DOUBTFUL = words.threshold("doubtful")
MARKED = {  # what a mistake about would cost somebody a place
    Kind.PLACE_REQUEST: "asks for a place",
    Kind.CANCELLATION: "gives up a place",
    Kind.AMENDMENT: "changes something asked for before",
}
PARTICULARS = "gives particulars"
# signs of what asks us for nothing
COURTESY = ("polite", "wants_nothing", "wants_receipt", "instructs", "handling", "put_before")


def classify(
    message: Message, wording: Wording, programme: Programme, example: Example | None, wanted: Wishes | None = None
) -> Verdict:
    """The verdict on one message.

    `example` is the returned template that `forms` found, `wanted` the wishes where they are known already.
    """
    if wanted is None:
        wanted = wishes.read(message, wording, programme, message.date or datetime(1970, 1, 1, tzinfo=UTC))
    asks = max((wanted.total(kind) for kind in WANTED[:5]), default=0.0)
    words_written = sum(len(s.text.split()) for s in wanted.body)
    named = words_written <= BRIEF and bool(wanted.of(Kind.QUESTION)) and any(wanted.mentions[s.order] for s in wanted.body)
    mentioned = any(not m.denied for found in wanted.mentions.values() for m in found)
    clear = example is not None and example.source != told.WEIGHED
    filled = example is not None and clear and len(example.fields) > withform.A_FEW
    plainly = filled or (mentioned and (asks >= DOUBTFUL or wanted.holds))
    traits = machine.traits(message, wording, programme, 6.0 if clear else asks, named=named, plainly=plainly)
    said = (wanted.subject, *wanted.sentences())
    urgent = danger.found(said, programme)
    if (
        traits.kind
        and not (_is_booking_form(wanted) and not traits.sure)
        and (not urgent or _tells_of_others(traits, said, programme))
    ):
        return _machine(traits, wanted)
    hits = withform.kept(wanted, example, programme.call)
    kinds = _ordered(hits, wanted, example)
    asks_only = kinds == (Kind.QUESTION,) or (set(kinds) <= {Kind.QUESTION, Kind.PLACE_REQUEST} and not mentioned)
    if traits.sells and asks_only and not urgent:
        return _machine(replace(traits, kind=Kind.SPAM, why=OFFERS), wanted)
    weak = all(h.weight < words.threshold("clear") for h in hits if h.kind in kinds)
    if urgent and weak and not example and Kind.QUESTION not in kinds:
        kinds = (Kind.OTHER,)  # what little it may ask for is not what it is about
    sure = {kind for kind in kinds if _weight(hits, kind, example) >= CERTAIN}
    unsent = Kind.PRACTICE_EXAMPLE in kinds and example is None and all(part.inline for part in message.parts)
    doubts = _doubts(kinds, sure, hits, wanted, urgent, suspect=traits.suspect, unsent=unsent)
    doubts += example.doubts if example and example.source == told.WEIGHED else ()
    confidence = _confidence(kinds, sure, hits, example, doubted=bool(doubts))
    decision: Decision = "file" if confidence >= words.threshold("file") else "review"
    return Verdict(
        kinds=kinds,
        decision=decision,
        confidence=confidence,
        cues=tuple(hit.cue() for hit in hits if hit.kind in kinds),
        reasons=(*_reasons(kinds, hits, example, wanted), *doubts),
        silence=traits.silence,
        urgent=urgent is not None,
        marks=tuple(_marks(kinds, hits)) if decision == "file" else (),
        weights=tuple(_weight(hits, kind, example) for kind in kinds),
        doubts=tuple(doubts),
    )


def _is_booking_form(wanted: Wishes) -> bool:
    """Whether a program sends on a request with its particulars one by one, as booking systems do."""
    keyed = {h.sentence.order for h in wanted.of(Kind.PLACE_REQUEST) if h.rule == PARTICULARS}
    return len(keyed) >= withform.A_FEW and wanted.total(Kind.PLACE_REQUEST) >= CERTAIN


def _tells_of_others(traits: machine.Traits, said: tuple[Sentence, ...], programme: Programme) -> bool:
    """Whether words of danger are nobody's cry to us: a list's, a report's, or a signpost to help in machine mail."""
    return traits.sure and (traits.nobody or not danger.found(filter(danger.of_somebody, said), programme))


def _machine(traits: machine.Traits, wanted: Wishes) -> Verdict:
    assert traits.kind
    keyed = any(h.rule == PARTICULARS for h in wanted.of(Kind.PLACE_REQUEST))
    booked = wanted.total(Kind.PLACE_REQUEST) >= (CERTAIN if keyed else single.PLAIN) and any(wanted.mentions.values())
    sure = traits.sure and not (traits.kind == Kind.AUTOMATIC_REPLY and booked)  # a program may book for somebody
    return Verdict(
        kinds=(traits.kind,),
        decision="ignore" if sure else "review",
        confidence=0.95 if sure else 0.6,
        cues=(Cue(traits.kind, "machine mail", wanted.subject.text, 3.0),),
        reasons=(traits.why,),
        silence=traits.silence,
        urgent=False,
    )


# -------------------------------------------------------------------------------------------------------- which kinds


def _weight(hits: tuple[Hit, ...], kind: Kind, example: Example | None) -> float:
    best: dict[int, float] = {}
    for hit in hits:
        if hit.kind == kind:
            best[hit.sentence.order] = max(best.get(hit.sentence.order, 0.0), hit.weight)
    return min(sum(best.values()), 6.0) + (6.0 if kind == Kind.PRACTICE_EXAMPLE and example else 0.0)


def _ordered(hits: tuple[Hit, ...], wanted: Wishes, example: Example | None) -> tuple[Kind, ...]:
    """The kinds that are wanted, as they come in the message; where nothing is certain, the likeliest alone."""
    weights = {kind: _weight(hits, kind, example) for kind in WANTED}
    certain = [kind for kind in WANTED if weights[kind] >= CERTAIN]
    likely = max(WANTED, key=lambda kind: weights[kind])
    asked = wanted.of(Kind.QUESTION)
    vain = not wanted.about_us or wishes.wants_nothing(wanted)
    if (certain or [likely]) == [Kind.QUESTION] and vain and all(asking.may_be_private(h) for h in asked):
        return (Kind.OTHER,)
    if certain and wishes.wants_nothing(wanted) and all(_unclear(kind, weights[kind], hits, wanted) for kind in certain):
        return (Kind.OTHER,)
    if certain and not example and (_elsewhere(wanted) or not _may_be_ours(wanted)):
        certain = [k for k in certain if k not in CHANGES or (not _elsewhere(wanted) and _by_name(k, hits))]
        if not certain:
            return (Kind.OTHER,)
    if not certain and (wishes.wants_nothing(wanted) or (likely in CHANGES and _elsewhere(wanted))):
        return (Kind.OTHER,)
    if not certain:
        return (likely,) if weights[likely] >= DOUBTFUL else (guess.of(wanted, elsewhere=_elsewhere(wanted)),)
    return tuple(sorted(certain, key=lambda kind: _position(kind, hits, wanted)))


def _unclear(kind: Kind, weight: float, hits: tuple[Hit, ...], wanted: Wishes) -> bool:
    """Whether a wish is less than clear, so that "no need to reply" may mean that there is none."""
    headed = words.sign("cancels").search(wanted.subject.plain)
    gives = kind == Kind.CANCELLATION and (_by_name(kind, hits) or bool(headed) or changes.is_for_another(wanted))
    return weight < words.threshold("clear") and not gives


def _position(kind: Kind, hits: tuple[Hit, ...], wanted: Wishes) -> tuple[int, int]:
    places = [h.sentence.order if not h.sentence.subject else 0 for h in hits if h.kind == kind]
    if kind == Kind.AMENDMENT and any(h.kind == Kind.PRACTICE_EXAMPLE for h in hits):
        return -2, 0
    if kind == Kind.PLACE_REQUEST and any(
        h.kind == Kind.QUESTION and words.sign("too_late").search(wanted.masked[h.sentence.order]) for h in hits
    ):
        return -1, 0
    return min(places, default=-1), WANTED.index(kind)


def _doubts(
    kinds: tuple[Kind, ...],
    sure: set[Kind],
    hits: tuple[Hit, ...],
    wanted: Wishes,
    urgent: str | None,
    *,
    suspect: bool,
    unsent: bool,
) -> list[str]:
    """What keeps a message from being filed, in words for the person who decides."""
    rules = {h.rule for h in hits}
    moves, both = MOVES in rules, {Kind.PLACE_REQUEST, Kind.CANCELLATION} <= set(kinds)
    nothing, vague = kinds == (Kind.OTHER,), not sure
    more = None if nothing or vague else _more(kinds, hits, wanted)
    change = asking.may_change(wanted) if kinds == (Kind.QUESTION,) else None
    coming = asking.may_come(wanted) if kinds == (Kind.QUESTION,) else None
    clashing = clash.found(wanted) if CHANGES & set(kinds) else None
    placeless = Kind.PLACE_REQUEST in kinds and ACCEPTS not in rules and not _ours(wanted)  # an offer stands in the quoted text
    away = Kind.PLACE_REQUEST in kinds and Kind.CANCELLATION not in kinds and changes.told_absent(wanted)
    said = (
        (urgent, f'The words "{urgent}" may mean that somebody is in danger. A person should look at once.'),
        (nothing and not wanted.about_us, "Nothing was found that the seminars or the call could be about."),
        (nothing and wanted.about_us, "No wish could be made out."),
        (vague and not nothing, "The words are too few or too vague to be sure."),
        (more, f'The words "{_short(more or "")}" may ask for something more.'),
        (single.is_thin(kinds, wanted.keeping(hits)), "Few words speak for it, and it asks for nothing else."),
        (single.is_slight(kinds, wanted.keeping(hits)), "Only a hint speaks for it, which may mean something else."),
        (single.is_groundless(kinds, wanted), "It seems to change something, but nothing shows what was asked for before."),
        (single.is_crowded(kinds, wanted), "Two seminars are named, and only a change was understood."),
        (single.is_crammed(kinds), "It seems to ask for several things that seldom stand in one letter."),
        (
            single.is_told_regret(kinds, wanted.keeping(hits)),
            "Somebody cannot come: that may be part of what the example tells.",
        ),
        (
            moves and (Kind.CANCELLATION not in kinds or ("cancels" not in rules and not wanted.before())),
            "The sender may wish to change seminars.",
        ),
        (
            both and not moves and _same_seminar(hits, wanted),
            "It seems both to request and to give up a place, and not at two different seminars.",
        ),
        (
            {Kind.PLACE_REQUEST, Kind.AMENDMENT} <= set(kinds) and single.is_twofold(wanted),
            "It seems both to request a place and to change one, and not at two different seminars.",
        ),
        (
            REFUSES in rules and not wanted.noted,
            "It asks not to be booked. A person should see whether a place is held.",
        ),
        (change, f'The words "{_short(change or "")}" may ask to change a booking.'),
        (coming, f'The words "{_short(coming or "")}" may mean that the sender wishes to come.'),
        (clashing, f'The words "{_short(clashing or "")}" point at two different seminars at once.'),
        (placeless, "It asks for a place, but says nothing of a seminar."),
        (away, "Somebody is said to stay away, and a place is asked for."),
        (unsent, "It says that an example is sent, but none was found."),
        (suspect and Kind.PRACTICE_EXAMPLE not in kinds, "It has something of unsolicited advertising."),
        (wanted.cut, "The message is very long, and only its beginning was read for wishes."),
        (wanted.passed_on and not wanted.body, "The wish stands only in a forwarded message, without a word from the sender."),
    )
    return [sentence for holds, sentence in said if holds]


def _more(kinds: tuple[Kind, ...], hits: tuple[Hit, ...], wanted: Wishes) -> str | None:
    """Words that may ask for more than was understood."""
    beside = _beside(kinds, hits, known=wanted.before())
    return _unheard(kinds, wanted) or (beside.words if beside else None)


def _marks(kinds: tuple[Kind, ...], hits: tuple[Hit, ...]) -> Iterator[str]:
    """What is filed on words that are less than clear."""
    for kind, does in MARKED.items():
        if kind in kinds and _weight(hits, kind, None) < words.threshold("clear"):
            said = max((h for h in hits if h.kind == kind), key=lambda h: h.weight).words
            yield f'Please see whether it {does}: the words "{_short(said)}" are less than clear.'


def _unheard(kinds: tuple[Kind, ...], wanted: Wishes) -> str | None:
    """The first sentence that asks us for something, which no cue has explained."""
    if Kind.PRACTICE_EXAMPLE in kinds:
        return None  # what stands in a story or a form asks us for nothing
    explained = {h.sentence.order for h in wanted.hits}
    for sentence in wanted.body:
        courtesy = any(words.sign(name).search(sentence.plain) for name in COURTESY)
        understood = sentence.order in explained or courtesy or _told_as_need(sentence, kinds) or _counts(sentence, kinds)
        if not understood and words.sign("plea").search(sentence.plain):
            return sentence.text
    return None


def _told_as_need(sentence: Sentence, kinds: tuple[Kind, ...]) -> bool:
    """Whether it states an access or dietary need, which is lifted into its column beside a request or a change."""
    needs = (words.pattern(f"needs.{sort}") for sort in ("access", "dietary"))
    return bool({Kind.PLACE_REQUEST, Kind.AMENDMENT} & set(kinds)) and any(n.search(sentence.plain) for n in needs)


def _counts(sentence: Sentence, kinds: tuple[Kind, ...]) -> bool:
    """Whether it announces as many wishes as were understood: "Two things, please"."""
    told = words.sign("so_many_things").match(sentence.plain)
    return told is not None and places.number(told.group(1)) == len(kinds)


def _beside(kinds: tuple[Kind, ...], hits: tuple[Hit, ...], *, known: bool) -> Hit | None:
    """A weak sign of a request, a change or a giving up, where none is certain."""
    if CHANGES & set(kinds) or Kind.PRACTICE_EXAMPLE in kinds:
        return None
    weak = (h for h in hits if h.kind in CHANGES and h.weight >= 1.3 and not h.sentence.subject)
    return next((h for h in weak if known or h.kind != Kind.CANCELLATION), None)  # who has asked for nothing gives nothing up


def _ours(wanted: Wishes) -> bool:
    sign = words.sign("ours")
    headed = any(not m.denied for m in wanted.mentions[-1])
    return wanted.noted or headed or any(sign.search(text) for text in (wanted.subject.plain, *wanted.masked.values()))


def _may_be_ours(wanted: Wishes) -> bool:
    """Whether what is given up or changed may be at a seminar: something of ours is spoken of, or dealings before."""
    return wishes.speaks_of_call(wanted) or _ours(wanted) or any(wanted.mentions.values()) or wanted.before() or wanted.answers


def _by_name(kind: Kind, hits: tuple[Hit, ...]) -> bool:
    """Whether it is called by its name, so that in this mailbox it can be about nothing else: a place, or "cancel"."""
    if kind == Kind.CANCELLATION:
        return any(h.kind == kind and words.sign("cancels").search(h.words.lower()) for h in hits)
    return kind == Kind.PLACE_REQUEST


def _elsewhere(wanted: Wishes) -> bool:
    """Whether another event or an appointment is spoken of, and nothing that is ours beyond doubt: a date is anybody's."""
    said = (wanted.subject, *wanted.sentences())
    if not any(words.sign("not_ours").search(s.plain) for s in said):
        return False
    named = any(not dates.is_date(s.plain[m.start : m.end]) for s in said for m in wanted.mentions[s.order])
    named = named or any(h.rule == MOVES for h in wanted.hits)  # from one of ours to another
    return not (named or wanted.noted or wanted.answers or any(words.sign("surely_ours").search(s.plain) for s in said))


def _same_seminar(hits: tuple[Hit, ...], wanted: Wishes) -> bool:
    def named(kind: Kind) -> set[str]:
        return {m.seminar for h in hits if h.kind == kind for m in wanted.near(h) if not m.denied}

    asked, given = named(Kind.PLACE_REQUEST), named(Kind.CANCELLATION)
    return not asked or not given or bool(asked & given)


def _confidence(
    kinds: tuple[Kind, ...], sure: set[Kind], hits: tuple[Hit, ...], example: Example | None, *, doubted: bool
) -> float:
    """0 to 1: from the weight of the weakest of the kinds; a doubt leaves little of it."""
    if not sure:
        return 0.3 if kinds != (Kind.OTHER,) else 0.4
    most = words.threshold("doubted") if doubted else 0.98
    return round(min(most, 0.5 + min(_weight(hits, kind, example) for kind in kinds) / 10), 2)


# ---------------------------------------------------------------------------------------------------------- in words


def _reasons(kinds: tuple[Kind, ...], hits: tuple[Hit, ...], example: Example | None, wanted: Wishes) -> Iterator[str]:
    for kind in kinds:
        if kind == Kind.PRACTICE_EXAMPLE and example:
            yield from _form_found(example)
            continue
        best = sorted((h for h in hits if h.kind == kind), key=lambda h: -h.weight)[:2]
        yield from dict.fromkeys(h.say.format(words=_short(h.words)) for h in best)
    if wanted.passed_on:
        yield "The sender passes on what another wrote; the forwarded words were read too."


def _form_found(example: Example) -> Iterator[str]:
    """Where the form stands, and why it could not be read where it could not: the source may end with a sentence on that."""
    where, _, why = (example.source or "the message").partition(": ")
    yield f"A returned form was found in {where.rstrip('.')}."
    if why:
        yield why if why.endswith(".") else f"{why}."
    elif example.missing is None:
        yield "It cannot be read by a program."


def _short(text: str) -> str:
    return text if len(text) <= 160 else re.sub(r"\s+\S*$", " ...", text[:157])


def is_machine(verdict: Verdict) -> bool:
    """Whether the verdict is one of the kinds that programs send."""
    return verdict.kinds[0] in MACHINE_KINDS
