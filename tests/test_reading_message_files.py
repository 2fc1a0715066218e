"""The files of a message, and the messages attached to it."""

from __future__ import annotations

import hashlib

import pytest

from intake.reading.message import parse
from tests.raw_mail import DOCX, HEAD, INNER, PDF, WORDS, file, mixed

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
