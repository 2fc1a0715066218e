"""Which organisation the sender writes for, from the text, the signature and the domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from intake.model import Message, Wording
from intake.reading import bodies, bodysigns, names, sender, words
from intake.reading.names import Name
from intake.reading.sentences import plain

MOST_LEADS = 30  # words that may lead up to a body, in one sentence: no letter has more
_KIND_BEHIND = re.compile(
    r" (?:[a-z-]+ )?(?:group|charity|project|choir|club|network|collective|co-op|social enterprise"
    r"|drop-?in|clubhouse|food ?bank)\b"
)
_COUPLE = re.compile(r"[A-Z][\w'’-]+ (?:and|&) [A-Z][\w'’-]+ [A-Z][\w'’-]+")
_TO_EVENT = re.compile(r"\s(?:for|to|at|on) (?:the )?(?:Seminars?|Workshops?|Sessions?|Events?|Days?)\b.*$")
_TO_PLACE = re.compile(r"\s(?:for|to|at|in|on)\s(?:the )?[A-Z]\S*$")  # "from Elm Tree for Oxford"
_SOMEBODY_OF = re.compile(  # "with Ann Lee of Larchfield"
    r"[A-Z][\w'’-]+ (?!(?:Friends|Parents|Mothers|Fathers|Families|Relatives|Women|Men|Veterans|Sons|Daughters|People) of)"
    r"[A-Z][\w'’-]+ of [A-Z]"
)
_COURSE = re.compile(  # "the MA Nursing in University of ..."
    r"^(?:[Tt]he )?(?:MA|MSc|MBA|MRes|MPhil|BA|BSc|BN|LLB|PhD|PGCE|Masters?|Bachelors?|Diploma|Doctorate)\b"
    r".*? (?:in|of|at) (?:the )?(?=Universi|[A-Z][\w'’-]+ (?:University|College))"
)
_PAPER = re.compile(
    r"['’]?s? (?:e-?)?(?:newsletter|magazine|bulletin|web ?site|web ?page|prospectus|library|notice ?board|canteen)"
)
_PART_OF = re.compile(r"\b(?:department|dept|school|faculty|division|institute) $")  # "department of Health Sciences"
_BODY_OF = re.compile(r"\b(?:society|college|association|university|guild|federation|academy|union|league|fellowship) $")
_OF_MINE = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|i write|writing|i work|we work|i volunteer|volunteering|i help|here|me|us|both|two|three"
    r"|speaking|come|coming)"
    r"(?: [a-z]+)? (?:with|at|for|to|as part)? ?$"
)
_PIECE = re.compile(r",|\s[-–—|•·]\s")
_PROSE = re.compile(  # a sentence names no body
    r"\b(?:was|is|are|were|has|have|will|please|sent by|this message)\b|\bI [a-z]|(?:\S+ ){10}"
    r"|^(?=(?:\S+ ){3}).*(?:n['’]t\b|['’](?:ll|ve|re|d|m)\b"
    r"|\b(?:sorry|it|we|i|he|she|they|you|me|make|come|coming|going|get|got|see"
    r"|know|need|want|not|cannot|cant|wont|dont|didnt|pls|thx|am|had|did|do|would|could|should|can))\b"
)
_BEHIND_NAME = re.compile(r"(?:['’]s)?(?= ?[,(–-]| (?:of|from|at|with|for|here)\b)")


def of_sender(
    message: Message, wording: Wording, who: Name | None, own: Sequence[str], venues: re.Pattern[str] | None = None
) -> str | None:
    """The sender's organisation as the text or the signature gives it, or None; `venues` are those of the programme."""
    domain = message.sender.email.rsplit("@", 1)[-1] if message.sender else ""
    segments = [*_account(message, wording, who), *_segments(wording, who, domain)]
    for line in (*own, *sender.closing_lines(wording), *bodies.below_labels(wording.own)):
        if keyed := _letter("label").match(plain(line)):
            return bodies.without_rest(line[keyed.end() :])
    signed = [
        s for s in segments if bodysigns.is_body(s) and not bodysigns.is_department(s) and not bodysigns.is_building(s, wording)
    ]
    if signed:
        best = max(signed, key=lambda s: _rank(s, domain))
        return best if _rank(best, domain) else next((s for s in segments if bodysigns.is_host(s, domain)), best)
    known = [
        s
        for s in segments
        if (bodysigns.in_domain(s, domain) and (not sender.is_job(s) or names.fold(s) == bodysigns.host(domain)))
        or s in _account(message, wording, who)
    ]
    if known:
        return _with_place(known[0], wording, domain)
    lines = wording.own.splitlines()
    opening = [line for line in lines if line.strip()][:1]  # "Hello, me again from ..."
    # A sentence too, for a name may go on in the next line.
    behind, whole = _behind_name(lines, who, domain), _behind_name(own, who, domain)
    behind = whole if not behind or (whole and whole.startswith(behind)) else behind
    stated = behind or _stated((*own, *opening), domain, venues) or bodies.in_small((*own, *opening))
    stated = stated or _who_asks(own, who, domain, venues) or _presented(own, domain, venues)
    stated = stated or bodies.small_of_domain(own, domain, who)
    stated = (
        stated or bodies.of_domain((*own, *opening), domain, who, venues) or bodies.in_subject(own, message.subject, venues)
    )
    if told := stated or _signed(wording, who, domain):
        return bodysigns.in_full(bodies.with_kind(told, own), (*own, *sender.closing_lines(wording)))
    loose = [
        s
        for s in segments
        if len(s.split()) > 1
        and ":" not in s
        and bodies.capitalised(s)
        and not sender.is_job(s)
        and not bodysigns.is_department(s)
        and _alone(s, wording)
        and not (who and names.fold(s.split()[-1]) == names.fold(who.words[-1]))  # one of the family
        and not names.TITLES.match(s)
        and not (_COUPLE.fullmatch(s) and message.sender and s.split()[-1] in message.sender.name)
    ]
    if loose and not _own_domain(domain, who):
        return loose[0]
    passed = bodies.signs_forwarded(wording.forwarded, domain)
    departments = [s for s in segments if bodysigns.is_department(s) and not sender.is_job(s)]
    last = departments[-1] if departments else next((s for s in segments if bodysigns.is_building(s, wording)), None)
    return passed or last


