"""The ledger takes in, records and shows: the same laws on SQLite and PostgreSQL."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from intake.errors import ConfigError, SetAside
from intake.ledger import Ledger
from intake.model import ChangePlan
from intake.rows import Conflict, Override, PassRow
from tests.ledger_sample import ACCOUNT, ADA, NOW, case, fetched, ledger, letter, part, place, plan, recorded, taken

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]


def states(ledger: Ledger) -> list[str]:
    return [row.state for row in ledger.snapshot().messages]


def test_a_ledger_is_made_once_and_found_again(database: str, tmp_path: Path) -> None:
    """`create` never touches a ledger that is there; `open` finds what was written."""
    assert not Ledger.exists(database, tmp_path / "state")
    with closing(Ledger.create(database, tmp_path / "state")) as ledger:
        ledger.set_setting("colour", "green")
    assert Ledger.exists(database, tmp_path / "state")
    with pytest.raises(ConfigError, match="already"):
        Ledger.create(database, tmp_path / "state")
    with closing(Ledger.open(database, tmp_path / "state")) as ledger:
        assert ledger.setting("colour") == "green"
        assert ledger.setting("size") is None


def test_a_missing_ledger_is_never_made_by_itself(database: str, tmp_path: Path) -> None:
    """An empty ledger would answer all old mail again (fault B2)."""
    (tmp_path / "state").mkdir()
    with pytest.raises(ConfigError, match=r"no ledger.*backup"):
        Ledger.open(database, tmp_path / "state")
    assert not Ledger.exists(database, tmp_path / "state")


def test_what_is_taken_in_waits_oldest_first_and_is_known_by_its_slot(ledger: Ledger) -> None:
    """The work list is the server's UIDs minus ours, for one UIDVALIDITY."""
    ledger.take_in([fetched(5), fetched(3)], NOW)
    assert [one.slot.uid for one in ledger.pending()] == [3, 5]
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == {3, 5}
    assert ledger.known_uids(ACCOUNT, "INBOX", 8) == ledger.known_uids(ACCOUNT, "Junk", 7) == set()


def test_a_slot_taken_in_twice_is_one_row(ledger: Ledger) -> None:
    """A batch that is repeated after a crash changes nothing, and the counter shows it."""
    ledger.take_in([fetched(1)], NOW)
    before = ledger.generation()
    ledger.take_in([fetched(1)], NOW)
    assert states(ledger) == ["received"]
    assert ledger.generation() == before


def test_the_same_bytes_under_another_slot_are_a_duplicate(ledger: Ledger) -> None:
    """Also within one batch, and after UIDVALIDITY changed (fault M3); reused UIDs of other messages are taken (M4)."""
    ledger.take_in(
        [fetched(1, "one"), fetched(2, "one"), fetched(1, "one", uidvalidity=8), fetched(2, "two", uidvalidity=8)], NOW
    )
    assert ledger.status().messages == {"duplicate": 2, "received": 2}
    duplicate = next(row for row in ledger.snapshot().messages if row.state == "duplicate")
    assert duplicate.reasons[0].startswith("This is the same message as #1")


def test_messages_that_the_server_numbered_anew_get_no_second_row_in_the_register(ledger: Ledger) -> None:
    """Fault M3: nothing is doubled there; a true second copy is a row of its own."""
    recorded(ledger, 1)
    ledger.take_in([fetched(1, "message 1", uidvalidity=8), fetched(2, "message 1")], NOW)
    assert states(ledger) == ["filed", "duplicate"]
    assert ledger.status().messages == {"duplicate": 2, "filed": 1}


def test_a_duplicate_is_shown_with_its_originals_sender_and_reference(ledger: Ledger) -> None:
    """It was never read, and staff can still tell what it is."""
    recorded(ledger, 1)
    ledger.take_in([fetched(2, "message 1")], NOW)
    row = ledger.snapshot().messages[-1]
    assert (row.state, row.sender_email, row.subject) == ("duplicate", ADA, "Oxford")
    assert "M-1" in row.reasons[0]
    assert row.no_letter


def test_a_message_over_the_limit_is_a_row_for_review(ledger: Ledger) -> None:
    """It is not downloaded, and not lost: it stands in the register with the reason."""
    ledger.take_in([fetched(1, whole=False, size=40_000_000)], NOW)
    (row,) = ledger.snapshot().messages
    assert (row.state, row.review, row.size) == ("too large", True, 40_000_000)
    assert "40,000,000 bytes" in row.reasons[0]
    assert ledger.pending() == []
    assert [one.slot.uid for one in ledger.unnamed()] == [1]


