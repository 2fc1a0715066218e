"""Makes a drawn PDF a form that everybody can fill in: its fields, and the tags by which a screen reader finds its way.

ISO 32000-1: 12.7 (interactive forms), 14.7 (logical structure), 14.8 (tagged PDF). Each field is a `Form` element of the
structure, so that a field is read where it stands in the text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

Rect = tuple[float, float, float, float]  # left, bottom, right, top, in points from the page's lower left corner

TYPED = 12  # points; a fixed size: viewers shrink what has none, below what people can read
_INK = (0.12, 0.17, 0.27)  # of boxes and ticks
_FACE = f"/Helv {TYPED} Tf 0 g"
_REQUIRED, _MULTI_LINE = 1 << 1, 1 << 12  # Tables 221 and 228
_PRINTED = 1 << 2  # Table 165
_MADE = "D:20000101000000Z"  # in place of the time of writing


@dataclass(frozen=True, slots=True)
class Ink:
    """Marked content: what was drawn on that page (from 0) under that number."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Widget:
    """One field at its place."""

    page: int
    rect: Rect
    name: str  # "title"; of a tick box "group.nhs_trust"
    words: str  # what a screen reader says for it
    kind: Literal["line", "text", "tick"]
    required: bool = False


@dataclass(slots=True)
class Tag:
    """One element of the structure: "H1", "P", "Form" ..., with what it holds, in reading order."""

    name: str
    kids: list[Tag | Ink | Widget] = field(default_factory=list)


def tagged(drawn: bytes, tree: Tag, title: str, language: str) -> bytes:
    """The PDF `drawn` with the structure and fields of `tree`, as bytes; the same for the same."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(drawn))
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = {"/Title": title, "/CreationDate": _MADE, "/ModDate": _MADE}
    _describe(writer, title, language)
    fields = _Builder(writer).build(tree)
    _form(writer, fields)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


class _Builder:
    """Turns tags into structure elements, and widgets into fields, page by page."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._inks: list[dict[int, IndirectObject]] = [{} for _ in writer.pages]  # number -> element, of each page
        self._of_widgets: list[IndirectObject] = []
        self._fields: list[tuple[Widget, IndirectObject]] = []

    def build(self, tree: Tag) -> list[tuple[Widget, IndirectObject]]:
        """Puts the tree into the document; returns the fields in order."""
        root = self._add(_dictionary(Type="/StructTreeRoot"))
        _of(root)[_n("/K")] = _array(self._element(tree, root))
        _of(root)[_n("/ParentTree")] = self._add(_dictionary(Nums=self._parents()))
        _of(root)[_n("/ParentTreeNextKey")] = _number(len(self._inks) + len(self._of_widgets))
        self._writer.root_object[_n("/StructTreeRoot")] = root
        return self._fields

    def _parents(self) -> ArrayObject:
        """Table 322: each page's elements by number, then the element of each widget."""
        pairs: list[Any] = []
        for at, (page, inks) in enumerate(zip(self._writer.pages, self._inks, strict=True)):
            page[_n("/StructParents")] = _number(at)
            page[_n("/Tabs")] = _n("/S")
            pairs += [_number(at), self._add(_array(*(inks[number] for number in sorted(inks))))]
        for at, element in enumerate(self._of_widgets, len(self._inks)):
            pairs += [_number(at), element]
        return _array(*pairs)

    def _element(self, tag: Tag, parent: IndirectObject) -> IndirectObject:
        element = self._add(_dictionary(Type="/StructElem", S=f"/{tag.name}", P=parent))
        kids: list[Any] = []
        for kid in tag.kids:
            if isinstance(kid, Tag):
                kids.append(self._element(kid, element))
            elif isinstance(kid, Ink):
                self._inks[kid.page][kid.number] = element
                kids.append(_dictionary(Type="/MCR", Pg=self._page(kid.page), MCID=kid.number))
            else:
                widget = self._widget(kid)
                self._of_widgets.append(element)
                kids.append(_dictionary(Type="/OBJR", Obj=widget, Pg=self._page(kid.page)))
        _of(element)[_n("/K")] = _array(*kids)
        return element

    def _widget(self, widget: Widget) -> IndirectObject:
        # Pages hold the first keys of the parent tree; the widgets' follow, in the order in which they are met.
        key = len(self._inks) + len(self._of_widgets)
        made = _tick_box(self._writer, widget) if widget.kind == "tick" else _text_field(self._writer, widget)
        made.update(
            _dictionary(
                Type="/Annot", Subtype="/Widget", P=self._page(widget.page), F=_PRINTED, StructParent=key,
                TU=_text(widget.words), T=_text(widget.name.rpartition(".")[2]), Rect=_array(*map(_number, widget.rect)),
            )
        )  # fmt: skip
        reference = self._add(made)
        page = self._writer.pages[widget.page]
        page[_n("/Annots")] = _array(*page.get("/Annots", ()), reference)
        self._fields.append((widget, reference))
        return reference

    def _page(self, number: int) -> IndirectObject:
        reference = self._writer.pages[number].indirect_reference
        assert reference is not None
        return reference

    def _add(self, made: Any) -> IndirectObject:
        return self._writer._add_object(made)


# --------------------------------------------------------------------------------------------------------- fields


def _text_field(writer: PdfWriter, widget: Widget) -> DictionaryObject:
    flags = (_MULTI_LINE if widget.kind == "text" else 0) | (_REQUIRED if widget.required else 0)
    empty = _appearance(writer, widget.rect, _box(widget.rect) + b" /Tx BMC EMC")
    return _dictionary(FT="/Tx", Ff=flags, DA=_text(_FACE), MK=_look(), BS=_edge(), AP=_dictionary(N=empty))


