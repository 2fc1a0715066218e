"""Who is to come, by name and by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.model import Kind, Wording
from intake.programme import Programme
from intake.reading import names, sender, sentences, words
from intake.reading.names import Name, fold
from intake.reading.sentences import Sentence
from intake.reading.wishes import Wishes

NUMBERS = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)}
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple|both|another|an extra|an additional)"
_THING = r"(?:places?|seats?|spots?|spaces?|tickets?|chairs?|slots?|people|persons?|delegates?|attendees?|participants?|colleagues?|staff|members?|students?|volunteers?|ladies|women|men|representatives?|reps|adults|trainees?|carers?|service users?|nurses|more|others?)"
_COUNTED = re.compile(
    rf"\b{_NUMBER} (?:of )?(?:more |extra |additional |further |spare |free )?{_THING}\b(?! (?:left|remain|still|may|available))"
    rf"|\b{_NUMBER} of (?:us|our|my|the|your|them)\b|\b{_NUMBER} (?:in all|in total|altogether|all told)\b|\(x ?(\d{{1,2}})\)|\bx ?(\d{{1,2}})\b"
    rf"|\b(?:number of (?:people|places|delegates|attendees|seats|tickets)|places(?: required| needed)?|no\.? of (?:people|places))\b[ .:-]*(\d{{1,2}})\b"
    rf"|\b(?:table|group|party|total) of {_NUMBER}\b|\ball {_NUMBER} of us\b"
)
_LEFT = re.compile(rf"\b{_NUMBER} {_THING} left\b")
_NOT_PEOPLE = re.compile(r"^(?:one|two|three|four|five|six|\d) (?:members? of|more (?:thing|question|point)|others? (?:thing|question))")
_PAIR = re.compile(
    r"\bmy (?:\w+ )?(?:wife|husband|partner|spouse|daughter|son|mother|mum|father|dad|sister|brother|niece|nephew|friend|mate|neighbour|colleague|carer|support worker|advocate|trainee|student|manager|deputy|pa|personal assistant)(?:,? [\w'’-]+){0,3},? and (?:i|me|myself)\b"
    r"|\b(?:me|myself|i|herself|himself|us) (?:and|\+|&|plus|with|together with|along with) (?:my|a|one of|her|his|our|husband|wife|partner|one) (?:\w+ )?(?:wife|husband|partner|spouse|daughter|son|mother|mum|father|dad|sister|brother|niece|nephew|friend|mate|neighbour|colleague|carer|support worker|advocate|trainee|student|manager|deputy|pa|other|guest|of (?:our|my))?"
    r"|\ba (?:\w+ )?(?:colleague|friend|carer|support worker) and (?:i|me|myself)\b|\b(?:the two of us|both of us|we (?:would |'d |should )?both|us both)\b|\bplus (?:one|a guest)\b|\+ ?1\b"
    r"|\b(?:with|bring|bringing|accompanied by|together with|along with) (?:my|a|her|his|one|an) (?:\w+ )?(?:wife|husband|partner|daughter|son|mother|mum|father|dad|sister|brother|friend|mate|colleague|carer|support worker|advocate|trainee|student|personal assistant|pa)\b"
)
_ONE = re.compile(r"\b(?:just|only) (?:me|one|1|myself|for me)\b|\bcoming (?:on my own|alone)\b|\bby myself\b|\bone person\b|\bits just me\b")
_OTHERS = re.compile(
    r"\b(?:on behalf of|for (?:my|our|the) (?:\w+ )?(?:director|manager|chief|boss|client|clients|colleagues?|staff|team|members?|volunteers?|students?|chair|wife|husband|daughter|son|mother|father|mum|dad)"
    r"|send (?:\w+ ){0,3}(?:of|people|members|volunteers|staff|colleagues|students)|(?:can|could|may) (?:she|he|they)|(?:she|he|they)(?:'d| would| want| wants| wish)|the following|those attending|just the messenger|only the messenger)\b"
)
_SELF = re.compile(
    r"\b(?:for me|myself|me (?:and|plus|\+|&|with)|and (?:i|me|myself)\b|with me\b|(?:i|we)(?:'?d| would|'ll| will| shall| should| want| wish| hope| am| are|'m|'re)?(?: \w+){0,3}? (?:like|love|want|wish|hope|come|coming|attend|attending|join|be there)|can (?:i|we)|could (?:i|we)|may (?:i|we)|might i"
    r"|(?:put|add|count|book|sign|include|squeeze|register|save|reserve|get|fit) (?:me|us)|my name|\bof us\b|^me\b|both of us|just me|only me|i and|my \w+ and i|me,)"
)
_NOT_SELF = re.compile(
    r"\b(?:i|we)(?: myself)?(?:'ll| will| shall| am|'m)? ?(?:won'?t|will not|shan'?t|shall not|can'?t|cannot|not|am not|'m not)(?: be)?(?: able to)? (?:coming|attending|come|attend|be there|be coming|be attending)(?: myself)?\b(?! (?:on my own|alone|unless))"
    r"|\bi am not one of\b|\bnot (?:for )?(?:me|myself)\b|\bnot coming myself\b|\bjust the messenger\b|\b(?:have|take|using?|has) (?:mine|my (?:place|seat|ticket|spot))\b|\bin (?:my|my own) (?:place|stead)\b|\binstead of me\b|\breplac\w+ me\b"
)
_CONTEXT = re.compile(
    r"\b(?:names?|attend\w*|delegates?|person|persons|people|coming|come|join\w*|bring\w*|with me|together with|accompan\w*|expect|is for|are for|will have|instead|stead|badges?|myself|places? (?:is|are) for|book\w*|regist\w*|us|me and|and i|we (?:are|would|will)|would like)\b"
)
_BACKGROUND = re.compile(
    r"\b(?:told (?:me|us)|suggested|recommended|mentioned|passed (?:me|us|on)|forwarded|heard (?:about|from)|thanks to|spoke (?:to|with)|question for|papers?|book by|books?\b.*\bby|supervisor|her name among|wrote|work(?:s|ed|ing)? (?:with|for)|funded by|has (?:gone|left|retired)|had left|no longer (?:works|with))\b"
)


@dataclass(frozen=True, slots=True)
class Coming:
    """Who a request is for."""

    names: tuple[str, ...]
    places: int | None


def coming(kinds: set[Kind], wording: Wording, programme: Programme, wanted: Wishes, who: Name | None) -> Coming:
    """Names and places asked for. In a mere change `places` counts what is newly asked for, None where nothing is."""
    asked = _asked(wanted, kinds)
    named = _named(wanted, wording, programme, asked, who)
    self_comes = _sender_comes(wanted, wording, named, who)
    if who and self_comes and not any(_same(who, n) for n in named):
        named = [*named, who] if _last(asked) else [who, *named]
    named = _whole(named, who, wording, programme)
    if not self_comes and who:
        named = [n for n in named if not _same(who, n)]
    if not named and wanted.passed_on and not self_comes:
        named = _author(wording)
    if not asked:
        named = []
    found = tuple(dict.fromkeys(n.text for n in named))
    if Kind.PLACE_REQUEST not in kinds:
        return Coming(found, _added(wanted))
    return Coming(found, _places(asked, wanted, found, who, self_comes))


def _asked(wanted: Wishes, kinds: set[Kind]) -> tuple[Sentence, ...]:
    """The sentences that ask, change, and go on listing after them."""
    kinds = kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT}
    orders = {h.sentence.order for h in wanted.hits if h.kind in kinds and h.rule != "replaces a form"}
    return tuple(s for s in (wanted.subject, *wanted.sentences()) if s.order in orders)


# -------------------------------------------------------------------------------------------------------- by name


def _named(wanted: Wishes, wording: Wording, programme: Programme, asked: tuple[Sentence, ...], who: Name | None) -> list[Name]:
    avoid = _avoided(programme)
    orders = {s.order for s in asked}
    found: list[Name] = []
    listing = False
    tail = {line.strip() for line in sender.closing_lines(wording)}
    for sentence in wanted.sentences():
        here = [*names.introduced(sentence.text), *names.in_text(sentence.text, avoid)]
        if sentence.text == sentence.text.lower() or re.search(r"\b(?:wife|husband|partner|friend|colleague|daughter|son|sister|brother|mum|dad|carer|worker)\b", sentence.plain):
            here += names.related(sentence.text)
        if sentence.text in tail and not sentence.item and who and not _several(here, who):
            continue
        starts_list = sentence.text.rstrip().endswith(":") or bool(re.search(r"\b(?:following|names?|attending|those|it'd be|they are|people are|delegates)\b[^.]*:?$", sentence.plain))
        wanted_here = (
            sentence.order in orders
            or (listing and (sentence.item or _heads(sentence, here)))
            or bool(re.match(r"(?:name|person|attendee|delegate|guest)\b[ \d.:]*", sentence.plain))
            or (bool(_CONTEXT.search(sentence.plain)) and not _BACKGROUND.search(sentence.plain))
        )
        follows = sentence.order - 1 in orders and re.match(r"(?:it is|it's|its|they are|this is|he is|she is|he's|she's|his|her|their|names?|that is|namely)\b", sentence.plain)
        if wanted_here or follows:
            found += [n for n in here if not _beside(sentence, n)]
        listing = starts_list or (listing and (sentence.item or bool(here)))
    return _distinct(found)


def _several(here: list[Name], who: Name) -> bool:
    return len({fold(n.text) for n in here if not _same(n, who)}) > 0


def _heads(sentence: Sentence, here: list[Name]) -> bool:
    return any(sentence.text.find(n.text) <= 5 for n in here)


def _beside(sentence: Sentence, name: Name) -> bool:
    """Names that stand in a sentence for another reason: part of a body's name, an old name, one who told of it."""
    after, before = sentence.plain[name.end : name.end + 30], sentence.plain[: name.start]
    run = re.match(r"(?:\s+(?:[^\W\d_a-z][\w'’&-]*|and|of|for|&))+", sentence.text[name.end :])
    if run and words.lines(words.table("people")["body"]).search(run.group().lower()):
        return True
    if re.search(r"\b(?:head|director|chair|chief|lead|manager|professor|lecturer|department|faculty|school|university|reader|fellow|officer|of) (?:of|for|in) $", before):
        return True
    if words.lines(words.table("people")["job"]).search(name.text.lower()):
        return True
    if words.lines(words.table("people")["body"]).match(after.strip()) or words.lines(words.table("people")["body"]).search(name.text.lower()):
        return True
    if re.search(r"\b(?:as|instead of|in place of|not|replaces?|replacing|from|supervisor|speaker|dr\.?'s|thank|thanks|thank you|hear|see|meet|told by|by|formerly|was|were|former|née|nee)(?: (?:mr|mrs|ms|dr|prof|professor)\.?)? $", before):
        return True
    return bool(re.match(r"(?:'s\b|,? (?:who )?(?:told|has told|suggested|recommended|passed|mentioned|has left|has gone|can'?t|cannot|won'?t))", after))


