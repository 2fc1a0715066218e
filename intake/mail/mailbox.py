"""The shared mailbox over IMAP: what is there, its bytes, and filing it away. It marks nothing, decides nothing."""

from __future__ import annotations

import difflib
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from intake import config
from intake.errors import ConfigError, IntakeError, Later
from intake.mail.connection import Ceiling, dial, lost
from intake.mail.faults import place, throttled
from intake.mail.idling import IDLE_RENEWED, arrived_since, idle_once
from intake.model import Fetched, Slot

LISTING_CHUNK = 250  # UIDs in one command, well below the shortest line limit of servers (8 KB)
SEARCH_WINDOW = 50_000  # UIDs in one reply; imaplib refuses lines over 1 MB
FETCH_MESSAGES, FETCH_BYTES = 20, 4_000_000  # messages and bytes in one command
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # stands for an arrival time that cannot be read: old, so never answered by itself
_OWN_ID = re.compile(r"<[A-Za-z0-9._=+-]{1,200}@[A-Za-z0-9.-]{1,200}>")


@dataclass(frozen=True, slots=True)
class Selected:
    """The folder that `uids`, `listing`, `fetch` and `move` act on."""

    folder: str  # as configured
    uidvalidity: int
    exists: int  # messages in it


@dataclass(frozen=True, slots=True)
class Listed:
    """One message of the selected folder, before its bytes are fetched."""

    uid: int
    size: int  # RFC822.SIZE, bytes; servers may be slightly wrong
    received: datetime  # INTERNALDATE in UTC
    answered: bool  # \\Answered


