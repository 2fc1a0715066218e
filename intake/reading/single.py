"""One wish that looks like two: a change taken for a request too, and one seminar asked for where another is only named."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from intake.model import Kind
from intake.reading import holding, seminars, words
from intake.reading.seminars import Mention
from intake.reading.wish import ACCEPTS, CERTAIN, CHANGES, CHOOSES, CONFIGURED, REPLACES, STEAD, TIMES, Hit, Wishes

UNDECIDED = "Two seminars are named. A person should see whether both are asked for."
PLAIN = 3  # weight of words that ask for a place and mean nothing else
HINTS = frozenset(
    {"tells what to change", "something is wrong", "adds a need", "may add a need", "another for a holder", TIMES}
)  # less plain than that
PLAINEST = 2.55  # weight of a hint that is helped by what was written before; words that name a change weigh more
NEED_TOLD = frozenset({"adds a need", "may add a need"})
TOLD = frozenset({"says where they will be", "announces to come", "wish and place", "wish and coming", "says booking"})
SOFT = HINTS - NEED_TOLD - {TIMES} | {"adds another person"}
LONG = 80  # words among which one plain question may not be all that is meant
PLAINER = 2.25  # weight of a question that says what it wants: "could somebody ring me", "please tell me whether"
ENOUGH = frozenset(
    {CHOOSES, "adds a need", "tells a need", "chooses on a form", "names a seminar and says please", "asks for one"}
)
BESIDE = 2  # words beside a cue, such as "Many thanks": a message that has no more is as plain as can be
PARTICULARS = "gives particulars"
ANSWERED = frozenset({"names those who come", "tells a need", "completes a form"})  # our letter below asks for that
ADDS = frozenset({"another for a holder", "adds another person", "adds to a booking"})


def settled(wishes: Wishes) -> Wishes:
    """Who has dealt with us before, and asks for a place and a change at the same seminar, wants the change alone.

    Who gives up one place and asks for another adds somebody to the new request, and changes nothing else.
    """
    if wishes.answers and _alters(wishes):  # particulars that we asked for
        wishes = wishes.keeping(h for h in wishes.hits if h.rule != PARTICULARS)
    if _certain(wishes, Kind.CANCELLATION) and _certain(wishes, Kind.PLACE_REQUEST):
        return wishes.keeping(replace(h, kind=Kind.PLACE_REQUEST) if h.rule in ADDS else h for h in wishes.hits)
    if not _certain(wishes, Kind.PLACE_REQUEST) and any(h.rule in ADDS for h in _certain(wishes, Kind.AMENDMENT)):
        return wishes.keeping(h for h in wishes.hits if h.kind != Kind.PLACE_REQUEST)  # hints of what is added
    if not is_twofold(wishes):
        return wishes
    asks, alters = _certain(wishes, Kind.PLACE_REQUEST), _alters(wishes)
    hints = HINTS if wishes.before() else HINTS | {"adds another person"}
    firm = PLAIN if wishes.noted or wishes.holds else CERTAIN
    if all(h.rule in hints and h.weight < PLAIN for h in alters) and any(h.weight >= firm for h in asks):
        return wishes.keeping(h for h in wishes.hits if h.kind != Kind.AMENDMENT)
    booking = words.sign("own_booking")
    own = any(booking.search(h.words.lower()) for h in alters) and all(h.weight < PLAIN for h in asks)
    known = wishes.before() and (_held(alters, wishes) or own)
    return wishes.keeping(h for h in wishes.hits if h.kind != Kind.PLACE_REQUEST) if known else wishes


def is_twofold(wishes: Wishes) -> bool:
    """Whether it seems both to ask for a place and to change one, and not plainly at two different seminars."""
    asks, alters = _certain(wishes, Kind.PLACE_REQUEST), _alters(wishes)
    if not asks or not alters or _certain(wishes, Kind.CANCELLATION):
        return False
    held = _held(alters, wishes)
    return not held or not _named(asks, wishes) - held


def is_thin(kinds: tuple[Kind, ...], wishes: Wishes) -> bool:
    """Whether all rests on few words that are less than plain, among many others: too often they mean something else."""
    if len(kinds) != 1 or not CERTAIN <= wishes.total(kinds[0]) < words.threshold("alone"):
        return False
    spoken = wishes.of(kinds[0])
    said = sum(len(s.text.split()) for s in wishes.body)
    if kinds[0] == Kind.QUESTION:
        return said > LONG and len({h.sentence.order for h in spoken}) == 1 and all(h.weight < PLAINER for h in spoken)
    return kinds[0] in CHANGES and all(not _is_plain(h, wishes) and len(h.words.split()) + BESIDE < said for h in spoken)


def _is_plain(hit: Hit, wishes: Wishes) -> bool:
    """Whether few words are enough: an answer to what we asked, a line of a form, a need or regrets of whoever has a place."""
    if hit.rule == "cannot come":
        return wishes.noted or bool(wishes.named()) or any(words.part("seat").search(s.plain) for s in wishes.sentences())
    return hit.rule in ENOUGH or (hit.rule == ACCEPTS and not wishes.noted)


def is_slight(kinds: tuple[Kind, ...], wishes: Wishes) -> bool:
    """Whether it rests on so little that it often is another wish, put softly.

    A change: on one hint that counts nobody and tells no need; a question: on its mark alone; a request: on mere telling.
    """
    if kinds == (Kind.QUESTION,):
        asked = wishes.of(Kind.QUESTION)
        told = any(words.sign("asks_facts").search(h.sentence.plain) for h in asked)
        return not told and len(asked) == 1 and asked[0].rule == "asks"
    if kinds == (Kind.PLACE_REQUEST,):
        rules = {h.rule for h in wishes.of(Kind.PLACE_REQUEST)}
        return bool(rules) and rules <= TOLD
    changed = wishes.of(Kind.AMENDMENT)
    if Kind.AMENDMENT not in kinds or len(changed) != 1 or wishes.noted:
        return False
    slight = SOFT if len(kinds) == 1 else SOFT | NEED_TOLD
    clear = (words.sign("counts_more"), words.pattern("needs.access"), words.pattern("needs.dietary"))
    plain = any(pattern.search(changed[0].sentence.plain) for pattern in clear) and changed[0].rule not in NEED_TOLD
    return changed[0].rule in slight and changed[0].weight < PLAINEST and not plain


def is_groundless(kinds: tuple[Kind, ...], wishes: Wishes) -> bool:
    """Whether something is to be changed, and nothing tells of anything that was asked for, or sent, before."""
    sent, own = words.pattern("changes.signs.sent_before"), words.pattern("changes.signs.own_taken")

    def stands(hit: Hit) -> bool:
        told = (hit.rule in ANSWERED and wishes.answers) or (hit.rule == REPLACES and Kind.PRACTICE_EXAMPLE in kinds)
        stead = hit.rule == STEAD and own.search(hit.words.lower())  # there is a place to take
        return told or hit.rule in {CONFIGURED, TIMES} or bool(stead) or bool(sent.search(hit.words.lower()))

    return Kind.AMENDMENT in kinds and not wishes.before() and not any(map(stands, wishes.of(Kind.AMENDMENT)))


def is_crowded(kinds: tuple[Kind, ...], wishes: Wishes) -> bool:
    """Whether a change alone was understood where two seminars that are still to come are named: the other may be asked for."""
    instead = any(s.asks and words.sign("moves").search(s.plain) for s in wishes.body)
    alone = kinds == (Kind.AMENDMENT,) or (kinds == (Kind.CANCELLATION,) and instead)
    return alone and len(wishes.named() - wishes.over) > 1


def is_crammed(kinds: tuple[Kind, ...]) -> bool:
    """Whether three wishes are understood with a change among them: as a rule a part of one is another."""
    wished = set(kinds) - {Kind.QUESTION}
    return len(wished) > 2 and bool(CHANGES & wished)


def is_told_regret(kinds: tuple[Kind, ...], wishes: Wishes) -> bool:
    """Whether mere regrets beside an example give up a place: they may be part of what it tells."""
    both = {Kind.PRACTICE_EXAMPLE, Kind.CANCELLATION} <= set(kinds)
    return both and {h.rule for h in wishes.of(Kind.CANCELLATION)} == {"cannot come"}


def _alters(wishes: Wishes) -> list[Hit]:
    """What changes a booking; to replace a form is another matter."""
    return [h for h in _certain(wishes, Kind.AMENDMENT) if h.rule != REPLACES]


def _held(alters: list[Hit], wishes: Wishes) -> set[str]:
    """The seminars that a change is about."""
    return _named(alters, wishes) or holding.at(wishes)


def _certain(wishes: Wishes, kind: Kind) -> list[Hit]:
    return [h for h in wishes.of(kind) if h.weight >= CERTAIN and not h.sentence.subject]


def _named(hits: list[Hit], wishes: Wishes) -> set[str]:
    return {m.seminar for h in hits for m in wishes.near(h) if not m.denied}


def asked_for(ids: tuple[str, ...], wanted: Wishes) -> tuple[str, ...]:
    """Of several seminars named around a request those that it is for: all, if they are joined; else the one it stands by."""
    asks = _certain(wanted, Kind.PLACE_REQUEST)
    if len(ids) < 2 or not asks or are_joined(ids, wanted):
        return ids
    best = max(asks, key=lambda h: h.weight).sentence.order
    for sentence in reversed([s for s in wanted.sentences() if s.order <= best]):
        found = [s for s in seminars.ids(wanted.mentions[sentence.order]) if s in ids]
        if found:
            return tuple(found)
    return ids


def are_joined(ids: tuple[str, ...], wanted: Wishes) -> bool:
    """Whether several seminars are named in one breath, each with a wish of its own, or each at the head of a line."""
    said = (wanted.subject, *wanted.sentences())
    heads = {
        m.seminar for s in said for m in wanted.mentions[s.order] if m.start == 0 and s.plain[m.end :].lstrip().startswith(":")
    }
    if set(ids) <= heads:
        return True
    if any(words.pattern("seminars.several").search(s.plain) for s in said):
        return True
    breaths = [[m for m in wanted.mentions[s.order] if m.seminar in ids and not m.denied] for s in said]
    if any(_in_one_breath(s.plain, found, ids) for s, found in zip(said, breaths, strict=True)):
        return True
    asks = _certain(wanted, Kind.PLACE_REQUEST)
    alone = [{m.seminar for m in wanted.mentions[h.sentence.order] if not m.denied} for h in asks]
    added = (added_behind(h, wanted) for h in asks)
    return set(ids) <= set().union(*(one for one in alone if len(one) == 1), *added)


def added_behind(hit: Hit, wanted: Wishes) -> tuple[str, ...]:
    """The seminar that the sentence behind a request begins with: "Put me down for Oxford. And Nottingham." """
    behind = next((s for s in wanted.body if s.order == hit.sentence.order + 1 and not s.asks), None)
    named = wanted.mentions[behind.order][:1] if behind else ()
    if not behind or not named:
        return ()
    begins = words.pattern("seminars.added").fullmatch(behind.plain[: named[0].start])
    return seminars.ids(named) if begins and words.pattern("seminars.added_ends").match(behind.plain, named[0].end) else ()


def _in_one_breath(text: str, found: list[Mention], ids: tuple[str, ...]) -> bool:
    """Whether a sentence names all of them, each pair joined by a word such as "and" and parted by none such as "but"."""
    if not set(ids) <= {m.seminar for m in found}:
        return False
    between = [text[one.end : two.start] for one, two in pairwise(found) if one.seminar != two.seminar]
    joins, parts = words.pattern("seminars.joins"), words.pattern("seminars.parts")
    return all(joins.search(gap) and not parts.search(gap) for gap in between if gap.strip())
