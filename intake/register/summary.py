"""The first sheet: what waits for staff, places against capacity, examples by group, the last pass, how to use it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from intake.programme import Question
from intake.register import layout as lay
from intake.register import words
from intake.register.cells import EMPTY, Value
from intake.register.layout import Row, Sheet
from intake.register.rows import Facts
from intake.rows import EntryRow, PassRow

# How a status or decision begins, in lower case.
_GIVEN_UP = ("cancelled", "declined", "withdrawn")
_UNTOLD = "Please tell your administrator: intake status says why."
_NO_ROOM = ("asked (full)", "asked (closed)", "asked (past)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the summary."""

    style: Literal["title", "section", "head", "row", "total", "urgent", "legend", "note"]
    cells: tuple[Value, ...] = ()


def summarise(facts: Facts, sheets: Sequence[Sheet]) -> tuple[Line, ...]:
    """The whole sheet, from the rows as shown, so that what staff typed counts."""
    rows = {sheet.layout.title: {row.reference: row for row in sheet.rows} for sheet in sheets}
    return (
        Line("title", (facts.programme.name,)),
        Line("note", (f"The register of {facts.programme.organisation}",)),
        *_waiting(facts, rows),
        *_seminars(facts, rows[lay.PLACES]),
        *_groups(facts, rows[lay.EXAMPLES]),
        *_kinds(facts),
        *_last_pass(facts),
        *_guide(sheets),
    )


def _waiting(facts: Facts, rows: Mapping[str, Mapping[str, Row]]) -> Iterator[Line]:
    yield Line("section", ("What waits for you",))
    decided = {reference for reference, row in rows[lay.REVIEW].items() if _text(row, "Decision")}
    review = [m for m in facts.snapshot.messages if m.review and (m.reference or f"#{m.id}") not in decided]
    urgent = sum(m.urgent for m in review)
    if urgent:
        yield Line("urgent", ("URGENT: please look at once", urgent, f"They stand first on the sheet {lay.REVIEW}."))
    untold = sum(notice.urgent for notice in facts.snapshot.notices)
    if untold:
        yield Line("urgent", ("Urgent notices that may not have reached you", untold, _UNTOLD))
    if daily := len(facts.snapshot.notices) - untold:
        yield Line("row", ("Daily notices that may not have reached you", daily, _UNTOLD))
    yield Line("row", ("Messages for review", len(review), f"See the sheet {lay.REVIEW}."))
    open_questions = [row for row in rows[lay.QUESTIONS].values() if not _text(row, "Answered on")]
    yield Line("row", ("Questions to answer", len(open_questions), f"See the sheet {lay.QUESTIONS}."))
    states = Counter(str(letter.state) for letter in facts.snapshot.letters)
    where = f"The column Reply sent of {lay.MESSAGES} says why."
    for state, label in (
        ("held", "Letters held for you"),
        ("failed", "Letters that could not be delivered"),
        ("returned", "Letters that came back undelivered"),
        ("unknown", "Letters of which we do not know whether they arrived"),
        ("queued", "Letters waiting to be sent"),
    ):
        if states[state] or state in ("held", "failed"):
            yield Line("row", (label, states[state], where if states[state] else ""))
    if facts.snapshot.conflicts:
        yield Line("row", ("Cells with two values", len(facts.snapshot.conflicts), f"See the sheet {lay.CONFLICTS}."))


def _seminars(facts: Facts, rows: Mapping[str, Row]) -> Iterator[Line]:
    if not facts.programme.seminars:
        return
    yield Line("section", ("Seminars",))
    yield Line("head", ("Seminar", "Date", "Requests", "Places asked", "Confirmed", "Capacity", "Left", "Full, closed or past"))
    by_label: dict[str, list[Row]] = {seminar.label(): [] for seminar in facts.programme.seminars}
    others: list[Row] = []
    for row in rows.values():
        if not _given_up(row):
            by_label.get(_label_of(row, by_label), others).append(row)
    for seminar in facts.programme.seminars:
        here = by_label[seminar.label()]
        counts = _seats(here, seminar.capacity)
        yield Line("row", (seminar.label(), seminar.date, len(here), *counts))
    if others:
        yield Line("row", ("Seminar not known", "", len(others), sum(_places(row) for row in others), "", "", "", ""))
    yield Line("note", ("A request that gives no number counts as one place. Cancelled and declined ones are not counted.",))
    yield Line("note", ("Full, closed or past: places asked for that could not be given. Confirm one, and it counts.",))


def _label_of(row: Row, labels: Iterable[str]) -> str:
    """The longest label that the row's seminar begins with; "" where none."""
    shown = _text(row, "Seminar")
    return max((label for label in labels if shown.startswith(label)), key=len, default="")


def _seats(rows: Sequence[Row], capacity: int | None) -> tuple[Value, ...]:
    """Places asked, of these confirmed, capacity, left, and asked for where none could be given."""
    asked = sum(_places(row) for row in rows if not _refused(row))
    confirmed = sum(_places(row) for row in rows if _confirmed(row))
    refused = sum(_places(row) for row in rows if _refused(row))
    if capacity is None:
        return (asked, confirmed, "no limit", "no limit", refused)
    left = f"over by {confirmed - capacity}" if confirmed > capacity else max(0, capacity - asked)
    return (asked, confirmed, capacity, left, refused)


