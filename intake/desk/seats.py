"""Whether a seminar has room for those who ask: it may be past, closed or full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from intake.programme import Seminar

Hurdle = Literal["", "past", "closed", "full"]


@dataclass(frozen=True, slots=True)
class Seats:
    """What stands in the way of a request, if anything."""

    hurdle: Hurdle
    left: int | None  # places left before the request, never below 0; None where there is no limit

    def partly(self) -> bool:
        """Some of those who ask fit in, not all: a person decides."""
        return self.hurdle == "full" and bool(self.left)


def seats(seminar: Seminar, asked: int, taken: int, now: datetime, zone: ZoneInfo) -> Seats:
    """Room at `seminar` for `asked` more where `taken` are asked for already. It is past when its day is over in `zone`."""
    left = None if seminar.capacity is None else max(0, seminar.capacity - taken)
    if seminar.date < now.astimezone(zone).date():
        return Seats("past", left)
    if seminar.closed:
        return Seats("closed", left)
    if left is not None and asked > left:
        return Seats("full", left)
    return Seats("", left)


def status(hurdle: Hurdle) -> str:
    """The status of a request, as the register shows it."""
    return f"Asked ({hurdle})" if hurdle else "Asked"


def is_waiting(status_words: str) -> bool:
    """Whether a request of that status takes no place: the seminar was full, closed or past when it came."""
    return status_words.strip().casefold().startswith("asked (")


def reason(seminar: Seminar, found: Seats) -> str:
    """A sentence for staff; "" where nothing is in the way."""
    if found.partly():
        return f"{seminar.label()} has only {found.left} of its {seminar.capacity} places left."
    return {
        "": "",
        "past": f"{seminar.label()} is past.",
        "closed": f"{seminar.label()} is closed.",
        "full": f"All {seminar.capacity} places at {seminar.label()} are asked for.",
    }[found.hurdle]
