"""The only room that starts processes: the reading child with its limits, and the converters beside it."""

from intake.cell.confined import fence
from intake.cell.converters import PICTURE, WORD, Converters
from intake.cell.parent import Cell, ChildDiedError

__all__ = ["PICTURE", "WORD", "Cell", "ChildDiedError", "Converters", "fence"]
