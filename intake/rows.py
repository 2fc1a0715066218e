"""The ledger's rows as the register shows them: one Snapshot holds all of it. Frozen, no I/O; times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from intake.model import EntrySheet


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: int
    reference: str  # of the message it answers
    to: str
    template: str  # names of its answers, joined by " + "
    state: Literal["queued", "held", "sending", "sent", "failed", "unknown", "returned", "withdrawn"]
    reason: str  # why held, failed, unknown or returned, in words
    created: datetime
    changed: datetime
    attempts: int
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice to staff that may not have reached them, while what it tells of still waits."""

    reference: str  # of the message it tells of, the first where it tells of several
    urgent: bool  # of words of danger; else the daily one
    state: Literal["failed", "unknown", "returned", "queued"]  # "queued": put off, and tried again
    reason: str


@dataclass(frozen=True, slots=True)
class FileRow:
    reference: str  # of the message
    number: int
    name: str  # the sender's file name, text only
    kind: str  # in words: "Word document"
    detected_type: str
    extension: str
    size: int
    digest: str
    safe: bool
    note: str
    inline: bool = False  # a picture in the text of the message: a logo or the like


@dataclass(frozen=True, slots=True)
class EntryRow:
    reference: str
    message: str  # reference of the message it came from
    sheet: EntrySheet
    seminar: str | None
    status: str
    received: datetime
    sender_name: str
    sender_email: str
    values: dict[str, str | int | bool | None]
    trail: tuple[str, ...]  # sentences: what changed it since


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: int
    reference: str
    state: str  # "received", "filed", "automatic", "spam", "review", "duplicate", "set aside", "too large"
    review: bool
    urgent: bool
    received: datetime
    sender_name: str
    sender_email: str
    subject: str
    own_words: str
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    suggestion: str
    no_letter: str
    folder: str
    size: int
    entries: tuple[str, ...]  # references


@dataclass(frozen=True, slots=True)
class PassRow:
    """One pass's reconciliation. seen = recorded + gone + to_fetch, or it is an error."""

    started: datetime
    finished: datetime | None
    seen: int
    recorded: int
    gone: int
    to_fetch: int
    by_state: dict[str, int]  # state -> messages in the mailbox recorded so
    sent: int
    problem: str  # "" where all went well


@dataclass(frozen=True, slots=True)
class Override:
    """What staff typed into a cell of the register, by reference and column; it wins from then on."""

    sheet: str
    reference: str
    column: str  # header text of the column
    value: str | int | float | bool | datetime | date | None
    seen: datetime
    formula: bool = False  # typed as a formula in a staff column


@dataclass(frozen=True, slots=True)
class Conflict:
    """A staff value in a cell that is the program's, or a program value that came later than a staff value."""

    sheet: str
    reference: str
    column: str
    staff_value: str
    program_value: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the register shows, read from the ledger in one transaction."""

    generation: int
    messages: tuple[MessageRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    notices: tuple[NoticeRow, ...] = ()
    overrides: tuple[Override, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    last_pass: PassRow | None = None
