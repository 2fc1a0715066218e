"""How many places are asked for."""

from __future__ import annotations

import re

from intake.model import Kind
from intake.reading import absent, sentences, words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN
from intake.reading.wishes import Wishes

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TWICE = 2  # places of one person at two seminars
_BESIDE = re.compile(
    r" ?\((?![^()]*\b(?:places?|seats?|of us|in total|in all|all|please|coming)\b)(?:[^()]* ){2}[^()]*\)"
)  # "(six volunteers, no paid staff)"
_SIZE = re.compile(  # "I run a choir (20 of us)": how many a group has
    r"(\b(?:i|we)(?:'m| am|'re| are)? (?:\w+ ){0,2}?(?:run|chair|lead|manage|facilitate|founded|started|belong|co-?ordinate"
    r"|part|in|from)\b"
    r"(?:(?!\b(?:come|bring|book|places?|seats?|like|want|hope|to (?:your|the|§))\b)[^.?!()]){2,90})\([^()]*\)"
)
WHOLES = {"couple": 2, "both": 2, "dozen": 12, "score": 20, "hundred": 100}
_CALLED = re.compile(  # "Three Rivers Carers"
    r"(?<=[a-z] )(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)(?= [A-Z][a-z]+(?: [A-Z]|$|[,.]))"
    r"(?! (?:Place|Seat|Ticket|Space|Chair|People|Delegate|Member|Staff|Student|Volunteer|Carer|Of|For)s?\b)"
)
_THERE = re.compile(r"\b(?:at|in|across|between) $")  # "at two of the hospitals"
_BRACKETS = re.compile(r" ?\([^()]*\)")
_PARTS = re.compile(r"(,? (?:and|plus|&|\+) |[,:;.?!] )")  # between the parts of a group
_TOTAL = re.compile(r"\b(?:of us|altogether|in all|in total|all told)\b")  # no part, but the sum
_ENDS = {". ", "! ", "? "}
_LISTED = {", ", ": ", "; "}
_ANY = re.compile(r"(?:people|persons?|delegates?|members?|staff|colleagues|us)$")  # of whom parts may be told
_NOT_ALONE = re.compile(
    r"(?:n't|\b(?:not|never|cannot|dont|cant|wont|unable|hard|hate))\b[^.?!]{0,60}\b(?:on my own|by myself|alone)\b"
)
_FOR_ME = re.compile(r"\b(?:me|myself) (?:an?|one) (?:\w+ )?(?:place|seat|chair|ticket|spot|space)\b")
_VAGUE = re.compile(
    r"\b(?:(?:can't|cannot) be in|about|one of|each of|the last|the first|(?:sat|sat down|spoke|talked|met) with(?: the)?) $"
)


def asked_for(
    asked: tuple[Sentence, ...], wanted: Wishes, named: tuple[str, ...], *, fewer: bool = False, story: bool = False
) -> int | None:
    """Places that a request asks for: as stated, else as many as are named, else one or a pair; None for an uncounted group.

    `asked` are the sentences that ask, `named` the people named; `fewer`: of others it is said that they do not come;
    `story`: an example is told as well.
    """
    several = len(wanted.named()) > 1
    apart = absent.by_themselves(wanted)
    asked = tuple(s for s in asked if s.order not in apart)
    near = _BESIDE.sub("", _SIZE.sub(r"\1", " ".join(f"{_counting(s)}." if s.subject else _counting(s) for s in asked)))
    near = _pattern("of_seminars").sub(" ", near) if several else near
    outside = [s for s in _outside_story(wanted, asked, told=story) if s.order not in apart]
    everything = " ".join(s.plain for s in outside)
    unnamed = 1 if named and _pattern("unnamed").search(everything) else 0
    stated = max(_largest(near, len(named) + unnamed), _sum_up(everything), in_parts(near))
    if stated < 2 and not _FOR_ME.search(near):
        summing = _pattern("summing")
        told = " ".join(s.plain for s in outside if summing.search(s.plain))
        stated = max(stated, _largest(told), in_parts(told))
    if stated < 2 and (heading := _pattern("heading").search(wanted.subject.plain)):
        stated = max(stated, number(heading.group(1)))
    if more := _pattern("and_me").search(near):
        word = next(group for group in more.groups() if group)
        if word not in {"both", "another"} and " of us" not in near:
            stated = max(stated, number(word) + 1)
    if both := _pattern("sum").search(near):
        stated = max(stated, number(both.group(1)) + number(both.group(2)))
    alone = bool(_pattern("one").search(_NOT_ALONE.sub(" ", everything)))
    if stated > 1 and not (alone and several and stated == TWICE):
        return max(stated, len(named))
    if not stated and len(named) < 2 and _crowd(wanted, near):
        return None
    if alone and len(named) <= 1:
        return 1
    if unnamed and len(named) > 1:
        return len(named) + unnamed
    pair = not fewer and (
        _is_pair(near, everything) or (not alone and not stated and _is_pair(_BESIDE.sub(" ()", everything), everything))
    )
    trio = _pattern("trio").search(near)
    return max(len(named), TWICE + 1 if trio else TWICE if pair else 1)


