"""Words of danger: whether somebody may come to harm. Wide rather than narrow: a person then looks at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.programme import Programme
from intake.reading import words
from intake.reading.sentences import Sentence


def found(sentences: Iterable[Sentence], programme: Programme) -> str | None:
    """The words of danger in some sentences, or None.

    Ordinary speech ("dying to come"), denial ("I am not suicidal") and what lies in the past are understood. The
    administrator's exceptions remove any of our words; a word on the administrator's own list is danger always, but within a
    longer phrase that is an exception.
    """
    own, never = words.phrases(programme.words.danger), words.phrases(programme.words.not_danger)
    for sentence in sentences:
        for match in own.finditer(sentence.plain) if own else ():
            if not _excepted(sentence.plain, match, never):
                return sentence.text[match.start() : match.end()]
        for match in _pattern("lines").finditer(sentence.plain):
            if not _harmless(sentence.plain, match, never):
                return sentence.text[match.start() : match.end()]
        if (said := _together(sentence.plain)) and not _harmless(sentence.plain, said, never):
            return sentence.text
    return None


def of_somebody(sentence: Sentence) -> bool:
    """Whether a sentence is no signpost to help, as automatic replies and circulars have them ("If you feel ...")."""
    return not _pattern("signpost").search(sentence.plain)


def _together(text: str) -> re.Match[str] | None:
    """Where ideas that are no alarm by themselves stand together in a sentence, the words of the last of them."""
    for ideas in words.table("machine")["danger"]["together"]["each"]:
        last = None
        for idea in ideas:
            last = _pattern(f"ideas.{idea}").search(text)
            if last is None:
                break
        else:
            return last
    return None


def _excepted(text: str, match: re.Match[str], never: re.Pattern[str] | None) -> bool:
    """Whether a word of the administrator's own stands in a longer phrase that is an exception."""
    longer = never.finditer(text) if never else ()
    return any(m.start() <= match.start() and match.end() <= m.end() and m.span() != match.span() for m in longer)


def _harmless(text: str, match: re.Match[str], never: re.Pattern[str] | None) -> bool:
    for pattern in filter(None, (_pattern("not_danger"), never)):
        if any(m.start() < match.end() and match.start() < m.end() for m in pattern.finditer(text)):
            return True
    if _pattern("denied").search(text[: match.start()]):
        return True
    if _pattern("long_ago").search(text) and not _pattern("back").search(text):
        return True
    return bool(_pattern("past").search(text)) and not _pattern("now").search(text)


def _pattern(name: str) -> re.Pattern[str]:
    return words.pattern(f"machine.danger.{name}")
