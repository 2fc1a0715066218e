"""What staff do to the workbook: every edit is found by reference and column, and nothing else counts as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from intake import register
from intake.register import StaffReading
from intake.register import layout as lay
from tests.register_sample import sample
from tests.workbook import column, edit, path, place, republish, set_cell, table, typed, untouched

__all__ = ["path"]  # the fixture


def test_there_is_nothing_to_read_before_the_first_workbook(tmp_path: Path) -> None:
    """A missing file is no fault, and deletes nothing."""
    assert register.read_staff(tmp_path / "register.xlsx") == StaffReading()


def test_a_workbook_nobody_touched_holds_no_edit(path: Path) -> None:
    """Reading back what was published finds nothing."""
    reading = register.read_staff(path)
    assert untouched(reading)
    assert not reading.extra.sheets
    assert not reading.extra.loose_rows


@pytest.mark.parametrize(
    ("title", "reference", "header", "value"),
    [
        (lay.PLACES, "S2-7KQ4", "Staff notes", "rang on Monday"),
        (lay.PLACES, "S2-7KQ4", "Decision", "Confirmed"),
        (lay.PLACES, "S2-4XAC", "Places", 3),
        (lay.PLACES, "S2-7KQ4", "Organisation", None),
        (lay.EXAMPLES, "EX-3ACD", "What did you do?", "We met every week."),
        (lay.QUESTIONS, "Q-6RTW", "Answered on", date(2015, 11, 5)),
        (lay.REVIEW, "M-3004", "Decision", "Question"),
        (lay.MESSAGES, "M-3000", "Subject", "A better subject"),
        (lay.FILES, "M-3007", "Staff notes", "a copy of the form"),
        (lay.PLACES, "S2-7KQ4", "Staff notes", "'=not a formula"),
        (lay.PLACES, "S2-7KQ4", "Staff notes", datetime(2015, 11, 5, 14, 30)),  # noqa: DTZ001  a workbook's own time
        (lay.PLACES, "S2-7KQ4", "Staff notes", True),
    ],
)
def test_what_staff_type_is_read_by_reference_and_column_and_stays(
    path: Path, title: str, reference: str, header: str, value: Any
) -> None:
    """Read once, written back, and from then on no edit any more."""
    reading = edit(path, set_cell(title, reference, header, value))
    key = f"{reference}-1" if title == lay.FILES else reference
    assert typed(reading) == {(title, key, header): value}
    assert reading.overrides[0].seen == datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert not reading.conflicts
    republish(path, reading)
    shown = {row["Reference"]: row[header] for row in reversed(table(path, title))}
    assert shown[reference] == ("" if value is None else value)
    assert untouched(register.read_staff(path))


@pytest.mark.parametrize("header", ["Reference", "Received", "From", "Reply sent"])
def test_the_programs_four_columns_are_put_back_and_the_change_is_shown(path: Path, header: str) -> None:
    """Fault R5: also where the reference itself was typed over."""
    reading = edit(path, set_cell(lay.PLACES, "S2-7KQ4", header, "typed over"))
    assert not reading.overrides
    (conflict,) = reading.conflicts
    assert (conflict.sheet, conflict.reference, conflict.column) == (lay.PLACES, "S2-7KQ4", header)
    assert conflict.staff_value == "typed over"
    assert reading.rewrite
    before = table(path, lay.PLACES)[1:]
    republish(path, reading)
    assert table(path, lay.PLACES)[0][header] != "typed over"
    assert table(path, lay.PLACES)[1:] == before
    (row,) = table(path, lay.CONFLICTS)
    assert row["What was typed"] == "typed over"
    assert row["What the program has"]
    assert untouched(register.read_staff(path))


def test_rows_may_be_sorted_hidden_coloured_and_moved_down(path: Path) -> None:
    """Fault R3: notes follow the reference; order and looks are no edit."""

    def change(book: Any) -> None:
        sheet = book[lay.MESSAGES]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for at, value in enumerate(values, 1):
                sheet.cell(number, at).value = value
        sheet.row_dimensions[3].hidden = True
        sheet.insert_rows(4, 2)
        place(book, lay.MESSAGES, "M-3002", "Staff notes").value = "mine"

    reading = edit(path, change)
    assert typed(reading) == {(lay.MESSAGES, "M-3002", "Staff notes"): "mine"}
    assert not reading.conflicts


def test_deleting_rows_or_emptying_a_sheet_deletes_nothing(path: Path) -> None:
    """Fault R4: the rows come back, and the reading says that the workbook must be written again."""

    def change(book: Any) -> None:
        book[lay.PLACES].delete_rows(2, 2)
        book[lay.QUESTIONS].delete_rows(1, 10)
        del book[lay.FILES]

    before = [table(path, title) for title in (lay.PLACES, lay.QUESTIONS, lay.FILES)]
    reading = edit(path, change)
    assert not reading.overrides
    assert reading.rewrite
    republish(path, reading)
    assert [table(path, title) for title in (lay.PLACES, lay.QUESTIONS, lay.FILES)] == before


def test_a_row_typed_by_hand_is_carried_over(path: Path) -> None:
    """It has no reference; it stays at the foot of its sheet, also the time after."""

    def change(book: Any) -> None:
        sheet = book[lay.PLACES]
        for header, value in (("Name", "Gus Hale"), ("Places", 2), ("Staff notes", "rang up")):
            sheet.cell(9, column(sheet, header)).value = value

    for _ in range(2):
        reading = edit(path, change) if not register.read_staff(path).extra.loose_rows else register.read_staff(path)
        assert not reading.overrides
        assert not reading.conflicts
        republish(path, reading)
        last = table(path, lay.PLACES)[-1]
        assert (last["Reference"], last["Name"], last["Places"], last["Staff notes"]) == ("", "Gus Hale", 2, "rang up")


def test_of_rows_with_the_same_reference_the_first_counts(path: Path) -> None:
    """Fault R3: an exact copy is dropped; one that says something else is kept, marked as a copy."""

    def change(book: Any) -> None:
        sheet = book[lay.PLACES]
        for row, note in ((9, None), (10, "the copy's note")):
            for cell in sheet[2]:
                sheet.cell(row, cell.column).value = cell.value
            sheet.cell(row, column(sheet, "Staff notes")).value = note

    reading = edit(path, change)
    assert not reading.overrides
    republish(path, reading)
    rows = table(path, lay.PLACES)
    assert [row["Reference"] for row in rows] == ["S2-7KQ4", "S2-4XAC", "S3-9DFG", "copy of S2-7KQ4"]
    assert rows[-1]["Staff notes"] == "the copy's note"


def test_a_formula_in_a_staff_column_stays_one_and_follows_its_row(path: Path) -> None:
    """Decision 10; in another column what the formula shows counts, and text that looks like one stays text."""
    reading = edit(path, set_cell(lay.PLACES, "S2-4XAC", "Staff notes", "=F3*10"))
    (override,) = reading.overrides
    assert override.formula
    earlier = replace(sample().entries[0], reference="S2-3AAC", received=datetime(2015, 1, 1, tzinfo=UTC))
    snapshot = replace(sample(), entries=(*sample().entries, earlier))
    republish(path, reading, snapshot)
    assert place(load_workbook(path), lay.PLACES, "S2-4XAC", "Staff notes").value == "=F4*10"
    assert untouched(register.read_staff(path))
