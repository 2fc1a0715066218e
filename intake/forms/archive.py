"""Reads zip files with counted limits: never more than a form can need, whatever the file says of itself."""

from __future__ import annotations

import io
import zipfile
import zlib

from intake.forms.blocks import UnreadableError

MOST_ENTRIES = 1_000
MOST_BYTES = 100_000_000
MOST_RATIO = 200
SMALL = 100_000  # bytes below which a high ratio does no harm

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that documents use; others take memory as they please
_CHUNK = 65_536
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    IndexError,
)


class Archive:
    """One zip file in memory. Raises UnreadableError where it is damaged, locked, or breaks a limit.

    The limits hold for what the directory declares and again for what is really read.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = {info.filename: info for info in self._zip.infolist()}
        except _FAULTS as error:
            raise UnreadableError("The file is damaged.") from error
        self._left = MOST_BYTES
        self._check(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files inside, in the order of the directory, without folders."""
        return tuple(name for name in self._entries if name and not name.endswith("/"))

    @property
    def locked(self) -> bool:
        """Whether any entry has a password."""
        return any(info.flag_bits & 0x1 for info in self._entries.values())

    def read(self, name: str) -> bytes:
        """The bytes of one entry, counted while they are read."""
        info = self._entries.get(name)
        if info is None:
            raise UnreadableError("The file lacks the part that holds its text.")
        if info.flag_bits & 0x1:
            raise UnreadableError("It has a password.", "password")
        if info.compress_type not in _METHODS:
            raise UnreadableError("It is packed in a way that we cannot read.", "program")
        allowed = max(SMALL, info.compress_size * MOST_RATIO)
        found: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > min(self._left, allowed, info.file_size):
                        raise UnreadableError("The file unpacks to more than it should.", "large")
                    found.append(chunk)
        except _FAULTS as error:
            raise UnreadableError("The file is damaged.") from error
        self._left -= size
        return b"".join(found)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > MOST_ENTRIES or len(infos) != len(self._entries):
            raise UnreadableError("The file holds too many parts.", "large")
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise UnreadableError("The file unpacks to more than it should.", "large")
        if any(info.file_size > max(SMALL, info.compress_size * MOST_RATIO) for info in infos):
            raise UnreadableError("The file unpacks to more than it should.", "large")
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:  # overlapping entries: one piece of data counted many times
                raise UnreadableError("The file is damaged.")
            end = info.header_offset + 30 + info.compress_size
