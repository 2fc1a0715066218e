"""Messages that came in and what they were read as, a few at a time: for reading them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, func, not_, select

from intake.ledger.by_hand import TYPED_IN
from intake.ledger.records import Kept
from intake.ledger.schema import messages
from intake.model import Reading

MOST = 100  # messages at a time
MOST_BYTES = 8_000_000  # of mail at a time; one that is larger comes alone

_READING: TypeAdapter[Reading] = TypeAdapter(Reading)
_LEFT_OUT = ("received", "duplicate")


def following(connection: Connection, last: int, since: datetime | None) -> list[Kept]:
    """The next messages after row `last`, in the order of their rows; none where there are no more."""
    sizes = select(messages.c.id, messages.c.size).where(messages.c.id > last, *_wanted(since))
    ids = list(_few((row.id, row.size) for row in connection.execute(sizes.order_by(messages.c.id).limit(MOST))))
    found = select(messages).where(messages.c.id.in_(ids)).order_by(messages.c.id)
    return [_kept(row) for row in connection.execute(found)]


def count(connection: Connection, since: datetime | None) -> int:
    return connection.execute(select(func.count()).select_from(messages).where(*_wanted(since))).scalar_one()


def _wanted(since: datetime | None) -> list[ColumnElement[bool]]:
    """A form typed in by hand was never read by the program, so it cannot be read again."""
    return [messages.c.state.not_in(_LEFT_OUT), not_(TYPED_IN), *([messages.c.received >= since] if since else [])]


def _few(sized: Iterator[tuple[int, int]]) -> Iterator[int]:
    weight = 0
    for number, (row_id, size) in enumerate(sized):
        weight += size
        if number and weight > MOST_BYTES:
            return
        yield row_id


def _kept(row: Any) -> Kept:
    return Kept(
        id=row.id,
        reference=row.reference or f"#{row.id}",
        state=row.state,
        digest=row.digest,
        received=row.received,
        size=row.size,
        whole=row.whole,
        reading=_reading(row.case_json),
    )


def _reading(kept: Any) -> Reading | None:
    """As an older version wrote it, with the defaults of what that did not know; None where it is nothing we understand."""
    try:
        return None if kept is None else _READING.validate_python(kept)
    except ValidationError:
        return None
