"""Step 7 of the protocol: what staff typed goes into the ledger, then the workbook is written afresh where it is due."""

from __future__ import annotations

import os
from pathlib import Path

import structlog

from intake import register
from intake.errors import IntakeError, Later
from intake.register import RegisterUnreadable, StaffReading
from intake.rows import Snapshot
from intake.running.workplace import Workplace

log = structlog.get_logger("intake")

_BESIDE = "register_beside"  # digest of what the rebuilt workbook beside a damaged one shows
_DAMAGED = "register_damaged"  # stamp of the damaged workbook that has been told of
_READ = "register_read"  # stamp of the workbook as it was when nothing in it was left to take up


def take_up_edits(work: Workplace) -> bool:
    """T5: what staff typed since the last pass is stored. True where the workbook has to be written for it.

    A workbook that nobody has saved since is not read again. One that cannot be trusted, or an old copy put back, is to be
    written: nothing in it counts as a deletion. Raises Later where it cannot be read now.
    """
    path = work.config.workbook.path
    put_back = register.is_earlier_version(path)
    if path.exists() and not put_back and register.stamp_of(path) == work.ledger.setting(_READ):
        return False
    try:
        reading = _read(work)
    except RegisterUnreadable:
        return True
    return reading.rewrite or put_back


def _read(work: Workplace) -> StaffReading:
    reading = register.read_staff(work.config.workbook.path)
    work.ledger.store_staff(reading.overrides, reading.conflicts)
    for warning in reading.warnings:
        log.warning("register", what=warning)
    if reading.stamp and not reading.rewrite:
        work.ledger.set_setting(_READ, reading.stamp)
    return reading


def publish(work: Workplace, *, always: bool = False) -> IntakeError | None:
    """Write the workbook where the ledger has moved on since it was last written. Returns the problem, if any."""
    path = work.config.workbook.path
    written_generation, written_digest = work.ledger.published()
    if not always and work.ledger.generation() == written_generation and path.exists():
        return None
    try:
        reading = _read(work)
    except RegisterUnreadable as error:
        return _rebuild_beside(work, error)
    except Later as error:
        return error
    snapshot = work.ledger.snapshot()
    projection = register.project(snapshot, work.programme, _files_from(path, work.config.workbook.files))
    try:
        _copy_files(work, snapshot)
        if always or projection.digest != written_digest or not path.exists():
            settings = work.config.workbook
            register.publish(projection, path, read=reading, keep=settings.keep, mode=int(settings.mode, 8))
    except Later as error:
        return error
    work.ledger.set_published(snapshot.generation, projection.digest)
    return None


def _files_from(workbook: Path, files: Path) -> str:
    """How the links in the workbook reach the copied files."""
    return Path(os.path.relpath(files, workbook.parent)).as_posix()


def _copy_files(work: Workplace, snapshot: Snapshot) -> None:
    settings = work.config.workbook
    register.copy_files(snapshot.files, work.vault.path_of_part, settings.files, int(settings.mode, 8))


def _rebuild_beside(work: Workplace, error: RegisterUnreadable) -> IntakeError | None:
    """The workbook is damaged: it is left alone, and a whole one is kept up to date beside it for staff to work in.

    Returns the problem the first time only; after that it is known.
    """
    path = work.config.workbook.path
    beside = path.with_name(f"{path.stem}-rebuilt{path.suffix}")
    try:
        reading = register.read_staff(beside)
        work.ledger.store_staff(reading.overrides, reading.conflicts)
        snapshot = work.ledger.snapshot()
        projection = register.project(snapshot, work.programme, _files_from(path, work.config.workbook.files))
        _copy_files(work, snapshot)
        if reading.rewrite or not beside.exists() or projection.digest != work.ledger.setting(_BESIDE):
            register.publish(projection, beside, read=reading, keep=1, mode=int(work.config.workbook.mode, 8))
            work.ledger.set_setting(_BESIDE, projection.digest)
    except IntakeError as second:
        return second
    damaged = register.stamp_of(path) or ""
    if damaged == work.ledger.setting(_DAMAGED):
        return None
    work.ledger.set_setting(_DAMAGED, damaged)
    return type(error)(
        f"{error} It was left as it is, and the whole register was written to {beside}. "
        f"Move the damaged file away; the next pass writes {path} again."
    )
