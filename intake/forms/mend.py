"""Puts right what stands in the wrong box: two answers in one, words where an address or a number should be."""

from __future__ import annotations

import re

from intake.forms.blocks import folded
from intake.forms.questions import Questions
from intake.programme import Question

Answers = dict[str, str]

_SEE_ABOVE = frozenset({"see above", "as above", "above", "please see above", "see previous answer", "see last answer"})
_LOOKED_AT = 500  # characters
_SHOWN = 80  # characters
_SO_FEW = 5  # letters: "and", "or", "tel"
_ADDRESS = re.compile(r"[^\s@<>,;/]{1,100}@[^\s@<>,;/]{1,200}")
_NUMBER = re.compile(r"\+?\d[\d\s()./-]{7,}\d(?:\s*(?:ext|extension|x)\.?\s*\d+)?", re.IGNORECASE)


def mended(answers: Answers, questions: Questions) -> tuple[Answers, tuple[str, ...]]:
    """The answers in their boxes, and sentences for staff about what was no answer."""
    found = dict(answers)
    for before, question in zip(questions.call.fields, questions.call.fields[1:], strict=False):
        if before.key in found and (question.key not in found or folded(found[question.key]) in _SEE_ABOVE):
            _part(found, before, question, questions)
    notes = []
    for question in questions.call.fields:
        if said := _misplaced(found, question):
            notes.append(said)
            del found[question.key]
    return found, tuple(notes)


def _part(found: Answers, before: Question, question: Question, questions: Questions) -> None:
    """Gives `question` its share where the answer to the one before answers both."""
    text = found[before.key]
    if {before.kind, question.kind} == {"email", "phone"}:
        address, number = _ADDRESS.search(text[:_LOOKED_AT]), _NUMBER.search(text[:_LOOKED_AT])
        if address and number:
            both = {"email": address.group(), "phone": number.group()}
            left = text.replace(both["email"], "").replace(both["phone"], "")
            found[question.key] = both[question.kind]
            if sum(c.isalpha() for c in left) <= _SO_FEW:  # else there is more to it, and all of it stays
                found[before.key] = both[before.kind]
    elif before.kind == question.kind == "text":
        lines = text.split("\n")
        for at, line in enumerate(lines[1:], 1):
            if rest := _headed(line, question, questions):
                own = _headed(lines[0], before, questions)
                found[before.key] = "\n".join([own or lines[0], *lines[1:at]])
                found[question.key] = "\n".join([rest, *lines[at + 1 :]])
                return


def _headed(line: str, question: Question, questions: Questions) -> str:
    """What follows the question's words and a colon at the head of `line`; "" where they do not stand there."""
    head, colon, rest = line.partition(":")
    return rest.strip() if colon and questions.is_asked(head, question) else ""


def _misplaced(found: Answers, question: Question) -> str:
    """A sentence where the answer is plainly none: words in the box of a number. Staff see them all the same."""
    text = found.get(question.key, "")
    if question.kind == "phone" and text and not any(c.isdigit() for c in text):
        return f"{question.label}: “{short(text)}” is no telephone number."
    if question.kind == "email" and text and "@" not in text:
        return f"{question.label}: “{short(text)}” is no e-mail address."
    return ""


def short(text: str) -> str:
    """As much of it as a remark can hold."""
    flat = " ".join(text[:_LOOKED_AT].split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
