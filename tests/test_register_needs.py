"""What staff need to see at a glance: what each person was told, what is left, what is complete, when it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from intake import register
from intake.model import EntrySheet
from intake.register import layout as lay
from intake.register import words
from intake.rows import Override, Snapshot
from tests.register_sample import PROGRAMME, START, entry, letter, message, sample
from tests.workbook import publish, table

LETTERS = Path(__file__).parent.parent / "templates" / "answers"
OXFORD = "Seminar 2: Enacting co-production"


def summary(path: Path) -> dict[str, list[Any]]:
    """Rows of the first sheet by their label."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(lay.SUMMARY).to_python()
    return {str(row[0]): list(row[1:]) for row in rows}


def entries(sheet: EntrySheet, *changes: dict[str, Any]) -> Snapshot:
    """A register of one sheet, an entry for each of `changes`."""
    messages = [message(n, "place_request") for n in range(len(changes))]
    rows = [entry(m, sheet, f"P-{4000 + n}", **each) for n, (m, each) in enumerate(zip(messages, changes, strict=True))]
    return Snapshot(1, tuple(messages), tuple(rows))


def decided(*references: str) -> tuple[Override, ...]:
    return tuple(Override(lay.PLACES, each, "Decision", "Confirmed", START) for each in references)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("place_received", "request noted"),
        ("place_full", "told it is full"),
        ("urgent", "crisis text"),
        ("place_received + question", "request noted, question received"),
        ("place_received + place_received", "request noted"),
        ("a_letter_of_their_own", "a letter of their own"),
    ],
)
def test_the_reply_says_what_the_person_was_told(tmp_path: Path, template: str, told: str) -> None:
    """Who was told "full" and who "noted" is seen without opening the letter, on every sheet that shows the reply."""
    m = replace(sample().messages[0], review=True)
    shown = Snapshot(1, (m,), sample().entries[:1], letters=(letter(m, template=template),))
    publish(tmp_path / "register.xlsx", shown)
    for title in (lay.PLACES, lay.REVIEW, lay.MESSAGES):
        (row,) = table(tmp_path / "register.xlsx", title)
        assert row["Reply sent"] == f"Sent 2 Nov 2015, 09:21: {told}"


def test_every_letter_has_its_words() -> None:
    """A letter that is added gets a few words for staff too, and no two letters have the same."""
    assert set(words.ANSWERS) == {path.stem for path in LETTERS.glob("*.j2")}
    assert len(set(words.ANSWERS.values())) == len(words.ANSWERS)


def test_only_a_letter_that_went_says_what_was_told(tmp_path: Path) -> None:
    """Nobody has been told anything by a letter that is held, failed or unknown."""
    publish(tmp_path / "register.xlsx")
    replies = {row["Reference"]: row["Reply sent"] for row in table(tmp_path / "register.xlsx", lay.MESSAGES)}
    for reference in ("M-3007", "M-3008", "M-3009"):
        assert "request noted" not in replies[reference]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("No letter goes out: it is spam.", "No letter goes out: it is spam."),
        ("It is spam.", "No letter. It is spam."),
        ("", ""),
    ],
)
def test_no_letter_is_said_once(reason: str, shown: str) -> None:
    """A reason that begins with it needs no introduction."""
    assert words.letters((), reason, PROGRAMME) == shown


def test_for_review_shows_the_reference_that_the_person_holds(tmp_path: Path) -> None:
    """Somebody rings about Q-6RTW: it is found where the message is looked at."""
    m = replace(sample().messages[2], review=True, entries=("Q-6RTW", "S2-7KQ4"))
    publish(tmp_path / "register.xlsx", Snapshot(1, (m,)))
    (row,) = table(tmp_path / "register.xlsx", lay.REVIEW)
    assert row["Entered as"] == "Q-6RTW\nS2-7KQ4"


def test_a_register_from_before_gets_the_new_column_and_keeps_the_notes(tmp_path: Path) -> None:
    """The column comes beside its neighbour; what staff wrote and the order they gave stay."""
    path = tmp_path / "register.xlsx"
    publish(path)
    book = load_workbook(path)
    sheet: Any = book[lay.REVIEW]
    places = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(2, places["Staff notes"]).value = "rang her"
    sheet.delete_cols(places["Entered as"])
    book.save(path)
    reading = register.read_staff(path)
    assert [(o.reference, o.column, o.value) for o in reading.overrides] == [("M-3003", "Staff notes", "rang her")]
    stored = replace(sample(), overrides=reading.overrides)
    register.publish(register.project(stored, PROGRAMME), path, read=reading, keep=3, mode=0o640)
    rows = table(path, lay.REVIEW)
    assert rows[0]["Staff notes"] == "rang her"
    headers = list(rows[0])
    assert headers[headers.index("Entered as") - 1] == "Why it is here"


