"""What a file truly is, by its bytes: its type, our extension for it, and whether staff may be given a link to it.

Names and declared types are not believed; a name only tells a script from a letter.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """What `examine` found."""

    content_type: str  # lower case; "application/octet-stream" where unknown
    extension: str  # with its dot; ".bin" where unknown
    safe: bool = False  # a document or image without macros
    note: str = ""  # a sentence for staff where something is odd


UNKNOWN = FileType("application/octet-stream", ".bin")
MACROS = "It has macros."
PASSWORD = "It has a password."  # noqa: S105  (a sentence)
PROGRAM = "It is a program. Do not open it."


def examine(data: bytes, name: str = "") -> FileType:
    """The type of a file from its bytes; `name` (the sender's) is used only to recognise scripts. Never raises."""
    if not data:
        return FileType("application/x-empty", ".bin", note="It is empty.")
    for magic, found in _MAGIC:
        if data.startswith(magic) and (
            len(magic) > 3 or not magic.isalpha() or b"\0" in data[:256]
        ):  # a text may begin with "MZ"
            return found
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data, name)
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    return _media(data) or _der(data) or _text(data, name)


# -------------------------------------------------------------------------------- told by the first bytes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAM = FileType("application/x-executable", ".bin", note=PROGRAM)
_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", FileType("image/jpeg", ".jpg", True)),
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", ".png", True)),
    (b"GIF87a", FileType("image/gif", ".gif", True)),
    (b"GIF89a", FileType("image/gif", ".gif", True)),
    (b"II*\0", FileType("image/tiff", ".tif", True)),
    (b"MM\0*", FileType("image/tiff", ".tif", True)),
    (b"\x78\x9f\x3e\x22", FileType("application/vnd.ms-tnef", ".dat")),
    (b"7z\xbc\xaf\x27\x1c", FileType("application/x-7z-compressed", ".7z")),
    (b"Rar!\x1a\x07", FileType("application/vnd.rar", ".rar")),
    (b"\x1f\x8b", FileType("application/gzip", ".gz")),
    (b"BZh", FileType("application/x-bzip2", ".bz2")),
    (b"\xfd7zXZ\0", FileType("application/x-xz", ".xz")),
    (b"\xffWPC", FileType("application/vnd.wordperfect", ".wpd")),
    (b"ID3", FileType("audio/mpeg", ".mp3")),
    (b"OggS", FileType("audio/ogg", ".ogg")),
    (b"#!AMR", FileType("audio/amr", ".amr")),
    (b"\x1aE\xdf\xa3", FileType("video/webm", ".webm")),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xce\xfa\xed\xfe", _PROGRAM),
    (b"\x4c\0\0\0\x01\x14\x02\0", _PROGRAM),  # a Windows shortcut
    (b"-----BEGIN PGP", FileType("application/pgp-encrypted", ".asc")),
)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")


def _media(data: bytes) -> FileType | None:
    """ISO base media files (ISO/IEC 14496-12), RIFF and Windows bitmaps: their mark stands behind a length."""
    if data[4:8] == b"ftyp":
        brands = data[8:12] + data[16:64]
        if data[8:12] in _HEIC or b"heic" in brands:
            return FileType("image/heic", ".heic", True)
        if b"avif" in brands:
            return FileType("image/avif", ".avif", True)
        sound = data[8:11] in (b"M4A", b"M4B")
        return FileType("audio/mp4", ".m4a") if sound else FileType("video/mp4", ".mp4")
    if data[:4] == b"RIFF":
        kinds = {
            b"WEBP": FileType("image/webp", ".webp", True),
            b"WAVE": FileType("audio/wav", ".wav"),
            b"AVI ": FileType("video/x-msvideo", ".avi"),
        }
        return kinds.get(data[8:12])
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and len(data) > 26:
        return FileType("image/bmp", ".bmp", True)
    return None


def _der(data: bytes) -> FileType | None:
    """S/MIME: a DER or BER sequence that names PKCS #7 signedData or envelopedData (RFC 5652, section 3)."""
    if data[:1] != b"\x30":
        return None
    at = data[:40].find(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07")
    if at < 0:
        return None
    if data[at + 10 : at + 11] == b"\x02":
        return FileType("application/pkcs7-signature", ".p7s")
    return FileType("application/pkcs7-mime", ".p7m", note="It is encrypted.")


_ACTIONS = re.compile(rb"/Launch\b")


def _pdf(data: bytes) -> FileType:
    encrypted = re.search(rb"/Encrypt\s{0,9}(?:\d|<<)", data) is not None
    if _ACTIONS.search(data):
        return FileType("application/pdf", ".pdf", False, "It may start programs.")
    return FileType("application/pdf", ".pdf", True, "It is protected, perhaps with a password." if encrypted else "")


# -------------------------------------------------------------------------------------------- zip and what is in it

_ENTRIES = 1000
_BY_FOLDER = {
    "word/": ("wordprocessingml.document", ".docx", "application/vnd.ms-word.document.macroenabled.12", ".docm"),
    "xl/": ("spreadsheetml.sheet", ".xlsx", "application/vnd.ms-excel.sheet.macroenabled.12", ".xlsm"),
    "ppt/": ("presentationml.presentation", ".pptx", "application/vnd.ms-powerpoint.presentation.macroenabled.12", ".pptm"),
}
_ODF_EXTENSIONS = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp", "graphics": ".odg"}
_PROGRAMS = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|vbs?|vbe|jse?|wsf|wsh|hta|ps1|psm1|msi|jar|lnk|url|reg|cpl|sh|py|pl|rb|app|command|scpt|iso|img)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    flags: int
    method: int
    packed: int  # bytes
    offset: int  # of the local header