def _account(message: Message, wording: Wording, who: Name | None) -> list[str]:
    """What the sender's account is called where that is no person, and stands below the letter: it is the body's."""
    called = message.sender.name.strip() if message.sender else ""
    person = len(called.split()) < names.TWO or (who is not None and names.same(Name(called), who))
    stands = any(line == called or line.startswith(f"{called}, ") for line in sender.closing_lines(wording))
    return [called] if stands and not person and not bodysigns.is_department(called) else []


def _with_place(body: str, wording: Wording, domain: str) -> str:
    """The body with the place behind it on its line, where the domain has both: "The Tin Roof, Elmford"."""
    lines = (line.strip() for line in sender.closing_lines(wording))
    longer = (line for line in lines if line.startswith(f"{body}, "))
    return next((line for line in longer if bodysigns.squashed(line) in bodysigns.host(domain)), body)


def _alone(segment: str, wording: Wording) -> bool:
    """Whether a piece has its line to itself, or shares it with a job or a number: the pieces of an address do not."""
    line = next((line for line in sender.closing_lines(wording) if segment in line), segment)
    if line.startswith(segment) and sender.is_job(line[len(segment) :]):
        return False  # somebody else and what he does
    others = [p for p in re.split(r"[|,•;/]|\s[-–—]\s|\.\s", line.replace(segment, "", 1)) if re.search(r"[^\W\d_]{2}", p)]
    return all(sender.is_job(p) or (names.at_start(p) and p.strip() != segment and "," not in line) for p in others)


def _own_domain(domain: str, who: Name | None) -> bool:
    """Whether the address is of a domain with the sender's surname: a private person's."""
    return who is not None and names.fold(who.words[-1]) in names.fold(domain)


