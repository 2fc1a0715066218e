"""What the tests of the workbook share: publishing it, reading it, and changing it as staff do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from intake import register
from intake.register import Projection, StaffReading
from intake.rows import Snapshot
from tests.register_sample import PROGRAMME, sample


def publish(path: Path, snapshot: Snapshot | None = None, keep: int = 3) -> Projection:
    """As a pass does: read, project, publish."""
    projection = register.project(snapshot or sample(), PROGRAMME)
    register.publish(projection, path, read=register.read_staff(path), keep=keep, mode=0o640)
    return projection


def table(path: Path, title: str) -> list[dict[str, Any]]:
    """Rows of a sheet by header, as calamine sees them."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python()
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A freshly published register."""
    publish(tmp_path / "register.xlsx")
    return tmp_path / "register.xlsx"


def edit(path: Path, change: Callable[[Any], None]) -> StaffReading:
    """Staff open the workbook, change it, save it; then it is read."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return register.read_staff(path)


def column(sheet: Any, header: str) -> int:
    """The number of the column under that header, found as a person would."""
    return next(int(cell.column) for cell in sheet[1] if cell.value == header)


def place(book: Any, title: str, reference: str, header: str) -> Any:
    """The cell of a row and column, found as a person would."""
    sheet = book[title]
    row = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == reference)
    return sheet.cell(row, column(sheet, header))


def set_cell(title: str, reference: str, header: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        place(book, title, reference, header).value = value

    return change


def typed(reading: StaffReading) -> dict[tuple[str, str, str], Any]:
    return {(o.sheet, o.reference, o.column): o.value for o in reading.overrides}


def republish(path: Path, reading: StaffReading, snapshot: Snapshot | None = None) -> None:
    """As a pass does: store what was read, project, publish."""
    known = snapshot or sample()
    stored = replace(known, overrides=known.overrides + reading.overrides, conflicts=known.conflicts + reading.conflicts)
    register.publish(register.project(stored, PROGRAMME), path, read=reading, keep=3, mode=0o640)


def untouched(reading: StaffReading) -> bool:
    return not (reading.overrides or reading.conflicts or reading.rewrite or reading.warnings)
