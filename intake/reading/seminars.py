"""Which seminar is meant: by number, title, town, venue, speaker or date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rapidfuzz.distance import OSA

from intake.programme import Programme, Seminar
from intake.reading import dates, words
from intake.reading.dates import EVENT, NUMBERS
from intake.reading.sentences import Sentence, plain

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SMALL = frozenset({"the", "and", "of", "in", "for", "to", "towards", "a", "an", "on", "at", "with", "from", "by"})

# A town that is where somebody lives, or part of another body's name, is no seminar.
_OTHER_NAME = re.compile(
    r"^(?:'s)? (?:&|and [A-Z]\w+ (?:NHS|Health|Partnership)"
    r"|(?!Seminar|Event|Place|Day|On\b|In\b|I\b|I'|And\b|The\b|Please|For\b|At\b|Is\b|Or\b|If\b|We\b|My\b|Our\b|Many|Thank"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Workshop|Session|Talk|Conference|College)"
    r"[A-Z][a-z]+)"
)
LONG = 6  # letters: a shorter name is too like other words
_WORD = re.compile(rf"[^\W\d_]{{{LONG - 1},}}")
_LEAD = re.compile(
    r"(?:in|for|during|on|of|till|until|come|make|do|manage|attend|than|to|from|at|by|my|our|her|his|their) "
)  # a preposition or a verb is no part of the name


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that point at one seminar."""

    seminar: str
    start: int
    end: int
    denied: bool = False  # "not the Leeds one", "instead of Leeds"


@dataclass(frozen=True, slots=True)
class _Names:
    """Compiled once a seminar: what it can be called."""

    seminar: Seminar
    place: re.Pattern[str] | None  # town, venue and nicknames
    title: re.Pattern[str]
    short: re.Pattern[str] | None  # the words of its title that no other seminar has
    speakers: re.Pattern[str] | None


def mentions(sentence: Sentence, programme: Programme, sent: datetime) -> tuple[Mention, ...]:
    """All mentions of seminars in a sentence, in order; `sent` (aware) is what "next Wednesday" is counted from."""
    found = [*_by_number(sentence, programme, sent), *_by_name(sentence, programme)]
    found += [Mention(*said) for said in dates.seminars_on(sentence, programme, sent)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        lead = _LEAD.match(sentence.plain, mention.start, mention.end)
        start = lead.end() if lead else mention.start
        denied = mention.denied or bool(
            words.sign("not_this").search(sentence.plain[max(0, mention.start - 40) : mention.start])
            or words.sign("not_that").match(sentence.plain, mention.end)
        )
        kept.append(Mention(mention.seminar, start, mention.end, denied))
    kept = [_next_after(m, sentence, programme) for m in kept]
    more = [m for m in _following(sentence, programme, kept) if "next" not in sentence.plain[m.start : m.end]]
    return tuple(sorted([*kept, *more], key=lambda m: m.start))


def ids(found: tuple[Mention, ...], *, denied: bool = False) -> tuple[str, ...]:
    """The seminars of some mentions, in order, each once; those that are denied only where wanted."""
    return tuple(dict.fromkeys(m.seminar for m in found if denied or not m.denied))


# ------------------------------------------------------------------------------------------------------- by name


def _by_name(sentence: Sentence, programme: Programme) -> Iterator[Mention]:
    for names in _names(programme):
        key = names.seminar.id
        for match in names.title.finditer(sentence.plain):
            if sentence.text[match.start()].isupper() or sentence.subject or _near_event(sentence.plain, match):
                yield Mention(key, match.start(), match.end())
        if names.short:
            for match in names.short.finditer(sentence.plain):
                follows = re.match(rf" {EVENT}\b", sentence.plain[match.end() :])
                named = match.start() > 0 and sentence.text[match.start()].isupper()
                if follows or (named and not re.match(r" [A-Z]", sentence.text[match.end() :])):
                    yield Mention(key, match.start(), match.end())
        for match in names.place.finditer(sentence.plain) if names.place else ():
            if not _elsewhere(sentence, match):
                yield Mention(key, match.start(), match.end())
        for match in _misspelt(sentence.plain, names.seminar.town):
            yield Mention(key, match.start(), match.end())
        for match in names.speakers.finditer(sentence.plain) if names.speakers else ():
            if not re.match(r"(?:'s)? (?:book|paper|article|blog|work on)", sentence.plain[match.end() - 2 :]):
                yield Mention(key, match.start(), match.end())


def _misspelt(text: str, town: str) -> Iterator[re.Match[str]]:
    """A town's name with one slip of the thumb: two letters changed about, one left out, put in or mistaken."""
    name = plain(town)
    if len(name) < LONG:
        return
    for match in _WORD.finditer(text):
        if match.group() != name and match.group()[0] == name[0] and OSA.distance(match.group(), name, score_cutoff=1) == 1:
            yield match


def _near_event(text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 60) : match.end() + 60]
    return bool(re.search(rf"\b(?:{EVENT}|called|about|attend\w*|place|book\w*|regist\w*)\b", near)) and not near.count('"')


