"""What every reader yields: the paragraphs, table cells and form fields of one document, whatever its format was."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from intake.model import Unread

TICKED = "\u2612"  # how every reader writes a ticked box
EMPTY = "\u2610"  # and an empty one
HEADINGS = ("Question", "Your answer")  # of our template's table, repeated on every page
PLACEHOLDER = "Click or tap here to write your answer."  # what our template shows where nothing was typed yet

MOST_BLOCKS = 6_000
MOST_TEXT = 2_000_000  # characters

# What programs put where nothing was typed: Word's placeholders in their several generations, dotted lines.
_PLACEHOLDER = re.compile(
    r"(?:please )?(?:click|tap|press|type|enter|insert|write)(?: or (?:click|tap))?(?: here)?(?: to)?"
    r"(?: enter| add| insert| type| write)?(?: (?:your|some|a|the))?(?: (?:text|answer|date|here|name|response))?(?: here)?",
    re.IGNORECASE,
)
_NOT_APPLICABLE = frozenset({"n a", "na", "not applicable", "tbc", "tba", "to be confirmed"})
_WITHIN_WORD = re.compile(r"['\u2019\u2018\u02bc\u00ad\u200b]")
_NO_WORD = re.compile(r"[\W_]+")
_LONGEST_LINE = 10_000  # characters; NFKC makes eighteen of some, and of a text longer than this nobody's label
_LONGEST_REMEMBERED = 200  # characters
_E_MAIL = re.compile(r"\be (?=mails?\b)")


class UnreadableError(Exception):
    """This file cannot be read; `str(error)` says why in words for staff, `why` in one word for the letter."""

    def __init__(self, said: str, why: Unread = "damaged") -> None:
        super().__init__(said)
        self.why: Unread = why


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, line or table cell, in the order of the document."""

    text: str  # runs joined; boxes as TICKED or EMPTY; "" where a cell is blank
    cell: tuple[int, int] | None = None  # (row counted through the document, column) inside a table
    quoted: bool = False  # part of an earlier message: may be a question, never an answer
    stressed: str = ""  # those words of `text` that stand out (bold, underlined, highlighted): a way to choose from a list
    item: str = ""  # the mark of a list's item, "\u2022" or "2.", which is not in `text`
    begins: bool = True  # False: a line broken by width, which goes on from the one before
    place: str = ""  # where it stands, for staff: "table 2, row 3", "page 1"


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form that a program fills in: a content control, a form field, an AcroForm field."""

    name: str  # as its maker named it: "group.nhs_trust", "Text1"
    label: str  # the words shown for it, "" where there are none
    text: str  # what was typed or chosen, line ends kept
    ticked: bool | None = None  # state of a tick box; None: no tick box
    place: str = ""  # as in Block


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as read."""

    blocks: tuple[Block, ...]
    controls: tuple[Control, ...] = ()
    wrapped: bool = False  # lines are broken by width, so a question or an option may run over several
    columns: bool = False  # each row is one line of text: a table row may run over several of them
    pictures: bool = False  # holds pictures or notes that no reader reads: a blank form may not be blank
    notes: tuple[str, ...] = ()  # sentences for staff about the document: "It holds macros, which were not run."


def tidy(text: str) -> str:
    """`text` with white space normalised, invisible characters removed, and our own placeholder: some type beside it."""
    if "Click" in text:
        text = text.replace(PLACEHOLDER, " ")
    if text.isprintable() and text.isascii():  # most lines, and quick
        return " ".join(text.split())
    visible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return " ".join(visible.split())


def folded(text: str) -> str:
    """`text` for comparison: lower case, letters and digits only, one space between words.

    "E-mail:" and "email" are the same, so are "didn't" and "didn’t", "User-led" and "user led".
    """
    return _folded(text) if len(text) <= _LONGEST_REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    whole = text if text.isascii() or len(text) > _LONGEST_LINE else unicodedata.normalize("NFKC", text)
    lower = whole.casefold().replace("&", " and ")
    words = _NO_WORD.sub(" ", _WITHIN_WORD.sub("", lower))
    return _E_MAIL.sub("e", words).strip()


_folded = lru_cache(maxsize=4_000)(_fold)  # a line is compared with every question, in every way the text is read


def is_nothing(text: str) -> bool:
    """Whether `text` is blank, a dotted line or rule, "N/A", or what a program shows where nothing was typed."""
    if not any(c.isalnum() for c in text):
        return True
    said = folded(text)
    return said in _NOT_APPLICABLE or _PLACEHOLDER.fullmatch(said) is not None


def checked(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks as a tuple. Raises UnreadableError where the document is longer than any form."""
    if len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > MOST_TEXT:
        raise UnreadableError("It is too long to be a form.", "large")
    return tuple(blocks)
