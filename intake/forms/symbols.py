"""Knows the ticks, boxes and bullets of the symbol fonts, which have no letters of their own.

Sources: Microsoft's character tables of Wingdings, Wingdings 2, Webdings and Symbol; Adobe's of ZapfDingbats.
"""

from __future__ import annotations

from functools import lru_cache

from intake.forms.blocks import EMPTY, TICKED, tidy

TICK, CROSS = "\u2713", "\u2717"  # with no box around them
BULLET = "\u2022"

_WINGDINGS = {
    0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0xA8: EMPTY, 0x78: TICKED, 0xFD: TICKED, 0xFE: TICKED, 0xFB: CROSS, 0xFC: TICK,
    0xA1: "\u25cb", 0xA4: "\u25c9", 0x4A: "\u263a", 0x4C: "\u2639", 0xDF: "\u2190", 0xE0: "\u2192", 0xE8: "\u2192",
    **dict.fromkeys((0x6C, 0x6E, 0x76, 0x9E, 0x9F, 0xA7, 0xD8), BULLET),
}  # fmt: skip
_WINGDINGS_2 = {
    0xA3: EMPTY, 0x2A: EMPTY, 0x4F: CROSS, 0x50: TICK, **dict.fromkeys((0x51, 0x52, 0x53, 0x54), TICKED),
    **dict.fromkeys((0x95, 0x96, 0x97, 0x98, 0xA0, 0xA1, 0xA2), BULLET),
}  # fmt: skip
_WEBDINGS = {0x61: TICK, 0x72: CROSS, 0x63: EMPTY, 0x67: BULLET, 0x3D: BULLET}
_DINGBATS = {
    **dict.fromkeys((0x33, 0x34), TICK), **dict.fromkeys((0x35, 0x36, 0x37, 0x38), CROSS),
    **dict.fromkeys((0x6F, 0x70, 0x71, 0x72), EMPTY), **dict.fromkeys((0x6C, 0x6E, 0x75, 0x76), BULLET),
}  # fmt: skip
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {
    **{code: chr(code) for code in range(0x20, 0x40)},
    **{0x41 + at: letter for at, letter in enumerate(_GREEK)},
    **{0x61 + at: letter.lower() for at, letter in enumerate(_GREEK)},
    0xB7: BULLET, 0xD6: "\u221a", 0xB4: "\u00d7", 0xAE: "\u2192", 0xA3: "\u2264", 0xB3: "\u2265", 0x2D: "-", 0xB0: "\u00b0",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS, "wingdings2": _WINGDINGS_2, "wingdings3": {}, "webdings": _WEBDINGS, "zapfdingbats": _DINGBATS,
    "itczapfdingbats": _DINGBATS, "symbol": _SYMBOL,
}  # fmt: skip


_UNNAMED = _WINGDINGS | {0xB7: BULLET}  # in a font of letters: a bullet of Symbol, all else of Wingdings


@lru_cache(maxsize=64)
def table(font: str) -> dict[int, str] | None:
    """Code (0 to 255) -> what it looks like, for the font of that name; None for a font of letters."""
    return _FONTS.get(font.lower().replace(" ", "").replace("-regular", ""))


def looks(font: str, code: int) -> str:
    """What the character `code` of a symbol font looks like; "" where that says nothing.

    A code of the private use area (U+F000 to U+F0FF) may stand in a font of letters, where a program has put it.
    """
    return (table(font) or _UNNAMED).get(code & 0xFF, "")


def is_symbol(font: str, code: int) -> bool:
    """Whether the character is one of a symbol font: by its font, or by its place in the private use area."""
    return 0xF000 <= code <= 0xF0FF or (code < 0x100 and table(font) is not None)


def boxed(text: str) -> str:
    """The same with bare ticks and crosses of a symbol font written as ticked boxes, as in running text."""
    return text.replace(TICK, TICKED).replace(CROSS, TICKED)


def item(text: str) -> tuple[str, str]:
    """(mark of a list's item, text it stands for): "1." or a bullet; a bullet that is a box is no mark but a box."""
    mark = tidy(text)
    if mark in {EMPTY, TICKED, "\u25a1"}:
        return "", f"{TICKED if mark == TICKED else EMPTY} "
    if not mark:
        return "", ""
    return (mark if any(c.isalnum() for c in mark) and mark != "o" else BULLET), ""  # "o": Word's second bullet
