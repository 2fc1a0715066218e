"""A signed-in IMAP connection: dialled, encrypted, guarded; and the error to raise once it has failed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.config import Mailbox
from intake.errors import ConfigError, IntakeError, Later
from intake.mail.accounts import sign_in_imap
from intake.mail.faults import place, throttled
from intake.mail.tls import NothingAhead, connection_fault, context

TOO_LARGE = "literal too large"


class Ceiling:
    """How many bytes one literal may announce; a server may announce 99 GB, and Python would try to make room for it."""

    most = 10_000_000

    def guard(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        def bounded(size: int) -> bytes:
            if size > self.most:
                raise IMAPClientAbortError(TOO_LARGE)
            return read(size)

        return bounded


def dial(settings: Mailbox) -> tuple[IMAPClient, Ceiling]:
    """Connect, encrypt, sign in, in this order. Raises as `mailbox.connect` says."""
    _keep_traffic_out_of_logs()
    client, ceiling = _dial(settings), Ceiling()
    try:
        client._imap.read = ceiling.guard(client._imap.read)  # imaplib says: "You may override this method"
        _encrypt(client, settings)
        _sign_in(client, settings)
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    return client, ceiling


def _sign_in(client: IMAPClient, settings: Mailbox) -> None:
    try:
        sign_in_imap(client, settings)
    except (IMAPClientAbortError, OSError, ValueError) as error:
        raise lost(error, settings) from None
    except IMAPClientError:
        raise Later(f"{place(settings)} did not let us sign in, without saying why. intake tries again later.") from None


def _keep_traffic_out_of_logs() -> None:
    """IMAPClient logs what is sent and received at DEBUG: people's words. Ours may run at DEBUG, its may not."""
    logging.getLogger("imapclient").setLevel(logging.WARNING)


def _dial(settings: Mailbox) -> IMAPClient:
    encrypted = settings.security == "tls"
    try:
        client = IMAPClient(
            settings.host,
            port=settings.default_port,
            ssl=encrypted,
            ssl_context=context(settings) if encrypted else None,
            timeout=SocketTimeout(settings.connect_seconds, settings.read_seconds),
        )
    except IMAPClientAbortError as error:
        if "unexpected response" in str(error):
            raise ConfigError(f"{place(settings)} does not speak IMAP. Check host and port in [mailbox].") from None
        raise lost(error, settings) from None
    except IMAPClientError as error:  # a greeting other than OK: BYE
        raise lost(error, settings) from None
    except OSError as error:
        raise connection_fault(error, settings) from None
    client.normalise_times = False  # aware times: naive local ones are ambiguous an hour a year
    return client


def _encrypt(client: IMAPClient, settings: Mailbox) -> None:
    if settings.security != "starttls":
        return
    try:
        offered = client.has_capability("STARTTLS")
        if offered:
            client.starttls(NothingAhead(context(settings), settings, lambda: client._imap.file))
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        offered = False
    except OSError as error:
        raise connection_fault(error, settings) from None
    if not offered:
        raise ConfigError(
            f"{place(settings)} did not offer or did not begin encryption (STARTTLS), so no password was sent. "
            'Use security = "tls" (port 993), or ask whoever runs the server or the network.'
        )


def lost(error: BaseException, settings: Mailbox) -> IntakeError:
    """The error to raise once a connection has failed: nothing is lost, the next pass goes on where this one stopped."""
    if isinstance(error, IntakeError):
        return error
    where, text = place(settings), str(error)
    if (later := throttled(text, where)) is not None:
        return later
    if isinstance(error, MemoryError) or TOO_LARGE in text:
        return Later(f"{where} announced far more bytes than it had said before. intake read none and tries again later.")
    if isinstance(error, TimeoutError) or "timed out" in text:
        why = f"fell silent for {settings.read_seconds} seconds"
    elif isinstance(error, ValueError):
        why = "answered as intake does not understand"
    else:
        why = "ended the connection"
    return Later(f"{where} {why}. intake tries again later.")
