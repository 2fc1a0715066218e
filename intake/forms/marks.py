"""Reads the marks of a list of options: boxes ticked or empty, crosses, arrows, and words that stand out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.forms.blocks import EMPTY, TICKED, folded

_TICK = (
    r"[\u2612\u2611\u2713\u2714\u2717\u2718\u22a0\u2327\u25c9\u25cf\U0001f5f9\U0001f5f5\U0001f5f7\u2705]|\uf0fe|\uf0fd|\uf0fc"
)
_BOX = r"[\u2610\u25a1\u25a2\u274f\u2751\u25cb\u25ef\u2b1c]|\uf0a8|\uf06f"
_BRACKETS = r"[\[(]\s*(?P<in{0}>[xX*\u2713\u2714\u221a\u2022\u00d7\u2612]?)\s*[\])]"
MARK = re.compile(rf"(?P<tick>{_TICK})|(?P<box>{_BOX})|{_BRACKETS.format('')}")
_CROSS_FIRST = re.compile(r"^(?:[xX\u221a\u00d7*]|>>?|->)\s+(?=\S)")  # an "x" typed before the option
_CROSS_LAST = re.compile(r"(?<=\S)\s+(?:[xX\u221a\u00d7]|<-+|<=+|YES)$")  # or behind it

_OWNERS = re.compile(r"\b(?:my|your|ours|mine)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a list of options, or one of several on a line."""

    text: str
    ticked: bool | None  # None: no box at all
    stressed: bool = False


def _stands(text: str, stressed: str) -> bool:
    return bool(stressed) and f" {bare(text)} " in f" {bare(stressed)} "


def pieces(line: str, stressed: str = "") -> Iterator[Piece]:
    """The marked texts of one line: "☐ Yes ☒ No" are two; a line without marks is one; "☐ Yes ✓" is ticked.

    `stressed`: the words of the line that stand out.
    """
    marks = list(MARK.finditer(line))
    before = line[: marks[0].start()].strip() if marks else line.strip()
    crossed = bool(marks) and before in {"x", "X", "\u221a", "\u00d7"}
    before = "" if crossed else before
    behind = bool(before) and bool(marks) and not line[marks[-1].end() :].strip()  # "Yes ☐ No ☒"
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(line)]
    texts = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if before and not behind:
        yield _crossed(Piece(before, None, _stands(before, stressed)))
    states = [mark["tick"] is not None or bool(mark["in"]) for mark in marks]
    if crossed:  # "x ☐ Yes"
        states[0] = True
    texts = texts[:-1] if behind else texts[1:]
    while texts and not behind and len(texts) > 1 and not texts[-1]:  # a tick after the option
        texts.pop()
        tick = states.pop()
        states[-1] = states[-1] or tick
    for number, (text, state) in enumerate(zip(texts, states, strict=True)):
        beside = number > 0 and not texts[number - 1] and states[number - 1]  # "☒ ☐ Yes"
        if text:
            yield _crossed(Piece(text, state or beside, _stands(text, stressed)))


def _crossed(piece: Piece) -> Piece:
    """The same, ticked, where an "x" or an arrow was typed beside its words."""
    bare = _CROSS_LAST.sub("", _CROSS_FIRST.sub("", piece.text))
    return replace(piece, text=bare, ticked=True) if bare != piece.text else piece


def is_marked(line: str) -> bool:
    """Whether the line begins with a box, ticked or not."""
    return MARK.match(line.strip()) is not None


def bare(text: str) -> str:
    """The words of an option for comparison, without boxes; whose it is does not matter."""
    without_marks = text.replace(TICKED, " ").replace(EMPTY, " ")
    return _OWNERS.sub("our", folded(without_marks))


def has_text(text: str) -> bool:
    """Whether there is a letter, a digit or a box in it."""
    return any(c.isalnum() for c in text) or is_marked(text)
