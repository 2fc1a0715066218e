"""What a heading lists: "a place and the form". A letter that speaks of one of two wishes does not take back the other."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import words
from intake.reading.wish import CHANGES, Hit, Wishes

LISTED = "stands in a list in the heading"
_WEIGHT = 2.2
CLEAR = words.threshold("clear")  # less may be part of a story told beside it
_JOINED = re.compile(r" ?(?:[+&;/,]|->|[.!?](?= \w)| - |\b(?:and|plus|also)\b) ?")
_OPEN = ("wont_come", "declines", "not_yet", "not_for_me", "left_open", "asks_for_others")
_SAY = 'The heading asks for two things, and the words "{words}" are one.'


def listed(wishes: Wishes, *, new: bool) -> Wishes:
    """Adds what the heading lists beside a wish of the letter, and the letter does not speak of. `new`: it answers nothing."""
    subject = wishes.subject
    if not new or not wishes.body or words.pattern("words.heading.settled").search(subject.plain):
        return wishes
    named = list(_items(wishes))
    kinds = {kind for kind, _, _ in named}
    if len(kinds) <= 1:
        return wishes
    heard = {h.kind for h in wishes.hits if h.weight >= CLEAR and not h.sentence.subject}
    added = _added(heard) - ({Kind.PLACE_REQUEST} if _stays_away(wishes) else set())
    missing = [item for item in named if item[0] in added - heard]
    hits = [Hit(kind, LISTED, _WEIGHT, _SAY, subject, start, end) for kind, start, end in missing]
    return wishes.keeping((*wishes.hits, *hits))


def _stays_away(wishes: Wishes) -> bool:
    """Whether the heading or the letter leaves it open if anybody comes."""
    return wishes.subject.marked or any(words.sign(name).search(s.plain) for s in wishes.body for name in _OPEN)


def _added(heard: set[Kind]) -> set[Kind]:
    """What may be added: to a change of a booking no request, for the heading names the booking."""
    changed = bool(heard & (CHANGES - {Kind.PLACE_REQUEST}))
    return {Kind.TEMPLATE_REQUEST, Kind.QUESTION} if changed else {Kind.TEMPLATE_REQUEST, Kind.QUESTION, Kind.PLACE_REQUEST}


def _items(wishes: Wishes) -> list[tuple[Kind, int, int]]:
    """The parts of the heading that name a wish, each with its kind and where it stands."""
    text = wishes.masked[wishes.subject.order]
    cuts = [0, *(at for m in _JOINED.finditer(text) for at in m.span()), len(text)]
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        names = (k for k in words.table()["heading"]["kinds"] if words.pattern(f"words.heading.{k}").search(text[start:end]))
        kind = next(names, None)
        if kind:
            found.append((Kind(kind), start, end))
    return found
