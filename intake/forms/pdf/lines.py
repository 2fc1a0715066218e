"""Puts signs together: into lines, and each line into runs of words that belong together; boxes and marker pens with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from intake.forms.blocks import EMPTY, TICKED, tidy
from intake.forms.pdf.drawn import Box, Drawn, Sign
from intake.forms.pdf.glyphs import DOT, TICK
from intake.forms.pdf.objects import TooMuchError

BOXES = (TICKED, EMPTY)
_LEADER = re.compile(r"(?:[._\u2024\u2025] ?){5,}|(?:\u2026 ?){2,}|_{2,}")  # dotted and drawn lines to write on
_CROSS = {TICK, TICKED, DOT, "x", "X", "\u00d7", "\u2022", "v", "V"}
_NEAR = 40.0  # points between a box and its words
_MOST_RUNS = 3_000  # on one page
_MOST_BOXES = 300
_MOST_NEAR = 100
_SHELF = 10.0  # points
_HIGH = 60.0
_SIGNS = _CROSS | {EMPTY}
_SAME = 3.0  # points: what begins so near to each other begins at one place
_ITEM = re.compile(r"[\u2022\u2013\u2014o-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]")  # marks of a list


class Word(NamedTuple):
    """One word; x in points."""

    x0: float
    x1: float
    text: str
    bold: bool = False
    stressed: bool = False  # bold, underlined, highlighted


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together on one line; lengths in points from the top left."""

    words: tuple[Word, ...]  # at least one
    y: float  # of the line they stand on
    size: float  # of the letters
    typed: Literal["", "field", "note"] = ""  # into a field, or on top of the page: how wide its words are is a guess
    quoted: bool = False  # printed beside a field: what is asked, or how
    right: float = 0.0  # how far the line could have gone; 0: as far as the page's others

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        """The height of the middle of its small letters."""
        return self.y - self.size * 0.3

    @property
    def bold(self) -> bool:
        """Whether all of its words are."""
        return all(word.bold for word in self.words if _is_word(word)) and any(word.bold for word in self.words)

    @property
    def stressed(self) -> str:
        """Those of its words that stand out."""
        return " ".join(word.text for word in self.words if word.stressed and _is_word(word))

    def cut(self, x: float) -> tuple[Run, Run] | None:
        """The run in two, where a word begins at `x` after a gap that is wider than a space."""
        for at in range(1, len(self.words)):
            before, word = self.words[at - 1], self.words[at]
            wide = (0.6 if before.bold == word.bold else 0.35) * self.size
            if abs(word.x0 - x) <= _SAME and word.x0 - before.x1 >= wide:
                return replace(self, words=self.words[:at]), replace(self, words=self.words[at:])
        return None

    def parted(self, x: float) -> tuple[Run, Run] | None:
        """The run in two at a rule that stands at `x`; None where no word begins behind it."""
        at = next((at for at, word in enumerate(self.words) if word.x0 >= x - 1), 0)
        return (replace(self, words=self.words[:at]), replace(self, words=self.words[at:])) if at else None


def _is_word(word: Word) -> bool:
    return any(sign.isalnum() for sign in word.text)


@dataclass(slots=True)
class Marks:
    """What fields and notes do to the print below them; boxes in points from the top left."""

    boxes: list[tuple[Box, bool]] = field(default_factory=list)  # tick boxes, and whether they are ticked
    ticks: list[Box] = field(default_factory=list)  # ticks put on top
    bright: list[Box] = field(default_factory=list)  # marker pens, underlining, rings
    struck: list[Box] = field(default_factory=list)  # lines through words


def runs(drawn: Drawn, marks: Marks) -> list[Run]:
    """All runs of the page, line by line from the top; what was struck out and lines to write on are left out.

    Raises TooMuchError where there are more than any form has.
    """
    signs, boxes = _boxes(drawn, marks)
    lines = _lines(signs)
    for box, ticked in boxes:
        _set_in(lines, box, TICKED if ticked else EMPTY)
    rules, struck = _Heights(drawn.level), _Heights(marks.struck)
    bright = _Heights([*marks.bright, *(box for box, shade in drawn.filled if shade)])
    found: list[Run] = []
    for line in lines:
        found += _runs(line, rules, struck, bright)
        if len(found) > _MOST_RUNS:
            raise TooMuchError
    return found


