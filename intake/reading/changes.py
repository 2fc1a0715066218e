"""Who changes what: changes of a booking, places given up, needs told later."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.model import Kind
from intake.reading import beside, holding, words
from intake.reading.seminars import Mention
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS, CERTAIN, CHANGES, CHOOSES, MOVES, REPLACES, STEAD, Hit, Wishes

CLEAR = words.threshold("clear")
FIRM = 2.5  # weight of a request that is more than a thought, even behind an "if"
ALONG, TELLS = "another for a holder", "tells what to change"  # ideas beside each other, less plain than a phrase


def _sign(name: str) -> re.Pattern[str]:
    return words.pattern(f"changes.signs.{name}")


def supposed(wishes: Wishes) -> Wishes:
    """Who asks what would happen if something came about changes nothing yet, and asks for nothing."""
    orders = {s.order for s in wishes.sentences() if _thought(s)}
    if orders:
        orders |= {wishes.subject.order}  # a heading over a thought
    loose = {s.order for s in wishes.sentences() if s.order in orders and _sign("supposes").search(s.plain)}
    rationed = {s.order for s in wishes.sentences() if words.sign("rationed").search(s.plain)}

    def weighed(hit: Hit) -> Hit | None:
        weak = hit.kind == Kind.TEMPLATE_REQUEST and hit.weight < FIRM and hit.rule != "asks how to send it"
        if hit.sentence.order in orders and (weak or hit.kind in {Kind.AMENDMENT, Kind.CANCELLATION}):
            return None
        if hit.sentence.order in rationed and hit.kind in {Kind.AMENDMENT, Kind.CANCELLATION} and not wishes.before():
            return None
        far = _sign("far_off").search(hit.sentence.plain)
        weak = hit.kind == Kind.PLACE_REQUEST and hit.sentence.order in loose and (hit.weight < FIRM or bool(far))
        return None if weak else hit

    return wishes.keeping(filter(None, map(weighed, wishes.hits)))


def _thought(sentence: Sentence) -> bool:
    """Whether it is about what would happen if something came about, or what somebody has yet to decide."""
    if any(_sign(name).search(sentence.plain) for name in ("undecided", "asks_receipt")):
        return True
    if not sentence.asks:
        return False
    after = _sign("asks_whether").search(sentence.plain) and _sign("supposed_after").search(sentence.plain)
    return bool(after or _sign("supposes").search(sentence.plain))


def put_as(wishes: Wishes) -> Wishes:
    """Who wrote before and asks to be put down as this or that changes what is noted, and asks for no second place."""
    if not wishes.before():
        return wishes
    note = 'The words "{words}" say as what somebody is to be put down.'

    def weighed(hit: Hit) -> Hit:
        rest = wishes.masked[hit.sentence.order][hit.start :]
        if hit.kind != Kind.PLACE_REQUEST or hit.sentence.subject or not _sign("put_as").search(rest):
            return hit
        return replace(hit, kind=Kind.AMENDMENT, rule="is put down as something", say=note, weight=2.1)

    return wishes.keeping(map(weighed, wishes.hits))


def changes(wishes: Wishes) -> Wishes:
    """A change takes the place of the request, and of the giving up, that its sentence seems to hold as well."""

    gone = any(h.rule == "cancels" and not h.sentence.subject for h in wishes.hits) or _says_absent(wishes)

    def changing(hit: Hit) -> bool:
        weak = hit.rule == "adds another person" and wishes.before() and not gone and hit.sentence not in wishes.passed_on
        weak = weak and not (_of_oneself(hit) and not (wishes.holds or wishes.noted))
        return hit.kind == Kind.AMENDMENT and not hit.sentence.subject and (hit.weight >= CERTAIN or weak)

    moved = {h.sentence.order for h in wishes.hits if h.rule == MOVES}
    kept = (
        h
        for h in wishes.hits
        if not _excuses(h)
        and not (h.kind == Kind.AMENDMENT and h.sentence.order in moved)
        and not (gone and h.rule == ALONG and h.weight < FIRM)  # who stays away brings nobody along
    )
    wishes = _another_asked(_said_now(wishes.keeping(kept)))
    given = {h.sentence.order for h in wishes.hits if h.rule == "cancels"}
    orders = {h.sentence.order for h in wishes.hits if changing(h)}
    headed = words.sign("cancels").search(wishes.masked[wishes.subject.order])
    orders -= given - (set() if headed else {h.sentence.order for h in wishes.hits if changing(h) and h.weight >= CERTAIN})
    if not orders:
        return wishes
    apart = {s.order for s in wishes.sentences() if words.sign("apart").search(s.plain)}
    replaced = any(h.rule == STEAD for h in wishes.hits if changing(h))

    told = {s.order for s in wishes.sentences() if wishes.before() and _told_of(wishes, s, orders)}

    def weighed(hit: Hit) -> Hit | None:
        if hit.kind == Kind.PLACE_REQUEST and hit.sentence.order in told and hit.weight <= FIRM:
            return None
        same = hit.sentence.order in orders - apart
        if same and hit.kind in {Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.TEMPLATE_REQUEST}:
            return None
        if replaced and hit.kind == Kind.CANCELLATION and not words.sign("cancels").search(hit.words.lower()):
            return None
        surer = same and hit.kind == Kind.AMENDMENT and hit.rule not in {ALONG, TELLS}
        return replace(hit, weight=max(hit.weight, 2.5)) if surer else hit

    return wishes.keeping(filter(None, map(weighed, wishes.hits)))


def _says_absent(wishes: Wishes) -> bool:
    """Whether somebody who asks for nothing says plainly that they cannot be there: "Not going to be able to come"."""
    asks = any(h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN for h in wishes.hits)
    return not asks and any(
        h.kind == Kind.CANCELLATION and not h.sentence.subject and not h.sentence.asks and _sign("away").match(h.sentence.plain)
        for h in wishes.hits
    )


def told_absent(wishes: Wishes) -> bool:
    """Whether the heading calls a place off, or somebody who was to come is said to stay away: "she will not be attending"."""
    headed = _sign("calls_off").search(wishes.subject.plain)
    return bool(headed) or any(_sign("another_absent").search(s.plain) for s in wishes.body)


def _excuses(hit: Hit) -> bool:
    """Whether what somebody forgot to tell is that they cannot come: "I forgot to say that I shan't be there"."""
    forgot = hit.kind == Kind.AMENDMENT and _sign("added_now").search(hit.words.lower())
    return bool(forgot and _sign("plainly_absent").search(hit.sentence.plain))


def _of_oneself(hit: Hit) -> bool:
    """Whether "one more" is the sender: "I'd love to come, if you have room for one more"."""
    return _sign("room_for").match(hit.words.lower()) is not None and bool(words.sign("for_oneself").search(hit.sentence.plain))


def _told_of(wishes: Wishes, sentence: Sentence, orders: set[int]) -> bool:
    """Whether a sentence behind a change says who the other person is, with no wish of the sender and no seminar in it."""
    behind = sentence.order - 1 in orders and not wishes.mentions[sentence.order]
    return behind and not re.match(r"(?:\w+ )?(?:i|we)\b", sentence.plain)


def _another_asked(wishes: Wishes) -> Wishes:
    """A place asked for at another seminar than the one that is held is no change of that."""
    held = holding.at(wishes)
    asks = [h for h in wishes.hits if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    orders = {h.sentence.order for h in asks if held and _of_another(wishes, h.sentence, held)}
    return wishes.keeping(h for h in wishes.hits if h.rule != "tells what to change" or h.sentence.order not in orders)


def _said_now(wishes: Wishes) -> Wishes:
    """Who asks for the first time changes nothing by what was forgotten at another occasion."""
    least = CERTAIN if wishes.answers else FIRM
    asks = any(h.kind == Kind.PLACE_REQUEST and h.weight >= least and not h.sentence.subject for h in wishes.hits)
    if not asks or wishes.prior or wishes.holds or wishes.noted:
        return wishes

    def forgot(hit: Hit) -> bool:
        return hit.rule == "changes something" and bool(_sign("added_now").search(hit.words.lower()))

    return wishes.keeping(h for h in wishes.hits if not forgot(h))


def held_places(wishes: Wishes) -> Wishes:
    """Who has a place asks for another one only at another seminar, or for another person: then it is a change."""
    if not (wishes.holds or wishes.noted):
        return _added_again(wishes)
    if wishes.passed_on and not wishes.noted:
        return wishes  # the sender has a place; it is for another that one is asked
    sign = words.sign("holds")
    held = holding.spoken_of(wishes) | set(wishes.noted_for)
    others = all(_sign("other_holds").search(text) for text in wishes.masked.values() if sign.search(text))
    gives = any(h.kind == Kind.CANCELLATION and h.weight >= CERTAIN for h in wishes.hits)
    note = 'The words "{words}" add to a place that is held already.'

    def weighed(hit: Hit) -> Hit | None:
        elsewhere = {m.seminar for m in _meant(wishes, hit.sentence) if not m.denied} - held
        known = held or wishes.named_beside(hit.sentence) - elsewhere
        if hit.kind != Kind.PLACE_REQUEST or hit.rule in {MOVES, CHOOSES, ACCEPTS} or ((known or gives) and elsewhere):
            return hit
        if gives and not wishes.mentions[hit.sentence.order]:
            return None  # "I would still like to come to one of them"
        if not wishes.noted and (
            _sign("for_me").search(hit.sentence.plain) or (others and _sign("comes_too").search(hit.sentence.plain))
        ):
            return hit  # it is somebody else who has a place
        if hit.weight < 2.5 or hit.sentence.subject or sign.search(wishes.masked[hit.sentence.order]):
            return None
        added = words.sign("more").search(wishes.masked[hit.sentence.order])
        if not (wishes.noted or added) and words.sign("a_place_alone").search(hit.sentence.plain):
            return hit  # that a place is held already may be a mistake
        more = not wishes.noted or added
        return replace(hit, kind=Kind.AMENDMENT, rule="another for a holder", say=note, weight=hit.weight if more else 1.8)

    changed = wishes.keeping(filter(None, map(weighed, wishes.hits)))
    if any(h.kind in CHANGES and h.weight >= CERTAIN and not h.sentence.subject for h in changed.hits):
        return changed
    for sentence in wishes.body:
        text = wishes.masked[sentence.order]
        match = words.sign("adds").search(text) or _sign("adds_plainly").search(text)
        gives = any(h.kind == Kind.CANCELLATION and h.sentence == sentence for h in changed.hits)
        if (
            match
            and not gives
            and not _thought(sentence)
            and words.sign("more").search(text)
            and not words.sign("negated").search(text[: match.start()])
        ):
            elsewhere = bool(held) and _of_another(wishes, sentence, held)  # "please add the June seminar for me too"
            kind = Kind.PLACE_REQUEST if elsewhere else Kind.AMENDMENT
            hit = Hit(kind, ALONG, FIRM if elsewhere else 2.2, note, sentence, *match.span())
            return changed.keeping((*changed.hits, hit))
    return changed


def _meant(wishes: Wishes, sentence: Sentence) -> tuple[Mention, ...]:
    """The seminars of a sentence; of the one before it where "put me down for that" names none."""
    found = wishes.mentions[sentence.order]
    if found or not _sign("that_one").search(sentence.plain):
        return found
    return wishes.mentions.get(sentence.order - 1, ()) if sentence.order > 0 else ()


def _added_again(wishes: Wishes) -> Wishes:
    """To add somebody when one writes again may be a change or a new request: a person decides."""
    if not (wishes.again or wishes.prior):
        return wishes
    note = 'The words "{words}" may add to an earlier request.'

    def weighed(hit: Hit) -> Hit:
        if hit.kind == Kind.PLACE_REQUEST and _sign("seat_where").search(wishes.masked[hit.sentence.order][hit.start :]):
            return replace(hit, kind=Kind.AMENDMENT, rule="says where to sit", say=note, weight=1.9)
        own = words.sign("for_oneself").search(hit.sentence.plain)
        first = not (wishes.again or _sign("adds_another").search(hit.sentence.plain))
        given = hit.kind != Kind.PLACE_REQUEST or hit.rule in {MOVES, CHOOSES, ACCEPTS} or hit.sentence.subject
        if given or own or first or _elsewhere_asked(wishes, hit) or not words.sign("added").search(hit.sentence.plain):
            return hit
        plainly = wishes.again and wishes.answers and _sign("adds_places").search(hit.sentence.plain)
        return replace(hit, kind=Kind.AMENDMENT, rule="may add to a booking", say=note, weight=2.2 if plainly else 1.9)

    adds = any(h.rule == "adds to a booking" and h.weight >= CERTAIN for h in wishes.hits)
    hits = [weighed(hit) for hit in wishes.hits if not (adds and _sign("so_many").search(hit.words.lower()))]
    added = any(h.rule == "may add to a booking" for h in hits)
    return wishes.keeping(h for h in hits if not (added and h.kind == Kind.PLACE_REQUEST and h.weight < CERTAIN))


def _elsewhere_asked(wishes: Wishes, hit: Hit) -> bool:
    """Whether a request is for another seminar than the one at which a place is held."""
    named, held = {m.seminar for m in wishes.near(hit) if not m.denied}, holding.at(wishes)
    return bool(named and held) and not named & held


def given_up(wishes: Wishes, quoted: str) -> Wishes:
    """To be unable to come is no cancellation where no place was asked for; to give up one of several is a change."""
    wishes = beside.spared(beside.hearsay(beside.undone(_long_ago(wishes))), quoted)
    body = [h for h in wishes.hits if not h.sentence.subject]
    gives = [h for h in body if h.kind == Kind.CANCELLATION]
    if not gives or any(h.rule == MOVES for h in body):
        return wishes
    asks = [h for h in body if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    strong = [h for h in gives if h.weight >= CERTAIN]
    waits = bool(_sign("freed").search(quoted))
    questions = any(h.kind == Kind.QUESTION for h in body) or any(s.asks for s in wishes.body)
    headed = questions and _sign("cannot_heading").search(wishes.subject.plain) is not None
    regrets = headed or any(_sign("regrets").search(s.plain) for s in wishes.body)
    known = waits or regrets or _known(wishes)
    plainly = (wishes.noted or regrets) and any(
        _sign("plainly_absent").search(h.sentence.plain) and not h.sentence.asks for h in gives
    )
    excuse = (
        not strong and not plainly and any(h.kind == Kind.AMENDMENT and h.rule != REPLACES and h.weight >= CLEAR for h in body)
    )
    comes = bool(asks) and not wishes.before() and (not strong or _out_of_reach(wishes, strong, asks))
    if excuse or comes or (not asks and not waits and _declines(wishes, strong, known=known)):
        return wishes.keeping(h for h in wishes.hits if h.kind != Kind.CANCELLATION)
    if not strong and not asks and ((questions and not plainly) or not known):
        return _doubtful(wishes, gives)
    if not asks and (strong or known) and _in_part(wishes, gives, quoted):
        return _part_given(wishes, gives)
    return _absent(wishes, gives, asks, known=known, firmly=not asks and not strong)


def _long_ago(wishes: Wishes) -> Wishes:
    """Without what was given up before ("I had to cancel the last one, so I would like to come to this").

    Nor is a place at a seminar that has been held given up by whoever asks for another.
    """
    asking = [h for h in wishes.hits if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    asks = {h.sentence.order for h in asking}
    for_which = {m.seminar for h in asking for m in wishes.near(h) if not m.denied}

    def gone(hit: Hit) -> bool:
        left = {m.seminar for m in wishes.mentions[hit.sentence.order]}
        another = bool(left and for_which and not left & for_which)
        told = hit.kind == Kind.CANCELLATION and (hit.sentence.order in asks or another) and hit.rule != MOVES
        past = bool(asking) and bool(left) and left <= wishes.over
        return (told and hit.words.lower().startswith("had to")) or (past and hit.kind in {Kind.CANCELLATION, Kind.AMENDMENT})

    return wishes.keeping(h for h in wishes.hits if not gone(h))


def _out_of_reach(wishes: Wishes, gives: list[Hit], asks: list[Hit]) -> bool:
    """Whether it is only told which other seminar than the one asked for cannot be: "the other is beyond me"."""
    asked = {m.seminar for h in asks for m in wishes.near(h) if not m.denied}
    left = [{m.seminar for m in wishes.near(h)} for h in gives if h.weight < FIRM]
    return bool(asked) and len(left) == len(gives) and all(one and not one & asked for one in left)


def _doubtful(wishes: Wishes, gives: list[Hit]) -> Wishes:
    """Too little to give up a place on, however often it is said: a person will read it."""
    best = max(gives, key=lambda h: h.weight)
    return wishes.keeping(h for h in wishes.hits if h.kind != Kind.CANCELLATION or h == best)


def _known(wishes: Wishes) -> bool:
    """Whether a place was asked for before; who tells of a day gone by may speak of that."""
    past = any(words.sign("been_there").search(wishes.masked[s.order]) for s in wishes.body)
    return wishes.noted or wishes.holds or (wishes.before() and not past) or is_for_another(wishes)


def is_for_another(wishes: Wishes) -> bool:
    """Whether the sender writes for somebody who booked a place and will not come."""
    booked = any(_sign("another_booked").search(text) for text in wishes.masked.values())
    return booked and any(_sign("another_absent").search(s.plain) for s in wishes.body)


def _declines(wishes: Wishes, strong: list[Hit], *, known: bool) -> bool:
    """Whether an invitation is declined, the quoted one or one that is spoken of, and no place given up."""
    if any(words.sign("own_place").search(h.sentence.plain) for h in strong):
        return False
    if wishes.invited and not wishes.prior and not wishes.holds:
        return True
    return not known and any(words.sign("invited").search(s.plain) for s in wishes.body)


def _in_part(wishes: Wishes, gives: list[Hit], quoted: str) -> bool:
    """Whether some of those who were to come still do, as it says near by; or one of several drops out."""
    if any(_sign("all_gone").search(wishes.masked[h.sentence.order]) for h in gives):  # "neither", "the three places"
        return False
    if any(_sign("booked_by_another").search(s.plain) for s in wishes.body):
        return False
    near = {h.sentence.order + step for h in gives for step in (-1, 0, 1)}
    given = {m.seminar for h in gives for m in wishes.near(h)} or wishes.noted_for
    texts = [wishes.masked[s.order] for s in wishes.body if s.order in near and not _of_another(wishes, s, given)]
    if any(words.sign("partly").search(text) for text in texts):
        return True
    several = any(_sign("several").search(text) for text in (*(wishes.masked[s.order] for s in wishes.body), quoted))
    gone = any(_sign("one_gone").search(wishes.masked[h.sentence.order]) for h in gives)
    if gone and any(_sign("keeps_own").search(s.plain) for s in wishes.body):
        return True
    return several and (gone or any(_sign("rest_come").search(text) for text in texts))


def _of_another(wishes: Wishes, sentence: Sentence, given: set[str] | frozenset[str]) -> bool:
    """Whether a sentence speaks of other seminars than the one given up."""
    named = {m.seminar for m in wishes.mentions[sentence.order]}
    return bool(given and named and not named & given)


def _part_given(wishes: Wishes, gives: list[Hit]) -> Wishes:
    note = 'The words "{words}" give up a part of what was asked for.'
    other = any(_sign("one_gone").search(wishes.masked[h.sentence.order]) for h in gives)
    least = (
        CLEAR if other and any(_sign(name).search(s.plain) for name in ("stays", "keeps_own") for s in wishes.body) else CERTAIN
    )
    changed = [replace(h, kind=Kind.AMENDMENT, say=note, weight=max(h.weight, least)) for h in gives]
    return wishes.keeping((*(h for h in wishes.hits if h.kind != Kind.CANCELLATION), *changed))


def _absent(wishes: Wishes, gives: list[Hit], asks: list[Hit], *, known: bool, firmly: bool) -> Wishes:
    """Who has a place and cannot come gives it up; what asks in the same sentence counts only for another seminar."""
    if firmly:
        wishes = wishes.keeping(replace(h, weight=2.2) if h in gives and h.rule == "cannot come" else h for h in wishes.hits)
    given = {h.sentence.order for h in gives}
    left = {m.seminar for h in gives for m in wishes.near(h)} | set(wishes.noted_for)
    elsewhere = {h for h in asks if left and {m.seminar for m in wishes.near(h) if not m.denied} - left}

    def weighed(hit: Hit) -> Hit | None:
        if hit.kind == Kind.PLACE_REQUEST and hit.sentence.order in given and hit.weight < 3 and hit not in elsewhere:
            return None
        return replace(hit, weight=2.1) if hit in gives and elsewhere and known and hit.rule == "cannot come" else hit

    return wishes.keeping(filter(None, map(weighed, wishes.hits)))
