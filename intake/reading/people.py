"""Who is to come, by name and by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.model import Kind, Wording
from intake.programme import Programme
from intake.reading import names, places, sender, sentences, words
from intake.reading.names import Name, fold
from intake.reading.sentences import Sentence
from intake.reading.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Coming:
    """Who a request is for."""

    names: tuple[str, ...]
    places: int | None


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")


def coming(kinds: set[Kind], wording: Wording, programme: Programme, wanted: Wishes, who: Name | None) -> Coming:
    """Names and places asked for. In a mere change `places` counts what is newly asked for, None where nothing is."""
    asked = _asked(wanted, kinds)
    named = _named(wanted, wording, programme, asked, who)
    self_comes = _sender_comes(wanted, wording, named, who)
    if who and self_comes and not any(_same(who, n) for n in named):
        named = [*named, who] if _last(asked) else [who, *named]
    named = _whole(named, who, wording, programme)
    if not self_comes and who:
        named = [n for n in named if not _same(who, n)]
    if not named and wanted.passed_on and not self_comes:
        named = _author(wording)
    if not asked:
        named = []
    found = tuple(dict.fromkeys(n.text for n in named))
    if Kind.PLACE_REQUEST not in kinds:
        return Coming(found, places.added(wanted))
    return Coming(found, places.asked_for(asked, wanted, found))


def _asked(wanted: Wishes, kinds: set[Kind]) -> tuple[Sentence, ...]:
    """The sentences that ask, change, and go on listing after them."""
    kinds = kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT}
    orders = {h.sentence.order for h in wanted.hits if h.kind in kinds and h.rule != "replaces a form"}
    return tuple(s for s in (wanted.subject, *wanted.sentences()) if s.order in orders)


# -------------------------------------------------------------------------------------------------------- by name


def _named(wanted: Wishes, wording: Wording, programme: Programme, asked: tuple[Sentence, ...], who: Name | None) -> list[Name]:
    avoid = _avoided(programme)
    orders = {s.order for s in asked}
    found: list[Name] = []
    listing = False
    tail = {line.strip() for line in sender.closing_lines(wording)}
    for sentence in wanted.sentences():
        here = [*names.introduced(sentence.text), *names.in_text(sentence.text, avoid)]
        if sentence.text == sentence.text.lower() or re.search(
            r"\b(?:wife|husband|partner|friend|colleague|daughter|son|sister|brother|mum|dad|carer|worker)\b", sentence.plain
        ):
            here += names.related(sentence.text)
        if sentence.text in tail and not sentence.item and who and not _several(here, who):
            continue
        following = sentence.order - 1 in orders and bool(_said("namely").match(sentence.plain))
        listed = listing and (sentence.item or _heads(sentence, here))
        if sentence.order in orders or following or listed or _about_coming(sentence, here, orders):
            found += [n for n in here if not _beside(sentence, n)]
        listing = bool(_said("starts_list").search(sentence.plain)) or (listing and (sentence.item or bool(here)))
    return _distinct(found)


def _about_coming(sentence: Sentence, here: list[Name], orders: set[int]) -> bool:
    """Whether a sentence that does not ask speaks of those who come all the same."""
    if _said("background").search(sentence.plain):
        return bool(_said("keyed").match(sentence.plain))
    return bool(_said("keyed").match(sentence.plain) or _said("context").search(sentence.plain)) or (
        bool(orders) and len(here) > 1
    )


def _several(here: list[Name], who: Name) -> bool:
    return len({fold(n.text) for n in here if not _same(n, who)}) > 0


def _heads(sentence: Sentence, here: list[Name]) -> bool:
    return any(sentence.text.find(n.text) <= 5 for n in here)


def _beside(sentence: Sentence, name: Name) -> bool:
    """Names that stand in a sentence for another reason: part of a body's name, an old name, one who told of it."""
    before, after = sentence.plain[: name.start], sentence.plain[name.end : name.end + 40]
    rest = re.match(r"(?:\s+(?:[^\W\d_a-z][\w'’&-]*|and|of|for|&))+", sentence.text[name.end :])
    body, job = words.pattern("people.body"), words.pattern("people.job")
    return bool(
        (rest and body.search(rest.group().lower()))
        or body.search(name.text.lower())
        or body.match(after.strip())
        or job.search(name.text.lower())
        or _said("not_named_before").search(before)
        or _said("not_named_after").match(after)
    )


def _distinct(found: list[Name]) -> list[Name]:
    """Each person once, under the fullest name."""
    kept: list[Name] = []
    for name in found:
        twin = next((i for i, k in enumerate(kept) if _same(k, name)), None)
        if twin is None:
            kept.append(name)
        elif len(name.words) > len(kept[twin].words):
            kept[twin] = name
    return kept


