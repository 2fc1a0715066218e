"""Blocks of expressions that are tried only where the words stand that each match must have.

A rule is a block of many lines, and nearly all of them find nothing in a given sentence. What a line cannot do without
("cancel" or "withdr" at the beginning of a word, and beside it "place" or "booking") is read off the line itself. Each word of
the mail is looked up once and remembered with the lines that it speaks for, so that a sentence costs a look for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

import ahocorasick

parser: Any = getattr(re, "_parser", None)  # how Python itself reads an expression: private, so it may be missing
codes: Any = getattr(re, "_constants", None)

EDGE = "\0"  # stands where a word begins or ends, in the strings looked for and in what they are looked for in
MOST = 300  # strings of one set: more are no quicker than the expression
MOST_SETS = 3  # that one line is looked for by; `_standing` joins as many
RARE = 4  # a letter outside ASCII tells as much as so many others
REMEMBERED = 512  # sets of lines that a block keeps
LIKELY = (1.0, 0.5, 0.15, 0.04, 0.015, 0.01)  # of a string of so many letters
BEGINS, ENDS = 0.3, 0.6  # how much likelier a string is to be wanting where a word must begin or end with it
MOST_WORDS = 10_000  # that are remembered
LONGEST = 60  # characters of a word that is

_CAPTURES = re.compile(r"(?<!\\)\((?!\?)|\(\?P")
_PIECES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)  # of an expression
_EDGES = re.compile(r"\b")

_NONE = (0,) * MOST_SETS

Sets = list[frozenset[str]]  # of strings: whoever matches has one of each


class _Line:
    """One line, compiled when it is first needed: most never are."""

    __slots__ = ("_expression", "bit", "tells", "words")

    def __init__(self, words: str) -> None:
        self.words, self.bit = words, 1 << len(_lines)
        needs = needed(words)
        self.tells = bool(needs)
        if needs:
            _seen.enter((needs * MOST_SETS)[:MOST_SETS], self.bit)
        self._expression: re.Pattern[str] | None = None
        _lines.append(self)

    def expression(self) -> re.Pattern[str]:
        self._expression = self._expression or re.compile(self.words)
        return self._expression


class _Words(dict[str, tuple[int, ...]]):
    """A word of the mail -> the bits of the lines whose first set has a string in it, whose second, and so on.

    It is looked up when it is first met.
    """

    def __init__(self) -> None:
        self._of: dict[str, tuple[int, ...]] = {}  # a string -> the bits of the lines that need it
        self._finder = ahocorasick.Automaton()

    def enter(self, sets: Sets, bit: int) -> None:
        for string in frozenset().union(*sets):
            known = self._of.get(string, _NONE)
            self._of[string] = tuple(bits | bit * (string in one) for bits, one in zip(known, sets, strict=True))
            self._finder.add_word(string, string)
        self.clear()

    def __missing__(self, word: str) -> tuple[int, ...]:
        if self._finder.kind != ahocorasick.AHOCORASICK:
            self._finder.make_automaton()
        edged = f"{EDGE}{word}{EDGE}" if word.isalnum() else _EDGES.sub(EDGE, word)
        there = {string for _, string in self._finder.iter(edged)} if self._of else ()
        found = tuple(reduce(or_, each) for each in zip(_NONE, *map(self._of.__getitem__, there), strict=True))
        if len(self) >= MOST_WORDS:
            self.clear()
        if len(word) <= LONGEST:
            self[word] = found
        return found


_lines: list[_Line] = []  # by the number of their bit
_seen = _Words()


class Block:
    """Lines that are one expression, searched as `re` searches for them joined by "|"; each line only where it may match."""

    __slots__ = ("_always", "_bits", "_one", "_tried", "pattern")

    def __init__(self, lines: Sequence[str]) -> None:
        each = [_Line(one) for line in lines for one in _alternatives(line)]
        self._always = reduce(or_, (line.bit for line in each if not line.tells), 0)
        self._bits = reduce(or_, (line.bit for line in each if line.tells), 0)
        self._tried: dict[int, list[re.Pattern[str]]] = {}  # bits of the lines that may match -> those lines
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
        end = len(text) if endpos is None else endpos
        lines = self._possible(text)
        found = [line.search(text, pos, end) for line in lines]  # the next of each line, looked for anew once it lies behind
        while best := min(filter(None, found), key=re.Match.start, default=None):
            yield best
            pos = max(best.end(), best.start() + 1)  # past an empty one
            if pos > end:
                return
            found = [
                line.search(text, pos, end) if match and match.start() < pos else match
                for line, match in zip(lines, found, strict=True)
            ]

    def findall(self, text: str) -> list[Any]:
        return self._whole.findall(text) if self.search(text) else []

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        return next(filter(None, (line.match(text, pos) for line in self._possible(text))), None)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return next(filter(None, (line.fullmatch(text) for line in self._possible(text))), None)

    def _possible(self, text: str) -> Sequence[re.Pattern[str]]:
        there = _standing(text) & self._bits | self._always
        if not there:
            return ()
        lines = self._tried.get(there)
        if lines is None:
            lines = [line.expression() for line in _those(there)]
            if len(self._tried) < REMEMBERED:
                self._tried[there] = lines
        return lines

    def sub(self, new: str, text: str) -> str:
        return self._whole.sub(new, text) if self.search(text) else text


def _alternatives(line: str) -> list[str]:
    """The expressions that a line joins by "|", where nothing asks for its groups by number."""
    if _CAPTURES.search(line):
        return [line]
    found, depth = [""], 0
    for piece in _PIECES.findall(line):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def _those(bits: int) -> Iterator[_Line]:
    """The lines of some bits, in order."""
    while bits:
        yield _lines[(bits & -bits).bit_length() - 1]
        bits &= bits - 1


@lru_cache(maxsize=256)
def _standing(text: str) -> int:
    """The bits of the lines of all blocks that may match in a text: one look serves all of them."""
    first = second = third = 0
    for word in set(text.split()):
        one, two, three = _seen[word]
        first, second, third = first | one, second | two, third | three
    return first & second & third


# --------------------------------------------------------------------------------- what a line cannot do without


def needed(line: str) -> Sets:
    """Sets of strings within a word, a few at most; every match of the line has one of each. None where none tells."""
    if parser is None or codes is None:
        return []
    return _likeliest_wanting(_of(parser.parse(line)))[:MOST_SETS]


def _of(items: Any, run: str = "") -> Sets:
    """The sets of strings that a sequence cannot do without. `run`: EDGE where a word must begin or end before it."""
    found: Sets = []
    for code, value in [*items, (None, None)]:
        if code is codes.LITERAL:
            run = f"{_edged(run, chr(value))}{chr(value)}"
        elif code is codes.AT and value is codes.AT_BOUNDARY:
            run += "" if run.endswith(EDGE) else EDGE
        else:
            found += _telling(run)
            found += _within(code, value, run if run == EDGE else "")
            run = ""
    return found


def _edged(run: str, char: str) -> str:
    """The run with an edge at its end where the next letter makes one."""
    return f"{run}{EDGE}" if run and run[-1] != EDGE and _of_word(run[-1]) != _of_word(char) else run


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _within(code: Any, value: Any, run: str) -> Sets:
    """The sets of what is not plain letters: a group, a choice, a repetition."""
    if code is codes.SUBPATTERN and not value[1]:
        return _of(value[3], run)
    if code is codes.BRANCH:
        return [strings] if (strings := _any_of([_likeliest_wanting(_of(branch, run)) for branch in value[1]])) else []
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT} and value[0] > 0:
        return _of(value[2], run)
    return []


def _telling(run: str) -> Sets:
    """The part of a run of letters that stands within one word and is the likeliest to be wanting."""
    parts = [part for part in run.split() if part.strip(EDGE)]
    return [frozenset({min(parts, key=_likely)})] if parts else []


def _any_of(branches: list[Sets]) -> frozenset[str]:
    """One of the branches is taken: nothing can be told where one of them needs nothing."""
    return frozenset().union(*(sets[0] for sets in branches)) if all(branches) else frozenset()


def _likeliest_wanting(sets: Sets) -> Sets:
    """The sets that are worth a look, first the one that is likeliest to be wanting."""
    fit = (strings for strings in sets if len(strings) <= MOST)
    return sorted(fit, key=_likely_one)


@cache
def _likely_one(strings: frozenset[str]) -> float:
    return sum(map(_likely, strings))


@cache
def _likely(string: str) -> float:
    """About how likely it is that a sentence has the string."""
    bare = string.strip(EDGE)
    letters = sum(1 if char.isascii() else RARE for char in bare)
    begins, ends = BEGINS if string[0] == EDGE else 1.0, ENDS if string[-1] == EDGE else 1.0
    return LIKELY[min(letters, len(LIKELY)) - 1] * begins * ends
