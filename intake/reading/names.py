"""Names of people: found in running text, in lists and in headers; whole, without titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from intake.model import Address
from intake.reading import words
from intake.reading.sentences import plain

TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|canon|brother|sir|dame|lord|lady|baroness|baron|cllr|councillor|colonel|captain|capt|major|lieutenant|lieut|commander|inspector|insp|constable|wpc|pcso|pc|sgt|sergeant|emeritus"
    r"|barr|sister|nurse|matron|br|sh|bishop|archdeacon|aunt|auntie|uncle|deacon|shri|smt|rabbi|imam|pastor|sheikh|mgr|ing|mudr|phdr|dipl|drs|fr|sr|hon|herr|frau|mme|mlle|sra|dott(?:\.ssa|oressa)?|sig(?:\.ra)?)"
)
POSTS = re.compile(
    r"(?:HCA|HCSW|OT|PA|GP|RMN|RGN|RNLD|AMHP|CPN|CNS|ANP|PWP|SLT|SW|ST\d|CT\d|FY\d) (?=\S+ \S)"
)  # before a whole name
_ONLY_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Cllr", "Councillor", "Revd"})
TITLES = re.compile(rf"^(?:{TITLE}\.?\s+(?:(?:phil|med|rer|nat|habil|jur)\.\s+)*)+", re.IGNORECASE)
PARTICLES = frozenset(
    (
        *("de", "da", "do", "dos", "das", "di", "del", "della", "du", "la", "le", "van"),
        *("von", "der", "den", "ter", "ten", "bin", "binti", "ibn", "al", "el", "ap", "ab"),
        *("ní", "ni", "nic", "ó", "o", "mac", "y", "e", "zu", "san", "st", "los"),
        *("las", "und", "af", "ben", "abu", "ould", "na"),
    )
)
_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*|[,;:()/&|\n–—\"“”]|-(?=\s)|\d+")
_WITH_PARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|bin|ibn)-[A-Z]|[dl]['’][A-Z]")  # "al-Amin", "d'Arcy"
_NEXT = re.compile(r"(,? and | & |, )(([^\W\d_a-z][\w'’-]+) ([^\W\d_a-z]\w+))(?=(,? and | & )|[,.;:)]|$| [a-z])")
_BYNAME = re.compile(
    r"([^\W\d_a-z][\w'’-]* )?(\([^\W\d_a-z][\w'’-]+\)|[\"“][^\W\d_a-z][\w'’-]+[\"”]) ([^\W\d_a-z][\w'’-]+)(?![\w'’-])"
)
_RANKED = re.compile(
    r"\b(?i:pc|ps|wpc|pcso|dc|ds|di|sgt|sergeant|constable|officer|inspector|insp)\.? [a-z]?\d{1,6} $", re.IGNORECASE
)
_JOINED = re.compile(r"\b(?:and|plus|&) $")
_ACTS = re.compile(r"(?: is| are| has| will| would| wants?| wishes| hopes| comes| can|['’]s|['’]d) ")  # what no road does
_FAREWELL = re.compile(
    r"^(?:(?:yours|very|many|kind(?:est)?|best|warm(?:est)?|with|all|good) ){0,3}"
    r"(?:sincerely|faithfully|truly|regards|wishes|thanks|cheers|love|respectfully|ever)[,.!]+\s+(?=\S)",
    re.IGNORECASE,
)
_NUMBER = r"\s+(?:(?i:tel|mob|mobile|phone|ph|m|t)\b[.:]? *)?(?=\+?\(?\d{3,})"  # of a telephone, behind a name
_AFTER = re.compile(r"\s*\((?:she|he|they|me|mr|mrs|ms|miss|dr|him|her)\b[^)]*\)", re.IGNORECASE)


_SHORT = 3  # letters that a first name must have to be short for another
TWO = 2  # "Ann Lee, Aberdare" is no list of people


@dataclass(frozen=True, slots=True)
class Name:
    """One person's name as written, without titles."""

    text: str
    start: int = 0
    end: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text.split())

    @property
    def initials(self) -> bool:
        """Whether a part is an initial only, or the initials of a double name: "Ann L", "Ann L-B"."""
        return any(map(is_initial, (self.words[0], self.words[-1])))


def is_initial(word: str) -> bool:
    """Whether a word of a name is one sign, or letters with hyphens or full stops between: "A", "A-B", "A.B."."""
    return len(word.strip(".")) == 1 or re.fullmatch(r"[^\W\d_](?:[.-][^\W\d_]){0,3}", word.strip(".")) is not None


