"""Names made whole by the signature, and those who sign together and are named nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.model import Message, Wording
from intake.reading import bodysigns, comer, nameforms, names, passed_on, places, sender, words
from intake.reading.names import TWO, Name, fold
from intake.reading.sentences import plain

_TOGETHER = re.compile(r"\b(?:we|both|us|undersigned|my [\w-]+(?: [\w-]+)? and (?:i|me|myself))\b")

_AND_BELOW = re.compile(  # "(and Bob Cole)", behind the sender's name or in a line below it
    r",?[ \n]\(?((?:and|&|with) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)\)?(?=\n|$)"
)
_COUPLE = re.compile(r"([^\W\d_][\w'’-]+) (?:and|&) ([^\W\d_][\w'’-]+) ([^\W\d_][\w'’-]+)")
_COUNT = re.compile(r"\b(?:both|two|three|four|five|six|[2-6])\b")
_MYSELF = re.compile(r"\((?:me|myself|that's me)\)", re.IGNORECASE)


def elsewhere(wording: Wording, message: Message, *, passed: bool) -> list[Name]:
    """Full names in what is `passed` on, and both that the sender's account is called by: "Ann and Bob Lee"."""
    told = names.in_text(passed_on.without_head(wording.forwarded)) if passed else []
    return [*(n for n in told if len(n.words) > 1), *_couple(message.sender.name if message.sender else "")]


def _couple(account: str) -> list[Name]:
    found = _COUPLE.fullmatch(account.strip())
    return [Name(f"{first} {found[3]}") for first in found.groups()[:2]] if found else []


def whole(
    named: list[Name], who: Name | None, wording: Wording, avoid: frozenset[str], told: Sequence[Name] = ()
) -> list[Name]:
    """First names and initials are completed from the signature, and joint signers added; the sender's own is the fullest.

    `told` are full names that stand elsewhere: they complete a first name, and add nobody.
    """
    signed: list[Name] = []
    for line in sender.closing_lines(wording):
        signed += [n for n in names.in_text(line, avoid) if not is_team(n)]
    result = []
    for name in named:
        shorter = who is not None and (all(map(names.is_initial, name.words[:-1])) or len(who.words) >= len(name.words))
        if who and shorter and names.same(name, who) and (name.initials or not who.initials):
            small = who.text.islower() and fold(name.text) == fold(who.text)
            result.append(name if small or nameforms.meant_reverse(name, who, wording.own) else who)
        else:
            result.append(_completed(name, named, signed, told))
    more = [*_in_a_line(signed, who, wording), *_below_each_other(who, wording), *_with_me(who, wording)] if who else []
    return names.distinct([*result, *more])


def _completed(name: Name, named: list[Name], signed: list[Name], told: Sequence[Name]) -> Name:
    """A first name or initial in full: from the signature, else as told elsewhere, if the text has no longer form of it."""
    if full := next((n for n in signed if _is_short(name, n)), None):
        return full
    full = next((n for n in told if _is_short(name, n)), None)
    if full is None:
        return name
    longer = (n for n in named if len(n.words) > 1 and fold(n.words[-1]) == fold(full.words[-1]))
    return next((n for n in longer if fold(n.words[0])[:1] == fold(name.words[0])[:1]), full)


def _is_short(name: Name, fuller: Name) -> bool:
    """Whether a name is the first word of a fuller one, or has an initial for it: "Ann", "A. Lee"."""
    if len(name.words) == 1:
        return len(fuller.words) > 1 and fold(fuller.words[0]) == fold(name.words[0])
    return names.is_initial(name.words[0]) and not fuller.initials and names.same(name, fuller)


def _in_a_line(signed: list[Name], who: Name, wording: Wording) -> list[Name]:
    """Whoever stands behind the sender in a line of the signature: "Ann Lee and Bob Cole"."""
    if not any(names.same(who, n) for n in signed) or not _TOGETHER.search(plain(wording.own)):
        return []
    signed_by = _AND_BELOW.sub(r" \1", "\n".join(sender.closing_lines(wording)))
    lines = (re.sub(r" \((?:Mrs?|Ms|Miss|Mx|Dr)\)", "", line) for line in signed_by.splitlines())
    ends = [line for line in lines if "(" not in line and not comer.has_post(line)]
    ends = [line for line in ends if any(names.same(who, n) for n in names.in_text(line))]
    others = [n for n in signed if not names.same(n, who) and not _is_formal(n, who) and not sender.is_job(n.text)]
    return [n for n in others if any(re.search(rf"(?<!\w)(?:and|&) {re.escape(n.text)}\W*$", line) for line in ends)]


