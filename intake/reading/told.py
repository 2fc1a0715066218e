"""An example told in the sender's own words, in place of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from intake.model import Example, Kind, Wording
from intake.programme import Call
from intake.reading import asking, measure, sentences, stating, words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, CHANGES, Hit, Wishes

SOURCE = "the message itself"
WEIGHED = "the message itself, by what it tells"
SOURCES = frozenset({SOURCE, WEIGHED})
UNOPENED = "cannot get at the template"
UNCALLED = "It reads like an example of practice, but says nothing of the call."
EDGE = 2  # sentences
CLOSING = 5  # sentences with which a paragraph may ask for a call
LEAST_TOLD = 1  # marks of a story that is announced as one
BESIDE = 3  # and of one beside which something else is wanted
LEAST_PERMITTED = 2  # and of one that we are allowed to use, where nothing speaks of the call
LEAST_HEADED = 4  # of the form's questions, in other words
STORY = 5  # marks of a story: less may be anybody's account of anything
FIRMLY = 3.0  # weight of a cue that leaves no doubt
_MOST = 100_000  # letters: what is longer is no e-mail that a person wrote, and never told in part
_LEAST = 45  # words: less is an announcement of a story and not yet the story
_HEADING = 4  # words: a sentence that only begins a letter ("Two things.")
_SHORTEST = 35  # of one that is told by its marks


class _Told(NamedTuple):
    """A story that was found."""

    text: str
    around: tuple[str, ...]  # what stands around it, plain; then the same with the sentences it begins and ends with
    source: str = SOURCE
    doubts: tuple[str, ...] = ()


def example(
    wording: Wording, wanted: Wishes, call: Call, who: str | None, organisation: str | None, phone: str | None
) -> Example | None:
    """The story as an Example, or None where none is told or the form has no room for one.

    The paragraph that tells it answers the call's question for a story; what else is stated answers those that ask it. Keys
    and options are the call's own.
    """
    story, paragraphs = call.story(), _paragraphs(wording)
    if story is None or not has_room(wording):
        return None
    longest = max(paragraphs, key=_length)
    told = next(
        filter(None, (way(wanted, wording, paragraphs, longest) for way in (_led_up_to, _measured, _permitted, _headed))), None
    )
    if told is None:
        return None
    text, around, source, doubts = told
    given = stating.answered([p for p in paragraphs if p != longest], call) | stating.stated(paragraphs, around, call)
    given = stating.named_after(organisation or "", call) | given
    stated = ((call.name(), who), (call.organisation(), organisation), (call.telephoned(), phone), (story, text))
    for question, answer in stated:
        if question is not None and answer:
            given[question.key] = answer
    fields = {question.key: given[question.key] for question in call.fields if question.key in given}
    missing = tuple(key for key in call.required() if key not in fields)
    return Example(fields, missing, source, notes=doubts, doubts=doubts)


def _led_up_to(wanted: Wishes, _: Wording, paragraphs: list[str], longest: str) -> _Told | None:
    """The longest paragraph, where the words around it say that it is a story for the call."""
    if _length(longest) < _LEAST or _is_correction(wanted) or _gives_up(wanted, longest):
        return None
    if _ends_otherwise(wanted, longest) and _length(told := _without_wishes(wanted, longest)) >= _LEAST:
        paragraphs, longest = [*(p for p in paragraphs if p != longest), longest.replace(told, " "), told], told
    asks = _asks(wanted, longest)
    outside = sentences.plain(". ".join([*(p for p in paragraphs if p != longest), wanted.subject.text]))
    edges = _edges(longest)
    if _holds_wish(wanted, longest) or _by_telephone(wanted, longest) or _wants_form(wanted):
        return None
    whole = sentences.plain(". ".join((outside, *edges)))
    if asks:
        edges = edges[: 1 + (_length(edges[0]) <= _HEADING)] if _only_comes(wanted, longest) else ()
    around = sentences.plain(". ".join((outside, *edges)))
    announced = any(h.kind == Kind.PRACTICE_EXAMPLE and h.weight >= CERTAIN for h in wanted.hits)
    if _is_to_come(whole, longest) or _only_asks(longest):
        return None
    aside = (asks or _looks_back(wanted)) and not announced
    return _Told(longest, (outside, whole)) if _is_told(sentences.plain(longest), around, asks=aside) else None


def _measured(wanted: Wishes, wording: Wording, paragraphs: list[str], longest: str) -> _Told | None:
    """What the longest paragraph tells, where it has so many marks of a story that it needs no words to lead up to it."""
    text = _without_wishes(wanted, longest)
    marks = measure.marks(text)
    if _length(text) < _SHORTEST or marks < min(measure.least().values()) or _is_correction(wanted):
        return None
    if _holds_any_wish(wanted, text) or _gives_up(wanted, text) or _only_asks(text):
        return None
    outside = [*(p for p in paragraphs if p != longest), longest.replace(text, " "), wanted.subject.text]
    around = sentences.plain(" ".join((*outside, *_edges(text))))
    if _by_telephone(wanted, text) or _wants_form(wanted) or _is_to_come(around, text):
        return None
    least = measure.least()
    level = _level(wanted, wording, text, around)
    if level is None or marks < least[level]:
        alone = level == "plain" and marks >= least["uncalled"]
        return _Told(text, (around,), WEIGHED, (UNCALLED,)) if alone else None
    sure = level in {"offered", "beside"} and marks >= least["sure"]
    return _Told(text, (around,), SOURCE if sure else WEIGHED)


def _permitted(wanted: Wishes, wording: Wording, paragraphs: list[str], longest: str) -> _Told | None:
    """What the longest paragraph tells, where the sender says how we may use it: the form asks that, and nobody else does."""
    text = _without_wishes(wanted, longest)
    if _length(text) < _SHORTEST or _holds_any_wish(wanted, text) or _gives_up(wanted, text) or _only_asks(text):
        return None
    around = sentences.plain(" ".join((*(p for p in paragraphs if p != longest), longest.replace(text, " "), *_edges(text))))
    sent = any(words.pattern("told.sent").search(s.plain) for s in wanted.body)
    if sent or _by_telephone(wanted, text) or _wants_form(wanted) or _is_to_come(around, text):
        return None
    called = _of_call(f"{around} {wanted.subject.plain} {sentences.plain(wording.quoted[:_MOST])}") or _is_late(around, wanted)
    least = LEAST_TOLD if called else LEAST_PERMITTED
    if not words.pattern("told.permits").search(around) or _telling(sentences.plain(text)) < least:
        return None
    return _Told(text, (around,), WEIGHED, () if called else (UNCALLED,))


def _headed(wanted: Wishes, wording: Wording, paragraphs: list[str], _: str) -> _Told | None:
    """What stands below headings of the sender's own that are the form's in other words: "1. What happened", "5. Advice"."""
    lines = [line for line in wording.own.splitlines() if line.strip()]
    heads = [(n, sort, m.end()) for n, line in enumerate(lines) for sort, m in _headings(line)]
    answers = {sort for n, sort, end in heads if _is_answered(lines, n, end, {n for n, _, _ in heads})}
    if len(answers) < LEAST_HEADED or not answers & {"title", "permission"} or _wants_form(wanted):
        return None
    text = " ".join(" ".join(lines[heads[0][0] : heads[-1][0] + 2]).split())
    outside = sentences.plain(" ".join((*paragraphs, wanted.subject.text)))
    return _Told(text, (outside,), WEIGHED, () if _of_call(outside) else (UNCALLED,)) if _length(text) >= _SHORTEST else None


def _is_late(around: str, wanted: Wishes) -> bool:
    """Whether it is sorry to come late, and speaks of no place: then it can only be the call that it is late for."""
    placed = wanted.named() or any(words.part("seat").search(s.plain) for s in wanted.sentences())
    return not placed and words.pattern("told.late").search(around) is not None


def _of_call(around: str) -> bool:
    """Whether what stands around a story, or is quoted below it, speaks of the call."""
    signs = ("call", "introduced", "measure.offers", "measure.invites")
    return any(words.pattern(f"told.{sign}").search(around) for sign in signs)


def _headings(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The heading with which a line begins, by its sort."""
    plain = sentences.plain(line)
    found = ((sort, words.pattern(f"told.headings.{sort}").match(plain)) for sort in words.table("told")["headings"])
    return ((sort, m) for sort, m in found if m)


