"""What each control word of rich text does to the reading, as a table: RTF 1.9.1, "Contents of an RTF File"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from intake.forms import symbols
from intake.forms.rtf.fields import Field, FormField
from intake.forms.rtf.state import Font, Into
from intake.forms.rtf.tokens import of_charset, of_page

if TYPE_CHECKING:
    from intake.forms.rtf.reader import Reader

_MOST_CELLS = 200  # of one row; programs describe at most 64

Action = Callable[["Reader", int], None]  # the word's number, 0 where it has none

# ------------------------------------------------------------------------------------------------- code pages, fonts


def _page(reader: Reader, number: int) -> None:
    reader.codec = of_page(number) or "cp1252"


def _font(reader: Reader, number: int) -> None:
    reader.state.font = number
    if reader.state.into is Into.FONTS:
        reader.fonts[number] = Font()


def _charset(reader: Reader, number: int) -> None:
    if reader.state.into is Into.FONTS and (font := reader.fonts.get(reader.state.font)) is not None:
        font.codec = font.codec or of_charset(number)


def _font_page(reader: Reader, number: int) -> None:
    if reader.state.into is Into.FONTS and (font := reader.fonts.get(reader.state.font)) is not None:
        font.codec = of_page(number) or font.codec


def _default_font(reader: Reader, number: int) -> None:
    reader.default_font = reader.state.font = number


def _colour(reader: Reader, number: int) -> None:
    reader.darkest = number if reader.darkest is None else min(number, reader.darkest)


def _unicode(reader: Reader, number: int) -> None:
    """A character by its number, which may be written as negative; those beyond U+FFFF come in two halves."""
    code = number + 0x10000 if number < 0 else number
    high, reader.high = reader.high, 0
    font = reader.fonts[reader.state.font].name if reader.state.font in reader.fonts else ""
    reader.fallback = reader.state.fallback
    if 0xD800 <= code < 0xDC00:
        reader.high = code
    elif 0xDC00 <= code < 0xE000:
        if high:
            reader.put(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00))
    elif symbols.is_symbol(font, code):
        reader.put(reader.symbol(font, code))
    elif 0x20 <= code <= 0x10FFFF:
        reader.put(chr(code))


def _fallback(reader: Reader, number: int) -> None:
    reader.state.fallback = min(max(0, number), 8)


# ----------------------------------------------------------------------------------------- paragraphs, cells and rows


def _plain(reader: Reader, _: int) -> None:
    reader.state.plain(reader.default_font)


def _paragraph(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE:
        reader.flow.end_paragraph(reader.depth)
    if reader.state.field is not None:
        reader.state.field.result.append("\n")


def _section(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE and reader.flow.begun:
        reader.flow.end_paragraph(reader.depth)


def _paragraph_defaults(reader: Reader, _: int) -> None:
    reader.state.in_table, reader.state.depth = False, 0


def _in_table(reader: Reader, _: int) -> None:
    reader.state.in_table = True


def _depth(reader: Reader, number: int) -> None:
    reader.state.depth = max(0, number)


def _row_begins(reader: Reader, _: int) -> None:
    reader.flow.in_row = True  # some programs do not say of each paragraph that it stands in a table
    reader.merged[reader.state.nested], reader.is_rest = [], False


def _merged(reader: Reader, _: int) -> None:
    reader.is_rest = True


def _cell_described(reader: Reader, _: int) -> None:
    cells = reader.merged.setdefault(reader.state.nested, [])
    if len(cells) < _MOST_CELLS:
        cells.append(reader.is_rest)
    reader.is_rest = False


def _cell(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE:
        reader.flow.end_cell(1)


def _row(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE:
        reader.flow.end_row(1, reader.merged.get(False, []))
        reader.flow.in_row = False


def _nested_cell(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE:
        reader.flow.end_cell(max(2, reader.state.depth))


def _nested_row(reader: Reader, _: int) -> None:
    if reader.state.into is Into.PAGE:
        reader.flow.end_row(max(2, reader.state.depth), reader.merged.get(True, []))


def _nested(reader: Reader, _: int) -> None:
    reader.state.nested = True


# ------------------------------------------------------------------------------------- destinations, fields and boxes


def _into(where: Into) -> Action:
    def action(reader: Reader, _: int) -> None:
        reader.state.into = where

    return action


def _two_spellings(reader: Reader, _: int) -> None:
    reader.state.outside, reader.state.into = reader.state.into, Into.NOWHERE


def _unicode_spelling(reader: Reader, _: int) -> None:
    reader.state.into, reader.state.starred = reader.state.outside, False


def _item(reader: Reader, _: int) -> None:
    sink: list[str] = []
    reader.aside(sink, partial(reader.end_mark, sink))


def _field(reader: Reader, _: int) -> None:
    field = Field()
    reader.state.field, reader.state.closes = field, partial(reader.end_field, field)


def _instruction(reader: Reader, _: int) -> None:
    field = reader.state.field or Field()
    reader.aside(field.instruction, partial(reader.end_instruction, field))


def _result(reader: Reader, _: int) -> None:
    if reader.state.field is not None and reader.state.field.replaced:
        reader.state.replaced = True


def _form_field(reader: Reader, _: int) -> None:
    if reader.state.field is not None:
        reader.state.field.form = FormField()


def _of_form(name: str) -> Action:
    def action(reader: Reader, number: int) -> None:
        field = reader.state.field
        if field is not None and field.form is not None:
            setattr(field.form, name, number)

    return action


def _words_of_form(name: str) -> Action:
    def action(reader: Reader, _: int) -> None:
        field = reader.state.field
        form = field.form if field is not None and field.form is not None else FormField()
        if name == "entries":
            form.entries.append([])
        reader.aside({"name": form.name, "help": form.help, "entries": form.entries[-1] if form.entries else []}.get(name, []))

    return action


def _box(reader: Reader, _: int) -> None:
    reader.begin_box()


WORDS: dict[str, Action] = {
    "ansicpg": _page,
    "mac": lambda reader, _: _page(reader, 10000),
    "pc": lambda reader, _: _page(reader, 437),
    "pca": lambda reader, _: _page(reader, 850),
    "deff": _default_font,
    "fonttbl": _into(Into.FONTS),
    "f": _font,
    "fcharset": _charset,
    "cpg": _font_page,
    "colortbl": _into(Into.COLOURS),
    **dict.fromkeys(("red", "green", "blue"), _colour),
    "u": _unicode,
    "uc": _fallback,
    "plain": _plain,
    "par": _paragraph,
    "sect": _section,
    "pard": _paragraph_defaults,
    "intbl": _in_table,
    "itap": _depth,
    "trowd": _row_begins,
    "clmrg": _merged,
    "cellx": _cell_described,
    "cell": _cell,
    "row": _row,
    "nestcell": _nested_cell,
    "nestrow": _nested_row,
    "nesttableprops": _nested,
    "upr": _two_spellings,
    "ud": _unicode_spelling,
    "listtext": _item,
    "pntext": _item,
    "field": _field,
    "fldinst": _instruction,
    "fldrslt": _result,
    "formfield": _form_field,
    "fftype": _of_form("kind"),
    "ffres": _of_form("result"),
    "ffdefres": _of_form("default"),
    "ffname": _words_of_form("name"),
    "ffhelptext": _words_of_form("help"),
    "ffstattext": _words_of_form("help"),
    "ffl": _words_of_form("entries"),
    "ffdeftext": _words_of_form(""),
    "shptxt": _box,
    "dptxbxtext": _box,
    "ulnone": lambda reader, _: setattr(reader.state, "underlined", False),
}
