"""What staff do to the workbook: every edit is found by reference and column, and nothing else counts as one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from intake import register
from intake.register import RegisterUnreadable, StaffReading
from intake.register import layout as lay
from intake.register.cells import HOME_ROW
from intake.rows import Override, Snapshot
from tests.conftest import need
from tests.register_sample import PROGRAMME, sample
from tests.test_register import publish, table


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


def test_there_is_nothing_to_read_before_the_first_workbook(tmp_path: Path) -> None:
    """A missing file is no fault, and deletes nothing."""
    assert register.read_staff(tmp_path / "register.xlsx") == StaffReading()


def test_a_workbook_nobody_touched_holds_no_edit(path: Path) -> None:
    """Reading back what was published finds nothing."""
    reading = register.read_staff(path)
    assert untouched(reading)
    assert not reading.extra.sheets
    assert not reading.extra.loose_rows


def test_saving_it_again_in_another_program_is_no_edit(path: Path) -> None:
    """openpyxl rewrites every part of the file: shared strings, styles, numbers."""
    assert untouched(edit(path, lambda book: None))


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
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value
        sheet.row_dimensions[3].hidden = True
        sheet.insert_rows(4, 2)
        place(book, lay.MESSAGES, "M-3002", "Staff notes").value = "mine"

    reading = edit(path, change)
    assert typed(reading) == {(lay.MESSAGES, "M-3002", "Staff notes"): "mine"}
    assert not reading.conflicts


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


def test_without_the_hidden_sheet_only_staff_columns_are_taken(path: Path) -> None:
    """Nothing tells any more what the program wrote, so nothing else can be an edit; it is said."""

    def change(book: Any) -> None:
        place(book, lay.PLACES, "S2-7KQ4", "Staff notes").value = "mine"
        place(book, lay.PLACES, "S2-7KQ4", "Organisation").value = "not taken"
        place(book, lay.FILES, "M-3007", "Staff notes").value = "a file"
        del book[lay.BASE]

    reading = edit(path, change)
    assert typed(reading) == {(lay.PLACES, "S2-7KQ4", "Staff notes"): "mine", (lay.FILES, "M-3007-1", "Staff notes"): "a file"}
    assert "hidden sheet" in reading.warnings[0]
    republish(path, reading)
    assert untouched(register.read_staff(path))


def test_a_workbook_from_before_is_compared_with_what_it_was_published_with(path: Path) -> None:
    """Fault D1 and the crash after the replace: the base travels with the file, so an earlier version holds no false edits."""
    earlier = path.read_bytes()
    changed = tuple(replace(entry, values={**entry.values, "places": 9}) for entry in sample().entries)
    publish(path, replace(sample(), entries=changed))
    path.write_bytes(earlier)
    assert untouched(register.read_staff(path))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut short"])
def test_a_damaged_workbook_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    """Fault R4: neither an edit nor a deletion."""
    path.write_bytes(content)
    with pytest.raises(RegisterUnreadable):
        register.read_staff(path)
    assert path.read_bytes() == content


def test_a_truncated_workbook_is_refused(path: Path) -> None:
    """A save that was broken off."""
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(RegisterUnreadable):
        register.read_staff(path)


def test_another_workbook_is_not_taken_for_the_register(tmp_path: Path) -> None:
    """Somebody saved their own file under the register's name."""
    book = Workbook()
    book.create_sheet("Budget")["A1"] = "Biscuits"
    book.save(tmp_path / "register.xlsx")
    with pytest.raises(RegisterUnreadable, match="not the register"):
        register.read_staff(tmp_path / "register.xlsx")


def libreoffice(path: Path, folder: Path) -> None:
    """Open the workbook in LibreOffice and save it as .xlsx again."""
    program = shutil.which("soffice")
    need("" if program else "LibreOffice (soffice)")
    assert program
    out = folder / "saved"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    shutil.copy(out / path.name, path)


def test_saving_it_in_libreoffice_is_no_edit(tmp_path: Path) -> None:
    """Numbers become floats, dates serials, strings are shared, styles are renamed: still what was published."""
    path = tmp_path / "register.xlsx"
    awkward: dict[str, str | int | bool | None] = {
        "attendees": "_x0041_ is no escape",
        "organisation": '=HYPERLINK("x")',
        "access": "  blanks around \n\n and\ttabs  ",
        "dietary": "#N/A",
        "phone": "+441632960123",
    }
    entries = (*sample().entries[1:], replace(sample().entries[0], values=awkward))
    snapshot = replace(
        sample(),
        entries=entries,
        overrides=(
            Override(lay.PLACES, "S2-4XAC", "Staff notes", f"=F{HOME_ROW}+1", sample().messages[0].received, formula=True),
            Override(lay.PLACES, "S3-9DFG", "Staff notes", 0.1, sample().messages[0].received),
            Override(lay.PLACES, "S3-9DFG", "Room", date(2016, 2, 29), sample().messages[0].received),
            Override(lay.PLACES, "S2-4XAC", "Room", True, sample().messages[0].received),
        ),
    )
    publish(path, snapshot)
    libreoffice(path, tmp_path)
    reading = register.read_staff(path)
    assert reading.stamp
    assert typed(reading) == {}
    assert untouched(reading)


def test_a_note_saved_in_libreoffice_is_read(tmp_path: Path) -> None:
    """The other half: an edit is still found after LibreOffice wrote the file."""
    path = tmp_path / "register.xlsx"
    publish(path)
    edit(path, set_cell(lay.PLACES, "S2-7KQ4", "Staff notes", "rang on Monday"))
    libreoffice(path, tmp_path)
    reading = register.read_staff(path)
    assert typed(reading) == {(lay.PLACES, "S2-7KQ4", "Staff notes"): "rang on Monday"}
    assert not reading.conflicts
