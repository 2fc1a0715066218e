"""Cancellations and amendments: carried out where the message is tied to an entry and plain, else passed on to a person."""

from __future__ import annotations

from intake.desk import chosen, matching
from intake.desk.answers import needs_noted, proper_names
from intake.desk.drafts import Draft, Matter, counted, ended
from intake.desk.particulars import Values, gaps, held, names, needs, people
from intake.desk.seats import reason, seats
from intake.model import Answer, ChangePlan, Kind, KnownEntry


def cancellations(matter: Matter) -> tuple[Draft, ...]:
    """What a cancellation comes to: a draft for each seminar given up, or one where none is named."""
    request = matter.case.request
    given_up = matter.known(request.given_up)
    if not given_up and not matter.wants(Kind.PLACE_REQUEST):
        given_up = matter.known(request.seminars)
    if not given_up:
        return (_cancellation(matter, None),)
    return tuple(_cancellation(matter, seminar.id) for seminar in given_up)


def amendments(matter: Matter) -> tuple[Draft, ...]:
    """What an amendment comes to. A corrected template that speaks of no seminar is no matter of places."""
    request = matter.case.request
    named = frozenset(seminar.id for seminar in matter.known(request.seminars))
    if matter.wants(Kind.PRACTICE_EXAMPLE) and not named:
        return ()
    if (entry := chosen.waiting(matter)) and _only_moves(matter, entry, named):
        return (chosen.settled(matter, matter.known(named)[0], entry, Kind.AMENDMENT),)
    targets = [e for e in matching.tied(matter, "place") if _stands_for(e, named) and not matching.cancelled(e)]
    if len(targets) == 1 and _is_plain(matter, named):
        hurdle = matching.edited(targets[0])
        values, hurdle = ({}, hurdle) if hurdle else _changed(matter, targets[0])
        if values and not hurdle:
            return (_amended(matter, targets[0], values),)
        return (_passed_on(matter, named, hurdle or "It is not plain what is to be changed."),)
    return (_passed_on(matter, named, ""),)


def _only_moves(matter: Matter, entry: KnownEntry, named: frozenset[str]) -> bool:
    """It puts another seminar in the place of the one we assumed, and asks for no more places."""
    return len(named) == 1 and entry.seminar not in named and not matter.case.request.places and _is_plain(matter, named)


def _cancellation(matter: Matter, seminar: str | None) -> Draft:
    targets = [e for e in matching.tied(matter, "place") if seminar in (None, e.seminar)]
    standing = [entry for entry in targets if not matching.cancelled(entry)]
    either = seminar is None and matter.wants(Kind.PLACE_REQUEST) and not matching.only_gives_up(matter)
    unclear = matter.wants(Kind.AMENDMENT) or either
    if targets and not standing:
        return _cancelled_already(targets[-1])
    if len(standing) == 1 and not unclear and _gives_up_all(matter, standing[0]):
        hurdle = matching.edited(standing[0])
        return _cancellation_passed_on(matter, seminar, hurdle) if hurdle else _cancelled(matter, standing[0])
    return _cancellation_passed_on(matter, seminar)


def _gives_up_all(matter: Matter, entry: KnownEntry) -> bool:
    """Of several places, one or all may be meant; all are only where the message gives their number."""
    if held(entry) == 1:
        return True
    request = matter.case.request
    alone = not matter.wants(Kind.PLACE_REQUEST) and not request.attendees
    return alone and request.places == held(entry)


def _cancelled(matter: Matter, entry: KnownEntry) -> Draft:
    return Draft(
        Kind.CANCELLATION,
        change=ChangePlan(entry.reference, "Cancelled", {}, "The sender has cancelled it."),
        answer=_cancellation_answer(entry),
        would=f"Cancel {matching.described(matter, entry)}.",
        reasons=(f"It cancels {entry.reference}.",),
    )


def _cancelled_already(entry: KnownEntry) -> Draft:
    said = f"{entry.reference} was cancelled before; nothing changes."
    return Draft(Kind.CANCELLATION, answer=_cancellation_answer(entry), would=said, reasons=(said,))


def _cancellation_answer(entry: KnownEntry) -> Answer:
    return Answer("cancellation", reference=entry.reference, seminar=entry.seminar, places=held(entry))


