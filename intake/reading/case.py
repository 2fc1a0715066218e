"""Puts the readings of one message together: bytes -> Case, and a Case as `intake explain --json` prints it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from intake import reference
from intake.model import MACHINE_KINDS, Aside, Bounds, Case, Example, Kind, Message, Reading, Request, Verdict, Wording
from intake.programme import Call, Programme
from intake.reading import (
    answers,
    aside,
    classify,
    message,
    organisation,
    phones,
    request,
    returned,
    seminars,
    sender,
    single,
    told,
    wishes,
    wording,
)
from intake.reading.wish import CHANGES

if TYPE_CHECKING:
    from intake.forms import Conversions, Outside

ACKNOWLEDGED = (Kind.PLACE_REQUEST, Kind.PRACTICE_EXAMPLE, Kind.CANCELLATION, Kind.AMENDMENT, Kind.TEMPLATE_REQUEST)

UNCOUNTED = "It asks for several people, but not for how many."
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # of a message in a file that has no usable date: late for nothing
_A_NUMBER = re.compile(r"(?:\d\D{0,3}){5}|^\W*(?:no|none|n/?a|nil)\b")  # or that there is none


def read(
    raw: bytes,
    received: datetime | None,
    programme: Programme,
    bounds: Bounds = Bounds(),  # noqa: B008
    converted: Conversions | None = None,
) -> Case:
    """All that the bytes of one message tell.

    `received` (aware) decides whether an example is late; None stands for the moment of the Date header. `converted` is
    what became of the files that `outside` names. Same bytes, same programme, same time, same conversions: the same Case.
    Raises SetAside where the message is past `bounds` or cannot be parsed at all.
    """
    parsed, words = opened(raw, programme, bounds)
    return understood(parsed, words, moment(parsed, received), programme, converted)


def opened(raw: bytes, programme: Programme, bounds: Bounds) -> tuple[Message, Wording]:
    """The message parsed, and its own words told from the rest. Raises SetAside as `read` does."""
    parsed = message.parse(raw, bounds)
    return parsed, wording.split(parsed, programme.addresses)


def moment(parsed: Message, received: datetime | None) -> datetime:
    """When it came in; where that is not known, the moment of the Date header."""
    return received or (parsed.date if parsed.date and parsed.date.tzinfo else _UNDATED)


def outside(parsed: Message, words: Wording, programme: Programme) -> tuple[Outside, ...]:
    """The files of a message that a program outside could help with: old Word documents, pictures of a form."""
    if programme.call is None or not parsed.has_files():
        return ()
    from intake import forms

    return forms.outside(parsed, words, programme.call)


def understood(
    parsed: Message, words: Wording, received: datetime, programme: Programme, converted: Conversions | None = None
) -> Case:
    """What a message that is parsed already means. `converted`: what became of the files that `outside` names."""
    sent = parsed.date if parsed.date and parsed.date.tzinfo else received
    wanted = wishes.read(parsed, words, programme, sent)
    examples = _examples(parsed, words, wanted, programme, converted or {})
    example = _numbered(examples[0], programme) if examples else None
    verdict = classify.classify(parsed, words, programme, example, wanted)
    particulars = request.particulars(parsed, words, programme, verdict, wanted)
    particulars = _with_form(particulars, example, programme)
    if Kind.PLACE_REQUEST in verdict.kinds and particulars.places is None and verdict.decision == "file":
        verdict = _doubted(verdict, UNCOUNTED)
    undecided = CHANGES & set(verdict.kinds) == {Kind.PLACE_REQUEST} and len(particulars.seminars) > 1
    if undecided and verdict.decision == "file" and not single.are_joined(particulars.seminars, wanted):
        verdict = _doubted(verdict, single.UNDECIDED)
    references = reference.find(f"{parsed.subject}\n{words.own}", programme.prefixes())
    return Case(
        message=parsed,
        wording=words,
        verdict=verdict,
        request=particulars,
        example=example if Kind.PRACTICE_EXAMPLE in verdict.kinds else None,
        further=examples[1:] if Kind.PRACTICE_EXAMPLE in verdict.kinds else (),
        other_files=_other_files(parsed, programme) if Kind.PRACTICE_EXAMPLE in verdict.kinds and not examples else (),
        late=Kind.PRACTICE_EXAMPLE in verdict.kinds and programme.is_late(received),
        acknowledge=_acknowledged(verdict, wanted),
        references=references,
        returned=returned.read(parsed, programme.prefixes()) if Kind.BOUNCE in verdict.kinds else None,
        aside=_aside(parsed, words, sent, programme, verdict, example, references=references),
    )


def _aside(
    parsed: Message,
    words: Wording,
    sent: datetime,
    programme: Programme,
    verdict: Verdict,
    example: Example | None,
    *,
    references: tuple[str, ...],
) -> Aside | None:
    """What the message answers of a form that came before; of a message with a form of its own nothing."""
    if programme.call is None or set(verdict.kinds) & MACHINE_KINDS or (example and example.source not in told.SOURCES):
        return None

    def left(own: str) -> Reading:
        rest = replace(words, own=own)
        wanted = wishes.read(parsed, rest, programme, sent)
        wanted = wanted.keeping(hit for hit in wanted.hits if hit.rule != answers.COMPLETES)
        found = classify.classify(parsed, rest, programme, None, wanted)
        particulars = request.particulars(parsed, rest, programme, found, wanted)
        return Reading(found, particulars, None, False, _acknowledged(found, wanted))

    return aside.read(parsed, words, programme.call, bool(parsed.in_reply_to or references), left)


def _numbered(example: Example, programme: Programme) -> Example:
    """A form in the words of the message without what stands below a blank telephone number: the letter goes on there."""
    number = programme.call.telephoned() if programme.call else None
    answer = example.fields.get(number.key, "") if number else ""
    if number is None or not answer or example.source not in told.SOURCES or _A_NUMBER.search(answer.lower()):
        return example
    return replace(example, fields={key: text for key, text in example.fields.items() if key != number.key})


def _with_form(particulars: Request, example: Example | None, programme: Programme) -> Request:
    """The particulars with organisation and telephone number from a form in the words of the message, where those lack them."""
    call = programme.call
    if example is None or call is None or example.source not in told.SOURCES:
        return particulars
    body, number = call.organisation(), call.telephoned()
    return replace(
        particulars,
        organisation=particulars.organisation or (example.fields.get(body.key) if body else None),
        phone=particulars.phone or (example.fields.get(number.key) if number else None),
    )


def _doubted(verdict: Verdict, doubt: str) -> Verdict:
    """What was to be filed goes to a person after all, for `doubt`."""
    reasons, doubts = (*verdict.reasons, doubt), (*verdict.doubts, doubt)
    return replace(verdict, decision="review", confidence=0.6, reasons=reasons, doubts=doubts, marks=())


def explained(case: Reading, programme: Programme, file: str) -> dict[str, object]:
    """The object that `intake explain --json` prints for `file`."""
    verdict, asked, example = case.verdict, case.request, case.example
    return {
        "file": file,
        "kinds": [kind.value for kind in verdict.kinds],
        "decision": verdict.decision,
        "confidence": verdict.confidence,
        "acknowledge": list(case.acknowledge),
        "seminar": _in_order(asked.seminars, programme),
        "assumed_seminar": asked.assumed_seminar,
        "places": asked.places,
        "attendees": list(asked.attendees),
        "organisation": asked.organisation,
        "phone": asked.phone,
        "access": asked.access,
        "dietary": asked.dietary,
        "example": None if example is None else _told(example),
        "further_examples": [_told(one) for one in case.further],
        "late": case.late,
        "urgent": verdict.urgent,
        "reasons": list(dict.fromkeys((*verdict.reasons, *verdict.silence))),
    }


def _told(example: Example) -> dict[str, object]:
    """What was read, where each answer stands, and what a person should know of the document."""
    return {
        "fields": dict(example.fields),
        "missing": None if example.missing is None else list(example.missing),
        "source": example.source,
        "origins": dict(example.origins),
        "notes": list(example.notes),
    }


def _in_order(ids: tuple[str, ...], programme: Programme) -> list[str]:
    """As the programme has them; last, those that were read once and that it has no longer."""
    known = [seminar.id for seminar in programme.seminars if seminar.id in ids]
    return known + [one for one in ids if one not in known]


def _examples(
    parsed: Message, words: Wording, wanted: wishes.Wishes, programme: Programme, converted: Conversions
) -> tuple[Example, ...]:
    """The returned templates, or a story told in their place; none where there is neither."""
    if programme.call is None:
        return ()
    from intake import forms

    own = [s.text for s in wanted.body]
    if found := forms.returned(parsed, words, programme.call, converted):
        return tuple(_signed(one, parsed, words, own, programme.call) for one in found)
    if not told.has_room(words):
        return ()
    who = sender.name(parsed, words, " ".join(own))
    body = organisation.of_sender(parsed, words, who, own, seminars.venues(programme))
    number = phones.phone(words, "\n".join(own), programme, who)
    story = told.example(words, wanted, programme.call, who.text if who else None, body, number)
    return (story,) if story else ()


def _signed(found: Example, parsed: Message, words: Wording, own: list[str], call: Call) -> Example:
    """A form in the message's own words that leaves the question for the name out bears that of who signs the message."""
    question = call.name()
    if question is None or found.source != told.SOURCE or not found.fields or question.key in found.fields:
        return found
    asked = "|".join(re.escape(said.lower().strip(" :?")) for said in question.wordings)
    if re.search(rf"(?m)^\W*(?:{asked})\b", f"{parsed.text}\n{words.own}\n{words.quoted}".lower()):
        return found
    who = sender.name(parsed, words, " ".join(own))
    if who is None or who.text not in f"{words.own}\n{words.signature}":
        return found
    fields = {question.key: who.text, **found.fields}
    missing = tuple(key for key in found.missing or () if key != question.key)
    return replace(found, fields={q.key: fields[q.key] for q in call.fields if q.key in fields}, missing=missing)


def _other_files(parsed: Message, programme: Programme) -> tuple[int, ...]:
    if programme.call is None or not parsed.has_files():
        return ()
    from intake import forms

    return forms.other_documents(parsed, programme.call)


def _acknowledged(verdict: Verdict, wanted: wishes.Wishes) -> tuple[str, ...]:
    """The kinds an automatic letter may answer; the neutral letter where a person must decide; nothing to machines."""
    if verdict.silence or verdict.decision == "ignore":
        return ()
    answered = tuple(kind.value for kind in verdict.kinds if kind in ACKNOWLEDGED)
    if verdict.decision == "file" and answered:
        return answered
    unsure = verdict.confidence <= 0.3
    if verdict.kinds == (Kind.OTHER,):
        return ("received",) if wanted.about_us and wishes.seeks(wanted) else ()
    return () if unsure and wishes.wants_nothing(wanted) else ("received",)
