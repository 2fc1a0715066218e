"""Finds the questions of a call in what a reader yields, and the answers that stand with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from intake.forms.blocks import EMPTY, TICKED, Block, Sheet, folded, is_nothing, tidy
from intake.forms.choice import Piece, belongs, chosen, is_marked, listed, option, pieces
from intake.forms.filled import filled
from intake.forms.questions import BRACKETS, MOST_LINES, STRONG, Label, Questions, is_telling, questions_of
from intake.programme import Call, Question

_LONGEST_MARK = 3  # characters: "X", "yes", a tick
_MOST_CHOICES = 80  # lines below a list of options that are looked at
_NONE = frozenset({"none", "no", "nil"})  # in place of an organisation, an address or a number
_BROKEN = re.compile(r"[^\W\d_]-$")  # a line that ends within a word
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
    origins: dict[str, str]  # question key -> where its answer stands
    pictures: bool = False
    notes: tuple[str, ...] = ()

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
    origins: dict[str, str] = {}
    strong = {s.question.key for s in segments if s.strong}
    for segment in segments:
        text = _answer(segment, sheet.wrapped, call)
        if text and segment.question.key not in answers:
            answers[segment.question.key] = text
            origins[segment.question.key] = next((b.place for b in segment.blocks if b.place and _has_text(b.text)), "")
    for key, text in filled(sheet.controls, questions):
        strong.add(key)
        if text and key not in answers:
            answers[key], origins[key] = text, "a field of the form"
    asked = frozenset(strong | {s.question.key for s in segments} if strong else ())
    telling = sum(1 for key in strong if is_telling(call.question(key)))
    ordered = {q.key: answers[q.key] for q in call.fields if q.key in answers and asked}
    places = {key: origins[key] for key in ordered if origins.get(key)}
    return Reading(ordered, asked, telling, places, sheet.pictures, sheet.notes)


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
        elif current is not None and (marked := _option_row(current.question, cells)):
            current.blocks += marked
        elif current is not None and ((len(cells) == 1 and flowing) or not _said(cells[0])):
            current.blocks += [block for cell in cells for block in cell]
        else:
            current, flowing = None, False


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
            current.blocks.append(replace(last, text=label.rest, item="", begins=True))
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
        rest = [replace(lines[label.lines - 1], text=label.rest, item="")] if label.rest else []
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
    """The answer with its paragraphs and lists as lines; an option's key for a list; "" where there is none."""
    question = segment.question
    own = (folded(call.title), folded(call.introduction))
    blocks = [b for b in segment.blocks if not b.quoted and _has_text(b.text) and not _is_furniture(b.text, own)]
    if question.kind == "one_of":
        return chosen(question, _choices(question, blocks[:_MOST_CHOICES], wrapped)) or ""
    answer = _joined([b for b in blocks if not is_nothing(b.text)], wrapped)
    if question.kind == "email":
        answer = re.sub(r"\s*<mailto:[^<>\s]*>", "", answer)
    if question.kind != "text" and folded(answer) in _NONE:
        return ""
    return "" if is_nothing(answer) or folded(answer) == folded(question.label) else answer


def _joined(blocks: Iterable[Block], wrapped: bool) -> str:
    """One text out of paragraphs, lines and list items; a word broken at its hyphen is one word again."""
    lines: list[str] = []
    for block in blocks:
        if lines and not block.begins and not block.item:
            lines[-1] = _going_on(lines[-1], block.text)
        elif lines and wrapped and _BROKEN.search(lines[-1]) and block.text[:1].isalpha() and not block.item:
            lines[-1] += block.text
        else:
            lines.append(f"{block.item} {block.text}".strip())
    return "\n".join(tidy(line) for line in lines)


def _going_on(line: str, text: str) -> str:
    return line + text if _BROKEN.search(line) and text[:1].isalpha() else f"{line} {text}"


def _choices(question: Question, blocks: list[Block], wrapped: bool) -> list[Piece]:
    """The lines of a list of options; a broken line is put together with the line it goes on from."""
    found: list[Piece] = []
    for block in blocks:
        new = listed(question, block.text, block.stressed) or list(pieces(block.text, block.stressed))
        before = found[-1] if found else None
        if wrapped and before is not None and len(new) == 1 and new[0].ticked is None and _goes_on(question, before, new[0]):
            found[-1] = Piece(_going_on(before.text, new[0].text), before.ticked, before.stressed)
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


def _is_furniture(text: str, own: tuple[str, str]) -> bool:
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
