"""What the sender wants, sentence by sentence: the cues that speak, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice

from intake import reference
from intake.model import Kind, Message, Wording
from intake.programme import Call, Programme, Question
from intake.reading import dates, earlier, frames, needs, seminars, sentences, tables, weigh, words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, CHANGES, CONFIGURED, REPLACES, Hit, Wishes

__all__ = ["CERTAIN", "CHANGES", "Hit", "Wishes", "flat", "read", "seeks", "wants_nothing"]

_OTHERS = re.compile(r"^if you (?:are|'re) (?!able|ok|okay|happy|willing|so kind|still)")  # speaks to whoever may read it
# "not booked yet so put me down": what follows "so" and speaks for itself is no longer denied
_CLAUSE = re.compile(
    r"[,;:()]| - |\bbut\b"
    r"|\bthen (?:$|(?=please|pls|put|book|could|can|i'?d\b))"
    r"|\bso (?:$|(?=i\b|i'?[dl]l?\b|we\b|please|pls|could|can))"
)
_PASTED = 4  # questions of the form on lines of their own: fewer are no form
_REMARK = 8  # words behind an option: more are a letter that begins like it
_MARKS = 8  # letters before a question: a number, a mark of a list
_LETTER = 2  # paragraphs at the end that may be a letter
AWAY = (
    "wont_come",
    "declines",
    "not_yet",
    "not_for_me",
    "asks_for_others",
)  # signs that a seminar is named without a wish to come
COVERING = 60  # words of a covering note
_WRAPPED = re.compile(
    r"(?<=\S)\n[>|\s]{0,80}(?=[a-z])"
)  # a quoted line goes on in the next one, behind the marks of a quotation
LETTER = 2_000  # letters of quoted mail in which our own acknowledgement, and the names in it, are looked for
_REPLY = re.compile(r"^\s*(?:re|aw|sv|antw)\s*:", re.IGNORECASE)


def read(message: Message, wording: Wording, programme: Programme, sent: datetime) -> Wishes:
    """All wishes of a message, settled; `sent` (aware) is the Date header."""
    own = wording.own[: sentences.MOST]
    if words.sign("as_subject").match(sentences.plain(own.lstrip())):
        own = f"{message.subject}, please.\n\n{own}"  # the wish stands there
    body = sentences.of(_around_form(own, programme))
    wanted = _read(message, wording, programme, sent, body, _passed_on(body, wording))
    wishes_already = any(wanted.total(kind) >= CERTAIN for kind in Kind if kind != Kind.QUESTION)
    for_its_author = any(words.sign("for_its_author").search(s.plain) for s in body)
    if wanted.passed_on or (wishes_already and not for_its_author):
        return wanted
    handed = _handed_over(body, wording)
    if handed:
        other = _read(message, wording, programme, sent, body, handed)
        if any(other.total(kind) >= CERTAIN for kind in CHANGES | {Kind.TEMPLATE_REQUEST}):
            return other
    return wanted


def _read(
    message: Message,
    wording: Wording,
    programme: Programme,
    sent: datetime,
    body: tuple[Sentence, ...],
    passed_on: tuple[Sentence, ...],
) -> Wishes:
    """The wishes of these sentences, settled."""
    subject = sentences.subject(message.subject)
    everything = (subject, *body, *passed_on)
    mentions = {s.order: seminars.mentions(s, programme, sent) for s in everything}
    seminars.by_order((*body, *passed_on), mentions, programme)
    masked = {s.order: _masked(s, mentions[s.order], programme) for s in everything}
    quoted = sentences.plain(_WRAPPED.sub(" ", wording.quoted[: sentences.MOST]))
    spoken_of = {part for part in ("form", "example") if any(words.part(part).search(text) for text in masked.values())}
    if words.sign("form_sent").search(quoted):
        spoken_of.add("form")  # "nothing was attached" answers our letter
    found = [hit for s in everything for hit in _spoken(s, masked, spoken_of, programme)]
    signs = [masked[s.order] for s in (*body, *passed_on)]
    referred = bool(reference.shapes(f"{message.subject}\n{wording.own}", programme.prefixes()))
    of_example = _is_of_example(wording.quoted, message.subject, found, programme)
    reply = bool(_REPLY.match(message.subject))
    ours = earlier.is_ours(quoted, programme.addresses)
    named_there = ours and bool(_noted_for(wording.quoted, subject, programme, sent))
    noted = earlier.noted(quoted, subject, reply=reply, record=named_there) and not of_example
    first = not noted and any(words.sign("first_word").search(text) for text in signs)
    again = referred or any(words.sign("again").search(text) for text in (subject.plain, *signs))
    again = again or (earlier.asked_in(quoted) and not of_example)
    draft = Wishes(
        subject=subject,
        body=body,
        passed_on=passed_on,
        hits=tuple(found),
        mentions=mentions,
        masked=masked,
        prior=not first and (any(map(earlier.told, signs)) or earlier.headed(masked[subject.order])),
        holds=not first and any(words.sign("holds").search(text) for text in signs),
        about_us=_about_us(everything, mentions, masked),
        again=again,
        noted=noted,
        noted_for=_noted_for(wording.quoted, subject, programme, sent) if noted else frozenset(),
        over=frozenset(s.id for s in programme.seminars if s.date < sent.date()),
        invited=not noted and bool(words.pattern("changes.signs.invites").search(quoted)),
        cut=max(len(wording.own), len(wording.forwarded)) > sentences.MOST,
    )
    draft = replace(draft, answers=reply and ours, about_us=draft.about_us or ours)
    shown = _shown(draft)
    draft = replace(draft, hits=(*found, *frames.spoken(draft.sentences(), masked, found, shown)))
    files = any(not p.inline for p in message.parts) or _pasted(wording, programme)
    need = (needs.access(body, programme) or needs.dietary(body, programme)) if draft.before() else None
    listed = any(table.names() for table in tables.shown(message, wording.own))
    return weigh.settled(draft, reply=reply, quoted=quoted, files=files, need=need or "", listed=listed)


def _about_us(everything: Iterable[Sentence], mentions: dict[int, tuple[Mention, ...]], masked: dict[int, str]) -> bool:
    """Whether anything shows that the message is meant for us; "the 17th" alone may be anybody's."""

    def seen(sentence: Sentence) -> str:
        if words.sign("coming_on").search(masked[sentence.order]):
            return masked[sentence.order]
        bare = all(dates.BARE.fullmatch(sentence.plain[m.start : m.end]) for m in mentions[sentence.order])
        return sentence.plain if bare else masked[sentence.order]

    own = " ".join(seen(s) for s in everything)
    return bool(words.sign("about_us").search(own)) or any(words.FORM in text for text in masked.values())


