"""Who writes: the sender's full name, from the text, the signature and the From header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from intake.model import Message, Wording
from intake.reading import names, partnames, words
from intake.reading.names import Name
from intake.reading.sentences import plain

_OF_A_BODY = re.compile(
    r"(?<!name )(?<!names )(?<!place )(?<!seat )(?<!booking )"  # what a person has as well
    r"\b(?:from|of|at|for|with|called|behalf of)\s+(?:the\s+)?$"
)
_SHORTEST = 3  # letters of a name that is a longer one cut short
_BORROWED = re.compile(
    r"\b(?:(?:sent|written|writing|typed|typing|e-?mailing) (?:from|on|with|by|via)|using|borrow(?:ed|ing)|(?:here )?on)"
    r" (?:my|our|her|his|the) [\w-]+['’]?s "
    r"(?:computer|laptop|phone|account|e-?mail|address|machine|ipad|tablet)\b",
    re.IGNORECASE,
)
_THIS_IS = re.compile(r"\b(?i:this is|it['’]?s) ([A-Z][\w'’-]+ [A-Z][\w'’-]+)(?! [A-Z][a-z])")
_REGISTERED = re.compile(
    r"([A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?,? \((?:or |officially |formally |properly |full name |real name |on paper )?"
    r"([A-Z][\w'’-]+ [A-Z][\w'’-]+)\b[^()]*\)"
)  # "Ron (Aaron Lee on your list)"
_NUMBERED = re.compile(
    r"(?i)\s*(?:m|mob|mobile|t|tel|telephone|phone|direct(?: line)?|dd)\b[.: ]*[+(\d]"
)  # "Mob 07700 ... | Please consider"


def name(message: Message, wording: Wording, own_words: str) -> Name | None:
    """The sender's name as full as message and header give it; None where only a bare address is known."""
    header = names.of_header(message.sender) if message.sender else None
    local = message.sender.email.split("@")[0] if message.sender else ""
    header = header and (_registered(header, wording) or _of_couple(header, wording))
    if header and message.sender and message.sender.name.strip() in f"{own_words}\n{wording.own}":
        header = _as_written(header, message.sender.name)
    borrowed = _BORROWED.search(f"{own_words}\n{wording.own}\n{wording.signature}")
    if header and (borrowed or _is_of_body(header, own_words)):
        header, local = None, ""
    stated = names.introduced(own_words)
    if borrowed and not stated:
        stated = [
            Name(found[1]) for found in _THIS_IS.finditer(own_words[:1_000]) if not any(map(names.common, found[1].split()))
        ]
    if header and names.is_initial(header.words[-1]) and stated and not partnames.fuller(header, own_words):
        return stated[0]  # "Paddy D" in the header says less than "my name is ..."
    if header and (no_person(header) or (_is_group(header) and not _is_first_and_last(header, local))):
        signed = _signed_for_group(wording) if _is_group(header) else _signed(wording)
        signed = [n for n in signed if names.either(n.words[-1]) or not _lexicon("body").search(plain(n.words[-1]))]
        signed = [n for n in signed if n.words[0].islower() == n.words[-1].islower()]  # no "Ext. via reception"
        return _in_form(own_words) or next((n for n in (*stated, *signed) if len(n.words) > 1), None)
    greeting = wording.own.lstrip().partition("\n")[0]  # "hello its Kim Lee"
    running = [
        n
        for n in (*names.in_text(f"{own_words[:4_000]}\n{greeting[:200]}"), *partnames.in_small(own_words[:4_000]))
        if not is_job(n.text)
        and header
        and not _runs_on(header, n, wording)
        and not any(w.isupper() and len(w) > 2 for w in n.words)
        and (set(map(names.fold, header.words)) < set(map(names.fold, n.words)) or _is_called(n, header, local))
    ]
    signed = list(_signed(wording))
    candidates = [*stated, *running, *signed]
    if header:  # of a couple's names the header's own
        candidates.sort(key=lambda one: not (names.same(one, header) or begins_alike(one, header)))
    for candidate in candidates:
        told = len(candidate.words) >= 2 and not candidate.initials and not _is_named_body(candidate, header)
        told = told and not (header and _only_letters(candidate, header))
        if told and _kin(candidate, header, local):
            return header if header and _is_shouted(candidate, header) else candidate
    if header and len(header.words) >= 2:
        alone = " ".join(n.text for n in signed if len(n.words) == 1)
        in_order = header if names.fold(local).startswith(names.fold(header.words[0])) else names.turned(header, alone)
        return _behind_initial(header, own_words) or partnames.fuller(header, own_words) or in_order
    if header and (small := partnames.surname_behind(header.text, own_words)):
        return small
    full = next((c for c in (*stated, *signed) if len(c.words) >= 2 and not c.initials), None)
    full = full or _by_address(local, own_words, header.text if header else "")
    return full or header or _whole(next(iter((*stated, *signed)), None), own_words)


