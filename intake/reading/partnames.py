"""Names that people give in part, or without capitals: "me and kim lee", "my friend Sue", "Samina Q"."""

from __future__ import annotations

import re

from intake.reading import words
from intake.reading.names import TITLE, TWO, Name, bare, common, either, fold, in_text, places
from intake.reading.sentences import Sentence, plain

_WILL = "want|wants|wanna|would|wd|are|can|could|wish|like|please|pls|hope|is|all|both|r"
TITLED = re.compile(rf"(?<![\w'’-])(?i:{TITLE}\.?) $")  # right before a surname
_LONGEST_TITLE = 30  # letters before a surname in which its title stands
_WITHIN = re.compile(r"[\w'’-]")  # a word
_GOES_ON = re.compile(r"[\w-]")
_JOINED = re.compile(r"(?:['’]s)?\s+[^\W\d_a-z]|[\w-]")  # a surname behind a first name, or more of the word
_BY_ITSELF = re.compile(r"(?m)(?:^|[.!?,]\s+)([a-z][a-z'-]+ [a-z][a-z'-]+)(?=[.!?]|$)")
_ALIKE = 2  # letters with which a pet form begins as the name does


def in_small(text: str) -> list[Name]:
    """Names in text written without capitals, where what stands beside them shows them: "me and jean tilley", "its kim lee"."""
    if text != text.lower():
        return []
    word = r"[^\W\d_][\w'’-]+"
    found = []
    for match in re.finditer(words.table("people")["coming"]["small"].strip().replace("WORD", word), text):
        whole = next(group for group in match.groups() if group)
        pieces = whole.split()
        kept = [p for p in pieces if (not common(p) or either(p)) and not words.part("number").fullmatch(p)]
        if len(kept) == len(pieces) == 2 and not any(re.search(r"(?:ing|ed|ly)$", p) for p in pieces):
            start = match.start(next(i for i, g in enumerate(match.groups(), 1) if g))
            found.append(Name(whole, start, start + len(whole)))
    return found + _small_list(text)


def _small_list(text: str) -> list[Name]:
    """ "me, kim lee and sam want to come": names joined to the sender and to each other, without capitals."""
    one = r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?"
    joint = r"(?:,? and |, ?| & | \+ | n )"
    listing = re.search(rf"\b(?:me|myself|i){joint}({one}(?:{joint}{one})+?) (?:{_WILL})\b", text)
    if not listing:
        return []
    found, at = [], listing.start(1)
    for piece in re.split(rf"({joint})", listing.group(1)):
        if not re.fullmatch(joint, piece):
            if any(common(w) for w in piece.split()) or words.part("folk").search(piece):
                return []
            found.append(Name(piece, at, at + len(piece)))
        at += len(piece)
    return found


def enumerated(text: str, avoid: frozenset[str] = frozenset()) -> list[Name]:
    """Single first names that stand in a list of people: "Ann Lee, Patsy and Eunice", "me and Patsy"."""
    one = r"(?:[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,2}|[Mm]e|[Mm]yself|I(?= and | & )|(?<=and )I|(?<=& )I)"
    found = []
    for listing in re.finditer(rf"{one}(?:(?:, ?| ?& | and | \+ | plus |, and ){one})+(?![\w'’-])", text):
        parts = list(re.finditer(one, listing.group()))
        if not _people([p.group() for p in parts], avoid) or any(p.group().endswith(("'s", "’s")) for p in parts):
            continue
        for part in parts:
            shouted = part.group().isupper() and not text.isupper()  # "EUPD"
            if len(part.group().split()) == 1 and part.group().lower() not in {"me", "myself", "i"} and not shouted:
                start = listing.start() + part.start()
                found.append(Name(part.group(), start, start + len(part.group())))
    return found


def _people(parts: list[str], avoid: frozenset[str]) -> bool:
    """Whether the members of a list can all be people, and one of them is told to be: the sender, or by a full name."""
    mine = [p for p in parts if p.lower() in {"me", "myself", "i"}]
    others = [p for p in parts if p not in mine]
    kin = words.part("folk")
    if any(common(w) or either(w) or fold(w) in avoid or kin.fullmatch(w.lower()) for p in others for w in p.split()):
        return False
    return bool(others) and (bool(mine) or (len(others) > TWO and any(len(p.split()) > 1 for p in others)))


