"""What a message may want that no rule understood: a suggestion only, a person decides."""

from __future__ import annotations

from intake.model import Kind
from intake.reading import answers, wishes, words
from intake.reading.wish import Wishes


def of(wanted: Wishes, *, elsewhere: bool) -> Kind:
    """The likeliest kind; `elsewhere` where another event than ours is spoken of."""
    known = wanted.before()
    ours = wanted.noted or any(wanted.mentions.values()) or _form_alone(wanted)
    told = known and ours and all(answers.tells(s) for s in wanted.body[: answers.FIRST])
    polite = known and not any(answers.tells(s) or s.asks for s in wanted.body)
    declines = wanted.invited and not wanted.holds
    hindered = known and ours and not _form_alone(wanted) and answers.hindered(wanted)
    spoken_of = not known and wishes.speaks_of_one_to_come(wanted)
    silent = not ((wanted.about_us and wishes.seeks(wanted)) or told or hindered or spoken_of)
    if silent or polite or declines or wishes.wants_nothing(wanted) or elsewhere:
        return Kind.OTHER
    gone = _has(wanted, "words.signs.guess_cancellation")
    if _has(wanted, "words.signs.been_there") and not gone:
        return Kind.OTHER
    if known:
        return _of_known(wanted, gone=gone or hindered)
    if _has(wanted, "words.signs.guess_template"):
        return Kind.TEMPLATE_REQUEST
    return Kind.PLACE_REQUEST if (_has(wanted, "words.signs.guess_place") or spoken_of) and not gone else Kind.OTHER


def _of_known(wanted: Wishes, *, gone: bool) -> Kind:
    """Of somebody who has written before: a place given up, a change, or no more than thanks."""
    held = (wanted.noted or any(wanted.mentions.values())) and not _form_alone(wanted)
    if gone or (held and _has(wanted, "changes.signs.regret")):
        return Kind.CANCELLATION
    thanks = any(words.sign("thanks").search(s.plain) for s in wanted.body)
    pleads = any(words.sign("plea").search(s.plain) or s.asks for s in wanted.body)
    return Kind.OTHER if thanks and not pleads else Kind.AMENDMENT


def _has(wanted: Wishes, name: str) -> bool:
    return any(words.pattern(name).search(wanted.masked[s.order]) for s in wanted.sentences())


def _form_alone(wanted: Wishes) -> bool:
    """Whether an example is spoken of, and no seminar."""
    return wishes.speaks_of_call(wanted) and not any(wanted.mentions.values())
