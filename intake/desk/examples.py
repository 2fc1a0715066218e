"""The call: returned templates, complete or not, newer versions of them, and requests for the blank one."""

from __future__ import annotations

from dataclasses import replace

from intake.desk import matching, versions
from intake.desk.answers import kept_files, labels
from intake.desk.drafts import Draft, Matter, ended
from intake.model import Answer, EntryPlan, Example, Kind, KnownEntry
from intake.programme import Call

KIND = Kind.PRACTICE_EXAMPLE
_UNREAD = Example({}, None)
_WHAT_TO_DO = {
    "": "Open the file and enter its answers.",
    "password": "Ask for the password, or for the file without one, and enter its answers.",
    "picture": "Open the picture and enter its answers.",
    "program": "Open the file with a program that knows it, or ask for another, and enter its answers.",
    "link": "See whether the link can be followed safely, or wait for the file itself.",
    "damaged": "See whether the file can be opened, or ask for it again.",
    "large": "See whether the file can be opened, or ask for a smaller one.",
}


def returned(matter: Matter) -> tuple[Draft, ...]:
    """What returned templates come to: one draft each."""
    call, case = matter.programme.call, matter.case
    if matter.completed is not None:
        return (matter.completed,)
    if call is None:
        said = "It returns a template, but no call is configured."
        return (Draft(KIND, would=said, suggestion=said, reasons=(said,), review=True),)
    if case.example is None and not kept_files(case.message.parts):
        return (_no_attachment(matter, call),)
    if case.example is None and case.other_files:
        return (_another_file(matter, call),)
    found = (case.example or _UNREAD, *case.further)
    alone = len(found) == 1
    drafts: list[Draft] = []
    for example in found:
        changed = frozenset(draft.change.reference for draft in drafts if draft.change)
        drafts.append(_newer(matter, call, example, _read(matter, call, example, alone=alone), changed))
    return tuple(drafts)


def template_wanted(matter: Matter) -> tuple[Draft, ...]:
    """What a request for the blank template comes to: a letter that carries it, or none to send."""
    kind, call = Kind.TEMPLATE_REQUEST, matter.programme.call
    if call is None:
        said = "It asks for a template, but no call is configured."
        return (Draft(kind, answer=Answer("template_none"), would=said, suggestion=said, reasons=(said,), review=True),)
    late = matter.programme.is_late(matter.now)
    return (Draft(kind, answer=Answer("template_sent", late=late), would="Send the blank template."),)


def _no_attachment(matter: Matter, call: Call) -> Draft:
    return Draft(
        KIND,
        answer=Answer("example_no_attachment", late=matter.case.late),
        would=f"Ask for the {call.thing}: no file came with the message.",
        suggestion=f"Ask for the {call.thing} if the sender does not send it after our letter.",
        reasons=("It speaks of a template, but no file came with it and its text has no answers.",),
        review=True,
    )


def _another_file(matter: Matter, call: Call) -> Draft:
    numbers = ", ".join(map(str, matter.case.other_files))
    said = f"It speaks of a template, but file {numbers} is another document: it has none of the form's questions."
    return Draft(
        KIND,
        answer=Answer("example_other_file", files=kept_files(matter.case.message.parts), late=matter.case.late),
        would=f"Ask whether it is the right file: no {call.thing} was found in it.",
        suggestion="See what the file is. Nothing was entered for it.",
        reasons=(said,),
        review=True,
    )


def _read(matter: Matter, call: Call, example: Example, *, alone: bool) -> Draft:
    """The example as a new entry. `alone`: all files of the message go with it; else the one that it was read from."""
    late = matter.case.late
    missing = None if example.missing is None else labels(call, example.missing)
    status = status_of(example)
    parts = [p for p in matter.case.message.parts if alone or example.part is None or p.number == example.part]
    return Draft(
        KIND,
        entry=EntryPlan(
            "example", call.code, None, status, versions.values(call, example, late=late, marks=matter.case.verdict.marks)
        ),
        answer=Answer(
            _template(example, late), missing=missing or (), files=kept_files(parts), late=late, unread=example.unread
        ),
        would=ended(f"Enter a {call.thing}: {status.lower()}" + (f", from {example.source}" if example.source else "")),
        suggestion=_WHAT_TO_DO[example.unread] if missing is None else " ".join(example.doubts),
        reasons=(*_reasons(late, missing), *example.notes),
        review=missing is None or bool(example.unclear or example.doubts),
        certain=bool(missing is not None and example.part is not None and example.fields),
    )


