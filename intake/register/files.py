"""Copies of kept files for staff, beside the workbook: files/<reference>/<reference>-<n>.<ext>, safe kinds only."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from intake.errors import Later
from intake.register.rows import copy_name
from intake.rows import FileRow

_REFERENCE = re.compile(r"[A-Z0-9]{1,4}-[A-Z0-9]{3,12}")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


def copy_files(files: Sequence[FileRow], vault_path: Callable[[str], Path], folder: Path, mode: int) -> None:
    """Copy every safe file of `files` that is not there yet; `vault_path` gives the kept file for a digest.

    A copy that is there is left alone, staff may have it open. A file the vault no longer has is passed over.
    Raises Later where the folder cannot be written.
    """
    wanted = [f for f in files if f.safe and _REFERENCE.fullmatch(f.reference) and _EXTENSION.fullmatch(f.extension)]
    try:
        for file in wanted:
            target = folder / file.reference / copy_name(file)
            source = vault_path(file.digest)
            if not target.exists() and source.is_file():
                _make_folder(target.parent, mode)
                _copy(source, target, mode)
    except OSError as error:
        raise Later(
            f"The copies of attachments for staff cannot be written to {folder} ({error.strerror}). "
            "Free some space or make the folder writable; the next pass writes them."
        ) from error


def folder_mode(mode: int) -> int:
    """Who may read the files may enter their folder."""
    return mode | (mode & 0o444) >> 2 | 0o300


def _make_folder(folder: Path, mode: int) -> None:
    for each in (folder.parent, folder):
        if not each.is_dir():
            each.mkdir(parents=True)
            each.chmod(folder_mode(mode))
            sync_folder(each.parent)


def _copy(source: Path, target: Path, mode: int) -> None:
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        with source.open("rb") as read, temporary.open("wb") as write:
            shutil.copyfileobj(read, write)
            write.flush()
            os.fchmod(write.fileno(), mode)
            os.fsync(write.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
