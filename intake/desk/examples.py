"""The call: returned templates, complete or not, newer versions of them, and requests for the blank one."""

from __future__ import annotations

from dataclasses import replace

from intake.desk import matching
from intake.desk.answers import kept_files, labels
from intake.desk.drafts import Draft, Matter, ended
from intake.model import Answer, EntryPlan, Example, Kind, KnownEntry
from intake.programme import Call

KIND = Kind.PRACTICE_EXAMPLE
_UNREAD = Example({}, None)


def returned(matter: Matter) -> tuple[Draft, ...]:
    """What a returned template comes to: one draft."""
    call, example = matter.programme.call, matter.case.example
    if call is None:
        said = "It returns a template, but no call is configured."
        return (Draft(KIND, would=said, suggestion=said, reasons=(said,), review=True),)
    if example is None and not kept_files(matter.case.message.parts):
        return (_no_attachment(matter, call),)
    draft = _read(matter, call, example or _UNREAD)
    return (_newer(matter, draft),)


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


def _read(matter: Matter, call: Call, example: Example) -> Draft:
    status, template = _state(matter, example)
    missing = None if example.missing is None else labels(call, example.missing)
    return Draft(
        KIND,
        entry=EntryPlan(
            sheet="example",
            prefix=call.code,
            seminar=None,
            status=status,
            values={
                **{f"f_{key}": answer for key, answer in example.fields.items()},
                "missing": "; ".join(missing) if missing else None,
                "late": matter.case.late,
                "source": example.source or None,
            },
        ),
        answer=Answer(template, missing=missing or (), files=kept_files(matter.case.message.parts), late=matter.case.late),
        would=ended(f"Enter a {call.thing}: {status.lower()}" + (f", from {example.source}" if example.source else "")),
        suggestion="Open the file and enter its answers." if missing is None else "",
        reasons=_reasons(matter, missing),
        review=missing is None,
        certain=bool(missing is not None and example.part is not None and example.fields),
    )


def _state(matter: Matter, example: Example) -> tuple[str, str]:
    """(status for the register, template of the answer)."""
    if example.missing is None:
        return "Not readable", "example_unreadable"
    if example.missing:
        return "Incomplete", "example_incomplete"
    return "Received", "example_late" if matter.case.late else "example_complete"


def _reasons(matter: Matter, missing: tuple[str, ...] | None) -> tuple[str, ...]:
    late = ("It came after the deadline.",) if matter.case.late else ()
    if missing is None:
        return ("The program could not read the form.", *late)
    blank = (ended(f"Left blank: {'; '.join(missing)}"),) if missing else ()
    return (*blank, *late)


def _newer(matter: Matter, draft: Draft) -> Draft:
    """Mark a newer version of an earlier form: tied for certain, else as a suggestion."""
    if draft.entry is None:
        return draft
    amends = matter.wants(Kind.AMENDMENT) and not matter.known(matter.case.request.seminars)
    tied = [e for e in matching.tied(matter, "example") if amends or _unfinished(e) or _same_title(matter, e)]
    if len(tied) == 1 and not matching.cancelled(tied[0]):
        said = f"It is a newer version of {tied[0].reference}."
        entry = replace(draft.entry, supersedes=tied[0].reference)
        return replace(draft, entry=entry, reasons=(*draft.reasons, said))
    earlier = [e for e in matching.likely(matter, "example") if amends or _unfinished(e) or _same_title(matter, e)]
    if not earlier and not amends:
        return draft
    listed = ", ".join(entry.reference for entry in earlier)
    said = f"It may be a newer version of {listed}." if earlier else "It corrects a form that is not known from this address."
    suggestion = " ".join(filter(None, (draft.suggestion, said)))
    return replace(draft, suggestion=suggestion, reasons=(*draft.reasons, said), review=True)


def _unfinished(entry: KnownEntry) -> bool:
    return entry.status in ("Incomplete", "Not readable")


def _same_title(matter: Matter, entry: KnownEntry) -> bool:
    example = matter.case.example
    title = (example.fields.get("title") or "") if example else ""
    return bool(title) and title.casefold() == str(entry.values.get("f_title") or "").casefold()
