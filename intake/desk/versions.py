"""A returned form as values of its entry, and what a newer version of it changes: the answers it gives, and only those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.desk.answers import labels
from intake.desk.drafts import ended
from intake.model import ChangePlan, Example, KnownEntry
from intake.programme import Call, Question

Values = dict[str, str | int | bool | None]

_ENOUGH = 3  # answers: fewer may be equal by chance
_LONGEST = 300  # characters of an earlier answer that the trail repeats; the whole is in the earlier file


@dataclass(frozen=True, slots=True)
class Newer:
    """The next version of an entry."""

    version: int
    plan: ChangePlan  # without a status
    missing: tuple[str, ...]  # keys of required questions that are blank in both


def values(call: Call, example: Example, *, late: bool, marks: tuple[str, ...] = ()) -> Values:
    """The columns of a new entry. `marks`: sentences for a colleague's eye."""
    missing = None if example.missing is None else labels(call, example.missing)
    return {
        **{f"f_{key}": answer for key, answer in example.fields.items()},
        "missing": "; ".join(missing) if missing else None,
        "late": late,
        "source": example.source or None,
        **({"check": check} if (check := " ".join((*marks, *example.notes))) else {}),
        **({"aid": example.aid} if example.aid else {}),
    }


def is_next(entry: KnownEntry, example: Example) -> bool:
    """Whether a form that answers our letter about an entry is that entry's: at least half of what both answer is the same.

    People forward our letters, and send another's form in reply.
    """
    before = {
        key.removeprefix("f_"): _flat(value).casefold() for key, value in entry.values.items() if key.startswith("f_") and value
    }
    both = before.keys() & example.fields.keys()
    return 2 * sum(before[key] == _flat(example.fields[key]).casefold() for key in both) >= len(both)


def change(call: Call, example: Example, entry: KnownEntry, *, late: bool = False, whole: bool = True) -> Newer:
    """What the form changes in the entry. What it leaves blank stays as it was: people send only what was missing.

    `whole`: it is a form, not some answers in a reply, which take nothing away and are no other source of the rest.
    """
    version = int(entry.values.get("version") or 1) + 1
    given = {f"f_{key}": answer for key, answer in example.fields.items() if answer != entry.values.get(f"f_{key}")}
    missing = tuple(
        q.key for q in call.fields if q.required and not (given.get(f"f_{q.key}") or entry.values.get(f"f_{q.key}"))
    )
    told = [_difference(q, entry.values.get(f"f_{q.key}"), f"f_{q.key}" in given) for q in call.fields]
    kept = [q.label for q in call.fields if q.key not in example.fields and entry.values.get(f"f_{q.key}")]
    if kept and whole:
        told.append(ended(f"Left blank this time, so the earlier answers stay: {'; '.join(kept)}"))
    new: Values = {
        **given,
        "missing": "; ".join(labels(call, missing)) or None,
        **({"source": example.source or None, "check": " ".join(example.notes) or None} if whole else {}),
        "version": version,
    }
    came = f"Version {version} came in." if not late else f"Version {version} came in, after the deadline."
    reason = " ".join([came, *filter(None, told)])
    return Newer(version, ChangePlan(entry.reference, None, new, reason, tells_before=True), missing)


def differs(entry: KnownEntry, key: str, text: str) -> bool:
    """Whether the entry has another answer to that question."""
    return _flat(entry.values.get(f"f_{key}")) != _flat(text)


def same_answers(known: Mapping[str, str | int | bool | None], fields: Mapping[str, str]) -> bool:
    """Whether an entry has just these answers, but for white space; a few may be equal by chance and do not count."""
    before = {key.removeprefix("f_"): _flat(value) for key, value in known.items() if key.startswith("f_") and value}
    return len(fields) >= _ENOUGH and before == {key: _flat(text) for key, text in fields.items()}


def _difference(question: Question, before: str | int | bool | None, changed: bool) -> str:
    if not changed:
        return ""
    if not before:
        return ended(f"Answered now: {question.label}")
    words = next((o.label for o in question.options if o.key == before), str(before))
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    return f"{ended(f'Changed: {question.label}')} Before: “{_flat(shown)}”."


def _flat(value: str | int | bool | None) -> str:
    return " ".join(str(value).split())
