"""The workbook as a projection: what it shows, how it looks, how it takes the place of the one before."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from intake import register
from intake.errors import Later
from intake.register import RegisterBusy
from intake.register import layout as lay
from intake.rows import Conflict, Override, Snapshot
from tests.register_sample import PROGRAMME, START, sample
from tests.workbook import publish, table


def override(sheet: str, reference: str, column: str, value: Any) -> Override:
    return Override(sheet, reference, column, value, START)


def test_every_message_entry_and_file_is_a_row(tmp_path: Path) -> None:
    """Nothing of the snapshot is left out, and each sheet holds what belongs there."""
    publish(tmp_path / "register.xlsx")
    path = tmp_path / "register.xlsx"
    assert [row["Reference"] for row in table(path, lay.MESSAGES)] == [m.reference for m in sample().messages]
    assert [row["Reference"] for row in table(path, lay.PLACES)] == ["S2-7KQ4", "S2-4XAC", "S3-9DFG"]
    assert [row["Reference"] for row in table(path, lay.EXAMPLES)] == ["EX-3ACD", "EX-4HJK"]
    assert [row["Reference"] for row in table(path, lay.QUESTIONS)] == ["Q-6RTW"]
    assert [row["Reference"] for row in table(path, lay.REVIEW)] == ["M-3003", "M-3004"]
    assert [(row["Reference"], row["Number"]) for row in table(path, lay.FILES)] == [
        ("M-3001", 1),
        ("M-3007", 1),
        ("M-3007", 2),
    ]


def test_dates_are_dates_in_the_programmes_zone_and_numbers_are_numbers(tmp_path: Path) -> None:
    """Staff can sort and count: no date and no number is text."""
    summer = replace(sample().messages[0], received=datetime(2015, 7, 1, 22, 30, 44, tzinfo=UTC))
    publish(tmp_path / "register.xlsx", Snapshot(1, (summer, *sample().messages[1:]), sample().entries))
    row = table(tmp_path / "register.xlsx", lay.MESSAGES)[0]
    assert row["Received"] == datetime(2015, 7, 1, 23, 30)  # noqa: DTZ001  a workbook's own time
    assert table(tmp_path / "register.xlsx", lay.PLACES)[0]["Places"] == 2


def test_an_example_shows_answers_by_the_labels_of_the_form(tmp_path: Path) -> None:
    """One column a question, and a tick box by its label, not its key."""
    publish(tmp_path / "register.xlsx")
    first, second = table(tmp_path / "register.xlsx", lay.EXAMPLES)
    assert first["Which of these best describes you?"] == "User-led organisation"
    assert (second["Late"], second["Version"], second["Missing"]) == ("Late", 2, "")
    assert first["Missing"] == "What did you do?"
    assert first["Version"] == 1


def test_safe_files_have_relative_links_and_others_a_sentence(tmp_path: Path) -> None:
    """Design section 7: a file with macros has no link, the cell says whom to ask."""
    publish(tmp_path / "register.xlsx")
    sheet = load_workbook(tmp_path / "register.xlsx")[lay.FILES]
    links = [sheet.cell(row, 7).hyperlink for row in (2, 3, 4)]
    assert [link.target if link else None for link in links] == [
        "files/M-3001/M-3001-1.docx",
        "files/M-3007/M-3007-1.docx",
        None,
    ]
    assert "intake file M-3007" in str(sheet.cell(4, 7).value)


def test_the_reply_column_says_what_became_of_each_letter(tmp_path: Path) -> None:
    """Sent with its time; held, failed and unknown with the reason; else why there is none."""
    publish(tmp_path / "register.xlsx")
    replies = {row["Reference"]: row["Reply sent"] for row in table(tmp_path / "register.xlsx", lay.MESSAGES)}
    assert replies["M-3000"] == "Sent 2 Nov 2015, 09:21: request noted"
    assert replies["M-3008"] == "Held for you. Three letters went to this address today."
    assert replies["M-3007"].startswith("Could not be delivered.")
    assert replies["M-3009"].startswith("Not known whether it arrived")
    assert replies["M-3006"] == "No letter. Spam is not answered."


def test_the_summary_counts_places_against_capacity(tmp_path: Path) -> None:
    """Places asked, cancelled ones left out, one where no number was given; what staff typed counts."""
    edited = replace(sample(), overrides=(override(lay.PLACES, "S2-7KQ4", "Places", 5),))
    publish(tmp_path / "register.xlsx", edited)
    rows = CalamineWorkbook.from_path(str(tmp_path / "register.xlsx")).get_sheet_by_name(lay.SUMMARY).to_python()
    by_label = {row[0]: row[1:] for row in rows}
    assert by_label["Seminar 2: Enacting co-production"] == [date(2016, 2, 17), 2, 6, 0, 60, 54, 0]
    assert by_label["Seminar 3: Sustaining co-production"][2:] == [0, 0, 80, 80, 0]
    assert by_label["The count"][0] == "mailbox 12 = 8 filed + 1 automatic + 1 spam + 2 for review"
    assert by_label["User-led organisation"][:5] == [2, 1, 1, 0, 1]


def test_what_staff_typed_wins_over_what_the_program_read(tmp_path: Path) -> None:
    """Decision 10: an override stands in the cell, an emptied cell stays empty, the four columns stay ours."""
    typed = (
        override(lay.PLACES, "S2-7KQ4", "Organisation", "Harbour Voices Trust"),
        override(lay.PLACES, "S2-7KQ4", "Dietary needs", None),
        override(lay.PLACES, "S2-7KQ4", "From", "someone@else.example"),
        override(lay.PLACES, "S2-7KQ4", "Room", "Blue room"),
    )
    publish(tmp_path / "register.xlsx", replace(sample(), overrides=typed))
    row = table(tmp_path / "register.xlsx", lay.PLACES)[0]
    assert (row["Organisation"], row["Dietary needs"], row["Room"]) == ("Harbour Voices Trust", "", "Blue room")
    assert row["From"] == "ada.thornley@harbour.example"


def test_conflicts_are_a_sheet_only_where_there_are_any(tmp_path: Path) -> None:
    """Each with what was typed and what the program has; words beside a row that is gone are shown there too."""
    publish(tmp_path / "register.xlsx")
    assert lay.CONFLICTS not in CalamineWorkbook.from_path(str(tmp_path / "register.xlsx")).sheet_names
    conflict = Conflict(lay.PLACES, "S2-7KQ4", "From", "wrong@one.example", "", START)
    orphan = override(lay.PLACES, "S2-9999", "Staff notes", "rang on Monday")
    publish(tmp_path / "register.xlsx", replace(sample(), conflicts=(conflict,), overrides=(orphan,)))
    first, second = table(tmp_path / "register.xlsx", lay.CONFLICTS)
    assert (first["What was typed"], first["What the program has"]) == ("wrong@one.example", "ada.thornley@harbour.example")
    assert second["What was typed"] == "rang on Monday"


def test_notes_beside_a_message_stay_when_it_is_no_longer_for_review(tmp_path: Path) -> None:
    """A note on "For review" does not vanish with the review."""
    settled = tuple(replace(m, review=False) for m in sample().messages)
    note = override(lay.REVIEW, "M-3004", "Staff notes", "spoke to her")
    publish(tmp_path / "register.xlsx", replace(sample(), messages=settled, overrides=(note,)))
    (row,) = table(tmp_path / "register.xlsx", lay.REVIEW)
    assert (row["Reference"], row["State"], row["Staff notes"]) == ("M-3004", "Dealt with", "spoke to her")


def test_urgent_messages_stand_first_and_say_so_in_words(tmp_path: Path) -> None:
    """Not by colour alone."""
    messages = tuple(replace(m, review=True, urgent=m.id == 9) for m in sample().messages)
    publish(tmp_path / "register.xlsx", replace(sample(), messages=messages))
    rows = table(tmp_path / "register.xlsx", lay.REVIEW)
    assert (rows[0]["Reference"], rows[0]["State"]) == ("M-3009", "URGENT")
    assert {row["State"] for row in rows[1:]} == {"To review"}


def test_the_digest_follows_what_is_shown_and_nothing_else() -> None:
    """Equal snapshots, equal digests, in whatever order the ledger gives the rows; a shown change moves it."""
    digest = register.project(sample(), PROGRAMME).digest
    shuffled = replace(sample(), generation=99, messages=sample().messages[::-1], entries=sample().entries[::-1])
    assert register.project(shuffled, PROGRAMME).digest == digest
    one_more = replace(sample(), overrides=(override(lay.PLACES, "S2-7KQ4", "Staff notes", "x"),))
    assert register.project(one_more, PROGRAMME).digest != digest


def test_sheets_are_made_for_reading_and_printing(tmp_path: Path) -> None:
    """Frozen header, filter, drop-down lists, landscape on the page's width with the header repeated."""
    publish(tmp_path / "register.xlsx")
    book = load_workbook(tmp_path / "register.xlsx")
    for title in (lay.PLACES, lay.EXAMPLES, lay.QUESTIONS, lay.REVIEW, lay.MESSAGES, lay.FILES):
        sheet = book[title]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        properties: Any = sheet.sheet_properties
        assert properties.pageSetUpPr.fitToPage
    lists = [rule.formula1 for rule in book[lay.PLACES].data_validations.dataValidation if rule.formula1]
    assert lists == ['"Confirmed,Waiting list,Declined,Cancelled"']
    assert book[lay.BASE].sheet_state == "veryHidden"
    assert book.properties.title == PROGRAMME.name


