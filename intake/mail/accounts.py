"""Signing in to the mailbox and to the outgoing server: passwords now; tokens find their room here."""

from __future__ import annotations

import base64
import re
import smtplib

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, LoginError

from intake.config import Mailbox, Smtp
from intake.errors import ConfigError, Later
from intake.mail.faults import place, throttled

_NOT_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|SERVERBUG|CONTACTADMIN)\]|temporar|try again", re.IGNORECASE)


def sign_in_imap(client: IMAPClient, settings: Mailbox) -> None:
    """Sign in; the connection is encrypted already where it should be.

    Raises ConfigError where user or password are refused, Later where the server cannot tell just now.
    A lost connection passes through as IMAPClientAbortError or OSError.
    """
    user, password = _credentials(settings)
    offered = client.capabilities()
    plain = b"AUTH=PLAIN" in offered
    try:
        if plain and (b"LOGINDISABLED" in offered or not (user + password).isascii()):
            client.plain_login(user, password)  # SASL PLAIN is UTF-8 (RFC 4616); LOGIN is ASCII only
        elif b"LOGINDISABLED" in offered:
            raise ConfigError(f'{place(settings)} takes no password on this connection. Use security = "tls".')
        elif (user + password).isascii():
            client.login(user, password)
        else:
            raise ConfigError(f"{place(settings)} takes only plain letters in user and password. Set another password.")
    except LoginError as error:
        if isinstance(error.__context__, IMAPClientAbortError):  # IMAPClient calls a lost connection a wrong password
            raise error.__context__ from None
        raise _refused(str(error), settings) from None  # the original may hold what we sent


def _refused(text: str, settings: Mailbox) -> ConfigError | Later:
    if (later := throttled(text, place(settings))) is not None:
        return later
    if _NOT_NOW.search(text):
        return Later(f"{place(settings)} cannot check passwords just now. intake tries again later.")
    return _wrong_password(settings)


def _wrong_password(settings: Mailbox | Smtp) -> ConfigError:
    return ConfigError(
        f"{place(settings)} refused the user name or the password. "
        f"Check user in the configuration, and the password {_where(settings)}."
    )


def sign_in_smtp(server: smtplib.SMTP, settings: Smtp) -> None:
    """Sign in where the configuration names a user. Raises ConfigError where it is refused, Later for a 4xx reply.

    A lost connection passes through as smtplib's own exception or OSError.
    """
    if settings.user is None:
        return
    user, password = _credentials(settings)
    try:
        if (user + password).isascii():
            server.login(user, password)
        else:  # smtplib encodes to ASCII only; RFC 4616 says UTF-8
            _plain(server, user, password)
    except smtplib.SMTPNotSupportedError:
        raise ConfigError(
            f'{place(settings)} offers no sign-in on this connection. Use security = "tls", or leave out user.'
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise Later(f"{place(settings)} cannot check passwords just now. intake tries again later.") from None
        raise _wrong_password(settings) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise ConfigError(f"{place(settings)} offers no way to sign in that intake knows. Ask for PLAIN or LOGIN.") from None


def _plain(server: smtplib.SMTP, user: str, password: str) -> None:
    token = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, text = server.docmd("AUTH", f"PLAIN {token}")
    if code not in {235, 503}:
        raise smtplib.SMTPAuthenticationError(code, text)


def _credentials(settings: Mailbox | Smtp) -> tuple[str, str]:
    if settings.user is None:
        raise ConfigError(f"No user is configured for {place(settings)}. Set user in the configuration.")
    password = settings.secret()
    if any(c in settings.user + password for c in "\r\n\0"):
        raise ConfigError(f"User or password for {place(settings)} has a line break in it. Remove it.")
    return settings.user, password


def _where(settings: Mailbox | Smtp) -> str:
    if settings.password_env:
        return f"in the environment variable {settings.password_env}"
    return f"in {settings.password_file}" if settings.password_file else f"in the credential {settings.password_credential}"
