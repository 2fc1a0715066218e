"""What staff typed over an entry in the register: it counts from then on, also for the desk."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from intake.ledger.schema import overrides
from intake.model import KnownEntry

Typed = Mapping[str, Any]  # header of the register's column -> what staff typed, None where they emptied the cell

_KEYS = {
    "Places": "places",
    "Attendees": "attendees",
    "Organisation": "organisation",
    "Phone": "phone",
    "Access needs": "access",
    "Dietary needs": "dietary",
}
_SETTLED = ("Places", "Status", "Seminar", "Attendees")  # once staff typed there, the entry is theirs to change
_NUMBER = re.compile(r"\s*\d{1,4}\s*", re.ASCII)


def by_reference(connection: Connection) -> dict[str, dict[str, Any]]:
    """Reference of an entry -> what staff typed, by header."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    columns = select(overrides.c.reference, overrides.c.header, overrides.c.cell_value)
    for row in connection.execute(columns.where(overrides.c.header.in_((*_KEYS, "Status", "Seminar", "Decision")))):
        found[row.reference][row.header] = row.cell_value
    return found


def overlaid(entry: KnownEntry, typed: Typed, seminars: Mapping[str, str]) -> KnownEntry:
    """The entry as staff see it. `seminars` gives the id of each seminar's label."""
    if not typed:
        return entry
    status = _words(typed.get("Status")) or entry.status
    if entry.sheet != "place":
        return replace(entry, status=status)
    values = {**entry.values, **{key: _plain(typed[header]) for header, key in _KEYS.items() if header in typed}}
    moved = seminar_in(typed, seminars)
    return replace(
        entry,
        status=status,
        seminar=moved or entry.seminar,
        places=entry.places if typed.get("Places") is None else number(values["places"]),
        values=values | ({"assumed": False} if moved else {}),
        edited=any(header in typed for header in _SETTLED),
    )


def seminar_in(typed: Typed, seminars: Mapping[str, str]) -> str | None:
    """Id of the seminar that staff wrote into the entry's row, with or without a remark in brackets behind it.

    None where they wrote none that the programme knows.
    """
    said = _folded(typed.get("Seminar"))
    known = sorted(((_folded(label), its_id) for label, its_id in seminars.items()), key=lambda one: -len(one[0]))
    return next((its_id for label, its_id in known if label and (said == label or said.startswith(f"{label} ("))), None)


def number(value: object) -> int | None:
    """A number of places as staff or the program wrote it; None where it is no plain number."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 10_000:
        return None
    return int(value)


def _plain(value: Any) -> str | int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or (isinstance(value, int) and not isinstance(value, bool)) else str(value)


def _words(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _folded(value: Any) -> str:
    return " ".join(_words(value).split()).casefold()