def _counting(sentence: Sentence) -> str:
    """A sentence without a number that a body is called by."""
    called = _CALLED.search(sentence.text)
    return f"{sentence.plain[: called.start()]}#{sentence.plain[called.end() :]}" if called else sentence.plain


def _is_pair(text: str, everything: str) -> bool:
    """Whether a second person comes with the sender who is not said to take no part."""
    told = _pattern("pair_told")
    found = next(
        (m for m in _pattern("pair").finditer(text) if not told.match(f"{m.group()}#{text[m.end() : m.end() + 90]}")), None
    )
    if found and _pattern("not_counted").search(everything):
        return False
    if found and _pattern("takes_no_part").search(everything):
        return any(_pattern("pair_joined").search(match.group()) for match in _pattern("pair").finditer(text))
    return found is not None


def _outside_story(wanted: Wishes, asked: tuple[Sentence, ...], *, told: bool) -> list[Sentence]:
    """All sentences; where an example is told, those of the paragraphs that ask: a story has people in it who do not come."""
    paragraphs = {s.paragraph for s in asked if not s.subject}
    told = bool(paragraphs) and (told or any(h.weight >= CERTAIN for h in wanted.of(Kind.PRACTICE_EXAMPLE)))
    return [s for s in wanted.sentences() if not told or s.paragraph in paragraphs]


def _sum_up(text: str) -> int:
    """The sum at which somebody arrives: "which makes ten places"; 0 where none does."""
    found = [number(group) for match in _pattern("sums_up").finditer(text) for group in match.groups() if group]
    return max(found, default=0)


def in_parts(text: str) -> int:
    """The sum of the largest group told in parts: "two nurses, one carer and me"; 0 where there are not two of them."""
    pieces = _PARTS.split(_BRACKETS.sub("", text))
    groups: list[list[int]] = [[]]
    wholes = [False]  # whether the first number of a group can be the sum of the others
    for join, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        found = list(_pattern("part").finditer(piece))
        goes_on = bool(found) and found[0].start() == 0 and not _TOTAL.search(piece)
        if not (groups[-1] and join not in _ENDS and (goes_on or (join not in _LISTED and _pattern("part_me").search(piece)))):
            groups.append([])
            wholes.append(bool(found) and _ANY.search(found[-1].group()) is not None)
        if found or groups[-1]:
            groups[-1].append(number(found[0 if groups[-1] else -1].group(1)) if found else 1)
    told = [(group, whole and len(group) > TWICE) for group, whole in zip(groups, wholes, strict=True) if len(group) > 1]
    return max((max(group[0], sum(group[1:])) if whole else sum(group) for group, whole in told), default=0)


def _crowd(wanted: Wishes, near: str) -> bool:
    """Whether several are to come whose number is not said; not a group that somebody only belongs to."""
    brings = " ".join(s.plain for s in wanted.sentences() if _pattern("brings").search(s.plain))
    return any(
        not _pattern("background_crowd").search(text[: match.start()])
        for text in (near, brings)
        for match in _pattern("crowd").finditer(text)
    )


def still(wanted: Wishes) -> int | None:
    """How many come now as a change says: "so still two"; None where it does not say."""
    told = (_pattern("still_so_many").search(s.plain) for s in wanted.sentences())
    return next((number(next(filter(None, match.groups()))) for match in told if match), None)


