"""Ledger rows -> rows of each sheet, by column key, before what staff typed is laid over them. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from intake.model import EntrySheet
from intake.programme import Programme, Question
from intake.register import layout as lay
from intake.register import words
from intake.register.cells import Cell, Value
from intake.rows import EntryRow, FileRow, MessageRow, Snapshot

Cells = dict[str, Cell]  # by column key
KeyedRow = tuple[str, Cells, bool]  # reference, cells, urgent
_FILE_NUMBER = re.compile(r"\bfile (\d+)\b")


class Facts:
    """A snapshot with what belongs together looked up once."""

    def __init__(self, snapshot: Snapshot, programme: Programme, files: str) -> None:
        self.snapshot = snapshot
        self.programme = programme
        self.folder = files.strip("/")
        self.messages = {message.reference: message for message in snapshot.messages}
        self.urgent = frozenset(m.reference for m in snapshot.messages if m.urgent)
        self.files: dict[str, list[FileRow]] = defaultdict(list)
        for file in snapshot.files:
            self.files[file.reference].append(file)
        self._letters = defaultdict(list)
        for letter in snapshot.letters:
            self._letters[letter.reference].append(letter)

    def reply(self, message: str) -> str:
        """What was answered to the message of that reference, or why not."""
        row = self.messages.get(message)
        return words.letters(self._letters[message], row.no_letter if row else "", self.programme)

    def link(self, file: FileRow) -> str:
        """Relative path of the copy for staff; "" where there is none."""
        if not file.safe:
            return ""
        return quote(f"{self.folder}/{file.reference}/{copy_name(file)}", safe="/")

    def entries(self, sheet: EntrySheet) -> list[EntryRow]:
        return sorted((e for e in self.snapshot.entries if e.sheet == sheet), key=lambda e: (e.received, e.reference))


def copy_name(file: FileRow) -> str:
    """Our name of a file's copy for staff: reference, number and an extension from the detected type."""
    return f"{file.reference}-{file.number}{file.extension}"


def _head(row: EntryRow | MessageRow, facts: Facts) -> Cells:
    return {
        "reference": Cell(row.reference or f"#{row.id}" if isinstance(row, MessageRow) else row.reference),
        "received": Cell(words.local(row.received, facts.programme)),
        "sender_email": Cell(row.sender_email),
        "sender_name": Cell(row.sender_name),
    }


def _entry(row: EntryRow, facts: Facts) -> Cells:
    return _head(row, facts) | {
        "status": Cell(row.status),
        "reply": Cell(facts.reply(row.message)),
        "changes": Cell("\n".join(row.trail)),
    }


def _shown(value: str | int | bool | None) -> Value:
    return ("Yes" if value else "") if isinstance(value, bool) else value


