"""What a letter may say of a message (decision 8 of the protocol): our own facts, and names that pass a strict pattern."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from intake import filekinds
from intake.model import Part, Request
from intake.programme import Call

_NAME_LENGTH = 60
_BESIDE_LETTERS = frozenset(" '’-.")


def proper_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `names` that a letter may repeat, white space normalised."""
    tidy = (" ".join(unicodedata.normalize("NFC", name).split()) for name in names)
    return tuple(name for name in tidy if is_proper_name(name))


def is_proper_name(name: str) -> bool:
    """Letters of any script with their marks, spaces and ' ’ - . only; 60 characters at most; no link, no digit."""
    if not 0 < len(name) <= _NAME_LENGTH or not any(c.isalpha() for c in name):
        return False
    if not all(c in _BESIDE_LETTERS or unicodedata.category(c)[0] in "LM" for c in name):
        return False
    return not any(_like_a_link(word) for word in name.split())


def kept_files(parts: Iterable[Part]) -> tuple[tuple[int, str, int], ...]:
    """(number, type in words, bytes) of the files that came with a message, without the pictures inside its text."""
    return tuple(
        (part.number, filekinds.in_words(part.detected_type, part.extension), part.size) for part in parts if not part.inline
    )


def labels(call: Call, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The questions of those keys as the form words them, in the order of the form."""
    return tuple(question.label for question in call.fields if question.key in keys)


def needs_noted(request: Request) -> bool:
    return bool(request.access or request.dietary)


def _like_a_link(word: str) -> bool:
    """A dot between letters makes a link in many mail programs; only initials (J.R.) have one."""
    segments = [segment for segment in word.split(".") if segment]
    return len(segments) > 1 and any(sum(c.isalpha() for c in segment) > 1 for segment in segments)
