"""Composing: text and HTML become the bytes of one e-mail, with our headers and no others.

Header values come from the configuration and from our own facts. The recipient's address and the Message-ID that is
answered are the only strings of a sender's that come near a header; both must pass a strict pattern (RFC 5322 dot-atoms).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP, EmailPolicy
from email.utils import getaddresses
from pathlib import PurePath
from typing import Any, Literal

import idna

from intake.errors import SetAside

ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{ATOMS}(?:\.{ATOMS})*")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
KINDS = {  # RFC 6838 subtypes of "application"
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "pdf",
}
BY_HAND = "Answer this message by hand."

_BODY = SMTP.clone(max_line_length=76)  # RFC 2045: no longer line in quoted-printable
_ONE_LINE = SMTP.clone(max_line_length=998)  # an id that is folded becomes an encoded word and breaks the thread


Attachment = tuple[str, bytes]  # our file name, which ends in one of KINDS, and what is in it


class _HeaderPolicy(EmailPolicy):
    """Folds the subject, whose encoded words may have 75 characters (RFC 2047), and no other header."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        return (_BODY if name == "Subject" else _ONE_LINE).fold_binary(name, value)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that goes into one e-mail."""

    sender_name: str
    sender: str  # bare address of ours
    to: str  # bare address
    subject: str
    text: str
    html: str  # "" for a message of plain text only
    language: str  # BCP 47, for example "en-GB"
    message_id: str
    in_reply_to: str | None
    date: datetime  # aware
    attachments: tuple[Attachment, ...]
    automatic: Literal["auto-replied", "auto-generated"] = "auto-replied"  # RFC 3834, section 5


def assemble(draft: Draft) -> bytes:
    """The complete message with CRLF line ends, the same bytes for the same draft.

    Raises SetAside where the address cannot be written in plain ASCII or the result is not exactly what was meant.
    """
    sender, to = bare_address(draft.sender), bare_address(draft.to)
    message = EmailMessage(policy=_BODY)
    message["From"] = Address(_one_line(draft.sender_name), *sender.split("@"))
    message["To"] = Address("", *to.split("@"))
    message["Subject"] = _one_line(draft.subject)
    message["Date"] = draft.date
    message["Message-ID"] = draft.message_id
    if answered := strict_message_id(draft.in_reply_to):
        message["In-Reply-To"] = answered
        message["References"] = answered
    message["Auto-Submitted"] = draft.automatic
    message["X-Auto-Response-Suppress"] = "All"
    _add_body(message, draft)
    message["Content-Language"] = draft.language  # after the body: set_content removes every Content- header
    raw = message.as_bytes(policy=_HeaderPolicy(linesep="\r\n"))
    _gate(raw, draft, sender, to, answered)
    return raw


def bare_address(address: str) -> str:
    """`address` as it may stand in a header: ASCII, its domain in A-labels (RFC 5891). Raises SetAside."""
    local, _, domain = address.strip().rpartition("@")
    host = a_labels(domain)
    plain = LOCAL_PART.fullmatch(local) and "=?" not in local and len(local) <= 64  # RFC 5321, 4.5.3.1
    if not plain or host is None or len(local) + len(host) > 253:
        raise SetAside(f"The address to answer is not one that every mail server can deliver to. {BY_HAND}")
    return f"{local}@{host}"


def a_labels(domain: str) -> str | None:
    """The domain in lower-case ASCII, or None where it is no host name."""
    try:
        host = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        host = domain.lower()  # "a_b.example" is no IDNA name; the pattern has the last word
    return host if HOST.fullmatch(host) else None


def strict_message_id(value: str | None) -> str | None:
    """The id where it may stand in a header as it is: one id, no encoded word, short enough for one line; else None."""
    if value is None or len(value) > 900 or "=?" in value or not MESSAGE_ID.fullmatch(value):
        return None
    return value


def _one_line(text: str) -> str:
    """Spaces for every line end and control character: some raise in a header, some end it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _add_body(message: EmailMessage, draft: Draft) -> None:
    message.set_content(draft.text, cte="quoted-printable")
    if draft.html:
        message.add_alternative(draft.html, subtype="html", cte="quoted-printable")
    for name, data in draft.attachments:
        message.add_attachment(data, maintype="application", subtype=KINDS[PurePath(name).suffix], filename=name)
    for part in _inner(message):
        del part["MIME-Version"]  # the library gives every part one; it belongs to the whole message only
    seed = hashlib.sha256(draft.message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")  # "=_" never occurs in quoted-printable or base64


def _gate(raw: bytes, draft: Draft, sender: str, to: str, answered: str | None) -> None:
    """Reads the bytes again as a stranger would. Raises SetAside where they say anything but what was meant."""
    message = message_from_bytes(raw)
    thread = ["In-Reply-To", "References"] if answered else []
    names = ["From", "To", "Subject", "Date", "Message-ID", *thread, "Auto-Submitted", "X-Auto-Response-Suppress"]
    names += ["Content-Language", "MIME-Version", "Content-Type"]
    names += [] if message.is_multipart() else ["Content-Transfer-Encoding"]
    right = (
        sorted(message.keys()) == sorted(names)
        and str(message["To"]) == to
        and [address for _, address in getaddresses([str(message["From"])])] == [sender]
        and str(message["Message-ID"]) == draft.message_id
        and all(str(message[name]) == answered for name in thread)
        and all(not part.defects for part in message.walk())
        and all(name.startswith("Content-") for part in _inner(message) for name in part)
        and b"\n" not in raw.replace(b"\r\n", b"")
        and b"\r" not in raw.replace(b"\r\n", b"")
    )
    if not right:
        raise SetAside(f"The letter did not come out as it was meant, and was not kept. {BY_HAND}")


def _inner(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part is not message)
