"""`intake file`: a kept file that staff have no link to is copied out of the vault, with a warning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from intake.errors import ConfigError, SetAside
from intake.running.workplace import Workplace


def copy_out(work: Workplace, reference: str, number: int | None, to: Path) -> Iterator[str]:
    """Copy the files of a message, or one of them, into the folder `to`. Yields a sentence a file.

    Raises SetAside where there is no such file, ConfigError where the folder cannot be written to.
    """
    rows = work.ledger.file_of(reference, number)
    if not rows:
        which = f"no file {number}" if number is not None else "no file"
        raise SetAside(f"There is {which} under {reference}. The sheet Files of the register lists them.")
    for row in rows:
        target = to / f"{reference}-{row.number}{row.extension}"
        _write(target, work.vault.read_part(row.digest))
        warning = "" if row.safe else " It may carry a program: do not open it on a machine that matters."
        yield f"{target} was written ({row.kind}, {row.size:,} bytes).{warning}"


def _write(target: Path, data: bytes) -> None:
    """A new file that only its owner can read. One that is there already is left alone."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigError(f"{target} exists already. Move it away, or name another folder with --to.") from None
    except OSError as error:
        raise ConfigError(f"{target} cannot be written ({error.strerror}). Name another folder with --to.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
