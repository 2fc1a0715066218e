"""What one message may cost: checked on the raw bytes, before any parser works on them."""

from __future__ import annotations

import email
import re
from email.message import Message as Mime

from intake.errors import SetAside
from intake.model import Bounds

_FIELD = 32_768  # bytes of one field of a head; some parsers take quadratic time over it
_BLANK_LINE = re.compile(rb"\n\r?\n|\r\r")
_CONTAINER = re.compile(rb"[\r\n]content-type\s{0,9}:\s{0,9}(?:multipart|message)/", re.IGNORECASE)
_DASHES = re.compile(rb"[\r\n]--[^\s]")
_FOLDED = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*|\r[ \t][^\r\n]*)*")
_CONTENT = re.compile(rb"[\r\n]content-[a-z-]{1,40}:", re.IGNORECASE)


def check(raw: bytes, bounds: Bounds) -> bool:
    """Whether the message is certainly no deeper than `bounds`; False: `measure` must be asked once it is parsed.

    Raises SetAside where its head is too large, or it has more parts or more parts inside parts than can be read in time.
    """
    if len(_head(raw)) > bounds.header_bytes:
        raise SetAside("The head of the message is too large to be read. Open the message itself in the mailbox.")
    if not is_fit(raw) or _has_long_content_field(raw):
        raise SetAside("A line in the head of the message is too long to be read. Open the message itself in the mailbox.")
    containers = _count(_CONTAINER, raw, 5 * bounds.depth + 1)
    if containers > 5 * bounds.depth:
        raise SetAside("The message holds too many messages or parts inside each other. Open it in the mailbox.")
    if _count(_DASHES, raw, 20 * bounds.parts + 1) > 20 * bounds.parts:
        raise _too_many()
    return containers < bounds.depth


def tree(raw: bytes) -> Mime:
    """The message as the standard library's old parser, the toughest one, reads it.

    Raises SetAside for the few forms of damage on which it fails.
    """
    try:
        return email.message_from_bytes(raw)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SetAside("The message is too damaged to be read. Open the message itself in the mailbox.") from error


def measure(root: Mime, bounds: Bounds) -> None:
    """Raises SetAside where the parsed message is deeper, or has more parts, than `bounds` allow."""
    leaves = 0
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > bounds.depth:
            raise SetAside("The message has too many parts inside each other. Open it in the mailbox.")
        if part.is_multipart():
            waiting += [(child, depth + 1) for child in part.get_payload() if isinstance(child, Mime)]
            continue
        leaves += 1
        if leaves > bounds.parts:
            raise _too_many()


def _has_long_content_field(raw: bytes) -> bool:
    fields = (_FOLDED.match(raw, found.end()) for found in _CONTENT.finditer(raw))
    return any(field is not None and len(field.group()) > _FIELD for field in fields)


def is_fit(raw: bytes) -> bool:
    """Whether every field in the head of a message may be given to mail-parser."""
    return all(len(field.group()) <= _FIELD for field in _FOLDED.finditer(_head(raw)))


def _head(raw: bytes) -> bytes:
    blank = _BLANK_LINE.search(raw)
    return raw[: blank.start()] if blank else raw


def _count(pattern: re.Pattern[bytes], raw: bytes, enough: int) -> int:
    return sum(1 for _, _ in zip(range(enough), pattern.finditer(raw), strict=False))


def _too_many() -> SetAside:
    return SetAside("The message has too many parts to be read. Open it in the mailbox.")
