"""A ledger of an older form is brought up to date whole or not at all; one of a newer form is refused."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from intake.errors import ConfigError
from intake.ledger import Ledger, migrate
from intake.ledger.engine import Store
from intake.ledger.schema import VERSION
from tests.ledger_sample import file, ledger, recorded, reopen

pytest_plugins = ("tests.postgres",)
__all__ = ["file", "ledger"]  # the fixtures


def add_a_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE passes ADD COLUMN weather TEXT"))


def fail(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE passes ADD COLUMN moon TEXT"))
    raise OSError("the power went")


def form_of(database: str) -> object:
    store = Store(database)
    with store.read() as connection:
        found = connection.execute(text("SELECT schema_version FROM meta")).scalar()
    store.close()
    return found


def test_the_form_and_its_steps_agree() -> None:
    """A step added without a new number, or the other way round, would break every ledger."""
    assert len(migrate.MIGRATIONS) + 1 == VERSION


def test_an_older_ledger_is_brought_up_to_date(ledger: Ledger, database: str) -> None:
    """Nothing in it is lost, and the second opening has nothing to do."""
    recorded(ledger, 1)
    before = ledger.snapshot()
    store = Store(database)
    migrate.bring_up_to_date(store, (add_a_column,))
    migrate.bring_up_to_date(store, (add_a_column,))
    with store.read() as connection:
        assert connection.execute(text("SELECT weather FROM passes")).all() == []
    store.close()
    assert form_of(database) == 2
    assert ledger.snapshot() == before


def test_a_backup_lies_beside_the_ledger_before_its_form_is_changed(file: Path) -> None:
    """It is whole, private, and of the old form."""
    migrate.bring_up_to_date(Store(f"sqlite:///{file}"), (add_a_column,))
    copy = file.with_name("ledger-before-form-2.sqlite")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(reopen(copy)) as old:
        assert [row.reference for row in old.snapshot().messages] == ["M-1"]
    assert [p.name for p in file.parent.glob("*.tmp")] == []


def test_a_change_of_form_that_fails_is_undone_whole(ledger: Ledger, database: str) -> None:
    """The ledger is as it was, in its old form."""
    store = Store(database)
    with pytest.raises(OSError, match="power"):
        migrate.bring_up_to_date(store, (add_a_column, fail))
    with store.read() as connection:
        columns = list(connection.execute(text("SELECT * FROM passes")).keys())
    assert "started" in columns
    assert "weather" not in columns
    store.close()
    assert form_of(database) == 1


def test_a_ledger_of_a_newer_intake_is_refused(ledger: Ledger, database: str, tmp_path: Path) -> None:
    """It is not touched."""
    store = Store(database)
    with store.write() as connection:
        connection.execute(text("UPDATE meta SET schema_version = 99"))
    store.close()
    with pytest.raises(ConfigError, match="newer"):
        Ledger.open(database, tmp_path / "state")
    assert form_of(database) == 99
