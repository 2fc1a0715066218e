"""Access, support and dietary needs, lifted from the sender's own sentences, whole clauses at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from intake.programme import Programme
from intake.reading import words
from intake.reading.passage import LONG, Patterns, goes_on, is_another, pattern, told_in, void, without_asides, without_ills
from intake.reading.sentences import Sentence, plain

_LEAST = 3  # words of a sentence that goes with the need before it; fewer are a name, or "Best wishes"


def access(found: Sequence[Sentence], programme: Programme, subject: Sentence | None = None) -> str | None:
    """The sender's words for access and support needs, or None; those of the subject only where the text has none."""
    mine, others = _with("access", programme.words.access), _with("dietary", programme.words.dietary)
    passage = _lifted(found, mine, others, reasons=True)
    return passage or _of_subject(found, subject, mine, others)


def dietary(found: Sequence[Sentence], programme: Programme, subject: Sentence | None = None) -> str | None:
    """The sender's words for dietary needs, or None; those of the subject only where the text has none."""
    mine, others = _with("dietary", programme.words.dietary), _with("access", programme.words.access)
    return _lifted(found, mine, others) or _of_subject(found, subject, mine, others)


def labelled(found: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that begin with a label for needs, as lines of a form do."""
    return tuple(s for s in found if pattern("label").match(s.plain))


def _of_subject(found: Sequence[Sentence], subject: Sentence | None, patterns: Patterns, others: Patterns) -> str | None:
    """What the subject tells, unless it or the text takes such a need back."""
    if subject is None or void(subject.plain):
        return None
    taken_back = any(void(s.plain) and any(p.search(s.plain) for p in patterns) for s in found)
    return None if taken_back else _lifted((subject,), patterns, others)


@cache
def _with(name: str, own: tuple[str, ...]) -> Patterns:
    extra = words.phrases(own)
    return (pattern(name), extra) if extra else (pattern(name),)


def _lifted(found: Sequence[Sentence], patterns: Patterns, others: Patterns, *, reasons: bool = False) -> str | None:
    """All passages, without what speaks of `others`.

    With `reasons`, a state of health goes with the need after it, and stands for one where there is none.
    """
    stated = [s for s in found if not (s.marked and pattern("only_asks").search(s.plain))]
    everything = found
    if any(told_in(s, patterns, others) for s in stated):
        found = stated
    told: dict[int, str] = {}  # by the sentence's place in the message
    health: dict[int, str] = {}
    for sentence in found:
        passage = told_in(sentence, patterns, others)
        state = None if passage or not reasons or len(sentence.text.split()) > LONG else _state(sentence, others)
        if not passage and not state:
            continue
        asks = sentence.marked and not pattern("asked").search(sentence.plain)
        if _of_the_other(sentence, patterns, others) or (asks and not _is_explained(sentence, found)):
            continue
        if _is_kept_away(sentence, found) or (reasons and _is_of_a_diet(sentence, everything, patterns, others)):
            continue
        if passage:
            told[sentence.order] = passage
        elif state:
            health[sentence.order] = state
    if not told:
        told = {
            at: state
            for at, state in [*health.items()][-1:]
            if _is_reason(state) and not pattern("without_it").search(plain(state))
        }
    beside = {at: state for at, state in health.items() if at + 1 in told or (at - 1 in told and _is_reason(state))}
    told |= beside
    goes_with = _goes_with if reasons else _goes_on
    for sentence in everything:  # in their order: what goes with a need may have more behind it
        if sentence.order not in told and goes_with(sentence, told, others):
            told[sentence.order] = sentence.text.strip(" .!")
    return ". ".join(dict.fromkeys(text for _, text in sorted(told.items()))).replace("?. ", "? ") or None


def _goes_with(sentence: Sentence, told: Mapping[int, str], others: Patterns) -> bool:
    """Whether a sentence belongs to the need beside it: how little would meet it, or a question that goes with it."""
    if any(p.search(sentence.plain) for p in others):
        return False
    if before := told.get(sentence.order - 1):
        if sentence.marked:
            goes = pattern("asks_after").search(sentence.plain) and not words.part("need").search(plain(before))
            return bool(goes) and not pattern("asks_place").search(sentence.plain)
        between = sentence.order + 1 in told and not void(sentence.plain)
        other = is_another(sentence.plain) or pattern("apart").search(sentence.plain)
        if between and (not other or pattern("depends").match(sentence.plain)):
            return True
        return bool(pattern("enough").search(sentence.plain)) or (
            _bears_on(sentence, "about") and not pattern("of_food").search(sentence.plain)
        )
    if not sentence.marked or pattern("asks_place").search(sentence.plain):
        return False
    return pattern("uses_it").search(told.get(sentence.order + 1, "").lower()) is not None


def _is_of_a_diet(sentence: Sentence, found: Sequence[Sentence], patterns: Patterns, others: Patterns) -> bool:
    """Whether a sentence only says how little of the food in the sentence before it brings on the harm."""
    if not pattern("reaction").match(sentence.plain):
        return False
    before = [s.plain for s in found if s.order == sentence.order - 1]
    return any(p.search(text) for text in before for p in others) and not any(
        p.search(text) for text in before for p in patterns
    )


def _goes_on(sentence: Sentence, told: Mapping[int, str], others: Patterns) -> bool:
    """Whether a sentence says how strictly the diet in the sentence before it is to be kept, or why."""
    if sentence.order - 1 not in told:
        return False
    if pattern("reaction").match(sentence.plain):
        return True
    of_others = any(p.search(sentence.plain) for p in others)
    if of_others or void(sentence.plain):
        return False
    return pattern("strict").search(sentence.plain) is not None or _bears_on(sentence, "about_food")


def _bears_on(sentence: Sentence, topic: str) -> bool:
    """Whether a sentence behind a need has to do with it and with nothing else."""
    if sentence.marked or void(sentence.plain) or len(sentence.text.split()) < _LEAST:
        return False
    return goes_on(sentence.plain, topic)


def _state(sentence: Sentence, others: Patterns) -> str | None:
    """A state of health, or what comes of not having what was asked for in the sentence before."""
    if pattern("without_it").search(sentence.plain) and not void(sentence.plain):
        return sentence.text.strip(" .!")
    if any(p.search(sentence.plain) for p in others):
        return None
    return told_in(sentence, (pattern("reason"),), others)


def _is_reason(state: str) -> bool:
    """Whether a state of health may be why something is needed: not what many who write here live with."""
    return not pattern("background").search(plain(state))


def _is_kept_away(need: Sentence, found: Sequence[Sentence]) -> bool:
    """Whether the sentence beside a need says that whoever has it is elsewhere that day."""
    if re.search(r"^(?!.*\bused to\b).*\b(?:with|beside|drives?|push(?:es)?|helps?|for) me\b", need.plain):
        return False  # who is there for the sender's sake may well not count as attending
    if any(s.order == need.order + 1 and pattern("kept_away").search(s.plain) for s in found):
        return True
    theirs = re.match(r"(?:as )?(?:he|she|they)\b", need.plain)
    return theirs is not None and any(s.order == need.order - 1 and pattern("at_home").search(s.plain) for s in found)


def _is_explained(question: Sentence, found: Sequence[Sentence]) -> bool:
    """Whether the sentence behind a question says why it is asked: "Is there a loop? Without one I hear little." """
    behind = (s.plain for s in found if s.order == question.order + 1 and len(s.text.split()) <= LONG)
    return any(pattern("without_it").search(text) or pattern("reason").search(text) for text in behind)


def _of_the_other(sentence: Sentence, patterns: Patterns, others: Patterns) -> bool:
    """Whether a sentence has an illness that may ask for either sort of need, and goes on to speak of the other sort only."""
    bare = without_ills(without_asides(sentence.plain))
    if bare == sentence.plain:
        return False
    return any(p.search(bare) for p in others) and not any(p.search(bare) for p in patterns)


def in_cells(cells: Sequence[str], programme: Programme) -> tuple[str | None, str | None]:
    """Access needs and dietary needs of cells that may hold either; a cell without tell-tale words is an access need."""
    kept: tuple[list[str], list[str]] = ([], [])
    for cell in cells:
        text = cell.lower()
        if any(p.search(text) for p in _with("dietary", programme.words.dietary)):
            kept[1].append(cell)
        elif not void(text):
            kept[0].append(cell)
    return joined(kept[0]), joined(kept[1])


def joined(cells: Sequence[str]) -> str | None:
    """Cells of a column as one text."""
    return "; ".join(cells) or None
