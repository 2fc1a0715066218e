"""PDFs made to cost time or memory are refused or read in little of both; nothing but UnreadableError is ever raised."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from intake.forms import pdf
from intake.forms.blocks import Sheet, UnreadableError
from tests.pdf_fields import fields_beside
from tests.pdf_pages import flattened, notes_on_a_flat_form
from tests.pdf_sample import as_pdf, stream
from tests.returning import ALLOTMENTS, PARAGRAPHS

PLAIN = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
WORDS = b"BT /F1 12 Tf 50 700 Td (Beans and peas) Tj ET "


def made(change: Callable[[Any], None]) -> bytes:
    """One page, changed."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def page(drawing: bytes, *, font: dict[str, Any] | None = None, drawn: Callable[[Any], Any] | None = None) -> bytes:
    """A page with that drawing, font and inner drawing "/X"."""

    def change(writer: Any) -> None:
        resources = as_pdf({"/Font": {"/F1": font or PLAIN}})
        if drawn is not None:
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): drawn(writer)})
        writer.pages[0][NameObject("/Resources")] = resources
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream(drawing).flate_encode())

    return made(change)


def table(codes: bytes) -> bytes:
    """A page in a font with that table of letters."""

    def change(writer: Any) -> None:
        font = as_pdf(PLAIN)
        font[NameObject("/ToUnicode")] = writer._add_object(stream(codes).flate_encode())
        writer.pages[0][NameObject("/Resources")] = as_pdf({"/Font": {"/F1": writer._add_object(font)}})
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream(WORDS))

    return made(change)


def cid_font(widths: list[Any]) -> dict[str, Any]:
    system = {"/Registry": "Adobe", "/Ordering": "Identity", "/Supplement": 0}
    inner = {"/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "/X", "/W": widths, "/CIDSystemInfo": system}
    return {"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "/X", "/Encoding": "/Identity-H", "/DescendantFonts": [inner]}


def inner(writer: Any, drawing: bytes, within: Any = None) -> Any:
    """A drawing that is used in another; `within` is the one it uses, itself where None."""
    form = stream(drawing, Type="/XObject", Subtype="/Form", BBox=[0, 0, 9, 9])
    reference = writer._add_object(form)
    used = DictionaryObject({NameObject("/X"): reference if within is None else within})
    form[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): used})
    return reference


def laughing(writer: Any) -> Any:
    """Ten drawings in each of ten in each of ten, and so on."""
    form = inner(writer, b"BT ET")
    for _ in range(12):
        form = inner(writer, b"/X Do " * 10, form)
    return form


def fields(writer: Any, top: Any) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject(top)})


def deep_fields(writer: Any) -> None:
    field = writer._add_object(as_pdf({"/FT": "/Tx", "/T": "z", "/V": "1"}))
    for _ in range(3_000):
        kids = ArrayObject([field])
        field = writer._add_object(DictionaryObject({NameObject("/T"): TextStringObject("a"), NameObject("/Kids"): kids}))
    fields(writer, [field])


def ring_of_fields(writer: Any) -> None:
    field = as_pdf({"/FT": "/Tx", "/T": "a", "/Subtype": "/Widget", "/Rect": [1, 1, 90, 20]})
    reference = writer._add_object(field)
    field[NameObject("/Kids")] = ArrayObject([reference] * 1_000)
    field[NameObject("/Parent")] = reference
    fields(writer, [reference])
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])


def many_fields(writer: Any) -> None:
    fields(writer, [as_pdf({"/FT": "/Tx", "/T": f"f{number}", "/V": "x"}) for number in range(20_000)])


def many_notes(writer: Any) -> None:
    note = {"/Subtype": "/FreeText", "/Contents": "x\n" * 2_000, "/Rect": [1, 1, 300, 300]}
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(as_pdf(note))] * 50_000)


def looping_pages(writer: Any) -> None:
    pages = writer.root_object["/Pages"]
    pages["/Kids"].append(pages.indirect_reference)


def spread(piece: bytes, across: int, down: int) -> bytes:
    return b"".join(piece % (x, y) for x in range(0, 590, across) for y in range(0, 840, down))


