"""Converters help where they are installed: what they make, once for each document, and what is said of them."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from intake.cell import PICTURE, WORD, Cell, Converters
from intake.config import Limits
from intake.running import demo, doctor
from tests.converting import (
    ANSWERS,
    OLD_WORD,
    PROGRAMME,
    RECEIVED,
    Programs,
    _afresh,
    convert,
    example_of,
    filled_in,
    installed,
    leftovers,
    mail,
    old_document,
    path,
    photographed,
    soffice,
)

__all__ = ["_afresh", "old_document", "path"]  # the fixtures


# ---------------------------------------------------------------------------------------------------- what they make


def test_an_old_word_document_is_read_through_libreoffice(old_document: bytes, tmp_path: Path) -> None:
    """Its table's questions have their answers, and staff are told of no second-best reading."""
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields == ANSWERS | {"permission": "contact_first"}
    assert [note for note in example.notes if "converter" in note] == []
    made = convert(WORD, old_document)
    assert made is not None
    assert (made.kind, made.data[:4]) == ("docx", b"PK\x03\x04")
    assert leftovers(tmp_path) == []


def test_what_a_converter_loses_is_read_by_our_own_reader(tmp_path: Path) -> None:
    """LibreOffice loses a table at the very end of a document, Word's old readers do not: the fuller reading counts."""
    assert PROGRAMME.call is not None
    (tmp_path / "form.docx").write_bytes(filled_in(PROGRAMME.call, end=""))
    example = example_of(mail(soffice(tmp_path / "form.docx", "doc:MS Word 97").read_bytes(), "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]


@pytest.mark.parametrize("program", ["antiword", "catdoc"])
def test_without_libreoffice_the_smaller_ones_give_the_text(program: str, old_document: bytes, path: Programs) -> None:
    """In UTF-8, with all answers."""
    path.real(program, "unshare")
    made = convert(WORD, old_document)
    assert made is not None
    assert made.kind == "text"
    assert all(answer in " ".join(made.data.decode().split()) for answer in (ANSWERS["name"], ANSWERS["title"]))


@pytest.mark.usefixtures("path")
def test_without_any_converter_our_own_reader_reads_and_the_entry_says_so(old_document: bytes) -> None:
    """An optional program is not needed to read a form."""
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


@pytest.mark.parametrize(
    "script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\n", "#!/no/such/shell\n"], ids=["fails", "silent", "broken"]
)
def test_a_converter_that_makes_nothing_harms_nothing(script: str, old_document: bytes, path: Programs) -> None:
    """The document is read by our own reader, and the entry says so."""
    path.stand_in("antiword", script)
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


def test_what_stands_in_a_photographed_form_is_an_aid_and_never_an_answer(old_document: bytes, tmp_path: Path) -> None:
    """The form still waits for a person; beside it stands what tesseract saw."""
    installed("tesseract")
    (tmp_path / "page.doc").write_bytes(old_document)
    picture = photographed(tmp_path / "page.doc").read_bytes()
    words = "I filled in the template by hand; here is a photograph of it."
    example = example_of(mail(picture, "IMG_0417.png", "image/png", words))
    assert (example.fields, example.missing) == ({}, None)
    assert "Ottoline Marsh" in example.aid


def test_a_text_that_names_another_picture_is_not_followed(old_document: bytes, tmp_path: Path) -> None:
    """Tesseract takes a text for a list of pictures to read: it never gets one from outside."""
    installed("tesseract")
    (tmp_path / "page.doc").write_bytes(old_document)
    picture = photographed(tmp_path / "page.doc")
    assert convert(PICTURE, picture.read_bytes()) is not None
    assert convert(PICTURE, f"{picture}\n".encode()) is None


# ------------------------------------------------------------------------------------------------- once, and in words


@pytest.mark.parametrize("outcome", ["echo 'Your name: Ottoline'", "exit 1"], ids=["made", "failed"])
def test_the_same_document_is_converted_once(outcome: str, old_document: bytes, path: Programs, tmp_path: Path) -> None:
    """However many messages bring it, and whether or not anything came of it."""
    path.stand_in("antiword", f"#!/bin/sh\necho once >>{tmp_path / 'runs'}\n{outcome}\n")
    with Cell(PROGRAMME, Limits(child_messages=2)) as cell:
        for words in ("Here it is.", "Here it is again.", "And a third time."):
            cell.explain(mail(old_document, "form.doc", words=words), "x.eml")
    assert (tmp_path / "runs").read_text("utf-8") == "once\n"


def test_all_files_of_a_message_share_the_time(path: Programs, tmp_path: Path) -> None:
    """What comes after a file that hangs is not tried, and the others' answers are kept."""
    path.real("unshare")
    path.stand_in("antiword", "#!/bin/sh\ncase $(/bin/cat document.doc) in *hang*) /bin/sleep 86399;; esac\necho read\n")
    files = [OLD_WORD + b"1", OLD_WORD + b"hang", OLD_WORD + b"3"]
    question = [{"digest": str(n), "kind": WORD, "data": base64.b64encode(file).decode()} for n, file in enumerate(files)]
    answer = json.loads(Converters(Limits(converter_seconds=1)).answer(json.dumps(question).encode()))
    assert list(answer) == ["0"]
    assert leftovers(tmp_path) == []


def told_by_check(tmp_path: Path) -> doctor.Finding:
    config = demo.prepare(tmp_path / "desk")
    return next(one for one in doctor.check(config, lambda: RECEIVED) if one.part == "converters")


def test_check_tells_what_was_found(tmp_path: Path) -> None:
    """Each converter by its name, after a trial of the large one."""
    installed("soffice", "tesseract")
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "LibreOffice found: old Word documents are read through it" in finding.said
    assert "Tesseract found" in finding.said


def test_check_tells_of_a_converter_that_does_not_work(path: Programs, tmp_path: Path) -> None:
    """It is there, and yet of no use: somebody should know."""
    path.stand_in("soffice", "#!/bin/sh\nexit 1\n")
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "could not convert a trial document" in finding.said


@pytest.mark.usefixtures("path")
def test_check_tells_what_is_missing_and_what_that_means(tmp_path: Path) -> None:
    """It is no fault: these programs are optional."""
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "No converter for old Word documents is installed" in finding.said
    assert "Tesseract is not installed" in finding.said
