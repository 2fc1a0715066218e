"""What a PDF says is read as it stands: paragraphs, lists, boxes, marks, fields of every kind, and scans as what they are."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter
from pypdf.generic import NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from intake.forms import pdf
from intake.forms.blocks import EMPTY, TICKED, Block, Control, UnreadableError
from tests.pdf_sample import Paper, as_pdf, stream, wrapped

LONG = (
    "The meeting was moved to the potting shed because the hall was cold, and people came with blankets and cake. "
    "Nobody minded the dark. We lit the place with lamps that the school had made."
)


def texts(data: bytes) -> list[str]:
    return [block.text for block in pdf.read(data).blocks if block.text]


def paragraphs(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks put together as they say they go on."""
    found: list[str] = []
    for block in blocks:
        if block.begins or not found:
            found.append(f"{block.item} {block.text}".strip())
        else:
            found[-1] += f" {block.text}"
    return found


def only_control(paper: Paper) -> Control:
    (control,) = pdf.read(paper.bytes()).controls
    return control


# ------------------------------------------------------------------------------------------------------------- text


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


# ----------------------------------------------------------------------------------------------------------- fields


def test_line_ends_of_a_field_are_kept() -> None:
    """Whatever ends its lines, an answer keeps its paragraphs; rich text beside the value is not read."""
    for end in ("\r", "\n", "\r\n"):
        paper = Paper()
        paper.field("Text1", f"Peas{end}Beans", (50, 50, 200, 60), RV="<body><p>Other words</p></body>")
        assert only_control(paper).text == "Peas\nBeans"


def test_a_value_may_be_a_name_or_a_stream() -> None:
    """Programs write values in every way that the format has."""
    paper = Paper()
    paper.field("a", "/Peas", (50, 50, 200, 20))
    paper.field("b", "", (50, 80, 200, 20))["/V"] = stream(b"Beans")
    assert {control.name: control.text for control in pdf.read(paper.bytes()).controls} == {"a": "Peas", "b": "Beans"}


def test_a_field_without_a_value_says_what_it_shows() -> None:
    """Some programs only write what is to be seen."""
    paper = Paper()
    look = stream(b"BT /F 10 Tf 2 5 Td (Peas) Tj ET", Subtype="/Form", BBox=[0, 0, 200, 20],
                  Resources={"/Font": {"/F": {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}}})  # fmt: skip
    paper.lay("Widget", (50, 50, 200, 20), FT="/Tx", T="a", AP={"/N": look})
    assert only_control(paper).text == "Peas"


def test_fields_that_nobody_sees_or_types_into_are_passed_over() -> None:
    """Hidden fields, buttons to push, passwords and signatures are no answers."""
    paper = Paper()
    paper.text(50, 40, "Name")
    paper.field("hidden", "computed", (50, 50, 90, 20))["/F"] = 2
    paper.lay("Widget", (50, 80, 90, 20), FT="/Btn", T="push", Ff=1 << 16, MK={"/CA": "Print"})
    paper.field("secret", "hush", (50, 110, 90, 20), Ff=1 << 13)
    paper.lay("Widget", (50, 140, 90, 20), FT="/Sig", T="signed")
    sheet = pdf.read(paper.bytes())
    assert sheet.controls == ()
    assert [block.text for block in sheet.blocks] == ["Name"]


@pytest.mark.parametrize(("chosen", "text"), [("1", "Peas"), ("0", "Beans"), ("", "")])
def test_numbers_of_radio_buttons_stand_for_their_words(chosen: str, text: str) -> None:
    """ISO 32000-1, 12.7.4.2.4: /Opt holds what the numbers mean."""
    paper = Paper()
    paper.group("pick", chosen, {"0": (50, 50, 10, 10), "1": (50, 80, 10, 10)}, Opt=["Beans", "Peas"])
    assert only_control(paper).text == text


def test_the_words_beside_a_radio_button_name_it() -> None:
    """They are what a person chose; the number behind them means nothing."""
    paper = Paper()
    paper.group("pick", "1", {"0": (50, 50, 10, 10), "1": (50, 80, 10, 10)})
    paper.text(66, 59, "Beans")
    paper.text(66, 89, "Peas")
    sheet = pdf.read(paper.bytes())
    assert [control.text for control in sheet.controls] == ["Peas"]
    assert [block.text for block in sheet.blocks] == [f"{EMPTY} Beans", f"{TICKED} Peas"]


def test_a_list_shows_words_and_keeps_codes() -> None:
    """What a person saw is the answer, also where several lines were chosen or words were typed."""
    shown = [["b", "Beans"], ["p", "Peas"]]
    paper = Paper()
    paper.field("one", "p", (50, 50, 90, 20), FT="/Ch", Opt=shown)
    paper.field("two", "", (50, 80, 90, 40), FT="/Ch", Opt=shown)["/V"] = ["b", "p"]
    paper.field("own", "Leeks", (50, 140, 90, 20), FT="/Ch", Ff=1 << 18, Opt=shown)
    found = {control.name: control.text for control in pdf.read(paper.bytes()).controls}
    assert found == {"one": "Peas", "two": "Beans\nPeas", "own": "Leeks"}


# ------------------------------------------------------------------------------------------------ on top of the page


