"""Which seminar is meant by a date in any wording: "17/2", "the February one", "Wednesday week", "in a fortnight"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from intake.programme import Programme
from intake.reading import words
from intake.reading.sentences import Sentence

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
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
BARE = re.compile(r"(?:(?:the|on|for) )*\d{1,2}(?:st|nd|rd|th)")  # a day without its month
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sept?(?:ember)?" for m in MONTHS)
EVENT = r"(?:seminars?|events?|sessions?|days?|ones?|meetings?|workshops?|conferences?|talks?|lectures?|dates?)"

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
    rf"\bthe ({_MONTH}) (?:do|thing|bash|gathering|meeting|talk|get-together|event|seminar|one|day)\b"
    r"|\b(?:in|for|during|this|next|coming|your|my|our|her|his|their|the|of|on|till|until|come|make|do|manage|attend|than|from|to|at)"
    rf"(?: (?:the|next|this|early|late|mid|coming|month of))* ({_MONTH})\b(?! \d)"
    rf"|(?:^|(?<=\bbut )|(?<=\band ))({_MONTH})"
    r"(?=[:,!]|$| (?:seminar|event|day|place|session|meeting|one|date|suits?|would|is|works?)\b)"
    rf"|\b({_MONTH})'s (?:seminar|event|session|day|talk|meeting|one)\b"
)
# when somebody wrote is no seminar: "I wrote in November"
_WROTE = re.compile(r"\b(?:wrote|written|e-?mailed|rang|phoned|called|messaged|posted|sent)\b[^.,;]{0,30}$")
_DAY = rf"(?:{'|'.join(DAYS)}|tues|weds|thurs?)"
_WEEKDAY = re.compile(
    rf"\b(next |this |coming |last )?({_DAY}"
    r"|(?:(?<=\bon )|(?<=\bthis )|(?<=\bnext )|(?<=\bcome )|(?<=\bfor )|^)(?:mon|tue|wed|fri))\b"
    r"(?! (?:morning )?last\b)( week\b| next\b)?"
)
_COUNT = rf"(a|{'|'.join(NUMBERS)}|\d{{1,2}})"
_AHEAD = re.compile(
    rf"\b(in )?(?:just |about |exactly |only |under |over )?{_COUNT} (day|week|fortnight|month)s?(?:'s?)?"
    rf"(?:( time\b| from now\b)|(?:,? (?:from |on |this )?)(today|tomorrow|{_DAY}))?"
    rf"|\b(today|tomorrow|{_DAY})( week| fortnight)\b"
)
_RELATIVE = re.compile(
    r"\b(today|tonight|tomorrow|the day after tomorrow|yesterday|next week|this week|last week|the week after next"
    r"|next month|this month|last month"
    r"|in a fortnight|a week today)\b"
)


def seminars_on(sentence: Sentence, programme: Programme, sent: datetime) -> Iterator[tuple[str, int, int]]:
    """Ids of the seminars whose dates are spoken of, and where the words stand; `sent` says what "next week" means."""
    text, today = sentence.plain, sent.astimezone(programme.zone).date()
    taken: list[tuple[int, int]] = []
    for start, end, day, month, year in _full_dates(text):
        taken.append((start, end))
        yield from ((s.id, start, end) for s in programme.seminars if _fits(s.date, day, month, year))

    def free(match: re.Match[str]) -> bool:
        return not any(a < match.end() and match.start() < b for a, b in taken)

    for match in filter(free, _BARE_DAY.finditer(text)):
        near = [s for s in programme.seminars if s.date.day == int(match.group(1)) and -7 <= (s.date - today).days <= 120]
        if len(near) == 1:
            yield near[0].id, *match.span()
    for match in filter(free, _BARE_MONTH.finditer(text)):
        if _WROTE.search(text[: match.start()]) and match.group().startswith(("in ", "of ")):
            continue
        month = _month(next(group for group in match.groups() if group))
        near = [s for s in programme.seminars if s.date.month == month and -60 <= (s.date - today).days <= 330]
        plainly = bool(match.group(1) or match.group(4) or sentence.subject)
        near_event = (
            words.sign("context").search(text)
            or words.pattern("seminars.asks").search(text)
            or re.search(rf"\b{EVENT}\b", text)
        )
        if len(near) == 1 and (plainly or near_event):
            yield near[0].id, *match.span()
    yield from _by_day(sentence, programme, today, free)


def _by_day(
    sentence: Sentence, programme: Programme, today: date, free: Callable[[re.Match[str]], bool]
) -> Iterator[tuple[str, int, int]]:
    """By a weekday, a season, or days counted from today."""
    text = sentence.plain
    for match in filter(free, _WEEKDAY.finditer(text)):
        for seminar in programme.seminars:
            if DAYS[seminar.date.weekday()].startswith(match.group(2)[:3]) and _weekday_fits(match, seminar.date, today):
                yield seminar.id, *match.span()
    for seminar_id, match in _counted(text, programme, today):
        if sentence.subject or words.sign("context").search(text):
            yield seminar_id, *match.span()
    for match in _SEASON.finditer(text):
        near = [s for s in programme.seminars if s.date.month in _SEASONS[match.group(1)] and 0 <= (s.date - today).days <= 330]
        if len(near) == 1:
            yield near[0].id, *match.span()
    for match in _RELATIVE.finditer(text):
        if words.sign("context").search(text) or sentence.subject:
            first, last = _span(match.group(1), today)
            yield from ((s.id, *match.span()) for s in programme.seminars if first <= s.date <= last)


_SEASON = re.compile(r"\b(spring|summer|autumn|winter)(?:'s)? (?:seminar|one|event|session)\b")
_SEASONS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}


def _counted(text: str, programme: Programme, today: date) -> Iterator[tuple[str, re.Match[str]]]:
    """Seminars on a day counted from today: "two weeks tomorrow", "in three weeks' time", "a week on Friday", "Friday week"."""
    for match in _AHEAD.finditer(text):
        into, count, unit, time, day, first, week = match.groups()
        if first:
            count, unit, day = "one", week.strip(), first
        elif not (into or time or day):
            continue
        number = 1 if count == "a" else NUMBERS.index(count) + 1 if count in NUMBERS else int(count)
        start = _from(today, day)
        about = start + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14, "month": 30}[unit])
        slack = 0 if day or unit == "day" else 8 if unit == "month" else 3
        yield from ((s.id, match) for s in programme.seminars if abs((s.date - about).days) <= slack and s.date >= today)


def _from(today: date, day: str | None) -> date:
    """Today, tomorrow, or the coming weekday of that name."""
    if day in {None, "today"}:
        return today
    if day == "tomorrow":
        return today + timedelta(days=1)
    number = next(i for i, name in enumerate(DAYS) if name.startswith(str(day)[:3]))
    return today + timedelta(days=(number - today.weekday()) % 7 or 7)


def is_date(mentioned: str) -> bool:
    """Whether the words of a mention are a date, not a name or a number."""
    return bool(re.search(rf"\b(?:{_MONTH})\b|\b{_DAY}\b|\d(?:st|nd|rd|th)\b(?! (?:\w+ )?{EVENT})|\d[./-]\d", mentioned))


def _full_dates(text: str) -> Iterator[tuple[int, int, int, int, int | None]]:
    for m in _DAY_MONTH.finditer(text):
        day, month, year = (m.group(1), m.group(2), m.group(3)) if m.group(1) else (m.group(5), m.group(4), m.group(6))
        yield m.start(), m.end(), int(day), _month(month), _year(year)
    for m in _ISO.finditer(text):
        yield m.start(), m.end(), int(m.group(3)), int(m.group(2)), int(m.group(1))
    for m in _FIGURES.finditer(text):
        dotted = len(m.group(2)) == 2 and not re.match(r" ?(?:miles|km|hours|hrs|%|am|pm)", text[m.end() :])
        if m.group(3) or "/" in m.group() or ("." in m.group() and dotted):
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
    weeks = {"this week": 0, "next week": 7, "last week": -7, "the week after next": 14}
    if words in weeks:
        return monday + timedelta(days=weeks[words]), monday + timedelta(days=weeks[words] + 6)
    if words == "next month":
        return after, (after + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if words == "this month":
        return month, after - timedelta(days=1)
    return before, month - timedelta(days=1)
