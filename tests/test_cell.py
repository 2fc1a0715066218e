"""Untrusted bytes are read in a child: what goes wrong there stays there."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.cell import Cell, ChildDiedError
from intake.config import Limits, load_programme
from intake.errors import Later, SetAside

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
RECEIVED = datetime(2016, 1, 14, 10, 0, tzinfo=UTC)
PLAIN = (
    b"From: Wilma Tarn <wilma@tarnmail.example>\r\nTo: seminars@coproduction.example\r\nSubject: Oxford\r\n"
    b"Date: Thu, 14 Jan 2016 10:00:00 +0000\r\nMessage-ID: <1@tarnmail.example>\r\n\r\n"
    b"May I have a place at the Oxford seminar, please?\r\n\r\nWilma Tarn\r\n"
)


@pytest.fixture
def cell() -> Iterator[Cell]:
    with Cell(PROGRAMME, Limits()) as one:
        yield one


def child_of(cell: Cell) -> int:
    assert cell._child is not None
    return cell._child.pid


def test_a_message_comes_back_as_a_case(cell: Cell) -> None:
    """The child's answer is the same Case that reading yields."""
    from intake.reading.case import read

    assert cell.read(PLAIN, RECEIVED) == read(PLAIN, RECEIVED, PROGRAMME)


def test_attachments_come_back_byte_for_byte(cell: Cell) -> None:
    """JSON carries bytes unharmed."""
    data = bytes(range(256)) * 300
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "wilma@tarnmail.example"
    message.set_content("See the file.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="x.bin")
    parts = cell.read(message.as_bytes(), RECEIVED).message.parts
    assert [part.data for part in parts] == [data]


def test_a_child_that_dies_over_a_message_is_told_and_replaced(cell: Cell) -> None:
    """An unexplained death is not the end: the next message is read by a new child."""
    cell.read(PLAIN, RECEIVED)
    child = child_of(cell)
    os.kill(child, signal.SIGSTOP)  # it takes the message and does nothing
    killer = threading.Timer(0.5, os.kill, (child, signal.SIGKILL))
    killer.start()
    with pytest.raises(ChildDiedError):
        cell.read(PLAIN, RECEIVED)
    assert cell.read(PLAIN, RECEIVED).message.subject == "Oxford"


def test_a_child_that_cannot_start_is_no_messages_fault(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation makes the mail wait; it sets none of it aside."""
    for program in ("/bin/false", "/no/such/python"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(Later, match="cannot be started"):
            cell.read(PLAIN, RECEIVED)


def test_a_child_that_hangs_is_ended_in_time() -> None:
    """The wall clock's limit sets the message aside."""
    with Cell(PROGRAMME, Limits(child_wall_seconds=1)) as cell:
        cell.read(PLAIN, RECEIVED)
        os.kill(child_of(cell), signal.SIGSTOP)
        with pytest.raises(SetAside, match="1 seconds"):
            cell.read(PLAIN, RECEIVED)


def test_memory_is_bounded() -> None:
    """A message that wants more memory than allowed is set aside, and the next one is read."""
    with Cell(PROGRAMME, Limits(child_memory_bytes=40_000_000)) as cell:
        cell.read(PLAIN, RECEIVED)
        big = PLAIN + b"word " * 6_000_000
        with pytest.raises((SetAside, ChildDiedError)):
            cell.read(big, RECEIVED)
        assert cell.read(PLAIN, RECEIVED).message.subject == "Oxford"


def test_the_child_is_replaced_after_its_share() -> None:
    """No leak of a parser lasts longer than that."""
    with Cell(PROGRAMME, Limits(child_messages=2)) as cell:
        cell.read(PLAIN, RECEIVED)
        first = child_of(cell)
        cell.read(PLAIN, RECEIVED)
        cell.read(PLAIN, RECEIVED)
        assert child_of(cell) != first


def test_no_secret_reaches_the_child(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's environment holds only what Python needs."""
    monkeypatch.setenv("INTAKE_IMAP_PASSWORD", "correct horse")
    cell.read(PLAIN, RECEIVED)
    environment = Path(f"/proc/{child_of(cell)}/environ")
    if not environment.exists():
        pytest.skip("this system has no /proc to look into another process")
    assert b"correct horse" not in environment.read_bytes()
