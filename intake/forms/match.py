"""Finds the answers to the questions of a call in what a reader yields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.forms.blocks import Block, Sheet, folded, is_nothing, tidy
from intake.forms.choice import belongs, chosen, listed, option
from intake.forms.filled import filled
from intake.forms.hints import in_brackets, is_furniture, is_hint
from intake.forms.marks import Piece, has_text, is_marked, pieces
from intake.forms.mend import mended, short
from intake.forms.questions import Questions, is_telling, questions_of
from intake.forms.segments import Segment, segments
from intake.programme import Call, Question

_MOST_TIMES = 30  # that one question may stand in a document until it is answered
_LONGEST_LIST = 1_000  # characters of a line that lists options
_MOST_LINES = 500
_MOST_OPTIONS = 3
_MOST_CHOICES = 80  # lines below a list of options that are looked at
_NONE = frozenset({"none", "no", "nil"})  # in place of an organisation, an address or a number
_BROKEN = re.compile(r"[^\W\d_]-$")  # a line that ends within a word
_LINE_TO_WRITE_ON = re.compile(r"^_{2,}\s*|\s*(?<!_)_{2,}$|^\.{4,}\s*|\s*(?<!\.)\.{5,}$")
_HINT_FIRST = re.compile(r"\(([^()]{3,200})\)\s+(?=\S)")
_A_FIELD = "a field of the form"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one document or text."""

    answers: dict[str, str]  # question key -> answer; no blanks
    asked: frozenset[str]  # keys of the questions found, answered or not
    telling: int  # how many of them only this form asks
    origins: dict[str, str]  # question key -> where its answer stands
    pictures: bool = False
    notes: tuple[str, ...] = ()
    words: str = ""  # the questions with all that stands below them, as it stands there
    unclear: tuple[str, ...] = ()  # keys of choices answered in words that mean no option for certain

    def is_form(self, call: Call, *, in_words: bool = False) -> bool:
        """Whether enough of the questions are there to call it the form of this call.

        Where the call asks only what any form asks, a file must have all but one, and the words of a message (`in_words`)
        never are the form: they would be no other than somebody's address.
        """
        questions = len(call.fields)
        needed = min(2, len([q for q in call.fields if is_telling(q)]))
        if not needed:
            return not in_words and len(self.asked) >= max(questions - 1, min(2, questions))
        return self.telling >= needed and len(self.asked) >= min(3, questions)


def read(sheet: Sheet, call: Call) -> Reading:
    """The answers that `sheet` holds to the questions of `call`.

    First only questions as the form words them count. Where they show that it is the form, those in other words do too.
    """
    questions = questions_of(call)
    reading = _read(sheet, questions, loose=False)
    if reading.is_form(call) and len(reading.asked) < len(call.fields):
        reading = replace(_read(sheet, questions, loose=True), telling=reading.telling)
    return reading


def _read(sheet: Sheet, questions: Questions, *, loose: bool) -> Reading:
    call = questions.call
    found = segments(sheet, questions, loose=loose)
    strong = {segment.question.key for segment in found if segment.strong}
    answers: dict[str, str] = {}
    origins: dict[str, str] = {}
    tried = _tried(found)
    for segment in tried:
        key = segment.question.key
        if key not in answers and (text := _answer(segment, sheet.wrapped, call)):
            answers[key], origins[key] = text, _place(segment)
    for key, text in filled(sheet.controls, questions):
        strong.add(key)
        if text and key not in answers:
            answers[key], origins[key] = text, _A_FIELD
    answers, remarks = mended(answers, questions)
    unclear = {s.question.key: words for s in tried if s.question.key not in answers and (words := _unclear(s, call))}
    remarks += tuple(f"{call.question(key).label}: {words}" for key, words in unclear.items())
    asked = frozenset(strong | {segment.question.key for segment in found} if strong else ())
    strong |= _listed(sheet, call) if asked else set()
    telling = sum(1 for key in strong if is_telling(call.question(key)))
    ordered = {q.key: answers[q.key] for q in call.fields if q.key in answers and asked}
    places = {key: origins[key] for key in ordered if origins.get(key)}
    words = "\n".join(block.text for segment in found for block in _written(segment) if block.text)
    return Reading(ordered, asked, telling, places, sheet.pictures, (*sheet.notes, *remarks), words, tuple(unclear))


def _written(segment: Segment) -> list[Block]:
    """The question with its answer; below a choice only what chooses, for a letter may go on there."""
    question, whole = segment.question, segment.whole()
    if question.kind != "one_of":
        return whole
    listed_there = [b for b in segment.blocks if is_marked(b.text) or belongs(question, b.text)]
    return segment.lines + (listed_there or segment.blocks[:1])


