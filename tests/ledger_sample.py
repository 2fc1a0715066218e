"""Invented messages, cases and plans for the tests of the ledger, and fixtures: an empty one on each database, a file."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from intake.ledger import ByHand, Ledger, NewLetter, Pending
from intake.model import (
    Address,
    Case,
    EntryPlan,
    Fetched,
    Kind,
    Message,
    Part,
    Plan,
    Request,
    Slot,
    Verdict,
    Wording,
)

HERE = Path(__file__).parent.parent
NOW = datetime(2016, 1, 20, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ACCOUNT = "seminars@imap.coproduction.example"
ADA = "ada@harbour.example"


@pytest.fixture
def ledger(database: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger, on SQLite and on PostgreSQL."""
    with closing(Ledger.create(database, tmp_path / "state")) as one:
        yield one


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fetched(uid: int, text: str = "", **changes: Any) -> tuple[Fetched, str]:
    """A message as it comes from the mailbox, with its raw digest. The same text is the same message."""
    raw = (text or f"message {uid}").encode()
    slot = Slot(ACCOUNT, changes.pop("folder", "INBOX"), changes.pop("uidvalidity", 7), uid)
    one = Fetched(slot, raw, received=NOW - timedelta(hours=1) + uid * MINUTE, size=len(raw), answered=False)
    return replace(one, **changes), digest(raw.decode())


def by_hand_form(way: Literal["post", "telephone"] = "post", text: str = "form") -> ByHand:
    """A form that came on paper or by telephone, as it is entered."""
    entry = EntryPlan("example", "EX", None, "Received", {"source": f"by {way}, entered by hand"})
    said = f"It came by {way}."
    return ByHand(way, digest(text), len(text), NOW, "Una Larch", f"Entered by hand: by {way}", text, (said,), said, entry)


def message(number: int = 1, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "message_id": f"<{number}@harbour.example>",
        "in_reply_to": (),
        "sender": Address("Ada Thornley", ADA),
        "sender_fault": "",
        "reply_to": (),
        "to": (),
        "cc": (),
        "subject": "Oxford",
        "date": NOW,
        "headers": (("subject", "Oxford"),),
        "text": "A place for me, please.",
        "html": "<p>A place for me, please.</p>",
        "content_type": "text/plain",
        "report_type": "",
        "attached_text": (),
        "forwarded": (),
        "parts": (),
        "defects": (),
        "likeness": digest(f"likeness {number}"),
        "kinship": digest(f"kinship {number}"),
    }
    return Message(**(values | changes))


def part(number: int = 1, data: bytes = b"a document") -> Part:
    return Part(
        number=number,
        name="My example.docx",
        content_type="application/octet-stream",
        detected_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        extension=".docx",
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        safe=True,
        note="",
        inline=False,
        data=data,
    )


def case(number: int = 1, *, references: tuple[str, ...] = (), **changes: Any) -> Case:
    """Case `number`; `changes` are of its message."""
    return Case(
        message=message(number, **changes),
        wording=Wording("A place for me, please.", "> earlier", "", "Ada", ""),
        verdict=Verdict((Kind.PLACE_REQUEST,), "file", 0.9, (), ("It asks for a place.",), (), False),
        request=Request(seminars=("seminar-2",), places=1),
        example=None,
        late=False,
        acknowledge=("place_request",),
        references=references,
    )


def place(places: int | None = 1, seminar: str = "seminar-2", **changes: Any) -> EntryPlan:
    return replace(EntryPlan("place", "S2", seminar, "Asked", {"places": places, "access": None}, answer=0), **changes)


def plan(*entries: EntryPlan, **changes: Any) -> Plan:
    return replace(
        Plan("filed", review=False, urgent=False, reasons=("It asks for a place.",), suggestion="", entries=entries), **changes
    )


def letter(number: int = 1, to: str = ADA, held: str = "") -> NewLetter:
    return NewLetter(to, f"<letter{number}@coproduction.example>", "Your message", "place_received", b"raw letter", held)


def taken(ledger: Ledger, uid: int = 1, **changes: Any) -> Pending:
    """A message taken in; its row as it waits to be read."""
    ledger.take_in([fetched(uid, **changes)], NOW)
    return next(one for one in ledger.pending() if one.slot.uid == uid)


def recorded(
    ledger: Ledger,
    uid: int = 1,
    *,
    what: Case | None = None,
    intent: Plan | None = None,
    post: NewLetter | None = None,
    now: datetime = NOW,
) -> Pending:
    """Message `uid` taken in and recorded as M-<uid>, its entries as S2-<uid>A, S2-<uid>B ..."""
    pending = taken(ledger, uid)
    intent = intent or plan(place())
    with ledger.recording() as recorder:
        own = [f"{entry.prefix}-{uid}{letter}" for entry, letter in zip(intent.entries, "ABCDEF", strict=False)]
        recorder.record(pending, what or case(uid), intent, f"M-{uid}", own, post, now)
    return pending


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger on SQLite with one message recorded, closed."""
    path = tmp_path / "state" / "ledger.sqlite"
    with closing(Ledger.create(f"sqlite:///{path}", path.parent)) as one:
        recorded(one, 1, post=letter())
    return path


def reopen(path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{path}", path.parent, busy_seconds=0.05)


def in_another_process(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
