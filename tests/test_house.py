"""The house keeps its plan: which room may know which, and where libraries with effects may be used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "intake"

# Each room, and the rooms it may import from. `running`, `console` and `cli` stand on top.
LAW: dict[str, set[str]] = {
    "errors": set(),
    "filekinds": set(),
    "model": {"errors"},
    "reference": {"errors"},
    "programme": {"errors"},
    "rows": {"errors", "model"},
    "config": {"errors", "programme"},
    "forms": {"errors", "model", "programme"},
    "reading": {"errors", "model", "programme", "reference", "forms"},
    "desk": {"errors", "model", "programme", "reference", "filekinds"},
    "mail": {"errors", "model", "rows", "programme", "reference", "config"},
    "ledger": {"errors", "filekinds", "model", "rows", "programme", "reference", "config"},
    "register": {"errors", "model", "rows", "programme", "reference", "config"},
    "cell": {"errors", "model", "programme", "config", "reading", "forms"},
}
TOP = {"running", "console", "cli"}

# Libraries with effects, and the rooms that own them.
OWNED: dict[str, set[str]] = {
    "imapclient": {"mail"},
    "imaplib": {"mail"},
    "smtplib": {"mail"},
    "socket": {"mail"},
    "ssl": {"mail"},
    "jinja2": {"mail"},
    "sqlalchemy": {"ledger"},
    "sqlite3": {"ledger"},
    "filelock": {"ledger"},
    "openpyxl": {"register"},
    "python_calamine": {"register"},
    "apscheduler": {"running"},
    "pymap": {"running"},
    "aiosmtpd": {"running"},
    "subprocess": {"cell"},
    "multiprocessing": {"cell"},
    "mailparser": {"reading"},
    "docx": {"forms"},
    "pypdf": {"forms"},
    "reportlab": {"forms"},
    "typer": {"cli", "console"},
    "pdfminer": {"forms"},
    "rich": {"cli", "running"},
}
PURE = {"filekinds", "reading", "forms", "desk", "model", "programme", "reference", "rows"}
NO_CLOCK = re.compile(r"\b(?:datetime\.now|date\.today|time\.time|time\.monotonic|random\.|uuid\.uuid4|os\.environ)")


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return sorted(p for p in HOUSE.rglob("*.py") if p.name != "__init__.py" or p.parent != HOUSE)


def imported(path: Path) -> Iterator[str]:
    """Every module that the file imports, also inside functions; relative imports made absolute."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = path.relative_to(HOUSE.parent).with_suffix("").parts[: -node.level]
                base = ".".join((*parents, base)).rstrip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_the_rooms_it_may_know(path: Path) -> None:
    """The import law of the house."""
    room = room_of(path)
    known = {name.split(".")[1] for name in imported(path) if name.startswith("intake.")} - {room}
    allowed = known if room in TOP else LAW[room]
    if room == "running":
        allowed = known - {"cli", "console"}
    assert known <= allowed, f"{room} must not know {sorted(known - allowed)}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_library_with_effects_is_used_only_in_the_room_that_owns_it(path: Path) -> None:
    """Network, disk, database and processes each have one door."""
    room = room_of(path)
    strangers = {name.split(".")[0] for name in imported(path)} & set(OWNED)
    assert {name for name in strangers if room not in OWNED[name]} == set()


@pytest.mark.parametrize("path", [p for p in sources() if room_of(p) in PURE], ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_pure_room_asks_neither_clock_nor_chance_nor_environment(path: Path) -> None:
    """Same input, same answer."""
    assert NO_CLOCK.search(path.read_text("utf-8")) is None


def test_every_room_is_in_the_plan() -> None:
    """A new room has to be given its place in the law."""
    rooms = {room_of(p) for p in sources()}
    assert rooms <= set(LAW) | TOP


def test_files_stay_short_enough_to_read() -> None:
    """A file that outgrows 400 lines holds two rooms."""
    long = {str(p.relative_to(HOUSE)): n for p in sources() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}
