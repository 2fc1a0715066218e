"""Access, support and dietary needs, lifted from the sender's own sentences, whole clauses at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from intake.programme import Programme
from intake.reading import words
from intake.reading.sentences import Sentence

# Where a clause may be cut off: what follows is another thought.
_FINE = re.compile(r",\s+|\s(?=and\b)")
_LONG = 14  # words that a single clause may have before it is cut more finely
# Without the need before them these would say nothing: how grave it is, and what follows from it.


def access(found: Sequence[Sentence], programme: Programme) -> str | None:
    """The sender's words for access and support needs, or None."""
    return _lifted(found, _with("access", programme.words.access), reasons=True)


def dietary(found: Sequence[Sentence], programme: Programme) -> str | None:
    """The sender's words for dietary needs, or None."""
    return _lifted(found, _with("dietary", programme.words.dietary))


@cache
def _with(name: str, own: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    extra = words.phrases(own)
    return (_pattern(name), extra) if extra else (_pattern(name),)


def _pattern(name: str) -> re.Pattern[str]:
    return words.pattern(f"needs.{name}")


def _lifted(found: Sequence[Sentence], patterns: tuple[re.Pattern[str], ...], *, reasons: bool = False) -> str | None:
    """All passages; with `reasons`, a state of health goes with the need after it, and stands for one where there is none."""
    passages: list[str] = []
    last: tuple[int, str] | None = None  # the state of health before
    for sentence in found:
        if sentence.asks and not _pattern("asked").search(sentence.plain):
            continue
        if passage := _passage(sentence, patterns):
            passages += [last[1], passage] if last and last[0] == sentence.order - 1 else [passage]
        elif reasons and len(sentence.text.split()) <= _LONG:
            health = _passage(sentence, (_pattern("reason"),))
            last = (sentence.order, health) if health else last
    if not passages and last:
        passages = [last[1]]
    return ". ".join(dict.fromkeys(passages)) or None


def in_cells(cells: Sequence[str], programme: Programme) -> tuple[str | None, str | None]:
    """Access needs and dietary needs of cells that may hold either; a cell without tell-tale words is an access need."""
    kept: tuple[list[str], list[str]] = ([], [])
    for cell in cells:
        text = cell.lower()
        if any(p.search(text) for p in _with("dietary", programme.words.dietary)):
            kept[1].append(cell)
        elif not _void(text):
            kept[0].append(cell)
    return joined(kept[0]), joined(kept[1])


def joined(cells: Sequence[str]) -> str | None:
    """Cells of a column as one text."""
    return "; ".join(cells) or None


def _passage(sentence: Sentence, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    """The clauses of a sentence from the first to the last that states a need."""
    clauses, text = _clauses(sentence.plain), _without_asides(sentence.plain)
    speaking = [(a, b) for a, b in clauses if any(p.search(text, a, b) for p in patterns) and not _void(text[a:b])]
    if not speaking:
        return None
    start, end = speaking[0][0], speaking[-1][1]
    between = [(a, b) for a, b in clauses if start <= a and b <= end]
    if any(_pattern("denied").search(sentence.plain[a:b]) and (a, b) not in speaking for a, b in between):
        start, end = speaking[-1]
    start = _reason_before(sentence.plain, clauses, start)
    end = _more_after(sentence.plain, clauses, end)
    start, end = _finer(text, start, end, patterns)
    while opening := _pattern("opening").match(sentence.plain[start:end].lower()):
        if not opening.end() or start + opening.end() >= end:
            break
        start += opening.end()
    return _whole(sentence.text[start:end].strip(" ,;:.!?-*"))


def _whole(passage: str) -> str | None:
    """The passage without a bracket whose other half was left behind."""
    if passage.count("(") != passage.count(")"):
        passage = passage.strip(" ()")
    return passage.strip(" ,;:.!?-*") or None


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [(0, 0), *((m.start(), m.end()) for m in _pattern("cut").finditer(text)), (len(text), len(text))]
    return [(a[1], b[0]) for a, b in pairwise(cuts) if b[0] > a[1]]


def _void(clause: str) -> bool:
    return bool(_pattern("denied").search(clause))


def _without_asides(text: str) -> str:
    """The text with what is said of other things than needs blanked out, letter for letter."""
    return _pattern("beside").sub(lambda m: " " * len(m.group()), text)


def _reason_before(text: str, clauses: list[tuple[int, int]], start: int) -> int:
    """A need that begins with "so" has its reason in the clause before it, where that speaks of a person."""
    if not re.match(r"(?:and )?so\b", text[start:]):
        return start
    before = [(a, b) for a, b in clauses if b <= start and a < b]
    return before[-1][0] if before and _pattern("reason").search(text, *before[-1]) else start


def _more_after(text: str, clauses: list[tuple[int, int]], end: int) -> int:
    """What is needed because of it ("so ...", "and would ..."), or how grave it is, belongs to the need before it."""
    for a, b in clauses:
        if a < end or a > end + 4:
            continue
        piece = text[a:b]
        if _pattern("follows").match(piece) or (_pattern("grave").search(piece) and len(piece.split()) < 10):
            end = b
    return end


def _finer(text: str, start: int, end: int, patterns: tuple[re.Pattern[str], ...]) -> tuple[int, int]:
    """A long passage is narrowed to the pieces around its first and last cue."""
    if len(text[start:end].split()) <= _LONG and "    " not in text[start:end]:
        return start, end
    spans = [m.span() for p in patterns for m in p.finditer(text, start, end)]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    cuts = [start, *(m.end() for m in _FINE.finditer(text, start, end))]
    left = max(cut for cut in cuts if cut <= first)
    if left != start and "    " not in text[start:left]:
        left = start
    return left, max(end, last)
