"""Somebody at a terminal of their own, for commands that ask."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import threading
from pathlib import Path


class Typist:
    """Somebody at a terminal of their own: waits for what is shown, then types."""

    def __init__(self, config: Path) -> None:
        self._screen, keyboard = pty.openpty()
        device = os.ttyname(keyboard)
        command = 'exec "$0" -m intake.cli enter --config "$1" <"$2" >"$2" 2>&1'  # a session's first terminal is its own
        self.process = subprocess.Popen(
            ["sh", "-c", command, sys.executable, str(config), device],
            start_new_session=True,
            env=os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"},
        )
        self._keyboard = keyboard
        self._shown = ""
        self._watchdog = threading.Timer(60, self.process.kill)
        self._watchdog.start()

    def sees(self, words: str) -> None:
        """Wait until `words` have been shown, after what was waited for before."""
        while words not in self._shown:
            assert self._more(), f"{words!r} was not shown; the last was {self._shown[-300:]!r}"
        self._shown = self._shown.partition(words)[2]

    def types(self, text: str) -> None:
        os.write(self._screen, f"{text}\r".encode())

    def interrupts(self) -> None:
        """Press Ctrl-C; and again if nothing comes of it, as people do: readline may miss one as it begins to listen."""
        for _ in range(10):
            os.write(self._screen, b"\x03")
            while self._more(wait=5):
                if "Stopped" in self._shown:
                    return

    def leaves(self) -> int:
        """The exit code, once all is shown."""
        code = self.process.wait(60)
        while self._more(wait=0):
            pass
        return code

    def rest(self) -> str:
        return self._shown

    def close(self) -> None:
        self._watchdog.cancel()
        self.process.kill()
        self.process.wait(10)
        os.close(self._screen)
        os.close(self._keyboard)

    def _more(self, wait: float = 30) -> bool:
        ready, _, _ = select.select([self._screen], [], [], wait)
        if not ready:
            return False
        self._shown += os.read(self._screen, 65_536).decode("utf-8", "replace")
        return True
