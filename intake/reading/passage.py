"""Where the passage that states a need begins and ends in its sentence: whole clauses, from reason to remedy."""

from __future__ import annotations

import re
from itertools import pairwise

from intake.reading import words
from intake.reading.sentences import Sentence, plain

Patterns = tuple[re.Pattern[str], ...]

# Where a clause may be cut off: what follows is another thought.
_NONE = re.compile(r"\W*(?:none|no|nil|n/?a|nothing|not|see|tba|tbc)\b")  # stands behind a label and says that there is nothing
_FINE = re.compile(r",\s+|\s(?=and\b)")
_OF_WHOM = re.compile(  # in a list of needs, or before a bracket: "Jo Bell (chair) - ", "Jo Bell: ", "and Jo Bell ("
    r"(?:(?<=: )|(?<=, )|(?<=and )|(?<=for )|^)[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,3}"
    r"(?:(?: \([^()]{2,40}\))? ?[-–—:] | \([^()]{2,40}\) | \()$"
)
_PERSON = re.compile(  # who speaks or is spoken of, at the head of a reason
    r"(?:and |but |as |(?:since|after) (?:i|we) \w+,? )?(?:(?:i|we|he|she|they|my|our|his|her|both|it (?:falls|is in|'?ll be))"
    r"|[a-z-]+(?:'s got| has| is| gets))\b"
)
_HALF = re.compile(r"(?:but )?(?:not|slow|less|never)\b")  # the second half of "good for reading but slow for listening"
_NAME = re.compile(  # of where somebody belongs, as its capitals show: nothing that is needed
    r"\b(?:[Ff]rom|at|[Tt]rustees? of|[Mm]ember of|behalf of|[Rr]uns?|running|[Cc]hairs?|founded) (?:[Tt]he )?"
    r"((?:[A-Z][\w'’-]+ (?:(?:of|and|for|in|the|&) )*)+[A-Z][\w'’-]+)"
)
_ASIDE = 60  # letters of a bracket that are kept with a passage that breaks off in it
LONG = 14  # words that a single clause may have before it is cut more finely
_REASON = 20  # words that a reason before "so" may have
_WHO = 7  # words that may name whoever needs something
_NOTE = 4  # words of a reason that is told without a verb are fewer: "Bad back, so ..."
_TOPICS = ("about", "about_food")
_BEARS = 2  # words of a need, or one of them in a clause that asks or says why, by which what follows bears on it
_WEIGHT = 2  # words of a need that a word of another matter outweighs
MOST = 60  # words of a sentence up to which what follows a need is kept with it


def pattern(name: str) -> re.Pattern[str]:
    return words.pattern(f"needs.{name}")


def told_in(sentence: Sentence, patterns: Patterns, others: Patterns = ()) -> str | None:
    """The clauses of a sentence from the first to the last that states a need, with what follows from it."""
    if not any(pattern.search(sentence.plain) for pattern in patterns):
        return None
    text = without_asides(sentence.plain)
    bare = _without_names(sentence.text, text)
    if not any(p.search(bare) for p in patterns):
        return None
    clauses = _parted(text, _clauses(sentence.plain), patterns, others)
    speaking = [(a, b) for a, b in clauses if _states(text, a, b, patterns)]
    speaking = speaking or _across(text, clauses, patterns, others)
    if not speaking:
        return None
    start, end = speaking[0][0], speaking[-1][1]
    between = [(a, b) for a, b in clauses if start <= a and b <= end and (a, b) not in speaking]
    if any(pattern("denied").search(sentence.plain[a:b]) or _states(text, a, b, others) for a, b in between):
        start, end = speaking[-1]
    if pattern("absent").search(sentence.plain[end:]):
        return None
    start = _reason_before(text, clauses, _subject_before(text, clauses, start), others)
    start = start if (begun := _begun_before(text, clauses, start)) is None else begun
    end = _more_after(text, clauses, end, others)
    start, end = _finer(text, start, end, patterns)
    start += _opening(sentence.plain[start:end])
    if (of := _OF_WHOM.search(sentence.text[:start])) and not _is_label(of.group()):
        closing = text.find(")", start) if of.group().endswith("(") else -1
        start, end = start - len(of.group()), closing + 1 if closing > 0 else end
    return _whole(sentence.text[start : _with_bracket(sentence.text, start, end)].strip(" ,;:.!?-*"))


