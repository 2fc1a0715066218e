"""An invented register, large enough to show every sheet, for the tests of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intake.config import load_programme
from intake.model import EntrySheet
from intake.programme import Programme
from intake.rows import EntryRow, FileRow, LetterRow, MessageRow, PassRow, Snapshot

PROGRAMME: Programme = load_programme(Path(__file__).parent.parent / "config.example.toml")
START = datetime(2015, 11, 2, 9, 17, tzinfo=UTC)
PEOPLE = (
    ("Ada Thornley", "ada.thornley@harbour.example"),
    ("Ben Okafor", "ben@okafor.example"),
    ("Céline Duval", "celine.duval@lighthouse.example"),
    ("Dilip Rao", "dilip.rao@meadow.example"),
    ("Edie Marsh", "edie@marsh.example"),
    ("Farah Aziz", "farah.aziz@riverside.example"),
)


def message(number: int, kind: str, **changes: object) -> MessageRow:
    """Message `number`, from one of the invented people."""
    name, address = PEOPLE[number % len(PEOPLE)]
    row = MessageRow(
        id=number,
        reference=f"M-{3000 + number}",
        state="filed",
        review=False,
        urgent=False,
        received=START + timedelta(hours=5 * number),
        sender_name=name,
        sender_email=address,
        subject="A place, please",
        own_words="Please may I have a place?\nMany thanks",
        kinds=(kind,),
        reasons=('It asks for a place: "may I have a place".',),
        suggestion="",
        no_letter="",
        folder="INBOX",
        size=4200,
        entries=(),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def entry(of: MessageRow, sheet: EntrySheet, reference: str, **changes: object) -> EntryRow:
    """An entry of the message `of`."""
    row = EntryRow(
        reference=reference,
        message=of.reference,
        sheet=sheet,
        seminar="seminar-2" if sheet == "place" else None,
        status={"place": "Asked", "example": "Received", "question": "To answer"}[sheet],
        received=of.received,
        sender_name=of.sender_name,
        sender_email=of.sender_email,
        values={},
        trail=(),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def letter(of: MessageRow, **changes: object) -> LetterRow:
    """The letter that answers the message `of`."""
    sent = of.received + timedelta(minutes=4)
    row = LetterRow(of.id, of.reference, of.sender_email, "place_received", "sent", "", of.received, sent, 1, None)
    return replace(row, **changes)  # type: ignore[arg-type]


def file(of: MessageRow, number: int, **changes: object) -> FileRow:
    """A file attached to the message `of`."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    row = FileRow(of.reference, number, "our example (final).docx", "Word document", word, ".docx", 48_213, "ab" * 32, True, "")
    return replace(row, **changes)  # type: ignore[arg-type]


def sample() -> Snapshot:
    """A fortnight of the desk's life."""
    m = [message(n, "place_request") for n in range(12)]
    m[1] = replace(m[1], kinds=("practice_example",), subject="Our example", reasons=("It brings our template, filled in.",))
    m[2] = replace(m[2], kinds=("question",), subject="How do I get there?", reasons=("It asks something a person answers.",))
    m[3] = replace(
        m[3],
        kinds=("other",),
        state="review",
        review=True,
        urgent=True,
        subject="I cannot go on",
        own_words="I saw your notice about the seminar. I do not think I can go on any longer.\n\nNobody answers me.",
        reasons=("Words of danger stand in it.", "A person must look at it at once."),
        suggestion="Ring or write at once. The crisis text was sent.",
    )
    m[4] = replace(
        m[4],
        kinds=("other",),
        state="review",
        review=True,
        subject="Re: your letter",
        reasons=("It names no seminar and asks for nothing the program knows.",),
        suggestion="File it as a question.",
        own_words="Thank you, that is kind. My sister may come in my place, if that is all right with you?",
    )
    m[5] = replace(
        m[5], kinds=("automatic_reply",), state="automatic", subject="Out of office", no_letter="Machines are not answered."
    )
    m[6] = replace(m[6], kinds=("spam",), state="spam", subject="You have won", no_letter="Spam is not answered.")
    m[7] = replace(m[7], kinds=("practice_example",), subject="Our example, second try")
    places = {
        "places": 2,
        "attendees": "Ada Thornley; Jo Thornley",
        "organisation": "Harbour Voices",
        "phone": "01632 960123",
        "access": "A ramp, and a seat near the door",
        "dietary": "One vegan",
        "assumed": False,
    }
    answers = {
        "f_name": "Ben Okafor",
        "f_group": "ulo",
        "f_title": "The garden on Quay Street",
        "f_description": "We built a garden together and ran it together for three years. " * 6,
        "f_permission": "named",
        "missing": "",
        "late": False,
        "source": "file 1 (Word document)",
    }
    first = {**answers, "missing": "What did you do?", "late": False}
    entries = (
        entry(m[0], "place", "S2-7KQ4", values=places),
        entry(m[8], "place", "S2-4XAC", values={"places": None, "assumed": True}, trail=("Changed by its sender on 4 Nov.",)),
        entry(m[9], "place", "S3-9DFG", values={"places": 1}, seminar="seminar-3", status="Cancelled"),
        entry(m[1], "example", "EX-3ACD", values=first),
        entry(m[7], "example", "EX-4HJK", values={**answers, "late": True, "version": 2}),
        entry(m[2], "question", "Q-6RTW", values={"words": "How do I get there from the station?\nIs there a bus?"}),
    )
    owners = {e.message: e.reference for e in entries}
    m = [replace(row, entries=(owners[row.reference],) if row.reference in owners else ()) for row in m]
    files = (
        file(m[1], 1),
        file(m[7], 1, size=91_000),
        file(
            m[7], 2, name="budget.xlsm", kind="Excel workbook with macros", extension=".xlsm", safe=False, note="It has macros."
        ),
    )
    letters = (
        letter(m[0]),
        letter(m[1]),
        letter(m[7], state="failed", reason="The mail server there does not know the address."),
        letter(m[8], state="held", reason="Three letters went to this address today."),
        letter(m[9], state="unknown", reason="The line broke after the letter had been handed over."),
    )
    last = PassRow(
        START, START + timedelta(minutes=1), 12, 12, 0, 0, {"filed": 8, "automatic": 1, "spam": 1, "review": 2}, 5, ""
    )
    return Snapshot(7, tuple(m), entries, files, letters, last_pass=last)
