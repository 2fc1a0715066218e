"""Machine mail: which of the four kinds it is, and every reason why no automatic letter may go to a message.

The header rules are those of RFC 3834 section 2 and what 629 real bounces, complaints and automatic replies showed: no single header is
enough. What only the words give away needs two tell-tales, and is never held against somebody who asks for something plainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from intake.model import Kind, Message, Wording
from intake.programme import Programme
from intake.reading import words
from intake.reading.sentences import plain

_ROLE = re.compile(
    r"^(?:mailer-?daemon|post-?_?master|no-?_?\.?reply|do-?_?not-?_?reply|dont-?reply|bounces?|notifications?|auto-?(?:reply|responder|mailer|confirm)"
    r"|daemon|mail-?system|microsoftexchange[0-9a-f]+|mdaemon|listserv|majordomo|mailman|system|www-?data|apache|nobody|root|double-?bounce"
    r"|abuse-?auto|symantec.*|mailmarshal|confirm(?:ation)?-[\w-]+)(?:[+._-].*)?@",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(r"\b(?:no|not|dont|don't)[-_.]?reply", re.IGNORECASE)
_PRECEDENCE = re.compile(r"\b(?:bulk|junk|list|auto[-_]?reply)\b", re.IGNORECASE)
_LISTS = re.compile(r"^list-(?:id|unsubscribe|post|help|owner|subscribe|archive)$")
_VACATION = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-vacation", "x-mail-autoreply", "auto-reply")


@dataclass(frozen=True, slots=True)
class Traits:
    """What headers and words say about a message's being no person's."""

    kind: Kind | None  # the machine kind, None where a person wrote it, as far as can be seen
    sure: bool  # the headers say so, or the words leave no doubt
    why: str  # a sentence, "" where kind is None
    silence: tuple[str, ...]  # sentences: why no automatic letter may go


def traits(message: Message, wording: Wording, programme: Programme, asks: float) -> Traits:
    """What kind of machine mail `message` is, if any; `asks` is the weight of the plainest wish in its words."""
    silence = tuple(dict.fromkeys(_silence(message, programme)))
    kind, sure, why = _by_headers(message, programme) or _by_words(message, wording, asks) or (None, False, "")
    if kind and not silence:
        silence = (f"No letter goes out: {why[0].lower()}{why[1:]}",)
    return Traits(kind, sure, why, silence)


# ------------------------------------------------------------------------------------------------ whom not to answer


def _values(message: Message, name: str) -> list[str]:
    return [value for key, value in message.headers if key == name]


def _silence(message: Message, programme: Programme) -> Iterator[str]:
    """Each reason of the protocol, section 4, that holds; RFC 3834 section 2."""
    if message.sender is None:
        yield message.sender_fault or "There is no single From address that could be answered."
    elif message.sender.email.casefold() in programme.addresses:
        yield "It comes from our own address."
    elif _ROLE.match(message.sender.email) or _NO_REPLY.search(message.sender.email.split("@")[0]):
        yield "It comes from an address that nobody reads."
    for value in _values(message, "auto-submitted"):
        if value.split(";")[0].split("(")[0].strip().lower() not in {"no", ""}:
            yield "Its headers say that a program sent it (Auto-Submitted)."
    if any(value.strip() == "<>" for value in _values(message, "return-path")):
        yield "Its envelope has no sender, as with reports and automatic replies (Return-Path)."
    if message.content_type == "multipart/report":
        yield "It is a report of a mail system."
    if _listed(message, programme):
        yield "It comes from a mailing list (List headers)."
    if any(_PRECEDENCE.search(value) for value in _values(message, "precedence")) and not _own_list(message, programme):
        yield "Its headers call it bulk mail (Precedence)."
    if any(re.search(r"\b(?:all|autoreply)\b", value, re.IGNORECASE) for value in _values(message, "x-auto-response-suppress")):
        yield "Its headers ask for no automatic replies (X-Auto-Response-Suppress)."
    if any(_values(message, name) for name in _VACATION):
        yield "Its headers say that it is an automatic reply."
    if _values(message, "x-failed-recipients"):
        yield "It reports mail that was not delivered (X-Failed-Recipients)."
    if message.in_reply_to and _values(message, "x-loop"):
        yield "Its headers warn of a loop (X-Loop)."


def _own_list(message: Message, programme: Programme) -> bool:
    ids = " ".join(_values(message, "list-id")).casefold()
    return bool(ids) and any(own.casefold() in ids for own in programme.own_lists)


def _listed(message: Message, programme: Programme) -> bool:
    return any(_LISTS.match(name) for name, _ in message.headers) and not _own_list(message, programme)


# ------------------------------------------------------------------------------------------------------- which kind


def _by_headers(message: Message, programme: Programme) -> tuple[Kind, bool, str] | None:
    subject = plain(message.subject)
    automatic = any(not v.strip().lower().startswith("no") for v in _values(message, "auto-submitted"))
    null = any(v.strip() == "<>" for v in _values(message, "return-path"))
    daemon = bool(
        message.sender and re.match(r"(?:mailer-?daemon|post-?_?master|microsoftexchange)", message.sender.email, re.IGNORECASE)
    )
    failed = bool(_values(message, "x-failed-recipients"))
    if message.report_type == "disposition-notification":
        return Kind.AUTOMATIC_REPLY, True, "It is a read receipt."
    if message.content_type == "multipart/report" or failed:
        return Kind.BOUNCE, True, "It is a mail system's report about mail that was not delivered."
    if _subject("bounce").search(subject) and (daemon or null or automatic):
        return Kind.BOUNCE, True, "Its sender and its subject are those of a report about mail that was not delivered."
    if daemon and _body("bounce").search(plain(message.text)):
        return Kind.BOUNCE, True, "It is a mail system's report about mail that was not delivered."
    if automatic or any(_values(message, name) for name in _VACATION):
        return Kind.AUTOMATIC_REPLY, True, "Its headers say that a program answered by itself."
    if null and (_subject("automatic_reply").search(subject) or _away(plain(message.text))):
        return Kind.AUTOMATIC_REPLY, True, "It has no envelope sender and reads like an automatic reply."
    if _listed(message, programme):
        return Kind.BULK, True, "It comes from a mailing list."
    if any(_PRECEDENCE.search(v) for v in _values(message, "precedence")) and not _own_list(message, programme):
        return Kind.BULK, True, "Its headers call it bulk mail."
    return None


def _by_words(message: Message, wording: Wording, asks: float) -> tuple[Kind, bool, str] | None:
    """What the words alone give away: the sender's own for people's mail, all of them for circulars."""
    own, subject = plain(wording.own), plain(message.subject)
    own_flat = re.sub(r"\s+", " ", own)
    every = re.sub(r"\s+", " ", plain("\n".join((wording.own, wording.signature, wording.disclaimer))))
    spam = _count("spam", f"{subject}. {own_flat}")
    if spam >= 2 and asks < 3:
        return Kind.SPAM, spam >= 3 or asks < 2, "It reads like unsolicited advertising or a fraud."
    if _body("automatic_reply").search(own_flat) and asks < 2.5:
        return Kind.AUTOMATIC_REPLY, True, "It says that it is an automatic message."
    if _subject("automatic_reply").search(subject) and asks < 2:
        return Kind.AUTOMATIC_REPLY, True, "Its subject is that of an automatic reply."
    if _away(own_flat) and asks < 2:
        return Kind.AUTOMATIC_REPLY, len(own_flat.split()) < 120, "It reads like an automatic reply of somebody who is away."
    if _body("bounce").search(own_flat) and _subject("bounce").search(subject):
        return Kind.BOUNCE, True, "It reads like a report about mail that was not delivered."
    bulk = _count("bulk", every) + bool(_subject("bulk").search(subject)) + _undisclosed(message)
    if bulk >= 2 and (asks < 3 or bulk >= 3):
        return Kind.BULK, bulk >= 3 or asks < 2, "It reads like a circular sent to many."
    return None


def _away(text: str) -> bool:
    return _count("away", text) >= 2


def _undisclosed(message: Message) -> bool:
    """A circular goes to undisclosed recipients, or to its own sender."""
    to = " ".join(_values(message, "to")).casefold()
    return "undisclosed" in to or bool(
        message.sender and message.to and all(a.email == message.sender.email for a in message.to)
    )


def _count(name: str, text: str) -> int:
    return sum(min(2, len({m.group() for m in pattern.finditer(text)})) for pattern in _each(name))


@cache
def _each(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(words.lines(line) for line in words.table("machine")["body"][name].splitlines() if line.strip())


def _body(name: str) -> re.Pattern[str]:
    return words.pattern(f"machine.body.{name}")


def _subject(name: str) -> re.Pattern[str]:
    return words.pattern(f"machine.subject.{name}")
