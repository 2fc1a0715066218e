"""A reply that answers, in the e-mail itself, what an earlier form left blank: the next version of that form's entry."""

from __future__ import annotations

from dataclasses import replace

from intake.desk import matching, versions
from intake.desk.answers import labels
from intake.desk.drafts import Draft, Matter, ended
from intake.model import MACHINE_KINDS, Answer, Aside, Case, Example, Kind, KnownEntry, Verdict
from intake.programme import Call

_UNCLEAR = frozenset({Kind.OTHER, Kind.AMENDMENT, Kind.PRACTICE_EXAMPLE})  # what a reply is taken for that is not understood


def seen(matter: Matter) -> Matter:
    """The matter with the answers taken out of it, where they complete an entry for certain; else with a word for staff.

    For certain: the message is tied to exactly one unfinished example that staff have not typed over, and an answer stands
    under its question, or one question with options is left and the whole message is one of them.
    """
    call, aside = matter.programme.call, matter.case.aside
    if call is None or aside is None or not aside.tells or set(matter.case.verdict.kinds) & MACHINE_KINDS:
        return matter
    unfinished = [entry for entry in matching.tied(matter, "example") if _misses(entry)]
    if len(unfinished) == 1 and not unfinished[0].edited:
        entry = unfinished[0]
        if given := _given(call, aside, entry):
            return replace(
                matter, case=_without(matter.case, aside, bare=not aside.answers), completed=_draft(call, aside, entry, given)
            )
    if unfinished:
        return _doubted(matter, call, aside, unfinished, tied=True)
    likely = [entry for entry in matching.likely(matter, "example") if _misses(entry)]
    return _doubted(matter, call, aside, likely, tied=False) if likely else matter


def _misses(entry: KnownEntry) -> bool:
    return entry.status == "Incomplete"


def _missing(call: Call, entry: KnownEntry) -> tuple[str, ...]:
    return tuple(key for key in call.required() if not entry.values.get(f"f_{key}"))


def _given(call: Call, aside: Aside, entry: KnownEntry) -> dict[str, str]:
    """The answers to what the entry leaves blank; none of them where nothing was missing that is answered now."""
    missing = _missing(call, entry)
    found = {key: text for key, text in aside.answers.items() if not entry.values.get(f"f_{key}")}
    if not aside.answers and not aside.unclear and len(missing) == 1 and missing[0] in aside.bare:
        return {missing[0]: aside.bare[missing[0]]}
    return found if found.keys() & set(missing) else {}


def _draft(call: Call, aside: Aside, entry: KnownEntry, given: dict[str, str]) -> Draft:
    newer = versions.change(call, Example(given, ()), entry, whole=False)
    missing, late = labels(call, newer.missing), entry.values.get("late") is True
    template = "example_incomplete" if missing else "example_late" if late else "example_complete"
    other = tuple(k for k, text in aside.answers.items() if k not in given and versions.differs(entry, k, text))
    left = labels(call, tuple({*other, *aside.unclear} - given.keys()))
    doubt = ended(f"See what the e-mail says about these, and whether {entry.reference} is to change: {'; '.join(left)}")
    said = f"It is version {newer.version} of {entry.reference}: what was missing was answered in the e-mail itself."
    return Draft(
        Kind.PRACTICE_EXAMPLE,
        change=replace(newer.plan, status="Incomplete" if missing else "Received"),
        answer=Answer(template, reference=entry.reference, missing=missing, late=late, version=newer.version),
        would=said,
        suggestion=doubt if left else "",
        reasons=(said,),
        review=bool(left),
        certain=True,
    )


def _without(case: Case, aside: Aside, *, bare: bool) -> Case:
    """The message as it is apart from the answers that were taken from it."""
    rest = None if bare else aside.rest
    verdict = case.verdict
    other = () if rest is None else tuple(k for k in rest.verdict.kinds if k not in (Kind.PRACTICE_EXAMPLE, Kind.OTHER))
    doubtful = rest is not None and rest.verdict.decision != "file"
    told = replace(
        verdict,
        kinds=(Kind.PRACTICE_EXAMPLE, *other),
        decision="review" if doubtful else "file",
        confidence=rest.verdict.confidence if rest is not None else max(verdict.confidence, 0.9),
        reasons=rest.verdict.reasons if rest is not None else (),
        doubts=rest.verdict.doubts if rest is not None else (),
        marks=rest.verdict.marks if rest is not None else (),
    )
    acknowledge = ("received",) if doubtful else (Kind.PRACTICE_EXAMPLE.value, *(rest.acknowledge if rest else ()))
    request = rest.request if rest is not None else case.request
    return replace(case, verdict=told, acknowledge=acknowledge, request=request, example=None, further=())


def _doubted(matter: Matter, call: Call, aside: Aside, entries: list[KnownEntry], *, tied: bool) -> Matter:
    """For a person, with what the message may answer, where it shows signs of that or nothing else was made of it.

    A plain request of somebody who has an unfinished form too is none, though it gives a name or an address by their labels.
    """
    missing = {key for entry in entries for key in _missing(call, entry)}
    signs = bool(missing & {*aside.answers, *aside.unclear, *aside.bare})
    kinds = set(matter.case.verdict.kinds)
    if not (signs if tied else signs and kinds <= {*_UNCLEAR, Kind.QUESTION}) and not (tied and kinds <= _UNCLEAR):
        return matter
    about = " or ".join(_still(call, entry) for entry in entries)
    said = ended(f"It may answer {about}")
    typed = " ".join(matching.edited(entry) for entry in entries if entry.edited)
    case = replace(matter.case, verdict=_for_review(matter.case.verdict, aside)) if signs else matter.case
    return replace(matter, case=case, may_complete=f"{said} {typed}".strip())


def _still(call: Call, entry: KnownEntry) -> str:
    return f"what {entry.reference} still misses: {'; '.join(labels(call, _missing(call, entry)))}"


def _for_review(verdict: Verdict, aside: Aside) -> Verdict:
    """Words that are a question of the form are none of the sender's."""
    if aside.rest is not None:
        kinds = aside.rest.verdict.kinds
    else:
        kinds = tuple(kind for kind in verdict.kinds if kind != Kind.QUESTION) or (Kind.OTHER,)
    return replace(verdict, kinds=kinds, decision="review", marks=())
