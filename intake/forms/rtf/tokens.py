"""Cuts rich text into braces, control words and text, and knows its code pages: RTF 1.9.1, "Basic Entities"."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from intake.forms.blocks import UnreadableError

MOST_BYTES = 30_000_000  # a photograph stands in it as twice as many hexadecimal digits
MOST_TOKENS = 300_000  # a form of Word with all its styles has about 30,000

_TOKEN = re.compile(
    rb"(?P<brace>[{}])"
    rb"|\\(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z'])"
    rb"|(?P<text>[^\\{}]+)"
    rb"|\\'?",  # a stray backslash
    re.DOTALL,
)
_NO_TEXT = b"\r\n\0"

# \fcharsetN -> code page (RTF 1.9.1, "Font Table"); 1 is the document's own, 2 a symbol font.
_CHARSETS = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_NAMES = {10000: "mac_roman", 10007: "mac_cyrillic", 10029: "mac_latin2", 1361: "johab", 65001: "utf-8", 936: "gbk"}


class Token(NamedTuple):
    """One piece. `kind`: "{", "}", "word" (with its number, if any), "symbol", "hex" or "text"."""

    kind: str
    word: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The pieces of `data`; what follows \\bin is jumped over. Raises UnreadableError where there are too many."""
    if len(data) > MOST_BYTES:
        raise UnreadableError("It is too long to be a form.", "large")
    at = 0
    for _ in range(MOST_TOKENS):
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        kind = found.lastgroup
        if kind == "brace":
            yield Token(found["brace"].decode())
        elif kind in {"word", "number"}:
            word, number = found["word"].decode(), found["number"]
            if word == "bin":
                at += max(0, int(number or 0))
            else:
                yield Token("word", word, None if number is None else int(number))
        elif kind == "hex":
            yield Token("hex", raw=bytes.fromhex(found["hex"].decode()))
        elif kind == "symbol":
            yield Token("symbol", found["symbol"].decode("latin-1"))
        elif kind == "text" and (raw := found["text"].translate(None, _NO_TEXT)):
            yield Token("text", raw=raw)
    raise UnreadableError("It is too long to be a form.", "large")


def of_charset(number: int) -> str:
    """The codec of \\fcharsetN, "" where that is the document's own."""
    return of_page(_CHARSETS[number]) if number in _CHARSETS else ""


def of_page(page: int) -> str:
    """The codec of a code page, "" where there is none."""
    name = _NAMES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
