"""A mail server that asks to be left alone for a while is left alone, by the service and by cron alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from intake.errors import Later
from intake.running.workplace import Workplace

_UNTIL = "mailbox_left_alone_until"


@contextmanager
def kept(work: Workplace) -> Iterator[None]:
    """Raises Later while the time the server asked for runs, and notes the time where it asks now."""
    until = work.ledger.setting(_UNTIL)
    if until and work.clock() < datetime.fromisoformat(until):
        raise Later(f"The mail server asked to be left alone until {until[11:16]} UTC. Mail waits there until then.")
    try:
        yield
    except Later as error:
        if error.wait:
            work.ledger.set_setting(_UNTIL, (work.clock() + timedelta(seconds=error.wait)).isoformat())
        raise
