"""Reads Word documents (.docx, .docm): ECMA-376 Part 1, WordprocessingML, the body only, straight from its XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from intake.forms import word_package
from intake.forms.archive import Archive
from intake.forms.blocks import EMPTY, TICKED, Block, Control, Sheet, checked, tidy
from intake.forms.markup import parse
from intake.forms.runs import Run, lines
from intake.forms.symbols import boxed, is_symbol, looks, table
from intake.forms.word_package import OFF, Numbering, W, on

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SKIPPED = {  # what the writer took out, what is stored twice, and what is no text
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delText", "tblPr", "tcPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object", f"{W}altChunk"}
_UNMARKED = {"shd": ("fill", {"auto", "ffffff"}), "color": ("val", {"auto", "000000"})}  # the values that mark nothing
_DEEPEST_CONTROL = 5  # controls inside each other, each of which has all the text inside it
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")
_LOUD = ("b", "u", "highlight", "shd", "color")  # how people choose from a list: bold, underlined, marked, shaded, coloured


def read(data: bytes) -> Sheet:
    """The document's paragraphs, cells and content controls. Raises UnreadableError."""
    archive = Archive(data)
    root = parse(archive.read(word_package.main_part(archive) or word_package.MAIN_PART).replace(*word_package.STRICT))
    body = root.find(f"{W}body")
    if body is None:
        return Sheet(())
    reader = _Reader(word_package.numbering(archive))
    blocks = checked(list(reader.story(body, "")))
    pictures = any(element.tag in _PICTURES for element in body.iter())
    return Sheet(blocks, tuple(reader.controls(body)), pictures=pictures, notes=word_package.notes(archive, root))


@dataclass(slots=True)
class _Reader:
    """One document on its way from XML to blocks; counts its tables, their rows and the items of its lists."""

    numbering: Numbering
    tables: int = 0
    rows: int = 0

    def story(self, parent: etree._Element, place: str) -> Iterator[Block]:
        """Blocks of a body, a content control, a cell or a text box."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, place)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}sdt":
                yield from self._control(child, place)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                yield from self.story(child, place)

    def _control(self, sdt: etree._Element, place: str) -> Iterator[Block]:
        content = sdt.find(f"{W}sdtContent")
        if content is None:
            return
        if _shows_placeholder(sdt):
            yield Block("", place=place)
        else:
            yield from self.story(content, place)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        self.tables += 1
        name = f"table {self.tables}"
        for at, row in enumerate(_unwrapped(table, f"{W}tr"), 1):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue  # a row that its writer took out
            cells = list(_unwrapped(row, f"{W}tc"))
            place = f"{name}, row {at}"
            if len(cells) == 1 and cells[0].find(f".//{W}tbl") is not None:  # a table used as a frame
                yield from self.story(cells[0], place)
                continue
            number, self.rows = self.rows, self.rows + 1
            for column, cell in enumerate(cells):
                for block in list(self.story(cell, place)) or [Block("")]:  # a table inside has rows of its own
                    yield block if block.cell else replace(block, cell=(number, column), place=place)

    def _paragraph(self, paragraph: etree._Element, place: str) -> Iterator[Block]:
        for line in lines(_inline(paragraph), self.numbering.mark(paragraph)):
            yield replace(line, place=place)
        for box in paragraph.iter(f"{W}txbxContent"):
            if next(box.iterancestors(f"{W}p")) is not paragraph:
                continue  # a box inside a box is read with the paragraph that it hangs on
            if not any(ancestor.tag in _SKIPPED for ancestor in box.iterancestors()):
                yield from self.story(box, place or "a text box")

    def controls(self, body: etree._Element) -> Iterator[Control]:
        """Content controls that bear a name: with it they tell their question whatever became of the words beside them."""
        for sdt in body.iter(f"{W}sdt"):
            tag, alias = (_value(sdt, f"{W}sdtPr/{W}{name}") for name in ("tag", "alias"))
            around = [ancestor.tag for ancestor in sdt.iterancestors()]
            if not (tag or alias) or not _SKIPPED.isdisjoint(around) or around.count(f"{W}sdt") > _DEEPEST_CONTROL:
                continue
            ticked = _box(sdt)
            content = sdt.find(f"{W}sdtContent")
            text = "" if content is None or ticked is not None or _shows_placeholder(sdt) else self._text(content)
            yield Control(tag or alias, alias, text, ticked, "a field of the form")

    def _text(self, content: etree._Element) -> str:
        blocks = list(self.story(content, ""))
        if blocks:
            return "\n".join(f"{b.item} {b.text}".strip() for b in blocks)
        return tidy("".join(text for text, _ in _inline(content)))


def _unwrapped(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where a content control stands around them."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag not in _SKIPPED and child.tag != f"{W}tbl" and isinstance(child.tag, str):
            yield from _unwrapped(child, wanted)


def _inline(element: etree._Element, loud: bool = False) -> Iterator[Run]:
    """The text of a paragraph; struck-out text was taken back by its writer and is left out."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{W}txbxContent" or not isinstance(child.tag, str):
            continue
        if child.tag == f"{W}ffData":
            yield _form_field(child), False
        elif child.tag == f"{W}sdt":
            yield from _inline_control(child, loud)
        elif child.tag == f"{W}r":
            if not _is_struck(child):
                yield from _in_font(_inline(child, _is_loud(child)), _attribute(child, f"{W}rPr/{W}rFonts", "ascii"))
        elif (text := _plain(child)) is not None:
            yield text, loud
        else:
            yield from _inline(child, loud)


