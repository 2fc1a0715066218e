"""Takes the pictures of scanned pages out of a PDF, as files that a program which reads pictures can open."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from intake.forms.blocks import UnreadableError
from intake.forms.pdf.opened import Opened, as_dict, as_list, opened, plain

MOST_IMAGES = 4
LARGEST_IMAGE = 20_000_000  # bytes
_SMALLEST_SIDE = 300  # dots; a logo is smaller, a page is not
_MOST_DOTS = 40_000_000
_CHANNELS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3}


def page_images(data: bytes) -> list[bytes]:
    """The pictures of the first pages, the largest of each page, in order: at most 4, of at most 20 MB each.

    JPEG as they lie in the document; PNG where they are stored as bare dots; TIFF where they were sent as a fax is
    (ISO 32000-1, 7.4 and 8.9). Pictures in other codings are left out. Raises UnreadableError for a password or a
    damaged document, never for a picture.
    """
    try:
        with opened(data) as document:
            return list(islice(_best(document), MOST_IMAGES))
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("The file is damaged.") from error


def _best(document: Opened) -> Iterator[bytes]:
    """The largest picture of each page that has any."""
    for page in document.pages:
        candidates = sorted(_pictures(as_dict(page.get("/Resources")), 3), key=_dots, reverse=True)
        best = next((made for one in candidates[:3] if (made := _file(one))), None)
        if best is not None:
            yield best


def _pictures(resources: dict[Any, Any], depth: int) -> Iterator[Any]:
    """The pictures that a page draws, also within drawings in it."""
    for one in list(as_dict(resources.get("/XObject")).values())[:50]:
        drawn = as_dict(one)
        if drawn.get("/Subtype") == "/Image":
            if min(_number(drawn, "/Width"), _number(drawn, "/Height")) >= _SMALLEST_SIDE and _dots(drawn) <= _MOST_DOTS:
                yield drawn
        elif depth and drawn.get("/Subtype") == "/Form":
            yield from _pictures(as_dict(drawn.get("/Resources")), depth - 1)


def _number(picture: Any, key: str) -> int:
    value = plain(picture.get(key))
    return int(value) if isinstance(value, int | float) else 0


def _dots(picture: Any) -> int:
    return _number(picture, "/Width") * _number(picture, "/Height")


def _file(picture: Any) -> bytes | None:
    """The picture as a file; None where it is damaged, too large, or coded in a way that few programs know."""
    coding = plain(picture.get("/Filter"))
    last = str(plain(coding[-1])) if isinstance(coding, list) and coding else str(coding)
    if last in {"/JBIG2Decode", "/JPXDecode"}:
        return None
    try:
        data: bytes = picture.get_data()
        made = data if last in {"/DCTDecode", "/DCT", "/CCITTFaxDecode", "/CCF"} else _png(picture, data)
    except Exception:  # noqa: BLE001  a damaged picture is none
        return None
    return made if made and len(made) <= LARGEST_IMAGE else None


def _png(picture: Any, data: bytes) -> bytes | None:
    """Bare dots as PNG (its specification, sections 5 and 11)."""
    width, height = _number(picture, "/Width"), _number(picture, "/Height")
    bits = 1 if plain(picture.get("/ImageMask")) else _number(picture, "/BitsPerComponent") or 8
    channels, palette = _colours(picture)
    line = (width * bits * channels + 7) // 8
    if channels == 0 or bits not in {1, 2, 4, 8} or (channels == 3 and bits != 8) or len(data) < line * height:
        return None
    if [float(plain(one)) for one in as_list(picture.get("/Decode"))[:2]] == [1.0, 0.0]:
        data = data.translate(bytes(255 - value for value in range(256)))
    kind = 3 if palette else 2 if channels == 3 else 0
    rows = b"".join(b"\0" + data[at * line : (at + 1) * line] for at in range(height))
    parts = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))]
    if palette:
        parts.append(_chunk(b"PLTE", palette))
    return b"\x89PNG\r\n\x1a\n" + b"".join([*parts, _chunk(b"IDAT", zlib.compress(rows, 1)), _chunk(b"IEND", b"")])


def _colours(picture: Any) -> tuple[int, bytes]:
    """How many numbers a dot has, and the table of colours where it is an index into one; 0 for what we do not know."""
    if plain(picture.get("/ImageMask")):
        return 1, b""
    space = plain(picture.get("/ColorSpace"))
    if not isinstance(space, list):
        return _CHANNELS.get(str(space), 0), b""
    name = str(plain(space[0])) if space else ""
    if name == "/ICCBased":
        number = _number(as_dict(space[1]), "/N")
        return (number if number in {1, 3} else 0), b""
    if name == "/Indexed" and len(space) >= 4:
        table = plain(space[3])
        colours = table.get_data() if hasattr(table, "get_data") else getattr(table, "original_bytes", table)
        colours = bytes(colours) if isinstance(colours, bytes) else b""
        return (1, colours[:768]) if colours and len(colours) % 3 == 0 else (0, b"")
    return _CHANNELS.get(name, 0), b""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
