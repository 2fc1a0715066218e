"""Kept bytes: every message as it came and every file in it, named by their SHA-256, private, durable."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from intake.errors import ConfigError, SetAside
from intake.ledger.durable import disk_fault, make_folder, sync_folder, write_synced

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Vault:
    """The private store `folder`: raw/<aa>/<digest>, parts/<aa>/<digest>, and tmp/ for what is being written.

    Every `keep_` raises Later where the disk is full and ConfigError where it may not be written to; what was kept
    before is untouched.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep_raw(self, raw: bytes) -> str:
        """Keep one message as fetched; durable once this returns. Gives its digest, 64 hexadecimal digits."""
        return self.keep_raws([raw])[0]

    def keep_raws(self, many: Iterable[bytes]) -> list[str]:
        """Keep the messages of a batch, in their order; all durable once this returns."""
        return self._keep("raw", many)

    def keep_part(self, data: bytes) -> str:
        """Keep one attachment; durable once this returns. Gives its digest."""
        return self.keep_parts([data])[0]

    def keep_parts(self, many: Iterable[bytes]) -> list[str]:
        """Keep the attachments of a message, in their order; all durable once this returns."""
        return self._keep("parts", many)

    def read_raw(self, digest: str) -> bytes:
        """The message of that digest. Raises SetAside where it is missing or not what was kept."""
        return self._read("raw", digest)

    def read_part(self, digest: str) -> bytes:
        """The attachment of that digest. Raises SetAside where it is missing or not what was kept."""
        return self._read("parts", digest)

    def path_of_part(self, digest: str) -> Path:
        """Where the attachment of that digest lies (or would lie)."""
        return self._path("parts", digest)

    def clean_tmp(self) -> int:
        """Remove what an interrupted pass left half written. Only under the ledger's lock. Returns how many files."""
        left = list((self.folder / "tmp").glob("*.tmp"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _keep(self, shelf: str, many: Iterable[bytes]) -> list[str]:
        """Files first, then their names, then the folders, each folder once."""
        digests = []
        touched: set[Path] = set()
        try:
            for data in many:
                digest = hashlib.sha256(data).hexdigest()
                path = self._path(shelf, digest)
                if not _holds(path, digest):
                    self._write(path, data)
                touched.add(path.parent)  # also of a file that is there: its name may not be on disk yet
                digests.append(digest)
            for folder in touched:
                sync_folder(folder)
        except OSError as error:
            raise disk_fault(error, self.folder) from error
        return digests

    def _write(self, path: Path, data: bytes) -> None:
        for folder in (self.folder, path.parent.parent, path.parent, self.folder / "tmp"):
            make_folder(folder)
        unfinished = self.folder / "tmp" / f"{secrets.token_hex(8)}.tmp"
        write_synced(unfinished, data)
        unfinished.rename(path)

    def _read(self, shelf: str, digest: str) -> bytes:
        try:
            data = self._path(shelf, digest).read_bytes()
        except FileNotFoundError:
            raise SetAside(f"Its kept file {shelf}/{digest[:12]} is missing. Bring it back from your backup.") from None
        except OSError as error:
            raise ConfigError(f"{self.folder} cannot be read ({error.strerror}). Give this user the right to.") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise SetAside(f"Its kept file {shelf}/{digest[:12]} was damaged on disk. Bring it back from your backup.")
        return data

    def _path(self, shelf: str, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError("a digest is 64 hexadecimal digits")
        return self.folder / shelf / digest[:2] / digest


def _holds(path: Path, digest: str) -> bool:
    """A file damaged since it was kept is written anew."""
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
