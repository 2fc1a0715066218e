"""Files that cannot or must not be read are left unread: nothing is raised, nothing invented, nothing large unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from intake import forms
from intake.forms.archive import Archive
from intake.forms.blocks import Block, Sheet, UnreadableError
from intake.forms.match import read
from intake.model import Example
from intake.programme import Call
from tests.returning import (
    ALLOTMENTS,
    ANSWERS,
    PARAGRAPHS,
    message,
    one_line,
    our_template,
    part,
    read_file,
    returned,
    saved,
    wording,
)

DOCUMENT = "word/document.xml"


def repacked(data: bytes, change: Callable[[str], str] = lambda xml: xml, extra: dict[str, bytes] | None = None) -> bytes:
    """The Word file with its main part changed and further parts added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, change(text.decode()).encode() if name == DOCUMENT else text)
        for name, content in (extra or {}).items():
            after.writestr(name, content)
    return written.getvalue()


def with_doctype(doctype: str, word: str = "") -> bytes:
    def change(xml: str) -> str:
        head, _, rest = xml.partition("?>")
        return f"{head}?>{doctype}{rest.replace('Ottoline Marsh', word or 'Ottoline Marsh')}"

    return repacked(our_template(ALLOTMENTS, PARAGRAPHS), change)


def flags_set(data: bytes, offset: int) -> bytes:
    """The zip with the "encrypted" flag on every entry, locally and in the directory."""
    changed = bytearray(data)
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + place] |= offset
            at = changed.find(signature, at + 4)
    return bytes(changed)


def lying(data: bytes, declared: int) -> bytes:
    """The zip whose directory declares another size for the main part."""
    changed = bytearray(data)
    at = changed.find(b"PK\1\2")
    while at >= 0:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == DOCUMENT.encode():
            struct.pack_into("<I", changed, at + 24, declared)
        at = changed.find(b"PK\1\2", at + 4)
    return bytes(changed)


def overlapping(data: bytes) -> bytes:
    """The zip whose entries all point at the same bytes."""
    changed = bytearray(data)
    at = changed.find(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<I", changed, at + 42, 0)
        at = changed.find(b"PK\1\2", at + 4)
    return bytes(changed)


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
)
DEEP = "<w:p>" * 5_000 + "</w:p>" * 5_000
HOSTILE = {
    "entity bomb": with_doctype(BOMB + "]>", "&j;"),
    "external entity": with_doctype("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>", "&e;"),
    "harmless document type": with_doctype("<!doctype x>"),
    "document type in UTF-16": repacked(our_template(ALLOTMENTS, PARAGRAPHS)),
    "ratio": repacked(our_template(ALLOTMENTS, PARAGRAPHS), extra={"word/media/a.bmp": bytes(20_000_000)}),
    "entries": repacked(our_template(ALLOTMENTS, PARAGRAPHS), extra={f"x/{n}": b"" for n in range(1_001)}),
    "overlap": overlapping(our_template(ALLOTMENTS, PARAGRAPHS)),
    "too small a size": lying(our_template(ALLOTMENTS, PARAGRAPHS), 500),
    "too large a size": lying(our_template(ALLOTMENTS, PARAGRAPHS), 2_000_000_000),
    "password on a part": flags_set(our_template(ALLOTMENTS, PARAGRAPHS), 1),
    "cut off": our_template(ALLOTMENTS, PARAGRAPHS)[:20_000],
    "nested": repacked(our_template(ALLOTMENTS, {}), lambda xml: xml.replace("<w:body>", f"<w:body>{DEEP}")),
}


def utf16_doctype() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(HOSTILE["document type in UTF-16"])) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == DOCUMENT:
                xml = data.decode().partition("?>")[2]
                data = ("<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE w>" + xml).encode("utf-16")
            after.writestr(name, data)
    return written.getvalue()


HOSTILE["document type in UTF-16"] = utf16_doctype()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_word_file_is_left_unread(what: str) -> None:
    """Beyond a limit, with a document type, or damaged: a person looks, when it was sent as the form; else it is no form."""
    assert read_file(our_template(ALLOTMENTS, PARAGRAPHS)) is not None, "the same file, left alone, is read"
    sent_as_form = read_file(HOSTILE[what], name="seed entry.docx")
    assert sent_as_form is not None
    assert (sent_as_form.fields, sent_as_form.missing, sent_as_form.part) == ({}, None, 1)
    assert read_file(HOSTILE[what], name="minutes.docx") is None


