"""Wishes put together from plain words: ideas that stand near each other in a sentence which no fixed phrase has caught."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise, product

from intake.model import Kind
from intake.reading import words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, Hit

MOST = 8  # places of one idea in one sentence that are looked at
SECOND = 1.9  # weight: a request of somebody who has asked before may as well be a change
_CLAUSE = re.compile(r"[,;:()]| - |\b(?:but|so|because|though|although)\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """A wish as the ideas that make it up."""

    kind: Kind
    rule: str
    weight: float
    say: str
    order: bool  # the ideas come in this order
    within: int  # words from the first idea to the last
    needs: tuple[str, ...]  # ideas that must all be there
    silenced: tuple[str, ...]  # ideas that silence it
    where: frozenset[str]  # what the whole message must have


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, in the order of frames.toml."""
    return tuple(
        Frame(
            kind=Kind(frame["kind"]),
            rule=frame["rule"],
            weight=float(frame["weight"]),
            say=frame["say"],
            order=frame.get("order", False),
            within=frame["within"],
            needs=tuple(frame["all"]),
            silenced=tuple(frame["none"]),
            where=frozenset(frame["where"]),
        )
        for frame in words.table("frames")["frame"]
    )


def spoken(
    sentences: Iterable[Sentence], masked: Mapping[int, str], found: Iterable[Hit], shown: frozenset[str]
) -> Iterator[Hit]:
    """The frames that speak where no fixed phrase is certain. `shown`: what the whole message has, as in `where`."""
    doubted: set[Kind] = set()  # what is not certain counts once: doubts do not add up to certainty
    caught = {hit.sentence.order for hit in found if hit.weight >= CERTAIN and hit.kind != Kind.QUESTION}
    for sentence in sentences:
        if sentence.order in caught:
            continue
        text, seen = masked[sentence.order], Seen(masked[sentence.order])
        for frame in frames():
            if frame.kind == Kind.PLACE_REQUEST and ("role" in shown or words.sign("asks_for_others").search(text)):
                continue  # who has a part in the day needs no place
            if frame.where <= shown and (span := _span(frame, seen)) and not _told_of(frame, text, *span):
                weight = min(frame.weight, SECOND) if frame.kind == Kind.PLACE_REQUEST and "before" in shown else frame.weight
                if weight < CERTAIN and frame.kind in doubted:
                    continue
                doubted |= {frame.kind} if weight < CERTAIN else set()
                yield Hit(frame.kind, frame.rule, weight, frame.say, sentence, *span)


class Seen(dict[str, list[tuple[int, int]]]):
    """Where each idea stands in one sentence (masked), looked for once however many frames need it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, idea: str) -> list[tuple[int, int]]:
        self[idea] = [m.span() for m in islice(_idea(idea).finditer(self.text), MOST) if m.group()]
        return self[idea]


def _span(frame: Frame, seen: Seen) -> tuple[int, int] | None:
    """From the first idea to the last, where all stand near each other and nothing silences them."""
    if not all(seen[idea] for idea in frame.needs):
        return None
    text, places = seen.text, [seen[idea] for idea in frame.needs]
    firm = [at for at, idea in enumerate(frame.needs) if idea != "me"]  # "I'd" is both who speaks and that they wish
    spans = (
        (min(s for s, _ in chosen), max(e for _, e in chosen))
        for chosen in product(*places)
        if _apart([chosen[at] for at in firm]) and (not frame.order or list(chosen) == sorted(chosen))
    )
    start, end = min(spans, key=lambda span: span[1] - span[0], default=(0, 0))
    if not end or len(text[start:end].split()) > frame.within or any(_silences(i, seen, start, end) for i in frame.silenced):
        return None
    return start, end


def _told_of(frame: Frame, text: str, start: int, end: int) -> bool:
    """Whether what seems a request is one told of ("I know I said that I'd come"), or a giving up only thought of."""
    clause = _CLAUSE.split(text[:start])[-1]
    if frame.kind == Kind.AMENDMENT and (put := words.sign("put_before").search(text)):
        return put.start() <= start < put.end()  # "you kindly put six of us down"
    if frame.kind == Kind.PLACE_REQUEST:
        told = words.sign("reported").search(clause) or words.sign("put_before").search(text[:end])
        return bool(told or words.part("unreal").search(text, start))
    if frame.kind != Kind.CANCELLATION:
        return False
    return bool(words.sign("supposed").search(clause) or words.sign("on_condition").search(text[:start]))


def _apart(chosen: list[tuple[int, int]]) -> bool:
    """Whether no word serves as two ideas."""
    ordered = sorted(chosen)
    return all(one[1] <= other[0] for one, other in pairwise(ordered))


def _silences(idea: str, seen: Seen, start: int, end: int) -> bool:
    """Whether an idea is in the sentence; a negation only in the clause, and not where it only seems one ("can't wait")."""
    if idea != "never" or not seen["never"]:
        return bool(seen[idea])
    begin = max((m.end() for m in _CLAUSE.finditer(seen.text, 0, start)), default=0)
    return bool(_idea("never").search(_idea("polite_never").sub("", seen.text[begin:end])))


def about_coming(text: str) -> bool:
    """Whether a sentence (masked) has something of coming to a seminar, or of being entered for one ("may I do the same?")."""
    return "do the same" in text or any(_idea(idea).search(text) for idea in ("attend", "seat", "enter_plainly"))


@cache
def _idea(name: str) -> re.Pattern[str]:
    return words.pattern(f"frames.ideas.{name}")
