"""Converters help where they are installed, and whatever they do harms nobody: no network, limits, nothing left behind."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.cell import PICTURE, WORD, Cell, ChildDiedError, Converters, confined
from intake.cell.converters import Made
from intake.config import Limits, load_programme
from intake.model import Example
from intake.running import demo, doctor
from tests import converting
from tests.converting import ANSWERS, Programs, Witness, filled_in, installed, mail, page_server, photographed, soffice

path = converting.path

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
RECEIVED = datetime(2016, 1, 14, 10, 0, tzinfo=UTC)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")  # enough for a stand-in
FENCED = pytest.mark.parametrize("fenced", [True, False], ids=["without network", "where the system gives no namespaces"])
TALES = "#!/bin/sh\necho 'Your name: Ottoline Marsh'\n"
HANGS = "#!/bin/sh\nexec 3>{}\necho started >&3\n/bin/sleep 86399 &\n/bin/sleep 86399\n"


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


# ---------------------------------------------------------------------------------------------------- what they make


def test_an_old_word_document_is_read_through_libreoffice(old_document: bytes, tmp_path: Path) -> None:
    """Its table's questions have their answers, and staff are told of no second-best reading."""
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields == ANSWERS | {"permission": "contact_first"}
    assert [note for note in example.notes if "converter" in note] == []
    made = convert(WORD, old_document)
    assert made is not None
    assert (made.kind, made.data[:4]) == ("docx", b"PK\x03\x04")
    assert leftovers(tmp_path) == []


