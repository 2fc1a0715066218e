"""Kept mail read again: what would change is told, nothing is written, and nobody's words are shown unasked."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from intake.cell import Cell
from intake.cli import app
from intake.config import load
from intake.ledger import Ledger
from intake.model import Example, Fetched, Reading, Request, Slot, Verdict
from intake.running import setup
from intake.running.recording import record_pending
from intake.running.replaying import replay
from intake.running.report import Report
from intake.running.workplace import Workplace, open_workplace
from tests.ledger_sample import fetched
from tests.world import NOW, mail

LATE = datetime(2016, 1, 16, 9, 0, tzinfo=UTC)  # the morning after the deadline
FORM = """Here it is.

Your name: Una Larch
Title of your example: The long bench
Which of these best describes you?: Local authority
What did you do?: We put one long bench where there had been two desks.
May we use your example in the published resource?: No
"""


class Desk:
    """A folder with a ledger, and messages that a pass has taken in and recorded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self._uid = 0
        setup.init(folder, NOW)

    @contextmanager
    def work(self) -> Iterator[Workplace]:
        with open_workplace(load(self.config), lambda: NOW) as work:
            yield work

    def record(self, *raws: bytes, received: datetime = NOW, **changes: Any) -> list[str]:
        """Take in and record. Returns the references of all messages so far, in their order."""
        with self.work() as work, Cell(work.programme, work.config.limits) as cell:
            digests = work.vault.keep_raws(raws)
            for raw, digest in zip(raws, digests, strict=True):
                self._uid += 1
                slot = Slot("desk", "INBOX", 7, self._uid)
                one = Fetched(slot, raw, received=received, size=len(raw), answered=False)
                work.ledger.take_in([(replace(one, **changes), digest)], NOW)
            record_pending(work, cell, threading.Event(), Report(NOW))
        return [kept.reference for kept in self.kept()]

    def kept(self) -> list[Any]:
        with self.work() as work:
            return list(work.ledger.kept())

    def replay(self, *options: str) -> Any:
        return CliRunner().invoke(app, ["replay", "--config", str(self.config), *options])

    def configure(self, old: str, new: str) -> None:
        text = self.config.read_text("utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new, 1), "utf-8")

    def raw_file(self, raw: bytes) -> Path:
        digest = hashlib.sha256(raw).hexdigest()
        return self.folder / "state" / "raw" / digest[:2] / digest

    def contents(self) -> dict[str, bytes]:
        """Every file of the desk but its lock files."""
        found = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {str(path): path.read_bytes() for path in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def test_the_same_program_and_configuration_change_nothing(desk: Desk) -> None:
    """And nothing is written: every byte of the desk is as it was."""
    desk.record(mail(), mail("Otto <otto@brisk.example>", body="Is there parking at Oxford?\n", number=2))
    before = desk.contents()
    done = desk.replay()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "2 messages read again: none would change.\nNothing was written.\n"
    assert desk.contents() == before


def test_what_would_change_is_told_without_the_senders_words(desk: Desk) -> None:
    """The line may be passed on: kinds, decision, reply and places, and only that the names differ."""
    asks, thanks = desk.record(mail(), mail("Otto <otto@brisk.example>", "Thanks", "I thank the team for Oxford.\n", 2))
    desk.configure(
        "[mailbox]", '[programme.words]\ncancel = ["may I have a place"]\ndanger = ["I thank the team"]\n\n[mailbox]'
    )
    done = desk.replay()
    first, second, counts, _ = done.stdout.splitlines()
    assert first.startswith(f"{asks}: kinds place request -> ")
    assert "cancellation" in first
    assert second == f"{thanks}: urgent no -> yes."
    assert counts == "2 messages read again: 2 would change (1 other kinds, 1 particulars)."
    assert done.exit_code == 0
    for word in ("Wilma", "Tarn", "Otto", "brisk", "have a place", "thank"):
        assert word not in done.stdout


def test_json_gives_both_readings_in_full(desk: Desk) -> None:
    """One object a message that differs, for programs; the counts go to standard error."""
    (reference,) = desk.record(mail())
    desk.configure('town = "Oxford"', 'town = "Durham"')
    desk.configure('"St Catherine\'s College, Oxford"', '"Durham"')
    done = desk.replay("--json")
    (told,) = map(json.loads, done.stdout.splitlines())
    assert (told["reference"], told["outcome"], told["state"]) == (reference, "changed", "filed")
    assert "seminar" in told["changes"]
    assert told["before"]["seminar"] == ["seminar-2"]
    assert told["after"]["seminar"] == []
    assert told["before"]["attendees"] == ["Wilma Tarn"]
    assert "1 would change" in done.stderr


def test_a_seminar_that_the_programme_no_longer_has_is_a_change(desk: Desk) -> None:
    """It was read once, and is not silently left out of the comparison."""
    desk.record(mail())
    desk.configure('id = "seminar-2"', 'id = "seminar-x"')
    assert "seminars seminar-2 -> seminar-x" in desk.replay().stdout


def test_lateness_is_by_the_time_of_receipt_that_was_kept(desk: Desk) -> None:
    """The Date header lies before the deadline, the arrival after it: late then, late now; and by today's deadline not."""
    desk.record(mail(body=FORM, when=LATE - timedelta(days=1)), received=LATE)
    assert "none would change" in desk.replay().stdout
    desk.configure("deadline = 2016-01-15", "deadline = 2016-01-16")
    assert "late yes -> no" in desk.replay().stdout


@pytest.mark.parametrize(
    ("harm", "said"), [(Path.unlink, "is missing"), (lambda path: path.write_bytes(b"x"), "was damaged on disk")]
)
def test_a_kept_file_that_is_gone_or_altered_stops_nothing(desk: Desk, harm: Callable[[Path], object], said: str) -> None:
    """One line names the message, the others are read, and the exit code says that a person has to look."""
    harmed = mail()
    first, _ = desk.record(harmed, mail("Otto <otto@brisk.example>", number=2))
    harm(desk.raw_file(harmed))
    done = desk.replay()
    assert done.exit_code == 1
    line, counts, _ = done.stdout.splitlines()
    assert line.startswith(f"{first}: could not be read.")
    assert said in line
    assert counts == "2 messages read again: none would change, 1 could not be read."


def test_what_was_set_aside_is_named_and_read_where_it_can_be_now(desk: Desk) -> None:
    """A limit was hit then; once it is raised the message is offered for release, and is no failure of today's."""
    desk.configure("[limits]", "[limits]\nheader_bytes = 100")
    (reference,) = desk.record(mail())
    still = desk.replay()
    assert still.stdout.startswith(f"{reference}: stays set aside.")
    assert "1 stays set aside or too large." in still.stdout
    desk.configure("header_bytes = 100", "header_bytes = 100_000")
    now = desk.replay()
    assert "It could be read now: place request; decision file." in now.stdout
    assert f"intake release '{reference}'" in now.stdout
    assert (still.exit_code, now.exit_code) == (0, 0)


def test_what_was_too_large_is_named_and_offered_once_its_size_is_allowed(desk: Desk) -> None:
    """Only its headers are kept: a pass has to fetch it again."""
    (reference,) = desk.record(b"Subject: Large\r\n\r\n", size=30_000_000, whole=False)
    assert f"{reference}: stays too large. It has 30,000,000 bytes" in desk.replay().stdout
    desk.configure("[limits]", "[limits]\nmessage_bytes = 40_000_000")
    assert f"{reference}: was too large. Its size is allowed now." in desk.replay().stdout


def test_since_leaves_out_earlier_mail(desk: Desk) -> None:
    """A day of the programme's time zone, by the time of receipt."""
    desk.record(mail(), received=NOW - timedelta(days=3))
    desk.record(mail("Otto <otto@brisk.example>", number=2), received=NOW)
    assert desk.replay("--since", f"{NOW:%Y-%m-%d}").stdout.startswith("1 message read again")
    assert desk.replay("--since", "2015-01-01").stdout.startswith("2 messages read again")
    assert desk.replay("--since", "soon").exit_code == 2


def test_a_pass_may_run_meanwhile(desk: Desk) -> None:
    """Neither waits for the other: the lock may be held, and while a message is being read others are taken in."""
    desk.record(mail(), mail("Otto <otto@brisk.example>", number=2))
    with desk.work() as work, work.ledger.lock(1):
        assert desk.replay().exit_code == 0
    with desk.work() as work, closing(Ledger.open(work.config.database_url, desk.folder / "state", busy_seconds=0)) as passing:
        reading = replay(work)
        next(reading)
        passing.take_in([fetched(99)], NOW)
        assert [one.outcome for one in reading] == ["same"]


# ------------------------------------------------------------------------------------------------- older ledgers


def test_a_reading_of_the_first_version_can_still_be_compared(desk: Desk) -> None:
    """What came in before an upgrade lacks the fields that are new: they have defaults."""
    desk.record(mail())
    _rewrite(desk, _first_version)
    done = desk.replay()
    assert done.stdout.startswith("1 message read again: none would change."), done.stdout


def test_a_reading_that_makes_no_sense_any_more_is_said_and_stops_nothing(desk: Desk) -> None:
    """A kind that a later version no longer knows, for example."""
    desk.record(mail())
    _rewrite(desk, lambda kept: kept | {"verdict": {**kept["verdict"], "kinds": ["petition"]}})
    done = desk.replay()
    assert "cannot be compared" in done.stdout
    assert done.exit_code == 1


def _rewrite(desk: Desk, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    with closing(sqlite3.connect(desk.folder / "state" / "ledger.sqlite")) as database:
        ((text,),) = database.execute("select case_json from messages")
        database.execute("update messages set case_json = ?", (json.dumps(change(json.loads(text))),))
        database.commit()


FIRST = {  # the fields that the first version kept
    Reading: {"verdict", "request", "example", "late", "acknowledge"},
    Verdict: {"kinds", "decision", "confidence", "cues", "reasons", "silence", "urgent"},
    Request: {"seminars", "assumed_seminar", "places", "attendees", "organisation", "phone", "access", "dietary"},
    Example: {"fields", "missing"},
}


def _first_version(kept: dict[str, Any]) -> dict[str, Any]:
    first = {name: kept[name] for name in FIRST[Reading]}
    for name, record in (("verdict", Verdict), ("request", Request)):
        first[name] = {key: value for key, value in kept[name].items() if key in FIRST[record]}
    return first


@pytest.mark.parametrize("record", FIRST, ids=lambda record: str(record.__name__))
def test_every_field_that_is_new_since_the_first_version_has_a_default(record: type) -> None:
    """Else the readings in every ledger could not be taken up after an upgrade."""
    required = {one.name for one in fields(record) if one.default is MISSING and one.default_factory is MISSING}
    assert required <= FIRST[record]
