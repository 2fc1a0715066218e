"""Knows a form's own words that are no answers: its title and introduction, hints how to answer, thanks at its end."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from intake.forms.blocks import HEADINGS, folded
from intake.programme import Call

BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]|\*")

# Sentences with which templates of this kind tell how to fill them in; ours are among them.
_ADVICE = (
    "write as much or as little as you like the boxes grow as you type please tick one box where there is a choice please "
    "answer as many of the questions as you can if you write by hand and need more room add a sheet"
)
_SENTENCE = 24  # characters: shorter may be anything
_ALIKE = 92.0  # rapidfuzz ratio, 0 to 100
_THANKS = re.compile(r"(?:many )?thank(?:s|you| you)(?: very much)?(?: for \w+(?: \w+){0,8})?")  # as forms end
_HINT = re.compile(
    r"(?:please )?(?:tick|circle|delete|choose|select|mark)"
    r" (?:(?:only )?one|all|as|the|which(?:ever)?|only|a|any|your|with|those|box(?:es)?|here)\b"
    r"|please (?:answer|give|tell|write|describe|continue|use|include|type|say|state|specify|list|add)\b|continue (?:on|over)\b"
    r"|(?:up to|max(?:imum)?|no more than|about|around|approx(?:imately)?) \d|(?:for example|eg|e g)\b"
    r"|(?:optional|required|if any)\b"
)


def is_thanks(text: str) -> bool:
    return _THANKS.fullmatch(folded(text)) is not None


def is_hint(text: str) -> bool:
    """Whether the text tells how to answer, as forms do below a question."""
    said = folded(text)
    return len(said.split()) <= 12 and _HINT.match(said) is not None


def in_brackets(text: str) -> bool:
    """Whether all of it stands in one pair of brackets."""
    return BRACKETS.fullmatch(text.strip()) is not None and len(text) > 1


def is_furniture(text: str, call: Call) -> bool:
    """Whether the text is the form's own and no answer: its title, its introduction, a hint in brackets."""
    said = folded(text)
    if BRACKETS.fullmatch(text.strip()) and is_hint(text):
        return True
    own = (folded(call.title), folded(call.introduction), folded(HEADINGS[1]))
    if any(said == words or (len(said) > 40 and said in words) for words in own):
        return True
    return len(said) > _SENTENCE and fuzz.partial_ratio(said, _ADVICE) >= _ALIKE