def _segments(wording: Wording, who: Name | None, domain: str) -> Iterator[str]:
    """The pieces of the closing lines that are neither the name, nor a number, nor a farewell."""
    lines = sender.closing_lines(wording)
    mine = {names.fold(w) for w in who.words} if who else set()
    start = next(
        (i for i, line in enumerate(lines) if mine & {names.fold(w) for w in re.findall(r"[^\W\d_][\w'’-]*", line)}), None
    )
    if start is None and who:  # "Kez" for Kezia
        short = (re.match(r"[^\W\d_][\w'’-]*(?=\W*(?:x+\W*)*$| [(|–-])", line) for line in lines)
        start = next((i for i, n in enumerate(short) if n and sender.begins_alike(who, Name(n.group()))), None)
    if start is None:
        below = _below_farewell(wording)
        start = 0 if wording.signature.strip() else next((i for i, line in enumerate(lines) if line in below), len(lines))
    where = False  # what follows an address is its town
    for raw in lines[start:]:
        raw = raw.strip()[1:-1] if re.fullmatch(r"\([^()]+\)", raw.strip()) else raw  # noqa: PLW2901  (all of it in brackets)
        line = re.sub(r"\([^)]*\)?", " ", raw) if raw.count("(") and not _belongs_to_name(raw) else raw
        if len(line) > 110 and not re.search(r" [|•·] ", line):
            break
        if bodies.farewell(line, mine):
            continue
        yield from _behind_bracket(raw, mine, domain)
        where = where or bool(_letter("address").search(plain(line)) and not _works_in_street(line))
        if " / " in line and all(map(bodysigns.is_body, line.split(" / "))):
            yield line  # in two languages
            continue
        for piece in re.split(r"\s*[|•·;/]\s*|,\s+|\s+[-–—@]\s+|\s{3,}|\t", line):
            bare = re.sub(r"\(?(?:\+44|0)[\d ()-]{8,}.*$", "", piece).strip(" .,-–—*:()")
            bare = re.sub(r"^(?:on behalf of|for|at|of|from) (?=[A-Z])", "", bare) + ")" * (bare.count("(") - bare.count(")"))
            folded = {names.fold(w) for w in re.findall(r"[^\W\d_][\w'’-]*", names.bare(bare)) if len(w) > 1}
            if len(mine) > 1 and mine <= folded and re.search(r"\band\b|&", bare):
                continue
            if (
                bare
                and not _letter("no_organisation").search(plain(bare))
                and not (folded and folded <= mine)
                and len(bare) > 1
                and not _PROSE.search(bare)
                and not (where and not bodysigns.is_body(bare) and not bodysigns.in_domain(bare, domain))
                and not (bare[0].islower() and line[0].isupper() and not bodysigns.in_domain(bare, domain))  # a slogan
            ):
                yield from _of_job(bare, domain)
                yield bare


def _belongs_to_name(line: str) -> bool:
    """Whether a bracket is part of what a body is called: "Larchfield (UK)", "Larchfield Carers (North)" and no more."""
    if re.search(r"\((?:CIC|UK|[A-Z]{2,5})\)", line):
        return True
    part = re.fullmatch(r"([^(),|]+) \(([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})\)(?: (?:Ltd|Limited|CIC))?", line.strip())
    return bool(part and bodysigns.is_body(part[1]) and not (sender.is_job(part[2]) or bodysigns.is_body(part[2])))


def _works_in_street(line: str) -> bool:
    """Whether a body that is called by its road stands behind a job: "Peer Mentor, Lantern Mill Lane"."""
    job, _, body = line.partition(", ")
    return sender.is_job(job) and len(body.split()) > names.TWO and not re.search(r"[\d,]", body)


def _abbreviated(text: str) -> str:
    """A text in plain letters in which no full stop stands behind a title."""
    return re.sub(rf"\b({names.TITLE})\.", r"\1", plain(text))


