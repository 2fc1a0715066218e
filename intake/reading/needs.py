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
_CUT = re.compile(
    r"[;:]\s+|\s[-(]\s?|\)\s*|\s(?=but (?:i|we)\b)"
    r"|,\s+(?=(?:so|but|and (?:i|we|he|she)|along with|together with|as well as|plus)\b)"
    r"|\b(?:mention|say|note|tell you|aware|add)(?: that)? (?=(?:i|my|he|she|we|our|one)\b)"
    r"|,\s+(?=(?:tell|which is|as i|because|since|though|although|if|who)\b)"
)
_FINE = re.compile(r",\s+|\s(?=and\b)")
_LONG = 14  # words that a single clause may have before it is cut more finely


def access(found: Sequence[Sentence], programme: Programme) -> str | None:
    """The sender's words for access and support needs, or None."""
    return _lifted(found, _with("access", programme.words.access))


def dietary(found: Sequence[Sentence], programme: Programme) -> str | None:
    """The sender's words for dietary needs, or None."""
    return _lifted(found, _with("dietary", programme.words.dietary))


@cache
def _with(name: str, own: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    extra = words.phrases(own)
    return (_pattern(name), extra) if extra else (_pattern(name),)


def _pattern(name: str) -> re.Pattern[str]:
    return words.pattern(f"needs.{name}")


def _lifted(found: Sequence[Sentence], patterns: tuple[re.Pattern[str], ...]) -> str | None:
    passages = []
    for sentence in found:
        if sentence.asks and not re.search(r"\b(?:i|we) (?:have|am|use|need)\b|\bi'm\b", sentence.plain):
            continue
        if passage := _passage(sentence, patterns):
            passages.append(passage)
    return ". ".join(dict.fromkeys(passages)) or None


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
    end = _reason_after(sentence.plain, clauses, end)
    start, end = _finer(text, start, end, patterns)
    opening = _pattern("opening").match(sentence.plain[start:end].lower())
    start += opening.end() if opening else 0
    return sentence.text[start:end].strip(" ,;:.!()-*") or None


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [(0, 0), *((m.start(), m.end()) for m in _CUT.finditer(text)), (len(text), len(text))]
    return [(a[1], b[0]) for a, b in pairwise(cuts) if b[0] > a[1]]


def _void(clause: str) -> bool:
    return bool(_pattern("denied").search(clause))


def _without_asides(text: str) -> str:
    """The text with what is said of other things than needs blanked out, letter for letter."""
    return _pattern("beside").sub(lambda m: " " * len(m.group()), text)


def _reason_after(text: str, clauses: list[tuple[int, int]], end: int) -> int:
    """A clause beginning with "so" that says what is needed belongs to the need before it."""
    for a, b in clauses:
        if end < a <= end + 3 and re.match(
            r"so (?:i|we|he|she|they|a|my)\b[^.]*\b(?:need|would|must|have to|will|may|might)\b", text[a:b]
        ):
            return b
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
