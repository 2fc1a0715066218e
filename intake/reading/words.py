"""The rules of reading, which stand as data in words.toml, made ready for use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from intake.model import Kind
from intake.reading.literals import Block

FOLDER = Path(__file__).parent
SEMINAR, FORM = "ǂ", "ǁ"  # stand in a masked sentence for each letter of a seminar's or the template's name; letters to a regex


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying one thing."""

    kind: Kind
    name: str
    weight: float
    say: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    needs: str = ""  # "form", "example": only where it is spoken of; "seat": only where a place was spoken of last


@cache
def table(name: str = "words") -> dict[str, Any]:
    """The contents of one of the data files of this room."""
    found: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return found


@cache
def pattern(path: str) -> re.Pattern[str]:
    """The block of lines at a path such as "people.coming.counted": file, then tables, then key."""
    name, *keys = path.split(".")
    found: Any = table(name)
    for key in keys:
        found = found[key]
    return lines(found)


@cache
def threshold(name: str) -> float:
    """One of the thresholds of words.toml."""
    return float(table()["thresholds"][name])


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of words.toml."""
    return tuple(
        Rule(
            kind=Kind(cue["kind"]),
            name=cue["rule"],
            weight=float(cue["weight"]),
            say=cue["say"],
            pattern=lines(cue["lines"]),
            unless=_optional(cue, "unless"),
            before=_optional(cue, "before"),
            after=_optional(cue, "after"),
            needs=cue.get("needs", ""),
        )
        for cue in table()["cue"]
    )


@cache
def sign(name: str) -> re.Pattern[str]:
    """One of the signs of words.toml that change what a cue means."""
    return pattern(f"words.signs.{name}")


@cache
def part(name: str) -> re.Pattern[str]:
    """One of the parts of words.toml, as a whole word."""
    return block([rf"\b{_filled(table()['parts'][name])}\b"])


def lines(text: str) -> re.Pattern[str]:
    """One pattern for a block with an expression a line."""
    return block([_filled(line) for line in text.splitlines() if line.strip()])


def block(expressions: Sequence[str]) -> re.Pattern[str]:
    """One pattern for some expressions, tried only where the words stand that a match must have."""
    return cast("re.Pattern[str]", Block(expressions))


@lru_cache(maxsize=64)
def phrases(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Plain phrases, as an administrator writes them, as whole words.

    They match across any white space, and across the colon that stands in a sentence for a gap in its line.
    """
    from intake.reading.sentences import plain

    made = [r":?\s+".join(re.escape(w) for w in plain(phrase).split()) for phrase in words if phrase.strip()]
    return block([rf"(?<!\w)(?:{phrase})(?!\w)" for phrase in made]) if made else None


def _optional(cue: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return block([_filled(cue[key])]) if key in cue else None


def _filled(pattern: str) -> str:
    """The pattern with each {part} put in; counts such as {0,3} stay."""
    while True:
        filled = re.sub(r"\{([a-z_]+)\}", lambda m: str(table()["parts"][m.group(1)]), pattern)
        if filled == pattern:
            return pattern.replace("§", SEMINAR).replace("¤", FORM)
        pattern = filled
