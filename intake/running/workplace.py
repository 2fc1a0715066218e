"""Everything a pass needs, opened once and closed again: configuration, ledger, vault, letters, the key, the clock."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import forms
from intake.config import Config
from intake.errors import ConfigError
from intake.ledger import Ledger
from intake.ledger.vault import Vault
from intake.mail.letters import Writer
from intake.programme import Programme

Clock = Callable[[], datetime]  # aware, UTC
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Workplace:
    """What the steps of a pass work with."""

    config: Config
    ledger: Ledger
    vault: Vault
    writer: Writer
    key: bytes  # of the letters' Message-IDs and the references
    clock: Clock

    @property
    def programme(self) -> Programme:
        return self.config.programme


@contextmanager
def open_workplace(config: Config, clock: Clock) -> Iterator[Workplace]:
    """Raises ConfigError where the ledger or the key is missing or unusable, Later where the disk or database is busy."""
    key = load_key(config.key_file)
    with closing(Ledger.open(config.database_url, config.storage.folder)) as ledger:
        yield Workplace(config, ledger, Vault(config.storage.folder), letter_writer(config), key, clock)


def letter_writer(config: Config) -> Writer:
    """The letters of this programme, with its blank template to send."""
    return Writer(config, lambda: forms.blank_files(config.programme))


def make_key(path: Path) -> None:
    """Write a new key that only its owner can read. An existing one is kept: letters and references rest on it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        raise ConfigError(f"The key {path} cannot be written ({error.strerror}). Make its folder writable.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")


def load_key(path: Path) -> bytes:
    """The key of references and Message-IDs. Raises ConfigError where it is missing, readable by others, or damaged."""
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError:
        raise ConfigError(f"There is no key {path}. Run `intake init`, or bring it back from your backup.") from None
    except OSError as error:
        raise ConfigError(f"The key {path} cannot be read ({error.strerror}).") from error
    except ValueError:
        raise ConfigError(f"The key {path} is damaged. Bring it back from your backup.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError(f"Others can read the key {path}. Run: chmod 600 {path}")
    if len(key) != _KEY_BYTES:
        raise ConfigError(f"The key {path} is damaged. Bring it back from your backup.")
    return key