class _Heights:
    """Boxes, found by their height on the page; those higher than a few lines are left out."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._shelves: dict[int, list[Box]] = {}
        for box in boxes:
            if box.y1 - box.y0 < _HIGH and abs(box.y0) < 1e5:
                for shelf in range(int(box.y0 // _SHELF), int(box.y1 // _SHELF) + 1):
                    self._shelves.setdefault(shelf, []).append(box)

    def near(self, y0: float, y1: float) -> list[Box]:
        """Boxes that reach into the height from `y0` to `y1`, and some more."""
        shelves = range(int(y0 // _SHELF), min(int(y1 // _SHELF), int(y0 // _SHELF) + 8) + 1)
        return [box for shelf in shelves for box in self._shelves.get(shelf, [])[:_MOST_NEAR]]


def centre(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


# ---------------------------------------------------------------------------------------------------------- boxes


def _boxes(drawn: Drawn, marks: Marks) -> tuple[list[Sign], list[tuple[Box, bool]]]:
    """The signs, and all boxes to tick: fields, drawn squares and rings, printed boxes with a tick laid over them."""
    ticked = dict(marks.boxes[:_MOST_BOXES])
    known = _Heights(ticked)
    strokes, dark = _Heights(drawn.strokes), _Heights(box for box, shade in drawn.filled if not shade)
    for frame in _squares(drawn.frames):
        if not any(box.holds(*centre(frame), 2) or frame.holds(*centre(box), 2) for box in known.near(frame.y0, frame.y1)):
            ticked[frame] = _is_crossed(frame, strokes, dark)
    inside = _Heights(ticked)
    signs: list[Sign] = []
    printed: list[Sign] = []
    for sign in drawn.signs:
        x, y = (sign.x0 + sign.x1) / 2, sign.y - sign.size * 0.3
        box = next((box for box in inside.near(y, y) if box.holds(x, y, 1)), None) if sign.text in _SIGNS else None
        if box is not None:
            ticked[box] = ticked[box] or sign.text in _CROSS
        else:
            (printed if sign.text == EMPTY else signs).append(sign)
    signs = _ticked_print(signs, printed, ticked, marks)
    return signs, list(ticked.items())


def _ticked_print(signs: list[Sign], printed: list[Sign], ticked: dict[Box, bool], marks: Marks) -> list[Sign]:
    """The signs with printed boxes among them, ticked where a tick was laid on them; ticks that lie on none become boxes."""
    places = {Box(sign.x0, sign.y - sign.size, sign.x1, sign.y + sign.size * 0.2): sign for sign in printed}
    spots = _Heights(places)
    on: set[Box] = set()
    kept: list[Sign] = []
    for sign in signs:
        x, y = (sign.x0 + sign.x1) / 2, sign.y - sign.size * 0.3
        place = next((box for box in spots.near(y, y) if box.holds(x, y)), None) if sign.text in _CROSS else None
        if place is None:
            kept.append(sign)
        else:
            on.add(place)
    known = _Heights(ticked)
    for tick in marks.ticks[:_MOST_BOXES]:
        x, y = centre(tick)
        place = next((box for box in spots.near(y - 2, y + 2) if box.holds(x, y, 2)), None)
        box = next((box for box in known.near(y - 4, y + 4) if box.holds(x, y, 4)), tick)
        if place is not None:
            on.add(place)
        else:
            ticked[box] = True
    return kept + [sign._replace(text=TICKED) if place in on else sign for place, sign in places.items()]


def _squares(frames: list[Box]) -> list[Box]:
    """Outlines of the size of a tick box, but for those that stand side by side, a letter in each."""
    small = [f for f in frames if 5 <= f.x1 - f.x0 <= 20 and abs((f.x1 - f.x0) - (f.y1 - f.y0)) <= 0.25 * (f.x1 - f.x0)]
    kept: list[Box] = []
    for frame in small[:_MOST_BOXES]:
        touching = any(
            abs(other.y0 - frame.y0) < 2 and min(abs(other.x0 - frame.x1), abs(other.x1 - frame.x0)) < 1.5
            for other in small[:_MOST_BOXES]
        )
        if not touching and not any(other.holds(*centre(frame), 1) for other in kept):
            kept.append(frame)
    return kept


def _is_crossed(frame: Box, strokes: _Heights, dark: _Heights) -> bool:
    """Whether slanting lines are drawn in the box, or a dark shape that is smaller than it."""
    wide = frame.x1 - frame.x0
    lines = [box for box in strokes.near(frame.y0, frame.y1) if box.x1 - box.x0 < 2 * wide]
    shapes = [box for box in dark.near(frame.y0, frame.y1) if 2 <= box.x1 - box.x0 < 0.9 * wide and box.y1 - box.y0 >= 2]
    return any(frame.holds(*centre(box), 1) for box in lines + shapes)


def _set_in(lines: list[list[Sign]], box: Box, text: str) -> None:
    """Sets a box into the line that it stands on."""
    _, y = centre(box)
    near = [(abs(line[0].y - line[0].size * 0.3 - y), at) for at, line in enumerate(lines)]
    distance, at = min(near, default=(1000.0, 0))
    if near and distance < 0.75 * max(lines[at][0].size, box.y1 - box.y0):
        first = lines[at][0]
        lines[at].append(Sign(text, box.x0, box.x1, first.y, first.size, False, True))
    else:
        lines.append([Sign(text, box.x0, box.x1, y + 3, 10, False, True)])


# ---------------------------------------------------------------------------------------------------------- lines


def _lines(signs: Iterable[Sign]) -> list[list[Sign]]:
    """Signs that stand on one line, in any order."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda s: (s.y, s.x0)):
        if lines and sign.y - lines[-1][0].y <= 0.35 * max(4.0, min(sign.size, lines[-1][0].size)):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    return lines


