"""What stands beside a wish and is none: small words of a request, what others gave up, regrets of somebody else."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import words
from intake.reading.wish import CERTAIN, MOVES, Hit, Wishes

SMALL = 1.5  # weight: less is a word that every letter about a place has


def _sign(name: str) -> re.Pattern[str]:
    return words.pattern(f"changes.signs.{name}")


def small_words(wishes: Wishes) -> Wishes:
    """Who plainly gives up or changes what was asked for before asks for nothing by a mere "registration" beside it."""
    plain = [h for h in wishes.hits if h.kind in {Kind.CANCELLATION, Kind.AMENDMENT} and h.weight >= CERTAIN]
    if any(h.rule == "changes something" and not h.sentence.subject for h in plain):
        wishes = wishes.keeping(h for h in wishes.hits if not _only_says(h))
    if not wishes.before() or not any(not h.sentence.subject and h.rule != MOVES for h in plain):
        return wishes
    gone = any(h.rule == "cancels" and h.kind == Kind.CANCELLATION and not h.sentence.subject for h in plain)

    def small(hit: Hit) -> bool:
        word = hit.kind == Kind.PLACE_REQUEST and hit.weight < SMALL
        return word or (gone and hit.kind == Kind.AMENDMENT and hit.weight < CERTAIN)

    return wishes.keeping(h for h in wishes.hits if not small(h))


def _only_says(hit: Hit) -> bool:
    """Whether words only say that the sender is coming."""
    says = hit.rule in {"says they will come", "wish and coming"}
    return says and bool(
        re.match(r"(?:i|we)(?:'m| am|'re| are|'ll be| will be) (?:still )?(?:coming|attending)$", hit.words.lower())
    )


def hearsay(wishes: Wishes) -> Wishes:
    """Without what another has given up, as the sender has heard."""
    if wishes.noted:
        return wishes

    def heard(hit: Hit) -> bool:
        return hit.kind == Kind.CANCELLATION and hit.rule != MOVES and bool(_sign("hearsay").match(hit.sentence.plain))

    return wishes.keeping(h for h in wishes.hits if not heard(h))


def undone(wishes: Wishes) -> Wishes:
    """Without a giving up that is told of, where a later sentence takes it back: "I wrote that she couldn't. She can." """
    back = [s.order for s in wishes.body if _sign("taken_back").search(s.plain)]
    if not back:
        return wishes

    def taken_back(hit: Hit) -> bool:
        told = _sign("told_us").search(hit.sentence.plain) and hit.sentence.order < back[-1]
        return hit.kind == Kind.CANCELLATION and hit.rule != MOVES and bool(told)

    return wishes.keeping(h for h in wishes.hits if not taken_back(h))


def spared(wishes: Wishes, quoted: str) -> Wishes:
    """Without the regrets of another, for whom no place is held, where the sender says to come."""
    several = any(_sign("several").search(text) for text in (*(wishes.masked[s.order] for s in wishes.body), quoted))
    if several or not wishes.noted or not any(_sign("stays").search(s.plain) for s in wishes.body):
        return wishes

    def of_another(hit: Hit) -> bool:
        return hit.rule == "cannot come" and bool(_sign("one_gone").search(wishes.masked[hit.sentence.order]))

    return wishes.keeping(h for h in wishes.hits if not of_another(h))
