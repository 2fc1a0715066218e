"""Tells which of several readings of a form are one form that was sent twice, and which are two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from rapidfuzz import fuzz

from intake.forms.blocks import folded
from intake.programme import Call

T = TypeVar("T")
Answers = dict[str, str]

_ALIKE = 90.0  # rapidfuzz ratio, 0 to 100: the same answer read out of another format
_LONGEST = 2_000  # characters of an answer that are compared
_SHARE = 0.6  # of the answers that both have


def different(found: Iterable[T], answers: Callable[[T], Answers], call: Call) -> list[T]:
    """One of each form among `found`, in their order: the fullest reading stands for a form that occurs more than once."""
    kept: list[T] = []
    for one in found:
        at = next((number for number, other in enumerate(kept) if are_same(answers(one), answers(other), call)), None)
        if at is None:
            kept.append(one)
        elif len(answers(one)) > len(answers(kept[at])):
            kept[at] = one
    return kept


def are_same(one: Answers, other: Answers, call: Call) -> bool:
    """Whether most of what both tell is the same. Where they answer nothing in common they are not.

    Who sent it, and what was ticked, tells nothing where something was told: one person may send two.
    """
    both = one.keys() & other.keys()
    both = {key for key in both if call.question(key).kind == "text"} or both
    same = sum(is_same_answer(one[key], other[key]) for key in both)
    return bool(both) and same >= _SHARE * len(both)


def is_same_answer(one: str, other: str) -> bool:
    """Whether the two say the same but for white space, marks and slips."""
    said, again = folded(one[:_LONGEST]), folded(other[:_LONGEST])
    return said == again or fuzz.ratio(said, again) >= _ALIKE
