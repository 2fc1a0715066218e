"""The cues of a message held against each other and against what was said before: what remains is what the sender wants."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from intake.model import Kind
from intake.reading import answers, asking, beside, changes, heading, moving, presence, single, toldlater, words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, REFUSES, REPLACES, STEAD, TAKES_BACK, TIMES, Hit, Wishes

FIRM = 2.5  # weight of words that ask for a place and for nothing else
ENTERS = "asks to be put on the list"
NEEDS = {"adds a need", "may add a need"}  # a list of those who come may have needs in it
REPLACED, UNSENT = 2.2, 0.0  # weights of words that replace a form: where one is sent, and where none was seen yet
CHANGED = 2.6  # weight of words that name the change


def settled(draft: Wishes, *, reply: bool, quoted: str, files: bool, need: str, listed: bool = False) -> Wishes:
    """The cues that remain once each has been held against the others and against the signs.

    `reply`: the subject begins with "Re:"; `quoted` is the earlier mail in plain letters; `need` an access or dietary need;
    `listed`: people stand in a table.
    """
    steps: tuple[Callable[[Wishes], Wishes], ...] = (
        lambda w: answers.particulars(w, quoted),
        lambda w: answers.yes(w, quoted),
        lambda w: answers.choice(w, quoted),
        lambda w: answers.refusal(w, quoted),
        _of_the_call,
        _example_back,
        changes.supposed,
        _booking_forms,
        _not_yet,
        lambda w: _unwanted(w, reply=reply or bool(quoted.strip())),
        lambda w: _weak_ones(w, reply=reply or bool(quoted.strip()), files=files),
        lambda w: w if (reply or quoted.strip()) and not w.invited else _first_request(w),
        _absent,
        changes.put_as,
        moving.moves,
        changes.changes,
        changes.held_places,
        lambda w: changes.given_up(w, quoted),
        beside.small_words,
        lambda w: _subject_last(w, new_subject=not reply),
        lambda w: heading.listed(w, new=not reply),
        lambda w: toldlater.add_need(w, need),
        lambda w: answers.names_told(w, quoted),
        lambda w: answers.needs_told(w, quoted),
        lambda w: answers.form_completed(w, quoted),
        single.settled,
        lambda w: _add_list(w) if listed else w,
        presence.stated,
        asking.questions,
    )
    for step in steps:
        draft = step(draft)
    return draft


def _booking_forms(wishes: Wishes) -> Wishes:
    """Who asks for a place and whether there is a form for that asks a question, and wants no template of the call."""
    places = [h for h in wishes.hits if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    texts = [s.plain for s in (wishes.subject, *wishes.sentences())]
    if not places or any(words.sign("calls").search(text) for text in texts):
        return wishes
    note = 'The words "{words}" ask whether there is a form for a booking.'

    def weighed(hit: Hit) -> Hit | None:
        if hit.kind == Kind.TEMPLATE_REQUEST and words.sign("paperwork").search(hit.words.lower()):
            return None  # what is sent to those who come
        if hit.kind != Kind.TEMPLATE_REQUEST or not words.sign("asks_form").search(wishes.masked[hit.sentence.order]):
            return hit
        return replace(hit, kind=Kind.QUESTION, rule="asks for a booking form", weight=2.2, say=note)

    return wishes.keeping(filter(None, map(weighed, wishes.hits)))


def _of_the_call(wishes: Wishes) -> Wishes:
    """Who speaks of the call and of nothing that happens on a day wants to be in the collection, and no place."""
    texts = wishes.masked.values()
    day = any(wishes.mentions.values()) or any(words.sign("of_a_day").search(text) for text in texts)
    form = any(h.kind == Kind.TEMPLATE_REQUEST and h.weight >= CERTAIN for h in wishes.hits)
    call = form or any(words.sign("of_the_call").search(text) for text in texts)
    if day or not call or wishes.answers or wishes.before():
        return wishes
    note = 'The words "{words}" offer something to the call.'

    def weighed(hit: Hit) -> Hit:
        if hit.kind != Kind.PLACE_REQUEST:
            return hit
        return replace(hit, kind=Kind.TEMPLATE_REQUEST, rule="wants to contribute", weight=1.1, say=note)

    return wishes.keeping(map(weighed, wishes.hits))


def _example_back(wishes: Wishes) -> Wishes:
    """Who takes back an example and speaks of no seminar changes what was returned, and gives up no place."""
    texts = wishes.masked.values()
    place = any(wishes.mentions.values()) or any(words.part(part).search(text) for part in ("event", "seat") for text in texts)
    ours = any(words.sign("sent_back").search(text) for text in texts)
    if place or not ours or wishes.noted_for:
        return wishes
    note = 'The words "{words}" take back an example.'

    def weighed(hit: Hit) -> Hit:
        if hit.kind != Kind.CANCELLATION:
            return hit
        return replace(hit, kind=Kind.AMENDMENT, rule=TAKES_BACK, weight=min(hit.weight, CHANGED), say=note)

    return wishes.keeping(map(weighed, wishes.hits))


def _not_yet(wishes: Wishes) -> Wishes:
    """Who says that this is no request yet makes none: what sounds like one is only what it may come to."""
    said = [s for s in wishes.sentences() if words.sign("not_yet").search(s.plain)]
    unmade = (bool(said) and not _only_puts_first(said, wishes)) or _left_open(wishes)
    if not unmade and not any(words.sign("not_for_me").search(s.plain) for s in wishes.body):
        return wishes

    def weighed(hit: Hit) -> Hit:
        only_may = hit.kind == Kind.PLACE_REQUEST or (hit.kind == Kind.CANCELLATION and not wishes.before())
        return replace(hit, weight=min(hit.weight, 0.5)) if only_may and (unmade or hit.weight < FIRM) else hit

    return wishes.keeping(map(weighed, wishes.hits))


def _left_open(wishes: Wishes) -> bool:
    """Whether another decides, or nothing can be said yet, and nothing is asked for outright."""
    said = wishes.sentences()
    left = [s for s in said if words.sign("left_open").search(s.plain)]
    if not left:
        return False
    plain = [h for h in wishes.of(Kind.PLACE_REQUEST) if h.weight >= single.PLAIN and not h.sentence.subject]
    pleaded = any(h.sentence not in left and words.sign("plea").search(h.sentence.plain) for h in plain)
    counted = any(h.sentence not in left and h.weight > FIRM and words.part("number").search(h.words.lower()) for h in plain)
    entered = pleaded or counted or any(h.rule == ENTERS for h in plain)
    return not entered and not any(words.sign("asks_outright").search(s.plain) for s in said)


def _only_puts_first(said: list[Sentence], wishes: Wishes) -> bool:
    """Whether these sentences do no more than put a question before a place that was asked for above them."""
    hits = [h for h in wishes.of(Kind.PLACE_REQUEST) if not h.sentence.subject and h.sentence not in said]
    asked = [h.sentence.order for h in hits if h.weight >= single.PLAIN]
    outright = [h.sentence.order for h in hits if words.sign("asks_outright").search(h.sentence.plain)]

    def puts_first(sentence: Sentence) -> bool:
        above = asked if words.sign("puts_first").search(sentence.plain) else []
        above = outright if not above and words.sign("before_i").search(sentence.plain) else above
        return any(order < sentence.order for order in above)

    return all(map(puts_first, said))


def _unwanted(wishes: Wishes, *, reply: bool) -> Wishes:
    """Who never asked for a place and wants none ("don't keep a chair", "no thanks, give it to another") gives none up."""
    wishes = _not_asked(wishes)
    declines = any(words.sign("declines").search(s.plain) for s in wishes.body)

    def weighed(hit: Hit) -> Hit | None:
        said = hit.words.lower()
        if hit.kind != Kind.CANCELLATION:
            return hit
        if declines and re.match(r"(?:give|offer|pass|let) (?:it|that|one|an?|some\w+)\b", said):
            return None
        refuses = words.part("refused").match(said) and re.search(r"\b(?:an?|any)\b", said)
        return replace(hit, weight=min(hit.weight, 1.2)) if refuses else hit

    return wishes if wishes.before() or reply else wishes.keeping(filter(None, map(weighed, wishes.hits)))


def _not_asked(wishes: Wishes) -> Wishes:
    """Without a request that is the refused part of "so don't book me in yet"."""
    refused = [h for h in wishes.of(Kind.CANCELLATION) if h.rule == REFUSES]

    def within(hit: Hit) -> bool:
        return any(hit.sentence == r.sentence and r.start <= hit.start < r.end for r in refused)

    return wishes.keeping(h for h in wishes.hits if h.kind != Kind.PLACE_REQUEST or not within(h))


def _weak_ones(wishes: Wishes, *, reply: bool, files: bool) -> Wishes:
    """Small words of change count only where there was something to change, announcements only where there was nothing."""
    before = wishes.before() or reply
    sends_form = files or any(h.kind == Kind.PRACTICE_EXAMPLE for h in wishes.hits)
    asks = any(s.asks for s in wishes.sentences())
    seminar = any(not m.denied for found in wishes.mentions.values() for m in found)
    invited = any(words.sign("invited").search(s.plain) for s in wishes.body)
    of_form = any(words.part("form").search(t) for t in wishes.masked.values())
    asked = {h.sentence.order for h in wishes.of(Kind.PLACE_REQUEST) if h.weight >= 3}
    asks_to_come = any(h.weight >= 1 and not h.sentence.subject for h in wishes.of(Kind.PLACE_REQUEST))
    for_me = any(h.weight >= 3 and re.search(r"\b(?:me|myself)\b", h.words) for h in wishes.of(Kind.PLACE_REQUEST))

    def weighed(hit: Hit) -> Hit | None:
        if hit.rule == REPLACES:
            spoken = any(words.part(part).search(t) for part in ("form", "example") for t in wishes.masked.values())
            told = words.sign("sent_before").search(hit.words.lower())  # that alone replaces nothing
            return replace(hit, weight=REPLACED if sends_form or (wishes.prior and spoken and not told) else UNSENT)
        if hit.rule == "takes back an earlier message" and (not (reply or wishes.noted) or (of_form and not seminar)):
            return replace(hit, weight=1.5)
        if hit.rule == "changes something" and words.sign("swaps").search(hit.words.lower()) and not hit.sentence.subject:
            return replace(hit, weight=1.9) if not words.sign("names").search(hit.sentence.plain) else hit
        if hit.rule == "says they will come":
            if words.part("cannot").search(hit.words.lower()) or reply or wishes.noted or wishes.holds:
                return None
            return replace(hit, weight=2.1) if seminar and not (before or asks) else hit
        weak = hit.kind == Kind.AMENDMENT and hit.weight < CERTAIN
        new = hit.rule == STEAD and (for_me or invited or hit.sentence.order in asked)  # whose own place was never asked for
        leave = words.sign("asks_leave").search(hit.sentence.plain[: hit.start])
        late = hit.rule == TIMES and (asks_to_come or asks)
        stands = before or not (weak or new or late)
        return hit if stands and not (hit.rule == TIMES and leave) else None

    return wishes.keeping(filter(None, map(weighed, wishes.hits)))


def _first_request(wishes: Wishes) -> Wishes:
    """Who never wrote before, and asks for a place or speaks of no seminar, changes nothing by words that may mean a change."""
    firm = any(h.kind == Kind.PLACE_REQUEST and h.weight >= FIRM and not h.sentence.subject for h in wishes.hits)
    told = any(wishes.mentions.values()) or any(words.part("event").search(text) for text in wishes.masked.values())
    if (not firm and told) or wishes.before() or (wishes.answers and not wishes.invited):
        return wishes

    first = any(words.sign("first_word").search(s.plain) for s in wishes.body)

    def names_it(hit: Hit) -> bool:
        if hit.rule == REPLACES or first:
            return not first
        return hit.weight >= CHANGED and bool(words.sign("names_request").search(wishes.masked[hit.sentence.order]))

    return wishes.keeping(h for h in wishes.hits if h.kind != Kind.AMENDMENT or names_it(h))


def _absent(wishes: Wishes) -> Wishes:
    """Who cannot be there, and never asked to be, may want to hear of it all the same; that is no wish to come."""
    if wishes.before() or not any(words.sign(name).search(s.plain) for s in wishes.body for name in ("wont_come", "declines")):
        return wishes

    def only_hears(hit: Hit) -> bool:
        asked = words.sign("invited").search(hit.sentence.plain)  # "thank you for asking whether we would like to come"
        return hit.kind == Kind.PLACE_REQUEST and bool(asked or words.sign("only_hears").search(hit.words.lower()))

    return wishes.keeping(h for h in wishes.hits if not only_hears(h))


def _subject_last(wishes: Wishes, *, new_subject: bool) -> Wishes:
    """The subject speaks only where the body does not; it adds to what the body says weakly."""
    body: dict[Kind, float] = {}
    for hit in wishes.hits:
        if not hit.sentence.subject:
            body[hit.kind] = max(body.get(hit.kind, 0.0), hit.weight)
    if any(words.sign("no_heading").search(s.plain) for s in wishes.body):
        return wishes.keeping(h for h in wishes.hits if not h.sentence.subject or body.get(h.kind, 0.0) < CERTAIN)
    firm = any(weight >= CERTAIN for weight in body.values())
    keep = []
    for hit in wishes.hits:
        if not hit.sentence.subject:
            keep.append(hit)
        elif new_subject and (hit.kind in body or not firm) and hit.kind != Kind.QUESTION:
            told_of = wishes.again and hit.kind == Kind.PLACE_REQUEST and bool(wishes.body)  # of an earlier request
            keep.append(replace(hit, weight=min(hit.weight, 1.0) if body or told_of else hit.weight))
    return wishes.keeping(keep)


def _add_list(wishes: Wishes) -> Wishes:
    """A table of people where a seminar is named and nothing else is wanted: they are to come."""
    named = [s for s in (*wishes.sentences(), wishes.subject) if any(not m.denied for m in wishes.mentions[s.order])]
    told = [h for h in wishes.hits if h.rule not in NEEDS]
    wanted = any(h.weight >= CERTAIN and not h.sentence.subject and h.kind != Kind.QUESTION for h in told)
    if not named or wanted or wishes.noted or wishes.holds:
        return wishes
    first = next(m for m in wishes.mentions[named[0].order] if not m.denied)
    note = 'People are listed where "{words}" is named.'
    hit = Hit(Kind.PLACE_REQUEST, "lists those who come", 2.2, note, named[0], first.start, first.end)
    return wishes.keeping((*told, hit))
