"""The child's side: reads untrusted bytes under limits on memory and computing, and answers in JSON.

Started as `python -P -m intake.cell.child`. Each message is one exchange: a JSON header and the raw message come in, one
frame goes out. Before that it may ask the parent, once, for what a converter makes of some files ("?" and a list). The
child has no secrets in its environment.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import ModuleType
from typing import Any

from intake.cell import frames
from intake.cell.parent import OUT_OF_MEMORY, case_adapter
from intake.config import Limits
from intake.errors import SetAside
from intake.forms.outside import Converted, Outside
from intake.model import Bounds, Case
from intake.programme import Programme

_MOST_OUTSIDE = 6  # files of one message that a converter is asked about

Fetch = Callable[[Sequence[Outside]], Mapping[str, Converted]]


def main() -> int:
    """Read messages until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair; it ends us by closing the pipe
    asked = frames.incoming(sys.stdin.buffer)
    job = json.loads(next(asked))
    programme = Programme.model_validate(job["programme"])
    limits = Limits.model_validate(job["limits"])
    bounds = Bounds(limits.header_bytes, limits.depth, limits.parts)
    fetch = partial(_fetched, asked, frozenset(job["converters"]))
    from intake.reading import case as reading

    first = b"Subject: A place\r\n\r\nMay I come?\r\n"
    _answer(reading, {"received": ""}, first, programme, bounds, fetch)  # the rules are loaded now
    _limit_memory(limits.child_memory_bytes)
    _reply(b"ready")
    for header in asked:
        raw = next(asked)
        _limit_computing(limits.child_cpu_seconds)
        _reply(_answer(reading, json.loads(header), raw, programme, bounds, fetch))
    return 0


def _answer(
    reading: ModuleType, asked: dict[str, str], raw: bytes, programme: Programme, bounds: Bounds, fetch: Fetch
) -> bytes:
    """One byte says how it went ("=" read, "-" refused, "!" refused and end the child), then the JSON or a sentence."""
    try:
        received = datetime.fromisoformat(asked["received"]) if asked["received"] else None
        parsed, words = reading.opened(raw, programme, bounds)
        converted = fetch(reading.outside(parsed, words, programme))
        case: Case = reading.understood(parsed, words, reading.moment(parsed, received), programme, converted)
        if "explain" in asked:
            return b"=" + json.dumps(reading.explained(case, programme, asked["explain"]), ensure_ascii=False).encode()
        return b"=" + case_adapter().dump_json(case)
    except SetAside as error:
        return b"-" + str(error).encode()
    except (MemoryError, RecursionError):
        return b"!Reading it took more memory than one message may use."


def _fetched(asked: Iterator[bytes], kinds: frozenset[str], wanted: Sequence[Outside]) -> dict[str, Converted]:
    """What converters make of these files, by digest. The parent is not troubled where it could convert none of them."""
    those = {one.digest: one for one in wanted if one.kind in kinds}
    if not those:
        return {}
    listed = [
        {"digest": one.digest, "kind": one.kind, "data": base64.b64encode(one.data).decode()}
        for one in list(those.values())[:_MOST_OUTSIDE]
    ]
    _reply(b"?" + json.dumps(listed).encode())
    answer: dict[str, Any] = json.loads(next(asked))
    return {digest: Converted(one["kind"], base64.b64decode(one["data"])) for digest, one in answer.items()}


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


def _reply(answer: bytes) -> None:
    frames.reply(sys.stdout.buffer, answer)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  its traceback may quote the message: only its kind is told
        print(f"reading ended: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        os._exit(1)
