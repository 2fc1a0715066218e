"""Looks through a whole message for completed templates: its files, attached messages, and the words of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.forms import links, spoken
from intake.forms.blocks import UnreadableError, folded
from intake.forms.files import Document, documents
from intake.forms.match import Reading, read
from intake.forms.outside import Conversions, Outside
from intake.forms.same import different
from intake.forms.supplement import supplemented
from intake.model import Example, Message, Part, Unread, Wording
from intake.programme import Call

_LARGEST_FILE = 30_000_000  # bytes
_MOST_OUTSIDE = 6  # files for a converter, of one message
_FILLED_IN = re.compile(
    r"\b(?:fill(?:ed|ing)?|complet(?:ed|ing)|return(?:ed|ing)|hand ?written|wrote|photo(?:s|graph)?|picture|pic|scan(?:ned)?)\b"
)
_FILLED_IT_IN = re.compile(
    r"\b(?:fill(?:ed|ing)? (?:it|this|them|mine|ours) (?:all )?(?:in|out)|complet(?:ed|ing) (?:it|this|mine|ours))\b"
)
_SENT = re.compile(
    r"\b(?:attach(?:ed|ing|ment)?|enclos(?:ed|ing)|herewith|here(?:s| is)|fill(?:ed|ing)?|complet(?:ed|ing)|return(?:ed|ing))\b"
)
_BY_HAND = re.compile(
    r"\b(?:pen|biro|pencil|hand ?writing|hand ?written|scann(?:ed|ing)"
    r"|(?:read|excuse|forgive|pardon) my (?:\w+ )?(?:writing|scrawl|scribble))\b"
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")


@dataclass(frozen=True, slots=True)
class _Found:
    """One place where a form is or should be. `reading` is None where it cannot be read."""

    source: str
    reading: Reading | None
    part: int | None = None
    why: Unread = ""
    outside: tuple[Outside, ...] = ()
    spoken: bool = False  # in words, not in a file

    @property
    def answers(self) -> dict[str, str]:
        return self.reading.answers if self.reading is not None else {}

    @property
    def unread(self) -> bool:
        """Whether a person must look: no reader can, or it is blank but for pictures or notes."""
        return self.reading is None or (self.reading.pictures and not self.answers)


def returned(message: Message, wording: Wording, call: Call, converted: Conversions | None = None) -> tuple[Example, ...]:
    """The completed templates that `message` brings, in its order; none where it brings none.

    A form left blank has no fields and all required keys in `missing`; one that cannot be read (a password, a photograph)
    has `missing` None. One form sent twice, as another file or in the words too, is one. `converted`: what converters
    made of the files that `outside` names. Never raises for anything that a message may hold.
    """
    known = converted or {}
    files = list(_in_files(message, wording, call, known))
    words = [_Found(source, reading, spoken=True) for source, reading in spoken.forms(message, wording, call)]
    filled = _filled(files, words, call)
    unread = [one for one in files if one.unread]
    if filled:
        beside = tuple(f"Another file could not be read: {one.source}." for one in unread if one.why != "picture")
        reading = filled[0].reading
        more = supplemented(reading, message, wording, call) if reading is not None and _is_alone_in_file(filled) else None
        first, *others = (_example(one, call) for one in filled)
        if more is not None:
            first = replace(_example(replace(filled[0], reading=more.reading), call), doubts=more.doubts)
        return (replace(first, notes=(*first.notes, *beside)), *others)
    if unread:
        return (_unread(unread[0], known),)
    if blank := [*files, *words]:
        return (_example(blank[0], call),)
    kept = _elsewhere(message, wording, call)
    return (kept,) if kept else ()


def other_documents(message: Message, call: Call) -> tuple[int, ...]:
    """Numbers of the files that can be read and are not the form: a flyer, a life story, somebody else's form."""
    found = []
    for part in message.parts:
        if part.size <= _LARGEST_FILE and not part.inline and _is_another(part, call):
            found.append(part.number)
    return tuple(found)


def _is_another(part: Part, call: Call) -> bool:
    for document in documents(part.name, part.content_type, bytes(part.data), {}):
        try:
            return not _fullest(document, call).is_form(call)
        except UnreadableError:
            return False
    return False


def outside(message: Message, wording: Wording, call: Call) -> tuple[Outside, ...]:
    """What converters could help with in `message`: old Word documents, and pictures that were sent as the form."""
    wanted = (one for found in _in_files(message, wording, call, {}, to_help=True) for one in found.outside)
    return tuple({one.digest: one for one in wanted}.values())[:_MOST_OUTSIDE]


def _filled(files: list[_Found], words: list[_Found], call: Call) -> list[_Found]:
    """The forms with answers, each once. In words there is one at most, and none beside a file: those are remarks on it."""
    in_files = different([one for one in files if one.answers], lambda one: one.answers, call)
    if in_files:
        return in_files
    return [max(words, key=_weight)] if any(one.answers for one in words) else []


