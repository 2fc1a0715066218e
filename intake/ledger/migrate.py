"""The ledger's beginning and its changes of form: made once, brought up to date after a backup, never made by itself."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text, update

from intake.errors import ConfigError, Later
from intake.ledger.durable import make_folder, sync_folder
from intake.ledger.engine import RIGHTS, Store, damaged, missing
from intake.ledger.schema import VERSION, meta, metadata

Migration = Callable[[Connection], None]

# MIGRATIONS[n] turns version n + 1 into version n + 2. An old step is never changed once it has been released.
MIGRATIONS: tuple[Migration, ...] = ()

# A damaged page is looked for at every opening while that takes no time worth speaking of.
_QUICK_CHECK_BYTES = 32_000_000


def exists(store: Store) -> bool:
    """Whether something of a ledger is there, usable or not."""
    if store.path is not None:
        return store.path.exists()
    with store.read() as connection:
        return inspect(connection).has_table("meta")


def create(store: Store) -> None:
    """Make an empty ledger. Raises ConfigError where there is one, or where it cannot be written."""
    if exists(store):
        raise ConfigError(f"There is a ledger in {store.place} already. It was left as it is.")
    if store.path is None:
        with store.write() as connection:
            _make_tables(connection)
    else:
        _create_file(store.path, store)


def _create_file(path: Path, store: Store) -> None:
    """Made whole under another name first: a crash or a full disk leaves no half-made ledger behind."""
    make_folder(path.parent)
    beside = path.with_name(f"{path.name}.tmp")
    try:
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        made = Store(f"sqlite:///{beside}")
        with made.write() as connection:
            _make_tables(connection)
        made.close()
        beside.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise ConfigError(
            f"The ledger {store.place} cannot be written ({error.strerror}). Make its folder writable."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _make_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(insert(meta).values(id=1, schema_version=VERSION))


def bring_up_to_date(store: Store, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Check that the ledger is there and whole; migrate an older one, after a backup copy beside it (SQLite).

    On PostgreSQL all steps are one transaction, which is undone whole where one fails.
    Raises ConfigError where the ledger is missing, damaged, read-only or newer than this program.
    """
    newest = len(migrations) + 1
    version = _version(store)
    if version > newest:
        raise ConfigError(
            f"The ledger {store.place} was written by a newer intake (form {version}; this one knows {newest}). "
            "Install that version again, or bring back the backup made before it."
        )
    if version < newest:
        if store.path is not None:
            _backup(store.path, store.path.with_name(f"{store.path.stem}-before-form-{newest}{store.path.suffix}"))
        with store.write() as connection:
            for step in migrations[version - 1 :]:
                step(connection)
            connection.execute(update(meta).values(schema_version=newest))


def _version(store: Store) -> int:
    if store.path is not None:
        _check_file(store.path, store.place)
    with store.read() as connection:
        if store.path is not None and store.path.stat().st_size <= _QUICK_CHECK_BYTES:
            found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if found != "ok":
                raise damaged(store.place)
        if not inspect(connection).has_table("meta"):
            raise missing(store.place)
        version = connection.execute(select(meta.c.schema_version)).scalar()
    if version is None:
        raise damaged(store.place)
    return int(version)


def _check_file(path: Path, place: str) -> None:
    if not path.is_file() or not path.stat().st_size:
        raise missing(place)
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise ConfigError(f"The ledger {place} may not be written to. {RIGHTS}")


def _backup(path: Path, copy: Path) -> None:
    """A whole copy, durable before anything is changed. An earlier copy of that name is left alone."""
    if copy.exists():
        return
    beside = copy.with_name(f"{copy.name}.tmp")
    try:
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as target:
            source.backup(target)
        beside.rename(copy)
        sync_folder(copy.parent)
    except (OSError, sqlite3.Error) as error:
        beside.unlink(missing_ok=True)
        raise Later(
            f"The ledger {path} could not be backed up before its change of form. Make room; it was left as it is."
        ) from error
