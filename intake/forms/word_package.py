"""What stands around the text of a Word document: where its main part lies, its lists, and what it holds that may do harm."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from intake.forms.archive import Archive
from intake.forms.blocks import UnreadableError
from intake.forms.markup import parse

MAIN_PART = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.strip("{}").encode())  # ISO/IEC 29500 strict, and ours for it
OFF = {"0", "false", "off", "none"}

MACROS = "The document has macros. They were not run."
INSIDE = "The document holds other files inside. They were not opened."
OUTSIDE = "The document points to something outside it. It was not fetched."
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/image", "/aFChunk")  # a hyperlink is only words
_MOST_LEVELS, _MOST_LISTS = 9, 5_000  # the first is ECMA-376 Part 1, 17.9.6
_BULLET = "\u2022"


def main_part(archive: Archive) -> str | None:
    """Name of the part that holds the text, by the package's relationships (ECMA-376 Part 2, 9.3); None: no Word document."""
    if MAIN_PART in archive.names:
        return MAIN_PART
    if "_rels/.rels" not in archive.names or "[Content_Types].xml" not in archive.names:
        return None
    for relation in parse(archive.read("_rels/.rels")).iter(_RELATION):
        target = posixpath.normpath(relation.get("Target", "")).lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target.startswith("word/") and target in archive.names:
            return target
    return None


def on(mark: etree._Element) -> bool:
    """A property that is there is on, unless it says otherwise (ECMA-376 Part 1, 22.9.2.7)."""
    return mark.get(f"{W}val", "1") not in OFF


def notes(archive: Archive, root: etree._Element) -> tuple[str, ...]:
    """Sentences for staff about what the document holds beside its text."""
    names = [name.lower() for name in archive.names]
    said = [MACROS] if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names) else []
    if any("/embeddings/" in name or "/activex/" in name for name in names) or root.find(f".//{W}altChunk") is not None:
        said.append(INSIDE)
    if any(
        relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_FETCHED) for relation in _links(archive)
    ):
        said.append(OUTSIDE)
    return tuple(said)


def _links(archive: Archive) -> Iterator[etree._Element]:
    """The relationships of the document's parts."""
    for name in archive.names:
        if name.startswith("word/_rels/") and (part := _part(archive, name)) is not None:
            yield from part.iter(_RELATION)


def _part(archive: Archive, name: str) -> etree._Element | None:
    """A part that the text can do without: None where it is absent or cannot be read."""
    try:
        return parse(archive.read(name).replace(*STRICT))
    except UnreadableError:
        return None


@dataclass(slots=True)
class Numbering:
    """The lists of one document: how their items are marked, and how far each has come."""

    formats: dict[tuple[str, str], str] = field(default_factory=dict)  # (list, level) -> number format
    styles: dict[str, tuple[str, str]] = field(default_factory=dict)  # paragraph style -> (list, level)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def mark(self, paragraph: etree._Element) -> str:
        """ "•" or "2." for a paragraph that is an item of a list, "" for others."""
        where = self._place(paragraph)
        if where is None or where[0] == "0":
            return ""
        kind = self.formats.get(where, "bullet")
        if kind == "none":
            return ""
        if kind == "bullet":
            return _BULLET
        self.counts[where] += 1
        return f"{self.counts[where]}."

    def _place(self, paragraph: etree._Element) -> tuple[str, str] | None:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            return _list_of(own)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(style.get(f"{W}val", "")) if style is not None else None


def numbering(archive: Archive) -> Numbering:
    """The document's lists (ECMA-376 Part 1, 17.9), and the paragraph styles that are list items."""
    found = Numbering()
    if (root := _part(archive, "word/numbering.xml")) is not None:
        abstract = {
            one.get(f"{W}abstractNumId", ""): {
                level.get(f"{W}ilvl", ""): _format(level) for level in one.findall(f"{W}lvl")[:_MOST_LEVELS]
            }
            for one in root.findall(f"{W}abstractNum")
        }
        for number in root.findall(f"{W}num")[:_MOST_LISTS]:
            based = number.find(f"{W}abstractNumId")
            for level, kind in abstract.get(based.get(f"{W}val", "") if based is not None else "", {}).items():
                found.formats[number.get(f"{W}numId", ""), level] = kind
    if (styles := _part(archive, "word/styles.xml")) is not None:
        for style in styles.findall(f"{W}style"):
            own = style.find(f"{W}pPr/{W}numPr")
            if own is not None:
                found.styles[style.get(f"{W}styleId", "")] = _list_of(own)
    return found


def _format(level: etree._Element) -> str:
    kind = level.find(f"{W}numFmt")
    return kind.get(f"{W}val", "bullet") if kind is not None else "decimal"


def _list_of(numbered: etree._Element) -> tuple[str, str]:
    number, level = (numbered.find(f"{W}{name}") for name in ("numId", "ilvl"))
    return (number.get(f"{W}val", "0") if number is not None else "0", level.get(f"{W}val", "0") if level is not None else "0")
