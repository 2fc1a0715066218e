"""Bytes into clean text: character sets, control characters, encoded headers, flowed lines.

Clean means that the text may stand in a workbook cell, a log of ours or a web page without doing anything there.
"""

from __future__ import annotations

import binascii
import codecs
import re
from functools import cache

NOT_READABLE = "Some characters could not be read; a mark stands in their place."

# Labels that mean another character set than they say (WHATWG Encoding, section 4.2), and codecs that are no character
# sets of mail (punycode takes quadratic time).
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}
_REFUSED = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_ASCII = {"us-ascii", "ascii", "ansi_x3.4-1968"}

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls but tab and line feed, byte order and direction marks, soft hyphens, zero-width spaces, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(f"{chr(p * 65536 + 0xFFFE)}{chr(p * 65536 + 0xFFFF)}" for p in range(1, 17))
    + "]"
)
_PLAIN_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # those of them that are ASCII
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, bool]:
    """Text of `data`, and whether every character could be read.

    Tried in turn: the declared character set (iso-8859-1 and ASCII as windows-1252), UTF-8, windows-1252; at last marks of
    replacement. The text is not cleaned yet.
    """
    label = (declared or "").strip(" \t\"'").lower()
    tried = ["utf-8", "cp1252"]
    if label and label not in _ASCII and (codec := _codec(label)):
        tried.insert(0, codec)
    for codec in tried:
        try:
            return data.decode(codec), True
        except (UnicodeError, ValueError):
            continue
    return data.decode("utf-8" if label in ("utf-8", "utf8") else "cp1252", "replace"), False


@cache
def _codec(label: str) -> str | None:
    """Python's name for a character set, None where it is unknown or no character set of mail."""
    try:
        info = codecs.lookup(_LABELS.get(label, label))
    except (LookupError, ValueError):
        return None
    text = getattr(info, "_is_text_encoding", True)
    return info.name if text and info.name.replace("-", "_") not in _REFUSED else None


def clean(text: str, *, keep_no_break: bool = False) -> str:
    """Text of several lines: line ends become line feeds; controls, overrides of direction and non-characters go.

    Unusual spaces become plain ones; `keep_no_break` leaves them (in HTML an empty line is made of one).
    """
    text = _LINE_ENDS.sub("\n", text)
    if text.isascii():
        return _PLAIN_UNWANTED.sub("", text)
    text = _SURROGATES.sub("\ufffd", _UNWANTED.sub("", text))
    return text if keep_no_break else _SPACES.sub(" ", text)


def one_line(text: str) -> str:
    """Clean text on one line, white space collapsed: nothing of it can start another header or cell."""
    return " ".join(clean(text).split())


# ------------------------------------------------------------------------------------------------ headers

_FOLD = re.compile(r"\r?\n[ \t]*|\r[ \t]+")
# RFC 2047, section 2, but forgiving: spaces and 8-bit characters inside the encoded text occur. Bounded, so that many
# openings without an end cost little.
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+-]{1,60})(?:\*[A-Za-z0-9-]*)?\?([BbQq])\?(.{0,2000}?)\?=", re.DOTALL)


def header(raw: bytes) -> str:
    """A header's raw value as one clean line: unfolded, encoded words read once (RFC 2047)."""
    return one_line(encoded_words(raw))


def encoded_words(raw: bytes) -> str:
    """RFC 2047 decoding of a raw header value; bytes outside encoded words are UTF-8 or windows-1252."""
    value = _FOLD.sub(" ", raw.decode("latin-1"))
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or not pending:
            pieces.append(_joined(pending) + _plain(between))
            pending = []
        pending.append((match[1].lower(), _word_bytes(match[2], match[3])))
        end = match.end()
    pieces.append(_joined(pending) + _plain(value[end:]))
    return "".join(pieces)


def _joined(words: list[tuple[str, bytes]]) -> str:
    """Neighbouring encoded words; those of one character set are joined before decoding, for a character may be cut in two."""
    runs: list[tuple[str, bytes]] = []
    for charset, data in words:
        if runs and runs[-1][0] == charset:
            runs[-1] = (charset, runs[-1][1] + data)
        else:
            runs.append((charset, data))
    return "".join(decode(data, charset)[0] for charset, data in runs)


def _plain(value: str) -> str:
    return decode(value.encode("latin-1"))[0]


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("latin-1")
    if encoding in "Bb":
        return base64_bytes(text)
    return binascii.a2b_qp(data, header=True)


def base64_bytes(text: str) -> bytes:
    """Base64 as it may come: other characters are passed over, missing padding is added."""
    body = re.sub(rb"[^A-Za-z0-9+/]", b"", text.encode("latin-1", "replace"))
    if len(body) % 4 == 1:
        body = body[:-1]
    return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


# ------------------------------------------------------------------------------------------------ flowed text


def unflow(text: str, delsp: bool) -> str:
    """format=flowed lines put together again (RFC 3676, section 4): soft line ends go, hard ones and quotes stay."""
    out: list[list[str]] = []
    open_depth = -1  # quote depth of an unfinished paragraph, -1 where there is none
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        flowed = body.endswith(" ") and body != "-- "
        words = body[:-1] if flowed and delsp else body
        if open_depth == depth and body != "-- ":
            out[-1].append(words)
        else:
            out.append([f"{'>' * depth} {words}" if depth else words])
        open_depth = depth if flowed else -1
    return "\n".join("".join(pieces) for pieces in out)
