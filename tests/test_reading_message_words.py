"""The words of a message: charsets, encodings, HTML, and which part holds them."""

from __future__ import annotations

import base64

import pytest

from intake.reading.message import parse
from tests.raw_mail import HEAD, WORDS, file, mail, mixed


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
