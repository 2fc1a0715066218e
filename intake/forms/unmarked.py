"""Knows questions that nothing sets apart from what follows: no mark before the answer, or more words than the form has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from intake.forms.blocks import Block, folded
from intake.forms.hints import BRACKETS
from intake.programme import Call, Question

_NUMBER = r"(?:(?:q(?:uestion)?\.?\s*)?\d{1,2}\s*[.):]?\s*)?"
_CAPITAL = r"(?=[A-Z0-9\"\u201c\u2018']|\.\.\.)"  # an answer that begins as one
_SEVERAL = 4  # lines with a question and an answer run together: the whole text is so
_MOST_INSIDE = 30  # questions on one line
_MOST_MORE = 30  # words that people add to a question
_IN_BRACKETS = re.compile(r"\s*[?:]?\s*\([^()]*\)\s*[?:]?\s*")
_GOES_ON = re.compile(r"\s*,|\s+[a-z(]|\s*\(")


class Unmarked:
    """The questions of one call, as they stand at the head of a line."""

    def __init__(self, call: Call) -> None:
        self._printed = re.compile(
            rf"{_NUMBER}(?P<label>(?i:{_any(_long(call, printed=True))}))(?:\s*\([^()]*\))?\s+{_CAPITAL}"
        )
        short = [words for question in call.fields for words in (question.label, *question.also) if len(words.split()) == 1]
        words = f"(?i:{_any(_long(call, printed=False))})|{'|'.join(map(re.escape, short)) or '(?!)'}"
        self._bare = re.compile(rf"{_NUMBER}(?P<label>(?:{words})\)?)\s+(?=[^\s:?=(\u2013\u2014-])")
        self._inside = re.compile(rf"(?:^|(?<=[.!?;)]\s))(?:{words})\)?\s*[?:]\s+(?=\S)")
        self._begun = re.compile(rf"(?i:{_any(name for q in call.fields for name in _names(q))})")
        self._begins = [(q, re.compile(rf"(?i:{_any(_names(q))})")) for q in call.fields]

    def end(self, text: str, *, bare: bool) -> tuple[int, int] | None:
        """Where the question ends and the answer begins. `bare`: whatever letter it begins with, and in other wordings too."""
        found = (self._bare if bare else self._printed).match(text)
        return (found.end("label"), found.end()) if found else None

    def run_together(self, blocks: Iterable[Block]) -> bool:
        """Whether so many lines hold a question and its answer with nothing between that it is how the text is written."""
        lines = (b for b in blocks if not b.quoted and b.cell is None)
        labels = {folded(found["label"]) for b in lines if (found := self._bare.match(b.text))}
        return len(labels) >= _SEVERAL

    def parted(self, block: Block) -> list[Block]:
        """The block in several, where it holds several questions with their answers: "Name? Ola. Email? None." """
        found = list(islice(self._inside.finditer(block.text), _MOST_INSIDE))
        at = [
            one.start()
            for one, before in zip(found, [None, *found], strict=False)
            if before is None or before.end() < one.start()
        ]
        if len(at) < 2:
            return [block]
        ends = [*at[1:], len(block.text)]
        before = [replace(block, text=block.text[: at[0]].strip())] if at[0] else []
        return before + [replace(block, text=block.text[a:b].strip(), begins=True) for a, b in zip(at, ends, strict=True)]

    def longer(self, lines: Sequence[Block]) -> tuple[Question, int] | None:
        """A question to which words were added, and the lines it takes: "May we use it, and if so may we name you?"

        It must be numbered, or have no more than something in brackets added.
        """
        count = 1
        while count < len(lines) and not lines[count].begins and not lines[count].item:
            count += 1
        text = " ".join(line.text for line in lines[:count])
        head = re.match(_NUMBER, text, re.IGNORECASE)
        start = head.end() if head else 0
        if not self._begun.match(text, start):
            return None
        numbered = start > 0 or lines[0].item[:1].isdigit()
        for question, begin in self._begins:
            if (found := begin.match(text, start)) is None:
                continue
            more = text[found.end() :]
            if _IN_BRACKETS.fullmatch(more) or (numbered and _adds(more)):
                return question, count
        return None


def _adds(more: str) -> bool:
    """Whether the words go on as the question does: in small letters, to one question mark or none, with no full stop."""
    bare = re.sub(r"\([^()]*\)", "", more).strip()
    ends = bare.endswith("?") or not re.search(r"[.!?:]", bare)
    return (
        bool(_GOES_ON.match(more))
        and ends
        and "?" not in bare[:-1]
        and ". " not in bare
        and 0 < len(more.split()) <= _MOST_MORE
    )


def _names(question: Question) -> list[str]:
    """Folded wordings of two words or more, and the printed one in any case, the longest first."""
    said = {folded(BRACKETS.sub("", words)) for words in (question.label, *question.also)}
    printed = folded(BRACKETS.sub("", question.label))
    return sorted((words for words in said if len(words.split()) > 1 or words == printed), key=len, reverse=True)


def _long(call: Call, *, printed: bool) -> list[str]:
    """Folded wordings of two words or more, the longest first."""
    wordings = (words for q in call.fields for words in ((q.label,) if printed else (q.label, *q.also)))
    return sorted(
        {said for words in wordings if len((said := folded(BRACKETS.sub("", words))).split()) > 1}, key=len, reverse=True
    )


def _any(labels: Iterable[str]) -> str:
    """An expression for any of them, whatever stands between their words."""
    apart = [r"[\W_]+".join(r"['\u2019]?".join(map(re.escape, word)) for word in label.split()) for label in labels if label]
    return "|".join(apart) or "(?!)"
