"""Who is to come, by name and by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from intake.model import Kind, Message, Wording
from intake.programme import Programme
from intake.reading import (
    absent,
    bodies,
    comer,
    joint,
    nameforms,
    names,
    partnames,
    passed_on,
    places,
    sender,
    sentences,
    tables,
    words,
)
from intake.reading.names import Name, fold
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, REPLACES
from intake.reading.wishes import LETTER, Wishes

_IN_BRACKETS = re.compile(r" \([^()]*\)")
STORY = 45  # words of a paragraph that tells something


@dataclass(frozen=True, slots=True)
class Coming:
    """Who a request is for."""

    names: tuple[str, ...]
    places: int | None


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.coming.{key}")


def coming(
    kinds: set[Kind], wording: Wording, programme: Programme, wanted: Wishes, who: Name | None, message: Message
) -> Coming:
    """Names and places asked for. In a mere change `places` counts what is newly asked for, None where nothing is."""
    asked = _asked(wanted, kinds)
    listed = tables.shown(message, wording.own, wording.forwarded if wanted.passed_on else "")
    told = Kind.PRACTICE_EXAMPLE in kinds
    story = _story(wanted, asked) if told else frozenset()
    named, near, gone = _named(wanted, wording, programme, asked, who, listed, message, story)
    anew = _asked(wanted, kinds & {Kind.PLACE_REQUEST}, least=CERTAIN)
    new = " ".join(s.text for s in anew)
    gone = [n for n in gone if Kind.AMENDMENT not in kinds or n.words[-1] not in new]  # from one seminar, to another
    gone = [] if absent.stays(wanted) else gone
    changes = Kind.PLACE_REQUEST not in kinds
    still = named if changes else [n for n in named if n not in gone]
    self_comes = comer.comes(wanted, wording, still, who, asked, near, changes=changes)
    self_comes = self_comes and not (who and any(names.same(who, n) for n in gone))
    added = who is not None and self_comes and not joint.is_among(who, named, [s.plain for s in asked])
    if who and added:
        named = [*named, who] if any(_said("me_last").search(s.plain) for s in (*asked, *near)) else [who, *named]
    shown = {bodies.shown(s.text) for s in wanted.body}
    told_elsewhere = joint.elsewhere(wording, message, passed=bool(wanted.passed_on))
    whole = joint.whole(named, who, wording, _avoided(programme), told_elsewhere)
    named = [n for n in whole if n.text not in shown]
    named = [n for n in named if not any(names.same(n, g) for g in gone)]
    if not self_comes and who:
        named = [n for n in named if not names.same(who, n)]
    if changes:
        named = [n for n in named if not absent.drops_out(n, wanted)]
    if changes and who and comer.alone(wanted):
        named = [n for n in named if names.same(n, who)] or ([] if comer.is_clerk(wording) else [who])
    if changes and who and added and places.still(wanted) == len(named) - 1:
        named = [n for n in named if not names.same(n, who)]  # so many as were told, without whoever writes
    if wanted.passed_on and not self_comes:
        named = passed_on.meant_for(named, wanted, wording, who)
    named = nameforms.as_summed_up(joint.without_body(named, who, wording, message), [s.text for s in wanted.body])
    found = tuple(dict.fromkeys(n.text for n in named))
    full = tuple(name for name in found if " " in name)  # a first name takes a place and is no entry
    if changes:
        return Coming(full, _added(wanted, wording, named, who))
    if Kind.AMENDMENT in kinds and new:
        mine = who.text if who and re.search(r"\b(?:me|myself)\b|\bI(?:['’]d| would| want| wish)\b", new) else ""
        theirs = tuple(n for n in found if n == mine or n.split()[-1] in new or n.split()[0] in new)
        return Coming(full, places.asked_for(anew, wanted, theirs, story=told))
    counted = tuple(name for name in found if " " in name or not comer.only_helps(name, asked, wanted))
    return Coming(full, places.asked_for(asked or near or wanted.sentences(), wanted, counted, fewer=bool(gone), story=told))


def _added(wanted: Wishes, wording: Wording, named: list[Name], who: Name | None) -> int | None:
    """Places that a mere change asks for anew."""
    kept = places.kept(wording.quoted) if wanted.answers else 0
    if wanted.answers and not kept and _said("how_many").search(sentences.plain(wording.quoted)):
        return places.told_at_last(wanted, len(named))
    down = [s for s in wanted.sentences() if _said("booked").search(s.plain) and re.search(r"\bme and\b", s.plain)]
    held = kept or sum(1 + sum(n.text in s.text for n in named if not (who and names.same(who, n))) for s in down[:1])
    return places.added(wanted, sum(not (who and names.same(who, n)) for n in named), held)


def _asked(wanted: Wishes, kinds: set[Kind], least: float = 0.0) -> tuple[Sentence, ...]:
    """The sentences that ask, change, and go on listing after them; none where the wish was found in other ways."""
    kinds = kinds & {Kind.PLACE_REQUEST, Kind.AMENDMENT}
    orders = {h.sentence.order for h in wanted.hits if h.kind in kinds and h.rule != REPLACES and h.weight >= least}
    return tuple(s for s in (wanted.subject, *wanted.sentences()) if s.order in orders)


# -------------------------------------------------------------------------------------------------------- by name


def _named(
    wanted: Wishes,
    wording: Wording,
    programme: Programme,
    asked: tuple[Sentence, ...],
    who: Name | None,
    listed: tuple[tables.Table, ...],
    message: Message,
    story: frozenset[int],
) -> tuple[list[Name], tuple[Sentence, ...], list[Name]]:
    """Those whom the text names as coming, the sentences that name them, and those who it says do not come."""
    avoid = _avoided(programme)
    orders = {s.order for s in asked}
    of_form = ({h.sentence.order for h in wanted.of(Kind.TEMPLATE_REQUEST)} | absent.by_themselves(wanted)) - orders
    found = _listed(listed, wording, asked, wanted)
    near: list[Sentence] = []
    listing = followed = False  # whether a list goes on, or the sentence before went on from what is asked
    tail = _tail(wording, who)
    tail |= {line.strip() for line in sender.closing_lines(passed_on.only(wording.forwarded))} if wanted.passed_on else set()
    rows = _rows(wanted, asked, tail, avoid)
    apart = {s.order: nameforms.apart(s.text, who) for s in wanted.sentences()}
    called: set[str] = set()  # bynames
    heads = _heads_list(wanted, avoid)
    known = _known(wanted, wording, avoid, who, message)
    before: list[Name] = []  # those named in the sentence before, and last the one "he" or "she" is
    spoken_of: list[Name] = []
    gone: list[Name] = []
    for sentence in wanted.sentences():
        if any(table.holds(sentence.text) for table in listed) or sentence.order in story | of_form:
            continue
        text = wanted.masked[sentence.order]
        here = _here(sentence, avoid, (*known, *(n for n in found if len(n.words) == 1)))
        here = _with_kin(sentence, here, who) if who else here
        here = nameforms.put_in(apart[sentence.order], here)
        called |= nameforms.bynames(sentence.plain, here)
        here = [n for n in here if n.text not in called and not any(names.same(n, one) for one in _ours(programme))]
        away = absent.gone(text, here) or absent.of_whom_told(text, spoken_of, here)
        gone += away
        if (
            _closing(sentence, tail)
            and not sentence.item
            and not (listing or _said("keyed").match(sentence.plain))
            and ((_job_line(sentence) and sentence.order not in orders) or (who and here and not _several(here, who)))
        ):
            continue
        if who and not sentence.item and sentence.text in tail and sentence.text == who.text and sentence.order not in heads:
            continue  # signed, and no entry of the list above
        true = _true(sentence, here, who, away if away and absent.stays(wanted) else [])
        following = (sentence.order - 1 in orders or followed) and bool(_said("namely").match(sentence.plain))
        item = (listing and (sentence.item or _heads(sentence, here))) or sentence.order in rows
        if sentence.order in orders or following or item or _about_coming(text, true, orders, away=bool(away)):
            meant = [n for n in (_head_of_item(sentence, here) if item else here) if n in true]
            if not here:
                meant = comer.referred(sentence.plain, spoken_of, before, asks=sentence.order in orders, follows=following)
            if sentence.order in orders and spoken_of and _said("he_wishes").match(sentence.plain):
                meant = [spoken_of[-1], *meant]
            found += meant
            near += [sentence] if meant else []
        before = true or before
        spoken_of = [n for n in here if not joint.is_team(n)]
        followed = following
        begins = (sentence.order in orders and sentence.text.endswith(":")) or _leads_on(sentence, wanted, orders)
        listing = (
            begins
            or bool(_said("starts_list").search(sentence.plain))
            or (listing and (sentence.item or bool(here) or _list_ahead(sentence, wanted)))
        )
    settled = {n.text for told in apart.values() for n in told}
    found = nameforms.right_way(
        [n for n in found if n.text not in called], who, " ".join(s.plain for s in wanted.sentences()), settled
    )
    return names.distinct(found), tuple(near), gone


def _listed(listed: tuple[tables.Table, ...], wording: Wording, asked: tuple[Sentence, ...], wanted: Wishes) -> list[Name]:
    """Those in the cells of tables and, where a place is asked for, in lines below each other."""
    found = [Name(names.bare(cell)) for table in listed for cell in table.names()]
    if not asked:
        return found
    numbers = {places.number(n.group()) for s in asked for n in words.part("number").finditer(s.plain)}
    numbers |= {places.stated(s) for s in wanted.sentences()} - {0} if wording.own.count("\n") > len(numbers) == 0 else set()
    return [*found, *nameforms.rows(wording.own), *nameforms.counted(wording.own, numbers)]


def _true(sentence: Sentence, here: list[Name], who: Name | None, moved: list[Name]) -> list[Name]:
    """The names that do not stand in the sentence for another reason; the sender's own, and those moved, in any case."""
    met = absent.met(sentence.plain, here)
    return [n for n in here if n in moved or (who and names.same(n, who)) or not (n in met or _beside(sentence, n))]


