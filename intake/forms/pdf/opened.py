"""Opens a PDF (pypdf) within limits, and sees what in it could do harm: nothing of that is ever run."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intake.forms.blocks import UnreadableError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 12  # that are read; a form has fewer
MOST_NOTES = 1_000  # annotations that are looked at on one page
MOST_DRAWING = 1_000_000  # bytes of drawing orders on one page; more is artwork, and slow
_DEEPEST = 32  # levels of a tree of names or fields
_MOST_TRIED = 300  # objects among which the catalogue is looked for, where it is not in its place: each may cost a search
_MOST_BYTES = 30_000_000  # that one stream may unpack to
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": _MOST_BYTES,
    "lzw_maximum_output_length": _MOST_BYTES,
    "run_length_maximum_output_length": _MOST_BYTES,
    "array_based_stream_maximum_output_length": _MOST_BYTES,
    "stream_decoding_work_maximum_length": 2 * _MOST_BYTES,
    "page_tree_maximum_entries": 5_000,
    "page_tree_maximum_page_entries": 100_000,
    "jbig2dec_binary": None,  # else pypdf would start a program
}
_FILES = "It holds files inside, which were not opened."
_SCRIPTS = "It holds a script, which was not run."
_PROGRAMS = "It asks to start a program or to open a file, which was not done."
_ACTIONS = {"/JavaScript": _SCRIPTS, "/Launch": _PROGRAMS, "/GoToE": _FILES, "/SubmitForm": "", "/ImportData": _PROGRAMS}


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that can be read."""

    reader: PdfReader
    pages: tuple[PageObject, ...]  # the first of them
    notes: tuple[str, ...]  # sentences for staff

    @property
    def form(self) -> dict[Any, Any]:
        """The dictionary of its fields (ISO 32000-1, 12.7.2); empty where it has none."""
        return as_dict(self.reader.root_object.get("/AcroForm"))


@contextmanager
def opened(data: bytes) -> Iterator[Opened]:
    """The document, for as long as it is read. Raises UnreadableError for a password; whatever pypdf raises for damage."""
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    with apply_configuration(**_LIMITS):
        reader = PdfReader(io.BytesIO(data), strict=False, root_object_recovery_limit=_MOST_TRIED)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("It has a password.", "password")
        count = len(reader.pages)
        pages = tuple(reader.pages[number] for number in range(min(count, MOST_PAGES)))
        notes = [sentence for sentence in dict.fromkeys(_dangers(reader, pages)) if sentence]
        if count > MOST_PAGES:
            notes.append(f"It has {count} pages, of which the first {MOST_PAGES} were read.")
        yield Opened(reader, pages, tuple(notes))


def as_dict(value: Any) -> dict[Any, Any]:
    """What the PDF object stands for, where that is a dictionary; an empty one otherwise."""
    found = plain(value)
    return found if isinstance(found, dict) else {}


def as_list(value: Any) -> list[Any]:
    """What the PDF object stands for, where that is a list; an empty one otherwise. Its members may be references."""
    found = plain(value)
    return found if isinstance(found, list) else []


def plain(value: Any) -> Any:
    """The object that a reference stands for; None for none."""
    from pypdf.generic import NullObject

    found = value.get_object() if hasattr(value, "get_object") else value
    return None if isinstance(found, NullObject) else found


def words(value: Any) -> str:
    """A text of the document: a string, a name without its stroke, a stream; line ends as "\\n"; "" for anything else."""
    from pypdf.generic import ByteStringObject, NameObject, StreamObject

    found = plain(value)
    if isinstance(found, StreamObject):
        found = found.get_data()[:100_000]
    if isinstance(found, NameObject):
        found = str(found).removeprefix("/")
    if isinstance(found, ByteStringObject | bytes):
        found = bytes(found).decode("utf-16" if found[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1", "replace")
    if not isinstance(found, str):
        return ""
    return found.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def laid_on(page: PageObject) -> Iterator[dict[Any, Any]]:
    """What lies on the page: fields, typed and drawn notes (ISO 32000-1, 12.5); hidden ones are left out."""
    for one in as_list(page.get("/Annots"))[:MOST_NOTES]:
        note = as_dict(one)
        flags = plain(note.get("/F"))
        if note and not (isinstance(flags, int) and flags & 0b100010):  # 2: hidden, 6: no view
            yield note


def ancestry(field: dict[Any, Any]) -> list[dict[Any, Any]]:
    """The field and those it belongs to, from itself upward, as far as sense goes."""
    line = [field]
    while len(line) < _DEEPEST and (parent := as_dict(line[-1].get("/Parent"))):
        if any(parent is known for known in line):
            break
        line.append(parent)
    return line


def _dangers(reader: PdfReader, pages: tuple[PageObject, ...]) -> Iterator[str]:
    """What the document would do or open by itself, in sentences (ISO 32000-1, 7.11.4 and 12.6)."""
    root = reader.root_object
    names = as_dict(root.get("/Names"))
    if as_dict(names.get("/EmbeddedFiles")) or as_list(root.get("/AF")):
        yield _FILES
    if as_dict(names.get("/JavaScript")):
        yield _SCRIPTS
    yield from _does(root)
    for page in pages:
        yield from _does(page)
        for note in laid_on(page):
            if plain(note.get("/Subtype")) == "/FileAttachment":
                yield _FILES
            for one in ancestry(note):
                yield from _does(one)


def _does(holder: dict[Any, Any]) -> Iterator[str]:
    """What happens when the thing is opened, clicked or changed."""
    reactions = [holder.get("/A"), holder.get("/OpenAction"), *list(as_dict(holder.get("/AA")).values())[:20]]
    for reaction in reactions:
        action = as_dict(reaction)
        for _ in range(5):  # one may lead to the next
            yield _ACTIONS.get(str(plain(action.get("/S"))), "")
            following = plain(action.get("/Next"))
            action = as_dict(following[0] if isinstance(following, list) and following else following)
