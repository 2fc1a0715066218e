"""The parent's side: starts the reading child, asks it about one message after the other, and ends it at its limits."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from intake.cell import frames
from intake.cell.converters import Converters
from intake.config import Limits
from intake.errors import IntakeError, Later, SetAside
from intake.model import Case
from intake.programme import Programme

OUT_OF_MEMORY = 81  # the child's exit code after a MemoryError it could not even report
_START_SECONDS = 60


class ChildDiedError(IntakeError):
    """The child ended for no reason that we set. The message may be tried again."""


@cache
def case_adapter() -> TypeAdapter[Case]:
    """Writes and reads a Case as JSON."""
    return TypeAdapter(Case)


class Cell:
    """A reading child, started when first needed and replaced after `limits.child_messages` messages or any anomaly."""

    def __init__(self, programme: Programme, limits: Limits) -> None:
        self._programme = programme
        self._limits = limits
        self._converters = Converters(limits)
        self._child: subprocess.Popen[bytes] | None = None
        self._answered = 0

    def __enter__(self) -> Cell:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def read(self, raw: bytes, received: datetime | None) -> Case:
        """`reading.read` in the child; `received` None means the Date header's moment.

        Raises SetAside (a limit was hit) or ChildDiedError (unexplained).
        """
        return case_adapter().validate_json(self._ask(raw, {"received": received.isoformat() if received else ""}))

    def explain(self, raw: bytes, file: str, received: datetime | None = None) -> dict[str, Any]:
        """What `intake explain --json` prints for one message, received then. Raises as `read` does."""
        asked = {"explain": file, "received": received.isoformat() if received else ""}
        answer: dict[str, Any] = json.loads(self._ask(raw, asked))
        return answer

    def start(self) -> None:
        """Have a child ready. Raises Later where none can be started: that is no message's fault."""
        self._running()

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(OSError):
                child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _ask(self, raw: bytes, header: dict[str, str]) -> bytes:
        child = self._running()
        try:
            answer = self._answer(child, json.dumps(header).encode(), raw)
        except TimeoutError:
            self.close()
            raise SetAside(f"Reading it took longer than {self._limits.child_wall_seconds} seconds.") from None
        except (EOFError, OSError):
            raise self._verdict_on(child) from None
        self._answered += 1
        if answer[:1] == b"!":
            self.close()
            raise SetAside(answer[1:].decode())
        if answer[:1] == b"-":
            raise SetAside(answer[1:].decode())
        if answer[:1] != b"=":
            raise self._not_ours()
        if self._answered >= self._limits.child_messages:
            self.close()
        return answer[1:]

    def _answer(self, child: subprocess.Popen[bytes], header: bytes, raw: bytes) -> bytes:
        """What the child says to one message. It may ask once for conversions: its clock stands still for them."""
        assert child.stdin is not None
        assert child.stdout is not None
        deadline = time.monotonic() + self._limits.child_wall_seconds
        frames.send(child.stdin, header, raw, deadline=deadline)
        answer = frames.receive(child.stdout, deadline)
        if answer[:1] != b"?":
            return answer
        left = deadline - time.monotonic()
        try:
            converted = self._converters.answer(answer[1:])
        except ValueError:
            raise self._not_ours() from None
        deadline = time.monotonic() + left
        frames.send(child.stdin, converted, deadline=deadline)
        return frames.receive(child.stdout, deadline)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        job = {
            "programme": self._programme.model_dump(mode="json"),
            "limits": self._limits.model_dump(),
            "converters": self._converters.kinds,
        }
        deadline = time.monotonic() + _START_SECONDS
        try:
            command = [sys.executable, "-P", "-m", "intake.cell.child"]  # -P: never code from the folder we stand in
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
            self._child, self._answered = child, 0
            assert child.stdin is not None
            assert child.stdout is not None
            frames.send(child.stdin, json.dumps(job).encode(), deadline=deadline)
            frames.receive(child.stdout, deadline)  # it is ready: from now on the clock runs for the message
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            raise Later(
                "The reading process cannot be started. Is the installation whole, and is there memory left?"
            ) from error
        return child

    def _verdict_on(self, child: subprocess.Popen[bytes]) -> IntakeError:
        """Why the child ended: a limit of ours, or a death nobody explains."""
        try:
            code = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        if code == -signal.SIGXCPU:
            return SetAside(f"Reading it took more than {self._limits.child_cpu_seconds} seconds of computing.")
        if code == OUT_OF_MEMORY:
            return SetAside("Reading it took more memory than one message may use.")
        return ChildDiedError(f"The reading process ended unexpectedly (status {code}).")

    def _not_ours(self) -> ChildDiedError:
        """A child that does not keep to the protocol is not trusted with the next message."""
        self.close()
        return ChildDiedError("The reading process answered in a way that it never should.")


def _environment() -> dict[str, str]:
    """Only what Python needs: no password that stands in our environment reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZDIR") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(p or str(Path.cwd()) for p in sys.path), "PYTHONUTF8": "1"}
