"""All that the register shows, and what `intake status` tells, read from the ledger in one consistent view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select

from intake import filekinds
from intake.ledger import changes, filing, waiting
from intake.ledger.by_hand import TYPED_IN
from intake.ledger.records import Status
from intake.ledger.schema import TO_SENDERS, conflicts, entries, files, letters, messages, overrides, passes
from intake.rows import Conflict, EntryRow, FileRow, LetterRow, MessageRow, NoticeRow, Override, PassRow, Snapshot

_SHOWN = (
    *("id", "reference", "state", "review", "urgent", "received", "sender_name", "sender_email", "subject", "own_words"),
    *("kinds", "reasons", "suggestion", "no_letter", "folder", "size", "original"),
    *("account", "uidvalidity"),
)


def snapshot(connection: Connection) -> Snapshot:
    return Snapshot(
        generation=changes.generation(connection),
        messages=_messages(connection),
        entries=_entries(connection),
        files=_files(connection),
        letters=_letters(connection),
        notices=waiting.notices(connection),
        overrides=_overrides(connection),
        conflicts=_conflicts(connection),
        last_pass=last_pass(connection),
    )


def _messages(connection: Connection) -> tuple[MessageRow, ...]:
    own: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(entries.c.message, entries.c.reference).order_by(entries.c.id)):
        own[row.message].append(row.reference)
    found = select(*(messages.c[name] for name in _SHOWN)).order_by(messages.c.received, messages.c.id)
    rows = connection.execute(found).all()
    by_id = {row.id: row for row in rows}
    shown = [(row, by_id.get(row.original)) for row in rows]
    return tuple(_message(row, original, tuple(own[row.id])) for row, original in shown if not _renumbered(row, original))


def _renumbered(row: Any, original: Any) -> bool:
    """The server has given its messages new numbers (UIDVALIDITY): this is no second message, and gets no second row."""
    if row.state != "duplicate" or original is None:
        return False
    return (row.account, row.folder) == (original.account, original.folder) and row.uidvalidity != original.uidvalidity


def _message(row: Any, original: Any, own: tuple[str, ...]) -> MessageRow:
    """A duplicate was never read: it is shown with the sender and subject of its original."""
    face = row if original is None else original
    return MessageRow(
        id=row.id,
        reference=row.reference or "",
        state=row.state,
        review=row.review,
        urgent=row.urgent,
        received=row.received,
        sender_name=face.sender_name,
        sender_email=face.sender_email,
        subject=face.subject,
        own_words=row.own_words,
        kinds=tuple(face.kinds or ()),
        reasons=tuple(row.reasons or _unread(row, original)),
        suggestion=row.suggestion,
        no_letter=row.no_letter or _unanswered(row.state),
        folder=row.folder,
        size=row.size,
        entries=own,
    )


def _unread(row: Any, original: Any) -> Iterable[str]:
    if original is not None:
        yield f"This is the same message as {original.reference or f'#{original.id}'}, which came in before."
    elif row.state == "too large":
        yield f"It is too large to be read here ({row.size:,} bytes). Open it in the mailbox."
    elif row.state == "received":
        yield "It has been taken in and is still to be read."


def _unanswered(state: str) -> str:
    return {
        "duplicate": "It came twice and is answered once.",
        "too large": "It was not read, so nobody has been answered.",
        "set aside": "It could not be read, so nobody has been answered.",
    }.get(state, "")


def _entries(connection: Connection) -> tuple[EntryRow, ...]:
    face = (messages.c.reference.label("bearer"), messages.c.received, messages.c.sender_name, messages.c.sender_email)
    found = select(entries, *face).join(messages, messages.c.id == entries.c.message).order_by(entries.c.id)
    return tuple(
        EntryRow(
            reference=row.reference,
            message=row.bearer,
            sheet=row.sheet,
            seminar=row.seminar,
            status=row.status,
            received=row.received,
            sender_name=row.sender_name,
            sender_email=row.sender_email,
            values=row.entry_values,
            trail=tuple(row.trail),
        )
        for row in connection.execute(found)
    )


def _files(connection: Connection, where: ColumnElement[bool] | None = None) -> tuple[FileRow, ...]:
    found = select(files, messages.c.reference).join(messages, messages.c.id == files.c.message)
    if where is not None:
        found = found.where(where)
    return tuple(
        FileRow(
            reference=row.reference,
            number=row.number,
            name=row.name,
            kind=filekinds.in_words(row.detected_type, row.extension),
            detected_type=row.detected_type,
            extension=row.extension,
            size=row.size,
            digest=row.digest,
            safe=row.safe,
            note=row.note,
            inline=row.inline,
        )
        for row in connection.execute(found.order_by(files.c.message, files.c.number))
    )


def files_of(connection: Connection, reference: str, number: int | None) -> list[FileRow]:
    """The files of the message that bears this reference, or whose entry does; all of them, or that of one number."""
    wanted = reference.strip().upper()
    by_entry = select(entries.c.message).where(func.upper(entries.c.reference) == wanted)
    named = or_(func.upper(messages.c.reference) == wanted, messages.c.id.in_(by_entry))
    return [row for row in _files(connection, named) if number in (None, row.number)]


def _letters(connection: Connection) -> tuple[LetterRow, ...]:
    columns = [letters.c[name] for name in ("id", "to_address", "template", "state", "reason", "created", "changed")]
    columns += [letters.c.attempts, letters.c.next_try, messages.c.reference]
    found = select(*columns).join(messages, messages.c.id == letters.c.message).where(TO_SENDERS).order_by(letters.c.id)
    return tuple(
        LetterRow(
            id=row.id,
            reference=row.reference,
            to=row.to_address,
            template=row.template,
            state=row.state,
            reason=row.reason,
            created=row.created,
            changed=row.changed,
            attempts=row.attempts,
            next_try=row.next_try,
        )
        for row in connection.execute(found)
    )


def _overrides(connection: Connection) -> tuple[Override, ...]:
    return tuple(
        Override(row.sheet, row.reference, row.header, row.cell_value, row.seen, row.formula)
        for row in connection.execute(select(overrides).order_by(overrides.c.id))
    )


def _conflicts(connection: Connection) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(row.sheet, row.reference, row.header, row.staff_value, row.program_value, row.seen)
        for row in connection.execute(select(conflicts).order_by(conflicts.c.id))
    )


def last_pass(connection: Connection) -> PassRow | None:
    row = connection.execute(select(passes).order_by(passes.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return PassRow(
        started=row.started,
        finished=row.finished,
        seen=row.seen,
        recorded=row.recorded,
        gone=row.gone,
        to_fetch=row.to_fetch,
        by_state=row.by_state or {},
        sent=row.sent,
        problem=row.problem,
    )


def status(connection: Connection) -> Status:
    aside = select(messages.c.id, messages.c.reference, messages.c.reasons, messages.c.size, messages.c.state)
    aside = aside.where(messages.c.state.in_(("set aside", "too large"))).order_by(messages.c.id)
    return Status(
        messages=_counts(connection, messages.c.state, not_(TYPED_IN)) | _typed_in(connection),
        letters=_counts(connection, letters.c.state, TO_SENDERS),
        notices=_counts(connection, letters.c.state, not_(TO_SENDERS)),
        held=_letters_in(connection, "held"),
        unknown=_letters_in(connection, "unknown"),
        failed=_letters_in(connection, "failed"),
        returned=_letters_in(connection, "returned"),
        notices_unsent=tuple((row.reference, _unsent(row)) for row in waiting.notices(connection)),
        set_aside=tuple(
            (row.reference or f"#{row.id}", " ".join(row.reasons or _unread(row, None))) for row in connection.execute(aside)
        ),
        duties=filing.owed(connection),
        generation=changes.generation(connection),
        published=changes.published(connection)[0],
        last_pass=last_pass(connection),
    )


def _unsent(row: NoticeRow) -> str:
    what = "The notice about its words of danger" if row.urgent else "The daily notice"
    became = {
        "failed": "was refused.",
        "unknown": "may not have left.",
        "returned": "came back undelivered.",
        "queued": "has not left yet.",
    }
    return f"{what} {became[row.state]} {row.reason}".strip()


def _counts(connection: Connection, state: ColumnElement[str], *where: ColumnElement[bool]) -> dict[str, int]:
    rows = connection.execute(select(state, func.count()).where(*where).group_by(state).order_by(state))
    return {str(row[0]): int(row[1]) for row in rows}


def _typed_in(connection: Connection) -> dict[str, int]:
    number = connection.execute(select(func.count()).select_from(messages).where(TYPED_IN)).scalar_one()
    return {"entered by hand": number} if number else {}


def _letters_in(connection: Connection, state: Literal["held", "unknown", "failed", "returned"]) -> tuple[tuple[str, str], ...]:
    found = select(messages.c.reference, letters.c.reason).join(messages, messages.c.id == letters.c.message)
    rows = connection.execute(found.where(TO_SENDERS, letters.c.state == state).order_by(letters.c.id))
    return tuple((row.reference, row.reason) for row in rows)
