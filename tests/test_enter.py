"""Forms that come by post or by telephone are entered like those that came by e-mail, and stand beside them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from intake import cli, console
from intake.reading import read
from tests.entering import EXAMPLE, MESSAGES, Desk, desk, typed
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, build, mail

__all__ = ["desk"]  # the fixture


# ------------------------------------------------------------------------------------------------- what is entered


def test_a_form_that_came_by_post_gets_a_reference_and_a_row_like_any_other(desk: Desk) -> None:
    """Standard output holds the reference and nothing else; the workbook has the row at once."""
    done = desk.enter(typed())
    assert done.exit_code == 0, done.stderr
    row = desk.row()
    assert done.stdout == f"{row['Reference']}\n"
    assert row["Reference"].startswith("EX-")
    assert "write its reference on the paper" in done.stderr
    told = {key: row[key] for key in ("Name", "Your name", "Email", "Telephone", "Title of your example")}
    assert told == {
        "Name": "Una Larch",
        "Your name": "Una Larch",
        "Email": "una@larch.example",
        "Telephone": "01632 960123",
        "Title of your example": "The long bench",
    }
    assert row["Which of these best describes you?"] == "NHS Trust"
    assert row["May we use your example in the published resource?"] == "Yes, but anonymously"
    assert row["What did you do?"] == "Two desks became one bench.\n\nThen we sat down."
    assert (str(row["Received"]), row["Read from"]) == ("2016-01-15 12:00:00", "by post, entered by hand")
    assert (row["Status"], row["Missing"], row["Late"], row["From"]) == ("Received", None, None, None)
    assert row["Reply sent"] == "No letter. It came by post."


def test_all_messages_shows_it_as_what_it_was(desk: Desk) -> None:
    """Nobody takes it for an e-mail."""
    desk.enter(typed(way="by telephone"))
    row = desk.row(MESSAGES)
    assert row["Subject"] == "Entered by hand: by telephone"
    assert (row["What it was"], row["State"], row["From"]) == ("Practice example", "Filed", None)
    assert row["Why"] == "It came by telephone and was entered by hand on 20 January 2016."
    assert str(row["Received"]) == "2016-01-15 12:00:00"
    assert row["Entered as"] == desk.row()["Reference"]


def test_it_is_late_by_the_day_it_came_and_not_by_the_day_it_is_entered(desk: Desk) -> None:
    """The last day counts to its end."""
    for day in ("15 January 2016", "16 January 2016"):
        assert desk.enter(typed(day=day)).exit_code == 0
    in_time, late = desk.rows(EXAMPLE)
    assert (in_time["Late"], late["Late"]) == (None, "Late")
    assert "It came after the deadline." in desk.rows(MESSAGES)[1]["Why"]


def test_what_came_this_morning_is_not_received_at_noon(desk: Desk) -> None:
    """Nothing in the register lies in the future: NOW is nine in the morning."""
    desk.enter(typed(day=""))
    assert str(desk.row()["Received"]) == "2016-01-20 09:00:00"


def test_an_answer_like_a_formula_is_text(desk: Desk) -> None:
    """X1: nothing that is typed runs in the workbook."""
    desk.enter(typed(title='=HYPERLINK("http://x.example")', involved="+1\n@SUM(A1)\n."))
    sheet = openpyxl.load_workbook(desk.folder / "register.xlsx")[EXAMPLE]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert cells['=HYPERLINK("http://x.example")'] == "s"
    assert cells["+1\n@SUM(A1)"] == "s"


def test_marks_that_turn_the_text_around_and_control_characters_are_taken_out(desk: Desk) -> None:
    """As in forms that come by e-mail; letters of every script stay."""
    desk.enter(typed(name="Zo\u00eb \u202eevil\u202c \x1b[31mred", title="\u05e9\u05dc\u05d5\u05dd  bench\u200b"))
    row = desk.row()
    assert row["Your name"] == "Zo\u00eb evil [31mred"
    assert row["Title of your example"] == "\u05e9\u05dc\u05d5\u05dd bench"


def test_two_forms_of_the_same_words_are_two_rows(desk: Desk) -> None:
    """Each sheet of paper has its own reference."""
    ticks = iter(NOW + timedelta(microseconds=n) for n in range(99))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "clock", lambda: next(ticks))
        first, second = desk.enter(typed()), desk.enter(typed())
    assert [row["Reference"] for row in desk.rows(EXAMPLE)] == sorted({first.stdout.strip(), second.stdout.strip()})
    assert len(desk.rows(MESSAGES)) == 2


def test_the_kept_file_tells_all_that_was_entered(desk: Desk) -> None:
    """A lost ledger loses no answer: the vault has the form in words that the program itself can read."""
    desk.enter(typed())
    raw = desk.raw()
    with desk.work() as work:
        found = read(raw, None, work.programme)
        assert found.example is not None
        assert found.example.fields["title"] == "The long bench"
        assert found.example.fields["group"] == "nhs_trust"
        assert found.example.missing == ()
        assert found.acknowledge == ()  # and nobody could be answered
    assert b"Two desks became one bench.\r\n\r\n  Then we sat down." in raw
    assert b"Date: Fri, 15 Jan 2016 12:00:00 +0000\r\nSubject: Entered by hand: by post\r\n" in raw


# ------------------------------------------------------------------------------------------- beside what comes by mail


def test_replay_and_status_tell_it_apart_from_mail(desk: Desk) -> None:
    """It was never read by the program, so it cannot be read again."""
    desk.enter(typed())
    replayed = CliRunner().invoke(cli.app, ["replay", "--config", str(desk.config)])
    assert (replayed.exit_code, replayed.stdout) == (0, "0 messages read again: none would change.\nNothing was written.\n")
    status = CliRunner().invoke(cli.app, ["status", "--config", str(desk.config)])
    assert "Messages:    1 entered by hand\n" in status.stdout
    assert "Owed" not in status.stdout


def test_the_next_pass_counts_only_the_mailbox_and_sends_it_no_letter(
    tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes from the address on the form, and names its reference, only makes a suggestion to staff."""
    world = build(tmp_path / "desk", dovecot, smtp_server)
    monkeypatch.setattr(console, "clock", lambda: NOW)
    done = CliRunner().invoke(cli.app, ["enter", "--config", str(world.config_path)], input=typed())
    reference = done.stdout.strip()
    newer = f"""This is a correction of my practice example {reference}.

Your name: Una Larch
Title of your example: The long bench
Which of these best describes you?: NHS Trust
What did you do?: We put one long bench where there had been two desks.
May we use your example in the published resource?: No
"""
    world.deliver(mail("Una Larch <una@larch.example>", "My example", newer))
    report = world.run(NOW + timedelta(minutes=5))
    assert report.reconciliation() == "mailbox 1 = 1 for review"
    assert report.moved == 1
    sheets = world.register()
    first, second = sheets[EXAMPLE]
    assert (first["Reference"], first["Status"], first["Changes"]) == (reference, "Received", None)
    assert first["Reply sent"] == "No letter. It came by post."
    assert (first["Version"], second["Version"]) == (1, 1)
    assert f"It may be a newer version of {reference}." in sheets["For review"][0]["Suggestion"]
    assert len(sheets[MESSAGES]) == 2
    assert len(world.letters()) == 1
