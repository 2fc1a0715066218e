"""Bodies that a sentence shows to be such, whatever they are called: "I run Dovecote, a drop-in for young parents"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from intake.reading import words
from intake.reading.names import Name, fold
from intake.reading.sentences import plain

RUN = r"((?:The )?[^\W\d_a-z][\w'’&.-]*(?:\s+(?:[^\W\d_a-z][\w'’&.-]*|and|of|in|for|&))*)"  # words that a name may have
_CAPITALS = r"((?:The )?[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|of|and|for|the))*)"
_TWO = r"((?:The )?[A-Z][\w'’&-]*(?: (?:of|and|for|the))? [A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|of|and|for|the))*)"
_SORT = (
    r"(?:group|charity|organi[sz]ation|network|project|choir|forum|club|service|collective|company|drop-?in|helpline|team|scheme"
    r"|fellowship|ministry|branch|side|crew|circle|committee|union|society|band|squad|kitchen"
    r"|association|caf[eé]|community|allotment|garden|partnership|initiative|co-?op\w*|campaign|enterprise)"
)
_LEGAL = r"(?:council|authority|trust|hospital|hospice|university|college|surgery|ccg|mental health trust)"
_DOES = (
    r"(?:\b(?:I|i|we|We)(?:'m|’m| am|'re|’re| are)? (?:\w+ )?(?:co-?ordinat(?:e|ing)|head(?:ing)?|run(?:ning)?|chair(?:ing)?"
    r"|manag(?:e|ing)|lead(?:ing)?|represent(?:ing)?|(?:work|volunteer)(?:ing)? (?:for|with|at)|founded|started|set up"
    r"|facilitat(?:e|ing)|organis(?:e|ing)))"
)

_LEADS = rf"\b[Ww]e(?: are|['’]re)|\b(?:worker|co-?ordinator|manager|trustee|secretary|volunteer|nurse) (?:at|with|for)|{_DOES}"
_HAS = (
    r"\b(?:[Ww]e(?: are|['’]re)|I(?: am|['’]m)(?: \w+){1,4} of"
    r"|(?:I|we|We)(?:['’]ve)? (?:\w+ )?(?:run|chair|manage|lead|founded|started|support|co-?ordinate|facilitate))"
)
_PEOPLE = r"people|carers|users|survivors|volunteers|parents|members"

_WISHES = r"(?:would like|wants|wishes|hopes|is hoping|intends|plans|proposes|would be glad)"

_FORMS = (
    rf"^{_CAPITALS}, (?:the|an?) (?:(?!of\b|for\b|our\b)[\w'’-]+ ){{0,4}}{_SORT}, {_WISHES}\b",
    (  # "I lead on policy at Red Kettle, the national charity"
        r"\b(?:I|i|we|We)\b (?:(?!read|saw|heard|met|came|went|found|left|once|was|used|friend|volunteered)[\w-]+ ){1,6}"
        rf"(?:at|for|with|of|from) (?:the )?{_CAPITALS}, (?:the|an?) (?:(?!of\b|for\b|our\b)[\w'’-]+ ){{0,4}}{_SORT}\b"
    ),
    rf"\bof us from (?:the )?{_TWO}(?= (?:want|would|are|who|that|hope|could|wish)\b)",
    (  # "we are Red Kettle, a tiny charity"
        rf"(?:{_LEADS}|\bfrom) (?:the )?([A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|of|and|for|the|in))*)"
        rf"(?:,? (?:(?:which|who|that) (?:is|are|'s) )?an?|, (?:the|our)) [^.,;]{{0,40}}\b{_SORT}\b"
    ),
    rf"\b(?:committee|members?|trustees?|both) of (?:the )?{_CAPITALS},? (?:an?|the) [^.,;]{{0,40}}\b{_SORT}\b",
    (  # "we run a charity, Red Kettle", "I am a trustee of a charity, Red Kettle"
        rf"{_HAS} (?:an?|our) [^.,;:]{{0,50}}(?:{_SORT}|{_PEOPLE})\b[^.,;:]{{0,30}}, {_CAPITALS}"
    ),
    (  # "I work for a charity that helps carers, Red Kettle"
        rf"\b(?:I|i|[Ww]e|us|me)\b(?:['’](?:m|re)| am| are)?"
        r"(?: (?!heard|read|saw|went|told|get|got|had|have|receive|use|found|asked)[\w-]+){0,4}"
        rf" (?:for|with|at|in|of|from|to|as) (?:an?|our) [^.,;:()]{{0,50}}{_SORT}\b[^.,;:()]{{0,60}},"
        rf" (?:the )?{_CAPITALS}(?=[.,;)]|$)"
    ),
    rf"\b(?:[Ff]rom|[Aa]t|for|with) ([A-Z][\w'’-]+) \((?:[\w'’.]+,? ){{0,3}}?(\1 {_TWO})(?=[,) ])",
    rf"\b[Ii]n (?:my|our) {_SORT},? {_CAPITALS}",
    rf"\b(?:[Rr]equests?|[Qq]uestions?|[Bb]ookings?|wishes) from (?:the )?((?:[A-Z][\w'’&-]* ){{1,5}}(?i:{_LEGAL}))\b",
    rf"\b[Oo]ur [^.,;:()]{{0,40}}\b{_SORT}, the {_TWO}",
    (  # "I work in the organisation Red Kettle"
        r"\b(?:work|working|volunteer|volunteering|employed|am|I['’]m)\b[^.,;:()]{0,50} (?:in|at|for|with|from|of) "
        r"(?:(?:an?|the|my|our) )?(?:(?!any\b|no\b)[\w-]+ ){0,3}?"
        r"(?:organi[sz]ation|company|firm|charity|association|social enterprise|agency|group|project|choir|network),?"
        rf" (?:called |named )?(?!I\b|We\b){_CAPITALS}"
    ),
    (
        r"\b(?:ours|our (?:own )?(?:example|story|contribution)) (?:is |comes )?from (?:here )?(?:at )?(?:the )?"
        rf"{_TWO}(?=[.,;:!)]|$)"
    ),
    rf"{_HAS} (?:an?|our) [^.,;:()]{{0,40}}{_SORT}\b[^.,;:()]{{0,45}} \({_CAPITALS}(?=[),])",
    rf"\b(?:I|we|We) (?:\w+ )?(?:work|volunteer|study)\b [^.,;()]{{3,40}} \({_TWO}\)",
    rf"\b(?:[Tt]he|[Oo]ur) {_SORT} is (?:called )?(?:the )?{_CAPITALS}(?=[.,;])",
    (  # "we are a group that meets on Tuesdays, called ..."
        rf"(?:{_HAS}|\b(?:I|i|[Ww]e|us|me)(?:['’](?:m|re)| am| are)?"
        r"(?: (?!heard|read|saw|got|was|were|had|found|received|told)\w+){0,3}"
        r" (?:from|with|part of|members? of|belong to|in|at|for|attend|go to)) (?:an?|our|my|the) "
        rf"[^.;:()]{{0,50}}{_SORT}\b[^.;:()]{{0,60}} (?:called|named|known as) (?:the )?{_CAPITALS}"
    ),
    rf"\b[Ww]e call (?:it|ourselves) {_CAPITALS}(?![\w'’&-]| \d)",
    rf"(?:^were|\b[Ww]e(?: are|['’]?re)) (?:called|known as) (?:the )?{_CAPITALS}",
    (
        rf"\b(?:from|with|at|of) (?:the )?{_TWO}"
        r"(?:(?:, | [–-] )(?:and |where )?we (?:do|run|make|help|support|offer|provide|meet)"
        r"| \([^()]{0,20}\bwe(?:['’]re| (?:do|run|make|help|support|offer|provide|meet|are|have)))\b"
    ),
    (  # three words at the least: fewer are often a town
        r"\b(?:here|(?:[Ii]t['’]?s|[Tt]his is|I['’]m|I am) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?),? from (?:the )?"
        r"((?!St\b|Isle\b)[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|and|of|for|the|&)){1,5}"
        r" (?!St\b)[A-Z][\w'’&-]*)(?=[.,;!(]| \(|$| and I\b)"
    ),
)
_SENDS = re.compile(
    rf"(?:^|[.!?,] ){RUN}(?:, (?:the|an?) [^,.;]{{3,80}},)? {_WISHES}"
    r" (?:to send (?:an?|one|two|three|four|me|us|our|both)\b"
    r"|(?:(?:an?|one|two|three|four) )?(?:places?|seats?)\b[^.;]{0,60}\bfor (?:me|us|our|[A-Z][\w'’-]+ [A-Z])\b)"
    rf"|^{RUN} here(?:[,.:;!–-] ?| \()(?:we|and we|we'd|I|I'd|could|can|may|please)\b"
)

ASKER = re.compile(
    rf"(?:(?:^|: )(?!(?:Could|Can|May|Might|Would|Will|Please)\b){RUN}(?:(?<=['’]s)(?: [a-z-]+){{1,3}}?)?\s+"
    r"(?:would|wish(?:es)?|wants?|is|are|has|have|hopes?|requests?|asks?|seeks?|will|shall|needs?|requires?"
    rf"|nominates?|propos\w+|intends?|plans?|sends?|book(?:s|ed)|reserve[sd]|registered|requested|accepts?)"
    rf"|\b(?:[Cc]ould|[Cc]an|[Mm]ay|[Mm]ight) (?:the |our )?{RUN}\s+(?:please )?"
    r"(?:have|get|send|book|bring|reserve|be given|take|grab|nab|claim|come|attend|join)"
    rf"|\b(?:the|our) {RUN} (?:booking|party|delegation|reservation)(?! (?:line|form|office|page|desk|system|team|site))"
    r"|\b[Oo]ur (?:own |small |little )?(?:group|charity|organi[sz]ation|project|club|network|company|practice),?"
    rf" {RUN},?)"
    r"(?=\s|$)"
)

ABOUT_COMING = re.compile(
    r"\b(?:places?|seats?|spaces?|spots?|tickets?|attend\w*|come|coming|(?:send|bring)(?:ing)?|book\w*|join|nominat\w+|delegat\w+|represent\w*|accept\w*|delegates?|reps?|keen|eager|interested"
    r"|(?:an?|the) [^.,;:]{0,40}(?:group|charity|organi[sz]ation|network|project|club|clubhouse|collective|company|co-op\w*))\b"
)

EXISTS = re.compile(
    rf"^{RUN} (?:has been (?:going|running|meeting|around|here|open)|supports?|brings? together|meets?|exists?|is run by"
    r"|is an? (?:[\w-]+ ){0,4}?(?:group|charity|café|cafe|project|choir|club|network|collective|house|forum|organisation))\b"
)


_SORTS_OF_DOMAIN = frozenset({"ac", "co", "edu", "gov", "ltd", "net", "nhs", "org", "police", "sch"})
PROVIDERS = frozenset(  # of mail for anybody
    {
        "btinternet",
        "gmail",
        "googlemail",
        "hotmail",
        "icloud",
        "outlook",
        "protonmail",
        "talktalk",
        "virginmedia",
        "yahoo",
        "ymail",
    }
)
KIND = re.compile(
    r" (?:drop-?in|clubhouse|foodbank|food bank|hospital|hospice|college|university|school|trust|council|surgery)\b"
)  # written small
_JOINERS = frozenset({"and", "of", "in", "for", "&"})
_OF = re.compile(r"\b(?:from|of|at|with|for|called)(?: the)? $", re.IGNORECASE)
_IN_BRACKET = re.compile(r"\((?:[^()]*, )?$")  # "(2nd year, Larchfield)"
_SORTS_BEHIND = (  # what a domain has behind the name of its owner
    *(
        "community",
        "group",
        "charity",
        "project",
        "writers",
        "trust",
        "support",
        "network",
        "centre",
        "uni",
        "college",
        "hub",
        "club",
    ),
    *(
        "choir",
        "carers",
        "peers",
        "vols",
        "volunteers",
        "friends",
        "cic",
        "nhs",
        "theatre",
        "arts",
        "housing",
        "pnd",
        "wellbeing",
    ),
)
_TITLE = re.compile(r"\W*(?:title|name of (?:your |the )?example)\b", re.IGNORECASE)
_STREET = re.compile(r" (?:Lane|Road|Street|Avenue|Close|Terrace|Row|Drive|Crescent)$")
_LONGEST = 4  # words of a name that goes on behind what the domain has of it
_SHORTEST = 5  # letters of a domain that tell it from any other word


def of_domain(own: Iterable[str], domain: str, who: Name | None, venues: re.Pattern[str] | None) -> str | None:
    """The body in the text that the sender's domain is called by, with what follows in its name: "Larchfield Centre"."""
    host = _host(domain)
    if len(host) < _SHORTEST or host in PROVIDERS or (who and host in {fold(who.text), *map(fold, who.words)}):
        return None
    elsewhere = words.pattern("people.letter.elsewhere")
    begins = [host.removesuffix(sort) for sort in _SORTS_BEHIND if host.endswith(sort)]
    names_ = (host.removeprefix("the"), *(name for name in begins if len(name) >= _SHORTEST))
    likely = None
    for sentence in (s for s in own if any(name in fold(s) for name in names_) and not _TITLE.match(s)):
        for run in re.finditer(RUN, sentence):
            if elsewhere.search(plain(sentence[: run.start()])):
                continue
            ahead = sentence[: run.start()]
            behind = bool(_OF.search(ahead)) or bool(_IN_BRACKET.search(ahead) and sentence[run.end() :].startswith(")"))
            parts = [w.rstrip(".") for w in run.group(1).split()]
            name = _begun_with(host, parts, behind)
            short = names_[1:] if likely is None and not name and (behind or run.start() == 0) else ()
            begun = next(filter(None, (_begun_with(one, parts, True) for one in short)), None)
            whole = (behind or run.group() == sentence.strip(" .")) and len(parts) <= _LONGEST
            likely = (
                (re.sub(r"(?: (?:and|of|in|for|&))+$", "", run.group(1).strip(" .")) if whole else begun) if begun else likely
            )
            mine = who is not None and fold(name or "").endswith(fold(who.words[-1]))
            if name and not mine and not _STREET.search(name) and not (venues and venues.search(plain(name))):
                return name
    return None if likely and venues and venues.search(plain(likely)) else likely


