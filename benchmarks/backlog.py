"""How a pass copes with a backlog: `python -m benchmarks.backlog [N]` takes N and 4 N messages and prints the ratios.

Memory must not grow with the backlog (beyond what the register itself needs), time must grow in proportion. Needs Dovecot.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from intake.config import load
from intake.running.logs import logs_to_stderr
from intake.running.one_pass import run_pass
from intake.running.workplace import open_workplace
from tests.servers import certificates, dovecot, smtp
from tests.world import NOW, build, mail


def one_pass(config: Path) -> dict[str, float]:
    """Run in a process of its own, so that its peak memory is the pass's own. Seconds and megabytes."""

    logs_to_stderr()
    start = time.perf_counter()
    with open_workplace(load(config), lambda: NOW) as work:
        report = run_pass(work, threading.Event())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"messages": report.count.new, "seconds": time.perf_counter() - start, "megabytes": peak}


def measure(number: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        authority = certificates.make(Path(name))
        with dovecot.run(authority) as imap, smtp.run() as outgoing:
            world = build(Path(name) / "desk", imap, outgoing)
            world.change_config('processed_folder = "Processed"', "start_from = 2030-01-01T00:00:00Z")
            senders = (f"Person {n} <person{n}@people.example>" for n in range(number))
            world.deliver(*(mail(sender=s, number=n, when=NOW - timedelta(minutes=n)) for n, s in enumerate(senders)))
            command = [sys.executable, "-m", "benchmarks.backlog", "--pass", str(world.config_path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            return dict(json.loads(done.stdout))


def main() -> None:
    if sys.argv[1:2] == ["--pass"]:
        print(json.dumps(one_pass(Path(sys.argv[2]))))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    small, large = measure(number), measure(4 * number)
    print(json.dumps({"small": small, "large": large}, indent=1))
    print(f"time  x {large['seconds'] / small['seconds']:.2f} for 4 x the messages")
    print(f"memory x {large['megabytes'] / small['megabytes']:.2f} for 4 x the messages")


if __name__ == "__main__":
    main()
