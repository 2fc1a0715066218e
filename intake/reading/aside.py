"""What a message that is no form may answer of one: read without knowing the form that was sent before."""

from __future__ import annotations

import re
from collections.abc import Callable

from intake.model import Aside, Message, Reading, Wording
from intake.programme import Call
from intake.reading import sentences, words

_LEADS = re.compile(
    r"\b(?:sorry|apolog\w+|missed|forgot(?:ten)?|oversight|overlooked|slipped|here (?:is|are)|answers?"
    r"|wishes|regards|cheers|(?:last|missing|other) one|hope (?:this|that)|that is all|that's all|below|let me know if)\b"
)
_SIGN_OFF = re.compile(
    r"\W*(?:(?:many|with|kind|best|warm|kindest|all the|very) )*(?:thanks|thank you|regards|wishes|best|cheers|sincerely|yours)"
    r"(?: again| so much| very much)?\W*",
    re.IGNORECASE,
)
_SHORT = 12  # words of a sentence that only leads up to an answer, or thanks


def read(parsed: Message, wording: Wording, call: Call, about: bool, reading_of: Callable[[str], Reading]) -> Aside | None:
    """The answers, and what the message is without them. `about`: it answers a message, or names a reference of ours.

    `reading_of` reads own words that are left over. None where the message neither answers anything nor speaks of the form.
    """
    if not about and not _speaks_of_form(wording.own, call):
        return None
    from intake import forms

    own = _without_name(wording.own, parsed)
    found = forms.aside.answered(parsed.text, own, call)
    told = [one for one in sentences.of(own) if not _is_courtesy(one.plain)]
    bare = forms.aside.meant(told[0].text, call) if len(told) == 1 and not told[0].asks else {}
    left = [one for one in sentences.of(found.rest) if not _is_courtesy(one.plain)]
    apart = bool(found.answers or found.unclear)
    rest = reading_of(found.rest) if apart and left else None
    return Aside(found.answers, found.unclear, {} if apart else bare, bool(told), rest)


def _speaks_of_form(own: str, call: Call) -> bool:
    said = own.casefold()
    named = (name.casefold() for name in (call.thing, *call.also))
    return any(name in said and re.search(rf"\b{re.escape(name)}\b", said) for name in named)


def _without_name(own: str, parsed: Message) -> str:
    """The words up to a signature that is only a name or a greeting, which would run into the last answer."""
    lines = own.rstrip().splitlines()
    known = f"{parsed.sender.name} {parsed.sender.email}" if parsed.sender else ""
    name = set(re.findall(r"\w+", known.casefold()))
    while lines and (
        not (said := re.findall(r"\w+", lines[-1].casefold())) or set(said) <= name or _SIGN_OFF.fullmatch(lines[-1])
    ):
        lines.pop()
    return "\n".join(lines)


def _is_courtesy(plain: str) -> bool:
    """Whether a sentence is thanks, or leads up to an answer."""
    if len(plain.split()) > _SHORT or plain.rstrip().endswith("?"):
        return False
    return bool(words.sign("thanks").search(plain) or _LEADS.search(plain))
