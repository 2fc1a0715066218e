"""When entering a form does not go on: nothing is entered by half, and nothing that was typed is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest
from typer.testing import CliRunner

from intake import cli
from intake.errors import Later
from intake.running import entering, one_pass
from intake.running.workplace import Workplace
from tests.entering import EXAMPLE, Desk, desk, typed

__all__ = ["desk"]  # the fixture


@pytest.mark.parametrize("text", ["", "1\n", typed(after="").rstrip("\n").rpartition("\n")[0] + "\n"])
def test_the_end_of_the_input_enters_nothing(desk: Desk, text: str) -> None:
    """Ctrl-D, or a pipe that ends: at the first question, in the middle, or before the last word."""
    done = desk.enter(text)
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr.endswith("Stopped. Nothing was entered.\n")
    assert desk.is_empty()


def test_a_no_at_the_end_enters_nothing(desk: Desk) -> None:
    """Somebody sees that it was entered before."""
    done = desk.enter(typed(after="n"))
    assert (done.exit_code, done.stdout) == (130, "")
    assert desk.is_empty()


def test_what_is_piped_in_and_is_no_utf8_is_said(desk: Desk) -> None:
    """2, and nothing is entered with half its letters."""
    done = desk.enter("1\n\nZo\u00eb\n".encode("latin-1"))
    assert "not UTF-8" in str(done.exception)
    assert desk.is_empty()


def test_without_a_call_there_is_no_form(desk: Desk) -> None:
    """2, in one sentence, before anything is asked."""
    text = desk.config.read_text("utf-8")
    start, end = text.index("[programme.call]"), text.index("[mailbox]")
    desk.config.write_text(text[:start] + text[end:], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "intake.cli", "enter", "--config", str(desk.config)],
        input="1\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("No call is configured")
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_ledger_is_said_before_anybody_types(desk: Desk) -> None:
    """Nobody copies a whole form for nothing."""
    (desk.folder / "state" / "ledger.sqlite").unlink()
    done = desk.enter(typed())
    assert "backup" in str(done.exception)
    assert "How did it come?" not in done.stderr


def test_while_a_pass_runs_it_can_be_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed is not lost because the ledger is busy; whoever gives up is told that nothing was entered."""
    monkeypatch.setattr(one_pass, "LOCK_SECONDS", 0)
    with desk.work() as work, work.ledger.lock(1):
        done = desk.enter(typed() + "y\nn\n")
    assert (done.exit_code, done.stdout) == (75, "")
    assert done.stderr.count("Another pass is running.") == 2
    assert done.stderr.endswith("Nothing was entered.\n")
    assert desk.is_empty()


def test_after_a_fault_the_same_form_is_entered_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk, for example, and then there is room."""
    faults = [Later("There was no room.")]

    @contextmanager
    def locked() -> Iterator[Workplace]:
        if faults:
            raise faults.pop()
        with desk.work() as work, work.ledger.lock(1):
            yield work

    lines = iter((typed() + "y\n").splitlines())
    monkeypatch.setattr(entering, "asking", lambda say: lambda prompt: next(lines))
    assert entering.enter(desk.work, locked, print, lambda line: None) == 0
    assert capsys.readouterr().out.strip() == desk.row()["Reference"]


@pytest.mark.parametrize("fault", [Later("There was no room."), KeyboardInterrupt()])
def test_what_keeps_it_from_being_shown_undoes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    """Neither a fault nor Ctrl-C while the workbook is written makes anybody enter it twice."""

    def publish(work: Workplace) -> None:
        raise fault

    monkeypatch.setattr(entering, "publish", publish)
    done = desk.enter(typed())
    assert (done.exit_code, "Nothing was entered" in done.stderr) == (0, False)
    with desk.work() as work:
        assert [entry.reference for entry in work.ledger.snapshot().entries] == [done.stdout.strip()]


def test_a_workbook_that_is_open_gets_the_row_once_it_is_closed(desk: Desk) -> None:
    """The reference is given all the same, and it is said where the row is."""
    desk.enter(typed())
    (desk.folder / "~$register.xlsx").touch()
    done = desk.enter(typed(name="Otto Brisk", email=""))
    assert done.exit_code == 0
    assert "It is not in the register yet. Somebody has register.xlsx open." in done.stderr
    assert len(desk.rows(EXAMPLE)) == 1
    (desk.folder / "~$register.xlsx").unlink()
    CliRunner().invoke(cli.app, ["register", "--config", str(desk.config)])
    assert done.stdout.strip() in {row["Reference"] for row in desk.rows(EXAMPLE)}


def test_a_damaged_workbook_is_said_and_the_row_is_in_the_one_beside_it(desk: Desk) -> None:
    """Its own exit code the first time, as for a pass; the form is entered all the same, and nobody looks in vain."""
    desk.enter(typed())
    (desk.folder / "register.xlsx").write_bytes(b"no workbook")
    first, second = desk.enter(typed(name="Otto Brisk")), desk.enter(typed(name="Ann Fell"))
    assert (first.exit_code, second.exit_code) == (1, 0)
    assert "It is not in the register yet." in first.stderr
    assert "beside register.xlsx, which is damaged" in second.stderr
    book = openpyxl.load_workbook(desk.folder / "register-rebuilt.xlsx")[EXAMPLE]
    shown = {cell for row in book.iter_rows(values_only=True) for cell in row}
    assert {first.stdout.strip(), second.stdout.strip()} <= shown
