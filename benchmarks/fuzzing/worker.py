"""Reads one case after the other, in a process with the limits of the reading child, and says how each went.

Started as `python -m benchmarks.fuzzing.worker`; of each case a JSON header and its bytes come in, one frame of JSON goes out.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks.fuzzing import words
from benchmarks.fuzzing.cases import Case
from benchmarks.fuzzing.seeds import call, programme, seeds
from intake import forms
from intake.cell import frames
from intake.cell.child import _limit_computing, _limit_memory
from intake.cell.parent import OUT_OF_MEMORY
from intake.config import Limits
from intake.errors import SetAside
from intake.forms import match
from intake.forms.blocks import Sheet, UnreadableError
from intake.forms.files import documents
from intake.reading import tnef
from intake.reading.case import read as read_message
from tests.returning import message, part, wording

_WHOLE = 5  # of so many files one is also read as a message brings it, all in all three times over
_FAULT_LINES = 3  # places in our code that name a fault


@dataclass
class Result:
    """How one case went. `outcome`: "read", "refused", "nothing" (no document in it), "raised", "memory", "forbidden"."""

    number: int
    outcome: str
    fault: str = ""  # kind of error, and where
    seconds: float = 0.0  # of computing
    megabytes: float = 0.0  # of memory beyond what was in use before


def run(one: Case) -> Result:
    """Read the case by every way that it has into a message."""
    sheet = words.sheet(Random(f"{one.seed}/{one.number}/sheet"), call()) if one.format == "matcher" else None
    before, start = _memory(), time.process_time()
    try:
        outcome = _read(one) if sheet is None else _matched(sheet)
        result = Result(one.number, "forbidden" if one.forbidden and outcome == "read" else outcome)
    except MemoryError:
        result = Result(one.number, "memory", "MemoryError")
    except Exception as error:  # noqa: BLE001  this is what we look for
        result = Result(one.number, "raised", _place(error))
    result.seconds = time.process_time() - start
    result.megabytes = _memory(peak=True) - before
    return result


def _read(one: Case) -> str:
    if one.format == "message":
        return _whole(one.data)
    if one.format == "winmail.dat":
        files = tnef.files(one.data)
        found = {_file(name or "entry", "application/octet-stream", data, whole=False) for name, data in files}
    else:
        found = {_file(one.name, one.declared, one.data, whole=one.number % _WHOLE == 0)}
    return next((outcome for outcome in ("read", "refused") if outcome in found), "nothing")


def _file(name: str, declared: str, data: bytes, *, whole: bool) -> str:
    """The documents of a file as their readers have them, `whole`: also as a message brings it."""
    outcomes = set()
    for document in documents(name, declared, data, {}):
        try:
            for sheet in document.ways():
                match.read(sheet, call())
                outcomes.add("read")
        except UnreadableError:
            outcomes.add("refused")
    if whole:
        brought = message(part(data, name, declared=declared), subject="Completed template")
        forms.outside(brought, wording(), call())
        forms.returned(brought, wording(), call())
        forms.other_documents(brought, call())
    return next((outcome for outcome in ("read", "refused") if outcome in outcomes), "nothing")


def _whole(raw: bytes) -> str:
    try:
        return "read" if read_message(raw, None, programme()).example else "nothing"
    except SetAside:
        return "refused"


def _matched(sheet: Sheet) -> str:
    reading = match.read(sheet, call())
    assert set(reading.answers) <= {question.key for question in call().fields}
    return "read" if reading.is_form(call()) else "nothing"


def _place(error: Exception) -> str:
    """The kind of the error and the places where it came from: enough to tell one fault from another."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "/intake/" in step.filename][-_FAULT_LINES:]
    places = (f"{Path(step.filename).name}:{step.lineno}" for step in (*ours, steps[-1]))
    return f"{type(error).__name__} at {' > '.join(dict.fromkeys(places))}"


def _memory(*, peak: bool = False) -> float:
    """Megabytes in use now; `peak`: the most since that was last asked. 0 where the system does not tell."""
    with suppress(OSError, ValueError, StopIteration):
        if not peak:
            Path("/proc/self/clear_refs").write_text("5", "ascii")
        name = "VmHWM" if peak else "VmRSS"
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024
    return 0.0


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limits = Limits()
    for kind, some in seeds().items():  # libraries and rules are loaded before the limits hold, as the child does it
        run(Case(0, 1, kind, some[0].name, some[0].declared, some[0].data))
    _limit_memory(limits.child_memory_bytes)
    frames.reply(sys.stdout.buffer, b"ready")
    asked = frames.incoming(sys.stdin.buffer)
    for header in asked:
        one = Case(**json.loads(header), data=next(asked))
        _limit_computing(limits.child_cpu_seconds)
        result = run(one)
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        frames.reply(sys.stdout.buffer, json.dumps(asdict(result)).encode())
        if result.outcome == "memory":
            return 0  # what is left of it in memory would weigh on the next case
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
