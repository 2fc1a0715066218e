"""Knows a question of the call when it sees one: its words, at the head of a line or of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from intake.forms.blocks import Block, folded
from intake.forms.hints import BRACKETS
from intake.forms.marks import is_marked
from intake.forms.telling import ALL, Telling
from intake.forms.unmarked import Unmarked
from intake.programme import Call, Question

LOOSE = 0  # sureness of a question in other words
STRONG = 3  # sureness of a question as printed on the form; its other wordings have less
MOST_LINES = 4  # a question may be broken over

_SHORT = frozenset({"line", "email", "phone"})  # kinds of questions with an answer of some words
_ALIKE = 90.0  # rapidfuzz ratio, 0 to 100: a slip or two of the pen
_REMEMBERED = 2_000  # lines; each is looked at several times, alone and with those beside it
_VERY_WORD = 5  # characters: words so short must be the very words
_NUMBER = re.compile(r"^\s*(?:(?:question|q)\.?\s*\d{1,2}\s*[.):\-]?|\d{1,2}\s*[.):\-]|[a-z]\s*[.)])\s*(?=\S)", re.IGNORECASE)
_BREAKS = re.compile(r"[?\uff1f\u061f]\s*[:\-\u2013\u2014]?|[:\uff1a]|\t|\s[-\u2013\u2014=]\s")
_AND = re.compile(r",|/|&|\band\b")
_NOT = re.compile(r"\b(?:not|didnt|doesnt|dont|never|no)\b")
# Questions that any form asks; they do not make a text the form of this call.
_COMMON = {
    "address", "and", "any", "company", "contact", "date", "details", "email", "first", "forename", "full", "if", "job", "last",
    "mobile", "name", "number", "of", "organisation", "organization", "phone", "position", "postcode", "role", "signature",
    "signed", "surname", "tel", "telephone", "the", "title", "your",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A question, and how near the words come to it: (how sure the wording makes us, rapidfuzz ratio)."""

    question: Question
    nearness: tuple[int, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A question found at the head of some lines."""

    question: Question
    nearness: tuple[int, float]
    lines: int  # how many lines it takes
    rest: str  # what follows on the last of them


def is_telling(question: Question) -> bool:
    """Whether the question is one that not every form asks."""
    return question.kind not in {"email", "phone"} and not _is_common(question.label)


@lru_cache(maxsize=_REMEMBERED)
def _is_common(label: str) -> bool:
    return set(folded(label).split()) <= _COMMON


class Questions:
    """The questions of one call, made ready to be recognised."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self._wordings = [(question, words, sure) for question in call.fields for words, sure in _wordings(question)]
        self._short = {words: (question, sure) for question, words, sure in reversed(self._wordings)}
        self._sides = {
            denied: [w for w in self._wordings if bool(_NOT.search(w[1])) == denied and len(w[1]) > _VERY_WORD]
            for denied in (False, True)
        }
        self._texts = {denied: [words for _, words, _ in side] for denied, side in self._sides.items()}
        self._first_words = {words.split()[0] for _, words, _ in self._wordings}
        self._telling = Telling(call)
        self.unmarked = Unmarked(call)
        self._longest = 60 + 2 * max((len(question.label) for question in call.fields), default=0)
        self.named = lru_cache(maxsize=_REMEMBERED)(self._named)

    def at_head(self, lines: Sequence[Block], opened: set[str], *, bare: bool = False) -> Label | None:
        """The question at the head of `lines`, if there is one: the nearest wording, over as few lines as it takes.

        Of a question whose key is in `opened` only the words as printed count. `bare`: nothing need set it apart from its
        answer.
        """
        best = self._as_worded(lines, opened, bare=bare)
        if best is None or best.rest:
            longer = self.unmarked.longer(lines[:MOST_LINES])
            if longer is not None and longer[0].key not in opened and (best is None or best.question == longer[0]):
                return Label(longer[0], (STRONG - 1, 0.0), longer[1], "")
        return best

    def _as_worded(self, lines: Sequence[Block], opened: set[str], *, bare: bool) -> Label | None:
        best: Label | None = None
        for count in range(1, min(MOST_LINES, len(lines)) + 1):
            if count > 1 and not self._goes_on(lines, count):
                break
            text = " ".join(line.text for line in lines[:count])
            for head, rest in self._heads(text, bare=bare):
                if len(rest) > len(lines[count - 1].text):
                    continue  # the question ends on an earlier line
                found = self.named(head)
                if found is None or (found.nearness[0] < STRONG and found.question.key in opened):
                    continue
                if best is None or found.nearness > best.nearness:
                    best = Label(found.question, found.nearness, count, rest)
        if best is not None and best.lines > 1:
            later = self._as_worded(lines[1 : best.lines], opened, bare=bare)
            if later is not None and later.nearness >= best.nearness:
                return None  # the first line is the end of an answer
        return best

    def loosely(self, line: Block, opened: set[str], after: int, *, labelled: bool) -> Label | None:
        """A question not in `opened` that a line of a form asks in other words, or with no mark between it and the answer.

        `after`: only questions that come later on the form than the one of that number. `labelled`: the line stands where a
        question does, in a table's first column; else it must look like one, or its answer stand on it too.
        """
        best: Label | None = None
        for head, rest in self._heads(line.text):
            found = self._told(_NUMBER.sub("", head), opened, after, labelled=labelled)
            if found is not None and not (rest or labelled or _like_a_question(line)) and found[1] < ALL:
                continue
            if found is not None and (best is None or found[1] > best.nearness[1]):
                best = Label(found[0], (LOOSE, found[1]), 1, rest)
        return best or self._run_on(line.text, opened, after)

    def _told(self, head: str, opened: set[str], after: int, *, labelled: bool) -> tuple[Question, float] | None:
        """As Telling.question; of two questions asked in one, "What worked, and what did not?", the first."""
        whole = self._telling.question(head, opened, after, labelled=labelled)
        parts = [part for part in _AND.split(head) if part.strip()]
        if len(parts) < 2:
            return whole
        begun, *others = (self._telling.question(part, opened, after, labelled=labelled) for part in parts)
        return begun if begun and (whole or all(others)) else whole

    def is_asked(self, head: str, question: Question) -> bool:
        """Whether `head` asks `question`, in its own words or in others."""
        others = {q.key for q in self.call.fields if q.key != question.key}
        found = self.named(head)
        return found.question == question if found else self._telling.question(head, others, -1, labelled=True) is not None

    def number(self, question: Question) -> int:
        """Its place on the form, from 0."""
        return self.call.fields.index(question)

    def _run_on(self, line: str, opened: set[str], after: int) -> Label | None:
        """ "Name Ola Benson": one of the short questions at the head of the form and its answer, nothing between them."""
        for number, question in enumerate(self.call.fields):
            if question.kind not in _SHORT:
                return None
            if number <= after or question.key in opened:
                continue
            for words in sorted((question.label, *question.also), key=len, reverse=True):
                if line.startswith(f"{words} ") and words[:1].isupper():
                    return Label(question, (LOOSE, 0.0), 1, line[len(words) :].strip())
        return None

    def _named(self, head: str) -> Match | None:
        """The question that `head` asks, where its words are near enough to one of the question's."""
        if len(head) > self._longest:
            return None
        bare = _NUMBER.sub("", head)
        best: Match | None = None
        for said in {folded(bare), folded(BRACKETS.sub("", bare))}:
            found = self._nearest(said)
            if found is not None and (best is None or found.nearness > best.nearness):
                best = found
        return best

    def _nearest(self, said: str) -> Match | None:
        """Words that are the same, or so alike that they differ by slips; "not" on one side only is another question."""
        if said in self._short:
            question, sure = self._short[said]
            return Match(question, (sure, 100.0))
        denied = bool(_NOT.search(said))
        near = process.extract(said, self._texts[denied], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        found: list[Match] = []
        for _, alike, at in near:
            question, _, sure = self._sides[denied][at]
            found.append(Match(question, (sure if sure == STRONG else sure - 1, alike)))
        return max(found, key=lambda match: match.nearness, default=None)

    def _goes_on(self, lines: Sequence[Block], count: int) -> bool:
        """Whether a question may run on from the lines before to line `count`."""
        first, last = lines[0], lines[count - 1]
        if last.quoted != first.quoted or is_marked(last.text) or sum(len(b.text) for b in lines[: count - 1]) > self._longest:
            return False
        begin = folded(_NUMBER.sub("", first.text[:60])).split()
        return bool(begin) and begin[0] in self._first_words

    def _heads(self, text: str, *, bare: bool = False) -> Iterator[tuple[str, str]]:
        """Where the question could end and the answer begin.

        At the end of the line; at a colon, question mark, tab or dash; or where the printed words end and a capital follows.
        """
        if len(text) <= self._longest:
            yield text, ""
        if (ends := self.unmarked.end(text, bare=bare)) is not None:
            yield text[: ends[0]], text[ends[1] :].strip()
        for found in islice(_BREAKS.finditer(text, 0, self._longest), 4):
            rest = text[found.end() :].strip()
            if rest:
                yield text[: found.end()], rest


def _like_a_question(line: Block) -> bool:
    text = line.text.strip()
    loud = folded(line.stressed) == folded(text) or (text.isupper() and len(text) > _VERY_WORD)
    return text.endswith(("?", ":", "\uff1f", "\uff1a")) or loud


@lru_cache(maxsize=8)
def questions_of(call: Call) -> Questions:
    """The call's questions, made ready once for all the documents they are looked for in."""
    return Questions(call)


def _wordings(question: Question) -> list[tuple[str, int]]:
    """Folded wordings of the question, and how sure each makes us: the printed ones most, a single other word least."""
    label = folded(question.label)
    without = folded(BRACKETS.sub("", question.label))
    printed = [(words, STRONG) for words in dict.fromkeys((label, without)) if words]
    others = [(said, STRONG - 1 if len(said.split()) > 1 else STRONG - 2) for w in question.also if (said := folded(w))]
    return printed + others
