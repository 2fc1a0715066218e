"""Reads an OpenDocument text: its paragraphs, lists, tables, text boxes and sections, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice

from lxml import etree

from intake.forms.archive import Archive
from intake.forms.blocks import Block, Control, Sheet, UnreadableError, checked
from intake.forms.markup import parse
from intake.forms.opendocument.controls import Controls
from intake.forms.opendocument.inline import SKIPPED, Paragraph
from intake.forms.opendocument.names import DRAW, OFFICE, TABLE, TEXT, XML
from intake.forms.opendocument.styles import Styles, number
from intake.forms.runs import lines

MAIN_PART = "content.xml"

_STYLES_PART = "styles.xml"
_MOST_CELLS = 50  # in a row, repeated ones counted
_MACROS = re.compile(r"(?:Basic|Scripts)/")
_FILES = re.compile(r"Object \d+(?:/|$)")
_NO_MACROS = "It holds macros, which were not run."
_NO_FILES = "It holds files inside, which were not opened."


def read(data: bytes) -> Sheet:
    """The paragraphs, cells and form controls of a package. Raises UnreadableError."""
    archive = Archive(data)
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise UnreadableError("It has a password.", "password")
    roots = [parse(archive.read(MAIN_PART))]
    if styles := _part(archive, _STYLES_PART):
        roots.append(parse(styles))
    notes = [_NO_MACROS] if any(_MACROS.match(name) for name in archive.names) else []
    if any(_FILES.match(name) for name in archive.names):
        notes.append(_NO_FILES)
    return _sheet(roots, notes)


def read_flat(data: bytes) -> Sheet:
    """The same of a document that is one XML file (.fodt). Raises UnreadableError."""
    return _sheet([parse(data)], [])


def _part(archive: Archive, name: str) -> bytes:
    return archive.read(name) if name in archive.names else b""


def _sheet(roots: list[etree._Element], notes: list[str]) -> Sheet:
    body = roots[0].find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableError("It is a spreadsheet, a presentation or a drawing.", "program")
    story = _Story(Styles(*roots), Controls(body))
    found = checked(list(story.blocks(body, story.rows, story.tables)))
    if _NO_FILES not in notes and any(body.find(f".//{DRAW}{name}") is not None for name in ("object", "object-ole")):
        notes = [*notes, _NO_FILES]
    unread = (f"{DRAW}image", f"{OFFICE}annotation")
    pictures = _NO_FILES in notes or any(body.find(f".//{name}") is not None for name in unread)
    return Sheet(found, (*story.controls.records(), *story.records), pictures=pictures, notes=tuple(notes))


class _Story:
    """Walks through a document, and counts its rows, tables and list items."""

    def __init__(self, styles: Styles, controls: Controls) -> None:
        self.styles = styles
        self.controls = controls
        self.records: list[Control] = []
        self.rows, self.tables = count(), count(1)
        self._numbers: dict[str, list[int]] = {}  # of each list style, or list that others go on from: as far as it has come

    def blocks(self, parent: etree._Element, rows: Iterator[int], tables: Iterator[int]) -> Iterator[Block]:
        """Blocks of a body, a section, a cell or a text box."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in SKIPPED or self._is_hidden(child):
                continue
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield from self._paragraph(child, rows, tables)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, "", [], rows, tables)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child, rows, tables)
            else:
                yield from self.blocks(child, rows, tables)

    def _is_hidden(self, element: etree._Element) -> bool:
        return element.tag == f"{TEXT}section" and (
            element.get(f"{TEXT}display") == "none" or self.styles.is_hidden(element.get(f"{TEXT}style-name"))
        )

    def _paragraph(
        self, element: etree._Element, rows: Iterator[int], tables: Iterator[int], mark: tuple[str, str] = ("", "")
    ) -> Iterator[Block]:
        look = self.styles.look("paragraph", element.get(f"{TEXT}style-name"))
        paragraph = Paragraph(self.styles, self.controls, self.records, [(mark[1], False)] if mark[1] else [])
        paragraph.read(element, look)
        if paragraph.is_hidden:
            return
        printed = element.findtext(f"{TEXT}number", "").strip()
        yield from lines(paragraph.runs, mark[0] or printed)
        yield from paragraph.beside
        for hanging in paragraph.hanging:
            yield from self.blocks(hanging, rows, tables)

    # ------------------------------------------------------------------------------------------------------- lists

    def _list(
        self, element: etree._Element, style: str, above: list[int], rows: Iterator[int], tables: Iterator[int]
    ) -> Iterator[Block]:
        """The items of a list; the first paragraph of each has its mark, a list inside it marks of its own."""
        style = element.get(f"{TEXT}style-name", style)
        depth = len(above) + 1
        before = self._numbers.get(element.get(f"{TEXT}continue-list") or style, [])
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list") is not None
        at = before[depth - 1] if goes_on and len(before) >= depth else self.styles.start(style, depth) - 1
        for entry in element:
            mark = ("", "")
            if entry.tag == f"{TEXT}list-item" and _has_words(entry):
                at = number(entry.get(f"{TEXT}start-value"), at + 1)
                mark = self.styles.mark(style, [*above, at])
            numbers = [*above, max(at, 1)]
            for child in entry if isinstance(entry.tag, str) else ():
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, style, numbers, rows, tables)
                elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    yield from self._paragraph(child, rows, tables, mark)
                    mark = ("", "")
            for name in (style, element.get(f"{XML}id", style)):
                self._numbers[name] = numbers

    # ------------------------------------------------------------------------------------------------------ tables

    def _table(self, table: etree._Element, rows: Iterator[int], tables: Iterator[int]) -> Iterator[Block]:
        own, here = 0, 0  # the table's number, and the row's
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not table:
                continue
            cells = list(_cells(row))
            here += 1
            if len(cells) == 1 and cells[0] is not None and cells[0].find(f".//{TABLE}table") is not None:  # used as a frame
                yield from self.blocks(cells[0], rows, tables)
                continue
            own = own or next(tables)
            at = next(rows)
            for column, cell in enumerate(cells):
                inside = list(self.blocks(cell, count(), count())) if cell is not None else []
                for block in inside or [Block("")]:
                    yield replace(block, cell=(at, column), place=f"table {own}, row {here}")


def _has_words(entry: etree._Element) -> bool:
    return any(child.tag in {f"{TEXT}p", f"{TEXT}h"} for child in entry)


def _cells(row: etree._Element) -> Iterator[etree._Element | None]:
    """The cells of a row; None for one that is blank or covered from above. What is covered from the left is no cell."""
    return islice(_all_cells(row), _MOST_CELLS)


def _all_cells(row: etree._Element) -> Iterator[etree._Element | None]:
    left = 0  # columns that the cell before still covers
    for cell in row:
        times = min(number(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST_CELLS)
        if cell.tag == f"{TABLE}table-cell":
            left = number(cell.get(f"{TABLE}number-columns-spanned"), 1) - 1
            yield from [cell, *[None] * (times - 1)]  # a blank one repeated; words are never read twice
        elif cell.tag == f"{TABLE}covered-table-cell":
            for _ in range(times):
                if left:
                    left -= 1
                else:
                    yield None
