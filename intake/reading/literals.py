"""Blocks of expressions that are tried only where one of the strings stands that each match must have.

A rule is a block of many lines, and nearly all of them find nothing in a given sentence. What a line cannot do without
("cancel", "withdr") is read off the line itself, so that a plain look for those strings spares the expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from itertools import count
from operator import or_
from typing import Any

import ahocorasick

parser: Any = getattr(re, "_parser", None)  # how Python itself reads an expression: private, so it may be missing
codes: Any = getattr(re, "_constants", None)

MOST = 300  # strings of one line: more are no quicker than the expression
RARE = 4  # a letter outside ASCII tells as much as so many others
REMEMBERED = 512  # sets of lines that a block keeps
LIKELY = (1.0, 0.5, 0.15, 0.04, 0.015, 0.01)  # of a string of so many letters

_lines: dict[str, int] = {}  # the strings looked for -> the bits of the lines that may match where they stand
_finder = ahocorasick.Automaton()  # all of them at once
_known = count()


class _Line:
    """One line, compiled when it is first needed: most never are."""

    __slots__ = ("_expression", "bit", "words")

    def __init__(self, words: str) -> None:
        self.words, strings = words, needed(words)
        self.bit = _entered(strings)  # 0: no string tells
        self._expression: re.Pattern[str] | None = None

    def expression(self) -> re.Pattern[str]:
        self._expression = self._expression or re.compile(self.words)
        return self._expression


class Block:
    """Lines that are one expression, searched as `re` searches for them joined by "|"; each line only where it may match."""

    __slots__ = ("_always", "_bits", "_each", "_one", "_tried", "pattern")

    def __init__(self, lines: Sequence[str]) -> None:
        self._each = [_Line(line) for line in lines]
        self._always = not all(line.bit for line in self._each)
        self._bits = reduce(or_, (line.bit for line in self._each), 0)
        self._tried: dict[int, list[re.Pattern[str]]] = {}  # bits that stood in a text -> the lines to try there
        self._one: re.Pattern[str] | None = None
        self.pattern = "|".join(f"(?:{line})" for line in lines)
        _standing.cache_clear()

    @property
    def _whole(self) -> re.Pattern[str]:
        self._one = self._one or re.compile(self.pattern)
        return self._one

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> re.Match[str] | None:
        """The first match, of two that begin alike that of the earlier line."""
        lines = self._possible(text)
        if not lines:
            return None
        end = len(text) if endpos is None else endpos
        best: re.Match[str] | None = None
        for line in lines:
            match = line.search(text, pos, end)
            if match and (best is None or match.start() < best.start()):
                best = match
        return best

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, from the left."""
        if self.search(text, pos, endpos):
            yield from self._whole.finditer(text, pos, len(text) if endpos is None else endpos)

    def findall(self, text: str) -> list[Any]:
        return self._whole.findall(text) if self.search(text) else []

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        return next(filter(None, (line.match(text, pos) for line in self._possible(text))), None)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return next(filter(None, (line.fullmatch(text) for line in self._possible(text))), None)

    def _possible(self, text: str) -> Sequence[re.Pattern[str]]:
        there = _standing(text) & self._bits
        if not there and not self._always:
            return ()
        lines = self._tried.get(there)
        if lines is None:
            lines = [line.expression() for line in self._each if not line.bit or line.bit & there]
            if len(self._tried) < REMEMBERED:
                self._tried[there] = lines
        return lines

    def sub(self, new: str, text: str) -> str:
        return self._whole.sub(new, text) if self.search(text) else text


def _entered(strings: frozenset[str]) -> int:
    """A new line's bit, kept under each of its strings; 0 where it has none."""
    bit = 1 << next(_known) if strings else 0
    for string in strings:
        _lines[string] = _lines.get(string, 0) | bit
        _finder.add_word(string, string)
    return bit


@lru_cache(maxsize=256)
def _standing(text: str) -> int:
    """The bits of the lines of all blocks that may match in a text: one look serves all of them."""
    if _finder.kind != ahocorasick.AHOCORASICK:
        _finder.make_automaton()
    return reduce(or_, map(_lines.__getitem__, {string for _, string in _finder.iter(text)}), 0)


def needed(line: str) -> frozenset[str]:
    """Strings of which every match of the line has at least one; none where there is no telling."""
    if parser is None or codes is None:
        return frozenset()
    return _best(_of(parser.parse(line)))


def _of(items: Any) -> list[frozenset[str]]:
    """The sets of strings that a sequence cannot do without: one of each set."""
    found: list[frozenset[str]] = []
    run = ""
    for code, value in [*items, (None, None)]:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset({run}))
            run = ""
        if code is codes.SUBPATTERN:
            found += _of(value[3])
        elif code is codes.BRANCH:
            found.append(_any_of([_best(_of(branch)) for branch in value[1]]))
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT} and value[0] > 0:
            found += _of(value[2])
    return [strings for strings in found if strings]


def _any_of(branches: list[frozenset[str]]) -> frozenset[str]:
    """One of the branches is taken: nothing can be told where one of them needs nothing."""
    return frozenset().union(*branches) if all(branches) else frozenset()


def _best(sets: list[frozenset[str]]) -> frozenset[str]:
    """The set that is likeliest to be wanting."""
    fit = [strings for strings in sets if len(strings) <= MOST]
    return min(fit, key=lambda strings: sum(map(_likely, strings)), default=frozenset())


def _likely(string: str) -> float:
    """About how likely it is that a sentence has the string."""
    letters = sum(1 if char.isascii() else RARE for char in string)
    return LIKELY[min(letters, len(LIKELY)) - 1]
