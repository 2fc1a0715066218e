"""Writes the blank template: a Word document that everybody can fill in, by keyboard, by screen reader, or by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from intake.forms.blocks import EMPTY
from intake.programme import Call, Question

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

LANGUAGE = "en-GB"

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # in place of the time of writing: the same call, the same bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FONT = "Arial"
_WIDTHS_MM = (58, 112)
_HEIGHTS_MM = {"text": 40, "one_of": 10, "line": 10, "email": 10, "phone": 10}
_DARK = (0x1F, 0x2A, 0x44)
_SHADE = "E9EEF4"


def blank(call: Call) -> bytes:
    """The blank template as a .docx file: title, introduction, how to return it, and a table of the questions.

    The same call gives the same bytes. Tick boxes are check-box controls named "group.nhs_trust", so that they can be
    clicked in Word and LibreOffice and are still printed as boxes.
    """
    import docx

    document = docx.Document()
    _page(document, call)
    document.add_heading(call.title, level=1)
    for paragraph in call.introduction.strip().split("\n\n"):
        if paragraph.strip():
            document.add_paragraph(" ".join(paragraph.split()))
    document.add_paragraph("Write as much or as little as you like. The boxes grow as you type.")
    _how_to_return(document, call)
    document.add_heading(f"Your {call.thing}", level=2)
    _questions(document, call)
    document.add_paragraph()
    document.add_paragraph("Thank you.")
    written = io.BytesIO()
    document.save(written)
    return _same_every_time(written.getvalue())


def _page(document: Document, call: Call) -> None:
    """Paper, language, styles and the properties a screen reader announces."""
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    for name, size in (("Normal", 12), ("Heading 1", 20), ("Heading 2", 15)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        _set_fonts(style.element.get_or_add_rPr())
        if name != "Normal":
            style.font.color.rgb = RGBColor(*_DARK)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for language in document.styles.element.iter(_w("lang")):
        language.set(_w("val"), LANGUAGE)
    properties = document.core_properties
    properties.title, properties.subject, properties.language = call.title, "", LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _LONG_AGO.replace(tzinfo=None)
    properties.revision = 1


def _how_to_return(document: Document, call: Call) -> None:
    document.add_heading("How to send it back", level=2)
    day = f"{call.deadline:%A} {call.deadline.day} {call.deadline:%B %Y}"
    lead = document.add_paragraph("Please send it back by ")
    lead.add_run(day).bold = True
    lead.add_run(".")
    ways = [("By e-mail: ", "save this document, attach it to a message, and send it to the address you had it from.")]
    if call.post:
        ways.append(("By post: ", f"{call.post}."))
    if call.telephone:
        who = f" and ask for {call.contact}" if call.contact else ""
        ways.append(("By telephone: ", f"if you would rather tell us, ring {call.telephone}{who}."))
    for way, words in ways:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(way).bold = True
        paragraph.add_run(words)


def _questions(document: Document, call: Call) -> None:
    """The table: one row a question, a heading row that is repeated on every page and announced by screen readers."""
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    heading = table.add_row()
    for cell, words in zip(heading.cells, ("Question", "Your answer"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
        _shade(cell)
    _mark(heading._tr.get_or_add_trPr(), "cantSplit", "tblHeader")
    for question in call.fields:
        row = table.add_row()
        row.height = Mm(_HEIGHTS_MM[question.kind])
        row.cells[0].paragraphs[0].add_run(question.label).bold = True
        _shade(row.cells[0])
        if question.kind == "one_of":
            row.cells[0].add_paragraph("(please tick one)")
            _boxes(row.cells[1], question)
            _mark(row._tr.get_or_add_trPr(), "cantSplit")
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_MM, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, _WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _describe(table._tbl.tblPr, call)


def _boxes(cell: _Cell, question: Question) -> None:
    for number, choice in enumerate(question.options):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph._p.append(_check_box(f"{question.key}.{choice.key}", choice.label))
        paragraph.add_run(f"\u00a0{choice.label}")


def _check_box(tag: str, label: str) -> Any:
    """A check-box content control: [MS-DOCX] 2.6.1.15, w14:checkbox."""
    from docx.oxml import parse_xml

    box = parse_xml(
        '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w:alias/><w:tag/>'
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        f"</w:rPr><w:t>{EMPTY}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    for name, value in (("alias", label[:64]), ("tag", tag[:64])):  # Word allows 64 characters
        next(box.iter(_w(name))).set(_w("val"), value)
    return box


def _mark(properties: Any, *names: str) -> None:
    from docx.oxml import OxmlElement

    for name in names:
        properties.append(OxmlElement(f"w:{name}"))


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(_w(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _describe(properties: Any, call: Call) -> None:
    """Alternative text of the table, and that its first row and column are headings."""
    from docx.oxml import OxmlElement

    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", "60"), ("bottom", "60")):
        margin = OxmlElement(f"w:{side}")
        margin.set(_w("w"), twips)
        margin.set(_w("type"), "dxa")
        margins.append(margin)
    look = properties.find(_w("tblLook"))
    look.addprevious(margins)
    for name in ("firstRow", "firstColumn"):
        look.set(_w(name), "1")
    for name, words in (
        ("tblCaption", call.title),
        ("tblDescription", "Questions on the left, room for your answers on the right."),
    ):
        element = OxmlElement(f"w:{name}")
        element.set(_w("val"), words)
        properties.append(element)


def _set_fonts(properties: Any) -> None:
    fonts = properties.find(_w("rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(name), _FONT)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _same_every_time(data: bytes) -> bytes:
    """The same package with fixed times and order, and without the library's picture of its own template."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            after.writestr(info, before.read(name))
    return written.getvalue()
