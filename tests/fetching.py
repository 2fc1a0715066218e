"""What the tests of the mailbox share: small letters, a folder taken as a pass takes it, the settings of a rude server."""

from __future__ import annotations

import pytest

from intake import config
from intake.mail.mailbox import connect
from intake.model import Fetched
from tests.servers import dovecot as imap
from tests.servers import rude

LIMIT, HEADERS = 1_000_000, 4_096


def letter(number: int, *, body: str = "I would like a place.", message_id: str | None = None) -> bytes:
    """A small message whose bytes differ with `number`."""
    return (
        f"From: Amara Okoye <amara@nowhere.example>\r\nMessage-ID: {message_id or f'<m{number}@nowhere.example>'}\r\n"
        f"Subject: Letter {number}\r\n\r\n{body}\r\n"
    ).encode()


def take(settings: config.Mailbox, folder: str = "INBOX", limit: int = LIMIT) -> list[Fetched]:
    """Everything in `folder`, as a pass takes it."""
    with connect(settings) as box:
        box.select(folder)
        return list(box.fetch(box.listing(box.uids()), limit, HEADERS))


def _rude(peer: rude.Peer, **changes: object) -> config.Mailbox:
    given: dict[str, object] = {
        "host": "localhost",
        "port": peer.port,
        "security": "plain",
        "user": "desk",
        "password_env": imap.SECRET,
    }
    return config.Mailbox.model_validate(given | changes)


@pytest.fixture(autouse=True)
def _a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imap.SECRET, imap.PASSWORD)