def test_what_a_converter_loses_is_read_by_our_own_reader(tmp_path: Path) -> None:
    """LibreOffice loses a table at the very end of a document, Word's old readers do not: the fuller reading counts."""
    assert PROGRAMME.call is not None
    (tmp_path / "form.docx").write_bytes(filled_in(PROGRAMME.call, end=""))
    example = example_of(mail(soffice(tmp_path / "form.docx", "doc:MS Word 97").read_bytes(), "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]


@pytest.mark.parametrize("program", ["antiword", "catdoc"])
def test_without_libreoffice_the_smaller_ones_give_the_text(program: str, old_document: bytes, path: Programs) -> None:
    """In UTF-8, with all answers."""
    path.real(program, "unshare")
    made = convert(WORD, old_document)
    assert made is not None
    assert made.kind == "text"
    assert all(answer in " ".join(made.data.decode().split()) for answer in (ANSWERS["name"], ANSWERS["title"]))


@pytest.mark.usefixtures("path")
def test_without_any_converter_our_own_reader_reads_and_the_entry_says_so(old_document: bytes) -> None:
    """An optional program is not needed to read a form."""
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


@pytest.mark.parametrize(
    "script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\n", "#!/no/such/shell\n"], ids=["fails", "silent", "broken"]
)
def test_a_converter_that_makes_nothing_harms_nothing(script: str, old_document: bytes, path: Programs) -> None:
    """The document is read by our own reader, and the entry says so."""
    path.stand_in("antiword", script)
    example = example_of(mail(old_document, "form.doc"))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


def test_what_stands_in_a_photographed_form_is_an_aid_and_never_an_answer(old_document: bytes, tmp_path: Path) -> None:
    """The form still waits for a person; beside it stands what tesseract saw."""
    installed("tesseract")
    (tmp_path / "page.doc").write_bytes(old_document)
    picture = photographed(tmp_path / "page.doc").read_bytes()
    words = "I filled in the template by hand; here is a photograph of it."
    example = example_of(mail(picture, "IMG_0417.png", "image/png", words))
    assert (example.fields, example.missing) == ({}, None)
    assert "Ottoline Marsh" in example.aid


def test_a_text_that_names_another_picture_is_not_followed(old_document: bytes, tmp_path: Path) -> None:
    """Tesseract takes a text for a list of pictures to read: it never gets one from outside."""
    installed("tesseract")
    (tmp_path / "page.doc").write_bytes(old_document)
    picture = photographed(tmp_path / "page.doc")
    assert convert(PICTURE, picture.read_bytes()) is not None
    assert convert(PICTURE, f"{picture}\n".encode()) is None


# -------------------------------------------------------------------------------------------------------- no network


@FENCED
def test_nothing_that_a_document_links_to_is_fetched(fenced: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice as it comes would ask the server; ours never does, with namespaces or by its settings alone."""
    source = tmp_path / "linked.html"
    with page_server() as (address, asked):
        source.write_text(f'<p>Hello</p><img src="{address}/seen.png" width="90" height="90"><p>Bye</p>', "utf-8")
        document = soffice(source, "doc:MS Word 97", "--infilter=HTML (StarWriter)")
        asked.clear()
        soffice(document, "docx")
        assert asked != [], "the document has no live link, so this test shows nothing"
        asked.clear()
        without_fence(monkeypatch, fenced=fenced)
        assert convert(WORD, document.read_bytes()) is not None
        assert asked == []


def test_a_program_in_the_fence_reaches_no_one(path: Programs) -> None:
    """Not even this machine itself."""
    path.real("unshare")
    if not confined.fence():
        pytest.skip("this system grants no namespaces")
    with page_server() as (address, asked):
        script = f"import urllib.request\nprint('began', flush=True)\nurllib.request.urlopen('{address}/')\n"
        path.stand_in("antiword", f"#!{sys.executable}\n{script}")
        assert convert(WORD, OLD_WORD) is None
        assert asked == []


# ------------------------------------------------------------------------------------------------------------ limits


@FENCED
def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    fenced: bool, old_document: bytes, path: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process is left, no file, and the message is read nonetheless."""
    path.real("unshare")
    witness = Witness(tmp_path)
    path.stand_in("antiword", HANGS.format(witness.path))
    without_fence(monkeypatch, fenced=fenced)
    example = example_of(mail(old_document, "form.doc"), Limits(converter_seconds=1))
    assert example.fields["name"] == ANSWERS["name"]
    assert is_ended(witness)
    assert leftovers(tmp_path) == []


def test_what_leaves_its_group_is_ended_too(path: Programs, tmp_path: Path) -> None:
    """A program of the background does not outlive the namespace it was started in."""
    path.real("unshare", "setsid")
    if "--pid" not in confined.fence():
        pytest.skip("this system grants no namespaces for processes")
    witness = Witness(tmp_path)
    path.stand_in("antiword", f"#!/bin/sh\nexec 3>{witness.path}\necho started >&3\nsetsid /bin/sleep 86399 &\necho done\n")
    assert convert(WORD, OLD_WORD) == Made("text", b"done\n")
    assert is_ended(witness)


@FENCED
@pytest.mark.parametrize("seconds", [0.4, 0.7, 1.0])
def test_libreoffice_ended_half_way_leaves_nothing(
    fenced: bool, seconds: float, old_document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its second process, nor the socket that it keeps outside its folder."""
    installed("soffice")
    without_fence(monkeypatch, fenced=fenced)
    before, witness = forsaken_sockets(), Witness(tmp_path)
    programs = Programs(tmp_path)
    programs.stand_in("soffice", f'#!/bin/sh\nexec 3>{witness.path}\nexec {shutil.which("soffice")} "$@"\n')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    Converters(Limits()).convert(WORD, old_document, time.monotonic() + seconds)
    assert witness.said() == b""
    assert forsaken_sockets() <= before
    assert leftovers(tmp_path) == []


def forsaken_sockets() -> set[Path]:
    """LibreOffice's sockets behind which there is no process; those of others that run meanwhile answer."""
    found = set()
    for path in Path("/tmp").glob("OSL_PIPE_*"):
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(path))
            except ConnectionRefusedError:
                found.add(path)
            except OSError:
                continue
    return found


def test_a_converter_goes_when_intake_is_killed(path: Programs, tmp_path: Path) -> None:
    """Also with kill -9; and the folder that was left is removed by the next one."""
    path.real("unshare")
    witness = Witness(tmp_path)
    path.stand_in("antiword", HANGS.format(witness.path))
    script = "import sys, time\nfrom intake.cell import Converters\nfrom intake.config import Limits\n"
    script += f"Converters(Limits()).convert('{WORD}', bytes.fromhex('{OLD_WORD.hex()}'), time.monotonic() + 600)"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as intake:
        assert witness.said() == b"started\n"
        assert len(leftovers(tmp_path)) == 1
        intake.send_signal(signal.SIGKILL)
    assert witness.said() == b""
    path.stand_in("antiword", TALES)
    assert convert(WORD, OLD_WORD) is not None
    assert leftovers(tmp_path) == []


def test_the_folder_of_a_living_process_is_left_alone(path: Programs, tmp_path: Path) -> None:
    """Two processes of intake may convert at the same time."""
    with confined.folder() as theirs:
        path.stand_in("antiword", TALES)
        assert convert(WORD, OLD_WORD) is not None
        assert leftovers(tmp_path) == [theirs]
        with pytest.raises(BlockingIOError):
            fcntl.flock(os.open(theirs, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(("wanted", "made"), [(300_000_000, Made("text", b"had it\n")), (1_500_000_000, None)])
def test_memory_is_bounded(wanted: int, made: Made | None, path: Programs) -> None:
    """A converter may use a part of a gigabyte, and no more."""
    path.stand_in("antiword", f"#!{sys.executable}\nx = bytearray({wanted})\nprint('had it')\n")
    assert convert(WORD, OLD_WORD) == made


def test_libreoffice_without_enough_memory_is_no_fault(old_document: bytes) -> None:
    """It cannot start; the document is read by our own reader."""
    installed("soffice")
    example = example_of(mail(old_document, "form.doc"), Limits(converter_memory_bytes=60_000_000))
    assert example.fields["name"] == ANSWERS["name"]
    assert any("converter" in note for note in example.notes)


@pytest.mark.parametrize(("megabytes", "made"), [(10, Made("text", b"wrote it\n")), (100, None)])
def test_what_a_converter_writes_is_bounded(megabytes: int, made: Made | None, path: Programs, tmp_path: Path) -> None:
    """It cannot fill the disk with one file."""
    script = f"with open('large', 'wb') as file:\n    file.write(bytes({megabytes}_000_000))\nprint('wrote it')\n"
    path.stand_in("antiword", f"#!{sys.executable}\n{script}")
    assert convert(WORD, OLD_WORD) == made
    assert leftovers(tmp_path) == []


def test_the_clock_of_the_message_stands_still_meanwhile(old_document: bytes, path: Programs) -> None:
    """A slow converter sets nothing aside."""
    path.stand_in("antiword", "#!/bin/sh\n/bin/sleep 2.5\necho 'Your name: Slowly'\n")
    with Cell(PROGRAMME, Limits(child_wall_seconds=2)) as cell:
        assert cell.read(mail(old_document, "form.doc"), RECEIVED).message.subject == "Completed template"


# ------------------------------------------------------------------------------------------------------ hostile input


@pytest.mark.parametrize("name", ["../../../escape.doc", "-h.doc", "a; touch escape; .doc", "$(id).doc", "CON.doc", ".doc"])
def test_no_name_of_a_sender_reaches_a_converter(name: str, old_document: bytes, path: Programs, tmp_path: Path) -> None:
    """Nor anything of our own environment."""
    seen = tmp_path / "seen"
    path.stand_in("antiword", f'#!/bin/sh\n{{ echo "$@"; /usr/bin/env; /bin/ls; }} >{seen}\n/bin/cp {seen} /dev/stdout\n')
    os.environ["INTAKE_IMAP_PASSWORD"] = "correct horse"
    try:
        example_of(mail(old_document, name))
    finally:
        del os.environ["INTAKE_IMAP_PASSWORD"]
    told = seen.read_text("utf-8")
    assert "document.doc" in told
    assert "correct horse" not in told
    assert not any(trace in told for trace in ("escape", "-h.doc", "$(id)", "CON.doc", "/.doc"))
    assert list(tmp_path.rglob("escape*")) == []


def test_what_is_no_word_document_is_never_converted(path: Programs) -> None:
    """No converter is left to guess what bytes might be."""
    path.stand_in("antiword", TALES)
    assert convert(WORD, OLD_WORD) is not None
    assert convert(WORD, b"{\\rtf1 }") is None
    assert convert("a kind that nobody knows", OLD_WORD) is None


def test_no_program_is_taken_from_the_folder_we_stand_in(path: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever PATH says: somebody else may have put it there."""
    path.stand_in("antiword", TALES)
    assert Converters(Limits()).kinds == [WORD]
    monkeypatch.chdir(path.folder)
    monkeypatch.setenv("PATH", ".")
    assert Converters(Limits()).kinds == []


def test_a_link_that_a_converter_leaves_is_not_followed(tmp_path: Path) -> None:
    """What it made is read only where it is a plain file."""
    (tmp_path / "secret").write_text("correct horse", "utf-8")
    (tmp_path / "made").symlink_to("secret")
    os.mkfifo(tmp_path / "pipe")
    assert confined.written(tmp_path / "secret", 100) == b"correct horse"
    assert confined.written(tmp_path / "secret", 5) == b""
    assert [confined.written(tmp_path / name, 100) for name in ("made", "pipe", "nothing")] == [b"", b"", b""]


@pytest.mark.parametrize(
    "question", [b"[]", b"nonsense", b"[1]", b'[{"digest": "d"}]'], ids=["twice", "nonsense", "no file", "half"]
)
def test_a_child_that_asks_for_what_it_never_should_is_ended(
    question: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been taken over by a message: it is not asked again."""
    script = "#!{}\nimport struct, sys\ndef say(b):\n    sys.stdout.buffer.write(struct.pack('>Q', len(b)) + b)\n"
    script += "    sys.stdout.buffer.flush()\nsay(b'ready')\nsay({!r})\nsay({!r})\nsys.stdin.buffer.read()\n"
    child = tmp_path / "child"
    child.write_text(script.format(sys.executable, b"?" + question, b"?[]"), "utf-8")
    child.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(child))
    with Cell(PROGRAMME, Limits()) as cell, pytest.raises(ChildDiedError):
        cell.read(b"Subject: x\r\n\r\nx\r\n", RECEIVED)


# ------------------------------------------------------------------------------------------------- once, and in words


@pytest.mark.parametrize("outcome", ["echo 'Your name: Ottoline'", "exit 1"], ids=["made", "failed"])
def test_the_same_document_is_converted_once(outcome: str, old_document: bytes, path: Programs, tmp_path: Path) -> None:
    """However many messages bring it, and whether or not anything came of it."""
    path.stand_in("antiword", f"#!/bin/sh\necho once >>{tmp_path / 'runs'}\n{outcome}\n")
    with Cell(PROGRAMME, Limits(child_messages=2)) as cell:
        for words in ("Here it is.", "Here it is again.", "And a third time."):
            cell.explain(mail(old_document, "form.doc", words=words), "x.eml")
    assert (tmp_path / "runs").read_text("utf-8") == "once\n"


def test_all_files_of_a_message_share_the_time(path: Programs, tmp_path: Path) -> None:
    """What comes after a file that hangs is not tried, and the others' answers are kept."""
    path.real("unshare")
    path.stand_in("antiword", "#!/bin/sh\ncase $(/bin/cat document.doc) in *hang*) /bin/sleep 86399;; esac\necho read\n")
    files = [OLD_WORD + b"1", OLD_WORD + b"hang", OLD_WORD + b"3"]
    question = [{"digest": str(n), "kind": WORD, "data": base64.b64encode(file).decode()} for n, file in enumerate(files)]
    answer = json.loads(Converters(Limits(converter_seconds=1)).answer(json.dumps(question).encode()))
    assert list(answer) == ["0"]
    assert leftovers(tmp_path) == []


def told_by_check(tmp_path: Path) -> doctor.Finding:
    config = demo.prepare(tmp_path / "desk")
    return next(one for one in doctor.check(config, lambda: RECEIVED) if one.part == "converters")


def test_check_tells_what_was_found(tmp_path: Path) -> None:
    """Each converter by its name, after a trial of the large one."""
    installed("soffice", "tesseract")
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "LibreOffice found: old Word documents are read through it" in finding.said
    assert "Tesseract found" in finding.said


def test_check_tells_of_a_converter_that_does_not_work(path: Programs, tmp_path: Path) -> None:
    """It is there, and yet of no use: somebody should know."""
    path.stand_in("soffice", "#!/bin/sh\nexit 1\n")
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "could not convert a trial document" in finding.said


@pytest.mark.usefixtures("path")
def test_check_tells_what_is_missing_and_what_that_means(tmp_path: Path) -> None:
    """It is no fault: these programs are optional."""
    finding = told_by_check(tmp_path)
    assert finding.problem is None
    assert "No converter for old Word documents is installed" in finding.said
    assert "Tesseract is not installed" in finding.said
