"""What stands in a paragraph of an OpenDocument: its words in order, its fields and boxes, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from intake.forms import symbols
from intake.forms.blocks import EMPTY, TICKED, Block, Control, tidy
from intake.forms.opendocument.controls import Controls
from intake.forms.opendocument.names import DRAW, FIELD, LO, OFFICE, SVG, TEXT
from intake.forms.opendocument.styles import Look, Styles, number
from intake.forms.runs import Run, pieces

_NO_TEXT = (
    "tracked-changes", "note", "sequence-decls", "variable-decls", "user-field-decls", "number", "ruby-text", "placeholder",
    "hidden-text", "script", "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index", "bibliography",
)  # fmt: skip
SKIPPED = {f"{TEXT}{name}" for name in _NO_TEXT} | {f"{SVG}title", f"{SVG}desc"}
SKIPPED |= {f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners")}
_MOST_SPACES = 50  # <text:s text:c="999999999"/>


@dataclass(slots=True)
class Paragraph:
    """One paragraph while it is read."""

    styles: Styles
    controls: Controls
    records: list[Control]
    runs: list[Run] = field(default_factory=list)
    hanging: list[etree._Element] = field(default_factory=list)  # text boxes and shapes, read after the paragraph
    beside: list[Block] = field(default_factory=list)  # fields of a form that stand beside the paragraph
    is_hidden: bool = False

    def read(self, element: etree._Element, look: Look) -> None:
        """Takes in all that stands in `element`, with the text that follows each child."""
        self._add(element.text, look)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                self._child(child, look)
            self._add(child.tail, look)

    def _child(self, child: etree._Element, look: Look) -> None:
        space, _, name = child.tag[1:].partition("}")
        if f"{{{space}}}" == DRAW and name != "a":
            self._drawn(child, name, look)
        elif f"{{{space}}}" == FIELD:
            self._put(_old_field(child), look)
        elif f"{{{space}}}" == LO and name == "content-control":
            self._content_control(child, look)
        elif name == "s":
            self._put(" " * min(number(child.get(f"{TEXT}c"), 1), _MOST_SPACES), look)
        elif name in {"tab", "line-break"}:
            self._put("\t" if name == "tab" else "\n", look)
        elif name == "hidden-paragraph":
            self.is_hidden |= child.get(f"{TEXT}is-hidden") == "true"
        elif child.get(f"{TEXT}display") != "none":
            self.read(child, self.styles.look("text", child.get(f"{TEXT}style-name")).over(look))

    def _add(self, text: str | None, look: Look) -> None:
        """Text as it stands; characters of a symbol font are written as what they look like."""
        font = look.font or ""
        if text and (not text.isascii() or symbols.table(font) is not None):
            text = "".join(_shown(font, c) for c in text)
        self._put((text or "").replace("\n", " "), look)

    def _put(self, text: str, look: Look) -> None:
        if text and not look.left_out:
            self.runs.append((text, look.stressed))

    def _drawn(self, child: etree._Element, name: str, look: Look) -> None:
        if name == "g":
            for inner in child:
                if isinstance(inner.tag, str) and inner.tag.startswith(DRAW):
                    self._drawn(inner, inner.tag.removeprefix(DRAW), look)
        elif name != "control":
            self.hanging.append(child)
        else:
            shown, is_bare_box = self.controls.drawn(child.get(f"{DRAW}control"))
            if child.get(f"{TEXT}anchor-type") == "as-char" or is_bare_box:
                self._put(shown, look)
            else:
                self.beside += [Block(pieces(line)) for line in shown.split("\n") if line.strip()]

    def _content_control(self, child: etree._Element, look: Look) -> None:
        """A content control of LibreOffice: a box, or text that was typed or chosen."""
        ticked = child.get(f"{LO}checked") == "true" if child.get(f"{LO}checkbox") == "true" else None
        at = len(self.runs)
        if ticked is not None:
            self._put(TICKED if ticked else EMPTY, look)
        elif child.get(f"{LO}showing-place-holder") != "true":
            self.read(child, look)
        name, label = child.get(f"{LO}tag", ""), child.get(f"{LO}alias", "")
        if name or label:
            text = "" if ticked is not None else tidy("".join(text for text, _ in self.runs[at:]))
            self.records.append(Control(name, label, text, ticked))


def _shown(font: str, character: str) -> str:
    code = ord(character)
    return symbols.boxed(symbols.looks(font, code)) if code > 0x20 and symbols.is_symbol(font, code) else character


def _old_field(mark: etree._Element) -> str:
    """A box or a list of Word 97's form fields, as LibreOffice keeps them; the text of its fields stands as text."""
    values: dict[str, list[str]] = {}
    for one in mark:
        if one.tag == f"{FIELD}param":
            values.setdefault(one.get(f"{FIELD}name", ""), []).append(one.get(f"{FIELD}value", ""))
    kind = mark.get(f"{FIELD}type", "").rpartition(".")[2]
    if kind == "FORMCHECKBOX":
        return TICKED if values.get("Checkbox_Checked") == ["true"] else EMPTY
    if kind == "FORMDROPDOWN":
        entries, at = values.get("Dropdown_ListEntry", []), number(values.get("Dropdown_Selected", ["0"])[0], 0)
        return entries[at] if at < len(entries) else ""
    return ""
