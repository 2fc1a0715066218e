"""Moves from one seminar to another: the one place is given up, and the other asked for."""

from __future__ import annotations

from dataclasses import replace

from intake.model import Kind
from intake.reading import holding, words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, MOVES, STEAD, TIMES, Hit, Wishes

ABSENT = 1.7  # weight of a mere "cannot come"
PLAINLY = 2.4  # weight of what is given up in so many words


def moves(wishes: Wishes) -> Wishes:
    """To change from one seminar to another is to give up the one place and to ask for the other."""
    held = _given_up(wishes) or _left_in_heading(wishes) or holding.at(wishes)
    wrong = any(words.pattern("changes.signs.wrong_one").search(s.plain) for s in wishes.body)
    for sentence in wishes.sentences():
        match = words.sign("moves").search(wishes.masked[sentence.order])
        if not match or any(h.rule == STEAD and h.sentence == sentence for h in wishes.hits):
            continue
        text = wishes.masked[sentence.order]
        if wishes.answers and not wishes.before() and words.pattern("changes.signs.meant").search(match.group()):
            continue  # that answers which one is asked for
        if any(words.pattern(f"changes.signs.{sign}").search(text) for sign in ("of_a_part", "not_sure_to_move")):
            continue
        found = wishes.mentions[sentence.order]
        left = {m.seminar for m in found if m.denied or holding.is_left(text[: m.start])} or held
        left -= wishes.over  # there is nothing to give up
        to = [(sentence, m) for m in found if m.seminar not in left and not m.denied] or _elsewhere(wishes, sentence, left)
        to = to or _other(sentence, text, left)
        over = wrong and words.pattern("changes.signs.over").search(text)
        unsaid = not left and (over or words.pattern("changes.signs.moves_me").search(text))  # a person must see what is left
        if not to or not (left or unsaid):
            continue
        others = [h for h in wishes.hits if h.sentence != sentence or h.kind not in {Kind.AMENDMENT, Kind.PLACE_REQUEST}]
        others = [h for h in others if h.rule != TIMES]  # why the other is asked for: "no train gets me there before noon"
        others = [replace(h, kind=Kind.PLACE_REQUEST, rule=MOVES, weight=2.4) if _same_move(h) else h for h in others]
        gives = any(h.kind == Kind.CANCELLATION and h.weight >= PLAINLY for h in others)
        old = next((m for m in found if m.seminar in left), None)
        span = (old.start, old.end) if old else match.span()
        note = 'The words "{words}" are about changing from one seminar to another.'
        made = [Hit(Kind.PLACE_REQUEST, MOVES, 2.4, note, to[0][0], to[0][1].start, to[0][1].end)]
        if left and not gives:
            others = [h for h in others if h.kind != Kind.CANCELLATION]
            made.append(Hit(Kind.CANCELLATION, MOVES, 2.4, note, sentence, *span))
        return wishes.keeping((*others, *made))
    return _elsewhere_instead(wishes)


def _left_in_heading(wishes: Wishes) -> set[str]:
    """The seminar that the heading says is to be left: "Change from Leeds to York"."""
    text = wishes.masked[wishes.subject.order]
    return {m.seminar for m in wishes.mentions[wishes.subject.order] if holding.is_left(text[: m.start])}


def _elsewhere_instead(wishes: Wishes) -> Wishes:
    """Whoever has one place, says what keeps them from that day, and asks for a place at another seminar moves."""
    held = holding.at(wishes)
    if len(held) != 1 or wishes.of(Kind.CANCELLATION) or not (wishes.noted or wishes.holds):
        return wishes
    asks = [h for h in wishes.of(Kind.PLACE_REQUEST) if h.weight >= CERTAIN and not h.sentence.subject]
    for_which = {m.seminar for h in asks for m in wishes.near(h) if not m.denied} - held
    off = [s for s in wishes.body if _is_off(s, {m.seminar for m in wishes.mentions[s.order]}, held)]
    beside = any(words.pattern("changes.signs.as_well").search(h.sentence.plain) for h in asks)
    if len(for_which) != 1 or not off or beside:
        return wishes
    note = 'The words "{words}" say why another seminar is asked for.'
    gives = Hit(Kind.CANCELLATION, MOVES, 2.4, note, off[0], 0, len(off[0].text))
    return wishes.keeping((*(replace(h, rule=MOVES) if h in asks else h for h in wishes.hits), gives))


def _is_off(sentence: Sentence, named: set[str], held: set[str]) -> bool:
    """Whether a sentence says that the day of the place that is held will not do."""
    spoken_of = named == held or (not named and words.pattern("changes.signs.that_day").search(sentence.plain))
    return bool(spoken_of and not sentence.asks and words.pattern("changes.signs.will_not_do").search(sentence.plain))


def _other(sentence: Sentence, text: str, left: set[str]) -> list[tuple[Sentence, Mention]]:
    """The other seminar that is still to come, by that name: "could I come to the other one instead?" """
    match = words.pattern("changes.signs.to_the_other").search(text)
    return [(sentence, Mention("", *match.span(1)))] if match and len(left) == 1 else []


def _same_move(hit: Hit) -> bool:
    """Whether a change only says once more that the sender is to be moved: "if so, please move my name"."""
    said = words.pattern("changes.signs.moved_over").search(hit.words.lower())
    return hit.kind == Kind.AMENDMENT and said is not None


def _given_up(wishes: Wishes) -> set[str]:
    """The seminars that another sentence says are off for the sender."""
    least = ABSENT if wishes.before() else CERTAIN
    gives = [h for h in wishes.of(Kind.CANCELLATION) if h.weight >= least and not h.sentence.subject]
    off = [h.sentence.order for h in gives if not words.sign("moves").search(wishes.masked[h.sentence.order])]
    return {m.seminar for order in off for m in wishes.mentions[order]}


def _elsewhere(wishes: Wishes, sentence: Sentence, left: set[str]) -> list[tuple[Sentence, Mention]]:
    """The one seminar that other sentences name beside those that are left, where "please change it over" names none."""
    if wishes.mentions[sentence.order] or words.sign("names").search(sentence.plain):
        return []
    over = words.sign("moves").search(sentence.plain) and words.pattern("changes.signs.over").search(sentence.plain)
    asked = {h.sentence.order for h in wishes.of(Kind.PLACE_REQUEST) if h.weight >= CERTAIN and not wishes.noted}
    others = [s for s in wishes.body if s.order not in asked]
    named = [(s, m) for s in others for m in wishes.mentions[s.order] if m.seminar not in left and not m.denied]
    return named if over and len({m.seminar for _, m in named}) == 1 else []
