"""The door to the database: settings, transactions, and the one place where its faults become ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool

from intake.errors import ConfigError, IntakeError, Later

BUSY_SECONDS = 30.0
RIGHTS = "Give this user the right to write to it and to its folder."
RESTORE = "Stop intake and bring the ledger back from your backup."


class Store:
    """One database. Opens transactions; every foreseen fault leaves as ConfigError or Later."""

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        """Touches nothing yet. Raises ConfigError where `url` names no database that the ledger can use."""
        parsed = _parsed(url)
        self.path = Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None
        self.place = str(self.path) if self.path else f"the database {parsed.database} on {parsed.host or 'this machine'}"
        self.engine = _sqlite(self.path, busy_seconds) if self.path else _postgresql(parsed, busy_seconds)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing is written."""
        with self._faults(), self.engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it is on disk once this ends, or nothing of it."""
        with self._faults(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def advisory_lock(self, wait_seconds: float) -> Iterator[None]:
        """PostgreSQL's own lock beside the file lock: workers on two machines. Nothing to do for SQLite."""
        if self.path is not None:
            yield
            return
        with self._faults():
            connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            with self._faults(locked="Another pass is running on another machine. It has been left to finish."):
                connection.execute(text(f"SET lock_timeout = {max(1, int(wait_seconds * 1000))}"))
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
            yield
        finally:
            connection.invalidate()  # the connection's end releases the lock, whatever state it is in
            connection.close()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _faults(self, locked: str = "") -> Iterator[None]:
        try:
            yield
        except ModuleNotFoundError as error:
            raise ConfigError(f"The library {error.name} is missing. Run: pip install 'intake[postgresql]'") from error
        except DBAPIError as error:
            known = _sqlite_fault(error, self.place) if self.path else _postgresql_fault(error, self.place, locked)
            if known is None:
                raise _without_values(error) from None
            raise known from error
        except PoolTimeoutError as error:
            raise Later(f"The ledger, {self.place}, has too many callers now. It is tried again.") from error


_LOCK_KEY = 0x696E74616B65  # "intake"


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigError("storage.database is no database URL. Write it as postgresql+psycopg://user@host/database.") from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ConfigError(f"The ledger cannot be kept in {parsed.drivername}. Use postgresql+psycopg, or leave the key out.")
    if parsed.database in (None, "", ":memory:"):
        raise ConfigError("storage.database names no database. Add its name at the end of the URL.")
    return parsed


def _sqlite(path: Path, busy_seconds: float) -> Engine:
    """Opened anew for each transaction and never created: a ledger that has gone missing is noticed at once."""
    uri = f"file:{quote(str(path.absolute()))}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}").close()
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own BEGIN comes too late for a consistent view, and too weak for a writer.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL, busy_seconds: float) -> Engine:
    try:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=2)
    except ModuleNotFoundError as error:
        raise ConfigError(f"The library {error.name} is missing. Run: pip install 'intake[postgresql]'") from error

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
            cursor.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        connection.commit()

    return engine


_SQLITE_FAULTS: tuple[tuple[tuple[str, ...], type[IntakeError], str], ...] = (
    (("BUSY", "LOCKED"), Later, "is in use by another program. It is tried again."),
    (("FULL", "IOERR", "NOMEM"), Later, "could not be written: the disk is full or failing. Make room; nothing was changed."),
    (("READONLY", "PERM", "AUTH"), ConfigError, f"may not be written to. {RIGHTS}"),
    (("CORRUPT", "NOTADB"), ConfigError, f"is damaged. {RESTORE}"),
)


def _sqlite_fault(error: DBAPIError, place: str) -> IntakeError | None:
    """Result codes of SQLite (sqlite.org/rescode.html); the extended ones begin with the plain one's name."""
    name = str(getattr(error.orig, "sqlite_errorname", "")).removeprefix("SQLITE_")
    if name.startswith("CANTOPEN"):
        return _cannot_open(place)
    if "no such table" in str(error.orig):
        return damaged(place)
    for names, kind, words in _SQLITE_FAULTS:
        if name.startswith(names):
            return kind(f"The ledger {place} {words}")
    return None


def _cannot_open(place: str) -> ConfigError:
    if not Path(place).exists():
        return missing(place)
    return ConfigError(f"The ledger {place} cannot be opened. {RIGHTS}")


def missing(place: str) -> ConfigError:
    return ConfigError(
        f"There is no ledger in {place}, and none is made by itself: all old mail would be answered again. "
        "Run `intake init` for a new desk, or bring the ledger back from your backup."
    )


def damaged(place: str) -> ConfigError:
    return ConfigError(f"The ledger {place} is damaged. {RESTORE}")


_POSTGRESQL_LATER = ("08", "53", "57", "40", "58")  # connection, resources (disk full), shutdown, conflict, system
_POSTGRESQL_CONFIG = ("28", "3D", "42501", "25006", "3F")  # sign-in, no such database, no right, read-only, no schema
_SIGN_IN = ("authentication failed", "no password supplied", "does not exist", "pg_hba.conf", "not permitted")


def _postgresql_fault(error: DBAPIError, place: str, locked: str) -> IntakeError | None:
    """SQLSTATE classes of PostgreSQL (its manual, appendix A). A failed sign-in has no state in the driver, only text."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    said = str(error.orig)
    if state == "55P03":
        return Later(locked or f"The ledger, {place}, is in use by another program. It is tried again.")
    if state.startswith("XX") or state == "42P01":
        return damaged(f"({place})")
    if state.startswith(_POSTGRESQL_CONFIG) or (not state and any(words in said for words in _SIGN_IN)):
        return ConfigError(f"The ledger, {place}, refuses this user, or may not be written to. Check storage.database.")
    if state.startswith(_POSTGRESQL_LATER) or (not state and (error.connection_invalidated or "connect" in said)):
        return Later(f"The ledger, {place}, cannot be reached or has no room now. It is tried again; nothing was changed.")
    return None


def _without_values(error: DBAPIError) -> Exception:
    """A fault nobody foresaw, without the row that PostgreSQL quotes in its message: it may hold a person's words."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is None:
        return error
    kind = IntegrityError if isinstance(error, IntegrityError) else DBAPIError
    told = f"state {getattr(error.orig, 'sqlstate', None)}, {diagnosis.table_name} {diagnosis.constraint_name}"
    return kind(None, None, Exception(told))
