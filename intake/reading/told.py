"""An example told in the sender's own words, in place of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from intake.model import Example, Kind, Wording
from intake.programme import PERMISSIONS, Call, Question
from intake.reading import asking, measure, sentences, words
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
STORY = 5  # marks of a story: less may be anybody's account of anything
FIRMLY = 3.0  # weight of a cue that leaves no doubt
_MOST = 100_000  # letters: what is longer is no e-mail that a person wrote, and never told in part
_LEAST = 45  # words: less is an announcement of a story and not yet the story
_ASKS = re.compile(r"(?:who|whose|what|when|where|why|how|which|is|are|do|does|can)\b")  # the first word of a title
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
    told = _led_up_to(wanted, paragraphs, longest) or _measured(wanted, wording, paragraphs, longest)
    if told is None:
        return None
    text, around, source, doubts = told
    given = _answered([p for p in paragraphs if p != longest], call) | _stated(paragraphs, around, call)
    given = _named_after(organisation or "", call) | given
    stated = ((call.name(), who), (call.organisation(), organisation), (call.telephoned(), phone), (story, text))
    for question, answer in stated:
        if question is not None and answer:
            given[question.key] = answer
    fields = {question.key: given[question.key] for question in call.fields if question.key in given}
    missing = tuple(key for key in call.required() if key not in fields)
    return Example(fields, missing, source, notes=doubts, doubts=doubts)


def _led_up_to(wanted: Wishes, paragraphs: list[str], longest: str) -> _Told | None:
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
    return "hinted" if said("measure.hints", "allows") else "plain"


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
    """Whether any paragraph is long enough for a story."""
    return len(wording.own) <= _MOST and max(map(_length, _paragraphs(wording)), default=0) >= _SHORTEST


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
    told = len(words.pattern("told.narrative").findall(story)) + len(words.pattern("told.outcome").findall(story))
    if words.pattern("told.introduced").search(around) or words.sign("tells_story").search(around):
        titled = words.pattern("told.title").search(around)  # nobody gives a title to anything else
        return told >= (BESIDE if asks and not titled else LEAST_TOLD)
    return called and not asks and told >= (STORY if not allowed else STORY - 2)


def _stated(paragraphs: list[str], around: tuple[str, ...], call: Call) -> dict[str, str]:
    """What the rest of the message states outright: title, group, permission. Key of a question -> answer or option's key."""
    found: dict[str, str] = {}
    everything = sentences.plain("\n".join(paragraphs))
    titled, permission = call.titled(), call.permission()
    for paragraph in paragraphs if titled else ():
        if titled and (title := words.pattern("told.title").search(sentences.plain(paragraph))):
            number = next(i for i, group in enumerate(title.groups(), 1) if group)
            asks = _ASKS.match(title[number]) and paragraph.startswith("?", title.end(number))
            found[titled.key] = paragraph[title.start(number) : title.end(number) + bool(asks)].strip()
    for question in call.fields:
        for option in question.options:
            whole = (re.sub(r"\s*\([^)]*\)", "", words_) for words_ in (option.label, *option.also))
            phrases = [sentences.plain(phrase).split() for phrase in whole if len(phrase) > 4]
            if question != permission and any(_said(p, everything) for p in phrases):
                found.setdefault(question.key, option.key)
    offered = {option.key for option in permission.options} if permission else set()
    for text, key in ((text, key) for text in around for key in PERMISSIONS):
        if permission and key in offered and words.pattern(f"told.{key}").search(text):
            found.setdefault(permission.key, key)
    return found


def _named_after(organisation: str, call: Call) -> dict[str, str]:
    """The group that the name of an organisation tells: "... NHS Foundation Trust", "... CCG"."""
    found: dict[str, str] = {}
    for question in call.fields:
        for option in question.options if question != call.permission() else ():
            short = [words_ for words_ in option.also if words_.isupper()]
            if any(re.search(rf"\b{_gapped(phrase.split())}", organisation) for phrase in (option.label, *short)):
                found.setdefault(question.key, option.key)
    return found