def _shown(draft: Wishes) -> frozenset[str]:
    """What the whole message has, for frames that speak only there."""
    texts = draft.masked.values()
    event = any(draft.mentions.values()) or any(words.part("event").search(text) for text in texts)
    form = any(words.part(part).search(text) for part in ("form", "example") for text in texts)
    gives = any(words.sign("cancels").search(draft.masked[s.order]) for s in draft.body)
    before = draft.before()
    role = any(words.sign("role").search(s.plain) for s in draft.body)
    shown = {
        "role": role,
        "event": event or draft.answers,
        "form": form,
        "before": before or draft.answers or gives,
        "fresh": not before,
    }
    return frozenset(name for name, there in shown.items() if there)


def _is_of_example(quoted: str, subject: str, found: list[Hit], programme: Programme) -> bool:
    """Whether our letter was about an example alone, and the sender asks for a place now: the first that we hear of it."""
    asks = any(h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN and not h.sentence.subject for h in found)
    named = reference.shapes(f"{subject}\n{quoted}", programme.prefixes())
    return asks and programme.call is not None and named == {programme.call.code}


def _noted_for(quoted: str, subject: Sentence, programme: Programme, sent: datetime) -> frozenset[str]:
    """The seminars of an acknowledgement of ours that the sender has quoted."""
    for said in (sentences.of(quoted[:LETTER]), (subject,)):  # a subject may name where the sender wants to go
        named = frozenset(m.seminar for s in said for m in seminars.mentions(s, programme, sent) if not m.denied)
        if named:
            return named
    return frozenset()


# ---------------------------------------------------------------------------------------------------- finding the cues


def _around_form(text: str, programme: Programme) -> str:
    """The text above and below a template that was pasted into the message: its questions and answers are no wishes."""
    if programme.call is None:
        return text
    asked = list(_labels(programme).finditer(sentences.plain(text)))
    if len(asked) < _PASTED:
        return text
    *_, last = _labels(programme, others=True).finditer(sentences.plain(text))
    return text[: asked[0].start()] + _below(text[last.start() :], programme.call)


def _pasted(wording: Wording, programme: Programme) -> bool:
    """Whether the form itself stands in the message, filled in."""
    own = sentences.plain(wording.own[: sentences.MOST])
    return programme.call is not None and sum(1 for _ in islice(_labels(programme).finditer(own), _PASTED)) >= _PASTED


