"""Turns the rows of all pages into blocks: columns, paragraphs, lists, and what is asked by a field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake.forms.blocks import Block, tidy
from intake.forms.pdf.layout import Row
from intake.forms.pdf.lines import BOXES, Run
from intake.forms.pdf.paper import Page, columns_of, edges_of, is_said, leading, margins, runs_on, without_furniture

_ABOVE = 45.0  # points between a field and the words above it that are its own
_ITEM = re.compile(r"(?P<mark>\u2022|[\u2013\u2014-]|\d{1,2}[.)]|\(?[a-z]\)|\([ivx]+\))[ \t]+(?=\S)")
_BROKEN = re.compile(r"[^\W\d_](?P<sign>[-\u2010\u00ad])$")
_ADDRESS = re.compile(r"(?:@|https?://|www\.)(?P<end>\S*)$")  # an address that may go on on the next line
_REST = re.compile(r"[\w.\-/]+")
_KEPT_HYPHEN = re.compile(r"co|non|self|user|peer|well|ex|pre|post|re|long|short|part|full|half|e")


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
    notes: float = 0.0  # how far the longest note of one line goes
    words: set[str] = field(default_factory=set)  # all that the document uses
    recent: list[tuple[int, Run]] = field(default_factory=list)  # lines since the last row of cells: number of the block, run


def blocks(pages: list[Page]) -> tuple[list[Block], bool]:
    """The blocks of the document, and whether each row of a table is one line of text only."""
    pages = list(without_furniture(pages))
    edges = edges_of(pages)
    flow = _Flow(leading(pages), margins(pages, edges))
    flow.notes = max((r.x1 for page in pages for r in runs_on(page.rows) if r.typed == "note" and not r.right), default=0.0)
    flow.words = {
        word.casefold() for page in pages for run in runs_on(page.rows) for word in re.findall(r"[^\W\d_][\w-]*", run.text)
    }
    inside = False
    for page in pages:
        below = 0.0  # where the last field ended
        for at, row in enumerate(page.rows):
            if row.table:
                if len(row.cells) == 1:
                    _label_above(flow, row)
                if not _is_told_elsewhere(row):
                    _write_row(flow, _under(row, page.rows[at - 1] if at else None), page.number, first=at == 0)
                flow.recent = []
                inside, below = False, row.end if any(frame.field for frame in row.frames) else 0.0
                continue
            columns = columns_of(row.cells[0], edges)
            inside = columns is not None and ((len(columns) > 1 and 0 in columns) or inside)
            if columns is not None and inside:
                _write_columns(flow, columns, len(edges) + 1, page.number)
            else:
                hint = 0 < row.y - below <= 16 and _is_hint(row.cells[0], page)
                _write_line(flow, row.cells[0], page.number, quoted=hint)
    return flow.blocks, flow.columns


# --------------------------------------------------------------------------------------------------------- writing


def _write_line(flow: _Flow, line: list[Run], page: int, *, quoted: bool = False) -> None:
    """A line in no table; words far apart on it may be a question and its answer, so each stands by itself."""
    if flow.recent and line[0].y < flow.recent[-1][1].y:  # another page
        flow.recent = []
    for part in _apart(line):
        made = _line(part, page)
        goes_on = part[0] is line[0] and _goes_on(flow, -1, made)
        _put(flow, made, None, goes_on, quoted=quoted or made.run.quoted)
        flow.last = {-1: made}
        flow.recent.append((len(flow.blocks) - 1, part[0]))


def _apart(line: list[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = []
    for run in line:
        if parts and not is_said(run):
            parts[-1].append(run)  # a box behind its words
        else:
            parts.append([run])
    return parts


def _write_columns(flow: _Flow, columns: dict[int, list[Run]], count: int, page: int) -> None:
    """One line of a table that nothing but its gaps shows: a row by itself."""
    flow.row += 1
    flow.columns = True
    for column in range(count):
        if column not in columns:
            flow.blocks.append(Block("", cell=(flow.row, column), place=f"page {page}"))
            continue
        made = _line(columns[column], page)
        _put(flow, made, (flow.row, column), _goes_on(flow, column, made))
        flow.last[column] = made
    flow.last.pop(-1, None)


def _write_row(flow: _Flow, row: Row, page: int, *, first: bool) -> None:
    """A row of cells; one that runs over from the page before goes on where that ended."""
    flow.row += 1
    over = len(row.cells) > 1 and not row.cells[0] and (first or any(not frame.field for frame in row.frames))
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


def _under(row: Row, before: Row | None) -> Row:
    """A note that stands straight below another, which has its words beside it, goes on from there."""
    notes = [frame for frame in row.frames if not frame.field]
    if before is None or not notes or len(row.cells) != 1 or len(before.cells) < 2 or not before.frames:
        return row
    above = before.frames[-1]
    below = abs(above.box.x0 - notes[0].box.x0) <= 12 and 0 < notes[0].box.y0 - above.box.y0 <= 3 * above.size
    return replace(row, cells=[*([] for _ in before.cells[1:]), row.cells[0]]) if below and not above.field else row


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
    at = next(
        (n for n in range(len(flow.blocks) - 1, max(-1, len(flow.blocks) - 50), -1) if _same_column(flow.blocks[n], cell)), None
    )
    if at is None:
        return text
    before, (head, _, rest) = flow.blocks[at].text, text.partition(" ")
    found, address = _BROKEN.search(before), _ADDRESS.search(before)
    if address is not None and _REST.fullmatch(head) and ("." in head or address["end"][-1:] in "-.@"):
        joined = before + head
    elif (
        found is not None
        and text[:1].islower()
        and _is_one_word(flow.words, before[: found.start("sign")], head, found["sign"])
    ):
        joined = before[: found.start("sign")] + head
    else:
        return text
    flow.blocks[at] = replace(flow.blocks[at], text=joined)
    return rest


def _is_one_word(known: set[str], before: str, head: str, sign: str) -> bool:
    """Whether the sign at the line's end broke a word, and is none of its own; what the document writes elsewhere tells."""
    if sign == "\u00ad":
        return True
    start, end = before.rsplit(maxsplit=1)[-1].casefold(), head.casefold().strip(".,;:!?()")
    return f"{start}-{end}" not in known and _KEPT_HYPHEN.fullmatch(start) is None and start + end in known


