"""Bytes into a Message: headers, words, files, attached messages, and what hostile mail gets."""

from __future__ import annotations

import base64
import hashlib
import logging
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import SetAside
from intake.model import Bounds, Message
from intake.reading.message import parse

HEAD = b"From: Ann Lee <ann@wren.example>\r\n"
PDF = b"%PDF-1.4\n%made for a test\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def mail(headers: bytes = b"", body: bytes = b"Hello") -> Message:
    return parse(HEAD + headers + (b"\r\n" if headers else b"") + b"\r\n" + body)


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    whole = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/" + kind + b"; boundary=edge\r\n\r\n" + whole + b"--edge--\r\n"


def file(headers: bytes, data: bytes = PDF) -> bytes:
    return headers + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


WORDS = b"Content-Type: text/plain\r\n\r\nHello"


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


# ------------------------------------------------------------------------------------------------ the words


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        (b"iso-8859-1", b"It\x92s Zo\xeb", "It’s Zoë"),
        (b"windows-1252", b"\x93Yes\x94", "“Yes”"),
        (b"us-ascii", "Zoë".encode(), "Zoë"),
        (b"us-ascii", b"Zo\xeb", "Zoë"),
        (b"", b"Zo\xeb", "Zoë"),
        (b"", "Zoë".encode(), "Zoë"),
        (b"no-such-set", "Zoë".encode(), "Zoë"),
        (b"punycode", b"Zo-kva", "Zo-kva"),
        (b"utf-8", "\ufeffHello\u202e\u200b\x07".encode(), "Hello"),
        (b"utf-16", "Zoë".encode("utf-16"), "Zoë"),
        (b"iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
    ],
)
def test_text_is_read_by_its_charset_and_then_by_the_likely_ones(charset: bytes, data: bytes, text: str) -> None:
    """Declared (Latin-1 as windows-1252), UTF-8, windows-1252; controls and overrides of direction go."""
    kind = b"Content-Type: text/plain" + (b"; charset=" + charset if charset else b"")
    found = mail(kind + b"\r\nContent-Transfer-Encoding: base64", base64.encodebytes(data))
    assert found.text == text


def test_characters_that_cannot_be_read_are_told() -> None:
    """A mark stands for them, and a sentence says so."""
    found = mail(b"Content-Type: text/plain; charset=utf-8", b"a\x81\xe9 b")
    assert "\ufffd" in found.text
    assert any("could not be read" in defect for defect in found.defects)


@pytest.mark.parametrize("encoding", [b" base64 ", b"BASE64", b"base64;", b'"base64"', b"base64\r\n "])
def test_a_transfer_encoding_is_known_by_its_word(encoding: bytes) -> None:
    """White space, capitals and stray marks around it do not matter."""
    assert mail(b"Content-Transfer-Encoding: " + encoding, b"SGVsbG8gdGhlcmU=").text == "Hello there"


def test_plain_text_is_preferred_and_html_kept() -> None:
    """multipart/alternative: the plain form of the same words."""
    body = mixed(WORDS, b"Content-Type: text/html\r\n\r\n<p>Hello <b>you</b></p>", kind=b"alternative")
    found = parse(HEAD + body)
    assert found.text == "Hello"
    assert found.html == "<p>Hello <b>you</b></p>"


@pytest.mark.parametrize("plain", [b"", b" \r\n", b"Your mail program does not support HTML."])
def test_html_is_used_where_the_plain_text_says_nothing(plain: bytes) -> None:
    """An empty or makeshift plain part is no message."""
    body = mixed(
        b"Content-Type: text/plain\r\n\r\n" + plain, b"Content-Type: text/html\r\n\r\n<p>One place</p>", kind=b"alternative"
    )
    assert parse(HEAD + body).text == "One place"


def test_words_around_an_attachment_are_all_the_message() -> None:
    """Apple Mail writes text, file, text; the second text is the sender's too."""
    found = parse(HEAD + mixed(WORDS, file(b"Content-Disposition: attachment; filename=a.pdf"), b"\r\nand goodbye"))
    assert found.text == "Hello\n\nand goodbye"


def test_the_same_words_in_two_forms_are_read_once() -> None:
    """Some programs put text and HTML side by side without saying that they are the same."""
    found = parse(HEAD + mixed(WORDS, b"Content-Type: text/html\r\n\r\n<p>Hello</p>"))
    assert found.text == "Hello"


