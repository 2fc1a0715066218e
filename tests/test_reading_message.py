"""Whole messages: which are the same one, and what damaged and hostile mail gets."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import SetAside
from intake.model import Bounds
from intake.reading.message import parse
from tests.raw_mail import HEAD, INNER, WORDS, file, mail, mixed

# ----------------------------------------------------------------------------------------- likeness and kinship


ID = b"Message-ID: <1@x.example>\r\nDate: Tue, 5 Jan 2016 09:05:00 +0000\r\nSubject: a place\r\n"


def test_the_same_message_written_anew_by_a_server_is_alike() -> None:
    """Other folding, boundary, transfer encoding and line ends, more trace lines: one message."""
    one = parse(HEAD + ID + mixed(WORDS, file(b"Content-Type: application/pdf; name=a.pdf")))
    again = mixed(
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8K", file(b"Content-Type: application/pdf")
    )
    two = parse(b"Received: by x\r\n" + HEAD + ID.replace(b"a place", b"a\r\n place") + again.replace(b"edge", b"other"))
    assert (one.likeness, one.kinship) == (two.likeness, two.kinship)


def test_other_words_under_the_same_id_are_kin_and_not_alike() -> None:
    """Possibly the same: a person looks."""
    one, two = parse(HEAD + ID + b"\r\nHello"), parse(HEAD + ID + b"\r\nGoodbye")
    assert one.kinship == two.kinship
    assert one.likeness != two.likeness


def test_messages_without_an_id_are_kin_only_if_they_are_alike() -> None:
    """Two requests of one person's phone that writes no Message-ID are two requests."""
    assert mail(body=b"Hello").kinship != mail(body=b"Goodbye").kinship
    assert mail(body=b"Hello").kinship == mail(body=b"Hello").kinship


# ------------------------------------------------------------------------------------------------- bad mail


def test_where_mail_parser_fails_the_message_is_read_and_has_no_sender() -> None:
    """An inner alternative that never starts raises in mail-parser; the words and the reason are there."""
    broken = (
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\nHello"
    )
    found = parse(HEAD + broken)
    assert found.text == "Hello"
    assert found.sender is None
    assert found.sender_fault
    assert any("damaged" in defect for defect in found.defects)


def nested(levels: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * levels + INNER + b"\r\nHello"


def containers(levels: int) -> bytes:
    return (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels)) + b"\r\nHello"
    )


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"X-A: y\r\n" * 40_000 + b"\r\nHello",
        HEAD + b"X-A: " + b"y" * 300_000,
        HEAD + b"Content-Type: text/plain" + b";a" * 20_000 + b"\r\n\r\nHello",
        HEAD + mixed(b"Content-Type: text/plain" + b";a\r\n " * 20_000 + b"\r\n\r\nHello"),
        HEAD + nested(90),
        HEAD + nested(1_000),
        HEAD + containers(30),
        HEAD + containers(1_000),
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 400_000,
        HEAD + mixed(*[b"\r\nx"] * 501),
    ],
)
def test_what_costs_too_much_is_set_aside_with_a_sentence(raw: bytes) -> None:
    """Heads, lines, depth and numbers of parts are bounded before a parser works on them."""
    with pytest.raises(SetAside, match=r"^The |^A "):
        parse(raw)


def test_bounds_are_the_caller_s() -> None:
    """What is configured counts."""
    raw = HEAD + mixed(*[b"\r\nx"] * 3)
    assert parse(raw).text == "x\n\nx\n\nx"
    for bounds in (Bounds(header_bytes=20), Bounds(depth=0), Bounds(parts=2)):
        with pytest.raises(SetAside):
            parse(raw, bounds)


def test_a_depth_within_bounds_is_read() -> None:
    """A message inside a message inside a message is unusual, not hostile."""
    found = parse(HEAD + nested(10))
    assert found.attached_text == ("Hello",)


def test_mail_parser_logs_nobody_s_words(caplog: pytest.LogCaptureFixture) -> None:
    """It would log subjects and names; nothing of it may reach our logs at any level."""
    with caplog.at_level(logging.DEBUG):
        mail(b"Subject: =?utf-8?q?se=cret?=\r\nContent-Type: text/plain; charset=nonsense\r\nDate: secret")
    assert caplog.records == []


SCRAPS = [
    b"From: a@x.example\r\n",
    b"Subject: =?utf-8?b?/////?=\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: text/html; charset=utf-7\r\n",
    b"Content-Type: multipart/report; boundary=b\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Content-Type: \xff/\xff; name*=x''%ff; name*1=2\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"begin 644 a\r\n#0V%T\r\nend\r\n",
    b"\r\n",
    b"--b\r\n",
    b"--b--\r\n",
    b"=3D=\r\n",
    b"\xff\xfe\x00\xd8<p>\x80\r\n",
    b"Date: Mon, 99 Foo 99999 99:99 +99999\r\n",
    b"Message-ID: <<<<\r\n",
]


@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.binary(max_size=40)), max_size=25).map(b"".join))
def test_any_bytes_give_a_message_that_can_be_written_down(raw: bytes) -> None:
    """Nothing but SetAside is ever raised, and every text can be stored: no surrogates, no controls in headers."""
    try:
        found = parse(raw)
    except SetAside:
        return
    texts = [found.subject, found.text, found.html, *found.attached_text, *found.defects, *(part.name for part in found.parts)]
    for words in [*texts, *(value for _, value in found.headers)]:
        words.encode("utf-8")
        assert not set(words) & set("\x00\x07\x0b\x1b\x7f\u202e\ufffe")
    assert "\n" not in found.subject
    assert all("\n" not in value and "\r" not in value for _, value in found.headers)