def in_capitals(text: str, mine: Name) -> list[Name]:
    """Those joined to the sender in text that is all capitals: "FOR ANN LEE AND BOB COLE", "ME AND BOB COLE PLEASE"."""
    if text.upper() != text:
        return []
    joint, one = r"(?:,? AND |, | & |\+| WITH | PLUS )", r"[^\W\d_][\w'’-]+ [^\W\d_][\w'’-]+"
    end = r"(?=[.,;!?)]|$| (?:PLEASE|PLS|AT|ON|FOR|TO|WOULD)\b)"
    row = re.search(rf"(?<!\w)({re.escape(mine.text.upper())}|ME|MYSELF)((?:{joint}{one})+){end}", text)
    if not row:
        return []
    first = [Name(row[1], *row.span(1))] if len(row[1].split()) >= TWO else []
    pieces = ((n[1], row.start(2) + n.start(1)) for n in re.finditer(rf"{joint}({one})", row[2]))
    return first + [Name(name, at, at + len(name)) for name, at in pieces if not any(common(word) for word in name.split())]


def family(text: str, surname: str) -> list[Name]:
    """First names behind a surname that all of them share: "the three Coles: Ann, Bob and our son Tim"."""
    if f"{surname}s" not in text and f"{surname}es" not in text:
        return []
    shared = rf"(?<![\w'’-]){re.escape(surname)}(?:s|es)(?![\w'’-])[^:(.?!]{{0,60}}[:(]"
    head = re.search(shared, text)
    one = r"(?:(?:our|my|the) (?:\w+ )?)?([^\W\d_a-z][\w'’-]+)"
    row = re.match(rf"\s*{one}(?:(?:,? and |, | & ){one})+(?=[.,;)]|$)", text[head.end() :]) if head else None
    if not head or not row:
        return []
    found = re.finditer(rf"(?:^\s*|, | and | & ){one}(?=,| and | & |$)", row.group())
    firsts = [(n[1], head.end() + n.start(1)) for n in found if not common(n[1])]
    return [Name(f"{first} {surname}", at, at + len(first)) for first, at in firsts]


def kin_in_small(text: str, surname: str) -> list[Name]:
    """Those of the sender's surname whose names stand without capitals: "my wife kim lee"."""
    low = surname.lower()
    if f" {low}" not in text:
        return []
    found = re.finditer(rf"(?<![\w'’-])([^\W\d_A-Z][\w'’-]+) {re.escape(low)}(?![\w'’-])", text)
    return [Name(n.group(), n.start(), n.end()) for n in found if not common(n[1])]


def surname_behind(first: str, text: str) -> Name | None:
    """The whole name of somebody known by the first name, where it is given in small letters: "its kim lee"."""
    word = r"[^\W\d_][\w'’-]+"
    found = re.search(rf"\b(?:it'?s|this is|i'?m|i am|name'?s|name is|me,) ({re.escape(first.lower())} ({word}))", plain(text))
    if not found or common(found.group(2)) or re.search(r"(?:ing|ed|ly)$", found.group(2)):
        return _alone_in_small(first, text)
    return Name(text[found.start(1) : found.end(1)])


def _alone_in_small(first: str, text: str) -> Name | None:
    """The whole name of somebody known by a pet form, in small letters by itself: "put me down pls, robin vale. ta" of Rob."""
    for found in _BY_ITSELF.finditer(text):
        called, surname = (word.lower() for word in found.group(1).split())
        alike = called[:_ALIKE] == first.lower()[:_ALIKE] or first.lower() in called
        if alike and not common(called) and not common(surname):
            return Name(found.group(1))
    return None


