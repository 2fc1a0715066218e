"""The mailbox, on a real Dovecot: what is taken, what is left alone, and what each fault says."""

from __future__ import annotations

import logging
import threading
import traceback
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from intake import config
from intake.errors import ConfigError, Later
from intake.mail import mailbox
from intake.mail.faults import throttled
from intake.mail.mailbox import Listed, connect
from intake.model import Fetched
from tests.conftest import need
from tests.servers import dovecot as imap
from tests.servers import rude
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot

LIMIT, HEADERS = 1_000_000, 4_096


def letter(number: int, *, body: str = "I would like a place.", message_id: str | None = None) -> bytes:
    """A small message whose bytes differ with `number`."""
    return (
        f"From: Amara Okoye <amara@nowhere.example>\r\nMessage-ID: {message_id or f'<m{number}@nowhere.example>'}\r\n"
        f"Subject: Letter {number}\r\n\r\n{body}\r\n"
    ).encode()


def take(settings: config.Mailbox, folder: str = "INBOX", limit: int = LIMIT) -> list[Fetched]:
    """Everything in `folder`, as a pass takes it."""
    with connect(settings) as box:
        box.select(folder)
        return list(box.fetch(box.listing(box.uids()), limit, HEADERS))


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


# ----------------------------------------------------------------------------------------------------------- folders


def test_a_missing_folder_is_named_with_the_one_that_was_meant(dovecot: Dovecot) -> None:
    """The cure stands in the message."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1), folder="Seminars/Requests")
    with connect(dovecot.settings(user)) as box:
        with pytest.raises(ConfigError, match=r"no folder requests .* Did you mean Seminars/Requests\?"):
            box.select("requests")
        assert box.select("Seminars/Requests").exists == 1


def test_a_folder_unlike_any_other_is_answered_with_what_there_is(dovecot: Dovecot) -> None:
    """Where nothing is near, the folders that exist are listed."""
    with connect(dovecot.settings(dovecot.account())) as box, pytest.raises(ConfigError, match="There are: INBOX"):
        box.select("zzz")


def test_folders_with_letters_beyond_ascii_work(dovecot: Dovecot) -> None:
    """Modified UTF-7, an ampersand and a quote: made, listed, opened, moved into, appended to."""
    user = dovecot.account()
    name = 'Bestätigt & "erledigt" 研討會'
    dovecot.deliver(user, letter(1))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        assert box.move(box.uids(), name) == "moved"
        assert name in box.folders()
        box.append(name, letter(2), datetime(2015, 12, 2, tzinfo=UTC))
    assert [f.raw for f in take(dovecot.settings(user), name)] == [letter(1), letter(2)]


def test_making_a_folder_twice_is_no_fault(dovecot: Dovecot) -> None:
    """`ensure_folder` may be called at every pass."""
    with connect(dovecot.settings(dovecot.account())) as box:
        box.ensure_folder("Processed")
        box.ensure_folder("Processed")
        assert box.folders().count("Processed") == 1


# ------------------------------------------------------------------------------------------------------- filing away


def test_moving_takes_exactly_the_given_messages(dovecot: Dovecot) -> None:
    """The others stay, and the folder is made."""
    user = dovecot.account()
    dovecot.deliver(user, *(letter(n) for n in range(1, 4)))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        assert box.move([1, 3], "Processed") == "moved"
    assert [f.slot.uid for f in take(dovecot.settings(user))] == [2]
    assert [f.raw for f in take(dovecot.settings(user), "Processed")] == [letter(1), letter(3)]


@pytest.mark.parametrize(
    ("capability", "way", "inbox", "processed"),
    [
        ("IMAP4rev1 UIDPLUS", "copied", [2, 4], [1, 3]),
        ("IMAP4rev1", "left", [1, 2, 3, 4], []),
    ],
)
def test_without_move_nothing_but_ours_is_ever_removed(
    certificates: Certificates, capability: str, way: str, inbox: list[int], processed: list[int]
) -> None:
    """COPY and UID EXPUNGE of exactly those, else left; what staff marked as deleted stays where it is (M11)."""
    need(imap.missing())
    with imap.run(certificates, capability=capability) as server:
        user = server.account()
        server.deliver(user, *(letter(n) for n in range(1, 5)))
        with server.staff(user) as staff:
            staff.add_flags([2], [b"\\Deleted"])
        with connect(server.settings(user)) as box:
            box.select("INBOX")
            assert box.move([1, 3], "Processed") == way
        assert [f.slot.uid for f in take(server.settings(user))] == inbox
        with connect(server.settings(user)) as box:
            there = "Processed" in box.folders()
        assert ([f.raw for f in take(server.settings(user), "Processed")] if there else []) == [letter(n) for n in processed]


def test_a_copy_is_found_again_by_our_own_message_id_only(dovecot: Dovecot) -> None:
    """An 'unknown' letter is resolved by looking for it; the folder that was open stays open."""
    user = dovecot.account()
    ours = "<0123abcd.auto@desk.example>"
    dovecot.deliver(user, letter(1))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        box.ensure_folder("Sent")
        box.append("Sent", letter(9, message_id=ours), datetime(2015, 12, 2, tzinfo=UTC))
        assert box.holds("Sent", ours)
        assert not box.holds("Sent", "<ffff.auto@desk.example>")
        assert [f.raw for f in box.fetch(box.listing(box.uids()), LIMIT, HEADERS)] == [letter(1)]
        with pytest.raises(ConfigError, match="no folder Sent Items"):
            box.append("Sent Items", letter(9), datetime(2015, 12, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "hostile", ['<a@b.example>" ALL', "<a@b.example>\r\nA1 DELETE INBOX", "<a b@c.example>", "a@b.example", ""]
)
def test_no_foreign_text_gets_into_a_command(dovecot: Dovecot, hostile: str) -> None:
    """Only ids of our own form are looked for (decision 2)."""
    with connect(dovecot.settings(dovecot.account())) as box, pytest.raises(ValueError, match="not a Message-ID of ours"):
        box.holds("INBOX", hostile)


# ----------------------------------------------------------------------------------------------------------- waiting


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


# -------------------------------------------------------------------------------------------------- signing in, faults


def test_a_wrong_password_is_told_with_where_it_comes_from(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator reads which variable to change, and not the password."""
    settings = dovecot.settings(dovecot.account())
    monkeypatch.setenv(imap.SECRET, "wrong-and-secret")
    with pytest.raises(ConfigError, match=f"refused the user name or the password.*{imap.SECRET}") as told, connect(settings):
        pass
    assert "wrong-and-secret" not in "".join(traceback.format_exception(told.value))


