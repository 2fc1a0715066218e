"""Reads plain text: a .txt file, or the text of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.forms.blocks import MOST_BLOCKS, MOST_TEXT, Block, Sheet, UnreadableError, checked, tidy

_MOST_BYTES = 2_000_000
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
    return Sheet(checked(list(_lines(text, quoting))), wrapped=wrapped)


def _lines(text: str, quoting: bool) -> Iterator[Block]:
    for line in text.splitlines():
        quoted = quoting and _QUOTE.match(line) is not None
        bare = _QUOTE.sub("", line) if quoted else line
        yield Block("\t".join(part for part in (tidy(piece) for piece in bare.split("\t")) if part), quoted=quoted)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
