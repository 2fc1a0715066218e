"""Damages returned forms in every way and has them read: `python -m benchmarks.fuzz --count 20000 --seed N`.

Whatever the bytes, reading ends with a result or with a refusal, within the limits of the reading child. Each case is made from
its number and the seed alone, so that it can be had again: `--case NUMBER` reads one, and says where it raised. What breaks the
law is kept in the folder given with `--keep`, beside how it was made.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fuzzing.cases import FORMATS, Case, case, format_of
from benchmarks.fuzzing.seeds import seeds
from benchmarks.fuzzing.worker import Result
from intake.cell import frames
from intake.cell.parent import OUT_OF_MEMORY

_WALL = 120  # seconds a case may take by the clock: other work may slow this machine
_START = 120
_MOST_A_WORKER = 500  # cases, so that what libraries keep does not add up
_MOST_KEPT = 10  # of one fault
_LIMITS = ("cpu", "memory", "died")
LAWFUL = ("read", "refused", "nothing")
_SLOW = 2.0  # seconds of computing that hardly any message should need


@dataclass
class Tally:
    """What became of the cases of one format."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: int = 0
    megabytes: float = 0.0

    def add(self, result: Result) -> None:
        self.outcomes[result.outcome] += 1
        if result.seconds >= max(self.seconds, default=0.0):
            self.slowest = result.number
        self.seconds.append(result.seconds)
        self.megabytes = max(self.megabytes, result.megabytes)


