"""`intake template`: writes the blank template of the configured call, as a Word document and as a PDF form."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from intake import forms
from intake.config import Config
from intake.errors import ConfigError


def write(config: Config, folder: Path, *, force: bool) -> list[str]:
    """Writes both files into `folder`; returns a sentence for each. Writes either all that is due or nothing.

    Raises ConfigError where there is no call, where a file differs and `force` is not set, or where nothing can be written.
    """
    files = forms.blank_files(config.programme)
    if not files:
        raise ConfigError("The configuration has no call, so there is no template. Describe the call under [programme.call].")
    try:
        there = {name: _read(folder / name) for name, _ in files}
        changed = [folder / name for name, data in files if there[name] not in {None, data}]
        if changed and not force:
            raise ConfigError(
                f"{' and '.join(map(str, changed))}: there already, and not what this configuration says. Nothing was "
                "written. Keep your own copy under another name, then use --force to replace it."
            )
        folder.mkdir(parents=True, exist_ok=True)
        return [_sentence(folder / name, data, there[name]) for name, data in files]
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written to ({error.strerror}). Choose another folder.") from error


def write_missing(config: Config, folder: Path) -> list[str]:
    """Writes what is not there yet of the template into `folder`; returns a sentence for each file. Raises OSError."""
    files = forms.blank_files(config.programme)
    return [_sentence(folder / name, data, None) for name, data in files if not (folder / name).exists()]


def _sentence(path: Path, data: bytes, before: bytes | None) -> str:
    if before == data:
        return f"{path}: up to date, left as it is."
    _replace(path, data)
    kind = "PDF form" if path.suffix == ".pdf" else "Word document"
    return f"{path}: the blank template as a {kind}, to look at, send or print."


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(path: Path, data: bytes) -> None:
    """The new file in place of the old in one step: nobody ever finds half of one."""
    descriptor, name = tempfile.mkstemp(prefix=".template-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
