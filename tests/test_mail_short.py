"""The short messages in tests/mail/short: wordings of one wish after another, by people who had not seen the rules."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from intake.config import load_programme
from intake.reading import explained, read
from tests.test_config import EXAMPLE

SHORT = Path(__file__).parent / "mail" / "short"
PROGRAMME = load_programme(EXAMPLE)
Answer = tuple[str, dict[str, Any], dict[str, Any]]


def mail(said: dict[str, Any], name: str) -> bytes:
    """The message as it would arrive, on the day it names or on 11 January 2016."""
    message = EmailMessage(policy=SMTP)
    message["From"] = said["from"]
    message["To"] = "seminars@coproduction.example"
    message["Subject"] = said["subject"] or ""
    message["Date"] = date.fromisoformat(said.get("date", "2016-01-11")).strftime("%a, %d %b %Y 10:00:00 +0000")
    message["Message-ID"] = f"<{name}@home.example>"
    quoted = said.get("quoted")
    message.set_content(said["body"] + (f"\n\n{quoted}" if quoted else "") + "\n")
    return message.as_bytes()


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    """(name, label, what is read) of every message."""
    found = []
    for path in sorted(SHORT.glob("*.jsonl")):
        for number, said in enumerate(map(json.loads, path.read_text("utf-8").splitlines()), 1):
            name = f"{path.stem}-{number}"
            found.append((name, said, explained(read(mail(said, name), None, PROGRAMME), PROGRAMME, name)))
    return found


def test_hardly_any_letter_names_what_was_not_asked(answers: list[Answer]) -> None:
    """The labels of a few are a matter of taste: one in a hundred."""
    wrong = [
        name
        for name, said, got in answers
        if (asked := set(got["acknowledge"]) - {"received"}) - set(said["kinds"])
        or ("place_request" in asked and set(got["seminar"]) - set(said["seminar"]))
    ]
    assert len(wrong) <= len(answers) / 100, wrong


def test_none_is_ignored(answers: list[Answer]) -> None:
    """Promise 8: a person reads what a person wrote."""
    machines = {"automatic_reply", "bounce", "bulk", "spam"}
    assert [name for name, said, got in answers if got["decision"] == "ignore" and not set(said["kinds"]) & machines] == []


def test_most_are_taken_for_what_they_are(answers: list[Answer]) -> None:
    """Learnt from; how they fared at first sight stands in tests/mail/README.md."""
    right = [set(got["kinds"]) == set(said["kinds"]) for _, said, got in answers]
    assert sum(right) / len(right) >= 0.9


@pytest.mark.parametrize(("key", "least"), [("places", 0.95), ("attendees", 0.9), ("organisation", 0.8)])
def test_particulars_of_requests_are_found(answers: list[Answer], key: str, least: float) -> None:
    asked = [(said[key], got[key]) for _, said, got in answers if "place_request" in set(said["kinds"]) & set(got["kinds"])]
    told = [(wanted, found) for wanted, found in asked if wanted]
    assert sum(wanted == found for wanted, found in told) / len(told) >= least
