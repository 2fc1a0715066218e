"""Signs by which a piece of text is a body, a part of one or a house, and whether the sender's domain is called by it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.model import Wording
from intake.reading import bodies, names, sender, words
from intake.reading.sentences import plain

STREET = re.compile(r"\b(?:street|st|road|rd|lane|avenue|ave|close|crescent|terrace)$")
_HOUSE = re.compile(r"\b(?:house|court|hall|lodge|building|vicarage|rectory|mill|barn)$|\bold (?:[a-z]+ )?[a-z]+$")
_TELLS = 4  # letters: what is no longer may be part of anything


def is_body(segment: str) -> bool:
    """Whether it is called as a body is, and is no post: "Larchfield Trust"."""
    text = plain(segment)
    if not _lexicon("body").search(text) or re.fullmatch(r"(?:\w+ ){0,2}(?:survivor|user)", text):
        return False
    named = _lexicon("body").search(text.split()[-1]) and not re.search(r"\b(?:of|for|to|in)\b", text)
    if not sender.is_job(segment) or re.search(r"\b(?:university|trust|council|nhs(?:f?t)?)\b", text):
        return True
    if re.match(r"(?:the )?(?:\w+ )?(?:association|society|institute|guild|federation|union) (?:of|for) ", text):
        return not sender.is_job(text.split()[0])
    return bool(named) and not sender.is_job(text.split()[0])


def is_building(segment: str, wording: Wording) -> bool:
    """Whether it is the house in an address, or the street: "Larch House, 3 Mill Lane"."""
    if STREET.search(plain(segment)):
        return True
    line = next((line for line in sender.closing_lines(wording) if line.startswith(f"{segment}, ")), "")
    return bool(_HOUSE.search(plain(segment)) and _letter("address").search(plain(line[len(segment) + 2 :])))


def is_department(segment: str) -> bool:
    """Whether it is called as a part of a body: "School of Nursing"."""
    return bool(_lexicon("department").search(plain(segment)))


def in_domain(segment: str, domain: str) -> bool:
    """Whether the address's domain is made from these words, as brackenfield.example from "Bracken Field"."""
    whole, owner = squashed(segment), host(domain)
    return names_domain(segment, domain) or (
        len(whole) > _TELLS and len(owner) > _TELLS and owner in whole and owner not in bodies.PROVIDERS
    )


def is_host(segment: str, domain: str) -> bool:
    """Whether the address's domain is called by these words and no others."""
    return names.fold(segment.replace("&", "and")) == host(domain)


def names_domain(segment: str, domain: str) -> bool:
    """Whether the address's domain has all of these words in it."""
    owner = host(domain)
    if names.fold(segment) == owner:
        return True
    return any(len(whole) > _TELLS and whole in owner for whole in {squashed(segment), squashed(segment.replace("&", "and"))})


_ON = re.compile(r"(?: (?:[A-Z][\w'’&-]*|of|and|for|in|&))* [A-Z][\w'’&-]*")


def in_full(told: str, texts: Iterable[str]) -> str:
    """The same as it stands in full elsewhere, where what is told does not say what it is: "Larchfield (Larchfield Trust)"."""
    if is_body(told):
        return told
    runs = (_ON.match(text, end) for text in texts if told in text for _, end in names.places(told, text))
    return next((told + on.group() for on in runs if on and is_body(told + on.group())), told)


def squashed(segment: str) -> str:
    """A name as a domain has it."""
    return names.fold(re.sub(r"^the ", "", segment, flags=re.IGNORECASE))


def host(domain: str) -> str:
    """A domain without its last part."""
    return names.fold(domain.rsplit(".", 1)[0])


def _lexicon(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.{key}")


def _letter(key: str) -> re.Pattern[str]:
    return words.pattern(f"people.letter.{key}")