def _is_answered(lines: list[str], number: int, end: int, heads: set[int]) -> bool:
    """Whether words stand below a heading, or behind it on its line, and no question."""
    rest = sentences.plain(lines[number])[end:].strip(" ?:-")
    below = lines[number + 1] if number + 1 < len(lines) and number + 1 not in heads else ""
    return bool(rest or below) and not (rest or below).rstrip().endswith("?")


def _level(wanted: Wishes, wording: Wording, story: str, around: str) -> str | None:
    """Which of the least numbers of marks a story must have, by what speaks of the call; None where it can be no example."""

    def said(*signs: str) -> bool:
        return any(words.pattern(f"told.{sign}").search(around) for sign in signs)

    if said("measure.offers") or words.pattern("told.measure.named").search(wanted.subject.plain):
        return "offered"
    plain, beside = sentences.plain(story), _wants_beside(wanted, story)
    form = any(h.kind == Kind.TEMPLATE_REQUEST and h.weight >= CERTAIN and h.sentence.text not in story for h in wanted.hits)
    if form or words.pattern("told.measure.otherwise").search(f"{around} {plain}"):
        return None
    if said("call") or words.pattern("told.measure.invites").search(sentences.plain(wording.quoted[:_MOST])):
        return "beside" if beside else "offered"
    if beside or not words.pattern("told.measure.teller").search(plain):
        return None
    if said("introduced") or words.sign("tells_story").search(around):
        return "offered"
    hinted = "hinted" if said("measure.hints", "allows") else "plain"
    return None if wanted.mentions[wanted.subject.order] else hinted  # whose heading is a seminar writes of that