def _below_farewell(wording: Wording) -> set[str]:
    """The lines behind a farewell: there somebody signs, by whatever name."""
    lines = [line.strip(" *_>\t") for line in wording.own.strip().splitlines()]
    ends = [at for at, line in enumerate(lines) if _letter("closing").match(plain(line))]
    return set(lines[ends[-1] + 1 :]) if ends else set()


def _of_job(piece: str, domain: str) -> Iterator[str]:
    """The body behind what somebody does there, in one piece: "Ward Manager at Larchfield"."""
    found = re.search(r" (?:(?P<at>at|with|from)|for|of) (?:the )?(?P<body>[A-Z].*)$", piece)
    if (
        found
        and sender.is_job(piece[: found.start()])
        and (bodysigns.in_domain(found["body"], domain) or (found["at"] and bodysigns.is_body(found["body"])))
    ):
        yield found["body"]


def _behind_bracket(line: str, mine: set[str], domain: str) -> Iterator[str]:
    """The bodies in the bracket behind the sender's name: "Ann Lee (BSc Psychology, University of ...)"."""
    found = re.match(r"([^()]+)\(([^()]+)\)", line)
    called = {names.fold(w) for w in re.findall(r"[^\W\d_][\w'’-]*", found[1])} if found else set()
    if found and mine and (mine <= called or (len(called) == 1 and any(m.startswith(min(called)) for m in mine))):
        pieces = (piece.strip() for piece in found[2].split(","))
        yield from (p for p in pieces if (bodysigns.is_body(p) or bodysigns.names_domain(p, domain)) and bodies.capitalised(p))


def _rank(segment: str, domain: str) -> int:
    return 2 * bodysigns.in_domain(segment, domain) + bool(_lexicon("large").search(plain(segment)))


def _stated(own: Iterable[str], domain: str, venues: re.Pattern[str] | None) -> str | None:
    """ "I work at ...", "I'm a trainer at ...", "we at ..." in the text itself; else the one booked under."""
    body, booked_under = _lexicon("body"), None
    for sentence in own:
        for match in islice(
            re.finditer(
                rf"\b(?:{_letter('leads').pattern})\s+"
                r"((?:[Tt]he\s+)?[^\W\d_a-z][\w'’&.-]*(?:\s+(?:[^\W\d_a-z][\w'’&.-]*|(?:and|of|for|in|the|d[aeiou]|d[aeo]s|della|del|degli|der|f[oö]r|für|van|y|on|&)(?!\w)))*)",
                sentence,
            ),
            MOST_LEADS,
        ):
            whole = _TO_EVENT.sub("", re.split(r"(?<=[a-z]{4}|[A-Z]{4})\. ", match.group(1))[0])
            whole = _TO_PLACE.sub("", whole) if venues and venues.search(plain(whole)) else whole
            whole = _larger(_COURSE.sub("", whole), sentence[match.end(1) :])
            found = re.sub(
                r"^the\s+|(?:\s+and)?\s+(?:I|We)(?:['’]\w+)?$|(?:\s+(?:and|of|for|in|the|on|do|de|di|da))+$", "", whole
            ).strip(" .")
            if " " not in found and (kind := bodies.KIND.match(sentence, match.end(1))):
                found += kind.group()  # "Larchfield hospital"
            about = _abbreviated(sentence[: match.start()])
            somebody = _SOMEBODY_OF.match(found) and not bodysigns.is_body(found.partition(" of ")[0])
            anothers = somebody or _PAPER.match(sentence, match.end(1))
            of_event = _letter("event_at").search(about) and not _letter("seats_for").search(plain(sentence[: match.start(1)]))
            if anothers or of_event or names.TITLES.match(found) or _letter("not_for").search(about) or _PART_OF.search(about):
                continue
            if match.group().startswith("of ") and _BODY_OF.search(about):
                continue  # the rest of what another body is called
            if (
                (
                    body.search(plain(found))
                    or (bodysigns.in_domain(found, domain) and not bodysigns.STREET.search(plain(found)))
                    or _letter("strong").search(plain(sentence[: match.start(1)]))
                )
                and _letter("sender_near").search(_abbreviated(sentence[: match.start(1)]))
                and not re.match(r"(?:msc|ma|ba|bsc|phd|mba|diploma|module|course)\b", plain(found))
                and len(found.split()) > 1
                and not (venues and venues.search(plain(found)) and not _letter("belongs").search(about))
            ) or _is_called(found, about, sentence[match.end() :]):
                told = _without_town(_without_part(re.sub(r"^the ", "", found), domain), domain)
                if not _letter("booked_under").search(about):
                    return told
                booked_under = booked_under or told
        if shown := bodies.shown(sentence) or bodies.in_town(sentence):
            return shown
        if (
            (inside := bodies.in_bracket(sentence))
            and bodysigns.is_body(inside)
            and not (venues and venues.search(plain(inside)))
        ):
            return inside
    return booked_under


