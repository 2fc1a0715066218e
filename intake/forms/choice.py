"""Finds which option of a question was chosen: by a tick, or in words. Where two could be meant, none is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from intake.forms.blocks import EMPTY, TICKED, folded
from intake.programme import Option, Question

_TICK = (
    r"[\u2612\u2611\u2713\u2714\u2717\u2718\u22a0\u2327\u25c9\u25cf\U0001f5f9\U0001f5f5\U0001f5f7\u2705]|\uf0fe|\uf0fd|\uf0fc"
)
_BOX = r"[\u2610\u25a1\u25a2\u274f\u2751\u25cb\u25ef\u2b1c]|\uf0a8|\uf06f"
_BRACKETS = r"[\[(]\s*(?P<in{0}>[xX*\u2713\u2714\u221a\u2022\u00d7\u2612]?)\s*[\])]"
_MARK = re.compile(rf"(?P<tick>{_TICK})|(?P<box>{_BOX})|{_BRACKETS.format('')}")
_CROSS_FIRST = re.compile(r"^(?:[xX\u221a\u00d7*]|>>?|->)\s+(?=\S)")  # an "x" typed before the option
_CROSS_LAST = re.compile(r"(?<=\S)\s+(?:[xX\u221a\u00d7]|<-+|<=+)$")  # or behind it

_LONGEST = 500  # characters that are looked at
_ALIKE = 90.0  # rapidfuzz ratio, 0 to 100: a slip or two of the pen
_FEW = 40  # words: more is a story
_CLEARLY = 4.0  # and by so much better than the next best
_NOT = re.compile(r"\b(?:not|no|never|none|dont|didnt|doesnt|cannot|cant|wont|isnt|arent|non|neither)\b")
_OWNERS = re.compile(r"\b(?:my|your|ours|mine)\b")
_FILLERS = frozenset(
    [
        "please",
        "thanks",
        "thank",
        "you",
        "ok",
        "okay",
        "fine",
        "is",
        "are",
        "am",
        "we",
        "i",
        "im",
        "it",
        "the",
        "a",
        "an",
        "as",
        "to",
        "be",
        "would",
        "like",
        "in",
        "just",
        "this",
        "one",
    ]
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a list of options, or one of several on a line."""

    text: str
    ticked: bool | None  # None: no box at all
    stressed: bool = False


def option(question: Question, text: str) -> str | None:
    """The key of the one option of `question` that `text` means, or None: "anonymously please" is "Yes, but anonymously".

    Exact words first, then words that begin with an option's, then slips of the pen, then words that only one option has, then
    an option's words inside a sentence.
    """
    said = _words(text[:_LONGEST])
    if not said:
        return None
    for find in (_exact, _beginning, _alike, _only, _within):
        found = find(question, said)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def chosen(question: Question, pieces: Iterable[Piece]) -> str | None:
    """The key of the option that the lines choose, or None where none or more than one is chosen."""
    lines = list(pieces)
    ticked = {key for piece in lines if piece.ticked and (key := option(question, piece.text))}
    if ticked:
        return ticked.pop() if len(ticked) == 1 else None
    printed = [key for piece in lines if (key := _printed(question, piece.text))]
    free = [piece.text for piece in lines if piece.ticked is None and not _printed(question, piece.text)]
    typed = {key for text in free if (key := option(question, text))}
    if len(typed) == 1:
        return typed.pop()
    stressed = {key for piece in lines if piece.stressed and (key := _printed(question, piece.text))}
    if len(stressed) == 1 and len(set(printed)) > 1:
        return stressed.pop()
    only_one_left = len(set(printed)) == 1 and (not typed)  # written out, or all others were deleted
    return printed[0] if only_one_left else None


def listed(question: Question, line: str, stressed: str = "") -> list[Piece]:
    """The options of a line that lists some of them without boxes, "Yes / No / Perhaps"; none where it is no such line."""
    if _MARK.search(line):
        return []
    said = left = f" {_words(line)} "
    found: dict[int, str] = {}
    for name, label in sorted(((_words(o.label), o.label) for o in question.options), key=lambda pair: -len(pair[0])):
        at = left.find(f" {name} ")
        if name and at >= 0:
            found[at] = label
            left = left[: at + 1] + "\0" * len(name) + left[at + 1 + len(name) :]
    if len(found) < 2 or len(left.replace("\0", "").split()) > len(found) + 2 or len(said) < 3:
        return []
    return [Piece(label, None, _stands(label, stressed)) for _, label in sorted(found.items())]


def _stands(text: str, stressed: str) -> bool:
    return bool(stressed) and f" {_words(text)} " in f" {_words(stressed)} "


def pieces(line: str, stressed: str = "") -> Iterator[Piece]:
    """The marked texts of one line: "☐ Yes ☒ No" are two; a line without marks is one; "☐ Yes ✓" is ticked.

    `stressed`: the words of the line that stand out.
    """
    marks = list(_MARK.finditer(line))
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
    return _MARK.match(line.strip()) is not None


def belongs(question: Question, text: str) -> bool:
    """Whether `text` is one of the options as printed on the form."""
    return _printed(question, text) is not None


def _printed(question: Question, text: str) -> str | None:
    said = _words(text)
    found = [o.key for o in question.options if said in {_words(o.label), _words(_core(o.label))}]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> str:
    without_marks = text.replace(TICKED, " ").replace(EMPTY, " ")
    return _OWNERS.sub("our", folded(without_marks))


def _core(label: str) -> str:
    """The label without what stands in brackets at its end, where something is left."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", label) or label


def _names(choice: Option) -> list[str]:
    return list(dict.fromkeys(_words(name) for name in (choice.label, _core(choice.label), *choice.also, choice.key)))


def _exact(question: Question, said: str) -> set[str]:
    return {o.key for o in question.options if said in _names(o)}


def _beginning(question: Question, said: str) -> set[str]:
    """Options whose words `said` begins with, the longest only. A lone "no" or "yes" needs a lone following."""
    best: dict[int, set[str]] = {}
    for o in question.options:
        for name in _names(o):
            rest = said[len(name) :].split()
            short = len(name.split()) == 1 and not all(word in _FILLERS for word in rest)
            if name and said.startswith(name + " ") and not short:
                best.setdefault(len(name), set()).add(o.key)
    return best[max(best)] if best else set()


def _alike(question: Question, said: str) -> set[str]:
    scores = {
        o.key: max((fuzz.ratio(said, name) for name in _names(o) if _same_sense(said, name)), default=0.0)
        for o in question.options
    }
    best = max(scores.values(), default=0.0)
    return {key for key, score in scores.items() if score > best - _CLEARLY} if best >= _ALIKE else set()


def _only(question: Question, said: str) -> set[str]:
    """Options that have all the telling words of `said`."""
    telling = set(said.split()) - _FILLERS
    if not telling or len(telling) > 8:
        return set()
    return {
        o.key for o in question.options if any(telling <= set(name.split()) and _same_sense(said, name) for name in _names(o))
    }


def _within(question: Question, said: str) -> set[str]:
    """Options whose words stand together somewhere in a short text; words within those of another option do not count."""
    if len(said.split()) > _FEW:
        return set()
    found = {
        name: o.key
        for o in question.options
        for name in _names(o)
        if len(name) > 3 and f" {name} " in f" {said} " and _same_sense(said, name)
    }
    return {key for name, key in found.items() if not any(name != other and f" {name} " in f" {other} " for other in found)}


def _same_sense(one: str, other: str) -> bool:
    return bool(_NOT.search(one)) == bool(_NOT.search(other))