def test_html_becomes_the_text_a_reader_sees() -> None:
    """Blocks, lists and tables as lines; styles, scripts and hidden parts are not there."""
    page = (
        b"<html><head><style>p {color: red}</style><title>t</title></head><body><p>Hello</p><p>There&nbsp;you <b>are</b></p>"
        b"<ul><li>one<li>two</ul><div style='display: none'>secret</div><script>alert(1)</script>"
        b"<table><tr><td>Your name</td><td>Ann<br>Lee</td></tr><tr><td>Telephone</td><td></td></tr></table>end"
        b"<blockquote type=cite>old<blockquote type=cite>older</blockquote></blockquote></body></html>"
    )
    assert mail(b"Content-Type: text/html; charset=utf-8", page).text.split("\n") == [
        *["Hello", "", "There you are", "", "- one", "- two", "", "Your name\tAnn", "Lee", "Telephone\t", "", "end"],
        *["", "> old", ">", ">> older"],
    ]


@pytest.mark.parametrize(
    "page", [b"<p>unclosed", b"<table><td>no row", b"</p></div>text", b"text<", b"<?xml version='1.0' encoding='x'?>text"]
)
def test_bad_html_still_gives_its_words(page: bytes) -> None:
    """Tag soup is what mail is made of."""
    assert mail(b"Content-Type: text/html", page).text in ("unclosed", "no row", "text", "text<")


def test_html_nested_beyond_reason_still_gives_its_words() -> None:
    """The parser gives up on it; the words are there all the same."""
    assert mail(b"Content-Type: text/html", b"<div>" * 50_000 + b"deep").text == "deep"


def test_flowed_lines_are_put_together() -> None:
    """RFC 3676: soft ends go, hard ends, quotes and the signature line stay; delsp joins without a space."""
    flowed = b"One \r\nline.\r\n> quoted \r\n> words\r\n stuffed\r\n-- \r\nAnn"
    assert mail(b"Content-Type: text/plain; format=flowed", flowed).text == "One line.\n> quoted words\nstuffed\n-- \nAnn"
    assert mail(b"Content-Type: text/plain; format=flowed; delsp=yes", b"Zu \r\nsammen").text == "Zusammen"


def test_a_text_with_a_name_but_no_disposition_is_the_message() -> None:
    """Content-Type: text/plain; name=m.txt at the top is still what the person wrote."""
    found = mail(b"Content-Type: text/plain; name=m.txt")
    assert (found.text, found.parts) == ("Hello", ())


# ------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (b"Content-Disposition: attachment; filename=a.pdf", "a.pdf"),
        (b"Content-Disposition: attachment; filename*=utf-8''na%C3%AFve.pdf", "naïve.pdf"),
        (b"Content-Disposition: attachment; filename*0*=utf-8''na%C3; filename*1*=%AFve; filename*2=.pdf", "naïve.pdf"),
        (b'Content-Disposition: attachment; filename="=?utf-8?q?na=C3=AFve.pdf?="', "naïve.pdf"),
        (b'Content-Disposition: attachment; filename="na\xefve.pdf"', "naïve.pdf"),
        (b'Content-Disposition: attachment; filename="../../x.pdf"', "../../x.pdf"),
        (b'Content-Disposition: attachment; filename="C:\\\\x.pdf"', "C:\\x.pdf"),
        (b'Content-Disposition: attachment; filename="a\xe2\x80\xaeb\x00c=?utf-8?q?=0D=0Ad?="', "abc d"),
        (b'Content-Disposition: attachment; filename="' + b"n" * 400 + b'"', "n" * 255),
        (b"Content-Type: application/pdf; name=b.pdf", "b.pdf"),
        (b"Content-Disposition: attachment", ""),
        (b"Content-Type: application/octet-stream", ""),
        (b"Content-Type: text/plain", ""),
        (b"Content-Disposition: attachment; filename*9999999999=x; filename=y.pdf", "y.pdf"),
    ],
)
def test_every_file_is_kept_with_its_name_as_plain_text(headers: bytes, name: str) -> None:
    """RFC 2231, encoded words, raw bytes, no name at all; the type is told from the bytes, never from the name."""
    found = parse(HEAD + mixed(WORDS, file(headers)))
    (part,) = found.parts
    assert (part.name, part.detected_type, part.extension, part.number) == (name, "application/pdf", ".pdf", 1)
    assert (part.data, part.size, part.digest) == (PDF, len(PDF), hashlib.sha256(PDF).hexdigest())
    assert found.text == "Hello"


