"""Waiting for mail with IDLE (RFC 2177): only a trigger for an early look, never the list of work."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from intake.mail.tls import waiting

IDLE_RENEWED = 24 * 60.0  # seconds; servers may end an IDLE after 30 minutes (RFC 2177)
LOOK_UP = 0.5  # seconds between looks at `stop`


def arrived_since(client: IMAPClient, highest: int | None) -> bool:
    """Whether mail has come with a UID above `highest`; None: nobody has looked yet, so it cannot be told.

    `n:*` always names the last message, however old (RFC 3501 6.4.8).
    """
    if highest is None:
        return False
    client.noop()
    client._imap.response("EXISTS")  # forgets what is known
    newest = client.search(["UID", f"{highest + 1}:*"])
    came_meanwhile = client._imap.response("EXISTS")[1] != [None]
    return came_meanwhile or any(uid > highest for uid in newest)


def idle_once(client: IMAPClient, seconds: float, stop: threading.Event) -> bool:
    """One IDLE of up to `seconds`: True where mail arrived. Raises IMAPClientAbortError where the server hangs up."""
    until = time.monotonic() + seconds
    client.idle()
    came: list[Any] = []
    # IMAPClient watches the socket only; lines that came along with the answer to IDLE are read already.
    if not waiting(client.socket(), client._imap.file):
        came = _watch(client, until, stop)
    _, rest = client.idle_done()
    return _arrival(came) or _arrival(rest)


def _watch(client: IMAPClient, until: float, stop: threading.Event) -> list[Any]:
    """What the server says last: once mail arrived, `stop` is set, or the time is over."""
    came: list[Any] = []
    at_once = 0
    while not _arrival(came) and not stop.is_set() and (left := until - time.monotonic()) > 0:
        began = time.monotonic()
        came = client.idle_check(timeout=min(left, LOOK_UP))
        # IMAPClient hides a closed connection: it answers at once, with nothing, again and again.
        at_once = at_once + 1 if not came and time.monotonic() - began < 0.05 else 0
        if at_once > 20 or any(response[0] == b"BYE" for response in came):
            raise IMAPClientAbortError(f"closed while idle: {came}")
    return came


def _arrival(responses: Sequence[Any]) -> bool:
    return any(len(r) > 1 and r[1] == b"EXISTS" for r in responses if isinstance(r, tuple))
