"""What the sender wants, sentence by sentence: the cues that speak, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from intake.model import Cue, Kind, Message, Wording
from intake.programme import Programme
from intake.reading import seminars, sentences, words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence

CHANGES = frozenset({Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.AMENDMENT})
CERTAIN = 2.0  # the weight from which a wish stands by itself
_REPLY = re.compile(r"^\s*(?:re|aw|sv|antw)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that spoke in one sentence."""

    kind: Kind
    rule: str
    weight: float
    say: str  # a sentence with {words}
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end].strip(" ,;:.-")

    def cue(self) -> Cue:
        return Cue(self.kind, self.rule, self.words, self.weight)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was found in the sender's own words (or in those passed on for us to act upon)."""

    subject: Sentence
    body: tuple[Sentence, ...]
    passed_on: tuple[Sentence, ...]  # sentences of forwarded text that count as asked
    hits: tuple[Hit, ...]
    mentions: dict[int, tuple[Mention, ...]]  # by the order of the sentence; -1 is the subject
    masked: dict[int, str]
    prior: bool  # earlier dealings are spoken of
    holds: bool  # the sender has a place already
    about_us: bool
    cut: bool = False  # the text was too long to be read to its end

    def total(self, kind: Kind) -> float:
        """The weight of all that speaks for `kind`: the best cue of each sentence."""
        best: dict[int, float] = {}
        for hit in self.hits:
            if hit.kind == kind:
                best[hit.sentence.order] = max(best.get(hit.sentence.order, 0.0), hit.weight)
        return min(sum(best.values()), 6.0)

    def of(self, kind: Kind) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.kind == kind)

    def near(self, hit: Hit) -> tuple[Mention, ...]:
        """The seminars of a cue's sentence that belong to it.

        Where a sentence both gives up and asks, a seminar belongs to the wish that it follows, one in front to the first.
        """
        others = [h for h in self.hits if h.sentence.order == hit.sentence.order and h.kind in CHANGES]

        def belongs(mention: Mention) -> bool:
            before = [h for h in others if h.start <= mention.start]
            nearest = max(before, key=lambda h: h.start) if before else min(others, key=lambda h: h.start)
            return nearest.kind == hit.kind

        found = self.mentions[hit.sentence.order]
        return found if len({h.kind for h in others}) < 2 else tuple(filter(belongs, found))

    def sentences(self) -> tuple[Sentence, ...]:
        return (*self.body, *self.passed_on)


def read(message: Message, wording: Wording, programme: Programme, sent: datetime) -> Wishes:
    """All wishes of a message, settled; `sent` (aware) is the Date header."""
    subject = sentences.subject(message.subject)
    body = sentences.of(_before_form(wording.own[: sentences.MOST], programme))
    passed_on = _passed_on(body, wording)
    everything = (subject, *body, *passed_on)
    mentions = {s.order: seminars.mentions(s, programme, sent) for s in everything}
    masked = {s.order: _masked(s, mentions[s.order], programme) for s in everything}
    quoted = sentences.plain(wording.quoted[: sentences.MOST])
    found = [hit for s in everything for hit in _spoken(s, masked, programme)]
    signs = [masked[s.order] for s in (*body, *passed_on)]
    prior = any(words.sign("prior").search(text) for text in signs)
    holds = any(words.sign("holds").search(text) for text in signs)
    draft = Wishes(
        subject=subject,
        body=body,
        passed_on=passed_on,
        hits=tuple(found),
        mentions=mentions,
        masked=masked,
        prior=prior,
        holds=holds,
        about_us=bool(words.sign("about_us").search(" ".join(masked.values()))),
        cut=max(len(wording.own), len(wording.forwarded)) > sentences.MOST,
    )
    return _settled(
        draft, new_subject=not _REPLY.match(message.subject), quoted=quoted, files=any(not p.inline for p in message.parts)
    )


# ---------------------------------------------------------------------------------------------------- finding the cues


def _before_form(text: str, programme: Programme) -> str:
    """The text above a template that was pasted into the message: its questions and answers are no wishes."""
    if programme.call is None:
        return text
    labels = _labels(programme)
    starts = [m.start() for m in labels.finditer(sentences.plain(text))]
    return text[: starts[0]] if len(starts) >= 4 else text


