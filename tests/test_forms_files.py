"""What is a form is told from the bytes of a file, not from its name; and what was not looked at in an archive is told."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from intake import forms
from intake.forms.files import documents
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, message, our_template, part, read_file, wording

TEXT = "\n".join(f"{question.label}\n{PARAGRAPHS[question.key]}\n" for question in ALLOTMENTS.fields)
PAGE = "<html><body>" + "".join(f"<p>{q.label}</p><p>{PARAGRAPHS[q.key]}</p>" for q in ALLOTMENTS.fields) + "</body></html>"
PAGE = PAGE.replace("\n", "<br>")
TYPED = "<!DOCTYPE html>\n" + PAGE


def zipped(**entries: bytes) -> bytes:
    """An archive; in the names of its entries the last "_" stands for a full stop."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(".".join(name.rsplit("_", 1)), data)
    return written.getvalue()


def mail() -> bytes:
    """The form in the words of a saved e-mail."""
    one = EmailMessage()
    one["From"], one["Subject"], one["Message-ID"] = "ottoline@fen-end.example", "The slip", "<1@fen-end.example>"
    one.set_content(TEXT)
    return one.as_bytes()


def damaged() -> bytes:
    """An archive with the form, and another file of which a byte is wrong."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("broken.txt", b"Who are you? Nobody at all")
        archive.writestr("slip.docx", our_template(ALLOTMENTS, PARAGRAPHS))
    whole = bytearray(written.getvalue())
    whole[whole.index(b"Nobody")] ^= 1
    return bytes(whole)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        ("<!-- saved from url=(0014)about:internet -->\n" + TYPED).encode(),
        ("\ufeff\n  " + TYPED).encode(),
        TYPED.encode("utf-16"),
        b"\xfe\xff" + TYPED.encode("utf-16-be"),
        TYPED.encode("utf-16-le"),
        ('<?xml version="1.0"?><!-- ours -->' + TYPED).encode(),
        b"\r\n\r\n" + our_template(ALLOTMENTS, PARAGRAPHS),
        bytes(128) + our_template(ALLOTMENTS, PARAGRAPHS),
    ],
)
def test_a_form_is_read_whatever_its_name_and_whatever_stands_before_it(data: bytes) -> None:
    """The name is "slip" and its type is said to be anything."""
    found = read_file(data, name="slip")
    assert found is not None
    assert found.fields == ANSWERS


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode() + b"\x00\x01",
        TEXT.encode() + b"\x1b[2J",
        TEXT.encode() + b"\xff",
        TEXT.encode() + b"\n." * 300_000,
        b"MZ" + TEXT.encode() + our_template(ALLOTMENTS, PARAGRAPHS),
        mail(),
    ],
)
def test_what_nobody_calls_text_must_be_it(data: bytes) -> None:
    """Nor is a program or an e-mail a form."""
    assert read_file(data, name="slip") is None


def noted(data: bytes) -> str:
    """What staff are told beside the form in an archive of that name, where another file is meant as a form as well."""
    found = read_file(data, name="entry form.zip")
    assert found is not None
    assert found.fields == ANSWERS
    return " ".join(found.notes)


SLIP = our_template(ALLOTMENTS, PARAGRAPHS)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(slip_docx=SLIP, more_zip=zipped(a_txt=b"A\nB")), "An archive in it was not opened."),
        (zipped(slip_docx=SLIP, a_eml=mail()), "An e-mail in it was not read."),
        (zipped(slip_docx=SLIP, letter=mail(), b_eml=b"Subject: x\n\ny"), "2 e-mails in it were not read."),
        (damaged(), "A file in it could not be read."),
        (
            zipped(slip_docx=SLIP, **{f"n{n}_dat": b"\0" for n in range(103)}),
            "4 files more than we look at are in it.",
        ),
    ],
)
def test_what_was_not_looked_at_in_an_archive_is_told(data: bytes, said: str) -> None:
    """Beside the form that was found, in the note on other files."""
    assert noted(data) == f"Another file could not be read: file 1 (archive): {said}"


def test_an_archive_wholly_read_has_nothing_to_tell() -> None:
    """What a Mac puts beside each file is no file."""
    assert noted(zipped(**{"__MACOSX/._slip_docx": b"\0\5", "slip_docx": SLIP})) == ""


def test_a_form_may_be_the_hundredth_file() -> None:
    """Of a folder of photographs, say."""
    noted(zipped(**{f"n{n}_dat": b"\0" for n in range(99)}, slip_docx=SLIP))


def test_an_archive_of_which_nothing_was_read_needs_a_person() -> None:
    """Where it was sent as the form."""
    data = zipped(inner_zip=zipped(slip_docx=SLIP))
    (found,) = forms.returned(message(part(data, "entry form.zip")), wording(), ALLOTMENTS)
    assert (found.fields, found.missing, found.unread) == ({}, None, "program")
    assert found.source == "file 1 (archive): An archive in it was not opened"


@pytest.mark.parametrize("beginning", ["<?xml version='1.0'?>", ""])
def test_xml_with_a_document_type_is_never_read_as_text(beginning: str) -> None:
    """Damage found it: what the XML reader refuses must not come back as plain words."""
    data = f"{beginning}<!DOCTYPE x [<!ENTITY a 'aaaa'>]>\n<office:document>\nWhat did you do?\nWe baked.\n</office:document>\n"
    assert list(documents("entry.fodt", "application/octet-stream", data.encode(), {})) == []
