"""Knows what a file is from its bytes, and which reader it needs; opens archives, one level deep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NoReturn

from intake.forms import old_word, opendocument, pdf, plain, rtf, texts, web, word, word_package
from intake.forms.archive import Archive
from intake.forms.blocks import Sheet, UnreadableError
from intake.forms.outside import Conversions, Outside, digest
from intake.forms.skipped import Skipped
from intake.model import Unread

_MOST_INSIDE = 100  # documents read out of one archive
_SMALLEST_PICTURE = 20_000  # bytes; a photograph of a page is larger, a signature's logo smaller

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_MODERN = re.compile(rb"ftyp(?:heic|heix|mif1|msf1|avif)")  # photographs of telephones
_PACKED = b"PK\x03\x04"
_MOST_BEFORE = 1024  # bytes that a gateway may have put before a document that is an archive itself
_FOREIGN = {b"\xffWPC": "WordPerfect document", b"Rar!\x1a\x07": "archive", b"7z\xbc\xaf\x27\x1c": "archive"}
_PROGRAM = b"MZ"  # may carry an archive
_FLAT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<office:document\s")  # OpenDocument as one file
_RICH = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?=\{\\rtf)")

IS_PICTURE = "It is a picture: only a person can read it."
WITHOUT_CONVERTER = "It is an old Word document, read without a converter: please compare it with the file."


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be a form."""

    kind: str  # in words, for staff
    reader: Callable[[], Sheet]
    own: Callable[[], Sheet] | None = None  # our own reader, where `reader` is for what a converter made of it
    picture: bool = False
    outside: tuple[Outside, ...] = field(default=(), repr=False)  # what a converter could help with
    pages: Callable[[], list[bytes]] | None = None  # pictures of its pages, where it may hold nothing else

    @property
    def may_need_help(self) -> bool:
        """Whether a converter could help with it."""
        return bool(self.outside) or self.pages is not None

    def read(self) -> Sheet:
        """The document as read. Raises UnreadableError, and nothing else whatever the file holds."""
        return self._read(self.reader)

    def ways(self) -> list[Sheet]:
        """The document in each way it can be read, at least one. Raises as `read` does where there is none."""
        if self.own is None:
            return [self.read()]
        found = []
        for reader in (self.reader, self.own):
            with suppress(UnreadableError):
                found.append(self._read(reader))
        return found or [self.read()]

    @staticmethod
    def _read(reader: Callable[[], Sheet]) -> Sheet:
        try:
            return reader()
        except (UnreadableError, MemoryError):
            raise
        except Exception as error:
            raise UnreadableError("The file is damaged.") from error


def documents(name: str, declared: str, data: bytes, converted: Conversions) -> Iterator[Document]:
    """What could be a form in the file `name` (declared type `declared`); nothing for other files."""
    if data.startswith(_PACKED):
        yield from _packed(data, converted)
    else:
        yield from _single(name, declared, data, converted)


def _single(name: str, declared: str, data: bytes, converted: Conversions) -> Iterator[Document]:
    if data.startswith(old_word.MAGIC):
        yield _compound(data, converted)
    elif b"%PDF-" in data[:1024]:
        yield Document("PDF", partial(pdf.read, data), pages=partial(pdf.page_images, data))
    elif (start := _RICH.match(data)) is not None:
        yield Document("rich text", partial(rtf.read, data[start.end() :]))
    elif _FLAT.match(data):
        yield Document("OpenDocument text", partial(opendocument.read_flat, data))
    elif _is_picture(data):
        if len(data) >= _SMALLEST_PICTURE:
            yield Document(
                "picture", partial(_refuse, IS_PICTURE, "picture"), picture=True, outside=(Outside("picture", data),)
            )
    elif foreign := next((kind for magic, kind in _FOREIGN.items() if data.startswith(magic)), None):
        yield Document(foreign, partial(_refuse, "It is of a program that we cannot read.", "program"))
    elif texts.is_page(data):
        yield Document("web page", partial(web.read, data))
    elif _PACKED in data[:_MOST_BEFORE] and not data.startswith(_PROGRAM):
        yield from _late(data, converted)
    elif _is_text(name, declared, data):
        yield Document("text file", partial(plain.read, data))


def _late(data: bytes, converted: Conversions) -> Iterator[Document]:
    """A document that is itself an archive, with other bytes before it, which zip allows; nothing where it is none."""
    with suppress(UnreadableError):
        if _package(Archive(data)) is not None:
            yield from _packed(data, converted)