def _list_ahead(sentence: Sentence, wanted: Wishes) -> bool:
    """Whether the paragraph that it stands in is followed by the entries of a list."""
    below = (s for s in wanted.sentences() if s.order > sentence.order and s.paragraph != sentence.paragraph)
    return next((s.item for s in below), False)


def _leads_on(sentence: Sentence, wanted: Wishes, orders: set[int]) -> bool:
    """Whether the entries of a list follow upon what asks, or behind it upon words that come to no end: "So far it's"."""
    goes_on = not sentence.item and sentence.text[-1] not in ".!?" and any(order < sentence.order for order in orders)
    follows = sentence.order in orders or goes_on
    return follows and any(s.item and s.order == sentence.order + 1 for s in wanted.sentences())


def _story(wanted: Wishes, asked: tuple[Sentence, ...]) -> frozenset[int]:
    """Sentences, by their order, of paragraphs that are long and ask for nothing, beside an example: of people in a story."""
    told: dict[int, list[Sentence]] = {}
    for sentence in wanted.body:
        told.setdefault(sentence.paragraph, []).append(sentence)
    asks = {s.paragraph for s in asked if not s.subject}
    long = (said for at, said in told.items() if at not in asks and sum(len(s.text.split()) for s in said) >= STORY)
    return frozenset(s.order for said in long for s in said)


