"""What the tests of the converters share: real documents, a page that is asked for or not, stand-ins, one conversion."""

from __future__ import annotations

import io
import os
import select
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from intake.cell import Cell, Converters, confined
from intake.cell.converters import Made
from intake.config import Limits, load_programme
from intake.model import Example
from intake.programme import Call
from tests.conftest import need

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
RECEIVED = datetime(2016, 1, 14, 10, 0, tzinfo=UTC)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")  # enough for a stand-in
FENCED = pytest.mark.parametrize("fenced", [True, False], ids=["without network", "where the system gives no namespaces"])
TALES = "#!/bin/sh\necho 'Your name: Ottoline Marsh'\n"
HANGS = "#!/bin/sh\nexec 3>{}\necho started >&3\n/bin/sleep 86399 &\n/bin/sleep 86399\n"
ANSWERS = {
    "name": "Ottoline Marsh",
    "email": "ottoline@fen-end.example",
    "title": "The slug parliament",
    "description": "We met on Tuesdays, and whoever had grown the beans took the chair.",
    "permission": "Please contact me first",
}


def installed(*programs: str) -> None:
    """Skip the test, or fail it with CI=true, where one of them is not there."""
    need(next((one for one in programs if shutil.which(one) is None), ""))


def soffice(source: Path, kind: str, *more: str) -> Path:
    """`source` as LibreOffice writes it in another format, with a profile as it comes."""
    installed("soffice")
    folder = source.parent
    command = ["soffice", f"-env:UserInstallation={(folder / 'plain-profile').as_uri()}", "--headless", *more]
    command += ["--convert-to", kind, "--outdir", str(folder / "made"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "made" / f"{source.stem}.{kind.partition(':')[0]}"


def photographed(document: Path) -> Path:
    """Its first page as a picture."""
    installed("pdftoppm")
    page = soffice(document, "pdf")
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "150", page, page.with_suffix("")], check=True, timeout=120)
    return page.with_suffix(".png")


def filled_in(call: Call, end: str = "Thank you for telling us.") -> bytes:
    """The form as a .docx: a table of questions and answers, and a last line."""
    document = docx.Document()
    document.add_paragraph(call.title)
    table = document.add_table(len(call.fields), 2)
    for question, row in zip(call.fields, table.rows, strict=True):
        row.cells[0].text, row.cells[1].text = question.label, ANSWERS.get(question.key, "")
    if end:
        document.add_paragraph(end)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def mail(data: bytes, name: str, declared: str = "application/msword", words: str = "Here is my practice example.") -> bytes:
    """A message with one file."""
    message = EmailMessage()
    message["From"] = "Ottoline Marsh <ottoline@fen-end.example>"
    message["To"] = "seminars@coproduction.example"
    message["Subject"] = "Completed template"
    message["Date"] = "Thu, 14 Jan 2016 10:00:00 +0000"
    message.set_content(words)
    main, _, sub = declared.partition("/")
    message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


@contextmanager
def page_server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and what it was asked for, whatever the method."""
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PROPFIND = do_CONNECT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


class Programs:
    """A PATH of our own: real programs by their names, and stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def real(self, *programs: str) -> None:
        for name in programs:
            found = shutil.which(name, path=os.defpath + ":/usr/local/bin:/usr/bin")
            need("" if found else name)
            assert found is not None
            (self.folder / name).symlink_to(found)

    def stand_in(self, name: str, script: str) -> None:
        """A program of that name: a script with its own first line."""
        file = self.folder / name
        file.write_text(script, "utf-8")
        file.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """PATH is an empty folder until the test puts something there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return Programs(folder)


class Witness:
    """Knows whether any process still lives that a script started after `exec 3>witness`: it holds a pipe open."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "witness"
        os.mkfifo(self.path)
        self._end = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def said(self) -> bytes:
        """The next words of the script; b"" once all its processes have ended."""
        readable, _, _ = select.select([self._end], [], [], 60)
        assert readable, "processes were left behind"
        return os.read(self._end, 1000)


@pytest.fixture(autouse=True)
def _afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the system grants is tried again under each test's PATH; temporary folders lie where the test can look."""
    fence = confined.fence
    fence.cache_clear()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield
    fence.cache_clear()


@pytest.fixture(scope="module")
def old_document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The form in a real .doc."""
    assert PROGRAMME.call is not None
    source = tmp_path_factory.mktemp("form") / "form.docx"
    source.write_bytes(filled_in(PROGRAMME.call))
    return soffice(source, "doc:MS Word 97").read_bytes()


def convert(kind: str, data: bytes, limits: Limits | None = None) -> Made | None:
    return Converters(limits or Limits()).convert(kind, data, time.monotonic() + (limits or Limits()).converter_seconds)


def example_of(raw: bytes, limits: Limits | None = None) -> Example:
    with Cell(PROGRAMME, limits or Limits()) as cell:
        example = cell.read(raw, RECEIVED).example
    assert example is not None
    return example


def without_fence(monkeypatch: pytest.MonkeyPatch, *, fenced: bool) -> None:
    if fenced and not confined.fence():
        pytest.skip("this system grants no namespaces")
    if not fenced:
        monkeypatch.setattr(confined, "fence", lambda: ())


def is_ended(witness: Witness) -> bool:
    return witness.said() == b"started\n" and witness.said() == b""


def leftovers(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "temporary").iterdir())