def test_a_message_over_the_limit_can_be_released_and_is_fetched_again(ledger: Ledger) -> None:
    """Its row stays until the whole of it is there; if it is too large still, it waits for a person again."""
    ledger.take_in([fetched(1, whole=False)], NOW)
    assert "fetched" in ledger.release("#1", NOW)
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == set()
    assert ledger.reconcile(ACCOUNT, "INBOX", 7, [1]) == {}
    ledger.take_in([fetched(1, whole=False)], NOW)
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == {1}
    ledger.release("#1", NOW)
    ledger.take_in([fetched(1, "the whole of it")], NOW)
    assert states(ledger) == ["received"]


def test_deaths_are_counted_apart(ledger: Ledger) -> None:
    """The child's deaths count towards setting aside; the whole program's do not, and end when it is known to live."""
    one = taken(ledger)
    ledger.reading_starts(one.id)
    ledger.reading_starts(one.id)
    assert [(p.child_deaths, p.parent_deaths) for p in ledger.pending()] == [(0, 2)]
    assert ledger.child_died(one.id) == 1
    assert ledger.child_died(one.id) == 2
    assert [(p.child_deaths, p.parent_deaths) for p in ledger.pending()] == [(2, 0)]


def test_what_is_set_aside_shows_why_and_can_be_released(ledger: Ledger) -> None:
    """It leaves the queue, is listed, and comes back with the reference it has."""
    one = taken(ledger)
    ledger.child_died(one.id)
    ledger.set_aside(one.id, "M-346", "It took too long to read.", NOW)
    assert ledger.pending() == []
    assert ledger.status().set_aside == (("M-346", "It took too long to read."),)
    assert ledger.release(" m-346 ", NOW).startswith("M-346: ")
    assert [(p.reference, p.child_deaths) for p in ledger.pending()] == [("M-346", 0)]
    ledger.set_aside(one.id, "M-999", "Again.", NOW)
    assert ledger.snapshot().messages[0].reference == "M-346"


def test_recording_writes_all_of_a_message_in_one_act(ledger: Ledger) -> None:
    """Row, files, entries and letter are there together, and it is owed to be filed away."""
    before = ledger.generation()
    one = recorded(ledger, 1, what=case(1, parts=(part(),)), intent=plan(place(2), place(1, "seminar-3")), post=letter())
    now = ledger.snapshot()
    (row,) = now.messages
    assert (row.reference, row.state, row.sender_email, row.own_words) == ("M-1", "filed", ADA, "A place for me, please.")
    assert row.entries == ("S2-1A", "S2-1B")
    assert [(e.reference, e.message, e.seminar, e.values["places"]) for e in now.entries] == [
        ("S2-1A", "M-1", "seminar-2", 2),
        ("S2-1B", "M-1", "seminar-3", 1),
    ]
    assert [(f.reference, f.number, f.kind, f.name) for f in now.files] == [("M-1", 1, "Word document", "My example.docx")]
    assert [(w.reference, w.to, w.state) for w in now.letters] == [("M-1", ADA, "queued")]
    assert [(a.message_id, a.uid) for a in ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW)] == [(one.id, 1)]
    assert now.generation > before
    assert ledger.pending() == []
    assert ledger.reference_of("<1@harbour.example>") == "M-1"


def test_a_recording_that_fails_leaves_nothing(ledger: Ledger) -> None:
    """Half a message is worse than one still to be read."""
    one = taken(ledger)
    wrong = plan(place(), changes=(ChangePlan("S2-999", "Cancelled", {}, "It cancels."),))
    before = ledger.snapshot()
    with pytest.raises(LookupError), ledger.recording() as recorder:
        recorder.record(one, case(), wrong, "M-1", ["S2-1A"], letter(), NOW)
    assert ledger.snapshot() == before
    assert [p.id for p in ledger.pending()] == [one.id]


def test_a_message_is_recorded_once(ledger: Ledger) -> None:
    """Recording it again is refused whole: no second entry, no second letter."""
    one = recorded(ledger, 1, post=letter())
    before = ledger.snapshot()
    with pytest.raises(LookupError), ledger.recording() as recorder:
        recorder.record(one, case(), plan(place()), "M-2", ["S2-2A"], letter(2), NOW)
    assert ledger.snapshot() == before