def test_an_example_that_could_not_be_read_is_not_complete(tmp_path: Path) -> None:
    """It has nothing missing because nothing was read; what staff make of it counts from then on."""
    shown = entries(
        "example",
        {"status": "Not readable", "values": {"f_group": "ulo", "missing": None}},
        {"status": "Incomplete", "values": {"f_group": "ulo", "missing": "What did you do?"}},
        {"status": "Received", "values": {"f_group": "ulo", "missing": None}},
    )
    path = tmp_path / "register.xlsx"
    publish(path, shown)
    assert summary(path)["Who they come from"][:6] == ["Received", "Complete", "Incomplete", "Not readable", "Late", "Accepted"]
    assert summary(path)["User-led organisation"][:6] == [3, 1, 1, 1, 0, 0]
    entered = Override(lay.EXAMPLES, "P-4000", "Status", "Entered by hand", START)
    publish(path, replace(shown, overrides=(entered,)))
    assert summary(path)["User-led organisation"][:4] == [3, 2, 1, 0]


def test_refused_requests_take_no_place(tmp_path: Path) -> None:
    """What is left is what can still be given: the capacity less the places asked, and never below nothing."""
    refused = [{"status": f"Asked ({why})", "values": {"places": 9}} for why in ("full", "closed", "past")]
    given_up = [{"status": status, "values": {"places": 7}} for status in ("Cancelled", "Declined", "Withdrawn")]
    path = tmp_path / "register.xlsx"
    publish(path, entries("place", {"values": {"places": 58}}, *refused, *given_up))
    assert summary(path)["Seminar"] == [
        *("Date", "Requests", "Places asked", "Confirmed", "Capacity", "Left", "Full, closed or past"),
    ]
    assert summary(path)[OXFORD] == [date(2016, 2, 17), 4, 58, 0, 60, 2, 27]


def test_a_refused_request_that_staff_confirm_takes_its_places(tmp_path: Path) -> None:
    """Their word counts; where they gave more than there are, the summary says by how many."""
    shown = entries("place", {"values": {"places": 58}}, {"status": "Asked (full)", "values": {"places": 5}})
    path = tmp_path / "register.xlsx"
    publish(path, replace(shown, overrides=decided("P-4001")))
    assert summary(path)[OXFORD][2:] == [63, 5, 60, 0, 0]
    by_hand = Override(lay.PLACES, "P-4000", "Decision", "confirmed by telephone", START)
    publish(path, replace(shown, overrides=(*decided("P-4001"), by_hand)))
    assert summary(path)[OXFORD][2:] == [63, 63, 60, "over by 3", 0]


def test_the_seminar_is_known_whatever_the_reference_begins_with(tmp_path: Path) -> None:
    """An entry filed under a seminar nobody named has a neutral reference; it counts at its seminar all the same."""
    shown = entries("place", {"values": {"places": 2, "assumed": True}}, {"seminar": None, "values": {"places": 1}})
    path = tmp_path / "register.xlsx"
    publish(path, shown)
    assert [row["Reference"] for row in table(path, lay.PLACES)] == ["P-4000", "P-4001"]
    assert table(path, lay.PLACES)[0]["Seminar"] == f"{OXFORD} (assumed: the message names none)"
    assert summary(path)[OXFORD][1:3] == [1, 2]
    assert summary(path)["Seminar not known"][1:3] == [1, 1]


def test_a_seminar_whose_name_begins_with_another_s_is_counted_once(tmp_path: Path) -> None:
    """The longer name wins."""
    first, second, third = PROGRAMME.seminars
    longer = second.model_copy(update={"title": f"{second.title} again", "id": "seminar-2b", "code": "S2B"})
    programme = PROGRAMME.model_copy(update={"seminars": (first, second, longer, third)})
    shown = entries("place", {"seminar": "seminar-2b", "values": {"places": 4}})
    path = tmp_path / "register.xlsx"
    register.publish(register.project(shown, programme), path, read=register.read_staff(path), keep=3, mode=0o640)
    assert summary(path)[OXFORD][1:3] == [0, 0]
    assert summary(path)[f"{OXFORD} again"][1:3] == [1, 4]


def test_the_time_of_the_last_pass_is_a_time(tmp_path: Path) -> None:
    """In the programme's zone, shown with its hour, and no edit when it is read back."""
    last = sample().last_pass
    assert last is not None
    path = tmp_path / "register.xlsx"
    publish(path, replace(sample(), last_pass=replace(last, finished=datetime(2015, 7, 1, 22, 30, 44, tzinfo=UTC))))
    sheet = load_workbook(path)[lay.SUMMARY]
    (cell,) = (row[1] for row in sheet.iter_rows() if row[0].value == "When")
    assert cell.value == datetime(2015, 7, 1, 23, 30)  # noqa: DTZ001  a workbook's own time
    assert cell.number_format == "dd mmm yyyy hh:mm"
    assert not register.read_staff(path).conflicts


def test_the_day_of_an_answer_is_typed_and_shown_as_a_day(tmp_path: Path) -> None:
    """The workbook asks for a date there, in the rows to come as well."""
    publish(tmp_path / "register.xlsx")
    sheet = load_workbook(tmp_path / "register.xlsx")[lay.QUESTIONS]
    (cell,) = (c for c in sheet[1] if c.value == "Answered on")
    below = sheet.cell(2, cell.column)
    assert below.number_format == "dd mmm yyyy"
    (rule,) = (r for r in sheet.data_validations.dataValidation if r.type == "date")
    assert below.coordinate in rule.sqref
    assert sheet.cell(50, cell.column).coordinate in rule.sqref
    assert (rule.operator, rule.formula1, rule.allow_blank, rule.showErrorMessage) == (
        "greaterThanOrEqual",
        "36526",
        True,
        True,
    )
