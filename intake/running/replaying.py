"""`intake replay`: kept mail is read again as it would be today, and held against what it was read as. Writes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal

from intake.cell import Cell, ChildDiedError
from intake.errors import SetAside
from intake.ledger import Kept
from intake.reading import explained
from intake.running.bar import Progress, silent
from intake.running.workplace import Workplace

# Keys of `intake explain --json`, and what a colleague calls them. The values of these say nothing of a person ...
SHOWN = {
    "kinds": "kinds",
    "decision": "decision",
    "acknowledge": "reply",
    "seminar": "seminars",
    "assumed_seminar": "assumed seminar",
    "places": "places",
    "urgent": "urgent",
    "late": "late",
}
# ... and these are people's own words: a line for people says only that they differ.
WITHHELD = {
    "attendees": "names",
    "organisation": "organisation",
    "phone": "telephone",
    "access": "access needs",
    "dietary": "dietary needs",
    "example": "example answers",
}
UNREAD = ("set aside", "too large")  # states in which nothing was read, so that there is nothing to compare

Outcome = Literal["same", "changed", "unread", "readable", "still unread"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """One kept message read again. The readings are those of `intake explain --json`."""

    reference: str
    received: datetime
    state: str  # as the ledger has it
    outcome: Outcome  # "readable" and "still unread" are of what was set aside or too large
    before: dict[str, Any] | None = field(default=None, repr=False)
    after: dict[str, Any] | None = field(default=None, repr=False)
    changes: tuple[str, ...] = ()  # the keys in which the two differ
    problem: str = ""  # a sentence: why it cannot be read or compared


def replay(work: Workplace, since: datetime | None = None, progress: Progress = silent) -> Iterator[Replayed]:
    """Every kept message, in the order in which they came in; `since`: received then or later.

    Raises ConfigError and Later as the ledger, the vault and the reading child do.
    """
    total = work.ledger.count_kept(since)
    with Cell(work.programme, work.config.limits) as cell:
        for number, kept in enumerate(work.ledger.kept(since)):
            progress(number, max(total, number))
            yield _again(work, cell, kept)


def _again(work: Workplace, cell: Cell, kept: Kept) -> Replayed:
    was_unread = kept.state in UNREAD
    made = partial(Replayed, kept.reference, kept.received, kept.state)
    try:
        after = _read(work, cell, kept)
        before = None if was_unread else _before(work, kept)
    except (SetAside, ChildDiedError) as error:
        return made("still unread" if was_unread else "unread", problem=str(error))
    if before is None or after is None:
        return made("readable", None, after)
    changes = tuple(key for key in (*SHOWN, *WITHHELD) if before[key] != after[key])
    return made("changed" if changes else "same", before, after, changes)


def _read(work: Workplace, cell: Cell, kept: Kept) -> dict[str, Any] | None:
    """The reading of today; None for a message that only the mailbox has whole, and that a pass may now fetch."""
    if kept.whole:
        return cell.explain(work.vault.read_raw(kept.digest), kept.reference, kept.received)
    if kept.state == "set aside":
        raise SetAside("The mailbox never handed it over, so there is nothing to read.")
    if kept.size > work.config.limits.message_bytes:
        raise SetAside(f"It has {kept.size:,} bytes, and limits.message_bytes allows {work.config.limits.message_bytes:,}.")
    return None


def _before(work: Workplace, kept: Kept) -> dict[str, Any]:
    if kept.reading is None:
        raise SetAside("What an earlier version kept of its reading cannot be compared. Look at it with `intake explain`.")
    return explained(kept.reading, work.programme, kept.reference)


# ------------------------------------------------------------------------------------------------------------ in words


@dataclass(slots=True)
class Tally:
    """How many messages came out how."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    kinds: int = 0  # of the changed: those that are taken for something else
    decisions: int = 0  # of the others: those about which something else is decided

    @property
    def exit_code(self) -> int:
        """1 where a message that was read once cannot be read any more: a person has to look."""
        return 1 if self.outcomes["unread"] else 0

    def add(self, one: Replayed) -> None:
        self.outcomes[one.outcome] += 1
        self.kinds += "kinds" in one.changes
        self.decisions += "decision" in one.changes and "kinds" not in one.changes

    def sentences(self) -> Iterator[str]:
        """The counts, for people."""
        count, number = self.outcomes, self.outcomes.total()
        rest = count["changed"] - self.kinds - self.decisions
        shares = ((self.kinds, "other kinds"), (self.decisions, "another decision"), (rest, "particulars"))
        of_them = ", ".join(f"{share} {what}" for share, what in shares if share)
        changed = f"{count['changed'] or 'none'} would change" + (f" ({of_them})" if of_them else "")
        unread = f", {count['unread']} could not be read" if count["unread"] else ""
        yield f"{number} {'message' if number == 1 else 'messages'} read again: {changed}{unread}."
        if readable := count["readable"]:
            yield f"{readable} that {'was' if readable == 1 else 'were'} set aside or too large could be read now."
        if still := count["still unread"]:
            yield f"{still} {'stays' if still == 1 else 'stay'} set aside or too large."


def told(work: Workplace, tally: Tally, since: datetime | None, progress: Progress, *, as_json: bool = False) -> Iterator[str]:
    """A line for each message that differs or cannot be read: a JSON object, or words for people. Counts all in `tally`."""
    write: Callable[[Replayed], str] = _json if as_json else line
    for one in replay(work, since, progress):
        tally.add(one)
        if one.outcome != "same":
            yield write(one)


def _json(one: Replayed) -> str:
    facts = {
        "reference": one.reference,
        "received": one.received.isoformat(),
        "state": one.state,
        "outcome": one.outcome,
        "changes": list(one.changes),
        "before": _nameless(one.before),
        "after": _nameless(one.after),
        "problem": one.problem,
    }
    return json.dumps(facts, ensure_ascii=False)


def _nameless(reading: dict[str, Any] | None) -> dict[str, Any] | None:
    return reading and {key: value for key, value in reading.items() if key != "file"}


def line(one: Replayed) -> str:
    """For people: references, kinds and counts only, so that it may be passed on."""
    return f"{one.reference}: {_said(one)}"


def _said(one: Replayed) -> str:
    match one.outcome:
        case "same":
            return "nothing would change."
        case "changed":
            return f"{_differences(one)}."
        case "unread":
            return f"could not be read. {one.problem}"
        case "still unread":
            return f"stays {one.state}. {one.problem}"
        case "readable":
            return f"was {one.state}. {_readable(one)} To take it in: intake release '{one.reference}'"


def _differences(one: Replayed) -> str:
    before, after = one.before or {}, one.after or {}
    shown = [f"{SHOWN[key]} {_value(before[key])} -> {_value(after[key])}" for key in one.changes if key in SHOWN]
    withheld = [WITHHELD[key] for key in one.changes if key in WITHHELD]
    return "; ".join(shown + ([f"other {', '.join(withheld)}"] if withheld else []))


def _readable(one: Replayed) -> str:
    if one.after is None:
        return "Its size is allowed now."
    return f"It could be read now: {_value(one.after['kinds'])}; decision {_value(one.after['decision'])}."


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value).replace("_", " ")
