"""References people can say over the telephone, such as S2-7KQ4: a prefix, three or more symbols, a check character.

They are made from a keyed hash of the message, so a lost or restored ledger gives the same message the same reference.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from itertools import count

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V pairs: what looks or sounds alike is there once at most. 23 symbols, a prime, so that
# the check character finds every single wrong symbol and every swap of two neighbours.
SYMBOLS = "34679ACDEFGHJKMNPQRTWXY"
_LOOSE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z0-9]{1,4})\s?[-\u2010-\u2015]\s?([A-Za-z0-9]{4,7})(?![A-Za-z0-9])")


def candidates(key: bytes, likeness: str, prefix: str, purpose: str) -> Iterator[str]:
    """Endless references for one purpose, always the same ones in the same order; the first that is free is taken."""
    for attempt in count():
        digest = hmac.digest(key, f"{likeness}\n{prefix}\n{purpose}\n{attempt}".encode(), hashlib.sha256)
        number = int.from_bytes(digest, "big")
        length = 3 + attempt // 4  # longer ones once the short ones grow scarce
        symbols = "".join(SYMBOLS[number // len(SYMBOLS) ** place % len(SYMBOLS)] for place in range(length))
        yield f"{prefix}-{symbols}{_check(prefix, symbols)}"


def find(text: str, prefixes: frozenset[str]) -> tuple[str, ...]:
    """References of ours in `text`, normalised, in order, without repeats; only those whose check character is right."""
    found = (normalise(match.group(), prefixes) for match in _LOOSE.finditer(text))
    return tuple(dict.fromkeys(reference for reference in found if reference))


def shapes(text: str, prefixes: frozenset[str]) -> frozenset[str]:
    """The prefixes of what looks like a reference of ours, slips of its symbols included: "s2-7kq4", but not "ex-army"."""
    found = (match for match in _LOOSE.finditer(text) if match.group(1).upper() in prefixes)
    return frozenset(m.group(1).upper() for m in found if m.group().isupper() or any(c.isdigit() for c in m.group()))


def normalise(text: str, prefixes: frozenset[str]) -> str | None:
    """The reference as we write it, or None where `text` is none of ours: "s2 - 7kq4" is S2-7KQ4."""
    match = _LOOSE.fullmatch(text.strip())
    if match is None:
        return None
    prefix, body = match.group(1).upper(), match.group(2).upper()
    if prefix not in prefixes or any(c not in SYMBOLS for c in body):
        return None
    return f"{prefix}-{body}" if _check(prefix, body[:-1]) == body[-1] else None


def _check(prefix: str, symbols: str) -> str:
    """ISO 7064-like weighted sum modulo the prime 23, over the prefix too."""
    seed = sum((place + 2) * ord(c) for place, c in enumerate(prefix))
    total = seed + sum((place + 2) * SYMBOLS.index(c) for place, c in enumerate(symbols))
    return SYMBOLS[total % len(SYMBOLS)]
