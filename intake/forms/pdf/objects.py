"""Hands the objects that pypdf has opened to pdfminer, which reads fonts and drawing orders; both within limits."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, list_value, resolve1
from pdfminer.psparser import LIT
from pypdf import PdfReader
from pypdf import generic as pypdf_objects

_MOST_CODES = 70_000  # entries of a font's table
_LARGEST_TABLE = 1_000_000  # bytes of such a table
_UNREAD = {"/FontFile2", "/FontFile3", "/Metadata", "/PieceInfo", "/StructParent", "/Parent", "/Thumb"}


class TooMuchError(Exception):
    """There is more drawn than any form has."""


class Objects:
    """The document's objects as pdfminer knows them, each when it is asked for."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._known: dict[int, Any] = {}
        self._references: dict[int, pypdf_objects.IndirectObject] = {}

    def getobj(self, number: int) -> Any:
        """The object of that number: the name is pdfminer's."""
        if number not in self._known:
            self._known[number] = None
            self._known[number] = self.as_miner(self._references[number].get_object(), number)
        return self._known[number]

    def as_miner(self, value: Any, number: int | None = None) -> Any:
        """The object as pdfminer has it; what its references stand for is looked up later. `number` is the object's own."""
        if isinstance(value, pypdf_objects.IndirectObject):
            self._references[value.idnum] = value
            return PDFObjRef(cast(Any, self), value.idnum)
        if isinstance(value, pypdf_objects.StreamObject):
            return self._stream(value, number)
        if isinstance(value, dict):
            return {str(key)[1:]: self.as_miner(one) for key, one in value.items() if key not in _UNREAD}
        return [self.as_miner(one) for one in value] if isinstance(value, list) else _simple(value)

    def _stream(self, value: pypdf_objects.StreamObject, number: int | None) -> PDFStream:
        attributes = {str(key)[1:]: self.as_miner(one) for key, one in value.items() if key not in _UNREAD}
        picture = value.get("/Subtype") == "/Image"
        for packed in ("Filter", "F", "DecodeParms", "DP"):
            attributes.pop(packed, None)
        stream = PDFStream(attributes, b"" if picture else value.get_data())
        if number is not None:
            stream.set_objid(number, 0)
        return stream


def _simple(value: Any) -> Any:
    """Names, texts and numbers."""
    if isinstance(value, pypdf_objects.NameObject):
        return LIT(str(value)[1:])
    if isinstance(value, pypdf_objects.TextStringObject):
        return value.original_bytes
    if isinstance(value, pypdf_objects.BooleanObject):
        return bool(value.value)
    if isinstance(value, float):
        return float(value)
    return value if isinstance(value, int | bytes) else None


class Fonts(PDFResourceManager):
    """pdfminer's fonts; a font that is damaged, or made to cost time, becomes a plain one."""

    def __init__(self) -> None:
        super().__init__()
        self._plain: PDFFont | None = None

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        table = resolve1(spec.get("ToUnicode"))
        kept = {key: value for key, value in spec.items() if key != "ToUnicode" or not isinstance(table, PDFStream)}
        try:
            kept |= {key: _calm(list_value(kept[key])) for key in ("W", "W2") if key in kept}
            font = super().get_font(None, kept) if kept else self._fallback()
        except Exception:  # noqa: BLE001  whatever is wrong with one font, the others are read
            font = self._fallback()
        if isinstance(table, PDFStream):
            cast(Any, font).unicode_map = _table(table)
        if objid:
            self._cached_fonts[objid] = font
        return font

    def _fallback(self) -> PDFFont:
        if self._plain is None:
            self._plain = super().get_font(None, {"Subtype": LIT("Type1"), "BaseFont": LIT("Helvetica")})
        return self._plain


class _Codes(FileUnicodeMap):
    """A font's table from codes to letters, of which only so many entries are read."""

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        if len(self.cid2unichr) >= _MOST_CODES:
            raise TooMuchError
        super().add_cid2unichr(cid, code)


def _table(stream: PDFStream) -> FileUnicodeMap:
    codes = _Codes()
    data = stream.get_data()
    if len(data) <= _LARGEST_TABLE:
        with contextlib.suppress(Exception):  # half a table is better than none
            CMapParser(codes, io.BytesIO(data)).run()
    return codes


def _calm(widths: Sequence[Any]) -> list[Any]:
    """The widths of a font (ISO 32000-1, 9.7.4.3), nothing in place of a span that would take for ever to write out."""
    found = [resolve1(one) for one in widths]
    numbers = [one for one in found if isinstance(one, int)]
    return [] if numbers and max(numbers) > 0x1FFFF else found
