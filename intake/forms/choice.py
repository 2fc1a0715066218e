"""Finds which option of a question was chosen: by a tick, or in words. Where two could be meant, none is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from intake.forms.marks import MARK, Piece, bare
from intake.programme import Option, Question

_TAKEN = "\ue000"  # stands for letters that are accounted for
_CLAUSE = re.compile(r"[,.;:!\u2013\u2014]|\s-\s")
_LONGEST = 500  # characters that are looked at
_ALIKE = 90.0  # rapidfuzz ratio, 0 to 100: a slip or two of the pen
_NEAR = 4  # words before, in which a denial counts
_LONG = 7  # letters of a word that alone may tell an option
_FEW = 40  # words: more is a story
_CLEARLY = 4.0  # and by so much better than the next best
_NOT = re.compile(r"\b(?:not|no|never|none|dont|didnt|doesnt|cannot|cant|wont|isnt|arent|non|neither)\b")
FILLERS = frozenset(
    [
        "please",
        "thanks",
        "thank",
        "you",
        "ok",
        "okay",
        "fine",
        "is",
        "are",
        "am",
        "we",
        "i",
        "im",
        "it",
        "the",
        "a",
        "an",
        "as",
        "to",
        "be",
        "would",
        "like",
        "in",
        "just",
        "this",
        "one",
    ]
)


def option(question: Question, text: str) -> str | None:
    """The key of the one option of `question` that `text` means, or None: "anonymously please" is "Yes, but anonymously".

    Exact words first, then words that begin with an option's, then slips of the pen, then words that only one option has, then
    an option's words inside a sentence.
    """
    said = bare(text[:_LONGEST])
    if not said:
        return None
    if found := _exact(question, said):
        return found.pop() if len(found) == 1 else None
    clause = bare(_CLAUSE.split(text.strip(), maxsplit=1)[0])
    if clause != said and len(found := _first(question, clause, (_exact, _only, _within))) == 1:
        return found.pop()  # "No, not while ...", "A user-led group - everybody in it has used services"
    found = _first(question, said, (_beginning, _alike, _only, _within))
    if not found:  # "yes but dont put my name, anonymous pls"
        clauses = [bare(clause) for clause in _CLAUSE.split(text[:_LONGEST])]
        found = set().union(*(_first(question, clause, (_exact, _only, _within)) for clause in clauses if clause))
    found = {key for key in found if not _denied(question, key, said)}
    return found.pop() if len(found) == 1 else None


def _denied(question: Question, key: str, said: str) -> bool:
    """Whether an answer that begins with yes is taken for a plain no, or the other way."""
    label = next(bare(o.label) for o in question.options if o.key == key)
    return (said.startswith("yes ") and label == "no") or (said.startswith("no ") and label.startswith("yes"))


def _first(question: Question, said: str, ways: tuple[Callable[[Question, str], set[str]], ...]) -> set[str]:
    """What the first way finds that finds anything."""
    return next((found for find in ways if (found := find(question, said))), set())


def chosen(question: Question, pieces: Iterable[Piece]) -> str | None:
    """The key of the option that the lines choose, or None where none or more than one is chosen."""
    lines = list(pieces)
    ticked = {key for piece in lines if piece.ticked and (key := option(question, piece.text))}
    if ticked:
        return ticked.pop() if len(ticked) == 1 else None
    printed = [key for piece in lines if (key := _printed(question, piece.text))]
    free = [piece.text for piece in lines if piece.ticked is None and not _printed(question, piece.text)]
    typed = {key for text in free if (key := option(question, text))}
    if len(typed) == 1:
        return typed.pop()
    stressed = {key for piece in lines if piece.stressed and (key := _printed(question, piece.text))}
    if len(stressed) == 1 and len(set(printed)) > 1:
        return stressed.pop()
    again = {key for key in printed if printed.count(key) == 2}
    if len(again) == 1 and len(set(printed)) == len(question.options):
        return again.pop()  # typed below the list
    only_one_left = len(set(printed)) == 1 and (not typed)  # written out, or all others were deleted
    return printed[0] if only_one_left else None


def listed(question: Question, line: str, stressed: str = "") -> list[Piece]:
    """The options of a line that lists some of them without boxes, "Yes / No / Perhaps"; none where it is no such line."""
    if MARK.search(line):
        return []
    found, rest = _named(question, line)
    if len(found) < 2 or len(rest.split()) > len(found) + 2:
        return []
    loud = set(_named(question, stressed)[0])
    return [Piece(label, None, label in loud) for label in found]


def _named(question: Question, text: str) -> tuple[list[str], str]:
    """The options that stand in `text` as printed, in their order, and the words beside them; longer ones come first."""
    left = f" {bare(text)} "
    found: dict[int, str] = {}
    for name, label in sorted(((bare(o.label), o.label) for o in question.options), key=lambda pair: -len(pair[0])):
        at = left.find(f" {name} ")
        if name and at >= 0:
            found[at] = label
            left = f"{left[:at]} {_TAKEN * len(name)} {left[at + len(name) + 2 :]}"
    return [label for _, label in sorted(found.items())], left.replace(_TAKEN, "")


def belongs(question: Question, text: str) -> bool:
    """Whether `text` is one of the options as printed on the form."""
    return _printed(question, text) is not None


def _printed(question: Question, text: str) -> str | None:
    said = bare(text) if len(text) <= _LONGEST else ""
    found = [o.key for o in question.options if said and said in _labels(o.label)]
    return found[0] if len(found) == 1 else None


def _core(label: str) -> str:
    """The label without what stands in brackets at its end, where something is left."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", label) or label


