"""The mailbox, on a real Dovecot: what is taken, what is left out, and what nobody else gets to see."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake.mail import mailbox
from intake.mail.mailbox import connect
from tests.fetching import HEADERS, LIMIT, _a_password, letter, take
from tests.servers import dovecot as imap
from tests.servers.dovecot import Dovecot

__all__ = ["_a_password"]  # the fixture


# ------------------------------------------------------------------------------------------------------- taking mail


@pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
def test_every_byte_arrives_over_each_kind_of_connection(dovecot: Dovecot, security: str) -> None:
    """What is fetched is what lies on the server, to the byte."""
    user = dovecot.account()
    sent = [letter(1), letter(2, body="Zoë\r\n.\r\n.. dots"), b"\r\nno headers at all\r\n"]
    dovecot.deliver(user, *sent)
    assert [f.raw for f in take(dovecot.settings(user, security=security))] == sent


def test_mail_that_staff_have_read_is_taken_and_our_look_marks_nothing(dovecot: Dovecot) -> None:
    """The read flag means nothing to us, and we leave it as it is (M2)."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1), letter(2), flags=[b"\\Seen"])
    dovecot.deliver(user, letter(3))
    assert len(take(dovecot.settings(user))) == 3
    with dovecot.staff(user) as staff:
        flags = {uid: set(found) - {b"\\Recent"} for uid, found in staff.get_flags(staff.search("ALL")).items()}
    assert flags == {1: {b"\\Seen"}, 2: {b"\\Seen"}, 3: set()}


def test_oldest_mail_comes_first_whatever_its_number(dovecot: Dovecot) -> None:
    """Order is by arrival, not by UID."""
    user = dovecot.account()
    for day in (3, 1, 2):
        dovecot.deliver(user, letter(day), when=datetime(2015, 11, day, tzinfo=UTC))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        assert [listed.uid for listed in box.listing(box.uids())] == [2, 3, 1]


def test_the_hour_that_comes_twice_stays_two_hours(dovecot: Dovecot) -> None:
    """01:30 summer time and 01:30 winter time are an hour apart in UTC (K4)."""
    user = dovecot.account()
    summer, winter = timezone(timedelta(hours=1)), UTC
    dovecot.deliver(user, letter(1), when=datetime(2026, 10, 25, 1, 30, tzinfo=summer))
    dovecot.deliver(user, letter(2), when=datetime(2026, 10, 25, 1, 30, tzinfo=winter))
    times = [f.received for f in take(dovecot.settings(user))]
    assert times == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    assert all(t.utcoffset() == timedelta(0) for t in times)


def test_an_answer_by_a_colleague_is_seen(dovecot: Dovecot) -> None:
    """\\Answered is handed on, so that no automatic letter follows a colleague's."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1), flags=[b"\\Answered"])
    dovecot.deliver(user, letter(2))
    assert [f.answered for f in take(dovecot.settings(user))] == [True, False]


def test_a_message_over_the_limit_comes_as_its_headers_only(dovecot: Dovecot) -> None:
    """Too large: not downloaded, but known from its headers, and those are bounded too."""
    user = dovecot.account()
    large = letter(2, body="x" * 50_000)
    many_headers = b"X-Filler: y\r\n" * 2_000 + large
    dovecot.deliver(user, letter(1), large, many_headers)
    small, headers, cut = take(dovecot.settings(user), limit=10_000)
    assert (small.whole, small.raw) == (True, letter(1))
    assert (headers.whole, headers.size) == (False, len(large))
    assert headers.raw == large[: large.index(b"\r\n\r\n") + 4]
    assert (cut.whole, cut.raw) == (False, many_headers[:HEADERS])


def test_more_messages_than_one_command_asks_for_all_come(dovecot: Dovecot) -> None:
    """Chunks and groups neither lose nor repeat a message."""
    user = dovecot.account()
    sent = [letter(n) for n in range(mailbox.LISTING_CHUNK + 3)]
    dovecot.deliver(user, *sent)
    assert [f.raw for f in take(dovecot.settings(user))] == sent


def test_a_very_full_folder_is_searched_in_windows(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """No reply grows past what the library reads; the windows meet without a gap, whatever the count."""
    monkeypatch.setattr(mailbox, "SEARCH_WINDOW", 4)
    user = dovecot.account()
    for count in range(1, 14):
        dovecot.deliver(user, letter(count))
        with connect(dovecot.settings(user)) as box:
            assert box.select("INBOX").exists == count
            assert box.uids() == list(range(1, count + 1))


def test_an_empty_folder_has_nothing_in_it(dovecot: Dovecot) -> None:
    """The library's special answers for nothing are nothing."""
    with connect(dovecot.settings(dovecot.account())) as box:
        assert box.select("INBOX").exists == 0
        assert box.uids() == []
        assert box.listing([]) == []
        assert list(box.fetch([], LIMIT, HEADERS)) == []


