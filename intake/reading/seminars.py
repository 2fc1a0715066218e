"""Which seminar is meant: by number, title, town, venue, speaker, or a date in any wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from intake.programme import Programme, Seminar
from intake.reading import words
from intake.reading.sentences import Sentence, plain

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sept?(?:ember)?" for m in MONTHS)
_EVENT = r"(?:seminars?|events?|sessions?|days?|ones?|meetings?|workshops?|conferences?|talks?|lectures?|dates?)"
_SMALL = frozenset({"the", "and", "of", "in", "for", "to", "towards", "a", "an", "on", "at", "with", "from", "by"})

# A town that is where somebody lives, or part of another body's name, is no seminar.
_OTHER_NAME = re.compile(
    r"^(?:'s)? (?:&|and [A-Z]\w+ (?:NHS|Health|Partnership)"
    r"|(?!Seminar|Event|Place|Day|On\b|In\b|I\b|I'|And\b|The\b|Please|For\b|At\b|Is\b|Or\b|If\b|We\b|My\b|Our\b|Many|Thank"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Workshop|Session|Talk|Conference|College)"
    r"[A-Z][a-z]+)"
)
_LEAD = re.compile(r"(?:in|for|during|on|of|till|until|come) ")  # a preposition is no part of the name


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
    found = [*_by_number(sentence, programme, sent), *_by_name(sentence, programme), *_by_date(sentence, programme, sent)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        lead = _LEAD.match(sentence.plain, mention.start, mention.end)
        start = lead.end() if lead else mention.start
        denied = mention.denied or bool(
            words.sign("not_this").search(sentence.plain[max(0, mention.start - 40) : mention.start])
        )
        kept.append(Mention(mention.seminar, start, mention.end, denied))
    return tuple(kept)


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
                follows = re.match(rf" {_EVENT}\b", sentence.plain[match.end() :])
                if follows or (match.start() > 0 and sentence.text[match.start()].isupper()):
                    yield Mention(key, match.start(), match.end())
        for match in names.place.finditer(sentence.plain) if names.place else ():
            if not _elsewhere(sentence, match):
                yield Mention(key, match.start(), match.end())
        for match in names.speakers.finditer(sentence.plain) if names.speakers else ():
            if re.search(r"\b(?:hear|see|talk|speak\w*|listen|when|seminar|event)\b", sentence.plain):
                yield Mention(key, match.start(), match.end())


def _near_event(text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 60) : match.end() + 60]
    return bool(re.search(rf"\b(?:{_EVENT}|called|about|attend\w*|place|book\w*|regist\w*)\b", near)) and not near.count('"')


def _elsewhere(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a town's name is somebody's home or part of a longer name."""
    before, after = sentence.plain[: match.start()], sentence.text[match.end() :]
    if _OTHER_NAME.match(after) and sentence.text != sentence.text.upper():
        return True
    if words.sign("home").search(before):
        return True
    return bool(re.search(r"(?:\buniversity of|&) $", before)) and "university" not in match.group()


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
            number, word = seminar.number, NUMBERS[seminar.number - 1]
            ordinal = rf"{ORDINALS[number - 1]}|{number}(?:st|nd|rd|th)"
            pattern = (
                rf"\b(?:seminar|event|session|day)s?,? ?(?:no\.? ?|number |#|nr\.? ?)?(?:{number}|{word})\b"
                r"(?! (?:places?|seats?|people|tickets?|of))"
                rf"|\bseminars? (?:\d(?:st|nd|rd)?(?:, | and | & |, and | \+ ))+{number}\b"
                rf"|\b(?:{ordinal}) (?:of (?:the|your) )?(?:\w+ )?(?:seminars?|event|session|one|workshop|talk)\b"
                rf"|\bs{number}\b(?!-)"
            )
            for match in re.finditer(pattern, text):
                if "year" not in match.group():
                    yield Mention(seminar.id, *match.span())
    ahead = programme.open_seminars(sent)
    for match in re.finditer(rf"\b(?:the|your) (?:next|forthcoming|upcoming|coming) (?:of \w+ )?{_EVENT}\b", text):
        if ahead and not match.group().endswith("s"):
            yield Mention(ahead[0].id, *match.span())
    if len(ahead) == 2:
        for match in re.finditer(
            r"\bboth (?:of )?(?:the |your )?(?:remaining |forthcoming |upcoming |next )?"
            r"(?:seminars|events|sessions|dates|days)\b"
            r"|\bthe (?:two )?(?:remaining|other) (?:two )?(?:seminars|events|sessions)\b",
            text,
        ):
            yield from (Mention(seminar.id, *match.span()) for seminar in ahead)


# ------------------------------------------------------------------------------------------------------- by date

