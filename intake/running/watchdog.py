"""A pass that overruns is asked to stop at the next message; one that does not stop is ended with its process.

Ending the process is safe at any moment: the protocol's order of writes makes it so.
"""

from __future__ import annotations

import os
import sys
import threading
from types import TracebackType

_GRACE_SECONDS = 90  # one message: the reading child's 20 and the converters' 60
_TRY_AGAIN = 75


class Watchdog:
    """Watches over one pass, on a clock that no one can set (`Event.wait` counts monotonic time)."""

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds = seconds
        self._stop = stop
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self.overran = False

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        if self._done.wait(self._seconds):
            return
        self.overran = True
        self._stop.set()
        if not self._done.wait(_GRACE_SECONDS):
            print("The pass would not end; intake stops and goes on at its next start.", file=sys.stderr)  # noqa: T201
            os._exit(_TRY_AGAIN)
