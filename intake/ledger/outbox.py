"""Letters and what became of them: at most one automatic letter leaves for a message, and none leaves twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from intake.errors import SetAside
from intake.ledger import filing
from intake.ledger.changes import raise_generation
from intake.ledger.records import DueLetter
from intake.ledger.schema import letters
from intake.model import CameBack, Outcome

_INTERRUPTED = (
    "The program was stopped while this letter was being sent. "
    "Look for it among the sent mail; if it is not there, write yourself."
)
# What may follow on what. Nothing leads from "unknown", "sent" or "failed" back to "queued": no letter leaves twice.
_BEFORE = {"sent": ("sending",), "unknown": ("sending",), "queued": ("queued", "sending"), "failed": ("queued", "sending")}


def interrupted(connection: Connection, now: datetime) -> int:
    """Letters a stopped pass left in mid-air: nobody can know whether they left. Returns how many."""
    mid_air = update(letters).where(letters.c.state == "sending")
    count = connection.execute(mid_air.values(state="unknown", reason=_INTERRUPTED, changed=now)).rowcount
    if count:
        raise_generation(connection)
    return count


def due_letters(connection: Connection, now: datetime) -> list[DueLetter]:
    """Queued letters whose time has come: urgent notices to staff, then the oldest first."""
    return _letters(connection, letters.c.state == "queued", or_(letters.c.next_try.is_(None), letters.c.next_try <= now))


def urgent_notices(connection: Connection, now: datetime) -> list[DueLetter]:
    """Those of `due_letters` that tell staff of words of danger."""
    due = or_(letters.c.next_try.is_(None), letters.c.next_try <= now)
    return _letters(connection, letters.c.state == "queued", due, letters.c.kind == "urgent notice")


def unknown_letters(connection: Connection) -> list[DueLetter]:
    return _letters(connection, letters.c.state == "unknown")


def _letters(connection: Connection, *where: ColumnElement[bool]) -> list[DueLetter]:
    return [
        DueLetter(
            id=row.id,
            to=row.to_address,
            raw=row.raw,
            message_id=row.message_id,
            attempts=row.attempts,
            created=row.created,
            put_off_since=row.put_off_since,
            plan=row.plan,
            notice=row.kind.endswith("notice"),
        )
        for row in connection.execute(select(letters).where(*where).order_by(letters.c.kind != "urgent notice", letters.c.id))
    ]


def sending(connection: Connection, letter_id: int, now: datetime) -> None:
    """T3: from the commit of this the letter may have left."""
    _move(connection, letter_id, ("queued",), state="sending", attempts=letters.c.attempts + 1, changed=now)


def sent_outcome(
    connection: Connection, letter_id: int, outcome: Outcome, now: datetime, next_try: datetime | None, copy: bool
) -> None:
    """T4: what the server said. An attempt that failed before T3 is counted here."""
    columns = select(letters.c.state, letters.c.attempts, letters.c.put_off_since)
    before = connection.execute(columns.where(letters.c.id == letter_id)).one()
    attempts = before.attempts + (before.state == "queued" and not outcome.desk_fault)
    put_off = outcome.state == "queued" and not outcome.desk_fault
    _move(
        connection,
        letter_id,
        _BEFORE[outcome.state],
        state=outcome.state,
        code=outcome.code,
        reason="" if outcome.state == "sent" else outcome.reason,
        attempts=attempts,
        next_try=next_try if outcome.state == "queued" else None,
        put_off_since=before.put_off_since or (now if put_off else None),
        changed=now,
    )
    if outcome.state == "sent" and copy:
        filing.owe_copy(connection, letter_id)


def written(connection: Connection, letter_id: int, subject: str, raw: bytes) -> None:
    """A letter that could not be written before has its bytes now; from here on they stay as they are."""
    waiting = update(letters).where(letters.c.id == letter_id, letters.c.state == "queued", letters.c.plan != "")
    connection.execute(waiting.values(subject=subject, raw=raw, plan=""))


def hold(connection: Connection, letter_id: int, reason: str, now: datetime) -> None:
    """A queued letter waits for a person."""
    _move(connection, letter_id, ("queued",), state="held", reason=reason, changed=now)


def came_back(connection: Connection, what: CameBack, when: datetime) -> None:
    """A report names the letter as undelivered for good: so it had left. A letter that came back before is left as it is."""
    gone = update(letters).where(letters.c.id == what.letter, letters.c.state.in_(("sent", "unknown")))
    connection.execute(gone.values(state="returned", reason=what.reason, changed=when))
    raise_generation(connection)


def found_in_sent(connection: Connection, letter_id: int, now: datetime) -> None:
    """A letter of unknown fate stands among the sent mail: it did leave."""
    _move(connection, letter_id, ("unknown",), state="sent", reason="", changed=now)


def _move(connection: Connection, letter_id: int, allowed: tuple[str, ...], **values: Any) -> None:
    found = update(letters).where(letters.c.id == letter_id, letters.c.state.in_(allowed))
    if connection.execute(found.values(**values)).rowcount != 1:
        raise SetAside(f"Letter {letter_id} is in no state to become {values['state']}. It was left as it is; nothing is sent.")
    raise_generation(connection)
