"""Makes old Word documents ([MS-CFB], [MS-DOC]), and damages their sectors, their directory and the heads of their text."""

from __future__ import annotations

import struct
from random import Random

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NUMBERS = (0, 1, 2, 3, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFA, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)
_TEXT_AT = 0x600


def compound(streams: dict[str, bytes]) -> bytes:
    """The smallest compound file with those streams, each in sectors of its own. [MS-CFB] 2.2 to 2.6."""
    body, fat, entries = b"", [_FAT], []
    directory_sectors = (len(streams) + 4) // 4
    fat += [*range(2, directory_sectors + 1), _END]
    for name, content in streams.items():
        padded = content.ljust(max(4_096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        start, count = len(fat), len(padded) // _SECTOR
        fat += [*range(start + 1, start + count), _END]
        entries.append((name, 2, start, len(padded)))
        body += padded
    assert len(fat) <= 128, "one sector of the table is enough for a sample"
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    for number, (name, kind, start, size) in enumerate(entries, 1):
        directory += _entry(name, kind, start, size, right=number + 1 if number < len(entries) else _FREE)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    return head + table + directory.ljust(directory_sectors * _SECTOR, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1) + struct.pack("<III", _FREE, right, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def old_word(text: str, *more: str) -> bytes:
    """A Word 97 document: the text in pieces of one byte and of two bytes a character; `more`: further empty streams."""
    half = len(text) // 2
    first, second = text[:half].encode("cp1252", "replace"), text[half:].encode("utf-16-le")
    main = bytearray(struct.pack("<H", 0xA5EC).ljust(_TEXT_AT, b"\0"))
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<I", main, 0x4C, len(text))
    main += first + second
    plc = struct.pack("<III", 0, half, len(text))
    plc += struct.pack("<HIH", 0, (_TEXT_AT * 2) | 0x40000000, 0) + struct.pack("<HIH", 0, _TEXT_AT + len(first), 0)
    clx = b"\x01" + struct.pack("<H", 4) + b"abcd" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    return compound({"WordDocument": bytes(main), "1Table": clx, **dict.fromkeys(more, b"x")})


def sectors(rng: Random, data: bytes, _: bytes) -> bytes:
    """Numbers of the head, the allocation table or the directory: chains that lead back, or to nothing."""
    changed = bytearray(data)
    for _number in range(rng.choice((1, 1, 3, 30))):
        area = rng.choice((range(24, 512), range(512, 1024), range(1024, 1536), range(1024, 1536)))
        at = rng.choice(area) // 4 * 4
        if at + 4 <= len(changed):
            struct.pack_into("<I", changed, at, rng.choice((*_NUMBERS, rng.randrange(130))))
    return bytes(changed)


def heads(rng: Random, data: bytes, _: bytes) -> bytes:
    """The places and lengths that the text's own head and its list of pieces give."""
    changed = bytearray(data)
    main, table = data.find(b"\xec\xa5", 512), data.find(b"\x01\x04\0abcd", 512)
    places = [main + at for at in (0, 0x0A, 0x4C, 0x1A2, 0x1A6)] if main >= 0 else []
    places += [table + at for at in (0, 1, 7, 8, 12, 16, 20, 26, 34)] if table >= 0 else []
    for _number in range(rng.choice((1, 2, 4))):
        at = rng.choice(places or [0])
        if at + 4 <= len(changed):
            struct.pack_into(
                "<I", changed, at, rng.choice((*_NUMBERS, len(data), 0x40000000, 0x4FFFFFFF, rng.randrange(1 << 32)))
            )
    return bytes(changed)


def pieces(rng: Random, data: bytes, _: bytes) -> bytes:
    """A list of very many pieces, of which each is much of the text again."""
    count, length = rng.choice((10, 1_000, 30_000)), rng.choice((1, 100, 40_000_000))
    plc = struct.pack(f"<{count + 1}I", *[number * length % (1 << 32) for number in range(count + 1)])
    plc += struct.pack("<HIH", 0, rng.choice((0x40000000, 0, 0x600)), 0) * count
    main = bytearray(struct.pack("<H", 0xA5EC).ljust(_TEXT_AT, b"\0")) + b"Who are you?\r" * 300
    struct.pack_into("<I", main, 0x4C, rng.choice((0xFFFFFFFF, 3_000, 1_999_999)))
    struct.pack_into("<II", main, 0x1A2, 0, len(plc) + 5)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    return compound({"WordDocument": bytes(main), "0Table": clx[:48_000]})


ALL = (sectors, sectors, heads, heads, pieces)
