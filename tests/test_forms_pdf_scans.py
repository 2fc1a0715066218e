"""A scan is told from a form, and its pictures can be read by a machine."""

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

from intake.forms import pdf
from intake.forms.blocks import UnreadableError
from tests.pdf_sample import LONG, Paper, as_pdf, paragraphs, stream


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