def _below_each_other(who: Name, wording: Wording) -> list[Name]:
    """Those who sign in lines of their own: of one family, as "the undersigned", or as many as places are asked for."""
    own = plain(wording.own)
    begun = [(n, line) for line in sender.closing_lines(wording) for n in names.at_start(line) if len(n.words) >= TWO]
    told = {fold(n.text): (n, line) for n, line in sorted(begun, key=lambda one: len(one[1]))}  # the fuller line
    heads = [told[key] for key in dict.fromkeys(fold(n.text) for n, _ in begun)]
    if len(heads) < TWO or not any(is_one(who, n) for n, _ in heads) or any(comer.has_post(line) for _, line in heads):
        return []
    numbers = {places.number(found.group()) for found in words.part("number").finditer(own)}
    listed = all(names.TITLES.match(line) or sender.is_job(line.removeprefix(n.text)) for n, line in heads)
    listed = listed or any(nameforms.is_reverse(n, who) for n, _ in heads)
    all_told = "undersigned" in own or (listed and numbers & {len(heads), len(heads) + 1})
    family = bool(_TOGETHER.search(own))
    found = [n for n, _ in heads if all_told or (family and fold(n.words[-1]) == fold(who.words[-1]))]
    return [n for n in nameforms.right_way(found, who, own, set()) if not is_one(who, n) and not _is_formal(n, who)]


def _is_formal(name: Name, who: Name) -> bool:
    """Whether a line below the sender's name has the surname again with other initials: a first name is not always called."""
    return all(map(names.is_initial, name.words[:-1])) and fold(name.words[-1]) == fold(who.words[-1])


def _with_me(who: Name, wording: Wording) -> list[Name]:
    """Those who stand beside "Ann Lee (me)" in lines that were taken for a signature: a list of who comes."""
    lines = [line.strip() for line in wording.signature.splitlines() if line.strip()]
    if not any(_MYSELF.search(line) for line in lines):
        return []
    found = [n for line in lines for n in names.at_start(line) if len(n.words) >= TWO]
    return [n for n in found if not is_one(who, n) and not is_team(n)]


def is_one(who: Name, named: Name) -> bool:
    """Whether a name is the sender's, whose first name may be cut short in one of them: Ron Lee is Ronald Lee."""
    if names.same(who, named):
        return True
    return len(named.words) > 1 and fold(who.words[-1]) == fold(named.words[-1]) and sender.begins_alike(who, named)


def is_among(who: Name, named: list[Name], asked: list[str]) -> bool:
    """Whether the sender is named, by a longer name too: "both of us, Edward Lee and Ivy Lee", from "Ed Lee"."""
    if any(is_one(who, n) for n in named):
        return True
    mine = [n for n in named if len(n.words) > 1 and fold(n.words[-1]) == fold(who.words[-1]) and len(who.words) > 1]
    numbers = {TWO if n.group().endswith("both") else places.number(n.group()) for s in asked for n in _COUNT.finditer(s)}
    alike = sum(fold(n.words[0])[:1] == fold(who.words[0])[:1] for n in mine)
    ours = bool(mine) and any(re.search(r"\b(?:we|us)\b", s) for s in asked)
    return len(named) > 1 and (alike == 1 or ours) and len(named) in numbers


def is_team(name: Name) -> bool:
    """Whether what looks like a name is called as a part of a body."""
    return bool(words.pattern("people.department").search(name.text.lower()))


def without_body(named: list[Name], who: Name | None, wording: Wording, message: Message) -> list[Name]:
    """The same without the body that the sender's domain is called by, or that ends the letter behind the sender's name."""
    domain = message.sender.email.rpartition("@")[2] if message.sender else ""
    if who:
        end = wording.own.rstrip(" .\n")
        named = [n for n in named if len(n.words) <= names.TWO or not end.endswith(f"{who.text}, {n.text}")]
    ends = [(n, s[len(n.text) :]) for n in named for s in wording.signature.splitlines() if s.startswith(n.text)]
    begun = [n for n, rest in ends if re.match(r" (?:and|&|of|for|in|at) [A-Z]", rest)]
    named = [n for n in named if n not in begun or (who and names.same(n, who))]
    people = [
        n for n in named if len(n.words) == 1 or (who and names.same(n, who)) or not bodysigns.names_domain(n.text, domain)
    ]
    return people or named
