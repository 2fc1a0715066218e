"""`intake init`: a commented configuration, editable letters, the blank template, the key and an empty ledger."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

from intake.config import load, shipped
from intake.errors import ConfigError
from intake.ledger import Ledger
from intake.running import template
from intake.running.workplace import make_key

_START_FROM = re.compile(r"^start_from = .*$", re.MULTILINE)


def init(folder: Path, now: datetime) -> list[str]:
    """Make `folder` ready. What is there already is kept. Returns a sentence for each thing made.

    Raises ConfigError where the folder cannot be written to.
    """
    said: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config_path = folder / "config.toml"
        if not config_path.exists():
            write_config(config_path, now)
            said.append(f"{config_path}: describe your programme and your mailbox here.")
        config = load(config_path)
        if not config.letters.folder.exists():
            shutil.copytree(shipped("templates"), config.letters.folder)
            said.append(f"{config.letters.folder}: the letters, yours to change.")
        said += template.write_missing(config, folder)
        if not config.key_file.exists():
            make_key(config.key_file)
            said.append(f"{config.key_file}: the key of references and letters. Keep a copy with your backups.")
        said += make_ledger(config.database_url, config.storage.folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written to ({error.strerror}). Choose another folder.") from error
    return said


def write_config(path: Path, now: datetime) -> None:
    """The example with `start_from` set to now: mail that is already in the mailbox is registered, never answered."""
    text = shipped("config.example.toml").read_text("utf-8")
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = _START_FROM.sub(f"start_from = {moment}       # older mail is registered, never answered", text, count=1)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def make_ledger(url: str, folder: Path) -> list[str]:
    """An empty ledger, unless there is one."""
    if Ledger.exists(url, folder):
        return []
    with closing(Ledger.create(url, folder)):
        return [f"{folder}: the ledger and the kept mail. Back it up together with the key."]
