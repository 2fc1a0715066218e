"""Letters out over SMTP, one at a time: each attempt ends in an Outcome that says what is known, and no more than that."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, cast

from intake.config import Smtp
from intake.errors import ConfigError, IntakeError, Later
from intake.mail.accounts import sign_in_smtp
from intake.mail.faults import place, throttled
from intake.mail.tls import NothingAhead, connection_fault, context
from intake.model import Outcome

WINDOW = 60.0  # seconds that `per_minute` speaks of
GOODBYE = 5.0  # seconds to wait for the answer to QUIT, which does not matter
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>(),:;\\\"\[\]@]+@[^\s\x00-\x1f\x7f<>(),:;\\\"\[\]@]+")
_BARE_LINE_END = re.compile(rb"\r\n|\r|\n")


class Courier:
    """Carries letters over one connection, made at the first letter, kept, and made again where it was lost.

    `pause` waits so that no more than `per_minute` letters leave in any minute by `clock` (seconds, monotonic).
    """

    def __init__(
        self,
        settings: Smtp,
        from_address: str,
        *,
        pause: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._sender = from_address if settings.envelope_from is None else settings.envelope_from
        self._pause, self._clock = pause, clock
        self._server: smtplib.SMTP | None = None
        self._used = False  # a transaction was begun on this connection
        self._begun: deque[float] = deque(maxlen=settings.per_minute)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Say goodbye; what the server makes of it is ignored, for every letter's fate is known by now."""
        server, self._server = self._server, None
        if server is not None:
            _leave(server)

    def send(self, raw: bytes, to: str, before_data: Callable[[], None]) -> Outcome:
        """Send `raw` to the one address `to`; `before_data` commits 'sending' and is called just before DATA.

        Raises only what `before_data` raises. 'queued': certainly not accepted, try again; 'failed': refused for good;
        'unknown': the connection was lost after the letter had gone out, so nobody can tell (RFC 5321 4.5.3.2.6).
        """
        address = _wire_address(to)
        if address is None:
            return Outcome("failed", None, "The address is not one that mail can be sent to.")
        self._keep_pace()
        try:
            server = self._ready()
        except IntakeError as error:
            return Outcome("queued", None, str(error), desk_fault=True)
        try:
            refused = self._envelope(server, raw, address)
        except (smtplib.SMTPException, OSError) as error:
            return self._lost_before(error)
        if refused is not None:
            return refused
        try:
            before_data()
            return self._data(server, raw)
        except BaseException:
            self._drop()
            raise

    # ------------------------------------------------------------------------------------------- one transaction

    def _envelope(self, server: smtplib.SMTP, raw: bytes, to: str) -> Outcome | None:
        """MAIL and RCPT; None where both are accepted."""
        self._used = True
        options = ["BODY=8BITMIME"] if not raw.isascii() and server.has_extn("8bitmime") else []
        if not (to + self._sender).isascii():
            if not server.has_extn("smtputf8"):
                return Outcome("failed", None, "The outgoing server cannot write to an address with letters beyond a to z.")
            options.append("SMTPUTF8")
        code, text = server.mail(self._sender, options)
        if not _accepted(code):
            return self._refused(code, text, "the sender's address", ours=code >= 500)
        code, text = server.rcpt(to)
        if not _accepted(code):
            return self._refused(code, text, "the recipient's address", ours=_about_us(code, text))
        return None

    def _data(self, server: smtplib.SMTP, raw: bytes) -> Outcome:
        try:
            code, text = server.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            return self._lost_before(error)
        if code != 354:
            return self._refused(code, text, "the letter before it was sent")
        assert server.sock is not None
        server.sock.settimeout(self._settings.final_seconds)
        try:
            server.send(_dotted(raw))
            code, text = server.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop()
            return _unknown(
                "The connection broke off after the letter had gone out, before the server said whether it took it."
            )
        if _accepted(code):
            self._after(server)
            return Outcome("sent", code, "The outgoing server has taken the letter.")
        if not 400 <= code < 600:
            self._drop()
            return _unknown("The server's last word on the letter was none that says whether it took it.")
        self._after(server)
        return self._refused(code, text, "the letter")

    def _refused(self, code: int, text: bytes, what: str, *, ours: bool = False) -> Outcome:
        """`ours`: the fault is the desk's, so the letter stays queued and sending stops."""
        where = place(self._settings)
        if ours and code >= 500:
            reason = f"{where} does not take mail from us: it refused {what} ({code}). Check [smtp] in the configuration."
            return Outcome("queued", code, reason, desk_fault=True)
        if 500 <= code < 600:
            return Outcome("failed", code, f"{where} refused {what} for good ({_codes(code, text)}).")
        if not 400 <= code < 500:
            self._drop()
        return Outcome("queued", code, f"{where} would not take {what} just now ({_codes(code, text)}).")

    def _lost_before(self, error: smtplib.SMTPException | OSError) -> Outcome:
        """Lost before the letter's text went out: it was certainly not accepted."""
        self._drop()
        where = place(self._settings)
        if isinstance(error, smtplib.SMTPResponseException):
            return Outcome("queued", error.smtp_code, f"{where} answered as intake does not understand.")
        return Outcome("queued", None, f"{where} broke off the connection before the letter was sent.")

    # --------------------------------------------------------------------------------------------- the connection

    def _ready(self) -> smtplib.SMTP:
        """The connection kept from the last letter, where it still answers; else a new one. Raises ConfigError, Later."""
        if self._server is not None and self._used:
            try:
                alive = self._server.rset()[0] == 250
            except (smtplib.SMTPException, OSError):
                alive = False
            if not alive:
                self._drop()
        if self._server is None:
            self._server, self._used = _open(self._settings), False
        return self._server

    def _after(self, server: smtplib.SMTP) -> None:
        if server.sock is not None:
            server.sock.settimeout(self._settings.timeout_seconds)

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(Exception):
                server.close()

    def _keep_pace(self) -> None:
        if len(self._begun) == self._begun.maxlen and (wait := self._begun[0] + WINDOW - self._clock()) > 0:
            self._pause(wait)
        self._begun.append(self._clock())


