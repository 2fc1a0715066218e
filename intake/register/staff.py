"""Reading back what staff typed: each cell that no longer holds what was published, by reference and column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from intake.errors import Later
from intake.register import base as base_sheet
from intake.register import layout as lay
from intake.register.base import Base, BaseSheet
from intake.register.cells import BLANK, EMPTY, Cell, Value, canonical, fingerprint, formula_at_home
from intake.register.extra import Extra, OwnSheet
from intake.register.loading import MOST_BYTES, Page, RegisterUnreadable, load, shown_values, too_large
from intake.register.matching import Found, Table, find_tables
from intake.rows import Conflict, Override


@dataclass(frozen=True, slots=True)
class StaffReading:
    """What staff changed since the workbook was published.

    `overrides` and `conflicts` are to be stored before the workbook is written again; times are those of its last saving.
    """

    overrides: tuple[Override, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    stamp: str | None = None  # SHA-256 of the file as read; None: there is no file
    extra: Extra = field(default_factory=Extra)
    warnings: tuple[str, ...] = ()  # sentences for the administrator
    rewrite: bool = False  # rows or cells of ours are missing or changed: publish even if the projection is the same


def read_staff(path: Path) -> StaffReading:
    """Read the workbook at `path`; an empty reading where there is none.

    Raises RegisterUnreadable where it is damaged, too large or not the register at all; Later where it cannot be opened now.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(path.name, f"it has {path.stat().st_size // 1_000_000} MB")
        data = path.read_bytes()
        saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return StaffReading()
    except OSError as error:
        raise Later(f"{path} cannot be read now ({error.strerror}). The next pass tries again.") from error
    return _Reader(data, path.name, saved).read()


def stamp_of(path: Path) -> str | None:
    """SHA-256 of the file; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


class _Reader:
    """One workbook being compared with what was published."""

    def __init__(self, data: bytes, name: str, saved: datetime) -> None:
        self.data, self.name, self.saved = data, name, saved
        self.overrides: list[Override] = []
        self.conflicts: list[Conflict] = []
        self.warnings: list[str] = []
        self.rewrite = False

    def read(self) -> StaffReading:
        pages = load(self.data, self.name)
        base = _base_of(pages)
        if base is None:
            return self._without_base(pages)
        pages = tuple(page for page in pages if page.title != lay.BASE)
        tables, others = find_tables(pages, base)
        if not tables and base.sheets:
            self.warnings.append(f"{self.name} has lost all its tables. They are written again.")
        loose = {table.base.title: self._table(table) for table in tables}
        self.rewrite |= len(tables) < len(base.sheets)
        own = tuple(self._other(page, base) for page in others)
        extra = Extra(
            {table.base.title: table.order for table in tables},
            {title: rows for title, rows in loose.items() if rows},
            tuple(sheet for sheet in own if sheet is not None),
        )
        return self._reading(extra)

    def _reading(self, extra: Extra) -> StaffReading:
        stamp = hashlib.sha256(self.data).hexdigest()
        return StaffReading(tuple(self.overrides), tuple(self.conflicts), stamp, extra, tuple(self.warnings), self.rewrite)

    def _table(self, table: Table) -> tuple[dict[str, Cell], ...]:
        """Compare one sheet; returns its rows without a reference of ours."""
        for address, cell in table.above:
            self._stray(table.base.title, address, cell)
        shown = _Shown(partial(shown_values, self.data, table.page_title))
        for found in table.rows:
            self._row(table, found, shown)
        self.rewrite |= table.damaged
        return table.loose

    def _row(self, table: Table, found: Found, shown: _Shown) -> None:
        sheet = table.base
        published = sheet.of(found.reference)
        for header, place in table.places.items():
            cell = found.cells[place] if place < len(found.cells) else EMPTY
            before = published.get(header, BLANK)
            if fingerprint_at(cell, found.number, place + 1) == before:
                continue
            if header in sheet.program:
                self._restored(sheet.title, found.reference, header, cell)
            else:
                self._typed(sheet, found, header, place, cell, shown)
        for header in sheet.own - table.places.keys():
            if published[header] != BLANK:  # staff took their own column away
                self.overrides.append(Override(sheet.title, found.reference, header, None, self.saved))

    def _typed(self, sheet: BaseSheet, found: Found, header: str, place: int, cell: Cell, shown: _Shown) -> None:
        value, formula = cell.value, cell.formula
        if formula and (header in lay.STAFF_HEADERS or header not in sheet.headers or header in sheet.own):
            value = formula_at_home(str(value), found.number, place + 1)
        elif formula:  # in a column the program reads for: what the formula showed counts
            value, formula = shown.at(found.number, place), False
        self.overrides.append(Override(sheet.title, found.reference, header, value, self.saved, formula))

    def _restored(self, title: str, reference: str, header: str, cell: Cell) -> None:
        self.rewrite = True
        if cell.value is not None:
            self.conflicts.append(Conflict(title, reference, header, canonical_words(cell), "", self.saved))

    def _stray(self, title: str, address: str, cell: Cell) -> None:
        self.rewrite = True
        self.conflicts.append(Conflict(title, "", address, canonical_words(cell), "", self.saved))

    def _other(self, page: Page, base: Base) -> OwnSheet | None:
        """A sheet without references: ours (then only what is new in it counts), or staff's own (kept whole)."""
        if page.title in base.cells:
            known = base.cells[page.title]
            for number, cells in page.rows:
                for place, cell in enumerate(cells, 1):
                    if cell is not EMPTY and fingerprint(cell.value, formula=cell.formula) not in known:
                        self._stray(page.title, f"{_letter(place)}{number}", cell)
            return None
        if page.title in base.sheets and not page.rows:
            return None  # emptied: its rows come back
        return OwnSheet(page.title, _whole(page.rows))

    def _without_base(self, pages: Sequence[Page]) -> StaffReading:
        """The hidden sheet is gone: only columns known to be staff's can be told apart from what the program wrote."""
        tables, others = find_tables(pages, Base(_guessed(pages)))
        if not tables:
            raise RegisterUnreadable(
                f"{self.name} is not the register: none of its sheets has our columns. Move it away; it was left as it is."
            )
        for table in tables:
            for found in table.rows:
                for header in lay.STAFF_HEADERS & table.places.keys():
                    place = table.places[header]
                    cell = found.cells[place] if place < len(found.cells) else EMPTY
                    if cell is not EMPTY:
                        self._typed(table.base, found, header, place, cell, _Shown(list))
        self.rewrite = True
        self.warnings.append(
            f"{self.name} has lost its hidden sheet. Only the columns {', '.join(sorted(lay.STAFF_HEADERS))} were taken over; "
            "the version as it was is kept in the history folder beside it."
        )
        titles = {lay.SUMMARY, lay.CONFLICTS, lay.BASE}
        own = tuple(OwnSheet(page.title, _whole(page.rows)) for page in others if page.title not in titles)
        return self._reading(Extra(sheets=own))


