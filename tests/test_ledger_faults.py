"""What the disk may do to a ledger on SQLite, and what is said then (protocol, faults D1, P3 and P4)."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from intake.errors import ConfigError, IntakeError, Later
from intake.ledger import Ledger
from intake.ledger.engine import Store
from tests.ledger_sample import NOW, fetched, file, in_another_process, ledger, letter, recorded, reopen

pytest_plugins = ("tests.postgres",)
__all__ = ["file", "ledger"]  # the fixtures


@pytest.fixture
def opened(file: Path) -> Iterator[Ledger]:
    with closing(Ledger.open(f"sqlite:///{file}", file.parent, busy_seconds=0.05)) as one:
        yield one


def test_sqlite_is_set_as_the_protocol_says(file: Path) -> None:
    """Section 2, Settings: rollback journal, EXTRA, foreign keys, secure delete."""
    store = Store(f"sqlite:///{file}", 2.5)
    with store.write() as connection:
        wanted = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted]
    assert found == ["delete", 3, 1, 1, 2500]


def test_only_its_owner_can_read_the_ledger(file: Path) -> None:
    """Fault P4: files 0600, folders 0700."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_ledger_in_use_by_another_program_is_for_later(file: Path, opened: Ledger) -> None:
    """'database is locked' is one sentence, and once it is free the work goes on."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Later, match="in use"):
            opened.take_in([fetched(2)], NOW)
        with pytest.raises(Later, match="in use"):
            reopen(file)
        other.execute("ROLLBACK")
    opened.take_in([fetched(2)], NOW)
    assert len(opened.pending()) == 1


def test_a_ledger_that_goes_missing_is_noticed_and_not_made_again(file: Path, opened: Ledger) -> None:
    """An empty one would answer everybody again."""
    file.rename(file.with_suffix(".away"))
    for verb in (opened.pending, lambda: opened.take_in([fetched(2)], NOW), lambda: reopen(file)):
        with pytest.raises(ConfigError, match="no ledger"):
            verb()
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"This is no database at all, but a text that is long enough." * 40])
def test_a_file_that_is_no_ledger_is_refused(file: Path, content: bytes) -> None:
    """0 bytes, or something else altogether."""
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="backup"):
        reopen(file)
    assert file.read_bytes() == content


def test_a_database_without_our_tables_is_no_ledger(file: Path) -> None:
    """Somebody else's database is left alone."""
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE cats (name)")
    with pytest.raises(ConfigError, match="no ledger"):
        reopen(file)


def test_a_damaged_page_is_noticed_when_the_ledger_is_opened(file: Path) -> None:
    """Before anything is fetched."""
    raw = bytearray(file.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(raw)
    with pytest.raises(ConfigError, match="damaged"):
        reopen(file)


def test_a_page_damaged_while_the_ledger_is_open_is_one_sentence(file: Path, opened: Ledger) -> None:
    """No traceback leaves, and the words of nobody."""
    raw = bytearray(file.read_bytes())
    for page in range(1, len(raw) // 4096):
        raw[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    file.write_bytes(raw)
    with pytest.raises(ConfigError, match="damaged"):
        opened.snapshot()


def test_a_ledger_that_may_not_be_written_to_stops_before_anything_is_fetched(file: Path) -> None:
    """As an unprivileged user, for whom the rights count."""
    file.chmod(0o444)
    file.parent.chmod(0o555)
    code = """
import os, sys
from pathlib import Path
from intake.errors import ConfigError
from intake.ledger import Ledger
from intake.ledger.engine import Store
from intake.ledger import migrate
path = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Ledger.open(f"sqlite:///{path}", path.parent)
except ConfigError as error:
    print(error)
try:
    with Store(f"sqlite:///{path}").write() as connection:
        connection.exec_driver_sql("DELETE FROM passes")
except ConfigError as error:
    print(error)
"""
    for folder in list(file.parents)[1:4]:
        if os.access(folder, os.W_OK) and "pytest" in str(folder):
            folder.chmod(0o755)
    child = in_another_process(code, str(file))
    said, wrong = child.communicate(timeout=60)
    file.parent.chmod(0o755)
    assert child.returncode == 0, wrong
    assert said.count("may not be written to") == 2


def test_a_full_disk_leaves_the_ledger_as_it_was(file: Path) -> None:
    """Fault D1: the write is refused whole, in a sentence, and works once there is room. RLIMIT_FSIZE is the full disk."""
    code = """
import resource, sys
from pathlib import Path
from intake.errors import Later
from intake.ledger import Ledger
from tests.ledger_sample import NOW, fetched
path = Path(sys.argv[1])
ledger = Ledger.open(f"sqlite:///{path}", path.parent)
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
try:
    ledger.take_in([fetched(n, f"{n}" * 50) for n in range(10, 900)], NOW)
except Later as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(ledger.pending()))
ledger.take_in([fetched(10)], NOW)
print(len(ledger.pending()))
"""
    child = in_another_process(code, str(file))
    said, wrong = child.communicate(timeout=120)
    assert child.returncode == 0, wrong
    first, *counts = said.splitlines()
    assert "Make room; nothing was changed." in first
    assert counts == ["0", "1"]
    with closing(reopen(file)) as again:
        assert [row.state for row in again.snapshot().letters] == ["queued"]


def test_a_full_disk_leaves_no_half_made_ledger(tmp_path: Path) -> None:
    """`init` can simply be run again."""
    code = """
import resource, sys
from pathlib import Path
from intake.errors import Later
from intake.ledger import Ledger
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
try:
    Ledger.create(f"sqlite:///{folder / 'ledger.sqlite'}", folder)
except Later as error:
    print(error)
print(sorted(p.name for p in folder.iterdir()))
"""
    child = in_another_process(code, str(tmp_path / "state"))
    said, wrong = child.communicate(timeout=60)
    assert child.returncode == 0, wrong
    assert "Make room" in said.splitlines()[0]
    assert said.splitlines()[1] == "[]"


@pytest.mark.parametrize("url", ["mysql://x/y", "not a url", "sqlite://", "sqlite:///:memory:", "postgresql:///"])
def test_a_url_that_cannot_hold_a_ledger_is_refused_with_its_cure(url: str, tmp_path: Path) -> None:
    """One sentence, and no attempt to connect."""
    with pytest.raises(ConfigError):
        Ledger.create(url, tmp_path / "state")


def test_a_fault_nobody_foresaw_tells_no_persons_words(ledger: Ledger) -> None:
    """Neither database's message may carry the row (fault P3)."""
    recorded(ledger, 1, post=letter())
    one = recorded(ledger, 2)
    with pytest.raises(Exception, match=r"letter|UNIQUE|state") as caught, ledger.recording() as recorder:
        recorder.letter(one.id, letter(2, "secret@harbour.example"), NOW)
        recorder.letter(one.id, letter(3, "secret@harbour.example"), NOW)
    assert not isinstance(caught.value, IntakeError)
    assert "secret" not in f"{caught.value!r} {caught.value.__cause__!r}"
