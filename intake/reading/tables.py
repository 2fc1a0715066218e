"""Lists of people laid out in columns: which cells are names, which are needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from intake.model import Message
from intake.reading import markup
from intake.reading.sentences import plain

# What the head of a column may be called, and what stands below it.
_HEADS = {
    "name": r"(?:full |delegate |attendee |participant |guest |first )?names?|delegates?|attendees?|participants?|guests?"
    r"|person|people",
    "who": "who",  # they are, where another column has their names; else who comes
    "surname": r"(?:sur|last |family )names?",
    "dietary": r".*\b(?:diet\w*|food|lunch|meals?|catering|allerg\w+)\b.*",
    "access": r".*\b(?:access\w*|mobility|support)\b.*",
    "needs": r".*\b(?:needs?|requirements?|special|notes?|comments?|anything|other|remarks|to (?:know|note))\b.*",
    "organisation": r"organi[sz]ation|org|employer|company|trust|team|affiliation|from",
    "other": r"(?:job )?(?:role|title|post|position|job)|(?:what|where) (?:they|we|you|he|she) .*|(?:joined|since|member).*"
    r"|e-?mail(?: address)?|tel\w*|phone\w*|mobile|contact\w*|seminars?|date|no\.?|#|number|attending|place",
}
_NOTHING = re.compile(
    r"[-–—.?/x\s]*|n/?a|none(?: known| needed| required)?|no(?:thing)?|nil|normal|any(?:thing)?|standard", re.IGNORECASE
)
_OF_PEOPLE = frozenset({"name", "surname", "who"})
_LONGEST_HEAD = 60  # characters
_HAS_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_STRUCK = re.compile(r"\s*[-–—~].*[-–—~]\s*")  # "-Ann-", as crossed out


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `heads` says what each column holds, "" where there is no telling."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: str  # as it stands in the message, letters and digits only

    def column(self, head: str) -> tuple[str, ...]:
        """The filled cells of a column, from top to bottom."""
        return tuple(
            row[i].strip(" ,;.")
            for row in self.rows
            for i, found in enumerate(self.heads)
            if found == head and i < len(row) and not _NOTHING.fullmatch(row[i])
        )

    def names(self) -> tuple[str, ...]:
        """The first names and surnames put together where they have columns of their own."""
        if "surname" not in self.heads or "name" not in self.heads:
            return tuple(cell for cell in self.column("name") if not _STRUCK.fullmatch(cell))
        first, last = self.heads.index("name"), self.heads.index("surname")
        rows = [row for row in self.rows if max(first, last) < len(row) and not _STRUCK.fullmatch(row[first])]
        return tuple(f"{row[first]} {row[last]}" for row in rows)

    def holds(self, text: str) -> bool:
        """Whether a sentence is one of its rows."""
        return len(flat(text)) > 2 and flat(text) in self.text


def shown(message: Message, own: str, passed_on: str = "") -> tuple[Table, ...]:
    """The tables of what was written; of the HTML part, where the plain text has their cells one below the other."""
    found = of(f"{own}\n{passed_on}")
    lines = (line for text in (own, passed_on) for line in text.splitlines() if len(line) < _LONGEST_HEAD)
    if found or not _HAS_TABLE.search(message.html) or not any(_head(line) in _OF_PEOPLE for line in lines):
        return found
    written = flat(f"{own}\n{passed_on}")
    return tuple(table for table in _in_html(message.html) if table.text in written)


@lru_cache(maxsize=4)
def _in_html(html: str) -> tuple[Table, ...]:
    return of(markup.from_html(html))


def of(text: str) -> tuple[Table, ...]:
    """The tables of a text: lines of two or more cells, between tabs or bars, or wide gaps below a head."""
    found = []
    for several, group in groupby(text.splitlines(), key=lambda line: len(_cells(line)) > 1):
        lines = list(group)
        if several and (table := _table([_cells(line) for line in lines], "\n".join(lines))):
            found.append(table)
    return tuple(found)


def _cells(line: str) -> tuple[str, ...]:
    bare = line.strip().strip("|") if line.count("|") > 1 else line.strip()
    parts = re.split(r"\t|\s*\|\s*", bare) if "\t" in bare or "|" in bare else re.split(r" {2,}", bare)
    return tuple(part.strip() for part in parts) if len(parts) > 1 and "..." not in line else ()


def _table(rows: list[tuple[str, ...]], text: str) -> Table | None:
    rows = [row for row in rows if any(re.search(r"\w", cell) for cell in row)]
    heads = _heads(rows[0]) if rows else ()
    if len(rows) < 2 or not {"name", "surname"} & set(heads) or sum(map(bool, heads)) < 2:
        return None  # one head that is known may be anybody's word
    body = [row for row in rows[1:] if not all(_head(cell) for cell in row if cell)]
    return Table(heads, tuple(body), flat(text)) if body else None


def _heads(row: tuple[str, ...]) -> tuple[str, ...]:
    heads = tuple(map(_head, row))
    who = "other" if {"name", "surname"} & set(heads) else "name"
    return tuple(who if head == "who" else head for head in heads)


def _head(cell: str) -> str:
    bare = plain(cell).strip(" *_:.")
    return next((head for head, words in _HEADS.items() if len(bare) < _LONGEST_HEAD and re.fullmatch(words, bare)), "")


def flat(text: str) -> str:
    """Letters and digits only, to see whether one text stands within another."""
    return re.sub(r"\W+", "", plain(text))
