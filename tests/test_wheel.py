"""What is installed is whole: the letters, the example and the samples travel with the package."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=300, check=check)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in an environment of its own, which borrows the libraries of this one. Returns its `intake`."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, TOP, cwd=folder, check=False
    )
    if built.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"the wheel cannot be built here (no package index?): {built.stderr.strip().splitlines()[-1:]}")
    assert built.returncode == 0, built.stderr
    venv.create(folder / "env", with_pip=True)
    (wheel,) = folder.glob("*.whl")
    python = folder / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=folder)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text("\n".join(libraries) + "\n", "utf-8")
    return folder / "env" / "bin" / "intake"


def test_init_and_demo_work_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    """No checkout is needed to run it."""
    made = run(installed, "init", "desk", cwd=tmp_path)
    assert "config.toml" in made.stdout
    assert (tmp_path / "desk" / "letters" / "letter.txt.j2").exists()
    shown = run(installed, "demo", "show", cwd=tmp_path)
    assert (tmp_path / "show" / "register.xlsx").exists(), shown.stdout
