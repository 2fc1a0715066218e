"""An example told in the sender's own words, in place of the form."""

from __future__ import annotations

import re

from intake.model import Example, Kind, Wording
from intake.programme import Call
from intake.reading import sentences
from intake.reading.wishes import Wishes

SOURCE = "the message itself"
_LEAST = 45  # words: less is an announcement of a story and not yet the story
_INTRODUCED = re.compile(
    r"\b(?:this is (?:mine|my|ours|our)|here is (?:mine|my|ours|our|something|one|an example)|here's (?:mine|my|ours|our|one|something)"
    r"|(?:my|our) (?:example|story|contribution)(?: is|:| follows| below)|so (?:this|here) is|(?:want|like|wanted) to (?:share|tell you)"
    r"|in (?:place|lieu) of the (?:form|template)|instead of (?:the|your|a) (?:form|template)|don't do forms|without the (?:form|template)|below is (?:my|our))\b"
)
_CALL = re.compile(r"\b(?:examples?|stor(?:y|ies)|your call|the call|template|form|case stud(?:y|ies)|your date|deadline|closing date)\b")
_TITLE = re.compile(r"\b(?:we|i) call(?:ed)? it [\"“'‘]([^\"”'’]{3,80})[\"”'’]|\b(?:title|titled|called)(?: is)?:? [\"“]([^\"”]{3,80})[\"”]", re.IGNORECASE)
_PERMISSION = {
    "anonymous": re.compile(r"\banonym\w*|\bwithout (?:my|our) names?\b|\b(?:don't|do not) (?:use|print|publish) (?:my|our) names?"),
    "contact_first": re.compile(r"\b(?:contact\w*|ask\w*|check with|speak to|ring|phone) (?:me |us )?(?:\w+ )?(?:first|before)|\bcontacted before\b|\bbefore (?:you )?(?:publish|print|us)\w*"),
    "named": re.compile(r"\b(?:use|print|put) (?:my|our) names?\b|\bwith (?:my|our) names?\b|\bhappy to be named\b"),
}


def example(wording: Wording, wanted: Wishes, call: Call, who: str | None, organisation: str | None) -> Example | None:
    """The story as an Example whose description is the paragraph that tells it, or None where none is told."""
    paragraphs = [re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n", wording.own) if p.strip()]
    longest = max(paragraphs, key=lambda p: len(p.split()), default="")
    if len(longest.split()) < _LEAST or wanted.total(Kind.PLACE_REQUEST) >= 2 or wanted.total(Kind.CANCELLATION) >= 2:
        return None
    around = sentences.plain(" ".join(p for p in paragraphs if p != longest) + " " + wanted.subject.text)
    if not (_INTRODUCED.search(around) and _CALL.search(around)) or re.search(r"\b(?:ring|phone|telephone) me\b", around):
        return None
    fields = {"description": longest, "name": who or "", "organisation": organisation or ""} | _stated(paragraphs, around, call)
    known = {question.key for question in call.fields}
    fields = {key: text for key, text in fields.items() if key in known and text}
    return Example(fields, tuple(key for key in call.required() if key not in fields), SOURCE)


def _stated(paragraphs: list[str], around: str, call: Call) -> dict[str, str]:
    """What the rest of the message states outright: title, group, permission."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        if title := _TITLE.search(paragraph):
            found["title"] = title.group(1) or title.group(2)
    for question in call.fields:
        for option in question.options:
            phrases = [sentences.plain(w).split() for w in (option.label, *option.also) if len(w) > 4 and "(" not in w]
            if question.key != "permission" and any(_said(p, around) for p in phrases):
                found.setdefault(question.key, option.key)
    for key, pattern in _PERMISSION.items():
        if pattern.search(around):
            found.setdefault("permission", key)
    return found


def _said(phrase: list[str], text: str) -> bool:
    """Whether "I am a ..." is followed by the words of an option, in order, with at most three others between."""
    gap = r"[^.,;]{0,25}?\b"
    return bool(re.search(r"\b(?:am|are|'m|'re|as|im) an? (?:\w+ )?" + gap.join(re.escape(w) for w in phrase) + r"\b", text))
