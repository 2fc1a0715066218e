"""T2 of the protocol: one message recorded in one transaction, with its files, entries, letter and duty."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select, update

from intake.ledger import arrivals, by_hand, filing, outbox, staff
from intake.ledger.changes import raise_generation
from intake.ledger.records import ByHand, NewLetter, Pending
from intake.ledger.schema import entries, files, letters, messages
from intake.model import Case, ChangePlan, EntryPlan, Message, Part, Plan
from intake.rows import Conflict

_CASE: TypeAdapter[Case] = TypeAdapter(Case)


class Recorder:
    """Writes inside one transaction of the ledger: all of it is kept, or nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reserved: set[str] = set()

    def reserve(self, candidates: Iterator[str]) -> str:
        """The first reference that nothing else bears. It is held for the rest of this transaction."""
        reference = next(one for one in candidates if one not in self._reserved and self._is_free(one))
        self._reserved.add(reference)
        return reference

    def record(
        self,
        pending: Pending,
        case: Case,
        plan: Plan,
        reference: str,
        entry_references: Sequence[str],
        letter: NewLetter | None,
        now: datetime,
    ) -> None:
        """Record the message as read and planned: its row, files, entries, changes, letter, and that it is to be filed away.

        `entry_references` go with `plan.entries`, one each. The parts' bytes must be in the vault already. The letter is
        queued, or held where it says so. Raises LookupError where the message is not waiting to be recorded, or a change
        names no entry.
        """
        self._message(pending, case, plan, reference, now)
        self._files(pending.id, case.message.parts)
        for entry, its_reference in zip(plan.entries, entry_references, strict=True):
            self._entry(pending.id, entry, its_reference)
        for change in plan.changes:
            self._change(change, reference, now)
        if letter is not None:
            self.letter(pending.id, letter, now)
        if plan.came_back is not None:
            outbox.came_back(self._connection, plan.came_back, pending.received)
        if plan.state != "set aside":
            filing.owe(self._connection, pending.id)
        raise_generation(self._connection)

    def by_hand(self, one: ByHand, reference: str, entry_reference: str, now: datetime) -> None:
        """Enter a form that was typed in, with its row of the register. Its raw file must be in the vault already."""
        row_id = by_hand.enter(self._connection, one, reference, now)
        self._entry(row_id, one.entry, entry_reference)
        raise_generation(self._connection)

    def set_aside(self, message_id: int, reference: str, reason: str, now: datetime, state: str = "set aside") -> None:
        """As Ledger.set_aside, inside this transaction."""
        arrivals.set_aside(self._connection, message_id, reference, reason, now, state)

    def name(self, message_id: int, reference: str, headers: Message | None = None) -> None:
        """Give a row of Ledger.unnamed() its reference, and its sender and subject where its headers could be read."""
        arrivals.name(self._connection, message_id, reference, headers)

    def letter(self, message_id: int, letter: NewLetter, now: datetime) -> None:
        """A letter to the sender of a message row, or a notice to staff about it: queued, or held where it says so.

        One automatic letter a message.
        """
        values = {
            "message": message_id,
            "kind": letter.kind,
            "to_address": letter.to,
            "to_key": letter.to.casefold(),
            "message_id": letter.message_id,
            "subject": letter.subject,
            "template": letter.template,
            "raw": letter.raw,
            "plan": letter.plan,
            "state": "held" if letter.held else "queued",
            "reason": letter.held,
            "created": now,
            "changed": now,
        }
        self._connection.execute(insert(letters).values(**values))
        raise_generation(self._connection)

    def setting(self, key: str, value: str) -> None:
        """As Ledger.set_setting, inside this transaction."""
        staff.set_setting(self._connection, key, value)

    def note(self, conflicts: Sequence[Conflict]) -> None:
        """What goes to *Conflicts*, inside this transaction. The same again changes nothing; equal values are no conflict."""
        staff.store(self._connection, (), [one for one in conflicts if one.staff_value != one.program_value])

    def _is_free(self, reference: str) -> bool:
        for table in (messages, entries):
            found = select(table.c.id).where(table.c.reference == reference)
            if self._connection.execute(found).first() is not None:
                return False
        return True

    def _message(self, pending: Pending, case: Case, plan: Plan, reference: str, now: datetime) -> None:
        waiting = update(messages).where(messages.c.id == pending.id, messages.c.state == "received")
        values = _message_values(case, plan) | {"reference": reference, "recorded": now}
        if self._connection.execute(waiting.values(**values)).rowcount != 1:
            raise LookupError(f"message row {pending.id} is not waiting to be recorded")

    def _files(self, message_id: int, parts: Sequence[Part]) -> None:
        names = ("number", "name", "detected_type", "extension", "size", "digest", "safe", "note", "inline")
        for part in parts:
            values = {name: getattr(part, name) for name in names}
            self._connection.execute(insert(files).values(message=message_id, **values))

    def _entry(self, message_id: int, entry: EntryPlan, reference: str) -> None:
        values = {
            "reference": reference,
            "message": message_id,
            "sheet": entry.sheet,
            "seminar": entry.seminar,
            "status": entry.status,
            "entry_values": entry.values,
            "trail": [],
        }
        self._connection.execute(insert(entries).values(**values))

    def _change(self, change: ChangePlan, message: str, now: datetime) -> None:
        found = select(entries).where(entries.c.reference == change.reference)
        row = self._connection.execute(found).one_or_none()
        if row is None:
            raise LookupError(f"there is no entry {change.reference}")
        before = {"status": row.status} if change.status not in (None, row.status) else {}
        before |= {"seminar": row.seminar} if change.seminar not in (None, row.seminar) else {}
        before |= {key: row.entry_values.get(key) for key, new in change.values.items() if row.entry_values.get(key) != new}
        before = {} if change.tells_before else before
        came_in = {"source_message": message} if "source" in change.values else {}  # its file is another message's from now on
        values = {
            "seminar": change.seminar or row.seminar,
            "status": change.status or row.status,
            "entry_values": {**row.entry_values, **change.values, **came_in},
            "trail": [*row.trail, _trail(change.reason, before, message, now)],
        }
        self._connection.execute(update(entries).where(entries.c.id == row.id).values(**values))


