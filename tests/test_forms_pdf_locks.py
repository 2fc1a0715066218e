"""Locked PDFs, forms that only one program shows, scripts and files inside: what is read, and what is said."""

from __future__ import annotations

from typing import Any

import pytest

from intake.forms import pdf
from intake.forms.blocks import UnreadableError
from tests.pdf_sample import Paper, stream


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_form_that_only_may_not_be_changed_is_read(algorithm: str) -> None:
    """No password is needed to open it; one that is needed is said."""
    for password, why in (("", ""), ("secret", "password")):
        paper = Paper()
        paper.text(50, 60, "Beans and peas")
        paper.field("Text1", "Peas", (50, 80, 90, 20))
        data = paper.bytes(password=password, algorithm=algorithm)
        if why:
            with pytest.raises(UnreadableError) as caught:
                pdf.read(data)
            assert caught.value.why == why
            with pytest.raises(UnreadableError):
                pdf.page_images(data)
        else:
            assert pdf.read(data).controls[0].text == "Peas"


def test_a_form_that_only_one_program_shows_is_refused() -> None:
    """XFA without fields of the usual kind; with them it is read."""
    for fields in (False, True):
        paper = Paper()
        paper.text(50, 60, "Please wait...")
        paper.text(50, 80, "If this message is not eventually replaced by the proper contents of the document, your PDF")
        paper.text(50, 95, "viewer may not be able to display this type of document.")
        paper.form["/XFA"] = stream(b"<xdp:xdp/>")
        if fields:
            paper.field("Text1", "Peas", (50, 120, 90, 20))
            assert pdf.read(paper.bytes()).controls[0].text == "Peas"
        else:
            with pytest.raises(UnreadableError) as caught:
                pdf.read(paper.bytes())
            assert caught.value.why == "program"


@pytest.mark.parametrize(
    ("catalog", "note"),
    [
        ({"/Names": {"/EmbeddedFiles": {"/Names": ["a.docx", {"/Type": "/Filespec"}]}}}, "files inside"),
        ({"/Names": {"/JavaScript": {"/Names": ["a", {"/S": "/JavaScript", "/JS": "app.alert(1)"}]}}}, "script"),
        ({"/OpenAction": {"/S": "/JavaScript", "/JS": "app.alert(1)"}}, "script"),
        ({"/OpenAction": {"/S": "/GoTo", "/Next": {"/S": "/Launch", "/F": "calc.exe"}}}, "start a program"),
        ({"/AA": {"/WC": {"/S": "/Launch", "/F": "calc.exe"}}}, "start a program"),
    ],
)
def test_what_a_document_would_do_is_said_and_not_done(catalog: dict[str, Any], note: str) -> None:
    """Its words are read all the same."""
    paper = Paper()
    paper.text(50, 60, "Beans and peas")
    paper.catalog = catalog
    sheet = pdf.read(paper.bytes())
    (said,) = sheet.notes
    assert note in said
    assert [block.text for block in sheet.blocks] == ["Beans and peas"]


def test_a_field_with_a_script_is_said_to_have_one() -> None:
    """Actions of fields and their parents count."""
    paper = Paper()
    paper.field("Text1", "Peas", (50, 80, 90, 20), AA={"/K": {"/S": "/JavaScript", "/JS": "x()"}})
    assert pdf.read(paper.bytes()).notes == ("It holds a script, which was not run.",)


def test_pages_beyond_the_first_are_said_not_to_have_been_read() -> None:
    """A form has a dozen pages at most."""
    paper = Paper()
    for _ in range(14):
        paper.text(50, 200, "Beans and peas")
        paper.next_page()
    sheet = pdf.read(paper.bytes())
    assert len(sheet.blocks) == 12
    assert "first 12" in sheet.notes[0]
