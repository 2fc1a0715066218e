"""The outbox, on a real SMTP server told to misbehave: each attempt ends in what is known about it, and no more."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from intake.config import Smtp
from intake.errors import ConfigError, Later
from intake.mail import outbox
from intake.mail.outbox import Courier
from intake.model import Outcome
from tests.servers import rude, smtp
from tests.servers.certificates import Certificates

SENDER, TO = "seminars@desk.example", "amara@nowhere.example"
LETTER = b"From: seminars@desk.example\r\nSubject: Your message S2-7KQ4\r\n\r\nThank you.\r\n.\r\n..\r\nGoodbye\r\n"

States = list[str]


def send(server: smtp.Server, to: str = TO, raw: bytes = LETTER, **changes: Any) -> tuple[Outcome, States]:
    """One letter through a courier of its own; with it, what had come to the server when 'sending' was committed."""
    committed: States = []
    with Courier(server.settings(**changes), SENDER) as courier:
        outcome = courier.send(raw, to, lambda: committed.extend(server.stages))
    return outcome, committed


# --------------------------------------------------------------------------------------------------------- it arrives


def test_a_letter_arrives_to_the_byte(smtp_server: smtp.Server) -> None:
    """Dots, line ends and the envelope are as they should be."""
    outcome, _ = send(smtp_server)
    assert (outcome.state, outcome.code, outcome.desk_fault) == ("sent", 250, False)
    assert smtp_server.taken == [smtp.Taken(SENDER, (TO,), LETTER)]


def test_sending_is_committed_after_rcpt_and_before_data(smtp_server: smtp.Server) -> None:
    """The moment of T3: the recipient is accepted, no byte of the letter has left."""
    _, committed = send(smtp_server)
    assert committed[-1] == "RCPT"
    assert "DATA" not in committed
    assert smtp_server.stages[smtp_server.stages.index("RCPT") + 1] == "DATA"


def test_one_connection_carries_many_letters(smtp_server: smtp.Server) -> None:
    """Made at the first letter, kept, reset between."""
    with Courier(smtp_server.settings(), SENDER) as courier:
        assert smtp_server.connections == 0
        for _ in range(3):
            assert courier.send(LETTER, TO, _nothing).state == "sent"
    assert (smtp_server.connections, len(smtp_server.taken), smtp_server.stages.count("RSET")) == (1, 3, 2)


def test_the_recipient_is_the_one_given_whatever_the_letter_says(smtp_server: smtp.Server) -> None:
    """Headers address nobody: no Cc, no Bcc, one recipient."""
    send(smtp_server, raw=b"To: other@nowhere.example\r\nCc: third@nowhere.example\r\nBcc: fourth@nowhere.example\r\n\r\nx\r\n")
    assert [taken.to for taken in smtp_server.taken] == [(TO,)]


@pytest.mark.parametrize(
    ("configured", "return_path"), [(None, SENDER), ("", "<>"), ("bounces@desk.example", "bounces@desk.example")]
)
def test_the_return_path_is_as_configured(smtp_server: smtp.Server, configured: str | None, return_path: str) -> None:
    """Also the null one of RFC 3834."""
    assert send(smtp_server, envelope_from=configured)[0].state == "sent"
    assert smtp_server.taken[0].sender == return_path


def test_this_machine_does_not_tell_its_name(smtp_server: smtp.Server) -> None:
    """An address literal stands in EHLO (RFC 5321 4.1.3)."""
    send(smtp_server)
    assert smtp_server.greetings == ["[127.0.0.1]"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_letters_go_encrypted_and_signed_in(certificates: Certificates, security: str, password: str) -> None:
    """Implicit TLS and STARTTLS, with a verified certificate."""
    with _encrypted(certificates.good.context(), security) as server:
        outcome, _ = send(server, security=security, ca_file=certificates.authority, user=smtp.USER, password_env=smtp.SECRET)
        assert outcome.state == "sent", outcome.reason
        assert len(server.taken) == 1
        assert "AUTH" in server.stages
        assert outbox.check(_signed(server, certificates, security)) == (f"Signed in to localhost port {server.port}.",)
        assert len(server.taken) == 1


# ------------------------------------------------------------------------------------------------------- it does not


@pytest.mark.parametrize(
    ("stage", "action", "state", "code", "desk_fault"),
    [
        ("greeting", "421 4.3.2 Not now", "queued", None, True),
        ("greeting", "554 5.3.2 Never", "queued", None, True),
        ("greeting", smtp.DROP, "queued", None, True),
        ("EHLO", smtp.DROP, "queued", None, True),
        ("MAIL", "432 4.3.2 Concurrent connections limit", "queued", 432, False),
        ("MAIL", "550 5.7.1 Not you", "queued", 550, True),
        ("MAIL", "421 4.7.0 Goodbye", "queued", 421, False),
        ("MAIL", smtp.DROP, "queued", None, False),
        ("RCPT", "450 4.2.0 Greylisted", "queued", 450, False),
        ("RCPT", "550 5.1.1 Nobody here", "failed", 550, False),
        ("RCPT", "530 5.7.0 Authentication required", "queued", 530, True),
        ("RCPT", "554 5.7.1 Relay access denied", "queued", 554, True),
        ("RCPT", smtp.DROP, "queued", None, False),
        ("DATA", "451 4.3.0 Later", "queued", 451, False),
        ("DATA", "554 5.6.0 No", "failed", 554, False),
        ("DATA", smtp.DROP, "queued", None, False),
        ("dot", "452 4.3.1 Disk full", "queued", 452, False),
        ("dot", "421 4.3.0 Shutting down", "queued", 421, False),
        ("dot", "554 5.7.1 Refused as spam", "failed", 554, False),
        ("dot", "299 odd but yes", "sent", 299, False),
        ("dot", "777 what is that", "unknown", None, False),
        ("dot", smtp.DROP, "unknown", None, False),
        ("dot", smtp.TAKE_AND_DROP, "unknown", None, False),
        ("dot", smtp.SILENT, "unknown", None, False),
        ("dot", smtp.TAKE_AND_SILENT, "unknown", None, False),
        ("QUIT", "421 4.3.0 Whatever", "sent", 250, False),
        ("QUIT", smtp.DROP, "sent", 250, False),
    ],
)  # fmt: skip
def test_each_reply_has_its_outcome(
    smtp_server: smtp.Server, stage: smtp.Stage, action: str, state: str, code: int | None, desk_fault: bool
) -> None:
    """The classes of the protocol (S1 to S5). What was taken was 'sent' or is 'unknown'; 'queued' and 'failed' never were."""
    smtp_server.plan(stage, action)
    outcome, committed = send(smtp_server, final_seconds=1)
    assert (outcome.state, outcome.code, outcome.desk_fault) == (state, code, desk_fault)
    assert bool(committed) is (stage in {"DATA", "dot", "QUIT"})
    assert len(smtp_server.taken) == (state == "sent" and not action.startswith("299")) + (
        action in {smtp.TAKE_AND_DROP, smtp.TAKE_AND_SILENT}
    )
    assert "@" not in outcome.reason
    assert outcome.reason.endswith(".")


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "dot", "RSET"])
@pytest.mark.parametrize("action", ["451 4.3.0 Later", "421 4.3.0 Closing", smtp.DROP])
def test_after_any_trouble_the_next_letter_goes(smtp_server: smtp.Server, stage: smtp.Stage, action: str) -> None:
    """On the same connection where it still stands, else on a new one; no letter is sent twice."""
    with Courier(smtp_server.settings(), SENDER) as courier:
        assert courier.send(LETTER, TO, _nothing).state == "sent"
        smtp_server.plan(stage, action)
        second = courier.send(LETTER, TO, _nothing).state
        assert courier.send(LETTER, TO, _nothing).state == "sent"
    assert len(smtp_server.taken) == 2 + (second == "sent")


def test_a_server_silent_before_the_letter_leaves_it_queued(smtp_server: smtp.Server) -> None:
    """Nothing had gone out, so it may go again."""
    smtp_server.plan("MAIL", smtp.SILENT)
    outcome, committed = send(smtp_server, timeout_seconds=1)
    assert (outcome.state, committed) == ("queued", [])


def test_the_last_word_is_waited_for_longer_than_any_other(smtp_server: smtp.Server) -> None:
    """A server may take its time over a whole letter (RFC 5321 4.5.3.2.6); to give up early would make it 'unknown'."""
    smtp_server.plan("dot", smtp.LATE)
    assert send(smtp_server, timeout_seconds=1, final_seconds=60)[0].state == "sent"


def test_a_ledger_that_cannot_commit_stops_the_letter(smtp_server: smtp.Server) -> None:
    """No T3, no DATA: the ledger's own error comes through, and the next letter is not mixed up with this one."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    with Courier(smtp_server.settings(), SENDER) as courier:
        with pytest.raises(OSError, match="No space left"):
            courier.send(LETTER, TO, full)
        assert "DATA" not in smtp_server.stages
        assert courier.send(LETTER, TO, _nothing).state == "sent"
    assert len(smtp_server.taken) == 1


