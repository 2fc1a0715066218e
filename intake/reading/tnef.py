"""Opens winmail.dat, in which Outlook hides attachments: [MS-OXTNEF]. The files inside are kept in its place."""

from __future__ import annotations

import logging
import struct

MAGIC = b"\x78\x9f\x3e\x22"

_HEAD = 6  # signature and key (2.1.3.1)
_MOST_OBJECTS = 2_000
_MOST_FILES = 50


def files(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of the files inside; none where it is damaged or holds none. Never raises."""
    if not data.startswith(MAGIC) or _objects(data) > _MOST_OBJECTS:
        return ()
    from tnefparse import TNEF

    logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)  # its warnings quote the file
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)
    try:
        found = TNEF(data, do_checksum=False).attachments
        return tuple((_name(one.long_filename()), bytes(one.data)) for one in found[:_MOST_FILES] if one.data)
    except Exception:  # noqa: BLE001  the library raises many kinds for a damaged file
        return ()


def _objects(data: bytes) -> int:
    """How many objects the stream holds (2.1.3.2): level, id, length, data, checksum. The library takes their square."""
    at, count = _HEAD, 0
    while at + 11 <= len(data) and count <= _MOST_OBJECTS:
        at += 11 + struct.unpack_from("<I", data, at + 5)[0]
        count += 1
    return count


def _name(name: str | bytes | None) -> str:
    return name.decode("cp1252", "replace") if isinstance(name, bytes) else name or ""
