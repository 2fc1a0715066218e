"""The demo as a user runs it: one command, a register to look at, nothing left to do the second time."""

from __future__ import annotations

import email
import email.policy
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.world import rows_of

SAMPLES = Path(__file__).parent.parent / "intake" / "running" / "demo_mail"


def intake(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intake.cli", *args], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    done = intake("demo", "here", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "here", done.stdout


def test_every_sample_is_a_row_of_the_register(demo: tuple[Path, str]) -> None:
    """Nothing lost: openpyxl and calamine read the workbook whole, and all messages are on it."""
    folder, said = demo
    path = folder / "register.xlsx"
    assert str(path) in said
    book = openpyxl.load_workbook(path)
    sheets = {sheet.title: rows_of([list(r) for r in sheet.iter_rows(values_only=True)]) for sheet in book}
    assert len(sheets["All messages"]) == len(list(SAMPLES.glob("*.eml")))
    assert {"Summary", "Place requests", "Practice examples", "Questions", "For review", "All messages", "Files"} <= set(sheets)
    fast = CalamineWorkbook.from_path(path)
    assert rows_of([list(row) for row in fast.get_sheet_by_name("Place requests").to_python()])[0]["Reference"]


def test_the_letters_went_to_people_only(demo: tuple[Path, str]) -> None:
    """No machine, list or spammer gets a letter, and nobody two."""
    folder, _ = demo
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((folder / "servers" / "letters").glob("*.eml"))
    ]
    answered = [letter["In-Reply-To"] for letter in letters]
    assert len(letters) >= 15
    assert len(answered) == len(set(answered))
    recipients = " ".join(str(letter["To"]) for letter in letters)
    for silent in ("MAILER-DAEMON", "wellbeingweekly", "leads-now", "northfell"):
        assert silent not in recipients
    assert all(letter["Auto-Submitted"] == "auto-replied" for letter in letters)


def test_kept_files_lie_beside_the_register_under_our_names(demo: tuple[Path, str]) -> None:
    """Staff open a returned template from its link; a file with macros has none."""
    folder, _ = demo
    names = [path.name for path in (folder / "files").rglob("*") if path.is_file()]
    assert any(name.endswith(".docx") for name in names)
    assert not any(name.endswith(".docm") for name in names)


def test_a_second_run_finds_nothing_to_do(demo: tuple[Path, str]) -> None:
    """Same folder, same mailbox: no letter, no new version of the register."""
    folder, _ = demo
    before = (folder / "register.xlsx").read_bytes()
    done = intake("demo", "here", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert "Nothing new" in done.stdout
    assert (folder / "register.xlsx").read_bytes() == before
