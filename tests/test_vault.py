"""The vault keeps bytes so that they are there after a power cut, private, and whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import ConfigError, SetAside
from intake.ledger import Vault

HERE = Path(__file__).parent.parent


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "state")


def kept(vault: Vault) -> list[str]:
    return sorted(str(p.relative_to(vault.folder)) for p in vault.folder.rglob("*") if p.is_file())


@given(data=st.binary(max_size=200))
def test_what_is_kept_is_given_back_equal(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any bytes, under the SHA-256 that names them; messages and attachments lie apart."""
    vault = Vault(tmp_path_factory.getbasetemp() / "any")
    digest = vault.keep_raw(data)
    assert digest == hashlib.sha256(data).hexdigest() == vault.keep_part(data)
    assert vault.read_raw(digest) == vault.read_part(digest) == data


def test_a_batch_is_kept_in_its_order(vault: Vault) -> None:
    """And the same bytes twice are one file."""
    digests = vault.keep_raws([b"one", b"two", b"one"])
    assert [vault.read_raw(digest) for digest in digests] == [b"one", b"two", b"one"]
    assert kept(vault) == sorted(f"raw/{d[:2]}/{d}" for d in set(digests))
    assert vault.keep_raws([b"one"]) == digests[:1]
    assert len(kept(vault)) == 2


def test_only_the_owner_can_look(vault: Vault) -> None:
    """Fault P4: files 0600, folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        vault.keep_raw(b"one")
        vault.keep_part(b"two")
    finally:
        os.umask(before)
    for path in (vault.folder, *vault.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_damaged_file_is_noticed_and_healed_when_the_message_comes_again(vault: Vault) -> None:
    """Fault D3: the digest is checked at every reading."""
    digest = vault.keep_raw(b"the message")
    path = vault.folder / "raw" / digest[:2] / digest
    path.write_bytes(b"the massage")
    with pytest.raises(SetAside, match="damaged"):
        vault.read_raw(digest)
    vault.keep_raw(b"the message")
    assert vault.read_raw(digest) == b"the message"
    path.unlink()
    with pytest.raises(SetAside, match="missing"):
        vault.read_raw(digest)


def test_a_digest_cannot_name_another_place(vault: Vault) -> None:
    """Only 64 hexadecimal digits make a path."""
    for wrong in ("../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"):
        with pytest.raises(ValueError, match="digest"):
            vault.path_of_part(wrong)


def test_what_an_interrupted_pass_left_is_swept_away(vault: Vault) -> None:
    """Only half-written files; what is kept stays."""
    digest = vault.keep_raw(b"one")
    (vault.folder / "tmp" / "ab.tmp").write_bytes(b"half")
    assert vault.clean_tmp() == 1
    assert vault.clean_tmp() == 0
    assert vault.read_raw(digest) == b"one"
    assert Vault(vault.folder / "nowhere").clean_tmp() == 0


def test_a_folder_that_cannot_be_made_is_for_the_administrator(tmp_path: Path) -> None:
    """One sentence with the cure."""
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(ConfigError, match="could not be written"):
        Vault(tmp_path / "state").keep_raw(b"one")


def test_a_full_disk_leaves_what_was_kept_and_nothing_half_written(vault: Vault) -> None:
    """Fault D1, with RLIMIT_FSIZE as the full disk; it goes on by itself once there is room."""
    before = vault.keep_raw(b"small")
    code = """
import resource, sys
from pathlib import Path
from intake.errors import Later
from intake.ledger import Vault
vault = Vault(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    vault.keep_raws([b"a" * 9_000, b"b" * 11_000])
except Later as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(vault.read_raw(vault.keep_raw(b"b" * 11_000))))
"""
    child = subprocess.run(
        [sys.executable, "-c", code, str(vault.folder)], cwd=HERE, capture_output=True, text=True, timeout=60, check=True
    )
    first, second = child.stdout.splitlines()
    assert "Make room on the disk; nothing was changed." in first
    assert second == "11000"
    assert vault.read_raw(before) == b"small"
    assert not list((vault.folder / "tmp").iterdir())


def test_bytes_names_and_folders_are_synced_in_the_protocols_order(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault D2: file synced before its rename, its folder before `keep` returns; each new folder in its parent too."""
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(descriptor: int) -> None:
        sync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append(f"sync {path.parent.name if path.is_file() else path.name}")

    def renamed(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    digest = vault.keep_raw(b"one")
    assert done[-3:] == ["sync tmp", "rename", f"sync {digest[:2]}"]
    assert "sync raw" in done[:-3]
    assert "sync state" in done[:-3]
