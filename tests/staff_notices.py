"""What the tests of notices to staff share: a desk with two colleagues, messages that call for them, and what reached them."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Taken
from tests.world import NOW, World, build, mail

COLLEAGUE, OTHER = "a.colleague@team.example", "b.colleague@team.example"
DANGER = "I cannot go on. I want to kill myself tonight.\n\nWilma Tarn\n"
PRIVATE = ("wilma", "tarn", "kill", "Oxford", "private-subject")


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    made = build(tmp_path / "desk", dovecot, smtp_server)
    made.change_config('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}", "{OTHER}"]')
    yield made


def to_staff(world: World) -> list[Taken]:
    return [one for one in world.letters() if one.to[0].endswith("@team.example")]


def plain_text(one: Taken) -> str:
    message = email.message_from_bytes(one.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def urgent_to_staff(world: World) -> list[Taken]:
    """Without the day's notice, which the first pass of a day sends too."""
    return [one for one in to_staff(world) if b"Subject: Urgent" in one.raw]


def danger(number: int = 1, sender: str = "Wilma Tarn <wilma@tarnmail.example>", when: datetime = NOW) -> bytes:
    return mail(sender, subject="private-subject", body=DANGER, number=number, when=when)


def unclear(number: int = 1) -> bytes:
    """A message that a person must look at."""
    return mail(
        f"Person {number} <p{number}@people.example>", subject="hm", body="Is it about the one before?\n", number=number
    )
