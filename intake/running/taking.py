"""Steps 1 to 3 of the protocol: what is new in the mailbox is made durable, then entered in the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence

from intake.errors import Later
from intake.mail.mailbox import Listed, Mailbox, Selected
from intake.model import Slot
from intake.running.report import FolderCount
from intake.running.workplace import Workplace


def folders(work: Workplace) -> tuple[str, ...]:
    """The folders that are read, the junk folder last."""
    settings = work.config.mailbox
    return settings.folders + ((settings.junk_folder,) if settings.junk_folder else ())


def take_in_folder(
    work: Workplace, box: Mailbox, folder: str, stop: threading.Event, after_batch: Callable[[int, int], None]
) -> FolderCount:
    """Take in what is new in `folder`, batch by batch; `after_batch(done, total)` reads and records it."""
    settings, limits = work.config.mailbox, work.config.limits
    selected = box.select(folder)
    seen = box.uids()
    known = work.ledger.known_uids(settings.account, folder, selected.uidvalidity)
    new = [uid for uid in seen if uid not in known]
    done = 0
    for batch in _batches(box.listing(new), settings.batch_messages, settings.batch_bytes, limits.message_bytes):
        if stop.is_set():
            break
        fetched = list(box.fetch(batch, limits.message_bytes, limits.header_bytes))
        digests = work.vault.keep_raws([one.raw for one in fetched])
        work.ledger.take_in(list(zip(fetched, digests, strict=True)), work.clock(), junk_folder=settings.junk_folder)
        _count_refusals(work, box, selected, batch, {one.slot.uid for one in fetched})
        done += len(batch)
        after_batch(done, len(new))
    return _count(work, box, folder, selected.uidvalidity, seen, new)


def _count_refusals(
    work: Workplace, box: Mailbox, selected: Selected, batch: Sequence[Listed], fetched: Collection[int]
) -> None:
    """What the server lists and does not hand over is counted; after three times a person is told."""
    missing = [one for one in batch if one.uid not in fetched]
    there = set(box.uids()) if missing else set()
    account = work.config.mailbox.account
    refused = [
        (Slot(account, selected.folder, selected.uidvalidity, one.uid), one.received, one.size)
        for one in missing
        if one.uid in there
    ]
    if refused:
        work.ledger.fetch_failed(refused, work.clock())


def _batches(listed: Sequence[Listed], messages: int, size: int, cap: int) -> Iterator[list[Listed]]:
    """Oldest first, bounded by count and by bytes; one message over the bound goes alone."""
    batch: list[Listed] = []
    weight = 0
    for one in sorted(listed, key=lambda each: (each.received, each.uid)):
        bytes_to_fetch = min(one.size, cap)
        if batch and (len(batch) >= messages or weight + bytes_to_fetch > size):
            yield batch
            batch, weight = [], 0
        batch.append(one)
        weight += bytes_to_fetch
    if batch:
        yield batch


def _count(
    work: Workplace, box: Mailbox, folder: str, uidvalidity: int, seen: Sequence[int], new: Sequence[int]
) -> FolderCount:
    by_state = work.ledger.reconcile(work.config.mailbox.account, folder, uidvalidity, seen)
    known = work.ledger.known_uids(work.config.mailbox.account, folder, uidvalidity)
    missing = {uid for uid in seen if uid not in known}
    try:
        there = set(box.uids()) if missing else set()
    except Later:
        there = missing
    return FolderCount(
        seen=len(seen),
        recorded=sum(by_state.values()),
        gone=len(missing - there),
        to_fetch=len(missing & there),
        new=len(new) - len(missing),
        by_state=by_state,
    )
