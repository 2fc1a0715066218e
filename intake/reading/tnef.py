"""Opens winmail.dat, in which Outlook hides attachments: [MS-OXTNEF]. The files inside are kept in its place.

Read by ourselves, because the usual library believes every count that stands in the stream.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\x78\x9f\x3e\x22"

_HEAD = 6  # signature and key (2.1.3.1)
_MOST_OBJECTS = 2_000
_MOST_PROPERTIES = 500  # of one attachment
_MOST_FILES = 50
# Attributes of the stream (2.1.3.3); the first begins a new attachment.
_BEGINS, _TITLE, _DATA, _PROPERTIES, _CODE_PAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
# Properties of an attachment ([MS-OXPROPS]): its data, where they stand among these, and its names, the better one last.
_OBJECT, _NAMES = 0x3701, (0x3001, 0x3704, 0x3707)
_EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage, before a message inside (2.1.3.4.2)
_SIZES = {0x02: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 2, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}  # by type
_TEXT, _UNICODE = 0x1E, 0x1F
_COUNTED = frozenset({_TEXT, _UNICODE, 0x0D, 0x102})
_SEVERAL, _NAMED = 0x1000, 0x8000


@dataclass(slots=True)
class _File:
    name: str = ""
    better: int = -1  # how good the name is, by its place in _NAMES
    data: bytes = b""


def files(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of the files inside; none where it is damaged or holds none. Never raises."""
    if not data.startswith(MAGIC):
        return ()
    found: list[_File] = []
    codec = "cp1252"
    for count, (name, content) in enumerate(_objects(data)):
        if count >= _MOST_OBJECTS:
            return ()
        if name == _CODE_PAGE:
            codec = _codec(content)
        elif name == _BEGINS:
            found.append(_File())
        elif found:
            _take(found[-1], name, content, codec)
    return tuple((one.name, one.data) for one in found[:_MOST_FILES] if one.data)


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(attribute, bytes) of each object (2.1.3.2): level, attribute and type, length, data, checksum."""
    at = _HEAD
    while at + 11 <= len(data):
        _, name, _, length = struct.unpack_from("<BHHI", data, at)
        yield name, data[at + 9 : at + 9 + length]
        at += 11 + length


def _take(file: _File, name: int, content: bytes, codec: str) -> None:
    if name == _DATA:
        file.data = content
    elif name == _TITLE and file.better < 0:
        file.name = _text(content, codec)
    elif name == _PROPERTIES:
        for tag, kind, value in _properties(content):
            if tag == _OBJECT:
                file.data = value.removeprefix(_EMBEDDED)
            elif tag in _NAMES and kind in {_TEXT, _UNICODE} and _NAMES.index(tag) > file.better:
                file.name, file.better = _text(value, "utf-16-le" if kind == _UNICODE else codec), _NAMES.index(tag)


def _properties(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(property, type, its first value) as far as they can be told apart: 2.1.3.4. Counts are believed up to a limit."""
    at = 4
    for _ in range(min(_number(content, 0), _MOST_PROPERTIES)):
        kind, tag, at = _number(content, at, 2), _number(content, at + 2, 2), at + 4
        if tag >= _NAMED:  # a GUID, and then a number or a text
            at += 24 if _number(content, at + 16) == 0 else 24 + _padded(_number(content, at + 20))
        several, kind = bool(kind & _SEVERAL), kind & ~_SEVERAL
        if kind in _COUNTED:
            first, at = _counted(content, at)
        elif kind in _SIZES:
            times, at = (_number(content, at), at + 4) if several else (1, at)
            first, at = content[at : at + _SIZES[kind]], at + _padded(_SIZES[kind] * times)
        else:
            return
        if at > len(content):
            return
        yield tag, kind, first


def _counted(content: bytes, at: int) -> tuple[bytes, int]:
    """The first of several values, each with its length before it, and where the last one ends."""
    count, at = _number(content, at), at + 4
    first = content[at + 4 : at + 4 + _number(content, at)]
    for _ in range(min(count, _MOST_PROPERTIES)):
        at += 4 + _padded(_number(content, at))
    return first, at


def _number(content: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(content[at : at + size], "little")


def _padded(size: int) -> int:
    return -(-size // 4) * 4


def _codec(content: bytes) -> str:
    """The codec of a code page; that of western Windows where Python has none."""
    page = _number(content, 0)
    try:
        return codecs.lookup({20127: "ascii", 65001: "utf-8"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"


def _text(content: bytes, codec: str) -> str:
    return content.decode(codec, "replace").partition("\0")[0]