class Mailbox:
    """A signed-in connection. Every method may raise Later: the connection is then of no more use."""

    def __init__(self, client: IMAPClient, settings: config.Mailbox, ceiling: Ceiling) -> None:
        self.account = settings.account
        self._client, self._settings, self._ceiling = client, settings, ceiling
        with self._talking():
            self.capabilities = frozenset(c.decode("ascii", "replace") for c in client.capabilities())
        self._selected: Selected | None = None
        self._writable = False
        self._highest: int | None = None  # largest UID that `uids` has seen in the selected folder

    # ------------------------------------------------------------------------------------------------- folders

    def folders(self) -> list[str]:
        """Names of all folders that can hold mail."""
        with self._talking():
            return [
                name for flags, _, name in self._client.list_folders() if not {b"\\Noselect", b"\\NonExistent"} & set(flags)
            ]

    def select(self, folder: str) -> Selected:
        """Open `folder`. Raises ConfigError, naming the nearest folders there are, where it is missing."""
        with self._talking():
            try:
                reply = self._open(folder)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if (later := throttled(str(error), place(self._settings))) is not None:
                    raise later from None
                raise self._missing(folder) from None
        if not isinstance(reply.get(b"UIDVALIDITY"), int):
            raise ConfigError(
                f"{place(self._settings)} gives the mail in the folder {folder} no lasting numbers (UIDVALIDITY). "
                "intake cannot work with that folder; name another one."
            )
        self._selected = Selected(folder, reply[b"UIDVALIDITY"], int(reply.get(b"EXISTS", 0)))
        self._highest = None
        return self._selected

    def _open(self, folder: str) -> dict[bytes, Any]:
        self._writable = True
        try:
            return dict(self._client.select_folder(folder))
        except IMAPClientReadOnlyError:  # we may read but not move: still of use
            self._writable = False
            return dict(self._client.select_folder(folder, readonly=True))

    def _missing(self, folder: str) -> ConfigError:
        """Distinguishes a folder that is not there from one that may not be opened."""
        there = self.folders()
        if folder in there:
            return ConfigError(
                f"The folder {folder} on {self._settings.host} may not be opened by this user. "
                "Ask whoever runs the server for the right to read it."
            )
        near = nearest(folder, there)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(sorted(there)[:12])}."
        return ConfigError(
            f"There is no folder {folder} in the mailbox on {self._settings.host}. {hint} Change it in [mailbox]."
        )

    def ensure_folder(self, folder: str) -> None:
        """Create `folder` (and subscribe to it) unless it is there. Raises ConfigError where the server will not have it."""
        if folder in self.folders():
            return
        with self._talking():
            try:
                self._client.create_folder(folder)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if (later := throttled(str(error), place(self._settings))) is not None:
                    raise later from None
                raise ConfigError(
                    f"The folder {folder} cannot be made in the mailbox on {self._settings.host}. "
                    "Make it by hand, or give another name in the configuration."
                ) from None
            with suppress(IMAPClientError):  # some servers know no subscriptions; the folder is there all the same
                self._client.subscribe_folder(folder)

    # ------------------------------------------------------------------------------------------------- reading

    def uids(self) -> list[int]:
        """All UIDs of the selected folder, ascending; asked for in windows, the highest first, so that none is missed
        where messages vanish meanwhile."""
        exists = self._open_folder().exists
        found: set[int] = set()
        with self._talking():
            self._client.noop()  # lets the server show what has come and gone; SEARCH alone need not
            if exists <= SEARCH_WINDOW:
                found.update(self._client.search("ALL"))
            else:
                for first in range(exists // SEARCH_WINDOW * SEARCH_WINDOW + 1, 0, -SEARCH_WINDOW):
                    last = "*" if first + SEARCH_WINDOW > exists else str(first + SEARCH_WINDOW - 1)
                    found.update(self._client.search(f"{first}:{last}"))
        self._highest = max(found, default=0)
        return sorted(found)

    def listing(self, uids: Sequence[int]) -> list[Listed]:
        """Size, arrival and \\Answered of `uids`, oldest first. Those gone meanwhile are simply absent."""
        self._open_folder()
        found: list[Listed] = []
        for some in _chunks(uids, LISTING_CHUNK):
            with self._talking():
                self._client.noop()  # lets the server say what is gone; else Dovecot makes up a date for it
                replies = self._client.fetch(some, ["RFC822.SIZE", "INTERNALDATE", "FLAGS"])
            found += [listed for uid in some if (listed := _listed(uid, replies.get(uid, {}))) is not None]
        return sorted(found, key=lambda listed: (listed.received, listed.uid))

    def fetch(self, listed: Sequence[Listed], limit_bytes: int, header_bytes: int) -> Iterator[Fetched]:
        """The messages themselves, in the order given; no flag is set (BODY.PEEK).

        Of one over `limit_bytes` only its headers come, at most `header_bytes` of them (`whole` is False). What the server
        has no bytes for just now (gone, NIL, empty, another message's answer) is left out: it is due again next time.
        """
        selected = self._open_folder()
        self._ceiling.most = 2 * limit_bytes + 1_000_000  # sizes may be wrong, but not as wrong as that
        for group in _groups(listed, limit_bytes):
            if group[0].size > limit_bytes:
                raws = self._bodies(group, f"BODY.PEEK[HEADER]<0.{header_bytes}>")
            else:
                raws = self._bodies(group, "BODY.PEEK[]")
            for one in group:
                raw = raws.get(one.uid)
                if raw:
                    slot = Slot(self.account, selected.folder, selected.uidvalidity, one.uid)
                    whole = one.size <= limit_bytes and len(raw) <= limit_bytes
                    yield Fetched(
                        slot, raw if whole else _headers(raw, header_bytes), one.received, one.size, one.answered, whole
                    )

    def _bodies(self, group: Sequence[Listed], item: str) -> dict[int, bytes]:
        """UID -> bytes. Where the server refuses a group because of one message, they are asked for one by one."""
        try:
            with self._talking(passing_no=True):
                replies = self._client.fetch([one.uid for one in group], [item])
        except IMAPClientError:
            if len(group) == 1:
                return {}
            return {uid: raw for one in group for uid, raw in self._bodies([one], item).items()}
        asked = {one.uid for one in group}
        return {uid: raw for uid, reply in replies.items() if uid in asked and (raw := _body(reply))}

    # ---------------------------------------------------------------------------------------------- filing away

    def move(self, uids: Sequence[int], target: str) -> Literal["moved", "copied", "left"]:
        """File `uids` away into `target`, made if missing: by MOVE, or by COPY and UID EXPUNGE of exactly those, or not at all.

        Never a bare EXPUNGE: it would also remove what staff have marked as deleted.
        """
        self._open_folder()
        if not uids:
            return "moved"
        way: Literal["moved", "copied"] = "moved" if "MOVE" in self.capabilities else "copied"
        if not self._writable or (way == "copied" and "UIDPLUS" not in self.capabilities):
            return "left"
        file_away = self._move if way == "moved" else self._copy
        for some in _chunks(uids, LISTING_CHUNK):
            try:
                with self._talking(passing_no=True):
                    file_away(some, target)
            except IMAPClientError:
                return "left"
        return way

    def _move(self, uids: Sequence[int], target: str) -> None:
        self._into(target, lambda: self._client.move(uids, target))

    def _copy(self, uids: Sequence[int], target: str) -> None:
        self._into(target, lambda: self._client.copy(uids, target))
        self._client.add_flags(uids, [b"\\Deleted"], silent=True)
        self._client.uid_expunge(uids)

    def _into(self, target: str, act: Callable[[], object]) -> None:
        try:
            act()
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if target in self.folders():
                raise
            self.ensure_folder(target)
            act()

    def append(self, folder: str, raw: bytes, when: datetime) -> None:
        """File `raw` in `folder` as read. Raises ConfigError where the folder is missing."""
        with self._talking():
            try:
                self._client.append(folder, raw, [b"\\Seen"], when)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if (later := throttled(str(error), place(self._settings))) is not None:
                    raise later from None
                if folder not in self.folders():
                    raise self._missing(folder) from None
                raise Later(
                    f"{place(self._settings)} did not take a copy into the folder {folder}. intake tries again later."
                ) from None

    def holds(self, folder: str, message_id: str) -> bool:
        """Whether `folder` holds a letter with this Message-ID of ours. The folder that was open stays open.

        Raises ValueError for anything that is not strictly of our own form: no sender's text goes into a command.
        """
        if not _OWN_ID.fullmatch(message_id):
            raise ValueError("not a Message-ID of ours")
        before = self._selected
        self.select(folder)
        try:
            with self._talking():
                return bool(self._client.search(["HEADER", "Message-ID", message_id]))
        finally:
            if before is not None:
                self._reopen(before)

    def _reopen(self, before: Selected) -> None:
        highest = self._highest
        if self.select(before.folder).uidvalidity != before.uidvalidity:
            raise Later(f"The folder {before.folder} was renumbered by its server just now. intake starts afresh next time.")
        self._highest = highest

    # ------------------------------------------------------------------------------------------------- waiting

    def idle(self, seconds: float, stop: threading.Event) -> bool:
        """Wait up to `seconds`; True as soon as mail arrived since the last `uids`, False otherwise or once `stop` is set.

        Without IDLE on the server (or in the configuration) it only waits.
        """
        until = time.monotonic() + seconds
        if "IDLE" not in self.capabilities or not self._settings.idle:
            stop.wait(seconds)
            return False
        self._open_folder()
        while (left := until - time.monotonic()) > 0 and not stop.is_set():
            with self._talking():
                if arrived_since(self._client, self._highest) or idle_once(self._client, min(left, IDLE_RENEWED), stop):
                    return True
        return False

    # -------------------------------------------------------------------------------------------------- shared

    def _open_folder(self) -> Selected:
        if self._selected is None:
            raise RuntimeError("select a folder first")
        return self._selected

    @contextmanager
    def _talking(self, *, passing_no: bool = False) -> Iterator[None]:
        """Turns what the network and the libraries raise into our ladder; `passing_no` leaves a plain refusal to the caller."""
        try:
            yield
        except (IntakeError, IMAPClientAbortError, OSError, MemoryError, ValueError) as error:
            raise lost(error, self._settings) from None
        except IMAPClientError as error:
            later = throttled(str(error), place(self._settings))
            if passing_no and later is None:
                raise
            raise later or Later(
                f"{place(self._settings)} refused a command, or answered as intake does not understand. It tries again later."
            ) from None


@contextmanager
def connect(settings: config.Mailbox) -> Iterator[Mailbox]:
    """A signed-in connection to the mailbox, closed afterwards.

    Raises ConfigError for a wrong password, a certificate that does not verify, or missing encryption (always before any
    password is sent); Later where the server cannot be reached, is silent, says goodbye, or asks us to slow down.
    """
    client, ceiling = dial(settings)
    try:
        yield Mailbox(client, settings, ceiling)
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    with suppress(Exception):  # our work is done; what becomes of the goodbye does not matter
        client.logout()


def check(settings: config.Mailbox) -> tuple[str, ...]:
    """Sign in and look for the folders, changing nothing. Sentences for `intake check`; raises as `connect` and `select` do."""
    with connect(settings) as mailbox:
        said = [f"Signed in to {place(settings)}."]
        for folder in (*settings.folders, *([settings.junk_folder] if settings.junk_folder else [])):
            said.append(f"The folder {folder} holds {mailbox.select(folder).exists} message(s).")
        if settings.processed_folder:
            there = settings.processed_folder in mailbox.folders()
            said.append(
                f"The folder {settings.processed_folder} " + ("is there." if there else "will be made when it is needed.")
            )
            if not {"MOVE", "UIDPLUS"} & mailbox.capabilities:
                said.append("This server cannot move single messages safely, so mail stays where it is.")
        if settings.idle and "IDLE" not in mailbox.capabilities:
            said.append("This server does not announce new mail (IDLE), so intake looks at every interval only.")
    return tuple(said)


def nearest(folder: str, there: Iterable[str]) -> list[str]:
    """Up to three existing folders that `folder` may have been meant to be; also under a parent such as INBOX."""
    by_key: dict[str, str] = {}
    for name in sorted(there):
        for key in (name, re.split(r"[./]", name)[-1]):
            by_key.setdefault(key.casefold(), name)
    keys = difflib.get_close_matches(folder.casefold(), by_key, n=4, cutoff=0.6)
    return list(dict.fromkeys(by_key[key] for key in keys))[:3]


def _listed(uid: int, reply: dict[bytes, Any]) -> Listed | None:
    size, when = reply.get(b"RFC822.SIZE"), reply.get(b"INTERNALDATE", EPOCH)
    if not isinstance(size, int) or b"INTERNALDATE" not in reply:
        return None
    received = when.astimezone(UTC) if isinstance(when, datetime) and when.tzinfo else EPOCH
    return Listed(uid, size, received, b"\\Answered" in (reply.get(b"FLAGS") or ()))


def _body(reply: dict[bytes, Any]) -> bytes | None:
    """The literal of the one BODY item, whatever partial range the server names; None for NIL, "" and numbers."""
    return next((v for k, v in reply.items() if k.startswith(b"BODY[") and isinstance(v, bytes) and v), None)


def _headers(raw: bytes, most: int) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw)
    return raw[: min(end.end() if end else len(raw), most)]


def _chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _groups(listed: Sequence[Listed], limit_bytes: int) -> Iterator[list[Listed]]:
    """Neighbours small enough to be fetched in one command; one over the limit stands alone."""
    group: list[Listed] = []
    for one in listed:
        room = len(group) < FETCH_MESSAGES and sum(g.size for g in group) + one.size <= FETCH_BYTES
        if group and (not room or one.size > limit_bytes or group[0].size > limit_bytes):
            yield group
            group = []
        group.append(one)
    if group:
        yield group
