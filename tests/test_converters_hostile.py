"""Converters and what strangers send: no network, no names, no links, no guessing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from intake.cell import WORD, Cell, ChildDiedError, Converters, confined
from intake.config import Limits
from tests.converting import (
    FENCED,
    OLD_WORD,
    PROGRAMME,
    RECEIVED,
    TALES,
    Programs,
    _afresh,
    convert,
    example_of,
    mail,
    old_document,
    page_server,
    path,
    soffice,
    without_fence,
)

__all__ = ["_afresh", "old_document", "path"]  # the fixtures


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