_MORE_SORTS = r"(?:centre|hub|house|mind|advocacy|carers|peers|volunteers|practice|services|foundation|federation|women|men)"
_SMALL_KIND = re.compile(
    r"((?: (?!(?:and|or|in|at|for|to|of|on|by|with|from|would|could|is|are|was|were|has|have|will|can|had|we|i|who|the|an?"
    r"|but|please|pls|here|team'?s)\b)[a-z'’-]+){1,3})"
)


def small_of_domain(own: Iterable[str], domain: str, who: Name | None) -> str | None:
    """The body the sender's domain is called by with what it is, which is written small: "Larchfield community team"."""
    host = _host(domain)
    if len(host) < _SHORTEST or host in PROVIDERS or (who and host in {fold(who.text), *map(fold, who.words)}):
        return None
    for sentence in (s for s in own if host in fold(s)):
        for at, end in _spans(host, sentence):
            behind = _SMALL_KIND.match(sentence, end)
            if behind and not words.pattern("people.letter.elsewhere").search(plain(sentence[:at])):
                kinds = list(re.finditer(rf"\b(?:{_SORT}|{_LEGAL}|{_MORE_SORTS})(?![\w'’-])", behind.group()))
                large = next((k for k in kinds if re.fullmatch(_LEGAL, k.group())), None)
                if last := large or (kinds[-1] if kinds else None):
                    return sentence[at:end] + behind.group()[: last.end()]
    return None


