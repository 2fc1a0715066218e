"""Families of signs in the words of machine mail, added up and held against the signs of a person (telltales.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from intake.model import Kind
from intake.reading import words

_HEAD, _TAIL = 6_000, 2_000  # letters looked at: circulars give themselves away at their head and at their foot


@dataclass(frozen=True, slots=True)
class Told:
    """What the families say together."""

    kind: Kind
    weight: float  # of the likeliest kind, a person's signs taken off
    signs: tuple[str, ...]
    person: float  # the weight of a person's signs, a plain wish among them
    each: dict[Kind, float]  # what remains of each kind
    shown: float  # the weight of a person's signs alone


@dataclass(frozen=True, slots=True)
class _Family:
    kind: Kind
    sign: str
    weight: float
    place: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Person:
    weight: float
    but: tuple[Kind, ...]  # kinds that imitate it
    pattern: re.Pattern[str]


def told(subject: str, own: str, below: str, wish: float) -> Told:
    """The likeliest machine kind of a message in plain words, each text on one line.

    `below` is what stands under the sender's words; `wish` what a plain wish of the sender's takes off.
    """
    texts = {"subject": subject, "own": _shortened(own), "all": _shortened(f"{subject}. {own} {below}")}
    spoke = [family for family in _families() if family.pattern.search(texts[family.place])]
    person = [sign for sign in _person() if sign.pattern.search(texts["own"])]

    def against(kind: Kind) -> float:
        return wish + sum(sign.weight for sign in person if kind not in sign.but)

    kinds = dict.fromkeys(f.kind for f in _families())
    weights = {kind: sum(f.weight for f in spoke if f.kind == kind) - against(kind) for kind in kinds}
    likely = max(weights, key=lambda kind: weights[kind])
    signs = tuple(family.sign for family in spoke if family.kind == likely)
    shown = sum(sign.weight for sign in person if Kind.AUTOMATIC_REPLY not in sign.but)
    return Told(likely, weights[likely], signs, against(likely), weights, shown)


def threshold(name: str) -> float:
    """One of the thresholds of telltales.toml."""
    return float(words.table("telltales")["thresholds"][name])


def _shortened(text: str) -> str:
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}"


@cache
def _families() -> tuple[_Family, ...]:
    return tuple(
        _Family(Kind(one["kind"]), one["sign"], float(one["weight"]), one["in"], words.lines(one["lines"]))
        for one in words.table("telltales")["family"]
    )


@cache
def _person() -> tuple[_Person, ...]:
    return tuple(
        _Person(float(one["weight"]), tuple(map(Kind, one.get("but", ()))), words.lines(one["lines"]))
        for one in words.table("telltales")["person"]
    )
