"""Turns the rows of all pages into blocks: columns, paragraphs, lists; what only belongs to the paper is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from intake.forms.blocks import Block, tidy
from intake.forms.pdf.layout import Row
from intake.forms.pdf.lines import BOXES, Run

_EDGE_OF_PAGE = 0.12  # of its height: where running headers and footers stand
_SAME = 3.0  # points: what begins so near to each other begins at one place
_OFTEN = 3  # lines whose second column begins there make a table
_ABOVE = 45.0  # points between a field and the words above it that are its own
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/|\|)\s*(?:page\s*)?\d{1,3})?\W*", re.IGNORECASE)
_ITEM = re.compile(r"(?P<mark>\u2022|[\u2013\u2014-]|\d{1,2}[.)]|\(?[a-z]\)|\([ivx]+\))[ \t]+(?=\S)")
_BROKEN = re.compile(r"[^\W\d_](?P<sign>[-\u2010\u00ad])$")
_KEPT_HYPHEN = {"co", "non", "self", "user", "peer", "well", "ex", "pre", "post", "re", "long", "short", "part", "full", "half", "e"}


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, in reading order."""

    number: int
    height: float
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Line:
    """One line of one column."""

    text: str
    run: Run  # its first
    x1: float
    stressed: str
    page: int
    item: str = ""


@dataclass(slots=True)
class _Flow:
    """What has been written, and where each column stands."""

    leading: float  # from line to line, in heights of the letters
    right: dict[int, float]  # column -> how far its longest line goes; -1: lines that stand in no table
    blocks: list[Block] = field(default_factory=list)
    last: dict[int, _Line] = field(default_factory=dict)  # column -> its last line
    row: int = -1
    columns: bool = False  # whether any row was one line of a table that nothing but its gaps shows
    words: set[str] = field(default_factory=set)  # all that the document uses
    recent: list[tuple[int, Run]] = field(default_factory=list)  # lines since the last row of cells: number of the block, run


def blocks(pages: list[Page]) -> tuple[list[Block], bool]:
    """The blocks of the document, and whether each row of a table is one line of text only."""
    pages = list(_without_furniture(pages))
    edges = _edges(pages)
    flow = _Flow(_leading(pages), _margins(pages, edges))
    flow.words = {word.casefold() for page in pages for run in _runs(page.rows) for word in re.findall(r"[^\W\d_][\w-]*", run.text)}
    inside = False
    for page in pages:
        below = 0.0  # where the last field ended
        for at, row in enumerate(page.rows):
            if row.table:
                _write_row(flow, row, page.number, first=at == 0)
                if len(row.cells) == 1:
                    _label_above(flow, row)
                flow.recent = []
                inside, below = False, row.end if any(frame.field for frame in row.frames) else 0.0
                continue
            columns = _columns(row.cells[0], edges)
            inside = columns is not None and (len(columns) > 1 and 0 in columns or inside)
            if columns is not None and inside:
                _write_columns(flow, columns, len(edges) + 1, page.number)
            else:
                hint = 0 < row.y - below <= 16 and _is_hint(row.cells[0], page)
                _write_line(flow, row.cells[0], page.number, quoted=hint)
    return flow.blocks, flow.columns


def _runs(rows: Iterable[Row]) -> Iterator[Run]:
    return (run for row in rows for cell in row.cells for run in cell)


# ------------------------------------------------------------------------------------------------- headers, footers


def _without_furniture(pages: list[Page]) -> Iterator[Page]:
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


def _edges(pages: list[Page]) -> list[float]:
    """Where the second and further columns begin of tables that nothing but their gaps shows, from left to right."""
    starts = sorted(
        run.x0 for page in pages for row in page.rows if not row.table and len(row.cells[0]) > 1
        for run in row.cells[0][1:] if not (run.text[0] in BOXES and row.cells[0][0].text[0] in BOXES)
    )  # fmt: skip
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= _SAME:
            groups[-1].append(start)
        else:
            groups.append([start])
    return [group[0] for group in groups if len(group) >= _OFTEN]


