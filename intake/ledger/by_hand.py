"""What came on paper or by telephone and was typed in by hand: its row among the messages, which no mailbox knows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from intake.ledger import arrivals
from intake.ledger.records import ByHand
from intake.ledger.schema import messages
from intake.model import Kind

ACCOUNT = "by hand"  # accounts of mailboxes are user@host
TYPED_IN = messages.c.account == ACCOUNT
_UIDVALIDITY = 0  # no server gives this one (RFC 9051, section 9: nz-number)


def enter(connection: Connection, one: ByHand, reference: str, now: datetime) -> int:
    """A row that is filed already and that nothing is owed for. Returns its id.

    It has no sender: an address on a form proves nothing about who writes from it later.
    """
    numbers = select(func.max(messages.c.uid)).where(arrivals.in_folder(ACCOUNT, one.way, _UIDVALIDITY))
    values = {
        "account": ACCOUNT,
        "folder": one.way,
        "uidvalidity": _UIDVALIDITY,
        "uid": (connection.execute(numbers).scalar() or 0) + 1,
        "digest": one.digest,
        "likeness": one.digest,
        "received": one.received,
        "taken_in": now,
        "recorded": now,
        "size": one.size,
        "answered": False,
        "whole": True,
        "state": "filed",
        "reference": reference,
        "sender_name": one.name,
        "subject": one.subject,
        "own_words": one.words,
        "kinds": [str(Kind.PRACTICE_EXAMPLE)],
        "decision": "file",
        "reasons": list(one.reasons),
        "no_letter": one.no_letter,
    }
    inserted = connection.execute(insert(messages).values(**values)).inserted_primary_key
    assert inserted is not None
    return int(inserted.id)
