"""How the workbook looks: plain fonts, quiet colours with strong contrast, never colour alone."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from intake.register.layout import Column

FONT = "Arial"
MOMENT, DAY = "dd mmm yyyy hh:mm", "dd mmm yyyy"

_INK, _SLATE, _GREEN, _RED, _BLUE = "FF1F2933", "FF243B53", "FF2F5D50", "FF9B1C1C", "FF1D4ED8"
_YELLOW, _ROSE, _MIST, _LINE = "FFFFF9E0", "FFFDECEC", "FFEEF2F6", "FFD5DCE4"
_HAIR = Side(style="thin", color=_LINE)
_GRID = Border(bottom=_HAIR, right=_HAIR)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


class Styles:
    """Styles of one workbook, each made once; a style is put on a cell by sharing its array."""

    def __init__(self, workbook: Workbook) -> None:
        self._scratch: Any = Worksheet(workbook).cell(1, 1)
        self._made: dict[tuple[object, ...], StyleArray] = {}

    def header(self, column: Column) -> StyleArray:
        return self._style(
            ("header", column.owner == "staff"),
            font=Font(name=FONT, size=10, bold=True, color="FFFFFFFF"),
            fill=_fill(_GREEN if column.owner == "staff" else _SLATE),
            alignment=Alignment(wrap_text=True, vertical="center"),
            border=_GRID,
        )

    def cell(self, column: Column, *, text: bool, urgent: bool, link: bool) -> StyleArray:
        """A cell of a table. `text`: shown as it is, whatever it begins with."""
        loud = urgent and column.key in ("attention", "reference")
        key = ("cell", column.form, text, column.owner == "staff", urgent, loud, link)
        if key in self._made:  # this is asked for every cell, and fonts are dear to make
            return self._made[key]
        formats = {"moment": MOMENT, "day": DAY}
        colour = _BLUE if link else _RED if loud else _INK
        ground = _YELLOW if column.owner == "staff" else _ROSE if urgent else None
        return self._style(
            key,
            font=Font(name=FONT, size=10, bold=loud, color=colour, underline="single" if link else None),
            fill=_fill(ground) if ground else PatternFill(),
            alignment=Alignment(wrap_text=True, vertical="top", horizontal="left"),
            border=_GRID,
            number_format="General" if text else formats.get(column.form, "General"),
            quotePrefix=text,
        )

    def date(self, column: Column, number_format: str) -> StyleArray:
        """A date that stands in a column of text."""
        style = copy(self.cell(column, text=False, urgent=False, link=False))
        return self._style(("date", column.owner, number_format), base=style, number_format=number_format)

    def line(self, style: str, *, text: bool, first: bool, number_format: str) -> StyleArray:
        """A cell of the summary."""
        fonts = {
            "title": Font(name=FONT, size=20, bold=True, color=_SLATE),
            "section": Font(name=FONT, size=14, bold=True, color=_SLATE),
            "head": Font(name=FONT, size=10, bold=True, color="FFFFFFFF"),
            "urgent": Font(name=FONT, size=10, bold=True, color=_RED),
            "total": Font(name=FONT, size=10, bold=True, color=_INK),
            "note": Font(name=FONT, size=10, color="FF52606D"),
        }
        grounds = {"head": _SLATE, "urgent": _ROSE, "legend": _YELLOW}
        ground = grounds.get(style)
        return self._style(
            ("line", style, text, first, number_format),
            font=fonts.get(style, Font(name=FONT, size=10, color=_INK)),
            fill=_fill(ground) if ground else PatternFill(),
            alignment=Alignment(
                wrap_text=first and style in ("row", "urgent"),
                vertical="bottom" if style == "section" else "top",
                horizontal="left",
            ),
            border=Border(bottom=_HAIR) if style in ("row", "urgent", "total") else Border(),
            number_format=number_format,
            quotePrefix=text,
        )

    def _style(self, key: tuple[object, ...], base: StyleArray | None = None, **parts: Any) -> StyleArray:
        if key not in self._made:
            self._scratch._style = copy(base) if base is not None else StyleArray()
            for name, part in parts.items():
                setattr(self._scratch, name, part)
            self._made[key] = self._scratch._style
        return self._made[key]
