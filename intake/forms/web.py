"""Reads HTML: the body of a message, or a form saved as a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from lxml import etree, html

from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, UnreadableError, checked, tidy

_MOST_CHARACTERS = 5_000_000
_LINES = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "tr",
        "table",
        "tbody",
        "thead",
        "address",
        "section",
        "article",
        "form",
    ]
)
_SKIPPED = frozenset(["script", "style", "head", "title", "template", "noscript", "select", "textarea", "button", "option"])
_DEEPEST = 200


def read(data: bytes) -> Sheet:
    """The paragraphs and cells of an HTML file, in whatever encoding it declares. Raises UnreadableError."""
    declared = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", data[:4096])
    for encoding in (declared.group(1).decode() if declared else "utf-8", "utf-8", "cp1252"):
        try:
            return sheet(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return sheet(data.decode("cp1252", errors="replace"))


def sheet(text: str) -> Sheet:
    """The paragraphs and cells of `text`; what stands in a <blockquote> is marked as quoted. Raises UnreadableError."""
    if len(text) > _MOST_CHARACTERS:
        raise UnreadableError("It is too long to be a form.", "large")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("The file is damaged.") from error
    return Sheet(checked(list(_story(root, count(), False, 0))))


def _story(element: etree._Element, rows: Iterator[int], quoted: bool, depth: int) -> Iterator[Block]:
    """Blocks of an element: its inline text in lines, its tables in rows."""
    line: list[str] = []
    for piece in _pieces(element, rows, quoted, depth):
        if isinstance(piece, Block):
            yield from _flush(line, quoted)
            yield piece
        elif piece == "\n":
            yield from _flush(line, quoted)
        else:
            line.append(piece)
    yield from _flush(line, quoted)


def _flush(line: list[str], quoted: bool) -> Iterator[Block]:
    text = tidy("".join(line))
    line.clear()
    if text:
        yield Block(text, quoted=quoted)


def _pieces(element: etree._Element, rows: Iterator[int], quoted: bool, depth: int) -> Iterator[str | Block]:
    if depth > _DEEPEST:
        raise UnreadableError("The file is nested too deeply to be a form.")
    yield element.text or ""
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "table":
            yield from _table(child, rows, quoted, depth + 1)
        elif name == "br":
            yield "\n"
        elif name == "input":
            yield _box(child)
        elif name in _LINES:
            yield from _story(child, rows, quoted or name == "blockquote", depth + 1)
        elif name and name not in _SKIPPED:
            yield from _pieces(child, rows, quoted, depth + 1)
        if name in _LINES:
            yield "\n"
        yield child.tail or ""


def _table(table: etree._Element, rows: Iterator[int], quoted: bool, depth: int) -> Iterator[Block]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        if len(cells) == 1 or any(cell.find(".//table") is not None for cell in cells):  # a table used for layout
            for cell in cells:
                yield from _story(cell, rows, quoted, depth)
            continue
        number = next(rows)
        for column, cell in enumerate(cells):
            for block in list(_story(cell, count(), quoted, depth)) or [Block("", quoted=quoted)]:
                yield replace(block, cell=(number, column))


def _box(element: etree._Element) -> str:
    if element.get("type", "").lower() in {"checkbox", "radio"}:
        return TICKED if element.get("checked") is not None else EMPTY
    return ""
