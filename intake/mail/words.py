"""Facts in words, for the templates: dates, numbers, sizes. English, whatever the machine's locale."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def date(day: datetime.date) -> str:
    """ "Wednesday 17 February 2016"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(moment: datetime.time) -> str:
    """ "10:30"."""
    return f"{moment:%H:%M}"


def number(value: int) -> str:
    """ "two" up to "twelve", then figures."""
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else str(value)


def counted(value: int, noun: str) -> str:
    """ "1 file", "2 files"."""
    return f"{value} {noun}" if value == 1 else f"{value} {noun}s"


def places(value: int | None) -> str:
    """ "2 places"; "a place" where nobody said how many."""
    return counted(value, "place") if value else "a place"


def listed(items: Sequence[str]) -> str:
    """ "Ann, Bob and Cy"."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def size(count: int) -> str:
    """Bytes as "700 bytes", "24 KB", "1.5 MB": by the thousand, as file managers count today."""
    if count < 1_000:
        return counted(count, "byte")
    return f"{round(count / 1_000)} KB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def capital(text: str) -> str:
    """The first letter a capital, the others as they are."""
    return text[:1].upper() + text[1:]
