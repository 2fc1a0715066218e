"""How many places are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.model import Kind
from intake.reading import words
from intake.reading.sentences import Sentence
from intake.reading.wishes import Wishes

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def asked_for(asked: tuple[Sentence, ...], wanted: Wishes, named: tuple[str, ...], who: Name | None, self_comes: bool) -> int:
    near = " ".join(s.plain for s in asked)
    stated = _largest(near)
    if stated < 2:
        stated = max(
            stated,
            _largest(
                " ".join(
                    s.plain
                    for s in wanted.sentences()
                    if re.search(r"\b(?:in all|total|altogether|places|makes?|number of|seats|tickets)\b", s.plain)
                )
            ),
        )
    if more := re.search(
        rf"\b(?:myself|me|i) (?:and|\+|plus|with|\&) (?:up to |another |my )?{_NUMBER}\b|\b{_NUMBER} (?:\w+ ){{1,3}}and (?:myself|i|me)\b",
        near,
    ):
        word = next(g for g in more.groups() if g)
        if word not in {"both", "another"} and not re.search(r"\bof us\b", near):
            return max(_number(word) + 1, stated, len(named))
    if stated > 1:
        return max(stated, len(named)) if stated < len(named) else stated
    everything = " ".join(s.plain for s in wanted.sentences())
    pair = 2 if _pattern("pair").search(near) or (_pattern("pair").search(everything) and not _pattern("one").search(everything)) else 1
    if _pattern("one").search(everything) and len(named) <= 1:
        return 1
    return max(len(named), pair)


def _largest(text: str) -> int:
    best = 0
    for pattern in (_pattern("counted"), _pattern("left")):
        for match in pattern.finditer(text):
            if not _pattern("not_people").match(match.group()) and not re.search(
                r"\b(?:about|of about|one of|each of) $", text[: match.start()]
            ):
                best = max(best, *(_number(g) for g in match.groups() if g))
    return best


def _number(word: str) -> int:
    if word in {"a couple", "both"}:
        return 2
    if word in {"another", "an extra", "an additional"}:
        return 1
    return NUMBERS.get(word) or int(word)


def added(wanted: Wishes) -> int | None:
    """Places that a change asks for anew."""
    added = [
        h
        for h in wanted.of(Kind.AMENDMENT)
        if h.rule in {"adds to a booking", "adds another person"} or h.say.endswith("held already.")
    ]
    text = " ".join(h.sentence.plain for h in added)
    if not re.search(
        r"\b(?:person|people|places?|seats?|tickets?|colleagues?|names?|members?|add|book|bring)\b", text
    ) or re.search(r"\b(?:instead|stead|in place)\b", text):
        return None
    if not re.search(r"\b(?:more|extra|additional|another|further|add|second|book|bring|also)\b", text):
        return None
    return max(1, _largest(text))


def _pattern(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")