def _rows(wanted: Wishes, asked: tuple[Sentence, ...], tail: set[str], avoid: frozenset[str]) -> set[int]:
    """The entries or lines of a list, below what is asked for, that are a name and nothing else; one alone is no list."""
    first = min((s.order for s in asked), default=0)
    below = [s for s in wanted.sentences() if s.order > first and (s.item or s.text not in tail)]
    whole = {s.order for s in below if _is_name(s.text.strip(" .,;"), avoid)}
    found = {order for order in whole if {order - 1, order + 1} & whole}
    return found if asked else set()


def _heads_list(wanted: Wishes, avoid: frozenset[str]) -> set[int]:
    """The lines right below a colon with a name in the next line too: whoever stands there has not signed."""
    pairs = pairwise(wanted.sentences())
    colons = {one.order + 1 for one, _ in pairs if one.text.endswith(":")}
    return {one.order for one, two in pairwise(wanted.sentences()) if one.order in colons and _is_name(two.text, avoid)}


def _with_kin(sentence: Sentence, here: list[Name], who: Name) -> list[Name]:
    """The same with those who stand beside the sender in capitals, or share the sender's surname."""
    more = [
        *partnames.in_capitals(sentence.text, who),
        *partnames.family(sentence.text, who.words[-1]),
        *partnames.kin_in_small(sentence.text, who.words[-1]),
    ]
    return sorted([*more, *(n for n in here if not any(m.start <= n.start < m.end for m in more))], key=lambda n: n.start)


