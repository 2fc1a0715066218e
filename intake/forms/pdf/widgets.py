"""Reads the fields of a form (ISO 32000-1, 12.7): what was typed, chosen and ticked, and where on the page each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from intake.forms.blocks import Control
from intake.forms.pdf.drawn import Artist, Box, Drawn
from intake.forms.pdf.lines import BOXES, Run
from intake.forms.pdf.opened import Opened, ancestry, as_dict, as_list, laid_on, plain, words

_MOST_FIELDS = 500
_MOST_FRAMES = 200  # on one page
_MOST_LINES = 300  # of one field that are put among the words of the page; its control has them all
_PUSH, _RADIO, _PASSWORD = 1 << 16, 1 << 15, 1 << 13  # flags, tables 226 and 228
_PLAIN_STATE = re.compile(r"(?:choice|option|button|radio|check ?box|value|opt|item)?[ _-]?\d*", re.IGNORECASE)


@dataclass(slots=True)
class Frame:
    """A place where something was typed, or could be: a field, or a note on top of the page."""

    box: Box
    texts: list[str]  # its paragraphs
    size: float  # of the letters, in points
    field: bool  # of the form; else typed on top
    label: str = ""  # the words printed for it
    named: bool = False  # whether its maker gave it words of its own


@dataclass(slots=True)
class _Button:
    """One place to tick."""

    state: str  # what the field is worth when this is ticked
    box: Box
    page: int
    ticked: bool
    label: str = ""


@dataclass(slots=True)
class Field:
    """One field, however often it is shown."""

    name: str
    kind: str  # "/Tx", "/Ch", "/Btn"
    label: str  # as its maker gave it for those who listen to the form
    text: str
    page: int
    frames: list[Frame] = field(default_factory=list)
    buttons: list[_Button] = field(default_factory=list)
    on: bool = False  # a tick box that is ticked

    def control(self) -> Control:
        """The field as the rest of the house knows it."""
        place = f"page {self.page}" if self.page else ""
        if self.kind != "/Btn":
            label = self.label or next((frame.label for frame in self.frames if frame.label), "")
            return Control(self.name, label, self.text, place=place)
        if len({button.state for button in self.buttons}) <= 1:
            printed = next((button.label for button in self.buttons if button.label), "")
            return Control(self.name, self.label or printed, "", self.on, place)
        chosen = next((button for button in self.buttons if button.ticked), None)
        state = chosen.state if chosen is not None else self.text
        said = "" if _PLAIN_STATE.fullmatch(state) else state
        return Control(self.name, self.label, chosen.label or said if chosen is not None else said, place=place)


class Fields:
    """The fields of one document, gathered page by page."""

    def __init__(self, document: Opened, artist: Artist) -> None:
        self._artist = artist
        self._known: dict[str, Field] = {}
        self._document = document

    def on_page(self, number: int, drawn: Drawn) -> tuple[list[Frame], list[tuple[Box, bool]]]:
        """Where something could be typed, and the boxes to tick, on page `number` (from 1)."""
        frames: list[Frame] = []
        boxes: list[tuple[Box, bool]] = []
        for widget in laid_on(self._document.pages[number - 1]):
            if plain(widget.get("/Subtype")) != "/Widget" or (one := self._field(widget, number)) is None:
                continue
            box = drawn.place(as_list(widget.get("/Rect")))
            if box is None or box.x1 - box.x0 < 3 or box.y1 - box.y0 < 3:
                continue
            if one.kind == "/Btn":
                button = _button(one, widget, box, number)
                one.buttons.append(button)
                boxes.append((box, button.ticked))
            else:
                size = min(11.0, max(6.0, (box.y1 - box.y0) * 0.7))
                if len(frames) >= _MOST_FRAMES or sum(len(frame.texts) for frame in frames) >= 2 * _MOST_LINES:
                    continue
                one.frames.append(Frame(box, one.text.strip().split("\n")[:_MOST_LINES], size, True, named=bool(one.label)))
                frames.append(one.frames[-1])
        return frames, boxes

    def label_buttons(self, number: int, runs: list[Run]) -> None:
        """Gives the boxes of page `number` the words printed beside them."""
        beside = [run for run in runs if run.text[:1] in BOXES or run.text[-1:] in BOXES]
        for one in self._known.values():
            for button in one.buttons:
                if button.page == number:
                    button.label = next((_bare(run) for run in beside if _is_beside(run, button.box)), "")

    def controls(self) -> tuple[Control, ...]:
        """All fields of the document, those that no page shows too."""
        for one in _leaves(as_list(self._document.form.get("/Fields"))):
            self._field(one, 0)
        return tuple(one.control() for one in self._known.values())

    def filled(self) -> bool:
        """Whether anything was typed, chosen or ticked."""
        return any(one.text or one.on for one in self._known.values())

    def _field(self, widget: dict[Any, Any], page: int) -> Field | None:
        """The field that the widget shows; None where it is none that people fill in."""
        line = ancestry(widget)
        name = ".".join(said for one in reversed(line) if (said := words(one.get("/T"))))
        if name in self._known:
            return self._known[name]
        kind, flags = str(_inherited(line, "/FT")), _inherited(line, "/Ff")
        flags = flags if isinstance(flags, int) else 0
        skipped = (kind == "/Btn" and flags & _PUSH) or (kind == "/Tx" and flags & _PASSWORD)
        if kind not in {"/Tx", "/Ch", "/Btn"} or skipped or len(self._known) >= _MOST_FIELDS:
            return None
        value = _inherited(line, "/V")
        text = _chosen(line, value) if kind == "/Ch" else words(value)
        if value is None and kind == "/Tx":
            text = self._artist.look(plain(as_dict(widget.get("/AP")).get("/N")))
        on = kind == "/Btn" and _is_on(value if value is not None else plain(widget.get("/AS")))
        if kind == "/Btn":
            text = words(value) if on else ""
        self._known[name] = Field(name, kind, words(_inherited(line, "/TU")).strip(), text, page, on=on)
        return self._known[name]


def _inherited(line: list[dict[Any, Any]], key: str) -> Any:
    return next((found for one in line if (found := plain(one.get(key))) is not None), None)


def _is_on(value: Any) -> bool:
    return words(value) not in {"", "Off"}


def _chosen(line: list[dict[Any, Any]], value: Any) -> str:
    """What a list shows for what was chosen (12.7.4.4): its own words, or what was typed."""
    shown: dict[str, str] = {}
    for option in as_list(_inherited(line, "/Opt"))[:1_000]:
        pair = plain(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[words(pair[0])] = words(pair[1])
    values = as_list(value) if isinstance(value, list) else [value]
    return "\n".join(shown.get(said, said) for one in values[:50] if (said := words(one)))


def _button(one: Field, widget: dict[Any, Any], box: Box, page: int) -> _Button:
    """A tick box as shown; what the field says goes before what the box looks like."""
    looks = [str(name) for name in as_dict(as_dict(widget.get("/AP")).get("/N")) if name != "/Off"]
    shown = words(widget.get("/AS"))
    state = looks[0].removeprefix("/") if looks else shown if _is_on(shown) else ""
    ticked = _is_on(shown) if state else one.on
    if state and one.text:
        ticked = state == one.text
    one.on = one.on or ticked
    options = as_list(_inherited(ancestry(widget), "/Opt"))
    if state.isdigit() and int(state) < len(options):  # numbers that stand for words, 12.7.4.2.4
        return _Button(words(options[int(state)]) or state, box, page, ticked)
    return _Button(state, box, page, ticked)


def _is_beside(run: Run, box: Box) -> bool:
    """Whether the run is the one that the box was set into."""
    ends = abs(run.x0 - box.x0) < 1 or abs(run.x1 - box.x1) < 1
    return ends and box.y0 - 2 <= run.middle <= box.y1 + 2


def _bare(run: Run) -> str:
    return run.text.strip("".join(BOXES) + " ")


def _leaves(tops: list[Any]) -> Iterator[dict[Any, Any]]:
    """The fields at the ends of the tree, each once, and not more than make sense."""
    seen: set[int] = set()
    open_now = [(one, 0) for one in reversed(tops[:_MOST_FIELDS])]
    while open_now and len(seen) < 4 * _MOST_FIELDS:
        one, depth = open_now.pop()
        node = as_dict(one)
        if not node or id(node) in seen or depth > 30:
            continue
        seen.add(id(node))
        kids = [kid for kid in as_list(node.get("/Kids"))[:_MOST_FIELDS] if "/T" in as_dict(kid)]
        flags = plain(node.get("/F"))
        if kids:
            open_now += [(kid, depth + 1) for kid in reversed(kids)]
        elif not (isinstance(flags, int) and flags & 0b100010):
            yield node
