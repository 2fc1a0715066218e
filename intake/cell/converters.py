"""Which converters this machine has, and what they make of the files that the reading child cannot read by itself.

They are optional, and never trusted with more than one file: each run is confined, and a converter that fails, takes too
long or writes nothing has simply made nothing of the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from intake.cell import confined, libreoffice
from intake.config import Limits

WORD, PICTURE = "old Word document", "picture"

_MOST_FILES = 6  # of one message
_MOST_MADE = 20_000_000  # bytes made of the files of one message: the child has to hold them
_MOST_REMEMBERED = 50  # files, and of each no more than the next figure
_REMEMBERED_BYTES = 1_000_000

_OLE = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_IMAGE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|II\*\0|MM\0\*|BM|RIFF....WEBP|P[1-6]\s", re.DOTALL)
_TRIAL = rb"{\rtf1\ansi A trial.\par}"


@dataclass(frozen=True, slots=True)
class Made:
    """What a converter made of a file."""

    kind: Literal["docx", "text"]  # text is in UTF-8
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Converter:
    """One program that reads files of one kind."""

    name: str  # as people call it
    kind: str  # of files: WORD, PICTURE
    programs: tuple[str, ...]  # file names on PATH
    made: Literal["docx", "text"]
    begins: re.Pattern[bytes]  # how files begin that it is given: it is not left to guess what another might be
    document: str  # our name for the file
    result: str  # the file that it writes; "said" is its output
    command: Callable[[str, Path, str], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)


def _word_97(program: str, home: Path, document: str) -> list[str]:
    return libreoffice.command(program, home, document, "MS Word 97")


def _from_list(program: str, home: Path, document: str) -> list[str]:
    """Tesseract takes a file that is no picture for a list of files, or addresses, to read: so it gets a list of ours."""
    (home / "pages").write_text(f"{document}\n", "utf-8")
    return [program, "pages", "stdout"]


# Of those for one kind, the first that is installed is used.
CONVERTERS = (
    Converter(
        "LibreOffice", WORD, ("soffice", "libreoffice"), "docx", _OLE, "document.doc", "document.docx", _word_97,
        libreoffice.ENVIRONMENT,
    ),
    Converter(
        "antiword", WORD, ("antiword",), "text", _OLE, "document.doc", "said",
        lambda program, _, document: [program, "-m", "UTF-8.txt", "-w", "0", document],
    ),
    Converter(
        "catdoc", WORD, ("catdoc",), "text", _OLE, "document.doc", "said",
        lambda program, _, document: [program, "-d", "utf-8", "-w", document],
    ),
    Converter(
        "tesseract", PICTURE, ("tesseract",), "text", _IMAGE, "picture", "said", _from_list,
        {"OMP_THREAD_LIMIT": "1"},
    ),
)  # fmt: skip


class Converters:
    """The converters of this machine, as found on PATH now. Remembers what it made of the last files."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._found: dict[str, tuple[Converter, str]] = {}
        for one in CONVERTERS:
            path = next(filter(None, map(_program, one.programs)), None)
            if path is not None:
                self._found.setdefault(one.kind, (one, path))
        self._remembered: dict[tuple[str, str], Made | None] = {}

    @property
    def kinds(self) -> list[str]:
        """Kinds of files for which there is a converter."""
        return list(self._found)

    def name(self, kind: str) -> str:
        """The converter used for files of this kind, as people call it; "" where there is none."""
        return self._found[kind][0].name if kind in self._found else ""

    def works(self, kind: str) -> bool:
        """Whether the converter starts within its limits. Only LibreOffice needs trying: it is large."""
        if self.name(kind) != "LibreOffice":
            return kind in self._found
        program = self._found[kind][1]
        trial = Converter(
            "LibreOffice", kind, (), "docx", re.compile(rb"{"), "document.rtf", "document.docx",
            lambda path, home, document: libreoffice.command(path, home, document, "Rich Text Format"),
            libreoffice.ENVIRONMENT,
        )  # fmt: skip
        return self._made(trial, program, _TRIAL, self._limits.converter_seconds, _MOST_MADE) is not None

    def answer(self, question: bytes) -> bytes:
        """The child's question, a JSON list of {digest, kind, data}, and the answer to it: {digest: {kind, data}}.

        Data are in base64. What could not be converted is not in the answer. All files together get
        `limits.converter_seconds`. Raises ValueError where that is no such question.
        """
        until = time.monotonic() + self._limits.converter_seconds
        answer: dict[str, dict[str, str]] = {}
        room = _MOST_MADE
        for digest, kind, data in _asked(question)[:_MOST_FILES]:
            made = self.convert(kind, data, until, room)
            if made is not None:
                room -= len(made.data)
                answer[digest] = {"kind": made.kind, "data": base64.b64encode(made.data).decode()}
        return json.dumps(answer).encode()

    def convert(self, kind: str, data: bytes, until: float, most: int = _MOST_MADE) -> Made | None:
        """What the converter for this kind makes of a file until then (monotonic seconds), in `most` bytes or fewer."""
        converter, program = self._found.get(kind, (None, ""))
        if converter is None:
            return None
        key = (kind, hashlib.sha256(data).hexdigest())
        if key in self._remembered:
            made = self._remembered.pop(key)
        else:
            seconds = until - time.monotonic()
            if seconds <= 0:
                return None
            made = self._made(converter, program, data, seconds, _MOST_MADE)
        self._remember(key, made)
        return made if made is not None and len(made.data) <= most else None

    def _remember(self, key: tuple[str, str], made: Made | None) -> None:
        """Failures too: what hangs once hangs again."""
        if made is None or len(made.data) <= _REMEMBERED_BYTES:
            self._remembered[key] = made
        if len(self._remembered) > _MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]

    def _made(self, converter: Converter, program: str, data: bytes, seconds: float, most: int) -> Made | None:
        if not converter.begins.match(data):
            return None
        try:
            with confined.folder() as home, libreoffice.without_leftovers(home):
                (home / converter.document).write_bytes(data)
                command = converter.command(program, home, converter.document)
                memory = self._limits.converter_memory_bytes
                if not confined.run(command, home, converter.environment, seconds=seconds, memory=memory):
                    return None
                made = confined.written(home / converter.result, most)
        except OSError:  # no room on the disk, no processes left: the file is read without a converter
            return None
        return Made(converter.made, made) if made.strip() else None


def _program(name: str) -> str | None:
    """Where a program is, by its full path: never one of the folder that we happen to stand in."""
    path = shutil.which(name)
    return path if path is not None and Path(path).is_absolute() else None


def _asked(question: bytes) -> list[tuple[str, str, bytes]]:
    listed: Any = json.loads(question)
    try:
        return [(str(one["digest"]), str(one["kind"]), base64.b64decode(one["data"], validate=True)) for one in listed]
    except (TypeError, KeyError) as error:
        raise ValueError("no list of files") from error
