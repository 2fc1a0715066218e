"""Sheets, columns and headings that staff move, rename, add or take away: what stood in them is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from intake import register
from intake.register import layout as lay
from tests.register_sample import sample
from tests.workbook import edit, path, place, republish, table, typed, untouched

__all__ = ["path"]  # the fixture


def test_a_sheet_may_be_renamed(path: Path) -> None:
    """Fault R3: it is known by its columns; the next workbook has our title again."""

    def change(book: Any) -> None:
        place(book, lay.PLACES, "S2-7KQ4", "Staff notes").value = "mine"
        book[lay.PLACES].title = "Oxford"
        book[lay.QUESTIONS].title = "FAQ"

    reading = edit(path, change)
    assert typed(reading) == {(lay.PLACES, "S2-7KQ4", "Staff notes"): "mine"}
    assert not reading.extra.sheets
    republish(path, reading)
    assert table(path, lay.PLACES)[0]["Staff notes"] == "mine"


def test_columns_may_be_added_and_moved(path: Path) -> None:
    """Fault R3: a column of their own keeps its heading, its cells and its place; an empty one its heading."""

    def change(book: Any) -> None:
        sheet = book[lay.PLACES]
        sheet.insert_cols(2, 2)
        sheet["B1"], sheet["B2"], sheet["C1"] = "Room", "Blue", "Badge"

    reading = edit(path, change)
    assert typed(reading) == {(lay.PLACES, "S2-7KQ4", "Room"): "Blue"}
    republish(path, reading)
    assert list(table(path, lay.PLACES)[0])[:4] == ["Reference", "Room", "Badge", "Received"]
    assert table(path, lay.PLACES)[0]["Room"] == "Blue"
    assert untouched(register.read_staff(path))


def test_a_heading_typed_over_is_known_by_what_stands_below_it(path: Path) -> None:
    """The column keeps its meaning, and gets its heading back."""
    reading = edit(path, lambda book: book[lay.MESSAGES].__setitem__("E1", "Betreff"))
    assert not reading.overrides
    republish(path, reading)
    assert "Subject" in table(path, lay.MESSAGES)[0]


def test_a_column_without_a_heading_is_kept(path: Path) -> None:
    """What stands in it is somebody's note."""
    reading = edit(path, lambda book: book[lay.PLACES].__setitem__("T2", "beside it all"))
    assert "beside it all" in typed(reading).values()
    republish(path, reading)
    assert "beside it all" in table(path, lay.PLACES)[0].values()


def test_taking_a_column_of_their_own_away_is_an_edit_and_taking_ours_is_not(path: Path) -> None:
    """Theirs goes, ours comes back with all it held."""

    def add(book: Any) -> None:
        book[lay.PLACES]["Q1"], book[lay.PLACES]["Q2"] = "Room", "Blue"

    reading = edit(path, add)
    room = replace(sample(), overrides=reading.overrides)
    republish(path, reading)

    def change(book: Any) -> None:
        sheet = book[lay.PLACES]
        sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Room"))
        sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Organisation"))

    reading = edit(path, change)
    assert typed(reading) == {(lay.PLACES, "S2-7KQ4", "Room"): None}
    republish(path, reading, room)
    row = table(path, lay.PLACES)[0]
    assert "Room" not in row
    assert row["Organisation"] == "Harbour Voices"


def test_sheets_of_their_own_keep_values_and_formulas(path: Path) -> None:
    """Also blank rows between, dates, and a copy of one of ours."""

    def change(book: Any) -> None:
        sheet = book.create_sheet("Our plan")
        sheet["B2"], sheet["B4"], sheet["C4"] = "Room", date(2016, 2, 17), "=COUNTA('Place requests'!A:A)"
        book.copy_worksheet(book[lay.PLACES]).title = "Place requests (old)"

    reading = edit(path, change)
    assert not reading.overrides
    republish(path, reading)
    republish(path, register.read_staff(path))
    book = load_workbook(path)
    assert book["Our plan"]["B4"].value == datetime(2016, 2, 17)  # noqa: DTZ001  a workbook's own time
    assert book["Our plan"]["C4"].value == "=COUNTA('Place requests'!A:A)"
    assert book["Place requests (old)"]["A2"].value == "S2-7KQ4"


def test_words_on_the_summary_are_not_lost(path: Path) -> None:
    """What cannot belong to a reference is shown on "Conflicts"."""
    reading = edit(path, lambda book: book[lay.SUMMARY].__setitem__("D40", "Ask about the lift"))
    republish(path, reading)
    assert table(path, lay.CONFLICTS)[0]["What was typed"] == "Ask about the lift"
    assert untouched(register.read_staff(path))
