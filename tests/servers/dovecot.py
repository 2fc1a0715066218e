"""A real Dovecot as a temporary instance on free loopback ports: TLS, STARTTLS, users with passwords, Maildir."""

from __future__ import annotations

import grp
import itertools
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from intake.config import Mailbox
from tests.servers.certificates import Certificates, Pair

PASSWORD = "correct horse"
SECRET = "INTAKE_TEST_IMAP_PASSWORD"
USERS = 400  # mailboxes prepared; every `account()` hands out a fresh one

_CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = {folder.name}
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
{users}
mail_location = maildir:{mail}/%u:INDEX={mail}/%u/index
mail_home = {mail}/%u
mail_fsync = never
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_verbose = yes
auth_failure_delay = 0
ssl = yes
ssl_cert = <{pair.certificate}
ssl_key = <{pair.key}
ssl_min_protocol = TLSv1.2
{capability}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running server. `account()` gives a user with an empty mailbox of its own."""

    folder: Path
    plain_port: int
    tls_port: int
    authority: Path
    mail: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def account(self) -> str:
        """A user nobody has used before; its password is PASSWORD."""
        number = next(self._numbers)
        assert number <= USERS, "prepare more users"
        return f"user{number}"

    def settings(self, user: str, **changes: Any) -> Mailbox:
        """How intake reaches it: implicit TLS, our own authority, password in the environment under SECRET."""
        os.environ[SECRET] = PASSWORD
        security = changes.get("security", "tls")
        given = {
            "host": "localhost",
            "port": self.tls_port if security == "tls" else self.plain_port,
            "security": security,
            "user": user,
            "password_env": SECRET,
            "ca_file": self.authority,
            "connect_seconds": 20,
            "read_seconds": 20,
        }
        return Mailbox.model_validate(given | changes)

    @contextmanager
    def staff(self, user: str, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """A colleague's own mail program, with `folder` open: not the code under test."""
        client = IMAPClient("127.0.0.1", port=self.plain_port, ssl=False, timeout=20)
        client.normalise_times = False
        try:
            client.login(user, PASSWORD)
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.select_folder(folder)
            yield client
        finally:
            client.logout()

    def deliver(
        self,
        user: str,
        *messages: bytes,
        folder: str = "INBOX",
        when: datetime | None = None,
        flags: Sequence[bytes] = (),
    ) -> list[int]:
        """Put `messages` into the mailbox, with INTERNALDATE `when`; their UIDs."""
        with self.staff(user, folder) as client:
            replies = [client.append(folder, raw, flags, when or datetime(2015, 12, 1, 9, 30, tzinfo=UTC)) for raw in messages]
        return [int(found[1]) for reply in replies if (found := re.search(rb"APPENDUID \d+ (\d+)", reply))]

    def renumber(self, user: str, *, uidvalidity: int) -> None:
        """Give the inbox another UIDVALIDITY and count its messages from 1 again, as a restore from a backup does."""
        home = self.mail / user
        names = sorted(path.name for where in ("cur", "new") for path in (home / where).iterdir())
        lines = [f"3 V{uidvalidity} N{len(names) + 1} G{uidvalidity:032x}"]
        lines += [f"{uid} :{name.split(':')[0]}" for uid, name in enumerate(names, 1)]
        (home / "dovecot-uidlist").write_text("\n".join(lines) + "\n")
        shutil.rmtree(home / "index", ignore_errors=True)

    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text("utf-8", "replace")


def missing() -> str:
    """What is needed and not there, in words; "" where Dovecot can be started."""
    return "" if _program("dovecot") else "Dovecot (Debian package dovecot-imapd)"


@contextmanager
def run(certificates: Certificates, *, pair: Pair | None = None, capability: str = "") -> Iterator[Dovecot]:
    """Dovecot in a folder of its own, presenting `pair` (the good one by default) and claiming only `capability`, if given.

    As root, mail is handled by nobody and sign-in by Dovecot's own users; as anybody else, all of it by ourselves.
    """
    # Not in pytest's folder: that is private to its owner, and paths of sockets may not be longer than 100 characters.
    with tempfile.TemporaryDirectory(prefix="intake-dovecot-", dir="/tmp", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        server = _prepare(folder, certificates, pair or certificates.good, capability)
        process = subprocess.Popen([_program("dovecot"), "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.DEVNULL)
        try:
            _wait_until_answering(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _prepare(folder: Path, certificates: Certificates, pair: Pair, capability: str) -> Dovecot:
    """Write what Dovecot needs."""
    folder.chmod(0o755)  # nobody and Dovecot's users pass through
    mail = folder / "mail"
    for path in (mail, folder / "state", folder / "run"):
        path.mkdir()
    uid, gid, users = _identity()
    if os.geteuid() == 0:
        os.chown(mail, uid, gid)
    with _free_port() as plain, _free_port() as tls:
        ports = (plain.getsockname()[1], tls.getsockname()[1])
    (folder / "users").write_text("".join(f"user{n}:{{PLAIN}}{PASSWORD}\n" for n in range(1, USERS + 1)))
    (folder / "dovecot.conf").write_text(
        _CONFIGURATION.format(
            folder=folder, mail=mail, users=users, uid=uid, gid=gid, plain=ports[0], tls=ports[1], pair=pair,
            capability=f"imap_capability = {capability}" if capability else "",
        )
    )  # fmt: skip
    return Dovecot(folder, *ports, certificates.authority, mail)


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin") or ""


def _identity() -> tuple[int, int, str]:
    """uid and gid that mail belongs to, and the settings that name the users of Dovecot's processes."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid, "first_valid_gid = 0\nlast_valid_gid = 0"
    me, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    internal = f"default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}"
    return os.geteuid(), os.getegid(), f"{internal}\nfirst_valid_uid = {os.geteuid()}\nfirst_valid_gid = 0"


def _free_port() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def _wait_until_answering(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    """Until it greets. A server that ends instead says why in its log."""
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", server.plain_port), timeout=10) as peer:
                if peer.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            pass
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    log = server.log() if (server.folder / "dovecot.log").exists() else ""
    raise RuntimeError(f"Dovecot did not start:\n{log}")
