"""Runs one foreign program on untrusted bytes: in a folder of its own, without network, within limits, ended whole."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

_LAUNCH = str(Path(__file__).with_name("launch.py"))
_PREFIX = "intake-converter-"
_LARGEST_WRITTEN = 64_000_000  # bytes of any one file that the program writes
_TRIAL_SECONDS = 10
# Namespaces, the strongest that the system grants. With one for processes nothing outlives the program, whatever it starts.
_FENCES = (
    ("--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"),
    ("--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child"),
    ("--user", "--map-root-user", "--net"),
    ("--net",),
)


@cache
def fence() -> tuple[str, ...]:
    """The beginning of a command that has no network: `unshare` of util-linux. Empty where the system grants none.

    Tried once a process, which takes some milliseconds.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    for options in _FENCES:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            command = [unshare, *options, sys.executable, "-I", "-S", "-c", ""]
            if not subprocess.run(command, capture_output=True, timeout=_TRIAL_SECONDS, check=False).returncode:
                return (unshare, *options)
    return ()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder that only we can read, gone afterwards. What a killed process of ours left is removed first."""
    _remove_forsaken()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        held = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)  # says that somebody is at work here
            yield Path(name)
        finally:
            os.close(held)


def _remove_forsaken() -> None:
    """Folders of ours that no living process holds."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            entry = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(entry).st_uid == os.geteuid():
                    fcntl.flock(entry, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path)
            finally:
                os.close(entry)


def run(command: Sequence[str], home: Path, more: Mapping[str, str], *, seconds: float, memory: int) -> bool:
    """Run `command` in the folder `home`; its output goes to the file `said` there. Whether it ended well, and in time.

    seconds: of wall clock; computing is bounded alike. memory: bytes of address space of each process. more: environment
    beside the little that every program gets. All that it started has ended when this returns.
    """
    launch = [sys.executable, "-I", "-S", _LAUNCH, str(memory), str(int(seconds) + 1), str(_LARGEST_WRITTEN)]
    with (home / "said").open("wb") as said:
        program = subprocess.Popen(
            [*launch, *fence(), *command],
            cwd=home,
            env={**_environment(home), **more},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.DEVNULL,  # it may quote the document
            start_new_session=True,
        )
    try:
        return program.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(OSError):
            os.killpg(program.pid, signal.SIGKILL)  # also what it left behind when it ended by itself
        program.wait()


def _environment(home: Path) -> dict[str, str]:
    """Only what a program needs to run at all; its home and its temporary folder are the throw-away one."""
    path = os.pathsep.join(one for one in os.environ.get("PATH", "").split(os.pathsep) if one.startswith("/"))
    return {"PATH": path, "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def written(path: Path, most: int) -> bytes:
    """What the program wrote to `path`; nothing where that is no plain file, or longer than `most` bytes."""
    try:
        entry = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with open(entry, "rb") as file:  # noqa: PTH123
        about = os.fstat(entry)
        return file.read() if stat.S_ISREG(about.st_mode) and about.st_size <= most else b""