def test_what_is_read_from_an_archive_is_counted() -> None:
    """The limit on bytes holds over all entries together, and for what the entry really holds."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("one", bytes(60_000_000))
        archive.writestr("two", bytes(60_000_000))
    with pytest.raises(UnreadableError):
        Archive(written.getvalue())


def test_an_archive_of_archives_is_not_opened() -> None:
    """One level deep only."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("slip.docx", our_template(ALLOTMENTS, PARAGRAPHS))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert read_file(inner.getvalue()) is not None
    assert read_file(outer.getvalue()) is None


def test_a_photograph_of_the_form_needs_a_person() -> None:
    """A picture counts only where the message says that it is the form."""
    photo = part(b"\xff\xd8\xff\xe0" + bytes(70_000), "IMG_0001.JPG")
    own = "Wilf, my aunt filled it in by hand and I took a picture."
    found = returned(message(photo, subject="Aunt's entry form", text=own), wording(own), ALLOTMENTS)
    assert found is not None
    assert (found.fields, found.missing) == ({}, None)
    assert returned(message(photo, text="My best marrow!"), wording("My best marrow!"), ALLOTMENTS) is None
    small = part(b"\xff\xd8\xff\xe0" + bytes(3_000), "logo.jpg")
    assert returned(message(small, subject="Aunt's entry form", text=own), wording(own), ALLOTMENTS) is None


def test_a_readable_form_beats_a_photograph() -> None:
    """Where one form can be read, what cannot does not stand in its way."""
    photo = part(b"\xff\xd8\xff\xe0" + bytes(70_000), "entry form.jpg")
    found = returned(message(photo, part(our_template(ALLOTMENTS, PARAGRAPHS), number=2)), wording(), ALLOTMENTS)
    assert found is not None
    assert found.fields == ANSWERS


def picture() -> bytes:
    """A PNG of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def test_a_blank_form_with_a_picture_in_it_needs_a_person() -> None:
    """Somebody may have pasted a scan into the template: it is not called blank."""
    document = docx.Document(io.BytesIO(forms.blank(ALLOTMENTS)))
    document.add_picture(io.BytesIO(picture()))
    found = read_file(saved(document))
    assert found is not None
    assert found.missing is None


# ------------------------------------------------------------------------------------------------------ PDF forms


def pdf_form(call: Call, answers: dict[str, str], *, note: bool = False) -> bytes:
    """A PDF with a text field a question and a tick box an option, named in three different ways."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    fields = ArrayObject()

    def add(name: str, label: str, entries: dict[str, object]) -> None:
        field = DictionaryObject(
            {
                NameObject("/T"): TextStringObject(name),
                NameObject("/TU"): TextStringObject(label),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): ArrayObject(NumberObject(n) for n in (0, 0, 9, 9)),
                **{NameObject(key): value for key, value in entries.items()},
            }
        )
        fields.append(writer._add_object(field))

    for number, question in enumerate(call.fields):
        answer = answers.get(question.key, "")
        for choice in question.options:
            state = NameObject("/Yes" if choice.label == answer else "/Off")
            add(f"{question.key}_{choice.key}", choice.label, {"/FT": NameObject("/Btn"), "/V": state, "/AS": state})
        if not question.options:
            name = "".join(word.capitalize() for word in question.label.rstrip("?").split()) if number % 2 else f"Text{number}"
            label = "" if number % 2 else question.label
            add(name, label, {"/FT": NameObject("/Tx"), "/V": TextStringObject(answer)})
    page[NameObject("/Annots")] = fields
    if note:
        free = DictionaryObject(
            {NameObject("/Subtype"): NameObject("/FreeText"), NameObject("/Contents"): TextStringObject("written on top")}
        )
        page[NameObject("/Annots")] = ArrayObject([*fields, writer._add_object(free)])
    form = DictionaryObject({NameObject("/Fields"): fields, NameObject("/NeedAppearances"): BooleanObject(True)})
    writer._root_object[NameObject("/AcroForm")] = form
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_the_fields_of_a_pdf_form_are_read() -> None:
    """Fields are known by their own names or by the words shown for them; boxes by their option."""
    found = read_file(pdf_form(ALLOTMENTS, PARAGRAPHS))
    assert found is not None
    assert found.fields == ANSWERS
    partly = read_file(pdf_form(ALLOTMENTS, {"grower": "Ottoline Marsh"}))
    assert partly is not None
    assert (partly.fields, partly.missing) == ({"grower": "Ottoline Marsh"}, ("variety", "swap"))


