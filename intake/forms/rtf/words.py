"""The control words of rich text that say the same wherever they stand, as tables: RTF 1.9.1."""

from __future__ import annotations

# Destinations whose text is not on the page, or not in its body, or stands there a second time in an older spelling.
SKIPPED = frozenset({
    "info", "stylesheet", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote",
    "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "annotation", "xe", "tc", "rxe", "txe", "template", "private", "nonshppict",
    "shprslt", "nonesttables", "listtable", "revtbl", "filetbl", "operator", "keywords", "pict", "object", "NeXTGraphic",
    "mmath", "objdata", "result", "pntxta", "pntxtb", "background",
})  # fmt: skip
# Destinations that programs may pass over (\*), and that we read. All others are passed over.
ARMED = frozenset({
    "fldinst", "formfield", "ffname", "ffl", "ffdeftext", "ffhelptext", "ffstattext", "ffentrymcr", "ffexitmcr", "ffformat",
    "shpinst", "shptxt", "do", "dptxbxtext", "nesttableprops", "shppict", "listtext", "pntext", "fonttbl", "colortbl", "ud",
    "shpgrp",
})  # fmt: skip
# Destinations that hold others and have no words of their own.
FRAMES = frozenset(["formfield", "shpinst", "do", "shppict", "sp", "sn", "sv", "ffentrymcr", "ffexitmcr", "ffformat"])

CHARACTERS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lbr": "\n", "emdash": "\u2014", "endash": "\u2013",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ",
    "enspace": " ", "qmspace": " ",
}  # fmt: skip
# What a control symbol stands for; the others are hints for hyphens and indexes.
MARKS = {"~": "\u00a0", "_": "-", "\t": "\t"}

UNDERLINES = frozenset({
    "ul", "uld", "uldash", "uldashd", "uldashdd", "uldb", "ulhair", "ulhwave", "ulldash", "ulth", "ulthd", "ulthdash",
    "ulthdashd", "ulthdashdd", "ulthldash", "ululdbwave", "ulw", "ulwave",
})  # fmt: skip
# Words that turn something on, or with 0 off: the name of what they turn.
TOGGLES = {
    "b": "bold", "v": "hidden", "strike": "struck", "striked": "struck", "deleted": "deleted", "mvf": "deleted",
    **dict.fromkeys(UNDERLINES, "underlined"),
}  # fmt: skip
BACKS = frozenset(["highlight", "cb", "chcbpat"])