def status_of(example: Example) -> str:
    """For the register."""
    if example.missing is None:
        return "Not readable"
    if not example.fields:
        return "Blank"
    return "Incomplete" if example.missing else "Received"


def _template(example: Example, late: bool) -> str:
    """The letter's answer."""
    if example.missing is None:
        return "example_unreadable"
    if not example.fields:
        return "example_blank"
    if example.missing:
        return "example_incomplete"
    return "example_late" if late else "example_complete"


def _reasons(late: bool, missing: tuple[str, ...] | None) -> tuple[str, ...]:
    late_too = ("It came after the deadline.",) if late else ()
    if missing is None:
        return ("The program could not read the form.", *late_too)
    blank = (ended(f"Left blank: {'; '.join(missing)}"),) if missing else ()
    return (*blank, *late_too)


def _newer(matter: Matter, call: Call, example: Example, draft: Draft, changed: frozenset[str]) -> Draft:
    """The draft as the next version of an earlier form: carried out where it is tied to it for certain, else suggested.

    `changed`: entries that another form of the same message is the next version of already.
    """
    if (again := _same_form(matter, example)) is not None:
        return _again(matter, again, draft)
    amends = matter.wants(Kind.AMENDMENT) and not matter.known(matter.case.request.seminars)
    answered = [e for e in matching.tied(matter, "example") if e.reference not in changed]
    tied = [e for e in answered if versions.is_next(e, example) and not matching.cancelled(e)]
    if len(tied) == 1 and example.fields and not tied[0].edited:
        return _next_version(matter, call, example, tied[0], draft)
    earlier = [e for e in matching.likely(matter, "example") if amends or _unfinished(e) or _same_title(call, example, e)]
    earlier = list({e.reference: e for e in (*answered, *earlier)}.values())
    if not earlier and not amends:
        return draft
    listed = ", ".join(entry.reference for entry in earlier)
    said = f"It may be a newer version of {listed}." if earlier else "It corrects a form that is not known from this address."
    typed_over = tuple(matching.edited(entry) for entry in tied if entry.edited)
    suggestion = " ".join(filter(None, (draft.suggestion, said)))
    return replace(draft, suggestion=suggestion, reasons=(*draft.reasons, said, *typed_over), review=True)


def _same_form(matter: Matter, example: Example) -> KnownEntry | None:
    """The entry that has these very answers already, whoever sent it."""
    return next((e for e in matter.history.same_forms if versions.same_answers(e.values, example.fields)), None)


def _again(matter: Matter, entry: KnownEntry, draft: Draft) -> Draft:
    """One form that is sent twice is one entry. To another address than the entry's its reference is not told."""
    said = f"The same answers are entered already as {entry.reference}; nothing changes."
    if entry.sender != matching.sender(matter):
        said = f"{said} They came from another address."
        return replace(draft, entry=None, answer=Answer("received"), would=said, reasons=(said,), review=True)
    late = entry.values.get("late") is True
    template = "example_complete" if draft.answer and draft.answer.template == "example_late" and not late else None
    answer = draft.answer and replace(
        draft.answer, reference=entry.reference, late=late, template=template or draft.answer.template
    )
    return replace(draft, entry=None, answer=answer, would=said, reasons=(said,))


def _next_version(matter: Matter, call: Call, example: Example, entry: KnownEntry, draft: Draft) -> Draft:
    change = versions.change(call, example, entry, late=matter.case.late)
    missing = labels(call, change.missing)
    late = entry.values.get("late") is True
    template = "example_incomplete" if missing else "example_late" if late else "example_complete"
    answer = draft.answer and replace(
        draft.answer, template=template, missing=missing, version=change.version, reference=entry.reference, late=late
    )
    said = f"It is version {change.version} of {entry.reference}."
    plan = replace(change.plan, status="Incomplete" if missing else "Received")
    return replace(draft, entry=None, change=plan, answer=answer, would=said, reasons=(said, *example.notes))


def _unfinished(entry: KnownEntry) -> bool:
    return entry.status in ("Incomplete", "Not readable")


def _same_title(call: Call, example: Example, entry: KnownEntry) -> bool:
    heading = call.heading()
    title = example.fields.get(heading.key) if heading else None
    if heading is None or not title:
        return False
    return title.casefold() == str(entry.values.get(f"f_{heading.key}") or "").casefold()
