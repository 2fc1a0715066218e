"""Asking at the keyboard, or of what is piped in: whole lines, no colours, no moving about on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

from intake.errors import ConfigError

Say = Callable[[str], None]  # one line for a person
Ask = Callable[[str], str]  # prompt (ASCII) -> what was typed, which holds several lines where they were pasted


def asking(say: Say) -> Ask:
    """How to ask here. What it gives back raises EOFError at the end of the input (Ctrl-D), KeyboardInterrupt at Ctrl-C.

    Raises ConfigError, when asked, where what is piped in is no UTF-8.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        _edit_lines()
        return lambda prompt: _typed(prompt, say)
    return _piped


def _edit_lines() -> None:
    """Readline, where there is one: the arrow keys work, and a line may be longer than the 4,095 bytes of a bare terminal.

    What is typed is somebody's words: it is not kept to be called up again at the next question.
    """
    with suppress(ImportError):
        import readline

        readline.set_auto_history(False)


def _typed(prompt: str, say: Say) -> str:
    while True:
        try:
            return input(prompt)
        except UnicodeDecodeError:
            say("That could not be read. Please type it again.")


def _piped(prompt: str) -> str:
    if sys.stdin.isatty():  # only the output goes elsewhere
        sys.stderr.write(prompt)
        sys.stderr.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ConfigError("What was piped in is not UTF-8 text. Nothing was entered. Convert it, and run this again.") from None
