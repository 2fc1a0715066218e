"""What the styles of an OpenDocument say of text: whether it stands out, was taken back, or has a list's mark before it.

OpenDocument 1.3 Part 3, 16 "Styles", 19.850 ff. (text formatting properties), 16.30 to 16.35 (list styles).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from itertools import islice

from lxml import etree

from intake.forms import symbols
from intake.forms.opendocument.names import FO, OFFICE, STYLE, SVG, TEXT

_DEEPEST = 20  # styles upon styles
_PALE = 250  # of 255: as good as white
_MOST_NUMBER = 3_000
_MOST_LEVELS = 20  # of a list style; programs write ten
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks; None: as what stands around it."""

    bold: bool | None = None
    underlined: bool | None = None
    marked: bool | None = None  # a colour behind it
    struck: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, around: Look) -> Look:
        """This look, inside text of the look `around`."""
        return Look(*(getattr(around if getattr(self, f.name) is None else self, f.name) for f in fields(Look)))

    @property
    def left_out(self) -> bool:
        """Whether its writer took the text back, or nobody sees it."""
        return bool(self.struck or self.hidden)

    @property
    def stressed(self) -> bool:
        """Whether the text stands out."""
        return bool(self.bold or self.underlined or self.marked)


class Styles:
    """The styles of one document: the automatic ones, and the named ones they rest on."""

    def __init__(self, *roots: etree._Element) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._fonts: dict[str, str] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for group in (child for root in roots for child in root):
            if group.tag in {f"{OFFICE}automatic-styles", f"{OFFICE}styles"}:
                for one in group:
                    self._keep(one)
            elif group.tag == f"{OFFICE}font-face-decls":
                for face in group:
                    self._fonts[face.get(f"{STYLE}name", "")] = face.get(f"{SVG}font-family", "").strip("'\" ")

    def _keep(self, one: etree._Element) -> None:
        name = one.get(f"{STYLE}name", "")
        if one.tag == f"{STYLE}style":
            self._styles.setdefault((one.get(f"{STYLE}family", ""), name), one)
        elif one.tag == f"{TEXT}list-style":
            self._lists.setdefault(name, one)

    def look(self, family: str, name: str | None) -> Look:
        """The look of a style of that family ("text", "paragraph")."""
        key = (family, name or "")
        if key not in self._looks:
            self._looks[key] = self._found(*key)
        return self._looks[key]

    def is_hidden(self, name: str | None) -> bool:
        """Whether a section of that style is not shown."""
        style = self._styles.get(("section", name or ""))
        return style is not None and style.find(f"{STYLE}section-properties[@{TEXT}display='none']") is not None

    def _found(self, family: str, name: str) -> Look:
        look = Look()
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                break
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None:
                look = look.over(self._own(properties))
            name = style.get(f"{STYLE}parent-style-name", "")
        return look

    def _own(self, properties: etree._Element) -> Look:
        font = properties.get(f"{STYLE}font-name")
        return Look(
            bold=_is_bold(properties.get(f"{FO}font-weight")),
            underlined=_is_drawn(properties.get(f"{STYLE}text-underline-style")),
            marked=_is_seen(properties.get(f"{FO}background-color")),
            struck=_is_drawn(properties.get(f"{STYLE}text-line-through-style")),
            hidden=None if (shown := properties.get(f"{TEXT}display")) is None else shown == "none",
            font=self._fonts.get(font, font) if font else properties.get(f"{FO}font-family"),
        )

    # ------------------------------------------------------------------------------------------------------- lists

    def mark(self, style: str, numbers: list[int]) -> tuple[str, str]:
        """(mark, text) of a list's item, as `symbols.item` gives them. `numbers`: those of its level and all above."""
        level = self._level(style, len(numbers))
        if level is None:
            return "", ""
        if level.tag == f"{TEXT}list-level-style-number":
            return self._number(style, level, numbers), ""
        look = self._own(found) if (found := level.find(f"{STYLE}text-properties")) is not None else Look()
        bullet = level.get(f"{TEXT}bullet-char", symbols.BULLET)[:1]
        font = look.font or self.look("text", level.get(f"{TEXT}style-name")).font or ""
        if bullet and symbols.is_symbol(font, ord(bullet)):
            bullet = symbols.looks(font, ord(bullet)) or symbols.BULLET
        return symbols.item(bullet)

    def start(self, style: str, depth: int) -> int:
        """The number with which the list begins at that depth (1 for the outermost)."""
        level = self._level(style, depth)
        return number(level.get(f"{TEXT}start-value"), 1) if level is not None else 1

    def _level(self, style: str, depth: int) -> etree._Element | None:
        found = self._lists.get(style)
        levels = islice(found, _MOST_LEVELS) if found is not None else ()
        return next((level for level in levels if level.get(f"{TEXT}level") == str(depth)), None)

    def _number(self, style: str, level: etree._Element, numbers: list[int]) -> str:
        """ "2.", "b)", "1.3": as many levels as the style shows."""
        shown = max(1, min(len(numbers), number(level.get(f"{TEXT}display-levels"), 1)))
        parts: list[str] = []
        for depth in range(len(numbers) - shown + 1, len(numbers) + 1):
            one = self._level(style, depth)
            form = one.get(f"{STYLE}num-format", "") if one is not None else ""
            parts.append(_written(numbers[depth - 1], form))
        said = ".".join(part for part in parts if part)
        return f"{level.get(f'{STYLE}num-prefix', '')}{said}{level.get(f'{STYLE}num-suffix', '')}".strip() if said else ""


def number(text: str | None, otherwise: int) -> int:
    """A small number of an attribute."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _written(value: int, form: str) -> str:
    """`value` in the number format of XSL: 1, a, A, i, I."""
    if not 0 < value < _MOST_NUMBER or form in {"", "1"}:
        return str(value) if form else ""
    text = ""
    if form.lower() == "a":
        letter, times = (value - 1) % 26, (value - 1) // 26 + 1
        text = chr(ord("a") + letter) * times
    elif form.lower() == "i":
        for worth, letters in _ROMAN:
            text += letters * (value // worth)
            value %= worth
    return text.upper() if form.isupper() else text


def _is_bold(weight: str | None) -> bool | None:
    if weight is None:
        return None
    return weight == "bold" or (weight.isdigit() and int(weight[:4]) >= 600)


def _is_drawn(line: str | None) -> bool | None:
    return None if line is None else line != "none"


def _is_seen(colour: str | None) -> bool | None:
    if colour is None:
        return None
    digits = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour)
    return digits is not None and min(int(part, 16) for part in digits.groups()) < _PALE
