"""Names whose parts stand apart, or the other way round: "LEE, Ann", "Ann (surname Lee)", "Lee Ann"."""

from __future__ import annotations

import re
from itertools import pairwise

from intake.reading import words
from intake.reading.names import PARTICLES, POSTS, TITLE, TITLES, TWO, Name, bare, common, either, fold, same
from intake.reading.sender import begins_alike
from intake.reading.sentences import plain

_ONE = r"[^\W\d_a-z][\w'’-]+"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]*[A-ZÀ-ÖØ-Þ]"
_FIRST = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]*[a-zß-ÿ][\w'’-]*|\.)"
_SURNAME_FIRST = re.compile(
    rf"(?:(?<=[,;:] )|(?<=and )|^)({_CAPITALS}(?: {_CAPITALS})*)(?:, ?| )({_FIRST}(?: (?:{_FIRST}|[A-Z]\.?))?)"
    r"(?=$| ?[,;.(]| and | - )"
)
_LAST, _GIVEN = r"(?:surname|family name|last name)", r"(?:(?:first|given|christian|fore) ?name)"
_SAYS = r"(?: is|:)? ?"
_LABELLED = (
    re.compile(rf"(?i:{_LAST}{_SAYS})(?P<last>{_ONE}(?: {_ONE})?)[,;.]? ?(?:and )?(?i:{_GIVEN}{_SAYS})(?P<first>{_ONE})"),
    re.compile(rf"(?i:{_GIVEN}{_SAYS})(?P<first>{_ONE})[,;.]? ?(?:and )?(?i:{_LAST}{_SAYS})(?P<last>{_ONE}(?: {_ONE})?)"),
    re.compile(rf"(?P<first>{_ONE}),? \(?(?i:{_LAST}{_SAYS})(?P<last>{_ONE})"),
    re.compile(rf"\b(?i:{TITLE})\.? (?P<last>{_ONE})(?: is called|['’]s (?i:{_GIVEN}) is) (?P<first>{_ONE})"),
)
_BEHIND = re.compile(rf"(?<![\w'’-])({_ONE}) \(({_ONE}|[A-Z])\.?\)(?=$|[,;.]| and )")


def apart(text: str, who: Name | None) -> list[Name]:
    """The people of a sentence whose first name and surname are labelled, in brackets, or told apart by capitals."""
    found = [Name(f"{m['first']} {m['last']}", m.start(), m.end()) for form in _LABELLED for m in form.finditer(text)]
    if text.upper() != text:
        found += [_turned(m) for m in _SURNAME_FIRST.finditer(text) if not _is_lead(m)]
    rows = [Name(f"{m[2]} {m[1]}", m.start(), m.end()) for m in _BEHIND.finditer(text)]
    if who and len(rows) >= TWO and any(same(n, who) and n.words[-1] == who.words[-1] for n in rows):
        found += rows  # the sender's own tells what stands in the brackets
    parts = ((n, (n.words[0], n.words[-1]) if len(n.words) == TWO else n.words[:1]) for n in found)
    return [n for n, told in parts if not any(common(word) and not either(word) for word in told)]


def _is_lead(found: re.Match[str]) -> bool:
    """Whether the word in capitals is a post, a title or a label before a name: "NAME Ann Lee"."""
    label = common(found[1]) and not either(found[1])
    return label or bool(POSTS.match(found.group()) or TITLES.match(found.group()))


def right_way(named: list[Name], who: Name | None, told: str, settled: set[str]) -> list[Name]:
    """The same with all turned where the sender's own stands surname first and nothing says that this is meant.

    `settled` are those of which the text tells which word is which.
    """
    if not who or len(who.words) != TWO or words.pattern("people.coming.surname_first").search(told):
        return named
    free = [n.text for n in named if len(n.words) == TWO and n.text not in settled]
    mine = any(is_reverse(n, who) for n in named if n.text in free)
    return [_swapped(n) if n.text in free else n for n in named] if mine else named


def meant_reverse(name: Name, who: Name, text: str) -> bool:
    """Whether the sender's name stands surname first in the text, which says that this is meant."""
    return is_reverse(name, who) and words.pattern("people.coming.surname_first").search(plain(text)) is not None


def is_reverse(one: Name, two: Name) -> bool:
    """Whether a name of two words is another's the other way round; the first name may be cut short."""
    if len(one.words) != TWO or len(two.words) != TWO:
        return False
    first, last = (fold(word) for word in two.words)
    behind = fold(one.words[1])
    return fold(one.words[0]) == last and first != last and (behind.startswith(first) or first.startswith(behind))


def _swapped(name: Name) -> Name:
    return Name(f"{name.words[1]} {name.words[0]}", name.start, name.end)


def _turned(found: re.Match[str]) -> Name:
    """ "VAN DER LEE, Ann" as "Ann van der Lee"."""
    parts = [p.lower() if p.lower() in PARTICLES - {"la", "le", "mac", "o", "st"} else p.title() for p in found[1].split()]
    return Name(f"{found[2]} {' '.join(parts)}", found.start(), found.end())


def put_in(more: list[Name], here: list[Name]) -> list[Name]:
    """Both in order, without those of `here` that stand in the same place as one of `more`."""
    rest = (n for n in here if not any(n.start < m.end and m.start < n.end for m in more))
    return sorted([*more, *rest], key=lambda n: n.start)


_MARK = r"^(?:[-*•·]|\(?(?:\d{1,2}|[a-z])[.)])\s+"
_COMMA = re.compile(rf"({_ONE}(?:-{_ONE})?), ({_ONE}(?: [A-Z]\.?)?)")
_ROW = re.compile(r"[^\W\d_][\w'’-]+(?: \([^\W\d_][\w'’-]+\))?(?: [^\W\d_][\w'’-]+){1,2}")


def rows(text: str) -> list[Name]:
    """The lines below a colon that can be names and nothing else, two at the least, where other rules do not see it.

    Not all of them have their capitals, or they have the surname first: "Lee, Ann".
    """
    found: list[Name] = []
    listing = behind = False
    for line in (line.strip(" .,;\t") for line in text.splitlines() if line.strip()):
        row = re.sub(_MARK, "", line)
        turned = _COMMA.fullmatch(row) if listing else None
        behind = behind or turned is not None
        if listing and (turned or _ROW.fullmatch(row)) and not any(common(word.strip("(),")) for word in row.split()):
            found.append(Name(f"{turned[2]} {turned[1]}" if turned else bare(row)))
        else:
            listing = line.endswith(":") and bool(words.pattern("people.coming.listing").search(plain(line)))
            if found:
                break
    small = any(word.islower() for n in found for word in n.words if word not in PARTICLES)
    return found if len(found) >= TWO and (small or behind) else []


_ENTRY = re.compile(r"(?P<name>[^\W\d_][^\s,(:/]*(?: [^\W\d_][^\s,(:/]*){1,3})(?:,? ?\(.*\)|, .*|:? [-–—] .*)?")
_PROPER = re.compile(rf"\(({_ONE} {_ONE})\)$")
_MYSELF = re.compile(r"(?:me|myself)(?:\W.*)?", re.IGNORECASE)


def counted(text: str, numbers: set[int]) -> list[Name]:
    """The lines below each other that begin with a name, where they are just as many as places are asked for."""
    lines = [re.sub(_MARK, "", line.strip()) for line in text.rstrip().splitlines()]
    run: list[Name | None] = []
    for at, line in enumerate([*lines, ""]):
        entry = _entry(line) or _myself(line)
        if entry or _MYSELF.fullmatch(line):
            run.append(entry)
            continue
        if len(run) in numbers and (len(run) > TWO or (len(run) == TWO and at < len(lines))):
            return [name for name in run if name]
        run = []
    return []


def _myself(line: str) -> Name | None:
    """The sender's name in brackets: "me (Ann Lee)"."""
    proper = _PROPER.search(line) if _MYSELF.fullmatch(line) else None
    return Name(proper[1]) if proper else None


def _entry(line: str) -> Name | None:
    """Whoever a line of a list begins with: "Ann Lee (Chair)", "bob cole, no nuts"."""
    found = _ENTRY.fullmatch(line.rstrip(" .,;"))
    proper = _PROPER.search(line)  # "Big Al (Alan Lee)"
    name = bare(proper[1] if found and proper else found["name"] if found else "")
    parts = name.split()
    if (
        len(parts) < TWO
        or parts[0][0].isupper() != parts[-1][0].isupper()
        or any(common(word) and not either(word) for word in parts)
        or all(map(either, parts))
        or TITLES.match(f"{parts[-1]} ")  # it stands last, and the surname may stand first
    ):
        return None
    told = plain(name)
    if parts[0].isupper() and not name.isupper():
        return None  # the surname stands first
    return None if words.pattern("people.job").search(told) or words.pattern("people.body").search(told) else Name(name)


def as_summed_up(named: list[Name], said: list[str]) -> list[Name]:
    """Each once, in the order of a sentence that names them all: "So that is Ann Lee and Bob Cole"."""
    named = _without_short(named)
    if len(named) < TWO:
        return named
    whole = next((text for text in said if all(n.text in text for n in named)), None)
    return sorted(named, key=lambda n: whole.index(n.text)) if whole else named


def _without_short(named: list[Name]) -> list[Name]:
    """The same without first names that are cut short from those of others named: "Ron" beside "Ronald Lee"."""
    first = [fold(n.words[0]) for n in named if len(n.words) > 1]
    return [n for n in named if len(n.words) > 1 or not any(one.startswith(fold(n.text)) for one in first)]


def bynames(text: str, here: list[Name]) -> set[str]:
    """Those whose proper name is told behind them: "Big Al, whose name on paper is Alan Lee", "Big Al (Al Lee)"."""
    between = [(one, two, text[one.end : two.start]) for one, two in pairwise(here) if one.text != two.text]
    proper = words.pattern("people.coming.proper_name")
    told = [(one, two) for one, two, said in between if proper.fullmatch(said) or (said == " (" and _is_byname(one, two))]
    return {one.text for one, _ in told} | {word for one, two in told for word in one.words if word not in two.words}


_ADDRESSED = re.compile(
    "Big|Little|Wee|Lil|Young|Old|Mad|Long|Tall|Ginger|Uncle|Auntie|Aunty|Nana?|Granny|Grandad|Mama|Papa|Ma|Pa"
)


def _is_byname(one: Name, two: Name) -> bool:
    """Whether a name shares a word with another, or its last is the other's first cut short: "Big Dan" for Daniel Lee."""
    return (
        bool(set(one.words) & set(two.words))
        or _ADDRESSED.fullmatch(one.words[0]) is not None
        or begins_alike(Name(one.words[-1]), two)
    )
