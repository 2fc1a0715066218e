"""A pass that is killed (SIGKILL) at one of its effects: `python -m tests.dying_pass CONFIG PLACE before|after NTH`.

Run as a process of its own by tests/test_crash.py. The product has no hook for this: the effect is wrapped here.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake.config import load
from intake.running.one_pass import run_pass
from intake.running.workplace import open_workplace
from tests.world import NOW

# Every effect of a pass, in the protocol's order: module, owner, name.
PLACES: dict[str, tuple[str, str | None, str]] = {
    "raw file": ("intake.ledger.vault", "Vault", "keep_raws"),
    "T1 taken in": ("intake.ledger", "Ledger", "take_in"),
    "reading starts": ("intake.ledger", "Ledger", "reading_starts"),
    "attachments": ("intake.ledger.vault", "Vault", "keep_parts"),
    "T2 inside": ("intake.ledger", "Recorder", "record"),
    "daily notice": ("intake.running.notices", None, "tell_daily"),
    "T3 sending": ("intake.ledger", "Ledger", "sending"),
    "letter": ("intake.mail.outbox", "Courier", "send"),
    "T4 outcome": ("intake.ledger", "Ledger", "sent_outcome"),
    "pass row": ("intake.ledger", "Ledger", "pass_finished"),
    "T5 staff": ("intake.ledger", "Ledger", "store_staff"),
    "files": ("intake.register", None, "copy_files"),
    "workbook": ("intake.register", None, "publish"),
    "T6 published": ("intake.ledger", "Ledger", "set_published"),
    "move": ("intake.mail.mailbox", "Mailbox", "move"),
    "moved": ("intake.ledger", "Ledger", "filed_away"),
}


def wrap(place: str, when: str, nth: int) -> None:
    """Have the `nth` call of that effect kill this process, just before it or just after."""
    module_name, owner_name, name = PLACES[place]
    module = importlib.import_module(module_name)
    owner: Any = getattr(module, owner_name) if owner_name else module
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if calls == nth and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


def main() -> None:
    config, place, when, nth = sys.argv[1:]
    wrap(place, when, int(nth))
    with open_workplace(load(Path(config)), lambda: NOW) as work:
        run_pass(work, threading.Event())


if __name__ == "__main__":
    main()
