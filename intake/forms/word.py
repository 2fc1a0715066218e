"""Reads Word documents (.docx, .docm): ECMA-376 Part 1, WordprocessingML, the body only, straight from its XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from lxml import etree

from intake.forms.archive import Archive
from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, checked, tidy
from intake.forms.markup import parse

MAIN_PART = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = {"0", "false", "off", "none"}
_SKIPPED = {  # what the writer took out, what is stored twice, and what is no text
    f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delText", "tblPr", "tcPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_PICTURES = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
# Ticks and boxes of the symbol fonts (Wingdings, Wingdings 2), which have no letters of their own.
_SYMBOLS = {
    "FE": TICKED, "FD": TICKED, "FC": TICKED, "FB": TICKED, "52": TICKED, "54": TICKED, "53": TICKED,
    "A8": EMPTY, "6F": EMPTY, "A3": EMPTY, "71": EMPTY, "72": EMPTY, "2A": EMPTY,
}  # fmt: skip


def read(data: bytes) -> Sheet:
    """The document's paragraphs, cells and content controls. Raises UnreadableError."""
    xml = Archive(data).read(MAIN_PART)
    root = parse(xml.replace(_STRICT, _W.strip("{}").encode()))
    body = root.find(f"{_W}body")
    if body is None:
        return Sheet(())
    blocks = list(_story(body, count()))
    pictures = any(element.tag in _PICTURES for element in body.iter())
    return Sheet(checked(blocks), pictures=pictures)


def _story(parent: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    """Blocks of a body, a content control, or a text box."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, rows)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, rows)
        elif child.tag == f"{_W}sdt":
            yield from _control(child, rows)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _story(child, rows)


def _control(sdt: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    content = sdt.find(f"{_W}sdtContent")
    if content is None:
        return
    if _shows_placeholder(sdt):
        yield Block("")
    else:
        yield from _story(content, rows)


def _table(table: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    for row in _unwrapped(table, f"{_W}tr"):
        cells = list(_unwrapped(row, f"{_W}tc"))
        if len(cells) == 1 and cells[0].find(f".//{_W}tbl") is not None:  # a table used as a frame
            yield from _story(cells[0], rows)
            continue
        number = next(rows)
        for column, cell in enumerate(cells):
            inner = list(_story(cell, count()))
            for block in inner or [Block("")]:
                yield replace(block, cell=(number, column))


def _unwrapped(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where a content control stands around them."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag not in _SKIPPED and child.tag != f"{_W}tbl" and isinstance(child.tag, str):
            yield from _unwrapped(child, wanted)


def _paragraph(paragraph: etree._Element, rows: Iterator[int]) -> Iterator[Block]:
    text = "".join(_inline(paragraph))
    stressed = _stressed(paragraph)
    for line in text.split("\n"):
        yield Block(_line(line), stressed=_line(line) if stressed else "")
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag in _SKIPPED for ancestor in box.iterancestors()):
            yield from _story(box, rows)


def _line(text: str) -> str:
    return "\t".join(part for part in (tidy(piece) for piece in text.split("\t")) if part)


def _inline(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph; struck-out text was taken back by its writer and is left out."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_W}txbxContent" or not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif name in {"tab", "br", "cr"} and child.tag.startswith(_W):
            yield "\t" if name == "tab" else "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}sym":
            yield _SYMBOLS.get(child.get(f"{_W}char", "")[-2:].upper(), "")
        elif child.tag == f"{_W}ffData":
            yield _form_box(child)
        elif child.tag == f"{_W}sdt":
            yield from _inline_control(child)
        elif not (child.tag == f"{_W}r" and _is_struck(child)):
            yield from _inline(child)


def _inline_control(sdt: etree._Element) -> Iterator[str]:
    state = sdt.find(f"{_W}sdtPr/{_W14}checkbox")
    if state is not None:
        mark = state.find(f"{_W14}checked")
        yield TICKED if mark is not None and mark.get(f"{_W14}val", "1") not in _OFF else EMPTY
    elif not _shows_placeholder(sdt) and (content := sdt.find(f"{_W}sdtContent")) is not None:
        yield from _inline(content)


def _form_box(data: etree._Element) -> str:
    """A tick box of Word 97's form fields; their text fields stand in the paragraph as text."""
    box = data.find(f"{_W}checkBox")
    if box is None:
        return ""
    for name in ("checked", "default"):
        state = box.find(f"{_W}{name}")
        if state is not None:
            return EMPTY if state.get(f"{_W}val", "1") in _OFF else TICKED
    return EMPTY


def _shows_placeholder(sdt: etree._Element) -> bool:
    shown = sdt.find(f"{_W}sdtPr/{_W}showingPlcHdr")
    is_box = sdt.find(f"{_W}sdtPr/{_W14}checkbox") is not None
    return shown is not None and shown.get(f"{_W}val", "1") not in _OFF and not is_box


def _has(run: etree._Element, *names: str) -> bool:
    found = (run.find(f"{_W}rPr/{_W}{name}") for name in names)
    return any(element is not None and element.get(f"{_W}val", "1") not in _OFF for element in found)


def _is_struck(run: etree._Element) -> bool:
    return _has(run, "strike", "dstrike", "vanish")


def _stressed(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(_inline(run)).strip(f" {EMPTY}{TICKED}")]
    return bool(runs) and all(_has(run, "highlight") for run in runs)
