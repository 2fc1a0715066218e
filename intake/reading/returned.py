"""What a mail system reports about mail it could not deliver: which mail, to whom, and whether for good. Pure.

Standard reports are read by RFC 3464 (fields) and RFC 3463 (codes), with the original mail or its head beside them (RFC
6522). Older ones quote the head of the mail in their own text. What they say is hearsay: anybody can write such a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from intake import reference
from intake.model import Message, Returned

_MOST = 200_000  # characters of one text that are looked at
_HEAD = 20_000  # characters of the head of quoted mail
_STRICT_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_MESSAGE_ID = re.compile(r"^[ \t>|]{0,9}Message-ID:\s{0,9}(<[^<>\s]{3,500}>)", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(r"^Action:\s{0,9}([a-z]+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^Status:\s{0,9}([245]\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE | re.MULTILINE)
_RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient:[^;\n]{0,40};[ \t<]{0,9}([^\s<>;]{1,250}@[^\s<>;]{1,250})", re.IGNORECASE | re.MULTILINE
)
_ADDRESS = re.compile(r"[^\s<>,;]{1,250}@[^\s<>,;]{1,250}")
_NOT_FOR_GOOD = re.compile(
    r"\b(?:will (?:keep|continue) (?:to try|trying)|will be (?:retried|tried again)|(?:has|have) not yet been delivered"
    r"|still being tried|delivery (?:is|has been) delayed|message delayed|(?:do|does) not (?:need|have) to resend"
    r"|delayed \d+ hours|no action is (?:needed|required))\b",
    re.IGNORECASE,
)
_TOLD_AS = {"failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered"}


def read(message: Message, prefixes: frozenset[str]) -> Returned:
    """What the report says. `prefixes` are those of our references."""
    reports = [text[:_MOST] for text in message.attached_text if _ACTION.search(text) or _RECIPIENT.search(text)]
    quoted = "\n".join(text[:_HEAD] for text in (*message.attached_text, message.text))
    return Returned(
        ids=_ids(message),
        recipients=_recipients(message, reports),
        action=_action(message, reports),
        status=_first(_STATUS, reports),
        references=reference.find(quoted, prefixes),
    )


def _ids(message: Message) -> tuple[str, ...]:
    """From the head of the mail that is attached; else from its head in the text; else the mail that the report answers.

    The first head counts: what stands below may be mail that was quoted in turn.
    """
    heads = [_first(_MESSAGE_ID, [text.lstrip("\n").partition("\n\n")[0][:_HEAD]]) for text in message.attached_text]
    attached = [inner.message_id or "" for inner in message.forwarded]
    quoted = _first(_MESSAGE_ID, [message.text[:_MOST]])
    answered = next((value.strip() for name, value in message.headers if name == "in-reply-to"), "")
    for found in ([one for one in heads if one][:1], attached[:1], [quoted], [answered]):
        if strict := tuple(one for one in found if len(one) <= 500 and _STRICT_ID.fullmatch(one)):
            return strict
    return ()


def _recipients(message: Message, reports: list[str]) -> tuple[str, ...]:
    named = [found for text in reports for found in _RECIPIENT.findall(text)]
    for name, value in message.headers:
        if name == "x-failed-recipients":
            named += _ADDRESS.findall(value)
    return tuple(dict.fromkeys(address.casefold() for address in named))[:50]


def _action(message: Message, reports: list[str]) -> Literal["failed", "delayed", "delivered", "complaint"]:
    """The gravest that is stated. Where nothing is stated the words tell, and a report with no other tell-tale is a failure."""
    if message.report_type == "feedback-report":
        return "complaint"
    stated = {_TOLD_AS.get(word.lower(), "") for text in reports for word in _ACTION.findall(text)}
    for action in ("failed", "delayed", "delivered"):
        if action in stated:
            return action
    return "delayed" if _NOT_FOR_GOOD.search(f"{message.subject}\n{message.text[:_HEAD]}") else "failed"


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((found[1] for text in texts if (found := pattern.search(text))), "")
