"""The ladder of errors: each class is named by what the caller must do.

Every message is one or two sentences for a person: what happened, to which file or server, and what to do now.
No message carries a correspondent's words, name or address.
"""

from __future__ import annotations

import traceback
from pathlib import Path


class IntakeError(Exception):
    """Root of every error that intake foresees. `str(error)` is meant to be read by a person."""

    exit_code = 1


class ConfigError(IntakeError):
    """Stop: something an administrator has to put right (exit code 2)."""

    exit_code = 2


class Later(IntakeError):  # noqa: N818  (named by what to do)
    """Stop for now; the same command may succeed later without anyone's help (exit code 75, EX_TEMPFAIL).

    `wait` is how many seconds the server asked us to stay away; 0 where it named no time.
    """

    exit_code = 75

    def __init__(self, message: str = "", *, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class SetAside(IntakeError):  # noqa: N818
    """One message or file cannot be handled; a person must look at it, the others go on."""

    exit_code = 1


def place_of(error: BaseException) -> str:
    """Kind and place of a fault in the program itself. Its text is left out: it may quote somebody's message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