def _who_asks(own: Iterable[str], who: Name | None, domain: str, venues: re.Pattern[str] | None) -> str | None:
    """The body that is the subject of the wish ("Could ... have two places"), or that the booking is called by."""
    for sentence in own:
        sends = bodies.sends(sentence)
        if sends and (bodysigns.is_body(sends) or (who and not names.same(Name(sends), who))):
            return sends
        for match in bodies.ASKER.finditer(sentence):
            found = re.sub(r"['’]s$", "", next(group for group in match.groups() if group))
            told = len(found.split()) > 1 and _lexicon("body").search(plain(found))
            if not (told or bodysigns.names_domain(found, domain)) or (venues and venues.search(plain(found))):
                continue
            if match.lastindex != bodies.ASKER.groups and not bodies.ABOUT_COMING.search(
                sentence, match.end(match.lastindex or 0)
            ):
                continue  # what is told of a body that may be anybody's; "our charity ..." is the sender's
            if not (who and names.fold(found.split()[-1]) == names.fold(who.words[-1])):  # the sender, or one of the family
                found = found if bodysigns.names_domain(found, domain) else found.removeprefix("Our ")
                return re.sub(r"^The (?=\S+ \S)", "", found) if told or match.group(1) is None else found
    return None


def _signed(wording: Wording, who: Name | None, domain: str) -> str | None:
    """The body that signs in a person's place: a line of the last paragraph, where none has the sender's name."""
    last = [line.strip() for line in re.split(r"\n\s*\n", wording.own.strip())[-1].splitlines()]
    mine = {names.fold(word) for word in who.words} if who else set()
    lines = [line for line in last if line in sender.closing_lines(wording)]
    if not lines or any(mine & {names.fold(word) for word in line.split()} for line in lines):
        return None
    if len(lines) < len(last) and (lines != last[-1:] or (last[-1].endswith((".", "!", "?")) and "," not in last[-1])):
        return None  # one line may follow right upon the text
    lines = [line for line in lines if not _letter("address").search(plain(line))]
    pieces = [piece.strip(" .()") for line in lines for piece in _PIECE.split(re.sub(r"(?<=\w) \([a-z ]+\)$", "", line))]
    told = [h for h in pieces if bodies.capitalised(h) and (bodysigns.is_body(h) or bodysigns.names_domain(h, domain))]
    whole = next((head for head in told if not bodysigns.is_department(head)), None)
    return whole or next(iter(told), None)


def _is_called(found: str, before: str, after: str) -> bool:
    """Whether the sender is of a body of which only the word behind tells what it is: "I'm from the Red Kettle project"."""
    return len(found.split()) > 1 and _KIND_BEHIND.match(after) is not None and _OF_MINE.search(before) is not None


