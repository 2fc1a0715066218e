"""Reads plain text: a .txt file, or the text of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.forms.blocks import MOST_BLOCKS, MOST_TEXT, Block, Sheet, UnreadableError, checked, tidy

_MOST_BYTES = 2_000_000
_ITEM = re.compile(r"\s*+(?P<mark>[-*\u2013\u2022\u2023\u25aa\u25e6\u00b7]|\d{1,2}[.)])\s++(?=.*\w)")
_BEGINS = re.compile(  # never in mid paragraph: a quotation, a number, a box, a label, a rule
    r"\s*+(?:[>|]|\d{1,2}[.)](?:\s|$)|[\[(]\s?\S?\s?[\])]|[\u25a0-\u25ff\u2610-\u2612\u2713-\u2718]"
    r"|[A-Z][\w'\u2019 -]{0,30}:(?:\s|$)|\W*$)"
)
_SAYS = re.compile(r"\w")
_LONG_WORD = re.compile(r"\S{41}")  # an address of the web, which no program breaks
_NARROWEST, _WIDEST = 55, 100  # characters that a program breaks lines at; most at 72 to 80
_RAGGED = 20  # characters by which a broken line may be shorter than the longest
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+|^\s{0,3}\|\s(?=\S)")


def read(data: bytes) -> Sheet:
    """The lines of a text file in whatever encoding. Raises UnreadableError."""
    if len(data) > _MOST_BYTES:
        raise UnreadableError("It is too long to be a form.", "large")
    return sheet(_decoded(data))


def sheet(text: str, *, quoting: bool = False, wrapped: bool = True) -> Sheet:
    """The lines of `text`. `quoting`: lines after ">" are marked as quoted. Raises UnreadableError."""
    if len(text) > MOST_TEXT or text.count("\n") > MOST_BLOCKS:
        raise UnreadableError("It is too long to be a form.", "large")
    return Sheet(checked(list(_blocks(text, quoting, wrapped))), wrapped=wrapped)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as it stands."""

    text: str  # without marks of quotation, white space at its ends kept away
    quoted: bool
    item: str = ""  # the mark of a list's item before it


def _blocks(text: str, quoting: bool, wrapped: bool) -> Iterator[Block]:
    found = text.splitlines()  # at more than "\n"
    if len(found) > MOST_BLOCKS + 1:
        raise UnreadableError("It is too long to be a form.", "large")
    lines = _items([_line(line, quoting) for line in found])
    going_on = _going_on(lines) if wrapped else set()
    for number, line in enumerate(lines):
        words = "\t".join(part for part in (tidy(piece) for piece in line.text.split("\t")) if part)
        yield Block(words, quoted=line.quoted, item=line.item, begins=number not in going_on)


def _line(line: str, quoting: bool) -> _Line:
    quoted = quoting and _QUOTE.match(line) is not None
    return _Line((_QUOTE.sub("", line) if quoted else line).rstrip(), quoted)


# ------------------------------------------------------------------------------------------------------------- lists


def _items(lines: list[_Line]) -> list[_Line]:
    """The lines, with the marks of list items set apart from their words."""
    found = [_ITEM.match(line.text) for line in lines]
    starred = {number for number, item in enumerate(found) if item is not None and item["mark"] == "*"}
    return [
        replace(line, text=line.text[item.end() :], item=item["mark"])
        if item is not None and _is_item(line, item, number, starred)
        else line
        for number, (line, item) in enumerate(zip(lines, found, strict=True))
    ]


def _is_item(line: _Line, item: re.Match[str], number: int, starred: set[int]) -> bool:
    """A number before a question is the question's; a star that has none beside it chooses an option."""
    rest = line.text[item.end() :].rstrip()
    if item["mark"] == "*":
        return bool(starred & {number - 2, number - 1, number + 1, number + 2})
    return not (item["mark"][0].isdigit() and rest.endswith(("?", ":")))


# --------------------------------------------------------------------------------------- lines broken by their width


def _going_on(lines: list[_Line]) -> set[int]:
    """The numbers of the lines that go on from the one before, where the text is broken by width.

    A line is broken where the next word would not have fitted. That one such break is within a sentence shows that
    the text is broken at all; otherwise each line stands by itself, as people type them.
    """
    found: set[int] = set()
    for quoted in (False, True):
        width = _width([line.text for line in lines if line.quoted == quoted])
        pairs = [(at, lines[at - 1], lines[at]) for at in range(1, len(lines)) if lines[at].quoted == quoted]
        broken = [(at, before, line) for at, before, line in pairs if width and _is_broken(before, line, width)]
        if any(not _is_sentence_end(before.text, line.text) for _, before, line in broken):
            found.update(at for at, _, _ in broken)
    return found


def _width(lines: list[str]) -> int:
    """The width at which the lines are broken, in characters; 0 where they are not."""
    lengths = [len(line) for line in lines if not _LONG_WORD.search(line)]
    longest = max(lengths, default=0)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _is_broken(before: _Line, line: _Line, width: int) -> bool:
    first = line.text.split(maxsplit=1)[:1]
    if not first or line.item or line.quoted != before.quoted or not _SAYS.search(before.text):
        return False
    if _BEGINS.match(line.text) or before.text.endswith(("?", ":")):
        return False
    length = len(f"{before.item} {before.text}" if before.item else before.text)
    return length >= width - _RAGGED and length + 1 + len(first[0]) > width


def _is_sentence_end(before: str, line: str) -> bool:
    return before.endswith((".", "!", "\u201d", '"', ")")) and not line.lstrip()[:1].islower()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
