"""Looks through a whole message for the completed template: its files, attached messages, and the words of its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from intake.forms import plain, web
from intake.forms.blocks import Sheet, UnreadableError, folded
from intake.forms.files import Document, documents
from intake.forms.match import Reading, read
from intake.model import Example, Message, Part, Wording
from intake.programme import Call

_LARGEST_FILE = 30_000_000  # bytes
_FILLED_IN = re.compile(
    r"\b(?:fill(?:ed|ing)?|complet(?:ed|ing)|return(?:ed|ing)|hand ?written|wrote|photo(?:s|graph)?|picture|pic|scan(?:ned)?)\b"
)
_FILLED_IT_IN = re.compile(
    r"\b(?:fill(?:ed|ing)? (?:it|this|them|mine|ours) (?:all )?(?:in|out)|complet(?:ed|ing) (?:it|this|mine|ours))\b"
)
_SENT = re.compile(
    r"\b(?:attach(?:ed|ing|ment)?|enclos(?:ed|ing)|herewith|here(?:s| is)|fill(?:ed|ing)?|complet(?:ed|ing)|return(?:ed|ing))\b"
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")
_POINTS_BELOW = re.compile(r"\b(?:below|inline|in line|in red|in blue|in green|in bold|in capitals|underneath|between)\b")
_FROM = re.compile(r"(?:from|von|de):\s", re.IGNORECASE)
_OTHER_HEADER = re.compile(r"\s*(?:sent|date|to|subject|cc):\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """One place where a form is or should be. `reading` is None where it cannot be read."""

    source: str
    reading: Reading | None
    part: int | None = None

    @property
    def answers(self) -> int:
        return len(self.reading.answers) if self.reading is not None else 0

    @property
    def unread(self) -> bool:
        """Whether a person must look: no reader can, or it is blank but for pictures or notes."""
        return self.reading is None or (self.reading.pictures and not self.reading.answers)


def returned(message: Message, wording: Wording, call: Call) -> Example | None:
    """The completed template that `message` brings, or None where it brings none.

    A form left blank has no fields and all required keys in `missing`; one that cannot be read (a password, a photograph)
    has `missing` None. Of several forms the fullest is taken. Never raises for anything that a message may hold.
    """
    found = [*_in_files(message, wording, call), *_in_words(message, wording, call)]
    if not found:
        return None
    unread = [one for one in found if one.unread]
    best = max(found, key=lambda one: one.answers)
    if not best.answers and unread:
        best = unread[0]
    if best.reading is None or best.unread:
        return Example(fields={}, missing=None, source=best.source, part=best.part)
    missing = tuple(key for key in call.required() if key not in best.reading.answers)
    return Example(fields=best.reading.answers, missing=missing, source=best.source, part=best.part)


# ---------------------------------------------------------------------------------------------------------- files


def _in_files(message: Message, wording: Wording, call: Call) -> Iterator[_Found]:
    """Forms among the attachments, those of attached messages too."""
    spoken = f"{wording.own}\n{wording.forwarded}"
    yield from _in_parts(message.parts, message.subject, spoken, call)
    known = {part.digest for part in message.parts}
    for attached in message.forwarded:
        new = tuple(part for part in attached.parts if part.digest not in known)
        for one in _in_parts(new, f"{message.subject}\n{attached.subject}", f"{spoken}\n{attached.text}", call):
            yield replace(one, source=f"{one.source} of the attached message", part=None)


def _in_parts(parts: tuple[Part, ...], subject: str, spoken: str, call: Call) -> Iterator[_Found]:
    for part in parts:
        if part.size > _LARGEST_FILE:
            continue
        for document in documents(part.name, part.content_type, bytes(part.data)):
            source = f"file {part.number} ({document.kind})"
            try:
                reading = read(document.read(), call)
            except UnreadableError as error:
                if _is_meant_as_form(document, part, subject, spoken, call):
                    yield _Found(f"{source}: {error}", None, part.number)
                continue
            if reading.is_form(call):
                yield _Found(source, reading, part.number)


def _is_meant_as_form(document: Document, part: Part, subject: str, spoken: str, call: Call) -> bool:
    """Whether a file that cannot be read was plainly sent as the form: so named, or so spoken of.

    A picture needs more: it may be anything, a logo or a portrait.
    """
    if _names_form(part.name, call):
        return True
    if document.picture:
        said = folded(spoken)
        if _FILLED_IT_IN.search(said):
            return True
        return _names_form(f"{subject}\n{spoken}", call) and _FILLED_IN.search(said) is not None
    sentences = (sentence for sentence in _SENTENCE.findall(spoken) if not sentence.endswith("?"))
    return _names_form(subject, call) or any(_names_form(one, call) and _SENT.search(folded(one)) for one in sentences)


def _names_form(text: str, call: Call) -> bool:
    said = f" {folded(text)} "
    names = {folded(name) for name in (call.thing, call.title, *call.also, call.file_name.removesuffix(".docx"))}
    return any(f" {name} " in said or f" {name}s " in said for name in names if name)


# ---------------------------------------------------------------------------------------------------------- words


def _in_words(message: Message, wording: Wording, call: Call) -> Iterator[_Found]:
    """Forms in the body of the message, passed on in it, or in the body of an attached message."""
    tail = frozenset(_folded_lines(f"{wording.signature}\n{wording.disclaimer}"))
    below = _POINTS_BELOW.search(folded(wording.own)) is not None
    for sheet in _bodies(message):
        at = _earlier_mail(sheet)
        ours = message.sender is None or not _names_sender(sheet, at, message.sender.email)
        quoted_below = sheet if below and ours else _quoted_from(sheet, at)
        yield from _spoken("the message itself", _without_tail(quoted_below, tail), call)
    for sheet in _sheets(plain.sheet, wording.own):
        yield from _spoken("the message itself", sheet, call)
    for sheet in _sheets(plain.sheet, wording.forwarded):
        yield from _spoken("the text passed on", sheet, call)
    for attached in message.forwarded:
        for sheet in _bodies(attached):
            yield from _spoken("the attached message", _quoted_from(sheet, _earlier_mail(sheet)), call)


def _spoken(source: str, sheet: Sheet, call: Call) -> Iterator[_Found]:
    """A form in running text must have answers: a list of the questions alone is none, nor is a contact block."""
    reading = read(sheet, call)
    if reading.is_form(call) and len(reading.answers) >= min(2, len(call.fields)):
        yield _Found(source, reading)


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


def _without_tail(sheet: Sheet, tail: frozenset[str]) -> Sheet:
    """The same up to the signature, which would run into the last answer."""
    spoken = [at for at, b in enumerate(sheet.blocks) if b.text and not b.quoted and folded(b.text) not in tail]
    return replace(sheet, blocks=sheet.blocks[: spoken[-1] + 1] if spoken else ())


def _folded_lines(text: str) -> Iterator[str]:
    return (folded(line) for line in text.splitlines() if line.strip())
