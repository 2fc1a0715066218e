"""Knows a question of the call when it sees one: its words, at the head of a line or of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz

from intake.forms.blocks import Block, folded
from intake.forms.choice import is_marked
from intake.programme import Call, Question

_ALIKE = 90.0  # rapidfuzz ratio, 0 to 100: a slip or two of the pen
STRONG = 3  # sureness of a question as printed on the form; its other wordings have less
_LONGEST = 300  # characters of a question
MOST_LINES = 4  # a question may be broken over
_NUMBER = re.compile(r"^\s*(?:(?:question|q)\.?\s*\d{1,2}\s*[.):\-]?|\d{1,2}\s*[.):\-]|[a-z]\s*[.)])\s*(?=\S)", re.IGNORECASE)
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]|\*")
_BREAKS = re.compile(r"\?\s*[:\-\u2013\u2014]?|:|\t|\s[-\u2013\u2014=]\s")
_NOT = re.compile(r"\b(?:not|didnt|doesnt|dont|never|no)\b")
# Questions that any form asks; they do not make a text the form of this call.
_COMMON = frozenset(
    [
        "your",
        "full",
        "first",
        "last",
        "sur",
        "name",
        "surname",
        "forename",
        "organisation",
        "organization",
        "company",
        "email",
        "address",
        "telephone",
        "phone",
        "mobile",
        "number",
        "contact",
        "details",
        "job",
        "title",
        "position",
        "role",
        "date",
        "postcode",
        "of",
        "the",
        "if",
        "any",
        "tel",
        "and",
        "signature",
        "signed",
    ]
)


@dataclass(frozen=True, slots=True)
class Match:
    """A question, and how near the words come to it: (how sure the wording makes us, rapidfuzz ratio)."""

    question: Question
    nearness: tuple[int, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A question found at the head of some lines."""

    question: Question
    nearness: tuple[int, float]
    lines: int  # how many lines it takes
    rest: str  # what follows on the last of them


def is_telling(question: Question) -> bool:
    """Whether the question is one that not every form asks."""
    return question.kind not in {"email", "phone"} and not set(folded(question.label).split()) <= _COMMON


def label_of(lines: Sequence[Block], call: Call, opened: set[str]) -> Label | None:
    """The question at the head of `lines`, if there is one: the nearest wording, over as few lines as it takes."""
    best: Label | None = None
    for count in range(1, min(MOST_LINES, len(lines)) + 1):
        if count > 1 and (lines[count - 1].quoted != lines[0].quoted or is_marked(lines[count - 1].text)):
            break
        text = " ".join(line.text for line in lines[:count])
        for head, rest in _heads(text):
            if len(rest) > len(lines[count - 1].text):
                continue  # the question ends on an earlier line
            found = question_of(head, call)
            if found is None or (found.nearness[0] < STRONG and found.question.key in opened):
                continue
            if best is None or found.nearness > best.nearness:
                best = Label(found.question, found.nearness, count, rest)
        if len(text) > _LONGEST:
            break
    if best is not None and best.lines > 1:
        later = label_of(lines[1 : best.lines], call, opened)
        if later is not None and later.nearness >= best.nearness:
            return None  # the first line is the end of an answer
    return best


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """Where the question could end and the answer begin: the whole line, or at a colon, question mark, tab or dash."""
    yield text, ""
    for found in islice(_BREAKS.finditer(text, 0, _LONGEST), 4):
        rest = text[found.end() :].strip()
        if rest:
            yield text[: found.end()], rest


def question_of(head: str, call: Call) -> Match | None:
    """The question that `head` asks, where its words are near enough to one of the question's."""
    if len(head) > _LONGEST:
        return None
    text = _NUMBER.sub("", head)
    said_ways = {said for said in (folded(text), folded(BRACKETS.sub("", text))) if said}
    best: Match | None = None
    for question in call.fields:
        for words, strength in _wordings(question):
            for said in said_ways:
                alike = _likeness(said, words)
                nearness = (strength if alike == 100.0 or strength == STRONG else strength - 1, alike)
                if alike >= _ALIKE and (best is None or nearness > best.nearness):
                    best = Match(question, nearness)
    return best


def _likeness(said: str, words: str) -> float:
    """0 to 100; a short word must be the very word, and "not" on one side only makes it another question."""
    if len(words) <= 5 or bool(_NOT.search(said)) != bool(_NOT.search(words)):
        return 100.0 * (said == words)
    return fuzz.ratio(said, words)


def _wordings(question: Question) -> list[tuple[str, int]]:
    """Folded wordings of the question, and how sure each makes us: the printed ones most, a single other word least."""
    label = folded(question.label)
    without = folded(BRACKETS.sub("", question.label))
    printed = [(words, STRONG) for words in dict.fromkeys((label, without)) if words]
    others = [(said, STRONG - 1 if len(said.split()) > 1 else STRONG - 2) for w in question.also if (said := folded(w))]
    return printed + others
