"""A letter that comes back is shown at the entry it answered; a report that only claims so changes nothing."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.running import telling
from intake.running.workplace import open_workplace
from tests.bounces import head, report
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.staff_notices import COLLEAGUE, danger, urgent_to_staff
from tests.world import NOW, World, build, mail


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def as_returned(letter: bytes, **changes: Any) -> bytes:
    """A report with the letter as it went out beside it."""
    return report(letter.decode().replace("\r\n", "\n"), **changes)


def test_a_bounce_of_our_letter_is_shown_at_its_entry(world: World) -> None:
    """Where staff look: the reply of the entry, For review, All messages, the summary and `intake status`."""
    world.deliver(mail())
    world.run()
    (letter,) = world.letters()
    day = NOW + timedelta(days=14)
    world.deliver(as_returned(letter.raw), when=day)
    result = world.run(day + timedelta(minutes=5))
    assert (result.exit_code, result.letters.returned) == (1, 1)
    assert any("came back undelivered" in line for line in telling.report(result))
    register = world.register()
    (entry,) = register["Place requests"]
    shown = "Came back undelivered on 3 February 2016 (request noted). There is no such address."
    assert entry["Reply sent"] == shown
    asked, bounced = register["All messages"]
    assert asked["Reply sent"] == shown
    assert f"our letter about {asked['Reference']} ({entry['Reference']}) came back undelivered" in bounced["Why"]
    (review,) = register["For review"]
    assert review["Reference"] == bounced["Reference"]
    assert "another way" in review["Suggestion"]
    assert len(world.letters()) == 1
    with open_workplace(world.config(), lambda: day) as work:
        assert f"Came back:   {asked['Reference']}  There is no such address." in telling.status(work)


def test_a_delay_changes_nothing_until_it_fails(world: World) -> None:
    """Four hours late is not lost."""
    world.deliver(mail())
    world.run()
    (letter,) = world.letters()
    world.deliver(as_returned(letter.raw, action="delayed", status="4.4.1"))
    world.run(NOW + timedelta(hours=4))
    register = world.register()
    assert register["Place requests"][0]["Reply sent"].startswith("Sent ")
    assert register["For review"] == []
    world.deliver(as_returned(letter.raw, status="5.4.7", number=2))
    world.run(NOW + timedelta(days=2))
    assert world.register()["Place requests"][0]["Reply sent"].startswith("Came back undelivered")


def test_a_forged_bounce_does_no_harm(world: World) -> None:
    """It knows the reference and the address, and guesses at the id: the entry stands as it was, and a person is asked."""
    world.deliver(mail())
    world.run()
    before = world.register()["Place requests"]
    world.deliver(report(head(reference=str(before[0]["Reference"]))))
    world.run(NOW + timedelta(minutes=5))
    register = world.register()
    assert register["Place requests"] == before
    (review,) = register["For review"]
    assert "It may be about our letter" in review["Suggestion"]
    assert len(world.letters()) == 1


def test_a_notice_that_bounces_is_shown_to_the_administrator(world: World) -> None:
    """Nobody was told of the danger: the summary and `intake status` say so; no circle begins."""
    world.change_config('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}"]')
    world.deliver(danger())
    world.run()
    (notice,) = urgent_to_staff(world)
    sent = len(world.letters())
    world.deliver(as_returned(notice.raw))
    world.run(NOW + timedelta(minutes=5))
    assert len(world.letters()) == sent
    with open_workplace(world.config(), lambda: NOW) as work:
        ((_, reason),) = work.ledger.status().notices_unsent
    assert reason == "The notice about its words of danger came back undelivered. There is no such address."
    assert len(world.register()["For review"]) == 1
    assert email.message_from_bytes(notice.raw)["Message-ID"].startswith("<intake.")
