"""Ties a message to the entries it speaks of: for certain (decision 9 of the protocol), or as a suggestion to staff."""

from __future__ import annotations

from intake.desk.drafts import Matter, counted
from intake.model import EntrySheet, Kind, KnownEntry


def sender(matter: Matter) -> str:
    """The sender's address as entries keep it; "" where there is none."""
    known = matter.case.message.sender
    return known.email.casefold() if known else ""


def tied(matter: Matter, sheet: EntrySheet) -> tuple[KnownEntry, ...]:
    """Entries that this message may change, oldest first; those that staff have typed over (`edited`) only a person changes.

    It answers our letter about them, or it names their reference and comes from the same address. Nothing is tied
    where no letter may go to the sender: then the address is no proof (a forged one fails DMARC), or nobody is there.
    """
    if matter.case.verdict.silence or matter.history.from_junk or not sender(matter):
        return ()
    return tuple(entry for entry in _named(matter) if entry.sheet == sheet and _may_change(matter, entry))


def likely(matter: Matter, sheet: EntrySheet) -> tuple[KnownEntry, ...]:
    """Entries that stand and that the message may be about: named by it, or from the same address."""
    found = {entry.reference: entry for entry in (*_named(matter), *matter.history.by_sender)}
    return tuple(entry for entry in found.values() if entry.sheet == sheet and not cancelled(entry))


def cancelled(entry: KnownEntry) -> bool:
    return entry.status.strip().casefold().startswith(("cancelled", "withdrawn"))


def edited(entry: KnownEntry) -> str:
    """Why only a person may change the entry: staff have typed over it; "" where they have not."""
    return f"A colleague has changed {entry.reference} in the register, so a person decides." if entry.edited else ""


def assumed(entry: KnownEntry) -> bool:
    """Whether the sender named no seminar, and the entry's is only the likeliest."""
    return entry.values.get("assumed") is True


def only_gives_up(matter: Matter) -> bool:
    """Whether a place that is asked for and given up in one breath is just given up: no seminar named, one request tied."""
    if not (matter.wants(Kind.CANCELLATION) and matter.wants(Kind.PLACE_REQUEST)):
        return False
    request = matter.case.request
    named = matter.known((*request.seminars, *request.given_up))
    return not named and len([entry for entry in tied(matter, "place") if not cancelled(entry)]) == 1


def described(matter: Matter, entry: KnownEntry) -> str:
    """The entry in words for staff: its reference, and what it is about."""
    if entry.sheet == "place":
        only = ", only assumed" if assumed(entry) else ""
        return f"{entry.reference} ({matter.label(entry.seminar)}{only}, {counted(entry.places)})"
    return entry.reference


def maybe_about(matter: Matter, sheet: EntrySheet, seminars: frozenset[str] = frozenset()) -> str:
    """A sentence for staff that names the entries the message may be about; "" where there is none."""
    found = [e for e in likely(matter, sheet) if not seminars or e.seminar in seminars or assumed(e)]
    if not found:
        return ""
    listed = ", ".join(described(matter, entry) for entry in found)
    return f"It may be about {listed}."


def _named(matter: Matter) -> tuple[KnownEntry, ...]:
    """Entries named by reference, or by the letter that the message answers."""
    history = matter.history
    by_token = (entry for entry in history.by_sender if _is_answered(matter, entry))
    return tuple({entry.reference: entry for entry in (*history.by_reference, *by_token)}.values())


def _may_change(matter: Matter, entry: KnownEntry) -> bool:
    return _is_answered(matter, entry) or entry.sender.casefold() == sender(matter)


def _is_answered(matter: Matter, entry: KnownEntry) -> bool:
    """Whether the message answers our letter about this entry: the letter bears its reference, or its message's."""
    return matter.history.sent_token in (entry.reference, entry.message)
