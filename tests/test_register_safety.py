"""Hostile text and hostile workbooks: nothing becomes a formula or a link, nothing breaks the file, nothing takes for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from intake import register
from intake.register import RegisterUnreadable
from intake.register import layout as lay
from intake.register.cells import CUT_MARK, MOST_UNITS, Cell, canonical, clean, formula_at_home, formula_in_row, unescape
from intake.register.extra import Extra
from intake.register.layout import Row, Sheet
from intake.register.loading import MOST_COLUMNS
from intake.register.write import MOST_LINKS, ordered, write
from intake.rows import Override, Snapshot
from tests.register_sample import PROGRAMME, entry, file, message, sample
from tests.workbook import column, publish, table

ANY_TEXT = st.text(st.characters(), max_size=60)  # surrogates, controls and all
HOSTILE = (
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://evil.example","click")',
    "#N/A",
    "#REF!",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "=",
    "1e5",
    "TRUE",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "_x003D_1+1",
    "\x00\x01\x1b[31m",
    "\ud800 alone",
    "\ufffe\uffff",
    "\u202egnp.exe",
    "]]><x/>&amp;",
)


def hostile_snapshot(text: str) -> Snapshot:
    """`text` in every field a sender can fill."""
    m = message(
        1, "place_request", sender_name=text, subject=text, own_words=text, review=True, suggestion=text, reasons=(text,)
    )
    values = dict.fromkeys(("attendees", "organisation", "phone", "access", "dietary"), text)
    answers = dict.fromkeys((f"f_{q.key}" for q in PROGRAMME.call.fields), text) if PROGRAMME.call else {}
    entries = (
        entry(m, "place", "S2-7KQ4", values={**values, "places": 1}, sender_name=text, sender_email=text),
        entry(m, "example", "EX-3ACD", values={**answers, "missing": text, "source": text}, trail=(text,)),
        entry(m, "question", "Q-6RTW", values={"words": text}),
    )
    return Snapshot(1, (m,), entries, (file(m, 1, name=text, kind=text, note=text),))


def written(snapshot: Snapshot) -> bytes:
    target = BytesIO()
    write(register.project(snapshot, PROGRAMME), Extra(), target)
    return target.getvalue()


def texts_by_both(data: bytes, title: str) -> tuple[dict[str, object], dict[str, object]]:
    """First row by header, as openpyxl and calamine read it."""
    sheet = load_workbook(BytesIO(data))[title]
    assert all(cell.data_type not in {"f", "e"} for row in sheet.iter_rows() for cell in row)
    one = {str(h.value): unescape(c.value) if isinstance(c.value, str) else c.value for h, c in zip(*sheet["1:2"], strict=True)}
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(title).to_python()
    return one, dict(zip(map(str, rows[0]), rows[1], strict=True))


def assert_reads_back(text: str) -> None:
    data = written(hostile_snapshot(text))
    expected = {
        lay.PLACES: ("Name", "Attendees", "Organisation", "Phone", "Access needs", "From"),
        lay.EXAMPLES: ("What did you do?", "Missing", "Changes"),
        lay.QUESTIONS: ("Question",),
        lay.REVIEW: ("Subject", "What they wrote", "Suggestion", "Why it is here"),
        lay.MESSAGES: ("Name", "Subject", "Why"),
        lay.FILES: ("Name the sender gave it", "Kind", "Note"),
    }
    for title, headers in expected.items():
        ours, theirs = texts_by_both(data, title)
        for header in headers:
            assert (ours[header] or "") == clean(text), (title, header)
            assert (theirs[header] or "") == clean(text), (title, header)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_field_becomes_a_formula_an_error_or_a_link(text: str) -> None:
    """Fault X1, in every field including the file's name; both readers find the text as it was cleaned."""
    assert_reads_back(text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_in_any_field_reads_back_in_both_libraries(text: str) -> None:
    """Fault H3: the file opens, and each cell holds the cleaned text."""
    assert_reads_back(text)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """So that a cell carried over again and again stays the same."""
    assert clean(clean(text)) == clean(text)
    assert canonical(clean(text)) == canonical(text)


def test_hostile_text_survives_being_read_and_written_again(tmp_path: Path) -> None:
    """Fault X1 after our own read-and-rewrite: as a row by hand, as an override, on a sheet of staff's own."""
    path = tmp_path / "register.xlsx"
    publish(path)
    book = load_workbook(path)
    own = book.create_sheet("Own")
    for number, text in enumerate(("=cmd|'/C calc'!A0", "#N/A", "+1"), 1):
        places = book[lay.PLACES]
        note = places.cell(number + 1, column(places, "Staff notes"))
        for cell in (places.cell(number + 8, column(places, "Name")), note, own.cell(number, 1)):
            cell.value, cell.data_type = text, "s"
    book.save(path)
    stored: tuple[Override, ...] = ()
    for _ in range(2):
        reading = register.read_staff(path)
        stored += reading.overrides
        projection = register.project(replace(sample(), overrides=stored), PROGRAMME)
        register.publish(projection, path, read=reading, keep=2, mode=0o600)
    book = load_workbook(path)
    assert all(cell.data_type == "s" for row in book["Own"].iter_rows() for cell in row)
    assert [row["Staff notes"] for row in table(path, lay.PLACES)[:3]] == ["=cmd|'/C calc'!A0", "#N/A", "+1"]
    assert [row["Name"] for row in table(path, lay.PLACES)[3:]] == ["=cmd|'/C calc'!A0", "#N/A", "+1"]


@pytest.mark.parametrize("text", ["x" * 40_000, "\U0001f600" * 20_000, "_x0041_" * 6_000])
def test_text_too_long_for_a_cell_is_cut_with_a_mark(text: str) -> None:
    """Fault X2: Excel counts UTF-16 units; whole characters stay whole."""
    data = written(hostile_snapshot(text))
    _, theirs = texts_by_both(data, lay.QUESTIONS)
    shown = str(theirs["Question"])
    assert shown.endswith(CUT_MARK)
    assert len(shown.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert text.startswith(shown.removesuffix(CUT_MARK))


def test_links_stop_below_excels_limit_and_names_stay() -> None:
    """Fault X2: 65,530 on one sheet."""
    rows = tuple(Row(f"M-3000-{n}", {"Open": Cell(f"{n}.docx", f"files/M-3000/{n}.docx")}) for n in range(MOST_LINKS + 40))
    projection = register.project(Snapshot(1), PROGRAMME)
    layout = replace(projection.sheets[-1].layout, columns=projection.sheets[-1].layout.columns[6:7])
    target = BytesIO()
    write(replace(projection, sheets=(Sheet(layout, (), rows),)), Extra(), target)
    with ZipFile(target) as archive:
        links = sum(
            archive.read(name).count(b"relationships/hyperlink") for name in archive.namelist() if "_rels/sheet" in name
        )
    assert links == MOST_LINKS
    target.seek(0)
    assert CalamineWorkbook.from_filelike(target).get_sheet_by_name(lay.FILES).to_python()[-1] == [f"{MOST_LINKS + 39}.docx"]


def test_links_lead_nowhere_but_to_copied_files() -> None:
    """No `javascript:`, no `file:`, no way out of the folder, whatever the sender's names."""
    data = written(hostile_snapshot("javascript:alert(1)"))
    book = load_workbook(BytesIO(data))
    targets = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert targets == {"files/M-3001/M-3001-1.docx"}


def test_a_stray_cell_far_out_is_refused(tmp_path: Path) -> None:
    """Fault R6: the last cell of the sheet; the register is left alone and the sentence names the cell."""
    path = tmp_path / "register.xlsx"
    publish(path)
    book = load_workbook(path)
    book[lay.PLACES]["XFD1048576"] = "x"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(RegisterUnreadable, match="XFD1048576"):
        register.read_staff(path)
    assert path.read_bytes() == before


def test_a_far_cell_without_content_is_no_fault(tmp_path: Path) -> None:
    """Colouring a whole row leaves empty cells far to the right."""
    path = tmp_path / "register.xlsx"
    publish(path)
    book = load_workbook(path)
    book[lay.PLACES].cell(2, MOST_COLUMNS + 500).number_format = "0.00"
    book.save(path)
    assert register.read_staff(path).overrides == ()


def test_a_sheet_that_unpacks_to_300_mb_is_refused(tmp_path: Path) -> None:
    """Fault R6: known from the zip's own directory, before anything is unpacked."""
    path = tmp_path / "register.xlsx"
    publish(path)
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(path) as source, ZipFile(bomb, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "xl/worksheets/sheet2.xml":
                target.writestr(name, source.read(name))
        with target.open("xl/worksheets/sheet2.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b" " * 1_000_000)
    assert bomb.stat().st_size < 2_000_000
    with pytest.raises(RegisterUnreadable, match="too large"):
        register.read_staff(bomb)


def test_entities_in_a_part_are_refused(tmp_path: Path) -> None:
    """Billion laughs: refused, not expanded."""
    path = tmp_path / "register.xlsx"
    publish(path)
    bomb = tmp_path / "bomb.xlsx"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    with ZipFile(path) as source, ZipFile(bomb, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/workbook.xml":
                data = f"<?xml version='1.0'?><!DOCTYPE x [{laughs}]><x>&l11;</x>".encode()
            target.writestr(name, data)
    with pytest.raises(RegisterUnreadable):
        register.read_staff(bomb)


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    """It is no zip any more; the sentence says what to do."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(RegisterUnreadable, match="password"):
        register.read_staff(path)


def test_ten_thousand_messages_are_written_and_read_back_whole(tmp_path: Path) -> None:
    """A large register: every row is there, and reading it finds no edit."""
    many = tuple(replace(message(n, "place_request"), reference=f"M-{n:05}") for n in range(10_000))
    path = tmp_path / "register.xlsx"
    publish(path, Snapshot(1, many))
    reading = register.read_staff(path)
    assert not reading.overrides
    assert not reading.rewrite
    assert len(table(path, lay.MESSAGES)) == 10_000


def test_columns_keep_the_order_staff_gave_them() -> None:
    """New ones stand after the column they follow by our own order."""
    columns = register.project(Snapshot(0), PROGRAMME).sheets[2].layout.columns
    headers = [column.header for column in columns]
    found = [headers[2], "Mine", *headers[4:], headers[0], headers[1]]
    order = [column.header for column in ordered(columns, found)]
    assert [header for header in order if header != headers[3]] == found
    assert order[1] == headers[3]


@pytest.mark.parametrize("formula", ["=F3*10", "=SUM($F$2:F3)", "='Place requests'!A3", "=nonsense((", "=A1"])
def test_a_formula_comes_home_and_goes_back_unchanged(formula: str) -> None:
    """Row 3, column P: there and back again."""
    assert formula_in_row(formula_at_home(formula, 3, 16), 3, 16) == formula


def test_equal_values_have_one_canonical_form() -> None:
    """What a re-save turns into one another counts as the same; what staff change does not."""
    day = datetime(2015, 11, 2, tzinfo=UTC).replace(tzinfo=None)
    assert canonical(3) == canonical(3.0) == canonical("3")
    assert canonical(day) == canonical(day.date()) == canonical(42310)
    assert canonical("a\r\nb ") == canonical("a\nb")
    assert canonical(None) == canonical("") == canonical(" ")
    assert len({canonical(v) for v in (None, "a", "A", "a b", "a\nb", 0, 1, 0.5, "1.0x", True)}) == 10
