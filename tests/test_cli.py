"""The commands as an administrator types them: one clear sentence for each fault, and the exit code scripts rely on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.running.workplace import open_workplace
from tests.conftest import need
from tests.servers import certificates as authority
from tests.servers import dovecot as imap
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, World, build, mail

TODAY = datetime.now(UTC)


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def intake(world: World, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intake.cli", *args],
        cwd=world.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | environment,
    )


def assert_one_clear_sentence(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_run_does_a_pass_and_says_what_it_counted(world: World) -> None:
    """For cron: a line on standard output, nothing on standard error, 0."""
    world.deliver(mail(when=TODAY), when=TODAY)
    done = intake(world, "run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "mailbox 1 = 1 filed (1 new)." in done.stdout


def test_a_wrong_password_is_said_with_its_cure(world: World) -> None:
    """2: an administrator has to put it right."""
    assert_one_clear_sentence(intake(world, "run", INTAKE_TEST_IMAP_PASSWORD="wrong"), 2, "password")


def test_an_unreachable_host_is_tried_again_later(world: World) -> None:
    """75: nobody has to do anything."""
    world.change_config(f"port = {world.dovecot.tls_port}", "port = 1")
    assert_one_clear_sentence(intake(world, "run"), 75, "localhost")


def test_an_expired_certificate_is_refused_before_the_password_is_sent(
    world: World, certificates: authority.Certificates
) -> None:
    """T1: and the sentence says that it has expired."""
    with imap.run(certificates, pair=certificates.expired) as other:
        world.change_config(f"port = {world.dovecot.tls_port}", f"port = {other.tls_port}")
        assert_one_clear_sentence(intake(world, "run"), 2, "expired")
        assert "auth" not in other.log().replace("no auth attempts", "")


def test_a_missing_folder_is_named_with_the_nearest_one(world: World) -> None:
    """2, and the others are still read."""
    world.change_config('processed_folder = "Processed"', 'folders = ["INBOCKS"]\nprocessed_folder = "Processed"')
    assert_one_clear_sentence(intake(world, "run"), 2, "INBOCKS", "INBOX")


def test_a_broken_letter_is_found_by_check_and_holds_back_only_letters(world: World) -> None:
    """S8: the request is registered, staff see why no letter went, and once the letter is put right it goes."""
    letter = world.folder / "letters" / "answers" / "place_past.j2"
    whole = letter.read_text("utf-8")
    letter.write_text(whole + "\n{{ nobody_knows_this }}\n", "utf-8")
    checked = intake(world, "check")
    assert checked.returncode == 2
    assert "place_past.j2" in checked.stdout
    world.deliver(mail(when=TODAY), when=TODAY)
    assert intake(world, "run").returncode == 1
    assert world.letters() == []
    (row,) = world.register()["All messages"]
    assert "place_past.j2" in str(row["Reply sent"])
    assert len(world.register()["Place requests"]) == 1
    assert intake(world, "release", "held").returncode == 0
    assert intake(world, "run").returncode == 1  # still broken: held again
    letter.write_text(whole, "utf-8")
    intake(world, "release", str(row["Reference"]))
    assert intake(world, "run").returncode == 0
    assert len(world.letters()) == 1


def test_malformed_toml_names_the_line(world: World) -> None:
    """2."""
    world.config_path.write_text("[programme\n", "utf-8")
    assert_one_clear_sentence(intake(world, "run"), 2, "config.toml", "line 1")


def test_a_disk_that_may_only_be_read_is_named(world: World) -> None:
    """2: it will not mend itself."""
    state = world.folder / "state"
    if os.geteuid() == 0:  # root may write everywhere but on a disk mounted read-only
        script = 'mount --bind state state && mount -o remount,ro,bind state state && exec "$@"'
        command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-m", "intake.cli", "run"]
        done = subprocess.run(command, cwd=world.folder, capture_output=True, text=True, timeout=120, check=False)
        need("the right to mount" if "permission denied" in done.stderr.lower() and "mount" in done.stderr else "")
    else:
        state.chmod(0o500)
        done = intake(world, "run")
        state.chmod(0o700)
    assert_one_clear_sentence(done, 2, "state")


def test_a_missing_ledger_is_never_made_anew_by_itself(world: World) -> None:
    """B2: an empty ledger would answer all old mail again."""
    (world.folder / "state" / "ledger.sqlite").unlink()
    assert_one_clear_sentence(intake(world, "run"), 2, "intake init", "backup")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe garbage with no headers at all",
        b"From: " + b"(" * 3000 + b"\r\n\r\nx",
        b"Subject: =?utf-8?q?a=0D=0ABcc:_e@evil.example?=\r\nFrom: Otto <otto@brisk.example>\r\n\r\nA place in Oxford?\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 5000,
    ],
    ids=["empty", "garbage", "brackets", "injection", "boundaries"],
)
def test_a_hostile_message_disturbs_no_other(world: World, raw: bytes) -> None:
    """H1 to H5: it ends registered or set aside, and its neighbour is answered."""
    world.deliver(raw or b"\r\n", mail(when=TODAY), when=TODAY)
    done = intake(world, "run")
    assert "Traceback" not in done.stderr
    assert len(world.register()["All messages"]) == 2
    assert [one.to for one in world.letters() if one.to == ("wilma@tarnmail.example",)]
    assert not any(b"\r\nBcc:" in one.raw for one in world.letters())


def test_dry_run_writes_sends_and_moves_nothing(world: World) -> None:
    """It only tells."""
    world.deliver(mail(when=TODAY), when=TODAY)
    before = sorted(path.name for path in world.folder.rglob("*") if path.suffix != ".lock")
    done = intake(world, "run", "--dry-run")
    assert done.returncode == 0
    assert "INBOX 1: filed. Enters S2." in done.stdout
    assert "wilma" not in done.stdout.casefold()
    assert world.letters() == []
    assert sorted(path.name for path in world.folder.rglob("*") if path.suffix != ".lock") == before
    assert world.run().count.new == 1


def test_a_run_beside_a_running_pass_tells_it_and_ends_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """0: another pass is running and has been told."""
    from intake.running import one_pass, wake

    monkeypatch.setattr(one_pass, "LOCK_SECONDS", 0)
    with open_workplace(world.config(), lambda: NOW) as work, work.ledger.lock(1):
        from typer.testing import CliRunner

        from intake.cli import app

        done = CliRunner().invoke(app, ["run", "--config", str(world.config_path)])
    assert done.exit_code == 0
    assert wake.was_woken(world.folder / "state")


def test_explain_needs_no_secrets_and_answers_every_file(world: World, tmp_path: Path) -> None:
    """One JSON object a file, in order, hostile ones too; nothing is written."""
    good, bad = tmp_path / "a.eml", tmp_path / "b.eml"
    good.write_bytes(mail())
    bad.write_bytes(b"From: " + b"(" * 3000)
    done = intake(world, "explain", "--json", str(good), str(bad), INTAKE_TEST_IMAP_PASSWORD="")
    assert done.returncode == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["file"], first["kinds"], first["seminar"]) == (str(good), ["place_request"], ["seminar-2"])
    assert second["decision"] in {"review", "ignore"}
    shown = intake(world, "explain", str(good))
    assert "request a place." in shown.stdout
    assert "place_request: 3.0" in shown.stdout
    assert "Own words (these are read)" in shown.stdout


def test_status_release_retry_register_file_and_preview(world: World) -> None:
    """The small commands, on a desk with one letter held."""
    world.deliver(mail(when=NOW), when=NOW)
    assert intake(world, "run").returncode == 0  # years after NOW: too old to be answered without a person
    held = json.loads(intake(world, "status", "--json").stdout)["held"]
    reference = held[0][0]
    assert reference in intake(world, "status").stdout
    assert "released" in intake(world, "release", reference).stdout
    assert_one_clear_sentence(intake(world, "release", reference), 1, reference)
    assert intake(world, "retry").returncode == 0
    intake(world, "run")
    assert len(world.letters()) == 1
    assert "register.xlsx" in intake(world, "register").stdout
    assert_one_clear_sentence(intake(world, "file", reference), 1, "no file")
    assert intake(world, "preview").returncode == 0
    assert "<html" in (world.folder / "letters.html").read_text("utf-8")


def test_check_tries_every_part(world: World) -> None:
    """Each part is ok, and the first fault does not hide the second."""
    done = intake(world, "check")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("ok ") >= 6
    world.change_config('security = "plain"', 'security = "tls"')
    faulty = intake(world, "check", INTAKE_TEST_IMAP_PASSWORD="wrong")
    assert faulty.stdout.count("FAULT") == 2


def test_the_service_answers_on_arrival_and_stops_cleanly(world: World) -> None:
    """IDLE starts a pass long before the interval is over; SIGTERM ends it with 0."""
    need(imap.missing())
    world.config_path.write_text(
        world.config_path.read_text("utf-8").replace("interval_seconds = 300", "interval_seconds = 600"), "utf-8"
    )
    service = subprocess.Popen(
        [sys.executable, "-m", "intake.cli", "serve"], cwd=world.folder, stderr=subprocess.PIPE, text=True
    )
    assert service.stderr is not None
    watchdog = threading.Timer(100, service.kill)
    watchdog.start()
    try:
        assert "event=pass" in service.stderr.readline()  # the first pass, at once
        log = iter(service.stderr.readline, "")
        world.dovecot.deliver(world.user, mail(when=TODAY), when=TODAY)
        assert "new=1" in next(line for line in log if "event=pass" in line)
        service.send_signal(signal.SIGTERM)
        assert "message boundary" in service.stderr.read()
        assert service.wait(30) == 0
    finally:
        watchdog.cancel()
        service.kill()
    assert len(world.letters()) == 1
