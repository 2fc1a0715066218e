"""Messages that are in the mailbox and that the server never hands over: counted, and after some tries a person's matter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, update

from intake.ledger.changes import raise_generation
from intake.ledger.schema import messages, unfetched
from intake.model import Slot

TRIES = 3
_REASON = f"The server would not hand this message over in {TRIES} tries. Open it in the mailbox."


def failed(connection: Connection, listed: Sequence[tuple[Slot, datetime, int]], now: datetime) -> int:
    """Count one try for each (slot, received, size). Those that have had enough are set aside. Returns how many."""
    entered = sum(_set_aside(connection, *one, now) for one in listed if _counted(connection, one[0]) >= TRIES)
    if entered:
        raise_generation(connection)
    return entered


def forget(connection: Connection, slot: Slot) -> None:
    """It was handed over, or is a person's matter."""
    connection.execute(delete(unfetched).where(_at(unfetched, slot)))


def _counted(connection: Connection, slot: Slot) -> int:
    more = update(unfetched).where(_at(unfetched, slot)).values(tries=unfetched.c.tries + 1)
    if not connection.execute(more).rowcount:
        connection.execute(insert(unfetched).values(**_place(slot), tries=1))
    return int(connection.execute(select(unfetched.c.tries).where(_at(unfetched, slot))).scalar_one())


def _set_aside(connection: Connection, slot: Slot, received: datetime, size: int, now: datetime) -> bool:
    """A row for a person, with no kept file. `intake release` has it fetched again."""
    forget(connection, slot)
    row = connection.execute(select(messages.c.id, messages.c.fetch_again).where(_at(messages, slot))).one_or_none()
    if row is not None and not row.fetch_again:
        return False
    state: dict[str, Any] = {"fetch_again": False, "state": "set aside", "review": True, "reasons": [_REASON], "recorded": now}
    if row is not None:
        connection.execute(update(messages).where(messages.c.id == row.id).values(**state))
        return True
    seen = {"received": received, "taken_in": now, "size": size, "answered": False, "whole": False}
    connection.execute(insert(messages).values(**_place(slot), **seen, **state, digest=_digest(slot)))
    return True


def _at(table: Table, slot: Slot) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in _place(slot).items()))


def _place(slot: Slot) -> dict[str, Any]:
    return {"account": slot.account, "folder": slot.folder, "uidvalidity": slot.uidvalidity, "uid": slot.uid}


def _digest(slot: Slot) -> str:
    """In place of the digest of bytes that nobody has: no other row has the same."""
    return hashlib.sha256(f"not handed over: {slot}".encode()).hexdigest()
