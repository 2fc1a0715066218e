"""Ties a message to the entries it speaks of: for certain (decision 9 of the protocol), or as a suggestion to staff."""

from __future__ import annotations

from intake.desk.drafts import Matter, counted
from intake.model import EntrySheet, KnownEntry


def sender(matter: Matter) -> str:
    """The sender's address as entries keep it; "" where there is none."""
    known = matter.case.message.sender
    return known.email.casefold() if known else ""


def tied(matter: Matter, sheet: EntrySheet) -> tuple[KnownEntry, ...]:
    """Entries that this message may change, oldest first.

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


def described(matter: Matter, entry: KnownEntry) -> str:
    """The entry in words for staff: its reference, and what it is about."""
    if entry.sheet == "place":
        return f"{entry.reference} ({matter.label(entry.seminar)}, {counted(entry.places)})"
    return entry.reference


def maybe_about(matter: Matter, sheet: EntrySheet, seminars: frozenset[str] = frozenset()) -> str:
    """A sentence for staff that names the entries the message may be about; "" where there is none."""
    found = [e for e in likely(matter, sheet) if not seminars or e.seminar in seminars]
    if not found:
        return ""
    listed = ", ".join(described(matter, entry) for entry in found)
    return f"It may be about {listed}."


def _named(matter: Matter) -> tuple[KnownEntry, ...]:
    """Entries named by reference, or by the letter that the message answers."""
    history = matter.history
    by_token = (entry for entry in history.by_sender if entry.reference == history.sent_token)
    return tuple({entry.reference: entry for entry in (*history.by_reference, *by_token)}.values())


def _may_change(matter: Matter, entry: KnownEntry) -> bool:
    return entry.reference == matter.history.sent_token or entry.sender.casefold() == sender(matter)