def _guessed(pages: Sequence[Page]) -> dict[str, BaseSheet]:
    """A base in which every row with a reference is known and every cell was blank."""
    guessed = {}
    for page in pages:
        headers = next((tuple(str(c.value) for c in cells if c.value) for _, cells in page.rows), ())
        key = ("Reference", "Number") if page.title == lay.FILES else ("Reference",)
        if page.title in (lay.SUMMARY, lay.CONFLICTS, lay.BASE) or not {*key, "Staff notes"} <= set(headers):
            continue
        places = [headers.index(header) for header in key]
        sheet = BaseSheet(page.title, headers, frozenset(key), frozenset(), key)
        for _, cells in page.rows[1:]:
            parts = [canonical(cells[place].value) if place < len(cells) else "" for place in places]
            if all(parts):
                sheet.rows["-".join(parts)] = BLANK * len(headers)
        guessed[page.title] = sheet
    return guessed


class _Shown:
    """What the cells of a sheet show, looked up only where a formula stands in a column of the program's."""

    def __init__(self, look: Callable[[], list[list[Value]]]) -> None:
        self._look = look
        self._rows: list[list[Value]] | None = None

    def at(self, number: int, place: int) -> Value:
        if self._rows is None:
            self._rows = self._look()
        row = self._rows[number - 1] if number <= len(self._rows) else []
        return row[place] if place < len(row) else None


def fingerprint_at(cell: Cell, row: int, column: int) -> str:
    """Fingerprint of a cell as found in its row: a formula counts as the same wherever its row has moved."""
    if not cell.formula:
        return fingerprint(cell.value)
    return fingerprint(formula_at_home(str(cell.value), row, column), formula=True)


def canonical_words(cell: Cell) -> str:
    """What was typed, as text."""
    value = cell.value
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y, %H:%M}"
    return str(value) if value is not None else ""


def _base_of(pages: Sequence[Page]) -> Base | None:
    for page in pages:
        if page.title == lay.BASE:
            rows: Iterable[tuple[str, ...]] = (tuple(str(c.value or "") for c in cells) for _, cells in page.rows)
            return base_sheet.decode(rows)
    return None


def _whole(rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with the blank ones between them."""
    by_number = dict(rows)
    return tuple(by_number.get(number, ()) for number in range(1, max(by_number, default=0) + 1))


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
