"""Forms that come by post or by telephone: asked for at the terminal, entered like those that came by e-mail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from intake import cli, console
from intake.config import load
from intake.desk import by_hand
from intake.errors import Later
from intake.programme import Question
from intake.reading import read
from intake.running import entering, one_pass, setup
from intake.running.workplace import Workplace, open_workplace
from tests.conftest import need
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.typist import Typist
from tests.world import NOW, build, mail, rows_of

TODAY = date(2016, 1, 20)  # of NOW
EXAMPLE, MESSAGES = "Practice examples", "All messages"
ANSWERS = {  # of the example programme's form, in its order, as they are typed; a text ends with a dot
    "name": "Una Larch",
    "organisation": "",
    "email": "una@larch.example",
    "telephone": "01632 960123",
    "group": "5",
    "title": "The long bench",
    "description": "Two desks became one bench.\n\nThen we sat down.\n.",
    "involved": "",
    "worked": "",
    "did_not_work": "",
    "learning": "",
    "permission": "anonymous please",
}


def typed(way: str = "1", day: str = "15/1/2016", after: str = "y", **changes: str) -> str:
    """What somebody types from the first question to the last."""
    return "\n".join((way, day, *(ANSWERS | changes).values(), after)) + "\n"


class Desk:
    """A folder with an empty ledger. The clock stands at NOW."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        setup.init(folder, NOW)

    def enter(self, text: str | bytes) -> Any:
        return CliRunner().invoke(cli.app, ["enter", "--config", str(self.config)], input=text)

    @contextmanager
    def work(self) -> Iterator[Workplace]:
        with open_workplace(load(self.config), lambda: NOW) as work:
            yield work

    def rows(self, title: str) -> list[dict[str, Any]]:
        sheet = openpyxl.load_workbook(self.folder / "register.xlsx")[title]
        return rows_of([list(row) for row in sheet.iter_rows(values_only=True)])

    def row(self, title: str = EXAMPLE) -> dict[str, Any]:
        (row,) = self.rows(title)
        return row

    def raw(self) -> bytes:
        (path,) = (self.folder / "state" / "raw").glob("*/*")
        return path.read_bytes()

    def is_empty(self) -> bool:
        with self.work() as work:
            return work.ledger.generation() == 0 and not (self.folder / "state" / "raw").exists()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(console, "clock", lambda: NOW)
    return Desk(tmp_path / "desk")


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


# ------------------------------------------------------------------------------------------------- how it is asked


def test_every_question_of_the_form_is_asked_in_its_order(desk: Desk) -> None:
    """As the form words them; the dot is explained once."""
    done = desk.enter(typed())
    with desk.work() as work:
        call = work.programme.call
    assert call is not None
    asked = [line for line in done.stderr.splitlines() if line.startswith("Question ")]
    assert [line.partition(": ")[2] for line in asked] == [question.label for question in call.fields]
    assert done.stderr.count("single .") == 1


def test_a_needed_question_is_asked_once_more_and_then_taken_as_missing(desk: Desk) -> None:
    """Paper may have it blank."""
    done = desk.enter(typed(title="\n", permission="\n"))
    assert done.exit_code == 0, done.stderr
    row = desk.row()
    assert row["Missing"] == "Title of your example; May we use your example in the published resource?"
    assert row["Status"] == "Incomplete"
    assert "Missing: Title of your example" in done.stderr
    assert "Left blank: Title of your example" in desk.row(MESSAGES)["Why"]


def test_a_needed_question_answered_at_the_second_time_is_not_missing(desk: Desk) -> None:
    """The second answer counts."""
    desk.enter(typed(title="\nThe long bench"))
    assert (desk.row()["Title of your example"], desk.row()["Missing"]) == ("The long bench", None)


def test_an_odd_address_or_number_is_asked_about_once_and_then_taken(desk: Desk) -> None:
    """Paper is copied as it is: kept with Enter or yes, or typed again."""
    desk.enter(typed(email="una at larch\n", telephone="ask for Una\nring the bench"))
    assert (desk.row()["Email"], desk.row()["Telephone"]) == ("una at larch", "ring the bench")


@pytest.mark.parametrize(
    ("said", "shown"),
    [("5", "NHS Trust"), ("5.", "NHS Trust"), ("nhs trust", "NHS Trust"), ("99\nulo", "User-led organisation"), ("\n", None)],
)
def test_an_option_is_chosen_by_number_or_by_words(desk: Desk, said: str, shown: str | None) -> None:
    """What is not clear is asked again; Enter leaves it blank."""
    assert desk.enter(typed(group=said)).exit_code == 0
    assert desk.row()["Which of these best describes you?"] == shown