def _registered(header: Name, wording: Wording) -> Name | None:
    """The proper name in brackets behind the one somebody signs by, with the same surname."""
    found = (_REGISTERED.match(line) for line in closing_lines(wording) if "(" in line)
    signed = (Name(line[2]) for line in found if line and names.fold(line[1]) == names.fold(header.words[0]))
    return next((n for n in signed if len(header.words) > 1 and n.words[-1] == header.words[-1]), None)


def _as_written(header: Name, display: str) -> Name:
    """The name in the order of the From header, where the text has it so too: some names have the surname first."""
    written = names.bare(display.strip())
    return Name(written) if written != header.text and sorted(written.split()) == sorted(header.words) else header


def _is_shouted(candidate: Name, header: Name) -> bool:
    """Whether it is the header's name with capitals, which may stand surname first: "LEE Ann" in a list."""
    return candidate.words[0].isupper() and sorted(map(names.fold, candidate.words)) == sorted(map(names.fold, header.words))


def _only_letters(candidate: Name, header: Name) -> bool:
    """Whether the first names of the header are letters only: "AM Lee" is Anne-Marie Lee."""
    first, firsts = candidate.words[0], re.split(r"[ -]", header.text)[:-1]
    letters = "".join(names.fold(word)[:1] for word in firsts)
    return first.isupper() and len(letters) > 1 and names.fold(first) == letters and candidate.words[-1] == header.words[-1]


def _is_named_body(candidate: Name, header: Name | None) -> bool:
    """Whether a line of the signature is a body's name, which the address may have in it, beside a person's in the header."""
    person = header is not None and len(header.words) > 1 and not names.same(candidate, header)
    return person and bool(_lexicon("body").search(plain(candidate.text)))


def no_person(header: Name) -> bool:
    """Whether it is called as a desk or a machine is: "Reception"."""
    return bool(_lexicon("no_person").search(plain(header.text)))


def _is_group(header: Name) -> bool:
    """Whether a word of it is no name at all, as in "Thursday Table": a group's account."""
    return len(header.words) > 1 and any(names.common(word) and not names.either(word) for word in header.words)


def _is_first_and_last(header: Name, local: str) -> bool:
    """Whether the address has both words apart, the first of them a name's, as in ann.old@...: "Old" is a surname then."""
    behind = [names.fold(piece) for piece in re.split(r"[._]", local)[1:]]
    return behind == [names.fold(header.words[-1])] and not names.common(header.words[0])


def _signed_for_group(wording: Wording) -> list[Name]:
    """Who signs for a group: the one name that closes the letter. Where there are several they may be those who are to come."""
    signed = [n for n in _signed(wording) if len(n.words) > 1]
    return signed if len(signed) == 1 else []


def _of_couple(header: Name, wording: Wording) -> Name:
    """Of "Ann & Bob Lee" in the From header the one who signs."""
    couple = re.fullmatch(r"(\S+) (?:&|and) (\S+) (\S+)", header.text)
    if couple is None:
        return header
    signed = {names.fold(n.words[0]) for n in _signed(wording)}
    return next((Name(f"{first} {couple[3]}") for first in couple.groups()[:2] if names.fold(first) in signed), header)


def _behind_initial(header: Name, own_words: str) -> Name | None:
    """The full name in the text of whom the header calls "jo b", or "Lee A"."""
    if len(header.words) != 2 or not names.is_initial(header.words[-1]):
        return None
    known, initial = (names.fold(word) for word in header.words)
    small = re.search(
        rf"(?:^|[.!?\n] ?)({re.escape(known[:3])}[a-z]* {re.escape(initial)}[a-z'-]{{2,}})(?=[.,!?\n]|$)", own_words
    )
    if small and not any(map(names.common, small[1].split())):
        return Name(small[1])
    told = [n for n in names.in_text(own_words[:4_000]) if not n.initials]
    first = (n for n in told if _cut_short(n.words[-1]).startswith(initial) and names.fold(n.words[0])[:2] == known[:2])
    last = (n for n in told if names.fold(n.words[-1]) == known and names.fold(n.words[0])[:1] == initial)
    return next(first, None) or next(last, None)


