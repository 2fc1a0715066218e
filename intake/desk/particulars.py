"""What a message brings, and what an entry holds: places, people, needs."""

from __future__ import annotations

from collections.abc import Iterable

from intake.desk import matching
from intake.desk.drafts import Matter
from intake.model import KnownEntry

Values = dict[str, str | int | bool | None]


def asked(matter: Matter) -> int:
    """Places asked for at each seminar: as stated, else one for each person named, else one."""
    request = matter.case.request
    if request.places is not None and request.places > 0:
        return request.places
    return max(1, len(request.attendees))


def people(names: Iterable[str]) -> str:
    """Names as the register keeps them."""
    return "; ".join(names)


def names(entry: KnownEntry) -> tuple[str, ...]:
    """The people an entry is for, as far as they are known."""
    return tuple(name.strip() for name in str(entry.values.get("attendees") or "").split(";") if name.strip())


def held(entry: KnownEntry) -> int:
    """The places an entry is for: one at least."""
    return entry.places if entry.places and entry.places > 0 else max(1, len(names(entry)))


def needs(matter: Matter, entry: KnownEntry) -> Values:
    """A need stated anew stands first; the earlier words are kept, for they may be another person's."""
    values: Values = {}
    request = matter.case.request
    for column, read in (("access", request.access), ("dietary", request.dietary)):
        before = str(entry.values.get(column) or "")
        if read and read != before:
            values[column] = f"{read} (before: {before})" if before and before not in read else read
    return values


def gaps(matter: Matter, entry: KnownEntry) -> Values:
    """Organisation and telephone number, where the entry has none yet."""
    request = matter.case.request
    found = (("organisation", request.organisation), ("phone", request.phone))
    return {column: read for column, read in found if read and not entry.values.get(column)}


def same_people(matter: Matter, entry: KnownEntry) -> bool:
    """Whether message and entry may be for the same people: one of them names nobody, or both name somebody."""
    now_named = {name.casefold() for name in matter.case.request.attendees}
    before = {name.casefold() for name in names(entry)}
    return not now_named or not before or bool(now_named & before)


def repeated(matter: Matter, seminar: str, beside: str = "") -> str:
    """A sentence where this address has asked for `seminar` and the same people before; the entry `beside` apart."""
    for entry in matching.likely(matter, "place"):
        if entry.seminar == seminar and entry.reference != beside and same_people(matter, entry):
            return f"It may repeat {matching.described(matter, entry)}."
    return ""
