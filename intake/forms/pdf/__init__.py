"""Reads PDF: the fields of a form, what was typed on top of a page, and the text of its pages, as one flow of blocks."""

from __future__ import annotations

import re

from intake.forms.blocks import MOST_BLOCKS, Sheet, UnreadableError, checked
from intake.forms.pdf.images import page_images
from intake.forms.pdf.opened import Opened, opened

__all__ = ["page_images", "read"]

_SCANNED = 0.4  # share of a page that a picture covers
_FEW_LETTERS = 80  # that a scanner or its program prints on a page
_WAIT = re.compile(r"please wait|not eventually replaced|adobe reader", re.IGNORECASE)


def read(data: bytes) -> Sheet:
    """Fields and text of the document. Raises UnreadableError, and nothing else whatever it holds."""
    try:
        with opened(data) as document:
            return _sheet(document)
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("The file is damaged.") from error


def _sheet(document: Opened) -> Sheet:
    from intake.forms.pdf import notes
    from intake.forms.pdf.drawn import Artist
    from intake.forms.pdf.flow import blocks
    from intake.forms.pdf.layout import rows
    from intake.forms.pdf.lines import runs
    from intake.forms.pdf.objects import TooMuchError
    from intake.forms.pdf.paper import Page
    from intake.forms.pdf.widgets import Fields

    artist = Artist(document.reader)
    fields = Fields(document, artist)
    pages: list[Page] = []
    said = list(document.notes)
    scans, skipped, pictures = 0, 0, False
    for number, page in enumerate(document.pages, 1):
        try:
            drawn = artist.page(page)
            frames, boxes = fields.on_page(number, drawn)
            typed, marks, unread = notes.on_page(page, drawn, artist)
            marks.boxes += boxes
            typed = notes.onto(frames, typed)
            found = runs(drawn, marks)
        except TooMuchError:
            skipped += 1
            said.append(f"Page {number} holds more drawing than can be read.")
            continue
        fields.label_buttons(number, found)
        letters = sum(len(run.text) for run in found)  # words typed on top of a picture answer what nobody can read
        scan = letters < _FEW_LETTERS and (drawn.pictures > _SCANNED or not (letters or typed))
        scans += scan
        pictures = pictures or unread or (drawn.pictures > _SCANNED and not scan)
        pages.append(Page(number, drawn.height, tuple(rows(drawn, found, [*frames, *typed]))))
    written, columns = blocks(pages)
    if len(written) > MOST_BLOCKS:
        raise UnreadableError("It is too long to be a form.", "large")
    controls = fields.controls()
    if not fields.filled():
        _refuse(document, " ".join(block.text for block in written), scans, skipped)
    return Sheet(checked(written), controls, True, columns, pictures or bool(skipped) or scans > 0, tuple(said))


def _refuse(document: Opened, text: str, scans: int, skipped: int) -> None:
    """Raises UnreadableError where nothing of the document can be read."""
    if "/XFA" in document.form and (len(text) < 1_500 and _WAIT.search(text)):
        raise UnreadableError("It is a form that only Adobe's own program shows: only a person can read it.", "program")
    count = len(document.pages)
    if skipped and scans + skipped == count:
        raise UnreadableError("It holds more drawing than can be read.", "large")
    if scans == count:
        raise UnreadableError("It is a picture of a page: only a person can read it.", "picture")
