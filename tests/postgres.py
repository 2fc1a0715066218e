"""A real PostgreSQL for the tests: a temporary cluster without a network port, run by a user without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.conftest import need


@dataclass
class Cluster:
    """A running server. Its one database is emptied for each test, which is faster than a new one."""

    binaries: Path
    folder: Path
    user: int | None  # whom the server runs as, where we are root

    def url(self) -> str:
        """The database, empty."""
        url = self.url_of("postgres")
        self.sql(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return url

    def url_of(self, database: str, user: str = "intake") -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def sql(self, url: str, statement: str) -> None:
        """Run statements as the owner of the cluster, beside the code under test."""
        with closing(create_engine(url, poolclass=NullPool).raw_connection()) as connection:
            connection.cursor().execute(f"SET lock_timeout = 5000; {statement}")
            connection.commit()

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=self.folder,
            user=self.user,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )


def binaries() -> Path | None:
    """Where initdb and its kin lie; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    homes = [Path(found).resolve().parent] if found else []
    homes += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: float(home.parent.name), reverse=True)
    return next((home for home in homes if (home / "initdb").exists() and (home / "pg_ctl").exists()), None)


def missing() -> str:
    """What is missing, in words; "" where nothing is."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg (the library for PostgreSQL)"
    return "" if binaries() else "PostgreSQL (initdb, pg_ctl)"


@contextmanager
def run() -> Iterator[Cluster]:
    """Start a cluster, and stop and remove it at the end."""
    home = binaries()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="intake-pg-"))  # short, for the socket's path
    user = _unprivileged() if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user, -1)
    cluster = Cluster(home, folder, user)
    data = folder / "data"
    try:
        cluster.run("initdb", "-D", str(data), "-U", "intake", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        cluster.run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield cluster
        finally:
            cluster.run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> int:
    """initdb refuses to be run by root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise LookupError("neither postgres nor nobody is a user here")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One cluster for all tests that ask for it."""
    need(missing())
    with run() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds no ledger yet: the same suite passes on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'ledger.sqlite'}"
    one: Cluster = request.getfixturevalue("cluster")
    return one.url()