def test_an_empty_ledger_makes_a_whole_workbook(tmp_path: Path) -> None:
    """The first pass on an empty mailbox publishes too."""
    publish(tmp_path / "register.xlsx", Snapshot(0))
    assert CalamineWorkbook.from_path(str(tmp_path / "register.xlsx")).sheet_names[0] == lay.SUMMARY
    assert register.read_staff(tmp_path / "register.xlsx").overrides == ()


@pytest.mark.parametrize("lock", ["~$register.xlsx", ".~lock.register.xlsx#"])
def test_an_open_workbook_is_left_alone_and_written_once_it_is_closed(tmp_path: Path, lock: str) -> None:
    """Fault R1, for Excel and LibreOffice."""
    path = tmp_path / "register.xlsx"
    publish(path, Snapshot(0))
    before = path.read_bytes()
    (tmp_path / lock).touch()
    assert register.is_open(path)
    with pytest.raises(RegisterBusy, match="open"):
        publish(path)
    assert path.read_bytes() == before
    (tmp_path / lock).unlink()
    assert not register.is_open(path)
    publish(path)
    assert path.read_bytes() != before


def test_what_staff_save_between_reading_and_replacing_wins(tmp_path: Path) -> None:
    """Fault R2: the file is no longer the one that was read, so it is not replaced."""
    path = tmp_path / "register.xlsx"
    publish(path)
    reading = register.read_staff(path)
    book = load_workbook(path)
    book[lay.PLACES]["P2"] = "saved meanwhile"
    book.save(path)
    saved = path.read_bytes()
    with pytest.raises(RegisterBusy):
        register.publish(register.project(Snapshot(0), PROGRAMME), path, read=reading, keep=3, mode=0o640)
    assert path.read_bytes() == saved
    assert sorted(p.name for p in tmp_path.iterdir()) == ["register.xlsx"]
    assert [o.value for o in register.read_staff(path).overrides] == ["saved meanwhile"]


