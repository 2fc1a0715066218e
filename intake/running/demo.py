"""The demo: the real pass over real IMAP and SMTP, on this machine, with invented mail of one winter's week.

The programme of the example runs in the winter of 2015-16, so the demo plays on a day of that winter.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from intake.config import Config, Mailbox, Smtp, load, shipped
from intake.errors import ConfigError
from intake.running import setup, telling
from intake.running.embedded import PASSWORD_ENV, USER, Servers, deliver, imap_settings, mail_servers
from intake.running.logs import logs_to_stderr
from intake.running.one_pass import run_pass
from intake.running.report import Report
from intake.running.schedule import Service
from intake.running.workplace import Clock, open_workplace

TODAY = datetime(2016, 1, 20, 9, 0, tzinfo=UTC)  # five days after the deadline of the call, four weeks before Seminar 2
SAMPLES = Path(__file__).parent / "demo_mail"
_HEAD = "# The demo's copy of the example. Its mail servers are up only while `intake demo` runs.\n\n"
_DELIVERED = "delivered.txt"

Say = Callable[[str], None]


def run_demo(folder: Path, clock: Clock, say: Say, stop: threading.Event | None) -> int:
    """Set up below `folder`, deliver the samples once, do a pass and say what came of it. Returns the exit code.

    With `stop`, the servers and the worker then stay up until it is set. Raises ConfigError, Later.
    """
    logs_to_stderr()
    folder = folder.absolute()
    now = winter_clock(clock)
    base = prepare(folder)
    with mail_servers(folder / "servers", base.programme.addresses, now) as servers:
        config = connected(base, servers)
        delivered = deliver_samples(folder, config.mailbox)
        say(f"{delivered} sample messages were delivered to the mailbox." if delivered else "The samples are there already.")
        with open_workplace(config, now) as work:
            report = run_pass(work, threading.Event())
            for sentence in telling.report(report):
                say(sentence)
        _say_what_was_made(config, servers, report, say)
        if stop is not None:
            _stay(config, servers, now, say, stop)
    return report.exit_code


def winter_clock(clock: Clock) -> Clock:
    """The given clock, moved so that it starts on the demo's day."""
    shift = TODAY - clock()
    return lambda: clock() + shift


def prepare(folder: Path) -> Config:
    """What `intake init` makes, for the example's programme, with no `start_from`: the samples are to be answered."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    if not path.exists():
        text = shipped("config.example.toml").read_text("utf-8")
        kept = [line for line in text.splitlines() if not line.startswith("start_from")]
        path.write_text(_HEAD + "\n".join(kept) + "\n", "utf-8")
    setup.init(folder, TODAY)
    return load(path)


def connected(config: Config, servers: Servers) -> Config:
    """The configuration with the embedded servers in place of the example's."""
    mailbox = imap_settings(servers.imap_port)
    smtp = Smtp(
        host="127.0.0.1",
        port=servers.smtp_port,
        security="plain",
        from_name=config.smtp.from_name,
        per_minute=6000,
    )
    schedule = config.schedule.model_copy(update={"interval_seconds": 30})
    return config.model_copy(update={"mailbox": mailbox, "smtp": smtp, "schedule": schedule})


def deliver_samples(folder: Path, settings: Mailbox) -> int:
    """Put each sample into the mailbox at its own time, once for all runs. Returns how many were new."""
    record = folder / _DELIVERED
    before = set(record.read_text("utf-8").split()) if record.exists() else set()
    new = [path for path in sorted(SAMPLES.glob("*.eml")) if path.name not in before]
    if not SAMPLES.is_dir():
        raise ConfigError("The sample messages are missing. Install intake again.")
    deliver(settings, [(raw, _date_of(raw)) for raw in (path.read_bytes() for path in new)])
    record.write_text("\n".join(sorted(before | {path.name for path in new})) + "\n", "utf-8")
    return len(new)


def _date_of(raw: bytes) -> datetime:
    """Our own samples all carry a Date header."""
    return email.utils.parsedate_to_datetime(email.message_from_bytes(raw)["Date"])


def _say_what_was_made(config: Config, servers: Servers, report: Report, say: Say) -> None:
    if report.letters.sent:
        say("")
        say("Letters sent:")
        for path in sorted(servers.arrived.glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            say(f"  {letter['To']:<44} {letter['Subject']}")
    say("")
    say(f"The register:  {config.workbook.path}")
    say(f"The letters:   {servers.arrived}")
    say(f"Everything:    {config.path.parent}")


def _stay(config: Config, servers: Servers, clock: Clock, say: Say, stop: threading.Event) -> None:
    address = config.programme.addresses[0]
    logs_to_stderr(logging.INFO)
    say("")
    say("The servers and the worker are up. Send it a message, for example:")
    say(
        f"  printf 'From: Jo Example <jo@people.example>\\nTo: {address}\\nSubject: Oxford\\n\\n"
        "May I have a place at the Oxford seminar, please?\\n' \\\n"
        f"    | curl --silent smtp://127.0.0.1:{servers.smtp_port} --mail-from jo@people.example "
        f"--mail-rcpt {address} --upload-file -"
    )
    say(f"The mailbox is at imap://{USER}@127.0.0.1:{servers.imap_port} (no TLS; password in ${PASSWORD_ENV}: {USER}).")
    say("Ctrl-C stops everything.")
    Service(config, clock, stop).serve()
