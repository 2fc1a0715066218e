"""Place requests: one entry for each seminar asked for."""

from __future__ import annotations

from collections.abc import Iterable

from intake.desk import matching
from intake.desk.answers import needs_noted, proper_names
from intake.desk.drafts import Draft, Matter, counted
from intake.desk.seats import reason, seats, status
from intake.model import Answer, ChangePlan, EntryPlan, Kind, KnownEntry
from intake.programme import Seminar

KIND = Kind.PLACE_REQUEST


def requests(matter: Matter) -> tuple[Draft, ...]:
    """What a place request comes to: a draft for each seminar, or one that leaves the matter to a person."""
    request = matter.case.request
    if matter.wants(Kind.CANCELLATION) and not request.given_up:
        return (_unclear("It asks for a place and gives one up; which seminar is which is for a person to tell."),)
    named = matter.known(set(request.seminars) - set(request.given_up))
    if matter.wants(Kind.AMENDMENT) and named:
        held = {entry.seminar for entry in matching.likely(matter, "place")}
        new = tuple(seminar for seminar in named if seminar.id not in held)
        if not new or len(new) == len(named) > 1:
            return (_unclear("It changes an earlier request and asks for a place; which is which is for a person to tell."),)
        named = new
    if named:
        return tuple(_named(matter, seminar) for seminar in named)
    if replied := [entry for entry in matching.tied(matter, "place") if not matching.cancelled(entry)]:
        return (_about_the_same(matter, replied),)
    assumed = matter.known({request.assumed_seminar or ""} - set(request.given_up))
    return (_assumed(matter, assumed[0]),) if assumed else (_no_seminar(matter),)


def asked(matter: Matter) -> int:
    """Places asked for at each seminar: as stated, else one for each person named, else one."""
    request = matter.case.request
    if request.places is not None and request.places > 0:
        return request.places
    return max(1, len(request.attendees))


def people(names: Iterable[str]) -> str:
    """Names as the register keeps them."""
    return "; ".join(names)


def _named(matter: Matter, seminar: Seminar) -> Draft:
    """A request for a seminar that the sender named."""
    confirmed = [e for e in matching.tied(matter, "place") if e.seminar == seminar.id and e.values.get("assumed") is True]
    if len(confirmed) == 1 and not matching.cancelled(confirmed[0]) and confirmed[0].places == asked(matter):
        return _confirmed(matter, seminar, confirmed[0])
    room = seats(seminar, asked(matter), _taken(matter, seminar), matter.now, matter.programme.zone)
    repeats = _repeated(matter, seminar)
    wrongly = _wrongly_assumed(matter, seminar)
    said = (reason(seminar, room), repeats, wrongly)
    return Draft(
        KIND,
        entry=_entry(matter, seminar, status(room.hurdle), assumed=False),
        answer=_answer(matter, f"place_{room.hurdle}" if room.hurdle else "place_received", seminar),
        would=_would(matter, seminar),
        suggestion=" ".join(filter(None, (repeats, wrongly))),
        reasons=tuple(filter(None, said)),
        review=room.partly() or bool(repeats or wrongly),
    )


def _assumed(matter: Matter, seminar: Seminar) -> Draft:
    """No seminar was named: filed under the one it most likely is, and the letter asks which one is meant."""
    room = seats(seminar, asked(matter), _taken(matter, seminar), matter.now, matter.programme.zone)
    repeats = _repeated(matter, seminar)
    said = (f"No seminar is named; {seminar.label()} is assumed.", reason(seminar, room), repeats)
    return Draft(
        KIND,
        entry=_entry(matter, seminar, status(room.hurdle), assumed=True),
        answer=_answer(matter, "place_no_seminar", None),
        would=_would(matter, seminar),
        suggestion=repeats,
        reasons=tuple(filter(None, said)),
        review=bool(repeats),
    )


def _no_seminar(matter: Matter) -> Draft:
    return Draft(
        KIND,
        answer=_answer(matter, "place_no_seminar", None),
        would=f"Ask which seminar is meant, then enter a request for {counted(asked(matter))}.",
        suggestion=f"Once the seminar is known, enter a request for {counted(asked(matter))}.",
        reasons=("It asks for a place, but not at which seminar.",),
        review=True,
    )


def _confirmed(matter: Matter, seminar: Seminar, entry: KnownEntry) -> Draft:
    """The sender names the seminar that we had assumed: no second entry."""
    said = f"It confirms that {entry.reference} is for {seminar.label()}, as was assumed."
    return Draft(
        KIND,
        change=ChangePlan(entry.reference, None, {"assumed": False}, "The sender has confirmed the seminar."),
        answer=_answer(matter, "place_received", seminar, entry.reference),
        would=said,
        reasons=(said,),
    )


def _about_the_same(matter: Matter, entries: list[KnownEntry]) -> Draft:
    """A reply about a request we have, which names no seminar: it may only say yes. No second entry by a guess."""
    listed = ", ".join(matching.described(matter, entry) for entry in entries)
    said = f"It names no seminar, and may only confirm {listed}."
    return Draft(KIND, would=said, suggestion=said, reasons=(said,), review=True)


def _unclear(sentence: str) -> Draft:
    return Draft(KIND, would=sentence, suggestion=sentence, reasons=(sentence,), review=True)


def _entry(matter: Matter, seminar: Seminar, status_words: str, *, assumed: bool) -> EntryPlan:
    request = matter.case.request
    return EntryPlan(
        sheet="place",
        prefix=seminar.code,
        seminar=seminar.id,
        status=status_words,
        values={
            "places": asked(matter),
            "attendees": people(request.attendees) or None,
            "organisation": request.organisation,
            "phone": request.phone,
            "access": request.access,
            "dietary": request.dietary,
            "assumed": assumed,
        },
    )


def _answer(matter: Matter, template: str, seminar: Seminar | None, reference: str = "") -> Answer:
    request = matter.case.request
    return Answer(
        template,
        reference=reference,
        seminar=seminar.id if seminar else None,
        places=asked(matter),
        names=proper_names(request.attendees),
        needs_noted=needs_noted(request),
    )


def _would(matter: Matter, seminar: Seminar) -> str:
    names = people(matter.case.request.attendees)
    return f"Enter a request for {counted(asked(matter))} at {seminar.label()}" + (f", for {names}." if names else ".")


def _taken(matter: Matter, seminar: Seminar) -> int:
    return matter.history.places_taken.get(seminar.id, 0)


def _repeated(matter: Matter, seminar: Seminar) -> str:
    """A sentence where the same address has asked for the same seminar before, for the same people as far as we know."""
    now_named = {name.casefold() for name in matter.case.request.attendees}
    for entry in matching.likely(matter, "place"):
        before = {name.strip().casefold() for name in str(entry.values.get("attendees") or "").split(";")} - {""}
        if entry.seminar == seminar.id and (not now_named or not before or now_named & before):
            return f"It may repeat {matching.described(matter, entry)}."
    return ""


def _wrongly_assumed(matter: Matter, seminar: Seminar) -> str:
    """A sentence where the message answers our letter about a request that we had put under another seminar."""
    for entry in matching.tied(matter, "place"):
        if entry.values.get("assumed") is True and entry.seminar != seminar.id and not matching.cancelled(entry):
            return f"{matching.described(matter, entry)} was only assumed, and may have to be cancelled."
    return ""
