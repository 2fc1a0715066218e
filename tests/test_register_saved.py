"""The workbook as other programs and mishaps leave it: saved again, from before, damaged, or another one."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from intake import register
from intake.register import RegisterUnreadable
from intake.register import layout as lay
from intake.register.cells import HOME_ROW
from intake.rows import Override
from tests.conftest import need
from tests.register_sample import sample
from tests.workbook import edit, path, place, publish, republish, set_cell, typed, untouched

__all__ = ["path"]  # the fixture


def test_saving_it_again_in_another_program_is_no_edit(path: Path) -> None:
    """openpyxl rewrites every part of the file: shared strings, styles, numbers."""
    assert untouched(edit(path, lambda book: None))


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
