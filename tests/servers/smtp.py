"""A real SMTP server (aiosmtpd) on a free loopback port that can be told to misbehave at any point of the conversation."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from intake.config import Smtp

USER, PASSWORD = "desk", "correct horse"
SECRET = "INTAKE_TEST_SMTP_PASSWORD"

Stage = Literal["greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "dot", "RSET", "QUIT"]
DROP = "drop"  # close the connection without a word
SILENT = "silent"  # never answer
LATE = "late"  # at "dot": accept the letter, a second and a half later
TAKE_AND_DROP = "take and drop"  # at "dot": accept the letter, then close without a word
TAKE_AND_SILENT = "take and silent"


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter the server took: it would have been delivered."""

    sender: str  # "<>" for the null return path
    to: tuple[str, ...]
    raw: bytes


@dataclass
class Server:
    """What a test sees: where it listens, what it was told to do, and what came."""

    port: int = 0
    script: dict[Stage, list[str]] = field(default_factory=dict)  # per stage: what to do instead, one after another
    taken: list[Taken] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)  # every stage reached, in order
    greetings: list[str] = field(default_factory=list)  # arguments of EHLO
    connections: int = 0

    def plan(self, stage: Stage, *actions: str) -> None:
        """Do `actions` (a reply such as "451 4.3.0 Later", or DROP, SILENT, ...) the next times `stage` is reached."""
        self.script.setdefault(stage, []).extend(actions)

    def next(self, stage: Stage) -> str | None:
        self.stages.append(stage)
        return self.script[stage].pop(0) if self.script.get(stage) else None

    def settings(self, **changes: Any) -> Smtp:
        """How to reach it; plain and without sign-in unless `changes` say otherwise."""
        return Smtp.model_validate(
            {"host": "localhost", "port": self.port, "security": "plain", "from_name": "The desk", "final_seconds": 20}
            | changes
        )


class _Conversation(SMTP):
    """aiosmtpd, asking the script before each step."""

    def __init__(self, server: Server, **options: Any) -> None:
        self._test = server
        super().__init__(_Takes(server), hostname="mx.example", **options)

    async def _play(self, stage: Stage) -> bool:
        """True where the script has dealt with this step."""
        action = self._test.next(stage)
        if action is None:
            return False
        await _act(self, action)
        return True

    async def _handle_client(self) -> None:
        self._test.connections += 1
        if await self._play("greeting"):
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        self._test.greetings.append(hostname)
        if not await self._play("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._play("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self._play("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._play("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._play("DATA"):
            await super().smtp_DATA(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        if not await self._play("RSET"):
            await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        if not await self._play("QUIT"):
            await super().smtp_QUIT(arg)


class _Takes:
    """The handler: takes letters, unless the script says otherwise at the final dot."""

    def __init__(self, server: Server) -> None:
        self._test = server

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        action = self._test.next("dot")
        assert isinstance(envelope.content, bytes)
        if action == LATE:
            await asyncio.sleep(1.5)
        if action in {None, LATE, TAKE_AND_DROP, TAKE_AND_SILENT}:
            self._test.taken.append(Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        if action is None or action == LATE:
            return "250 2.0.0 Taken"
        if action[0].isdigit():
            return action
        await _act(smtp, action)
        return "451 never said"


async def _act(smtp: SMTP, action: str) -> None:
    assert smtp.transport is not None
    if action in {DROP, TAKE_AND_DROP}:
        smtp.transport.abort()  # type: ignore[attr-defined]
    if action in {DROP, SILENT, TAKE_AND_DROP, TAKE_AND_SILENT}:
        await asyncio.Event().wait()  # until the connection is gone and aiosmtpd cancels us
    await smtp.push(action)
    if action.startswith(("421", "554 5.3.2")):
        smtp.transport.close()


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def run(
    *, implicit: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, sign_in: bool = False, utf8: bool = True
) -> Iterator[Server]:
    """The server, in a thread of its own: `implicit` for TLS from the start, `starttls` to offer it; plain otherwise."""
    server = Server()
    options: dict[str, Any] = {"enable_SMTPUTF8": utf8, "tls_context": starttls, "require_starttls": starttls is not None}
    if sign_in:
        # The password is invented and the connection never leaves this machine.
        warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(
        loop.create_server(lambda: _Conversation(server, loop=loop, **options), "127.0.0.1", 0, ssl=implicit)
    )
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(_end, loop)
        thread.join()
        loop.close()


def _end(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    asyncio.gather(*tasks, return_exceptions=True).add_done_callback(lambda _: loop.stop())