def check(settings: Smtp) -> tuple[str, ...]:
    """Sign in to the outgoing server and send nothing. Sentences for `intake check`; raises ConfigError or Later."""
    server = _open(settings)
    _leave(server)
    if settings.user is None:
        return (f"{place(settings)} answers; no sign-in is configured.",)
    return (f"Signed in to {place(settings)}.",)


def _open(settings: Smtp) -> smtplib.SMTP:
    """Connect, encrypt, sign in, in this order. Raises ConfigError for what an administrator must fix, else Later."""
    server = _dial(settings)
    try:
        # The host's own name is nobody's business: an address literal will do (RFC 5321 4.1.3).
        server.local_hostname = _literal(server)
        server.ehlo_or_helo_if_needed()
        _encrypt(server, settings)
        sign_in_smtp(server, settings)
    except BaseException as error:
        with suppress(Exception):
            server.close()
        if isinstance(error, smtplib.SMTPException):
            raise _not_open(error, settings) from None
        if isinstance(error, OSError):
            raise connection_fault(error, settings) from None
        raise
    return server


def _dial(settings: Smtp) -> smtplib.SMTP:
    where, port, timeout = settings.host, settings.default_port, settings.timeout_seconds
    try:
        if settings.security == "tls":
            return smtplib.SMTP_SSL(where, port, "localhost", timeout=timeout, context=context(settings))
        return smtplib.SMTP(where, port, "localhost", timeout=timeout)
    except smtplib.SMTPException as error:
        raise _not_open(error, settings) from None
    except OSError as error:
        raise connection_fault(error, settings) from None


def _encrypt(server: smtplib.SMTP, settings: Smtp) -> None:
    if settings.security != "starttls":
        return
    guard = NothingAhead(context(settings), settings, lambda: server.file)
    try:
        server.starttls(context=cast(ssl.SSLContext, guard))  # smtplib asks it for nothing but wrap_socket
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        if isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 500:
            raise
        raise ConfigError(
            f"{place(settings)} did not offer or did not begin encryption (STARTTLS), so no password was sent. "
            'Use security = "tls" (port 465), or ask whoever runs the server or the network.'
        ) from None
    server.ehlo()


def _not_open(error: smtplib.SMTPException, settings: Smtp) -> IntakeError:
    where = place(settings)
    if not isinstance(error, smtplib.SMTPResponseException):  # the connection was lost
        why = "did not answer in time" if "timed out" in str(error) else "broke off the connection before signing in"
        return Later(f"{where} {why}. intake tries again later; if this lasts, check host, port and security in [smtp].")
    text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    if (later := throttled(text, where)) is not None:
        return later
    if 400 <= error.smtp_code < 500:
        return Later(f"{where} is not ready just now ({error.smtp_code}). intake tries again later.")
    if error.smtp_code < 0:
        return ConfigError(f"{where} does not speak SMTP. Check host and port in [smtp].")
    return ConfigError(f"{where} does not take mail from us ({error.smtp_code}). Check host, port and user in [smtp].")


def _leave(server: smtplib.SMTP) -> None:
    with suppress(Exception):
        if server.sock is not None:
            server.sock.settimeout(GOODBYE)
            server.quit()
    with suppress(Exception):
        server.close()


def _literal(server: smtplib.SMTP) -> str:
    assert server.sock is not None
    own = str(server.sock.getsockname()[0])
    return f"[IPv6:{own}]" if ":" in own else f"[{own}]"


def _wire_address(to: str) -> str | None:
    """The address as it goes over the wire, its domain in ASCII (IDNA); None where it is no plain address."""
    if not _ADDRESS.fullmatch(to):
        return None
    local, _, domain = to.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii') if not domain.isascii() else domain}"
    except UnicodeError:
        return None


def _dotted(raw: bytes) -> bytes:
    """The letter as DATA wants it: CRLF line ends only, leading dots doubled, the final dot (RFC 5321 4.5.2)."""
    text = _BARE_LINE_END.sub(b"\r\n", raw)
    text = re.sub(rb"(?m)^\.", b"..", text)
    return text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _accepted(code: int) -> bool:
    return 200 <= code < 300


def _about_us(code: int, text: bytes) -> bool:
    """A refusal at RCPT that is about our sign-in or our right to send, not about the recipient."""
    return code == 530 or (code >= 500 and b"relay" in text.lower())


def _codes(code: int, text: bytes) -> str:
    """The reply code with the enhanced one, where there is one (RFC 3463); never the server's words, which may name people."""
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}", text)
    return f"{code} {enhanced[0].decode('ascii')}" if enhanced else str(code)


def _unknown(reason: str) -> Outcome:
    return Outcome("unknown", None, reason)
