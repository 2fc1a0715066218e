"""The demo's own mail servers, on loopback only: IMAP by pymap with its mail on disk, SMTP by aiosmtpd."""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.maildir import Config, Identity, Login, MaildirBackend
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata

from intake.config import Mailbox as MailboxSettings
from intake.mail import mailbox
from intake.running.workplace import Clock

USER = "demo"
PASSWORD_ENV = "INTAKE_DEMO_PASSWORD"  # noqa: S105
PASSWORD = "demo"  # noqa: S105  of a server that only this machine reaches, and that holds invented mail
_HOST = "127.0.0.1"
_START_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers listen, and where letters to anybody else than ourselves arrive."""

    imap_port: int
    smtp_port: int
    arrived: Path  # a folder of .eml files, one a letter


@contextmanager
def mail_servers(folder: Path, own_addresses: tuple[str, ...], clock: Clock) -> Iterator[Servers]:
    """Both servers in a thread, their mail kept below `folder`; mail to `own_addresses` is delivered to the mailbox."""
    for noisy in ("pymap", "mail.log", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    mailbox_folder, arrived = folder / "mailbox", folder / "letters"
    for each in (mailbox_folder, arrived):
        each.mkdir(parents=True, exist_ok=True)
    found: queue.Queue[Servers | Exception] = queue.Queue()
    stop = threading.Event()

    async def serve() -> None:
        try:
            async with AsyncExitStack() as stack:
                imap_port = await _start_imap(mailbox_folder, stack)
                smtp_port = await _start_smtp(_Delivery(imap_port, own_addresses, arrived, clock), stack)
                found.put(Servers(imap_port, smtp_port, arrived))
                await asyncio.get_running_loop().run_in_executor(None, stop.wait)
        except Exception as error:  # noqa: BLE001  handed to the thread that waits for it
            found.put(error)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="mail servers", daemon=True)
    thread.start()
    servers = found.get(timeout=_START_SECONDS)
    if isinstance(servers, Exception):
        raise servers
    try:
        yield servers
    finally:
        stop.set()
        thread.join(_START_SECONDS)


async def _start_imap(folder: Path, stack: AsyncExitStack) -> int:
    arguments = Namespace(
        base_dir=str(folder), concurrency=None, layout="++", colon=None, host=_HOST, port=0, debug=False, cert=None,
        key=None, tls=False, passlib_cfg=None, proxy_protocol=None, inherited_sockets=None,
    )  # fmt: skip
    backend, config = await MaildirBackend.init(arguments)
    config.apply_context()
    await _make_user(config, backend.login)
    callback = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    server = await stack.enter_async_context(await asyncio.start_server(callback, host=_HOST, port=0))
    return int(server.sockets[0].getsockname()[1])


async def _start_smtp(delivery: _Delivery, stack: AsyncExitStack) -> int:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(delivery, hostname="demo.invalid", enable_SMTPUTF8=True), _HOST, 0)
    await stack.enter_async_context(server)
    return int(server.sockets[0].getsockname()[1])


async def _make_user(config: Config, login: Login) -> None:
    """The one user of the demo; it is there already at a second run."""
    identity = Identity(config, login.tokens, USER, None, frozenset({"admin"}))
    hashed = await Passwords(config).hash_password(PASSWORD)
    await identity.set(UserMetadata(config, USER, password=hashed))


class _Delivery:
    """What the SMTP server does with a message: ours goes to the mailbox, every other one to a file."""

    def __init__(self, imap_port: int, own_addresses: tuple[str, ...], arrived: Path, clock: Clock) -> None:
        self._clock = clock
        self._settings = imap_settings(imap_port)
        self._own = own_addresses
        self._arrived = arrived

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        raw = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            if recipient.casefold() in self._own:
                message = [(raw, self._clock())]
                await asyncio.get_running_loop().run_in_executor(None, deliver, self._settings, message)
            else:
                number = len(list(self._arrived.glob("*.eml"))) + 1
                (self._arrived / f"{number:03}.eml").write_bytes(raw)
        return "250 OK"


def imap_settings(port: int) -> MailboxSettings:
    """How to reach the embedded mailbox. The password is handed over in the environment, as everywhere."""
    os.environ[PASSWORD_ENV] = PASSWORD
    return MailboxSettings(host=_HOST, port=port, security="plain", user=USER, password_env=PASSWORD_ENV)


def deliver(settings: MailboxSettings, messages: Iterable[tuple[bytes, datetime]]) -> None:
    """Put messages into the inbox, each received at its moment."""
    with mailbox.connect(settings) as box:
        for raw, when in messages:
            box.append("INBOX", raw, when)
