"""A converter keeps to its limits of time, memory and disk, and leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from intake.cell import WORD, Cell, Converters, confined
from intake.cell.converters import Made
from intake.config import Limits
from tests.converting import (
    ANSWERS,
    FENCED,
    HANGS,
    OLD_WORD,
    PROGRAMME,
    RECEIVED,
    TALES,
    Programs,
    Witness,
    _afresh,
    convert,
    example_of,
    installed,
    is_ended,
    leftovers,
    mail,
    old_document,
    path,
    without_fence,
)

__all__ = ["_afresh", "old_document", "path"]  # the fixtures


@FENCED
def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    fenced: bool, old_document: bytes, path: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process is left, no file, and the message is read nonetheless."""
    path.real("unshare")
    witness = Witness(tmp_path)
    path.stand_in("antiword", HANGS.format(witness.path))
    without_fence(monkeypatch, fenced=fenced)
    example = example_of(mail(old_document, "form.doc"), Limits(converter_seconds=1))
    assert example.fields["name"] == ANSWERS["name"]
    assert is_ended(witness)
    assert leftovers(tmp_path) == []


def test_what_leaves_its_group_is_ended_too(path: Programs, tmp_path: Path) -> None:
    """A program of the background does not outlive the namespace it was started in."""
    path.real("unshare", "setsid")
    if "--pid" not in confined.fence():
        pytest.skip("this system grants no namespaces for processes")
    witness = Witness(tmp_path)
    path.stand_in("antiword", f"#!/bin/sh\nexec 3>{witness.path}\necho started >&3\nsetsid /bin/sleep 86399 &\necho done\n")
    assert convert(WORD, OLD_WORD) == Made("text", b"done\n")
    assert is_ended(witness)


@FENCED
@pytest.mark.parametrize("seconds", [0.4, 0.7, 1.0])
def test_libreoffice_ended_half_way_leaves_nothing(
    fenced: bool, seconds: float, old_document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its second process, nor the socket that it keeps outside its folder."""
    installed("soffice")
    without_fence(monkeypatch, fenced=fenced)
    before, witness = forsaken_sockets(), Witness(tmp_path)
    programs = Programs(tmp_path)
    programs.stand_in("soffice", f'#!/bin/sh\nexec 3>{witness.path}\nexec {shutil.which("soffice")} "$@"\n')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    Converters(Limits()).convert(WORD, old_document, time.monotonic() + seconds)
    assert witness.said() == b""
    assert forsaken_sockets() <= before
    assert leftovers(tmp_path) == []


def forsaken_sockets() -> set[Path]:
    """LibreOffice's sockets behind which there is no process; those of others that run meanwhile answer."""
    found = set()
    for place in Path("/tmp").glob("OSL_PIPE_*"):
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(place))
            except ConnectionRefusedError:
                found.add(place)
            except OSError:
                continue
    return found


def test_a_converter_goes_when_intake_is_killed(path: Programs, tmp_path: Path) -> None:
    """Also with kill -9; and the folder that was left is removed by the next one."""
    path.real("unshare")
    witness = Witness(tmp_path)
    path.stand_in("antiword", HANGS.format(witness.path))
    script = "import sys, time\nfrom intake.cell import Converters\nfrom intake.config import Limits\n"
    script += f"Converters(Limits()).convert('{WORD}', bytes.fromhex('{OLD_WORD.hex()}'), time.monotonic() + 600)"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as intake:
        assert witness.said() == b"started\n"
        assert len(leftovers(tmp_path)) == 1
        intake.send_signal(signal.SIGKILL)
    assert witness.said() == b""
    path.stand_in("antiword", TALES)
    assert convert(WORD, OLD_WORD) is not None
    assert leftovers(tmp_path) == []


def test_the_folder_of_a_living_process_is_left_alone(path: Programs, tmp_path: Path) -> None:
    """Two processes of intake may convert at the same time."""
    with confined.folder() as theirs:
        path.stand_in("antiword", TALES)
        assert convert(WORD, OLD_WORD) is not None
        assert leftovers(tmp_path) == [theirs]
        with pytest.raises(BlockingIOError):
            fcntl.flock(os.open(theirs, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(("wanted", "made"), [(300_000_000, Made("text", b"had it\n")), (1_500_000_000, None)])
def test_memory_is_bounded(wanted: int, made: Made | None, path: Programs) -> None:
    """A converter may use a part of a gigabyte, and no more."""
    path.stand_in("antiword", f"#!{sys.executable}\nx = bytearray({wanted})\nprint('had it')\n")
    assert convert(WORD, OLD_WORD) == made


def test_libreoffice_without_enough_memory_is_no_fault(old_document: bytes) -> None:
    """It cannot start; the document is read by our own reader."""
    installed("soffice")
    example = example_of(mail(old_document, "form.doc"), Limits(converter_memory_bytes=60_000_000))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


@pytest.mark.parametrize(("megabytes", "made"), [(10, Made("text", b"wrote it\n")), (100, None)])
def test_what_a_converter_writes_is_bounded(megabytes: int, made: Made | None, path: Programs, tmp_path: Path) -> None:
    """It cannot fill the disk with one file."""
    script = f"with open('large', 'wb') as file:\n    file.write(bytes({megabytes}_000_000))\nprint('wrote it')\n"
    path.stand_in("antiword", f"#!{sys.executable}\n{script}")
    assert convert(WORD, OLD_WORD) == made
    assert leftovers(tmp_path) == []


def test_the_clock_of_the_message_stands_still_meanwhile(old_document: bytes, path: Programs) -> None:
    """A slow converter sets nothing aside."""
    path.stand_in("antiword", "#!/bin/sh\n/bin/sleep 2.5\necho 'Your name: Slowly'\n")
    with Cell(PROGRAMME, Limits(child_wall_seconds=2)) as cell:
        assert cell.read(mail(old_document, "form.doc"), RECEIVED).message.subject == "Completed template"
