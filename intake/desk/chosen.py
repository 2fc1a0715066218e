"""The answer to our own question "which seminar?": the request that waits for it is put there, and no second one is made."""

from __future__ import annotations

from intake.desk import matching
from intake.desk.answers import needs_noted, proper_names
from intake.desk.drafts import Draft, Matter, counted, ended
from intake.desk.particulars import Values, asked, gaps, held, names, needs, people, repeated
from intake.desk.seats import Seats, is_waiting, reason, seats, status
from intake.model import Answer, ChangePlan, Kind, KnownEntry
from intake.programme import Seminar


def waiting(matter: Matter) -> KnownEntry | None:
    """The one request tied to the message whose seminar is only assumed; None where there are several, or it is given
    up or a colleague's matter."""
    if matter.wants(Kind.CANCELLATION):
        return None
    found = [e for e in matching.tied(matter, "place") if matching.assumed(e) and not matching.cancelled(e)]
    return found[0] if len(found) == 1 and not matching.edited(found[0]) else None


def settled(matter: Matter, seminar: Seminar, entry: KnownEntry, kind: Kind) -> Draft:
    """The seminar of `entry` is `seminar` from now on. Its reference and its places stay; other people are for a person."""
    values = {"assumed": False, **_people_now(matter, entry), **needs(matter, entry), **gaps(matter, entry)}
    room = seats(seminar, held(entry), _taken(matter, seminar, entry), matter.now, matter.programme.zone)
    status_words = status(room.hurdle)
    said = f"It says that {entry.reference} is for {ended(seminar.label())}"
    doubts = tuple(filter(None, (_others(matter, entry), repeated(matter, seminar.id, beside=entry.reference))))
    return Draft(
        kind,
        change=ChangePlan(
            entry.reference,
            status_words if entry.status.startswith("Asked") and entry.status != status_words else None,
            values,
            "The sender has told us the seminar.",
            seminar=seminar.id,
        ),
        answer=_answer(matter, seminar, entry, room, values),
        would=f"Put {matching.described(matter, entry)} under {ended(seminar.label())}",
        suggestion=" ".join(doubts),
        reasons=tuple(filter(None, (said, reason(seminar, room), *doubts))),
        review=room.partly() or bool(doubts),
    )


def _answer(matter: Matter, seminar: Seminar, entry: KnownEntry, room: Seats, values: Values) -> Answer:
    noted = values.get("attendees")
    return Answer(
        f"place_{room.hurdle}" if room.hurdle else "place_received",
        reference=entry.reference,
        seminar=seminar.id,
        places=held(entry),
        names=proper_names(matter.case.request.attendees if noted else names(entry)),
        needs_noted=needs_noted(matter.case.request),
        left=room.left,
    )


def _taken(matter: Matter, seminar: Seminar, entry: KnownEntry) -> int:
    """Places taken by others: the entry is counted already where it is moved to."""
    taken = matter.history.places_taken.get(seminar.id, 0)
    own = held(entry) if entry.seminar == seminar.id and not is_waiting(entry.status) else 0
    return max(0, taken - own)


def _people_now(matter: Matter, entry: KnownEntry) -> Values:
    """Names for an entry that had none, where there are as many as places."""
    attendees = matter.case.request.attendees
    return {"attendees": people(attendees)} if not names(entry) and len(attendees) == held(entry) else {}


def _others(matter: Matter, entry: KnownEntry) -> str:
    """A sentence where the message speaks of more places or of other people than the entry; one place is what most say."""
    attendees = matter.case.request.attendees
    before = {name.casefold() for name in names(entry)}
    strangers = bool(before) and not {name.casefold() for name in attendees} <= before
    if asked(matter) <= held(entry) and not strangers:
        return ""
    whom = f", for {people(attendees)}" if attendees else ""
    return f"{entry.reference} is for {counted(held(entry))}; the reply speaks of {ended(counted(asked(matter)) + whom)}"