def test_a_workbook_that_appears_unread_is_not_overwritten(tmp_path: Path) -> None:
    """Reading found no file; somebody put one there since."""
    path = tmp_path / "register.xlsx"
    reading = register.read_staff(path)
    path.write_bytes(b"theirs")
    with pytest.raises(RegisterBusy):
        register.publish(register.project(Snapshot(0), PROGRAMME), path, read=reading, keep=3, mode=0o640)
    assert path.read_bytes() == b"theirs"


def test_earlier_versions_are_kept_up_to_a_number(tmp_path: Path) -> None:
    """The version replaced is in the history folder, byte for byte; the oldest ones go."""
    path = tmp_path / "register.xlsx"
    versions = []
    for number in range(5):
        publish(path, replace(sample(), overrides=(override(lay.PLACES, "S2-7KQ4", "Staff notes", f"note {number}"),)), keep=3)
        moment = (START + timedelta(days=number)).timestamp()
        os.utime(path, (moment, moment))
        versions.append(path.read_bytes())
    kept = sorted((tmp_path / ".register-history").iterdir())
    assert [each.read_bytes() for each in kept] == versions[1:4]


def test_a_full_disk_leaves_the_old_workbook_whole(tmp_path: Path) -> None:
    """Fault D1: writing fails part of the way; the old file stands, no half file lies about, the error says what to do."""
    path = tmp_path / "register.xlsx"
    publish(path, Snapshot(0))
    before = path.read_bytes()
    reading = register.read_staff(path)
    projection = register.project(sample(), PROGRAMME)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(Later, match="cannot be written"):
            register.publish(projection, path, read=reading, keep=3, mode=0o640)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.tmp")) + list(tmp_path.glob(".*.tmp"))


def test_the_workbook_has_the_permissions_asked_for(tmp_path: Path) -> None:
    """Staff's group may read it, others may not."""
    publish(tmp_path / "register.xlsx")
    assert (tmp_path / "register.xlsx").stat().st_mode & 0o777 == 0o640


def test_only_safe_files_are_copied_for_staff_under_our_names(tmp_path: Path) -> None:
    """Design section 7: our name, number and extension; nothing of the sender's name; a second run changes nothing."""
    kept = tmp_path / "vault"
    kept.write_bytes(b"bytes of a document")
    folder = tmp_path / "files"
    hostile = replace(sample().files[0], reference="../M-3001", number=9)
    for _ in range(2):
        register.copy_files((*sample().files, hostile), lambda digest: kept, folder, 0o640)
        copies = sorted(p.relative_to(tmp_path).as_posix() for p in folder.rglob("*") if p.is_file())
        assert copies == ["files/M-3001/M-3001-1.docx", "files/M-3007/M-3007-1.docx"]
    copy = folder / "M-3001" / "M-3001-1.docx"
    assert copy.read_bytes() == kept.read_bytes()
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o640, 0o750)


def test_a_file_the_vault_no_longer_has_stops_nothing(tmp_path: Path) -> None:
    """An erased attachment is passed over, the others are copied."""
    kept = tmp_path / "vault"
    kept.write_bytes(b"x")
    files = sample().files
    register.copy_files(files, lambda d: kept if d == "ab" * 32 else tmp_path / "gone", tmp_path / "files", 0o640)
    gone = (replace(files[0], digest="cd" * 32, number=7),)
    register.copy_files(gone, lambda d: tmp_path / "gone", tmp_path / "files", 0o640)
    assert not (tmp_path / "files" / "M-3001" / "M-3001-7.docx").exists()
