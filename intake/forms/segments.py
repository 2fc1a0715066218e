"""Walks through a document: every question of the call opens a segment, and what follows it goes into the segment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, is_nothing
from intake.forms.choice import belongs
from intake.forms.hints import is_hint, is_thanks
from intake.forms.marks import has_text, is_marked
from intake.forms.questions import MOST_LINES, STRONG, Label, Questions
from intake.programme import Question

_LONGEST_MARK = 3  # characters: "X", "yes", a tick
_ANSWER = re.compile(r"(?:a|ans|answer)\s*[.:)]\s+", re.IGNORECASE)
_QUESTION = re.compile(r"(?:q|qu|question)\s*[.:)]\s+", re.IGNORECASE)
_ROWS = 3  # with a question on the left: the table has them all there
_MOST_SEGMENTS = 200  # of which the order is looked at; more are no form


@dataclass(slots=True)
class Segment:
    """What stands between one question and the next."""

    question: Question
    strong: bool  # the question is asked in words that are on the form
    lines: list[Block]  # the question's, as they stand in the document
    blocks: list[Block] = field(default_factory=list)
    rest: bool = False  # the first of `blocks` stands on the last of `lines`

    def whole(self) -> list[Block]:
        """All of it, as it stands in the document."""
        return self.lines + self.blocks[self.rest :]


def segments(sheet: Sheet, questions: Questions, *, loose: bool) -> list[Segment]:
    """The document's questions with what stands between them. `loose`: it is a form, so questions in other words count."""
    return _in_order(list(_Walk(questions, loose).through(sheet)), questions)


