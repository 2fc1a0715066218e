"""Signing in to the mailbox and keeping the connection: what each fault says, and that no password goes astray."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from intake.errors import ConfigError, Later
from intake.mail.faults import throttled
from intake.mail.mailbox import connect
from tests.conftest import need
from tests.fetching import _a_password, _rude
from tests.servers import dovecot as imap
from tests.servers import rude
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot

__all__ = ["_a_password"]  # the fixture


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
