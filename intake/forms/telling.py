"""Tells a question by the words that only it has, where people have written it in words of their own: "Tell others"."""

from __future__ import annotations

import math
import re
from collections import Counter

from rapidfuzz import fuzz, process

from intake.forms.blocks import folded
from intake.forms.hints import BRACKETS
from intake.programme import Call, Question

# (share of the words said that the question has, share of the question's words that are said), each by weight
_IN_PLACE = (0.6, 0.3)  # where a question stands for certain, in a table's first column
_ELSEWHERE = (0.85, 0.5)
ALL = 1.99  # both shares together: the very words, and all of them
_MOST_WORDS = 10
_LONG = 5  # letters: shorter words must be the very words
_ALIKE = 80.0  # rapidfuzz ratio, 0 to 100
_ENDINGS = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
_COMMON = frozenset(
    """a am an and any are as at be been by can could did do does each for from had has have how i if im in is it its me my
    of on one or our please say so some than that the their them then there these they this those to up us was we were
    what when where which who whom whose why will with would you your yours""".split()  # noqa: SIM905  a list of words reads better as one text
)


class Telling:
    """The questions of one call, by their telling words."""

    def __init__(self, call: Call) -> None:
        self._wordings = [
            (number, question, words)
            for number, question in enumerate(call.fields)
            for wording in (question.label, *question.also)
            if (words := _words(wording))
        ]
        of_question = [set().union(*(w for n, _, w in self._wordings if n == number)) for number in range(len(call.fields))]
        in_how_many = Counter(word for words in of_question for word in words)
        self._long = [word for word in in_how_many if len(word) >= _LONG - 1]  # an ending is gone
        self._weight = {word: 1.0 + math.log(len(call.fields) / times) for word, times in in_how_many.items()}
        self._sums = [self._sum(words) for _, _, words in self._wordings]

    def question(self, head: str, opened: set[str], after: int, *, labelled: bool) -> tuple[Question, float] | None:
        """The question that `head` asks, and how near it comes (0 to 2), of those after number `after` and not in `opened`.

        Where two come equally near, as when both are asked in one, it is the first.
        """
        said = self._known(_words(BRACKETS.sub(" ", head)))
        if not said or len(head.split()) > _MOST_WORDS:
            return None
        precise, full = _IN_PLACE if labelled else _ELSEWHERE
        whole = self._sum(said)
        best: tuple[Question, float] | None = None
        for (number, question, words), of_question in zip(self._wordings, self._sums, strict=True):
            if number <= after or question.key in opened or said.isdisjoint(words):
                continue
            common = self._sum(said & words)
            shares = common / whole, common / of_question
            if shares[0] >= precise and shares[1] >= full and (best is None or sum(shares) > best[1] + 0.001):
                best = question, sum(shares)
        return best

    def _known(self, said: set[str]) -> set[str]:
        """The same, with slips of the pen put right."""
        found = set()
        for word in said:
            near = process.extractOne(word, self._long, scorer=fuzz.ratio, score_cutoff=_ALIKE) if len(word) >= _LONG else None
            found.add(word if word in self._weight or near is None else near[0])
        return found

    def _sum(self, words: set[str]) -> float:
        return sum(self._weight.get(word, 1.0) for word in words)


def _words(text: str) -> set[str]:
    return {_ENDINGS.sub("", word) for word in folded(text).replace("didnt", "did not").split() if word not in _COMMON}
