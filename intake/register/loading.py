"""Opening a workbook that may be damaged, enormous or no workbook at all, within bounds of size and time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from intake.errors import SetAside
from intake.register.cells import EMPTY, Cell, Value, clean, unescape

MOST_BYTES = 100_000_000
MOST_UNPACKED = 250_000_000
MOST_RATIO, RATIO_FROM = 200, 20_000_000  # unpacked : packed, asked of larger workbooks only
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 1_000, 1_500_000
_TRUTHS = {"=TRUE()": True, "=FALSE()": False}  # how LibreOffice saves what was typed as TRUE
_OLE = b"\xd0\xcf\x11\xe0"


class RegisterUnreadable(SetAside):
    """The workbook is there and cannot be used: damaged, too large, locked by a password. It must be left alone."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet as found. `rows`: number of each row that holds anything, with its cells from the first column on."""

    title: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def load(data: bytes, name: str) -> tuple[Page, ...]:
    """All sheets of the workbook. `name` is for messages. Raises RegisterUnreadable."""
    _check_size(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-down lists and the like that openpyxl passes over
            book = load_workbook(BytesIO(data), read_only=True)
            budget = _Budget(name)
            return tuple(Page(page.title, tuple(_rows(page, budget))) for page in book.worksheets)
    except RegisterUnreadable:
        raise
    except Exception as error:  # whatever openpyxl and its parsers raise on damaged files
        raise RegisterUnreadable(
            f"{name} cannot be read as a workbook ({type(error).__name__}). It may be damaged or half saved. "
            "Open it and save it again as .xlsx, or put an earlier version in its place."
        ) from error


def _check_size(data: bytes, name: str) -> None:
    """Before anything is unpacked. A zip file cannot unpack to more than its directory says: reading stops there."""
    if data.startswith(_OLE):
        raise RegisterUnreadable(f"{name} has a password or is of the old .xls kind. Save it as .xlsx without a password.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise RegisterUnreadable(
            f"{name} is damaged: it is no .xlsx workbook. Put an earlier version in its place, or move it away."
        ) from error
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * len(data)):
        raise too_large(name, f"it unpacks to {unpacked // 1_000_000} MB")


def too_large(name: str, why: str) -> RegisterUnreadable:
    """The error for a workbook beyond what a register can be."""
    return RegisterUnreadable(f"{name} is too large to be the register: {why}. Remove what does not belong there and save it.")


class _Budget:
    """Cells of the whole workbook that may still be read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = MOST_CELLS

    def take(self, page: Any, row: int, cells: tuple[Any, ...]) -> None:
        self.left -= len(cells) or 1
        far = next((n for n, c in enumerate(cells, 1) if (row > MOST_ROWS or n > MOST_COLUMNS) and c.value is not None), 0)
        if far:
            raise too_large(self.name, f'the sheet "{page.title}" has a cell at {get_column_letter(far)}{row}')
        if self.left < 0:
            raise too_large(self.name, "it has too many cells")


def _rows(page: Any, budget: _Budget) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    page.reset_dimensions()  # what the file says of its own extent need not be true
    for number, row in enumerate(page.iter_rows(), 1):
        budget.take(page, number, row)
        cells = [_cell(cell) for cell in row[:MOST_COLUMNS]]
        while cells and cells[-1] is EMPTY:
            cells.pop()
        if cells:
            yield number, tuple(cells)


def _cell(found: Any) -> Cell:
    value = found.value
    if value is None:
        return EMPTY
    if found.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None)
        if text in _TRUTHS:
            return Cell(_TRUTHS[text])
        return Cell(text if text.startswith("=") else f"={text}", formula=True) if text else EMPTY
    settled = value_of(value)
    return EMPTY if settled is None else Cell(settled)


def value_of(value: object) -> Value:
    """A value as a reader yields it, in our types."""
    if isinstance(value, str):
        return clean(unescape(value)) or None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, (int, float, bool, date)) else None


def shown_values(data: bytes, title: str) -> list[list[Value]]:
    """What the cells of one sheet show, formulas worked out by the program that saved the workbook. Rows from the first."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(title)
    return [[value_of(value) if value != "" else None for value in row] for row in sheet.to_python(skip_empty_area=False)]