def _spans(host: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Where up to four words of a sentence are what a domain is called by."""
    parts = list(re.finditer(r"[\w'’&-]+", sentence))
    for i, first in enumerate(parts):
        for last in parts[i : i + 4]:
            if fold(sentence[first.start() : last.end()]) == host:
                yield first.start(), last.end()


def _host(domain: str) -> str:
    """The part of a domain that its owner is called by: "larchfield" of mail.larchfield.ac.uk."""
    parts = [part for part in domain.lower().split(".")[:-1] if part not in _SORTS_OF_DOMAIN]
    return fold(parts[-1]) if parts else ""


def _begun_with(host: str, run: list[str], behind: bool) -> str | None:
    """The part of a run of capitalised words that begins as the domain does, up to its last word of a body."""
    spans = ((i, j) for i in range(len(run)) for j in range(i + 1, len(run) + 1))
    called = next(((i, j) for i, j in spans if host in {fold("".join(run[i:j])), f"the{fold(''.join(run[i:j]))}"}), None)
    if called is None:
        return None
    start, end = called
    ends = [k for k in range(end, len(run) + 1) if run[k - 1] not in _JOINERS and _is_called_body(run[start:k])]
    if not ends and end - start == 1 and not (behind and start == 0):
        return None
    return re.sub(r"['’]s$", "", " ".join(run[start : max(ends, default=end)]).strip(" ."))


def _is_called_body(run: list[str]) -> bool:
    body, part = words.pattern("people.body"), words.pattern("people.department")
    ends = any(body.fullmatch(plain(" ".join(run[-count:]))) for count in (1, 2)) or body.search(plain(run[-1]))
    return bool(ends or part.search(plain(" ".join(run))))


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(words.block([form]) for form in _FORMS)


@lru_cache(maxsize=256)
def shown(sentence: str) -> str | None:
    """The body of the sender's that a sentence names and says to be a group or the like."""
    for form in _forms():
        if found := form.search(sentence):
            return re.sub(r"(?: (?:and|of|for|the|in))+$", "", found[found.lastindex or 0])
    return None


_IN_TOWN = re.compile(
    r"(?:\b(?:[Ww]ork(?:s|ing)?|employed|study(?:ing)?|I['’]m|I am|[Ww]e['’]re|[Ww]e are|behalf)"
    r"(?: (?!near|opposite|outside|not)[a-z-]+){0,5}? (?:at|for|with|from|of|by)|(?<!retired )(?<!left )\b[Ff]rom) (?:the|our) "
    rf"((?:[a-z]+ ){{0,2}}{_LEGAL} (?:at|in|of|for) [A-Z][\w'’-]+)"
)


def in_town(sentence: str) -> str | None:
    """The sender's body that is known by its town only: "I work for the borough council at Larchfield"."""
    found = _IN_TOWN.search(sentence)
    ahead = plain(sentence[: found.start(1)].removesuffix(" the ").removesuffix("from")) if found else ""
    told = found and not any(words.pattern(f"people.letter.{key}").search(ahead) for key in ("not_for", "event_at"))
    return found[1] if found and told else None


_MINE = r"\b(?:I|i|[Ww]e|us|me)(?:['’]?m|['’]?re| am| are)?\b"
_BRACKET = re.compile(
    rf"{_MINE}[^.;()]{{0,90}}\b(?:at|on|for|with|from|in|of|to|run|chair|attend|join|joined) "
    rf"(?:(?:an?|our|my|the|one|local|another) )*(?:[\w'’&-]+ ){{1,4}}\({_TWO}\)"
)


def in_bracket(sentence: str) -> str | None:
    """The name in brackets behind what it is: "I sit on our carers' forum (Larchfield Carers Forum)"."""
    found = _BRACKET.search(sentence)
    return found[1] if found and not words.pattern("people.letter.not_for").search(plain(sentence[: found.start(1)])) else None


_FROM = re.compile(rf"\b(?:from|behalf of|called) (?:the )?{_TWO}")


def in_subject(own: Iterable[str], subject: str, venues: re.Pattern[str] | None) -> str | None:
    """Where somebody is from, where the subject is of it too: no village is named there."""
    for sentence in own:
        for found in _FROM.finditer(sentence):
            name = re.sub(r"(?: (?:and|of|for|the|in))+$", "", found[1])
            if len(name.split()) > 1 and name in subject and not (venues and venues.search(plain(name))):
                return name
    return None


def with_kind(name: str, own: Iterable[str]) -> str:
    """The same with what it is, where that is written small: "Larchfield hospital"."""
    if KIND.fullmatch(f" {plain(name).split()[-1]}"):
        return name
    behind = (KIND.match(sentence.partition(name)[2]) for sentence in own)
    return name + next((kind.group() for kind in behind if kind), "")


def in_small(own: Iterable[str]) -> str | None:
    """ "im a student at your uni" in a sentence that is begun without capitals."""
    for sentence in own:
        found = words.pattern("people.letter.small").search(plain(sentence))
        if found and sentence[: found.end()] == plain(sentence)[: found.end()]:
            return next(group for group in found.groups() if group)
    return None


def signs_forwarded(forwarded: str, domain: str) -> str | None:
    """The body of the sender's domain that signs a letter passed on, from a colleague."""
    host = fold(domain.rsplit(".", 1)[0])
    lines = (line.strip(" >*") for line in forwarded.splitlines() if ":" not in line and "@" not in line)
    pieces = (piece.strip() for line in lines for piece in re.split(r",|\s[-–—|•·]\s", line))
    return next((p for p in pieces if p[:1].isupper() and fold(p) in host and _is_called_body(p.split())), None)


def sends(sentence: str) -> str | None:
    """Who sends somebody, asks for a place "for me", or is "here": a body of two words or more, unless it is the sender."""
    found = _SENDS.search(sentence)
    name = next((group for group in found.groups() if group), "") if found else ""
    return re.sub(r"^The (?=\S+ \S)", "", name) if len(name.split()) > 1 else None


_LABEL = re.compile(r"[\w ,?'’/-]{2,60}:(?:\s|$)")


def below_labels(text: str) -> Iterator[str]:
    """Labels that stand alone, with the line below them, as a web form has them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    yield from (f"{label} {value}" for label, value in pairwise(lines) if label.endswith(":") and not _LABEL.match(value))


def without_rest(value: str) -> str:
    """What a label gives, without the next label on the same line."""
    return re.split(r"\s+[|•]\s+|[;,]?\s+(?:tel|phone|e-?mail|role|position|job)\b\s?[:=]", value, flags=re.IGNORECASE)[
        0
    ].strip(" .,;")


def farewell(line: str, mine: set[str]) -> bool:
    """ "Cheers Ann": a farewell with nothing behind it but the sender's name, or that of whoever is thanked."""
    found = re.match(
        r"(?:many |kind |best |warm |much |all my )?(?:thanks|thank you|cheers|regards|wishes|ta|best|love|yours|sincerely"
        r"|bye|xx?|take care|peace(?: (?:and|&) love)?|(?:god )?bless(?:ings)?(?: you)?|see you(?: there| then| soon)?"
        r"|all the best|in haste|happy (?:new year|christmas))\b[ ,.!]*",
        plain(line),
    )
    rest = {fold(w) for w in re.findall(r"[^\W\d_][\w'’-]*", line[found.end() :])} if found else {""}
    others = {w for w in rest - mine if len(w) != 1} - {"xx", "xxx", "again", "and", "all", "everyone", "mr", "mrs", "ms", "dr"}
    thanked = found is not None and re.match(r"(?:many |kind )?(?:thank|cheers|ta\b)", found.group()) is not None
    return len(others) <= int(thanked)


def capitalised(segment: str) -> bool:
    """Whether the words of a piece are written as those of a name."""
    words_ = segment.split()
    small = {"and", "of", "the", "for", "in", "on", "at", "de", "y", "&", "to", "with", "a"}
    return (
        1 <= len(words_) <= 8
        and len(segment) > 3
        and words_[0][0].isupper()
        and all(w[0].isupper() or w in small or "'" in w for w in words_)
    )
