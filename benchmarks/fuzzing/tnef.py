"""Makes winmail.dat ([MS-OXTNEF]), and damages the lengths and kinds of what it holds."""

from __future__ import annotations

import struct
from random import Random

_RENDERING, _TITLE, _DATA, _ATTACHMENT, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069003
_IDS = (
    _RENDERING,
    _TITLE,
    _DATA,
    _ATTACHMENT,
    _PROPERTIES,
    0x00089006,
    0x00069007,
    0x0002800C,
    0x00078008,
    0x00068007,
    0x00018004,
)
_NUMBERS = (0, 1, 4, 8, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_TYPES = (0x0002, 0x0003, 0x000B, 0x000D, 0x001E, 0x001F, 0x0040, 0x0048, 0x0102, 0x1003, 0x101E, 0x1102, 0x8000)


def winmail(files: dict[str, bytes]) -> bytes:
    """A stream with those files: name -> bytes."""
    written = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    written += attribute(1, 0x00069007, struct.pack("<II", 1252, 0)) + attribute(1, 0x00018004, b"Entry\0")
    written += attribute(1, _PROPERTIES, _properties((0x1000001E, b"Here is my entry.\0"), (0x10090102, b"{\\rtf1 x}")))
    for name, content in files.items():
        long_name = name.encode("cp1252", "replace") + b"\0"
        written += attribute(2, _RENDERING, bytes(14)) + attribute(2, _TITLE, long_name) + attribute(2, _DATA, content)
        written += attribute(2, _ATTACHMENT, _properties((0x3707001E, long_name), (0x370E001E, b"application/octet-stream\0")))
    return written


def attribute(level: int, name: int, content: bytes) -> bytes:
    """One object of a stream (2.1.3.2)."""
    return struct.pack("<BII", level, name, len(content)) + content + struct.pack("<H", sum(content) % 65536)


def _properties(*found: tuple[int, bytes]) -> bytes:
    written = struct.pack("<I", len(found))
    for tag, content in found:
        written += struct.pack("<III", tag, 1, len(content)) + content.ljust(-(-len(content) // 4) * 4, b"\0")
    return written


def objects(rng: Random, data: bytes, _: bytes) -> bytes:
    """Objects doubled, renamed, longer or shorter than they are, very many, in any order."""
    found = list(_split(data))
    if not found:
        return data
    for _number in range(rng.choice((1, 1, 3, 8))):
        at = rng.randrange(len(found))
        level, name, length, content = found[at]
        kind = rng.randrange(7)
        if kind == 0:
            found[at] = (level, rng.choice(_IDS), length, content)
        elif kind == 1:
            found[at] = (level, name, rng.choice((*_NUMBERS, length + 1, length - 1)) % (1 << 32), content)
        elif kind == 2:
            found[at:at] = [found[at]] * min(rng.choice((2, 100, 3_000)), 2_000_000 // (len(content) + 11))
        elif kind == 3:
            del found[at]
        elif kind == 4:
            rng.shuffle(found)
        elif kind == 5:
            content = _fields(rng, content)
            found[at] = (level, name, len(content), content)
        else:
            content = struct.pack("<I", rng.choice(_NUMBERS)) + _wild(rng)
            found[at] = (rng.choice((1, 2, 9)), rng.choice((_PROPERTIES, _ATTACHMENT, 0x00069004)), len(content), content)
        if not found:
            return data[:6]
    return data[:6] + b"".join(
        struct.pack("<BII", level % 256, name, length) + content + struct.pack("<H", sum(content[:9_000]) % 65536)
        for level, name, length, content in found
    )


def _fields(rng: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _number in range(rng.choice((1, 2, 5))):
        if len(changed) >= 4:
            at = rng.randrange(len(changed) - 3) // 4 * 4
            struct.pack_into("<I", changed, at, rng.choice((*_NUMBERS, rng.choice(_TYPES) | 0x37010000)))
    return bytes(changed)


def _wild(rng: Random) -> bytes:
    """Properties of every type, named ones too, with counts and lengths of any size."""
    written = b""
    for _number in range(rng.choice((1, 5, 40, 2_000))):
        tag = (rng.choice((0x1000, 0x1009, 0x3701, 0x3707, 0x8001, 0xFFFF)) << 16) | rng.choice(_TYPES)
        written += struct.pack("<III", tag, rng.choice(_NUMBERS[:4]), rng.choice(_NUMBERS)) + rng.randbytes(
            rng.choice((0, 4, 24))
        )
    return written


def _split(data: bytes) -> list[tuple[int, int, int, bytes]]:
    found, at = [], 6
    while at + 11 <= len(data):
        level, name, length = struct.unpack_from("<BII", data, at)
        content = data[at + 9 : at + 9 + length]
        found.append((level, name, length, content))
        at += 11 + length
    return found


ALL = (objects, objects, objects)
