"""Puts the runs of a page into rows: those of a ruled table, those of a field with its words, and plain lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.forms.pdf.drawn import Box, Drawn, width
from intake.forms.pdf.grid import Grid
from intake.forms.pdf.lines import BOXES, Run, Word
from intake.forms.pdf.widgets import Frame

_MOST_COLUMNS = 12
_ENDLESS = 1e6


@dataclass(slots=True)
class Row:
    """What stands side by side; "" in between is an empty list."""

    y: float  # where it begins
    cells: list[list[Run]]
    table: bool  # a row of cells; else one line of words, whose columns nothing on the page shows
    frames: tuple[Frame, ...] = ()  # what could be typed into in it
    end: float = 0.0  # where it ends


@dataclass(slots=True)
class _Cell:
    box: Box
    runs: list[Run]
    frames: list[Frame]
    own: bool = False  # a field's own rectangle


def rows(drawn: Drawn, runs: list[Run], frames: list[Frame]) -> list[Row]:
    """All that stands on the page, in reading order."""
    grid = Grid(drawn)
    cells, lone, free = _into_cells(grid, runs, frames)
    found: list[Row] = []
    while cells:
        members = _beside_it(next(iter(cells.values())), cells, grid)
        if len(members) > 1:
            found.append(_ruled(members))
        elif len(members[0].frames) > 1:  # a border around several questions
            free += members[0].runs
            lone += [_Cell(frame.box, [], [frame], True) for frame in members[0].frames]
        elif members[0].frames or _has_label(members[0].box, free):
            lone.append(members[0])
        else:
            free += _within(members[0])
    found += [_framed(group, free, lone) for group in _side_by_side(lone)]
    found += [Row(line[0].y, [line], False, end=line[0].y) for line in _lines(free)]
    return sorted(found, key=lambda row: row.y)


def _into_cells(grid: Grid, runs: list[Run], frames: list[Frame]) -> tuple[dict[Box, _Cell], list[_Cell], list[Run]]:
    """Which runs and fields stand in which closed cell; fields that stand in none; runs that stand in none."""
    cells: dict[Box, _Cell] = {}
    lone: list[_Cell] = []
    free: list[Run] = []
    for whole in runs:
        run: Run | None = whole
        while run is not None:
            first = run.words[0]
            box = grid.cell(first.x0 + min(2.0, (first.x1 - first.x0) / 2), run.middle)
            here, run = (run.parted(box.x1) if box is not None and run.x1 > box.x1 else None) or (run, None)
            if box is None:
                free.append(here)
            else:
                cells.setdefault(box, _Cell(box, [], [])).runs.append(here)
    for frame in frames:
        inside = min(frame.box.y1, frame.box.y0 + frame.size * 1.2)
        box = grid.cell(frame.box.x0 + 3, (frame.box.y0 + inside) / 2)
        if box is not None:
            cells.setdefault(box, _Cell(box, [], [])).frames.append(frame)
        else:
            lone.append(_Cell(frame.box, [], [frame], True))
    return cells, lone, free


def _beside_it(cell: _Cell, cells: dict[Box, _Cell], grid: Grid) -> list[_Cell]:
    """The row of cells that `cell` is one of, empty ones too; takes them out of `cells`."""
    y = cell.box.y0 + min(8.0, (cell.box.y1 - cell.box.y0) / 2)
    first = cell.box
    for _ in range(_MOST_COLUMNS):
        left = grid.cell(first.x0 - 3, y)
        if left is None or left.x0 >= first.x0:
            break
        first = left
    row: list[_Cell] = []
    box: Box | None = first
    while box is not None and len(row) < _MOST_COLUMNS:
        begins_here = abs(box.y0 - cell.box.y0) <= 3  # else it goes on from a row above
        known = cells.pop(box) if begins_here and box in cells else None
        row.append(known or _Cell(box, [], []))
        following = grid.cell(box.x1 + 3, y)
        box = following if following is not None and following.x0 > box.x0 else None
    if not any(one is cell for one in row):
        cells.pop(cell.box, None)
        return [cell]
    return row


def _apart(one: Box, other: Box) -> bool:
    return one.x0 >= other.x1 - 3 or other.x0 >= one.x1 - 3


def _ruled(members: list[_Cell]) -> Row:
    """A row of a ruled table; the words for a field stand in its own cell or in the nearest to its left."""
    columns = [_within(cell) for cell in members]
    frames = tuple(frame for cell in members for frame in cell.frames)
    for at, cell in enumerate(members):
        if not cell.frames:
            continue
        asking = next((back for back in range(at, -1, -1) if members[back].runs), None)
        for frame in cell.frames:
            frame.label = frame.label or (_said(members[asking].runs) if asking is not None else "")
        if asking is not None and any(frame.field for frame in cell.frames):
            columns[asking] = [run if run.typed else replace(run, quoted=True) for run in columns[asking]]
    columns = _with_boxes(columns)
    y, end = members[0].box.y0, max(cell.box.y1 for cell in members)
    if len(columns) == 1 and not frames:
        return Row(columns[0][0].y, columns, False, end=end)
    return Row(y, columns, True, frames, end)


def _with_boxes(columns: list[list[Run]]) -> list[list[Run]]:
    """The columns of a row, a box that has one to itself put to its words in the next: behind it where the first is a box."""
    alone = [len(column) == 1 and column[0].text in BOXES for column in columns]
    if not any(alone) or all(alone):
        return columns
    leads = alone[next(at for at, column in enumerate(columns) if column)]
    found: list[list[Run]] = []
    waiting: Run | None = None
    for column, box in zip(columns, alone, strict=True):
        if box and not leads and found and found[-1]:
            first = min(found[-1], key=lambda run: (round(run.y), -run.x0))
            found[-1] = [*found[-1], replace(column[0], y=first.y)]
        elif box and leads:
            waiting = column[0]
        elif waiting is not None and column:
            found.append([replace(waiting, y=min(run.y for run in column)), *column])
            waiting = None
        else:
            found.append(column)
    return found


def _within(cell: _Cell) -> list[Run]:
    """The runs of a cell, what was typed into its fields among them, each knowing how far its line could go."""
    found = list(cell.runs)
    for frame in cell.frames:
        beside = [
            r for r in cell.runs if r.x1 <= frame.box.x0 + 3 and abs(r.y - _first_line(frame)) < 0.8 * max(r.size, frame.size)
        ]
        found += _typed(frame, beside[0].y if beside and not cell.own else None)
    edge = cell.box.x1 - max(2.0, min((run.x0 - cell.box.x0 for run in found), default=2.0))
    return [run if run.typed else replace(run, right=max(edge, run.x1)) for run in found]


def _first_line(frame: Frame) -> float:
    """Where the letters of the first line in a field stand."""
    if frame.box.y1 - frame.box.y0 < 2.2 * frame.size:
        return (frame.box.y0 + frame.box.y1) / 2 + frame.size * 0.3
    return frame.box.y0 + frame.size * 1.1


def _typed(frame: Frame, y: float | None = None) -> list[Run]:
    """What was typed, each line of it as a run of its own, one below the other."""
    first = _first_line(frame) if y is None else y
    lines = [text for text in frame.texts if text.strip()]
    found = []
    for at, text in enumerate(lines):
        words, x = [], frame.box.x0
        for word in text.split():
            words.append(Word(x, x + width(word, frame.size), word))
            x = words[-1].x1 + width(" ", frame.size)
        found.append(Run(tuple(words), first + at * frame.size * 1.1, frame.size, "field" if frame.field else "note"))
    longest = max((run.x1 for run in found), default=0.0) if len(found) > 1 else 0.0
    if longest > frame.box.x1 + frame.size:
        longest = _ENDLESS  # the program breaks the lines, so these ends are the writer's own
    return [replace(run, right=longest) for run in found]


# --------------------------------------------------------------------------------------------------------- frames


def _has_label(box: Box, free: list[Run]) -> bool:
    return any(run.x1 <= box.x0 + 3 and box.y0 - 2 <= run.middle <= box.y1 + 2 for run in free)


def _band(cell: _Cell) -> tuple[float, float]:
    """The height at which the words for a field stand beside it; for a note, whose rectangle may be any, its first line."""
    if cell.own and not cell.frames[0].field:
        y, size = _first_line(cell.frames[0]), cell.frames[0].size
        return y - size * 1.1, y + size * 0.5
    return cell.box.y0 - 3, cell.box.y1 + 3


def _side_by_side(cells: list[_Cell]) -> list[list[_Cell]]:
    found: list[list[_Cell]] = []
    for cell in sorted(cells, key=lambda c: (c.box.y0, c.box.x0)):
        top, bottom = _band(cell)
        for group in reversed(found[-3:]):
            above, below = _band(group[0])
            shared = min(bottom, below) - max(top, above)
            if shared > 0.6 * max(bottom - top, below - above) and all(_apart(cell.box, other.box) for other in group):
                group.append(cell)
                break
        else:
            found.append([cell])
    return found


def _framed(group: list[_Cell], free: list[Run], lone: list[_Cell]) -> Row:
    """A row of fields with the words printed left of each; takes those out of `free`."""
    group.sort(key=lambda cell: cell.box.x0)
    others = [_band(cell) for cell in lone if cell not in group]
    columns: list[list[Run]] = []
    frames: list[Frame] = []
    start = 0.0
    for cell in group:
        words = [run for run in free if start <= run.x0 + 1 and run.x1 <= cell.box.x0 + 4 and _beside(run, cell)]
        words += _below(words, free, cell, others)
        if not words and len(group) > 1:
            words = _over(free, cell)
        for run in words:
            free.remove(run)
        is_field = any(frame.field for frame in cell.frames)
        for frame in cell.frames:
            frame.label = frame.label or _said(words)
        if words:
            columns.append([replace(run, quoted=is_field) for run in words])
        columns.append(_within(cell))
        frames += cell.frames
        start = cell.box.x1 - 4
    y = min(run.y for column in columns for run in column) if any(columns) else group[0].box.y0 + 8
    return Row(y, columns, True, tuple(frames), max(cell.box.y1 for cell in group))


def _beside(run: Run, cell: _Cell) -> bool:
    top, bottom = _band(cell)
    return top <= run.middle <= bottom


def _below(words: list[Run], free: list[Run], cell: _Cell, others: list[tuple[float, float]]) -> list[Run]:
    """Lines that go on from the words beside a field, below it."""
    found: list[Run] = []
    last = max(words, key=lambda run: run.y, default=None)
    while last is not None:
        following = [
            run for run in free
            if 0 < run.y - last.y <= 1.45 * last.size and abs(run.x0 - last.x0) <= 3 and run not in words and run not in found
            and run.bold == last.bold and run.x1 <= cell.box.x0 + 4 and run.text[:1].islower()
            and not any(top <= run.middle <= bottom for top, bottom in others)
        ]  # fmt: skip
        last = following[0] if following else None
        found += following[:1]
    return found


def _over(free: list[Run], cell: _Cell) -> list[Run]:
    """The words straight above one of several fields that stand side by side."""
    box = cell.box
    found = [run for run in free if box.x0 - 6 <= run.x0 < box.x1 and 0 < box.y0 + 2 - run.y <= 1.6 * run.size]
    return [run for run in found if run.x1 <= box.x1 + 20 and not run.typed]


def _said(runs: Iterable[Run]) -> str:
    return " ".join(run.text for run in sorted(runs, key=lambda run: (round(run.y), run.x0)) if not run.typed)


def _lines(free: list[Run]) -> list[list[Run]]:
    """Free runs by line, from left to right."""
    found: list[list[Run]] = []
    for run in sorted(free, key=lambda one: (one.y, one.x0)):
        if found and run.y - found[-1][0].y <= 0.35 * max(4.0, min(run.size, found[-1][0].size)):
            found[-1].append(run)
        else:
            found.append([run])
    return [sorted(line, key=lambda one: one.x0) for line in found]
