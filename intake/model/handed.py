"""What mail hands over and takes back, and the limits of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Slot:
    """A message's place on the server: unique and stable as long as UIDVALIDITY stays."""

    account: str  # user@host
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message as fetched with BODY.PEEK[], or only its headers where it is over the size limit."""

    slot: Slot
    raw: bytes = field(repr=False)
    received: datetime  # INTERNALDATE in UTC
    size: int  # RFC822.SIZE as the server says, may differ from len(raw)
    answered: bool  # \\Answered
    whole: bool = True  # False: over the limit, `raw` has the headers only


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one message may cost the parser."""

    header_bytes: int = 262_144
    depth: int = 20
    parts: int = 500


@dataclass(frozen=True, slots=True)
class SendingLimits:
    """When a letter is held for a person instead of sent."""

    age_days: int = 7
    per_person_a_day: int = 3
    a_day: int = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt to send."""

    state: Literal["sent", "queued", "failed", "unknown"]
    code: int | None  # SMTP reply code
    reason: str  # in words, for staff; no address in it
    desk_fault: bool = False  # the fault is ours or the server's, not this letter's: stop sending, one alarm
