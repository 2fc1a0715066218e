"""Sees what is drawn on a page, and where (pdfminer): signs, rules, boxes, pictures."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, cast

from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pypdf import PageObject, PdfReader
from pypdf import generic as pypdf_objects

from intake.forms.pdf.glyphs import DOT, meaning
from intake.forms.pdf.objects import Fonts, Objects, TooMuchError
from intake.forms.pdf.opened import MOST_DRAWING

_MOST_SIGNS = 20_000  # on one page: a page of small print has 8,000
_MOST_ITEMS = 20_000  # rules and shapes
_MOST_FIGURES = 500  # drawings within drawings
_MOST_DRAWN = 1_200_000  # bytes of drawing orders in one document
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_INVISIBLE = (3, 7)  # text rendering modes, ISO 32000-1, 9.3.6: what a machine read in a picture stands so
_HELVETICA: dict[str, int] = FONT_METRICS["Helvetica"][1]
_UNUSED = {0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D}  # codes of Windows' table that stand for a dot: ISO 32000-1, D.2, note 3


class Sign(NamedTuple):
    """One sign; lengths in points, x from the left, y from the top of the page as it is shown."""

    text: str
    x0: float
    x1: float
    y: float  # of the line it stands on
    size: float
    bold: bool
    table: bool = False  # of a font of ornaments


class Box(NamedTuple):
    """A rectangle, in points from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin


@dataclass(slots=True)
class Drawn:
    """What is drawn on one page."""

    width: float
    height: float
    turned: tuple[float, ...]  # how points of the page become ours: matrix, ISO 32000-1, 8.3.4
    signs: list[Sign] = field(default_factory=list)
    level: list[Box] = field(default_factory=list)  # rules from left to right, thin
    upright: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)  # outlines
    strokes: list[Box] = field(default_factory=list)  # slanting lines
    filled: list[tuple[Box, bool]] = field(default_factory=list)  # shapes filled in, and whether in a bright colour
    pictures: float = 0.0  # share of the page that pictures cover
    hidden: int = 0  # signs that are not shown
    sideways: int = 0  # signs that do not run from left to right

    def place(self, rect: Any) -> Box | None:
        """Where a rectangle in the page's own coordinates stands; None where it is none."""
        try:
            numbers = [float(one.get_object()) for one in rect]
            (x0, y0), (x1, y1) = (_moved(self.turned, *numbers[at : at + 2]) for at in (0, 2))
        except (TypeError, ValueError, AttributeError):
            return None
        y0, y1 = self.height - y0, self.height - y1
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


class Artist:
    """Draws the pages of one document, so to speak; its fonts are read once."""

    def __init__(self, reader: PdfReader) -> None:
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings quote the file
        self._objects = Objects(reader)
        self._fonts = Fonts()
        self._left = _MOST_DRAWN

    def page(self, page: PageObject) -> Drawn:
        """What is drawn on the page. Raises TooMuchError."""
        contents = page.get_contents()
        data = contents.get_data() if contents is not None else b""
        resources = cast(dict[object, object], self._objects.as_miner(page.get("/Resources")) or {})
        turns = page.rotation % 360
        drawn = self._drawn(data, resources, _sheet(page, turns))
        if drawn.sideways > len(drawn.signs):  # drawn on its side, to be turned by whoever reads it
            for turn in (90, 270):
                again = self._drawn(data, resources, _sheet(page, (turns + turn) % 360))
                if len(again.signs) > again.sideways:
                    return again
        return drawn

    def look(self, appearance: Any) -> str:
        """The words of a field's or note's appearance (ISO 32000-1, 12.5.5); "" where there are none."""
        if not isinstance(appearance, pypdf_objects.StreamObject):
            return ""
        resources = cast(dict[object, object], self._objects.as_miner(appearance.get("/Resources")) or {})
        drawn = self._drawn(appearance.get_data(), resources, Drawn(1000, 1000, (1, 0, 0, 1, 0, 0)))
        lines: dict[int, list[Sign]] = {}
        for sign in drawn.signs:
            lines.setdefault(round(sign.y), []).append(sign)
        return "\n".join("".join(sign.text for sign in lines[y]).strip() for y in sorted(lines))

    def _drawn(self, data: bytes, resources: dict[object, object], drawn: Drawn) -> Drawn:
        if len(data) > MOST_DRAWING:
            raise TooMuchError
        stream = PDFStream({}, data)
        stream.set_objid(-1, 0)
        hand = _Hand(self._fonts, drawn)
        pen = _Pen(self._fonts, hand, self)
        pen.render_contents(resources, [stream], ctm=cast(Any, drawn.turned))
        return drawn

    def spend(self, size: int) -> None:
        """Takes `size` bytes of drawing orders from what the document may hold. Raises TooMuchError."""
        self._left -= size + 100
        if self._left < 0:
            raise TooMuchError


def width(text: str, size: float) -> float:
    """How wide words are in Helvetica, in points: what most programs type on top of a page with."""
    return sum(_HELVETICA.get(sign, 556) for sign in text) * size / 1000


def _sheet(page: PageObject, turns: int) -> Drawn:
    """An empty page of the right size, and the matrix that turns it the right way up (ISO 32000-1, 7.7.3.3)."""
    x0, y0, x1, y1 = (float(one) for one in page.cropbox)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    width, height = x1 - x0, y1 - y0
    if turns == 90:
        return Drawn(height, width, (0, -1, 1, 0, -y0, x1))
    if turns == 180:
        return Drawn(width, height, (-1, 0, 0, -1, x1, y1))
    if turns == 270:
        return Drawn(height, width, (0, 1, -1, 0, y1, -x0))
    return Drawn(width, height, (1, 0, 0, 1, -x0, -y0))


