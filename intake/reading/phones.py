"""The telephone number to reach a sender on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.model import Wording
from intake.programme import Programme
from intake.reading import names, sender, words
from intake.reading.names import Name
from intake.reading.sentences import plain


def phone(wording: Wording, own: str, programme: Programme, who: Name | None = None) -> str | None:
    """The number to reach the sender on, as written, or None. Never one from quoted or forwarded text or a disclaimer.

    One behind another's name than that of the sender, `who`, is not theirs.
    """
    region = _region(programme.timezone)
    call = _digits(programme.call.telephone) if programme.call else ""
    body = [(raw, score) for raw, score in _numbers(own, region, who) if _digits(raw) != call and score > 0]
    asked = [raw for raw, score in body if score > 1]
    if asked:
        return asked[0]
    signature = "\n".join((wording.signature, *sender.above_disclaimer(wording)))
    signed = [(raw, score) for raw, score in _numbers(signature, region) if score > 0 and _digits(raw) != call]
    if signed:
        return signed[0][0]
    return body[0][0] if body else _switchboard(signature)


def _switchboard(signature: str) -> str | None:
    """The number of the house, where the signature gives no other."""
    found = re.search(r"(?i)\b(?:switchboard|reception|main office)\W{1,4}(\+?\d[\d ()-]{8,}\d)", signature)
    return found[1] if found else None


def in_text(own: str, programme: Programme) -> str | None:
    """The first number that the text itself asks to be rung on, or the only one where it asks to be rung; or None."""
    found = [(raw, score) for raw, score in _numbers(own, _region(programme.timezone)) if score > 0]
    asked = [raw for raw, score in found if score > 1]
    if not asked and len(found) == 1 and re.search(r"\b(?:ring|call|phone|telephone) (?:me|us)\b", plain(own)):
        return found[0][0]
    return next(iter(asked), None)


def _region(timezone: str) -> str:
    import phonenumbers.timezone

    return _REGIONS.get(timezone, "GB") if phonenumbers else "GB"


_REGIONS = {
    "Europe/Dublin": "IE",
    "Europe/Berlin": "DE",
    "Europe/Paris": "FR",
    "America/New_York": "US",
    "Australia/Sydney": "AU",
}


def _numbers(text: str, region: str, who: Name | None = None) -> Iterator[tuple[str, int]]:
    """Telephone numbers in a text with how likely each is the one to ring: 0 a fax or another's, 1 plain, 2 asked for."""
    if not re.search(r"\d[\d ()./-]{7,}", text):
        return
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=200):
        raw = match.raw_string.strip()
        before = plain(text[max(0, match.start - 45) : match.start])
        if not 9 <= len(_digits(_EXTENSION.split(raw)[0])) <= 14 or re.match(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", raw):
            continue
        line = re.split(r"[|;•·]|\s{3,}|\d,? (?:or|and|/) ", before.rsplit("\n", 1)[-1])[-1]
        ahead = text[: match.start].rpartition("\n")[2]
        not_theirs = _said("not_theirs").search(line) and not _said("own_number").search(before)
        if not_theirs or (who and _behind_another(ahead, who)):
            yield raw, 0
        elif who and _for_another(ahead, who):
            yield raw, 1
        elif re.search(
            r"\b(?:ring|call|text|phone|telephone|tel|contact|reach|number|mobile|mob|desk|landline|on|me|us)\b[^\n]*$",
            before.replace("\n", " "),
        ):
            yield raw, 2
        else:
            yield raw, 1


_OTHER = re.compile(  # "if I'm out, Ann on", "my assistant Ann is on"
    r"(?:\bor|\belse|,|/|;|\bfor|\b(?:[Aa]sk for|[Cc]all|[Rr]ing|[Pp]hone|[Tt]ext|[Tt]ry|[Rr]each|[Cc]ontact|[Ss]peak to|get)"
    r"|\b[Mm]y (?!mobile|phone|number|direct|desk|home|work|office|land)(?:[a-z-]+ ){0,2}[a-z-]+) ([A-Z][\w'’-]+)"
    r"(?: [A-Z][\w'’-]+)?(?:['’]s| is)? (?:on|at)(?: (?:his|her) \w+)? $"
)


def _for_another(line: str, who: Name) -> bool:
    """Whether the words before a number on its line say that somebody else is reached on it."""
    found = _OTHER.search(line)
    if found is None or names.common(found[1]):
        return False
    return names.fold(found[1]) not in map(names.fold, who.words) and not sender.begins_alike(Name(found[1]), who)


_NEAR = 15  # letters between a name and its number


def _behind_another(line: str, who: Name) -> bool:
    """Whether the words before a number on its line are somebody else's full name, with a title: "Mrs Ann Lee, tel"."""
    starts = [match.start() for match in re.finditer(r"\b[A-Z]", line) if names.TITLES.match(line[match.start() :])]
    named = re.split(r"[,:(]| [-–—] | (?:tel|phone|mob)", line[starts[-1] :])[0].strip() if starts else ""
    heads = names.at_start(named) if len(line) - len(named) - max(starts, default=0) <= _NEAR else []
    return bool(heads) and len(heads[0].words) > 1 and not names.same(heads[0], who)


_EXTENSION = re.compile(r"(?i)\s*\b(?:ext|extn|extension|x)\b\.?|#")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _said(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.letter.{key}")
