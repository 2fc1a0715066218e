"""Snapshot -> Projection: all that the workbook shows, as data. Pure; the same snapshot gives the same digest."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from intake.programme import Programme
from intake.register import layout as lay
from intake.register import words
from intake.register.cells import EMPTY, Cell, canonical
from intake.register.layout import Column, Row, Sheet, SheetLayout
from intake.register.rows import ROWS, Facts
from intake.register.summary import Line, summarise
from intake.rows import Conflict, Override, Snapshot


@dataclass(frozen=True)
class Projection:
    """All that the workbook shows."""

    title: str
    summary: tuple[Line, ...]
    sheets: tuple[Sheet, ...]
    conflicts: tuple[Conflict, ...] = ()
    zone: str = field(default="Europe/London")

    @cached_property
    def digest(self) -> str:
        """SHA-256 hex of everything shown; equal digests mean equal workbooks, but for what only staff put there."""
        return hashlib.sha256(repr(_plain(self)).encode("utf-8", "surrogatepass")).hexdigest()


def project(snapshot: Snapshot, programme: Programme, files: str = "files") -> Projection:
    """What the workbook shows of `snapshot`. `files`: path of the copied files, relative to the workbook, with "/"."""
    facts = Facts(snapshot, programme, files)
    overrides = _by_row(snapshot.overrides)
    sheets = tuple(_sheet(each, facts, overrides.pop(each.title, {})) for each in lay.layouts(programme))
    orphans = [o for rows in overrides.values() for columns in rows.values() for o in columns.values()]
    shown = {(sheet.layout.title, row.reference) for sheet in sheets for row in sheet.rows}
    orphans += [o for o in snapshot.overrides if (o.sheet, o.reference) not in shown and o not in orphans]
    conflicts = [_completed(c, sheets, programme) for c in snapshot.conflicts]
    conflicts += [_orphaned(o, programme) for o in orphans if o.value is not None]
    return Projection(programme.name, summarise(facts, sheets), sheets, tuple(conflicts), programme.timezone)


def _by_row(overrides: Iterable[Override]) -> dict[str, dict[str, dict[str, Override]]]:
    """sheet -> reference -> column -> the newest override."""
    found: dict[str, dict[str, dict[str, Override]]] = defaultdict(lambda: defaultdict(dict))
    for override in overrides:
        columns = found[override.sheet][override.reference]
        before = columns.get(override.column)
        if before is None or before.seen <= override.seen:
            columns[override.column] = override
    return found


def _sheet(layout: SheetLayout, facts: Facts, overrides: Mapping[str, Mapping[str, Override]]) -> Sheet:
    rows = [
        _with_staff(layout, reference, cells, urgent, overrides.get(reference, {}))
        for reference, cells, urgent in ROWS[layout.title](facts, frozenset(overrides))
    ]
    ours = {column.header for column in layout.columns}
    here = {row.reference for row in rows}
    own = (o.column for ref, columns in overrides.items() if ref in here for o in columns.values() if o.value is not None)
    return Sheet(layout, tuple(dict.fromkeys(column for column in own if column not in ours)), tuple(rows))


def _with_staff(
    layout: SheetLayout, reference: str, cells: Mapping[str, Cell], urgent: bool, overrides: Mapping[str, Override]
) -> Row:
    """What the program read, by header, with what staff typed on top of it."""
    shown = {column.header: cells[column.key] for column in layout.columns if _filled(cells.get(column.key))}
    programs = {column.header for column in layout.columns if column.owner == "program"}
    for header, override in overrides.items():
        if header in programs:
            continue
        if override.value is None:
            shown.pop(header, None)
        else:
            shown[header] = Cell(override.value, formula=override.formula)
    return Row(reference, shown, urgent)


def _filled(cell: Cell | None) -> bool:
    return cell is not None and cell.value not in (None, "")


def _completed(conflict: Conflict, sheets: Iterable[Sheet], programme: Programme) -> Conflict:
    """A conflict noticed in the workbook knows only what staff typed; what stands there now is known here."""
    if conflict.program_value:
        return conflict
    for sheet in sheets:
        if sheet.layout.title == conflict.sheet:
            for row in sheet.rows:
                if row.reference == conflict.reference:
                    shown = row.cells.get(conflict.column, EMPTY)
                    return replace(conflict, program_value=words.of_value(shown.value, programme))
    return conflict


def _orphaned(override: Override, programme: Programme) -> Conflict:
    """What staff typed beside a row that the register no longer has: shown rather than lost."""
    typed = words.of_value(override.value, programme)
    nothing = "(this row is no longer on that sheet)"
    return Conflict(override.sheet, override.reference, override.column, typed, nothing, override.seen)


def _plain(projection: Projection) -> object:
    """Nested tuples of text, in order, for the digest. Values are told apart by their type."""
    sheets = [
        (
            sheet.layout.title,
            [(c.header, c.width, c.owner, c.form, c.choices) for c in sheet.layout.columns],
            sheet.own_columns,
            [(row.reference, row.urgent, [(h, _cell(c)) for h, c in sorted(row.cells.items())]) for row in sheet.rows],
        )
        for sheet in projection.sheets
    ]
    summary = [(line.style, line.cells) for line in projection.summary]
    conflicts = [(c.sheet, c.reference, c.column, c.staff_value, c.program_value, c.seen) for c in projection.conflicts]
    return (projection.title, projection.zone, summary, sheets, conflicts)


def _cell(cell: Cell) -> tuple[str, str, str, bool]:
    return (type(cell.value).__name__, canonical(cell.value, formula=cell.formula), cell.link, cell.formula)


def all_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Ours, then those staff added."""
    return (*sheet.layout.columns, *(own_column(header) for header in sheet.own_columns))


def own_column(header: str) -> Column:
    """A column that staff added: theirs in every way, but for its width."""
    return Column(f"own:{header}", header, 24, "staff")