def test_a_password_beyond_ascii_can_be_used(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reaches the server, which refuses it as wrong; nothing breaks on the way."""
    settings = dovecot.settings(dovecot.account())
    monkeypatch.setenv(imap.SECRET, "pässwörd")
    with pytest.raises(ConfigError, match="refused the user name or the password"), connect(settings):
        pass


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("expired", "has expired"),
        ("other_name", "is for another name than localhost"),
        ("self_signed", "is self-signed"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_bad_certificate_is_refused_before_any_password(
    certificates: Certificates, which: str, sentence: str, security: str
) -> None:
    """Each fault has its own sentence; Dovecot saw no attempt to sign in (T1)."""
    need(imap.missing())
    with imap.run(certificates, pair=getattr(certificates, which)) as server:
        with pytest.raises(ConfigError, match=sentence), connect(server.settings(server.account(), security=security)):
            pass
        assert "Login:" not in server.log()
        assert "auth failed" not in server.log()


def test_an_unknown_authority_is_told_with_its_cure(dovecot: Dovecot) -> None:
    """Without ca_file only the machine's own authorities are trusted."""
    with pytest.raises(ConfigError, match="name its certificate as ca_file"), connect(dovecot.settings("user1", ca_file=None)):
        pass


def test_a_ca_file_that_is_none_is_told(dovecot: Dovecot, tmp_path: Path) -> None:
    """Missing or not PEM: one sentence with the file's name."""
    (tmp_path / "not.pem").write_text("hello")
    for name in ("not.pem", "missing.pem"):
        with pytest.raises(ConfigError, match=name), connect(dovecot.settings("user1", ca_file=tmp_path / name)):
            pass


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (rude.imap(), "did not offer or did not begin encryption"),
        (rude.imap(greeting=b"* PREAUTH welcome\r\n"), "did not offer or did not begin encryption"),
        (
            rude.imap(CAPABILITY=b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n", STARTTLS=b"TAG NO not today\r\n"),
            "did not offer or did not begin encryption",
        ),
        (
            rude.imap(
                CAPABILITY=b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n",
                STARTTLS=b"TAG OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
            ),
            "sent something ahead of the encryption",
        ),
    ],
    ids=["stripped", "preauth", "refused", "injected"],
)
def test_a_stripped_or_injected_starttls_is_refused(script: dict[str, bytes | None], sentence: str) -> None:
    """Nobody between us and the server can talk us out of encryption; no password was sent (T2)."""
    with rude.run(script) as peer:
        with pytest.raises(ConfigError, match=sentence), connect(_rude(peer, security="starttls")):
            pass
        assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in peer.heard)


