"""At which seminars the sender has a place already."""

from __future__ import annotations

from intake.reading import words
from intake.reading.wish import Wishes


def at(wishes: Wishes) -> set[str]:
    """The seminars at which the sender has a place or asked for one, as far as the message shows."""
    return set(wishes.noted_for) | spoken_of(wishes) | _asked_for(wishes)


def spoken_of(wishes: Wishes) -> set[str]:
    """The seminars at which the sender says a place is held, or that cannot be; before any words of a change."""
    held = set()
    for sentence in wishes.sentences():
        text = wishes.masked[sentence.order]
        held |= {
            m.seminar
            for m in wishes.mentions[sentence.order]
            if is_left(text[: m.start]) or words.pattern("seminars.no_good").match(text[m.end :])
        }
        if holds := words.sign("holds").search(text):
            ends = (words.sign("moves").search(text), words.pattern("changes.signs.turn").search(text, holds.end()))
            end = min((m.start() for m in ends if m), default=len(text))
            found = wishes.mentions[sentence.order]
            after = [m for m in found if holds.start() <= m.start < end]
            held |= {m.seminar for m in after or [m for m in found if m.start < end][-1:]}
    return held


def is_left(before: str) -> bool:
    """Whether the words before a mention say that this seminar is the one to be left, and not the one to go to."""
    return bool(words.sign("from_where").search(before) and not words.pattern("changes.signs.goes_to").search(before))


def _asked_for(wishes: Wishes) -> set[str]:
    """The seminar that is named first behind words about an earlier request, in each sentence."""
    found = set()
    for sentence in wishes.sentences():
        if match := words.sign("prior").search(wishes.masked[sentence.order]):
            text = wishes.masked[sentence.order]
            behind = [m for m in wishes.mentions[sentence.order] if m.start >= match.start()]
            found |= {m.seminar for m in behind[:1] if not words.pattern("changes.signs.goes_to").search(text[: m.start])}
    return found
