"""What a PostgreSQL server may do to the ledger, and what is said then."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from intake.errors import ConfigError, Later
from intake.ledger import Ledger
from tests.ledger_sample import recorded

if TYPE_CHECKING:
    from tests.postgres import Cluster

pytest_plugins = ("tests.postgres",)


@pytest.mark.parametrize("wrong", ["database", "role"])
def test_a_database_that_refuses_us_is_for_the_administrator(cluster: Cluster, tmp_path: Path, wrong: str) -> None:
    """No such database, no such user: nothing that time would cure."""
    url = cluster.url_of("nowhere") if wrong == "database" else cluster.url_of("postgres", "nobody-here")
    with pytest.raises(ConfigError, match=r"storage\.database"):
        Ledger.create(url, tmp_path / "state")


def test_a_database_server_that_is_away_is_for_later(cluster: Cluster, tmp_path: Path) -> None:
    """It may be restarting."""
    (tmp_path / "state").mkdir()
    with pytest.raises(Later, match="cannot be reached"):
        Ledger.open(f"postgresql+psycopg://intake@/postgres?host={tmp_path}", tmp_path / "state")


def test_a_connection_cut_in_the_middle_is_for_later_and_then_works_again(cluster: Cluster, tmp_path: Path) -> None:
    """The server was restarted between two verbs, or within one."""
    url = cluster.url()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
    with closing(Ledger.create(url, tmp_path / "state")) as one:
        with pytest.raises(Later), one.recording() as recorder:
            cluster.sql(url, cut)
            recorder.reserve(iter(["M-1"]))
        cluster.sql(url, cut)
        recorded(one, 1)
        assert len(one.snapshot().entries) == 1


def test_a_read_only_database_is_for_the_administrator(cluster: Cluster, tmp_path: Path) -> None:
    """Such as a standby that was not promoted."""
    url = cluster.url()
    with closing(Ledger.create(url, tmp_path / "state")) as one:
        one.close()
        cluster.sql(url, "ALTER ROLE intake SET default_transaction_read_only = on")
        try:
            with pytest.raises(ConfigError, match="written"):
                one.set_setting("colour", "green")
        finally:
            cluster.sql(url, "SET transaction_read_only = off; ALTER ROLE intake RESET default_transaction_read_only")
