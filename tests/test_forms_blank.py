"""The blank template can be filled in by everybody, and is the same file every time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from intake import forms
from intake.forms.blocks import PLACEHOLDER, is_nothing, tidy
from intake.programme import Call, Option, Programme, Question
from tests.returning import ALLOTMENTS, call, read_file

__all__ = ["call"]  # the fixture

ADDRESS = "wilf@fen-end.example"
MANY = Question(
    key="crop", label="Crop", kind="one_of", options=tuple(Option(key=f"crop_{n}", label=f"Crop number {n}") for n in range(70))
)


def paragraphs(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def pages(data: bytes) -> str:
    """The text of a PDF's pages, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def controls(table: Any) -> Iterator[dict[str, str]]:
    """Each content control: the children of its properties, name to value, and its words."""
    for control in (e for e in table._tbl.iter() if e.tag.endswith("}sdt")):
        properties, content = control
        yield {etree.QName(e).localname: next(iter(e.attrib.values()), "") for e in properties} | {
            "words": "".join(e.text for e in content.iter() if e.tag.endswith("}t"))
        }


def elements(data: bytes) -> list[DictionaryObject]:
    """The structure of a tagged PDF, in reading order."""
    reader = PdfReader(io.BytesIO(data))
    found: list[DictionaryObject] = []

    def walk(element: Any) -> None:
        one = element.get_object()
        if "/S" in one:
            found.append(one)
        for kid in one.get("/K", ()):
            if isinstance(kid.get_object(), DictionaryObject):
                walk(kid)

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"])
    return found


# ------------------------------------------------------------------------------------------------------ both files


