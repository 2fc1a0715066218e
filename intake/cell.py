"""The only room that starts processes: untrusted bytes are read in a child with limits, which answers in JSON.

The child is `python -m intake.cell`. Each message is one exchange of frames (eight bytes of length, then the bytes):
a JSON header and the raw message go in, one JSON object comes out. The child has no secrets in its environment.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter

from intake.config import Limits
from intake.errors import IntakeError, Later, SetAside
from intake.model import Bounds, Case
from intake.programme import Programme

_LENGTH = struct.Struct(">Q")
_START_SECONDS = 60
_OUT_OF_MEMORY = 81  # the child's exit code after a MemoryError it could not even report


class ChildDiedError(IntakeError):
    """The child ended for no reason that we set. The message may be tried again."""


@cache
def _case_adapter() -> TypeAdapter[Case]:
    return TypeAdapter(Case)


class Cell:
    """A reading child, started when first needed and replaced after `limits.child_messages` messages or any anomaly."""

    def __init__(self, programme: Programme, limits: Limits) -> None:
        self._programme = programme
        self._limits = limits
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
        return _case_adapter().validate_json(self._ask(raw, {"received": received.isoformat() if received else ""}))

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
        assert child.stdout is not None
        deadline = time.monotonic() + self._limits.child_wall_seconds
        try:
            _send(child, json.dumps(header).encode(), raw, deadline=deadline)
            answer = _receive(child.stdout, deadline)
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
        if self._answered >= self._limits.child_messages:
            self.close()
        return answer[1:]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        job = {"programme": self._programme.model_dump(mode="json"), "limits": self._limits.model_dump()}
        deadline = time.monotonic() + _START_SECONDS
        try:
            command = [sys.executable, "-P", "-m", "intake.cell"]  # -P: never code from the folder we stand in
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
            self._child, self._answered = child, 0
            _send(child, json.dumps(job).encode(), deadline=deadline)
            assert child.stdout is not None
            _receive(child.stdout, deadline)  # it is ready: from now on the clock runs for the message
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
        if code == _OUT_OF_MEMORY:
            return SetAside("Reading it took more memory than one message may use.")
        return ChildDiedError(f"The reading process ended unexpectedly (status {code}).")


def _environment() -> dict[str, str]:
    """Only what Python needs: no password that stands in our environment reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZDIR") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(p or str(Path.cwd()) for p in sys.path), "PYTHONUTF8": "1"}


def _send(child: subprocess.Popen[bytes], *frames: bytes, deadline: float) -> None:
    """Write frames without blocking past `deadline` (monotonic seconds). Raises TimeoutError, OSError."""
    assert child.stdin is not None
    data = memoryview(b"".join(_LENGTH.pack(len(frame)) + frame for frame in frames))
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        while data:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(child.stdin.fileno(), data[:65536]) :]


def _receive(stream: IO[bytes], deadline: float) -> bytes:
    """Read one frame. Raises TimeoutError, EOFError."""
    buffer = bytearray()
    wanted: int | None = None
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while wanted is None or len(buffer) < _LENGTH.size + wanted:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            chunk = os.read(stream.fileno(), 1 << 20)
            if not chunk:
                raise EOFError
            buffer += chunk
            if wanted is None and len(buffer) >= _LENGTH.size:
                wanted = _LENGTH.unpack_from(buffer)[0]
    return bytes(buffer[_LENGTH.size :])


# ------------------------------------------------------------------------------------------------- inside the child


def _frames(stream: IO[bytes]) -> Iterator[bytes]:
    while head := stream.read(_LENGTH.size):
        yield stream.read(_LENGTH.unpack(head)[0])


def _limit_memory(beyond: int) -> None:
    """Bound the address space to what is in use now plus `beyond` bytes. Where the system has no such limit: nothing."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + beyond, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return


def _limit_computing(seconds: int) -> None:
    """Grant `seconds` of processor time from now on. Past it the system sends SIGXCPU, which ends the child."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + seconds, resource.RLIM_INFINITY))


def _work() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair; it ends us by closing the pipe
    frames = _frames(sys.stdin.buffer)
    job = json.loads(next(frames))
    programme = Programme.model_validate(job["programme"])
    limits = Limits.model_validate(job["limits"])
    bounds = Bounds(limits.header_bytes, limits.depth, limits.parts)
    from intake.reading import case as reading

    _answer(
        reading, {"received": ""}, b"Subject: A place\r\n\r\nMay I come?\r\n", programme, bounds
    )  # the rules are loaded now
    _limit_memory(limits.child_memory_bytes)
    _reply(b"ready")
    for header in frames:
        asked = json.loads(header)
        raw = next(frames)
        _limit_computing(limits.child_cpu_seconds)
        _reply(_answer(reading, asked, raw, programme, bounds))
    return 0


def _answer(reading: Any, asked: dict[str, str], raw: bytes, programme: Programme, bounds: Bounds) -> bytes:
    """One byte says how it went ("=" read, "-" refused, "!" refused and end the child), then the JSON or a sentence."""
    try:
        received = datetime.fromisoformat(asked["received"]) if asked["received"] else None
        case = reading.read(raw, received, programme, bounds)
        if "explain" in asked:
            return b"=" + json.dumps(reading.explained(case, programme, asked["explain"]), ensure_ascii=False).encode()
        return b"=" + _case_adapter().dump_json(case)
    except SetAside as error:
        return b"-" + str(error).encode()
    except (MemoryError, RecursionError):
        return b"!Reading it took more memory than one message may use."


def _reply(answer: bytes) -> None:
    out = sys.stdout.buffer
    out.write(_LENGTH.pack(len(answer)))
    out.write(answer)
    out.flush()


if __name__ == "__main__":
    try:
        sys.exit(_work())
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  its traceback may quote the message: only its kind is told
        print(f"reading ended: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        os._exit(1)