def _without_wishes(wanted: Wishes, paragraph: str) -> str:
    """A paragraph without the wish with which it begins or ends, and without a question at its end."""
    told = list(sentences.of(paragraph))
    wishes = {h.sentence.text for h in wanted.hits if _is_wish(h, wanted)}
    first = next((n + 1 for n, s in reversed(list(enumerate(told[:EDGE]))) if s.text in wishes), 0)
    ends = (n for n, s in enumerate(told) if n >= len(told) - EDGE and (s.text in wishes or s.asks))
    kept = told[first : next(ends, len(told))]
    start, end = (paragraph.find(kept[0].text), paragraph.rfind(kept[-1].text)) if kept else (-1, -1)
    return paragraph[start : end + len(kept[-1].text)] if start >= 0 and end >= 0 else ""


def _is_wish(hit: Hit, wanted: Wishes) -> bool:
    """Whether a place is asked for, given up or changed beyond doubt: a seminar is named, or we are asked."""
    said = wanted.mentions[hit.sentence.order] or words.pattern("told.measure.asking").search(hit.sentence.plain)
    return hit.kind in CHANGES and hit.weight >= CERTAIN and bool(said)


def _holds_any_wish(wanted: Wishes, story: str) -> bool:
    """Whether a story has a wish in its midst, or a seminar beside words that could be one."""
    within = [h for h in wanted.hits if h.kind in CHANGES and h.sentence.text in story]
    named = any(wanted.mentions[s.order] for s in wanted.body if s.text in story)
    return bool(named and sum(h.weight for h in within) >= CERTAIN) or any(_is_wish(h, wanted) for h in within)


def _wants_beside(wanted: Wishes, story: str) -> bool:
    """Whether anything is wanted beside a story, or a seminar is looked back on."""
    weights = [h.weight for h in wanted.hits if h.kind != Kind.PRACTICE_EXAMPLE and h.sentence.text not in story]
    asks = any(s.asks for s in wanted.body if s.text not in story)
    return asks or max(weights, default=0.0) >= CERTAIN or _looks_back(wanted)


def _is_correction(wanted: Wishes) -> bool:
    """Whether it is about a form that was sent before."""
    sent = any(words.pattern("told.sent").search(s.plain) for s in wanted.body)
    return sent and wanted.total(Kind.AMENDMENT) >= CERTAIN


def _holds_wish(wanted: Wishes, story: str) -> bool:
    """Whether a place at a seminar that is named is asked for, given up or changed in it."""
    wishes = [h for h in wanted.hits if h.kind in CHANGES and h.weight >= CERTAIN and wanted.mentions[h.sentence.order]]
    return any(h.sentence.text in story for h in wishes)


def _ends_otherwise(wanted: Wishes, story: str) -> bool:
    """Whether something else stands in the paragraph of a story: a place, or at its end a question whether it counts."""
    last = sentences.of(story)[-1:]
    return _holds_wish(wanted, story) or any(s.asks and _asks_if_it_counts(s) for s in last)


def _looks_back(wanted: Wishes) -> bool:
    """Whether it tells of a seminar that the sender has been at."""
    return any(words.sign("been_there").search(wanted.masked[s.order]) for s in wanted.body)


def has_room(wording: Wording) -> bool:
    """Whether any paragraph is long enough for a story, or several stand below headings."""
    paragraphs = _paragraphs(wording) if len(wording.own) <= _MOST else []
    long = max(map(_length, paragraphs), default=0) >= _SHORTEST
    return long or (len(paragraphs) > 1 and sum(any(_headings(line)) for line in wording.own.splitlines()) >= LEAST_HEADED)


def _paragraphs(wording: Wording) -> list[str]:
    return [" ".join(p.split()) for p in re.split(r"\n\s*\n", wording.own) if p.strip()]


def _length(paragraph: str) -> int:
    return len(paragraph.split())


def _only_asks(paragraph: str) -> bool:
    """Whether it is a list of questions rather than a story."""
    asked = [s.asks or s.plain.startswith("whether ") for s in sentences.of(paragraph)]
    return sum(asked) * 3 >= len(asked) > 1