@lru_cache(maxsize=1_000)  # a form may have very many lines, and each is compared with every option
def _labels(label: str) -> tuple[str, ...]:
    return bare(label), bare(_core(label))


@lru_cache(maxsize=1_000)
def names_of(choice: Option) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare(name) for name in (choice.label, _core(choice.label), *choice.also, choice.key)))


def _exact(question: Question, said: str) -> set[str]:
    return {o.key for o in question.options if said in names_of(o)}


def _beginning(question: Question, said: str) -> set[str]:
    """Options whose words `said` begins with, the longest only. A lone "no" or "yes" needs a lone following."""
    best: dict[int, set[str]] = {}
    for o in question.options:
        for name in names_of(o):
            rest = said[len(name) :].split()
            short = len(name.split()) == 1 and not all(word in FILLERS for word in rest)
            if name and said.startswith(name + " ") and not short:
                best.setdefault(len(name), set()).add(o.key)
    return best[max(best)] if best else set()


def _alike(question: Question, said: str) -> set[str]:
    scores = {
        o.key: max((fuzz.ratio(said, name) for name in names_of(o) if _same_sense(said, name)), default=0.0)
        for o in question.options
    }
    best = max(scores.values(), default=0.0)
    return {key for key, score in scores.items() if score > best - _CLEARLY} if best >= _ALIKE else set()


def _only(question: Question, said: str) -> set[str]:
    """Options that have all the telling words of `said`."""
    telling = set(said.split()) - FILLERS
    if len(telling) == 1:  # a word like "including" may be anybody's, "anonymously" is not
        (word,) = telling
        return {o.key for o in question.options if len(word) >= _LONG and word in bare(_core(o.label)).split()}
    if not telling or len(telling) > 8:
        return set()
    return {
        o.key for o in question.options if any(telling <= set(name.split()) and _same_sense(said, name) for name in names_of(o))
    }


def _within(question: Question, said: str) -> set[str]:
    """Options whose words stand together somewhere in a short text; words within those of another option do not count."""
    if len(said.split()) > _FEW:
        return set()
    found = {name: o.key for o in question.options for name in names_of(o) if len(name) > 2 and _stands_in(name, said)}
    whole = [key for name, key in found.items() if not any(name != other and name in other for other in found)]
    counted = Counter(whole)
    most = {key for key, times in counted.items() if times > 1 and times == max(counted.values())}
    return most if len(most) == 1 else set(whole)


def _stands_in(name: str, said: str) -> bool:
    """Whether the words stand in the text, and are not denied by those right before them."""
    found = re.search(rf"(?<!\S){re.escape(name)}s?(?!\S)", said) if name in said else None
    if found is None:
        return False
    before = " ".join(said[: found.start()].split()[-_NEAR:])
    return not _NOT.search(before)


def _same_sense(one: str, other: str) -> bool:
    return bool(_NOT.search(one)) == bool(_NOT.search(other))
