"""What the ledger hands out beside the rows of the register. Frozen, no I/O; times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from intake.model import EntryPlan, Reading, Slot
from intake.rows import PassRow


@dataclass(frozen=True, slots=True)
class Pending:
    """A message taken in and not recorded yet, or one that still lacks its reference."""

    id: int  # of the message row
    slot: Slot
    digest: str  # names the raw file in the vault
    received: datetime
    size: int  # bytes, as the server said
    answered: bool  # \\Answered when it was fetched
    child_deaths: int  # unexplained deaths of the reading child over this message
    parent_deaths: int  # times the whole program ended while this message was being read
    reference: str = ""  # the one it got when it was set aside; it is kept when the message is released


@dataclass(frozen=True, slots=True)
class ByHand:
    """A form that came on paper or by telephone, as staff typed it in; to be entered with its one row of the register."""

    way: Literal["post", "telephone"]
    digest: str  # names the raw file in the vault, which is durable already
    size: int  # bytes of that file
    received: datetime
    name: str  # of whom it comes from, as the form says; "" where it does not
    subject: str  # what the register shows as such
    words: str  # the whole form as text
    reasons: tuple[str, ...]
    no_letter: str
    entry: EntryPlan


LetterKind = Literal["automatic", "decision", "urgent notice", "daily notice"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that came in, and what it was read as at the time."""

    id: int  # of the message row
    reference: str  # "#12" where it bears none yet
    state: str
    digest: str  # names the raw file in the vault
    received: datetime
    size: int  # bytes, as the server said
    whole: bool  # False: the raw file has the headers only, or is not there
    reading: Reading | None  # None: it was not read, or what was kept of it cannot be taken up any more


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter complete to the byte, to be entered in the outbox. `held` is the reason to hold it, or "".

    A notice goes to staff and tells of messages; it is in nobody's count of letters and answers nobody. A letter that could
    not be written has no bytes but a `plan`: what it is to say, as the caller's own text; it is held.
    """

    to: str  # bare address
    message_id: str  # ours, with angle brackets
    subject: str
    template: str  # names of its answers, joined by " + "
    raw: bytes = field(repr=False)
    held: str = ""
    kind: LetterKind = "automatic"  # at most one automatic letter a message
    plan: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter of the outbox with its bytes."""

    id: int
    to: str
    raw: bytes = field(repr=False)
    message_id: str  # ours
    attempts: int
    created: datetime
    put_off_since: datetime | None = None  # its first 4xx since it was queued, or released
    plan: str = field(default="", repr=False)  # of a letter that is still to be written: then `raw` is empty
    notice: bool = False  # goes to staff


@dataclass(frozen=True, slots=True)
class Away:
    """A recorded message that is still to be moved to the processed folder."""

    message_id: int  # of the message row
    uid: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Status:
    """What `intake status` tells: counts, references and reasons only."""

    messages: dict[str, int]  # state -> messages; those typed in from paper or the telephone are "entered by hand"
    letters: dict[str, int]  # state -> letters to people who wrote
    notices: dict[str, int]  # state -> notices to staff
    held: tuple[tuple[str, str], ...]  # (reference of the message, why its letter is held)
    unknown: tuple[tuple[str, str], ...]  # (reference of the message, why its letter's fate is unknown)
    failed: tuple[tuple[str, str], ...]  # (reference of the message, why its letter was refused)
    returned: tuple[tuple[str, str], ...]  # (reference of the message, why its letter came back)
    notices_unsent: tuple[tuple[str, str], ...]  # (reference it tells of, why it may not have reached staff), while it matters
    set_aside: tuple[tuple[str, str], ...]  # (reference, reason), too large ones among them
    duties: int  # messages to file away and copies of letters to file, still owed
    generation: int  # of the ledger
    published: int  # generation that the register shows
    last_pass: PassRow | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for staff: messages for review upon which nobody has decided in the register, and letters held."""

    messages: tuple[tuple[int, str], ...]  # (row, reference), urgent ones first, then the oldest
    urgent: int  # how many of them have words of danger
    held: int  # letters