def _runs(line: list[Sign], rules: _Heights, struck: _Heights, bright: _Heights) -> list[Run]:
    y, size = line[0].y, max(sign.size for sign in line)
    through, under = _drawn_through(line, y, size, rules)
    through += [box for box in struck.near(y - size, y) if box.y0 - 2 <= y and box.y1 + 2 >= y - size * 0.6]
    lit = [
        box for box in bright.near(y - size, y) if box.y0 <= y and box.y1 >= y - size * 0.5 and box.y1 - box.y0 <= 3.2 * size
    ]
    row: list[Sign] = []
    for sign in sorted(line, key=lambda s: s.x0):
        middle = (sign.x0 + sign.x1) / 2
        doubled = any(s.text == sign.text and abs(s.x0 - sign.x0) < 0.12 * size for s in row[-2:])
        if not (doubled and sign.text.strip()) and not any(box.x0 <= middle <= box.x1 for box in through):
            row.append(sign)
    parts = [part for group in _groups(row) for part in _without_leaders(group)]
    made = [_run(part, y, lit + [rule for rule in under if _spans(rule, part)]) for part in parts]
    return _with_boxes([run for run in made if run is not None])


def _drawn_through(line: list[Sign], y: float, size: float, rules: _Heights) -> tuple[list[Box], list[Box]]:
    """The rules that strike words of a line out, and those that underline them; those of a table are longer than words."""
    x0, x1 = min(sign.x0 for sign in line) - 4, max(sign.x1 for sign in line) + 4
    high, low = y - size * 0.45, y + size * 0.3
    near = [rule for rule in rules.near(high, low) if high <= rule.y0 <= low and x0 <= rule.x0 and rule.x1 <= x1]
    return [rule for rule in near if rule.y0 < y - size * 0.1], [rule for rule in near if rule.y0 >= y - size * 0.1]


def _spans(rule: Box, part: list[Sign]) -> bool:
    """Whether the rule is as long as words are, and not as a table is."""
    return rule.x0 >= part[0].x0 - 3 and rule.x1 <= part[-1].x1 + 3


def _groups(row: list[Sign]) -> Iterator[list[Sign]]:
    """The line, cut where a gap is wider than any between words; a gap without a space in it is cut sooner."""
    group: list[Sign] = []
    spaces = 0
    for sign in row:
        if sign.text.isspace():
            spaces += 1
            continue
        if group:
            gap, size = sign.x0 - group[-1].x1, max(sign.size, group[-1].size)
            if gap > (2.2 if spaces else 0.85) * size or spaces > 3:
                yield group
                group = []
            elif spaces or gap > 0.17 * size:
                group.append(Sign(" ", group[-1].x1, sign.x0, sign.y, sign.size, sign.bold))
        group.append(sign)
        spaces = 0
    if group:
        yield group


def _without_leaders(group: list[Sign]) -> Iterator[list[Sign]]:
    """The group, cut at lines to write on."""
    text, starts = "", []
    for sign in group:
        starts.append(len(text))
        text += sign.text
    if not _LEADER.search(text):
        yield group
        return
    at = 0
    for found in [*_LEADER.finditer(text), None]:
        end = found.start() if found else len(text)
        part = [sign for sign, start in zip(group, starts, strict=True) if at <= start < end]
        while part and part[0].text.isspace():
            part.pop(0)
        while part and part[-1].text.isspace():
            part.pop()
        if part:
            yield part
        at = found.end() if found else 0


def _run(part: list[Sign], y: float, bright: list[Box]) -> Run | None:
    groups: list[list[Sign]] = [[]]
    for sign in part:
        if sign.text == " ":
            groups.append([])
        else:
            groups[-1].append(sign)
    words = []
    for group in groups:
        text = tidy("".join(sign.text for sign in group))
        if text:
            x0, x1, bold = group[0].x0, group[-1].x1, group[0].bold
            lit = any(box.x0 - 1 <= (x0 + x1) / 2 <= box.x1 + 1 for box in bright)
            words.append(Word(x0, x1, text, bold, bold or lit))
    size = max((sign.size for sign in part if not sign.table), default=part[0].size)
    return Run(tuple(words), y, size) if words else None


def _with_boxes(row: list[Run]) -> list[Run]:
    """A box or a list's dot that stands apart is put to the nearer of the words beside it."""
    found: list[Run] = []
    at = 0
    while at < len(row):
        run = row[at]
        following = row[at + 1] if at + 1 < len(row) else None
        before = found[-1] if found else None
        mark = _ITEM.fullmatch(run.text) is not None
        alone = run.text in BOXES or run.text == TICK or mark
        right = following.x0 - run.x1 if following is not None and following.text[0] not in BOXES else 1000.0
        left = run.x0 - before.x1 if before is not None and not mark and before.text[-1] not in BOXES else 1000.0
        if alone and following is not None and right <= _NEAR and right <= left * 1.5:
            first = run.words[0]._replace(text=DOT) if run.text == "o" else run.words[0]
            row[at + 1] = replace(following, words=(first, *following.words))
        elif alone and before is not None and left <= _NEAR:
            found[-1] = replace(before, words=(*before.words, *run.words))
        else:
            found.append(run)
        at += 1
    return found