class _Walk:
    """One way through a document."""

    def __init__(self, questions: Questions, loose: bool) -> None:
        self.questions = questions
        self.loose = loose
        self.current: Segment | None = None
        self.flowing = False  # lines after the question still belong to it
        self.two_columns = False  # a table with the questions on the left: what stands on the right is no question
        self.bare = False  # questions and answers are run together, nothing between them
        self.opened: set[str] = set()
        self.columns: dict[int, Segment] = {}  # questions of a heading row, by column

    def through(self, sheet: Sheet) -> Iterator[Segment]:
        """The segments in the document's order."""
        told = (b if b.place or b.cell else replace(b, place=f"line {n}") for n, b in enumerate(sheet.blocks, 1))
        blocks = [b for b in told if b.cell is not None or has_text(b.text)]
        self.bare = self.questions.unmarked.run_together(blocks)
        self.two_columns = self._is_two_columns(blocks)
        if blocks and blocks[-1].cell is None and is_thanks(blocks[-1].text):
            blocks.pop()
        blocks = _without_marks(blocks)
        blocks = [part for block in blocks for part in self.questions.unmarked.parted(block)]
        if sheet.columns:
            blocks = list(_rows(blocks, self.questions))
        for row, members in groupby(blocks, key=lambda b: b.cell[0] if b.cell is not None else None):
            group = list(members)
            yield from self._lines(group) if row is None else self._row(_cells(group))

    def _lines(self, lines: list[Block]) -> Iterator[Segment]:
        self.columns = {}
        if not self.flowing:
            self.current = None
        at = 0
        while at < len(lines):
            label = self._label(lines[at : at + MOST_LINES], labelled=False)
            if label is None or (self.current is not None and self._takes_up(label, self.current)):
                if self.current is not None:
                    self.current.blocks.append(lines[at])
                at += 1
                continue
            taken = lines[at : at + label.lines]
            self.current, self.flowing = self._open(label, taken), True
            self.current.blocks += self._rest(label, taken)
            self.current.rest = bool(self.current.blocks)
            yield self.current
            at += label.lines

    @staticmethod
    def _takes_up(label: Label, current: Segment) -> bool:
        """Whether the line takes up the question just asked, as people are taught: "What did not work: the money." """
        return current.question == label.question and bool(label.rest) and not _said(current.blocks)

    def _row(self, cells: list[list[Block]]) -> Iterator[Segment]:
        found = self._questions_of(cells)
        current = self.current
        if found:
            yield from found
            self.columns = _heading_row(cells, found)
            self.current, self.flowing = found[-1], len(cells) == 1
        elif self.columns:
            for number, cell in enumerate(cells):
                if number in self.columns:
                    self.columns[number].blocks += cell
        elif current is not None and (marked := _option_row(current.question, cells)):
            current.blocks += marked
        elif current is not None and ((len(cells) == 1 and self.flowing) or not _said(cells[0])):
            current.blocks += [block for cell in cells for block in cell]
        else:
            self.current, self.flowing = None, False

    def _questions_of(self, cells: list[list[Block]]) -> list[Segment]:
        """The questions of one table row, each with what stands in the cells after it."""
        found: list[Segment] = []
        leftovers: list[Block] = []
        run_on = False  # the first of them stands on the question's line
        for number, cell in enumerate(cells):
            lines = [block for block in cell if has_text(block.text)]
            on_the_right = self.two_columns and len(cells) == 2 and bool(found)
            label = self._label(lines, labelled=not found and number + 1 < len(cells)) if lines and not on_the_right else None
            if label is None or (found and self._takes_up(label, found[-1])):
                if found:
                    found[-1].blocks += cell
                continue
            _keep(found, leftovers, run_on)
            taken = lines[: label.lines]
            found.append(self._open(label, taken))
            rest = self._rest(label, taken)
            leftovers, run_on = rest + lines[label.lines :], bool(rest)
        _keep(found, leftovers, run_on)
        return found

    def _is_two_columns(self, blocks: list[Block]) -> bool:
        """Whether at least three rows of two cells have a question on the left and none of the form's other on the right."""
        rows = (list(members) for row, members in groupby(blocks, key=lambda b: b.cell and b.cell[0]) if row is not None)
        pairs = [cells for row in rows if len(cells := _cells(row)) == 2]
        asked = sum(1 for cells in pairs if cells[0] and self.questions.at_head(cells[0][:MOST_LINES], set()) is not None)
        return asked >= _ROWS

    def _label(self, lines: list[Block], *, labelled: bool) -> Label | None:
        label = self.questions.at_head(lines, self.opened, bare=self.bare)
        if label is None and self.loose and not lines[0].quoted:
            after = self.questions.number(self.current.question) if self.current is not None and not labelled else -1
            label = self.questions.loosely(lines[0], self.opened, after, labelled=labelled)
        return label

    def _rest(self, label: Label, taken: list[Block]) -> list[Block]:
        """What follows the question on its last line; nothing where that is another question: "What worked? What did not?" """
        if not label.rest or (label.rest.endswith("?") and self.questions.named(label.rest)):
            return []
        return [replace(taken[-1], text=label.rest, item="", begins=True)]

    def _open(self, label: Label, lines: list[Block]) -> Segment:
        self.opened.add(label.question.key)
        return Segment(label.question, label.nearness[0] >= STRONG - 1, lines)


def _in_order(found: list[Segment], questions: Questions) -> list[Segment]:
    """The same without questions that an answer only repeats: of those asked twice the one counts that keeps the form's order.

    What stands after the other belongs to the answer in which it occurs.
    """
    asked = [segment.question.key for segment in found]
    if len(set(asked)) == len(asked) or len(found) > _MOST_SEGMENTS:
        return found
    standing = _longest_rise([(questions.number(s.question), _weight(s)) for s in found])
    there = {found[at].question.key for at in standing}
    kept: list[Segment] = []
    for at, segment in enumerate(found):
        if at in standing or segment.question.key not in there:
            kept.append(segment)
        elif kept and _said(segment.blocks):
            kept[-1].blocks += segment.whole()
    return kept


