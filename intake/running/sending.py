"""Step 6 of the protocol: letters leave from the ledger, one at a time, each at most once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from intake.errors import IntakeError, Later
from intake.ledger import DueLetter
from intake.mail.mailbox import Mailbox
from intake.mail.outbox import Courier
from intake.model import Outcome
from intake.running import writing
from intake.running.report import Letters
from intake.running.workplace import Workplace

_FIRST_WAIT = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=4)


class _StoppedError(Later):
    """The pass was asked to stop while a letter waited for its turn."""


def send_due(work: Workplace, stop: threading.Event, count: Letters) -> None:
    """Send what is due. Stops at the first fault that is the desk's or the server's own, with one alarm."""
    _send(work, work.ledger.due_letters(work.clock()), stop, count)


def send_urgent_notices(work: Workplace, stop: threading.Event, count: Letters) -> None:
    """Staff are told of words of danger while other mail is still being read."""
    if count.problem is None:
        _send(work, work.ledger.urgent_notices(work.clock()), stop, count)


def _send(work: Workplace, due: Sequence[DueLetter], stop: threading.Event, count: Letters) -> None:
    if not due:
        return
    with Courier(work.config.smtp, work.config.from_address, pause=stop.wait) as courier:
        for letter in due:
            if stop.is_set() or count.problem is not None:
                count.waiting += 1
            elif (written := writing.write_now(work, letter)) is None:
                count.unwritten += 1
            else:
                _send_one(work, courier, written, stop, count)


def _send_one(work: Workplace, courier: Courier, letter: DueLetter, stop: threading.Event, count: Letters) -> None:
    def before_data() -> None:
        if stop.is_set():
            raise _StoppedError("The pass was stopped.")
        work.ledger.sending(letter.id, work.clock())

    try:
        outcome = courier.send(letter.raw, letter.to, before_data)
        now = work.clock()
        outcome, next_try = _next_step(letter, outcome, now, timedelta(hours=work.config.smtp.give_up_hours))
        work.ledger.sent_outcome(letter.id, outcome, now, next_try, copy=bool(work.config.smtp.sent_folder))
    except _StoppedError:
        count.waiting += 1
        return
    except IntakeError as error:  # the ledger could not be told; before DATA nothing left, after it the fate is unknown
        count.problem, count.waiting = error, count.waiting + 1
        return
    name = {"queued": "waiting", "sent": "notices" if letter.notice else "sent"}.get(outcome.state, outcome.state)
    setattr(count, name, getattr(count, name) + 1)
    if outcome.desk_fault:
        count.problem = Later(f"Letters cannot be sent now: {outcome.reason} They stay queued and are tried again.")


def _next_step(letter: DueLetter, outcome: Outcome, now: datetime, give_up: timedelta) -> tuple[Outcome, datetime | None]:
    """When a letter that was put off is tried again; after two days a person decides."""
    if outcome.state != "queued":
        return outcome, None
    if not outcome.desk_fault and now - (letter.put_off_since or now) > give_up:
        hours = int(give_up.total_seconds() // 3600)
        return Outcome("failed", outcome.code, f"Put off for {hours} hours. {outcome.reason}"), None
    wait = _FIRST_WAIT if outcome.desk_fault else min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(letter.attempts, 10))
    return outcome, now + wait


def settle_with_sent_folder(work: Workplace, box: Mailbox) -> int:
    """Letters whose fate was unknown and that stand in the Sent folder did leave. Returns how many."""
    folder = work.config.smtp.sent_folder
    unknown = work.ledger.unknown_letters()
    if not folder or not unknown:
        return 0
    box.ensure_folder(folder)
    found = [letter for letter in unknown if box.holds(folder, letter.message_id)]
    for letter in found:
        work.ledger.found_in_sent(letter.id, work.clock())
    return len(found)


def file_copies(work: Workplace, box: Mailbox) -> None:
    """File a copy of each letter sent, where that is configured; a copy that is there already is not filed again."""
    folder = work.config.smtp.sent_folder
    if not folder:
        return
    copies = work.ledger.unsent_copies(work.clock())
    if copies:
        box.ensure_folder(folder)
    for letter in copies:
        try:
            if not box.holds(folder, letter.message_id):
                box.append(folder, letter.raw, work.clock())
        except Later as error:
            work.ledger.copy_failed(letter.id, str(error), work.clock() + _FIRST_WAIT)
            raise
        work.ledger.copy_filed(letter.id)
