"""Place requests: one entry for each seminar asked for."""

from __future__ import annotations

from intake.desk import chosen, matching
from intake.desk.answers import needs_noted, proper_names
from intake.desk.drafts import Draft, Matter, counted, ended
from intake.desk.particulars import asked, people, repeated, same_people
from intake.desk.seats import Seats, reason, seats, status
from intake.model import Answer, EntryPlan, Kind, KnownEntry
from intake.programme import Seminar

KIND = Kind.PLACE_REQUEST
_NO_SEMINAR = "P"  # begins the references of requests that name no seminar: they stay true once it is known


def requests(matter: Matter) -> tuple[Draft, ...]:
    """What a place request comes to: a draft for each seminar, or one that leaves the matter to a person."""
    request = matter.case.request
    if matching.only_gives_up(matter):
        return ()
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
        return _all_named(matter, named)
    if replied := [entry for entry in matching.tied(matter, "place") if not matching.cancelled(entry)]:
        return (_about_the_same(matter, replied),)
    assumed = matter.known({request.assumed_seminar or ""} - set(request.given_up))
    return (_assumed(matter, assumed[0]),) if assumed else (_no_seminar(matter),)


def _all_named(matter: Matter, named: tuple[Seminar, ...]) -> tuple[Draft, ...]:
    """The request that waits for its seminar gets one of those named, its own where it is among them."""
    entry = chosen.waiting(matter)
    if entry is None:
        return tuple(_named(matter, seminar, _wrongly_assumed(matter, seminar)) for seminar in named)
    its = next((seminar for seminar in named if seminar.id == entry.seminar), named[0])
    return tuple(chosen.settled(matter, s, entry, KIND) if s is its else _named(matter, s, "") for s in named)


def _named(matter: Matter, seminar: Seminar, wrongly: str) -> Draft:
    """A request for a seminar that the sender named. `wrongly` says which request was perhaps put under another."""
    room = seats(seminar, asked(matter), _taken(matter, seminar), matter.now, matter.programme.zone)
    repeats = repeated(matter, seminar.id)
    said = (reason(seminar, room), repeats, wrongly)
    return Draft(
        KIND,
        entry=_entry(matter, seminar, status(room.hurdle), assumed=False),
        answer=_answer(matter, f"place_{room.hurdle}" if room.hurdle else "place_received", seminar, room),
        would=_would(matter, seminar),
        suggestion=" ".join(filter(None, (repeats, wrongly))),
        reasons=tuple(filter(None, said)),
        review=room.partly() or bool(repeats or wrongly),
    )


def _assumed(matter: Matter, seminar: Seminar) -> Draft:
    """No seminar was named: filed under the one it most likely is, and the letter asks which one is meant."""
    room = seats(seminar, asked(matter), _taken(matter, seminar), matter.now, matter.programme.zone)
    repeats = repeated(matter, seminar.id)
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
        prefix=_NO_SEMINAR if assumed else seminar.code,
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
            "check": " ".join(matter.case.verdict.marks) or None,
        },
    )


def _answer(matter: Matter, template: str, seminar: Seminar | None, room: Seats | None = None) -> Answer:
    request = matter.case.request
    return Answer(
        template,
        seminar=seminar.id if seminar else None,
        places=asked(matter),
        names=proper_names(request.attendees),
        needs_noted=needs_noted(request),
        left=room.left if room else None,
    )


def _would(matter: Matter, seminar: Seminar) -> str:
    names = people(matter.case.request.attendees)
    return ended(f"Enter a request for {counted(asked(matter))} at {seminar.label()}" + (f", for {names}" if names else ""))


def _taken(matter: Matter, seminar: Seminar) -> int:
    return matter.history.places_taken.get(seminar.id, 0)


def _wrongly_assumed(matter: Matter, seminar: Seminar) -> str:
    """A sentence where the message may answer our question about a request that we had put under another seminar."""
    given_up = matter.case.request.given_up
    for entry in matching.likely(matter, "place"):
        elsewhere = entry.seminar != seminar.id and entry.seminar not in given_up
        if matching.assumed(entry) and elsewhere and same_people(matter, entry):
            return f"It may be the answer about {matching.described(matter, entry)}, which then has to be cancelled."
    return ""