def _below(answered: str, call: Call) -> str:
    """What stands below the last question where that is a choice: the answer to any other may go on and on."""
    head = sentences.plain(" ".join(answered.split()))
    names = ((q, said) for q in call.fields for said in (q.label, *q.also) if len(said.split()) > 1)
    last = next((q for q, said in names if sentences.plain(said) in head[: len(said) + _MARKS]), None)
    chosen = _chosen(answered, call) if last is None or last.kind != "one_of" else (last, 0)
    if chosen is None:  # the end may be a letter again, where it speaks to us
        _, *rest = re.split(r"\n\s*\n", answered)
        spoken = [p for p in rest[-_LETTER:] if words.pattern("told.to_us").search(sentences.plain(p))]
        return "\n\n" + "\n\n".join(spoken) if spoken else ""
    question, start = chosen
    options = [_words(said) for option in question.options for said in (option.label, *option.also)]
    _, *rest = re.split(r"\n\s*\n", answered[start:])
    letter = [p for p in rest if not any(_is_option(_words(p), option) for option in options)]
    return "\n\n" + "\n\n".join(letter)


def _chosen(answered: str, call: Call) -> tuple[Question, int] | None:
    """The last question answered with one of its options, by whatever name it is asked, and where its line stands."""
    lines = [(m.start(), _words(m[1])) for m in re.finditer(r"^[^:\n]+:([^\n]+)$", answered, re.MULTILINE)]
    choices = [(q, _words(said)) for q in call.fields if q.kind == "one_of" for o in q.options for said in (o.label, *o.also)]
    found = ((q, start) for start, said in reversed(lines) for q, option in choices if _is_option(said, option))
    return next(found, None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", sentences.plain(text))


def _is_option(paragraph: list[str], option: list[str]) -> bool:
    """Whether a paragraph is one of the form's answers with little more, and no letter that only begins like it ("No, ...")."""
    said = paragraph[1:] if paragraph[:1] == ["x"] else paragraph
    return bool(option) and said[: len(option)] == option and len(said) <= len(option) + _REMARK


@lru_cache(maxsize=8)
def _labels(programme: Programme, *, others: bool = False) -> re.Pattern[str]:
    """The questions of the form at the head of a line; `others`: by their other names too."""
    fields = programme.call.fields if programme.call else ()
    names = [said for f in fields for said in (f.label, *(also for also in f.also if others and " " in also))]
    made = [r"\s+".join(re.escape(w) for w in sentences.plain(said).rstrip("?: ").split()) for said in names]
    return re.compile(
        rf"^(?:[^\S\n]|[>*|])*+(?:\d+[.)] )?(?:{'|'.join(made)})", re.MULTILINE
    )  # within its line: many are blank


def _passed_on(body: tuple[Sentence, ...], wording: Wording) -> tuple[Sentence, ...]:
    """The forwarded text, where the sender asks us to act upon it; later in order than all own sentences."""
    if not wording.forwarded.strip():
        return ()
    short = sum(len(s.text.split()) for s in body) <= 12
    if not short and not any(words.sign("passes_on").search(s.plain) for s in body):
        return ()
    return _forwarded(wording)


def _handed_over(body: tuple[Sentence, ...], wording: Wording) -> tuple[Sentence, ...]:
    """The forwarded text of somebody who wants nothing else, and asks us to see to it, where it speaks of its own writer."""
    brief = sum(len(s.text.split()) for s in body) <= COVERING
    if not wording.forwarded.strip() or not brief or not any(words.sign("hands_over").search(s.plain) for s in body):
        return ()
    found = _forwarded(wording)
    return found if any(re.search(r"\b(?:i|i'd|i'm|i'll|we|we'd|me|us|my|our)\b", s.plain) for s in found) else ()


def _forwarded(wording: Wording) -> tuple[Sentence, ...]:
    text = re.sub(
        r"(?im)^(?:[^\S\n]|[>*])*+(?:from|sent|to|cc|subject|date|reply-to)\*?:.*$", "", wording.forwarded[: sentences.MOST]
    )
    return tuple(replace(s, order=s.order + 1000) for s in sentences.of(text))


def _masked(sentence: Sentence, mentions: tuple[Mention, ...], programme: Programme) -> str:
    """The plain sentence with every mention of a seminar as §§§ and every other name of the template as ¤¤¤."""
    text = sentence.plain
    for mention in mentions:
        text = text[: mention.start] + words.SEMINAR * (mention.end - mention.start) + text[mention.end :]
    own = words.phrases(programme.call.also) if programme.call else None
    return own.sub(lambda m: words.FORM * len(m.group()), text) if own else text


def _spoken(sentence: Sentence, masked: dict[int, str], spoken_of: set[str], programme: Programme) -> Iterable[Hit]:
    # An administrator writes a seminar's name as it is: those rules see the sentence itself.
    unspoken = {"form", "example"} - spoken_of
    looked_in = ((words.rules(), masked[sentence.order]), (_added(programme), sentence.plain))
    for rule, text in ((rule, text) for rules, text in looked_in for rule in rules if rule.pattern.search(text)):
        if rule.needs in unspoken or (rule.needs == "item" and not sentence.item):
            continue
        for number, match in enumerate(_matches(rule.pattern, text)):
            if number == 0 and rule.unless and rule.unless.search(text):
                break  # looked at last, for most rules find nothing in most sentences
            if not _void(rule, text, match) and (rule.needs != "seat" or _seat_before(sentence, masked, match.start())):
                yield Hit(rule.kind, rule.name, rule.weight, rule.say, sentence, *match.span())
                break


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Each match, those that begin within an earlier one too: a wish may stand behind one that is denied in the same breath."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def _seat_before(sentence: Sentence, masked: dict[int, str], end: int) -> bool:
    """Whether "one" or "two" stands for a place: the last thing spoken of that it could stand for."""
    if words.part("seat").search(masked[sentence.order]):
        return True
    before = [text for order, text in sorted(masked.items()) if order < sentence.order]
    text = "\n".join((*before, masked[sentence.order][:end]))
    seats = [m.start() for m in words.sign("seat_before").finditer(text)]
    others = [m.start() for name in ("form", "example") for m in words.part(name).finditer(text)]
    others += [m.start() for m in words.sign("story_ahead").finditer(text)]
    return bool(seats) and seats[-1] > max(others, default=-1)


def _void(rule: words.Rule, text: str, match: re.Match[str]) -> bool:
    clause = _CLAUSE.split(text[: match.start()])[-1]
    if rule.before and rule.before.search(text[: match.start()]):
        return True
    if rule.after and rule.after.search(text[match.end() :]):
        return True
    if rule.kind != Kind.QUESTION and words.sign("negated").search(clause) and not words.sign("no_negation").search(clause):
        return True
    if rule.kind == Kind.PLACE_REQUEST and _turned_round(clause, match.group()):
        return True
    if rule.kind == Kind.PLACE_REQUEST and (_OTHERS.match(text) or words.sign("asks_for_others").search(text)):
        return True
    thought = rule.kind in {Kind.CANCELLATION, Kind.PRACTICE_EXAMPLE} or rule.name == REPLACES
    return thought and bool(words.sign("supposed").search(clause))


def _turned_round(clause: str, said: str) -> bool:
    """Whether a request is one told of, is refused in its own words ("please don't book me"), or is of a place given up."""
    if words.sign("put_before").search(clause + said):
        return True
    if words.sign("reported").search(clause) or words.sign("giving_up").search(clause) or words.part("unreal").search(said):
        return True
    refused = words.part("refused").search(said)
    return bool(refused and not words.sign("no_negation").search(clause + said) and not re.search(r"\bif\b|\?", clause))


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
            made.append(words.Rule(kind, CONFIGURED, 2.6, 'The words "{words}" are on your own list.', pattern))
    return tuple(made)


def flat(text: str) -> str:
    """Letters and digits only, to see whether one text stands within another."""
    return re.sub(r"\W+", "", sentences.plain(text))


def seeks(wanted: Wishes) -> bool:
    """Whether a message seems to want something: thanks and plain remarks do not."""
    over = any(words.sign("been_there").search(text) for text in wanted.masked.values())
    signs = ("seeks",) if wanted.noted or over else ("seeks", "says")
    return not wants_nothing(wanted) and any(words.sign(name).search(s.plain) for name in signs for s in wanted.sentences())


def speaks_of_one_to_come(wanted: Wishes) -> bool:
    """Whether a seminar that is still to come is named by whoever writes of his own accord, and not to give thanks."""
    said = {s.order for s in (wanted.subject, *wanted.sentences()) if not words.sign("hearsay").search(s.plain)}
    named = {m.seminar for order in said for m in wanted.mentions[order] if not m.denied}
    thanks = any(words.sign("thanks").search(s.plain) for s in wanted.body[:2])
    away = any(words.sign(name).search(s.plain) for s in wanted.body for name in AWAY)
    return bool(named - wanted.over) and not (wanted.answers or wanted.invited or thanks or away)


def speaks_of_call(wanted: Wishes) -> bool:
    """Whether the template or an example is spoken of."""
    return any(words.part(part).search(text) for part in ("form", "example") for text in wanted.masked.values())


def wants_nothing(wanted: Wishes) -> bool:
    """Whether the sender says that no answer is needed, or only thanks."""
    return any(words.sign("wants_nothing").search(s.plain) for s in wanted.sentences())
