"""Headers into a Message: who wrote, to whom, the subject, ids and dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.reading.message import parse
from tests.raw_mail import mail

# ------------------------------------------------------------------------------------------------ who wrote


@pytest.mark.parametrize(
    ("value", "email", "name"),
    [
        (b"Ann Lee <ann@Wren.Example>", "ann@wren.example", "Ann Lee"),
        (b"ANN.Lee@wren.example", "ANN.Lee@wren.example", ""),
        (b"alice@x.example <bob@evil.example>", "bob@evil.example", "alice@x.example"),
        (b'"Lee, Ann" <ann@wren.example>', "ann@wren.example", "Lee, Ann"),
        (b"Lee, Ann <ann@wren.example>", "ann@wren.example", "Lee, Ann"),
        (b"=?utf-8?q?Zo=C3=AB?= <z@wren.example>", "z@wren.example", "Zoë"),
        (b"Zo\xeb <z@wren.example>", "z@wren.example", "Zoë"),
        (b"=?iso-8859-1?Q?Zo\xeb?= <z@wren.example>", "z@wren.example", "Zoë"),
        (b"=?utf-8?q?=E2=80=AEAnn?= <ann@wren.example>", "ann@wren.example", "Ann"),
        (b"'ann@wren.example' <ann@wren.example>", "ann@wren.example", ""),
    ],
)
def test_the_sender_is_the_address_in_angle_brackets(value: bytes, email: str, name: str) -> None:
    """RFC 5322, 3.4; names are decoded, also where their bytes are not as they should be."""
    found = parse(b"From: " + value + b"\r\n\r\nHello")
    assert found.sender is not None
    assert (found.sender.email, found.sender.name, found.sender_fault) == (email, name, "")


@pytest.mark.parametrize(
    "headers",
    [
        b"Subject: nobody",
        b"From: ",
        b"From: <>",
        b"From: ann",
        b"From: a@x.example, b@x.example",
        b"From: Friends: a@x.example;",
        b"From: undisclosed-recipients:;",
        b"From: a@x.example\r\nFrom: b@x.example",
        b"From: root@localhost",
        b"From: =?utf-8?q?a=0D=0ABcc:_e?= <a@x.example>",
        b"From: " + b"(" * 3000 + b" <a@x.example>",
    ],
)
def test_without_one_certain_sender_there_is_none(headers: bytes) -> None:
    """Several authors, two From lines, groups, bare words: a person looks, nobody is answered."""
    found = parse(headers + b"\r\n\r\nHello")
    assert found.sender is None
    assert found.sender_fault.endswith(".")


def test_recipients_and_reply_to_are_listed() -> None:
    """Bare addresses, groups opened, what is no address left out."""
    found = mail(b"To: Desk <desk@d.example>, friends: a@x.example, b@x.example;\r\nCc: nobody\r\nReply-To: r@x.example")
    assert [address.email for address in found.to] == ["desk@d.example", "a@x.example", "b@x.example"]
    assert found.cc == ()
    assert [address.email for address in found.reply_to] == ["r@x.example"]


# -------------------------------------------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        (b"Place for Zo\xeb", "Place for Zoë"),
        ("Place for Zoë".encode(), "Place for Zoë"),
        (b"=?iso-8859-1?Q?Caf\xe9?= x", "Café x"),
        (b"=?iso-8859-1?Q?It=92s?=", "It’s"),
        (b"a long\r\n folded one", "a long folded one"),
        (b"=?utf-8?q?one?=\r\n =?utf-8?q?_two?=", "one two"),
        (b"=?utf-8?B?8J+Y?= =?utf-8?B?gA==?=", "😀"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?utf-8?q?a=0D=0ABcc:_e?=", "a Bcc: e"),
        (b"=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0D=3D0A=3F=3D?=", "=?utf-8?q?=0D=0A?="),
        (b"=?nonsense?q?caf=E9?=", "café"),
        (b"one\r\nSubject: two", "one"),
        (b"a\x1b[31m\x00b \xe2\x80\xaec\xef\xbf\xbe", "a[31mb c"),
    ],
)
def test_subjects_are_decoded_once_onto_one_clean_line(value: bytes, subject: str) -> None:
    """RFC 2047 read forgivingly; no control, no second line, no second decoding."""
    assert mail(b"Subject: " + value).subject == subject


def test_all_headers_are_kept_in_order_each_on_one_line() -> None:
    """Repeated headers too: the rules on whom not to answer look at every one."""
    found = mail(b"Precedence: bulk\r\nX-Note: =?utf-8?q?a=0Ab?=\r\nPrecedence: list")
    assert found.headers[1:] == (("precedence", "bulk"), ("x-note", "a b"), ("precedence", "list"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"<a.b@x.example>", "<a.b@x.example>"),
        (b"\r\n <a@x.example>", "<a@x.example>"),
        (b"<<<<", None),
        (b"<a b@x.example>", None),
        (b"<a@x.example>\x0b", None),
        (b"=?utf-8?q?=3Ca=40x=3E=0D=0ABcc:_e?=", None),
        (b"<\xe9@x.example>", None),
        (b"a@x.example", None),
    ],
)
def test_a_message_id_is_kept_only_if_it_is_strictly_one(value: bytes, expected: str | None) -> None:
    """It goes into our own letters and IMAP commands, so nothing odd may pass."""
    assert mail(b"Message-ID: " + value).message_id == expected


def test_earlier_ids_come_from_both_headers_without_repeats() -> None:
    """In-Reply-To first, then References; what is no id is left out."""
    found = mail(b"In-Reply-To: <b@x.example>\r\nReferences: <a@x.example>\r\n <b@x.example> <c d> rubbish")
    assert found.in_reply_to == ("<b@x.example>", "<a@x.example>")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (b"Fri, 15 Jan 2016 23:30:00 -0500", "2016-01-15T23:30:00-05:00"),
        (b"Mon, 5 January 2016 9:05:00 +0000", "2016-01-05T09:05:00+00:00"),
        (b"5 Jan 2016 09:05 BST", "2016-01-05T09:05:00+01:00"),
        (b"Tue, 5 Jan 2016 09:05:00 GMT+0100", "2016-01-05T09:05:00+01:00"),
        (b"2016-01-05T09:05:00Z", "2016-01-05T09:05:00+00:00"),
        (b"Tue, 5 Jan 2016 09:05:60 +0000", "2016-01-05T09:05:59+00:00"),
    ],
)
def test_dates_keep_their_own_zone(value: bytes, iso: str) -> None:
    """Also dates that are not quite as RFC 5322 wants them."""
    date = mail(b"Date: " + value).date
    assert date is not None
    assert date.isoformat() == iso


def test_a_date_without_a_zone_is_utc_and_told() -> None:
    """A guess is said to be one."""
    found = mail(b"Date: Tue, 5 Jan 2016 09:05:00")
    assert found.date is not None
    assert found.date.utcoffset() == timedelta(0)
    assert "The Date line has no time zone; it is taken as UTC." in found.defects


@pytest.mark.parametrize("value", [b"", b"rubbish", b"Tue, 31 Feb 2016 10:00:00 +0000", b"Tue, 1 Mar 2016 10:00:00 +9999"])
def test_a_date_that_cannot_be_read_is_none(value: bytes) -> None:
    """Never today's date instead."""
    assert mail(b"Date: " + value).date is None
