"""May we answer: why no letter goes to a message (protocol, sections 1 and 4), and why a letter waits for a person."""

from __future__ import annotations

from datetime import datetime

from intake.desk import matching
from intake.desk.drafts import Matter
from intake.model import MACHINE_KINDS, History, SendingLimits


def why_silent(matter: Matter) -> str:
    """Why no automatic letter may go to this message, as a sentence; "" where it may."""
    case, history = matter.case, matter.history
    message = case.message
    address = matching.sender(matter)
    rules = (
        (bool(case.verdict.silence), " ".join(case.verdict.silence)),
        (any(kind in MACHINE_KINDS for kind in case.verdict.kinds), "It looks like automatic mail, which is never answered."),
        (message.sender is None, message.sender_fault or "There is no one address to answer."),
        (not _usable(address), "The sender's address cannot be written to."),
        (address in matter.programme.addresses, "It comes from the mailbox's own address."),
        (history.seen_before_here, "A colleague has put the message back, and decides what to answer."),
        (history.answers_notice, "It answers a notice to staff, and staff get no letters."),
        (history.same_kinship, "It may be a message that we have already, so nobody is answered twice."),
        (history.answered_by_colleague, "A colleague has answered it already."),
        (history.from_junk, "It lay in the Junk folder, and mail from there is not answered automatically."),
        (history.before_start, "It is from before the day this program began its work."),
        (not case.acknowledge and not case.verdict.urgent, "There is nothing in it that an automatic letter could answer."),
    )
    return next((sentence or "It must not be answered." for applies, sentence in rules if applies), "")


def why_held(received: datetime, now: datetime, history: History, limits: SendingLimits) -> str:
    """Why the letter must wait for a person, as a sentence; "" where it may go."""
    rules = (
        (bool(history.breaker), f"Sending is stopped: {history.breaker}"),
        ((now - received).days >= limits.age_days, f"The message is more than {_days(limits.age_days)} old."),
        (history.letters_today >= limits.per_person_a_day, _enough(history.letters_today, "this address")),
        (history.letters_today_all >= limits.a_day, _enough(history.letters_today_all, "all addresses together")),
    )
    return next((sentence for applies, sentence in rules if applies), "")


def _usable(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(local and at and domain) and address.isprintable() and not any(c.isspace() or c in "<>,;" for c in address)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _enough(count: int, whom: str) -> str:
    letters = "1 automatic letter has" if count == 1 else f"{count} automatic letters have"
    return f"{letters} gone to {whom} in the last 24 hours."
