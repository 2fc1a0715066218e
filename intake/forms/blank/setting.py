"""Sets text and boxes on pages and draws them: lines broken by width, pages filled, every piece marked with its tag.

Lengths are points (1/72 inch). Knows nothing of forms; the caller says what stands in which order.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from intake.forms.blank.tagged import Ink, Tag, Widget

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "IntakeSans", "IntakeSansBold"
PAGE = (595.28, 841.89)  # A4
MARGIN = 51.0
WIDTH = PAGE[0] - 2 * MARGIN
ROOM = PAGE[1] - 2 * MARGIN - 14  # height for text; the rest is for the page number

_FILES = {PLAIN: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf"}
_LEADING = 1.36  # of the size
_MOST_GROWTH = 70.0
_WORD = re.compile(r"[^ ]+ *| +")

Run = tuple[str, str]  # font, text


@dataclass(frozen=True, slots=True)
class Box:
    """A field to be placed. A tick box stands at the height of a line."""

    name: str
    words: str
    kind: Literal["line", "text", "tick"]
    wide: float
    high: float
    required: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Something at its place across the line: text, or a box."""

    tag: Tag
    x: float  # from the left margin
    runs: tuple[Run, ...] = ()
    size: float = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands side by side. Never parted by the end of a page."""

    items: tuple[Item, ...]
    height: float
    above: float = 0  # room before it, but at the top of a page
    grows: bool = False  # takes what is left over on its page


def prepare() -> None:
    """Makes the fonts known to the library that draws. To be called before all else here."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(Path(__file__).parent / "fonts" / file)))


def text(tag: Tag, runs: Iterable[Run], size: float, *, x: float = 0, above: float = 0) -> list[Strip]:
    """The strips of one paragraph."""
    lines = list(_lines(runs, size, WIDTH - x))
    strips = [Strip((Item(tag, x, line, size),), size * _LEADING) for line in lines]
    return [replace(strips[0], above=above), *strips[1:]] if strips else []


def beside(item: Item, strips: list[Strip]) -> list[Strip]:
    """The strips with `item` on the first line, before what stands there."""
    return [replace(strips[0], items=(item, *strips[0].items)), *strips[1:]]


def pages(groups: Iterable[Sequence[Strip]]) -> list[list[Strip]]:
    """The strips of each page. A group stays together where a page has room for it."""
    filled: list[list[Strip]] = [[]]
    used = 0.0
    for group in groups:
        need = sum(strip.above + strip.height for strip in group)
        if filled[-1] and used + need > ROOM >= need:
            filled.append([])
            used = 0.0
        for strip in group:
            if filled[-1] and used + strip.above + strip.height > ROOM:
                filled.append([])
                used = 0.0
            used += strip.height + (strip.above if filled[-1] else 0)
            filled[-1].append(strip)
    return [_grown(page) for page in filled]


def draw(filled: list[list[Strip]], title: str) -> bytes:
    """The pages as a PDF without tags; hangs into each item's tag what of it is on which page."""
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, pageCompression=1, invariant=1, initialFontName=PLAIN)
    canvas.setTitle(title)
    for number, page in enumerate(filled):
        _Page(canvas, number).draw(page)
        canvas.addLiteral("/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
        canvas.setFont(PLAIN, 10)
        canvas.drawCentredString(PAGE[0] / 2, MARGIN - 16, f"Page {number + 1} of {len(filled)}")
        canvas.addLiteral("EMC")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


class _Page:
    """One page being drawn, from the top down."""

    def __init__(self, canvas: Canvas, number: int) -> None:
        self._canvas = canvas
        self._number = number
        self._marks = 0
        self._open: Tag | None = None

    def draw(self, strips: list[Strip]) -> None:
        y = PAGE[1] - MARGIN
        for at, strip in enumerate(strips):
            y -= strip.above if at else 0
            for item in strip.items:
                if item.box is not None:
                    self._place(item, item.box, y, strip.height)
                else:
                    self._write(item, y)
            y -= strip.height
        self._close()

    def _write(self, item: Item, y: float) -> None:
        if self._open is not item.tag:
            self._close()
            self._canvas.addLiteral(f"/{item.tag.name} <</MCID {self._marks}>> BDC")
            item.tag.kids.append(Ink(self._number, self._marks))
            self._open = item.tag
            self._marks += 1
        x = MARGIN + item.x
        for font, words in item.runs:
            self._canvas.setFont(font, item.size)
            self._canvas.drawString(x, y - item.size, words)
            x += self._canvas.stringWidth(words, font, item.size)

    def _place(self, item: Item, box: Box, y: float, height: float) -> None:
        self._close()
        left, top = MARGIN + item.x, y
        if box.kind == "tick":
            top -= 1.5
        high = box.high if box.kind == "tick" else height
        rect = (round(left, 2), round(top - high, 2), round(left + box.wide, 2), round(top, 2))
        item.tag.kids.append(Widget(self._number, rect, box.name, box.words, box.kind, box.required))

    def _close(self) -> None:
        if self._open is not None:
            self._canvas.addLiteral("EMC")
            self._open = None


def _grown(page: list[Strip]) -> list[Strip]:
    """The page with what is left over given to the strips that can use it."""
    used = sum(strip.height + (strip.above if at else 0) for at, strip in enumerate(page))
    growing = sum(strip.grows for strip in page)
    more = min(_MOST_GROWTH, (ROOM - used) / growing) if growing else 0
    return [replace(strip, height=strip.height + more) if strip.grows else strip for strip in page]


def _lines(runs: Iterable[Run], size: float, width: float) -> Iterator[tuple[Run, ...]]:
    """The runs broken at spaces; a word wider than the line is broken anywhere."""
    line: list[Run] = []
    used = 0.0
    for whole in _words(runs):
        for word in [whole] if _width(whole, size) <= width else [[(font, c)] for font, text in whole for c in text]:
            if line and used + _width(word, size) > width:
                yield _joined(line)
                line, used = [], 0.0
            line += word
            used += _width(word, size, "")
    if line:
        yield _joined(line)


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Words with the spaces behind them; one word may be of several fonts, as in "2016."."""
    word: list[Run] = []
    for font, words in runs:
        for piece in _WORD.findall(words):
            if word and word[-1][1].endswith(" "):
                yield word
                word = []
            word.append((font, piece))
    if word:
        yield word


def _width(word: list[Run], size: float, without: str = " ") -> float:
    """How wide the word is, without the spaces at its end."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(text.rstrip(without) if without else text, font, size) for font, text in word))


def _joined(pieces: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for font, words in pieces:
        if joined and joined[-1][0] == font:
            joined[-1] = (font, joined[-1][1] + words)
        else:
            joined.append((font, words))
    return tuple(joined)