def _is_name(text: str, avoid: frozenset[str]) -> bool:
    return any(len(n.words) > 1 and n.text == names.bare(text) for n in names.in_text(text, avoid))


def _here(sentence: Sentence, avoid: frozenset[str], known: tuple[Name, ...]) -> list[Name]:
    """The names in a sentence, in order: whole, given as one's own, behind a relation, or first names of known people."""
    here = [*names.introduced(sentence.text, "my|his|her|their"), *names.in_text(sentence.text, avoid)]
    if sentence.text == sentence.text.lower() or _said("kin").search(sentence.plain):
        here += partnames.related(sentence.text)
    here += partnames.in_small(sentence.text)
    if sentence.order >= 0 and _said("listing").search(sentence.plain):
        here += [n for n in partnames.enumerated(sentence.text, avoid) if not any(m.start <= n.start < m.end for m in here)]
    for name in known:
        if name.words[0] not in sentence.text and name.words[-1] not in sentence.text:
            continue
        for start, end in partnames.spoken_of(sentence.text, name):
            here = [n for n in here if len(n.words) > 1 or n.start != start or not names.same(n, name)]
            if not any(n.start <= start < n.end for n in here):
                here.append(Name(name.text, start, end))
    return sorted(here, key=lambda n: n.start)


def _known(wanted: Wishes, wording: Wording, avoid: frozenset[str], who: Name | None, message: Message) -> tuple[Name, ...]:
    """People whose full name stands anywhere in the text or among the other recipients, to complete a first name."""
    texts = [s.text for s in wanted.sentences()]
    texts += [line for line in wording.signature.splitlines() if _said("serves").search(sentences.plain(line))]
    full = [n for text in texts for n in names.in_text(text, avoid) if not text[: n.start].endswith("the ")]
    full += [n for line in wording.quoted[:LETTER].splitlines() for n in names.in_text(line, avoid)]
    full += [n for address in (*message.to, *message.cc) if (n := names.of_header(address)) and len(n.words) > 1]
    for line in re.findall(
        r"(?im)^(?:[^\S\n]|[>*])*+(?:from|to|cc):\*? *([^\n]{3,200})", f"{wording.forwarded}\n{wording.quoted}"
    ):
        full += [n for part in line.split(";") if (n := passed_on.of_line(part)) and len(n.words) > 1]
    others = [n for n in names.distinct(full) if not (who and joint.is_one(who, n)) and not n.initials]
    firsts = [fold(n.words[0]) for n in others]
    return tuple(n for n in others if firsts.count(fold(n.words[0])) == 1 and fold(n.words[0]) not in avoid)


def _tail(wording: Wording, who: Name | None) -> set[str]:
    """The closing lines, without those of a list that stands above the sender's name or is told apart from the signature."""
    lines = [line.strip() for line in wording.own.splitlines()]
    signed = [line.strip() for line in wording.signature.splitlines()]

    def mine(line: str) -> bool:
        return who is not None and any(names.same(who, n) and len(n.words) > 1 for n in names.at_start(line))

    if any(map(mine, signed)):
        lines = []
    last = max((at for at, line in enumerate(lines) if mine(line)), default=0)
    above = {line for line in lines[:last] if line} - set(lines[last:])
    listed = {line.strip() for line in wording.own.splitlines()} if not lines else above
    return {line.strip() for line in sender.closing_lines(wording)} - listed


def _closing(sentence: Sentence, tail: set[str]) -> bool:
    """Whether a sentence is a line of the signature, or several that run on."""
    return sentence.text in tail or any(len(line) > 25 and sentence.text.startswith(line) for line in tail)


def _job_line(sentence: Sentence) -> bool:
    """Whether a closing line tells what somebody is: the names in it belong to a post."""
    return bool(words.pattern("people.job").search(sentence.plain))


