"""Plain words for states, kinds and values, as staff read them in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from intake.programme import Programme
from intake.register.cells import Value
from intake.rows import LetterRow, MessageRow

KINDS = {
    "place_request": "Place request",
    "practice_example": "Practice example",
    "cancellation": "Cancellation",
    "amendment": "Change to a request",
    "template_request": "Asks for the template",
    "question": "Question",
    "automatic_reply": "Automatic reply",
    "bounce": "Returned mail",
    "bulk": "Newsletter or circular",
    "spam": "Spam",
    "other": "Something else",
}
STATES = {
    "received": "Taken in, not yet read",
    "filed": "Filed",
    "automatic": "Automatic mail, kept",
    "spam": "Spam, kept",
    "review": "For review",
    "duplicate": "A copy of another message",
    "set aside": "Set aside: could not be read",
    "too large": "Set aside: too large",
}
LETTERS = {
    "queued": "Waiting to be sent",
    "held": "Held for you",
    "sending": "Being sent",
    "failed": "Could not be delivered",
    "unknown": "Not known whether it arrived; please check",
    "returned": "Came back undelivered",
    "withdrawn": "Withdrawn",
}
# What a letter told, by the names of its answers.
ANSWERS = {
    "place_received": "request noted",
    "place_no_seminar": "asked which seminar",
    "place_past": "told it is past",
    "place_closed": "told it is closed",
    "place_full": "told it is full",
    "cancellation": "cancellation carried out",
    "cancellation_passed_on": "cancellation left to you",
    "amendment": "change carried out",
    "amendment_passed_on": "change left to you",
    "example_complete": "example is complete",
    "example_incomplete": "told what is missing",
    "example_blank": "told that it is blank",
    "example_late": "example came late",
    "example_no_attachment": "asked for the file",
    "example_unreadable": "told we could not read it",
    "example_other_file": "asked whether it is the right file",
    "template_sent": "template sent",
    "template_none": "told there is no call",
    "question": "question received",
    "received": "message received",
    "urgent": "crisis text",
}


def kinds(names: Sequence[str]) -> str:
    return ", ".join(KINDS.get(str(name), str(name)) for name in names)


def state(message: MessageRow) -> str:
    said = STATES.get(message.state, message.state)
    return f"{said}, for review" if message.review and message.state not in ("review", "set aside", "too large") else said


def letters(rows: Sequence[LetterRow], no_letter: str, programme: Programme) -> str:
    """What was answered, a line for each letter; else why nothing was."""
    if rows:
        return "\n".join(_letter(row, programme) for row in rows)
    return no_letter if not no_letter or no_letter.startswith("No letter") else f"No letter. {no_letter}"


def _letter(row: LetterRow, programme: Programme) -> str:
    if row.state == "sent":
        told = answers(row.template)
        return f"Sent {moment(row.changed, programme)}" + (f": {told}" if told else "")
    if row.state == "returned":
        told, day = answers(row.template), row.changed.astimezone(programme.zone)
        said = f"Came back undelivered on {day.day} {day:%B %Y}" + (f" ({told})" if told else "")
        return f"{said}. {row.reason}".rstrip()
    said = LETTERS.get(row.state, row.state)
    return f"{said}. {row.reason}" if row.reason and row.state != "sending" else said


def answers(template: str) -> str:
    """What the letter of those answers told, each once: "request noted, question received"."""
    names = [name for part in template.split("+") if (name := part.strip())]
    return ", ".join(dict.fromkeys(ANSWERS.get(name, name.replace("_", " ")) for name in names))


def moment(when: datetime, programme: Programme) -> str:
    """ "2 Nov 2015, 10:32" in the programme's zone."""
    local = when.astimezone(programme.zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def local(when: datetime, programme: Programme) -> datetime:
    """For a cell: the programme's own time, to the minute, without a zone, which workbooks do not know."""
    return when.astimezone(programme.zone).replace(second=0, microsecond=0, tzinfo=None)


def of_value(value: Value, programme: Programme) -> str:
    """A value as text, for the sheet of conflicts."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value, programme) if value.tzinfo else f"{value.day} {value:%b %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return str(value)