def _presented(own: Sequence[str], domain: str, venues: re.Pattern[str] | None) -> str | None:
    """The body that the first sentence is about, where the next ones go on with "we"."""
    found = bodies.EXISTS.match(own[0]) if own else None
    if not found or not re.search(r"\b(?:[Ww]e|us|[Oo]ur)\b", " ".join(own[:4])):
        return None
    body = found.group(1)
    told = len(body.split()) > 1 and (bodysigns.is_body(body) or bodysigns.names_domain(body, domain))
    if not told or (venues and venues.search(plain(body))):
        return None
    return re.sub(r"^The (?=\S+ \S)", "", body) if bodysigns.is_body(body) else body  # a mere name has "The" in it


def _larger(found: str, behind: str) -> str:
    """The university behind its department ("School of Nursing, University of ..."), or the body without a post in it."""
    if bodysigns.is_department(found) and (rest := re.match(r"(?:, (?:at |in |of )?| at )(?:the )?" + bodies.RUN, behind)):
        whole = rest[1].partition(". ")[0]
        return whole if _lexicon("large").search(plain(whole)) else found
    head = re.split(r" and (?:the|an?|its|our|my) ", found)[0]
    return head if head != found and bodysigns.is_body(head) and _lexicon("body").search(plain(head.split()[-1])) else found


def _without_part(found: str, domain: str) -> str:
    """ "Faculty of Health of Eastmarch University" is a part of the university."""
    if bodysigns.names_domain(re.sub(r" (?:in|at|of|for)(?: the)? [A-Z][\w'’-]+$", "", found), domain):
        return found
    whole = re.sub(r"^(?:Faculty|School|Department|Dept|Division|Institute|Centre|Unit) of .*?\b(?:of|at) (?=[A-Z])", "", found)
    whole = whole if bodysigns.is_body(whole) else found
    head = re.match(r"(.+) (on|at|for|in) (?=[A-Z])", whole)
    if head and (head[2] != "in" or sender.is_job(head[1]) or bodysigns.is_department(head[1])):
        whole = whole[head.end() :]
    return whole if bodysigns.is_body(whole) and len(whole.split()) > 1 else found


def _without_town(found: str, domain: str) -> str:
    """The body without the town it is in, where it is a body without it."""
    whole = re.sub(r"\s+(?:in(?: the)?|(?:for|at) the)\s+[A-Z][\w-]+$", "", found)
    return whole if (bodysigns.is_body(whole) or bodysigns.names_domain(whole, domain)) and len(whole.split()) > 1 else found


def _behind_name(own: Iterable[str], who: Name | None, domain: str) -> str | None:
    """ "Ann Lee, Body", "Ann Lee from Body", "Ann Lee (Body)" in the text itself."""
    if not who or len(who.words) < 2:
        return None
    run = r"(?:the )?([^\W\d_a-z][\w'’&.-]*(?:\s+(?:[^\W\d_a-z][\w'’&.-]*|and|of|for|the|on|&))*)"
    for sentence in (s for s in own if who.text in s or who.text.upper() in s):  # lines as they stand: a salutation may hold it
        stands = names.places(who.text if who.text in sentence else who.text.upper(), sentence)
        ends = [end for start, end in stands if not _letter("booked_under").search(plain(sentence[:start]))]
        for match in filter(None, (_BEHIND_NAME.match(sentence, end) for end in ends)):
            rest = sentence[match.end() :].split(". ")[0]
            for piece in re.split(
                r",\s*|\s[–-]\s|[()]|(?:\b(?:at|from|with|for)|(?:^ ?|\b[a-z]+ )of) (?=the |The |[A-Z])", rest, maxsplit=4
            )[:4]:
                found = re.match(run, piece.strip())
                whole = (
                    re.sub(r"\s+(?:and|of|for|the|on|and I|PLEASE|PLS|THANKS)\.?$", "", found.group(1)).strip(" .")
                    if found
                    else ""
                )
                if len(whole.split()) > 1 and _is_whole_body(whole, domain):
                    return whole
    return None


def _is_whole_body(name: str, domain: str) -> bool:
    """Whether it is a body and no department of one."""
    return bodysigns.in_domain(name, domain) or (bodysigns.is_body(name) and not bodysigns.is_department(name))


def _lexicon(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.{key}")


def _letter(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.letter.{key}")