def _without_marks(blocks: list[Block]) -> list[Block]:
    """The same without "Q." and "A." at the head of the lines, where that is how the text is written."""
    if sum(1 for block in blocks if _ANSWER.match(block.text)) < _ROWS:
        return blocks
    return [replace(block, text=_QUESTION.sub("", _ANSWER.sub("", block.text))) for block in blocks]


def _weight(segment: Segment) -> int:
    """How much a question that is asked twice is one: with an answer, and among options with one of them."""
    if not _said(segment.blocks):
        return 1
    answered = segment.question.kind == "one_of" and any(
        belongs(segment.question, b.text) or is_marked(b.text) for b in segment.blocks
    )
    return 4 if answered else 2


def _longest_rise(steps: list[tuple[int, int]]) -> set[int]:
    """Positions of the heaviest strictly rising choice among (number, weight)."""
    best: list[tuple[int, tuple[int, ...]]] = []
    for number, weight in steps:
        before = max(((w, way) for (w, way) in best if steps[way[-1]][0] < number), default=(0, ()), key=lambda pair: pair[0])
        best.append((before[0] + weight, (*before[1], len(best))))
    return set(max(best, default=(0, ()), key=lambda pair: pair[0])[1])


def _option_row(question: Question, cells: list[list[Block]]) -> list[Block]:
    """A row that holds an option in one cell and its mark, or nothing, in the others, as a ticked or an empty line."""
    full = [cell for cell in cells if any(block.text.strip() for block in cell)]
    named = [cell for cell in full if len(cell) == 1 and belongs(question, cell[0].text)]
    if len(cells) < 2 or len(named) != 1 or len(full) > 2:
        return []
    marks = [block.text.strip() for cell in full if cell is not named[0] for block in cell]
    if any(len(mark) > _LONGEST_MARK for mark in marks):
        return []
    ticked = any(mark not in {EMPTY, "-"} and mark.casefold() not in {"no", "n"} for mark in marks)
    return [replace(named[0][0], text=f"{TICKED if ticked else EMPTY} {named[0][0].text}")]


def _cells(row: list[Block]) -> list[list[Block]]:
    columns: dict[int, list[Block]] = {}
    for block in row:
        columns.setdefault(block.cell[1] if block.cell is not None else 0, []).append(block)
    return [columns[number] for number in sorted(columns)]


def _rows(blocks: list[Block], questions: Questions) -> Iterator[Block]:
    """Puts table rows together out of lines: a row begins where a question begins in the first column."""
    first = [b for b in blocks if b.cell is not None and b.cell[1] == 0]
    row, at, inside = -1, 0, 0  # the row we are in, the line we are at, the lines that its question still takes
    for block in blocks:
        if block.cell is None:
            yield block
            continue
        if block.cell[1] == 0:
            label = questions.at_head(first[at : at + MOST_LINES], set()) if not inside and block.text else None
            if label is not None or row < 0:
                row = block.cell[0]
            inside = max(0, inside - 1) if label is None else label.lines - 1
            at += 1
        yield replace(block, cell=(row, block.cell[1]))


def _keep(found: list[Segment], leftovers: list[Block], run_on: bool) -> None:
    """Uses what stands in a question's own cell, but for hints, where its answer cell is blank or missing."""
    if found and not _said(found[-1].blocks):
        question = found[-1].question
        kept = [b for b in leftovers if belongs(question, b.text) or not is_hint(b.text)]
        found[-1].rest = run_on and kept[:1] == leftovers[:1]
        found[-1].blocks += kept


def _heading_row(cells: list[list[Block]], found: list[Segment]) -> dict[int, Segment]:
    """Column -> question, where a row holds questions and nothing else, so that the answers stand below."""
    full = [number for number, cell in enumerate(cells) if _said(cell)]
    if len(found) < 2 or len(full) != len(found) or len(cells) != len(found) or any(s.blocks for s in found):
        return {}
    return dict(zip(full, found, strict=True))


def _said(blocks: Iterable[Block]) -> bool:
    return any(has_text(block.text) and not is_nothing(block.text) for block in blocks)
