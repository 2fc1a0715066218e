"""A wish to be there, said with any verb: who speaks, that it will be or is wished, and a seminar to come as the place."""

from __future__ import annotations

from dataclasses import replace

from intake.model import Kind
from intake.reading import words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, Hit, Wishes

RULE = "says where they will be"
WEIGHT = words.threshold("alone")  # its structure is plain, whatever the verb
SAY = 'The words "{words}" say that somebody wishes to be at a seminar.'


def stated(wishes: Wishes) -> Wishes:
    """Adds what such a sentence says, where nobody wrote before and nothing else is wanted but a place."""
    others = any(wishes.total(kind) >= CERTAIN for kind in Kind if kind != Kind.PLACE_REQUEST)
    firm = any(h.weight >= WEIGHT and not h.sentence.subject for h in wishes.of(Kind.PLACE_REQUEST))
    if others or firm or wishes.before() or wishes.answers or wishes.invited or _away(wishes):
        return wishes
    for sentence in wishes.sentences():
        if _to_come(sentence, wishes) and (span := _span(wishes.masked[sentence.order])):
            hits = (replace(h, weight=WEIGHT) if _same(h, sentence) else h for h in wishes.hits)
            return wishes.keeping((*hits, Hit(Kind.PLACE_REQUEST, RULE, WEIGHT, SAY, sentence, *span)))
    return wishes


def _same(hit: Hit, sentence: Sentence) -> bool:
    return hit.kind == Kind.PLACE_REQUEST and hit.sentence == sentence and hit.weight < WEIGHT


def _away(wishes: Wishes) -> bool:
    """Whether anybody stays away, has a part in the day, or leaves it open."""
    texts = [s.plain for s in wishes.sentences()]
    signs = ("role", "wont_come", "declines", "not_yet", "not_for_me", "left_open", "asks_for_others")
    return any(words.sign(name).search(text) for name in signs for text in texts) or any(
        words.pattern("frames.presence.kept_away").search(text) for text in texts
    )


def _to_come(sentence: Sentence, wishes: Wishes) -> bool:
    return any(not m.denied and m.seminar not in wishes.over for m in wishes.mentions[sentence.order])


def _span(text: str) -> tuple[int, int] | None:
    """Where a sentence (masked) says so, in a clause that is about nothing else."""
    clauses = words.pattern("frames.presence.clause")
    for found in words.pattern("frames.presence.there").finditer(text):
        start = max((m.end() for m in clauses.finditer(text, 0, found.start())), default=0)
        end = min((m.start() for m in clauses.finditer(text, found.end())), default=len(text))
        if not words.pattern("frames.presence.otherwise").search(text[start:end]):
            return found.span()
    return None
