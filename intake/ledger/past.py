"""What happened before one message, as the desk's decision about it needs to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from intake.ledger import arrivals, typed
from intake.ledger.records import Pending
from intake.ledger.schema import TO_SENDERS, entries, letters, messages
from intake.model import Case, History, KnownEntry, Returned, SentLetter

_DAY = timedelta(days=1)
_GIVEN_UP = ("cancelled", "withdrawn", "declined")
_WAITING = "asked ("  # full, closed or past when it came: it takes no place until staff confirm it


def history(
    connection: Connection,
    case: Case,
    pending: Pending,
    now: datetime,
    *,
    junk_folder: str | None = None,
    seminars: Mapping[str, str] = {},
) -> History:
    """All of History but before_start, from_junk and breaker, which the caller knows. `seminars`: label -> id."""
    message = case.message
    sender = message.sender.email.casefold() if message.sender else ""
    other = messages.c.id != pending.id
    same = messages.c.likeness == message.likeness
    akin = and_(messages.c.kinship == message.kinship, messages.c.likeness != message.likeness)
    token = _sent_token(connection, message.in_reply_to)
    again = or_(same, messages.c.digest == pending.digest)
    known = _Known(connection, seminars)
    return History(
        same_likeness=_any(connection, and_(other, same)),
        same_kinship=_any(connection, and_(other, akin)),
        seen_before_here=arrivals.was_put_here(connection, pending.slot, again, junk_folder),
        answered_by_colleague=pending.answered,
        letters_today=letters_since(connection, now - _DAY, sender) if sender else 0,
        letters_today_all=letters_since(connection, now - _DAY),
        letters_ever=_letters_ever(connection, sender) if sender else 0,
        sent_token=token,
        answers_notice=_answers_notice(connection, message.in_reply_to),
        returned=_returned(connection, case.returned) if case.returned else None,
        maybe_returned=_maybe_returned(connection, case.returned) if case.returned else None,
        by_sender=known.where(messages.c.sender_key == sender) if sender else (),
        by_reference=known.named({*case.references, *({token} if token else ())}),
        same_forms=known.with_answers([one.fields for one in (case.example, *case.further) if one]),
        places_taken=known.places_taken(),
    )


def _any(connection: Connection, where: ColumnElement[bool]) -> bool:
    return connection.execute(select(messages.c.id).where(where).limit(1)).first() is not None


def letters_since(connection: Connection, since: datetime, to_key: str = "") -> int:
    """Automatic letters, to anybody or to one address, that left or may have left since then, or were written since then
    and are about to leave."""
    left = and_(letters.c.state.in_(("sending", "sent", "unknown")), letters.c.changed >= since)
    # One that came back is changed by the report, which may be days younger than the letter.
    about_to = and_(letters.c.state.in_(("queued", "returned")), letters.c.created >= since)
    where = [letters.c.kind == "automatic", or_(left, about_to)]
    if to_key:
        where.append(letters.c.to_key == to_key)
    return connection.execute(select(func.count()).select_from(letters).where(*where)).scalar_one()


def _letters_ever(connection: Connection, to_key: str) -> int:
    gone = letters.c.state.in_(("queued", "sending", "sent", "unknown"))
    theirs = and_(TO_SENDERS, letters.c.to_key == to_key, gone)
    return connection.execute(select(func.count()).select_from(letters).where(theirs)).scalar_one()


def _sent_token(connection: Connection, answered: Iterable[str]) -> str | None:
    """The reference of the message whose letter is answered. Our ids cannot be guessed, so they are the token."""
    found = (
        select(messages.c.reference)
        .join(letters, letters.c.message == messages.c.id)
        .where(TO_SENDERS, letters.c.message_id.in_(tuple(answered)))
        .order_by(letters.c.id.desc())
    )
    return connection.execute(found.limit(1)).scalar()


def _answers_notice(connection: Connection, answered: Iterable[str]) -> bool:
    found = select(letters.c.id).where(not_(TO_SENDERS), letters.c.message_id.in_(tuple(answered)))
    return connection.execute(found.limit(1)).first() is not None


_LEFT = letters.c.state.in_(("sent", "unknown", "returned"))


def _returned(connection: Connection, report: Returned) -> SentLetter | None:
    """The letter that the report names by our own Message-ID."""
    return _sent_letter(connection, letters.c.message_id.in_(report.ids))


def _maybe_returned(connection: Connection, report: Returned) -> SentLetter | None:
    """The latest letter to an address that the report names, about a reference that it names."""
    by_entry = select(entries.c.message).where(entries.c.reference.in_(report.references))
    about = or_(messages.c.reference.in_(report.references), messages.c.id.in_(by_entry))
    return _sent_letter(connection, and_(TO_SENDERS, letters.c.to_key.in_(report.recipients), about))


def _sent_letter(connection: Connection, where: ColumnElement[bool]) -> SentLetter | None:
    columns = (letters.c.id, letters.c.kind, letters.c.state, letters.c.message, messages.c.reference)
    found = select(*columns).join(messages, messages.c.id == letters.c.message).where(where, _LEFT)
    row = connection.execute(found.order_by(letters.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    own = select(entries.c.reference).where(entries.c.message == row.message).order_by(entries.c.id)
    return SentLetter(
        id=row.id,
        message=row.reference,
        entries=tuple(connection.execute(own).scalars()),
        to_staff=row.kind.endswith("notice"),
        came_back=row.state == "returned",
    )


class _Known:
    """The entries of the ledger as staff see them: what they typed over a value counts."""

    def __init__(self, connection: Connection, seminars: Mapping[str, str]) -> None:
        self._connection = connection
        self._seminars = seminars
        self._typed = typed.by_reference(connection)

    def named(self, references: set[str]) -> tuple[KnownEntry, ...]:
        """Entries that bear one of these references, or whose message does."""
        if not references:
            return ()
        named = tuple(references)
        return self.where(or_(entries.c.reference.in_(named), messages.c.reference.in_(named)))

    def with_answers(self, forms: Sequence[Mapping[str, str]]) -> tuple[KnownEntry, ...]:
        """Entries of the call that have every answer of one of the forms."""
        wanted = [form for form in forms if form]
        if not wanted:
            return ()
        return tuple(
            entry for entry in self.where(entries.c.sheet == "example") if any(_is_like(entry, form) for form in wanted)
        )

    def where(self, condition: ColumnElement[bool]) -> tuple[KnownEntry, ...]:
        """Oldest first."""
        found = (
            select(entries, messages.c.sender_key, messages.c.reference.label("bearer"))
            .join(messages, messages.c.id == entries.c.message)
            .where(condition)
            .order_by(messages.c.received, entries.c.id)
        )
        return tuple(self._entry(row) for row in self._connection.execute(found))

    def places_taken(self) -> dict[str, int]:
        """Seminar id -> places asked for, not given up and not waiting for room; a request without a number counts as one."""
        taken: Counter[str] = Counter()
        for entry in self.where(entries.c.sheet == "place"):
            decision = str(self._typed.get(entry.reference, {}).get("Decision") or "").strip().casefold()
            if entry.seminar and _takes_places(entry.status.strip().casefold(), decision):
                taken[entry.seminar] += 1 if entry.places is None else entry.places
        return dict(taken)

    def _entry(self, row: Any) -> KnownEntry:
        read = KnownEntry(
            reference=row.reference,
            sheet=row.sheet,
            seminar=row.seminar,
            status=row.status,
            sender=row.sender_key,
            places=typed.number(row.entry_values.get("places")),
            values=row.entry_values,
            message=row.bearer or "",
        )
        return typed.overlaid(read, self._typed.get(row.reference, {}), self._seminars)


def _is_like(entry: KnownEntry, form: Mapping[str, str]) -> bool:
    """Whether every answer of the form is in the entry."""
    return all(" ".join(str(entry.values.get(f"f_{key}")).split()) == " ".join(text.split()) for key, text in form.items())


def _takes_places(status: str, decision: str) -> bool:
    if status.startswith(_GIVEN_UP) or decision.startswith(_GIVEN_UP):
        return False
    return not status.startswith(_WAITING) or decision.startswith("confirmed")
