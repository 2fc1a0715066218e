"""A peer that plays the few lines it is given: what no real server can be brought to do."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SILENCE = b""  # keep the connection, say nothing


@dataclass
class Peer:
    """`script`: a word of the line that came -> the bytes to answer, with TAG for the line's first word.

    None closes the connection. "greeting" is what it says first. It knows nothing else and answers OK to the rest.
    """

    script: Mapping[str, bytes | None]
    encrypted: ssl.SSLContext | None = None
    port: int = 0
    heard: list[bytes] = field(default_factory=list)  # every line that came, also across connections

    def serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                peer, _ = listening.accept()
                with suppress(OSError), peer:
                    self._converse(self.encrypted.wrap_socket(peer, server_side=True) if self.encrypted else peer)

    def _converse(self, peer: socket.socket) -> None:
        if not self._say(peer, self.script["greeting"]):
            return
        for line in peer.makefile("rb"):
            self.heard.append(line)
            tag = line.split()[0] if line.split() else b"*"
            answer = next(
                (said for word, said in self.script.items() if word.upper().encode() in line.upper()), b"TAG OK done\r\n"
            )
            if not self._say(peer, answer and answer.replace(b"TAG", tag)):
                return

    @staticmethod
    def _say(peer: socket.socket, said: bytes | None) -> bool:
        if said is None:
            peer.shutdown(socket.SHUT_RDWR)
            return False
        peer.sendall(said)
        return True


@contextmanager
def run(script: Mapping[str, bytes | None], *, encrypted: ssl.SSLContext | None = None) -> Iterator[Peer]:
    """The peer, listening on a free loopback port, in a thread of its own."""
    peer = Peer(script, encrypted)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer.port = listening.getsockname()[1]
        threading.Thread(target=peer.serve, args=(listening,), daemon=True).start()
        try:
            yield peer
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)


GREETING = b"* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE] ready\r\n"
CAPABILITIES = b"* CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE\r\nTAG OK done\r\n"


def imap(**answers: bytes | None) -> dict[str, bytes | None]:
    """A script that gets as far as an open folder of three messages; `answers` replace or add lines.

    The names are the words looked for, with "_" for a blank: `UID_FETCH=b"..."`.
    """
    usual: dict[str, bytes | None] = {
        "greeting": GREETING,
        "CAPABILITY": CAPABILITIES,
        "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nTAG OK [READ-WRITE] open\r\n",
        "SEARCH": b"* SEARCH 1 2 3\r\nTAG OK done\r\n",
        "LOGOUT": b"* BYE until later\r\nTAG OK done\r\n",
    }
    return {word.replace("_", " "): said for word, said in answers.items()} | {
        word: said for word, said in usual.items() if word not in answers
    }
