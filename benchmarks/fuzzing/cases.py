"""Makes the case of a number: the same seed and number give the same bytes, on any machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from benchmarks.fuzzing import octets, ole, pdf, rtf, tnef, words, xml, zips
from benchmarks.fuzzing.seeds import seeds

Way = Callable[[Random, bytes, bytes], bytes]

# How the cases are shared out: format, times of a hundred, and the damage that is its own. Damage to bytes comes on top.
SHARES: tuple[tuple[str, int, tuple[Way, ...]], ...] = (
    ("Word", 17, (zips.part(xml.ALL, "word/document.xml"),) * 3 + zips.PACKING),
    ("OpenDocument", 9, (zips.part(xml.ALL, "content.xml"),) * 3 + zips.PACKING),
    ("flat OpenDocument", 7, xml.ALL),
    ("rich text", 13, rtf.ALL),
    ("PDF", 17, pdf.ALL),
    ("old Word", 7, ole.ALL),
    ("plain text", 4, (words.lines,)),
    ("web page", 6, (words.tags, words.tags, words.lines)),
    ("archive", 4, (zips.part(xml.ALL, ".docx"), *zips.PACKING)),
    ("winmail.dat", 5, tnef.ALL),
    ("message", 8, (words.mime, words.mime, words.lines)),
    ("matcher", 3, ()),
)
FORMATS = tuple(name for name, _, _ in SHARES)
_WAYS = {name: ways for name, _, ways in SHARES}
_CYCLE = tuple(name for name, times, _ in SHARES for _ in range(times))
_LARGE = 150_000  # bytes; what has grown so far is damaged no further, which would take longer than reading it
_DOCTYPES: dict[str, Way] = {"Word": zips.doctype, "OpenDocument": zips.doctype, "flat OpenDocument": xml.doctype}


@dataclass(frozen=True, slots=True)
class Case:
    """One document to be read."""

    seed: int
    number: int
    format: str
    name: str  # of the file that brings it
    declared: str
    data: bytes = field(repr=False)
    ways: tuple[str, ...] = ()  # names of the damage done, in order
    forbidden: bool = False  # it holds what the law forbids: it must not be read

    def header(self) -> dict[str, object]:
        """All but the bytes."""
        return {name: value for name in self.__slots__ if name != "data" for value in [getattr(self, name)]}


def format_of(number: int) -> str:
    """The format of a case: all of them come by turns, so that any hundred cases have their shares."""
    return _CYCLE[number * 37 % len(_CYCLE)]


def case(seed: int, number: int) -> Case:
    """The case of that number."""
    rng = Random(f"{seed}/{number}")
    kind = format_of(number)
    pool = seeds()[kind]
    start, other = rng.choice(pool), rng.choice(rng.choice(list(seeds().values())) if rng.random() < 0.1 else pool)
    if kind in _DOCTYPES and rng.random() < 0.04:
        data = _DOCTYPES[kind](rng, start.data, other.data)
        return Case(seed, number, kind, start.name, start.declared, data, ("doctype",), forbidden=True)
    data, names = start.data, []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 3, 6)) if kind != "matcher" else 0):
        if len(data) > _LARGE:
            break
        way = rng.choice(_WAYS[kind] if rng.random() < 0.75 else octets.ALL)
        data = way(rng, data, other.data)[: octets.MOST]
        names.append(way.__name__)
    return Case(seed, number, kind, start.name, start.declared, data, tuple(names))
