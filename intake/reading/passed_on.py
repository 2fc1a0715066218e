"""Mail passed on: who wrote it, and for whom a place is asked there."""

from __future__ import annotations

import re

from intake.model import Address, Wording
from intake.reading import names, partnames, sender, words
from intake.reading.names import Name
from intake.reading.wishes import Wishes

_HEADERS = re.compile(r"(?im)^[>*\s]*(?:from|to|cc|sent|date|subject):.*$")
_PRESENTS = re.compile(r"\b(?i:this is|it is|it['’]?s|my name is|i am|i'm) ([A-Z][\w'’-]+ [A-Z][\w'’-]+)")
_FIRST = 200  # letters in which somebody says who writes


def meant_for(named: list[Name], wanted: Wishes, wording: Wording, who: Name | None) -> list[Name]:
    """Mail passed on is for those whom the sender names, else for its author and those whom the author names."""
    own = " ".join(s.text for s in wanted.body)
    author = [n for n in _author(wording) if not (who and names.same(n, who))]
    meant = [n for n in named if n.text in own or partnames.spoken_of(own, n)]
    if meant and not any(names.same(n, author[0]) for n in meant if author):
        return meant
    text = " ".join(wanted.masked[s.order] for s in wanted.passed_on)
    absent = words.pattern("people.coming.not_self").search(text)
    return names.distinct([*([] if absent else author), *(n for n in named if len(n.words) > 1)])


def _author(wording: Wording) -> list[Name]:
    """Who wrote the text that is passed on: its signature, else its From line."""
    signed = sender.closing_lines(only(wording.forwarded))
    whole = [n for line in signed for n in names.at_start(line) if len(n.words) > 1]
    header = re.search(r"(?im)^(?:[^\S\n]|[>*])*+from:\*? *([^\n]{3,200})", wording.forwarded)
    line = of_line(header.group(1)) if header else None
    written = [] if line is None or sender.no_person(line) else [names.turned(line, _letters(wording))]
    if presented := [n for n in _presented(wording) if not written or sender.no_person(written[0]) or _is_desk(written[0])]:
        return presented
    fuller = [n for n in whole if written and (names.same(n, written[0]) or len(written[0].words) < 2 or written[0].initials)]
    return fuller[:1] or written or whole[:1]


def _presented(wording: Wording) -> list[Name]:
    """The author as the first lines of what is passed on say ("it is Ann Lee"): it may come from a shared account."""
    told = _PRESENTS.search(without_head(wording.forwarded)[:_FIRST])
    return [Name(told[1])] if told else []


def _is_desk(name: Name) -> bool:
    """Whether the From line has a number or a word of the sort that no name has: "Library PC 4"."""
    return bool(re.search(r"\d", name.text)) or any(map(names.common, name.words))


def without_head(forwarded: str) -> str:
    """The text passed on, without its header lines."""
    return _HEADERS.sub("", forwarded)


def _letters(wording: Wording) -> str:
    """The sender's own text and that passed on, without the header lines of what is passed on."""
    return without_head(f"{wording.own}\n{wording.forwarded}")


def of_line(written: str) -> Name | None:
    """The name in a header line of mail passed on: "Ann Lee <ann@...>", "Lee Ann (BODY)", "Lee, Ann [mailto:...]"."""
    display = re.split(r"[<\[/]", written)[0].strip(" '\"")
    email = re.search(r"[\w.+'-]+@[\w.-]+", written)
    return names.of_header(Address(display, email.group() if email else "")) if display and "@" not in display else None


def only(text: str) -> Wording:
    """A message that consists of these own words."""
    return Wording(text, "", "", "", "")
