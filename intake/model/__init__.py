"""The records that flow between the rooms: frozen, explained where they are declared, no I/O.

All times are aware datetimes in UTC unless a field says otherwise. Tuples are used inside records so that a record
can be compared and hashed.
"""

from intake.model.handed import (
    Bounds,
    Fetched,
    Outcome,
    SendingLimits,
    Slot,
)
from intake.model.planned import (
    Answer,
    CameBack,
    ChangePlan,
    EntryPlan,
    EntrySheet,
    History,
    KnownEntry,
    LetterPlan,
    Notice,
    Plan,
    SentLetter,
)
from intake.model.read import (
    MACHINE_KINDS,
    Address,
    Aside,
    Case,
    Cue,
    Decision,
    Example,
    Kind,
    Message,
    Part,
    Reading,
    Request,
    Returned,
    Unread,
    Verdict,
    Wording,
)

__all__ = [
    "MACHINE_KINDS",
    "Address",
    "Answer",
    "Aside",
    "Bounds",
    "CameBack",
    "Case",
    "ChangePlan",
    "Cue",
    "Decision",
    "EntryPlan",
    "EntrySheet",
    "Example",
    "Fetched",
    "History",
    "Kind",
    "KnownEntry",
    "LetterPlan",
    "Message",
    "Notice",
    "Outcome",
    "Part",
    "Plan",
    "Reading",
    "Request",
    "Returned",
    "SendingLimits",
    "SentLetter",
    "Slot",
    "Unread",
    "Verdict",
    "Wording",
]