@pytest.mark.parametrize(
    "address",
    [
        "", "nobody", "a@b@c.example", "a b@c.example", "a@c.example>\r\nRCPT TO:<evil@x.example",
        "<a@c.example>", "a@c.example,b@c.example", "@c.example", "a@",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_never_reaches_the_server(smtp_server: smtp.Server, address: str) -> None:
    """One recipient, and no commands in it."""
    outcome, committed = send(smtp_server, to=address)
    assert (outcome.state, outcome.desk_fault, committed, smtp_server.stages) == ("failed", False, [], [])


def test_addresses_beyond_ascii_go_where_the_server_can(smtp_server: smtp.Server) -> None:
    """The domain in its ASCII form; the local part only with SMTPUTF8."""
    assert send(smtp_server, to="zoe@bücher.example")[0].state == "sent"
    assert send(smtp_server, to="zoë@nowhere.example")[0].state == "sent"
    assert [taken.to for taken in smtp_server.taken] == [("zoe@xn--bcher-kva.example",), ("zoë@nowhere.example",)]
    with smtp.run(utf8=False) as old:
        outcome, _ = send(old, to="zoë@nowhere.example")
        assert (outcome.state, outcome.desk_fault, old.taken) == ("failed", False, [])


def test_bare_line_ends_cannot_smuggle_a_second_letter(smtp_server: smtp.Server) -> None:
    """Whatever the line ends, only our own final dot ends the letter."""
    hostile = b"Subject: x\n\nhello\n.\nMAIL FROM:<evil@x.example>\r.\r\nend"
    assert send(smtp_server, raw=hostile)[0].state == "sent"
    assert [taken.raw for taken in smtp_server.taken] == [
        b"Subject: x\r\n\r\nhello\r\n.\r\nMAIL FROM:<evil@x.example>\r\n.\r\nend\r\n"
    ]


# ------------------------------------------------------------------------------------------------- pace, and the desk


def test_no_more_letters_a_minute_than_allowed(smtp_server: smtp.Server) -> None:
    """Forty due at once: in any minute twenty at most (S7)."""
    now, left_at = [0.0], []
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    with Courier(smtp_server.settings(per_minute=20), SENDER, pause=pause, clock=lambda: now[0]) as courier:
        for _ in range(40):
            assert courier.send(LETTER, TO, lambda: left_at.append(now[0])).state == "sent"
            now[0] += 0.5
    assert all(later - earlier >= 60 for earlier, later in zip(left_at, left_at[20:], strict=False))
    assert waits == [50.0]


@pytest.mark.parametrize(
    ("which", "sentence"),
    [("expired", "has expired"), ("other_name", "is for another name"), ("self_signed", "is self-signed")],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_bad_certificate_is_refused_before_any_password(
    certificates: Certificates, which: str, sentence: str, security: str, password: str
) -> None:
    """smtplib's own context would not look (T1)."""
    with _encrypted(getattr(certificates, which).context(), security) as server:
        with pytest.raises(ConfigError, match=sentence):
            outbox.check(_signed(server, certificates, security))
        outcome, _ = send(server, security=security, ca_file=certificates.authority, user=smtp.USER, password_env=smtp.SECRET)
        assert (outcome.state, outcome.desk_fault) == ("queued", True)
        assert sentence in outcome.reason
        assert not {"AUTH", "MAIL"} & set(server.stages)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"EHLO": b"250-mx.example\r\n250 AUTH PLAIN LOGIN\r\n"}, "did not offer or did not begin encryption"),
        (
            {"EHLO": b"250-mx.example\r\n250 STARTTLS\r\n", "STARTTLS": b"220 go\r\n250 AUTH PLAIN\r\n"},
            "sent something ahead of the encryption",
        ),
        (
            {"EHLO": b"250-mx.example\r\n250 STARTTLS\r\n", "STARTTLS": b"502 no\r\n"},
            "did not offer or did not begin encryption",
        ),
    ],
    ids=["stripped", "injected", "refused"],
)
def test_a_stripped_or_injected_starttls_is_refused(said: dict[str, bytes | None], sentence: str, password: str) -> None:
    """No password goes where encryption was talked away (T2)."""
    with rude.run({"greeting": b"220 mx.example\r\n"} | said) as peer:
        with pytest.raises(ConfigError, match=sentence):
            outbox.check(_to(peer.port, security="starttls", user=smtp.USER, password_env=smtp.SECRET))
        assert not any(b"AUTH" in line for line in peer.heard)


