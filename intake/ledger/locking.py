"""Who may write: one holder of a lock file at a time. The system frees it when its holder dies, however it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from intake.errors import ConfigError, Later
from intake.ledger.durable import disk_fault


class LedgerBusy(Later):
    """Another pass or command that writes holds the lock."""


@contextmanager
def held(path: Path, wait_seconds: float, busy: str) -> Iterator[None]:
    """Hold the lock at `path`. Raises LedgerBusy, saying `busy`, where another holds it still after `wait_seconds`."""
    guard = FileLock(path, timeout=wait_seconds, mode=0o600)
    try:
        guard.acquire()
    except Timeout:
        raise LedgerBusy(busy) from None
    except OSError as error:
        raise disk_fault(error, path) from error
    try:
        yield
    finally:
        guard.release()


@contextmanager
def only_instance(folder: Path) -> Iterator[None]:
    """For the service, as long as it runs. Raises ConfigError where one is running already."""
    try:
        with held(folder / "service.lock", 0, "busy"):
            yield
    except LedgerBusy:
        raise ConfigError(f"The service is running already for {folder}. Stop that one first.") from None
