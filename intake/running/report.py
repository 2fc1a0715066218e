"""What one pass did, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from intake.errors import IntakeError
from intake.rows import PassRow

STATES = {"review": "for review"}  # as people say them, where it differs from the ledger


@dataclass(slots=True)
class FolderCount:
    """One folder's part of the reconciliation: every message seen is recorded, gone meanwhile, or still to fetch."""

    seen: int = 0
    recorded: int = 0
    gone: int = 0
    to_fetch: int = 0
    new: int = 0
    by_state: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Letters:
    """What became of the letters of one pass."""

    sent: int = 0
    notices: int = 0  # to staff, sent
    returned: int = 0  # reported as undelivered: staff see them
    failed: int = 0  # refused for good, or given up: staff see them
    unknown: int = 0  # their fate cannot be known: staff see them
    waiting: int = 0  # to be tried again
    unwritten: int = 0  # a template is broken: they are held until it is put right
    problem: IntakeError | None = None  # the desk's own fault: nothing was sent after it


@dataclass(slots=True)
class Report:
    """The first sentence of `problems` is the one to show."""

    started: datetime
    count: FolderCount = field(default_factory=FolderCount)
    aside: int = 0  # messages set aside in this pass
    again: int = 0  # messages that could not be read yet and are tried again
    tripped: str = ""  # why the breaker tripped in this pass
    letters: Letters = field(default_factory=Letters)
    moved: int = 0
    problems: list[IntakeError] = field(default_factory=list)
    mailbox_reached: bool = False
    rewrite: bool = False  # the workbook is to be written even if the ledger has nothing new

    @property
    def exit_code(self) -> int:
        """2: the configuration; 75: try again; 1: a new failure that needs a person; 0: done."""
        codes = {problem.exit_code for problem in self.problems}
        if (
            self.aside
            or self.tripped
            or self.letters.failed
            or self.letters.unknown
            or self.letters.unwritten
            or self.letters.returned
        ):
            codes.add(1)
        return next((code for code in (2, 75, 1) if code in codes), 0)

    @property
    def busy(self) -> bool:
        """Something new was recorded or sent."""
        letters = self.letters
        changed = letters.sent or letters.failed or letters.unknown or letters.unwritten
        return bool(self.count.new or self.aside or changed)

    def reconciliation(self) -> str:
        """ "mailbox 41 = 36 filed + 2 automatic + 2 spam + 1 for review"."""
        shares = [f"{n} {STATES.get(state, state)}" for state, n in self.count.by_state.items() if n]
        shares += [f"{n} {what}" for n, what in ((self.count.gone, "gone"), (self.count.to_fetch, "to fetch")) if n]
        return f"mailbox {self.count.seen} = {' + '.join(shares) or '0'}"

    def row(self, finished: datetime) -> PassRow:
        """The pass as the register's summary shows it."""
        count = self.count
        return PassRow(
            started=self.started,
            finished=finished,
            seen=count.seen,
            recorded=count.recorded,
            gone=count.gone,
            to_fetch=count.to_fetch,
            by_state=count.by_state,
            sent=self.letters.sent,
            problem=str(self.problems[0]) if self.problems else "",
        )