@pytest.mark.parametrize("secret", ["wrong-and-secret", "fälsch-and-secret"])
def test_a_wrong_password_stops_the_desk_and_not_the_letter(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """The letter stays queued; the sentence says where the password comes from, and does not hold it."""
    monkeypatch.setenv(smtp.SECRET, secret)
    with smtp.run(sign_in=True) as server:
        outcome, _ = send(server, user=smtp.USER, password_env=smtp.SECRET)
        assert (outcome.state, outcome.desk_fault) == ("queued", True)
        assert smtp.SECRET in outcome.reason
        with pytest.raises(ConfigError, match="refused the user name or the password") as told:
            outbox.check(server.settings(user=smtp.USER, password_env=smtp.SECRET))
        assert "and-secret" not in "".join(traceback.format_exception(told.value))


@pytest.mark.parametrize(
    ("action", "error"), [("454 4.7.0 Temporary failure", Later), ("535 5.7.8 Bad", ConfigError), (smtp.DROP, Later)]
)
def test_the_answer_to_sign_in_decides_who_must_act(action: str, error: type[Exception], password: str) -> None:
    """A temporary refusal is waited out, a definite one is put right; letters stay queued either way."""
    with smtp.run(sign_in=True) as server:
        server.plan("AUTH", *[action] * 6)
        with pytest.raises(error):
            outbox.check(server.settings(user=smtp.USER, password_env=smtp.SECRET))
        outcome, _ = send(server, user=smtp.USER, password_env=smtp.SECRET)
        assert (outcome.state, outcome.desk_fault) == ("queued", True)


def test_a_server_without_sign_in_is_told(smtp_server: smtp.Server, password: str) -> None:
    """A user is configured and the server does not offer AUTH here."""
    with pytest.raises(ConfigError, match="offers no sign-in on this connection"):
        outbox.check(smtp_server.settings(user=smtp.USER, password_env=smtp.SECRET))


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"port": 1}, Later, "cannot be reached"),
        ({"host": "nowhere.invalid", "allow_plain": True}, Later, "cannot be found"),
        ({"security": "tls"}, ConfigError, "does not begin with encryption"),
    ],
)
def test_each_fault_of_the_connection_has_its_sentence(
    smtp_server: smtp.Server, changes: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """And the letter stays queued, with the desk told."""
    with pytest.raises(error, match=sentence):
        outbox.check(smtp_server.settings(**changes))
    outcome, _ = send(smtp_server, **changes)
    assert (outcome.state, outcome.desk_fault) == ("queued", True)
    assert sentence in outcome.reason


@pytest.mark.parametrize(
    ("greeting", "error", "sentence"),
    [
        (b"* OK IMAP4rev1 ready\r\n", ConfigError, "does not speak SMTP"),
        (rude.SILENCE, Later, "did not answer in time"),
        (None, Later, "ended|broke off"),
        (b"421 4.7.0 throttled, back-off 90 seconds\r\n", Later, "slow down"),
    ],
)
def test_what_is_no_ready_mail_server_is_told(greeting: bytes | None, error: type[Exception], sentence: str) -> None:
    """The commonest mix-ups and moods."""
    with rude.run({"greeting": greeting}) as peer, pytest.raises(error, match=sentence):
        outbox.check(_to(peer.port, timeout_seconds=1))


def _nothing() -> None:
    """A commit nobody looks at."""


def _to(port: int, **changes: Any) -> Smtp:
    return smtp.Server(port=port).settings(**changes)


def _signed(server: smtp.Server, certificates: Certificates, security: str) -> Smtp:
    return server.settings(security=security, ca_file=certificates.authority, user=smtp.USER, password_env=smtp.SECRET)


def _encrypted(context: Any, security: str) -> Any:
    return smtp.run(**{"implicit" if security == "tls" else "starttls": context}, sign_in=True)


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(smtp.SECRET, smtp.PASSWORD)
    return smtp.PASSWORD
