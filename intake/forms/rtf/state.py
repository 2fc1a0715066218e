"""What holds inside a group of rich text, and ends with it: RTF 1.9.1, "Groups"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from intake.forms.rtf.fields import Field


class Into(Enum):
    """Where text goes."""

    PAGE = 1
    SINK = 2  # kept aside: a name, a field's instruction, the mark of a list's item
    FONTS = 3
    COLOURS = 4
    FRAME = 5  # passed over, but a group inside may lead to the page again
    NOWHERE = 6


@dataclass(slots=True)
class Font:
    """One font of the table. `codec`: "" where it is the document's own."""

    name: str = ""
    codec: str = ""


@dataclass
class State:
    """Copied for each group."""

    into: Into = Into.PAGE
    outside: Into = Into.NOWHERE  # where text went before an ANSI spelling that stands beside a Unicode one
    font: int = 0
    bold: bool = False
    underlined: bool = False
    back: int = 0  # colour behind the text, by its place in the table; 0: none
    hidden: bool = False
    struck: bool = False
    deleted: bool = False  # by a tracked change
    replaced: bool = False  # the result of a field that we have read from its own data
    fallback: int = 1  # how many characters stand after each Unicode one for programs that know none
    in_table: bool = False
    depth: int = 0  # how many tables stand around; 0: one if in_table
    nested: bool = False  # describes a row inside a cell
    starred: bool = False
    sink: list[str] | None = None
    field: Field | None = None
    closes: Callable[[], None] | None = None  # what the group's end does

    def inner(self) -> State:
        """What holds at the beginning of a group inside: the same, but for what belongs to one group only."""
        inner = State.__new__(State)
        inner.__dict__.update(self.__dict__)  # a file may have very many groups: `replace` takes ten times as long
        inner.starred, inner.closes = False, None
        return inner

    @property
    def left_out(self) -> bool:
        """Whether its writer took the text back, or nobody sees it."""
        return self.hidden or self.struck or self.deleted or self.replaced

    def plain(self, font: int) -> None:
        """Ends all formatting of characters."""
        self.font, self.back = font, 0
        self.bold = self.underlined = self.hidden = self.struck = self.deleted = False
