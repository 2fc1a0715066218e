"""Finds the questions of a call in what a reader yields, and the answers that stand with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from intake.forms.blocks import HEADINGS, Block, Sheet, folded, is_nothing, tidy
from intake.forms.choice import Piece, belongs, chosen, is_marked, option, pieces
from intake.forms.filled import filled
from intake.forms.questions import BRACKETS, MOST_LINES, STRONG, Label, Questions, is_telling, questions_of
from intake.programme import Call, Question

_MOST_CHOICES = 80  # lines below a list of options that are looked at
_THANKS = re.compile(r"(?:many )?thank(?:s|you| you)(?: very much)?(?: for \w+(?: \w+){0,8})?")  # as forms end
_HINT = re.compile(
    r"(?:please|tick|circle|delete|choose|select|mark|continue|use|write|type|include|tell us|give|for example|eg|max(?:imum)?"
    r"|up to|optional|required|if any|no more than|about|around)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one document or text."""

    answers: dict[str, str]  # question key -> answer; no blanks
    asked: frozenset[str]  # keys of the questions found, answered or not
    telling: int  # how many of them only this form asks
    pictures: bool = False

    def is_form(self, call: Call) -> bool:
        """Whether enough of the questions are there to call it the form of this call."""
        needed = min(2, len([q for q in call.fields if is_telling(q)]))
        return self.telling >= needed and len(self.asked) >= min(3, len(call.fields))


@dataclass(slots=True)
class _Segment:
    """What stands between one question and the next."""

    question: Question
    strong: bool
    blocks: list[Block] = field(default_factory=list)


def read(sheet: Sheet, call: Call) -> Reading:
    """The answers that `sheet` holds to the questions of `call`."""
    questions = questions_of(call)
    segments = list(_segments(sheet, questions))
    answers: dict[str, str] = {}
    strong = {s.question.key for s in segments if s.strong}
    for segment in segments:
        text = _answer(segment, sheet.wrapped, call)
        if text and segment.question.key not in answers:
            answers[segment.question.key] = text
    for key, text in filled(sheet.controls, questions):
        strong.add(key)
        if text:
            answers.setdefault(key, text)
    asked = frozenset(strong | {s.question.key for s in segments} if strong else ())
    telling = sum(1 for key in strong if is_telling(call.question(key)))
    ordered = {q.key: answers[q.key] for q in call.fields if q.key in answers and asked}
    return Reading(ordered, asked, telling, sheet.pictures)


# ------------------------------------------------------------------------------------------------------ questions


def _segments(sheet: Sheet, questions: Questions) -> Iterator[_Segment]:
    """Walks through the document; every question opens a segment, what follows goes into it."""
    current: _Segment | None = None
    flowing = False  # lines after the question still belong to it
    opened: set[str] = set()
    columns: dict[int, _Segment] = {}  # questions of a heading row, by column
    blocks = [b for b in sheet.blocks if b.cell is not None or _has_text(b.text)]
    if blocks and blocks[-1].cell is None and _THANKS.fullmatch(folded(blocks[-1].text)):
        blocks.pop()
    if sheet.columns:
        blocks = list(_rows(blocks, questions))
    for row, members in groupby(blocks, key=lambda b: b.cell[0] if b.cell is not None else None):
        group = list(members)
        if row is None:
            for found in _in_lines(group, current if flowing else None, questions, opened):
                current, flowing = found, True
                yield found
            columns = {}
            continue
        cells = _cells(group)
        found_here = _in_row(cells, questions, opened)
        if found_here:
            yield from found_here
            columns = _heading_row(cells, found_here)
            current, flowing = found_here[-1], len(cells) == 1
        elif columns:
            for number, cell in enumerate(cells):
                if number in columns:
                    columns[number].blocks += cell
        elif current is not None and ((len(cells) == 1 and flowing) or not _said(cells[0])):
            current.blocks += [block for cell in cells for block in cell]
        else:
            current, flowing = None, False


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


def _in_lines(lines: list[Block], current: _Segment | None, questions: Questions, opened: set[str]) -> Iterator[_Segment]:
    at = 0
    while at < len(lines):
        label = questions.at_head(lines[at : at + MOST_LINES], opened)
        if label is None:
            if current is not None:
                current.blocks.append(lines[at])
            at += 1
            continue
        last = lines[at + label.lines - 1]
        current = _open(label, opened)
        if label.rest:
            current.blocks.append(Block(label.rest, quoted=last.quoted, stressed=last.stressed))
        yield current
        at += label.lines


