"""The measure of a story: its marks of people on both sides, of what they did together and of what came of it."""

from __future__ import annotations

import re

from intake.reading import sentences, words


def least() -> dict[str, int]:
    """How many marks a story must have, by what speaks of the call."""
    found: dict[str, int] = words.table("told")["measure"]["least"]
    return found


def marks(story: str) -> int:
    """How many marks a text has of an account of what people on both sides did together; of each sort only so many count."""
    most: dict[str, int] = words.table("told")["measure"]["most"]
    plain = sentences.plain(story)
    found = {sort: len({m.group() for m in _mark(sort).finditer(plain)}) for sort in most if sort != "sides"}
    found["sides"] = sum(all(_mark(side).search(s.plain) for side in ("users", "staff")) for s in sentences.of(story))
    if not (found["users"] and found["staff"] and (found["joint"] or found["sides"])):
        return 0
    return sum(min(found[sort], most[sort]) for sort in most)


def _mark(sort: str) -> re.Pattern[str]:
    return words.pattern(f"told.measure.{sort}")
