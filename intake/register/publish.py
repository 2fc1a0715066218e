"""Putting a new workbook in the place of the old one: never half, never over what staff have just saved."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from intake.errors import Later
from intake.register import layout as lay
from intake.register.files import folder_mode, sync_folder
from intake.register.project import Projection
from intake.register.staff import StaffReading, stamp_of
from intake.register.write import write

HISTORY = ".register-history"


class RegisterBusy(Later):
    """Staff have the workbook open, or saved it since it was read. Nothing was written; the next pass tries again."""


def lock_files(path: Path) -> tuple[Path, ...]:
    """Where Excel and LibreOffice note that they have the workbook open."""
    return (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))


def is_open(path: Path) -> bool:
    """Whether somebody has the workbook open in Excel or LibreOffice."""
    return any(lock.exists() for lock in lock_files(path))


def publish(projection: Projection, path: Path, *, read: StaffReading, keep: int, mode: int) -> None:
    """Write `projection`, with what only `read` holds, to `path`; the `keep` latest earlier versions stay in HISTORY.

    `mode`: permissions of the file. Raises RegisterBusy where the workbook is open or no longer the one that was read,
    Later where it cannot be written. In either case the workbook is as it was.
    """
    _refuse_if_busy(path, read)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(projection, read, temporary, mode)
        _check(projection, temporary)
        _like_before(path, temporary)
        _refuse_if_busy(path, read)
        _keep_earlier(path, keep, mode)
        _refuse_if_busy(path, read)
        temporary.replace(path)
        sync_folder(path.parent)
    except PermissionError as error:
        raise RegisterBusy(
            f"{path} cannot be replaced ({error.strerror}). Close it, or make its folder writable; the next pass tries again."
        ) from error
    except OSError as error:
        raise Later(
            f"{path} cannot be written ({error.strerror}). The old one is untouched. "
            "Free some space if the disk is full; the next pass tries again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refuse_if_busy(path: Path, read: StaffReading) -> None:
    if locks := [lock.name for lock in lock_files(path) if lock.exists()]:
        raise RegisterBusy(
            f"Somebody has {path.name} open. It is brought up to date once it is closed. "
            f"If nobody has it open, remove the file {locks[0]} beside it."
        )
    try:
        stamp = stamp_of(path)
    except OSError as error:
        raise RegisterBusy(f"{path} cannot be read now ({error.strerror}). The next pass tries again.") from error
    if stamp != read.stamp:
        raise RegisterBusy(f"{path.name} was saved while it was being brought up to date. The next pass takes up what is new.")


def _write_durably(projection: Projection, read: StaffReading, temporary: Path, mode: int) -> None:
    with temporary.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        write(projection, read.extra, file)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _check(projection: Projection, temporary: Path) -> None:
    """Open the new workbook with another library than the one that wrote it, and find every row again."""
    try:
        book = CalamineWorkbook.from_path(str(temporary))
        sheets = {sheet.layout.title: len(sheet.rows) for sheet in projection.sheets}
        sound = {lay.SUMMARY, lay.BASE, *sheets} <= set(book.sheet_names) and all(
            book.get_sheet_by_name(title).height > rows for title, rows in sheets.items()
        )
    except OSError:
        raise
    except Exception as error:  # whatever calamine raises
        raise Later(f"The new workbook cannot be read ({type(error).__name__}); the old one is untouched.") from error
    if not sound:
        raise Later("The new workbook is not whole; the old one is untouched. The next pass writes it again.")


def _like_before(path: Path, temporary: Path) -> None:
    """The group stays the one that staff are in."""
    with contextlib.suppress(OSError):
        os.chown(temporary, -1, path.stat().st_gid)


def is_earlier_version(path: Path) -> bool:
    """Whether the workbook is, byte for byte, one that has been replaced since: a person has put an old copy back."""
    folder = path.parent / HISTORY
    if not path.exists() or not folder.is_dir():
        return False
    size, stamp = path.stat().st_size, stamp_of(path)
    versions = (each for each in folder.glob(f"*{path.suffix}") if each.stat().st_size == size)
    return any(stamp_of(each) == stamp for each in versions)


def _keep_earlier(path: Path, keep: int, mode: int) -> None:
    """Keep the version that is about to be replaced, named by the time it was saved; forget the oldest beyond `keep`."""
    if not path.exists():
        return
    folder = path.parent / HISTORY
    if not folder.is_dir():
        folder.mkdir()
        folder.chmod(folder_mode(mode))
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    kept = folder / f"{path.stem} {saved:%Y-%m-%d %H.%M.%S.%f}{path.suffix}"
    if not kept.exists():
        _copy(path, kept)
    ours = re.compile(re.escape(path.stem) + r" \d{4}-\d\d-\d\d [\d.]+" + re.escape(path.suffix))
    versions = sorted(each for each in folder.iterdir() if ours.fullmatch(each.name))
    for old in versions[:-keep]:
        old.unlink(missing_ok=True)
    sync_folder(folder)


def _copy(path: Path, kept: Path) -> None:
    """A copy, not a second name: a program that saves into the file itself must not change it."""
    temporary = kept.with_name(f".{kept.name}.tmp")
    try:
        shutil.copy2(path, temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(kept)
    finally:
        temporary.unlink(missing_ok=True)
