"""Sees what belongs to the paper and not to the form, and how the page is set: columns, margins, the distance of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake.forms.pdf.layout import Row
from intake.forms.pdf.lines import BOXES, Run

_EDGE_OF_PAGE = 0.12  # of its height: where running headers and footers stand
_SAME = 3.0  # points: what begins so near to each other begins at one place
_MOST_STARTS = 100
_OFTEN = 3  # lines whose second column begins there make a table
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/|\|)\s*(?:page\s*)?\d{1,3})?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, in reading order."""

    number: int
    height: float
    rows: tuple[Row, ...]


def runs_on(rows: Iterable[Row]) -> Iterator[Run]:
    """All runs of the rows."""
    return (run for row in rows for cell in row.cells for run in cell)


# ------------------------------------------------------------------------------------------------- headers, footers


def without_furniture(pages: list[Page]) -> Iterator[Page]:
    """The pages without what repeats at their top and bottom, page numbers, and heads of a table that runs on."""
    often = Counter(key for page in pages for key in {_key(row) for row in page.rows if _is_at_edge(row, page)})
    heads: set[str] = set()
    for page in pages:
        kept = []
        for at, row in enumerate(page.rows):
            key = _key(row)
            repeats = _is_at_edge(row, page) and often[key] > 1 and 2 * often[key] >= len(pages)
            number = at in {0, len(page.rows) - 1} and _is_at_edge(row, page) and _PAGE_NUMBER.fullmatch(_text(row))
            again = row.table and len(row.cells) > 1 and all(row.cells) and not row.frames and at < 3 and key in heads
            if not (repeats or number or again):
                kept.append(row)
        heads |= {_key(row) for row in page.rows if row.table and not row.frames}
        yield replace(page, rows=tuple(kept))


def _is_at_edge(row: Row, page: Page) -> bool:
    return not row.table and not _EDGE_OF_PAGE * page.height < row.y < (1 - _EDGE_OF_PAGE) * page.height


def _text(row: Row) -> str:
    return " | ".join(" ".join(run.text for run in cell) for cell in row.cells)


def _key(row: Row) -> str:
    """What a row says but for its numbers, and about where."""
    return re.sub(r"\d+", "#", _text(row)) + ("" if row.table else f"@{round(row.y / 4)}")


# --------------------------------------------------------------------------------------------------------- columns


def edges_of(pages: list[Page]) -> list[float]:
    """Where the second and further columns begin of tables that nothing but their gaps shows, from left to right."""
    starts = sorted(
        run.x0 for page in pages for row in page.rows if not row.table and len(row.cells[0]) > 1
        for run in row.cells[0][1:] if is_said(run) and not (run.text[0] in BOXES and row.cells[0][0].text[0] in BOXES)
    )  # fmt: skip
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= _SAME:
            groups[-1].append(start)
        else:
            groups.append([start])
    lines = [run for page in pages for row in page.rows if not row.table for run in row.cells[0]]
    return [group[0] for group in groups[:_MOST_STARTS] if _often(group, lines)]


def _often(group: list[float], lines: list[Run]) -> bool:
    """Whether words begin there after a gap often enough, those counted too whose gap is narrow."""
    return len(group) >= _OFTEN or len(group) + sum(1 for run in lines if run.cut(group[0]) is not None) >= _OFTEN


def columns_of(line: list[Run], edges: list[float]) -> dict[int, list[Run]] | None:
    """The runs of the line by column; None where one runs across a gap, or there are no columns."""
    if not edges:
        return None
    found: dict[int, list[Run]] = {}
    for whole in line:
        run: Run | None = whole
        while run is not None:
            column = sum(1 for edge in edges if run.x0 >= edge - _SAME)
            rest = None
            if column < len(edges) and run.x1 > edges[column] + 1:
                parts = run.cut(edges[column])
                if parts is None:
                    return None
                run, rest = parts
            if not is_said(run) and found:
                column = max(found)  # a box behind its words
            found.setdefault(column, []).append(run)
            run = rest
    return found


def is_said(run: Run) -> bool:
    """Whether the run has words, and is not only a box or a rule."""
    return any(sign.isalnum() for sign in run.text)


def margins(pages: list[Page], edges: list[float]) -> dict[int, float]:
    """How far the longest line of each column goes; -1 for lines that stand in no table."""
    right: dict[int, float] = {}
    for page in pages:
        for row in page.rows:
            for number, cell in enumerate(row.cells if row.table else [row.cells[0]]):
                columns = None if row.table else columns_of(cell, edges)
                for column, part in (columns or {number if row.table else -1: cell}).items():
                    key = column if columns or row.table else -1
                    right[key] = max([right.get(key, 0.0), *(run.x1 for run in part if not run.typed)])
    return right


def leading(pages: list[Page]) -> float:
    """The distance from line to line that is most usual, in heights of the letters."""
    found: Counter[float] = Counter()
    for page in pages:
        last: dict[float, Run] = {}
        for run in runs_on(page.rows):
            before = last.get(round(run.x0 / 3))
            if before is not None and abs(before.size - run.size) < 0.5 and 0.9 <= (run.y - before.y) / max(run.size, 1) <= 2.4:
                found[round((run.y - before.y) / run.size, 1)] += 1
            last[round(run.x0 / 3)] = run
    most = max(found.values(), default=0)
    return min((pitch for pitch, times in found.items() if times >= 0.4 * most), default=1.3)