def _places(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    for row in facts.entries("place"):
        cells = {key: Cell(_shown(value)) for key, value in row.values.items() if key != "assumed"}
        cells["seminar"] = Cell(seminar_label(row, facts.programme))
        yield row.reference, cells | _entry(row, facts), row.message in facts.urgent


def seminar_label(row: EntryRow, programme: Programme) -> str:
    """The seminar's name, saying so where nobody named it."""
    known = {seminar.id: seminar.label() for seminar in programme.seminars}
    label = known.get(row.seminar or "", row.seminar or "Not known")
    return f"{label} (assumed: the message names none)" if row.values.get("assumed") else label


def _examples(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    for row in facts.entries("example"):
        cells = {key: Cell(_shown(value)) for key, value in row.values.items()}
        for question in facts.programme.call.fields if facts.programme.call else ():
            key = f"f_{question.key}"
            cells[key] = Cell(option_label(question, row.values.get(key)))
        cells["version"] = Cell(row.values.get("version") or 1)
        cells["late"] = Cell("Late" if row.values.get("late") else "")
        cells["file"] = _file_of(row, facts)
        yield row.reference, cells | _entry(row, facts), row.message in facts.urgent


def option_label(question: Question, value: str | int | bool | None) -> Value:
    """A tick box's label for its key; other answers as they are."""
    return next((option.label for option in question.options if option.key == value), _shown(value))


def _file_of(row: EntryRow, facts: Facts) -> Cell:
    files = facts.files.get(str(row.values.get("source_message") or row.message), [])
    named = _FILE_NUMBER.search(str(row.values.get("source") or ""))
    if named:
        files = [file for file in files if file.number == int(named.group(1))]
    files = [file for file in files if named or not file.inline]
    return _open(files[0], facts) if len(files) == 1 else Cell("See the sheet Files" if files else None)


def _open(file: FileRow, facts: Facts) -> Cell:
    if link := facts.link(file):
        return Cell(copy_name(file), link)
    return Cell(f"No link, for safety. Your administrator can fetch it: intake file {file.reference}")


def _questions(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    for row in facts.entries("question"):
        cells = {key: Cell(_shown(value)) for key, value in row.values.items()}
        yield row.reference, cells | _entry(row, facts), row.message in facts.urgent


def _review(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    """Urgent first, then the oldest; what is dealt with stays at the foot if staff wrote beside it."""
    shown = [m for m in facts.snapshot.messages if m.review or m.reference in touched]
    for row in sorted(shown, key=lambda m: (not m.review, not m.urgent, m.received, m.reference)):
        attention = ("URGENT" if row.urgent else "To review") if row.review else "Dealt with"
        cells = _head(row, facts) | {
            "attention": Cell(attention),
            "subject": Cell(row.subject),
            "words": Cell(row.own_words),
            "suggestion": Cell(row.suggestion),
            "reasons": Cell("\n".join(row.reasons)),
            "entries": Cell("\n".join(row.entries)),
            "reply": Cell(facts.reply(row.reference)),
        }
        yield row.reference or f"#{row.id}", cells, row.review and row.urgent


def _messages(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    for row in sorted(facts.snapshot.messages, key=lambda m: (m.received, m.id)):
        cells = _head(row, facts) | {
            "subject": Cell(row.subject),
            "kinds": Cell(words.kinds(row.kinds)),
            "reasons": Cell("\n".join(row.reasons)),
            "state": Cell(("URGENT. " if row.urgent else "") + words.state(row)),
            "entries": Cell("\n".join(row.entries)),
            "reply": Cell(facts.reply(row.reference)),
        }
        yield row.reference or f"#{row.id}", cells, row.urgent and row.review


def _files(facts: Facts, touched: frozenset[str]) -> Iterator[KeyedRow]:
    for file in sorted(facts.snapshot.files, key=lambda f: (_received(f, facts), f.reference, f.number)):
        message = facts.messages.get(file.reference)
        cells = {
            "reference": Cell(file.reference),
            "number": Cell(file.number),
            "received": Cell(words.local(message.received, facts.programme) if message else None),
            "name": Cell(file.name),
            "kind": Cell(f"{file.kind} (decoration)" if file.inline and not _is_read(file, facts) else file.kind),
            "size": Cell(max(1, round(file.size / 1000)) if file.size else 0),
            "file": _open(file, facts),
            "note": Cell(file.note),
        }
        yield f"{file.reference}-{file.number}", cells, False


def _is_read(file: FileRow, facts: Facts) -> bool:
    """Whether an example was read from the file, or is to be: a photograph of the form may stand in the text."""
    return any(
        str(row.values.get("source_message") or row.message) == file.reference
        and (named := _FILE_NUMBER.search(str(row.values.get("source") or ""))) is not None
        and int(named.group(1)) == file.number
        for row in facts.entries("example")
    )


def _received(file: FileRow, facts: Facts) -> float:
    message = facts.messages.get(file.reference)
    return message.received.timestamp() if message else 0.0


ROWS: Mapping[str, Callable[[Facts, frozenset[str]], Iterator[KeyedRow]]] = {
    lay.PLACES: _places,
    lay.EXAMPLES: _examples,
    lay.QUESTIONS: _questions,
    lay.REVIEW: _review,
    lay.MESSAGES: _messages,
    lay.FILES: _files,
}
