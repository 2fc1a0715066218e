"""Whether the sender is one of those who come, or writes for others only."""

from __future__ import annotations

import re

from intake.model import Wording
from intake.reading import names, places, sender, sentences, words
from intake.reading.names import Name
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS, CHANGES, MOVES, Wishes

BRIEF = 3  # words of an entry that is the sender
_ALONE = re.compile(r"\W*(?:and |plus )?(?:me|myself)(?: ?\([^()]*\))?\W*")  # a line of a list
_ILL = re.compile(r"\bME\b")
_FOR = re.compile(rf" for (?:(?i:{names.TITLE})\.? )?$")


def comes(
    wanted: Wishes,
    wording: Wording,
    named: list[Name],
    who: Name | None,
    asking: tuple[Sentence, ...],
    near: tuple[Sentence, ...],
    *,
    changes: bool,
) -> bool:
    """Whether the sender is one of those who come; a request that names only others is for them."""
    everything = (wanted.subject, *wanted.sentences())
    said = {s.order: _of_coming(_without_ill(s, wanted.masked[s.order])) for s in everything}
    own = " ".join(said[s.order] for s in wanted.body)
    orders = {h.sentence.order for h in wanted.hits if h.kind in CHANGES} | {s.order for s in near}
    asked = " ".join(said[s.order] for s in wanted.body if not asking or s.order in orders or s.order - 1 in orders)
    me = _said("me")
    not_me = _said("not_self")
    asks = " ".join(said[s.order] for s in asking if s in wanted.body)
    listed = any(
        _ALONE.fullmatch(s.plain) or (s.item and len(s.plain.split()) <= BRIEF and me.search(s.plain)) for s in wanted.body
    )
    moves = any(h.rule == MOVES for h in wanted.hits)
    plainly = listed or _said("plainly_self").search(asks)
    if ((moves or not not_me.search(own if listed else asks)) and plainly) or (
        moves and _said("asks_for_oneself").search(asks)
    ):
        return True  # though another seminar is given up
    speaks = re.search(r"\b(?:me|myself|my name)\b", asked) or _said("plainly_self").search(asked)
    stays = not_me.search(own) or (changes and _said("not_there").search(own))
    if stays and (not_me.search(asked) or not speaks):
        return False
    if wanted.passed_on:
        mine = " ".join(said[s.order] for s in wanted.body if said[s.order] in asked)
        joins = _said("with_others").search(mine) or _said("me_and_those").search(own)
        return bool(joins) and not _said("others").search(own)
    theirs = _said("booked_for").search(own)
    of_me = wanted.holds and not is_clerk(wording) and not theirs and re.search(r"\b(?:i'm|i am|i've|i have|my)\b", own)
    meant = who is not None and (bool(of_me) or any(names.same(who, n) for n in named))
    answers = any(h.rule in {"answers our questions", ACCEPTS} for h in wanted.hits)
    adds = bool(_said("adding").search(asked)) and not _said("in_place").search(asked)
    for_others = bool(named) and is_clerk(wording) and not me.search(own)
    holds = not for_others and (answers or (changes and not theirs and _said("booked").search(own)))
    holds = holds or (adds and changes and not for_others and _has_place(who, wanted, wording))
    if (
        meant
        or (holds and (adds or not _said("others").search(asked)))
        or _said("plainly_self").search(asked if named or changes else own)
    ):
        return True
    books = is_clerk(wording) or _said("clerk").search(own) or theirs
    for_them = books or _said("others").search(asked) or _for_just(named, asks)
    if for_them and not me.search(asked):
        return False
    replaced = any(h.rule == "somebody comes in another's place" for h in wanted.hits)
    wishes = bool(_said("self").search(asked)) and not (named and replaced)
    return bool(me.search(own if named and replaced else asked)) or not named or wishes


def referred(said: str, last: list[Name], before: list[Name], *, asks: bool, follows: bool) -> list[Name]:
    """Those whom a sentence without names speaks of: "please put her down", "we would both like to come".

    `last` are those named in the sentence before, `before` those of whom it was likely that they come.
    """
    if asks and len(names.distinct(last)) == 1 and _said("we_both").search(said):
        return last[:1]
    if not ((asks or follows) and _said("refers_back").search(said)):
        return []
    passed_over = bool(last) and not any(n in before for n in last)
    return last[-1:] if passed_over and _said("puts_on").search(said) else before


def alone(wanted: Wishes) -> bool:
    """Whether a change leaves only the sender: "so it will be just me"."""
    text = " ".join(s.plain for s in wanted.body)
    return bool(_said("only_me").search(text)) and not _said("adding").search(text)


def only_helps(first: str, asking: tuple[Sentence, ...], wanted: Wishes) -> bool:
    """Whether somebody known by a first name is there for the sake of one of those who come, and no place is asked for them."""
    told = [s for s in wanted.body if any(first.lower() in m.groups() for m in _said("helps_along").finditer(s.plain))]
    return bool(told) and not any(re.search(rf"\b{re.escape(first)}\b", s.text) for s in asking if s not in told)


def _without_ill(sentence: Sentence, masked: str) -> str:
    """A sentence (masked) without the illness ME, which is nobody who comes."""
    if sentence.text.isupper():
        return masked
    for found in _ILL.finditer(sentence.text):
        masked = masked[: found.start()] + "##" + masked[found.end() :]
    return masked


def _of_coming(text: str) -> str:
    """A sentence without what it says of the sender that tells nothing of who comes: "the diet is his, not me"."""
    for aside in reversed(list(_said("not_of_coming").finditer(text))):
        text = f"{text[: aside.start()]} {text[aside.end() :]}"
    return text


def _for_just(named: list[Name], asks: str) -> bool:
    """Whether places are asked for by number, and just as many people are named: "two places for Ann Lee and Bob Cole"."""
    if len(named) == 1 and any(_FOR.search(asks[:at]) for at, _ in names.places(named[0].text.lower(), asks)):
        return _said("one_place").search(asks) is not None
    if len(named) > 1 and places.in_parts(asks) == len(named) and not _said("me").search(asks):
        return True
    stated = _said("so_many_places").search(asks)
    return stated is not None and len(named) > 1 and places.number(stated.group(1)) == len(named)


def _has_place(who: Name | None, wanted: Wishes, wording: Wording) -> bool:
    """Whether a letter of ours that is answered greets the sender and tells of one place."""
    letter = sentences.plain(wording.quoted)
    if not who or not wanted.answers or not (places.kept(wording.quoted) == 1 or _said("your_place").search(letter)):
        return False
    greeted = _said("greeting").search(letter)
    return greeted is not None and bool({names.fold(w) for w in who.words} & {names.fold(w) for w in greeted.group(1).split()})


def is_clerk(wording: Wording) -> bool:
    """Whether the signature is that of somebody who books for others."""
    return has_post("\n".join((wording.signature, *sender.closing_lines(wording))))


def has_post(signed: str) -> bool:
    """Whether a line of a signature names such a post."""
    return bool(_said("posts").search(sentences.plain(signed)))


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")
