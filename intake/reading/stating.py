"""What a story told in place of the form states outright: title, group, permission, and answers below a question's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from intake.programme import PERMISSIONS, Call, Question
from intake.reading import sentences, words

_ASKS = re.compile(r"(?:who|whose|what|when|where|why|how|which|is|are|do|does|can)\b")  # the first word of a title


def stated(paragraphs: list[str], around: tuple[str, ...], call: Call) -> dict[str, str]:
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


def named_after(organisation: str, call: Call) -> dict[str, str]:
    """The group that the name of an organisation tells: "... NHS Foundation Trust", "... CCG"."""
    found: dict[str, str] = {}
    for question in call.fields:
        for option in question.options if question != call.permission() else ():
            short = [words_ for words_ in option.also if words_.isupper()]
            if any(re.search(rf"\b{_gapped(phrase.split())}", organisation) for phrase in (option.label, *short)):
                found.setdefault(question.key, option.key)
    return found


def answered(paragraphs: list[str], call: Call) -> dict[str, str]:
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
        .replace("what ", r"(?:what|wot|wat|the (?:bit|part|(?:one )?thing)(?: that| which)?) ")
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