def _answered(paragraphs: list[str], call: Call) -> dict[str, str]:
    """What sentences beside the story answer that begin with a question's words: "What worked: ...", "... was ..."."""
    found: dict[str, str] = {}
    open_ones = [q for q in call.fields if q.kind == "text" and q != call.story()]
    for paragraph in paragraphs:
        for key, answer in _answers(paragraph, open_ones):
            found.setdefault(key, answer)
    return found


def _answers(paragraph: str, questions: list[Question]) -> Iterator[tuple[str, str]]:
    """The answers of one paragraph, each up to the next, or to the title or to how the story may be used."""
    told = sentences.of(paragraph)
    heads = [(n, q, head) for n, s in enumerate(told) for q in questions if (head := _under(q).match(s.plain))]
    ends = [n for n, s in enumerate(told) if any(words.pattern(f"told.{sign}").search(s.plain) for sign in ("allows", "title"))]
    for number, question, head in heads:
        last = min((n for n in (*ends, *(n for n, _, _ in heads)) if n > number), default=len(told)) - 1
        start = paragraph.find(told[number].text)
        text = paragraph[start : paragraph.find(told[last].text, start) + len(told[last].text)]
        if answer := text[head.end() :].strip() if head["apart"] else text:
            yield question.key, answer


def answers_form(text: str, call: Call | None, *, whole: bool) -> bool:
    """Whether a sentence begins as a question of the form does: "What did not work: ..."; `whole`: and has no more words."""
    heads = (_under(question).match(text) for question in (call.fields if call else ()))
    return any(head is not None and (not whole or head.end() >= len(text) - 1) for head in heads)


@lru_cache(maxsize=64)
def _under(question: Question) -> re.Pattern[str]:
    """A question's words at the head of a paragraph, as a statement may have them: "What I would tell others is ...\""""
    told = "|".join(
        re.sub(r"(would|could|should|did) you\b", r"(?:\1 )?(?:i|we|you)(?: \1|'d)?", re.escape(wording).replace(r"\ ", " "))
        .replace("didn't", "did not")
        .replace("did not work", "did not(?: work(?:ed)?)?")
        .replace("did not", "(?:did not|did ?n'?t|has not|has ?n'?t)")
        .replace("what ", r"(?:what|the (?:bit|part|(?:one )?thing)(?: that| which)?) ")
        .replace(") worked", ") (?:has )?worked")
        .replace("tell others", r"(?:tell|say to) (?:others?|any(?:one|body)|people|every(?:one|body))(?: [\w' ]{1,30}?)?")
        for said in (question.label, *question.also)
        if len((wording := sentences.plain(said).strip(" ?:.")).split()) > 1
    )
    before = words.table("told")["before_question"].strip("\n")
    after = r"(?P<apart>(?: (?:is|was) (?:this|simply))? ?[?:-] ?)| (?:was|is|were|are) "
    return re.compile(rf"(?:{before})*(?:{told or '(?!)'})(?:{after})")


def _said(phrase: list[str], text: str) -> bool:
    """Whether "I am a ..." is followed by the words of an option, in order, with at most three others between."""
    found = _belongs(tuple(phrase)).search(text)
    return found is not None and not re.search(r"\bnot\b|n't\b", found.group())


@lru_cache(maxsize=256)
def _belongs(phrase: tuple[str, ...]) -> re.Pattern[str]:
    named = _gapped(phrase)
    lead, doing = (words.table("told")[key].strip("\n") for key in ("lead", "doing"))
    return re.compile(rf"(?:{lead})(?:\w+ )?{named}|(?:{doing}){named}")


def _gapped(phrase: Sequence[str]) -> str:
    """The words in order, with a little between them; who uses a service has used it and is using it."""
    said = ("us(?:e|ed|ing)" if word in {"use", "used"} else re.escape(word).replace(r"\-", "[- ]") for word in phrase)
    return r"[^.,;]{0,25}?\b".join(said) + r"(?:s|es)?\b"
