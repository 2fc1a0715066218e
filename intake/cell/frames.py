"""How parent and child speak: frames over pipes, eight bytes of length and then the bytes."""

from __future__ import annotations

import contextlib
import os
import selectors
import struct
import time
from collections.abc import Iterator
from typing import IO

_LENGTH = struct.Struct(">Q")


def send(pipe: IO[bytes], *frames: bytes, deadline: float) -> None:
    """Write frames without blocking past `deadline` (monotonic seconds). Raises TimeoutError, OSError."""
    data = memoryview(b"".join(_LENGTH.pack(len(frame)) + frame for frame in frames))
    os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_WRITE)
        while data:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(pipe.fileno(), data[:65536]) :]


def receive(pipe: IO[bytes], deadline: float) -> bytes:
    """Read one frame until `deadline` (monotonic seconds). Raises TimeoutError, EOFError."""
    buffer = bytearray()
    wanted: int | None = None
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while wanted is None or len(buffer) < _LENGTH.size + wanted:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            left = _LENGTH.size + (wanted or 0) - len(buffer)
            chunk = os.read(pipe.fileno(), min(left, 1 << 20))
            if not chunk:
                raise EOFError
            buffer += chunk
            if wanted is None and len(buffer) >= _LENGTH.size:
                wanted = _LENGTH.unpack_from(buffer)[0]
    return bytes(buffer[_LENGTH.size :])


def incoming(pipe: IO[bytes]) -> Iterator[bytes]:
    """In the child: every frame until the parent closes the pipe, each waited for as long as it takes."""
    while head := pipe.read(_LENGTH.size):
        yield pipe.read(_LENGTH.unpack(head)[0])


def reply(pipe: IO[bytes], frame: bytes) -> None:
    """In the child: write one frame at once."""
    pipe.write(_LENGTH.pack(len(frame)))
    pipe.write(frame)
    pipe.flush()
