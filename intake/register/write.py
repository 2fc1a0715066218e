"""Projection -> workbook bytes, by openpyxl. Everything is written as typed values; nothing is left to be guessed from text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from intake.register import base, style
from intake.register import layout as lay
from intake.register.base import BaseSheet
from intake.register.cells import EMPTY, Cell, Value, clean, escape, fingerprint, formula_in_row, settle
from intake.register.extra import Extra, OwnSheet
from intake.register.layout import Column, Row, Sheet
from intake.register.project import Projection, all_columns, own_column
from intake.register.style import Styles
from intake.register.summary import Line

MOST_LINKS = 65_530  # on one sheet, Excel's limit
_MOST_LINES = 14  # of text a row is made high enough for; the rest is there when the cell is opened
_LINE_POINTS = 15
_LABEL_WIDTH = 54  # of the summary's first column
_PAGE_WIDTH = 270  # characters that can still be read on the width of a sheet of paper
_EARLIEST = "36526"  # 1 Jan 2000 as a workbook counts days: an earlier one is a slip
_SPARE_ROWS = 200  # below the table, where the drop-down lists work too


def write(projection: Projection, extra: Extra, target: BinaryIO) -> None:
    """Write the whole workbook to `target`. Raises OSError as writing does."""
    _Book(projection).save(extra, target)


class _Book:
    """One workbook being made."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.zone = ZoneInfo(projection.zone)
        self.workbook = Workbook()
        self.styles = Styles(self.workbook)
        self.base: list[BaseSheet] = []
        self.plain: dict[str, list[str]] = {}

    def save(self, extra: Extra, target: BinaryIO) -> None:
        first: Any = self.workbook.active
        first.title = lay.SUMMARY
        self._summary(first)
        for sheet in self.projection.sheets:
            self._table(sheet, extra)
        if self.projection.conflicts:
            self._conflicts()
        for own in extra.sheets:
            self._own(own)
        self._hidden()
        properties = self.workbook.properties
        properties.title, properties.creator = clean(self.projection.title), "intake"
        with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            _InMemoryWriter(self.workbook, archive).save()

    def _table(self, sheet: Sheet, extra: Extra) -> None:
        title = sheet.layout.title
        columns = ordered(all_columns(sheet), extra.columns.get(title, ()))
        loose = extra.loose_rows.get(title, ())
        page = self.workbook.create_sheet(title)
        self._head(page, columns)
        links = 0
        for number, row in enumerate(sheet.rows, 2):
            links = self._row(page, number, columns, row, links)
        shown = {row.reference for row in sheet.rows}
        for number, cells in enumerate(loose, 2 + len(sheet.rows)):
            self._row(page, number, columns, Row("", not_twice(cells, shown, sheet.layout.key)), MOST_LINKS)
        last = 1 + len(sheet.rows) + len(loose)
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last, 2)}"
        _choices(page, columns, last)
        self.base.append(self._base_of(sheet, columns))

    def _base_of(self, sheet: Sheet, columns: Sequence[Column]) -> BaseSheet:
        headers = tuple(clean(column.header) for column in columns)
        program = frozenset(c.header for c in columns if c.owner == "program")
        own = frozenset(headers) - {c.header for c in sheet.layout.columns}
        found = BaseSheet(sheet.layout.title, headers, program, own, sheet.layout.key)
        for row in sheet.rows:
            prints = (self._print(row.cells.get(column.header, EMPTY)) for column in columns)
            found.rows[clean(row.reference)] = "".join(prints)
        return found

    def _print(self, cell: Cell) -> str:
        return fingerprint(settle(cell.value, self.zone), formula=cell.formula)

    def _head(self, page: Any, columns: Sequence[Column]) -> None:
        for number, column in enumerate(columns, 1):
            cell = page.cell(1, number)
            _text(cell, column.header)
            cell._style = self.styles.header(column)
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.row_dimensions[1].height = 2 * _LINE_POINTS + 4
        page.freeze_panes = "B2"
        _printing(page, landscape=True, width=sum(column.width for column in columns))
        page.print_title_rows, page.print_title_cols = "1:1", "A:A"

    def _row(self, page: Any, number: int, columns: Sequence[Column], row: Row, links: int) -> int:
        """Write one row; returns how many links the sheet has so far."""
        lines = 1
        for place, column in enumerate(columns, 1):
            shown = row.cells.get(column.header, EMPTY)
            value = settle(shown.value, self.zone)
            cell = page.cell(number, place)
            link = bool(shown.link) and links < MOST_LINKS
            _fill(cell, value, shown.formula)
            cell._style = self._style_of(column, value, formula=shown.formula, urgent=row.urgent, link=link)
            if link:
                cell.hyperlink = shown.link
                links += 1
            if isinstance(value, str) and lines < _MOST_LINES:
                lines = max(lines, _lines(value, column.width))
        page.row_dimensions[number].height = min(lines, _MOST_LINES) * _LINE_POINTS + 3
        return links

    def _style_of(self, column: Column, value: Value, *, formula: bool, urgent: bool, link: bool) -> Any:
        if isinstance(value, datetime) and column.form != "moment":
            return self.styles.date(column, style.MOMENT if (value.hour, value.minute) != (0, 0) else style.DAY)
        if hasattr(value, "isoformat") and column.form == "text":
            return self.styles.date(column, style.DAY)
        return self.styles.cell(column, text=isinstance(value, str) and not formula, urgent=urgent, link=link)

    def _summary(self, page: Any) -> None:
        prints = self.plain.setdefault(lay.SUMMARY, [])
        for number, line in enumerate(self.projection.summary, 1):
            for place, raw in enumerate(line.cells, 1):
                value = settle(raw, self.zone)
                cell = page.cell(number, place)
                _fill(cell, value, formula=False)
                cell._style = self.styles.line(
                    line.style, text=isinstance(value, str), first=place == 1, number_format=_date_format(value)
                )
                prints.append(fingerprint(value))
            page.row_dimensions[number].height = _summary_height(line)
        for letter, width in zip("ABCDEFGH", (_LABEL_WIDTH, 18, 14, 14, 14, 14, 14, 20), strict=True):
            page.column_dimensions[letter].width = width
        page.sheet_view.showGridLines = False
        _printing(page, landscape=False)

    def _conflicts(self) -> None:
        page = self.workbook.create_sheet(lay.CONFLICTS)
        self._head(page, CONFLICT_COLUMNS)
        prints = self.plain.setdefault(lay.CONFLICTS, [fingerprint(c.header) for c in CONFLICT_COLUMNS])
        for number, conflict in enumerate(self.projection.conflicts, 2):
            values: tuple[Value, ...] = (
                conflict.seen.astimezone(self.zone).replace(microsecond=0, tzinfo=None),
                conflict.sheet,
                conflict.reference,
                conflict.column,
                conflict.staff_value,
                conflict.program_value,
            )
            cells = {column.header: Cell(value) for column, value in zip(CONFLICT_COLUMNS, values, strict=True)}
            self._row(page, number, CONFLICT_COLUMNS, Row("", cells), MOST_LINKS)
            prints += [fingerprint(settle(value, self.zone)) for value in values]
        page.auto_filter.ref = f"A1:{get_column_letter(len(CONFLICT_COLUMNS))}{1 + len(self.projection.conflicts)}"

    def _own(self, own: OwnSheet) -> None:
        page = self.workbook.create_sheet(_free_title(own.title, self.workbook.sheetnames))
        for number, row in enumerate(own.rows, 1):
            for place, shown in enumerate(row, 1):
                if shown.value is not None:
                    value = settle(shown.value, self.zone)
                    cell = page.cell(number, place)
                    _fill(cell, value, shown.formula, moved=False)
                    cell.number_format = _date_format(value)

    def _hidden(self) -> None:
        page = self.workbook.create_sheet(lay.BASE)
        for number, texts in enumerate(base.encode(self.base, self.plain), 1):
            for place, text in enumerate(texts, 1):
                if text:
                    _text(page.cell(number, place), text)
        page.sheet_state = "veryHidden"


