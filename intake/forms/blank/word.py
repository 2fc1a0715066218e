"""Writes the blank template as a Word document that everybody can fill in, by keyboard, by screen reader, or by hand.

Elements stand in the order that ECMA-376 Part 1 gives them (17.5.2 content controls, 17.4.59 tables). Every answer is a
content control whose tag is the question's key and whose title, which screen readers announce, is the question.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from intake.forms.blank.said import LANGUAGE, THANKS, Said, hints, said
from intake.forms.blocks import EMPTY, HEADINGS, PLACEHOLDER
from intake.programme import Call, Question

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001  in place of the time of writing: the same call, the same bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FONT = "Arial"
_SIZES = {"Normal": 14, "Heading 1": 22, "Heading 2": 17}  # points; large print begins at 14
_SMALL = 12
_MARGIN_MM = 18
_WIDTHS_MM = (62, 112)
_HEIGHTS_MM = {"text": 56, "one_of": 10, "line": 18, "email": 18, "phone": 18}  # room to write below the placeholder
_DARK = (0x1F, 0x2A, 0x44)
_GREY = (0x4D, 0x4D, 0x4D)  # 8:1 on white
_SHADE = "E9EEF4"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TITLE_LENGTH = 64  # characters that Word allows a title or a tag


def word(call: Call, address: str = "") -> bytes:
    """The blank template as a .docx file: title, introduction, how to return it, and a table of the questions.

    The same call and address give the same bytes. Tick boxes are check-box controls named "group.nhs_trust", so that they
    can be clicked in Word and LibreOffice and are still printed as boxes.
    """
    import docx

    words = said(call, address, when_full="The boxes grow as you type.")
    document = docx.Document()
    _page(document, words)
    document.add_heading(words.title, level=1)
    for paragraph in (*words.introduction, *words.advice):
        document.add_paragraph(paragraph)
    _how_to_return(document, words)
    document.add_heading(words.questions_heading, level=2)
    _questions(document, call)
    document.add_paragraph()
    document.add_paragraph(THANKS)
    written = io.BytesIO()
    document.save(written)
    return _same_every_time(written.getvalue())


def _page(document: Document, words: Said) -> None:
    """Paper, language, styles and the properties a screen reader announces."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    _styles(document)
    _settings(document)
    for language in document.styles.element.iter(_w("lang")):
        language.set(_w("val"), LANGUAGE)
    properties = document.core_properties
    properties.title, properties.subject, properties.language = words.title, "", LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _LONG_AGO
    properties.revision = 1


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    for name, size in _SIZES.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        _set_fonts(style.element.get_or_add_rPr())
        if name != "Normal":
            style.font.color.rgb = RGBColor(*_DARK)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    placeholder: Any = document.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER, builtin=True)
    placeholder.font.color.rgb = RGBColor(*_GREY)


def _settings(document: Document) -> None:
    """Word's own present mode, so that it does not open the form as one of an older Word; no picture of the library's."""
    settings = document.settings.element
    settings.find(_w("zoom")).set(_w("percent"), "100")
    settings.remove(settings.find(_w("savePreviewPicture")))
    settings.find(_w("themeFontLang")).set(_w("val"), LANGUAGE)
    for one in settings.iter(_w("compatSetting")):
        if one.get(_w("name")) == "compatibilityMode":
            one.set(_w("val"), "15")
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _how_to_return(document: Document, words: Said) -> None:
    document.add_heading(words.return_heading, level=2)
    lead = document.add_paragraph("Please send it back by ")
    lead.add_run(words.day).bold = True
    lead.add_run(".")
    for way, how in words.ways:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(way).bold = True
        paragraph.add_run(how)


def _questions(document: Document, call: Call) -> None:
    """The table: one row a question, a heading row that is repeated on every page and announced by screen readers."""
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    heading = table.add_row()
    for cell, words in zip(heading.cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
        _shade(cell)
    _mark(heading._tr.get_or_add_trPr(), "cantSplit", "tblHeader")
    numbers = count(1)
    for question in call.fields:
        row = table.add_row()
        row.height = Mm(_HEIGHTS_MM[question.kind])
        _ask(row.cells[0], question)
        _answer(row.cells[1], question, numbers)
        if question.kind != "text":  # a long answer runs over to the next page
            _mark(row._tr.get_or_add_trPr(), "cantSplit")
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_MM, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, _WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _describe(table._tbl.tblPr, call)


def _ask(cell: _Cell, question: Question) -> None:
    from docx.shared import Pt

    _shade(cell)
    cell.paragraphs[0].add_run(question.label).bold = True
    for hint in hints(question):
        cell.add_paragraph().add_run(hint).font.size = Pt(_SMALL)


def _answer(cell: _Cell, question: Question, numbers: Iterator[int]) -> None:
    """One control, or a tick box for each option."""
    from docx.shared import Mm

    first = cell.paragraphs[0]
    if question.kind == "text":  # around paragraphs, so that Enter begins another; one stays behind it, as a cell must end
        first._p.addprevious(_control(_LONG, question.key, question.label, next(numbers)))
    elif question.kind != "one_of":
        first._p.append(_control(_SHORT, question.key, question.label, next(numbers)))
    for at, choice in enumerate(question.options):
        paragraph = first if at == 0 else cell.add_paragraph()
        paragraph._p.append(_control(_CHECK_BOX, f"{question.key}.{choice.key}", choice.label, next(numbers)))
        paragraph.add_run(f"\u00a0{choice.label}")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(7), Mm(-7)


# Content controls that show their placeholder, ECMA-376 Part 1, 17.5.2.39: rich text around paragraphs, plain text within one.
_SHOWN = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{PLACEHOLDER}</w:t></w:r>'
_LONG = (
    f"<w:sdt {_NAMESPACES}><w:sdtPr><w:alias/><w:tag/><w:id/><w:showingPlcHdr/></w:sdtPr>"
    f"<w:sdtContent><w:p>{_SHOWN}</w:p></w:sdtContent></w:sdt>"
)
_SHORT = (
    f"<w:sdt {_NAMESPACES}><w:sdtPr><w:alias/><w:tag/><w:id/><w:showingPlcHdr/><w:text/></w:sdtPr>"
    f"<w:sdtContent>{_SHOWN}</w:sdtContent></w:sdt>"
)
# A check-box content control: [MS-DOCX] 2.6.1.15, w14:checkbox.
_CHECK_BOX = (
    f"<w:sdt {_NAMESPACES}><w:sdtPr><w:alias/><w:tag/><w:id/>"
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    f"</w:rPr><w:t>{EMPTY}</w:t></w:r></w:sdtContent></w:sdt>"
)


def _control(xml: str, tag: str, title: str, number: int) -> Any:
    """The control with its names. `number` is its own among all controls of the document."""
    from docx.oxml import parse_xml

    control = parse_xml(xml)
    for name, value in (("alias", title[:_TITLE_LENGTH]), ("tag", tag[:_TITLE_LENGTH]), ("id", str(number))):
        next(control.iter(_w(name))).set(_w("val"), value)
    return control


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
    """The same package with fixed times and order."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            after.writestr(info, before.read(name))
    return written.getvalue()
