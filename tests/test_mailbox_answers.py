"""Odd answers of a mail server: only real bytes of the messages that were asked for become messages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.errors import Later
from intake.mail import mailbox
from intake.mail.mailbox import Listed, connect
from intake.model import Fetched
from tests.fetching import HEADERS, LIMIT, _a_password, _rude
from tests.servers import rude
from tests.servers.certificates import Certificates

__all__ = ["_a_password"]  # the fixture

ONE = Listed(uid=1, size=20, received=datetime(2015, 12, 1, tzinfo=UTC), answered=False)
TWO = Listed(uid=2, size=20, received=datetime(2015, 12, 1, tzinfo=UTC), answered=False)


@pytest.mark.parametrize(
    ("answer", "bodies"),
    [
        (b"TAG OK done\r\n", {}),
        (b"* 1 FETCH (UID 1 BODY[] NIL)\r\nTAG OK done\r\n", {}),
        (b'* 1 FETCH (UID 1 BODY[] "")\r\nTAG OK done\r\n', {}),
        (b"* 1 FETCH (UID 1 BODY[] {0}\r\n)\r\nTAG OK done\r\n", {}),
        (b"* 9 FETCH (UID 9 BODY[] {3}\r\nabc)\r\nTAG OK done\r\n", {}),
        (b"* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 BODY[] {3}\r\nabc)\r\nTAG OK done\r\n", {2: b"abc"}),
        (b"* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\nTAG OK done\r\n", {1: b"abc"}),
        (b'* 1 FETCH (UID 1 BODY[] "abc")\r\nTAG OK done\r\n', {1: b"abc"}),
    ],
    ids=["nothing", "nil", "empty", "zero", "another's", "flags", "size-differs", "quoted"],
)
def test_only_real_bytes_of_the_asked_messages_become_messages(answer: bytes, bodies: dict[int, bytes]) -> None:
    """NIL, nothing and other people's answers are left out; a wrong size is accepted (M6, M7, M8)."""
    with rude.run(rude.imap(UID_FETCH=answer)) as peer, connect(_rude(peer)) as box:
        box.select("INBOX")
        assert {f.slot.uid: f.raw for f in box.fetch([ONE, TWO], LIMIT, HEADERS)} == bodies


def test_one_message_the_server_cannot_give_does_not_hold_up_the_others(certificates: Certificates) -> None:
    """A refused group is asked for one by one."""
    script = {
        "UID FETCH 1,2 ": b"TAG NO one of them is broken\r\n",
        "UID FETCH 1 ": b"TAG NO this one\r\n",
        "UID FETCH 2 ": b"* 2 FETCH (UID 2 BODY[] {3}\r\nabc)\r\nTAG OK done\r\n",
    }
    with rude.run(script | rude.imap()) as peer, connect(_rude(peer)) as box:
        box.select("INBOX")
        assert [f.slot.uid for f in box.fetch([ONE, TWO], LIMIT, HEADERS)] == [2]


@pytest.mark.parametrize("announced", [5_000_000, 99_000_000_000])
def test_a_literal_far_over_the_limit_is_not_made_room_for(announced: int) -> None:
    """Refused from its announcement, be it 99 GB; nothing is read (N3)."""
    answer = b"* 1 FETCH (UID 1 BODY[] {%d}\r\nabc" % announced
    with (
        rude.run(rude.imap(UID_FETCH=answer)) as peer,
        pytest.raises(Later, match="far more bytes"),
        connect(_rude(peer, read_seconds=1)) as box,
    ):
        box.select("INBOX")
        list(box.fetch([ONE], 1_000, HEADERS))


def test_a_connection_lost_inside_a_message_gives_no_message() -> None:
    """Half a literal is never taken for the whole (N1)."""
    with rude.run(rude.imap(UID_FETCH=b"* 1 FETCH (UID 1 BODY[] {2000}\r\nhalf")) as peer:
        taken: list[Fetched] = []
        with pytest.raises(Later), connect(_rude(peer, read_seconds=1)) as box:
            box.select("INBOX")
            taken += box.fetch([ONE], LIMIT, HEADERS)
        assert taken == []


def test_a_message_larger_than_announced_is_cut_to_its_headers() -> None:
    """The limit holds for what came, too."""
    raw = b"Subject: x\r\n\r\n" + b"y" * 500
    answer = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\nTAG OK done\r\n" % (len(raw), raw)
    with rude.run(rude.imap(UID_FETCH=answer)) as peer, connect(_rude(peer)) as box:
        box.select("INBOX")
        (one,) = box.fetch([ONE], 100, HEADERS)
    assert (one.whole, one.raw) == (False, b"Subject: x\r\n\r\n")


def test_a_date_that_cannot_be_read_counts_as_long_ago() -> None:
    """So the message is registered, and nothing is sent to it by itself."""
    answer = b'* 1 FETCH (UID 1 RFC822.SIZE 20 INTERNALDATE "soon" FLAGS ())\r\nTAG OK done\r\n'
    with rude.run(rude.imap(UID_FETCH=answer)) as peer, connect(_rude(peer)) as box:
        box.select("INBOX")
        assert [one.received for one in box.listing([1])] == [mailbox.EPOCH]


def test_a_folder_we_may_only_read_is_read_and_left_as_it_is() -> None:
    """No right to change it: mail is taken, and stays."""
    with (
        rude.run(
            rude.imap(
                SELECT=b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nTAG OK [READ-ONLY] open\r\n",
                EXAMINE=b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nTAG OK [READ-ONLY] open\r\n",
            )
        ) as peer,
        connect(_rude(peer)) as box,
    ):
        assert box.select("INBOX").uidvalidity == 7
        assert box.uids() == [1, 2, 3]
        assert box.move([1], "Processed") == "left"
        assert not any(b"MOVE" in line or b"COPY" in line for line in peer.heard)