def _in_row(cells: list[list[Block]], questions: Questions, opened: set[str]) -> list[_Segment]:
    """The questions of one table row, each with what stands in the cells after it."""
    found: list[_Segment] = []
    leftovers: list[Block] = []
    for cell in cells:
        lines = [block for block in cell if _has_text(block.text)]
        label = questions.at_head(lines, opened) if lines else None
        if label is None:
            if found:
                found[-1].blocks += cell
            continue
        _keep(found, leftovers)
        found.append(_open(label, opened))
        rest = [Block(label.rest)] if label.rest else []
        leftovers = rest + lines[label.lines :]
    _keep(found, leftovers)
    return found


def _keep(found: list[_Segment], leftovers: list[Block]) -> None:
    """Uses what stands in a question's own cell, but for hints, where its answer cell is blank or missing."""
    if found and not _said(found[-1].blocks):
        found[-1].blocks += [block for block in leftovers if not _is_hint(block.text)]


def _heading_row(cells: list[list[Block]], found: list[_Segment]) -> dict[int, _Segment]:
    """Column -> question, where a row holds questions and nothing else, so that the answers stand below."""
    full = [number for number, cell in enumerate(cells) if _said(cell)]
    if len(found) < 2 or len(full) != len(found) or len(cells) != len(found) or any(s.blocks for s in found):
        return {}
    return dict(zip(full, found, strict=True))


def _open(label: Label, opened: set[str]) -> _Segment:
    opened.add(label.question.key)
    return _Segment(label.question, label.nearness[0] >= STRONG - 1)


# -------------------------------------------------------------------------------------------------------- answers


def _answer(segment: _Segment, wrapped: bool, call: Call) -> str:
    """The answer, white space normalised; an option's key for a list; "" where there is none."""
    question = segment.question
    own = (folded(call.title), folded(call.introduction), folded(HEADINGS[1]))
    blocks = [b for b in segment.blocks if not b.quoted and _has_text(b.text) and not _is_furniture(b.text, own)]
    if question.kind == "one_of":
        return chosen(question, _choices(question, blocks[:_MOST_CHOICES], wrapped)) or ""
    texts = [b.text for b in blocks if not is_nothing(b.text)]
    answer = _joined(texts, wrapped)
    if question.kind == "email":
        answer = re.sub(r"\s*<mailto:[^<>\s]*>", "", answer)
    return "" if is_nothing(answer) or folded(answer) == folded(question.label) else answer


def _joined(texts: Iterable[str], wrapped: bool) -> str:
    """One text out of lines; a word broken at its hyphen is one word again."""
    joined = "\n".join(texts)
    if wrapped:
        joined = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "-", joined)
    return tidy(joined)


def _choices(question: Question, blocks: list[Block], wrapped: bool) -> list[Piece]:
    """The lines of a list of options; a broken line is put together with the line it goes on from."""
    found: list[Piece] = []
    for block in blocks:
        new = list(pieces(block.text, stressed=bool(block.stressed)))
        before = found[-1] if found else None
        if wrapped and before is not None and len(new) == 1 and new[0].ticked is None and _goes_on(question, before, new[0]):
            found[-1] = Piece(_joined([before.text, new[0].text], wrapped), before.ticked, before.stressed)
        else:
            found += new
    return found


def _goes_on(question: Question, before: Piece, piece: Piece) -> bool:
    """Whether the two lines together come nearer to a printed option than the first alone."""
    joined = folded(f"{before.text} {piece.text}")
    printed = [folded(o.label) for o in question.options]
    if any(label.startswith(joined) for label in printed):
        return True
    return not belongs(question, before.text) and option(question, joined) is not None and not belongs(question, piece.text)


def _is_furniture(text: str, own: tuple[str, ...]) -> bool:
    """Whether the text is the form's own and no answer: its title, its introduction, a hint in brackets."""
    said = folded(text)
    if BRACKETS.fullmatch(text.strip()) and _is_hint(text):
        return True
    return any(said == words or (len(said) > 40 and said in words) for words in own)


def _is_hint(text: str) -> bool:
    """Whether the text tells how to answer, as forms do below a question."""
    said = folded(text)
    return len(said.split()) <= 12 and _HINT.match(said) is not None


def _has_text(text: str) -> bool:
    return any(c.isalnum() for c in text) or is_marked(text)


def _said(blocks: Iterable[Block]) -> bool:
    return any(_has_text(block.text) and not is_nothing(block.text) for block in blocks)
