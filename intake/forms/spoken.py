"""Looks for a completed template in the words of a message: its body, what is passed on in it, and attached messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import pairwise

from intake.forms import plain, web
from intake.forms.blocks import Sheet, UnreadableError, folded
from intake.forms.files import Document
from intake.forms.match import Reading, read
from intake.model import Message, Wording
from intake.programme import Call

PASSED_ON = "the text passed on"

_POINTS_BELOW = re.compile(r"\b(?:below|inline|in line|in red|in blue|in green|in bold|in capitals|underneath|between)\b")
_FROM = re.compile(r"(?:from|von|de):\s", re.IGNORECASE)
_WROTE = re.compile(r"\b(?:wrote|writes|schrieb|a écrit|escribió)\s*:", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"p\.?\s?s\b\.?[\s:,–—-]*[^\W\d]", re.IGNORECASE)
_OTHER_HEADER = re.compile(r"\s*(?:sent|date|to|subject|cc):\s", re.IGNORECASE)


def forms(message: Message, wording: Wording, call: Call) -> Iterator[tuple[str, Reading]]:
    """Forms in the body of the message, passed on in it, or in the body of an attached message."""
    seen: set[Sheet] = set()
    for source, sheet in _texts(message, wording, call):
        if sheet not in seen:  # the body, and its own words, are often one text
            seen.add(sheet)
            yield from _spoken(source, sheet, call)


def _texts(message: Message, wording: Wording, call: Call) -> Iterator[tuple[str, Sheet]]:
    """Where a form may stand, and what stands there."""
    for sheet in _sheets(plain.sheet, wording.forwarded):
        yield PASSED_ON, sheet
    tail = _tail(wording, call)
    below = _POINTS_BELOW.search(folded(wording.own)) is not None
    for sheet in _bodies(message):
        at = _earlier_mail(sheet)
        ours = message.sender is None or not _names_sender(sheet, at, message.sender.email)
        quoted_below = sheet if below and ours else _quoted_from(sheet, at)
        yield "the message itself", _without_postscript(_without_tail(quoted_below, tail), call)
    for sheet in _sheets(plain.sheet, wording.own):
        yield "the message itself", _without_postscript(sheet, call)
    for attached in message.forwarded:
        for sheet in _bodies(attached):
            yield "the attached message", _quoted_from(sheet, _earlier_mail(sheet))


def _spoken(source: str, sheet: Sheet, call: Call) -> Iterator[tuple[str, Reading]]:
    """A form in running text must have answers: a list of the questions alone is none, nor is a contact block."""
    reading = read(sheet, call)
    formed = reading.is_form(call, in_words=True) and not _only_asks(reading, call)
    if formed and len(reading.answers) >= min(2, len(call.fields)):
        yield source, reading


def _only_asks(reading: Reading, call: Call) -> bool:
    """Whether what stands below the questions asks about them in turn."""
    told = [text for key, text in reading.answers.items() if call.question(key).kind == "text"]
    return bool(told) and all(text.rstrip().endswith("?") for text in told) and len(told) == len(reading.answers)


def _bodies(message: Message) -> Iterator[Sheet]:
    """The body as the HTML part has it, and as plain text; what is marked as quoted is so."""
    yield from _sheets(web.sheet, message.html)
    yield from _sheets(_from_text, message.text)


def _sheets(reader: Callable[[str], Sheet], text: str) -> Iterator[Sheet]:
    """The text as read; nothing where it is blank or cannot be read."""
    if text.strip():
        with suppress(UnreadableError):
            yield Document("text", partial(reader, text)).read()


def _from_text(text: str) -> Sheet:
    return plain.sheet(text, quoting=True)


def _earlier_mail(sheet: Sheet) -> int | None:
    """Where the headers of an earlier message begin, as Outlook writes them above what it quotes without marks."""
    for at, block in enumerate(sheet.blocks):
        after = [later.text for later in sheet.blocks[at + 1 : at + 4]]
        if _FROM.match(block.text) and any(_OTHER_HEADER.match(text) for text in after):
            return at
    return None


def _quoted_from(sheet: Sheet, at: int | None) -> Sheet:
    """The same with everything from block `at` on marked as quoted."""
    if at is None:
        return sheet
    return replace(sheet, blocks=sheet.blocks[:at] + tuple(replace(block, quoted=True) for block in sheet.blocks[at:]))


def _names_sender(sheet: Sheet, at: int | None, email: str) -> bool:
    """Whether the earlier message is the sender's own: then what stands in it was sent before."""
    return at is not None and email.casefold() in sheet.blocks[at].text.casefold()


def _tail(wording: Wording, call: Call) -> frozenset[str]:
    """Lines of the signature and the disclaimer, folded; none where what was taken for them is answers to the form."""
    ended = f"{wording.signature}\n{wording.disclaimer}\n{_introduced(wording.quoted)}"
    if any(read(sheet, call).is_form(call, in_words=True) for sheet in _sheets(plain.sheet, ended)):
        return frozenset()
    return frozenset(_folded_lines(ended))


def _introduced(quoted: str) -> str:
    """The line, or the two, above quoted mail: "On 4 December, Seminars wrote:". HTML has it on one."""
    first, second, *_ = [*(line for line in quoted.strip().splitlines() if line.strip()), "", ""]
    return f"{first}\n{second}\n{first} {second}" if _WROTE.search(f"{first} {second}") else ""


def _without_tail(sheet: Sheet, tail: frozenset[str]) -> Sheet:
    """The same up to the signature, which would run into the last answer."""
    spoken = [at for at, b in enumerate(sheet.blocks) if b.text and not b.quoted and not (tail and folded(b.text) in tail)]
    return replace(sheet, blocks=sheet.blocks[: spoken[-1] + 1] if spoken else ())


def _without_postscript(sheet: Sheet, call: Call) -> Sheet:
    """The same up to a postscript below the last answer, which is no part of it."""
    spoken = [at for at, block in enumerate(sheet.blocks) if block.text]
    for before, at in pairwise(spoken):
        apart = at - before > 1 and not sheet.blocks[before].text.rstrip().endswith(("?", ":"))
        if apart and _POSTSCRIPT.match(sheet.blocks[at].text):
            below = replace(sheet, blocks=sheet.blocks[at:])
            if not read(below, call).answers:
                return replace(sheet, blocks=sheet.blocks[:at])
    return sheet


def _folded_lines(text: str) -> Iterator[str]:
    return (folded(line) for line in text.splitlines() if line.strip())
