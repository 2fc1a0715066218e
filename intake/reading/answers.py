"""Answers to letters of ours that are quoted below them: a bare yes or no, which seminar, who comes."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import names, words
from intake.reading.sentences import Sentence
from intake.reading.wish import ACCEPTS, CERTAIN, CHANGES, CHOOSES, Hit, Wishes

FIRST = 3  # sentences in which a yes answers what was asked
TOLD = 3  # words that tell something
COMPLETES = "completes a form"  # the rule for what was asked about one that came before
SHORT = 20  # words: more is a letter, and no bare answer


def yes(wishes: Wishes, quoted: str) -> Wishes:
    """A bare yes to an offer in the quoted text."""
    if any(h.kind == Kind.PLACE_REQUEST and not h.sentence.subject and h.weight >= CERTAIN for h in wishes.hits):
        return wishes
    still, free = words.pattern("changes.signs.asks_still"), words.pattern("changes.signs.offers_free")
    plainly = wishes.noted or words.pattern("changes.signs.still_wishes").search(quoted)
    if plainly and still.search(quoted) and not free.search(quoted):
        return wishes  # yes, they still come
    if wishes.noted and "?" not in quoted and not free.search(quoted):
        return wishes  # what is only acknowledged asks for no yes
    yes = ((s, words.sign("yes").search(s.plain)) for s in wishes.body[:FIRST])
    first, match = next(((s, m) for s, m in yes if m), (None, None))
    if first is None or match is None or _only_thanks(first, wishes):
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
        return wishes.keeping((*wishes.hits, hit))
    return wishes


def _only_thanks(first: Sentence, wishes: Wishes) -> bool:
    """Whether what sounds like a yes is thanks for what is settled: "Lovely, thank you. See you there!" """
    said = words.pattern("changes.signs.thanked").search(first.plain)
    meets = any(words.pattern("changes.signs.see_you").search(s.plain) for s in wishes.body[:FIRST])
    return bool(said) and (wishes.noted or meets)


def particulars(wishes: Wishes, quoted: str) -> Wishes:
    """Answers typed between questions of ours that ask for the particulars of a booking."""
    first = next((s for s in wishes.body if wishes.mentions[s.order]), None)
    wanted = [h for h in wishes.hits if not h.sentence.subject and h.weight >= CERTAIN and h.kind != Kind.QUESTION]
    if first is None or wanted or wishes.noted or len(words.sign("asked_back").findall(quoted)) < 2:
        return wishes
    note = 'The words "{words}" answer what we asked about a booking.'
    hit = Hit(Kind.PLACE_REQUEST, "answers our questions", 2.2, note, first, 0, len(first.text))
    return wishes.keeping((*wishes.hits, hit))


def choice(wishes: Wishes, quoted: str) -> Wishes:
    """A short answer to our own question which seminar is meant."""
    signs = words.sign("yes"), words.sign("both")
    naming = (s for s in wishes.body if wishes.mentions[s.order])
    both = next((s for s in wishes.body[:1] if words.sign("both_alone").match(s.plain)), None)
    first = both or next(naming, None) or next((s for s in wishes.body if any(g.search(s.plain) for g in signs)), None)
    if first is None or not words.sign("which").search(quoted):
        return wishes
    long = sum(len(s.text.split()) for s in wishes.body) > SHORT
    if long and not words.sign("asked_which").search(first.plain):
        return wishes
    other = any(h.kind in {Kind.CANCELLATION, Kind.QUESTION} and not h.sentence.subject for h in wishes.hits)
    said = words.pattern("changes.signs.in_passing").sub(" ", first.plain)
    asks = any(s.asks and not words.sign("rhetorical").search(s.plain) for s in wishes.body if s != first)
    asks = asks or (first.asks and said == first.plain)
    if other or asks or re.search(r"\b(?:no|not|neither|cannot)\b|n't\b", said):
        return wishes
    named = {m.seminar for m in wishes.mentions[first.order] if not m.denied}
    sure = len(named) == 1 and not words.sign("ordered").search(first.plain)
    note = 'The words "{words}" answer our question which seminar is meant.'
    hit = Hit(Kind.PLACE_REQUEST, CHOOSES, 2.2 if sure else 1.9, note, first, 0, len(first.text))
    return wishes.keeping((*(h for h in wishes.hits if h.sentence.subject or (long and h.sentence != first)), hit))


def refusal(wishes: Wishes, quoted: str) -> Wishes:
    """A bare no to a letter of ours about a place that is held."""
    freed = words.pattern("changes.signs.freed").search(quoted)
    still = freed or words.pattern("changes.signs.asks_still").search(quoted)
    if still:
        wishes = _unexcused(wishes)
    wanted = any(h.kind in CHANGES and (h.weight >= CERTAIN or h.kind == Kind.CANCELLATION) for h in wishes.hits)
    if wanted or not (wishes.noted or still) or any(_stays(s) for s in wishes.body):
        return wishes
    if not still and (words.sign("offer").search(quoted) or words.pattern("changes.signs.needs").search(quoted)):
        return wishes
    for sentence in wishes.body[:FIRST]:
        if match := words.pattern("changes.signs.refuses").search(sentence.plain):
            note = 'The words "{words}" say no to a letter about the place.'
            bare = match.group().split()[0].strip(",.") in {"no", "nope", "nah"}  # may be a no to anything
            weight = 2.2 if still else 1.9 if bare else 2.1
            hit = Hit(Kind.CANCELLATION, "says no", weight, note, sentence, *match.span())
            return wishes.keeping((*wishes.hits, hit))
    sorry = ((s, words.pattern("changes.signs.regret").search(s.plain)) for s in wishes.body)
    regrets = next(((s, m) for s, m in sorry if m), None)
    if regrets is None or wishes.hits or any(s.asks for s in wishes.body):
        return wishes
    note = 'The words "{words}" may give up the place that is spoken of.'
    hit = Hit(Kind.CANCELLATION, "regrets", 1.9, note, regrets[0], *regrets[1].span())
    return wishes.keeping((hit,))


def _unexcused(wishes: Wishes) -> Wishes:
    """Without what is only an excuse behind a no: "No. I meant to tell you ..." """
    excuse = words.pattern("changes.signs.added_now")
    no = any(words.pattern("changes.signs.refuses").search(s.plain) for s in wishes.body[:1])
    excused = [h for h in wishes.of(Kind.AMENDMENT) if no and excuse.match(h.words.lower())]
    return wishes.keeping(h for h in wishes.hits if h not in excused)


def _stays(sentence: Sentence) -> bool:
    return bool(words.pattern("changes.signs.stays").search(sentence.plain))


def names_told(wishes: Wishes, quoted: str) -> Wishes:
    """The names we asked for: they complete a booking."""
    dealt = wishes.noted or wishes.answers
    if not dealt or _wants(wishes) or not words.pattern("changes.signs.asks_names").search(quoted):
        return wishes
    told = {s.order: len(names.in_text(s.text)) for s in wishes.body if not s.asks}
    first = max((s for s in wishes.body if told.get(s.order)), key=lambda s: told[s.order], default=None)
    if first is None or sum(len(names.in_text(s.text)) for s in wishes.body) < 2:
        return wishes
    note = 'The words "{words}" name those who come, as we asked.'
    hit = Hit(Kind.AMENDMENT, "names those who come", 2.5, note, first, 0, len(first.text))
    return wishes.keeping((*wishes.hits, hit))


def needs_told(wishes: Wishes, quoted: str) -> Wishes:
    """What somebody needs who was asked for that."""
    if (
        not wishes.noted
        or _wants(wishes)
        or not words.pattern("changes.signs.needs").search(quoted)
        or wishes.of(Kind.CANCELLATION)
    ):
        return wishes
    asks = any(s.asks for s in wishes.body)  # then what is told may only say why
    said = next((s for s in wishes.body if not s.asks and tells(s) and (not asks or _needs(s))), None)
    if said is None:
        return wishes
    note = 'The words "{words}" answer our question what is needed.'
    hit = Hit(Kind.AMENDMENT, "tells a need", 2.1, note, said, 0, len(said.text))
    return wishes.keeping((*wishes.hits, hit))


def _needs(sentence: Sentence) -> bool:
    return any(words.pattern(f"needs.{sort}").search(sentence.plain) for sort in ("access", "dietary", "reason"))


def hindered(wishes: Wishes) -> bool:
    """Whether something keeps the sender from coming, as far as words that are no wish can tell."""
    hinders = words.pattern("changes.signs.hinders")
    return any(hinders.search(s.plain) for s in wishes.body) and not any(_stays(s) for s in wishes.body)


def tells(sentence: Sentence) -> bool:
    """Whether a sentence tells something, and is more than politeness."""
    polite = words.pattern("changes.signs.pleasant").search(sentence.plain) or _stays(sentence)
    yet = words.pattern("changes.signs.yet").search(sentence.plain)
    return len(sentence.text.split()) >= TOLD and bool(yet or not polite)


def form_completed(wishes: Wishes, quoted: str) -> Wishes:
    """What we asked about a returned form."""
    asks = wishes.total(Kind.TEMPLATE_REQUEST) >= CERTAIN  # what came was not the form
    if asks or _wants(wishes) or not words.pattern("changes.signs.asks_of_form").search(quoted):
        return wishes
    if not words.part("example").search(quoted) and not words.part("form").search(quoted):
        return wishes
    told = [s for s in wishes.body if not s.asks and not words.sign("thanks").search(s.plain) and len(s.text.split()) >= TOLD]
    if not told:
        return wishes
    first = max(told, key=lambda s: len(s.text))
    note = 'The words "{words}" answer what we asked about an example.'
    hit = Hit(Kind.AMENDMENT, COMPLETES, 2.1, note, first, 0, len(first.text))
    return wishes.keeping((*wishes.hits, hit))


def _wants(wishes: Wishes) -> bool:
    """Whether something is plainly wanted already."""
    return any(not h.sentence.subject and h.weight >= CERTAIN and h.kind != Kind.QUESTION for h in wishes.hits)
