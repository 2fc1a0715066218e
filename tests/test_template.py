"""`intake template`: both files of the blank template, and nobody's own copy overwritten unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake import forms
from intake.config import load
from intake.running.setup import init
from tests.world import NOW

WORD, PDF = "practice-example-template.docx", "practice-example-template.pdf"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as `intake init` leaves it."""
    folder = tmp_path / "desk"
    init(folder, NOW)
    return folder


def intake(desk: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "intake.cli", *args]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parent.parent), *sys.path))}
    return subprocess.run(command, cwd=desk, capture_output=True, text=True, timeout=60, check=False, env=environment)


def change_deadline(desk: Path) -> None:
    path = desk / "config.toml"
    path.write_text(path.read_text("utf-8").replace("deadline = 2016-01-15", "deadline = 2016-01-22"), "utf-8")


def test_init_writes_both_files(desk: Path) -> None:
    """As the configuration says, to the byte."""
    files = dict(forms.blank_files(load(desk / "config.toml").programme))
    assert {name: (desk / name).read_bytes() for name in (WORD, PDF)} == files


def test_what_is_up_to_date_is_left_as_it_is(desk: Path) -> None:
    """And said."""
    before = [(desk / name).stat().st_mtime_ns for name in (WORD, PDF)]
    done = intake(desk, "template")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("up to date") == 2
    assert [(desk / name).stat().st_mtime_ns for name in (WORD, PDF)] == before


def test_a_file_that_differs_is_replaced_only_with_force(desk: Path) -> None:
    """Somebody may have made it nicer: nothing is written, and the cure is named."""
    change_deadline(desk)
    (desk / PDF).unlink()
    before = (desk / WORD).read_bytes()
    refused = intake(desk, "template")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert WORD in refused.stderr
    assert "--force" in refused.stderr
    assert (desk / WORD).read_bytes() == before
    assert not (desk / PDF).exists()
    done = intake(desk, "template", "--force")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("the blank template") == 2
    assert {name: (desk / name).read_bytes() for name in (WORD, PDF)} == dict(
        forms.blank_files(load(desk / "config.toml").programme)
    )
    assert [path.name for path in desk.iterdir() if path.name.startswith(".template-")] == []


def test_another_folder_is_made_where_it_is_missing(desk: Path, tmp_path: Path) -> None:
    """For the website's folder, say."""
    done = intake(desk, "template", str(tmp_path / "a" / "b"))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [WORD, PDF]


def test_it_goes_beside_the_configuration_that_is_named(desk: Path, tmp_path: Path) -> None:
    """Wherever the command is given."""
    (desk / PDF).unlink()
    done = intake(tmp_path, "template", "--config", "desk/config.toml")
    assert done.returncode == 0, done.stderr
    assert (desk / PDF).exists()


def test_without_a_call_there_is_no_template(desk: Path) -> None:
    """One clear sentence."""
    path = desk / "config.toml"
    text = path.read_text("utf-8")
    start = text.index("[programme.call]")
    path.write_text(text[:start] + text[text.index("[mailbox]") :], "utf-8")
    done = intake(desk, "template")
    assert done.returncode == 2
    assert "[programme.call]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_a_file_is_said(desk: Path) -> None:
    """No traceback for a slip of the pen."""
    done = intake(desk, "template", "config.toml")
    assert done.returncode == 2
    assert "config.toml cannot be written to" in done.stderr
