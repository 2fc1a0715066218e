"""A whole winter of labelled mail, and public bounces, where a checkout of them lies beside this one; else skipped."""

from __future__ import annotations

import email
import email.utils
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake import desk
from intake.errors import SetAside
from intake.model import History, SendingLimits
from intake.reading.case import read
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.test_config import EXAMPLE
from tests.world import build

SHARED = Path(__file__).parent.parent.parent / "shared"
MESSAGES = SHARED / "messages"
BOUNCES = SHARED / "corpora" / "bounces"
AFTER = datetime(2016, 2, 15, 22, 0, tzinfo=UTC)


@pytest.mark.skipif(not MESSAGES.is_dir(), reason="the labelled messages do not lie beside this checkout")
def test_a_whole_winter_is_worked_off_and_nobody_is_answered_who_must_not_be(
    tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server
) -> None:
    """Every message a row, the count adds up, no letter to machines, lists or spam; a second pass changes nothing."""
    labels = [json.loads(line) for line in (MESSAGES / "labels.jsonl").read_text("utf-8").splitlines()]
    world = build(tmp_path / "desk", dovecot, smtp_server)
    world.change_config("age_days = 7", "age_days = 9999")
    world.change_config("letters_per_person_a_day = 3", "letters_per_person_a_day = 99")
    sources: dict[str, str] = {}
    for label in labels:
        raw = (MESSAGES / "eml" / label["file"]).read_bytes()
        headers = email.message_from_bytes(raw)
        sources[str(headers["Message-ID"] or "").strip()] = label["file"]
        world.deliver(raw, when=email.utils.parsedate_to_datetime(headers["Date"]))

    report = world.run(AFTER)
    assert report.reconciliation().startswith("mailbox 120 = ")
    assert sum(report.count.by_state.values()) == 120
    assert len(world.register()["All messages"]) == 120

    silent = {label["file"] for label in labels if not label["reply"]}
    answered = [sources.get(str(email.message_from_bytes(one.raw)["In-Reply-To"] or "")) for one in world.letters()]
    assert sorted(silent & set(filter(None, answered))) == []

    sent, published = len(world.letters()), world.config().workbook.path.read_bytes()
    again = world.run(AFTER + timedelta(minutes=5))
    assert not again.busy
    assert len(world.letters()) == sent
    assert world.config().workbook.path.read_bytes() == published


@pytest.mark.skipif(not BOUNCES.is_dir(), reason="the public bounces do not lie beside this checkout")
def test_no_bounce_complaint_or_automatic_reply_is_ever_answered() -> None:
    """L1: RFC 3834 on real ones."""
    from intake.config import load_programme

    programme = load_programme(EXAMPLE)
    answered = []
    for path in sorted(BOUNCES.glob("*.eml")):
        try:
            case = read(path.read_bytes(), AFTER, programme)
        except SetAside:
            continue
        plan = desk.decide(case, History(), received=AFTER, now=AFTER, programme=programme, limits=SendingLimits())
        if plan.letter is not None:
            answered.append(path.name)
    assert answered == []
