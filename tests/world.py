"""A small world for tests of the whole: a mailbox on a real Dovecot, a real SMTP server, a programme, a folder of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import openpyxl

from intake.config import Config, load, shipped
from intake.running import setup
from intake.running.one_pass import run_pass
from intake.running.report import Report
from intake.running.workplace import open_workplace
from tests.servers.dovecot import PASSWORD, SECRET, Dovecot
from tests.servers.smtp import Server, Taken

NOW = datetime(2016, 1, 20, 9, 0, tzinfo=UTC)
ADDRESS = "seminars@coproduction.example"


@dataclass
class World:
    """One programme's mailbox, outgoing server and folder."""

    folder: Path
    dovecot: Dovecot
    user: str
    smtp: Server

    @property
    def config_path(self) -> Path:
        return self.folder / "config.toml"

    def config(self) -> Config:
        return load(self.config_path)

    def deliver(self, *messages: bytes, when: datetime = NOW - timedelta(hours=1), folder: str = "INBOX") -> list[int]:
        return self.dovecot.deliver(self.user, *messages, when=when, folder=folder)

    def run(self, now: datetime = NOW) -> Report:
        """One pass in this process."""
        with open_workplace(self.config(), lambda: now) as work:
            return run_pass(work, threading.Event())

    def letters(self) -> list[Taken]:
        """What the outgoing server took."""
        return self.smtp.taken

    def register(self) -> dict[str, list[dict[str, Any]]]:
        """The visible sheets of the workbook: rows by header."""
        book = openpyxl.load_workbook(self.config().workbook.path)
        return {
            sheet.title: rows_of([list(row) for row in sheet.iter_rows(values_only=True)])
            for sheet in book
            if sheet.sheet_state == "visible"
        }

    def change_config(self, old: str, new: str) -> None:
        text = self.config_path.read_text("utf-8")
        assert old in text
        self.config_path.write_text(text.replace(old, new), "utf-8")


def rows_of(cells: list[list[Any]]) -> list[dict[str, Any]]:
    """Rows below the header, which is the first row with a cell "Reference"; [] where a sheet has none."""
    header = next((i for i, row in enumerate(cells) if "Reference" in row), None)
    if header is None:
        return []
    names = [str(name) for name in cells[header]]
    return [dict(zip(names, row, strict=False)) for row in cells[header + 1 :] if any(value is not None for value in row)]


def build(folder: Path, dovecot: Dovecot, smtp: Server) -> World:
    """What an administrator would do: init, then fill in the servers."""
    folder.mkdir(exist_ok=True)
    user = dovecot.account()
    text = shipped("config.example.toml").read_text("utf-8")
    start = text.index(
        "# ------------------------------------------------------------------------------------------------ the mailbox"
    )
    end = text.index("[letters]")
    servers = f"""
[mailbox]
host = "localhost"
port = {dovecot.tls_port}
security = "tls"
user = "{user}"
password_env = "{SECRET}"
ca_file = "{dovecot.authority}"
processed_folder = "Processed"

[smtp]
host = "localhost"
port = {smtp.port}
security = "plain"
from_name = "Co-production seminars"
final_seconds = 20
per_minute = 6000

"""
    (folder / "config.toml").write_text(text[:start] + servers + text[end:], "utf-8")
    dovecot.settings(user)  # puts the password into the environment
    setup.init(folder, NOW)
    return World(folder, dovecot, user, smtp)


def mail(
    sender: str = "Wilma Tarn <wilma@tarnmail.example>",
    subject: str = "Oxford",
    body: str = "May I have a place at the Oxford seminar, please?\n\nWilma Tarn\n",
    number: int = 1,
    when: datetime = NOW - timedelta(hours=1),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A plain message with CRLF line ends."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ADDRESS
    message["Subject"] = subject
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{number}.{abs(hash((sender, subject))) % 10**8}@{sender.rpartition('@')[2].rstrip('>')}>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(body)
    return message.as_bytes().replace(b"\n", b"\r\n")


__all__ = ["ADDRESS", "NOW", "PASSWORD", "World", "build", "mail", "rows_of"]