def _columns(line: list[Run], edges: list[float]) -> dict[int, list[Run]] | None:
    """The runs of the line by column; None where one runs across a gap, or there are no columns."""
    if not edges:
        return None
    found: dict[int, list[Run]] = {}
    for run in line:
        column = sum(1 for edge in edges if run.x0 >= edge - _SAME)
        if column < len(edges) and run.x1 > edges[column] + 1:
            return None
        found.setdefault(column, []).append(run)
    return found


def _margins(pages: list[Page], edges: list[float]) -> dict[int, float]:
    right: dict[int, float] = {}
    for page in pages:
        for row in page.rows:
            for number, cell in enumerate(row.cells if row.table else [row.cells[0]]):
                columns = None if row.table else _columns(cell, edges)
                for column, part in (columns or {number if row.table else -1: cell}).items():
                    key = column if columns or row.table else -1
                    right[key] = max([right.get(key, 0.0), *(run.x1 for run in part if not run.typed)])
    return right


def _leading(pages: list[Page]) -> float:
    """The distance from line to line that is most usual, in heights of the letters."""
    found: Counter[float] = Counter()
    for page in pages:
        last: dict[float, Run] = {}
        for run in _runs(page.rows):
            before = last.get(round(run.x0 / 3))
            if before is not None and abs(before.size - run.size) < 0.5 and 0.9 <= (run.y - before.y) / max(run.size, 1) <= 2.4:
                found[round((run.y - before.y) / run.size, 1)] += 1
            last[round(run.x0 / 3)] = run
    most = max(found.values(), default=0)
    return min((pitch for pitch, times in found.items() if times >= 0.4 * most), default=1.3)


# --------------------------------------------------------------------------------------------------------- writing


def _write_line(flow: _Flow, line: list[Run], page: int, *, quoted: bool = False) -> None:
    made = _line(line, page)
    goes_on = _goes_on(flow, -1, made)
    _put(flow, made, None, goes_on, quoted=quoted or made.run.quoted)
    flow.last = {-1: made}
    if flow.recent and line[0].y < flow.recent[-1][1].y:  # another page
        flow.recent = []
    flow.recent.append((len(flow.blocks) - 1, line[0]))


def _write_columns(flow: _Flow, columns: dict[int, list[Run]], count: int, page: int) -> None:
    """One line of a table that nothing but its gaps shows: a row by itself."""
    flow.row += 1
    flow.columns = True
    begins = 0 in columns and not _goes_on(flow, 0, _line(columns[0], page))
    for column in range(count):
        if column not in columns:
            flow.blocks.append(Block("", cell=(flow.row, column), place=f"page {page}"))
            continue
        made = _line(columns[column], page)
        goes_on = _goes_on(flow, column, made) and not (column and begins)
        _put(flow, made, (flow.row, column), goes_on)
        flow.last[column] = made
    flow.last.pop(-1, None)


def _write_row(flow: _Flow, row: Row, page: int, *, first: bool) -> None:
    """A row of cells; one that runs over from the page before goes on where that ended."""
    flow.row += 1
    over = first and bool(row.cells) and not row.cells[0] and len(row.cells) > 1
    before = flow.last if over else {}
    flow.last = {}
    for column, cell in enumerate(row.cells):
        lines = [_line(line, page) for line in _by_line(cell)]
        if not lines:
            flow.blocks.append(Block("", cell=(flow.row, column), place=f"page {page}"))
        if column in before:
            flow.last[column] = before[column]
        for made in lines:
            _put(flow, made, (flow.row, column), _goes_on(flow, column, made), quoted=made.run.quoted)
            flow.last[column] = made


