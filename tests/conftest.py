"""What the tests share: certificates and real servers, each started once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.servers import certificates as authority
from tests.servers import dovecot as imap
from tests.servers import smtp


def need(what: str) -> None:
    """Skip the test where `what` is not there, naming it; where CI=true, fail: there, everything is to be tested."""
    if not what:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed", pytrace=False)
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> authority.Certificates:
    return authority.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def dovecot(certificates: authority.Certificates) -> Iterator[imap.Dovecot]:
    """A real IMAP server; each test takes an `account()` of its own."""
    need(imap.missing())
    with imap.run(certificates) as server:
        yield server


@pytest.fixture
def smtp_server(certificates: authority.Certificates) -> Iterator[smtp.Server]:
    """A real SMTP server, plain and without sign-in, fresh for each test because it remembers what it took."""
    with smtp.run() as server:
        yield server
