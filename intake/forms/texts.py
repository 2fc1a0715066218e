"""Tells text from other bytes, whatever its name says: plain text, a web page, an e-mail."""

from __future__ import annotations

import re
import unicodedata

_MOST_BYTES = 500_000  # of what nobody calls text; no form is longer
_HEAD = 8_192  # bytes looked at for the beginning of a page or the headers of an e-mail
_LAYOUT = frozenset("\t\n\r\f\v\x1a")  # the last ended files once
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_PAGE = re.compile(r"(?:\s|\ufeff|<!--(?:[^-]|-(?!->))*+-->|<\?[^>]*+>)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml\b|!doctype\b)", re.IGNORECASE)
_HEADER = re.compile(r"(?:from [^\n]*\n)?(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*+){2}", re.IGNORECASE)
_OF_MAIL = re.compile(r"^(?:message-id|mime-version|received|return-path):", re.IGNORECASE | re.MULTILINE)


def is_wide(data: bytes) -> bool:
    """Whether it begins as text in UTF-16 does, with its mark."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def is_page(data: bytes) -> bool:
    """Whether it is HTML, whatever stands before it: white space, comments, a mark of its encoding."""
    return _PAGE.match(_head(data)) is not None


def is_mail(name: str, data: bytes) -> bool:
    """Whether it is an e-mail saved as a file."""
    if name.lower().endswith(".eml"):
        return True
    head = _head(data).replace("\r\n", "\n")
    return _HEADER.match(head) is not None and _OF_MAIL.search(head.partition("\n\n")[0]) is not None


def is_text(data: bytes) -> bool:
    """Whether it is UTF-8, or UTF-16 with its mark, of at least two lines and without control characters; XML is none."""
    if len(data) > _MOST_BYTES or _XML.match(_head(data)):
        return False
    try:
        text = data.decode("utf-16" if is_wide(data) else "utf-8-sig")
    except UnicodeDecodeError:
        return False
    if sum(1 for line in text.splitlines() if line.strip()) < 2:
        return False
    return all(unicodedata.category(c) != "Cc" for c in set(text) - _LAYOUT)


def decoded(data: bytes) -> str | None:
    """Text in UTF-16 as such; None for other bytes, whose encoding must be told otherwise."""
    wide = _WIDE.get(data[:2])
    return data.decode(wide, "replace").removeprefix("\ufeff") if wide else None


def _head(data: bytes) -> str:
    head = data[:_HEAD]
    wide = decoded(head)
    return wide if wide is not None else head.decode("utf-8", "replace").removeprefix("\ufeff")