def _same(one: Name, two: Name) -> bool:
    """Whether two names can be one person's: the same words, or one within the other."""
    a, b = [fold(w) for w in one.words], [fold(w) for w in two.words]
    return a == b or (set(a) <= set(b) and (len(a) > 1 or a[0] == b[0])) or (set(b) <= set(a) and (len(b) > 1 or a[0] == b[0]))


def _whole(named: list[Name], who: Name | None, wording: Wording, programme: Programme) -> list[Name]:
    """First names are completed from a joint signature ("A Smith and B Jones"); the sender's own is the fullest known."""
    signed: list[Name] = []
    for line in sender.closing_lines(wording):
        signed += names.in_text(line, _avoided(programme))
    result = []
    for name in named:
        fuller = [n for n in signed if len(n.words) > len(name.words) and fold(n.words[0]) == fold(name.words[0])]
        if who and _same(name, who) and len(who.words) >= len(name.words):
            result.append(who)
        else:
            result.append(fuller[0] if fuller and len(name.words) == 1 else name)
    joint = [
        n
        for n in signed
        if who
        and not _same(n, who)
        and any(_same(who, m) for m in signed)
        and re.search(r"\b(?:we|both|us)\b", wording.own.lower())
    ]
    return _distinct(
        [
            *result,
            *(
                n
                for n in joint
                if any(re.search(rf"\b(?:and|&) {re.escape(n.text)}", line) for line in sender.closing_lines(wording))
            ),
        ]
    )


def _author(wording: Wording) -> list[Name]:
    """Who wrote the text that is passed on: its signature, else its From line."""
    signed = sender.closing_lines(Wording(wording.forwarded, "", "", "", ""))
    whole = [n for line in signed for n in names.at_start(line) if len(n.words) > 1]
    header = re.search(r"(?im)^[>\s*]*from:\*? *\"?([^\"<\[\n]+)", wording.forwarded)
    return whole[:1] or ([Name(names.bare(header.group(1).strip()))] if header and "@" not in header.group(1) else [])


@lru_cache(maxsize=8)
def _avoided(programme: Programme) -> frozenset[str]:
    """Words of the programme itself: titles, towns, venues, speakers."""
    texts = [programme.name, programme.organisation]
    for seminar in programme.seminars:
        texts += [seminar.title, seminar.venue, seminar.town, *seminar.also]
        texts += [speaker.split()[-1] for speaker in seminar.speakers]
    if programme.call:
        texts += [programme.call.title, programme.call.contact]
    return frozenset(fold(w) for text in texts for w in re.findall(r"[^\W\d_][\w'’-]*", text) if len(w) > 2)


# -------------------------------------------------------------------------------------------- does the sender come?


def _sender_comes(wanted: Wishes, wording: Wording, named: list[Name], who: Name | None) -> bool:
    """Whether the sender is one of those who come; a request that names only others is for them."""
    own = " ".join(s.plain for s in wanted.body)
    orders = {h.sentence.order for h in wanted.hits}
    asked = " ".join(s.plain for s in wanted.body if s.order in orders or s.order - 1 in orders)
    me = re.compile(r"\b(?:myself|for me|with me|and (?:i|me)|me (?:and|plus|with)|i and)\b")
    not_me = _said("not_self")
    if not_me.search(own) and (not_me.search(asked) or not re.search(r"\b(?:me|myself|my name)\b", asked)):
        return False
    if wanted.passed_on:
        return bool(re.search(r"\b(?:me|myself|and i|we)\b", asked))
    if who and (any(_same(who, n) for n in named) or (wanted.holds and re.search(r"\b(?:i'm|i am|i've|i have|my)\b", own))):
        return True
    if (_clerk(wording) or _said("others").search(asked)) and not me.search(asked):
        return False
    replaced = any(h.rule == "somebody comes in another's place" for h in wanted.hits)
    if named and replaced:
        return bool(me.search(own))
    return not named or bool(_said("self").search(asked))


def _clerk(wording: Wording) -> bool:
    """Whether the signature is that of somebody who books for others."""
    signed = sentences.plain("\n".join((wording.signature, *sender.closing_lines(wording))))
    return bool(re.search(r"\b(?:pa|secretary|assistant|administrator) (?:to|for)\b", signed))


def _last(asked: tuple[Sentence, ...]) -> bool:
    return any(re.search(r"\band (?:i|me|myself)\b", s.plain) for s in asked)
