"""Writing to disk so that it is still there after a power cut: the file first, then its name, then the folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from intake.errors import ConfigError, IntakeError, Later

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE)


def make_folder(folder: Path) -> None:
    """A folder only its owner may enter, durably; nothing to do where it is there. Raises ConfigError or Later."""
    if folder.is_dir():
        return
    try:
        if not folder.parent.exists():
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    except OSError as error:
        raise disk_fault(error, folder) from error


def sync_folder(folder: Path) -> None:
    """The names in `folder` are on disk once this returns. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """A new file of mode 0600 whose bytes are on disk once this returns. Raises OSError; then it leaves nothing behind."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def disk_fault(error: OSError, place: Path) -> IntakeError:
    """Later where the disk is full or failing, ConfigError where it is a matter of rights or paths."""
    if error.errno in _NO_ROOM:
        return Later(f"{place} could not be written ({error.strerror}). Make room on the disk; nothing was changed.")
    return ConfigError(f"{place} could not be written ({error.strerror}). Give this user the right to write there.")
