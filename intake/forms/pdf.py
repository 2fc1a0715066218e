"""Reads PDF: the fields of a form, or else the text of its pages with the columns of a table kept apart."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from intake.forms.blocks import Block, Control, Sheet, UnreadableError, checked, tidy

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 12
_MOST_FIELDS = 500
_MOST_DRAWING = 2_000_000  # bytes of drawing orders on one page; more is artwork, and slow
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)|^ {4,}(?=\S)")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*", re.IGNORECASE)


def read(data: bytes) -> Sheet:
    """Fields and lines of the document. Raises UnreadableError, also for a scan that holds no text."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("It has a password.", "password")
    fields = tuple(_fields(reader))
    first = reader.pages[:_MOST_PAGES]
    pages = [_lines(page) for page in first]
    if not fields and not any(line.strip() for lines in pages for line in lines):
        raise UnreadableError("It is a picture of a page: only a person can read it.", "picture")
    return Sheet(
        checked(list(_blocks(pages))), fields, wrapped=True, columns=True, pictures=any(_has_notes(page) for page in first)
    )


def _fields(reader: PdfReader) -> Iterator[Control]:
    found = reader.get_fields() or {}
    for name, one in list(found.items())[:_MOST_FIELDS]:
        kind, value = one.get("/FT"), one.get("/V")
        label = str(one.get("/TU") or "")
        states = [str(state) for state in one.get("/_States_", [])]
        if kind == "/Btn" and len([s for s in states if s != "/Off"]) <= 1:
            yield Control(str(name), label, "", value not in {None, "", "/Off"})
        elif kind == "/Btn":
            yield Control(str(name), label, "" if value in {None, "/Off"} else str(value).removeprefix("/"))
        elif kind in {"/Tx", "/Ch"}:
            values = value if isinstance(value, list) else [value]
            yield Control(str(name), label, "\n".join(str(v) for v in values if v is not None))


def _lines(page: PageObject) -> list[str]:
    contents = page.get_contents()
    if contents is None or len(contents.get_data()) > _MOST_DRAWING:
        return []
    return page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False).splitlines()


def _has_notes(page: PageObject) -> bool:
    """Whether somebody wrote or drew on top of the page."""
    notes = page.get("/Annots")
    kinds = {str(note.get_object().get("/Subtype")) for note in (notes.get_object() if notes is not None else [])}
    return bool(kinds & {"/FreeText", "/Ink", "/Stamp"})


def _blocks(pages: list[list[str]]) -> Iterator[Block]:
    """Lines as blocks; where a second column begins at one place down the page, its lines are cells."""
    row = 0
    for lines in pages:
        edge = _edge(lines)
        in_table = False
        for line in lines:
            if not line.strip() or _PAGE_NUMBER.fullmatch(line):
                continue
            right = line[edge:] if edge and not line[max(0, edge - 2) : edge].strip() else ""
            in_table = bool(right.strip()) or (in_table and len(line.rstrip()) < edge)
            if not in_table:
                yield Block(tidy(line))
                continue
            yield Block(tidy(line[:edge]), cell=(row, 0))
            yield Block(tidy(right), cell=(row, 1))
            row += 1


def _edge(lines: list[str]) -> int:
    """Where the second column begins, counted in characters; 0 where there is none."""
    starts = Counter(gap.end() for line in lines for gap in _GAP.finditer(line))
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    wide = [(times, -start) for start, times in starts.items() if start >= margin + 8 and times >= 3]
    return -max(wide)[1] if wide else 0
