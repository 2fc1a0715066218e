"""The ledger as the other rooms see it: each verb is one transaction; what it does stands in the module of its name."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from intake.errors import ConfigError
from intake.ledger import (
    arrivals,
    changes,
    filing,
    kept,
    locking,
    migrate,
    outbox,
    past,
    releasing,
    showing,
    staff,
    unfetched,
    waiting,
)
from intake.ledger.durable import make_folder
from intake.ledger.engine import BUSY_SECONDS, Store
from intake.ledger.recorder import Recorder
from intake.ledger.records import Away, DueLetter, Kept, Pending, Status, Waiting
from intake.ledger.schema import passes
from intake.model import Case, Fetched, History, Outcome, Slot
from intake.rows import Conflict, FileRow, Override, PassRow, Snapshot


class Ledger:
    """What we took in and still owe. Every verb commits, durably, before it returns.

    Every verb raises Later where the database is locked, out of reach or out of room, and ConfigError where it is
    missing, damaged or may not be written to. Verbs that write need the lock (`lock`) held by the caller.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._recording = False

    # ----------------------------------------------------------------------------------------- opening and closing

    @classmethod
    def exists(cls, url: str, folder: Path) -> bool:
        """Whether there is a ledger, usable or not."""
        store = Store(url)
        try:
            return migrate.exists(store)
        finally:
            store.close()

    @classmethod
    def create(cls, url: str, folder: Path) -> Ledger:
        """An empty ledger, and its folder (0700). Raises ConfigError where there is one already."""
        make_folder(folder)
        store = Store(url)
        migrate.create(store)
        return cls(store, folder)

    @classmethod
    def open(cls, url: str, folder: Path, busy_seconds: float = BUSY_SECONDS) -> Ledger:
        """The ledger that is there, brought up to date after a backup. `busy_seconds`: how long to wait for its database.

        Raises ConfigError where it is missing (it is never made by itself), damaged, read-only or from a newer intake.
        """
        if not folder.is_dir():
            raise ConfigError(f"There is no folder {folder}. Run `intake init`, or bring it back from your backup.")
        store = Store(url, busy_seconds)
        migrate.bring_up_to_date(store)
        return cls(store, folder)

    def close(self) -> None:
        self._store.close()

    @contextmanager
    def lock(self, wait_seconds: float) -> Iterator[None]:
        """The only writer, on this machine and (PostgreSQL) on any. The system frees it when a process dies.

        Raises LedgerBusy where another holds it still after `wait_seconds`.
        """
        busy = "Another pass is running. It has been left to finish; nothing was done."
        with locking.held(self._folder / "ledger.lock", wait_seconds, busy), self._store.advisory_lock(wait_seconds):
            yield

    # ----------------------------------------------------------------------------------------------- taking in (T1)

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """UIDs of that folder that need not be fetched."""
        with self._store.read() as connection:
            return arrivals.known_uids(connection, account, folder, uidvalidity)

    def take_in(self, batch: Sequence[tuple[Fetched, str]], now: datetime, *, junk_folder: str | None = None) -> None:
        """One commit for the batch of (fetched, digest of its raw file, which is durable already).

        Each gets a row: 'received'; 'duplicate' where the digest is known (unless a person put the message back into the
        folder, or brought it there from the junk folder: then the desk decides); 'too large' where only its headers came.
        A slot known already is left alone.
        """
        with self._writing() as connection:
            arrivals.take_in(connection, batch, now, junk_folder)

    def fetch_failed(self, listed: Sequence[tuple[Slot, datetime, int]], now: datetime) -> int:
        """Messages that are in the mailbox and were not handed over: (slot, INTERNALDATE, size in bytes) of each.

        Counted durably. After 3 tries a message gets its row, set aside for a person. Returns how many did so now.
        """
        with self._writing() as connection:
            return unfetched.failed(connection, listed, now)

    def pending(self) -> list[Pending]:
        """What waits to be read, oldest received first."""
        with self._store.read() as connection:
            return arrivals.pending(connection)

    def unnamed(self) -> list[Pending]:
        """Duplicates, messages too large and those never handed over, which bear no reference yet. The register shows
        them as #12."""
        with self._store.read() as connection:
            return arrivals.unnamed(connection)

    def reading_starts(self, message_id: int) -> None:
        """Counted before the child is asked, so that a message that takes the program down with it is known."""
        with self._writing() as connection:
            arrivals.reading_starts(connection, message_id)

    def child_died(self, message_id: int) -> int:
        """Counts an unexplained death of the reading child. Returns the number so far."""
        with self._writing() as connection:
            return arrivals.child_died(connection, message_id)

    def set_aside(self, message_id: int, reference: str, reason: str, now: datetime, state: str = "set aside") -> None:
        """For a person to look at; `reason` is a sentence. A reference that the message has already is kept."""
        with self._writing() as connection:
            arrivals.set_aside(connection, message_id, reference, reason, now, state)

    def reference_of(self, message_id: str) -> str | None:
        """The reference of the message with that Message-ID header, or None."""
        with self._store.read() as connection:
            return arrivals.reference_of(connection, message_id)

    # ----------------------------------------------------------------------------------------------- recording (T2)

    def history(
        self,
        case: Case,
        pending: Pending,
        now: datetime,
        *,
        junk_folder: str | None = None,
        seminars: Mapping[str, str] = {},
    ) -> History:
        """What happened before; the caller fills in before_start, from_junk and breaker.

        `seminars`: label -> id, for entries that staff moved to another seminar.
        """
        with self._store.read() as connection:
            return past.history(connection, case, pending, now, junk_folder=junk_folder, seminars=seminars)

    @contextmanager
    def recording(self) -> Iterator[Recorder]:
        """One transaction: kept whole at its end, or not at all. No other verb of the ledger that writes may be used within."""
        with self._writing() as connection:
            self._recording = True
            try:
                yield Recorder(connection)
            finally:
                self._recording = False

    # --------------------------------------------------------------------------------------------- outbox (T3, T4)

    def interrupted(self, now: datetime) -> int:
        """At the start of a pass: every letter left in mid-air becomes 'unknown'. Returns how many."""
        with self._writing() as connection:
            return outbox.interrupted(connection, now)

    def due_letters(self, now: datetime) -> list[DueLetter]:
        """Queued letters whose time has come: urgent notices to staff, then the oldest first."""
        with self._store.read() as connection:
            return outbox.due_letters(connection, now)

    def urgent_notices(self, now: datetime) -> list[DueLetter]:
        """Those of `due_letters` that tell staff of words of danger."""
        with self._store.read() as connection:
            return outbox.urgent_notices(connection, now)

    def letter_written(self, letter_id: int, subject: str, raw: bytes) -> None:
        """The bytes of a released letter that could not be written when it was entered."""
        with self._writing() as connection:
            outbox.written(connection, letter_id, subject, raw)

    def hold_letter(self, letter_id: int, reason: str, now: datetime) -> None:
        """A queued letter waits for a person; `reason` is a sentence."""
        with self._writing() as connection:
            outbox.hold(connection, letter_id, reason, now)

    def sending(self, letter_id: int, now: datetime) -> None:
        """T3, between RCPT and DATA. Raises SetAside where the letter is not queued: then it must not be sent."""
        with self._writing() as connection:
            outbox.sending(connection, letter_id, now)

    def sent_outcome(
        self, letter_id: int, outcome: Outcome, now: datetime, next_try: datetime | None, *, copy: bool = True
    ) -> None:
        """T4. With `copy`, a letter sent owes a copy to the Sent folder (pass False where none is configured).

        Raises SetAside where the letter is in no state to have this outcome.
        """
        with self._writing() as connection:
            outbox.sent_outcome(connection, letter_id, outcome, now, next_try, copy)

    def unknown_letters(self) -> list[DueLetter]:
        """Letters whose fate cannot be known, to be looked for among the sent mail."""
        with self._store.read() as connection:
            return outbox.unknown_letters(connection)

    def found_in_sent(self, letter_id: int, now: datetime) -> None:
        """It did leave. Raises SetAside where its fate was not unknown."""
        with self._writing() as connection:
            outbox.found_in_sent(connection, letter_id, now)

    def unsent_copies(self, now: datetime | None = None) -> list[DueLetter]:
        """Letters sent whose copy is still owed to the Sent folder; with `now`, only those whose next try has come."""
        with self._store.read() as connection:
            return filing.unsent_copies(connection, now)

    def copy_filed(self, letter_id: int) -> None:
        with self._writing() as connection:
            filing.copy_filed(connection, letter_id)

    def copy_failed(self, letter_id: int, reason: str, next_try: datetime) -> None:
        with self._writing() as connection:
            filing.copy_failed(connection, letter_id, reason, next_try)

    def waiting(self) -> Waiting:
        """What waits for staff, for the daily notice."""
        with self._store.read() as connection:
            return waiting.waiting(connection)

    def letters_since(self, since: datetime) -> int:
        """Automatic letters that left or may have left since then, and those written since then and about to leave."""
        with self._store.read() as connection:
            return past.letters_since(connection, since)

    # ------------------------------------------------------------------------------------------- filing away (step 8)

    def to_file_away(self, account: str, folder: str, uidvalidity: int, now: datetime) -> list[Away]:
        """What may be moved out of that folder now, lowest UID first. Duties under an older UIDVALIDITY are void."""
        with self._writing() as connection:
            return filing.to_file_away(connection, account, folder, uidvalidity, now)

    def filed_away(self, ids: Sequence[int], how: str, now: datetime) -> None:
        """Message rows that are done with: "moved", "copied", "gone" (somebody else moved it) or "left" (it stays)."""
        with self._writing() as connection:
            filing.filed_away(connection, ids, how, now)

    def file_away_failed(self, ids: Sequence[int], reason: str, now: datetime, next_try: datetime) -> None:
        with self._writing() as connection:
            filing.file_away_failed(connection, ids, reason, now, next_try)

    def owes_filing(self, now: datetime) -> bool:
        """Whether any message may be filed away now."""
        with self._store.read() as connection:
            return filing.owes_filing(connection, now)

    # ------------------------------------------------------------------------------------------------ register (T5, T6)

    def snapshot(self) -> Snapshot:
        """All that the register shows, in one consistent view. The same generation gives the same snapshot."""
        with self._store.read() as connection:
            return showing.snapshot(connection)

    def generation(self) -> int:
        with self._store.read() as connection:
            return changes.generation(connection)

    def published(self) -> tuple[int, str]:
        """The generation that the register shows, and the digest of that projection; (0, "") at first."""
        with self._store.read() as connection:
            return changes.published(connection)

    def set_published(self, generation: int, digest: str) -> None:
        with self._writing() as connection:
            changes.set_published(connection, generation, digest)

    def store_staff(self, overrides: Sequence[Override], conflicts: Sequence[Conflict]) -> None:
        """T5: the latest reading of each cell wins. The same values again change nothing; what is not named stays."""
        with self._writing() as connection:
            staff.store(connection, overrides, conflicts)

    # --------------------------------------------------------------------------------- passes, settings, administration

    def pass_finished(self, row: PassRow) -> None:
        """The pass as the register's summary is to show it. It raises the generation: leave it out for an idle pass."""
        with self._writing() as connection:
            connection.execute(insert(passes).values(**dataclasses.asdict(row)))
            changes.raise_generation(connection)

    def last_pass(self) -> PassRow | None:
        with self._store.read() as connection:
            return showing.last_pass(connection)

    def reconcile(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> dict[str, int]:
        """State -> how many of these UIDs are recorded so."""
        with self._store.read() as connection:
            return arrivals.reconcile(connection, account, folder, uidvalidity, uids)

    def setting(self, key: str) -> str | None:
        with self._store.read() as connection:
            return staff.setting(connection, key)

    def set_setting(self, key: str, value: str) -> None:
        with self._writing() as connection:
            staff.set_setting(connection, key, value)

    def release(self, reference: str, now: datetime) -> str:
        """Put back to work what is held or set aside under this reference. Returns a sentence; else raises SetAside."""
        with self._writing() as connection:
            return releasing.release(connection, reference, now)

    def retry(self, now: datetime) -> int:
        """Whatever waits for a later try is due now. Returns how many. Refused letters stay refused."""
        with self._writing() as connection:
            return releasing.retry(connection, now)

    def file_of(self, reference: str, number: int | None) -> list[FileRow]:
        """Kept files of the message of this reference (or its entry's); all, or that of one number. Empty if there are none."""
        with self._store.read() as connection:
            return showing.files_of(connection, reference, number)

    def kept(self, since: datetime | None = None) -> Iterator[Kept]:
        """Messages taken in, in the order in which they were, with what they were read as; `since`: received then or later.

        Left out are those still to be read, duplicates, and what was typed in by hand. A few at a time are taken from the
        database, each time in a transaction that is over before they are handed out: a pass may run meanwhile, and memory does
        not grow.
        """
        last = 0
        while True:
            with self._store.read() as connection:
                some = kept.following(connection, last, since)
            if not some:
                return
            yield from some
            last = some[-1].id

    def count_kept(self, since: datetime | None = None) -> int:
        """How many messages `kept` hands out."""
        with self._store.read() as connection:
            return kept.count(connection, since)

    def status(self) -> Status:
        with self._store.read() as connection:
            return showing.status(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that writes. Within `recording` it would wait for itself."""
        if self._recording:
            raise RuntimeError("the recording is still open: use its recorder")
        with self._store.write() as connection:
            yield connection
