"""Notices to staff whatever goes wrong: sent once, and shown where they may not have left."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from intake.running import telling
from intake.running.workplace import open_workplace
from tests.servers import smtp
from tests.staff_notices import COLLEAGUE, OTHER, danger, to_staff, unclear, urgent_to_staff, world
from tests.test_crash import die
from tests.world import NOW, World

__all__ = ["world"]  # the fixture


@pytest.mark.parametrize(
    ("place", "when", "nth"), [("T2 inside", "before", 1), ("T2 inside", "after", 1), ("T3 sending", "before", 1)]
)
def test_a_crash_before_sending_sends_the_notice_exactly_once(world: World, place: str, when: str, nth: int) -> None:
    """T2 holds the message and its notices, or neither; what it holds leaves at the next pass."""
    world.deliver(danger())
    assert die(world, place, when, nth) == -signal.SIGKILL
    assert world.letters() == []
    world.run(NOW + timedelta(minutes=5))
    world.run(NOW + timedelta(minutes=10))
    urgent = [one.to[0] for one in urgent_to_staff(world)]
    assert urgent == [COLLEAGUE, OTHER]


def test_a_crash_around_the_daily_notice_doubles_nothing(world: World) -> None:
    """The day and its notices are one transaction."""
    world.deliver(unclear())
    for when in ("before", "after"):
        assert die(world, "daily notice", when, 1) == -signal.SIGKILL
    world.run(NOW + timedelta(minutes=5))
    assert [one.to[0] for one in to_staff(world)] == [COLLEAGUE, OTHER]


def test_a_notice_of_unknown_fate_is_shown_and_never_sent_again(world: World) -> None:
    """At most once, as every letter; the register and `intake status` say so until a person has decided."""
    world.smtp.plan("dot", smtp.TAKE_AND_DROP)
    world.deliver(danger())
    report = world.run()
    assert report.exit_code == 1
    world.run(NOW + timedelta(minutes=5))
    assert [one.to[0] for one in urgent_to_staff(world)] == [COLLEAGUE, OTHER]
    with open_workplace(world.config(), lambda: NOW) as work:
        ((reference, reason),) = work.ledger.status().notices_unsent
        assert reason.startswith("The notice about its words of danger may not have left.")
        assert f"STAFF UNTOLD: {reference}" in telling.status(work)
        assert '"notices_unsent": [["M-' in telling.status_json(work)
        (shown,) = work.ledger.snapshot().notices
    assert (shown.urgent, shown.state) == (True, "unknown")


def test_a_refused_notice_is_shown_until_staff_have_decided(world: World) -> None:
    """A wrong address in the configuration is found by the first notice."""
    import openpyxl

    world.smtp.plan("RCPT", "550 5.1.1 No such user")
    world.deliver(danger())
    world.run(NOW.replace(hour=7))
    path = world.config().workbook.path
    book = openpyxl.load_workbook(path)
    labels = [row[0].value for row in book["Summary"].iter_rows()]
    assert "Urgent notices that may not have reached you" in labels
    header = [cell.value for cell in book["For review"][1]]
    book["For review"].cell(2, header.index("Decision") + 1).value = "Nothing to do"
    book.save(path)
    world.run(NOW.replace(hour=7, minute=5))
    with open_workplace(world.config(), lambda: NOW) as work:
        assert work.ledger.status().notices_unsent == ()