def test_another_verb_within_a_recording_is_refused_at_once(ledger: Ledger) -> None:
    """It would wait for its own transaction."""
    with pytest.raises(RuntimeError), ledger.recording():
        ledger.set_setting("colour", "green")
    assert ledger.setting("colour") is None


def test_a_reference_is_given_once(ledger: Ledger) -> None:
    """Neither a message's nor an entry's nor one reserved a moment ago is given again."""
    recorded(ledger, 1)
    with ledger.recording() as recorder:
        assert recorder.reserve(iter(["M-1", "S2-1A", "S2-3"])) == "S2-3"
        assert recorder.reserve(iter(["S2-3", "S2-4"])) == "S2-4"


def test_a_change_keeps_a_trail_of_what_was(ledger: Ledger) -> None:
    """Who changed the entry, when, why, and the value before."""
    recorded(ledger, 1, intent=plan(place(2)))
    change = ChangePlan("S2-1A", "Cancelled", {"places": 0}, "The sender has cancelled it.")
    recorded(ledger, 2, intent=plan(changes=(change,)))
    (entry,) = ledger.snapshot().entries
    assert (entry.status, entry.values) == ("Cancelled", {"places": 0, "access": None})
    assert entry.trail == ("20 January 2016, M-2: The sender has cancelled it. Before: status Asked; places 2.",)


def test_a_newer_version_says_itself_what_it_changes(ledger: Ledger) -> None:
    """The entry keeps its reference; its file is the newer message's, and the trail has no second list of what was."""
    recorded(ledger, 1, intent=plan(place(2)))
    change = ChangePlan("S2-1A", None, {"places": 3, "source": "file 1"}, "Version 2 came in.", tells_before=True)
    recorded(ledger, 2, intent=plan(changes=(change,)))
    (entry,) = ledger.snapshot().entries
    assert (entry.reference, entry.values["places"], entry.values["source_message"]) == ("S2-1A", 3, "M-2")
    assert entry.trail == ("20 January 2016, M-2: Version 2 came in.",)


def test_files_are_found_by_the_message_or_its_entry(ledger: Ledger) -> None:
    """Staff have either reference at hand."""
    recorded(ledger, 1, what=case(1, parts=(part(1), part(2, b"another"))))
    assert [f.number for f in ledger.file_of("M-1", None)] == [1, 2]
    assert [f.number for f in ledger.file_of("s2-1a", 2)] == [2]
    assert ledger.file_of("M-1", 3) == ledger.file_of("M-9", None) == []


def test_text_that_no_database_takes_is_made_storable(ledger: Ledger) -> None:
    """NUL and lone surrogates (fault H3) become replacement marks; everything else stays as it is."""
    odd = case(1, subject="a\0b \ud800 \U0001f600 \u202e")
    recorded(ledger, 1, what=odd, intent=plan(place(), reasons=("x\0\ud800y",)))
    (row,) = ledger.snapshot().messages
    assert row.subject == "a\ufffdb ? \U0001f600 \u202e"
    assert row.reasons[0].encode()


def test_times_come_back_in_utc(ledger: Ledger) -> None:
    """25 October 01:30 twice, an hour apart (fault K4); a time without a zone is refused."""
    first = datetime(2015, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=1)))
    ledger.take_in([fetched(1, received=first), fetched(2, received=first.replace(tzinfo=UTC))], NOW)
    one, two = (p.received for p in ledger.pending())
    assert (one, two - one) == (first, timedelta(hours=1))
    assert one.tzinfo is UTC
    with pytest.raises(StatementError, match="aware"):
        ledger.take_in([fetched(3, received=datetime(2015, 10, 25))], NOW)  # noqa: DTZ001


def test_reconciliation_counts_only_what_is_asked(ledger: Ledger) -> None:
    """Seen = recorded + gone + to fetch: the ledger gives the recorded ones by state."""
    recorded(ledger, 1)
    ledger.take_in([fetched(2), fetched(3)], NOW)
    assert ledger.reconcile(ACCOUNT, "INBOX", 7, [1, 2, 99]) == {"filed": 1, "received": 1}
    assert ledger.reconcile(ACCOUNT, "INBOX", 8, [1, 2]) == {}


