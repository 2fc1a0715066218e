"""What all commands share: the clock, a configuration's workplace, signals, and how a fault that nobody foresaw is told."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from intake.errors import place_of

if TYPE_CHECKING:
    from intake.running.workplace import Workplace


def tell_the_unforeseen(error: Exception) -> None:
    show = getattr(error, "show", None)
    if callable(show):  # a usage error of the command line says itself best
        show()
        sys.exit(2)
    if os.environ.get("INTAKE_DEBUG"):
        traceback.print_exception(error)
    else:  # its text may quote somebody's message: only the kind and the place are told
        say(
            f"A fault in the program itself: {place_of(error)}. "
            "Nothing is lost; run it again. If it stays, report that line, or set INTAKE_DEBUG=1 to see more."
        )
    sys.exit(1)


def say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def clock() -> datetime:
    return datetime.now(UTC)


@contextmanager
def workplace(config: Path) -> Iterator[Workplace]:
    from intake.config import load
    from intake.running.logs import logs_to_stderr
    from intake.running.workplace import open_workplace

    logs_to_stderr()
    with open_workplace(load(config), clock) as work:
        yield work


@contextmanager
def locked(config: Path) -> Iterator[Workplace]:
    """For a command that writes: no pass runs meanwhile."""
    from intake.running.one_pass import LOCK_SECONDS

    with workplace(config) as work, work.ledger.lock(LOCK_SECONDS):
        yield work


def stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop
