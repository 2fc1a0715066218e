"""`intake run --dry-run`: reads and decides as a pass would, and writes, sends and moves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from intake.cell import Cell, ChildDiedError
from intake.errors import SetAside
from intake.ledger import Pending
from intake.mail import mailbox
from intake.mail.mailbox import Listed, Mailbox
from intake.model import Fetched, Plan
from intake.running import notices, recording, taking
from intake.running.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a pass would do about one message. It is named by folder and UID: no one's words are shown."""

    folder: str
    uid: int
    plan: Plan | None
    refusal: str = ""  # why it would be set aside
    staff_told: bool = False  # by a notice at once


def rehearse(work: Workplace) -> Iterator[Rehearsed]:
    """New messages of the mailbox, oldest first, each with the plan for it. Raises ConfigError, Later."""
    settings = work.config.mailbox
    with Cell(work.programme, work.config.limits) as cell, mailbox.connect(settings) as box:
        for folder in taking.folders(work):
            selected = box.select(folder)
            known = work.ledger.known_uids(settings.account, folder, selected.uidvalidity)
            for listed in box.listing([uid for uid in box.uids() if uid not in known]):
                yield from _one(work, cell, box, folder, listed)


def _one(work: Workplace, cell: Cell, box: Mailbox, folder: str, listed: Listed) -> Iterator[Rehearsed]:
    limits = work.config.limits
    for fetched in box.fetch([listed], limits.message_bytes, limits.header_bytes):
        if not fetched.whole:
            yield Rehearsed(folder, listed.uid, None, f"It is larger than {limits.message_bytes:,} bytes.")
            continue
        try:
            case = cell.read(fetched.raw, fetched.received)
        except (SetAside, ChildDiedError) as error:
            yield Rehearsed(folder, listed.uid, None, str(error))
            continue
        plan = recording.decide(work, case, _pending(fetched), work.clock())
        told = notices.whom(work, plan, case.message.sender.email if case.message.sender else "")
        yield Rehearsed(folder, listed.uid, plan, staff_told=bool(told))


def _pending(fetched: Fetched) -> Pending:
    """The message as if it had been taken in, under a row number that no row has."""
    return Pending(
        id=0,
        slot=fetched.slot,
        digest=hashlib.sha256(fetched.raw).hexdigest(),
        received=fetched.received,
        size=fetched.size,
        answered=fetched.answered,
        child_deaths=0,
        parent_deaths=0,
    )