class Worker:
    """A process that reads cases, started again where one ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._read = self._read_before = 0

    def read(self, one: Case) -> Result:
        """The case's result. What breaks a limit is read once more, alone: others before it may have filled the memory."""
        result = self._once(one)
        if result.outcome in _LIMITS and self._read_before:
            result = self._once(one)
        return result

    def _once(self, one: Case) -> Result:
        process = self._running()
        self._read_before = self._read
        assert process.stdin is not None
        assert process.stdout is not None
        self._read += 1
        try:
            frames.send(process.stdin, json.dumps(one.header()).encode(), one.data, deadline=time.monotonic() + _WALL)
            result = Result(**json.loads(frames.receive(process.stdout, time.monotonic() + _WALL)))
        except TimeoutError:
            self.close()
            return Result(one.number, "cpu", f"more than {_WALL} seconds by the clock", float(_WALL))
        except (EOFError, OSError):
            return self._ended(process, one.number)
        if result.outcome == "memory" or self._read >= _MOST_A_WORKER:
            self.close()
        return result

    def close(self) -> None:
        process, self._process, self._read = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command = [sys.executable, "-m", "benchmarks.fuzzing.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert self._process.stdout is not None
            frames.receive(self._process.stdout, time.monotonic() + _START)
        return self._process

    def _ended(self, process: subprocess.Popen[bytes], number: int) -> Result:
        code = process.wait()
        self.close()
        if code == -signal.SIGXCPU:
            return Result(number, "cpu", "more computing than a message may use", 10.0)
        if code == OUT_OF_MEMORY:
            return Result(number, "memory", "MemoryError")
        return Result(number, "died", f"status {code}")


def numbers(count: int, wanted: frozenset[str], first: int = 0) -> Iterator[int]:
    """`count` numbers of cases of the wanted formats, from `first` on."""
    return itertools.islice((n for n in itertools.count(first) if format_of(n) in wanted), count)


def results(seed: int, wanted: list[int], workers: int) -> Iterator[Result]:
    """The results of the cases, as they come."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    found: queue.SimpleQueue[Result | BaseException] = queue.SimpleQueue()
    for number in wanted:
        waiting.put(number)

    def work() -> None:
        worker = Worker()
        try:
            while True:
                found.put(worker.read(case(seed, waiting.get_nowait())))
        except queue.Empty:
            pass
        except BaseException as error:  # noqa: BLE001  told by the thread that waits
            found.put(error)
        finally:
            worker.close()

    seeds()  # made once, before threads ask for them
    for _ in range(workers):
        threading.Thread(target=work, daemon=True).start()
    for _ in wanted:
        result = found.get()
        if isinstance(result, BaseException):
            raise result
        yield result


def keep(folder: Path, seed: int, result: Result) -> None:
    """The bytes of a case that broke the law, and how it was made."""
    folder.mkdir(parents=True, exist_ok=True)
    one = case(seed, result.number)
    name = f"{seed}-{one.number}"
    (folder / f"{name}.bin").write_bytes(one.data)
    about = {"seed": seed, "case": one.number, "format": one.format, "damage": one.ways, "file": one.name}
    about |= {"outcome": result.outcome, "fault": result.fault, "seconds": result.seconds, "megabytes": result.megabytes}
    (folder / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def table(tallies: dict[str, Tally]) -> list[str]:
    """Rows in Markdown, and their sum."""
    names = (
        "cases",
        "read",
        "refused",
        "nothing in it",
        "raised",
        "over CPU",
        "over memory",
        "99.9 % under, s",
        "slowest, s (case)",
        "most memory, MB",
    )
    rows = [f"| | {' | '.join(names)} |", f"|---{'|---' * len(names)}|"]
    whole = Tally()
    for name, tally in tallies.items():
        rows.append(_row(name, tally))
        whole.outcomes += tally.outcomes
        if max(tally.seconds, default=0.0) >= max(whole.seconds, default=0.0):
            whole.slowest = tally.slowest
        whole.seconds += tally.seconds
        whole.megabytes = max(whole.megabytes, tally.megabytes)
    return [*rows, _row("all", whole)]


def _row(name: str, tally: Tally) -> str:
    o, times = tally.outcomes, sorted(tally.seconds)
    most = times[min(len(times) - 1, int(len(times) * 0.999))] if times else 0.0
    counts = (o.total(), o["read"], o["refused"], o["nothing"], o["raised"] + o["died"] + o["forbidden"], o["cpu"], o["memory"])
    slowest = f"{max(times, default=0.0):.2f} ({tally.slowest})"
    return f"| {name} | {' | '.join(map(str, counts))} | {most:.2f} | {slowest} | {tally.megabytes:.0f} |"


def fuzz(
    count: int,
    seed: int,
    *,
    first: int = 0,
    workers: int = 1,
    only: frozenset[str] = frozenset(FORMATS),
    folder: Path | None = None,
) -> tuple[dict[str, Tally], Counter[str]]:
    """Read `count` cases. What became of them by format, and the faults found with how often each was."""
    wanted = list(numbers(count, only, first))
    tallies = {name: Tally() for name in FORMATS if name in only}
    faults: Counter[str] = Counter()
    with contextlib.suppress(KeyboardInterrupt):  # then what was found so far is told
        for done, result in enumerate(results(seed, wanted, workers), 1):
            tallies[format_of(result.number)].add(result)
            if result.outcome not in LAWFUL:
                fault = f"{format_of(result.number)}: {result.outcome}: {result.fault}"
                faults[fault] += 1
                print(f"case {result.number}: {fault}", file=sys.stderr, flush=True)
                if folder is not None and faults[fault] <= _MOST_KEPT:
                    keep(folder, seed, result)
            if done % 1_000 == 0 and done < count:
                print(f"{done} of {count}", file=sys.stderr, flush=True)
    return tallies, faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Damages returned forms in every way and has them read.")
    parser.add_argument("--count", type=int, default=20_000, help="cases (20000)")
    parser.add_argument("--seed", type=int, default=1, help="any number; the same gives the same cases (1)")
    parser.add_argument("--first", type=int, default=0, metavar="NUMBER", help="begin with this case (0)")
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")
    parser.add_argument("--only", action="append", choices=FORMATS, help="a format; may be given several times")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where cases that break the law are kept")
    parser.add_argument("--case", type=int, metavar="NUMBER", help="read this one case only")
    asked = parser.parse_args()
    if asked.case is not None:
        one = case(asked.seed, asked.case)
        worker = Worker()
        print(f"case {one.number}: {one.format}, {len(one.data)} bytes, {', '.join(one.ways)}\n{worker.read(one)}")
        worker.close()
        return 0
    only = frozenset(asked.only or FORMATS)
    tallies, faults = fuzz(asked.count, asked.seed, first=asked.first, workers=asked.workers, only=only, folder=asked.keep)
    print("\n".join(table(tallies)))
    read = sum(len(tally.seconds) for tally in tallies.values())
    slow = sum(second > _SLOW for tally in tallies.values() for second in tally.seconds)
    print(f"\n{slow} of {read} cases took more than {_SLOW:.0f} s of computing; one file in five is read four times over.")
    for fault, times in faults.most_common():
        print(f"{times} x {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
