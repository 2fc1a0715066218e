"""`intake check --probe`: a message sent to ourselves is followed into the register."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from intake.running import demo, doctor
from intake.running.embedded import mail_servers
from intake.running.workplace import open_workplace


def now() -> datetime:
    return datetime.now(UTC)


def test_a_probe_is_followed_into_the_register_and_never_answered(tmp_path: Path) -> None:
    """Sent, arrived, registered as automatic: the whole path is tried with nobody disturbed."""
    base = demo.prepare(tmp_path)
    with mail_servers(tmp_path / "servers", base.programme.addresses, now) as servers:
        config = demo.connected(base, servers)
        said = list(doctor.probe(config, now))
        assert [line.split()[1] for line in said[:2]] == ["test", "arrived"]
        with open_workplace(config, now) as work:
            (message,) = work.ledger.snapshot().messages
        assert message.state == "automatic"
        assert message.reference in said[-1]
        assert list(servers.arrived.glob("*.eml")) == []