def test_staff_values_are_kept_newest_wins_and_repeats_change_nothing(ledger: Ledger) -> None:
    """T5 may be repeated after a crash; types of cells stay what they were."""
    values = ("a note", 3, 2.5, True, date(2016, 1, 5), datetime(2016, 1, 5, 10, 0), None)  # noqa: DTZ001
    typed = [Override("Place requests", f"S2-{n}", "Staff notes", value, NOW) for n, value in enumerate(values)]
    clash = Conflict("Place requests", "S2-1", "From", "x", "y", NOW)
    ledger.store_staff(typed, [clash])
    once = ledger.snapshot()
    assert [type(o.value) for o in once.overrides] == [type(value) for value in values]
    assert [o.value for o in once.overrides] == list(values)
    ledger.store_staff([replace(o, seen=NOW + timedelta(days=1)) for o in typed], [clash])
    assert ledger.snapshot() == once
    ledger.store_staff([replace(typed[0], value="newer", seen=NOW + timedelta(days=1))], [])
    now = ledger.snapshot()
    assert now.overrides[0].value == "newer"
    assert now.generation == once.generation + 1


def test_the_latest_reading_counts_whatever_time_its_file_bears(ledger: Ledger) -> None:
    """A workbook copied back, or saved where the clock is wrong, bears an older time: its edits are not thrown away."""
    note = Override("Place requests", "S2-1A", "Staff notes", "first", NOW)
    ledger.store_staff([note], [])
    ledger.store_staff([replace(note, value="second", seen=NOW - timedelta(days=1))], [])
    assert [o.value for o in ledger.snapshot().overrides] == ["second"]


def test_the_last_pass_and_what_was_published_are_remembered(ledger: Ledger) -> None:
    """A restart finds both."""
    assert ledger.last_pass() is None
    assert ledger.published() == (0, "")
    row = PassRow(NOW, NOW + timedelta(seconds=9), 3, 2, 0, 1, {"filed": 2}, 1, "")
    ledger.pass_finished(row)
    ledger.set_published(ledger.generation(), "abc")
    assert ledger.last_pass() == row == ledger.snapshot().last_pass
    status = ledger.status()
    assert (status.last_pass, status.published) == (row, status.generation)


def test_names_given_to_unread_rows_are_kept(ledger: Ledger) -> None:
    """A duplicate gets a reference of its own, where the program gives it one."""
    ledger.take_in([fetched(1, "one"), fetched(2, "one")], NOW)
    (bare,) = ledger.unnamed()
    with ledger.recording() as recorder:
        recorder.name(bare.id, recorder.reserve(iter(["M-7"])))
    assert ledger.unnamed() == []
    assert "M-7" in {row.reference for row in ledger.snapshot().messages}


def test_nothing_is_released_under_a_reference_that_waits_for_nothing(ledger: Ledger) -> None:
    """The person is told why."""
    recorded(ledger, 1)
    with pytest.raises(SetAside, match="nothing under X-1"):
        ledger.release("x-1", NOW)
    with pytest.raises(SetAside, match="Nothing under M-1 is held"):
        ledger.release("M-1", NOW)


def test_kept_messages_come_once_each_in_the_order_of_their_rows(ledger: Ledger) -> None:
    """However many, and however large some are; those still to be read, and duplicates, are left out."""
    ledger.take_in([fetched(uid, size=5_000_000 if uid % 50 == 0 else 100, whole=False) for uid in range(1, 251)], NOW)
    ledger.take_in([fetched(300), fetched(301, "message 7", whole=False)], NOW)
    assert [one.id for one in ledger.kept()] == list(range(1, 251))
    assert ledger.count_kept() == 250
    since = NOW + timedelta(minutes=100)
    assert ledger.count_kept(since) == len(list(ledger.kept(since))) == 91


def test_a_kept_message_tells_what_it_was_read_as(ledger: Ledger) -> None:
    """The reading as it was recorded, of the message that bears the reference; none where nothing was read."""
    recorded(ledger)
    ledger.take_in([fetched(50, whole=False)], NOW)
    read, unread = ledger.kept()
    assert read.reference == "M-1"
    assert read.reading is not None
    assert (read.reading.request, read.reading.verdict) == (case().request, case().verdict)
    assert (unread.reference, unread.state, unread.reading) == (f"#{unread.id}", "too large", None)
