"""How a form is asked for at the terminal: its questions in their order, options, days, second thoughts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest

from intake.desk import by_hand
from intake.programme import Question
from tests.conftest import need
from tests.entering import ANSWERS, MESSAGES, TODAY, Desk, desk, typed
from tests.typist import Typist

__all__ = ["desk"]  # the fixture


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
