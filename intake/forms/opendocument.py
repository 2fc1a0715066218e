"""Reads OpenDocument text (.odt): OASIS OpenDocument 1.3 Part 3, the text body, straight from content.xml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from lxml import etree

from intake.forms.archive import Archive
from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, UnreadableError, checked, tidy
from intake.forms.markup import parse

MAIN_PART = "content.xml"

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LO = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"}
_MOST_REPEATS = 50  # <text:s text:c="999999999"/> and repeated cells


def read(data: bytes) -> Sheet:
    """The document's paragraphs and cells. Raises UnreadableError."""
    archive = Archive(data)
    if b"encryption-data" in _manifest(archive):
        raise UnreadableError("It has a password.", "password")
    body = parse(archive.read(MAIN_PART)).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        return Sheet(())
    pictures = body.find(f".//{_DRAW}image") is not None
    return Sheet(checked(list(_story(body, count()))), pictures=pictures)


def _manifest(archive: Archive) -> bytes:
    return archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""


def _story(parent: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    for child in parent:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            for line in "".join(_inline(child)).split("\n"):
                yield Block("\t".join(part for part in (tidy(piece) for piece in line.split("\t")) if part))
            for box in child.iter(f"{_DRAW}text-box"):
                yield from _story(box, rows)
        elif child.tag == f"{_TABLE}table":
            yield from _table(child, rows)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _story(child, rows)


def _table(table: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table")) is not table:
            continue
        cells = row.findall(f"{_TABLE}table-cell")
        if len(cells) == 1 and cells[0].find(f".//{_TABLE}table") is not None:  # a table used as a frame
            yield from _story(cells[0], rows)
            continue
        number = next(rows)
        for column, cell in enumerate(cells):
            for block in list(_story(cell, count())) or [Block("")]:
                yield replace(block, cell=(number, column))


def _inline(element: etree._Element) -> Iterator[str]:
    """Text of a paragraph, in order, with the text that follows each child."""
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or child.tag == f"{_DRAW}text-box":
            pass
        elif child.tag == f"{_TEXT}s":
            yield " " * min(_number(child.get(f"{_TEXT}c")), _MOST_REPEATS)
        elif child.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield "\t" if child.tag == f"{_TEXT}tab" else "\n"
        elif child.get(f"{_LO}checkbox") == "true":
            yield TICKED if child.get(f"{_LO}checked") == "true" else EMPTY
        elif child.get(f"{_LO}showing-place-holder") != "true" and child.tag != f"{_TEXT}placeholder":
            yield from _inline(child)
        yield child.tail or ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
