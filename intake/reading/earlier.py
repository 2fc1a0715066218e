"""What shows that the sender has dealt with us before: what is told of it, the heading, and our letter quoted below."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.reading import words
from intake.reading.sentences import Sentence


def told(text: str) -> bool:
    """Whether a sentence (masked) tells of something that the sender and we had to do with each other before."""
    said = words.sign("prior_not").sub(" ", text)
    return bool(words.sign("prior_of_us").search(said) and words.sign("prior").search(said))


def headed(subject: str) -> bool:
    """Whether the subject (masked) names a change of what was asked for before."""
    return words.sign("prior_heading").search(subject) is not None


def asked_in(quoted: str) -> bool:
    """Whether the quoted text holds an earlier request of the sender's own."""
    return bool(words.sign("asked_before").search(words.sign("how_to_ask").sub(" ", quoted)))


def is_ours(quoted: str, addresses: tuple[str, ...]) -> bool:
    """Whether the quoted mail has our address, or was written by the name that stands in it ("On Monday, Seminars wrote")."""
    return any(address in quoted for address in addresses) or any(_signed(a).search(quoted) for a in addresses)


@lru_cache(maxsize=8)
def _signed(address: str) -> re.Pattern[str]:
    name = re.escape(address.split("@", maxsplit=1)[0])
    wrote = rf"(?:\b(?:on|am|le|el)\b[^\n]{{0,80}}|^[>\s]*)\b{name}\b[^\n]{{0,60}}:"
    return re.compile(rf"{wrote}|\bfrom\s?:\s?[^\n]{{0,30}}\b{name}\b", re.MULTILINE)


def noted(quoted: str, subject: Sentence, *, reply: bool, record: bool) -> bool:
    """Whether an acknowledgement of ours is quoted: words that end an invitation as well count only where nothing is asked.

    `record`: the quoted letter is ours and names a seminar, so that it may be the bare record of a booking.
    """
    asks_back = len(words.sign("asked_back").findall(quoted)) >= 2
    weakly = words.sign("noted_weakly").search(quoted) and not asks_back
    if weakly or words.sign("noted").search(quoted) or words.sign("noted_subject").search(subject.plain):
        return True
    open_still = words.sign("not_record").search(quoted)
    if record and not open_still and words.sign("noted_record").search(quoted):
        return True
    return reply and not open_still and words.sign("answered_heading").search(subject.plain) is not None