def _tick_box(writer: PdfWriter, widget: Widget) -> DictionaryObject:
    box = _box(widget.rect)
    wide, high = widget.rect[2] - widget.rect[0], widget.rect[3] - widget.rect[1]
    cross = f" q 2 w 3.5 3.5 m {wide - 3.5:.2f} {high - 3.5:.2f} l 3.5 {high - 3.5:.2f} m {wide - 3.5:.2f} 3.5 l S Q"
    states = _dictionary(Yes=_appearance(writer, widget.rect, box + cross.encode()), Off=_appearance(writer, widget.rect, box))
    look = _look()
    look[_n("/CA")] = _text("8")  # a cross in ZapfDingbats, for programs that draw ticks themselves
    return _dictionary(
        FT="/Btn", Ff=0, V="/Off", AS="/Off", DA=_text("/ZaDb 0 Tf 0 g"), MK=look, BS=_edge(), AP=_dictionary(N=states)
    )


def _appearance(writer: PdfWriter, rect: Rect, orders: bytes) -> IndirectObject:
    """A form XObject of the widget's size (12.5.5)."""
    from pypdf.generic import StreamObject

    stream = StreamObject()
    stream.set_data(orders)
    size = _array(*map(_number, (0.0, 0.0, round(rect[2] - rect[0], 2), round(rect[3] - rect[1], 2))))
    stream.update(_dictionary(Type="/XObject", Subtype="/Form", BBox=size, Resources=_dictionary()))
    return writer._add_object(stream)


def _box(rect: Rect) -> bytes:
    wide, high = rect[2] - rect[0], rect[3] - rect[1]
    ink = " ".join(map(str, _INK))
    return f"q 1 g 0 0 {wide:.2f} {high:.2f} re f {ink} RG 1 w 0.5 0.5 {wide - 1:.2f} {high - 1:.2f} re S Q".encode()


def _look() -> DictionaryObject:
    return _dictionary(BC=_array(*map(_number, _INK)), BG=_array(_number(1)))


def _edge() -> DictionaryObject:
    return _dictionary(W=1, S="/S")


def _form(writer: PdfWriter, fields: list[tuple[Widget, IndirectObject]]) -> None:
    """The catalog's AcroForm; tick boxes of one question are kids of one field, so that their names are "group.nhs_trust"."""
    top: list[IndirectObject] = []
    for parent, members in groupby(fields, key=lambda one: one[0].name.rpartition(".")[0]):
        references = [reference for _, reference in members]
        if not parent:
            top += references
            continue
        group = writer._add_object(_dictionary(T=_text(parent), Kids=_array(*references)))
        for reference in references:
            _of(reference)[_n("/Parent")] = group
        top.append(group)
    faces = _dictionary(Helv=_standard(writer, "Helvetica"), ZaDb=_standard(writer, "ZapfDingbats"))
    writer.root_object[_n("/AcroForm")] = writer._add_object(
        _dictionary(Fields=_array(*top), DA=_text(_FACE), DR=_dictionary(Font=faces))
    )


def _standard(writer: PdfWriter, name: str) -> IndirectObject:
    """A font that every viewer has (9.6.2.2). What is typed beyond its letters the viewer shows in another."""
    font = _dictionary(Type="/Font", Subtype="/Type1", BaseFont=f"/{name}")
    if name == "Helvetica":
        font[_n("/Encoding")] = _n("/WinAnsiEncoding")
    return writer._add_object(font)


# ------------------------------------------------------------------------------------------------------- document


def _describe(writer: PdfWriter, title: str, language: str) -> None:
    """What a screen reader asks first: the language, the title in the window's bar, and that there are tags."""
    root = writer.root_object
    root[_n("/Lang")] = _text(language)
    root[_n("/MarkInfo")] = _dictionary(Marked=True)
    root[_n("/ViewerPreferences")] = _dictionary(DisplayDocTitle=True)
    root[_n("/Metadata")] = writer._add_object(_metadata(title, language))


def _metadata(title: str, language: str) -> DictionaryObject:
    """The title as XMP, where newer programs look for it (14.3.2)."""
    from xml.sax.saxutils import escape

    from pypdf.generic import StreamObject

    stream = StreamObject()
    stream.set_data(
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'.encode()
    )
    stream.update(_dictionary(Type="/Metadata", Subtype="/XML"))
    return stream


# -------------------------------------------------------------------------------------------------- pypdf's objects


def _dictionary(**entries: Any) -> DictionaryObject:
    """A PDF dictionary; strings become names, numbers and truth values their PDF kind, all else stays."""
    from pypdf.generic import DictionaryObject

    return DictionaryObject({_n(f"/{key}"): _object(value) for key, value in entries.items()})


def _object(value: Any) -> Any:
    from pypdf.generic import BooleanObject, PdfObject

    if isinstance(value, PdfObject):
        return value
    if isinstance(value, bool):
        return BooleanObject(value)
    return _n(value) if isinstance(value, str) else _number(value)


def _array(*items: Any) -> ArrayObject:
    from pypdf.generic import ArrayObject

    return ArrayObject(items)


def _n(name: str) -> Any:
    from pypdf.generic import NameObject

    return NameObject(name)


def _text(words: str) -> Any:
    from pypdf.generic import TextStringObject

    return TextStringObject(words)


def _number(value: float) -> Any:
    from pypdf.generic import FloatObject, NumberObject

    return NumberObject(value) if isinstance(value, int) else FloatObject(round(value, 2))


def _of(reference: IndirectObject) -> DictionaryObject:
    found = reference.get_object()
    assert found is not None
    return found  # type: ignore[return-value]