def _by_line(cell: list[Run]) -> Iterator[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(cell, key=lambda one: (one.y, one.x0)):
        same = bool(lines) and run.y - lines[-1][0].y <= 0.35 * max(4.0, min(run.size, lines[-1][0].size))
        if same and not (run.typed and lines[-1][-1].typed):
            lines[-1].append(run)
        else:
            lines.append([run])
    return (sorted(line, key=lambda one: one.x0) for line in lines)


def _line(line: list[Run], page: int) -> _Line:
    stressed = " ".join(run.stressed for run in line if run.stressed)
    return _Line("\t".join(tidy(run.text) for run in line), line[0], line[-1].x1, stressed, page)


def _put(flow: _Flow, line: _Line, cell: tuple[int, int] | None, goes_on: bool, *, quoted: bool = False) -> None:
    """Writes one block."""
    found = _ITEM.match(line.text)
    if found is not None and (not goes_on or found["mark"] == "\u2022"):
        goes_on, line.item = False, found["mark"]
    text = line.text[found.end() :] if found is not None and line.item else line.text
    if goes_on and flow.blocks:
        text = _mended(flow, cell, text)
    flow.blocks.append(Block(text, cell, quoted, line.stressed, line.item, not goes_on, f"page {line.page}"))


def _mended(flow: _Flow, cell: tuple[int, int] | None, text: str) -> str:
    """Puts a word together that the line before broke; returns what is left of `text`."""
    at = next((n for n in range(len(flow.blocks) - 1, -1, -1) if _same_column(flow.blocks[n], cell)), None)
    if at is None:
        return text
    found, rest = _BROKEN.search(flow.blocks[at].text), text.partition(" ")
    if found is None or not text[:1].islower():
        return text
    head, before = rest[0], flow.blocks[at].text[: found.start("sign")]
    start = before.split()[-1]
    known = {word.strip(".,;:!?") for word in (start + head).casefold().split()}
    kept = found["sign"] != "\u00ad" and f"{start}-{head}".casefold().strip(".,;:!?") in flow.words or start.casefold() in _KEPT_HYPHEN
    joined = found["sign"] == "\u00ad" or bool(known & flow.words)
    if not joined or kept:
        return text
    flow.blocks[at] = replace(flow.blocks[at], text=before + head)
    return rest[2]


def _same_column(block: Block, cell: tuple[int, int] | None) -> bool:
    return bool(block.text) and (block.cell[1] if block.cell else None) == (cell[1] if cell else None)


def _goes_on(flow: _Flow, column: int, line: _Line) -> bool:
    """Whether the line goes on from the one above it in its column: that one was full, and no more space lies between."""
    before, run = flow.last.get(column), line.run
    if before is None or run.typed or before.run.typed or run.text[0] in BOXES:
        return False
    if abs(before.run.size - run.size) > 0.6 or before.run.bold != run.bold or before.run.quoted != run.quoted:
        return False
    if run.x0 > before.run.x0 + 0.6 * run.size and not before.item and before.text[0] not in BOXES:
        return False  # the first line of a paragraph is indented
    if line.page == before.page and not 0 < run.y - before.run.y <= (flow.leading * 1.12 + 0.1) * run.size:
        return False
    right = run.right or before.run.right or flow.right.get(column, 0.0)
    return before.x1 + 0.25 * run.size + run.head > right - 1


# ---------------------------------------------------------------------------------------------------------- fields


def _label_above(flow: _Flow, row: Row) -> None:
    """The words printed above a field are its question, or a hint how to answer, and no answer."""
    fields = [frame for frame in row.frames if frame.field]
    if not fields:
        return
    found: list[tuple[int, Run]] = []
    y, paragraphs = min(frame.box.y0 for frame in fields), 0
    for at, run in reversed(flow.recent):
        if y - run.y > _ABOVE * (0.6 if found else 1) or paragraphs == 2:
            break
        found.insert(0, (at, run))
        y, paragraphs = run.y, paragraphs + flow.blocks[at].begins
    for at, _ in found:
        flow.blocks[at] = replace(flow.blocks[at], quoted=True)
    label = _label([(flow.blocks[at], run) for at, run in found])
    for frame in fields:
        frame.label = frame.label or label


def _label(printed: list[tuple[Block, Run]]) -> str:
    """The question of one or two paragraphs above a field: the second may be a hint in small print."""
    starts = [at for at, (block, _) in enumerate(printed) if block.begins]
    if len(starts) == 2:
        first, second = printed[starts[0]][1], printed[starts[1]][1]
        hint = second.size < first.size - 0.4 or (first.bold and not second.bold) or second.text[:1] in "(["
        printed = printed[: starts[1]] if hint else printed[starts[1] :]
    return " ".join(block.text for block, _ in printed)


def _is_hint(line: list[Run], page: Page) -> bool:
    """Whether the line below a field is in small print or in brackets."""
    text = " ".join(run.text for run in line)
    usual = Counter(round(run.size) for run in _runs(page.rows) if not run.typed).most_common(1)
    return (text[:1] in "([" and text[-1:] in ")].") or line[0].size < usual[0][0] - 0.6
