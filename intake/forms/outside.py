"""Which files of a message a converter outside the reading process could help with, and what is read with its help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from intake.forms import find, old_word
from intake.forms.files import documents
from intake.model import Example, Message, Part, Wording
from intake.programme import Call

_LARGEST_FILE = 30_000_000  # bytes
_WORD_STREAM = "WordDocument".encode("utf-16-le")  # [MS-DOC] 2.1: every Word document has a stream of that name
_OWN_READER = (
    "This old Word document was read by our own plain reader: no converter is installed, or it could not read this one. "
    "Please compare the answers with the file."
)


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that a converter could help to read."""

    digest: str  # SHA-256 of the data, hex
    kind: Literal["old Word document", "picture"]
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Converted:
    """What a converter made of such a file."""

    kind: Literal["docx", "text"]  # text is in UTF-8
    data: bytes = field(repr=False)


def outside(message: Message, wording: Wording, call: Call) -> tuple[Outside, ...]:
    """Old Word documents, and pictures that were plainly sent as the form."""
    spoken = f"{wording.own}\n{wording.forwarded}"
    return tuple({one.digest: one for one in _wanted(message, spoken, call)}.values())


def _wanted(message: Message, spoken: str, call: Call) -> Iterator[Outside]:
    for part in message.parts:
        data = bytes(part.data)
        if part.size > _LARGEST_FILE:
            continue
        if _is_old_word(data):
            yield Outside(part.digest, "old Word document", data)
        for document in documents(part.name, part.content_type, data):
            if document.picture and find._is_meant_as_form(document, part, message.subject, spoken, call):
                yield Outside(part.digest, "picture", data)
    for attached in message.forwarded:
        yield from _wanted(attached, f"{spoken}\n{attached.text}", call)


def returned(message: Message, wording: Wording, call: Call, converted: Mapping[str, Converted]) -> tuple[Example, ...]:
    """The completed template that `message` brings, with what converters made of its files, by digest.

    A converter may lose what our own reader keeps (LibreOffice 7.4 a table at the very end): the fuller reading counts.
    """
    own = find.returned(message, wording, call)
    helped = find.returned(_with(message, converted), wording, call) if converted else None
    best = max((one for one in (helped, own) if one is not None), key=lambda one: len(one.fields), default=None)
    if best is None:
        return ()
    part = next((one for one in message.parts if one.number == best.part), None)
    if part is None:
        return (best,)
    if _is_old_word(bytes(part.data)) and (part.digest not in converted or best is own):
        return (replace(best, notes=(*best.notes, _OWN_READER)),)
    seen = converted.get(part.digest)
    if best.missing is None and seen is not None and seen.kind == "text":
        return (replace(best, aid=seen.data.decode("utf-8", "replace").strip()),)
    return (best,)


def _with(message: Message, converted: Mapping[str, Converted]) -> Message:
    """The message with its old Word documents as converted."""
    parts = tuple(_part(one, converted.get(one.digest)) for one in message.parts)
    return replace(message, parts=parts, forwarded=tuple(_with(one, converted) for one in message.forwarded))


def _part(part: Part, made: Converted | None) -> Part:
    if made is None or not _is_old_word(bytes(part.data)):
        return part
    declared = "text/plain" if made.kind == "text" else part.content_type
    return replace(part, data=made.data, size=len(made.data), content_type=declared)


def _is_old_word(data: bytes) -> bool:
    return data.startswith(old_word.MAGIC) and _WORD_STREAM in data