def goes_on(text: str, topic: str) -> bool:
    """Whether a clause or a sentence behind a need bears on it: it speaks of the same things, and of nothing else."""
    about, elsewhere = ({m.group() for m in pattern(of).finditer(text)} for of in (topic, "elsewhere"))
    return len(about) + bool(pattern("bears").search(text)) - _WEIGHT * len(elsewhere) >= _BEARS if about else False


def _is_label(name: str) -> bool:
    """Whether what looks like a name before a need is a label, or a word that only leads up to it."""
    low = plain(name)
    return pattern("label").match(low) is not None or pattern("opening").match(low) is not None


def _opening(text: str) -> int:
    """How many letters of it are no part of what is needed: "Tell them that", "The one thing is"."""
    start = 0
    while opening := pattern("opening").match(text[start:]):
        if not opening.end() or start + opening.end() >= len(text):
            break
        start += opening.end()
    return start


def _bare(clause: str) -> str:
    """A clause without its opening; behind a "but" it is another thought."""
    return clause if clause.startswith("but ") else clause[_opening(clause) :]


def _states(text: str, a: int, b: int, patterns: Patterns) -> bool:
    """Whether the clause from `a` to `b` states a need; what a pattern looks ahead for may stand in the clauses behind it."""
    found = [(m.end() <= b, p.search(text, m.start(), b)) for p in patterns for m in p.finditer(text, a) if m.start() < b]
    return any(within or shorter for within, shorter in found) and not void(text[a:b])


def _across(text: str, clauses: list[tuple[int, int]], patterns: Patterns, others: Patterns) -> list[tuple[int, int]]:
    """The clauses over which a need that is told in no single one goes, less what stands before a colon."""
    for match in (m for p in patterns for m in p.finditer(text)):
        end = match.end() + 2 * match.group().endswith(":")
        over = [(a, b) for a, b in clauses if a < end and match.start() < b]
        told = [(a, b) for a, b in over if text[b : b + 1] != ":"]
        if not any(void(text[a:b]) or _NONE.match(text[a:b]) or _states(text, a, b, others) for a, b in told):
            return told
    return []


def _parted(text: str, clauses: list[tuple[int, int]], patterns: Patterns, others: Patterns) -> list[tuple[int, int]]:
    """Clauses that speak of needs of both sorts are parted at the comma or "and" between the one and the other."""
    result = []
    for a, b in clauses:
        mine = [m.span() for p in patterns for m in p.finditer(text, a) if m.end() <= b]
        theirs = [m.span() for p in others for m in p.finditer(text, a) if m.end() <= b]
        cut = _between(text, a, b, mine, theirs)
        result += [(a, cut[0]), (cut[1], b)] if cut else [(a, b)]
    return result


