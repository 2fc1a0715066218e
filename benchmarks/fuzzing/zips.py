"""Damage to zip files: to a part inside, packed again as it should be, and to the packing itself."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.fuzzing import octets, xml

Parts = list[tuple[str, bytes]]
_NAMES = (
    "", "/", "../../x", "C:\\x.docx", "word/", "word/document.xml/", "\u202etxt.docx", "x" * 60_000, "__MACOSX/._x.docx",
    "a.txt",
    "index.xml.gz", "Index/Document.iwa", "word/vbaProject.bin", "META-INF/manifest.xml", "encryption-data", "Basic/x", ".rels",
    "CON", "a\0b", "content.xml", "word/document.xml", "word/numbering.xml", "_rels/.rels", "[Content_Types].xml",
)  # fmt: skip

_HEADERS = (
    (b"PK\1\2", (6, 8, 10, 16, 20, 24, 28, 30, 32, 38, 42)),
    (b"PK\3\4", (4, 6, 8, 14, 18, 22, 26, 28)),
    (b"PK\5\6", (8, 10, 12, 16, 20)),
)


def parts_of(data: bytes) -> Parts:
    """(name, bytes) of each entry; none of a damaged file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [(one.filename, packed.read(one)) for one in packed.infolist()]
    except Exception:  # noqa: BLE001  it may have been damaged before
        return []


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same bytes for the same parts, whenever."""
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w") as archive:
        warnings.simplefilter("ignore")  # names that stand twice are meant
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, content)
    return written.getvalue()


def part(inner: Sequence[Callable[[Random, bytes, bytes], bytes]], wanted: str) -> Callable[[Random, bytes, bytes], bytes]:
    """Damages what `inner` can: mostly the part whose name ends so, at times another, packed with right checksums."""

    def inside(rng: Random, data: bytes, other: bytes) -> bytes:
        parts = parts_of(data)
        if not parts:
            return octets.flip(rng, data, other)
        main = [at for at, (name, _) in enumerate(parts) if name.endswith(wanted)]
        at = rng.choice(main) if main and rng.random() < 0.7 else rng.randrange(len(parts))
        name, content = parts[at]
        spare = next((c for n, c in parts_of(other) if n == name), b"")
        way = rng.choice(inner if content.lstrip()[:1] == b"<" else octets.ALL)
        parts[at] = (name, way(rng, content, spare))
        return packed(parts)

    inside.__name__ = "part"
    return inside


def doctype(rng: Random, data: bytes, other: bytes) -> bytes:
    """A document type in the part that holds the text."""
    parts = parts_of(data)
    mains = ("word/document.xml", "content.xml")
    return packed([(name, xml.doctype(rng, content, other) if name in mains else content) for name, content in parts])


def entries(rng: Random, data: bytes, other: bytes) -> bytes:
    """Parts renamed, doubled, missing, too many, from another document, or much larger than packed."""
    parts = parts_of(data)
    if not parts:
        return data
    at = rng.randrange(len(parts))
    name, content = parts[at]
    kind = rng.randrange(8)
    if kind == 0:
        parts[at] = (rng.choice(_NAMES), content)
    elif kind == 1:
        parts.insert(rng.randrange(len(parts)), (name, rng.choice((content, b"", rng.randbytes(100)))))
    elif kind == 2:
        del parts[at]
    elif kind == 3:
        parts += [(f"x/{number}.txt", b"Who?") for number in range(rng.choice((30, 900, 1_100)))]
    elif kind == 4:
        parts += parts_of(other)
    elif kind == 5:
        parts.append((rng.choice(_NAMES), bytes(rng.choice((90_000, 3_000_000, 30_000_000)))))
    elif kind == 6:
        parts.append((rng.choice(("inner.zip", "inner.docx", "entry.odt")), rng.choice((data, other, packed(parts)))))
    else:
        rng.shuffle(parts)
    return packed(parts, rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def directory(rng: Random, data: bytes, _: bytes) -> bytes:
    """Fields of the headers: checksum, sizes, method, flags, places, lengths of names."""
    changed = bytearray(data)
    signature, fields = rng.choice(_HEADERS)
    places = []
    at = changed.find(signature)
    while at >= 0:
        places.append(at)
        at = changed.find(signature, at + 4)
    for place in rng.sample(places, min(len(places), rng.choice((1, 1, 3, 40)))):
        field = place + rng.choice(fields)
        size = rng.choice((2, 4))
        if field + size <= len(changed):
            number = rng.choice((0, 1, 8, 12, 14, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(data)))
            changed[field : field + size] = struct.pack("<Q", number)[:size]
    return bytes(changed)


PACKING = (entries, directory)