ENDLESS = (
    b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 100000/First 10/Filter/FlateDecode/Length 90000>>\nstream\n"
    + zlib.compress(b"1 0 " * 20_000_000)
    + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"
)
HOSTILE = {
    "drawing that unpacks to 80 MB": page(b" " * 80_000_000),
    "more orders than a form has": page(WORDS + b"q Q " * 400_000),
    "span of four thousand million codes": table(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
    "the same span again and again": table(b"1 beginbfrange " + b"<0000> <FFFF> <0041> " * 40_000 + b" endbfrange"),
    "other kind of span": table(b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange"),
    "table that unpacks to 36 MB": table(b"1 beginbfchar " + b"<41> <0041> " * 3_000_000 + b" endbfchar"),
    "width of two thousand million signs": page(WORDS, font=cid_font([0, 2_000_000_000, 500])),
    "many wide widths": page(WORDS, font=cid_font([0, 100_000, 500] * 3_000)),
    "drawing that holds itself": page(WORDS + b"/X Do ", drawn=lambda writer: inner(writer, b"/X Do " * 50)),
    "drawings in drawings": page(WORDS + b"/X Do ", drawn=laughing),
    "deep fields": made(deep_fields),
    "ring of fields": made(ring_of_fields),
    "many fields": made(many_fields),
    "many notes": made(many_notes),
    "ring of pages": made(looping_pages),
    "dense rules": page(spread(b"%d %d 3 800 re S ", 5, 20) + b"BT /F1 4 Tf " + spread(b"1 0 0 1 %d %d Tm (a) Tj ", 12, 20)),
    "many boxes": page(spread(b"%d %d 9 9 re S ", 12, 12) + b"BT /F1 8 Tf " + spread(b"1 0 0 1 %d %d Tm (x) Tj ", 12, 12)),
    "numbers beyond all bounds": page(
        b"1e308 0 0 1e308 0 0 cm BT /F1 1e300 Tf 1e308 1e308 Td (ab) Tj ET 1e308 1e308 1e308 9 re S"
    ),
    "orders without sense": page(b"/F1 Tf Tj 5 TJ [(a) /b [1] <</a 1>>] TJ Do q Q Q Q ]] >> BI /W 1 ID ((("),
    "brackets": page(b"[" * 50_000 + b"<<" * 50_000),
    "page of no size": made(lambda writer: writer.pages[0].update(as_pdf({"/MediaBox": [0, 0, 0, 0]}))),
    "page of half a size": made(lambda writer: writer.pages[0].update(as_pdf({"/MediaBox": [0, 0]}))),
    "objects that unpack without end": ENDLESS,
    "deep brackets": b"%PDF-1.4\n1 0 obj " + b"[" * 100_000 + b" endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "nothing": b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_pdf_is_refused_or_read_within_bounds(what: str) -> None:
    """Whatever it holds: a sheet of bounded size, or UnreadableError. Without the bounds these would run for hours."""
    for use in (pdf.read, pdf.page_images):
        try:
            found = use(HOSTILE[what])
        except UnreadableError:
            continue
        if isinstance(found, Sheet):
            assert len(found.blocks) <= 6_000
            assert len(found.controls) <= 500


@pytest.mark.parametrize("what", ["span of four thousand million codes", "many wide widths", "drawing that holds itself"])
def test_words_around_a_trap_are_read_all_the_same(what: str) -> None:
    """A font with too long a table, or a drawing in itself, does not take the rest of the page with it."""
    assert len(pdf.read(HOSTILE[what]).blocks) == 1


def test_artwork_is_said_to_be_too_much() -> None:
    """The reason is its size."""
    with pytest.raises(UnreadableError) as caught:
        pdf.read(HOSTILE["more orders than a form has"])
    assert caught.value.why == "large"


@pytest.mark.parametrize("seed", range(40))
def test_damage_never_makes_reading_raise(seed: int) -> None:
    """Bytes changed, lost and repeated anywhere in a good file."""
    chance = random.Random(seed)
    way = (fields_beside, flattened, notes_on_a_flat_form)[seed % 3]
    data = bytearray(way(ALLOTMENTS, PARAGRAPHS))
    for _ in range(chance.choice([1, 5, 30])):
        at = chance.randrange(len(data))
        kind = chance.randrange(3)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randrange(1, 40)]
        else:
            data[at:at] = data[at // 2 : at // 2 + 40]
    for use in (pdf.read, pdf.page_images):
        try:
            use(bytes(data))
        except UnreadableError:
            continue
