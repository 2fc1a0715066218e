"""What is owed to the mail server once a message is recorded or a letter sent: to file it away, with attempts and next try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from intake.ledger.records import Away, DueLetter
from intake.ledger.schema import duties, letters, messages

STILL_THERE = ("left", "superseded")  # ends of a duty after which the message is where it was


def owe(connection: Connection, message_id: int) -> None:
    """The message is to be filed away. One that was owed before is owed again."""
    again = update(duties).where(duties.c.message == message_id).values(done=False, next_try=None)
    if not connection.execute(again).rowcount:
        connection.execute(insert(duties).values(kind="file away", message=message_id))


def owe_copy(connection: Connection, letter_id: int) -> None:
    """A copy of the letter is to be filed in the Sent folder."""
    known = connection.execute(select(duties.c.id).where(duties.c.letter == letter_id)).first()
    if known is None:
        connection.execute(insert(duties).values(kind="copy", letter=letter_id))


def due(now: datetime) -> ColumnElement[bool]:
    return and_(duties.c.done.is_(False), or_(duties.c.next_try.is_(None), duties.c.next_try <= now))


def to_file_away(connection: Connection, account: str, folder: str, uidvalidity: int, now: datetime) -> list[Away]:
    """What may be moved now out of that folder, lowest UID first. What was owed under another UIDVALIDITY is void:
    those UIDs no longer mean anything, and the messages have come in again under new ones."""
    here = and_(messages.c.account == account, messages.c.folder == folder)
    stale = select(messages.c.id).where(here, messages.c.uidvalidity != uidvalidity)
    connection.execute(
        update(duties)
        .where(duties.c.done.is_(False), duties.c.message.in_(stale))
        .values(done=True, how="superseded", changed=now)
    )
    found = (
        select(messages.c.id, messages.c.uid, duties.c.attempts)
        .join(duties, duties.c.message == messages.c.id)
        .where(here, messages.c.uidvalidity == uidvalidity, due(now))
        .order_by(messages.c.uid)
    )
    return [Away(row.id, row.uid, row.attempts) for row in connection.execute(found)]


def filed_away(connection: Connection, ids: Sequence[int], how: str, now: datetime) -> None:
    """These messages are done with: "moved", "copied", "gone" (somebody else moved it) or "left" (it stays there)."""
    for one in ids:
        done = update(duties).where(duties.c.message == one)
        connection.execute(done.values(done=True, how=how, reason="", attempts=duties.c.attempts + 1, changed=now))


def file_away_failed(connection: Connection, ids: Sequence[int], reason: str, now: datetime, next_try: datetime) -> None:
    for one in ids:
        failed = update(duties).where(duties.c.message == one, duties.c.done.is_(False))
        connection.execute(failed.values(reason=reason, attempts=duties.c.attempts + 1, next_try=next_try, changed=now))


def owes_filing(connection: Connection, now: datetime) -> bool:
    """Whether any message may be filed away now."""
    found = select(duties.c.id).where(duties.c.kind == "file away", due(now)).limit(1)
    return connection.execute(found).first() is not None


def owed(connection: Connection) -> int:
    """All duties not done, due now or later."""
    return connection.execute(select(func.count()).select_from(duties).where(duties.c.done.is_(False))).scalar_one()


def unsent_copies(connection: Connection, now: datetime | None) -> list[DueLetter]:
    """Letters sent whose copy is still to be filed, oldest first; with `now`, only those whose next try has come."""
    wanted = and_(duties.c.kind == "copy", due(now) if now else duties.c.done.is_(False))
    found = select(letters, duties.c.attempts.label("tries")).join(duties, duties.c.letter == letters.c.id).where(wanted)
    return [
        DueLetter(row.id, row.to_address, row.raw, row.message_id, row.tries, row.created)
        for row in connection.execute(found.order_by(letters.c.id))
    ]


def copy_filed(connection: Connection, letter_id: int) -> None:
    done = update(duties).where(duties.c.letter == letter_id)
    connection.execute(done.values(done=True, how="copied", reason="", attempts=duties.c.attempts + 1))


def copy_failed(connection: Connection, letter_id: int, reason: str, next_try: datetime) -> None:
    failed = update(duties).where(duties.c.letter == letter_id, duties.c.done.is_(False))
    connection.execute(failed.values(reason=reason, attempts=duties.c.attempts + 1, next_try=next_try))


def make_all_due(connection: Connection, now: datetime) -> int:
    """Put-off duties may be tried at once. Returns how many."""
    later = update(duties).where(duties.c.done.is_(False), duties.c.next_try > now).values(next_try=now)
    return connection.execute(later).rowcount
