"""One pass of the protocol, first step to last. Every fault is kept to its step: the others are still done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from intake.cell import Cell
from intake.errors import ConfigError, IntakeError, Later
from intake.mail import mailbox
from intake.rows import PassRow
from intake.running import filing, patience, publishing, recording, sending, taking
from intake.running.watchdog import Watchdog
from intake.running.workplace import Workplace

Progress = Callable[[int, int], None]  # (done, total) of the messages to take in
LOCK_SECONDS = 30

log = structlog.get_logger("intake")


def silent(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(slots=True)
class Report:
    """What one pass did, and what went wrong. The first sentence of `problems` is the one to show."""

    started: datetime
    count: taking.FolderCount = field(default_factory=taking.FolderCount)
    aside: int = 0
    letters: sending.Sent = field(default_factory=sending.Sent)
    moved: int = 0
    mailbox_reached: bool = False
    rewrite: bool = False  # the workbook is to be written even if the ledger has nothing new
    problems: list[IntakeError] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """2: the configuration; 75: try again; 1: a new failure that needs a person; 0: done."""
        codes = {problem.exit_code for problem in self.problems}
        if self.aside or self.letters.failed or self.letters.unknown:
            codes.add(1)
        return next((code for code in (2, 75, 1) if code in codes), 0)

    @property
    def busy(self) -> bool:
        """Something new was recorded or sent."""
        letters = self.letters
        return bool(self.count.new or letters.sent or letters.failed or letters.unknown or self.aside)

    def reconciliation(self) -> str:
        """ "mailbox 41 = 36 filed + 2 automatic + 2 spam + 1 for review"."""
        shares = [f"{n} {_SHOWN.get(state, state)}" for state, n in self.count.by_state.items() if n]
        shares += [f"{n} {what}" for n, what in ((self.count.gone, "gone"), (self.count.to_fetch, "to fetch")) if n]
        return f"mailbox {self.count.seen} = {' + '.join(shares) or '0'}"


_SHOWN = {"review": "for review"}


def run_pass(work: Workplace, stop: threading.Event, progress: Progress = silent) -> Report:
    """The whole pass, under the ledger's lock and the watchdog. Raises Later where another pass holds the lock."""
    with work.ledger.lock(LOCK_SECONDS), Watchdog(work.config.schedule.pass_seconds, stop) as watchdog:
        report = Report(work.clock())
        work.ledger.interrupted(work.clock())
        work.vault.clean_tmp()
        with _kept(report):
            report.rewrite = publishing.take_up_edits(work)
        _take_in_and_record(work, stop, report, progress)
        if not stop.is_set():
            report.letters = sending.send_due(work, stop)
            if report.letters.problem is not None:
                report.problems.append(report.letters.problem)
        if watchdog.overran:
            report.problems.append(Later("The pass took too long and was ended. It goes on next time."))
        _close(work, report)
    _tell(report)
    return report


@contextmanager
def _kept(report: Report) -> Iterator[None]:
    """A fault of this step is noted and the pass goes on."""
    try:
        yield
    except (ConfigError, Later) as error:
        report.problems.append(error)


def _take_in_and_record(work: Workplace, stop: threading.Event, report: Report, progress: Progress) -> None:
    with Cell(work.programme, work.config.limits) as cell:
        report.aside += recording.record_pending(work, cell, stop)

        def after_batch(done: int, total: int) -> None:
            report.aside += recording.record_pending(work, cell, stop)
            progress(done, total)

        with _kept(report), patience.kept(work), mailbox.connect(work.config.mailbox) as box:
            sending.settle_with_sent_folder(work, box)
            for folder in taking.folders(work):
                if not stop.is_set():
                    _add(report.count, taking.take_in_folder(work, box, folder, stop, after_batch))
            report.mailbox_reached = True


def _add(total: taking.FolderCount, one: taking.FolderCount) -> None:
    for name in ("seen", "recorded", "gone", "to_fetch", "new"):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    total.by_state = dict(Counter(total.by_state) + Counter(one.by_state))
    if one.seen != one.recorded + one.gone + one.to_fetch:
        raise Later(f"The count does not add up: {one.seen} messages seen, {one.recorded} recorded. Run it again.")


def _close(work: Workplace, report: Report) -> None:
    """The pass's own row, the workbook, then the mailbox put in order."""
    row, last = row_of(report, work.clock()), work.ledger.last_pass()
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
    moves = bool(work.config.mailbox.processed_folder) and work.ledger.owes_filing(now)
    return moves or bool(work.config.smtp.sent_folder and work.ledger.unsent_copies(now))


def row_of(report: Report, finished: datetime) -> PassRow:
    """The pass as the register's summary shows it."""
    count = report.count
    return PassRow(
        started=report.started,
        finished=finished,
        seen=count.seen,
        recorded=count.recorded,
        gone=count.gone,
        to_fetch=count.to_fetch,
        by_state=count.by_state,
        sent=report.letters.sent,
        problem=str(report.problems[0]) if report.problems else "",
    )


def _tell(report: Report) -> None:
    """One line a pass, with counts only."""
    log.info(
        "pass",
        seen=report.count.seen,
        new=report.count.new,
        to_fetch=report.count.to_fetch,
        set_aside=report.aside,
        sent=report.letters.sent,
        waiting=report.letters.waiting,
        failed=report.letters.failed,
        unknown=report.letters.unknown,
        moved=report.moved,
        problems=len(report.problems),
    )