def _given_up(row: Row) -> bool:
    return any(_text(row, header).casefold().startswith(_GIVEN_UP) for header in ("Status", "Decision"))


def _confirmed(row: Row) -> bool:
    return _text(row, "Decision").casefold().startswith("confirmed")


def _refused(row: Row) -> bool:
    return _text(row, "Status").casefold().startswith(_NO_ROOM) and not _confirmed(row)


def _places(row: Row) -> int:
    value = row.cells.get("Places", EMPTY).value
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 5:
        return int(value)
    return int(value) if isinstance(value, (int, float)) and abs(value) < 10_000 else 1


def _text(row: Row, header: str) -> str:
    return str(row.cells.get(header, EMPTY).value or "").strip()


def _groups(facts: Facts, rows: Mapping[str, Row]) -> Iterator[Line]:
    call = facts.programme.call
    if call is None:
        return
    current = facts.entries("example")
    yield Line("section", ("Practice examples",))
    who = call.who()
    group = who or next((question for question in call.fields if question.options), None)
    about = "Who they come from" if who else group.label if group else ""
    yield Line("head", (about, "Received", "Complete", "Incomplete", "Not readable", "Late", "Accepted"))
    shares = _shares(group, current)
    for label, references in shares:
        here = [rows[reference] for reference in references if reference in rows]
        if here or label != "Not said":
            yield Line("row", (label, len(here), *_tally(here)))
    if len(shares) > 1:
        everyone = [rows[entry.reference] for entry in current if entry.reference in rows]
        yield Line("total", ("In all", len(everyone), *_tally(everyone)))
    yield Line("note", ("Each example counts once, whatever its version. Change Status once you have entered one by hand.",))


def _shares(group: Question | None, entries: Sequence[EntryRow]) -> list[tuple[str, list[str]]]:
    """(label of the answer, references of the examples that gave it), in the order of the form."""
    if group is None:
        return [("All", [entry.reference for entry in entries])]
    given = [(entry.values.get(f"f_{group.key}") or None, entry.reference) for entry in entries]
    known = {option.key: option.label for option in group.options}
    shares = [(label, [ref for answer, ref in given if answer == key]) for key, label in known.items()]
    return [*shares, ("Not said", [ref for answer, ref in given if answer not in known])]


def _tally(rows: Iterable[Row]) -> tuple[int, ...]:
    """How many are complete, incomplete, not readable (each is one of these), late, and accepted."""
    rows = list(rows)
    read = [row for row in rows if not _text(row, "Status").casefold().startswith("not readable")]
    partial = sum(_incomplete(row) for row in read)
    return (
        len(read) - partial,
        partial,
        len(rows) - len(read),
        sum(bool(_text(row, "Late")) for row in rows),
        sum(_text(row, "Decision") == "Accepted" for row in rows),
    )


def _incomplete(row: Row) -> bool:
    return bool(_text(row, "Missing")) or _text(row, "Status").casefold().startswith("incomplete")


def _kinds(facts: Facts) -> Iterator[Line]:
    yield Line("section", ("All messages",))
    counts = Counter(words.STATES.get(m.state, m.state) for m in facts.snapshot.messages)
    for label, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield Line("row", (label, number))
    yield Line("total", ("In all", len(facts.snapshot.messages)))


def _last_pass(facts: Facts) -> Iterator[Line]:
    last = facts.snapshot.last_pass
    if last is None:
        return
    yield Line("section", ("The last time new mail was read",))
    yield Line("row", ("When", words.local(last.finished or last.started, facts.programme)))
    yield Line("row", ("The count", reconciliation(last)))
    yield Line("row", ("Letters sent", last.sent))
    if last.problem:
        yield Line("urgent", ("Problem", last.problem))


def reconciliation(last: PassRow) -> str:
    """ "mailbox 41 = 36 filed + 2 automatic + 2 spam + 1 for review"."""
    shares = [f"{number} {'for review' if state == 'review' else state}" for state, number in last.by_state.items() if number]
    shares += [f"{n} {what}" for n, what in ((last.gone, "gone meanwhile"), (last.to_fetch, "still to fetch")) if n]
    return f"mailbox {last.seen} = {' + '.join(shares) or '0'}"


def _guide(sheets: Sequence[Sheet]) -> Iterator[Line]:
    yield Line("section", ("How to use this workbook",))
    yield Line("legend", ("Columns with a green heading and a pale yellow ground are yours.",))
    for sentence in (
        "In the other columns, too, what you type wins from then on. "
        "Only Reference, Received, From, Reply sent and a file's Number are put back.",
        "You may sort, filter, hide, and add columns, rows or sheets of your own. "
        "Sheets of your own keep their values and formulas, not their colours, widths, charts or pictures.",
        "Save and close the workbook when you are done: it is brought up to date only while nobody has it open.",
        f"A row that you delete comes back. What cannot be placed is shown on the sheet {lay.CONFLICTS}.",
    ):
        yield Line("note", (sentence,))
    for sheet in sheets:
        yield Line("row", (sheet.layout.title, len(sheet.rows), sheet.layout.about))
