"""The very hidden sheet: fingerprints of what was published, so that a workbook itself tells what staff changed in it.

It travels with the file: an earlier version that is put back, or a crash just after the workbook was replaced,
needs no memory elsewhere. Its rows are ("sheet", title, columns as JSON), ("row", title, reference, fingerprints of
those columns in order) and ("cells", title, "", fingerprints of all filled cells of a sheet without references).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.register.cells import BLANK

FORMAT = "intake register 1"
_CHUNK = 3_000  # fingerprints in one cell: well below its 32,767 characters
_DIGITS = len(BLANK)


@dataclass(frozen=True, slots=True)
class BaseSheet:
    """What one sheet was published with."""

    title: str
    headers: tuple[str, ...]  # in the order of the fingerprints
    program: frozenset[str]  # headers of columns that are put back
    own: frozenset[str]  # headers of columns staff had added
    key: tuple[str, ...]
    rows: dict[str, str] = field(default_factory=dict)  # reference -> fingerprints, joined

    def of(self, reference: str) -> dict[str, str]:
        """Fingerprint by header of one published row."""
        joined = self.rows[reference]
        return {header: joined[n * _DIGITS : (n + 1) * _DIGITS] for n, header in enumerate(self.headers)}


@dataclass(frozen=True, slots=True)
class Base:
    """What the whole workbook was published with."""

    sheets: dict[str, BaseSheet] = field(default_factory=dict)
    cells: dict[str, set[str]] = field(default_factory=dict)  # title -> fingerprints, of sheets without references


def encode(sheets: Iterable[BaseSheet], cells: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Rows of the hidden sheet."""
    yield (FORMAT,)
    for sheet in sheets:
        columns = {
            "headers": sheet.headers,
            "program": sorted(sheet.program),
            "own": sorted(sheet.own),
            "key": sheet.key,
        }
        yield ("sheet", sheet.title, json.dumps(columns))
        for reference, joined in sheet.rows.items():
            yield ("row", sheet.title, reference, joined)
    for title, prints in cells.items():
        for start in range(0, max(1, len(prints)), _CHUNK):
            yield ("cells", title, "", "".join(prints[start : start + _CHUNK]))


def decode(rows: Iterable[Sequence[str]]) -> Base | None:
    """The same, read back; None where it is not whole."""
    base = Base()
    lines = iter(rows)
    if tuple(next(lines, ()))[:1] != (FORMAT,):
        return None
    try:
        for line in lines:
            _take(base, tuple(line))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return base


def _take(base: Base, line: tuple[str, ...]) -> None:
    match line:
        case ("sheet", title, columns, *_):
            found = json.loads(columns)
            base.sheets[title] = BaseSheet(
                title,
                tuple(found["headers"]),
                frozenset(found["program"]),
                frozenset(found["own"]),
                tuple(found["key"]),
            )
        case ("row", title, reference, joined, *_):
            sheet = base.sheets[title]
            if len(joined) != _DIGITS * len(sheet.headers):
                raise ValueError(title)
            sheet.rows[reference] = joined
        case ("cells", title, _, joined, *_):
            prints = {joined[n : n + _DIGITS] for n in range(0, len(joined), _DIGITS)}
            base.cells.setdefault(title, set()).update(prints)
        case _:
            pass
