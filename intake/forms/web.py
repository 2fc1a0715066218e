"""Reads HTML: the body of a message, or a form saved as a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from lxml import etree, html

from intake.forms import texts
from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, UnreadableError, checked
from intake.forms.runs import Run, lines

_MOST_CHARACTERS = 5_000_000
_MOST_TAGS = 200_000
_LONGEST_STYLE = 500  # characters of a style that are looked at
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
_SKIPPED = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "select", "textarea", "button", "option", "del", "s", "strike"]
)
_LOUD = frozenset(["b", "strong", "u", "mark", "ins"])
_LOUD_STYLE = re.compile(
    r"font-weight:\s*(?:bold|[6-9]00)|text-decoration[^;]*underline|(?:^|;)\s*background(?:-color)?:\s*(?!white|none|transparent|#fff)",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"text-decoration[^;]*line-through|display:\s*none", re.IGNORECASE)
_DEEPEST = 200


def read(data: bytes) -> Sheet:
    """The paragraphs and cells of an HTML file, in whatever encoding it declares. Raises UnreadableError."""
    if (wide := texts.decoded(data)) is not None:
        return sheet(wide)
    declared = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", data[:4096])
    for encoding in (declared.group(1).decode() if declared else "utf-8", "utf-8", "cp1252"):
        try:
            return sheet(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return sheet(data.decode("cp1252", errors="replace"))


def sheet(text: str) -> Sheet:
    """The paragraphs and cells of `text`; what stands in a <blockquote> is marked as quoted. Raises UnreadableError."""
    if len(text) > _MOST_CHARACTERS or text.count("<") > _MOST_TAGS:
        raise UnreadableError("It is too long to be a form.", "large")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("The file is damaged.") from error
    return Sheet(checked(list(_Page().story(root, _Where()))))


@dataclass(frozen=True, slots=True)
class _Where:
    """What the elements around say of a text."""

    quoted: bool = False
    loud: bool = False
    depth: int = 0

    def inside(self, element: etree._Element) -> _Where:
        if self.depth > _DEEPEST:
            raise UnreadableError("The file is nested too deeply to be a form.", "large")
        name, style = element.tag, element.get("style", "")
        return _Where(
            self.quoted or name == "blockquote",
            self.loud or name in _LOUD or _LOUD_STYLE.search(style[:_LONGEST_STYLE]) is not None,
            self.depth + 1,
        )


class _Page:
    """Walks through a page, and counts its tables and rows."""

    def __init__(self) -> None:
        self.rows, self.tables = count(), count(1)

    def story(self, element: etree._Element, where: _Where, item: str = "") -> Iterator[Block]:
        """Blocks of an element: its inline text in lines, its tables in rows."""
        line: list[Run] = []
        for piece in self._pieces(element, where):
            if not isinstance(piece, Block) and piece[0] != "\n":
                line.append(piece)
                continue
            for block in _flush(line, where.quoted, item):
                yield block
                item = ""
            if isinstance(piece, Block):
                yield replace(piece, item=item) if item and not piece.item and piece.cell is None else piece
                item = ""
        yield from _flush(line, where.quoted, item)

    def _pieces(self, element: etree._Element, where: _Where) -> Iterator[Run | Block]:
        yield _spaced(element.text), where.loud
        numbers = count(1)
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            inner = where.inside(child) if name else where
            if name == "table":
                yield from self._table(child, inner)
            elif name == "br":
                yield "\n", False
            elif name == "input":
                yield _box(child), False
            elif name in _LINES and name not in _SKIPPED:
                mark = f"{next(numbers)}." if name == "li" and element.tag == "ol" else "\u2022" if name == "li" else ""
                yield from self.story(child, inner, mark)
            elif name and name not in _SKIPPED and not _STRUCK.search(child.get("style", "")[:_LONGEST_STYLE]):
                yield from self._pieces(child, inner)
            if name in _LINES:
                yield "\n", False
            yield _spaced(child.tail), where.loud

    def _table(self, table: etree._Element, where: _Where) -> Iterator[Block]:
        title = f"table {next(self.tables)}"
        own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        for at, row in enumerate(own, 1):
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            if len(cells) == 1 or any(cell.find(".//table") is not None for cell in cells):  # a table used for layout
                for cell in cells:
                    yield from self.story(cell, where)
                continue
            number = next(self.rows)
            for column, cell in enumerate(cells):
                for block in list(self.story(cell, where)) or [Block("", quoted=where.quoted)]:
                    yield replace(block, cell=(number, column), place=f"{title}, row {at}")


def _flush(line: list[Run], quoted: bool, item: str) -> Iterator[Block]:
    if not any(text.strip() for text, _ in line):
        line.clear()
        return
    found = [replace(block, quoted=quoted) for block in lines(line, item) if block.text]
    line.clear()
    yield from found


def _spaced(text: str | None) -> str:
    """Line ends in the source of a page are spaces."""
    return re.sub(r"[\r\n\t]+", " ", text or "")


def _box(element: etree._Element) -> str:
    if element.get("type", "").lower() in {"checkbox", "radio"}:
        return TICKED if element.get("checked") is not None else EMPTY
    return ""
