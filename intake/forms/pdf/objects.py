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

_MOST_CODES = 150_000  # entries of the tables of all fonts of one document
_LARGEST_TABLES = 1_000_000  # bytes of those tables
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
        for packed in ("Filter", "F", "DecodeParms", "DP"):
            attributes.pop(packed, None)
        stream = _Late(attributes, value)
        if number is not None:
            stream.set_objid(number, 0)
        return stream


class _Late(PDFStream):
    """A stream that pypdf unpacks, within its limits, when it is wanted; pictures never are."""

    def __init__(self, attributes: dict[str, Any], packed: pypdf_objects.StreamObject) -> None:
        super().__init__(attributes, b"")
        self._packed = packed

    def get_data(self) -> bytes:
        if self.data is None:
            self.data = b"" if self._packed.get("/Subtype") == "/Image" else self._packed.get_data()
        return self.data


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
        self._left = _MOST_CODES  # entries that the tables of this document's fonts may still have
        self._bytes = _LARGEST_TABLES

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        table = resolve1(spec.get("ToUnicode"))
        kept = {key: value for key, value in spec.items() if key != "ToUnicode" or not isinstance(table, PDFStream)}
        try:
            font = super().get_font(None, self._calm(kept)) if kept else self._fallback()
        except Exception:  # noqa: BLE001  whatever is wrong with one font, the others are read
            font = self._fallback()
        if isinstance(table, PDFStream) and font is not self._plain:
            cast(Any, font).unicode_map = self._table(table)
        if objid:
            self._cached_fonts[objid] = font
        return font

    def spend(self, entries: int) -> None:
        """Takes so many entries from what the fonts of the document may have. Raises TooMuchError."""
        self._left -= entries
        if self._left < 0:
            raise TooMuchError

    def _calm(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The font without what would take for ever to write out. Raises TooMuchError."""
        encoding = resolve1(spec.get("Encoding"))
        differences = list_value(encoding.get("Differences", [])) if isinstance(encoding, dict) else []
        widths = {"W": [resolve1(one) for one in list_value(spec["W"])]} if "W" in spec else {}
        self.spend(100 + len(differences) + len(list_value(spec.get("Widths", []))) + sum(map(_spread, widths.values())))
        descriptor = resolve1(spec.get("FontDescriptor"))
        file = resolve1(descriptor.get("FontFile")) if isinstance(descriptor, dict) and encoding is None else None
        if isinstance(file, PDFStream):
            self._bytes -= len(file.get_data())
            if self._bytes < 0:
                raise TooMuchError
        return {key: value for key, value in spec.items() if key != "W2"} | widths  # W2: writing from top to bottom

    def _table(self, stream: PDFStream) -> FileUnicodeMap:
        """A font's table from codes to letters."""
        codes = _Codes(self)
        data = stream.get_data()
        self._bytes -= len(data)
        if self._bytes >= 0:
            with contextlib.suppress(Exception):  # half a table is better than none
                CMapParser(codes, io.BytesIO(data)).run()
        return codes

    def _fallback(self) -> PDFFont:
        if self._plain is None:
            self._plain = super().get_font(None, {"Subtype": LIT("Type1"), "BaseFont": LIT("Helvetica")})
        return self._plain


class _Codes(FileUnicodeMap):
    """A font's table from codes to letters, of which only so many entries are read."""

    def __init__(self, fonts: Fonts) -> None:
        super().__init__()
        self._fonts = fonts

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        self._fonts.spend(1)
        super().add_cid2unichr(cid, code)


def _spread(widths: Sequence[Any]) -> int:
    """How many entries the widths of a font have when their spans are written out (ISO 32000-1, 9.7.4.3)."""
    total, numbers = 0, list[float]()
    for one in widths:
        if isinstance(one, list):
            total, numbers = total + len(one), []
        elif isinstance(one, int | float):
            numbers.append(one)
        if len(numbers) == 3:
            total, numbers = total + int(abs(numbers[1] - numbers[0])), []
    return total
