"""A need told by somebody who has asked for a place before: a change of the booking, where it is news."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, CHANGES, Hit, Wishes


def add_need(wishes: Wishes, need: str) -> Wishes:
    """A need that somebody states who has asked for a place before is a change, where nothing else is wanted."""
    held = wishes.noted or wishes.holds or wishes.prior
    first = need.split(". ", maxsplit=1)[0]
    hits = [h for h in wishes.hits if (h.kind != Kind.QUESTION or not held) and not _only_says_why(h, first)]
    certain = any(h.weight >= CERTAIN or h.kind == Kind.CANCELLATION for h in hits)
    if any(words.sign("been_there").search(wishes.masked[s.order]) for s in wishes.body):
        return wishes
    if not need or not (_keeps_another(wishes, need) if certain else wishes.before()):
        return wishes
    sentence = next((s for s in wishes.body if first in s.text), None)
    if (
        sentence is None
        or _sign("relieved").search(sentence.plain)
        or (sentence.asks and not words.sign("instructs").search(sentence.plain))
    ):
        return wishes
    if _is_why(sentence, wishes):
        return wishes
    kept = [h for h in wishes.hits if certain or h.kind not in CHANGES]
    start = 0 if sentence.asks else sentence.text.index(first)
    note = 'The words "{words}" tell a need after a place was asked for.'
    sure = wishes.noted or wishes.holds or wishes.answers or any(wishes.mentions.values())
    rule = "adds a need" if _is_news(sentence, wishes) else "may add a need"  # who never booked has needs as well
    end = len(sentence.text) if sentence.asks else start + len(first)
    hit = Hit(Kind.AMENDMENT, rule, 2.2 if sure else 2.1, note, sentence, start, end)
    return wishes.keeping((*kept, hit))


def _only_says_why(hit: Hit, need: str) -> bool:
    """Whether what may keep somebody away is said for the sake of the need: "I have broken my ankle and can't do stairs"."""
    weak = hit.kind == Kind.CANCELLATION and (hit.weight < CERTAIN or hit.rule == "cannot come")
    return weak and hit.words in need and need in hit.sentence.text


def _is_why(need: Sentence, wishes: Wishes) -> bool:
    """Whether a need only says why something is asked: it is no news, and nothing says that it is to be put down."""
    told = [s for s in wishes.body if words.sign("instructs").search(s.plain)]
    asked = any((s.asks and s not in told) or _sign("asks_if").search(s.plain) for s in wishes.body)
    before = [h for h in wishes.of(Kind.QUESTION) if h.weight >= CERTAIN and h.sentence.order == need.order - 1]
    asked = asked or bool(before)  # "I need to know whether I can park. I have a blue badge."
    return asked and not _to_enter(wishes) and not _sign("news").search(need.plain)


def _is_news(need: Sentence, wishes: Wishes) -> bool:
    """Whether a need is told as what has come since, or is to be put down, or answers a letter of ours."""
    near = [s for s in wishes.body if s.order in {need.order - 1, need.order}]
    return _to_enter(wishes) or wishes.answers or wishes.noted or any(_sign("news").search(s.plain) for s in near)


def _to_enter(wishes: Wishes) -> bool:
    return any(_sign("to_enter").search(s.plain) for s in wishes.body)


def _keeps_another(wishes: Wishes, need: str) -> bool:
    """Whether one place is given up and the need is told of another."""
    wanted = {h.kind for h in wishes.hits if h.weight >= CERTAIN}
    gives = {h.sentence.order for h in wishes.hits if h.kind == Kind.CANCELLATION}
    left = {m.seminar for order in gives for m in wishes.mentions[order]}
    told = next((s for s in wishes.body if need.split(". ", maxsplit=1)[0] in s.text), None)
    return bool(wanted == {Kind.CANCELLATION} and told and {m.seminar for m in wishes.mentions[told.order]} - left)


def _sign(name: str) -> re.Pattern[str]:
    return words.pattern(f"changes.signs.{name}")
