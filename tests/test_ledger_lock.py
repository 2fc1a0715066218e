"""One worker at a time: the lock of a ledger, on one machine and on two (protocol, fault B1)."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from intake.errors import Later
from intake.ledger import Ledger
from tests.ledger_sample import in_another_process, ledger

if TYPE_CHECKING:
    from tests.postgres import Cluster

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]  # the fixture


def test_a_second_worker_is_told_that_a_pass_is_running(ledger: Ledger, database: str, tmp_path: Path) -> None:
    """Fault B1; and once the first is done, it gets its turn."""
    with closing(Ledger.open(database, tmp_path / "state")) as second:
        with ledger.lock(0), pytest.raises(Later, match="pass is running"), second.lock(0.05):
            pytest.fail("both hold the lock")
        with second.lock(0):
            pass


def test_the_lock_of_a_killed_worker_is_taken_over(ledger: Ledger, database: str, tmp_path: Path) -> None:
    """kill -9 leaves no lock behind."""
    code = """
import sys, time
from pathlib import Path
from intake.ledger import Ledger
with Ledger.open(sys.argv[1], Path(sys.argv[2])).lock(0):
    print("held", flush=True)
    time.sleep(600)
"""
    child = in_another_process(code, database, str(tmp_path / "state"))
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Later), ledger.lock(0):
        pytest.fail("both hold the lock")
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=30)
    with ledger.lock(10):
        pass


def test_workers_on_two_machines_share_one_lock(cluster: Cluster, tmp_path: Path) -> None:
    """On PostgreSQL the folder is not shared: the database keeps the lock."""
    url = cluster.url()
    with closing(Ledger.create(url, tmp_path / "here")) as one:
        (tmp_path / "there").mkdir()
        with closing(Ledger.open(url, tmp_path / "there")) as two:
            with one.lock(0), pytest.raises(Later, match="another machine"), two.lock(0.05):
                pytest.fail("both hold the lock")
            with two.lock(0):
                pass