def _zip(data: bytes) -> FileType:
    """Office documents are zip files: told apart by the names in the central directory. Nothing is unpacked for it."""
    entries = _entries(data)
    if entries is None:
        return FileType("application/zip", ".zip", note="It is damaged, or too large to be looked into.")
    names = [entry.name for entry in entries]
    lower = {name.lower() for name in names}
    if (office := _office(lower)) is not None:
        return office
    if (named := _odf_kind(data)) is not None:
        return _odf(data, named, entries, lower)
    if any(name.endswith(".iwa") or name == "index.xml.gz" for name in lower):
        return FileType("application/vnd.apple.pages", ".pages", True)
    note = PASSWORD if any(entry.flags & 1 for entry in entries) else ""
    if "meta-inf/manifest.mf" in lower or any(_PROGRAMS.search(name) for name in names):
        note = "It has a program inside. Do not open it."
    return FileType("application/zip", ".zip", note=note)


def _office(names: set[str]) -> FileType | None:
    """An Office Open XML document (ECMA-376) by its part names in lower case; None where it is none."""
    if "[content_types].xml" not in names:
        return None
    found = next((kinds for folder, kinds in _BY_FOLDER.items() if any(name.startswith(folder) for name in names)), None)
    if found is None:
        return None
    kind, extension, macro_type, macro_extension = found
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        return FileType(macro_type, macro_extension, False, MACROS)
    inside = any("oleobject" in name or name.endswith(".exe") for name in names)
    return FileType(OFFICE + kind, extension, not inside, "It has other files inside." if inside else "")


