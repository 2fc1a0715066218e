"""What a file is, by its bytes: type, extension, whether staff may be given a link, and what is odd about it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pypdf
import pytest

from intake.reading.filetype import examine

ODT = "application/vnd.oasis.opendocument.text"


def word() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("A page of words.")
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def pdf(password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zipped(*entries: tuple[str, bytes], first_plain: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(entries):
            stored = zipfile.ZIP_STORED if first_plain and number == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, stored)
    return file.getvalue()


def with_entry(data: bytes, name: str, content: bytes = b"x") -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def compound(*names: str, word_flags: int = 0) -> bytes:
    """The smallest compound file (MS-CFB) with these entries: head, allocation table, directory, one sector of content."""
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    directory = b""
    for name in ("Root Entry", *names):
        coded = (name + "\0").encode("utf-16-le")
        directory += coded.ljust(64, b"\0") + struct.pack("<HB", len(coded), 2) + bytes(49) + struct.pack("<IQ", 2, 512)
    content = (struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, word_flags)).ljust(512, b"\0")
    return head + fat + directory.ljust(512, b"\0") + content


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


DOCUMENTS = {
    "docx": (word(), ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (workbook(), ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": (zipped(("mimetype", ODT.encode()), ("content.xml", b"<x/>"), first_plain=True), ".odt", ODT),
    "doc": (compound("WordDocument", "1Table"), ".doc", "application/msword"),
    "xls": (compound("Workbook"), ".xls", "application/vnd.ms-excel"),
    "pdf": (pdf(), ".pdf", "application/pdf"),
    "rtf": (b"{\\rtf1\\ansi Hello}", ".rtf", "application/rtf"),
    "txt": ("Zoë came too.\r\n".encode(), ".txt", "text/plain"),
    "utf-16": ("Zoë".encode("utf-16"), ".txt", "text/plain"),
    "png": (png(), ".png", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", ".jpg", "image/jpeg"),
    "gif": (b"GIF89a\x01\0\x01\0", ".gif", "image/gif"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", ".heic", "image/heic"),
    "tiff": (b"II*\0\x08\0\0\0", ".tif", "image/tiff"),
    "webp": (b"RIFF\x10\0\0\0WEBPVP8 ", ".webp", "image/webp"),
}
OTHERS = {
    "html": (b"<!DOCTYPE html><html><body>Hello</body></html>", ".html"),
    "mail": (b"From: ann@wren.example\r\nTo: b@wren.example\r\nSubject: form\r\n\r\nHello", ".eml"),
    "calendar": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", ".ics"),
    "zip": (zipped(("form.docx", b"x")), ".zip"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", ".7z"),
    "winmail": (b"\x78\x9f\x3e\x22\x01\0", ".dat"),
    "signature": (b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80", ".p7s"),
    "outlook": (compound("__substg1.0_0037001F"), ".msg"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', ".svg"),
    "unknown": (bytes(range(256)) * 4, ".bin"),
}


@pytest.mark.parametrize("key", DOCUMENTS)
def test_documents_and_images_are_known_by_their_bytes_and_safe(key: str) -> None:
    """The type comes from the bytes alone; documents and images without macros may be linked."""
    data, extension, kind = DOCUMENTS[key]
    found = examine(data)
    assert (found.content_type, found.extension, found.safe, found.note) == (kind, extension, True, "")


@pytest.mark.parametrize("key", OTHERS)
def test_whatever_is_no_document_or_image_is_not_linked(key: str) -> None:
    """Pages, messages, archives and unknown things keep their extension and are not safe."""
    data, extension = OTHERS[key]
    found = examine(data)
    assert (found.extension, found.safe) == (extension, False)


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (with_entry(word(), "word/vbaProject.bin"), ".docm"),
        (with_entry(workbook(), "xl/vbaProject.bin"), ".xlsm"),
        (compound("WordDocument", "Macros"), ".doc"),
        (compound("Workbook", "_VBA_PROJECT_CUR"), ".xls"),
        (zipped(("mimetype", ODT.encode()), ("Basic/Standard/Module1.xml", b"x"), first_plain=True), ".odt"),
    ],
)
def test_a_file_with_macros_is_never_safe(data: bytes, extension: str) -> None:
    """Macros are found without opening the document, whatever its name says."""
    found = examine(data, "harmless.docx")
    assert (found.extension, found.safe, found.note) == (extension, False, "It has macros.")


def test_a_password_is_noted() -> None:
    """Encrypted Office documents, OpenDocument files, old Word files, zip files and PDF say so to staff."""
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    locked = zipped(("mimetype", ODT.encode()), ("META-INF/manifest.xml", manifest), first_plain=True)
    archive = bytearray(zipped(("a.txt", b"x")))
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert examine(compound("EncryptedPackage", "EncryptionInfo")).note == "It has a password."
    assert examine(compound("EncryptedPackage"), "budget.xlsx").extension == ".xlsx"
    assert examine(locked).note == "It has a password."
    assert examine(compound("WordDocument", word_flags=0x0100)).note == "It has a password."
    assert examine(bytes(archive)).note == "It has a password."
    assert "password" in examine(pdf("secret")).note


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0\x03\0\0\0" + bytes(64), "form.docx"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), ""),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt"),
        (b"CreateObject(1)\r\n", "invoice.pdf.vbs"),
        (b"@echo off\r\n", "GO.BAT "),
    ],
)
def test_programs_and_scripts_are_never_safe(data: bytes, name: str) -> None:
    """A program is told from its bytes; a script, which is text, also from its name."""
    found = examine(data, name)
    assert not found.safe
    assert found.note == "It is a program. Do not open it."


def test_a_program_inside_a_zip_file_is_noted() -> None:
    """Staff are warned of what a zip file holds."""
    assert "program inside" in examine(zipped(("form.pdf.exe", b"x"))).note


def test_a_text_that_begins_like_a_program_is_a_text() -> None:
    """Two letters do not make a program."""
    assert examine(b"MZungu is what they called me.").safe
    assert examine(b"PK from Leeds will come too.").extension == ".txt"


def test_a_file_with_files_inside_is_not_safe() -> None:
    """An embedded object may be anything."""
    assert not examine(b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}").safe
    assert not examine(with_entry(word(), "word/embeddings/oleObject1.bin")).safe


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\xff" * 18,
        word()[:-30],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
        compound("WordDocument")[:700],
        zipped(*((f"{n}.txt", b"x") for n in range(1001))),
    ],
)
def test_damaged_and_oversized_files_are_kept_but_not_linked(data: bytes) -> None:
    """Nothing raises, nothing is unpacked, and what cannot be looked into is not safe."""
    found = examine(data)
    assert not found.safe
    assert found.extension.startswith(".")


def test_a_directory_that_points_to_itself_ends() -> None:
    """A compound file whose directory is a ring is read once round at most."""
    ring = bytearray(compound("WordDocument"))
    ring[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    assert examine(bytes(ring)).extension == ".doc"
