"""What the desk yields, and what it needs to know of what happened before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from intake.model.read import Unread


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing a letter answers. Only our own facts, never the sender's words (but strictly checked names)."""

    template: str  # name of the letter's paragraph in templates/, for example "place_received"
    reference: str = ""  # filled in when the ledger has reserved it
    seminar: str | None = None  # seminar id
    places: int | None = None
    names: tuple[str, ...] = ()  # each passed the strict pattern of decision 8
    needs_noted: bool = False
    missing: tuple[str, ...] = ()  # labels of the form's questions left blank
    files: tuple[tuple[int, str, int], ...] = ()  # (number, type in words, bytes)
    late: bool = False
    unread: Unread = ""  # why the form could not be read
    version: int = 1  # of the form; a later one takes the place of the one before
    left: int | None = None  # places left at the seminar before this request; None where there is no limit


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """An automatic letter to be written: which answers, and whether it must wait."""

    to: str  # bare address
    answers: tuple[Answer, ...]
    first: bool  # the first letter to this person: carries the privacy notice
    urgent: bool  # the crisis text goes instead of a cheerful letter
    attach_template: bool
    in_reply_to: str | None  # strict Message-ID or None
    held: str = ""  # reason to hold the letter for a person, else ""
    staff_told: bool = False  # a notice about this message goes to staff, before this letter


@dataclass(frozen=True, slots=True)
class Notice:
    """What staff are told by e-mail: references, counts and kinds; nobody's words, names or addresses."""

    kind: Literal["urgent", "daily"]
    references: tuple[str, ...]  # of the one message; of all that wait, those with words of danger first, then the oldest
    day: date  # in the programme's zone
    urgent: int = 0  # how many of them have words of danger
    held: int = 0  # letters held for a person
    answered: bool = False  # the crisis text is on its way to the sender


EntrySheet = Literal["place", "example", "question"]


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """One row to be added to the register."""

    sheet: EntrySheet
    prefix: str  # of the reference: "S2", "EX", "Q"; "P" where the sender named no seminar
    seminar: str | None
    status: str  # "Asked", "Cancelled", "Received", "To answer", ...
    values: dict[str, str | int | bool | None]  # column key -> what the program read
    answer: int | None = None  # index of the Answer that gives this entry's reference


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """A change to an entry that exists: only where the sender may change it (decision 9)."""

    reference: str
    status: str | None  # a new status, or None to leave it
    values: dict[str, str | int | bool | None]  # columns to set
    reason: str
    answer: int | None = None
    seminar: str | None = None  # the seminar it is for from now on, or None to leave it
    tells_before: bool = False  # `reason` says itself what stood there before


@dataclass(frozen=True, slots=True)
class CameBack:
    """A letter of ours that a mail system reports as undelivered for good."""

    letter: int  # its row in the ledger
    reason: str  # why, as a sentence; "" where the report does not say


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about one message: data, carried out by `running`."""

    state: Literal["filed", "automatic", "spam", "review", "duplicate", "set aside"]
    review: bool  # shown on "For review"
    urgent: bool
    reasons: tuple[str, ...]
    suggestion: str  # what the program would do, for staff; "" where nothing
    entries: tuple[EntryPlan, ...] = ()
    changes: tuple[ChangePlan, ...] = ()
    letter: LetterPlan | None = None
    no_letter: str = ""  # why there is no letter, in words
    notify: bool = False  # words of danger that staff are to be told of at once
    came_back: CameBack | None = None  # the letter that this message reports as undelivered


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the ledger as the desk needs it to tie a message to it."""

    reference: str
    sheet: EntrySheet
    seminar: str | None
    status: str
    sender: str  # bare address, case-folded
    places: int | None
    values: dict[str, str | int | bool | None]
    message: str = ""  # reference of the message it came from
    edited: bool = False  # staff have typed over it in the register: only a person changes it from then on


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that left, or may have left, as the desk needs it to tie a report about it to it."""

    id: int  # its row in the ledger
    message: str  # reference of the message it answers, or tells staff of
    entries: tuple[str, ...]  # references of that message's entries
    to_staff: bool  # a notice, not a letter to the sender
    came_back: bool  # reported as undelivered before


@dataclass(frozen=True, slots=True)
class History:
    """What happened before, as far as the decision about one message depends on it."""

    same_likeness: bool = False
    same_kinship: bool = False
    seen_before_here: bool = False  # staff put the message back into a folder it had been filed from
    answered_by_colleague: bool = False  # \\Answered
    from_junk: bool = False
    before_start: bool = False  # older than start_from
    letters_today: int = 0  # automatic letters to this address in the last 24 hours
    letters_today_all: int = 0  # automatic letters to anybody in the last 24 hours
    letters_ever: int = 0  # letters to this address so far
    breaker: str = ""  # why sending is stopped, or ""
    sent_token: str | None = None  # reference of the message whose letter this one answers (by our Message-ID), or None
    answers_notice: bool = False  # it answers a notice to staff
    returned: SentLetter | None = None  # the letter whose Message-ID a mail system's report names
    maybe_returned: SentLetter | None = None  # no id of ours is named: a letter of that reference to that address
    by_sender: tuple[KnownEntry, ...] = ()  # entries of this address, oldest first
    by_reference: tuple[KnownEntry, ...] = ()  # entries named by the message's references or token
    same_forms: tuple[KnownEntry, ...] = ()  # entries that have the very answers of a form in the message
    places_taken: dict[str, int] = field(default_factory=dict)  # seminar id -> places asked for, not cancelled, not waiting