def _is_called(told: Name, header: Name, local: str) -> bool:
    """Whether the text has the first name of the address, the header another: "Bob Lee", of bob.lee@..., for "Robert Lee"."""
    called, first = names.fold(re.split(r"[._]", local)[0]), names.fold(header.words[0])
    one_surname = len(told.words) == len(header.words) == names.TWO and told.words[-1] == header.words[-1]
    if len(header.words) == 1 and len(told.words) == names.TWO:  # "Shaz", of shaz.lee@..., for "Sharon Lee"
        return names.fold(told.text)[:2] == first[:2] and names.fold(local).endswith(names.fold(told.words[-1]))
    return one_surname and names.fold(told.words[0]) == called != first


def _runs_on(header: Name, longer: Name, wording: Wording) -> bool:
    """Whether the longer name is only the sender's with the next line behind it: "Ann Lee", "Participation Worker" below."""
    lines = {line.strip(" *,") for line in f"{wording.own}\n{wording.signature}".splitlines()}
    return header.text in lines and not any(longer.text in line for line in lines)


def _cut_short(surname: str) -> str:
    """The first letter of a surname, or those of both halves of a double one."""
    return "".join(names.fold(part)[:1] for part in surname.split("-"))


def _by_address(local: str, own_words: str, first: str) -> Name | None:
    """The name in the text that the address is made of, as annlee71@... is of "ann lee", or has the surname of: "babs.lee"."""
    told = names.in_text(own_words[:4_000])
    if exact := next((Name(n.text) for n in told if names.fold(n.text) == names.fold(local)), None):
        return exact
    letters = re.sub(r"[\W\d_]+", "", names.fold(local))
    pairs = re.finditer(r"(?<![\w'’-])(?=([^\W\d_]{2,} [^\W\d_][\w'’-]+))", own_words[:4_000])
    if made := next((m[1] for m in pairs if names.fold(m[1].replace(" ", "")) == letters), None):
        return Name(made)
    last = re.split(r"[._]", local)[-1]
    first = first or local
    if len(last) <= _SHORTEST or last == local:
        return None
    for found in re.finditer(rf"(?i)(?<![\w'’-])([^\W\d_][\w'’-]+) {re.escape(last)}(?![\w'’-])", own_words[:4_000]):
        if not names.common(found[1]) and names.fold(found[1])[:1] == names.fold(first)[:1]:
            return Name(found.group())
    return None


def _is_of_body(header: Name, text: str) -> bool:
    """Whether the From header names the body that the sender writes for: "two of us from ...", "I am the secretary of ..."."""
    if len(header.words) < 2 or header.text not in text:
        return False
    found = names.places(header.text, text)
    return any(_OF_A_BODY.search(text[:at]) and not text[end : end + 1].isalnum() for at, end in found)


def _whole(name: Name | None, text: str) -> Name | None:
    """A first name as the text has it in full."""
    if name is None or len(name.words) > 1:
        return name
    return next((Name(n.text) for n in names.in_text(text) if names.fold(n.words[0]) == names.fold(name.text)), name)


def _in_form(own_words: str) -> Name | None:
    """The name behind or below its label, in a form that a web site sends on."""
    first, last = (
        re.search(rf"(?im)^\W*{key} ?name\s*[:=]?\s*(\S[^\n]*)$", own_words) for key in ("first", "(?:sur|last ?|family ?)")
    )
    if first and last:
        return Name(f"{first.group(1).strip()} {last.group(1).strip()}")
    found = re.search(r"(?im)^\W*(?:your |full |my |contact )?name\s*[:=]?\s*(\S[^\n]*)$", own_words)
    return next(iter(names.at_start(found.group(1))), None) if found else None