_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)?[ -]?({_MONTH})\b\.?,?(?:[ -](\d{{4}}|'?\d\d)\b)?"
    rf"|\b({_MONTH})\b\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}})\b)?"
)
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?![\d/-]|\.\d|[ap]m)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_BARE_DAY = re.compile(
    r"\b(?:the|on|for) (?:\w+day,? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! (?:of )?(?:century|birthday|floor|anniversary|year|time|place|seat|edition))"
)
_BARE_MONTH = re.compile(
    r"\b(?:in|for|during|this|next|coming|your|the|of|on|till|until|come)"
    rf"(?: (?:the|next|this|early|late|mid|coming|month of))* ({_MONTH})\b(?! \d)"
    rf"|^({_MONTH})(?=[:,!]|$| (?:seminar|event|day|place|session|meeting))"
)
_WEEKDAY = re.compile(rf"\b(next |this |coming |last )?({'|'.join(DAYS)})(?! (?:morning )?last\b)( week\b| next\b)?(?!s\b)")
_RELATIVE = re.compile(
    r"\b(today|tonight|tomorrow|the day after tomorrow|yesterday|next week|this week|last week|next month|last month"
    r"|in a fortnight|a week today)\b"
)


def _by_date(sentence: Sentence, programme: Programme, sent: datetime) -> Iterator[Mention]:
    text, today = sentence.plain, sent.astimezone(programme.zone).date()
    taken: list[tuple[int, int]] = []
    for start, end, day, month, year in _full_dates(text):
        taken.append((start, end))
        yield from (Mention(s.id, start, end) for s in programme.seminars if _fits(s.date, day, month, year))

    def free(match: re.Match[str]) -> bool:
        return not any(a < match.end() and match.start() < b for a, b in taken)

    for match in filter(free, _BARE_DAY.finditer(text)):
        near = [s for s in programme.seminars if s.date.day == int(match.group(1)) and -7 <= (s.date - today).days <= 120]
        if len(near) == 1:
            yield Mention(near[0].id, *match.span())
    for match in filter(free, _BARE_MONTH.finditer(text)):
        month = _month(match.group(1) or match.group(2))
        near = [s for s in programme.seminars if s.date.month == month and -60 <= (s.date - today).days <= 330]
        if len(near) == 1 and (sentence.subject or words.sign("context").search(text)):
            yield Mention(near[0].id, *match.span())
    for match in filter(free, _WEEKDAY.finditer(text)):
        for seminar in programme.seminars:
            if DAYS[seminar.date.weekday()] == match.group(2) and _weekday_fits(match, seminar.date, today):
                yield Mention(seminar.id, *match.span())
    for match in _RELATIVE.finditer(text):
        if words.sign("context").search(text) or sentence.subject:
            first, last = _span(match.group(1), today)
            yield from (Mention(s.id, *match.span()) for s in programme.seminars if first <= s.date <= last)


def _full_dates(text: str) -> Iterator[tuple[int, int, int, int, int | None]]:
    for m in _DAY_MONTH.finditer(text):
        day, month, year = (m.group(1), m.group(2), m.group(3)) if m.group(1) else (m.group(5), m.group(4), m.group(6))
        yield m.start(), m.end(), int(day), _month(month), _year(year)
    for m in _ISO.finditer(text):
        yield m.start(), m.end(), int(m.group(3)), int(m.group(2)), int(m.group(1))
    for m in _FIGURES.finditer(text):
        if m.group(3) or "/" in m.group():
            yield m.start(), m.end(), int(m.group(1)), int(m.group(2)), _year(m.group(3))


def _month(word: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(word[:3]))


def _year(word: str | None) -> int | None:
    if not word:
        return None
    number = int(word.strip("'"))
    return number if number > 99 else 2000 + number


def _fits(day: date, number: int, month: int, year: int | None) -> bool:
    return (day.day, day.month) == (number, month) and year in {None, day.year}


def _weekday_fits(match: re.Match[str], day: date, today: date) -> bool:
    away = (day - today).days
    if (match.group(1) or "").strip() == "last":
        return -13 <= away < 0
    if match.group(3) and match.group(3).strip() == "week":
        return 7 <= away < 15
    return 0 <= away <= (13 if match.group(1) or match.group(3) else 7)


def _span(words: str, today: date) -> tuple[date, date]:
    """First and last day that some relative words can mean."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    days = {
        "today": (0, 0), "tonight": (0, 0), "tomorrow": (1, 1), "the day after tomorrow": (2, 2), "yesterday": (-1, -1),
        "in a fortnight": (12, 16), "a week today": (7, 7),
    }  # fmt: skip
    if words in days:
        first, last = days[words]
        return today + timedelta(days=first), today + timedelta(days=last)
    weeks = {"this week": 0, "next week": 7, "last week": -7}
    if words in weeks:
        return monday + timedelta(days=weeks[words]), monday + timedelta(days=weeks[words] + 6)
    if words == "next month":
        return after, (after + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return before, month - timedelta(days=1)