@lru_cache(maxsize=8)
def _labels(programme: Programme) -> re.Pattern[str]:
    fields = programme.call.fields if programme.call else ()
    made = [r"\s+".join(re.escape(w) for w in sentences.plain(field.label).split()) for field in fields]
    return re.compile(rf"^[\s>*|]*(?:\d+[.)] )?(?:{'|'.join(made)})", re.MULTILINE)


def _passed_on(body: tuple[Sentence, ...], wording: Wording) -> tuple[Sentence, ...]:
    """The forwarded text, where the sender asks us to act upon it; later in order than all own sentences."""
    if not wording.forwarded.strip():
        return ()
    short = sum(len(s.text.split()) for s in body) <= 12
    if not short and not any(words.sign("passes_on").search(s.plain) for s in body):
        return ()
    text = re.sub(r"(?im)^[>\s*]*(?:from|sent|to|cc|subject|date|reply-to)\*?:.*$", "", wording.forwarded[: sentences.MOST])
    return tuple(replace(s, order=s.order + 1000) for s in sentences.of(text))


def _masked(sentence: Sentence, mentions: tuple[Mention, ...], programme: Programme) -> str:
    """The plain sentence with every mention of a seminar as §§§ and every other name of the template as ¤¤¤."""
    text = sentence.plain
    for mention in mentions:
        text = text[: mention.start] + words.SEMINAR * (mention.end - mention.start) + text[mention.end :]
    own = words.phrases(programme.call.also) if programme.call else None
    return own.sub(lambda m: words.FORM * len(m.group()), text) if own else text


def _spoken(sentence: Sentence, masked: dict[int, str], programme: Programme) -> Iterable[Hit]:
    text = masked[sentence.order]
    for rule in (*words.rules(), *_added(programme)):
        if rule.needs == "form" and not any(words.part("form").search(t) for t in masked.values()):
            continue
        if rule.unless and rule.unless.search(text):
            continue
        for match in rule.pattern.finditer(text):
            if not _void(rule, text, match):
                yield Hit(rule.kind, rule.name, rule.weight, rule.say, sentence, *match.span())
                break


def _void(rule: words.Rule, text: str, match: re.Match[str]) -> bool:
    clause = re.split(r"[,;:()]| - |\bbut\b", text[: match.start()])[-1]
    if rule.before and rule.before.search(text[: match.start()]):
        return True
    if rule.after and rule.after.search(text[match.end() :]):
        return True
    if rule.kind != Kind.QUESTION and words.sign("negated").search(clause) and not words.sign("no_negation").search(clause):
        return True
    if rule.kind == Kind.PLACE_REQUEST and words.sign("reported").search(clause):
        return True
    return rule.kind in {Kind.CANCELLATION, Kind.PRACTICE_EXAMPLE} and bool(words.sign("supposed").search(clause))


@lru_cache(maxsize=8)
def _added(programme: Programme) -> tuple[words.Rule, ...]:
    """The words that an administrator added."""
    extra = programme.words
    lists = (
        (Kind.PLACE_REQUEST, extra.place),
        (Kind.CANCELLATION, extra.cancel),
        (Kind.AMENDMENT, extra.change),
        (Kind.TEMPLATE_REQUEST, extra.template),
        (Kind.QUESTION, extra.question),
    )
    made = []
    for kind, phrases in lists:
        if pattern := words.phrases(phrases):
            made.append(words.Rule(kind, "configured words", 2.6, 'The words "{words}" are on your own list.', pattern))
    return tuple(made)


# --------------------------------------------------------------------------------------------- weighing them together


def _settled(draft: Wishes, *, new_subject: bool, quoted: str, files: bool) -> Wishes:
    """The cues that remain once each has been held against the others and against the signs."""
    steps: tuple[Callable[[Wishes], Wishes], ...] = (
        lambda w: _add_yes(w, quoted),
        lambda w: _weak_ones(w, reply=not new_subject or bool(quoted.strip()), files=files),
        _changes,
        _held_places,
        _given_up,
        lambda w: _subject_last(w, new_subject=new_subject),
        _questions,
    )
    for step in steps:
        draft = step(draft)
    return draft