def _distinct(found: list[Name]) -> list[Name]:
    """Each person once, under the fullest name."""
    kept: list[Name] = []
    for name in found:
        twin = next((i for i, k in enumerate(kept) if _same(k, name)), None)
        if twin is None:
            kept.append(name)
        elif len(name.words) > len(kept[twin].words):
            kept[twin] = name
    return kept


def _same(one: Name, two: Name) -> bool:
    """Whether two names can be one person's: the same words, or one within the other."""
    a, b = [fold(w) for w in one.words], [fold(w) for w in two.words]
    return a == b or (set(a) <= set(b) and (len(a) > 1 or a[0] == b[0])) or (set(b) <= set(a) and (len(b) > 1 or a[0] == b[0]))


def _whole(named: list[Name], who: Name | None, wording: Wording, programme: Programme) -> list[Name]:
    """First names are completed from a joint signature ("A Smith and B Jones"); the sender's own is the fullest known."""
    signed: list[Name] = []
    for line in sender.closing_lines(wording):
        signed += names.in_text(line, _avoided(programme))
    result = []
    for name in named:
        fuller = [n for n in signed if len(n.words) > len(name.words) and fold(n.words[0]) == fold(name.words[0])]
        if who and _same(name, who) and len(who.words) >= len(name.words):
            result.append(who)
        else:
            result.append(fuller[0] if fuller and len(name.words) == 1 else name)
    joint = [n for n in signed if who and not _same(n, who) and any(_same(who, m) for m in signed) and re.search(r"\b(?:we|both|us)\b", wording.own.lower())]
    return _distinct([*result, *(n for n in joint if any(re.search(rf"\b(?:and|&) {re.escape(n.text)}", line) for line in sender.closing_lines(wording)))])


