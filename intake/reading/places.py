"""How many places are asked for."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import words
from intake.reading.sentences import Sentence
from intake.reading.wishes import Wishes

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def asked_for(asked: tuple[Sentence, ...], wanted: Wishes, named: tuple[str, ...]) -> int:
    """Places that a request asks for: as stated, else as many as are named, else one or a pair.

    `asked` are the sentences that ask, `named` the people named.
    """
    near = " ".join(s.plain for s in asked)
    everything = " ".join(s.plain for s in wanted.sentences())
    stated = _largest(near)
    if stated < 2:
        summing = _pattern("summing")
        stated = max(stated, _largest(" ".join(s.plain for s in wanted.sentences() if summing.search(s.plain))))
    if more := _pattern("and_me").search(near):
        word = next(group for group in more.groups() if group)
        if word not in {"both", "another"} and " of us" not in near:
            stated = max(stated, _number(word) + 1)
    if both := _pattern("sum").search(near):
        stated = max(stated, _number(both.group(1)) + _number(both.group(2)))
    if stated > 1:
        return max(stated, len(named))
    alone = bool(_pattern("one").search(everything))
    if alone and len(named) <= 1:
        return 1
    pair = _pattern("pair").search(near) or (_pattern("pair").search(everything) and not alone)
    return max(len(named), 2 if pair else 1)


def added(wanted: Wishes) -> int | None:
    """Places that a change asks for anew, or None where it asks for none."""
    more = {"adds to a booking", "adds another person", "another for a holder"}
    said = [h.sentence.plain for h in wanted.of(Kind.AMENDMENT) if h.rule in more]
    text = " ".join(said or (s.plain for s in wanted.sentences() if _pattern("adding").search(s.plain)))
    whole = " ".join(s.plain for s in wanted.sentences())
    if changed := _pattern("new_number").search(whole):
        one, two = (_number(group) for group in changed.groups() if group)
        one, two = (two, one) if " to " not in changed.group() else (one, two)
        return two - one if two > one else None
    if _pattern("in_place").search(text):
        return None
    if not _pattern("adding").search(text) and not (_pattern("somebody").search(text) and _pattern("more").search(text)):
        return None
    return max(1, _largest(text))


def _largest(text: str) -> int:
    """The largest number of people or places that is stated; 0 where none is."""
    best = 0
    for pattern in (_pattern("counted"), _pattern("left")):
        for match in pattern.finditer(text):
            vague = re.search(r"\b(?:about|one of|each of) $", text[: match.start()])
            if match.group().startswith("both of ") and not re.match(r"both of (?:us|my|our)\b", match.group()):
                continue
            if not vague and not _pattern("not_people").match(match.group()):
                best = max(best, *(_number(group) for group in match.groups() if group))
    return best


def _number(word: str) -> int:
    if word in {"a couple", "both"}:
        return 2
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    return int(word) if word.isdigit() else 1


def _pattern(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")
