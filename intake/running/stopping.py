"""When to stop: at a signal, once a share of the time is used up, or when the watchdog says so; always between messages."""

from __future__ import annotations

import threading
import time

_SLICE_SECONDS = 0.5


class StopBy(threading.Event):
    """Set once `outer` is, or once `seconds` of real time are over; set by itself it ends only what it was made for."""

    def __init__(self, outer: threading.Event, seconds: float | None = None) -> None:
        super().__init__()
        self._outer = outer
        self._until = None if seconds is None else time.monotonic() + seconds

    def is_set(self) -> bool:
        over = self._until is not None and time.monotonic() >= self._until
        return over or super().is_set() or self._outer.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """As Event.wait, hearing `outer` too."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = _SLICE_SECONDS if end is None else min(_SLICE_SECONDS, end - time.monotonic())
            if left <= 0:
                return False
            super().wait(left)
        return True
