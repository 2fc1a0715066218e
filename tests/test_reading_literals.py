"""Blocks of expressions: quick, and never at the price of a match."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Bounds
from intake.reading import message, sentences, wording, words
from intake.reading.literals import EDGE, Block, needed

MAIL = Path(__file__).parent / "mail"
LINES = [words._filled(line) for cue in words.table()["cue"] for line in cue["lines"].splitlines() if line.strip()]


def spoken() -> list[str]:
    """Every sentence of the labelled messages of one round."""
    found = []
    for label in map(json.loads, (MAIL / "round-4a" / "labels.jsonl").read_text("utf-8").splitlines()):
        parsed = message.parse((MAIL / "round-4a" / "eml" / label["file"]).read_bytes(), Bounds())
        found += [s.plain for s in sentences.of(wording.split(parsed).own)]
    return found


def test_a_block_finds_what_its_lines_find_in_real_mail() -> None:
    """The first match of a block is that of the one expression its lines make."""
    block, whole = Block(LINES), re.compile("|".join(f"(?:{line})" for line in LINES))
    for text in spoken():
        found, wanted = block.search(text), whole.search(text)
        assert (found and found.start()) == (wanted and wanted.start()), text


@given(
    st.text("abc ", max_size=40),
    st.lists(st.sampled_from(["ab+c", "(?:ab|ca)c", r"\bb(?:a|c){1,2}", "a?b", "(?=ca)c"]), min_size=1),
)
def test_a_block_finds_what_its_lines_find_in_any_text(text: str, lines: list[str]) -> None:
    """All matches too, from the left."""
    whole = re.compile("|".join(f"(?:{line})" for line in lines))
    assert [m.span() for m in Block(lines).finditer(text)] == [m.span() for m in whole.finditer(text)]
    first = whole.search(text)
    assert bool(Block(lines).search(text)) == bool(first)


@pytest.mark.parametrize(
    ("line", "sets"),
    [
        ("cancel(?:led)?", [{"cancel"}]),
        (r"\b(?:cancel\w*|withdr\w+) (?:my|our) place", [{"|place"}, {"|cancel", "|withdr"}, {"my", "our"}]),
        ("(?:one|two) seats?", [{"|seat"}, {"one", "two"}]),
        (r"\bin advance\b", [{"|advance|"}]),
        (r"don't", [{"don|'|t"}]),
        (r"\w+ \d", []),
        ("(?:a|.)", []),
    ],
)
def test_what_a_line_cannot_do_without_is_read_off_it(line: str, sets: list[set[str]]) -> None:
    """Strings within a word; the edges of words where they are certain; nothing where a branch needs nothing."""
    assert [{string.replace(EDGE, "|") for string in strings} for strings in needed(line)] == sets


@pytest.mark.parametrize("line", [r"a|b", r"[|]|\||x", r"(?:a|b)c|\bd", r"(a)|b", r"[]|]|(?=a|b)a", ""])
@given(text=st.text("abcdx|] ", max_size=20))
def test_alternatives_tried_apart_find_what_they_find_together(line: str, text: str) -> None:
    """A line is parted only where that alters nothing."""
    assert [m.span() for m in Block([line]).finditer(text)] == [m.span() for m in re.compile(line).finditer(text)]


def test_what_each_line_captures_is_its_own() -> None:
    """Whoever reads a group of a match finds it where the line has it."""
    found = Block(["(?P<first>one)|(two)", "three (four)"]).search("say three four")
    assert found and found[1] == "four"