def _same_column(block: Block, cell: tuple[int, int] | None) -> bool:
    return bool(block.text) and (block.cell[1] if block.cell else None) == (cell[1] if cell else None)


def _goes_on(flow: _Flow, column: int, line: _Line) -> bool:
    """Whether the line goes on from the one above it in its column: that one was full, and no more space lies between."""
    before, run = flow.last.get(column), line.run
    if before is None or run.typed != before.run.typed or run.typed == "field":
        return False
    if run.typed == "note":
        return _note_goes_on(flow, before, line)
    if line.page == before.page and not 0 < run.y - before.run.y <= (flow.leading * 1.12 + 0.1) * run.size:
        return False
    right = run.right or before.run.right or flow.right.get(column, 0.0)
    return _is_alike(before, line) and before.x1 + 0.25 * run.size + run.words[0].x1 - run.x0 > right - 1


def _is_alike(before: _Line, line: _Line) -> bool:
    """Whether two lines could be of one paragraph: no box between them, the same letters, no indent."""
    if line.text[0] in BOXES or line.text[-1] in BOXES or before.text[-1] in BOXES:
        return False
    one, other = before.run, line.run
    if abs(one.size - other.size) > 0.6 or one.bold != other.bold or one.quoted != other.quoted:
        return False
    indented = other.x0 > one.x0 + 0.6 * other.size
    return not indented or bool(before.item) or before.text[0] in BOXES


def _note_goes_on(flow: _Flow, before: _Line, line: _Line) -> bool:
    """Whether a line typed on top of the page goes on from the one above: people break long lines themselves."""
    run, right = line.run, line.run.right or flow.notes
    if right - run.x0 < 20 * run.size or not 0 < run.y - before.run.y < 2.2 * run.size:
        return False
    return before.x1 + 0.28 * run.size + run.words[0].x1 - run.x0 > right - 0.3 * run.size


# ---------------------------------------------------------------------------------------------------------- fields


def _label_above(flow: _Flow, row: Row) -> None:
    """The words printed above a field are its question, or a hint how to answer, and no answer."""
    fields = [frame for frame in row.frames if frame.field]
    if not fields:
        return
    found: list[tuple[int, Run]] = []
    y, paragraphs = min(frame.box.y0 for frame in fields), 0
    for at, run in reversed(flow.recent):
        if y - run.y > _ABOVE * (0.6 if found else 1) or paragraphs == 2 or run.text[0] in BOXES or run.text[-1] in BOXES:
            break
        found.insert(0, (at, run))
        y, paragraphs = run.y, paragraphs + flow.blocks[at].begins
    for at, _ in found:
        flow.blocks[at] = replace(flow.blocks[at], quoted=True)
    label = _label([(flow.blocks[at], run) for at, run in found])
    for frame in fields:
        frame.label = frame.label or label


def _is_told_elsewhere(row: Row) -> bool:
    """Whether nothing is printed for the fields of the row, but each of them says itself what it is."""
    alone = len(row.cells) == 1 and all(run.typed for run in row.cells[0])
    return alone and bool(row.frames) and all(frame.field and frame.named and not frame.label for frame in row.frames)


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
    usual = Counter(round(run.size) for run in runs_on(page.rows) if not run.typed).most_common(1)
    return (text[:1] in "([" and text[-1:] in ")].") or line[0].size < usual[0][0] - 0.6
