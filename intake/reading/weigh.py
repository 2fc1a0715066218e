"""The cues of a message held against each other and against what was said before: what remains is what the sender wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from intake.model import Kind
from intake.reading import frames, words
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS, CERTAIN, CHANGES, CHOOSES, MOVES, Hit, Wishes

CLEAR = words.threshold("clear")
FIRST = 3  # sentences in which a yes answers what was asked
COURTESY = 9  # words
HINT = 1.3  # weight: what says less than this of a place does not make a question part of a request
RING = "asks to be telephoned"
STEAD = "somebody comes in another's place"
ROOM = "asks whether there is room"  # by itself no more than a question
SHORT = 12  # words: more is a letter, and no bare answer


def settled(draft: Wishes, *, reply: bool, quoted: str, files: bool, need: str, listed: bool = False) -> Wishes:
    """The cues that remain once each has been held against the others and against the signs.

    `reply`: the subject begins with "Re:"; `quoted` is the earlier mail in plain letters; `need` an access or dietary need;
    `listed`: people stand in a table.
    """
    steps: tuple[Callable[[Wishes], Wishes], ...] = (
        lambda w: _add_answers(w, quoted),
        lambda w: _add_yes(w, quoted),
        lambda w: _add_choice(w, quoted),
        _booking_forms,
        _not_yet,
        lambda w: _weak_ones(w, reply=reply or bool(quoted.strip()), files=files),
        _moves,
        _changes,
        _held_places,
        _given_up,
        lambda w: _subject_last(w, new_subject=not reply),
        lambda w: _add_need(w, need),
        lambda w: _add_list(w) if listed else w,
        _questions,
    )
    for step in steps:
        draft = step(draft)
    return draft


def _with(wishes: Wishes, keep: Iterable[Hit]) -> Wishes:
    return replace(wishes, hits=tuple(keep))


def _add_yes(wishes: Wishes, quoted: str) -> Wishes:
    """A bare yes to an offer in the quoted text."""
    if any(h.kind == Kind.PLACE_REQUEST and not h.sentence.subject for h in wishes.hits):
        return wishes
    yes = ((s, words.sign("yes").search(s.plain)) for s in wishes.body[:FIRST])
    first, match = next(((s, m) for s, m in yes if m), (None, None))
    if first is None or match is None:
        return wishes
    if words.sign("offer").search(quoted) and not re.search(r"\b(?:no|not|can'?t|cannot)\b", first.plain):
        hit = Hit(
            Kind.PLACE_REQUEST,
            ACCEPTS,
            2.4,
            'The words "{words}" accept an offer of a place.',
            first,
            *match.span(),
        )
        return _with(wishes, (*wishes.hits, hit))
    return wishes


def _add_answers(wishes: Wishes, quoted: str) -> Wishes:
    """Answers typed between questions of ours that ask for the particulars of a booking."""
    first = next((s for s in wishes.body if wishes.mentions[s.order]), None)
    wanted = [h for h in wishes.hits if not h.sentence.subject and h.weight >= CERTAIN and h.kind != Kind.QUESTION]
    if first is None or wanted or wishes.noted or len(words.sign("asked_back").findall(quoted)) < 2:
        return wishes
    note = 'The words "{words}" answer what we asked about a booking.'
    hit = Hit(Kind.PLACE_REQUEST, "answers our questions", 2.2, note, first, 0, len(first.text))
    return _with(wishes, (*wishes.hits, hit))


def _add_choice(wishes: Wishes, quoted: str) -> Wishes:
    """A short answer to our own question which seminar is meant."""
    signs = words.sign("yes"), words.sign("both")
    first = next((s for s in wishes.body if wishes.mentions[s.order] or any(g.search(s.plain) for g in signs)), None)
    if first is None or not words.sign("which").search(quoted) or sum(len(s.text.split()) for s in wishes.body) > SHORT:
        return wishes
    other = any(h.kind != Kind.PLACE_REQUEST and not h.sentence.subject for h in wishes.hits)
    if other or any(s.asks or re.search(r"\b(?:no|not|neither|cannot)\b|n't\b", s.plain) for s in wishes.body):
        return wishes
    named = {m.seminar for m in wishes.mentions[first.order] if not m.denied}
    sure = len(named) == 1 and not words.sign("ordered").search(first.plain)
    note = 'The words "{words}" answer our question which seminar is meant.'
    hit = Hit(Kind.PLACE_REQUEST, CHOOSES, 2.2 if sure else 1.9, note, first, 0, len(first.text))
    return _with(wishes, (*(h for h in wishes.hits if h.sentence.subject), hit))


def _booking_forms(wishes: Wishes) -> Wishes:
    """Who asks for a place and whether there is a form for that asks a question, and wants no template of the call."""
    places = [h for h in wishes.hits if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    texts = [s.plain for s in (wishes.subject, *wishes.sentences())]
    if not places or any(words.sign("calls").search(text) for text in texts):
        return wishes
    note = 'The words "{words}" ask whether there is a form for a booking.'

    def weighed(hit: Hit) -> Hit:
        if hit.kind != Kind.TEMPLATE_REQUEST or not words.sign("asks_form").search(wishes.masked[hit.sentence.order]):
            return hit
        return replace(hit, kind=Kind.QUESTION, rule="asks for a booking form", weight=2.2, say=note)

    return _with(wishes, map(weighed, wishes.hits))


def _not_yet(wishes: Wishes) -> Wishes:
    """Who says that this is no request yet makes none: what sounds like one is only what it may come to."""
    if not any(words.sign("not_yet").search(s.plain) for s in wishes.sentences()):
        return wishes

    def weighed(hit: Hit) -> Hit:
        return replace(hit, weight=min(hit.weight, 1.2)) if hit.kind == Kind.PLACE_REQUEST else hit

    return _with(wishes, map(weighed, wishes.hits))


def _weak_ones(wishes: Wishes, *, reply: bool, files: bool) -> Wishes:
    """Small words of change count only where there was something to change, announcements only where there was nothing."""
    before = wishes.before() or reply
    sends_form = files or any(h.kind == Kind.PRACTICE_EXAMPLE for h in wishes.hits)
    asks = any(s.asks for s in wishes.sentences())
    seminar = any(not m.denied for found in wishes.mentions.values() for m in found)
    of_form = any(words.part("form").search(t) for t in wishes.masked.values())
    for_me = any(h.weight >= 3 and re.search(r"\b(?:me|myself)\b", h.words) for h in wishes.of(Kind.PLACE_REQUEST))

    def weighed(hit: Hit) -> Hit | None:
        if hit.rule == "replaces a form":
            spoken = any(words.part(part).search(t) for part in ("form", "example") for t in wishes.masked.values())
            return replace(hit, weight=2.2) if sends_form or (wishes.prior and spoken) else None
        if hit.rule == "takes back an earlier message" and (not (reply or wishes.noted) or (of_form and not seminar)):
            return replace(hit, weight=1.5)
        if hit.rule == "changes something" and words.sign("swaps").search(hit.words.lower()) and not hit.sentence.subject:
            return replace(hit, weight=1.9) if not words.sign("names").search(hit.sentence.plain) else hit
        if hit.rule == "says they will come":
            if reply or wishes.noted or wishes.holds:
                return None
            return replace(hit, weight=2.1) if seminar and not (before or asks) else hit
        weak = hit.kind == Kind.AMENDMENT and hit.weight < CERTAIN
        new = hit.rule == STEAD and for_me  # sent in the place of somebody for whom none was asked
        return hit if before or not (weak or new) else None

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _moves(wishes: Wishes) -> Wishes:
    """To change from one seminar to another is to give up the one place and to ask for the other."""
    held = set(wishes.noted_for) | _spoken_held(wishes) | _asked_for(wishes)
    for sentence in wishes.sentences():
        match = words.sign("moves").search(wishes.masked[sentence.order])
        if not match or any(h.rule == STEAD and h.sentence == sentence for h in wishes.hits):
            continue
        text = wishes.masked[sentence.order]
        found = wishes.mentions[sentence.order]
        left = {m.seminar for m in found if m.denied or words.sign("from_where").search(text[: m.start])} or held
        to = [m for m in found if m.seminar not in left and not m.denied]
        if not left or not to:
            continue
        others = [h for h in wishes.hits if h.sentence != sentence or h.kind not in {Kind.AMENDMENT, Kind.PLACE_REQUEST}]
        gives = any(h.kind == Kind.CANCELLATION and h.weight >= CERTAIN for h in others)
        old = next((m for m in found if m.seminar in left), None)
        span = (old.start, old.end) if old else match.span()
        note = 'The words "{words}" are about changing from one seminar to another.'
        made = [Hit(Kind.PLACE_REQUEST, MOVES, 2.4, note, sentence, to[0].start, to[0].end)]
        if not gives:
            others = [h for h in others if h.kind != Kind.CANCELLATION]
            made.append(Hit(Kind.CANCELLATION, MOVES, 2.4, note, sentence, *span))
        return _with(wishes, (*others, *made))
    return wishes


def _spoken_held(wishes: Wishes) -> set[str]:
    """The seminars at which the sender says a place is held, or that cannot be; before the words, where these are of a change."""
    held = set()
    for sentence in wishes.sentences():
        text = wishes.masked[sentence.order]
        held |= {
            m.seminar
            for m in wishes.mentions[sentence.order]
            if words.sign("from_where").search(text[: m.start]) or words.pattern("seminars.no_good").match(text[m.end :])
        }
        if words.sign("holds").search(text):
            moved = words.sign("moves").search(text)
            end = moved.start() if moved else len(text)
            held |= {m.seminar for m in wishes.mentions[sentence.order] if m.start < end}
    return held


def _asked_for(wishes: Wishes) -> set[str]:
    """The seminar that is named first behind words about an earlier request, in each sentence."""
    found = set()
    for sentence in wishes.sentences():
        if match := words.sign("prior").search(wishes.masked[sentence.order]):
            found |= {m.seminar for m in [m for m in wishes.mentions[sentence.order] if m.start >= match.start()][:1]}
    return found


def _changes(wishes: Wishes) -> Wishes:
    """A change takes the place of the request, and of the giving up, that its sentence seems to hold as well."""

    def changing(hit: Hit) -> bool:
        return (
            hit.kind == Kind.AMENDMENT
            and not hit.sentence.subject
            and (hit.weight >= CERTAIN or (hit.rule == "adds another person" and wishes.before()))
        )

    given = {h.sentence.order for h in wishes.hits if h.rule == "cancels"}
    orders = {h.sentence.order for h in wishes.hits if changing(h)}
    orders -= given - {h.sentence.order for h in wishes.hits if changing(h) and h.weight >= CERTAIN}
    if not orders:
        return wishes
    apart = {s.order for s in wishes.sentences() if words.sign("apart").search(s.plain)}
    replaced = any(h.rule == STEAD for h in wishes.hits if changing(h))

    def weighed(hit: Hit) -> Hit | None:
        same = hit.sentence.order in orders - apart
        if same and hit.kind in {Kind.PLACE_REQUEST, Kind.CANCELLATION, Kind.TEMPLATE_REQUEST}:
            return None
        if replaced and hit.kind == Kind.CANCELLATION and not words.sign("cancels").search(hit.words.lower()):
            return None
        return replace(hit, weight=max(hit.weight, 2.5)) if same and hit.kind == Kind.AMENDMENT else hit

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _held_places(wishes: Wishes) -> Wishes:
    """Who has a place asks for another one only at another seminar, or for another person: then it is a change."""
    if not (wishes.holds or wishes.noted):
        return _added_again(wishes)
    if wishes.passed_on and not wishes.noted:
        return wishes  # the sender has a place; it is for another that one is asked
    sign = words.sign("holds")
    held = _spoken_held(wishes) | set(wishes.noted_for)
    note = 'The words "{words}" add to a place that is held already.'

    def weighed(hit: Hit) -> Hit | None:
        elsewhere = {m.seminar for m in wishes.mentions[hit.sentence.order] if not m.denied} - held
        if hit.kind != Kind.PLACE_REQUEST or hit.rule in {MOVES, CHOOSES, ACCEPTS} or (held and elsewhere):
            return hit
        if hit.weight < 2.5 or hit.sentence.subject or sign.search(wishes.masked[hit.sentence.order]):
            return None
        more = not wishes.noted or words.sign("more").search(wishes.masked[hit.sentence.order])
        return replace(hit, kind=Kind.AMENDMENT, rule="another for a holder", say=note, weight=hit.weight if more else 1.8)

    changed = _with(wishes, filter(None, map(weighed, wishes.hits)))
    if any(h.kind in CHANGES and h.weight >= CERTAIN and not h.sentence.subject for h in changed.hits):
        return changed
    for sentence in wishes.body:
        match, text = words.sign("adds").search(wishes.masked[sentence.order]), wishes.masked[sentence.order]
        gives = any(h.kind == Kind.CANCELLATION and h.sentence == sentence for h in changed.hits)
        if match and not gives and words.sign("more").search(text) and not words.sign("negated").search(text[: match.start()]):
            hit = Hit(Kind.AMENDMENT, "another for a holder", 2.2, note, sentence, *match.span())
            return _with(changed, (*changed.hits, hit))
    return changed


def _added_again(wishes: Wishes) -> Wishes:
    """To add somebody when one writes again may be a change or a new request: a person decides."""
    if not wishes.again:
        return wishes
    note = 'The words "{words}" may add to an earlier request.'

    def weighed(hit: Hit) -> Hit:
        own = words.sign("for_oneself").search(hit.sentence.plain)
        if hit.kind != Kind.PLACE_REQUEST or hit.sentence.subject or own or not words.sign("added").search(hit.sentence.plain):
            return hit
        return replace(hit, kind=Kind.AMENDMENT, rule="may add to a booking", say=note, weight=1.9)

    return _with(wishes, map(weighed, wishes.hits))


def _given_up(wishes: Wishes) -> Wishes:
    """To be unable to come is no cancellation where no place was asked for; to give up one of several is a change."""
    body = [h for h in wishes.hits if not h.sentence.subject]
    asks = [h for h in body if h.kind == Kind.PLACE_REQUEST and h.weight >= CERTAIN]
    gives = [h for h in body if h.kind == Kind.CANCELLATION]
    strong = [h for h in gives if h.weight >= CERTAIN]
    if any(h.rule == MOVES for h in body):
        return wishes
    if gives and not strong and any(h.kind == Kind.AMENDMENT and h.weight >= CLEAR for h in body):
        return _with(wishes, (h for h in wishes.hits if h not in gives))  # why something is changed, and no giving up
    questions = any(h.kind == Kind.QUESTION for h in body) or any(s.asks for s in wishes.body)
    past = any(words.sign("been_there").search(wishes.masked[s.order]) for s in wishes.body)
    known = wishes.noted or wishes.holds or (wishes.before() and not past)
    own = any(words.sign("own_place").search(h.sentence.plain) for h in strong)
    if gives and not own and not asks and not known and any(words.sign("invited").search(s.plain) for s in wishes.body):
        return _with(wishes, (h for h in wishes.hits if h.kind != Kind.CANCELLATION))  # declines, and gives up nothing
    if gives and not strong and not asks and (questions or not known):
        return wishes  # too little to give up a place on: a person will read it
    if asks and gives and not strong and not wishes.before():
        return _with(wishes, (h for h in wishes.hits if h.kind != Kind.CANCELLATION))
    partly = words.sign("partly")
    near = {h.sentence.order + step for h in gives for step in (-1, 0, 1)}
    kept = any(partly.search(wishes.masked[s.order]) for s in wishes.body if s.order in near)
    if gives and not asks and (strong or known) and kept:
        note = 'The words "{words}" give up a part of what was asked for.'
        changed = [replace(h, kind=Kind.AMENDMENT, say=note, weight=max(h.weight, CERTAIN)) for h in gives]
        return _with(wishes, (*(h for h in wishes.hits if h.kind != Kind.CANCELLATION), *changed))
    if gives and not asks and not strong:
        wishes = _with(wishes, (replace(h, weight=2.1) if h in gives and h.rule == "cannot come" else h for h in wishes.hits))
    given = {h.sentence.order for h in gives}
    left = {m.seminar for h in gives for m in wishes.near(h)} | set(wishes.noted_for)
    elsewhere = {h for h in asks if left and {m.seminar for m in wishes.near(h) if not m.denied} - left}

    def weighed(hit: Hit) -> Hit | None:
        if hit.kind == Kind.PLACE_REQUEST and hit.sentence.order in given and hit.weight < 3 and hit not in elsewhere:
            return None
        return replace(hit, weight=2.1) if hit in gives and elsewhere and known and hit.rule == "cannot come" else hit

    return _with(wishes, filter(None, map(weighed, wishes.hits)))


def _subject_last(wishes: Wishes, *, new_subject: bool) -> Wishes:
    """The subject speaks only where the body does not; it adds to what the body says weakly."""
    body: dict[Kind, float] = {}
    for hit in wishes.hits:
        if not hit.sentence.subject:
            body[hit.kind] = max(body.get(hit.kind, 0.0), hit.weight)
    firm = any(weight >= CERTAIN for weight in body.values())
    keep = []
    for hit in wishes.hits:
        if not hit.sentence.subject:
            keep.append(hit)
        elif new_subject and (hit.kind in body or not firm) and hit.kind != Kind.QUESTION:
            keep.append(replace(hit, weight=hit.weight if not body else min(hit.weight, 1.0)))
    return _with(wishes, keep)


def _add_list(wishes: Wishes) -> Wishes:
    """A table of people where a seminar is named and nothing else is wanted: they are to come."""
    named = [s for s in (*wishes.sentences(), wishes.subject) if any(not m.denied for m in wishes.mentions[s.order])]
    wanted = any(h.weight >= CERTAIN and not h.sentence.subject and h.kind != Kind.QUESTION for h in wishes.hits)
    if not named or wanted or wishes.noted or wishes.holds:
        return wishes
    first = next(m for m in wishes.mentions[named[0].order] if not m.denied)
    note = 'People are listed where "{words}" is named.'
    hit = Hit(Kind.PLACE_REQUEST, "lists those who come", 2.2, note, named[0], first.start, first.end)
    return _with(wishes, (*wishes.hits, hit))


def _add_need(wishes: Wishes, need: str) -> Wishes:
    """A need that somebody states who has asked for a place before is a change, where nothing else is wanted."""
    certain = any(h.weight >= CERTAIN or h.kind == Kind.CANCELLATION for h in wishes.hits)
    past = any(words.sign("been_there").search(wishes.masked[s.order]) for s in wishes.body)
    if not need or not wishes.before() or certain or past:
        return wishes
    wishes = _with(wishes, (h for h in wishes.hits if h.kind not in CHANGES))
    if any(s.asks and not words.sign("instructs").search(s.plain) for s in wishes.body):
        return wishes
    first = need.split(". ", maxsplit=1)[0]
    sentence = next((s for s in wishes.body if first in s.text), None)
    if sentence is None:
        return wishes
    start = sentence.text.index(first)
    note = 'The words "{words}" tell a need after a place was asked for.'
    hit = Hit(Kind.AMENDMENT, "adds a need", 2.1, note, sentence, start, start + len(first))
    return _with(wishes, (*wishes.hits, hit))


def _questions(wishes: Wishes) -> Wishes:
    """Adds sentences that ask; drops those that only repeat a wish, are polite, or ask somebody else."""
    spoken = {h.sentence.order for h in wishes.hits if h.kind != Kind.QUESTION and wishes.total(h.kind) >= CERTAIN}
    spoken |= {h.sentence.order for h in wishes.hits if h.kind == Kind.PLACE_REQUEST and h.rule != ROOM and h.weight >= HINT}
    own = {s.order for s in wishes.body} or {s.order for s in wishes.sentences()}
    keep = [h for h in wishes.hits if h.kind != Kind.QUESTION]
    for hit in wishes.hits:
        order = hit.sentence.order
        ours = hit.kind == Kind.QUESTION and (order in own or hit.sentence.subject) and not _exclaims(hit.sentence)
        apart = hit.rule == RING or _tail(wishes, hit.sentence)
        if ours and (order not in spoken or apart) and not _mere_courtesy(wishes, hit.sentence, spoken):
            keep.append(hit)
    asking = {h.sentence.order for h in keep if h.kind == Kind.QUESTION}
    for sentence in wishes.sentences() or (wishes.subject,):
        unmarked = sentence.order in spoken and _tail(wishes, sentence)
        if sentence.order in asking or not (sentence.asks or unmarked) or (sentence.order not in own and not sentence.subject):
            continue
        if _exclaims(sentence) or _needs_no_answer(wishes, sentence, spoken):
            continue
        text = wishes.masked[sentence.order]
        vague = not spoken and words.sign("request_like").search(text) and frames.about_coming(text)
        weight = 1.6 if vague else 2.2
        keep.append(
            Hit(Kind.QUESTION, "asks", weight, 'The sentence "{words}" asks something.', sentence, 0, len(sentence.text))
        )
    return _with(wishes, keep)


def _exclaims(sentence: Sentence) -> bool:
    """Whether a question wants no answer: it only wonders at something."""
    return bool(words.sign("rhetorical").search(sentence.plain))


def _mere_courtesy(wishes: Wishes, sentence: Sentence, spoken: set[int]) -> bool:
    """Whether a few words only ask whether the wish is all right."""
    return bool(spoken) and len(sentence.text.split()) <= COURTESY and bool(words.sign("polite").search(sentence.plain))


def _needs_no_answer(wishes: Wishes, sentence: Sentence, spoken: set[int]) -> bool:
    """Whether a sentence with a question mark is politeness, or a wish that has been understood already."""
    text = wishes.masked[sentence.order]
    if words.sign("too_late").search(text):
        return False
    if words.sign("polite").search(text) and (spoken or "confirm" not in text):
        return True
    if wishes.total(Kind.TEMPLATE_REQUEST) >= CERTAIN and words.sign("sends").search(text):
        return True
    if wishes.total(Kind.AMENDMENT) >= CERTAIN and words.sign("instructs").search(text):
        return True
    return sentence.order in spoken and not _tail(wishes, sentence)


def _tail(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether a second question follows the wish within its sentence."""
    hits = [h for h in wishes.hits if h.sentence.order == sentence.order and h.kind != Kind.QUESTION]
    if not hits or all(h.kind == Kind.TEMPLATE_REQUEST for h in hits):
        return False
    rest = wishes.masked[sentence.order][max(h.end for h in hits) :]
    sign = "tail_question" if sentence.asks else "tail_unmarked"
    return bool(words.sign(sign).search(rest))