def test_what_staff_delete_between_the_looks_is_left_out(dovecot: Dovecot) -> None:
    """Gone after the search, or after the listing: absent, and no exception (M6)."""
    user = dovecot.account()
    dovecot.deliver(user, *(letter(n) for n in range(1, 5)))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        uids = box.uids()
        _expunge(dovecot, user, 2)
        listed = box.listing(uids)
        assert [one.uid for one in listed] == [1, 3, 4]
        _expunge(dovecot, user, 3)
        # Dovecot may still hand out what this session has open; another server may not. Neither may raise.
        assert {f.slot.uid for f in box.fetch(listed, LIMIT, HEADERS)} - {3} == {1, 4}
    assert [f.slot.uid for f in take(dovecot.settings(user))] == [1, 4]


def test_messages_under_new_numbers_are_told_by_uidvalidity(dovecot: Dovecot) -> None:
    """After a restore the same number may name another message: the slot differs (M3, M4)."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1), letter(2))
    before = take(dovecot.settings(user))
    dovecot.renumber(user, uidvalidity=4_000_000_000)
    after = take(dovecot.settings(user))
    assert {f.slot.uidvalidity for f in after} == {4_000_000_000}
    assert {f.raw for f in after} == {f.raw for f in before}
    assert not {f.slot for f in after} & {f.slot for f in before}


def test_two_messages_with_one_message_id_both_come(dovecot: Dovecot) -> None:
    """A Message-ID decides nothing here (M5)."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1, message_id="<same@x.example>"), letter(2, message_id="<same@x.example>"))
    assert len(take(dovecot.settings(user))) == 2


# ------------------------------------------------------------------------------------------------------- other laws


def test_nothing_of_the_mail_reaches_the_logs(dovecot: Dovecot, caplog: pytest.LogCaptureFixture) -> None:
    """Even with every logger at DEBUG (P3): IMAPClient would log the whole conversation."""
    caplog.set_level(logging.DEBUG)
    user = dovecot.account()
    dovecot.deliver(user, letter(1))
    caplog.clear()
    take(dovecot.settings(user))
    assert "amara" not in caplog.text.lower()
    assert user not in caplog.text
    assert imap.PASSWORD not in caplog.text


def test_check_says_what_it_found_and_changes_nothing(dovecot: Dovecot) -> None:
    """For `intake check`."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1))
    said = mailbox.check(dovecot.settings(user))
    assert said[0].startswith("Signed in to localhost port")
    assert "The folder INBOX holds 1 message(s)." in said
    assert "The folder Processed will be made when it is needed." in said
    with connect(dovecot.settings(user)) as box:
        assert box.folders() == ["INBOX"]


def _expunge(dovecot: Dovecot, user: str, uid: int) -> None:
    with dovecot.staff(user) as staff:
        staff.delete_messages([uid])
        staff.expunge()
