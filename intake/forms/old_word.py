"""Reads the text of old Word documents (.doc): [MS-DOC] 2.4.1, the piece table of Word 97 and later, main text only."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace
from typing import Literal

from intake.forms import plain
from intake.forms.blocks import Sheet, UnreadableError
from intake.forms.word_package import INSIDE, MACROS

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_CHARACTERS = 2_000_000
_MOST_STREAM = 30_000_000  # bytes
_IDENT = 0xA5EC
_ENCRYPTED, _WHICH_TABLE = 0x0100, 0x0200
_COMPRESSED = 0x40000000
# Where the file information block keeps what we need (offsets in bytes): flags, length of the text, place of the Clx.
_FLAGS, _TEXT_LENGTH, _CLX = 0x0A, 0x4C, 0x1A2
_CODE = re.compile(r"\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15|\x15")  # field codes; their results stay
_BREAKS = str.maketrans(
    {"\x07": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\x01": "", "\x08": ""}
)


def kind(data: bytes) -> Literal["text", "message", "other"]:
    """What a compound file is: a Word document, a message saved by Outlook ([MS-OXMSG] 2.1), or something else."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("WordDocument") and not ole.exists("EncryptedPackage"):
                return "text"
            return "message" if ole.exists("__properties_version1.0") else "other"
    except Exception:  # noqa: BLE001  the library raises many kinds for a damaged file
        return "other"


def notes(data: bytes) -> tuple[str, ...]:
    """Sentences for staff about what the document holds beside its text."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            inside = (INSIDE,) if _objects(ole) else ()
            return ((MACROS,) if ole.exists("Macros") else ()) + inside
    except Exception:  # noqa: BLE001  the library raises many kinds for a damaged file
        return ()


def _objects(ole: object) -> bool:
    """Whether a file stands in the document's pool of objects ([MS-DOC] 2.1.6); Word leaves an empty pool behind."""
    return any(path[0] == "ObjectPool" for path in ole.listdir())  # type: ignore[attr-defined]


def read(data: bytes) -> Sheet:
    """The document's lines, cells as lines. Raises UnreadableError, also where boxes cannot be told ticked from empty."""
    import olefile  # type: ignore[import-untyped, unused-ignore]

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists("EncryptedPackage"):
            raise UnreadableError("It has a password.", "password")
        if not ole.exists("WordDocument"):
            raise UnreadableError("It is no text document.", "program")
        main = _stream(ole, "WordDocument")
        flags = _number(main, _FLAGS, 2)
        if _number(main, 0, 2) != _IDENT or flags & _ENCRYPTED:
            locked = bool(flags & _ENCRYPTED)
            raise UnreadableError(
                "It has a password." if locked else "It is older than Word 97.", "password" if locked else "program"
            )
        table = _stream(ole, "1Table" if flags & _WHICH_TABLE else "0Table")
    return replace(_lines(_text(main, table)), notes=notes(data))


def _stream(ole: object, name: str) -> bytes:
    if ole.get_size(name) > _MOST_STREAM:  # type: ignore[attr-defined]
        raise UnreadableError("It is too long to be a form.", "large")
    with ole.openstream(name) as stream:  # type: ignore[attr-defined]
        return bytes(stream.read())


def _number(data: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _text(main: bytes, table: bytes) -> str:
    """The pieces of the main text put together."""
    length = min(_number(main, _TEXT_LENGTH), _MOST_CHARACTERS)
    start, size = _number(main, _CLX), _number(main, _CLX + 4)
    clx = table[start : start + size]
    at = 0
    while clx[at : at + 1] == b"\x01":  # formatting that belongs to pieces
        at += 3 + _number(clx, at + 1, 2)
    if clx[at : at + 1] != b"\x02":
        raise UnreadableError("The file is damaged.")
    plc = clx[at + 5 : at + 5 + _number(clx, at + 1)]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    pieces: list[str] = []
    for number in range(count):
        begin, end = ends[number], min(ends[number + 1], length)
        if begin >= end:
            break
        place = _number(plc, 4 * (count + 1) + 8 * number + 2)
        if place & _COMPRESSED:
            offset = (place & ~_COMPRESSED) // 2
            pieces.append(main[offset : offset + end - begin].decode("cp1252", "replace"))
        else:
            pieces.append(main[place : place + 2 * (end - begin)].decode("utf-16-le", "replace"))
    return "".join(pieces)


def _lines(text: str) -> Sheet:
    if "FORMCHECKBOX" in text:
        raise UnreadableError("Its tick boxes cannot be read.", "program")
    for _ in range(4):  # fields inside fields
        text = _CODE.sub("", text)
    lines = text.translate(_BREAKS)
    if re.search(r"^\((?!\s*[xX*]?\s*\))[^()\n]*$", lines, re.MULTILINE):  # a box of a symbol font stands there as "("
        raise UnreadableError("Its tick boxes cannot be read.", "program")
    return plain.sheet(lines, wrapped=False)