def _between(text: str, a: int, b: int, mine: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where needs of one sort end and those of another begin, if they stand apart."""
    for joint in pattern("joint").finditer(text, a, b):
        left, right = (a, joint.start()), (joint.end(), b)
        here, there = (sum(left[0] <= s < left[1] for s, _ in spans) for spans in (mine, theirs))
        if mine and theirs and ((here == len(mine) and not there) or (there == len(theirs) and not here)):
            return left[1], right[0]
    return None


def _with_bracket(text: str, start: int, end: int) -> int:
    """Where the bracket ends in which a passage breaks off, if that is not far and no other thought; else the end itself."""
    piece = text[start:end]
    closing = text.find(")", end)
    broken = piece.find("(") > 0 and piece.count("(") == piece.count(")") + 1
    rest = plain(text[end:closing]).strip(" ,;")
    other = "please" in rest or void(rest) or pattern("another").search(rest)
    return closing + 1 if broken and 0 <= closing - end <= _ASIDE and not (other and rest) else end


def _whole(passage: str) -> str | None:
    """The passage without a bracket whose other half was left behind."""
    if passage.count("(") != passage.count(")"):
        passage = passage.strip(" ()")
    passage = passage.strip(" ,;:.!?-*")
    return passage if len(passage) > 1 else None


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [(0, 0), *((m.start(), m.end()) for m in pattern("cut").finditer(text)), (len(text), len(text))]
    return [(a[1], b[0]) for a, b in pairwise(cuts) if b[0] > a[1]]


def void(clause: str) -> bool:
    return bool(pattern("denied").search(clause))


def without_asides(text: str) -> str:
    """The text with what is said of other things than needs blanked out, letter for letter."""
    return pattern("beside").sub(lambda m: " " * len(m.group()), text)


def _without_names(written: str, text: str) -> str:
    """A text without the names of groups and places in it, which may sound like needs, letter for letter."""
    for name in _NAME.finditer(written):
        text = text[: name.start(1)] + " " * len(name.group(1)) + text[name.end(1) :]
    return text


def _reason_before(text: str, clauses: list[tuple[int, int]], start: int, others: Patterns) -> int:
    """A need that begins with "so" has its reason before it; who "he" or "it" is stands before it as well."""
    so = re.match(r"(?:and )?(?:so|if not|otherwise)\b(?! (?:would|could|can|will) you)", text[start:])
    he = pattern("refers").match(text[start:]) or text[:start].endswith("(")
    before = [(a, b) for a, b in clauses if b <= start and a < b]
    for a, b in reversed(before[-3:]):  # "I have ..., so I'd like ..., and may need ...": the reason is further back
        piece = _bare(text[a:b])
        if _states(without_ills(text), a, b, others) or pattern("another").search(piece):
            break
        leads = (pattern("condition").match(text[a:b]) or text.startswith("if not ", start)) and start <= b + 2
        if leads or (not void(piece) and (pattern("reason").search(piece) or pattern("enough").match(piece))):
            start = a
    before = [(a, b) for a, b in clauses if b <= start and a < b]
    if not before or not (so or he):
        return start
    a, b = before[-1]
    if so and text[b:start].strip(" ,") == ")" and len(before) > 1:  # "He's got the shakes (palsy), so ..."
        a = before[-2][0]
    piece = _bare(text[a:b])
    if void(piece) or _states(text, a, b, others) or pattern("another").search(piece):
        return start
    if so:
        person = _PERSON.match(piece)
        note = _NOTE if text[b : b + 1] == "," else 0
        least = len(piece.split()) < (_REASON if person else note)
        return a if least or pattern("reason").search(piece) else start
    return a if pattern("brings").search(piece) else start


def _subject_before(text: str, clauses: list[tuple[int, int]], start: int) -> int:
    """What only goes on with a clause has it before: "who", a verb, a bracket, "but not" behind how far it goes."""
    if (whole := _begun_before(text, clauses, start)) is not None:
        return whole
    if re.match(r"who(?:'s|se)?\b", text[start:]):
        a, b = max(((a, b) for a, b in clauses if b <= start), default=(start, start))
        mine = re.match(r"(?:for )?(?:me|us|myself)\b", text[a:b])
        near = text[b:start].strip() == "," and len(text[a:b].split()) <= _WHO and not is_another(text[a:b])
        return a if near and not mine and not void(text[a:b]) else start
    if not re.match(r"(?:is|has|needs?|uses?|will|would|can'?t|cannot|walks|comes)\b", text[start:]):
        return start
    if text[:start].endswith(" and "):
        a = max((a for a, b in clauses if b < start), default=start)
        if (
            len(text[a:start].split()) <= LONG
            and not void(text[a:start])
            and not pattern("another").search(_bare(text[a:start]))
        ):
            return a
    if text[:start].rstrip().endswith(")"):
        opened = text.rfind("(", 0, start)
        return next((a for a, b in clauses if b <= opened <= b + 2), start)
    who = re.search(r",? who(?:'s|se)?\b[^,]*, $", text[:start])
    return max((a for a, _ in clauses if a <= who.start()), default=start) if who else start


def _begun_before(text: str, clauses: list[tuple[int, int]], start: int) -> int | None:
    """Where the clause begins that a bracket, or a "but not so well", goes on with, if it is no other thought."""
    before = [(a, b) for a, b in clauses if b <= start and a < b]
    if len(before) > 1 and re.match(r"so\b", text[start:]) and _HALF.match(text[before[-1][0] :]):
        start = before.pop()[0]
    led = text[:start].rstrip()
    inside = led.endswith("(") and re.match(r"[^()]*\) so\b", text[start:]) is not None
    halved = led.endswith(" but") or text.startswith("but ", start) or _HALF.match(text[start:])
    if not before or not (inside or halved):
        return None
    a, b = before[-1]
    piece = _bare(text[a:b])
    known = re.search(r"\b(?:english|sight|hearing|legs)\b", piece) is not None
    if (void(piece) and not known) or pattern("another").search(piece) or len(piece.split()) > LONG:
        return None
    return a if inside or known or goes_on(piece, "about") else None


def _more_after(text: str, clauses: list[tuple[int, int]], end: int, others: Patterns) -> int:
    """What is needed because of it, or how grave it is, belongs to the need before it; another thought ends it."""
    for a, b in clauses:
        if a < end:
            continue
        piece = text[a:b]
        caused = pattern("caused").match(piece) or pattern("unseated").match(piece)
        if a > end + 4 or (not caused and (_denies(piece) or _states(text, a, b, others) or _leaves(piece))):
            break
        if len(text[:b].split()) > MOST or "." in text[end:a]:
            break
        end = b
    return end


def _denies(piece: str) -> bool:
    """Whether a clause behind a need takes something back; "so no flash near me", "who is no bother, sleeps by me" do not."""
    if re.match(r"(?:who|which)\b", piece) and pattern("enough").match(piece):
        return False
    limits = pattern("limits").match(piece) and any(goes_on(piece, of) for of in _TOPICS)
    return void(piece) and not limits


def _leaves(piece: str) -> bool:
    """Whether a clause behind a need is another thought and does not bear on it."""
    if not is_another(piece):
        return False
    bare = piece.removeprefix("but ")
    return not any(pattern(of).search(bare) for of in ("enough", "strict")) and not any(goes_on(piece, of) for of in _TOPICS)


def is_another(piece: str) -> bool:
    """Whether a clause is another thought than the need before it. What follows with "so" seldom is."""
    if re.fullmatch(r"(?:and |so |but |i |we |, )*\s{4,}[^\w]*", piece):
        return True  # all of it was blanked out
    return pattern("another_so" if re.match(r"(?:and )?so\b", piece) else "another").search(piece) is not None


def _finer(text: str, start: int, end: int, patterns: Patterns) -> tuple[int, int]:
    """A long passage is narrowed to the pieces around its first and last cue."""
    if len(text[start:end].split()) <= LONG and "    " not in text[start:end]:
        return start, end
    spans = [m.span() for p in patterns for m in p.finditer(text, start) if m.end() <= end] or [(start, end)]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    cuts = [start, *(m.end() for m in _FINE.finditer(text, start, end))]
    left = max(cut for cut in cuts if cut <= first)
    if left != start and "    " not in text[start:left]:
        left = start
    return left, max(end, last)


def without_ills(text: str) -> str:
    """The text with illnesses that may ask for either sort of need blanked out, letter for letter."""
    return words.part("ill").sub(lambda m: " " * len(m.group()), text)