def test_a_day_to_come_or_without_a_year_is_asked_again(desk: Desk) -> None:
    """Tomorrow's post has not come."""
    done = desk.enter(typed(day="21 January 2016\n15 January\n15/1/16"))
    assert "21 January 2016 is still to come." in done.stderr
    assert str(desk.row()["Received"]) == "2016-01-15 12:00:00"


def test_an_answer_can_be_changed_before_it_is_entered(desk: Desk) -> None:
    """By its number; Enter keeps, a dot takes away; how and when it came, too."""
    changes = "change\n6\nThe short bench\nc 7\n\n4\n.\nway\n2\nday\n18/1/2016\nchange\n77\ny"
    done = desk.enter(typed(after=changes))
    assert done.exit_code == 0, done.stderr
    row = desk.row()
    assert row["Title of your example"] == "The short bench"
    assert row["What did you do?"] == "Two desks became one bench.\n\nThen we sat down."
    assert (row["Telephone"], row["Read from"], row["Late"]) == (None, "by telephone, entered by hand", "Late")
    assert "tell the caller the reference" in done.stderr


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 January 2016", date(2016, 1, 15)),
        ("Friday, 15th of Jan. 2016", date(2016, 1, 15)),
        ("january 15, 2016", date(2016, 1, 15)),
        ("15/1/2016", date(2016, 1, 15)),
        ("5.1.16", date(2016, 1, 5)),
        ("2016-01-15", date(2016, 1, 15)),
        ("yesterday", date(2016, 1, 19)),
        ("1/15/2016", None),
        ("31 February 2016", None),
        ("15 Brumaire 2016", None),
        ("15 January 1916", None),
        ("15 January", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str, day: date | None) -> None:
    """Day before month; what is no day is none."""
    assert by_hand.day_in(text, TODAY) == day


@pytest.mark.parametrize(
    ("kind", "answer", "is_odd"),
    [
        ("email", "una@larch.example", False),
        ("email", "una@larch", True),
        ("email", "una larch@larch.example", True),
        ("phone", "01632 960123", False),
        ("phone", "+44 (0)1632 960123 ext. 12", False),
        ("phone", "960", True),
        ("phone", "after six", True),
        ("line", "after six", False),
    ],
)
def test_what_is_odd_is_seen(kind: Any, answer: str, is_odd: bool) -> None:
    """Only addresses and numbers are looked at."""
    assert bool(by_hand.odd(Question(key="x", label="X", kind=kind), answer)) == is_odd


# --------------------------------------------------------------------------------------------- when it does not go on


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


# ------------------------------------------------------------------------------------------------ at a real terminal


@pytest.fixture
def typist(desk: Desk) -> Iterator[Typist]:
    need("" if find_spec("readline") else "readline (of Python itself)")
    with closing(Typist(desk.config)) as one:
        yield one


def test_a_form_is_entered_by_keyboard_while_a_pass_may_run(desk: Desk, typist: Typist) -> None:
    """Long lines, pasted paragraphs and corrections arrive whole; the ledger is free until all is typed."""
    typist.sees("How did it come?")
    with desk.work() as work, work.ledger.lock(0):
        pass
    typist.types("2")
    typist.sees("Which day")
    typist.types("15 January 2016")
    long = "bench " * 1_500
    answers = ANSWERS | {"title": "The shart\x7f\x7f\x7fort bench", "description": f"\x1b[200~First.\n\n{long}\n\x1b[201~"}
    for number, (key, answer) in enumerate(answers.items(), 1):
        typist.sees(f"Question {number} of 12")
        typist.sees("> ")
        for line in answer.split("\n") if key != "description" else (answer, "."):
            typist.types(line)
    typist.sees("Enter it? [Y/n/change] ")
    typist.types("")
    typist.sees("Please tell the caller the reference:")
    typist.sees("It stands in register.xlsx.")
    assert typist.leaves() == 0
    row = desk.row()
    assert row["Title of your example"] == "The short bench"
    assert row["What did you do?"] == f"First.\n\n{long.strip()}"


def test_ctrl_c_enters_nothing(desk: Desk, typist: Typist) -> None:
    """One sentence, 130, and everything is as it was."""
    typist.sees("How did it come?")
    typist.sees("> ")
    typist.types("1")
    typist.sees("Which day")
    typist.sees("> ")
    typist.interrupts()
    typist.sees("Stopped. Nothing was entered.")
    assert typist.leaves() == 130
    assert "Question" not in typist.rest()
    assert desk.is_empty()
