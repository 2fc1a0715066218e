"""Damage to rich text: its control words in any order, with any number, groups deep, open, crossed."""

from __future__ import annotations

import re
from random import Random

from benchmarks.fuzzing import octets
from intake.forms.rtf.actions import WORDS
from intake.forms.rtf.words import ARMED, BACKS, CHARACTERS, FRAMES, SKIPPED, TOGGLES

_WORDS = sorted({*WORDS, *ARMED, *BACKS, *CHARACTERS, *FRAMES, *SKIPPED, *TOGGLES, "bin", "u", "uc", "cell", "row", "trowd"})
_NUMBERS = (
    "",
    "0",
    "1",
    "-1",
    "2",
    "8",
    "25",
    "255",
    "32767",
    "-32768",
    "65535",
    "55357",
    "-10179",
    "2147483647",
    "-9999999999",
)
_TOKEN = re.compile(rb"[{}]|\\[A-Za-z]+-?\d* ?|\\'..|\\[^A-Za-z]|[^\\{}]+", re.DOTALL)


def word(rng: Random) -> bytes:
    before = rng.choice(("", "", "", "{", "{\\*", "}"))
    return f"{before}\\{rng.choice(_WORDS)}{rng.choice(_NUMBERS)} ".encode()


def words(rng: Random, data: bytes, _: bytes) -> bytes:
    """Control words put in where they may not stand."""
    tokens = _TOKEN.findall(data)
    for _number in range(rng.choice((1, 3, 10, 60, 400))):
        tokens.insert(rng.randrange(len(tokens) + 1), word(rng))
    return _balanced(rng, tokens)


def numbers(rng: Random, data: bytes, _: bytes) -> bytes:
    """The numbers of some words changed."""
    often = rng.choice((0.01, 0.1, 0.6))

    def change(found: re.Match[bytes]) -> bytes:
        return found[1] + rng.choice(_NUMBERS).encode() if rng.random() < often else found.group()

    return re.sub(rb"(\\[A-Za-z]+)-?\d*", change, data)


def order(rng: Random, data: bytes, _: bytes) -> bytes:
    """Pieces doubled, swapped, gone, or repeated very often."""
    tokens = _TOKEN.findall(data)
    if not tokens:
        return data
    for _number in range(rng.choice((1, 3, 30))):
        at, to = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        kind = rng.randrange(5)
        if kind == 0:
            tokens[at], tokens[to] = tokens[to], tokens[at]
        elif kind == 1 and len(tokens) > 1:
            del tokens[at]
        elif kind == 2:
            piece = tokens[at : at + rng.choice((1, 2, 6, 40))]
            tokens[to:to] = piece * min(rng.choice((2, 50, 3_000)), 200_000 // len(piece))
        elif kind == 3:
            tokens[at:at] = [b"{"] * (deep := rng.choice((1, 20, 190, 300)))
            tokens[at + deep : at + deep] = [b"}"] * rng.choice((0, deep))
        else:
            tokens[at] = rng.choice((b"\\'", b"\\", b"\\u55357?", b"\\bin9999999999 ", b"\\upr", b"\0", b"\xff\xfe"))
    return _balanced(rng, tokens)[: octets.MOST]


def _balanced(rng: Random, tokens: list[bytes]) -> bytes:
    """Mostly with as many ends of groups as beginnings: a file that is cut off is not read at all."""
    if rng.random() < 0.8:
        tokens.extend([b"}"] * max(0, tokens.count(b"{") - tokens.count(b"}")))
    return b"".join(tokens)


ALL = (words, words, numbers, order, order)
