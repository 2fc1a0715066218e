"""How a command tells the service that there is something to do: an empty file that the service takes away."""

from __future__ import annotations

import contextlib
from pathlib import Path

_NAME = "wake"


def wake(folder: Path) -> None:
    """Ask the service for a pass at once. Without a service the file lies there until the next one starts."""
    with contextlib.suppress(OSError):
        (folder / _NAME).touch(mode=0o600)


def was_woken(folder: Path) -> bool:
    """Whether anybody asked since the last time."""
    try:
        (folder / _NAME).unlink()
    except OSError:
        return False
    return True
