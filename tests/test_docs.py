"""Documents that cannot drift: the README names every command, and the example is what the program reads."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import typer

from intake.cli import app
from intake.programme import ExtraWords
from intake.running.replaying import Replayed, Tally, line
from tests.world import NOW

TOP = Path(__file__).parent.parent
READING = TOP / "docs" / "reading.md"
README = (TOP / "README.md").read_text("utf-8")


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_the_readme_lists_exactly_the_commands_there_are() -> None:
    """A command that is not in the table does not exist for a user."""
    table = README.split("## Every command")[1].split("##")[0]
    assert set(re.findall(r"^\| `intake (\w+)", table, re.MULTILINE)) == commands()


def test_every_option_the_readme_shows_exists() -> None:
    """Nobody types a line from the README and is told there is no such option."""
    known = {
        option
        for command in typer.main.get_command(app).commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in parameter.opts
    }
    shown = set(re.findall(r"(?<=[\s`\[])--[a-z-]+", README))
    assert shown <= known


def test_every_file_the_readme_links_is_there() -> None:
    """No dead links."""
    links = re.findall(r"\]\(([^)#]+)\)", README + (TOP / "CONTRIBUTING.md").read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (TOP / link).exists()] == []


def test_every_file_the_page_on_reading_links_is_there() -> None:
    """No dead links there either."""
    links = re.findall(r"\]\(([^)#]+)\)", READING.read_text("utf-8"))
    assert [link for link in links if not (READING.parent / link).exists()] == []


def test_the_page_on_reading_tells_of_every_list_of_words_and_every_threshold() -> None:
    """What can be changed is explained, under the name it has."""
    page = READING.read_text("utf-8")
    thresholds = tomllib.loads((TOP / "intake" / "reading" / "words.toml").read_text("utf-8"))["thresholds"]
    told = page.split("<!-- figures")[0]
    assert [name for name in (*ExtraWords.model_fields, *thresholds) if f"`{name}`" not in told] == []


def test_the_page_on_reading_shows_lines_as_replay_prints_them() -> None:
    """Its sample is made by the program's own words."""
    told = READING.read_text("utf-8")
    tally = Tally(Counter({"same": 310, "changed": 2}), kinds=1, decisions=1)
    assert next(tally.sentences()) in told
    before: dict[str, Any] = {"decision": "review", "acknowledge": ["received"]}
    after: dict[str, Any] = {"decision": "file", "acknowledge": ["cancellation"]}
    assert line(Replayed("M-2HXB", NOW, "review", "changed", before, after, ("decision", "acknowledge"))) in told


def test_no_file_names_a_machine() -> None:
    """Nothing in the project depends on, or tells of, one computer."""
    suffixes = {".py", ".md", ".toml", ".j2", ".service", ".cron"}
    own = [p for p in TOP.rglob("*") if p.suffix in suffixes and ".venv" not in p.parts and p != Path(__file__)]
    assert [str(p) for p in own if re.search(r"/home/\w|/root/|/Users/\w", p.read_text("utf-8"))] == []
