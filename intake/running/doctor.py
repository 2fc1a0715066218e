"""`intake check`: each part is tried as a pass would use it; each fault is told with its cause and its cure."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from intake import register
from intake.cell import PICTURE, WORD, Converters, fence
from intake.config import Config
from intake.errors import ConfigError, IntakeError, Later
from intake.mail import mailbox, outbox
from intake.running.one_pass import run_pass
from intake.running.workplace import Clock, Workplace, letter_writer, load_key, open_workplace

_PROBE_SECONDS = 120
_PROBE_POLL_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial found: `problem` is None where all is well."""

    part: str  # what was tried: "mailbox", "letters"
    said: str  # what was found, as a sentence
    problem: IntakeError | None = None


def check(config: Config, clock: Clock) -> Iterator[Finding]:
    """Try every part in turn. A part that is faulty keeps none of the others from being tried."""
    trials: tuple[tuple[str, Callable[[], str]], ...] = (
        ("key", lambda: _key(config)),
        ("passwords", lambda: _passwords(config)),
        ("ledger", lambda: _ledger(config, clock)),
        ("letters", lambda: _letters(config)),
        ("notices", lambda: _notices(config)),
        ("register", lambda: _register(config)),
        ("converters", lambda: _converters(config)),
        ("mailbox", lambda: " ".join(mailbox.check(config.mailbox))),
        ("sending", lambda: " ".join(outbox.check(config.smtp))),
    )
    for part, trial in trials:
        try:
            yield Finding(part, trial())
        except IntakeError as error:
            yield Finding(part, str(error), error)


def _key(config: Config) -> str:
    load_key(config.key_file)
    return f"{config.key_file} is there, and only you can read it."


def _passwords(config: Config) -> str:
    """Found, and private; whether the servers accept them is tried with the servers."""
    wanted = [server for server in (config.mailbox, config.smtp) if server.has_secret()]
    for server in wanted:
        server.secret()
    return "Every password is where the configuration says." if wanted else "No password is configured."


def _ledger(config: Config, clock: Clock) -> str:
    with open_workplace(config, clock) as work:
        status = work.ledger.status()
        return f"{sum(status.messages.values())} messages are recorded."


def _letters(config: Config) -> str:
    faults = letter_writer(config).check()
    if faults:
        raise ConfigError(" ".join(faults))
    return "Every letter can be written."


def _notices(config: Config) -> str:
    """No address is no fault, but is to be known: words of danger may come in at night."""
    settings, count = config.notices, len(config.notices.to)
    if not count:
        return (
            "Nobody is told at once about words of danger, nor daily of what waits: "
            "staff see it only in the register. Put addresses into notices.to."
        )
    whom = "1 address is" if count == 1 else f"{count} addresses are"
    hour = f"{settings.daily_hour:02}:00 ({config.programme.timezone})"
    return f"{whom} told at once about words of danger, and from {hour} of what waits for review."


def _register(config: Config) -> str:
    path = config.workbook.path
    if register.is_open(path):
        return f"{path} is open at the moment; it will be written once it is closed."
    if not path.exists():
        return f"{path} will be made by the first pass."
    register.read_staff(path)
    return f"{path} can be read."


def _converters(config: Config) -> str:
    """What is missing is no fault: these programs are optional."""
    found = Converters(config.limits)
    return " ".join(one for one in (_for_word(found), _for_pictures(found), _without_network(found)) if one)


def _for_word(found: Converters) -> str:
    name = found.name(WORD)
    if not name:
        return (
            "No converter for old Word documents is installed: they are read by a plain reader of our own, which knows no "
            "tick boxes. Install LibreOffice (libreoffice-writer) to have them read in full."
        )
    if not found.works(WORD):
        return (
            f"{name} found, but it could not convert a trial document, so old Word documents are read by a plain reader of "
            "our own. It may need more than limits.converter_memory_bytes or limits.converter_seconds allow."
        )
    more = "" if name == "LibreOffice" else " LibreOffice would read their tables and tick boxes too."
    return f"{name} found: old Word documents are read through it.{more}"


def _for_pictures(found: Converters) -> str:
    name = found.name(PICTURE)
    if not name:
        return "Tesseract is not installed: staff see the picture of a photographed form, without its text beside it."
    return f"{name.capitalize()} found: its text stands beside a photographed form as an aid for staff, never as an answer."


def _without_network(found: Converters) -> str:
    if not found.kinds:
        return ""
    if fence():
        return "They run without network."
    return (
        "This system lets us start no program without network (unshare of util-linux, user namespaces): "
        "only its settings keep LibreOffice from what a document links to."
    )


def probe(config: Config, clock: Clock) -> Iterator[str]:
    """Send ourselves a marked message and follow it into the register. Yields a sentence at each stage.

    Raises Later where it does not arrive in time, ConfigError or Later where a server refuses.
    """
    stop = threading.Event()
    address = config.programme.addresses[0]
    message_id = f"<probe.{secrets.token_hex(12)}@{config.from_address.rpartition('@')[2]}>"
    with outbox.Courier(config.smtp, config.from_address) as courier:
        outcome = courier.send(_probe_message(config, message_id, clock), address, lambda: None)
    if outcome.state != "sent":
        raise Later(f"The test message was not accepted: {outcome.reason}")
    yield f"The test message was accepted by {config.smtp.host}."
    started = time.monotonic()
    while not _arrived(config, message_id):
        if time.monotonic() - started > _PROBE_SECONDS:
            raise Later(
                f"The test message did not arrive within {_PROBE_SECONDS} seconds. "
                f"Look whether mail to {address} reaches {config.mailbox.folders[0]}, or the junk folder."
            )
        stop.wait(_PROBE_POLL_SECONDS)
    yield f"It arrived in {config.mailbox.folders[0]} after {time.monotonic() - started:.0f} seconds."
    with open_workplace(config, clock) as work:
        report = run_pass(work, stop)
        yield from _followed(work, message_id)
    for problem in report.problems:
        raise problem


def _followed(work: Workplace, message_id: str) -> Iterator[str]:
    reference = work.ledger.reference_of(message_id)
    if reference is None:
        raise Later("The test message is not in the ledger after a pass. Run `intake status` to see why.")
    yield f"It is in the register as {reference}, marked as automatic; nothing was sent in answer to it."


def _probe_message(config: Config, message_id: str, clock: Clock) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = config.from_address
    message["To"] = config.programme.addresses[0]
    message["Subject"] = "intake: a test of the mailbox"
    message["Date"] = format_datetime(clock())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("This message was sent by `intake check --probe`. Nobody needs to answer it.\n")
    return message.as_bytes()


def _arrived(config: Config, message_id: str) -> bool:
    with mailbox.connect(config.mailbox) as box:
        return any(box.holds(folder, message_id) for folder in config.mailbox.folders)
