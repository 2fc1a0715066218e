"""The measurement behind docs/reading.md: what counts as a mistake, what it costs, and where the figures go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from benchmarks import curve
from benchmarks.thresholds import BEGIN, END, HARM, Reading, bill, main
from intake.model import Kind
from intake.reading import words
from tests.world import mail

TOP = Path(__file__).parent.parent


def a_reading(*kinds: Kind, label: dict[str, Any] | None = None, **changes: Any) -> Reading:
    """A message read as `kinds` at confidence 0.8, whose label says the same but for `label`."""
    wanted: dict[str, Any] = {"kinds": [kind.value for kind in kinds], "reply": True, "seminar": ["seminar-2"]}
    facts: dict[str, Any] = {"confidence": 0.8, "settled": "", "answerable": True, "seminars": frozenset({"seminar-2"})}
    return Reading(label=wanted | (label or {}), kinds=kinds, **facts | changes)


ASKS = Kind.PLACE_REQUEST


@pytest.mark.parametrize(
    ("one", "wrong", "lost", "half"),
    [
        (a_reading(ASKS), 0, 0, 0),
        (a_reading(ASKS, label={"kinds": ["question"]}), 1, 1, 0),
        (a_reading(ASKS, label={"seminar": ["seminar-3"]}), 1, 0, 0),
        (a_reading(ASKS, label={"reply": False}), 1, 0, 0),
        (a_reading(ASKS, label={"kinds": ["place_request", "question"]}), 0, 0, 1),
        (a_reading(Kind.QUESTION, label={"kinds": ["place_request"]}), 0, 1, 0),
        (a_reading(Kind.OTHER, label={"kinds": ["place_request"]}, settled="review"), 0, 0, 0),
        (a_reading(Kind.SPAM, label={"kinds": ["question"]}, settled="ignore"), 0, 1, 0),
        (a_reading(Kind.SPAM, label={"kinds": ["spam"], "reply": False}, settled="ignore"), 0, 0, 0),
        (a_reading(ASKS, label={"reply": False}, answerable=False), 0, 0, 0),
    ],
)
def test_what_counts_as_a_mistake(one: Reading, wrong: int, lost: int, half: int) -> None:
    """A letter for what was not asked, a person's wish nobody sees, a wish overlooked beside another."""
    found = bill([one], 0.7)
    assert (found.wrong, found.lost, found.half) == (wrong, lost, half)


def test_below_the_threshold_a_person_looks_and_nothing_goes_wrong() -> None:
    """The same mistake costs one look instead of its harm, and each message is harmed once."""
    mistaken = [a_reading(ASKS, label={"kinds": ["question"]}), a_reading(ASKS)]
    filed, shown = bill(mistaken, 0.8), bill(mistaken, 0.81)
    assert (filed.cost, filed.acknowledged, filed.looks) == (HARM, 2, 0)
    assert (shown.cost, shown.acknowledged, shown.looks) == (2, 0, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two labelled messages, and a page with its markers."""
    (tmp_path / "set" / "eml").mkdir(parents=True)
    label = {"kinds": ["place_request"], "reply": True, "seminar": ["seminar-2"]}
    lines = []
    for number in (1, 2):
        (tmp_path / "set" / "eml" / f"{number}.eml").write_bytes(mail(number=number))
        lines.append(json.dumps({"file": f"{number}.eml", **label}))
    (tmp_path / "set" / "labels.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "reading.md").write_text(f"Before.\n{BEGIN}\nold figures\n{END}\nAfter.\n", "utf-8")
    return tmp_path


def test_the_figures_go_between_the_markers_and_nowhere_else(folder: Path) -> None:
    """Run twice, the page and the picture are the same."""
    main([str(folder / "set"), "--write", str(folder)])
    once = (folder / "reading.md").read_text("utf-8"), (folder / "thresholds.svg").read_text("utf-8")
    assert once[0].startswith(f"Before.\n{BEGIN}\nMeasured on 2 messages: `set`.\n")
    assert once[0].endswith(f"{END}\nAfter.\n")
    assert "old figures" not in once[0]
    assert f"| **{words.threshold('file'):.2f}** | **2** | **0** | **0** | **0** | **0** | **0** |" in once[0]
    assert "| 0.8 to 0.9 | 2 | 2 (100%) |" in once[0]
    main([str(folder / "set"), "--write", str(folder)])
    assert ((folder / "reading.md").read_text("utf-8"), (folder / "thresholds.svg").read_text("utf-8")) == once


def test_a_page_without_markers_and_a_folder_without_labels_are_left_alone(folder: Path) -> None:
    """One sentence, and nothing is written."""
    (folder / "reading.md").write_text("No markers.\n", "utf-8")
    with pytest.raises(SystemExit, match="two comments"):
        main([str(folder / "set"), "--write", str(folder)])
    assert (folder / "reading.md").read_text("utf-8") == "No markers.\n"
    assert not (folder / "thresholds.svg").exists()
    with pytest.raises(SystemExit, match=r"labels\.jsonl is not there"):
        main([str(folder)])


def test_the_picture_says_in_words_what_it_shows_and_needs_no_colour() -> None:
    """Title and description for those who do not see it; lines are told apart by their strokes; text cannot become markup."""
    lines = (
        curve.Line("all & more", "solid", ((0.0, 0.0), (1.0, 3.0))),
        curve.Line("some", "dashed", ((0.0, 1.0), (1.0, 2.0))),
    )
    drawn = Xml.fromstring(curve.svg("A <title>", "What it shows.", ("right", "up"), lines, mark=0.5))
    name = "{http://www.w3.org/2000/svg}"
    assert drawn.get("role") == "img"
    assert [drawn.findtext(f"{name}{part}") for part in ("title", "desc")] == ["A <title>", "What it shows."]
    strokes = [line.get("stroke-dasharray") for line in drawn.iter(f"{name}polyline")]
    assert len(set(strokes)) == 2
    colours = {part.get(which) for part in drawn.iter() for which in ("stroke", "fill")} - {None, "none"}
    assert colours == {"black", "white", "#ccc"}


def test_the_page_on_reading_has_its_markers_and_its_picture() -> None:
    """So that its figures can be written afresh by one command."""
    page = (TOP / "docs" / "reading.md").read_text("utf-8")
    assert page.index(BEGIN) < page.index(END)
    assert "(thresholds.svg)" in page
    assert Xml.fromstring((TOP / "docs" / "thresholds.svg").read_text("utf-8")).tag.endswith("svg")