@pytest.mark.parametrize(
    ("script", "error", "sentence"),
    [
        (rude.imap(greeting=b"* BYE overloaded\r\n"), Later, "ended the connection"),
        (rude.imap(greeting=b"220 mail.example ESMTP\r\n"), ConfigError, "does not speak IMAP"),
        (rude.imap(greeting=None), Later, "ended the connection"),
        (rude.imap(greeting=rude.SILENCE), Later, "did not answer in time"),
        (rude.imap(LOGIN=rude.SILENCE), Later, "fell silent"),
        (rude.imap(LOGIN=None), Later, "ended the connection"),
        (rude.imap(LOGIN=b"TAG NO [UNAVAILABLE] Temporary failure\r\n"), Later, "cannot check passwords just now"),
        (rude.imap(LOGIN=b"TAG NO [AUTHENTICATIONFAILED] no\r\n"), ConfigError, "refused the user name or the password"),
        (rude.imap(LOGIN=b"* BYE Session invalidated\r\n"), Later, "ended the connection"),
        (rude.imap(SELECT=b"* BYE shutting down\r\n"), Later, "ended the connection"),
        (rude.imap(SELECT=b"* 3 EXISTS\r\nTAG OK [READ-WRITE] open\r\n"), ConfigError, "UIDVALIDITY"),
        (rude.imap(SEARCH=b"* SEARCH one two\r\nTAG OK done\r\n"), Later, "answered as intake does not understand"),
        (rude.imap(SEARCH=b"TAG NO [SERVERBUG] oh\r\n"), Later, "refused a command"),
    ],
)
def test_each_misbehaviour_has_its_sentence(
    script: dict[str, bytes | None], error: type[Exception], sentence: str, certificates: Certificates
) -> None:
    """Who must act, and on what; never a traceback, never an endless wait (N1)."""
    settings = {"read_seconds": 1, "connect_seconds": 1}
    with rude.run(script) as peer, pytest.raises(error, match=sentence), connect(_rude(peer, **settings)) as box:
        box.select("INBOX")
        box.uids()


def test_tls_against_a_plain_port_is_told(dovecot: Dovecot) -> None:
    """The commonest mix-up of ports."""
    settings = dovecot.settings("user1", port=dovecot.plain_port)
    with pytest.raises(ConfigError, match="does not begin with encryption"), connect(settings):
        pass


def test_an_unreachable_or_unknown_host_is_tried_again_later(dovecot: Dovecot) -> None:
    """The network comes back without anybody's help."""
    with pytest.raises(Later, match="port 1 cannot be reached"), connect(dovecot.settings("user1", port=1)):
        pass
    with pytest.raises(Later, match="cannot be found"), connect(dovecot.settings("user1", host="nowhere.invalid")):
        pass


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("[THROTTLED] Request is throttled. Suggested Backoff Time: 9132 milliseconds", 9.132),
        ("BYE Session throttled; backoff 120 seconds", 120.0),
        ("[LIMIT] slow down", 300.0),
        ("Too many simultaneous connections", 300.0),
    ],
)
def test_a_server_that_asks_to_slow_down_is_given_its_time(text: str, wait: float) -> None:
    """At least as long as it says (N4)."""
    later = throttled(text, "imap.example")
    assert later is not None
    assert later.wait == pytest.approx(wait)
    assert throttled("[AUTHENTICATIONFAILED] no", "imap.example") is None


@pytest.mark.parametrize("word", ["LOGIN", "SELECT", "SEARCH"])
@pytest.mark.parametrize("said", [b"TAG NO [THROTTLED] backoff 40 seconds\r\n", b"* BYE throttled, backoff 40 seconds\r\n"])
def test_throttling_is_heard_at_every_command(word: str, said: bytes) -> None:
    """As a refusal or as a goodbye (N4)."""
    with rude.run(rude.imap(**{word: said})) as peer, pytest.raises(Later) as told, connect(_rude(peer)) as box:
        box.select("INBOX")
        box.uids()
    assert told.value.wait == pytest.approx(40)


# --------------------------------------------------------------------------------------------------- odd answers


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


def _rude(peer: rude.Peer, **changes: object) -> config.Mailbox:
    given: dict[str, object] = {
        "host": "localhost",
        "port": peer.port,
        "security": "plain",
        "user": "desk",
        "password_env": imap.SECRET,
    }
    return config.Mailbox.model_validate(given | changes)


@pytest.fixture(autouse=True)
def _a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imap.SECRET, imap.PASSWORD)