def _kin(candidate: Name, header: Name | None, local: str) -> bool:
    """Whether a name in the text is that of the From header, or of its address."""
    mine = {names.fold(w) for w in candidate.words}
    theirs = {names.fold(w) for w in header.words} if header else set()
    short = any(len(t) >= _SHORTEST and w.startswith(t) for t in theirs for w in mine)  # "Kez" for Kezia
    if mine & theirs or header is None or short:
        return True
    squashed = names.fold(local)
    if header and len(header.words) > 1 and header.initials and _initials(candidate) == _initials(header):
        return True  # "Shaz P" for Sharon
    return any(len(w) > 3 and w in squashed for w in mine)


def begins_alike(one: Name, two: Name) -> bool:
    """Whether the first names may be one cut short: Ron for Ronald."""
    first, second = (names.fold(name.words[0]) for name in (one, two))
    return min(len(first), len(second)) >= _SHORTEST and first[:_SHORTEST] == second[:_SHORTEST]


def _initials(name: Name) -> str:
    return "".join(names.fold(word)[:1] for word in (name.words[0], name.words[-1]))


def _signed(wording: Wording) -> Iterator[Name]:
    """Names that stand alone at the head of a signature line, or of the last lines of the text."""
    for line in closing_lines(wording):
        yield from names.at_start(line)


_LONGEST_IN_SMALL = 4  # words: more that begin with a small letter are the rest of a sentence


_FOR_BODY = re.compile(r"(?:for|on behalf of|from|at|pp)(?: (?:[A-Z][\w'’&-]*|of|and|for|the|in|&)){2,8}")  # who is signed for


@lru_cache(maxsize=8)
def closing_lines(wording: Wording) -> tuple[str, ...]:
    """The lines after the sender's last sentence: those that close the text, then the signature."""
    tail: list[str] = []
    for line in reversed(_broken(wording.own.strip()[-4_000:]).splitlines()):
        bare = line.strip(" *_>\t")
        if not bare or _letter("footer").search(plain(bare)):
            continue
        listed = re.match(r"\s*(?:[-*•·]|\(?(?:\d+[.)]|[A-Za-z]\)|[a-z]\.))\s|(?i:ps)\b", line)
        prose = (
            (len(bare) > 80 and not re.search(r" [|•·] |\s[–—] ", bare))
            or bare.endswith(":")
            or (bare[:1].islower() and len(bare.split()) > _LONGEST_IN_SMALL and not _FOR_BODY.fullmatch(bare))
            or (bare.endswith((".", "?", "!")) and len(bare.split()) > 7)
        )
        if listed or prose or _cells(line) or len(tail) >= 6 or _letter("closing").match(plain(bare)):
            break
        tail.insert(0, bare)
    signature = [line.strip(" *_>\t-") for line in (*wording.signature.splitlines(), *above_disclaimer(wording))]
    return tuple(
        line
        for line in (*tail, *signature)
        if line and not _letter("sent_from").match(plain(line)) and not _letter("closing").match(plain(line))
    )


def _cells(line: str) -> bool:
    """Whether a line is the row of a table, not a number or an address behind its label."""
    return "\t" in line.strip() and not re.match(r"\s*(?:t|m|e|w|tel|phone|mob|e-?mail|web|fax|direct)\b", line.lower())


def above_disclaimer(wording: Wording) -> list[str]:
    """A signature that runs into a disclaimer without a gap: short lines, up to the first that is legal or long."""
    found: list[str] = []
    for whole in wording.disclaimer.strip().splitlines()[:10]:
        line = whole.partition("|")[0].rstrip() if _NUMBERED.match(whole) else whole
        if (
            (len(line) > 80 and " | " not in line and not is_job(line))
            or not line.strip()
            or _letter("legal").search(plain(line))
        ):
            break
        found.append(line)
    return found


def _broken(text: str) -> str:
    """The text with a farewell that runs on in its last line ("... Regards Ann Lee, Body") on a line of its own."""
    return re.sub(
        r"[.!?]? (?:(?:[Bb]est|[Kk]ind|[Mm]any|[Ww]arm) )?"
        r"(?:[Rr]egards|[Tt]hanks|[Cc]heers|[Ww]ishes|[Ss]incerely|[Tt]a)[,.!]? "
        r"((?:[^\W\d_a-z][\w'’.-]+ ?){1,4}(?:,[^.\n]*)?)$",
        r".\n\1",
        text,
    )


def is_job(segment: str) -> bool:
    """Whether a piece of a signature is what somebody does."""
    return bool(_lexicon("job").search(plain(segment)))


def _lexicon(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.{key}")


def _letter(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.letter.{key}")
