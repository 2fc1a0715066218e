"""Documents that cannot drift: the README names every command, and the example is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from intake.cli import app

TOP = Path(__file__).parent.parent
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


def test_no_file_names_a_machine() -> None:
    """Nothing in the project depends on, or tells of, one computer."""
    suffixes = {".py", ".md", ".toml", ".j2", ".service", ".cron"}
    own = [p for p in TOP.rglob("*") if p.suffix in suffixes and ".venv" not in p.parts and p != Path(__file__)]
    assert [str(p) for p in own if re.search(r"/home/\w|/root/|/Users/\w", p.read_text("utf-8"))] == []
