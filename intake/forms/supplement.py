"""A form in a file, and answers to its questions in the same message's words: what these add, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake.forms import aside
from intake.forms.blocks import folded
from intake.forms.match import Reading
from intake.forms.questions import is_telling
from intake.forms.same import is_same_answer
from intake.model import Message, Wording
from intake.programme import Call, Question

_HERE = "the e-mail itself"
_OTHERWISE = "the e-mail says otherwise; the answer in the file stands until a person decides."


@dataclass(frozen=True, slots=True)
class Supplemented:
    """A form's reading with what the words add."""

    reading: Reading
    doubts: tuple[str, ...] = ()  # sentences for staff: where the e-mail says something else than the file


def supplemented(reading: Reading, message: Message, wording: Wording, call: Call) -> Supplemented:
    """The file's answers, its blanks filled from the words. What the file answers stands, whatever the words say.

    Contact details are taken from the words only where they are asked for as required, or the words answer more than the
    file: they may be somebody else's, who sends the form.
    """
    said = aside.answered(message.text, wording.own, call).answers
    if not said:
        return Supplemented(reading)
    differing = [q for q in call.fields if q.key in said and q.key in reading.answers and _differ(q, said, reading.answers)]
    fuller = len(said) > len(reading.answers) and not differing
    added = {
        q.key: said[q.key]
        for q in call.fields
        if q.key in said and q.key not in reading.answers and (q.required or is_telling(q) or fuller)
    }
    both = reading.answers | added
    notes = tuple(f"{_named(call.question(key))} was answered in {_HERE}." for key in added)
    doubts = tuple(f"{_named(q)}: {_OTHERWISE}" for q in differing)
    new = replace(
        reading,
        answers={q.key: both[q.key] for q in call.fields if q.key in both},
        origins=reading.origins | dict.fromkeys(added, _HERE),
        notes=(*reading.notes, *notes, *doubts),
    )
    return Supplemented(new, doubts)


def _named(question: Question) -> str:
    return f"“{question.label}”"


def _differ(question: Question, said: dict[str, str], known: dict[str, str]) -> bool:
    """Whether the words give another answer; a shorter one that the file's holds is the same."""
    one, other = said[question.key], known[question.key]
    if question.kind == "one_of":
        return one != other
    if question.kind == "phone":
        return _digits(one) not in _digits(other)
    return not (is_same_answer(one, other) or f" {folded(one)} " in f" {folded(other)} ")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