def kept(quoted: str) -> int:
    """How many places a quoted letter of ours says are kept; 0 where it does not say."""
    told = _pattern("kept").search(sentences.plain(quoted))
    return number(told.group(1)) if told else 0


def told_at_last(wanted: Wishes, named: int) -> int | None:
    """Places told in answer to our asking how many; as many as are named where no number is."""
    first = words.part("number").match(wanted.body[0].plain.lstrip(" -*")) if wanted.body else None
    stated = number(first.group()) if first else _largest(" ".join(s.plain for s in wanted.body))
    return max(stated, named) or None


def added(wanted: Wishes, others: int = 0, held: int = 0) -> int | None:
    """Places that a change asks for anew, or None where it asks for none.

    `others` are named beside the sender; `held` are kept by our letter, 0 where it does not say.
    """
    more = {"adds to a booking", "adds another person", "another for a holder", "may add to a booking"}
    said = [h.sentence.plain for h in wanted.of(Kind.AMENDMENT) if h.rule in more]
    adding = [s.plain for s in wanted.sentences() if _pattern("adding").search(s.plain)]
    text = " ".join(said if any(map(_pattern("adding").search, said)) else (*said, *adding))
    whole = " ".join(s.plain for s in wanted.sentences())
    if changed := _pattern("new_number").search(whole):
        one, two = (number(group) for group in changed.groups() if group)
        one, two = (two, one) if not re.search(r"\b(?:in)?to\b", changed.group()) else (one, two)
        return two - one if two > one else None
    adds = _pattern("adding").search(text) or (_pattern("somebody").search(text) and _pattern("more").search(text))
    if _pattern("in_place").search(text) or not adds:
        return None
    if further := _pattern("so_many_more").search(text):
        return number(further.group(1))
    if _pattern("second").search(text):
        return 1
    knows = wanted.before() or held or _pattern("held_number").search(whole)
    total = _pattern("total").search(text) if knows and not _pattern("number_more").search(text) else None
    return _beyond_held(total, whole, others, held) if total else max(1, _largest(text))


def _beyond_held(total: re.Match[str], text: str, others: int, noted: int) -> int | None:
    """Places that a new sum makes more than are held: as many as are stated, or one, or all but those who are named.

    None where it is less.
    """
    sum_now = next((number(group) for group in total.groups() if group), 2)
    if held := _pattern("held_number").search(text):
        more = sum_now - next(number(group) for group in held.groups() if group)
        return max(1, more) if more >= 0 else None
    if 0 < noted < sum_now:
        return sum_now - noted
    return others if 0 < others < sum_now else max(1, sum_now - 1)


def _largest(text: str, likely: int = 0) -> int:
    """The largest number of people or places that is stated, or the one that is `likely` if it is more; 0 where none is."""
    stated = [0]
    for pattern in (_pattern("counted"), _pattern("left")):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            vague = _VAGUE.search(before) or (_THERE.search(before) if " of " in match.group() else None)
            if match.group().startswith("both of ") and not re.match(r"both of (?:us|my|our)\b", match.group()):
                continue
            vague = vague or (
                _pattern("told_of").match(text, match.end()) if re.search(r" of (?:my|our)$", match.group()) else None
            )
            if not vague and not _pattern("not_people").match(match.group()):
                stated += [number(group) for group in match.groups() if group]
    return likely if likely > 1 and likely in stated else max(stated)


def stated(sentence: Sentence) -> int:
    """The largest number of people or places that a sentence states; 0 where it states none."""
    return _largest(sentence.plain)


def number(word: str) -> int:
    """ "three", "twenty-two", "140", "a dozen", "half a dozen"; 1 for "another"."""
    if word.isdigit():
        return int(word)
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    first, *rest = re.split(r"[ -]", word)
    if first in TENS:
        return 10 * (TENS.index(first) + 2) + (NUMBERS.index(rest[0]) + 1 if rest else 0)
    whole = next((value for name, value in WHOLES.items() if word.endswith(name)), 1)
    if "half" in word:
        return whole // 2
    return whole * (NUMBERS.index(first) + 1 if first in NUMBERS else 1)


def _pattern(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")