def _is_text(name: str, declared: str, data: bytes) -> bool:
    """Whether it is text: because it is called so, or because it is nothing else."""
    said = declared == "text/plain" or name.lower().endswith((".txt", ".text"))
    if said and (texts.is_wide(data) or b"\0" not in data[:4096]):
        return True
    return texts.is_text(data) and not texts.is_mail(name, data)


def _is_picture(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] != b"WEBP"
    return (data.startswith(_PICTURES) and not webp) or _MODERN.match(data[4:12]) is not None


def _compound(data: bytes, converted: Conversions) -> Document:
    """A compound file: an old Word document, as a converter has it or else as far as we can read it; or something else."""
    kind = old_word.kind(data)
    if kind == "message":
        return Document("Outlook message", partial(_refuse, "It is a message saved by Outlook.", "program"))
    if kind != "text":
        return Document("Office document", partial(old_word.read, data))
    made = converted.get(digest(data))
    wanted = (Outside("old Word document", data),)
    own = partial(_noting, partial(old_word.read, data), (WITHOUT_CONVERTER,))
    if made is None:
        return Document("old Word document", own, outside=wanted)
    again: Callable[[], Sheet] = partial(word.read, made.data)
    if made.kind == "text":
        again = partial(plain.sheet, made.text(), wrapped=False)
    return Document("old Word document", partial(_noting, again, old_word.notes(data)), own, outside=wanted)


def _noting(reader: Callable[[], Sheet], notes: tuple[str, ...]) -> Sheet:
    sheet = reader()
    return replace(sheet, notes=(*sheet.notes, *notes))


def _packed(data: bytes, converted: Conversions) -> Iterator[Document]:
    """A document that is itself an archive, or the documents inside an archive."""
    try:
        archive = Archive(data)
        package = _package(archive)
    except UnreadableError as error:
        yield Document("archive", partial(_refuse, str(error), error.why))
        return
    if package is not None:
        kind, reader = package
        yield Document(kind, partial(reader, data))
    elif _is_office(archive):
        yield Document("Office document", partial(_refuse, "It is a spreadsheet or a presentation.", "program"))
    elif archive.locked:
        yield Document("archive", partial(_refuse, "It has a password.", "password"))
    elif _is_pages(archive):
        yield Document("Pages document", partial(_refuse, "It is of a program that we cannot read.", "program"))
    else:
        yield from _inside(archive, converted)


def _package(archive: Archive) -> tuple[str, Callable[[bytes], Sheet]] | None:
    """The kind and the reader of a document that is an archive itself; None for others."""
    if word_package.main_part(archive) is not None:
        return "Word document", word.read
    if opendocument.MAIN_PART in archive.names:
        return "OpenDocument text", opendocument.read
    return None


def _inside(archive: Archive, converted: Conversions) -> Iterator[Document]:
    """The documents in an archive; last, where something was skipped, one that is refused and says what."""
    wanted = [name for name in archive.names if "__MACOSX/" not in name and not name.rpartition("/")[2].startswith(".")]
    skipped = Skipped(over=len(wanted[_MOST_INSIDE:]))
    for name in wanted[:_MOST_INSIDE]:
        try:
            data = archive.read(name)
            nested = data.startswith(_PACKED) and _is_archive(Archive(data))
        except UnreadableError as error:
            skipped.unreadable(error)
            continue
        if nested:
            skipped.archives += 1
        elif texts.is_mail(name, data):
            skipped.mails += 1
        else:
            for one in documents(name, "", data, converted):
                yield replace(one, kind=f"{one.kind} in an archive")
    if said := skipped.in_words():
        yield Document("archive", partial(_refuse, said, skipped.why))


def _is_archive(archive: Archive) -> bool:
    """Whether it is no document of any program."""
    return _package(archive) is None and not _is_office(archive) and not _is_pages(archive)


def _is_pages(archive: Archive) -> bool:
    return any(name.endswith(".iwa") or name in {"index.apxl", "index.xml.gz"} for name in archive.names)


def _is_office(archive: Archive) -> bool:
    """Whether it is a document of a program that has no answers to a form: a spreadsheet, a presentation."""
    return "[Content_Types].xml" in archive.names


def _refuse(reason: str, why: Unread) -> NoReturn:
    raise UnreadableError(reason, why)