def turned(name: Name, text: str) -> Name:
    """A name written surname first the other way round, where the text calls its owner by the second word alone."""
    if len(name.words) != TWO or name.initials:
        return name
    first, second = (rf"(?<![\w'’.-]){re.escape(word)}(?![\w'’-])" for word in name.words)
    alone = re.search(rf"(?<!{re.escape(name.words[0])} ){second}(?! +[^\W\d_a-z])", re.sub(r"['’]s\b", "", text))
    return Name(f"{name.words[1]} {name.words[0]}") if alone and not re.search(first, text) else name


@lru_cache(maxsize=4_000)
def fold(text: str) -> str:
    """Letters and digits only, without accents and case: to compare names and domains."""
    spread = unicodedata.normalize(
        "NFKD",
        text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("đ", "d").replace("Đ", "D").replace("ß", "ss"),
    )
    return "".join(c for c in spread.casefold() if c.isalnum() and not unicodedata.combining(c))


def bare(text: str) -> str:
    """A name without titles, unless only nothing would be left."""
    name = TITLES.sub("", text.strip()) or text.strip()
    return name[post.end() :] if (post := POSTS.match(name)) else name


def of_header(address: Address) -> Name | None:
    """The person's name of a From header: "Surname, First", "Surname First (BODY)" and titles put right."""
    display = re.sub(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>", " ", address.name)
    display = re.split(r"(?<=\w)/(?=[A-Z]{2})|\s(?:via|on behalf of|at|@|from|\|)\s|\s[-–|]\s", display)[0].strip(" '\"")
    if not display or "@" in display:
        return None
    local = address.email.split("@")[0].lower()
    had_bracket = "(" in address.name
    if display.count(",") == 1 and not re.search(r",\s*(?:phd|md|mbe|obe|frcpsych|esq|jr)\b", display, re.IGNORECASE):
        last, first = (part.strip() for part in display.split(","))
        display = f"{bare(first)} {last}" if first else last
    display = re.sub(
        r"\s+", " ", re.sub(r",?\s*\b(?:phd|mbe|obe|esq\.?|frcpsych|jr\.?)\b.*$", "", display, flags=re.IGNORECASE)
    )
    parts = bare(display).split()
    if len(parts) > 2 and had_bracket:
        parts = _first_two(parts, local)
    if len(parts) == 2 and _swapped(parts, local):
        parts.reverse()
    parts = [p.title() if p.isupper() and len(p) > 2 else p for p in parts]
    return Name(" ".join(parts)) if parts else None


def _first_two(parts: list[str], local: str) -> list[str]:
    """ "Surname First (X) Body" has the body's name behind: only what the address knows is kept."""
    known = [p for p in parts if fold(p) in fold(local)]
    return known if len(known) >= 2 else parts


def _swapped(parts: list[str], local: str) -> bool:
    """Whether "Surname First" is written, as the address first.surname tells, or an all-capital surname in front."""
    pieces = [fold(p) for p in re.split(r"[._]", local) if p]
    one, two = fold(parts[0]), fold(parts[1])
    if re.fullmatch(r"[A-Z][a-z]+-[a-z]+", parts[1]):
        return False  # "Lee Su-jin": the surname comes first in such a name
    if len(pieces) >= 2 and pieces[0] == two and pieces[-1] == one:
        return True
    return len(pieces) >= 2 and len(pieces[0]) == 1 and pieces[-1] == one and two.startswith(pieces[0])


# ------------------------------------------------------------------------------------------------- names in the text


def in_text(text: str, avoid: frozenset[str] = frozenset()) -> list[Name]:
    """Runs of two or more capitalised words that can be names, in order; `avoid` has folded words no name contains."""
    if text.upper() == text and len(text.split()) > 4:
        return []
    found: list[Name] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if not run and not token[0][0].isupper():
            continue  # no name begins here
        anew = bool(run) and _titled(token.group()) and not all(_titled(part.group()) for part in run)  # "... Board Dr Ann Lee"
        if (
            not anew
            and _can_continue(token.group(), run, avoid)
            and (not run or text[run[-1].end() : token.start()].strip() == "")
        ):
            run.append(token)
            continue
        found.extend(_closed(run, text))
        run = [token] if _can_start(token.group(), avoid) else []
    found.extend(_closed(run, text))
    found = _shared_surnames(_in_a_row(found, text), text)
    return _with_bynames(found, text) if "(" in text or '"' in text or "“" in text else found


def _with_bynames(found: list[Name], text: str) -> list[Name]:
    """The same with those that have another name in brackets or quotation marks: 'Ann (Nan) Lee', '"Nan" Lee'."""
    more = []
    for byname in _BYNAME.finditer(text):
        parts = [part.strip('()"“” ') for part in byname.groups() if part]
        if (byname[1] or byname[2][0] != "(") and not any(common(part) for part in parts):
            more.append(Name(byname.group(), byname.start(), byname.end()))
    rest = [n for n in found if not any(n.start < m.end and m.start < n.end for m in more)]
    return sorted([*more, *rest], key=lambda n: n.start) if more else found


def _titled(token: str) -> bool:
    """Whether it is a title and no surname as well, as Sister or Lord may be."""
    return token.strip(".") in _ONLY_TITLES


def _can_start(token: str, avoid: frozenset[str]) -> bool:
    return token[0].isupper() and (not common(token) or either(token)) and fold(token) not in avoid


@cache
def either(token: str) -> bool:
    """Words that are names as well: they count beside one that is nothing else, or behind a title."""
    return bool(words.pattern("people.also_a_name").fullmatch(plain(token).strip(".")))


def _said_first(word: str) -> bool:
    return plain(word) in {"april", "may", "june", "august", "will", "bill", "hope", "grace", "dean"}


def _said_last(word: str) -> bool:
    return either(word) and not _said_first(word)


def _plausible(whole: str, *, asks: bool, first: bool) -> bool:
    """Whether a run with such words is a name: not "Will Ann come?", not "Wednesday June"."""
    parts = bare(whole).split()
    if not any(either(part) for part in parts):
        return True
    if first and asks and plain(parts[0]) in {"will", "may"}:
        return False
    if _said_first(parts[0]) and _said_last(parts[-1]):
        return True
    return bare(whole) != whole or any(not either(part) and part.lower() not in PARTICLES for part in parts)


def _can_continue(token: str, run: list[re.Match[str]], avoid: frozenset[str]) -> bool:
    if run and run[-1].group().endswith(".") and len(run[-1].group().strip(".")) > 3:
        return False
    if token[0].islower() and (token.lower() in PARTICLES or _WITH_PARTICLE.match(token)):
        return bool(run)
    return _can_start(token, avoid)


@cache
def common(token: str) -> bool:
    if any(map(str.isdigit, token)):
        return True  # a postcode
    if re.fullmatch(r"[A-Z]\.", token) or re.fullmatch(TITLE + r"\.?", token, re.IGNORECASE):
        return False
    return bool(words.pattern("people.not_a_name").fullmatch(plain(token).strip(".-")))


def _closed(run: list[re.Match[str]], text: str) -> Iterator[Name]:
    while run and run[-1].group().lower() in PARTICLES:
        run.pop()
    if run and run[0].group() == "I." and _JOINED.search(text[: run[0].start()]):
        run = run[1:]  # "Ann Lee and I. Bob ..."
    if len(run) < 2:
        return
    whole = text[run[0].start() : run[-1].end()].strip(" .'’")
    whole = re.sub(r"['’]s$", "", whole)
    name = _behind_post(bare(whole))
    ahead = text[max(0, run[0].start() - 4) : run[0].start()]
    street = name == whole and re.search(r"\d[a-z]?,? $", ahead) is not None  # no title: a number before the road's name
    street = street and not _RANKED.search(text[: run[0].start()]) and not _ACTS.match(text, run[-1].end())
    if not _plausible(whole, asks=text.rstrip().endswith("?"), first=run[0].start() == 0) or street:
        return
    if len(name.split()) >= 2 and len(name.split()) <= 5 and not re.fullmatch(r"(?:[A-Z]\.?\s?)+", name):
        start = text.index(name, run[0].start())
        yield Name(name, start, start + len(name))


def _behind_post(name: str) -> str:
    """The name behind a post of two words that stands before it: "Staff Nurse Ann Lee"."""
    parts = name.split(" ", 2)
    post = len(name.split()) > 3 and words.pattern("people.job").search(plain(parts[1]))
    return parts[2] if post else name


def _in_a_row(found: list[Name], text: str) -> list[Name]:
    """The same with names that only a list shows to be such: "Ann Lee, Bob Cole and Simon Ward"."""
    more = list(found)
    for name in found:
        row = _NEXT.match(text, name.end)
        named = row and not common(row[3]) and words.pattern("people.in_a_row").fullmatch(plain(row[4]))
        if row and named and (row[1] != ", " or row[5]):
            more.append(Name(row[2], *row.span(2)))
    return sorted(more, key=lambda n: n.start)


def _shared_surnames(found: list[Name], text: str) -> list[Name]:
    """ "Ann and Bob Lee" are Ann Lee and Bob Lee."""
    more: list[Name] = []
    for name in found:
        before = re.search(r"(?:^|[\s(])([^\W\d_a-z][\w'’-]+) (?:and|&) $", text[: name.start])
        if (
            before
            and len(name.words) == 2
            and not common(before.group(1))
            and not any(n.end >= before.start(1) + 1 and n.start < before.start(1) for n in found)
        ):
            more.append(Name(f"{before.group(1)} {name.words[-1]}", before.start(1), before.end(1)))
        more.append(name)
    return more


def introduced(text: str, whose: str = "my") -> list[Name]:
    """Names that people give as theirs: "my name is ...", "I am ...", in any case of letters; with `whose`, as others' too."""
    found = []
    word = r"[^\W\d_][\w'’-]+"
    pattern = (
        rf"(?:\b(?:(?:she|he)(?:'s|’s|s| is) called|(?:{whose}) (?:full )?name(?:'s|’s|s| is|:)?(?: is)?)"
        r"|(?:^|(?<=\n)|(?<=[.!?] ))(?:(?:the )?name is|names|name's))"
        rf" ({word}(?: (?:{word}|[A-Z]\.)){{1,3}})"
        rf"|\b(?:I am|I'm|I’m|that's me,|that is me,|(?:just|only) me[:,]) ({word}(?: {word}){{1,3}})"
    )
    for match in re.finditer(pattern, text, re.IGNORECASE):
        raw = match.group(1) or match.group(2)
        if whose == "my" and " called " in match.group():
            continue
        if whose != "my" and match.group(2) and text.isupper():
            continue  # "I AM NEW HERE": nothing tells a name from other words
        cut = []
        for piece in raw.split():
            if common(piece) or (match.group(2) and not piece[0].isupper() and piece.lower() not in PARTICLES):
                break
            cut.append(piece)
        name = bare(" ".join(cut))
        if len(name.split()) >= 2:
            start = match.start(1) if match.group(1) else match.start(2)
            found.append(Name(name, start, start + len(name)))
    return found


def at_start(line: str) -> list[Name]:
    """The name a signature line begins with, if it does; also a single first name, and names in capitals."""
    line = re.sub(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+", "", line.strip(" *_-–—"))  # a letter or figure of a list
    text = re.sub(r"^(?:full |my |contact |your )?name: *", "", _AFTER.sub("", line).strip(" *_-–—.,"), flags=re.IGNORECASE)
    text = _FAREWELL.sub("", text)
    text = re.split(rf"\s*[,|/•–—(\t]\s*|\s{{2,}}| - |{_NUMBER}", text)[0].strip()
    text = bare(re.sub(rf"^\({TITLE}\.?\)\s*", "", text, flags=re.IGNORECASE))
    text = re.sub(r"(?:\s+(?:x+|xo+))+$|^(?:(?:x+|xo+)\s+)+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:thx|thanks|ta|cheers|love|regards|best|bye)\b[ ,.!]*(?=\S)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^([^\W\d_a-z]\S* [^\W\d_a-z].*?) (?:&|and) [^\W\d_a-z]\S* [^\W\d_a-z].*$", r"\1", text)  # the first of two
    parts = text.split()
    if not 1 <= len(parts) <= 5 or any(c.isdigit() or c in "@:" for c in text):
        return []
    if (
        any(common(p) and not either(p) for p in parts)
        or not any(not either(p) for p in parts)
        or (parts[0][0].islower() and len(parts) > 3)
    ):
        return []
    if words.pattern("people.job").search(plain(text)) or (len(parts) > 2 and words.pattern("people.body").search(plain(text))):
        return []
    return [Name(text)]


# -------------------------------------------------------------------------------------------------- one person or two?


def distinct(found: list[Name]) -> list[Name]:
    """Each person once, under the fullest name."""
    kept: list[Name] = []
    for name in found:
        twin = next((i for i, k in enumerate(kept) if same(k, name)), None)
        if twin is None:
            kept.append(name)
        elif len(name.words) > len(kept[twin].words) or (kept[twin].initials and not name.initials):
            kept[twin] = name
    return kept


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where some words stand in a text: no expression is made for a name that one message speaks of."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


@lru_cache(maxsize=1024)  # one message has few names, and each is held against all others
def _folded(name: str) -> tuple[str, ...]:
    """The words of a name in plain letters, a double one as two."""
    return tuple(fold(part) for part in re.split(r"[\s.-]+", name) if part)


def same(one: Name, two: Name) -> bool:
    """Whether two names can be one person's: the same words, one within the other, or an initial for the first name."""
    a, b = _folded(one.text), _folded(two.text)
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and 1 in {len(a[0]), len(b[0])} and a[0][:1] == b[0][:1]:
        return True
    if len(a) > 1 and len(b) > 1 and a[0] == b[0] and 1 in {len(a[-1]), len(b[-1])} and a[1][:1] == b[1][:1]:
        return True  # "Ann L." is Ann Lee
    if 1 in {len(a), len(b)}:
        short, full = sorted((a[0], b[0]), key=len)
        if _SHORT <= len(short) < len(full) and full.startswith(short):
            return True  # "Ron" is Ronald Lee
    return a == b or (set(a) <= set(b) and (len(a) > 1 or a[0] == b[0])) or (set(b) <= set(a) and (len(b) > 1 or a[0] == b[0]))