def _plain(child: etree._Element) -> str | None:
    """What an element of a run stands for in the text; None where it is made of others."""
    name = child.tag.rpartition("}")[2]
    if child.tag == f"{W}t":
        return child.text or ""
    if child.tag.startswith(W) and name in {"tab", "br", "cr", "noBreakHyphen"}:
        return {"tab": "\t", "noBreakHyphen": "-"}.get(name, "\n")
    if child.tag == f"{W}sym":
        code = child.get(f"{W}char", "")
        return boxed(looks(child.get(f"{W}font", ""), int(code, 16))) if _HEXADECIMAL.fullmatch(code) else ""
    return None


def _in_font(runs: Iterator[Run], font: str) -> Iterator[Run]:
    """What is typed in a symbol font, as it looks."""
    if table(font) is None:
        yield from runs
        return
    for text, loud in runs:
        yield "".join(boxed(looks(font, ord(c))) if is_symbol(font, ord(c)) else c for c in text), loud


def _inline_control(sdt: etree._Element, loud: bool) -> Iterator[Run]:
    state = _box(sdt)
    if state is not None:
        yield TICKED if state else EMPTY, False
    elif not _shows_placeholder(sdt) and (content := sdt.find(f"{W}sdtContent")) is not None:
        yield from _inline(content, loud)


def _box(sdt: etree._Element) -> bool | None:
    """Whether a check-box control is ticked ([MS-DOCX] 2.6.1.15); None where it is none."""
    state = sdt.find(f"{W}sdtPr/{_W14}checkbox")
    if state is None:
        return None
    mark = state.find(f"{_W14}checked")
    return mark is not None and mark.get(f"{_W14}val", "1") not in OFF


def _form_field(data: etree._Element) -> str:
    """A tick box or a drop-down list of Word 97's form fields; their text fields stand in the paragraph as text."""
    if (box := data.find(f"{W}checkBox")) is not None:
        states = [state for name in ("checked", "default") if (state := box.find(f"{W}{name}")) is not None]
        return TICKED if states and on(states[0]) else EMPTY
    if (drop := data.find(f"{W}ddList")) is not None:
        entries = [entry.get(f"{W}val", "") for entry in drop.findall(f"{W}listEntry")]
        number = _value(drop, f"{W}result") or _value(drop, f"{W}default") or "0"
        return entries[int(number)] if number.isdigit() and len(number) < 4 and int(number) < len(entries) else ""
    return ""


def _value(element: etree._Element, path: str) -> str:
    return tidy(_attribute(element, path, "val"))


def _attribute(element: etree._Element, path: str, name: str) -> str:
    found = element.find(path)
    return found.get(f"{W}{name}", "") if found is not None else ""


def _shows_placeholder(sdt: etree._Element) -> bool:
    shown = sdt.find(f"{W}sdtPr/{W}showingPlcHdr")
    return shown is not None and on(shown) and _box(sdt) is None


def _is_struck(run: etree._Element) -> bool:
    return any(on(mark) for name in ("strike", "dstrike", "vanish") if (mark := run.find(f"{W}rPr/{W}{name}")) is not None)


def _is_loud(run: etree._Element) -> bool:
    for name in _LOUD:
        mark = run.find(f"{W}rPr/{W}{name}")
        if mark is None or not on(mark):
            continue
        if name not in _UNMARKED or mark.get(f"{W}{_UNMARKED[name][0]}", "auto").lower() not in _UNMARKED[name][1]:
            return True
    return False
