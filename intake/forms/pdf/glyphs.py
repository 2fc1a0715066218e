"""Knows which signs mean a box, a tick or a list's dot, whatever font they are drawn with."""

from __future__ import annotations

import re
import unicodedata

from intake.forms.blocks import EMPTY, TICKED

TICK = "\u2713"  # a tick or a cross by itself: what it ticks stands beside it
DOT = "\u2022"

# What the codes of the fonts mean; the others of their signs are ornaments. Tables: Unicode's L2/11-344 for the Wingdings,
# ISO 32000-1, D.6 for ZapfDingbats.
_WINGDINGS = {EMPTY: "6f7172a8a1", TICKED: "fefda4", TICK: "fcfb", DOT: "a79f6c6e6dd876758cd7d9"}
_WINGDINGS_2 = {EMPTY: "a381", TICKED: "52535455", TICK: "504f", DOT: "979896"}
_WEBDINGS = {EMPTY: "63", TICK: "6172", DOT: "67"}
_DINGBATS = {EMPTY: "6f7071726d", TICK: "333435363738", DOT: "6c6e7548"}
_SYMBOL = {DOT: "b7", TICK: "d6"}
_FONTS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"wingdings ?-?2", re.IGNORECASE), _WINGDINGS_2),
    (re.compile(r"wingdings ?-?3", re.IGNORECASE), {}),
    (re.compile(r"wingdings", re.IGNORECASE), _WINGDINGS),
    (re.compile(r"webdings", re.IGNORECASE), _WEBDINGS),
    (re.compile(r"dingbats|monotypesorts", re.IGNORECASE), _DINGBATS),
    (re.compile(r"(?<!open)symbol(?!.*(?:ui|neu|emoji|mono))", re.IGNORECASE), _SYMBOL),
)
_ALIKE = dict.fromkeys("☐□▢❏❐❑❒○◯⬜⭘", EMPTY)
_ALIKE |= dict.fromkeys("☑☒⊠⌧◉✅🗹🗵🗷", TICKED)
_ALIKE |= dict.fromkeys("✓✔✕✖✗✘√", TICK)
_ALIKE |= dict.fromkeys("∙▪▫■●◦‣➢❖◆\uf0b7\uf0a7\uf0d8", DOT)
_LIGATURE = re.compile("[\ufb00-\ufb06\u01c4-\u01cc\u0132\u0133]")
_PRIVATE = range(0xF020, 0xF100)  # where programs put the codes of a symbol font


def meaning(font: str, code: int, text: str) -> str:
    """What a sign says: `text`, as the font's own tables have it, but boxes, ticks and dots as this house writes them.

    `font` is the font's name, `code` the number of the sign in it.
    """
    table = next((signs for name, signs in _FONTS if name.search(font)), None)
    if table is None:
        if len(text) == 1 and ord(text) in _PRIVATE and text not in _ALIKE:
            return _of(_WINGDINGS, ord(text) & 0xFF)
        if len(text) == 1:
            text = _ALIKE.get(text, text)
        return unicodedata.normalize("NFKC", text) if _LIGATURE.search(text) else text
    if text in _ALIKE and not (len(text) == 1 and ord(text) < 0x100):
        return _ALIKE[text]
    if len(text) == 1 and ord(text) in _PRIVATE:
        return _of(table, ord(text) & 0xFF)
    found = _of(table, code) if code < 0x100 else ""
    if not found and len(text) == 1 and ord(text) < 0x100:
        found = _of(table, ord(text))
    if text.isspace():
        return text
    return found or (text if len(text) == 1 and ord(text) > 0x17F else "")


def _of(table: dict[str, str], code: int) -> str:
    return next((sign for sign, codes in table.items() if code in bytes.fromhex(codes)), "")