def fuller(name: Name, text: str) -> Name | None:
    """The whole name of somebody known by an initial, or a short first name, and a surname, if it stands in the text."""
    if len(name.words) < TWO:
        return None
    if len(name.words[-1].strip(".")) == 1:
        return _with_surname(name, text)
    if name.words[-1].lower() not in text.lower():
        return None
    first, last = re.escape(name.words[0].strip(".")), re.escape(name.words[-1])
    found = re.search(rf"(?<![\w'’-])({first}[^\W\d_]+(?: [^\W\d_][\w'’.-]*)?) {last}(?![\w-])", text, re.IGNORECASE)
    if not found or any(common(w) for w in found.group(1).split()):
        return None
    return Name(bare(found.group()))


def _with_surname(name: Name, text: str) -> Name | None:
    """ "Samina Q" as the text has it in full."""
    wanted = [fold(word) for word in name.words]
    for found in in_text(text):
        parts = [fold(word) for word in found.words]
        if parts[: len(wanted) - 1] == wanted[:-1] and parts[-1].startswith(wanted[-1]) and len(parts[-1]) > 1:
            return Name(found.text)
    return None


_OWN = re.compile(r"\b(?:my|our|his|her)(?: [a-z-]+)? $", re.IGNORECASE)  # "my sister Ann" is no nun
_POST = re.compile(r"dean|head|chair|director|warden|marshal|provost")


def related(text: str) -> list[Name]:
    """Names behind a relation or a title, also in small letters: "husband ken lee", "mrs iris lee", "my friend Sue"."""
    relation = words.table("people")["relation"].strip()
    small = text.lower() == text
    found = []
    leads = rf"(?:{relation}|\b{TITLE}\.?),? (?:is |called |named |\()?(?:{TITLE}\.? )?(?!{TITLE}\b)"
    pattern = rf"{leads}([^\W\d_][\w'’-]+)((?: [^\W\d_][\w'’-]+)?)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        first, second = match.group(1), match.group(2).strip()
        if common(first) or (not small and not first[0].isupper()) or (not small and second and not second[0].isupper()):
            if common(first) or not first[0].isupper():
                continue
            second = ""
        if second and common(second):
            second = ""
        if match.group()[0].isupper() and _POST.fullmatch(first.lower()):
            continue  # "the Deputy Dean"
        titled = re.match(rf"{TITLE}\b", match.group(), re.IGNORECASE) and not _OWN.search(text[: match.start()])
        if titled and not second:
            continue
        if small and not titled and any(re.search(r"(?:ing|ed|ly)$", word) for word in (first, second) if word):
            continue
        name = f"{first} {second}".strip()
        found.append(Name(name, match.start(1), match.start(1) + len(name)))
    return found


def spoken_of(text: str, name: Name) -> list[tuple[int, int]]:
    """Where a known person is called by the first name alone, or by a title and the last name, in order."""
    first, last = name.words[0], name.words[-1]
    alone = (
        s for s in places(first, text) if not _JOINED.match(text, s[1]) and not _WITHIN.match(text[max(0, s[0] - 1) : s[0]])
    )
    titled = ((at, end) for at, end in places(last, text) if text[max(0, at - 1) : at] == " " and not _GOES_ON.match(text, end))
    return sorted(
        [*alone, *((m.start(), end) for at, end in titled if (m := TITLED.search(text, max(0, at - _LONGEST_TITLE), at)))]
    )


def is_quoted(sentence: Sentence, name: Name) -> bool:
    """Whether a name stands in quotation marks with other words before it, as in a title."""
    before, after = sentence.plain[: name.start], sentence.plain[name.end :]
    return before.count('"') % 2 == 1 and '"' in after and not before.endswith('"')


def ends_body(sentence: Sentence, name: Name) -> bool:
    """Whether a name is the end of what a body is called, behind "from" and words that are in no name: "from Speak Out Ann"."""
    before = re.search(r"\b(?:from|of|at|for) (?:[Tt]he )?((?:[^\W\d_a-z][\w'’&-]* )+)$", sentence.text[: name.start])
    if before is None or words.pattern("people.job").search(plain(before[1].split()[-1])):
        return False  # "for Social Worker Ann Lee"
    return any(common(word) and not either(word) for word in before[1].split())
