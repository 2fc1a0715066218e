"""What waits for staff, and the notices that should have told them of it and may not have."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, or_, select

from intake.ledger.records import Waiting
from intake.ledger.schema import TO_SENDERS, letters, messages, overrides
from intake.rows import NoticeRow

_REVIEW, _DECISION = "For review", "Decision"  # the register's sheet and column in which staff decide


def waiting(connection: Connection) -> Waiting:
    """Messages for review without a decision of staff, urgent ones first, then the oldest; and how many letters are held."""
    decided = _decided(connection)
    columns = (messages.c.id, messages.c.reference, messages.c.urgent)
    found = select(*columns).where(messages.c.review).order_by(messages.c.urgent.desc(), messages.c.received, messages.c.id)
    named = [(row.id, row.reference or f"#{row.id}", row.urgent) for row in connection.execute(found)]
    left = [one for one in named if one[1] not in decided]
    held = select(func.count()).select_from(letters).where(TO_SENDERS, letters.c.state == "held")
    return Waiting(
        messages=tuple((row_id, reference) for row_id, reference, _ in left),
        urgent=sum(urgent for _, _, urgent in left),
        held=connection.execute(held).scalar_one(),
    )


def notices(connection: Connection) -> tuple[NoticeRow, ...]:
    """Notices that may not have reached staff, while it matters: about words of danger that still wait, and the last day's."""
    open_messages = {row_id for row_id, _ in waiting(connection).messages}
    last_day = select(func.max(letters.c.created)).where(letters.c.kind == "daily notice").scalar_subquery()
    matters = or_(
        letters.c.kind == "urgent notice",
        and_(letters.c.kind == "daily notice", letters.c.created == last_day),
    )
    put_off = and_(letters.c.state == "queued", letters.c.next_try.is_not(None))
    lost = or_(letters.c.state.in_(("failed", "unknown", "returned")), put_off)
    columns = (letters.c.kind, letters.c.message, letters.c.state, letters.c.reason, messages.c.reference)
    found = select(*columns).join(messages, messages.c.id == letters.c.message).where(matters, lost).order_by(letters.c.id)
    return tuple(
        NoticeRow(row.reference or f"#{row.message}", row.kind == "urgent notice", row.state, row.reason)
        for row in connection.execute(found)
        if row.kind == "daily notice" or row.message in open_messages
    )


def _decided(connection: Connection) -> set[str]:
    """References of the rows upon which staff have decided in the register."""
    typed = select(overrides.c.reference, overrides.c.cell_value).where(
        overrides.c.sheet == _REVIEW, overrides.c.header == _DECISION
    )
    return {row.reference for row in connection.execute(typed) if str(row.cell_value or "").strip()}
