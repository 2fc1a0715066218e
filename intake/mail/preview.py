"""Trying the letters: each one written with sample data, for `intake check` and for a page to look at."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from intake.config import Config
from intake.errors import SetAside
from intake.mail.compose import bare_address
from intake.model import Answer, LetterPlan, Notice, Unread
from intake.programme import Programme, Seminar

if TYPE_CHECKING:
    from intake.mail.letters import Writer, Written

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, without its rarer forms
REFERENCE = "M-4AC9"
ANSWERS = {
    "place_received": "A place is asked for",
    "place_no_seminar": "A place is asked for, we cannot tell where",
    "place_past": "A place is asked for, the seminar is over",
    "place_closed": "A place is asked for, the seminar is closed",
    "place_full": "A place is asked for, the seminar is full",
    "cancellation": "A request is cancelled",
    "cancellation_passed_on": "A cancellation that a person must carry out",
    "amendment": "A request is changed",
    "amendment_passed_on": "A change that a person must make",
    "example_complete": "A completed template, all answered",
    "example_incomplete": "A completed template, answers missing",
    "example_blank": "A completed template is announced, it is blank",
    "example_late": "A completed template after the last day",
    "example_no_attachment": "A completed template is announced, no file found",
    "example_unreadable": "A completed template the program cannot read",
    "example_other_file": "A completed template is announced, another document came",
    "template_sent": "The blank template is asked for",
    "template_none": "The blank template is asked for, there is no call",
    "question": "A question",
    "received": "Anything else from a person",
    "urgent": "Words of danger",
}

UNREAD: dict[Unread, str] = {
    "picture": "A photograph of a completed template",
    "password": "A completed template with a password",
    "program": "A completed template from a program that we do not know",
    "link": "A link to a completed template",
    "large": "A completed template that is too large",
    "damaged": "A completed template that is damaged",
}


NOTICES = {
    "A notice to staff: words of danger": Notice("urgent", (REFERENCE,), date(2016, 1, 20), answered=True),
    "A notice to staff: words of danger, no reply goes": Notice("urgent", (REFERENCE,), date(2016, 1, 20)),
    "The daily notice to staff": Notice("daily", (REFERENCE, "M-7KQ4", "M-3MRX"), date(2016, 1, 20), urgent=1, held=2),
    "The daily notice to staff, one message": Notice("daily", (REFERENCE,), date(2016, 1, 20)),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter to try."""

    title: str  # when it is sent, for administrators
    plan: LetterPlan


def samples(config: Config) -> Iterator[Sample]:
    """For the page: every letter once, with everything in it, and one that answers two things."""
    answers = {name: _full(name, config.programme) for name in ANSWERS}
    told = bool(config.notices.to)
    for number, (name, title) in enumerate(ANSWERS.items()):
        yield Sample(title, _plan((answers[name],), first=number == 0, staff_told=told))
    for unread, title in UNREAD.items():
        yield Sample(title, _plan((replace(answers["example_unreadable"], unread=unread),), first=False))
    again = replace(answers["example_complete"], version=2)
    yield Sample("A completed template that takes the place of an earlier one", _plan((again,), first=False))
    if config.programme.seminars and config.programme.call:
        both = (answers["place_received"], answers["example_incomplete"])
        yield Sample("Two things in one message", _plan(both, first=False))


def variations(config: Config) -> Iterator[Sample]:
    """For the check: every letter bare, with one of each thing and with many of each, first letters and later ones."""
    yield from samples(config)
    for name, title in ANSWERS.items():
        full = _full(name, config.programme)
        one = Answer(name, full.reference, full.seminar, 1, full.names[:1], True, full.missing[:1], full.files[:1], left=0)
        for answer in (Answer(name), one):
            yield Sample(title, _plan((answer,), first=True, staff_told=answer is one))


def faults(writer: Writer) -> list[str]:
    """What is wrong with the letters, as sentences, each once."""
    config = writer.config
    found = [*_settings_faults(config), *_unknown_files(config.letters.folder, writer.folders[-1])]
    for moment in moments(config.programme):
        for sample in variations(config):
            try:
                written = _write(writer, sample, moment)
            except SetAside as error:
                found.append(str(error))
                continue
            if (code := sample.plan.answers[0].reference or REFERENCE) not in written.text or code not in written.html:
                found.append(
                    f"The letter {written.template} does not give the reference. "
                    "Put it back into letter.txt.j2 and letter.html.j2, from the program's own letters."
                )
    for notice in (*NOTICES.values(), *_many()):
        try:
            written = _notice(writer, notice)
        except SetAside as error:
            found.append(str(error))
            continue
        if REFERENCE not in written.text:
            found.append(f"The notice notices/{notice.kind}.j2 does not give the reference. Put it back into that file.")
    return list(dict.fromkeys(found))


