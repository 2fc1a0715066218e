"""The sender's own words apart from earlier mail, mail passed on, signature and disclaimer. Every line is kept somewhere.

Works on plain lines, for HTML has been turned into text with its quotations marked by ">".
"""

from __future__ import annotations

from itertools import groupby

from intake.model import Message, Wording
from intake.reading import endings, quotes
from intake.reading.quotes import Share

_LINES = 5_000  # longer texts are lists or logs: what follows goes with the last line looked at


def split(message: Message, own_addresses: tuple[str, ...] = ()) -> Wording:
    """Parts a message's text; `own_addresses` are the desk's, whose mail is never what a sender passes on."""
    context = quotes.Context(message.subject, bool(message.in_reply_to), own_addresses)
    lines = message.text.split("\n")
    marked = quotes.mark(lines[:_LINES], context)
    sender = message.sender
    name = (sender.name or sender.email.partition("@")[0].replace(".", " ")) if sender else ""
    runs = [(share, [words for words, _ in run]) for share, run in groupby(marked, key=lambda line: line[1])]
    shared: list[tuple[str, Share]] = []
    spoken = False  # further down the sender says more
    for at, (share, run_lines) in reversed(list(enumerate(runs))):
        shares = [share] * len(run_lines)
        if share is Share.OWN:
            shares = endings.mark(run_lines, name, last=not spoken, below=at > 0)
            spoken = spoken or any(found is Share.OWN and words.strip() for words, found in zip(run_lines, shares, strict=True))
        elif share is Share.FORWARDED:
            shares = _without_disclaimer(run_lines)
        shared += reversed(list(zip(run_lines, shares, strict=True)))
    shared.reverse()
    shared += [(words, shared[-1][1]) for words in lines[_LINES:]]
    return Wording(
        own=_joined(shared, Share.OWN),
        quoted=_joined(shared, Share.QUOTED),
        forwarded=_joined(shared, Share.FORWARDED),
        signature=_joined(shared, Share.SIGNATURE),
        disclaimer=_joined(shared, Share.DISCLAIMER),
    )


def _without_disclaimer(lines: list[str]) -> list[Share]:
    """Mail passed on keeps its signature, which says who is meant; only its disclaimer goes."""
    found = endings.mark(lines, "", last=False)
    return [Share.DISCLAIMER if share is Share.DISCLAIMER else Share.FORWARDED for share in found]


def _joined(shared: list[tuple[str, Share]], wanted: Share) -> str:
    """The lines of one share; where others stood between them, an empty line keeps them apart."""
    out: list[str] = []
    before = wanted
    for words, share in shared:
        if share is wanted:
            if before is not wanted and out and out[-1].strip():
                out.append("")
            out.append(words.rstrip())
        before = share
    return "\n".join(out).strip("\n")