CONFLICT_COLUMNS = (
    Column("seen", "Noticed", 17, form="moment"),
    Column("sheet", "Sheet", 18),
    Column("reference", "Reference", 14),
    Column("column", "Column", 22),
    Column("staff", "What was typed", 50),
    Column("program", "What the program has", 50),
)


def ordered(columns: Sequence[Column], found: Iterable[str]) -> tuple[Column, ...]:
    """`columns` in the order staff gave them; new ones after the column they follow by our own order."""
    known = {column.header: column for column in columns}
    order = [known.get(header) or own_column(header) for header in dict.fromkeys(found)]
    for place, column in enumerate(columns):
        if column not in order:
            before = columns[place - 1] if place else None
            order.insert(order.index(before) + 1 if before else 0, column)
    return tuple(order)


def not_twice(cells: dict[str, Cell], shown: set[str], key: Sequence[str]) -> dict[str, Cell]:
    """A row without a place of its own must not claim a reference that another row has."""
    reference = "-".join(str(cells.get(header, EMPTY).value or "") for header in key)
    return cells | {key[0]: Cell(f"copy of {reference}")} if reference in shown else cells


def _fill(cell: Any, value: Value, formula: bool, *, moved: bool = True) -> None:
    """Set a value by its type. Text never becomes a formula, an error or a number."""
    if value is None or value == "":
        return
    if isinstance(value, str) and not formula:
        _text(cell, value)
    elif formula:
        text = str(value)
        cell.value = formula_in_row(text, cell.row, cell.column) if moved else text
    else:
        cell.value = value


