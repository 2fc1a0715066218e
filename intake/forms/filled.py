"""Reads the fields of a form that a program fills in: which question each belongs to, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.forms.blocks import Control, folded, is_nothing, tidy
from intake.forms.choice import chosen, option
from intake.forms.marks import Piece
from intake.forms.questions import Questions
from intake.programme import Call, Question

_MOST_CONTROLS = 1_000  # of one document; a form has some dozens


def filled(controls: tuple[Control, ...], questions: Questions) -> Iterator[tuple[str, str]]:
    """(question key, answer or "") of every field that belongs to a question. Two ticks for one question are none."""
    call = questions.call
    ticks: dict[str, list[Piece]] = {}
    for one in controls[:_MOST_CONTROLS]:
        if one.ticked is not None:
            for question, key in _box_options(call, one):
                label = next(o.label for o in question.options if o.key == key)
                ticks.setdefault(question.key, []).append(Piece(label, one.ticked))
        elif (asked := _field_question(one, questions)) is not None:
            text = "\n".join(line for line in map(tidy, one.text.splitlines()) if line)
            if asked.kind == "one_of":
                yield asked.key, option(asked, text) or ""
            else:
                yield asked.key, "" if is_nothing(text) else text
    for key, marks in ticks.items():
        yield key, chosen(call.question(key), marks) or "" if any(mark.ticked for mark in marks) else ""


def _box_options(call: Call, one: Control) -> list[tuple[Question, str]]:
    """The question and option that a tick box stands for; none where the words are those of several questions: "No"."""
    found = [(question, key) for question in call.fields if (key := _box_option(question, one)) is not None]
    return found if len(found) == 1 else []


def _box_option(question: Question, one: Control) -> str | None:
    """The option that a tick box stands for: by a name such as "group.nhs_trust", or by its words."""
    begin = folded(question.key) + " "
    if question.kind != "one_of":
        return None
    for name in (folded(one.name), folded(_split(one.name))):
        if name.startswith(begin):
            return next((o.key for o in question.options if folded(o.key) == name.removeprefix(begin)), None)
    return next((o.key for o in question.options if one.label and folded(o.label) == folded(one.label)), None)


def _field_question(one: Control, questions: Questions) -> Question | None:
    name = _split(one.name)
    for question in questions.call.fields:
        if folded(question.key) == folded(one.name):
            return question
    for words in (one.label, name):
        found = questions.named(words) if words else None
        if found is not None:
            return found.question
    telling = set(folded(name).split())
    near = [q for q in questions.call.fields if telling and telling <= set(folded(q.label).split())]
    return near[0] if len(near) == 1 else None


def _split(name: str) -> str:
    """ "WhatDidYouDo" as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.rpartition(".")[2] if "[" not in name else name)
