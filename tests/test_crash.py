"""Interrupt it anywhere: a pass killed at each of its effects loses nothing and answers nobody twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.dying_pass import PLACES
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, World, build, mail

SENDERS = ("wilma@tarnmail.example", "otto@brisk.example", "ines@vale.example")


def three_messages() -> list[bytes]:
    return [
        mail(sender="Wilma Tarn <wilma@tarnmail.example>", number=1),
        mail(sender="Otto Brisk <otto@brisk.example>", number=2, body="A place at seminar 3, please.\n\nOtto Brisk\n"),
        mail(sender="Ines Vale <ines@vale.example>", number=3, subject="Help", body="Is there parking nearby?\n\nInes Vale\n"),
    ]


def die(world: World, place: str, when: str, nth: int) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.dying_pass", str(world.config_path), place, when, str(nth)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("place", PLACES)
def test_a_kill_at_any_effect_loses_nothing_and_answers_nobody_twice(
    tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server, place: str, when: str
) -> None:
    """M1, S6, R5: each message is on the register exactly once, each sender has at most one letter, no work stays undone."""
    world = build(tmp_path / "desk", dovecot, smtp_server)
    world.deliver(*three_messages())
    assert die(world, place, when, 1) == -signal.SIGKILL, f"the pass never came to {place}"
    world.run(NOW + timedelta(minutes=10))
    register = world.register()

    messages = register["All messages"]
    assert len(messages) == len({row["Reference"] for row in messages}) == 3
    assert len(register["Place requests"]) == 2
    assert len(register["Questions"]) == 1

    letters = Counter(letter.to[0] for letter in world.letters())
    assert all(number == 1 for number in letters.values()), letters
    replies = [str(row["Reply sent"]).casefold() for row in register["Place requests"] + register["Questions"]]
    unknown = sum("not known whether it arrived" in reply for reply in replies)
    assert len(letters) + unknown >= 3  # who got no letter is shown to staff
    between_t3_and_t4 = (place, when) in {("T3 sending", "after"), ("letter", "after"), ("T4 outcome", "before")}
    assert unknown == (1 if between_t3_and_t4 else 0)

    report = world.run(NOW + timedelta(minutes=20))
    assert not report.busy
    with world.dovecot.staff(world.user) as inbox:
        assert inbox.search() == []


def test_a_second_kill_while_recovering_changes_nothing(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> None:
    """The same guarantees hold when the recovery is cut short too."""
    world = build(tmp_path / "desk", dovecot, smtp_server)
    world.deliver(*three_messages())
    for place, when, nth in (
        ("T2 inside", "after", 2),
        ("T3 sending", "after", 2),
        ("workbook", "after", 1),
        ("move", "after", 1),
    ):
        die(world, place, when, nth)
    world.run(NOW + timedelta(minutes=10))
    assert len(world.register()["All messages"]) == 3
    assert all(number == 1 for number in Counter(letter.to[0] for letter in world.letters()).values())
