"""Encrypted connections that verify whom they talk to, and the sentence for each way that fails."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from io import BufferedReader

from intake.config import Server
from intake.errors import ConfigError, IntakeError, Later
from intake.mail.faults import place

# Verification results of OpenSSL (x509_vfy.h).
EXPIRED, NOT_YET_VALID = 10, 9
SELF_SIGNED, SELF_SIGNED_IN_CHAIN = 18, 19
WRONG_NAME = {62, 64}


def context(server: Server) -> ssl.SSLContext:
    """A context that verifies chain and name, TLS 1.2 at least (RFC 8314). Raises ConfigError for a bad `ca_file`."""
    try:
        made = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise ConfigError(
            f"The file of certificates {server.ca_file} cannot be read. Name a file in PEM form as ca_file, or leave it out."
        ) from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca_file:
        # Python 3.13 is strict by default: it refuses authorities without certain extensions, as home-made ones often are.
        made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return made


class NothingAhead:
    """Stands for a context in STARTTLS: refuses bytes that came ahead of the encryption (injected commands or replies).

    imaplib and smtplib only ask a context for `wrap_socket`; `reader` gives the plain stream they have read from so far.
    """

    def __init__(self, inner: ssl.SSLContext, server: Server, reader: Callable[[], BufferedReader | None]) -> None:
        self._inner, self._server, self._reader = inner, server, reader

    def wrap_socket(self, sock: socket.socket, server_hostname: str) -> ssl.SSLSocket:
        if waiting(sock, self._reader()):
            raise ConfigError(
                f"{place(self._server)} sent something ahead of the encryption, so somebody may be listening in. "
                'Nothing was sent to it. Use security = "tls", or ask whoever runs the network.'
            )
        return self._inner.wrap_socket(sock, server_hostname=server_hostname)


def waiting(sock: socket.socket, reader: BufferedReader | None) -> bool:
    """Whether bytes have come that nobody has read yet, in `reader` or behind it; never waits for any."""
    timeout = sock.gettimeout()
    sock.setblocking(False)
    try:
        return bool(reader and reader.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        sock.settimeout(timeout)


def connection_fault(error: OSError, server: Server) -> IntakeError:
    """The error to raise where connecting, or the encryption, failed: ConfigError if someone must act, else Later."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConfigError(_certificate_fault(error, server))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Later(f"{place(server)} ended the connection while encryption was being set up. intake tries again later.")
    if isinstance(error, ssl.SSLError):
        return ConfigError(_handshake_fault(error, server))
    if isinstance(error, socket.gaierror):
        return Later(
            f"The name {server.host} cannot be found just now. intake tries again later; "
            "if this lasts, check host in the configuration and the network."
        )
    if isinstance(error, TimeoutError):
        return Later(f"{place(server)} did not answer in time. intake tries again later; if this lasts, check host and port.")
    why = error.strerror or type(error).__name__
    return Later(f"{place(server)} cannot be reached ({why}). intake tries again later; if this lasts, check host and port.")


def _certificate_fault(error: ssl.SSLCertVerificationError, server: Server) -> str:
    where, code = place(server), error.verify_code
    if code == EXPIRED:
        return f"The certificate of {where} has expired. No password was sent. Ask whoever runs the server to renew it."
    if code == NOT_YET_VALID:
        return f"The certificate of {where} is not valid yet. No password was sent. Check this machine's clock."
    if code == SELF_SIGNED:
        return (
            f"The certificate of {where} is self-signed, so anybody could have made it. No password was sent. "
            "If it is your own, name it as ca_file."
        )
    if code in WRONG_NAME:
        return (
            f"The certificate of {where} is for another name than {server.host}. No password was sent. "
            "Set host to the name the certificate is for."
        )
    if code == SELF_SIGNED_IN_CHAIN or server.ca_file is None:
        return (
            f"The certificate of {where} is signed by an authority this machine does not trust. No password was sent. "
            "If it is your own authority, name its certificate as ca_file."
        )
    return (
        f"The certificate of {where} is not signed by the authority in {server.ca_file}. No password was sent. "
        "Put the right authority's certificate there."
    )


def _handshake_fault(error: ssl.SSLError, server: Server) -> str:
    if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}:
        return (
            f'{place(server)} does not begin with encryption. Use security = "starttls", or another port. No password was sent.'
        )
    return (
        f"{place(server)} and this machine found no common way to encrypt ({error.reason or 'no reason given'}). "
        "No password was sent. The server must offer TLS 1.2 or newer."
    )
