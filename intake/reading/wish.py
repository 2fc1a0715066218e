"""The records of what a sender wants: one cue that spoke, and all that was found in a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.model import Cue, Kind
from intake.reading import words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence

CHANGES = frozenset({Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.AMENDMENT})
ACCEPTS = "says yes to an offer"
CHOOSES = "answers which seminar"
CONFIGURED = "configured words"  # of an administrator's own list
STEAD = "somebody comes in another's place"
REPLACES = "replaces a form"
TAKES_BACK = "takes back an example"
REFUSES = "asks for no place"
MOVES = "changes from one seminar to another"
TIMES = "tells when they come"
CERTAIN = words.threshold("certain")  # the weight from which a wish stands by itself


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that spoke in one sentence."""

    kind: Kind
    rule: str
    weight: float
    say: str  # a sentence with {words}
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end].strip(" ,;:.-")

    def cue(self) -> Cue:
        return Cue(self.kind, self.rule, self.words, self.weight)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was found in the sender's own words (or in those passed on for us to act upon)."""

    subject: Sentence
    body: tuple[Sentence, ...]
    passed_on: tuple[Sentence, ...]  # sentences of forwarded text that count as asked
    hits: tuple[Hit, ...]
    mentions: dict[int, tuple[Mention, ...]]  # by the order of the sentence; -1 is the subject
    masked: dict[int, str]
    prior: bool  # earlier dealings are spoken of
    holds: bool  # the sender has a place already
    about_us: bool
    again: bool = False  # the sender writes once more, as the greeting or a postscript says
    noted: bool = False  # an acknowledgement of ours is quoted
    noted_for: frozenset[str] = frozenset()  # the seminars that it names
    answers: bool = False  # it replies to a letter of ours, which it quotes
    invited: bool = False  # it replies to an invitation, which it quotes
    over: frozenset[str] = frozenset()  # the seminars that have been held
    cut: bool = False  # the text was too long to be read to its end

    def total(self, kind: Kind) -> float:
        """The weight of all that speaks for `kind`: the best cue of each sentence."""
        best: dict[int, float] = {}
        for hit in self.hits:
            if hit.kind == kind:
                best[hit.sentence.order] = max(best.get(hit.sentence.order, 0.0), hit.weight)
        return min(sum(best.values()), 6.0)

    def keeping(self, hits: Iterable[Hit]) -> Wishes:
        """The same with these cues."""
        kept = tuple(hits)
        return self if kept == self.hits else replace(self, hits=kept)

    def of(self, kind: Kind) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.kind == kind)

    def near(self, hit: Hit) -> tuple[Mention, ...]:
        """The seminars of a cue's sentence that belong to it.

        Where a sentence both gives up and asks, a seminar belongs to the wish that it follows, one in front to the first.
        """
        others = [h for h in self.hits if h.sentence.order == hit.sentence.order and h.kind in CHANGES]

        def belongs(mention: Mention) -> bool:
            before = [h for h in others if h.start <= mention.start]
            nearest = max(before, key=lambda h: h.start) if before else min(others, key=lambda h: h.start)
            return nearest.kind == hit.kind

        found = self.mentions[hit.sentence.order]
        return found if len({h.kind for h in others}) < 2 else tuple(filter(belongs, found))

    def before(self) -> bool:
        """Whether anything shows that the sender has asked for a place already."""
        return self.prior or self.holds or self.again or self.noted

    def named(self) -> set[str]:
        """The seminars that are named anywhere, and not set aside."""
        return {m.seminar for found in self.mentions.values() for m in found if not m.denied}

    def named_beside(self, sentence: Sentence) -> set[str]:
        """The seminars of the subject and of all sentences of the body but one."""
        others = (s for s in (self.subject, *self.body) if s != sentence)
        return {m.seminar for s in others for m in self.mentions[s.order] if not m.denied}

    def sentences(self) -> tuple[Sentence, ...]:
        return (*self.body, *self.passed_on)
