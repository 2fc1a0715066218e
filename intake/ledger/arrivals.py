"""T1 of the protocol: what was fetched gets its row; and what happens to a message until it is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, update

from intake.ledger import filing, unfetched
from intake.ledger.changes import raise_generation
from intake.ledger.records import Pending
from intake.ledger.schema import duties, messages
from intake.model import Fetched, Message, Slot


def known_uids(connection: Connection, account: str, folder: str, uidvalidity: int) -> set[int]:
    """UIDs of that folder that have a row, apart from those released to be fetched again."""
    here = and_(in_folder(account, folder, uidvalidity), messages.c.fetch_again.is_(False))
    return set(connection.execute(select(messages.c.uid).where(here)).scalars())


def in_folder(account: str, folder: str, uidvalidity: int) -> ColumnElement[bool]:
    return and_(messages.c.account == account, messages.c.folder == folder, messages.c.uidvalidity == uidvalidity)


def take_in(connection: Connection, batch: Sequence[tuple[Fetched, str]], now: datetime, junk_folder: str | None) -> None:
    """One row for each message of the batch. A slot that has its row already is left as it is."""
    for fetched, digest in batch:
        slot = fetched.slot
        where = and_(in_folder(slot.account, slot.folder, slot.uidvalidity), messages.c.uid == slot.uid)
        row = connection.execute(select(messages.c.id, messages.c.fetch_again).where(where)).one_or_none()
        if row is None:
            _enter(connection, fetched, digest, now, junk_folder)
        elif row.fetch_again:
            _enter_again(connection, row.id, fetched, digest)
        else:
            continue
        unfetched.forget(connection, slot)
        raise_generation(connection)


def _enter(connection: Connection, fetched: Fetched, digest: str, now: datetime, junk_folder: str | None) -> None:
    slot = fetched.slot
    same = messages.c.digest == digest
    nearest = select(messages.c.id, messages.c.original).where(same).order_by(messages.c.folder != slot.folder, messages.c.id)
    original = connection.execute(nearest.limit(1)).one_or_none()
    state = "received" if fetched.whole else "too large"
    if original is not None and not was_put_here(connection, slot, same, junk_folder):
        state = "duplicate"
    values = {
        "account": slot.account,
        "folder": slot.folder,
        "uidvalidity": slot.uidvalidity,
        "uid": slot.uid,
        "digest": digest,
        "received": fetched.received,
        "taken_in": now,
        "size": fetched.size,
        "answered": fetched.answered,
        "whole": fetched.whole,
        "state": state,
        "review": state == "too large",
        "original": (original.original or original.id) if original is not None and state == "duplicate" else None,
    }
    inserted = connection.execute(insert(messages).values(**values)).inserted_primary_key
    if state == "duplicate" and fetched.whole and inserted is not None:
        filing.owe(connection, inserted.id)


def _enter_again(connection: Connection, message_id: int, fetched: Fetched, digest: str) -> None:
    """A message that was too large, or not handed over, and has been released: it is read now, or (still) too large."""
    values: dict[str, Any] = {"fetch_again": False, "digest": digest, "size": fetched.size, "reasons": None}
    values |= {"whole": fetched.whole, "state": "received" if fetched.whole else "too large", "review": not fetched.whole}
    connection.execute(update(messages).where(messages.c.id == message_id).values(**values))


def was_put_here(connection: Connection, slot: Slot, same: ColumnElement[bool], junk_folder: str | None) -> bool:
    """Whether a person put the same message into this folder: back into it, or out of Junk."""
    return _was_filed_away_from(connection, slot, same) or _was_rescued(connection, slot, same, junk_folder)


def _was_rescued(connection: Connection, slot: Slot, same: ColumnElement[bool], junk_folder: str | None) -> bool:
    """Whether the same message was held for spam or machine mail elsewhere, or lay in the junk folder, and is new here."""
    if slot.folder == junk_folder:
        return False
    itself = and_(in_folder(slot.account, slot.folder, slot.uidvalidity), messages.c.uid == slot.uid)
    ours = and_(same, messages.c.account == slot.account, messages.c.state != "duplicate")
    unwanted = or_(
        messages.c.state.in_(("spam", "automatic")),
        messages.c.folder == (junk_folder or ""),
        messages.c.no_letter.contains("Junk folder"),
    )
    came_before = _any(connection, ours, messages.c.folder == slot.folder, not_(itself))
    return not came_before and _any(connection, ours, messages.c.folder != slot.folder, unwanted)


def _any(connection: Connection, *where: ColumnElement[bool]) -> bool:
    return connection.execute(select(messages.c.id).where(*where).limit(1)).first() is not None


def _was_filed_away_from(connection: Connection, slot: Slot, same: ColumnElement[bool]) -> bool:
    """Whether the same message was moved out of this very folder before: then a person has put it back.

    A new UIDVALIDITY is the server's doing and not a person's: there it does not count.
    """
    gone = and_(duties.c.done, duties.c.how.not_in(filing.STILL_THERE))
    here = in_folder(slot.account, slot.folder, slot.uidvalidity)
    found = select(messages.c.id).join(duties, duties.c.message == messages.c.id)
    return connection.execute(found.where(same, here, messages.c.uid != slot.uid, gone).limit(1)).first() is not None


def pending(connection: Connection) -> list[Pending]:
    """What waits to be read, oldest received first."""
    rows = connection.execute(
        select(messages).where(messages.c.state == "received").order_by(messages.c.received, messages.c.id)
    )
    return [_pending(row) for row in rows]


def unnamed(connection: Connection) -> list[Pending]:
    """Rows that are not read and have no reference yet: duplicates, messages over the size limit or never handed over."""
    bare = and_(messages.c.reference.is_(None), messages.c.state.in_(("duplicate", "too large", "set aside")))
    return [_pending(row) for row in connection.execute(select(messages).where(bare).order_by(messages.c.id))]


def _pending(row: Any) -> Pending:
    return Pending(
        id=row.id,
        slot=Slot(row.account, row.folder, row.uidvalidity, row.uid),
        digest=row.digest,
        received=row.received,
        size=row.size,
        answered=row.answered,
        child_deaths=row.child_deaths,
        parent_deaths=row.parent_deaths,
        reference=row.reference or "",
    )


def reading_starts(connection: Connection, message_id: int) -> None:
    """Whatever ends this process from here on will have been counted."""
    count = messages.c.parent_deaths + 1
    connection.execute(update(messages).where(messages.c.id == message_id).values(parent_deaths=count))


def child_died(connection: Connection, message_id: int) -> int:
    """Counts an unexplained death of the reading child; this process lives. Returns the number so far."""
    values = {"child_deaths": messages.c.child_deaths + 1, "parent_deaths": 0}
    connection.execute(update(messages).where(messages.c.id == message_id).values(**values))
    return int(connection.execute(select(messages.c.child_deaths).where(messages.c.id == message_id)).scalar_one())


def set_aside(connection: Connection, message_id: int, reference: str, reason: str, now: datetime, state: str) -> None:
    """For a person to look at. A reference it has already is kept."""
    connection.execute(
        update(messages)
        .where(messages.c.id == message_id)
        .values(
            state=state,
            reference=func.coalesce(messages.c.reference, reference),
            reasons=[reason],
            review=True,
            parent_deaths=0,
            recorded=now,
        )
    )
    raise_generation(connection)


def name(connection: Connection, message_id: int, reference: str, headers: Message | None) -> None:
    """Give a row its reference, and its sender and subject where its headers could be read."""
    values: dict[str, Any] = {"reference": func.coalesce(messages.c.reference, reference)}
    if headers is not None:
        values |= {"subject": headers.subject, **sender_values(headers)}
    connection.execute(update(messages).where(messages.c.id == message_id).values(**values))
    raise_generation(connection)


def sender_values(message: Message) -> dict[str, str]:
    """The columns of a message row that say who sent it; empty where there is no one usable sender."""
    name, email = (message.sender.name, message.sender.email) if message.sender else ("", "")
    return {"sender_name": name, "sender_email": email, "sender_key": email.casefold()}


def reconcile(connection: Connection, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> dict[str, int]:
    """State -> how many of these UIDs are recorded so."""
    wanted = frozenset(uids)
    here = and_(in_folder(account, folder, uidvalidity), messages.c.fetch_again.is_(False))
    rows = connection.execute(select(messages.c.uid, messages.c.state).where(here))
    return dict(Counter(row.state for row in rows if row.uid in wanted))


def reference_of(connection: Connection, message_id: str) -> str | None:
    """The reference of the message with that Message-ID header, the first that came in."""
    return connection.execute(
        select(messages.c.reference)
        .where(messages.c.message_id == message_id, messages.c.reference.is_not(None))
        .order_by(messages.c.id)
        .limit(1)
    ).scalar()