def _entries(data: bytes) -> list[_Entry] | None:
    """The central directory (APPNOTE 4.3.12), None where it is missing, damaged or has more than 1,000 entries."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        return None
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    if count > _ENTRIES or count == 0xFFFF or start + size > end:
        return None
    found: list[_Entry] = []
    at = end - size  # as zipfile reads it: bytes may stand before the archive
    shift = at - start
    for _ in range(count):
        if data[at : at + 4] != b"PK\x01\x02" or at + 46 > end:
            return None
        flags, method, packed = struct.unpack_from("<8xHH8xI", data, at)
        name, extra, comment = struct.unpack_from("<28xHHH", data, at)
        (offset,) = struct.unpack_from("<42xI", data, at)
        text = data[at + 46 : at + 46 + name].decode("utf-8" if flags & 0x800 else "cp437", "replace")
        found.append(_Entry(text.replace("\\", "/"), flags, method, packed, offset + shift))
        at += 46 + name + extra + comment
    return found


def _odf_kind(data: bytes) -> str | None:
    """An OpenDocument names its type in its first entry, stored plain (OpenDocument 1.2 part 3, section 3.3)."""
    head = data[30:140]
    if not head.startswith(b"mimetype"):
        return None
    found = re.match(rb"mimetype" + re.escape(ODF.encode()) + rb"([a-z-]{3,30})", head)
    return found[1].decode() if found else None


def _odf(data: bytes, named: str, entries: list[_Entry], lower: set[str]) -> FileType:
    kind = named.removesuffix("-template")
    extension = next((e for k, e in _ODF_EXTENSIONS.items() if kind == k), ".odf")
    if any(name.startswith(("basic/", "scripts/")) and name.count("/") > 1 for name in lower):
        return FileType(ODF + kind, extension, False, MACROS)
    manifest = next((e for e in entries if e.name.lower() == "meta-inf/manifest.xml"), None)
    locked = manifest is not None and b"encryption-data" in _beginning(data, manifest)
    return FileType(ODF + kind, extension, True, PASSWORD if locked else "")


def _beginning(data: bytes, entry: _Entry, most: int = 262_144) -> bytes:
    """At most `most` bytes of an entry, unpacked."""
    if not 0 <= entry.offset <= len(data) - 30:
        return b""
    name, extra = struct.unpack_from("<26xHH", data, entry.offset)
    packed = data[entry.offset + 30 + name + extra :][: entry.packed]
    if entry.method == 0:
        return packed[:most]
    try:
        return zlib.decompressobj(-15).decompress(packed, most) if entry.method == 8 else b""
    except zlib.error:
        return b""


# ----------------------------------------------------------------------- Microsoft's compound files (MS-CFB)


def _ole(data: bytes, name: str) -> FileType:
    """Old Office documents, encrypted new ones and Outlook messages, told by the names in the compound file's directory."""
    streams = _streams(data)
    names = set(streams)
    if "EncryptedPackage" in names:
        given = name.lower().rpartition(".")[2]
        extension = f".{given}" if given in ("xlsx", "pptx") else ".docx"
        return FileType("application/x-ole-encrypted-office", extension, True, PASSWORD)
    if any(name.startswith("__substg1.0_") for name in names):
        return FileType("application/vnd.ms-outlook", ".msg")
    for stream, (kind, extension) in _OLE_KINDS.items():
        if stream in names:
            if names & {"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}:
                return FileType(kind, extension, False, MACROS)
            locked = stream == "WordDocument" and _word_is_locked(data, streams[stream])
            return FileType(kind, extension, True, PASSWORD if locked else "")
    return FileType("application/x-ole-storage", ".bin", note="Its type is not known.")


_OLE_KINDS = {
    "WordDocument": ("application/msword", ".doc"),
    "Workbook": ("application/vnd.ms-excel", ".xls"),
    "Book": ("application/vnd.ms-excel", ".xls"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", ".ppt"),
}


def _streams(data: bytes, most: int = 512) -> dict[str, int]:
    """Directory entries of a compound file with their first sectors (MS-CFB 2.2, 2.3, 2.6), at most `most` sectors of them."""
    found: dict[str, int] = {}
    try:
        (shift,) = struct.unpack_from("<H", data, 30)
        (sector,) = struct.unpack_from("<I", data, 48)
        if shift not in (9, 12):
            return found
        size = 1 << shift
        fat = struct.unpack_from("<109I", data, 76)
        for _ in range(most):
            if sector >= 0xFFFFFFFA:
                break
            at = (sector + 1) << shift
            for place in range(at, min(at + size, len(data) - 127), 128):
                (length,) = struct.unpack_from("<H", data, place + 64)
                name = data[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                if data[place + 66]:
                    found[name] = struct.unpack_from("<I", data, place + 116)[0]
            table = fat[sector // (size // 4)]
            (sector,) = struct.unpack_from("<I", data, ((table + 1) << shift) + 4 * (sector % (size // 4)))
    except (struct.error, IndexError):
        pass
    return found


def _word_is_locked(data: bytes, sector: int) -> bool:
    """fEncrypted in the head of a Word 97 document (MS-DOC 2.5.2)."""
    shift = struct.unpack_from("<H", data, 30)[0]
    at = ((sector + 1) << shift) + 10
    return at + 2 <= len(data) and bool(struct.unpack_from("<H", data, at)[0] & 0x0100)


# ------------------------------------------------------------------------------------------------------- text

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|script)\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"^(?:Return-Path|Received|Delivered-To|From|To|Date|Subject|Message-ID|MIME-Version|Content-Type|Reply-To|X-[A-Za-z-]+):",
    re.IGNORECASE | re.MULTILINE,
)


def _text(data: bytes, name: str) -> FileType:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileType("text/plain", ".txt", True)
    if sum(head.count(byte) for byte in _BINARY) > len(head) // 200:
        return UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"#!/") or _PROGRAMS.search(name.strip()):
        return FileType("text/x-script", ".bin", note=PROGRAM)
    return next((found for magic, found in _TEXTS if start.startswith(magic)), None) or _prose(start, data)


def _prose(start: bytes, data: bytes) -> FileType:
    """Rich text, a page, a message, or plain words; `start` is the beginning without white space."""
    if start.startswith(b"{\\rtf"):
        inside = b"\\objdata" in data or b"\\object" in data
        return FileType("application/rtf", ".rtf", not inside, "It has other files inside." if inside else "")
    if start.startswith(b"<") and _HTML.search(start[:1024]):
        return FileType("text/html", ".html")
    if _MAIL.match(start) and len({m[0].lower() for m in _MAIL.finditer(start[:4000])}) >= 3:
        return FileType("message/rfc822", ".eml")
    return FileType("text/plain", ".txt", True)


_BINARY = [bytes([code]) for code in (*range(0x08), *range(0x0E, 0x1B), *range(0x1C, 0x20))]
_TEXTS: tuple[tuple[bytes, FileType], ...] = (
    (b"BEGIN:VCALENDAR", FileType("text/calendar", ".ics")),
    (b"BEGIN:VCARD", FileType("text/vcard", ".vcf")),
    (b"<svg", FileType("image/svg+xml", ".svg")),
    (b"<?xml", FileType("application/xml", ".xml")),
)