def test_what_is_drawn_on_top_needs_a_person() -> None:
    """Ink and stamps are not read, and said to be there; a tick of a stamp is read."""
    for kind in ("Ink", "Stamp", "Line"):
        paper = Paper()
        paper.text(50, 60, "Beans and peas")
        assert not pdf.read(paper.bytes()).pictures
        paper = Paper()
        paper.text(50, 60, "Beans and peas")
        paper.lay(kind, (50, 80, 200, 60))
        assert pdf.read(paper.bytes()).pictures


def test_an_earlier_comment_without_words_is_nothing() -> None:
    """A link or an empty sticky note changes nothing."""
    paper = Paper()
    paper.text(50, 60, "Beans and peas")
    paper.lay("Link", (50, 50, 90, 20))
    paper.lay("Text", (50, 50, 20, 20), Contents="")
    assert not pdf.read(paper.bytes()).pictures


# ------------------------------------------------------------------------------------------------------------ scans


def photograph(words: str, mode: str = "L") -> Any:
    """A page as a scanner sees it."""
    picture = Image.new(mode, (1200, 1600), "white" if mode != "1" else 1)
    pen = ImageDraw.Draw(picture)
    pen.text((120, 300), words, fill=0 if mode in {"1", "L"} else "black", font=ImageFont.load_default(70))
    return picture


def scanned(*, footer: str = "", hidden: str = "") -> bytes:
    paper = Paper()
    paper.canvas.drawImage(ImageReader(photograph("Broad beans")), 0, 0, paper.width, paper.height)
    if footer:
        paper.text(200, 830, footer, size=7)
    if hidden:
        words = paper.canvas.beginText(50, 600)
        words.setTextRenderMode(3)
        for line in [hidden] * 20:
            words.textLine(line)
        paper.canvas.drawText(words)
    return paper.bytes()


@pytest.mark.parametrize("more", [{}, {"footer": "Scanned with a telephone"}, {"hidden": "Who are you? Qttoline Marsb"}])
def test_a_scan_is_a_picture(more: dict[str, str]) -> None:
    """Also with a line of the scanner's below it, or with what a machine made of it behind it: that is no answer."""
    with pytest.raises(UnreadableError) as caught:
        pdf.read(scanned(**more))
    assert caught.value.why == "picture"


def test_a_photograph_within_a_form_is_pointed_out() -> None:
    """Words are read, and a person is told that there is a picture over most of a page."""
    paper = Paper()
    paper.paragraph(50, 60, LONG, 400)
    paper.next_page()
    paper.canvas.drawImage(ImageReader(photograph("Broad beans")), 0, 0, paper.width, paper.height)
    sheet = pdf.read(paper.bytes())
    assert sheet.pictures
    assert paragraphs(sheet.blocks) == [LONG]


def seen(picture: bytes) -> str:
    program = shutil.which("tesseract")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("tesseract is missing")
        pytest.skip("tesseract is missing")
    done = subprocess.run([program, "stdin", "stdout"], input=picture, check=True, capture_output=True, timeout=60)
    return done.stdout.decode().strip()


def faxed() -> bytes:
    """A page coded as a fax is."""
    tiff = io.BytesIO()
    photograph("Broad beans", "1").save(tiff, "TIFF", compression="group4")
    image = Image.open(io.BytesIO(tiff.getvalue()))
    start, length = image.tag_v2[273][0], image.tag_v2[279][0]  # type: ignore[attr-defined]
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    how = {"/K": -1, "/Columns": 1200, "/Rows": 1600}
    size = {"Width": 1200, "Height": 1600, "BitsPerComponent": 1, "ColorSpace": "/DeviceGray"}
    dots = tiff.getvalue()[start : start + length]
    coded = stream(dots, Subtype="/Image", Filter="/CCITTFaxDecode", DecodeParms=how, **size)
    page[NameObject("/Resources")] = as_pdf({"/XObject": {"/I": writer._add_object(coded)}})
    page[NameObject("/Contents")] = writer._add_object(stream(b"q 595 0 0 842 0 0 cm /I Do Q"))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["grey", "colour", "black and white", "JPEG", "fax"])
def test_the_picture_of_a_scanned_page_can_be_read_by_a_machine(kind: str) -> None:
    """JPEG as it lies in the file; others as PNG or TIFF."""
    if kind == "fax":
        data = faxed()
    else:
        picture = photograph("Broad beans", {"grey": "L", "colour": "RGB", "black and white": "1", "JPEG": "RGB"}[kind])
        if kind == "JPEG":
            written = io.BytesIO()
            picture.save(written, "JPEG")
            picture = io.BytesIO(written.getvalue())
        paper = Paper()
        paper.canvas.drawImage(ImageReader(picture), 0, 0, paper.width, paper.height)
        data = paper.bytes()
    (found,) = pdf.page_images(data)
    assert found[:3] == {"JPEG": b"\xff\xd8\xff", "fax": b"II*"}.get(kind, b"\x89PN")
    assert seen(found) == "Broad beans"


def test_at_most_four_pictures_are_taken_and_no_logos() -> None:
    """One a page, the largest."""
    paper = Paper()
    for _ in range(6):
        paper.canvas.drawImage(ImageReader(photograph("Broad beans")), 0, 0, paper.width, paper.height)
        paper.canvas.drawImage(ImageReader(Image.new("L", (90, 90))), 0, 0, 20, 20)
        paper.next_page()
    assert len(pdf.page_images(paper.bytes())) == 4
    assert pdf.page_images(Paper().bytes()) == []


# -------------------------------------------------------------------------------------------------- locks and dangers


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