def _cancellation_passed_on(matter: Matter, seminar: str | None, hurdle: str = "") -> Draft:
    about = matching.maybe_about(matter, "place", frozenset({seminar} if seminar else ()))
    found = about or "No request from this address is known that it could be about."
    return Draft(
        Kind.CANCELLATION,
        answer=Answer("cancellation_passed_on", seminar=seminar),
        would=f"Cancel a request. {found}",
        suggestion=f"Cancel a request. {found}",
        reasons=(hurdle or "It gives up a place; which one, a person must say for certain.",),
        review=True,
    )


def _is_plain(matter: Matter, named: frozenset[str]) -> bool:
    others = (Kind.PLACE_REQUEST, Kind.CANCELLATION)
    return len(named) <= 1 and not matter.case.request.given_up and not any(matter.wants(kind) for kind in others)


def _stands_for(entry: KnownEntry, named: frozenset[str]) -> bool:
    return not named or entry.seminar in named


def _amended(matter: Matter, entry: KnownEntry, values: Values) -> Draft:
    request = matter.case.request
    columns = ", ".join(values)
    total = values.get("places")
    who = request.attendees if "attendees" in values else names(entry)
    return Draft(
        Kind.AMENDMENT,
        change=ChangePlan(entry.reference, None, values, f"The sender has changed it: {columns}."),
        answer=Answer(
            "amendment",
            reference=entry.reference,
            seminar=entry.seminar,
            places=total if isinstance(total, int) else held(entry),
            names=proper_names(who),
            needs_noted=needs_noted(request),
        ),
        would=f"Change {matching.described(matter, entry)}: {columns}.",
        reasons=(f"It changes {entry.reference}: {columns}.",),
    )


def _passed_on(matter: Matter, named: frozenset[str], hurdle: str) -> Draft:
    request = matter.case.request
    about = matching.maybe_about(matter, "place", named) or matching.maybe_about(matter, "example")
    found = about or "No request from this address is known that it could be about."
    told = _told(matter)
    return Draft(
        Kind.AMENDMENT,
        answer=Answer(
            "amendment_passed_on",
            seminar=next(iter(named)) if len(named) == 1 else None,
            names=proper_names(request.attendees),
            needs_noted=needs_noted(request),
        ),
        would=f"Change an earlier entry. {found}{told}",
        suggestion=f"Change an earlier entry. {found}{told}",
        reasons=(hurdle or "It changes something sent before; which entry, a person must say for certain.",),
        review=True,
    )


def _told(matter: Matter) -> str:
    """What the message gives, for the person who makes the change."""
    request = matter.case.request
    given = (
        ("further places", str(request.places) if request.places else ""),
        ("names", people(request.attendees)),
        ("access", request.access),
        ("dietary", request.dietary),
    )
    return "".join(f" {ended(f'{what.capitalize()}: {text}')}" for what, text in given if text)


def _changed(matter: Matter, entry: KnownEntry) -> tuple[Values, str]:
    """The columns to set, and why a person must decide instead ("" where none need)."""
    request = matter.case.request
    more = max(0, request.places or 0)
    total = held(entry) + more
    if more and (full := _no_room(matter, entry, more)):
        return {}, full
    values: Values = {"places": total} if more else {}
    before = {name.casefold() for name in names(entry)}
    if not {name.casefold() for name in request.attendees} <= before:
        if len(request.attendees) != total:
            return {}, "It names other people than before; who comes in whose place is for a person to tell."
        values["attendees"] = people(request.attendees)
    elif before and more:
        return {}, "It asks for further places and does not say for whom."
    values |= needs(matter, entry)
    if values:  # a telephone number in a signature is no change in itself
        values |= gaps(matter, entry)
    return values, ""


def _no_room(matter: Matter, entry: KnownEntry, more: int) -> str:
    seminar = next(iter(matter.known({entry.seminar or ""})), None)
    if seminar is None:
        return "The programme no longer has the seminar that this entry is for."
    taken = matter.history.places_taken.get(seminar.id, 0)
    found = seats(seminar, more, taken, matter.now, matter.programme.zone)
    return f"It asks for {counted(more)} more. {reason(seminar, found)}" if found.hurdle else ""
