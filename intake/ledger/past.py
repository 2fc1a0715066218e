"""What happened before one message, as the desk's decision about it needs to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from intake.ledger import arrivals
from intake.ledger.records import Pending
from intake.ledger.schema import entries, letters, messages, overrides
from intake.model import Case, History, KnownEntry

_DAY = timedelta(days=1)
_ON_THE_WAY = ("queued", "sending")
_GIVEN_UP = ("cancelled", "withdrawn", "declined")
_COUNTED = ("Places", "Status", "Decision")  # headers of the register whose staff values change the count


def history(connection: Connection, case: Case, pending: Pending, now: datetime) -> History:
    """All of History but before_start, from_junk and breaker, which the caller knows."""
    message = case.message
    sender = message.sender.email.casefold() if message.sender else ""
    other = messages.c.id != pending.id
    same = messages.c.likeness == message.likeness
    akin = and_(messages.c.kinship == message.kinship, messages.c.likeness != message.likeness)
    token = _sent_token(connection, message.in_reply_to)
    again = or_(same, messages.c.digest == pending.digest)
    return History(
        same_likeness=_any(connection, and_(other, same)),
        same_kinship=_any(connection, and_(other, akin)),
        seen_before_here=arrivals.was_filed_away_from(connection, pending.slot, again),
        answered_by_colleague=pending.answered,
        letters_today=letters_since(connection, now - _DAY, sender) if sender else 0,
        letters_today_all=letters_since(connection, now - _DAY),
        letters_ever=_letters_ever(connection, sender) if sender else 0,
        sent_token=token,
        by_sender=_known(connection, messages.c.sender_key == sender) if sender else (),
        by_reference=_named(connection, {*case.references, *({token} if token else ())}),
        places_taken=places_taken(connection),
    )


def _any(connection: Connection, where: ColumnElement[bool]) -> bool:
    return connection.execute(select(messages.c.id).where(where).limit(1)).first() is not None


def letters_since(connection: Connection, since: datetime, to_key: str = "") -> int:
    """Automatic letters, to anybody or to one address, that left or may have left since then, or are about to leave."""
    left = and_(letters.c.state.in_(("sent", "unknown")), letters.c.changed >= since)
    where = [letters.c.kind == "automatic", or_(letters.c.state.in_(_ON_THE_WAY), left)]
    if to_key:
        where.append(letters.c.to_key == to_key)
    return connection.execute(select(func.count()).select_from(letters).where(*where)).scalar_one()


def _letters_ever(connection: Connection, to_key: str) -> int:
    gone = letters.c.state.in_((*_ON_THE_WAY, "sent", "unknown"))
    return connection.execute(select(func.count()).select_from(letters).where(letters.c.to_key == to_key, gone)).scalar_one()


def _sent_token(connection: Connection, answered: Iterable[str]) -> str | None:
    """The reference of the message whose letter is answered. Our ids cannot be guessed, so they are the token."""
    found = (
        select(messages.c.reference)
        .join(letters, letters.c.message == messages.c.id)
        .where(letters.c.message_id.in_(tuple(answered)))
        .order_by(letters.c.id.desc())
    )
    return connection.execute(found.limit(1)).scalar()


def _named(connection: Connection, references: set[str]) -> tuple[KnownEntry, ...]:
    if not references:
        return ()
    named = tuple(references)
    return _known(connection, or_(entries.c.reference.in_(named), messages.c.reference.in_(named)))


def _known(connection: Connection, where: ColumnElement[bool]) -> tuple[KnownEntry, ...]:
    """Entries oldest first, as the program read them."""
    found = (
        select(entries, messages.c.sender_key)
        .join(messages, messages.c.id == entries.c.message)
        .where(where)
        .order_by(messages.c.received, entries.c.id)
    )
    return tuple(_entry(row) for row in connection.execute(found))


def _entry(row: Any) -> KnownEntry:
    places = row.entry_values.get("places")
    return KnownEntry(
        reference=row.reference,
        sheet=row.sheet,
        seminar=row.seminar,
        status=row.status,
        sender=row.sender_key,
        places=places if isinstance(places, int) else None,
        values=row.entry_values,
    )


def places_taken(connection: Connection) -> dict[str, int]:
    """Seminar id -> places asked for and not given up, as the register counts them: staff's own values win,
    and a request that gives no number counts as one place."""
    typed = {
        (row.reference, row.header): row.cell_value
        for row in connection.execute(select(overrides).where(overrides.c.header.in_(_COUNTED)))
        if row.cell_value is not None
    }
    taken: Counter[str] = Counter()
    found = select(entries.c.reference, entries.c.seminar, entries.c.status, entries.c.entry_values)
    for row in connection.execute(found.where(entries.c.sheet == "place", entries.c.seminar.is_not(None))):
        said = (typed.get((row.reference, "Status"), row.status), typed.get((row.reference, "Decision"), ""))
        if not any(str(one).strip().casefold().startswith(_GIVEN_UP) for one in said):
            taken[str(row.seminar)] += _number(typed.get((row.reference, "Places"), row.entry_values.get("places")))
    return dict(taken)


def _number(value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 5:
        return int(value)
    return int(value) if isinstance(value, int | float) and abs(value) < 10_000 else 1
