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
_FONTS = (
    (re.compile(r"wingdings ?-?2", re.I), _WINGDINGS_2),
    (re.compile(r"wingdings ?-?3", re.I), {}),
    (re.compile(r"wingdings", re.I), _WINGDINGS),
    (re.compile(r"webdings", re.I), _WEBDINGS),
    (re.compile(r"dingbats|monotypesorts", re.I), _DINGBATS),
    (re.compile(r"(?<!open)symbol(?!.*(?:ui|neu|emoji|mono))", re.I), _SYMBOL),
)
_ALIKE = {sign: EMPTY for sign in "\u2610\u25a1\u25a2\u274f\u2750\u2751\u2752\u25cb\u25ef\u2b1c\u2b58"}
_ALIKE |= {sign: TICKED for sign in "\u2611\u2612\u22a0\u2327\u25c9\u2705\U0001f5f9\U0001f5f5\U0001f5f7"}
_ALIKE |= {sign: TICK for sign in "\u2713\u2714\u2715\u2716\u2717\u2718\u221a"}
_ALIKE |= {sign: DOT for sign in "\u2219\u25aa\u25ab\u25a0\u25cf\u25e6\u2023\u27a2\u2756\u25c6\uf0b7\uf0a7\uf0d8"}
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
