"""Steps 4 and 5 of the protocol: each message taken in is read in the child, decided upon, and recorded as one act."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Literal

import structlog

from intake import desk, register
from intake.cell import Cell, ChildDiedError
from intake.errors import IntakeError, SetAside, place_of
from intake.ledger import NewLetter, Pending
from intake.model import Case, History, LetterPlan, Message, Plan, SendingLimits
from intake.reference import candidates
from intake.rows import Conflict
from intake.running import breaker, notices, writing
from intake.running.report import Report
from intake.running.workplace import Workplace

log = structlog.get_logger("intake")

MAX_TRIES = 3
MAX_PARENT_DEATHS = 10


def record_pending(work: Workplace, cell: Cell, stop: threading.Event, report: Report) -> None:
    """Read and record all that is 'received', oldest first.

    A message under which the whole program has died often comes after the others: it must not keep them waiting.
    Raises Later where the reading child cannot be started, or the ledger or the disk fails.
    """
    pending = sorted(work.ledger.pending(), key=lambda one: one.parent_deaths >= MAX_PARENT_DEATHS)
    for one in pending:
        if stop.is_set():
            break
        became = record_one(work, cell, one, report)
        report.aside += became == "set aside"
        report.again += became == "waiting"
    for one in work.ledger.unnamed():
        _name(work, cell, one)


def record_one(work: Workplace, cell: Cell, pending: Pending, report: Report) -> Literal["recorded", "set aside", "waiting"]:
    """One message. It waits for another try where the child died, or the program itself stumbled, for no known reason."""
    now = work.clock()
    cell.start()
    work.ledger.reading_starts(pending.id)
    try:
        case = cell.read(work.vault.read_raw(pending.digest), pending.received)
        _record_as_decided(work, case, pending, now, report)
    except SetAside as error:
        return _set_aside(work, pending, str(error), now)
    except ChildDiedError as error:
        return _try_again(work, pending, str(error), now)
    except IntakeError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours over one message must not keep the others waiting
        log.error("fault in the program", what=place_of(error))
        return _try_again(work, pending, f"A fault in the program: {place_of(error)}.", now)
    return "recorded"


def _try_again(work: Workplace, pending: Pending, reason: str, now: datetime) -> Literal["set aside", "waiting"]:
    if work.ledger.child_died(pending.id) < MAX_TRIES:
        return "waiting"
    return _set_aside(work, pending, f"It could not be read in {MAX_TRIES} tries. {reason}", now)


def _record_as_decided(work: Workplace, case: Case, pending: Pending, now: datetime, report: Report) -> None:
    plan = decide(work, case, pending, now)
    work.vault.keep_parts([part.data for part in case.message.parts])
    letter = _record(work, case, pending, plan, now)
    report.letters.unwritten += letter is not None and bool(letter.plan)
    report.letters.returned += plan.came_back is not None
    breaker.consider(work, now)


def decide(work: Workplace, case: Case, pending: Pending, now: datetime) -> Plan:
    """The desk's plan for one message, with what happened before."""
    limits = work.config.limits
    return desk.decide(
        case,
        _history(work, case, pending, now),
        received=pending.received,
        now=now,
        programme=work.programme,
        limits=SendingLimits(limits.age_days, limits.letters_per_person_a_day, limits.letters_a_day),
    )


def _history(work: Workplace, case: Case, pending: Pending, now: datetime) -> History:
    settings = work.config.mailbox
    return replace(
        work.ledger.history(case, pending, now, junk_folder=settings.junk_folder, seminars=_labels(work)),
        letters_today_all=breaker.letters_counted(work, now),
        before_start=settings.start_from is not None and pending.received < settings.start_from,
        from_junk=pending.slot.folder == settings.junk_folder,
        answered_by_colleague=pending.answered,
        breaker=breaker.reason(work),
    )


def _labels(work: Workplace) -> dict[str, str]:
    """What staff see in the register's column Seminar, and the id it stands for."""
    return {seminar.label(): seminar.id for seminar in work.programme.seminars}


def _record(work: Workplace, case: Case, pending: Pending, plan: Plan, now: datetime) -> NewLetter | None:
    likeness = case.message.likeness
    conflicts = _conflicts(work, plan, now)
    with work.ledger.recording() as recorder:
        reference = pending.reference or recorder.reserve(candidates(work.key, likeness, "M", "message"))
        entries = [
            recorder.reserve(candidates(work.key, likeness, entry.prefix, f"entry {number}"))
            for number, entry in enumerate(plan.entries)
        ]
        told = notices.whom(work, plan, case.message.sender.email if case.message.sender else "")
        letter = None
        if plan.letter is not None:
            wanted = replace(with_references(plan, plan.letter, reference, entries), staff_told=bool(told))
            letter = writing.write(work, wanted, reference, likeness, now)
        recorder.record(pending, case, plan, reference, entries, letter, now)
        answered = letter is not None and not letter.held
        for notice in notices.urgent(work, told, reference, likeness, now, answered=answered):
            recorder.letter(pending.id, notice, now)
        recorder.note(conflicts)
    return letter


def with_references(plan: Plan, letter: LetterPlan, reference: str, entries: Sequence[str]) -> LetterPlan:
    """Give each answer its entry's reference, the changed entry's, or the message's."""
    of_answer = {change.answer: change.reference for change in plan.changes if change.answer is not None}
    of_answer |= {e.answer: ref for e, ref in zip(plan.entries, entries, strict=True) if e.answer is not None}
    answers = tuple(
        replace(answer, reference=answer.reference or of_answer.get(index, reference))
        for index, answer in enumerate(letter.answers)
    )
    return replace(letter, answers=answers)


def _conflicts(work: Workplace, plan: Plan, now: datetime) -> list[Conflict]:
    """Where staff have typed over what this message changes, theirs stands, and the change goes to *Conflicts*."""
    if not plan.changes:
        return []
    snapshot = work.ledger.snapshot()
    typed = {(one.reference, one.column): one for one in snapshot.overrides}
    sheets = {entry.reference: entry.sheet for entry in snapshot.entries}
    found = []
    for change in plan.changes:
        seminar = work.programme.seminar(change.seminar).label() if change.seminar else None
        values = {**change.values, **{k: v for k, v in (("status", change.status), ("seminar", seminar)) if v}}
        for key, value in values.items():
            column = register.column_header(sheets[change.reference], key, work.programme)
            override = typed.get((change.reference, column or ""))
            if override is not None:
                staff, program = str(override.value), str(value)
                found.append(Conflict(override.sheet, override.reference, override.column, staff, program, now))
    return found


def _set_aside(work: Workplace, pending: Pending, reason: str, now: datetime) -> Literal["set aside"]:
    with work.ledger.recording() as recorder:
        reference = recorder.reserve(candidates(work.key, pending.digest, "M", "set aside"))
    work.ledger.set_aside(pending.id, reference, reason, now)
    return "set aside"


def _name(work: Workplace, cell: Cell, pending: Pending) -> None:
    """A copy of another message, or one too large to fetch whole: it gets a reference, and its headers are shown."""
    headers: Message | None = None
    with suppress(SetAside, ChildDiedError):
        headers = cell.read(work.vault.read_raw(pending.digest), pending.received).message
    with work.ledger.recording() as recorder:
        reference = recorder.reserve(candidates(work.key, pending.digest, "M", "unread"))
        recorder.name(pending.id, reference, headers)