@pytest.mark.parametrize("maker", ["blank", "blank_pdf"])
def test_the_same_call_gives_the_same_bytes(maker: str) -> None:
    """No time, no random number: also in another process."""
    make = getattr(forms, maker)
    here = make(ALLOTMENTS, ADDRESS)
    program = (
        "import hashlib; from intake import forms; from tests.returning import ALLOTMENTS;"
        f"print(hashlib.sha256(forms.{maker}(ALLOTMENTS, {ADDRESS!r})).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert make(ALLOTMENTS, ADDRESS) == here
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_both_say_what_to_do_and_by_when(call: Call) -> None:
    """Title, introduction, deadline, what we need, and every way of sending it back that the call offers."""
    word, pdf = forms.blank(call, "seminars@coproduction.example"), forms.blank_pdf(call, "seminars@coproduction.example")
    for text in (paragraphs(word), pages(pdf)):
        for words in (
            call.title,
            " ".join(call.introduction.split()),
            "Friday 15 January 2016",
            "send it to seminars@coproduction.example.",
            call.post,
            f"ring {call.telephone} and ask for {call.contact}",
            "We need an answer to the questions marked",
            f"Your {call.thing}",
        ):
            assert words in text.replace("\u00a0", " ")


def test_a_call_without_post_or_telephone_promises_neither() -> None:
    """Only what is configured is offered."""
    bare = ALLOTMENTS.model_copy(update={"post": "", "telephone": "", "contact": ""})
    for text in (paragraphs(forms.blank(bare)), pages(forms.blank_pdf(bare))):
        assert "By e-mail" in text
        assert "the address you had it from" in text
        assert "By post" not in text
        assert "By telephone" not in text


@pytest.mark.parametrize(("required", "said"), [(True, "Please answer all the questions."), (False, "Write as much")])
def test_nothing_is_marked_where_all_questions_are_alike(required: bool, said: str) -> None:
    """A mark that stands everywhere, or nowhere, is not explained."""
    fields = tuple(q.model_copy(update={"required": required}) for q in ALLOTMENTS.fields)
    text = paragraphs(forms.blank(ALLOTMENTS.model_copy(update={"fields": fields})))
    assert said in text
    assert "We need an answer" not in text


def test_both_files_come_under_the_names_of_the_call(call: Call) -> None:
    """The Word document first; no call, no files. They go back to the first address."""
    programme = Programme(name="Seeds", organisation="Fen End", addresses=(ADDRESS, "other@fen-end.example"), call=call)
    assert forms.blank_files(programme) == (
        ("practice-example-template.docx", forms.blank(call, ADDRESS)),
        ("practice-example-template.pdf", forms.blank_pdf(call, ADDRESS)),
    )
    assert forms.blank_files(programme.model_copy(update={"call": None})) == ()


# ---------------------------------------------------------------------------------------------------- Word document


def test_the_word_document_has_no_time_in_it() -> None:
    """Zip entries carry the time of writing unless told not to."""
    with zipfile.ZipFile(io.BytesIO(forms.blank(ALLOTMENTS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_word_document_is_accessible(call: Call) -> None:
    """A title, a language, heading styles, large print, and a table whose first row is announced and repeated."""
    document = docx.Document(io.BytesIO(forms.blank(call)))
    assert (document.core_properties.title, document.core_properties.language) == (call.title, "en-GB")
    assert [p.style.name for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"] == ["Heading 1"]
    body: Any = document.styles["Normal"]
    assert body.font.size.pt >= 14
    table = document.tables[0]
    xml = table.rows[0]._tr.xml
    assert "w:tblHeader" in xml
    assert [cell.text for cell in table.rows[0].cells] == ["Question", "Your answer"]
    assert "w:tblCaption" in table._tbl.xml
    assert 'w:val="en-US"' not in document.styles.element.xml


def test_every_question_has_its_words_and_its_mark(call: Call) -> None:
    """One row a question, in order; those we need are marked in words."""
    rows = docx.Document(io.BytesIO(forms.blank(call))).tables[0].rows[1:]
    assert [row.cells[0].paragraphs[0].text for row in rows] == [question.label for question in call.fields]
    marks = ["please answer" in row.cells[0].text.replace("\u00a0", " ") for row in rows]
    assert marks == [question.required for question in call.fields]


def test_every_answer_has_a_control_of_its_own(call: Call) -> None:
    """Named by the question's key, announced by its words, showing a placeholder that goes when typed over."""
    table = docx.Document(io.BytesIO(forms.blank(call))).tables[0]
    found = list(controls(table))
    names = [name for q in call.fields for name in ([f"{q.key}.{o.key}" for o in q.options] or [q.key])]
    titles = [title for q in call.fields for title in ([o.label for o in q.options] or [q.label])]
    assert [one["tag"] for one in found] == names
    assert [one["alias"] for one in found] == [title[:64] for title in titles]
    assert len({one["id"] for one in found}) == len(found)
    for name, one in zip(names, found, strict=True):
        boxed = "." in name
        assert ("checkbox" in one, "showingPlcHdr" in one) == (boxed, not boxed)
        assert one["words"] == ("☐" if boxed else PLACEHOLDER)
        assert ("text" in one) == (not boxed and call.question(name).kind != "text")


def test_properties_of_controls_stand_in_the_order_of_the_standard(call: Call) -> None:
    """ECMA-376 Part 1, CT_SdtPr; Word calls a document broken for less."""
    order = ["alias", "tag", "id", "showingPlcHdr", "text", "checkbox"]
    for one in controls(docx.Document(io.BytesIO(forms.blank(call))).tables[0]):
        places = [order.index(name) for name in one if name != "words"]
        assert places == sorted(places)


def test_the_placeholder_is_no_answer() -> None:
    """Not by itself, and not where somebody typed beside it."""
    assert is_nothing(PLACEHOLDER)
    assert tidy(f"{PLACEHOLDER}17b") == tidy(f"17b {PLACEHOLDER}") == "17b"


# -------------------------------------------------------------------------------------------------------- PDF form


def test_every_answer_has_a_field_of_its_own(call: Call) -> None:
    """Named by the question's key, announced by its words; print that people can read; long answers in long boxes."""
    fields = PdfReader(io.BytesIO(forms.blank_pdf(call))).get_fields()
    assert fields is not None
    for question in call.fields:
        if question.options:
            for choice in question.options:
                box = fields[f"{question.key}.{choice.key}"]
                assert (box["/FT"], box["/V"], str(box["/TU"])) == ("/Btn", "/Off", f"{choice.label}: {question.label}")
            continue
        one = fields[question.key]
        assert (one["/FT"], one.get("/V"), str(one["/TU"])) == ("/Tx", None, question.label)
        assert bool(one["/Ff"] & 1 << 12) == (question.kind == "text")
        assert bool(one["/Ff"] & 1 << 1) == question.required
    assert len(fields) == len(call.fields) + sum(len(q.options) for q in call.fields)


def test_a_field_is_drawn_so_that_it_can_be_printed(call: Call) -> None:
    """Each widget is on its page, marked for print, has a drawing of its own, and is typed into in 11 points or more."""
    reader = PdfReader(io.BytesIO(forms.blank_pdf(call)))
    for page in reader.pages:
        for reference in page["/Annots"]:  # type: ignore[attr-defined]
            widget = reference.get_object()
            assert widget["/F"] & 4
            assert "/N" in widget["/AP"]
            assert widget["/FT"] == "/Btn" or float(widget["/DA"].split()[1]) >= 11
            left, bottom, right, top = map(float, widget["/Rect"])
            assert 0 < left < right < 595
            assert 60 < bottom < top < 800


def test_the_pdf_is_tagged_in_reading_order(call: Call) -> None:
    """Headings, paragraphs, lists; each field follows its question; the language and the title are told."""
    data = forms.blank_pdf(call)
    reader = PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"]
    assert (str(root["/Lang"]), bool(root["/MarkInfo"]["/Marked"])) == ("en-GB", True)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == call.title
    assert {str(page["/Tabs"]) for page in reader.pages} == {"/S"}
    names = [str(one["/S"]).removeprefix("/") for one in elements(data)]
    assert names[:3] == ["Document", "H1", "P"]
    assert names.count("H2") == 2
    for name in ("L", "LI", "Lbl", "LBody"):
        assert name in names
    per_question = "".join({"H3": "?", "Form": "."}.get(name, "") for name in names)
    assert per_question == "".join("?" + "." * max(1, len(q.options)) for q in call.fields)


def test_each_tag_is_found_from_what_it_tags(call: Call) -> None:
    """ISO 32000-1, 14.7.4.4: the parent tree leads from marked content, and from a field, back to its element."""
    reader = PdfReader(io.BytesIO(forms.blank_pdf(call)))
    root: Any = reader.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
    for page in reader.pages:
        marked = parents[page["/StructParents"]].get_object()  # type: ignore[index]
        content = page.get_contents()
        assert content is not None
        assert content.get_data().count(b"/MCID") == len(marked)
        for reference in page["/Annots"]:  # type: ignore[attr-defined]
            element = parents[reference.get_object()["/StructParent"]].get_object()
            assert element["/S"] == "/Form"
            assert element["/K"][0].raw_get("/Obj") == reference


def test_its_own_fonts_show_the_letters_of_european_languages() -> None:
    """Names of places and people are printed as they are written."""
    words = "Tŷ Ŵyn, Łódź, Žižkov, Ólafsvík, Αθήνα, София, “quoted” – €5"
    text = pages(forms.blank_pdf(ALLOTMENTS.model_copy(update={"title": words})))
    assert words in text


def test_a_long_list_and_a_long_word_stay_on_the_paper() -> None:
    """Options run over to the next page with their boxes; a word wider than the line is broken."""
    fields = (*ALLOTMENTS.fields, MANY, Question(key="odd", label="x" * 300))
    long = ALLOTMENTS.model_copy(update={"fields": fields, "introduction": "Tell us. " * 700})
    reader = PdfReader(io.BytesIO(forms.blank_pdf(long)))
    assert len(reader.pages) > 5
    assert set(MANY.options) == {o for o in MANY.options if f"crop.{o.key}" in (reader.get_fields() or {})}
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            assert float(reference.get_object()["/Rect"][1]) > 50
    found = read_file(forms.blank_pdf(long), long)
    assert found is not None
    assert found.fields == {}


def test_importing_the_room_does_not_load_the_document_libraries() -> None:
    """`intake explain` starts fast: the libraries come when a file needs them."""
    program = (
        "import sys, intake.forms;print([n for n in ('docx', 'pypdf', 'reportlab', 'striprtf', 'olefile') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
