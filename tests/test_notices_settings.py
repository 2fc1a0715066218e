"""The words of notices to staff, and the settings that say who gets them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from intake.config import load
from intake.errors import ConfigError
from intake.mail.letters import Writer
from intake.model import Notice
from intake.running import doctor
from tests.letter_writing import desk, own_copy
from tests.staff_notices import COLLEAGUE
from tests.test_config import changed
from tests.world import NOW


def test_notices_hold_references_and_counts_in_whole_sentences(tmp_path: Path) -> None:
    """One and many, with danger and without, more than are listed."""
    writer = Writer(desk(tmp_path), tuple)

    def text(*references: str, urgent: int = 0, held: int = 0) -> str:
        notice = Notice("daily", references, date(2016, 1, 20), urgent, held)
        return writer.notice(notice, to=COLLEAGUE, message_id="<x@desk.example>", now=NOW).text

    one = text("M-4AC9")
    assert one.startswith("1 message waits for a person, on the sheet For review of the register.")
    assert "danger" not in one
    many = text(*(f"M-{n:03}" for n in range(120)), urgent=2, held=1)
    assert "120 messages wait" in many
    assert "Two of them have words of danger." in many
    assert "1 letter is held" in many
    assert many.count("\n- ") == 50
    assert "70 more are in the register." in many


def test_a_notice_without_its_reference_is_a_fault(tmp_path: Path) -> None:
    """`intake check` finds it before the night in which it matters."""
    config = desk(tmp_path)
    own_copy(config, "notices/urgent.j2", "Subject: Urgent\n\nPlease look.\n")
    (fault,) = Writer(config, tuple).check()
    assert "notices/urgent.j2" in fault


@pytest.mark.parametrize(
    "address",
    ["seminars@coproduction.example", "Seminars@Coproduction.example", "seminars+staff@coproduction.example"],
)
def test_the_mailbox_itself_is_refused(tmp_path: Path, address: str) -> None:
    """A notice to ourselves would come back as mail."""
    path = changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{address}"]'))
    with pytest.raises(ConfigError, match="address of the mailbox itself"):
        load(path)


@pytest.mark.parametrize(
    "address", ["A Colleague <a@team.example>", "a@team", "a@team.example, b@team.example", "séan@team.example"]
)
def test_an_address_that_not_every_server_takes_is_refused(tmp_path: Path, address: str) -> None:
    """Found by `check`, not at the first notice."""
    path = changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{address}"]'))
    with pytest.raises(ConfigError, match="no bare e-mail address"):
        load(path)


def test_check_says_plainly_that_nobody_is_told(tmp_path: Path) -> None:
    """No fault, but to be known."""
    silent = {one.part: one for one in doctor.check(load(changed(tmp_path)), lambda: NOW)}["notices"]
    assert silent.problem is None
    assert silent.said.startswith("Nobody is told at once about words of danger")
    told = load(changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}"]')))
    said = {one.part: one.said for one in doctor.check(told, lambda: NOW)}["notices"]
    assert said == "1 address is told at once about words of danger, and from 08:00 (Europe/London) of what waits for review."
