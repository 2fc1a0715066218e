"""The words of a PDF are read as they stand on its pages: paragraphs, lists, boxes, signs, and what stands out."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from intake.forms import pdf
from intake.forms.blocks import EMPTY, TICKED
from tests.pdf_sample import LONG, Paper, as_pdf, paragraphs, stream, wrapped


def texts(data: bytes) -> list[str]:
    return [block.text for block in pdf.read(data).blocks if block.text]


def test_lines_broken_by_width_go_on_and_paragraphs_and_items_begin() -> None:
    """Width and spacing tell a paragraph's end from a line's; marks of lists are kept apart from their words."""
    paper = Paper()
    y = paper.paragraph(50, 60, LONG, 400)
    y = paper.paragraph(50, y, "A second paragraph follows at once.", 400)
    paper.text(60, y + 10, "•")
    paper.text(72, y + 10, "lamps")
    paper.text(60, y + 24, "o")
    paper.text(76, y + 24, "cake")
    paper.text(60, y + 38, "2. blankets")
    sheet = pdf.read(paper.bytes())
    assert paragraphs(sheet.blocks) == [LONG, "A second paragraph follows at once.", "• lamps", "• cake", "2. blankets"]
    assert [block.item for block in sheet.blocks if block.item] == ["•", "•", "2."]
    assert {block.place for block in sheet.blocks} == {"page 1"}


def test_a_paragraph_goes_on_over_the_page_and_furniture_is_left_out() -> None:
    """Heads, feet and page numbers that repeat are no words of anybody."""
    paper = Paper((595, 300))
    lines = list(wrapped(" ".join([LONG] * 3), 480))
    for at, line in enumerate(lines):
        if at in {0, 6}:
            paper.next_page() if at else None
            paper.text(50, 20, "Fen End Gazette")
            paper.text(280, 290, f"- {paper.page + 1} -")
        paper.text(50, 60 + 14 * (at % 6 if at < 6 else at - 6), line)
    sheet = pdf.read(paper.bytes())
    assert paragraphs(sheet.blocks) == [" ".join([LONG] * 3)]
    assert [sheet.blocks[0].place, sheet.blocks[-1].place] == ["page 1", "page 2"]


def test_an_answer_that_is_a_number_is_no_page_number() -> None:
    """Only at the top and the bottom of a page does a number count its pages."""
    paper = Paper()
    paper.text(50, 200, "Plot number")
    paper.text(50, 215, "12")
    paper.text(290, 825, "1")
    assert texts(paper.bytes()) == ["Plot number", "12"]


def test_broken_words_and_ligatures_are_made_whole() -> None:
    """A word broken at the line's end is one where the document writes it so elsewhere; "self-help" keeps its hyphen."""
    paper = Paper()
    for at, line in enumerate(
        [
            "Our organisation meets in the shed, and whoever runs the organi-",
            "sation that week brings the cake to it, as in most of self-",
            "help. Enough.",
        ]
    ):
        paper.text(50, 60 + 14 * at, line)
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # reportlab brings it along
    paper.text(50, 140, "The \ufb01rst \ufb02owers", "Vera")
    found = " ".join(texts(paper.bytes()))
    assert "runs the organisation that week" in found
    assert "self- help" in found
    assert "The first flowers" in found


def test_lines_to_write_on_are_no_words() -> None:
    """Dotted lines are left out, three dots at the end of a sentence are not."""
    paper = Paper()
    paper.text(50, 60, "Name: ....................................")
    paper.text(50, 80, "Address ______________ Town ____________")
    paper.text(50, 100, "And so on...")
    assert texts(paper.bytes()) == ["Name:", "Address", "Town", "And so on..."]


def symbols(font: str, shown: bytes) -> bytes:
    """A page whose first line is set in a font of signs that it does not bring along; words in Helvetica follow."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    plain = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    signs = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": f"/{font}", "/FirstChar": 0, "/Widths": [600] * 256}
    page[NameObject("/Resources")] = as_pdf({"/Font": {"/F1": plain, "/F2": signs}})
    drawing = b"BT /F2 11 Tf 50 700 Td (%s) Tj /F1 11 Tf 20 0 Td (Beans) Tj ET" % shown
    page[NameObject("/Contents")] = writer._add_object(stream(drawing))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("font", "shown", "text"),
    [
        ("ABCDEF+Wingdings-Regular", b"\xfe", f"{TICKED} Beans"),
        ("Wingdings", b"\xa8", f"{EMPTY} Beans"),
        ("Wingdings", b"o", f"{EMPTY} Beans"),
        ("Wingdings2", b"R", f"{TICKED} Beans"),
        ("Wingdings2", b"\xa3", f"{EMPTY} Beans"),
        ("ZapfDingbats", b"o", f"{EMPTY} Beans"),
        ("ZapfDingbats", b"4", "✓ Beans"),
        ("Webdings", b"c", f"{EMPTY} Beans"),
    ],
)
def test_signs_of_fonts_of_signs_are_boxes_and_ticks(font: str, shown: bytes, text: str) -> None:
    """What is a letter by its code is a box by its font."""
    assert texts(symbols(font, shown)) == [text]


def test_a_dot_of_such_a_font_marks_a_list() -> None:
    """It is no word of the line."""
    (block,) = pdf.read(symbols("Symbol", b"\xb7")).blocks
    assert (block.item, block.text) == ("•", "Beans")


def test_boxes_for_single_letters_are_no_tick_boxes() -> None:
    """Squares side by side take a letter each."""
    paper = Paper()
    for at, letter in enumerate("17B"):
        paper.box(50 + 14 * at, 60, 14, 14)
        paper.text(54 + 14 * at, 71, letter)
    found = "".join(texts(paper.bytes()))
    assert EMPTY not in found
    assert TICKED not in found


def test_what_stands_out_and_what_was_struck_out() -> None:
    """Bold, underlined and highlighted words are stressed; words with a line through them are gone."""
    paper = Paper()
    end = paper.text(50, 60, "Beans and ")
    paper.text(end, 60, "peas", "Helvetica-Bold")
    end = paper.text(50, 90, "Flowers")
    paper.canvas.line(50, paper.height - 92, end, paper.height - 92)
    end = paper.text(50, 120, "Nothing")
    left, low, right, high = paper.rect(50, 110, end - 50, 13)
    paper.lay("Highlight", (50, 110, end - 50, 13), QuadPoints=[left, high, right, high, left, low, right, low])
    end = paper.text(50, 150, "Cabbages")
    paper.canvas.line(50, paper.height - 147, end, paper.height - 147)
    found = {block.text: block.stressed for block in pdf.read(paper.bytes()).blocks}
    assert found == {"Beans and peas": "peas", "Flowers": "Flowers", "Nothing": "Nothing"}


def test_a_cell_that_runs_over_the_page_goes_on_in_the_row() -> None:
    """The rest of an answer on the next page is in its column, and goes on from the line before."""
    paper = Paper((595, 200))
    lines = list(wrapped(LONG, 330))
    paper.box(50, 100, 150, 80)
    paper.box(200, 100, 340, 80)
    paper.text(54, 114, "What happened?")
    for at, line in enumerate(lines[:2]):
        paper.text(205, 114 + 14 * at, line)
    paper.next_page()
    paper.box(50, 40, 150, 80)
    paper.box(200, 40, 340, 80)
    for at, line in enumerate(lines[2:]):
        paper.text(205, 54 + 14 * at, line)
    blocks = [block for block in pdf.read(paper.bytes()).blocks if block.cell is not None and block.cell[1] == 1]
    assert paragraphs(tuple(blocks)) == [LONG]
