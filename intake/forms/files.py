"""Knows what a file is from its bytes, and which reader it needs; opens archives, one level deep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from intake.forms import old_word, opendocument, pdf, plain, rtf, web, word
from intake.forms.archive import Archive
from intake.forms.blocks import Sheet, UnreadableError

_MOST_INSIDE = 20  # documents read out of one archive
_SMALLEST_PICTURE = 20_000  # bytes; a photograph of a page is larger, a signature's logo smaller

_PACKAGES = {word.MAIN_PART: ("Word document", word.read), opendocument.MAIN_PART: ("OpenDocument text", opendocument.read)}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
_MODERN = re.compile(rb"ftyp(?:heic|heix|mif1|msf1|avif)")  # photographs of telephones
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE)
_FLAT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<office:document\s")  # OpenDocument as one file
_RICH = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?=\{\\rtf)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be a form."""

    kind: str  # in words, for staff
    reader: Callable[[], Sheet]
    picture: bool = False

    def read(self) -> Sheet:
        """The document as read. Raises UnreadableError, and nothing else whatever the file holds."""
        try:
            return self.reader()
        except UnreadableError:
            raise
        except Exception as error:
            raise UnreadableError("The file is damaged.") from error


def documents(name: str, declared: str, data: bytes) -> Iterator[Document]:
    """What could be a form in the file `name` (declared type `declared`); nothing for other files."""
    if data.startswith(b"PK\x03\x04"):
        yield from _packed(data)
    else:
        yield from _single(name, declared, data)


def _single(name: str, declared: str, data: bytes) -> Iterator[Document]:
    if data.startswith(old_word.MAGIC):
        yield Document("old Word document", partial(old_word.read, data))
    elif b"%PDF-" in data[:1024]:
        yield Document("PDF", partial(pdf.read, data))
    elif (start := _RICH.match(data)) is not None:
        yield Document("rich text", partial(rtf.read, data[start.end() :]))
    elif _FLAT.match(data):
        yield Document("OpenDocument text", partial(opendocument.read_flat, data))
    elif data.startswith(_PICTURES) or _MODERN.match(data[4:12]):
        if len(data) >= _SMALLEST_PICTURE:
            yield Document("picture", partial(_refuse, "It is a picture: only a person can read it."), picture=True)
    elif _PAGE.match(data[:1024]):
        yield Document("web page", partial(web.read, data))
    elif _is_text(name, declared, data):
        yield Document("text file", partial(plain.read, data))


def _packed(data: bytes) -> Iterator[Document]:
    """A document that is itself an archive, or the documents inside an archive."""
    try:
        archive = Archive(data)
    except UnreadableError as error:
        yield Document("archive", partial(_refuse, str(error)))
        return
    package = next((main for main in _PACKAGES if main in archive.names), None)
    if package is not None:
        kind, reader = _PACKAGES[package]
        yield Document(kind, partial(reader, data))
    elif archive.locked:
        yield Document("archive", partial(_refuse, "It has a password."))
    elif any(name.startswith("Index/") or name == "index.apxl" for name in archive.names):
        yield Document("Pages document", partial(_refuse, "It is of a program that we cannot read."))
    else:
        yield from _inside(archive)


def _inside(archive: Archive) -> Iterator[Document]:
    wanted = [name for name in archive.names if "__MACOSX/" not in name and not name.rpartition("/")[2].startswith(".")]
    for name in wanted[:_MOST_INSIDE]:
        try:
            data = archive.read(name)
            packed = set(Archive(data).names) if data.startswith(b"PK\x03\x04") else set()
        except UnreadableError:
            continue
        if packed and not packed & set(_PACKAGES):
            continue  # archives in archives are not opened
        for one in documents(name, "text/plain" if name.lower().endswith((".txt", ".text")) else "", data):
            yield Document(f"{one.kind} in an archive", one.reader, one.picture)


def _is_text(name: str, declared: str, data: bytes) -> bool:
    said = declared == "text/plain" or name.lower().endswith((".txt", ".text"))
    return said and (data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data[:4096])


def _refuse(reason: str) -> NoReturn:
    raise UnreadableError(reason)
