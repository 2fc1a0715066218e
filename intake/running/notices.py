"""Telling staff: at once about words of danger, and once a day what waits for them. What is told leaves as letters do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import structlog

from intake.desk import daily
from intake.errors import SetAside
from intake.ledger import LetterKind, NewLetter
from intake.mail import letters
from intake.model import Notice, Plan
from intake.running.workplace import Workplace

log = structlog.get_logger("intake")

_SETTLED = "daily_notice_settled"  # the last day dealt with
_TOLD = "daily_notice_told"  # the local date on which a daily notice was last written


def whom(work: Workplace, plan: Plan, sender: str) -> tuple[str, ...]:
    """Who is told at once of this message: every address but the sender's own, who knows, and whose machine may have
    written it in answer to a notice."""
    if not plan.notify:
        return ()
    return tuple(to for to in work.config.notices.to if to.casefold() != sender.casefold())


def urgent(
    work: Workplace, to: tuple[str, ...], reference: str, likeness: str, now: datetime, *, answered: bool
) -> Iterator[NewLetter]:
    """The notices about one message, to be entered with its record. `likeness` is the message's; `answered`: a letter to its
    sender goes too."""
    notice = Notice("urgent", (reference,), _today(work, now), urgent=1, answered=answered)
    return (_written(work, notice, one, "urgent notice", likeness, now) for one in to)


def tell_daily(work: Workplace) -> None:
    """Enter the day's notices, where its hour has come and anything waits; the day and its notices are one transaction."""
    now = work.clock()
    today = _begun(work, now) if work.config.notices.to else None
    if today is None:
        return
    waiting = work.ledger.waiting()
    with work.ledger.recording() as recorder:
        recorder.setting(_SETTLED, today.day.isoformat())
        if not (waiting.messages and today.tell):
            return
        recorder.setting(_TOLD, _today(work, now).isoformat())
        references = tuple(reference for _, reference in waiting.messages)
        notice = Notice("daily", references, _today(work, now), waiting.urgent, waiting.held)
        for one in work.config.notices.to:
            letter = _written(work, notice, one, "daily notice", notice.day.isoformat(), now)
            recorder.letter(waiting.messages[0][0], letter, now)


def _begun(work: Workplace, now: datetime) -> daily.Today | None:
    settings = work.config.notices
    return daily.begun(now, work.programme.zone, settings.daily_hour, _date(work, _SETTLED), _date(work, _TOLD))


def _date(work: Workplace, key: str) -> date | None:
    found = work.ledger.setting(key)
    return date.fromisoformat(found) if found else None


def _today(work: Workplace, now: datetime) -> date:
    return now.astimezone(work.programme.zone).date()


def _written(work: Workplace, notice: Notice, to: str, kind: LetterKind, likeness: str, now: datetime) -> NewLetter:
    """One notice, complete to the byte. Where its own file is broken, the program's words go: staff must not wait for it."""
    domain = work.config.from_address.rpartition("@")[2]
    message_id = letters.message_id(work.key, likeness, f"{kind}\n{to.casefold()}", domain)
    try:
        written = work.writer.notice(notice, to=to, message_id=message_id, now=now)
    except SetAside as error:
        log.warning("notice", what=f"The program's own words are sent instead. {error}")
        written = work.writer.as_shipped().notice(notice, to=to, message_id=message_id, now=now)
    return NewLetter(to, message_id, written.subject, written.template, written.raw, kind=kind)
