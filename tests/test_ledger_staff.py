"""What staff typed into the register counts for the desk: the ledger tells it of entries as staff see them."""

from __future__ import annotations

import pytest

from intake.ledger import Ledger
from intake.model import ChangePlan, History, KnownEntry
from intake.rows import Conflict, Override
from tests.ledger_sample import NOW, case, ledger, letter, place, plan, recorded, taken

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]

SHEET = "Place requests"
LABELS = {
    "Seminar 2: Enacting": "seminar-2",
    "Seminar 3: Sustaining": "seminar-3",
    "Seminar 3": "seminar-33",
    "Seminar 3 (evening)": "seminar-34",
}


def typed(ledger: Ledger, reference: str, **cells: object) -> None:
    """Staff type into cells of an entry's row; a column's spaces are underscores here."""
    edits = [Override(SHEET, reference, header.replace("_", " "), value, NOW) for header, value in cells.items()]  # type: ignore[arg-type]
    ledger.store_staff(edits, [])


def asked(ledger: Ledger, **changes: object) -> History:
    return ledger.history(case(9, **changes), taken(ledger, 9), NOW, seminars=LABELS)  # type: ignore[arg-type]


def the_entry(ledger: Ledger) -> KnownEntry:
    (entry,) = asked(ledger).by_sender
    return entry


def test_an_entry_is_told_of_with_the_values_that_staff_typed(ledger: Ledger) -> None:
    """Status, places, people and needs; what they did not touch stays as it was read."""
    recorded(ledger, 1, intent=plan(place(2, values={"places": 2, "access": "a ramp", "attendees": "Ada", "phone": None})))
    typed(
        ledger, "S2-1A", Status="Withdrawn by phone", Places=3.0, Attendees="Ada; Ben", Dietary_needs="vegan", Staff_notes="x"
    )
    entry = the_entry(ledger)
    assert (entry.status, entry.places, entry.edited, entry.seminar) == ("Withdrawn by phone", 3, True, "seminar-2")
    told = {"places": 3, "attendees": "Ada; Ben", "access": "a ramp", "dietary": "vegan", "phone": None}
    assert entry.values == told


def test_an_entry_that_staff_left_alone_is_not_edited(ledger: Ledger) -> None:
    """Notes, and a need that they put in better words, do not make it theirs."""
    recorded(ledger, 1)
    typed(ledger, "S2-1A", Staff_notes="Rang her.", Access_needs="A ramp", Decision="Confirmed")
    entry = the_entry(ledger)
    assert (entry.edited, entry.values["access"], entry.status, entry.places) == (False, "A ramp", "Asked", 1)


@pytest.mark.parametrize("header", ["Places", "Status", "Seminar", "Attendees"])
def test_what_staff_settled_is_theirs_even_where_they_emptied_the_cell(ledger: Ledger, header: str) -> None:
    """An emptied cell says that they know better, not what."""
    recorded(ledger, 1)
    typed(ledger, "S2-1A", **{header: None})
    entry = the_entry(ledger)
    assert (entry.edited, entry.status, entry.places, entry.seminar) == (True, "Asked", 1, "seminar-2")


@pytest.mark.parametrize(
    ("said", "seminar"),
    [
        ("Seminar 3: Sustaining", "seminar-3"),
        (" seminar 3:  sustaining (asked by telephone)", "seminar-3"),
        ("Seminar 3", "seminar-33"),
        ("Seminar 3 (evening) (by telephone)", "seminar-34"),
        ("the one in spring", "seminar-2"),
    ],
)
def test_an_entry_that_staff_moved_is_at_its_new_seminar_and_takes_its_places_there(
    ledger: Ledger, said: str, seminar: str
) -> None:
    """By the label, with or without a remark; words that name no seminar move nothing."""
    recorded(ledger, 1, intent=plan(place(2)))
    typed(ledger, "S2-1A", Seminar=said)
    told = asked(ledger)
    assert told.places_taken == {seminar: 2}
    assert [(e.seminar, e.edited) for e in told.by_sender] == [(seminar, True)]


def test_an_assumed_seminar_that_staff_set_is_assumed_no_longer(ledger: Ledger) -> None:
    """The program does not ask about it again."""
    recorded(ledger, 1, intent=plan(place(values={"places": 1, "assumed": True})))
    typed(ledger, "S2-1A", Seminar="Seminar 3: Sustaining")
    assert the_entry(ledger).values["assumed"] is False


def test_a_reply_to_our_letter_is_tied_to_the_entries_of_its_message(ledger: Ledger) -> None:
    """The token is the reference of the message that the letter answered; its entries bear it too."""
    recorded(ledger, 1, intent=plan(place(), place(1, "seminar-3")), post=letter(1))
    recorded(ledger, 2, post=letter(2))
    told = asked(ledger, sender=None, in_reply_to=(letter(1).message_id,))
    assert told.sent_token == "M-1"
    assert [(e.reference, e.message) for e in told.by_reference] == [("S2-1A", "M-1"), ("S2-1B", "M-1")]


def test_a_conflict_is_noted_in_the_transaction_of_its_change(ledger: Ledger) -> None:
    """Once however often, not where both say the same, and not at all where the recording fails."""
    recorded(ledger, 1)
    one = taken(ledger, 2)
    clash = Conflict(SHEET, "S2-1A", "Status", "Confirmed", "Cancelled", NOW)
    same = Conflict(SHEET, "S2-1A", "Places", "2", "2", NOW)
    with pytest.raises(LookupError), ledger.recording() as recorder:
        recorder.note([clash])
        recorder.record(one, case(2), plan(changes=(ChangePlan("S9-9", None, {}, "No."),)), "M-2", [], None, NOW)
    assert ledger.snapshot().conflicts == ()
    with ledger.recording() as recorder:
        recorder.note([clash, same])
        recorder.note([clash])
    now = ledger.snapshot()
    assert now.conflicts == (clash,)
    with ledger.recording() as recorder:
        recorder.note([clash])
    assert ledger.snapshot() == now