def test_a_blank_pdf_form_with_notes_on_top_needs_a_person() -> None:
    """Some programs write on the page and not into the fields: it is not called blank."""
    plain = read_file(pdf_form(ALLOTMENTS, {}))
    noted = read_file(pdf_form(ALLOTMENTS, {}, note=True))
    assert plain is not None
    assert noted is not None
    assert (plain.missing, noted.missing) == (ALLOTMENTS.required(), None)


def test_a_pdf_with_a_password_or_without_text_needs_a_person() -> None:
    """A locked PDF and a scan are unread when sent as the form, and no form otherwise."""
    scan, locked = PdfWriter(), PdfWriter()
    scan.add_blank_page(595, 842)
    locked.append(io.BytesIO(pdf_form(ALLOTMENTS, PARAGRAPHS)))
    locked.encrypt("secret", algorithm="RC4-128")
    for writer in (scan, locked):
        written = io.BytesIO()
        writer.write(written)
        found = read_file(written.getvalue(), name="seed entry.pdf")
        assert found is not None
        assert found.missing is None
        assert read_file(written.getvalue(), name="timetable.pdf") is None


# --------------------------------------------------------------------------------------------------- never raises

BEGINNINGS = (
    b"PK\3\4",
    b"%PDF-1.7\n",
    b"{\\rtf1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"Who are you?\n",
)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_no_bytes_make_reading_raise(beginning: bytes, rest: bytes) -> None:
    """Whatever follows a known beginning: an answer, or none."""
    for name in ("seed entry", "x.txt"):
        found = read_file(beginning + rest, name=name)
        assert found is None or isinstance(found, Example)


@calm
@given(st.integers(0, 30_000), st.integers(0, 255))
def test_no_damage_makes_reading_raise(at: int, value: int) -> None:
    """One byte changed anywhere in a good file."""
    data = bytearray(one_line(ALLOTMENTS, PARAGRAPHS))
    data[at % len(data)] = value
    found = read_file(bytes(data), name="seed entry")
    assert found is None or isinstance(found, Example)


words = st.sampled_from(
    [q.label for q in ALLOTMENTS.fields] + ["☐ Beans", "☒", "x ☐", "[x]", "", ":", "? ?", "☒ Flowers ☐", "a: b?"]
)
blocks = st.builds(
    Block,
    text=st.one_of(words, st.text(max_size=30)),
    cell=st.one_of(st.none(), st.tuples(st.integers(0, 4), st.integers(0, 3))),
    quoted=st.booleans(),
    stressed=st.one_of(words, st.text(max_size=10)),
    item=st.sampled_from(["", "•", "2."]),
    begins=st.booleans(),
)


@calm
@given(st.lists(blocks, max_size=12), st.booleans(), st.booleans())
def test_no_document_makes_matching_raise(found: list[Block], wrapped: bool, columns: bool) -> None:
    """Any order of cells, questions and boxes gives a reading, with answers only to questions of the call."""
    reading = read(Sheet(tuple(found), wrapped=wrapped, columns=columns), ALLOTMENTS)
    assert set(reading.answers) <= {question.key for question in ALLOTMENTS.fields}
    assert reading.answers.get("swap") in {None, "beans", "peas", "flowers", "nothing"}


@calm
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_body_makes_reading_raise(text: str, page: str) -> None:
    """Any text and any HTML."""
    found = returned(message(text=text, page=page), wording(text), ALLOTMENTS)
    assert found is None or isinstance(found, Example)


def test_a_body_longer_than_any_form_is_passed_over() -> None:
    """Neither read nor raised."""
    text = "a: b? c - d\n" * 50_000
    for body in (message(text=text), message(page=f"<pre>{text}</pre>"), message(page="<div>" * 5_000 + text)):
        assert returned(body, wording(text, forwarded=text), ALLOTMENTS) is None
