"""One pass of the protocol, first step to last. Every fault is kept to its step: the others are still done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from intake.cell import Cell
from intake.errors import ConfigError, Later
from intake.mail import mailbox
from intake.mail.mailbox import Mailbox
from intake.running import breaker, filing, notices, patience, publishing, recording, sending, taking
from intake.running.bar import Progress, silent
from intake.running.report import FolderCount, Report
from intake.running.stopping import StopBy
from intake.running.watchdog import Watchdog
from intake.running.workplace import Workplace

LOCK_SECONDS = 30
_READING_SHARE = 0.7  # of a pass's time; the rest is for letters, the workbook and the mailbox

log = structlog.get_logger("intake")


def run_pass(work: Workplace, stop: threading.Event, progress: Progress = silent) -> Report:
    """The whole pass, under the ledger's lock and the watchdog. Raises LedgerBusy where another pass holds the lock."""
    seconds = work.config.schedule.pass_seconds
    own = StopBy(stop)
    with work.ledger.lock(LOCK_SECONDS), Watchdog(seconds, own) as watchdog:
        report = Report(work.clock())
        report.letters.unknown += work.ledger.interrupted(work.clock())
        work.vault.clean_tmp()
        with _kept(report):
            report.rewrite = publishing.take_up_edits(work)
        _take_in_and_record(work, StopBy(own, seconds * _READING_SHARE), report, progress)
        if report.again:
            report.problems.append(Later(f"Messages that could not be read yet: {report.again}. They are tried again."))
        if not own.is_set():
            with _kept(report):
                notices.tell_daily(work)
            sending.send_due(work, own, report.letters)
        if report.letters.problem is not None:
            report.problems.append(report.letters.problem)
        if watchdog.overran:
            report.problems.append(Later("The pass took too long and was ended. It goes on next time."))
        with _kept(report):
            _close(work, report)
    _tell(report)
    return report


@contextmanager
def _kept(report: Report) -> Iterator[None]:
    """A fault of this step is noted and the pass goes on."""
    try:
        yield
    except (ConfigError, Later) as error:
        if str(error) not in map(str, report.problems):
            report.problems.append(error)


def _take_in_and_record(work: Workplace, stop: threading.Event, report: Report, progress: Progress) -> None:
    with Cell(work.programme, work.config.limits) as cell:

        def record() -> None:
            recording.record_pending(work, cell, stop, report)
            sending.send_urgent_notices(work, stop, report.letters)

        def after_batch(done: int, total: int) -> None:
            record()
            progress(done, total)

        before = breaker.reason(work)
        with _kept(report):
            record()
        with _kept(report), patience.kept(work), mailbox.connect(work.config.mailbox) as box:
            report.mailbox_reached = True
            for folder in taking.folders(work):
                _take_in_folder(work, box, folder, stop, report, after_batch)
            sending.settle_with_sent_folder(work, box)
        report.tripped = breaker.reason(work) if not before else ""


def _take_in_folder(
    work: Workplace,
    box: Mailbox,
    folder: str,
    stop: threading.Event,
    report: Report,
    after_batch: Callable[[int, int], None],
) -> None:
    """A folder that is missing keeps none of the others from being read; a lost connection ends them all."""
    if stop.is_set():
        return
    try:
        _add(report.count, taking.take_in_folder(work, box, folder, stop, after_batch))
    except ConfigError as error:
        report.problems.append(error)


def _add(total: FolderCount, one: FolderCount) -> None:
    for name in ("seen", "recorded", "gone", "to_fetch", "new"):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    total.by_state = dict(Counter(total.by_state) + Counter(one.by_state))
    if one.seen != one.recorded + one.gone + one.to_fetch:
        raise Later(f"The count does not add up: {one.seen} messages seen, {one.recorded} recorded. Run it again.")


def _close(work: Workplace, report: Report) -> None:
    """The pass's own row, the workbook, then the mailbox put in order."""
    row, last = report.row(work.clock()), work.ledger.last_pass()
    if report.busy or last is None or last.problem != row.problem:  # else every idle pass would rewrite the workbook
        work.ledger.pass_finished(row)
    problem = publishing.publish(work, always=report.rewrite)
    if problem is not None:
        report.problems.append(problem)
    if report.mailbox_reached and _owes_the_mailbox(work):
        with _kept(report), patience.kept(work), mailbox.connect(work.config.mailbox) as box:
            sending.file_copies(work, box)
            report.moved = filing.file_away(work, box)
    work.ledger.set_setting("last_pass", work.clock().isoformat())


def _owes_the_mailbox(work: Workplace) -> bool:
    now = work.clock()
    return work.ledger.owes_filing(now) or bool(work.config.smtp.sent_folder and work.ledger.unsent_copies(now))


def _tell(report: Report) -> None:
    """One line a pass, with counts only."""
    log.info(
        "pass",
        seen=report.count.seen,
        new=report.count.new,
        to_fetch=report.count.to_fetch,
        set_aside=report.aside,
        sent=report.letters.sent,
        notices=report.letters.notices,
        returned=report.letters.returned,
        waiting=report.letters.waiting,
        failed=report.letters.failed,
        unknown=report.letters.unknown,
        unwritten=report.letters.unwritten,
        moved=report.moved,
        problems=len(report.problems),
    )
