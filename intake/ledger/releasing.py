"""What a person puts back to work: held letters, messages set aside, and whatever waits for its next try."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from intake.errors import SetAside
from intake.ledger import filing
from intake.ledger.changes import raise_generation
from intake.ledger.schema import TO_SENDERS, entries, letters, messages


def release(connection: Connection, reference: str, now: datetime) -> str:
    """Put back to work what bears this reference (of the message or of its entry; "#12" for row 12). Returns a sentence.

    Raises SetAside where nothing of that reference is held or set aside.
    """
    wanted = reference.strip().upper()
    row_id = _message_of(connection, wanted)
    if row_id is None:
        raise SetAside(f"There is nothing under {wanted}. `intake status` lists what is held or set aside.")
    said = _release_letters(connection, row_id, now) or _release_message(connection, row_id)
    if not said:
        raise SetAside(f"Nothing under {wanted} is held or set aside. {_why_not(connection, row_id)}".rstrip())
    raise_generation(connection)
    return f"{wanted}: {said}"


def _message_of(connection: Connection, wanted: str) -> int | None:
    number = wanted.removeprefix("#")
    if wanted.startswith("#") and number.isascii() and number.isdecimal():
        return connection.execute(select(messages.c.id).where(messages.c.id == int(number[:9]))).scalar()
    upper = func.upper
    by_entry = select(entries.c.message).where(upper(entries.c.reference) == wanted)
    found = select(messages.c.id).where(or_(upper(messages.c.reference) == wanted, messages.c.id.in_(by_entry)))
    return connection.execute(found).scalar()


def _release_letters(connection: Connection, row_id: int, now: datetime) -> str:
    held = update(letters).where(letters.c.message == row_id, letters.c.state == "held")
    count = connection.execute(held.values(state="queued", reason="", next_try=now, put_off_since=None, changed=now)).rowcount
    return "its letter is released and goes with the next pass." if count else ""


def _release_message(connection: Connection, row_id: int) -> str:
    row = connection.execute(select(messages.c.state, messages.c.whole).where(messages.c.id == row_id)).one()
    this = update(messages).where(messages.c.id == row_id)
    if row.state not in ("set aside", "too large"):
        return ""
    if not row.whole:
        connection.execute(this.values(fetch_again=True))
        if row.state == "set aside":
            return "it is fetched by the next pass, if the server now hands it over."
        return "it is fetched by the next pass, if limits.message_bytes now allows its size."
    connection.execute(this.values(state="received", child_deaths=0, parent_deaths=0, review=False, reasons=None))
    return "it is read again by the next pass."


def _why_not(connection: Connection, row_id: int) -> str:
    states = set(connection.execute(select(letters.c.state).where(TO_SENDERS, letters.c.message == row_id)).scalars())
    if "unknown" in states:
        return "Its letter may have left: look among the sent mail, and write yourself if it is not there."
    if "failed" in states:
        return "Its letter was refused for good: write yourself, or by post or telephone."
    if "returned" in states:
        return "Its letter came back undelivered: reach the sender by telephone or post, or at another address."
    return "Its letter has left." if "sent" in states else ""


def retry(connection: Connection, now: datetime) -> int:
    """Duties and queued letters that wait for a later try are due now. Returns how many. Refused letters stay refused."""
    later = update(letters).where(letters.c.state == "queued", letters.c.next_try > now)
    count = connection.execute(later.values(next_try=now)).rowcount
    connection.execute(update(letters).where(letters.c.state == "queued").values(put_off_since=None))
    if count:
        raise_generation(connection)
    return count + filing.make_all_due(connection, now)
