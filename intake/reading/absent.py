"""Those of whom it is said that they do not come, or in whose place another does."""

from __future__ import annotations

import re
from itertools import pairwise

from intake.reading import names, words
from intake.reading.names import Name, fold
from intake.reading.wishes import Wishes

_JOINT = re.compile(r"\s*(?:,|and|&|\+|,? and|or|/)\s*")
_SINGLE = re.compile(r"(?: \w+)? (?:has|is|was)\b|'s\b")
_FOR = re.compile(rf"(?:,? [^,.;]{{2,40}},)? for (?:(?i:{names.TITLE})\.? )?")
_FROM = re.compile(
    r"^ (?:at|from|in|of) (?:our|the|my) [^,.;()]{2,30}?(?= (?:were|was|came|went|attended|has|have|told|said|thought)\b)"
)
_WHY = (" as ", "since ", "because ", "for ", "in case ")
_ALONE = re.compile(r"['’]s\b| (?:is|has|was|does)\b")  # only the last one of two
_AND = re.compile(r" (?:and|&) ")
_WISHES = re.compile(
    r"(?: and \S+ \S+)?(?:,? (?:both|also|all))?"
    r"(?: (?:would|wants?|wish|hope|are|is|will|can|could|come|need|to (?:be|come|have|get|attend|go|join))\b|['’](?:d|ll)\b)"
)
_FIRST = re.compile(
    r"^(?:,? (?:and|or|&) \S+)? (?:first|before (?:the|any) others?)\b"
)  # "take Ann Lee first", where places are few
_AND_MORE = re.compile(r"\b(?:apart from|except(?: for)?|leaving aside) (?:\w+\.? )?$")
_AND_WE = re.compile(r"(?: and \S+ \S+)?,? and we\b")
_BY = re.compile(rf" (?:with|by) (?:(?i:{names.TITLE})\.? )?")
_APPOSITION = re.compile(r"^(?:, | \()(?:my|our|his|her|the|who|an?) [^,.;()]{2,40}[,)]")  # ", my husband," behind a name


def gone(text: str, here: list[Name]) -> list[Name]:
    """Those whom a sentence (masked) says to be kept away, or in whose place another comes."""
    found = [
        n
        for n in here
        if _said("gone_after").match(_APPOSITION.sub("", text[n.end :].removeprefix(")")))
        or (_said("gone_before").search(text[: n.start]) and not _stays_beside(text, n) and not _FIRST.search(text[n.end :]))
        or (re.search(r"\bfrom $", text[: n.start]) and re.match(r" to (?=\w)", text[n.end :]))
    ]
    found += [one for one, two in pairwise(here) if _said("handed_on").match(text[one.end : two.start])]
    found += [two for one, two in pairwise(here) if _puts_in(text[: one.start]) and _FOR.fullmatch(text[one.end : two.start])]
    found += [one for one, two in pairwise(here) if _swaps(text[: one.start]) and _BY.fullmatch(text[one.end : two.start])]
    for one, two in pairwise(here):  # "Ann Lee and Bob Cole have dropped out"
        if two in found and _JOINT.fullmatch(text[one.end : two.start]) and not _SINGLE.match(text[two.end :]):
            found.append(one)
    if not found and (stead := _said("takes_place").search(text)):
        ahead = [n for n in here if n.end <= stead.start()]
        for one, two in pairwise(ahead):
            if not _JOINT.fullmatch(text[one.end : two.start]) and one.end <= two.start and not names.same(one, two):
                found += [n for n in ahead if n.end <= one.end]
    return found


def _stays_beside(text: str, name: Name) -> bool:
    """Whether somebody is left out only of what is told of the others: "halal but for Ann", "apart from Ann, who is booked"."""
    held = _AND_MORE.search(text[: name.start]) and _said("excepted_after").match(text[name.end :])
    return bool(held or _said("excepted").search(text[: name.start]))


def _puts_in(ahead: str) -> bool:
    """Whether whoever is named next comes for another: "substitute Ann Lee for Bob Cole"."""
    return bool(_said("puts_in").search(ahead))


def _swaps(ahead: str) -> bool:
    """Whether whoever is named next makes way for another: "substitute Ann Lee by Bob Cole"."""
    return re.search(r"\bsubstitut\w+ (?:[\w]+\.? )?$", ahead) is not None


def of_whom_told(sentence: str, before: list[Name], here: list[Name]) -> list[Name]:
    """The one named last in the sentence before, where this one (masked) tells that "he" or "she" stays away.

    Or whose place it makes over to another: "please alter that to Ann Lee".
    """
    if here and (_said("handed_on").match(sentence[: here[0].start]) or _said("in_their_place").search(sentence)):
        return [n for n in before[-1:] if not any(names.same(n, one) for one in here)]
    spoken_of = re.finditer(r"\b(?:he|she)\b", sentence) if _said("he_is").match(sentence) else ()
    return before[-1:] if any(_said("gone_after").match(sentence[told.end() :]) for told in spoken_of) else []


def behind(text: str) -> str:
    """What follows a name, without what only tells who that is: "our chair," or "from our trust"."""
    return _FROM.sub("", _APPOSITION.sub("", text))


def told_before(ahead: str, after: str) -> bool:
    """Whether what stands before a name tells of somebody who does not come; "as Ann Lee would like to" tells why."""
    if (ahead.endswith(_WHY) and _WISHES.match(after)) or _AND_WE.match(after):
        return False
    return bool(_said("not_named_before").search(ahead)) and not _said("called_person").search(ahead)


def met(text: str, here: list[Name]) -> list[Name]:
    """Those joined to one who is named for another reason than that they come: "I spoke to Ann Lee and Bob Cole"."""
    found = []
    for one, two in pairwise(here):
        after = text[two.end :]
        if _AND.fullmatch(text[one.end : two.start]):
            found += [two] if told_before(text[: one.start], text[one.end :]) and not _WISHES.match(after) else []
            found += [one] if not _ALONE.match(after) and _said("not_named_after").match(behind(after)) else []
    return found


def by_themselves(wanted: Wishes) -> set[int]:
    """Sentences, by their order, of people who would write for themselves, and the one before that "they" go back to."""
    told = [s for s in wanted.body if _said("by_themselves").search(s.plain)]
    return {s.order for s in told} | {s.order - 1 for s in told if re.match(r"(?:they|he|she)\b", s.plain)}


def stays(wanted: Wishes) -> bool:
    """Whether whoever is kept away from one seminar is to come to the other."""
    return any(_said("moved_over").search(text) for text in wanted.masked.values())


def drops_out(name: Name, wanted: Wishes) -> bool:
    """Whether it is told of somebody, by any part of the name, that they cannot come."""
    parts = "|".join(re.escape(fold(w)) for w in name.words if len(w) > 2)
    if not parts:
        return False
    told = re.compile(rf"(?<![\w'-])(?:{parts})(?![\w-])")
    return any(_said("gone").match(s.plain[m.end() :]) for s in wanted.body for m in told.finditer(s.plain))


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")