def _is_alone_in_file(filled: list[_Found]) -> bool:
    """Whether it is plain which form words beside it are about."""
    return len(filled) == 1 and not filled[0].spoken


def _weight(one: _Found) -> int:
    """The fullest reading counts; that of what was passed on, without the words of whoever did, a little more."""
    return len(one.answers) + (2 if one.source == spoken.PASSED_ON else 0)


def _example(one: _Found, call: Call) -> Example:
    assert one.reading is not None
    missing = tuple(key for key in call.required() if key not in one.answers)
    seen = one.reading
    notes, unclear, words = seen.notes, seen.unclear, seen.words
    return Example(one.answers, missing, one.source, one.part, origins=seen.origins, notes=notes, unclear=unclear, words=words)


def _unread(one: _Found, converted: Conversions) -> Example:
    """A form that only a person can read; beside it what a machine saw, where one has looked."""
    seen = (made.text() for of in one.outside if of.kind == "picture" and (made := converted.get(of.digest)))
    aid = "\n\n".join(text.strip() for text in seen if text.strip())
    notes = one.reading.notes if one.reading else ()
    return Example({}, None, one.source, one.part, one.why or "picture", notes=notes, aid=aid)


def _elsewhere(message: Message, wording: Wording, call: Call) -> Example | None:
    """A form that is kept elsewhere, with only a link to it in the message."""
    own = f"{wording.own}\n{wording.forwarded}"
    where = links.place(own) or links.place(message.html)
    said = [message.subject, *_SENTENCE.findall(own)]
    if where is None or not any(_names_form(one, call) for one in said):
        return None
    if not any(links.is_offered(one) or _SENT.search(folded(one)) for one in said):
        return None
    return Example({}, None, f"a link to a file kept elsewhere ({where})", None, "link")


# ---------------------------------------------------------------------------------------------------------- files


def _in_files(
    message: Message, wording: Wording, call: Call, converted: Conversions, *, to_help: bool = False
) -> Iterator[_Found]:
    """Forms among the attachments, those of attached messages too. `to_help`: only those a converter could help with."""
    said = f"{wording.own}\n{wording.forwarded}"
    yield from _in_parts(message.parts, message.subject, said, call, converted, to_help=to_help)
    known = {part.digest for part in message.parts}
    for attached in message.forwarded:
        new = tuple(part for part in attached.parts if part.digest not in known)
        subject, text = f"{message.subject}\n{attached.subject}", f"{said}\n{attached.text}"
        for one in _in_parts(new, subject, text, call, converted, to_help=to_help):
            yield replace(one, source=f"{one.source} of the attached message", part=None)


def _in_parts(
    parts: tuple[Part, ...], subject: str, said: str, call: Call, converted: Conversions, *, to_help: bool
) -> Iterator[_Found]:
    for part in parts:
        if part.size > _LARGEST_FILE:
            continue
        for document in documents(part.name, part.content_type, bytes(part.data), converted):
            if to_help and not document.may_need_help:
                continue
            source = f"file {part.number} ({document.kind})"
            try:
                reading = _fullest(document, call)
            except UnreadableError as error:
                picture = document.picture or error.why == "picture"
                if _is_meant_as_form(part, subject, said, call, picture=picture):
                    seen = _pictures(document) if picture else ()
                    yield _Found(f"{source}: {error}".rstrip("."), None, part.number, error.why, seen)
                continue
            if reading.is_form(call):
                yield _Found(source, replace(reading, words=""), part.number, outside=document.outside)


def _pictures(document: Document) -> tuple[Outside, ...]:
    """The picture, or those that are the pages of the document."""
    pages = document.pages() if document.pages is not None else []
    return (*document.outside, *(Outside("picture", page) for page in pages))


def _fullest(document: Document, call: Call) -> Reading:
    """The document in the way that gives the most answers: a converter may lose what our own reader keeps."""
    return max((read(sheet, call) for sheet in document.ways()), key=lambda reading: len(reading.answers))


def _is_meant_as_form(part: Part, subject: str, said: str, call: Call, *, picture: bool) -> bool:
    """Whether a file that cannot be read was plainly sent as the form: so named, or so spoken of.

    A picture or a scanned page needs more: it may be anything, a logo or a portrait.
    """
    if _names_form(part.name, call):
        return True
    if picture:
        words = folded(f"{subject}\n{said}")
        named = _names_form(f"{subject}\n{said}", call)
        by_itself = _FILLED_IT_IN.search(words) or _BY_HAND.search(words)
        return by_itself is not None or (named and _FILLED_IN.search(words) is not None)
    sentences = (sentence for sentence in _SENTENCE.findall(said) if not sentence.endswith("?"))
    return _names_form(subject, call) or any(_names_form(one, call) and _SENT.search(folded(one)) for one in sentences)


def _names_form(text: str, call: Call) -> bool:
    said = f" {folded(text)} "
    names = {folded(name) for name in (call.thing, call.title, *call.also, call.file_name.removesuffix(".docx"))}
    return any(f" {name} " in said or f" {name}s " in said for name in names if name)
