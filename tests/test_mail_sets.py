"""The labelled messages in tests/mail: what they cost is watched, so that no later rule undoes an earlier one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake.config import load_programme
from intake.reading import explained, read
from tests.test_config import EXAMPLE

MAIL = Path(__file__).parent / "mail"
PROGRAMME = load_programme(EXAMPLE)


def labels() -> list[tuple[Path, dict[str, Any]]]:
    return [
        (folder / "eml" / label["file"], label)
        for folder in sorted(MAIL.glob("round-*"))
        for label in map(json.loads, (folder / "labels.jsonl").read_text("utf-8").splitlines())
    ]


@pytest.fixture(scope="module")
def answers() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(name, label, what is read) of every message."""
    found = []
    for path, label in labels():
        name = f"{path.parent.parent.name}/{path.name}"
        found.append((name, label, explained(read(path.read_bytes(), None, PROGRAMME), PROGRAMME, name)))
    return found


def test_nobody_is_answered_who_must_not_be(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Machines, lists, spam, no-reply addresses, and people who want nothing."""
    assert [name for name, label, got in answers if got["acknowledge"] and not label["reply"]] == []


def test_nothing_is_acknowledged_that_was_not_asked(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """A letter answers only kinds that the sender meant, and only seminars they named."""
    wrong = [name for name, label, got in answers if set(got["acknowledge"]) - {"received"} - set(label["kinds"])]
    assert wrong == []


def test_no_persons_message_is_ignored(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Promise 8: a person reads what a person wrote."""
    machines = {"automatic_reply", "bounce", "bulk", "spam"}
    ignored = [name for name, label, got in answers if got["decision"] == "ignore" and not set(label["kinds"]) & machines]
    assert ignored == []


def test_most_messages_are_taken_for_what_they_are(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Learnt from, so nearly all; how it fares at first sight stands in tests/mail/README.md."""
    right = [set(got["kinds"]) == set(label["kinds"]) for _, label, got in answers]
    assert sum(right) / len(right) >= 0.95