def _gives_up(wanted: Wishes, story: str) -> bool:
    """Whether a place at a seminar is given up in it, or changed: why is no example."""
    changes = [h for h in wanted.hits if h.kind in {Kind.CANCELLATION, Kind.AMENDMENT} and h.sentence.text in story]
    return any(wanted.mentions[h.sentence.order] for h in changes) and any(h.weight >= FIRMLY for h in changes)


def _is_to_come(around: str, story: str) -> bool:
    """Whether what stands around a story says that it is still to be told, or that none is."""
    said = words.pattern("told.contact_first").sub(" ", words.pattern("told.for_another").sub(" ", around))
    none = words.pattern("told.none").search(f"{around} {sentences.plain(story)}")
    return bool(none or words.pattern("told.later").search(said))


def _by_telephone(wanted: Wishes, story: str) -> bool:
    """Whether the sender asks for a call: the story is still to be told then."""
    edges = _edges(story)
    first = words.pattern("told.contact_first")
    calls = [h.sentence.text for h in wanted.hits if h.rule == asking.RING and not first.search(h.sentence.plain)]
    end = [s.text for s in sentences.of(story)][-CLOSING:]
    return any(text in (*edges, *end) or text not in story for text in calls)


def _wants_form(wanted: Wishes) -> bool:
    """Whether the form is still to be filled in, and not by another."""
    unopened = any(h.rule == UNOPENED for h in wanted.hits)
    return not unopened and any(not _for_another(h) for h in wanted.of(Kind.TEMPLATE_REQUEST) if h.weight >= FIRMLY)


def _asks(wanted: Wishes, story: str) -> bool:
    """Whether the message wants something besides: what is asked, given up or changed within the story belongs to it."""
    weights = {h.kind: 0.0 for h in wanted.hits}
    around = " ".join((*_edges(story), *(s.text for s in wanted.body if s.text not in story)))
    told = (words.sign("tells_story"), words.pattern("told.introduced"))
    refuses = any(pattern.search(sentences.plain(around)) for pattern in told)
    for hit in wanted.hits:
        if refuses and hit.rule == UNOPENED:
            continue  # why it is told and not filled in
        if hit.sentence.text not in story or hit.kind in {Kind.PLACE_REQUEST, Kind.TEMPLATE_REQUEST}:
            weights[hit.kind] += hit.weight
    if any(weights.get(kind, 0.0) >= CERTAIN for kind in (Kind.TEMPLATE_REQUEST, *CHANGES)):
        return True
    return any(s.asks and not _asks_if_it_counts(s) and (s.text not in story or story.endswith(s.text)) for s in wanted.body)


def _asks_if_it_counts(sentence: Sentence) -> bool:
    """Whether a question is about the story itself: whether it comes too late."""
    return any(p.search(sentence.plain) for p in (words.sign("too_late"), words.pattern("told.counts")))


def _only_comes(wanted: Wishes, story: str) -> bool:
    """Whether what the message wants beside a story is no more than a place, or the form for another."""
    beside = [h for h in wanted.hits if h.sentence.text not in story and h.weight >= CERTAIN]
    apart = all(h.kind == Kind.PLACE_REQUEST or _for_another(h) for h in beside)
    wishes = {h.sentence for h in beside}
    return bool(beside) and apart and not any(s.asks and s not in wishes for s in wanted.body if s.text not in story)


def _for_another(hit: Hit) -> bool:
    """Whether the form is asked for on another's behalf."""
    return hit.kind == Kind.TEMPLATE_REQUEST and words.pattern("told.for_another").search(hit.sentence.plain) is not None


def _edges(paragraph: str) -> tuple[str, ...]:
    """The sentences with which a paragraph begins and ends: they may lead up to the story, or say what may become of it."""
    told = sentences.of(paragraph)
    return tuple(s.text for s in (told if len(told) <= EDGE * 2 else (*told[:EDGE], *told[-EDGE:])))


def _is_told(story: str, around: str, *, asks: bool) -> bool:
    """Whether a paragraph is a story told for the call: led up to, or told as one and with the call in sight."""
    allowed, called = (bool(words.pattern(f"told.{sign}").search(around)) for sign in ("allows", "call"))
    if not allowed and not called:
        return False
    told = _telling(story)
    if words.pattern("told.introduced").search(around) or words.sign("tells_story").search(around):
        titled = words.pattern("told.title").search(around)  # nobody gives a title to anything else
        return told >= (BESIDE if asks and not titled else LEAST_TOLD)
    return called and not asks and told >= (STORY if not allowed else STORY - 2)


def _telling(story: str) -> int:
    """How often a text, plain, says what was done and how it went."""
    return sum(len(words.pattern(f"told.{sign}").findall(story)) for sign in ("narrative", "outcome"))