def _message_values(case: Case, plan: Plan) -> dict[str, Any]:
    message, wording = case.message, case.wording
    return {
        "state": plan.state,
        "parent_deaths": 0,
        "message_id": message.message_id,
        "likeness": message.likeness,
        "kinship": message.kinship,
        **arrivals.sender_values(message),
        "subject": message.subject,
        "own_words": wording.own,
        "cut": {name: getattr(wording, name) for name in ("quoted", "forwarded", "signature", "disclaimer")},
        "kinds": [str(kind) for kind in case.verdict.kinds],
        "decision": case.verdict.decision,
        "reasons": list(plan.reasons),
        "suggestion": plan.suggestion,
        "no_letter": plan.no_letter,
        "review": plan.review,
        "urgent": plan.urgent,
        "case_json": _CASE.dump_python(dataclasses.replace(case, message=_lean(case.message)), mode="json"),
    }


def _lean(message: Message) -> Message:
    """Without HTML and the bytes of files: both can be read again from the kept message."""
    parts = tuple(dataclasses.replace(part, data=b"") for part in message.parts)
    return dataclasses.replace(message, html="", parts=parts, forwarded=tuple(_lean(one) for one in message.forwarded))


def _trail(reason: str, before: dict[str, Any], message: str, now: datetime) -> str:
    """ "5 March 2016, M-7KQ4: The sender has cancelled it. Before: status Asked." """
    told = "; ".join(f"{key} {value}" for key, value in before.items() if value not in (None, ""))
    return f"{now.day} {now:%B %Y}, {message}: {reason}" + (f" Before: {told}." if told else "")