def test_an_unnamed_inline_document_is_a_file() -> None:
    """A returned template as some programs send it: no name, no disposition."""
    for disposition in (b"", b"\r\nContent-Disposition: inline"):
        found = parse(HEAD + mixed(WORDS, file(b"Content-Type: " + DOCX.encode() + disposition, PDF)))
        assert [part.content_type for part in found.parts] == [DOCX]
        assert found.parts[0].data == PDF


def test_a_picture_inside_the_text_is_inline_and_a_photograph_is_not() -> None:
    """A logo is shown by the HTML through its Content-ID; a photograph is sent for itself."""
    gif = b"GIF89a\x01\0\x01\0"
    page = b"Content-Type: text/html\r\n\r\n<p>Hello<img src='cid:logo@x'></p>"
    logo = file(b"Content-Type: image/gif\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=l.gif", gif)
    photo = file(b"Content-Type: image/gif\r\nContent-Disposition: inline; filename=photo.gif", gif)
    found = parse(HEAD + mixed(page, logo, photo))
    assert [(part.name, part.inline) for part in found.parts] == [("l.gif", True), ("photo.gif", False)]


def test_a_message_that_is_only_a_file_keeps_it() -> None:
    """No words at all is a message too."""
    found = parse(HEAD + file(b"Content-Type: application/pdf; name=form.pdf"))
    assert (found.text, [part.name for part in found.parts]) == ("", ["form.pdf"])


# ----------------------------------------------------------------------------------------- attached messages


INNER = b"From: Bob Ray <bob@wren.example>\r\nSubject: the form\r\n"


def test_an_attached_message_is_parsed_and_its_files_are_kept() -> None:
    """A form inside a forwarded message is found; the words inside are not the sender's own."""
    inner = INNER + mixed(b"\r\nHere it is", file(b"Content-Type: application/pdf; name=form.pdf")).replace(b"edge", b"inside")
    found = parse(HEAD + mixed(WORDS, b"Content-Type: message/rfc822\r\n\r\n" + inner, file(b"Content-Type: image/png", b"x")))
    (passed_on,) = found.forwarded
    assert found.text == "Hello"
    assert found.attached_text == ("Here it is",)
    assert (passed_on.subject, passed_on.text) == ("the form", "Here it is")
    assert passed_on.sender is not None
    assert passed_on.sender.email == "bob@wren.example"
    assert [part.name for part in found.parts] == ["form.pdf", ""]
    assert passed_on.parts == found.parts[:1]


@pytest.mark.parametrize("headers", [b"Content-Type: message/rfc822", b"Content-Type: application/octet-stream; name=m.eml"])
def test_an_attached_message_may_be_encoded(headers: bytes) -> None:
    """Against the rules, but it occurs."""
    inner = INNER + b"Date: Tue, 5 Jan 2016 09:05:00 +0000\r\nTo: ann@wren.example\r\n\r\nHere it is"
    found = parse(HEAD + mixed(WORDS, file(headers, inner)))
    assert [message.text for message in found.forwarded] == ["Here it is"]


def test_a_bounce_keeps_our_own_words_apart() -> None:
    """multipart/report: the machine's text is the message; the report, the returned mail's head and its words are attached."""
    body = mixed(
        b"\r\nIt could not be delivered.",
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n\r\nAction: failed\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" + INNER + b"\r\nYour place is kept",
        kind=b"report",
    )
    found = parse(HEAD + body.replace(b"; boundary", b"; report-type=delivery-status; boundary", 1))
    assert (found.content_type, found.report_type) == ("multipart/report", "delivery-status")
    assert found.text == "It could not be delivered."
    assert found.forwarded == ()
    assert "Action: failed" in found.attached_text[0]
    assert found.attached_text[1].startswith("From: Bob Ray")
    assert found.attached_text[2] == "Your place is kept"


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
