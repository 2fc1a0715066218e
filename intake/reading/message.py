"""Bytes into a Message: headers decoded and cleaned, the words found, the files listed. Nothing is interpreted yet.

mail-parser reads the addresses and reports defects; words, files, subject and date are taken from the parsed tree by
rules of our own, since mail-parser loses some of them.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message as Mime
from email.utils import parsedate_tz
from typing import Any

import mailparser

from intake.model import Bounds, Message, Part
from intake.reading import addresses, guard, parts, text

# mail-parser logs subjects and names of senders; nobody's words go into our logs.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)

_STRICT_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_ID = re.compile(r"<[^<>\s]{3,500}>")
# Bytes above which mail-parser is given the head alone: it keeps several copies of each part, one more for each level.
_HEAVY, _HEAVY_NESTED = 5_000_000, 1_000_000

DAMAGED = "The message is damaged; what could be read of it was read."
NO_CERTAIN_SENDER = "The message is damaged, so nobody can be sure who sent it."
NO_ZONE = "The Date line has no time zone; it is taken as UTC."
_DEFECTS = {
    "AddressHeaderDefect": "An address line of the message is not written as it should be.",
    "CharsetDecodeDefect": text.NOT_READABLE,
    "DateHeaderDefect": "A date line of the message is not written as it should be.",
    "ReceivedHeaderDefect": "A trace line of the message is not written as it should be.",
    "MimeHeaderDefect": "A file's description in the message is not written as it should be.",
    "StartBoundaryNotFoundDefect": "A part of the message announces parts that are not there.",
    "CloseBoundaryNotFoundDefect": "The message ends before its last part is closed; it may have been cut off.",
    "MultipartInvariantViolationDefect": "A part of the message announces parts that are not there.",
    "InvalidBase64CharactersDefect": "A file or text of the message has wrong characters in it.",
    "InvalidBase64PaddingDefect": "A file or text of the message may have been cut off.",
    "InvalidBase64LengthDefect": "A file or text of the message may have been cut off.",
}


def parse(raw: bytes, bounds: Bounds = Bounds()) -> Message:  # noqa: B008  (frozen)
    """One e-mail from its bytes (RFC 5322, 2045 to 2047, 2231, 3676).

    Raises SetAside where it is past `bounds`; whatever else is wrong with it is told in `defects` and `sender_fault`.
    """
    shallow = guard.check(raw, bounds)
    if not shallow:
        guard.measure(guard.tree(raw), bounds)
    root, found, defects = _opened(raw)
    guard.measure(root, bounds)
    tree = parts.read(root, bounds)
    files = parts.kept(tree)
    message = _message(root, tree, found, files)
    remaining = list(files)
    forwarded = []
    for inner_root, inner in tree.inner:
        own = tuple(_same_files(inner, remaining))
        forwarded.append(_message(inner_root, inner, _asked(_head(inner_root)), own))
    return replace(message, forwarded=tuple(forwarded), defects=tuple(dict.fromkeys([*defects, *message.defects])))


def _opened(raw: bytes) -> tuple[Mime, Any, list[str]]:
    """The parsed tree, mail-parser's findings (None where it failed), and defects as sentences."""
    if len(raw) > (_HEAVY_NESTED if b"message/rfc822" in raw else _HEAVY):
        root = guard.tree(raw)
        return root, _asked(_head(root)), []
    found = _asked(raw)
    if found is None:
        return guard.tree(raw), None, [DAMAGED]
    return found.message, found, _sentences(found.defects_categories)


def _asked(raw: bytes) -> Any:
    """What mail-parser finds in the bytes, or None: it raises many kinds of errors for damaged mail."""
    if not guard.is_fit(raw):
        return None
    try:
        return mailparser.parse_from_bytes(raw)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        return None


def _head(root: Mime) -> bytes:
    return b"".join(
        name.encode("ascii", "replace") + b": " + parts.raw_bytes(value) + b"\r\n" for name, value in root.raw_items()
    )


def _sentences(categories: Iterable[str]) -> list[str]:
    other = "The message is not written as the rules of e-mail ask."
    return sorted({_DEFECTS.get(category, other) for category in categories})


def _same_files(inner: parts.Tree, remaining: list[Part]) -> Iterable[Part]:
    """The outer message's records of an attached message's files, so that both use the same numbers."""
    for leaf in inner.files:
        digest = hashlib.sha256(leaf.data).hexdigest()
        for part in remaining:
            if part.digest == digest and part.name == leaf.name:
                remaining.remove(part)
                yield part
                break


