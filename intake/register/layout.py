"""Sheets and columns as data: what each sheet shows, whose each column is, how wide, and what staff may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intake.model import EntrySheet
from intake.programme import Programme
from intake.register.cells import Cell

SUMMARY, PLACES, EXAMPLES, QUESTIONS = "Summary", "Place requests", "Practice examples", "Questions"
REVIEW, MESSAGES, FILES, CONFLICTS = "For review", "All messages", "Files", "Conflicts"
BASE = "_intake"  # the very hidden sheet, see base.py

SHEET_OF: dict[EntrySheet, str] = {"place": PLACES, "example": EXAMPLES, "question": QUESTIONS}

# Known to be theirs even where the workbook has lost its hidden sheet.
STAFF_HEADERS = frozenset({"Decision", "Staff notes", "Answered by", "Answered on"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    key: str  # names its value among what the program read
    header: str  # unique within its sheet: overrides are kept by it
    width: int  # in characters
    owner: Literal["program", "read", "staff"] = "read"  # whose word counts: always ours; staff's if they type; staff's
    form: Literal["text", "number", "moment", "day"] = "text"
    choices: tuple[str, ...] = ()  # a drop-down list; other text stays possible
    prompt: str = ""  # shown beside the cell when staff enter it


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet. Its rows are known by the columns of `key`."""

    title: str
    columns: tuple[Column, ...]
    about: str  # one sentence for the summary
    key: tuple[str, ...] = ("Reference",)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` by column header, absent where blank."""

    reference: str  # the key columns, joined with "-"
    cells: dict[str, Cell]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: our columns, then columns staff added and filled."""

    layout: SheetLayout
    own_columns: tuple[str, ...]  # headers of columns that staff added
    rows: tuple[Row, ...]


_REFERENCE = Column("reference", "Reference", 12, "program")
_RECEIVED = Column("received", "Received", 17, "program", "moment")
_FROM = Column("sender_email", "From", 30, "program")
_NAME = Column("sender_name", "Name", 22)
_ENTRIES = Column("entries", "Entered as", 14)  # the references that people hold
_REPLY = Column("reply", "Reply sent", 40, "program")
_CHECK = Column("check", "Please check", 30)
_CHANGES = Column("changes", "Changes", 34)
_NOTES = Column("notes", "Staff notes", 34, "staff", prompt="Yours to write in. It is kept with the reference.")
_HEAD = (_REFERENCE, _RECEIVED, _FROM, _NAME)


def _decision(*choices: str) -> Column:
    return Column("decision", "Decision", 17, "staff", choices=choices, prompt="Choose from the list, or leave it empty.")


_PLACES = SheetLayout(
    PLACES,
    (
        *_HEAD,
        Column("seminar", "Seminar", 30),
        Column("places", "Places", 8, form="number"),
        Column("attendees", "Attendees", 28),
        Column("organisation", "Organisation", 26),
        Column("phone", "Phone", 17),
        Column("access", "Access needs", 32),
        Column("dietary", "Dietary needs", 26),
        Column("status", "Status", 13),
        _CHECK,
        _REPLY,
        _CHANGES,
        _decision("Confirmed", "Waiting list", "Declined", "Cancelled"),
        _NOTES,
    ),
    "Who asked for a place, at which seminar, and what they need.",
)

_QUESTIONS = SheetLayout(
    QUESTIONS,
    (
        *_HEAD,
        Column("words", "Question", 60),
        Column("status", "Status", 13),
        _REPLY,
        _CHANGES,
        Column("answered_by", "Answered by", 17, "staff", prompt="Who answered, once it is done."),
        Column("answered_on", "Answered on", 14, "staff", "day", prompt="The day of your answer, such as 21 Jan 2016."),
        _NOTES,
    ),
    "What people asked that a person answers.",
)

_REVIEW = SheetLayout(
    REVIEW,
    (
        _REFERENCE,
        Column("attention", "State", 12),
        _RECEIVED,
        _FROM,
        _NAME,
        Column("subject", "Subject", 28),
        Column("words", "What they wrote", 60),
        Column("suggestion", "Suggestion", 34),
        Column("reasons", "Why it is here", 44),
        _ENTRIES,
        _REPLY,
        _decision("As suggested", "Place request", "Practice example", "Question", "Nothing to do", "Spam"),
        _NOTES,
    ),
    "What the program was not sure of. Urgent messages stand first.",
)

_MESSAGES = SheetLayout(
    MESSAGES,
    (
        *_HEAD,
        Column("subject", "Subject", 34),
        Column("kinds", "What it was", 24),
        Column("reasons", "Why", 50),
        Column("state", "State", 20),
        _ENTRIES,
        _REPLY,
        _NOTES,
    ),
    "Every message that came, by e-mail or entered by hand, what became of it, and why.",
)

_FILES = SheetLayout(
    FILES,
    (
        _REFERENCE,
        Column("number", "Number", 9, "program", "number"),
        Column("received", "Received", 17, "program", "moment"),
        Column("name", "Name the sender gave it", 40),
        Column("kind", "Kind", 22),
        Column("size", "Size in KB", 11, form="number"),
        Column("file", "Open", 40),
        Column("note", "Note", 34),
        _NOTES,
    ),
    "What was attached. Files that might do harm have no link.",
    key=("Reference", "Number"),
)


def layouts(programme: Programme) -> tuple[SheetLayout, ...]:
    """The sheets that have rows by reference, in their order in the workbook."""
    return (_PLACES, _examples(programme), _QUESTIONS, _REVIEW, _MESSAGES, _FILES)


def _examples(programme: Programme) -> SheetLayout:
    before = _HEAD
    after = (
        Column("missing", "Missing", 28),
        Column("late", "Late", 8),
        Column("version", "Version", 9, form="number"),
        Column("file", "File", 20),
        Column("source", "Read from", 20),
        Column("aid", "Seen in the picture by machine", 30),
        Column("status", "Status", 13),
        _CHECK,
        _REPLY,
        _CHANGES,
        _decision("Accepted", "Query", "Not for use"),
        _NOTES,
    )
    taken = {column.header.casefold() for column in (*before, *after)}
    fields = []
    for question in programme.call.fields if programme.call else ():
        header = _unlike(question.label, taken)
        fields.append(Column(f"f_{question.key}", header, 40 if question.kind == "text" else 24))
    about = "The templates that came back, one column for each question."
    return SheetLayout(EXAMPLES, (*before, *fields, *after), about)


def _unlike(label: str, taken: set[str]) -> str:
    """A header that no column of the sheet has yet."""
    header, number = label, 1
    while header.casefold() in taken:
        number += 1
        header = f"{label} (form)" if number == 2 else f"{label} (form {number})"
    taken.add(header.casefold())
    return header


def column_header(sheet: EntrySheet, key: str, programme: Programme) -> str | None:
    """Header of the column that shows the value `key` of an entry, as overrides name it; None where none does."""
    for layout in layouts(programme):
        if layout.title == SHEET_OF[sheet]:
            return next((column.header for column in layout.columns if column.key == key), None)
    return None
