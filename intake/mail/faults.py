"""What a server's refusal means for us: a fault to be put right, or one to wait out. The server's own text is never shown."""

from __future__ import annotations

import re

from intake.config import Server
from intake.errors import Later

_THROTTLED = re.compile(r"\[(THROTTLED|LIMIT|INUSE)\]|throttl|back-?off|too many|(bandwidth|rate|command) limit", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"(?:back-?off|wait|try again|retry)\D{0,40}(\d{1,9})\s*(milliseconds|ms|seconds|secs?|s|minutes|min)\b", re.IGNORECASE
)
_SECONDS = {"milliseconds": 0.001, "ms": 0.001, "minutes": 60.0, "min": 60.0}
UNNAMED_WAIT = 300.0  # seconds to stay away where the server names no time


def place(server: Server) -> str:
    """The server in words, for messages: `imap.example port 993`."""
    port = getattr(server, "default_port", server.port)
    return f"{server.host} port {port}"


def throttled(text: str, where: str) -> Later | None:
    """The error to raise where the server asks us to slow down (also in a BYE), with its waiting time; else None."""
    if not _THROTTLED.search(text):
        return None
    named = _HOW_LONG.search(text)
    wait = float(named[1]) * _SECONDS.get(named[2].lower(), 1.0) if named else UNNAMED_WAIT
    return Later(f"{where} asks us to slow down. intake waits {max(1, round(wait))} seconds and tries again.", wait=wait)
