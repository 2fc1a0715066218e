"""A bar on a terminal while many messages are read; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]  # (done, total) messages


def silent(done: int, total: int) -> None:
    """No progress is shown."""


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Shown on standard error, below what is printed meanwhile. Standard output is touched only where it is a terminal too."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
