"""Reads what was put on top of a page (ISO 32000-1, 12.5.6): typed words, ticks, marker pens, lines through words."""

from __future__ import annotations

import re
from typing import Any

from intake.forms.pdf.drawn import Artist, Box, Drawn
from intake.forms.pdf.lines import Marks
from intake.forms.pdf.opened import as_dict, as_list, laid_on, plain, words
from intake.forms.pdf.widgets import Frame

_SIZE = re.compile(r"([\d.]+)\s+Tf|font-size:\s*([\d.]+)|font:[^;]*?([\d.]+)pt")
_TICK = {"x", "X", "\u2713", "\u2714", "\u2717", "\u2718", "\u00d7", "\u221a", "\u2611", "\u2612", "\u25cf", "\u2022"}
_TICKING = re.compile(r"check ?mark|tick|cross|\bcheck\b", re.IGNORECASE)
_DRAWN = {"/Ink", "/Stamp", "/Line", "/Polygon", "/PolyLine", "/Square", "/Circle", "/Text", "/Caret", "/Sound", "/Movie"}
_BRIGHT = {"/Highlight", "/Underline", "/Squiggly"}
_MOST_LINES = 300  # typed on one page
_SMALL = 40.0  # points: a stamp no larger may be a tick


def on_page(page: Any, drawn: Drawn, artist: Artist) -> tuple[list[Frame], Marks, bool]:
    """What was typed on the page, what was marked on it, and whether anything is there that a person must see."""
    frames: list[Frame] = []
    marks = Marks()
    unread = False
    for note in laid_on(page):
        kind = str(plain(note.get("/Subtype")))
        box = drawn.place(as_list(note.get("/Rect")))
        if kind == "/FreeText":
            unread = True  # where it answers no question that we know, a person must see it
            if box is None:
                continue
            frame = _typed(note, box, artist)
            if frame is None or sum(len(one.texts) for one in frames) >= _MOST_LINES:
                continue
            if frame.texts[0].strip() in _TICK and len(frame.texts) == 1:
                x, y = frame.box.x0, frame.box.y0
                marks.ticks.append(Box(x, y, x + frame.size * 0.7, min(frame.box.y1, y + frame.size * 1.2)))
            else:
                frames.append(frame)
        elif kind in _BRIGHT:
            marks.bright += _quads(note, drawn)
        elif kind == "/StrikeOut":
            marks.struck += _quads(note, drawn)
        elif kind == "/Stamp" and box is not None and _is_tick(note, box):
            marks.ticks.append(box)
        elif kind in _DRAWN:
            if kind in {"/Circle", "/Square"} and box is not None:
                marks.bright.append(box)  # a ring round a word
            unread = unread or kind not in {"/Text", "/Caret"} or bool(words(note.get("/Contents")).strip())
    return frames, marks, unread


def onto(frames: list[Frame], typed: list[Frame]) -> list[Frame]:
    """Puts words that were typed over an empty field into it; returns the others."""
    others = []
    for note in typed:
        x, y = note.box.x0 + note.size / 2, min(note.box.y0 + note.size, (note.box.y0 + note.box.y1) / 2)
        under = next((one for one in frames if one.box.holds(x, y, 2) and not any(text.strip() for text in one.texts)), None)
        if under is None:
            others.append(note)
        else:
            under.texts = note.texts
    return others


def _typed(note: dict[Any, Any], box: Box, artist: Artist) -> Frame | None:
    said = words(note.get("/Contents")) or artist.look(plain(as_dict(note.get("/AP")).get("/N")))
    lines = said.strip("\n ").split("\n")[:_MOST_LINES]
    if not said.strip():
        return None
    found = _SIZE.search(words(note.get("/DA")) + " " + words(note.get("/DS")))
    size = float(next((one for one in found.groups() if one), "0").strip(".") or 0) if found else 0.0
    return Frame(box, lines, size if 4 <= size <= 40 else 12.0, False)


def _quads(note: dict[Any, Any], drawn: Drawn) -> list[Box]:
    """The stretches of words that a mark covers: groups of four points."""
    points = as_list(note.get("/QuadPoints"))[:800]
    found = []
    for at in range(0, len(points) - 7, 8):
        xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
        corners = [box for x, y in zip(xs, ys, strict=True) if (box := drawn.place([x, y, x, y])) is not None]
        if len(corners) == 4:
            left, top = min(corner.x0 for corner in corners), min(corner.y0 for corner in corners)
            found.append(Box(left, top, max(corner.x1 for corner in corners), max(corner.y1 for corner in corners)))
    return found


def _is_tick(note: dict[Any, Any], box: Box) -> bool:
    said = " ".join(words(note.get(key)) for key in ("/Name", "/Subj", "/Contents"))
    return max(box.x1 - box.x0, box.y1 - box.y0) <= _SMALL and _TICKING.search(said) is not None
