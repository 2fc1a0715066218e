"""What only the workbook holds: the order of columns, rows without a reference, sheets of staff's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.register.cells import Cell


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet staff added. `rows` from the first row and column on; formulas stand as they were typed."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """Carried over from the workbook that was read into the one that is written."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)  # sheet -> headers in the order staff gave them
    loose_rows: dict[str, tuple[dict[str, Cell], ...]] = field(default_factory=dict)  # sheet -> cells by header
    sheets: tuple[OwnSheet, ...] = ()