def _text(cell: Any, text: str) -> None:
    """Past openpyxl's own guesses (`=` is a formula, `#N/A` an error) and its silent cut."""
    cell._value = escape(clean(text))
    cell.data_type = "s"


def _date_format(value: Value) -> str:
    if isinstance(value, datetime):
        return style.MOMENT
    return style.DAY if isinstance(value, date) else "General"


def _lines(text: str, width: int) -> int:
    return sum(1 + max(0, len(line) - 1) // max(1, width) for line in text.split("\n", _MOST_LINES + 1))


def _summary_height(line: Line) -> int:
    if line.style in ("title", "section"):
        return 32
    first = line.cells[0] if line.cells and line.style in ("row", "urgent") else ""
    return _LINE_POINTS * (_lines(first, _LABEL_WIDTH) if isinstance(first, str) else 1) + 3


def _choices(page: Any, columns: Sequence[Column], last: int) -> None:
    for place, column in enumerate(columns, 1):
        if not (column.choices or column.prompt):
            continue
        rule = _rule(column)
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, column.header, column.prompt
        rule.showErrorMessage, rule.errorStyle, rule.error = rule.type is not None, "warning", "Keep it all the same?"
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{last + _SPARE_ROWS}")
        page.add_data_validation(rule)


def _rule(column: Column) -> DataValidation:
    """A list to choose from, a date, or only a word beside the cell."""
    if column.choices:
        choices = '"' + ",".join(column.choices) + '"'
        return DataValidation(type="list", formula1=choices, allow_blank=True, errorTitle="Not in the list")
    if column.owner == "staff" and column.form == "day":
        rule = DataValidation(type="date", operator="greaterThanOrEqual", formula1=_EARLIEST, allow_blank=True)
        rule.errorTitle = "Not a day"
        return rule
    return DataValidation(allow_blank=True)


def _printing(page: Any, *, landscape: bool, width: int = 0) -> None:
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = max(1, -(-width // _PAGE_WIDTH)), 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.7, 0.3
    page.oddFooter.center.text = "&A, page &P of &N"


def _free_title(title: str, taken: Sequence[str]) -> str:
    """`title` within Excel's rules: 31 characters, none of []:*?/\\, no apostrophe at the ends, no two alike."""
    plain = "".join("_" if c in "[]:*?/\\" else c for c in clean(title)).strip("' ")[:31] or "Sheet"
    lower, free, number = {t.casefold() for t in taken}, plain, 1
    while free.casefold() in lower:
        number += 1
        free = f"{plain[:26]} ({number})"
    return free


class _InMemoryWriter(ExcelWriter):
    """openpyxl's writer leaves each sheet in the system's temporary folder on its way; people's words do not belong there."""

    def __init__(self, workbook: Workbook, archive: ZipFile) -> None:
        super().__init__(workbook, archive)
        self._zip = archive

    def write_worksheet(self, ws: Worksheet) -> None:
        page: Any = ws
        page._drawing = SpreadsheetDrawing()
        page._drawing.charts, page._drawing.images = [], []
        out = BytesIO()
        writer: Any = WorksheetWriter(page, out=out)
        writer.write()
        page._rels = writer._rels
        self._zip.writestr(page.path[1:], out.getvalue())
        self.manifest.append(page)
