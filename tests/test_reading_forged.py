"""A forged sender is never answered: the word of a mail server we trust, and of no other, decides."""

from __future__ import annotations

import pytest

from intake.config import load_programme
from intake.reading import read
from tests.test_config import EXAMPLE
from tests.world import mail

PROGRAMME = load_programme(EXAMPLE).model_copy(update={"trusted_authserv": ("mx.coproduction.example",)})


@pytest.mark.parametrize(
    ("header", "answered"),
    [
        ("mx.coproduction.example; spf=fail smtp.mailfrom=x.example; dmarc=fail (p=none) header.from=tarnmail.example", False),
        ("MX.coproduction.example 1; dkim=none; DMARC = FAIL", False),
        ("mx.coproduction.example; dmarc=pass header.from=tarnmail.example", True),
        ("mx.coproduction.example; spf=fail (dmarc=fail is not said here); dmarc=none", True),
        ("mx.elsewhere.example; dmarc=fail", True),
        (";", True),
    ],
)
def test_only_a_trusted_servers_dmarc_fail_silences(header: str, answered: bool) -> None:
    """Decision 12 of the protocol; RFC 8601. The message is read and kept all the same."""
    case = read(mail(headers={"Authentication-Results": header}), None, PROGRAMME)
    assert bool(case.acknowledge) is answered
    assert case.request.seminars == ("seminar-2",)
    assert case.verdict.decision != "ignore"


def test_without_a_trusted_server_the_header_counts_for_nothing() -> None:
    """Anybody can write that header."""
    case = read(mail(headers={"Authentication-Results": "mx.coproduction.example; dmarc=fail"}), None, load_programme(EXAMPLE))
    assert case.acknowledge
