"""The labelled returns in tests/mail: every answer in its own column, and none where nobody gave one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from intake.config import load_programme
from intake.reading import explained, read
from tests.test_config import EXAMPLE

MAIL = Path(__file__).parent / "mail"
PROGRAMME = load_programme(EXAMPLE)
ALIKE = 0.98  # an answer may differ by a slip in fifty


def labels() -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in sorted(MAIL.glob("returns-*")):
        for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
            label = json.loads(line)
            yield folder / "eml" / label["file"], label


@pytest.fixture(scope="module")
def answers() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(name, label, what is read) of every message, without converters: those are tried where they are installed."""
    found = []
    for path, label in labels():
        name = f"{path.parent.parent.name}/{path.name}"
        found.append((name, label, explained(read(path.read_bytes(), None, PROGRAMME), PROGRAMME, name)))
    return found


def folded(text: object) -> str:
    return re.sub(r"[\s\W_]+", " ", unicodedata.normalize("NFKC", str(text or "")).casefold()).strip()


def same(got: object, want: object) -> bool:
    one, two = folded(got).split(), folded(want).split()
    return one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= ALIKE


def listed(missing: list[str] | None) -> list[str] | None:
    return None if missing is None else sorted(missing)


def test_answers_stand_in_their_own_columns(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Learnt from, so nearly all; how it fares at first sight stands in tests/mail/README.md."""
    right = [
        same((got["example"] or {"fields": {}})["fields"].get(key), text)
        for _, label, got in answers
        if label["example"]
        for key, text in label["example"]["fields"].items()
    ]
    assert sum(right) / len(right) >= 0.97


def test_no_form_is_invented(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """A life story, a flyer, our own call quoted in a reply, a request for the blank form."""
    assert [name for name, label, got in answers if label["example"] is None and got["example"]] == []


def test_hardly_an_answer_is_read_into_a_blank(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """What a person left out is asked for, not made up."""
    invented = [
        (name, key)
        for name, label, got in answers
        if label["example"] and got["example"]
        for key in got["example"]["fields"]
        if key not in label["example"]["fields"]
    ]
    assert len(invented) <= 2


def test_what_is_missing_is_known(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """The letter names it: None where nothing could be read."""
    right = [
        listed((got["example"] or {"missing": ["all"]})["missing"]) == listed(label["example"]["missing"])
        for _, label, got in answers
        if label["example"]
    ]
    assert sum(right) / len(right) >= 0.97


def test_late_is_late(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """By London's clock, whatever the sender's zone."""
    assert [name for name, label, got in answers if label["example"] and got["late"] != label["late"]] == []


def test_two_forms_in_one_message_are_both_read(answers: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    """Each with its own answers."""
    for name, label, got in answers:
        both = [got["example"], *got["further_examples"]] if got["example"] else []
        assert len(both) == len(label["examples"]) if "examples" in label else len(both) < 2, name
