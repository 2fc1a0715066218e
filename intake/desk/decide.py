"""One message -> one Plan: the rules in the order in which they speak. Decides only; `running` carries out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from intake.desk import changes, completing, examples, places, returned
from intake.desk.drafts import Draft, Matter
from intake.desk.limits import why_held, why_silent
from intake.model import (
    MACHINE_KINDS,
    Answer,
    Case,
    EntryPlan,
    History,
    Kind,
    LetterPlan,
    Plan,
    SendingLimits,
)
from intake.programme import Programme


def decide(
    case: Case, history: History, *, received: datetime, now: datetime, programme: Programme, limits: SendingLimits
) -> Plan:
    """What to do about one message. `received` and `now` are aware. The same arguments give the same Plan; never raises."""
    plan = _decided(completing.seen(Matter(case, history, now, programme)), received, limits)
    return replace(plan, notify=plan.urgent and not _known_to_staff(history))


def _known_to_staff(history: History) -> bool:
    """Words of danger are told to staff at once, but for what they have in hand already: mail from before the start, a
    message that a colleague has put back, and an answer to a notice (a machine's too: notices must not call forth notices).

    Age, limits and a stop of sending hold back letters, never this: it is staff's own, and somebody may be in danger still.
    """
    return history.before_start or history.seen_before_here or history.answers_notice


def _decided(matter: Matter, received: datetime, limits: SendingLimits) -> Plan:
    case, history = matter.case, matter.history
    if history.seen_before_here:
        return _for_a_person(matter, "A colleague has put this message back into the mailbox. What was entered before stands.")
    if history.same_likeness:
        return _duplicate()
    if returned.is_report(matter):
        return returned.registered(matter)
    if _is_machine_mail(case):
        return _machine_mail(case)
    only_a_person = (
        (history.answers_notice, "It answers a notice to staff. Nothing is entered or changed because of it."),
        (history.same_kinship, "It is possibly the same as a message that we have already, but differs from it."),
    )
    sentence = next((sentence for applies, sentence in only_a_person if applies), "")
    return _for_a_person(matter, sentence) if sentence else _wishes_met(matter, received, limits)


def not_read(reason: str) -> Plan:
    """The plan for a message that could not be read: set aside with `reason` (a sentence), for a person."""
    return Plan(
        state="set aside",
        review=True,
        urgent=False,
        reasons=(reason,),
        suggestion="Open the message in the mailbox.",
        no_letter="Nobody has been answered, as it was not read.",
    )


def _duplicate() -> Plan:
    sentence = "This is the same message as one we have already."
    return Plan("duplicate", review=False, urgent=False, reasons=(sentence,), suggestion="", no_letter=sentence)


def _is_machine_mail(case: Case) -> bool:
    """Only what is nothing but machine mail is ignored; what a person may have written never is."""
    kinds = case.verdict.kinds
    return case.verdict.decision == "ignore" and bool(kinds) and all(kind in MACHINE_KINDS for kind in kinds)


def _machine_mail(case: Case) -> Plan:
    verdict = case.verdict
    return Plan(
        state="spam" if Kind.SPAM in verdict.kinds else "automatic",
        review=verdict.urgent,
        urgent=verdict.urgent,
        reasons=verdict.reasons,
        suggestion="",
        no_letter=" ".join(verdict.silence) or "It is automatic mail, which is never answered.",
    )


def _for_a_person(matter: Matter, sentence: str) -> Plan:
    """Nothing is entered and nobody answered; a person sees what the program would have done."""
    return Plan(
        state="review",
        review=True,
        urgent=matter.case.verdict.urgent,
        reasons=(sentence, *matter.case.verdict.reasons),
        suggestion=_told(draft.would for draft in _drafts(matter)),
        no_letter=why_silent(matter),
    )


def _wishes_met(matter: Matter, received: datetime, limits: SendingLimits) -> Plan:
    """A person's message: each wish drafted, then one plan and one letter of them all."""
    verdict = matter.case.verdict
    drafts = _drafts(matter)
    doubtful = verdict.decision != "file" or not drafts
    done = tuple(draft for draft in drafts if draft.certain or not doubtful)
    left = tuple(draft for draft in drafts if draft not in done)
    look = (
        doubtful
        or verdict.urgent
        or _waits_unanswered(matter)
        or any(draft.review for draft in done)
        or bool(matter.may_complete)
    )
    silent = why_silent(matter)
    answered = () if silent else _answered(matter, done, doubtful=doubtful)
    plan = Plan(
        state="review" if look else "filed",
        review=look,
        urgent=verdict.urgent,
        reasons=_once((*verdict.reasons, *_reasons(matter, drafts))),
        suggestion=_told([draft.suggestion for draft in done] + [draft.would for draft in left] + [matter.may_complete] * look),
        no_letter=silent,
    )
    return _with_effects(plan, matter, done, answered, why_held(received, matter.now, matter.history, limits))


def _waits_unanswered(matter: Matter) -> bool:
    """A wish that the program can enter, but never answer: only a person can (a web form, a doubtful address, Junk)."""
    unanswerable = matter.case.verdict.silence or matter.case.message.sender is None or matter.history.from_junk
    return bool(unanswerable) and not matter.history.answered_by_colleague


def _drafts(matter: Matter) -> tuple[Draft, ...]:
    """The wishes of the message in order of prominence, each drafted once."""
    rules: dict[Kind, Callable[[Matter], tuple[Draft, ...]]] = {
        Kind.PLACE_REQUEST: places.requests,
        Kind.PRACTICE_EXAMPLE: examples.returned,
        Kind.CANCELLATION: changes.cancellations,
        Kind.AMENDMENT: changes.amendments,
        Kind.TEMPLATE_REQUEST: examples.template_wanted,
        Kind.QUESTION: _question,
    }
    kinds = dict.fromkeys(matter.case.verdict.kinds)
    return tuple(draft for kind in kinds if kind in rules for draft in rules[kind](matter))


def _question(matter: Matter) -> tuple[Draft, ...]:
    case = matter.case
    words = case.wording.own.strip() or case.wording.forwarded.strip() or case.message.subject
    about = matter.known(case.request.seminars)
    entry = EntryPlan("question", "Q", about[0].id if len(about) == 1 else None, "To answer", {"words": words})
    return (Draft(Kind.QUESTION, entry=entry, answer=Answer("question"), would="Enter a question for a person to answer."),)


def _answered(matter: Matter, done: tuple[Draft, ...], *, doubtful: bool) -> tuple[Draft, ...]:
    """The drafts whose answers make up the letter; none of them where the neutral or the urgent answer goes."""
    specific = set(matter.case.acknowledge) - {"received"}
    if matter.case.acknowledge and matter.case.verdict.kinds == (Kind.QUESTION,):
        specific = {Kind.QUESTION.value}
    if doubtful or matter.case.verdict.urgent or not specific:
        return ()
    # A question is answered along with what came with it, and by itself where it is all there is.
    wanted = specific | {Kind.QUESTION.value}
    chosen = tuple(draft for draft in done if draft.answer and draft.kind.value in wanted)
    return chosen if any(draft.kind.value in specific for draft in chosen) else ()


def _with_effects(plan: Plan, matter: Matter, done: tuple[Draft, ...], answered: tuple[Draft, ...], held: str) -> Plan:
    """The plan with its entries, changes and letter, each entry and change pointing at its answer."""
    entering = [draft for draft in done if draft.entry]
    places_in_letter = {id(draft): index for index, draft in enumerate(answered)}
    if not answered and not plan.no_letter and len(entering) == 1:
        places_in_letter = {id(entering[0]): 0}  # the neutral letter gives the one entry's reference
    return replace(
        plan,
        entries=tuple(replace(d.entry, answer=places_in_letter.get(id(d))) for d in done if d.entry),
        changes=tuple(replace(d.change, answer=places_in_letter.get(id(d))) for d in done if d.change),
        letter=None if plan.no_letter else _letter(matter, answered, held),
    )


def _letter(matter: Matter, answered: tuple[Draft, ...], held: str) -> LetterPlan | None:
    message, urgent = matter.case.message, matter.case.verdict.urgent
    if message.sender is None:
        return None
    answers = tuple(draft.answer for draft in answered if draft.answer) or (Answer("urgent" if urgent else "received"),)
    return LetterPlan(
        to=message.sender.email,
        answers=answers,
        first=matter.history.letters_ever == 0,
        urgent=urgent,
        attach_template=any(answer.template == "template_sent" for answer in answers),
        in_reply_to=message.message_id,
        held=held,
    )


def _reasons(matter: Matter, drafts: tuple[Draft, ...]) -> tuple[str, ...]:
    history = matter.history
    said = (
        (bool(history.sent_token), f"It answers our letter about {history.sent_token}."),
        (_waits_unanswered(matter), "No automatic letter may answer it. Please see whether a person should."),
        (matter.case.verdict.urgent, "It has words of danger. Please read it at once."),
        (not drafts, "The program found nothing in it that it could enter."),
    )
    return (*(reason for draft in drafts for reason in draft.reasons), *(text for applies, text in said if applies))


def _told(sentences: Iterable[str]) -> str:
    return " ".join(_once(tuple(s for s in sentences if s)))


def _once(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))
