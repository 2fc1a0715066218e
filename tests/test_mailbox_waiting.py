"""Waiting for mail: what ends the wait, and that nothing falls through before it."""

from __future__ import annotations

import threading

import pytest

from intake.errors import Later
from intake.mail.mailbox import connect
from tests.fetching import _a_password, _rude, letter
from tests.servers import rude
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot

__all__ = ["_a_password"]  # the fixture


def test_arriving_mail_ends_the_wait(dovecot: Dovecot) -> None:
    """IDLE wakes us at once; the minute is only the longest it could take."""
    user = dovecot.account()
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        box.uids()
        arriving = threading.Thread(target=dovecot.deliver, args=(user, letter(1)))
        arriving.start()
        assert box.idle(60, threading.Event())
        arriving.join()
        assert box.uids() == [1]


def test_mail_that_came_before_the_wait_is_not_overlooked(dovecot: Dovecot) -> None:
    """Between the last look and IDLE nothing falls through; and an old last message is no arrival (M10)."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        box.uids()
        assert not box.idle(0.2, threading.Event())
        dovecot.deliver(user, letter(2))
        assert box.idle(60, threading.Event())


def test_a_stop_ends_the_wait(dovecot: Dovecot) -> None:
    """A service told to stop does not sit out its interval, and the connection stays usable."""
    stop = threading.Event()
    with connect(dovecot.settings(dovecot.account())) as box:
        box.select("INBOX")
        threading.Timer(0.3, stop.set).start()
        assert not box.idle(600, stop)
        assert stop.is_set()
        assert box.uids() == []


def test_a_server_that_hangs_up_ends_the_wait_as_try_again(certificates: Certificates) -> None:
    """A closed connection is neither mail nor an endless loop."""
    with (
        rude.run(rude.imap(IDLE=b"+ idling\r\n* BYE shutting down\r\n")) as peer,
        connect(_rude(peer)) as box,
        pytest.raises(Later),
    ):
        box.select("INBOX")
        box.idle(30, threading.Event())
    with rude.run(rude.imap(IDLE=None)) as peer, connect(_rude(peer)) as box, pytest.raises(Later):
        box.select("INBOX")
        box.idle(30, threading.Event())
