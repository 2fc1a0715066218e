"""The blank template can be filled in by everybody, and is the same file every time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile

import docx

from intake import forms
from intake.programme import Call
from tests.test_forms import ALLOTMENTS, call

__all__ = ["call"]  # the fixture


def test_the_same_call_gives_the_same_bytes() -> None:
    """No time, no random number: also in another process."""
    here = forms.blank(ALLOTMENTS)
    program = (
        "import hashlib; from intake import forms; from tests.test_forms import ALLOTMENTS;"
        "print(hashlib.sha256(forms.blank(ALLOTMENTS)).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert forms.blank(ALLOTMENTS) == here
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()
    with zipfile.ZipFile(io.BytesIO(here)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_template_says_what_to_do_and_by_when(call: Call) -> None:
    """Title, introduction, deadline, and every way of sending it back that the call offers."""
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(forms.blank(call))).paragraphs)
    for words in (
        call.title,
        " ".join(call.introduction.split()),
        "Friday 15 January 2016",
        call.post,
        call.telephone,
        call.contact,
    ):
        assert words in text


def test_a_call_without_post_or_telephone_promises_neither() -> None:
    """Only what is configured is offered."""
    bare = ALLOTMENTS.model_copy(update={"post": "", "telephone": "", "contact": ""})
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(forms.blank(bare))).paragraphs)
    assert "By e-mail" in text
    assert "By post" not in text
    assert "By telephone" not in text


def test_the_template_is_accessible(call: Call) -> None:
    """A title, a language, heading styles, and a table whose first row is announced and repeated."""
    document = docx.Document(io.BytesIO(forms.blank(call)))
    assert (document.core_properties.title, document.core_properties.language) == (call.title, "en-GB")
    assert [p.style.name for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"] == ["Heading 1"]
    table = document.tables[0]
    xml = table.rows[0]._tr.xml
    assert "w:tblHeader" in xml
    assert [cell.text for cell in table.rows[0].cells] == ["Question", "Your answer"]
    assert "w:tblCaption" in table._tbl.xml
    assert 'w:val="en-US"' not in document.styles.element.xml


def test_every_question_has_room_and_every_option_a_box(call: Call) -> None:
    """One row a question, in order; a named check box an option."""
    table = docx.Document(io.BytesIO(forms.blank(call))).tables[0]
    rows = table.rows[1:]
    assert [row.cells[0].paragraphs[0].text for row in rows] == [question.label for question in call.fields]
    for question, row in zip(call.fields, rows, strict=True):
        tags = [e.get(e.tag.replace("tag", "val")) for e in row._tr.iter() if e.tag.endswith("}tag")]
        assert tags == [f"{question.key}.{choice.key}" for choice in question.options]


def test_importing_the_room_does_not_load_the_document_libraries() -> None:
    """`intake explain` starts fast: the libraries come when a file needs them."""
    program = "import sys, intake.forms; print([n for n in ('docx', 'pypdf', 'striprtf', 'olefile') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
