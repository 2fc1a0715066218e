"""What the tests of entering forms share: a desk with an empty ledger, and what somebody types there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from intake import cli, console
from intake.config import load
from intake.running import setup
from intake.running.workplace import Workplace, open_workplace
from tests.world import NOW, rows_of

TODAY = date(2016, 1, 20)  # of NOW
EXAMPLE, MESSAGES = "Practice examples", "All messages"
ANSWERS = {  # of the example programme's form, in its order, as they are typed; a text ends with a dot
    "name": "Una Larch",
    "organisation": "",
    "email": "una@larch.example",
    "telephone": "01632 960123",
    "group": "5",
    "title": "The long bench",
    "description": "Two desks became one bench.\n\nThen we sat down.\n.",
    "involved": "",
    "worked": "",
    "did_not_work": "",
    "learning": "",
    "permission": "anonymous please",
}


def typed(way: str = "1", day: str = "15/1/2016", after: str = "y", **changes: str) -> str:
    """What somebody types from the first question to the last."""
    return "\n".join((way, day, *(ANSWERS | changes).values(), after)) + "\n"


class Desk:
    """A folder with an empty ledger. The clock stands at NOW."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        setup.init(folder, NOW)

    def enter(self, text: str | bytes) -> Any:
        return CliRunner().invoke(cli.app, ["enter", "--config", str(self.config)], input=text)

    @contextmanager
    def work(self) -> Iterator[Workplace]:
        with open_workplace(load(self.config), lambda: NOW) as work:
            yield work

    def rows(self, title: str) -> list[dict[str, Any]]:
        sheet = openpyxl.load_workbook(self.folder / "register.xlsx")[title]
        return rows_of([list(row) for row in sheet.iter_rows(values_only=True)])

    def row(self, title: str = EXAMPLE) -> dict[str, Any]:
        (row,) = self.rows(title)
        return row

    def raw(self) -> bytes:
        (path,) = (self.folder / "state" / "raw").glob("*/*")
        return path.read_bytes()

    def is_empty(self) -> bool:
        with self.work() as work:
            return work.ledger.generation() == 0 and not (self.folder / "state" / "raw").exists()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(console, "clock", lambda: NOW)
    return Desk(tmp_path / "desk")
