"""Mail as bytes, put together from parts, for the tests of reading a message."""

from __future__ import annotations

import base64

from intake.model import Message
from intake.reading.message import parse

HEAD = b"From: Ann Lee <ann@wren.example>\r\n"
PDF = b"%PDF-1.4\n%made for a test\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORDS = b"Content-Type: text/plain\r\n\r\nHello"
INNER = b"From: Bob Ray <bob@wren.example>\r\nSubject: the form\r\n"


def mail(headers: bytes = b"", body: bytes = b"Hello") -> Message:
    return parse(HEAD + headers + (b"\r\n" if headers else b"") + b"\r\n" + body)


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    whole = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/" + kind + b"; boundary=edge\r\n\r\n" + whole + b"--edge--\r\n"


def file(headers: bytes, data: bytes = PDF) -> bytes:
    return headers + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