def _with(wishes: Wishes, keep: Iterable[Hit]) -> Wishes:
    return replace(wishes, hits=tuple(keep))


def _add_yes(wishes: Wishes, quoted: str) -> Wishes:
    """A bare yes to an offer in the quoted text."""
    first = wishes.body[0] if wishes.body else None
    if first is None or any(h.kind == Kind.PLACE_REQUEST and not h.sentence.subject for h in wishes.hits):
        return wishes
    match = words.sign("yes").search(first.plain)
    if match and words.sign("offer").search(quoted) and not re.search(r"\b(?:no|not|can'?t|cannot)\b", first.plain):
        hit = Hit(
            Kind.PLACE_REQUEST,
            "says yes to an offer",
            2.4,
            'The words "{words}" accept an offer of a place.',
            first,
            *match.span(),
        )
        return _with(wishes, (*wishes.hits, hit))
    return wishes


def _weak_ones(wishes: Wishes, *, reply: bool, files: bool) -> Wishes:
    """Small words of change count only where there was something to change."""
    before = wishes.prior or reply
    sends_form = files or any(h.kind == Kind.PRACTICE_EXAMPLE for h in wishes.hits)

    def weighed(hit: Hit) -> Hit | None:
        if hit.rule == "replaces a form":
            return replace(hit, weight=2.2) if sends_form or wishes.prior else None
        if reply and hit.rule == "says they will come":
            return None
        weak = hit.kind == Kind.AMENDMENT and hit.weight < CERTAIN
        return hit if before or not (weak or hit.rule == "takes back an earlier message") else None

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _changes(wishes: Wishes) -> Wishes:
    """A change takes the place of the request, and of the giving up, that its sentence seems to hold as well."""

    def changing(hit: Hit) -> bool:
        return (
            hit.kind == Kind.AMENDMENT
            and not hit.sentence.subject
            and (hit.weight >= CERTAIN or (hit.rule == "adds another person" and wishes.prior))
        )

    given = {h.sentence.order for h in wishes.hits if h.rule == "cancels"}
    orders = {h.sentence.order for h in wishes.hits if changing(h)}
    orders -= given - {h.sentence.order for h in wishes.hits if changing(h) and h.weight >= CERTAIN}
    if not orders:
        return wishes
    apart = {s.order for s in wishes.sentences() if words.sign("apart").search(s.plain)}
    replaced = any(h.rule == "somebody comes in another's place" for h in wishes.hits if changing(h))

    def weighed(hit: Hit) -> Hit | None:
        same = hit.sentence.order in orders - apart
        if same and hit.kind in {Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.TEMPLATE_REQUEST}:
            return None
        if replaced and hit.kind == Kind.CANCELLATION and hit.rule != "cancels":
            return None
        return replace(hit, weight=max(hit.weight, 2.5)) if same and hit.kind == Kind.AMENDMENT else hit

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _held_places(wishes: Wishes) -> Wishes:
    """Who has a place asks for another one only at another seminar, or for another person: then it is a change."""
    if not wishes.holds:
        return wishes
    sign = words.sign("holds")
    held = {m.seminar for s in wishes.sentences() if sign.search(wishes.masked[s.order]) for m in wishes.mentions[s.order]}
    note = 'The words "{words}" add to a place that is held already.'

    def weighed(hit: Hit) -> Hit | None:
        elsewhere = {m.seminar for m in wishes.mentions[hit.sentence.order] if not m.denied} - held
        if hit.kind != Kind.PLACE_REQUEST or (held and elsewhere):
            return hit
        if hit.weight < 2.5 or hit.sentence.subject or sign.search(wishes.masked[hit.sentence.order]):
            return None
        return replace(hit, kind=Kind.AMENDMENT, rule="another for a holder", say=note)

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _given_up(wishes: Wishes) -> Wishes:
    """To be unable to come is no cancellation where no place was asked for; to give up one of several is a change."""
    body = [h for h in wishes.hits if not h.sentence.subject]
    asks = [h for h in body if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    gives = [h for h in body if h.kind == Kind.CANCELLATION]
    strong = [h for h in gives if h.weight >= CERTAIN]
    questions = any(h.kind == Kind.QUESTION for h in body) or any(s.asks for s in wishes.body)
    if gives and not strong and not asks and questions and not wishes.prior:
        return wishes  # too little to give up a place on: a person will read the question
    if asks and gives and not strong and not wishes.prior:
        return _with(wishes, (h for h in wishes.hits if h.kind != Kind.CANCELLATION))
    partly = words.sign("partly")
    if gives and not asks and any(partly.search(wishes.masked[s.order]) for s in wishes.body):
        note = 'The words "{words}" give up a part of what was asked for.'
        changed = [replace(h, kind=Kind.AMENDMENT, say=note, weight=max(h.weight, CERTAIN)) for h in gives]
        return _with(wishes, (*(h for h in wishes.hits if h.kind != Kind.CANCELLATION), *changed))
    if gives and not asks and not strong:
        wishes = _with(wishes, (replace(h, weight=2.1) if h in gives and h.rule == "cannot come" else h for h in wishes.hits))
    given = {h.sentence.order for h in gives}

    def weaker(hit: Hit) -> bool:
        return hit.kind == Kind.PLACE_REQUEST and hit.sentence.order in given and hit.weight < 3

    return _with(wishes, (h for h in wishes.hits if not weaker(h)))


def _subject_last(wishes: Wishes, *, new_subject: bool) -> Wishes:
    """The subject speaks only where the body does not; it adds to what the body says weakly."""
    body: dict[Kind, float] = {}
    for hit in wishes.hits:
        if not hit.sentence.subject:
            body[hit.kind] = max(body.get(hit.kind, 0.0), hit.weight)
    firm = any(weight >= CERTAIN for weight in body.values())
    keep = []
    for hit in wishes.hits:
        if not hit.sentence.subject:
            keep.append(hit)
        elif new_subject and (hit.kind in body or not firm) and hit.kind != Kind.QUESTION:
            keep.append(replace(hit, weight=hit.weight if not body else min(hit.weight, 1.0)))
    return _with(wishes, keep)


def _questions(wishes: Wishes) -> Wishes:
    """Adds sentences that ask; drops those that only repeat a wish or are polite."""
    spoken = {h.sentence.order for h in wishes.hits if h.kind != Kind.QUESTION and wishes.total(h.kind) >= CERTAIN}
    spoken |= {h.sentence.order for h in wishes.hits if h.kind == Kind.PLACE_REQUEST}
    keep = [h for h in wishes.hits if h.kind != Kind.QUESTION]
    for hit in wishes.hits:
        if hit.kind == Kind.QUESTION and (hit.sentence.order not in spoken or _tail(wishes, hit.sentence)):
            keep.append(hit)
    asking = {h.sentence.order for h in keep if h.kind == Kind.QUESTION}
    candidates = wishes.sentences() or (wishes.subject,)
    for sentence in candidates:
        if sentence.order in asking or not sentence.asks:
            continue
        text = wishes.masked[sentence.order]
        late = words.sign("too_late").search(text)
        polite = words.sign("polite").search(text) and (spoken or "confirm" not in text)
        if not late and (polite or (sentence.order in spoken and not _tail(wishes, sentence))):
            continue
        keep.append(Hit(Kind.QUESTION, "asks", 2.2, 'The sentence "{words}" asks something.', sentence, 0, len(sentence.text)))
    return _with(wishes, keep)


def _tail(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether a second question follows the wish within its sentence."""
    ends = [h.end for h in wishes.hits if h.sentence.order == sentence.order and h.kind != Kind.QUESTION]
    rest = wishes.masked[sentence.order][max(ends) :] if ends else ""
    return sentence.asks and bool(words.sign("tail_question").search(rest))


def flat(text: str) -> str:
    """Letters and digits only, to see whether one text stands within another."""
    return re.sub(r"\W+", "", sentences.plain(text))