def _author(wording: Wording) -> list[Name]:
    """Who wrote the text that is passed on: its signature, else its From line."""
    signed = sender.closing_lines(Wording(wording.forwarded, "", "", "", ""))
    whole = [n for line in signed for n in names.at_start(line) if len(n.words) > 1]
    header = re.search(r"(?im)^[>\s*]*from:\*? *\"?([^\"<\[\n]+)", wording.forwarded)
    return whole[:1] or ([Name(names.bare(header.group(1).strip()))] if header and "@" not in header.group(1) else [])


@lru_cache(maxsize=8)
def _avoided(programme: Programme) -> frozenset[str]:
    """Words of the programme itself: titles, towns, venues, speakers."""
    texts = [programme.name, programme.organisation]
    for seminar in programme.seminars:
        texts += [seminar.title, seminar.venue, seminar.town, *seminar.also]
        texts += [speaker.split()[-1] for speaker in seminar.speakers]
    if programme.call:
        texts += [programme.call.title, programme.call.contact]
    return frozenset(fold(w) for text in texts for w in re.findall(r"[^\W\d_][\w'’-]*", text) if len(w) > 2)


# -------------------------------------------------------------------------------------------- does the sender come?


def _sender_comes(wanted: Wishes, wording: Wording, named: list[Name], who: Name | None) -> bool:
    own = " ".join(s.plain for s in wanted.body)
    orders = {h.sentence.order for h in wanted.hits}
    asked = " ".join(s.plain for s in wanted.body if s.order in orders or s.order - 1 in orders)
    if _NOT_SELF.search(own) and (_NOT_SELF.search(asked) or not re.search(r"\b(?:me|myself|my name)\b", asked)):
        return False
    if wanted.passed_on and not re.search(r"\b(?:me|myself|and i|we)\b", asked):
        return False
    if who and (any(_same(who, n) for n in named) or (wanted.holds and re.search(r"\b(?:i'm|i am|i've|i have|my)\b", own))):
        return True
    clerk = bool(re.search(r"\b(?:pa|secretary|assistant|administrator) (?:to|for)\b", sentences.plain(wording.signature + "\n" + "\n".join(sender.closing_lines(wording)))))
    plainly = bool(re.search(r"\b(?:me|myself|i|us|we)\b", asked) and _SELF.search(asked))
    third = bool(_OTHERS.search(asked))
    if clerk and not re.search(r"\b(?:myself|for me|me and|and i|and me)\b", asked):
        return False
    if third and not re.search(r"\b(?:myself|me and|and (?:i|me)|for me|with me)\b", asked):
        return False
    if named and not plainly:
        return False
    if named and re.search(r"\b(?:could|can|would|please) (?:you )?(?:\w+ )?(?:book|reserve|put|add|register)\b", asked):
        return bool(re.search(r"\b(?:me|myself|and i|us|i'?m|i'd|i am|we)\b", asked))
    return True


