"""Puts paragraphs, cells and rows together while rich text is read: RTF 1.9.1, "Table Definitions" and "Nested Tables"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from intake.forms.blocks import Block, UnreadableError
from intake.forms.runs import Run, lines

_DEEPEST = 30  # tables in tables


@dataclass(slots=True)
class Row:
    """One row of a table: what stands in each cell."""

    cells: list[list[Item]]


Item = Block | Row


@dataclass(slots=True)
class _Level:
    """A row that is not yet complete; the first level is the text around all tables."""

    cells: list[list[Item]] = field(default_factory=list)
    cell: list[Item] = field(default_factory=list)


class Flow:
    """One stream of paragraphs: the body of the document, or a text box."""

    def __init__(self, budget: Iterator[int]) -> None:
        """`budget` is shared by all streams of a document, and has a number for each block that it may have."""
        self._budget = budget
        self._levels = [_Level()]
        self._runs: list[Run] = []
        self._item = ""
        self._boxes: list[Item] = []  # text boxes that hang on this paragraph
        self.begun = False  # whether the paragraph has any text
        self.in_row = False  # between a row's description and its end

    def add(self, text: str, *, stressed: bool) -> None:
        """More words of this paragraph; "\\n" is a line's end within it."""
        self._runs.append((text, stressed))
        self.begun = True

    def mark(self, item: str) -> None:
        """The mark of the list's item that begins here."""
        self._item = item

    def hang(self, items: list[Item]) -> None:
        """A text box that stands at this place; it is read after the paragraph."""
        self._boxes += items

    def end_paragraph(self, depth: int) -> None:
        """`depth`: how many tables stand around the paragraph."""
        for line in lines(self._runs, self._item):
            if next(self._budget, None) is None:
                raise UnreadableError("It is too long to be a form.", "large")
            self._open(depth).cell.append(line)
        self._open(depth).cell += self._boxes
        self._runs, self._item, self._boxes, self.begun = [], "", [], False

    def end_cell(self, depth: int) -> None:
        """The paragraph ends, and its cell."""
        depth = max(1, depth)
        self.end_paragraph(depth)
        level = self._open(depth)
        level.cells.append(level.cell)
        level.cell = []

    def end_row(self, depth: int, merged: list[bool]) -> None:
        """The row ends. `merged`: which of its cells are the rest of the cell before."""
        if self.begun:
            self.end_cell(depth)
        level = self._open(max(1, depth))
        kept = [*merged, *[False] * len(level.cells)]
        level.cells = [cell for cell, rest in zip(level.cells, kept, strict=False) if not _is_rest(cell, rest)]
        self._close_row()

    def close(self) -> list[Item]:
        """Everything, in order; what was left open is closed."""
        if self.begun or self._boxes:
            self.end_paragraph(0 if len(self._levels) == 1 else len(self._levels) - 1)
        self._open(0)
        return self._levels[0].cell

    def _open(self, depth: int) -> _Level:
        depth = min(depth, _DEEPEST)
        while len(self._levels) - 1 > depth:
            self._close_row()
        while len(self._levels) - 1 < depth:
            self._levels.append(_Level())
        return self._levels[depth]

    def _close_row(self) -> None:
        level = self._levels.pop()
        if level.cell:
            level.cells.append(level.cell)
        if level.cells:
            self._levels[-1].cell.append(Row(level.cells))


def blocks(items: list[Item], rows: Iterator[int] | None = None, tables: Iterator[int] | None = None) -> Iterator[Block]:
    """The blocks, with rows counted through the document; a table inside a cell gives that cell's lines."""
    rows, tables = rows or count(), tables or count(1)
    table, here = 0, 0  # the table we are in, our row in it
    for item in items:
        if isinstance(item, Block):
            table = 0
            yield item
            continue
        if len(item.cells) == 1 and any(isinstance(inner, Row) for inner in item.cells[0]):  # a table used as a frame
            table = 0
            yield from blocks(item.cells[0], rows, tables)
            continue
        table, here = (table, here + 1) if table else (next(tables), 1)
        number = next(rows)
        for column, cell in enumerate(item.cells):
            for block in list(blocks(cell)) or [Block("")]:
                yield replace(block, cell=(number, column), place=f"table {table}, row {here}")


def _is_rest(cell: list[Item], merged: bool) -> bool:
    return merged and not any(isinstance(item, Row) or item.text for item in cell)