def _elsewhere(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a town's name is somebody's home or part of a longer name."""
    before, after = sentence.plain[: match.start()], sentence.text[match.end() :]
    if _OTHER_NAME.match(after) and sentence.text != sentence.text.upper():
        return True
    if re.match(r" is (?:my|our|where|only|just where) ", plain(after)):
        return True
    if words.sign("home").search(before) or _said("home").search(before):
        return True
    if _said("employer").search(before):
        return True
    return bool(re.search(r"(?:\buniversity of|&) $", before)) and "university" not in match.group()


@lru_cache(maxsize=8)
def venues(programme: Programme) -> re.Pattern[str] | None:
    """The venues of all seminars and the names they go by."""
    return _phrases([p for s in programme.seminars for p in (s.venue, *s.also, *s.venue.split(","))])


@lru_cache(maxsize=8)
def _names(programme: Programme) -> tuple[_Names, ...]:
    return tuple(_compiled(seminar, programme) for seminar in programme.seminars)


def _compiled(seminar: Seminar, programme: Programme) -> _Names:
    others = {w for s in programme.seminars if s.id != seminar.id for w in _words(s.title)} | set(_words(programme.name))
    own = [w for w in _words(seminar.title) if w not in others and w not in _SMALL and len(w) > 4]
    places = [seminar.town, seminar.venue, *seminar.also]
    speakers = [name for speaker in seminar.speakers for name in _called(speaker)]
    return _Names(
        seminar,
        _phrases(places),
        _phrases([seminar.title]) or re.compile(r"(?!)"),
        _phrases(own),
        _phrases(speakers),
    )


def _called(speaker: str) -> list[str]:
    """ "Dr Ann Lee" is called so, "Ann Lee" and "Dr Lee"."""
    words = speaker.split()
    titled = words[0].rstrip(".").lower() in {"dr", "prof", "professor", "mr", "mrs", "ms", "miss"}
    bare = words[1:] if titled else words
    names = [" ".join(bare)] if len(bare) > 1 else []
    return [*names, *(f"{title} {bare[-1]}" for title in ("dr", "prof", "professor", "mr", "mrs", "ms") if titled)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", plain(text))


def _phrases(phrases: list[str]) -> re.Pattern[str] | None:
    """Any of the phrases as whole words; apostrophes, hyphens and the dot of "St." may be left out or doubled by spaces."""
    made = []
    for phrase in sorted({plain(p).strip() for p in phrases if p.strip()}, key=len, reverse=True):
        words = [re.escape(w).replace(r"\-", "[- ]?").replace("'", "'?") for w in re.split(r"[\s,.]+", phrase) if w]
        made.append(r"[\s,.]{1,2}".join("(?:st|saint)" if w in {"st", "saint"} else w for w in words))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(made)})(?:'s)?(?![\w])") if made else None


# ------------------------------------------------------------------------------------------- by number and order


def _by_number(sentence: Sentence, programme: Programme, sent: datetime) -> Iterator[Mention]:
    text = sentence.plain
    for seminar in programme.seminars:
        if seminar.number is not None and seminar.number <= len(NUMBERS):
            for match in _numbered(seminar.number).finditer(text):
                if "year" not in match.group():
                    yield Mention(seminar.id, *match.span())
    ahead = sorted(programme.open_seminars(sent), key=lambda s: s.date)
    for match in _NEXT.finditer(text):
        if ahead and not match.group().endswith("s"):
            yield Mention(ahead[0].id, *match.span())
    for match in _LAST.finditer(text):
        yield from (Mention(s.id, *match.span()) for s in ahead[-1:])
    for match in re.finditer(r"\b(?:seminar|one|event|session) after next\b", text):
        yield from (Mention(s.id, *match.span()) for s in ahead[1:2])
    if len(ahead) == 2:
        for match in _said("all").finditer(text):
            yield from (Mention(seminar.id, *match.span()) for seminar in ahead)


# "the last seminar" alone may be the one that is past
_NEXT = re.compile(
    rf"\b(?:the|your) (?:very )?next (?:of \w+ |co-?production )?{EVENT}\b"
    r"|\b(?:seminars?|events?|sessions?|days?|ones?|dates?),? whichever(?: one)? (?:is|comes|happens) (?:next|first|soonest)\b"
)
_LAST = re.compile(
    rf"\b(?:the|your) (?:(?:very )?final (?:of \w+ |co-?production )?{EVENT}"
    r"|(?:very )?last (?:one |seminar |event |session )?(?:of|in) (?:the|your|this) (?:series|three|seminars|events))\b"
)


@lru_cache(maxsize=16)
def _numbered(number: int) -> re.Pattern[str]:
    """A seminar's number: "sem 2", "the second one", "seminars 1, 2 and 3"."""
    word, ordinal = NUMBERS[number - 1], rf"{ORDINALS[number - 1]}|{number}(?:st|nd|rd|th)"
    any_number = rf"(?:\d|{'|'.join(NUMBERS)}|(?:\d(?:st|nd|rd|th)|{'|'.join(ORDINALS)}))"
    join = r"(?:, ?and |, | and | & | or |/|\+| \+ )"
    whole = (
        rf"\b(?:seminar|sem\b\.?|event|session|workshop|day)s?,? ?(?:no\.? ?|number |num |#|nr\.? ?)?"
        rf"(?:{number}\b|(?<!, ){word}\b)"
        r"(?! (?:places?|seats?|people|tickets?|of|or two|days?|weeks?|things?|points?|questions?|changes)\b|[-'])"
        rf"|\b(?:seminar|sem|event)s?\.? (?:{any_number}{join})+(?:{number}|{word})\b(?! (?:places?|seats?|people|tickets?)\b)"
        r"|(?<!sent the )(?<!send the )(?<!wrote the )(?<!posted the )(?<!mailed the )(?<!ignore the )(?<!delete the )"
        rf"\b(?:{ordinal}) (?:and (?:final|last) |of (?:the|your|these) (?:\w+ )?(?:two|three|four )?)?"
        r"(?:\w+ )?(?:seminars?|events?|sessions?|one|workshops?|talks?|series)\b"
        rf"|\b(?:{ordinal})(?:{join}| as well as | plus | and also )(?:for |to |at )?(?:the )?{any_number} (?:\w+ )?"
        r"(?:seminars?|events?|sessions?|ones?|workshops?|talks?)\b"
        rf"|\b(?:to|for|at|attend|do|on) (?:seminar )?(?:number|no\.?) (?:{word}|{number})\b"
        r"(?! (?:bus|places?|seats?|people|the)\b)"
        rf"|\bs{number}\b(?!-)|\bnumber (?:{word}|{number}) (?:in|of) (?:the|your|this) (?:series|seminars|programme)\b"
    )
    return words.block([whole])


def _following(sentence: Sentence, programme: Programme, found: list[Mention]) -> Iterator[Mention]:
    """The seminar that comes next behind one that was named before."""
    line = sorted(programme.seminars, key=lambda s: s.date)
    for match in _said("after").finditer(sentence.plain):
        before = [m for m in found if m.end <= match.start() and not m.denied]
        if before:
            place = next(i for i, s in enumerate(line) if s.id == before[-1].seminar)
            yield from (Mention(s.id, *match.span()) for s in line[place + 1 : place + 2])


def by_order(said: Iterable[Sentence], found: dict[int, tuple[Mention, ...]], programme: Programme) -> None:
    """Adds what "the second" or "the next" alone means, where only the first seminar, or the one before it, is named above."""
    line = [s.id for s in sorted(programme.seminars, key=lambda s: s.date)]
    before: set[str] = set()
    for sentence in said:
        if not found[sentence.order] and len(before) == 1 and (match := _said("by_order").search(sentence.plain)):
            place = line.index(next(iter(before))) + 1
            place = ORDINALS.index(match[1]) if place == 1 and match[1] in ORDINALS else place
            if place < len(line) and match[1] in {ORDINALS[place], "next"}:
                found[sentence.order] = (Mention(line[place], *match.span(1)),)
        before |= {m.seminar for m in found[sentence.order]}


def _next_after(mention: Mention, sentence: Sentence, programme: Programme) -> Mention:
    """ "The one after Leeds" is the seminar that comes next behind the one in Leeds."""
    before = _said("before_it").search(sentence.plain[: mention.start])
    line = [s.id for s in sorted(programme.seminars, key=lambda s: s.date)]
    place = line.index(mention.seminar) + 1
    if not before or place >= len(line):
        return mention
    return Mention(line[place], before.start(), mention.end, mention.denied)


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"seminars.{key}")
