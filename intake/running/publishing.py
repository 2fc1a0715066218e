"""Step 7 of the protocol: what staff typed goes into the ledger, then the workbook is written afresh where it is due."""

from __future__ import annotations

from pathlib import Path

from intake import register
from intake.errors import IntakeError, Later
from intake.register import RegisterUnreadable, StaffReading
from intake.rows import Snapshot
from intake.running.workplace import Workplace


def read_staff(work: Workplace) -> StaffReading:
    """T5: what staff typed since the workbook was published is stored, by reference and column.

    Raises RegisterUnreadable where the workbook cannot be trusted: nothing in it counts as a deletion.
    """
    reading = register.read_staff(work.config.workbook.path)
    work.ledger.store_staff(reading.overrides, reading.conflicts)
    return reading


def publish(work: Workplace, *, always: bool = False) -> IntakeError | None:
    """Write the workbook where the ledger has moved on since it was last written. Returns the problem, if any."""
    path = work.config.workbook.path
    written_generation, written_digest = work.ledger.published()
    if not always and work.ledger.generation() == written_generation and path.exists():
        return None
    try:
        reading = read_staff(work)
    except RegisterUnreadable as error:
        return _rebuild_beside(work, error)
    snapshot = work.ledger.snapshot()
    projection = register.project(snapshot, work.programme)
    try:
        _copy_files(work, snapshot)
        if always or projection.digest != written_digest or not path.exists():
            settings = work.config.workbook
            register.publish(projection, path, read=reading, keep=settings.keep, mode=int(settings.mode, 8))
    except Later as error:
        return error
    work.ledger.set_published(snapshot.generation, projection.digest)
    return None


def _copy_files(work: Workplace, snapshot: Snapshot) -> None:
    settings = work.config.workbook
    register.copy_files(snapshot.files, work.vault.path_of_part, settings.files, int(settings.mode, 8))


def _rebuild_beside(work: Workplace, error: RegisterUnreadable) -> IntakeError:
    """The workbook is damaged: it is left alone, and a whole one is written beside it for staff to take up."""
    path = work.config.workbook.path
    beside = path.with_name(f"{path.stem}-rebuilt{path.suffix}")
    snapshot = work.ledger.snapshot()
    projection = register.project(snapshot, work.programme)
    try:
        _copy_files(work, snapshot)
        register.publish(projection, beside, read=register.read_staff(beside), keep=1, mode=int(work.config.workbook.mode, 8))
    except IntakeError as second:
        return second
    return type(error)(
        f"{error} It was left as it is, and the whole register was written to {_short(beside)}. "
        f"Move the damaged file away; the next pass writes {_short(path)} again."
    )


def _short(path: Path) -> str:
    return str(path)