def _tried(found: list[Segment]) -> list[Segment]:
    """The first few of each question; one that is asked over and over is no question of a form."""
    times: Counter[str] = Counter()
    kept = []
    for segment in found:
        times[segment.question.key] += 1
        if times[segment.question.key] <= _MOST_TIMES:
            kept.append(segment)
    return kept


def _listed(sheet: Sheet, call: Call) -> set[str]:
    """Choices whose printed options stand there, most of them, each on its line: only this form lists them."""
    lines = [b.text for b in sheet.blocks if not b.quoted and len(b.text) <= _LONGEST_LIST][:_MOST_LINES]
    found = set()
    for question in (one for one in call.fields if one.kind == "one_of"):
        there = {option(question, piece.text) for line in lines for piece in pieces(line) if belongs(question, piece.text)}
        if len(there) >= max(_MOST_OPTIONS, 1 + len(question.options) // 2):
            found.add(question.key)
    return found


def _place(segment: Segment) -> str:
    return next((b.place for b in segment.blocks if b.place and has_text(b.text)), "")


# -------------------------------------------------------------------------------------------------------- answers


def answer_in(question: Question, blocks: list[Block], call: Call) -> str:
    """The answer that some lines of running text below a question give; "" where they give none."""
    return _answer(Segment(question, True, [], blocks), True, call)


def _answer(segment: Segment, wrapped: bool, call: Call) -> str:
    """The answer with its paragraphs and lists as lines; an option's key for a list; "" where there is none."""
    question = segment.question
    blocks = [b for b in segment.blocks if not b.quoted and has_text(b.text) and not is_furniture(b.text, call)]
    blocks = _paragraphs(blocks) if wrapped else blocks
    if len(blocks) > 1 and in_brackets(blocks[0].text):
        blocks = blocks[1:]  # a hint below the question
    if blocks and (hint := _HINT_FIRST.match(blocks[0].text)) and is_hint(hint[1]):
        blocks[0] = replace(blocks[0], text=blocks[0].text[hint.end() :])
    if question.kind == "one_of":
        return chosen(question, _choices(question, _paragraphs(blocks[:_MOST_CHOICES]), wrapped)) or ""
    said = [b if question.kind == "text" else replace(b, item="") for b in blocks if not is_nothing(b.text)]
    answer = _joined(said, wrapped)
    if question.kind == "email":
        answer = re.sub(r"\s*<mailto:[^<>\s]*>", "", answer)
    if question.kind != "text" and folded(answer) in _NONE:
        return ""
    return "" if is_nothing(answer) or folded(answer) == folded(question.label) else answer


def _unclear(segment: Segment, call: Call) -> str:
    """What was said of a choice, as a sentence for staff, where it means none of the options or more than one; else ""."""
    question = segment.question
    if question.kind != "one_of":
        return ""
    lines = [b for b in segment.blocks[:_MOST_CHOICES] if not b.quoted and has_text(b.text) and not is_furniture(b.text, call)]
    marked = [piece for b in lines for piece in pieces(b.text) if piece.ticked]
    if len(marked) > 1:
        return "More than one is ticked."
    said = [b.text for b in lines if not is_marked(b.text) and not belongs(question, b.text) and not is_nothing(b.text)]
    said = [text for text in said if not is_hint(text) and not listed(question, text)]
    return f"“{short(said[0])}” is none of the options for certain." if said else ""


def _joined(blocks: Iterable[Block], wrapped: bool) -> str:
    """One text out of paragraphs, lines and list items; a word broken at its hyphen is one word again."""
    lines: list[str] = []
    for block in blocks:
        if lines and not block.begins and not block.item:
            lines[-1] = _going_on(lines[-1], block.text)
        elif lines and wrapped and _BROKEN.search(lines[-1][-2:]) and block.text[:1].isalpha() and not block.item:
            lines[-1] += block.text
        else:
            lines.append(f"{block.item} {block.text}".strip())
    return "\n".join(_LINE_TO_WRITE_ON.sub("", tidy(line)) for line in lines)


def _paragraphs(blocks: list[Block]) -> list[Block]:
    """The same with lines that were broken by width put together again."""
    found: list[Block] = []
    for block in blocks:
        if found and not block.begins and not block.item and not is_marked(block.text):
            before = found[-1]
            found[-1] = replace(
                before, text=_going_on(before.text, block.text), stressed=f"{before.stressed} {block.stressed}".strip()
            )
        else:
            found.append(block)
    return found


def _going_on(line: str, text: str) -> str:
    return line + text if _BROKEN.search(line[-2:]) and text[:1].isalpha() else f"{line} {text}"


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
