"""A mail system's report about a letter of ours: what it changes, and what staff are to do about it.

Only the letter's own Message-ID ties it: it is a keyed hash that nobody can guess, so a report that names it comes from
where the letter went. Whatever names less (a reference, an address) anybody may have written: it is told, and changes nothing.
"""

from __future__ import annotations

from intake.desk.drafts import Matter
from intake.model import CameBack, Kind, Plan, Returned, SentLetter

_WHY = (  # RFC 3463, section 3: how the status begins, and what that means
    (("5.1.1", "5.1.0", "5.1.3", "5.1.6", "5.1.10"), "There is no such address."),
    (("5.1.2", "5.4.4", "5.1.8"), "There is no such mail domain."),
    (("5.2.1",), "The mailbox is closed."),
    (("5.2.2", "4.2.2"), "The mailbox is full."),
    (("5.2.3", "5.3.4"), "The letter was too large for it."),
    (("5.7",), "Their mail system refused it."),
    (("4.4", "5.4", "4.7"), "Their mail system could not be reached in time."),
)


def is_report(matter: Matter) -> bool:
    """Whether it is a report about a letter of ours, for certain or perhaps."""
    return matter.case.returned is not None and bool(matter.history.returned or matter.history.maybe_returned)


def registered(matter: Matter) -> Plan:
    """The plan for such a report: never answered; for review where a person has to reach somebody in another way."""
    report, letter = matter.case.returned, matter.history.returned
    assert report is not None
    if letter is None:
        return _perhaps(matter, report)
    if report.action != "failed":
        return _plan(matter, (_NOT_LOST[report.action].format(letter=_described(letter)),))
    why = why_undelivered(report.status)
    said = f"It says that {_described(letter)} came back undelivered."
    if letter.came_back:
        return _plan(matter, (said, "That was reported before."))
    came_back = CameBack(letter.id, why)
    if letter.to_staff:
        cure = "Put the addresses under [notices] in the configuration right."
        return _plan(matter, tuple(filter(None, (said, why, cure))), came_back=came_back)
    cure = f"Please reach whoever wrote {letter.message} in another way: by telephone or post, or at another address."
    return _plan(matter, tuple(filter(None, (said, why))), cure, came_back)


_NOT_LOST = {
    "delayed": "It says that {letter} is late, and is still being tried.",
    "delivered": "It says that {letter} has arrived.",
    "complaint": "It says that somebody has called {letter} unwanted.",
}


def why_undelivered(status: str) -> str:
    """Why a letter came back, as a sentence, from the status of RFC 3463; "" where that says nothing a person can use."""
    return next((why for starts, why in _WHY if any(status == one or status.startswith(f"{one}.") for one in starts)), "")


def _perhaps(matter: Matter, report: Returned) -> Plan:
    letter = matter.history.maybe_returned
    assert letter is not None
    if report.action != "failed":
        return _plan(matter, ())
    told = f"It may be about {_described(letter)}: it names the reference and the address, but not the letter itself."
    return _plan(matter, (told,), f"{told} Please see whether the letter arrived.")


def _plan(matter: Matter, said: tuple[str, ...], suggestion: str = "", came_back: CameBack | None = None) -> Plan:
    verdict = matter.case.verdict
    doubtful = verdict.decision != "ignore" or set(verdict.kinds) != {Kind.BOUNCE}
    return Plan(
        state="review" if doubtful else "automatic",
        review=bool(suggestion) or doubtful or verdict.urgent,
        urgent=verdict.urgent,
        reasons=(*said, *verdict.reasons),
        suggestion=suggestion,
        no_letter=" ".join(verdict.silence) or "It is a mail system's report, which is never answered.",
        came_back=came_back,
    )


def _described(letter: SentLetter) -> str:
    """ "our letter to M-7KQ4 (S2-34X9)"."""
    if letter.to_staff:
        return f"our notice to staff about {letter.message}"
    entered = f" ({', '.join(letter.entries)})" if letter.entries else ""
    return f"our letter about {letter.message}{entered}"