def _moved(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class _Pen(PDFPageInterpreter):
    """pdfminer's reader of drawing orders, which stops where there are too many."""

    def __init__(self, fonts: PDFResourceManager, hand: _Hand, artist: Artist) -> None:
        super().__init__(fonts, hand)
        self._artist = artist
        self._hand = hand

    def dup(self) -> _Pen:
        return _Pen(self.rsrcmgr, self._hand, self._artist)

    def execute(self, streams: Sequence[object]) -> None:
        self._artist.spend(sum(len(stream.get_data()) for one in streams if isinstance(stream := resolve1(one), PDFStream)))
        super().execute(streams)


class _Hand(PDFTextDevice):
    """Notes down what is drawn, and where."""

    ctm: Any

    def __init__(self, fonts: PDFResourceManager, drawn: Drawn) -> None:
        super().__init__(fonts)
        self._drawn = drawn
        self._items = 0
        self._figures = 0
        self._invisible = False

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._figures += 1
        if self._figures > _MOST_FIGURES:
            raise TooMuchError

    def render_image(self, name: str, stream: PDFStream) -> None:
        corners = [_moved(self.ctm, x, y) for x, y in ((0, 0), (1, 1))]
        across, down = (max(0.0, min(size, max(ends)) - max(0.0, min(ends))) for size, ends in zip(
            (self._drawn.width, self._drawn.height), zip(*corners, strict=True), strict=True))  # fmt: skip
        self._drawn.pictures += across * down / max(1.0, self._drawn.width * self._drawn.height)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._invisible = textstate.render in _INVISIBLE
        if isinstance(seq, list):
            super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: Any, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any, graphicstate: Any
    ) -> float:
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        upright = abs(b) < abs(a) * 0.2 and a * fontsize > 0 and d * fontsize > 0
        if self._invisible:
            self._drawn.hidden += 1
        elif not upright:
            self._drawn.sideways += 1
        if self._invisible or not upright:
            if self._drawn.hidden + self._drawn.sideways > 2 * _MOST_SIGNS:
                raise TooMuchError
            return advance
        if len(self._drawn.signs) >= _MOST_SIGNS:
            raise TooMuchError
        try:
            text = font.to_unichr(cid)
        except (PDFUnicodeNotDefined, TypeError):
            text = DOT if cid in _UNUSED and not font.is_multibyte() else ""
        name = str(getattr(font, "basefont", font.fontname))
        said = meaning(name, cid, text)
        if said:
            x, y = e + c * rise, self._drawn.height - f - d * rise
            bold = bool(_BOLD.search(name)) or bool(font.flags & 1 << 18)
            self._drawn.signs.append(Sign(said, x, x + a * advance, y, abs(d * fontsize), bold, said != text))
        return advance

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        part: list[Any] = []
        for step in path:
            if step[0] == "m" and part:
                self._shape(graphicstate, stroke, fill, part)
                part = []
            part.append(step)
        if part:
            self._shape(graphicstate, stroke, fill, part)

    def _shape(self, state: Any, stroke: bool, fill: bool, path: list[Any]) -> None:
        """One line, rectangle or other shape."""
        self._items += len(path)
        if self._items > _MOST_ITEMS:
            raise TooMuchError
        points = [_moved(self.ctm, *step[-2:]) for step in path if len(step) >= 3]
        if len(points) < 2:
            return
        high = self._drawn.height
        xs, ys = [x for x, _ in points], [high - y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        across, down = box.x1 - box.x0, box.y1 - box.y0
        if down <= 2.5 < across:
            self._drawn.level.append(box)
        elif across <= 2.5 < down:
            self._drawn.upright.append(box)
        elif path[-1][0] == "h" or len(points) > 4:
            self._area(state, stroke, fill, path, box)
        elif stroke:
            for (ax, ay), (bx, by) in pairwise(points):
                one = Box(min(ax, bx), high - max(ay, by), max(ax, bx), high - min(ay, by))
                flat, steep = one.y1 - one.y0 <= 1, one.x1 - one.x0 <= 1
                (self._drawn.level if flat else self._drawn.upright if steep else self._drawn.strokes).append(one)

    def _area(self, state: Any, stroke: bool, fill: bool, path: list[Any], box: Box) -> None:
        if fill:
            shade = _shade(state.ncolor)
            if shade is not None:
                self._drawn.filled.append((box, shade))
        square = all(step[0] != "c" for step in path) or max(box.x1 - box.x0, box.y1 - box.y0) < 20
        if square and (stroke or (fill and _is_white(state.ncolor))):
            self._drawn.frames.append(box)


def _is_white(colour: Any) -> bool:
    return colour in (1, 1.0, (1, 1, 1), (0, 0, 0, 0))


def _shade(colour: Any) -> bool | None:
    """True for a bright colour, as of a marker pen; False for a dark one; None for white and what is no colour."""
    values: list[float] = [v for v in (colour if isinstance(colour, tuple) else (colour,)) if isinstance(v, int | float)]
    if not values or _is_white(colour):
        return None
    if len(values) == 3:
        return max(values) > 0.6 and max(values) - min(values) > 0.3
    if len(values) == 4:
        return values[3] < 0.3 and max(values[:3]) - min(values[:3]) > 0.3
    return False
