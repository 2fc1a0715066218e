"""The same pass with the ledger on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from intake.running import setup
from tests.postgres import Cluster
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, build, mail

pytest_plugins = ("tests.postgres",)


def test_a_pass_works_on_postgresql(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server, cluster: Cluster) -> None:
    """B4: registered, answered, filed away; a second pass finds nothing."""
    world = build(tmp_path / "desk", dovecot, smtp_server)
    world.change_config('[storage]\nfolder = "state"', f'[storage]\nfolder = "state-2"\ndatabase = "{cluster.url()}"')
    setup.init(world.folder, NOW)
    world.deliver(mail())
    assert world.run().exit_code == 0
    assert len(world.register()["Place requests"]) == 1
    assert len(world.letters()) == 1
    assert not world.run(NOW + timedelta(minutes=5)).busy