def _message(root: Mime, tree: parts.Tree, found: Any, files: tuple[Part, ...]) -> Message:
    raw = [(name.lower(), parts.raw_bytes(value)) for name, value in root.raw_items()]
    defects = list(tree.defects)
    sender, fault = (None, NO_CERTAIN_SENDER)
    if found is not None:
        sender, fault = addresses.sender(found.from_, [value for name, value in raw if name == "from"])
    date, date_defect = _date(text.header(parts.first(root, "date")))
    likeness, kinship = _identity(root, tree)
    kind = parts.headers_only(root)
    return Message(
        message_id=_message_id(parts.first(root, "message-id")),
        in_reply_to=_ids(parts.first(root, "in-reply-to"), parts.first(root, "references")),
        sender=sender,
        sender_fault=fault,
        reply_to=addresses.listed(found.reply_to) if found else (),
        to=addresses.listed(found.to) if found else (),
        cc=addresses.listed(found.cc) if found else (),
        subject=text.header(parts.first(root, "subject")),
        date=date,
        headers=tuple((name, text.header(value)) for name, value in raw),
        text=tree.text(),
        html=tree.html(),
        content_type=kind.get_content_type(),
        report_type=parts.parameter(kind, "report-type", "content-type").lower(),
        attached_text=tuple(words for words in tree.attached if words.strip()),
        forwarded=(),
        parts=files,
        defects=(*defects, date_defect) if date_defect else tuple(defects),
        likeness=likeness,
        kinship=kinship,
    )


def _message_id(raw: bytes) -> str | None:
    value = raw.decode("latin-1").strip(" \t\r\n")
    return value if len(value) <= 500 and _STRICT_ID.fullmatch(value) else None


def _ids(*raws: bytes) -> tuple[str, ...]:
    found = (match.group() for raw in raws for match in _ID.finditer(raw.decode("latin-1")))
    return tuple(dict.fromkeys(one for one in found if _STRICT_ID.fullmatch(one)))[:200]


def _identity(root: Mime, tree: parts.Tree) -> tuple[str, str]:
    """Likeness and kinship (SHA-256, hex): folding does not count, for servers fold anew.

    Without a Message-ID nothing can be "possibly the same", so kinship is then as particular as likeness.
    """
    fields = [b" ".join(parts.first(root, name).split()) for name in ("message-id", "from", "date", "subject")]
    likeness = _hashed([*fields, *(digest.encode() for digest in sorted(tree.digests))])
    kinship = _hashed(fields[:3]) if fields[0] else _hashed([b"", likeness.encode()])
    return likeness, kinship


def _hashed(values: list[bytes]) -> str:
    return hashlib.sha256(b"".join(b"%d:%b" % (len(value), value) for value in values)).hexdigest()


_OFFSET = re.compile(r"(?:\s|GMT|UTC)([+-]\d\d):?(\d\d)\b")
_ZONE = re.compile(r"\b(?:UTC?|GMT|Z|[ECMP][SD]T)\b")
_SUMMER = {"BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}  # hours; names that RFC 5322 does not know


def _date(value: str) -> tuple[datetime | None, str]:
    """A Date header with its own zone; None where it cannot be read. The second is a defect as a sentence, or ""."""
    if not value:
        return None, ""
    value = value[:200]
    found = parsedate_tz(value)
    try:
        if found is None:
            moment = datetime.fromisoformat(value)
            return (moment, "") if moment.tzinfo else (moment.replace(tzinfo=UTC), NO_ZONE)
        zone, known = _zone(value, found[9] or 0)
        year, month, day, hour, minute, second = found[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone), "" if known else NO_ZONE
    except (ValueError, OverflowError, TypeError):
        return None, "The Date line cannot be read."


def _zone(value: str, seconds: int) -> tuple[timezone, bool]:
    """The zone of a date, and whether it has one at all; `seconds` is what the standard library made of it."""
    if match := _OFFSET.search(value):
        minutes = int(match[1]) * 60 + int(match[1][0] + match[2])
        return timezone(timedelta(minutes=minutes)), True
    named = re.search(r"\b[A-Z]{3,4}\b\W*$", value)
    if named and (hours := _SUMMER.get(named[0].rstrip(" )."))) is not None:
        return timezone(timedelta(hours=hours)), True
    return timezone(timedelta(seconds=seconds)), bool(_ZONE.search(value))