def _many() -> Iterator[Notice]:
    """More than one notice lists, all of one kind or the other."""
    references = (REFERENCE, *(f"M-{number}" for number in range(100)))
    for urgent in (0, 1, 2, len(references)):
        yield Notice("daily", references, date(2016, 1, 20), urgent=urgent, held=urgent)


def _notice(writer: Writer, notice: Notice) -> Written:
    moment = datetime.combine(notice.day, time(9), UTC)
    return writer.notice(notice, to="a.colleague@people.example", message_id="<sample@desk.example>", now=moment)


def page(writer: Writer) -> str:
    """The page to look at, from templates/preview.html.j2. Raises SetAside where a letter is broken."""
    programme = writer.config.programme
    letters = [(s.title, _write(writer, s, _hour(s.plan.answers, programme))) for s in samples(writer.config)]
    notices = [(title, _notice(writer, notice)) for title, notice in NOTICES.items()]
    return writer.render("preview.html.j2", {"programme": programme, "written": letters, "notices": notices})


def moments(programme: Programme) -> Iterator[datetime]:
    """Noon a month before everything, and noon a month after: open and over are both tried. No clock is read."""
    days = [s.date for s in programme.seminars] + ([programme.call.deadline] if programme.call else [])
    first, last = (min(days), max(days)) if days else (datetime(2016, 1, 1, tzinfo=UTC).date(),) * 2
    yield _noon(first - timedelta(days=30))
    yield _noon(last + timedelta(days=30))


def _hour(answers: tuple[Answer, ...], programme: Programme) -> datetime:
    """When such a letter would be written: a month before everything, but after what it says is over."""
    for answer in answers:
        seminar = next((s for s in programme.seminars if s.id == answer.seminar), None)
        if answer.template == "place_past" and seminar:
            return _noon(seminar.date + timedelta(days=1))
        if answer.late and programme.call:
            return _noon(programme.call.deadline + timedelta(days=2))
    return next(moments(programme))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _full(name: str, programme: Programme) -> Answer:
    place = name.startswith(("place", "cancellation", "amendment"))
    example = name.startswith("example")
    seminar = _sample_seminar(name, programme) if place else None
    labels = [q.label for q in programme.call.fields if q.required] if programme.call else []
    known = seminar is not None and name != "place_no_seminar"
    return Answer(
        template=name,
        reference=_reference(name, seminar, programme),
        seminar=seminar.id if seminar and known else None,
        places=2 if place else None,
        names=("Ann Example", "Bob Example") if place else (),
        needs_noted=place,
        missing=tuple(labels[:2]) if name == "example_incomplete" else (),
        files=((1, "Word document", 24_310), (2, "photograph", 1_482_000))
        if example and name != "example_no_attachment"
        else (),
        late=name == "example_late",
        left=1 if name == "place_full" else None,
    )


def _sample_seminar(name: str, programme: Programme) -> Seminar | None:
    """The second one; of those that are over, the first, so that others are still to come."""
    in_order = sorted(programme.seminars, key=lambda s: s.date) if name == "place_past" else programme.seminars
    return in_order[0 if name == "place_past" else min(1, len(in_order) - 1)] if in_order else None


def _reference(name: str, seminar: Seminar | None, programme: Programme) -> str:
    if name == "place_no_seminar":
        return "P-7KQ4"
    if seminar:
        return f"{seminar.code}-7KQ4"
    if name == "question":
        return "Q-7KQ4"
    return f"{programme.call.code}-3MRX" if name.startswith("example") and programme.call else ""


def _plan(answers: tuple[Answer, ...], *, first: bool, staff_told: bool = False) -> LetterPlan:
    return LetterPlan(
        to="ann@people.example",
        answers=answers,
        first=first,
        urgent=answers[0].template == "urgent",
        attach_template=answers[0].template == "template_sent",
        in_reply_to="<sample@people.example>",
        staff_told=staff_told,
    )


def _write(writer: Writer, sample: Sample, moment: datetime) -> Written:
    return writer.compose(sample.plan, reference=REFERENCE, message_id="<sample@desk.example>", now=moment)


def _settings_faults(config: Config) -> Iterator[str]:
    try:
        bare_address(config.from_address)
    except SetAside:
        yield (
            f"Letters cannot be sent from {config.from_address}: it is no address every mail server accepts. "
            "Put another into smtp.from_address."
        )
    if not LANGUAGE.fullmatch(config.letters.language):
        yield f'letters.language "{config.letters.language}" is no language tag. Use one such as "en-GB".'


def _unknown_files(folder: Path, shipped: Path) -> Iterator[str]:
    """A letter under a name that nothing asks for is never sent: most often a slip of the pen."""
    known = [str(path.relative_to(shipped)) for path in sorted(shipped.rglob("*.j2"))]
    for path in sorted(folder.rglob("*.j2")):
        name = str(path.relative_to(folder))
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield f"No letter is called {path}." + (f" Did you mean {near[0]}?" if near else " Rename or remove it.")
