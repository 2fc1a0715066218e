"""Words joined as one that point at two different seminars: a town with another's month, a number with another's town."""

from __future__ import annotations

from itertools import pairwise

from intake.reading import dates, words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence
from intake.reading.wish import Wishes


def found(wanted: Wishes) -> str | None:
    """The first such words in what the sender wrote, or None."""
    for sentence in (wanted.subject, *wanted.sentences()):
        if told := _in(sentence, wanted.mentions[sentence.order]):
            return told
    return None


def _in(sentence: Sentence, mentions: tuple[Mention, ...]) -> str | None:
    pairs = list(pairwise(mentions))
    agreed = {m for one, two in pairs if one.seminar == two.seminar for m in (one, two)}
    for one, two in pairs:
        between = sentence.plain[one.end : two.start]
        apart = one.seminar != two.seminar and one.start != two.start and not (one.denied or two.denied)
        if not apart or _sort(sentence, one) == _sort(sentence, two):
            continue
        loose = not words.pattern("seminars.joined_by_a_word").fullmatch(between)
        if words.pattern("seminars.joined").fullmatch(between) and not (loose and {one, two} & agreed):
            return sentence.text[one.start : two.end]
    return None


def _sort(sentence: Sentence, mention: Mention) -> str:
    """How a mention points at its seminar: by its date, its number, or a name."""
    said = sentence.plain[mention.start : mention.end]
    if dates.is_date(said):
        return "date"
    return "number" if words.pattern("seminars.numbered").match(said) else "name"