def _last(asked: tuple[Sentence, ...]) -> bool:
    return any(re.search(r"\band (?:i|me|myself)\b", s.plain) for s in asked)


# ------------------------------------------------------------------------------------------------------ by number


def _places(asked: tuple[Sentence, ...], wanted: Wishes, named: tuple[str, ...], who: Name | None, self_comes: bool) -> int:
    near = " ".join(s.plain for s in asked)
    stated = _largest(near)
    if stated < 2:
        stated = max(stated, _largest(" ".join(s.plain for s in wanted.sentences() if re.search(r"\b(?:in all|total|altogether|places|makes?|number of|seats|tickets)\b", s.plain))))
    if stated > 1:
        return max(stated, len(named)) if stated < len(named) else stated
    everything = " ".join(s.plain for s in wanted.sentences())
    pair = 2 if _PAIR.search(near) or (_PAIR.search(everything) and not _ONE.search(everything)) else 1
    if _ONE.search(everything) and len(named) <= 1:
        return 1
    return max(len(named), pair)


def _largest(text: str) -> int:
    best = 0
    for pattern in (_COUNTED, _LEFT):
        for match in pattern.finditer(text):
            if not _NOT_PEOPLE.match(match.group()) and not re.search(r"\b(?:about|of about|one of|each of) $", text[: match.start()]):
                best = max(best, *(_number(g) for g in match.groups() if g))
    return best


def _number(word: str) -> int:
    if word in {"a couple", "both"}:
        return 2
    if word in {"another", "an extra", "an additional"}:
        return 1
    return NUMBERS.get(word) or int(word)


def _added(wanted: Wishes) -> int | None:
    """Places that a change asks for anew."""
    added = [h for h in wanted.of(Kind.AMENDMENT) if h.rule in {"adds to a booking", "adds another person"} or h.say.endswith("held already.")]
    text = " ".join(h.sentence.plain for h in added)
    if not re.search(r"\b(?:person|people|places?|seats?|tickets?|colleagues?|names?|members?|add|book|bring)\b", text) or re.search(r"\b(?:instead|stead|in place)\b", text):
        return None
    if not re.search(r"\b(?:more|extra|additional|another|further|add|second|book|bring|also)\b", text):
        return None
    return max(1, _largest(text))