def _head_of_item(sentence: Sentence, here: list[Name]) -> list[Name]:
    """An entry of a list names who stands first, and those joined to them; what follows is a post, a body or a need."""
    kept: list[Name] = []
    for name in here:
        between = _IN_BRACKETS.sub("", sentence.plain[kept[-1].end : name.start]) if kept else ""
        post = between.strip() == "," and words.pattern("people.job").match(sentence.plain[name.end :].strip())
        if kept and (post or not re.fullmatch(r"\)?\s*(?:,|and|&|\+|,? and|/|with|plus|;)\s*(?:\w+\.? )?", between)):
            break
        kept.append(name)
    rest = sentence.text[kept[-1].end :] if kept else ""
    if (
        len(kept) > 1
        and "," in _IN_BRACKETS.sub("", sentence.text[kept[0].end : kept[1].start])
        and re.match(r"\s*[,(–-]", rest)
    ):
        return kept[:1]  # name, body, post
    return kept


def _about_coming(text: str, here: list[Name], orders: set[int], *, away: bool) -> bool:
    """Whether a sentence (masked) that does not ask speaks of those who come all the same. `away`: it tells who does not."""
    if len(here) < 2 and not away and _said("background").search(text):
        return bool(_said("keyed").match(text))
    if orders and any(n.start == 0 and _said("to_seminar").match(text[n.end :]) for n in here):
        return True
    if _said("keyed").match(text) or _said("context").search(text) or _said("me").search(text):
        return True
    return len(here) > (1 if orders else 2) or (not orders and bool(here) and bool(_said("kin").search(text)))


def _several(here: list[Name], who: Name) -> bool:
    return len({fold(n.text) for n in here if not names.same(n, who)}) > 0


def _heads(sentence: Sentence, here: list[Name]) -> bool:
    return any(names.bare(sentence.text).find(n.text) <= 5 for n in here)


def _beside(sentence: Sentence, name: Name) -> bool:
    """Names that stand in a sentence for another reason: part of a body's name, an old name, one who told of it."""
    before, after = sentence.plain[: name.start], absent.behind(sentence.plain[name.end : name.end + 80])
    rest = re.match(r"['’]?(?:\s+(?:[^\W\d_a-z][\w'’&-]*|and|of|for|&))+", sentence.text[name.end :])
    body, job = words.pattern("people.body"), words.pattern("people.job")
    if rest and (post := re.match(r"\s+(?:and|&)\s+(\S+ \S+) ", rest.group())) and job.search(post[1].lower()):
        rest = None  # "Ann Lee and Peer Worker Bob Cole"
    if _said("kept_after").match(after) and _said("kept_before").search(before):
        return False
    return bool(
        partnames.is_quoted(sentence, name)
        or (rest and not rest.group().startswith(" of ") and body.search(rest.group().lower()))
        or body.search(name.text.lower())
        or body.match(after.strip())
        or job.search(name.text.lower())
        or joint.is_team(name)
        or partnames.ends_body(sentence, name)
        or words.pattern("needs.absent").search(sentence.plain[name.end :])
        or (len(name.words) == 1 and _said("cared_for").search(before))
        or absent.told_before(before, after)
        or _said("not_named_after").match(after)
    )


@lru_cache(maxsize=8)
def _avoided(programme: Programme) -> frozenset[str]:
    """Words of the programme itself: titles, towns, venues."""
    texts = [programme.name, programme.organisation]
    for seminar in programme.seminars:
        texts += [seminar.title, seminar.venue, seminar.town, *seminar.also]
    if programme.call:
        texts.append(programme.call.title)
    return frozenset(fold(w) for text in texts for w in re.findall(r"[^\W\d_][\w'’-]*", text) if len(w) > 2)


@lru_cache(maxsize=8)
def _ours(programme: Programme) -> tuple[Name, ...]:
    """The people of the programme itself, who are spoken of and ask for no place: speakers, and who answers the telephone."""
    people = [speaker for seminar in programme.seminars for speaker in seminar.speakers]
    people += [programme.call.contact] if programme.call and programme.call.contact else []
    return tuple(Name(names.bare(person)) for person in people)
