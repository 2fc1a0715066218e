"""Step 8 of the protocol, last and repeatable: what is recorded is moved away on the server, by UID."""

from __future__ import annotations

from datetime import timedelta

from intake.errors import Later
from intake.mail.mailbox import Mailbox
from intake.running.taking import folders
from intake.running.workplace import Workplace

_RETRY = timedelta(minutes=30)


def file_away(work: Workplace, box: Mailbox) -> int:
    """Move recorded mail to the processed folder. Junk stays where it is. Returns how many messages moved."""
    settings = work.config.mailbox
    target = settings.processed_folder or ""
    moved = 0
    for folder in folders(work):
        selected = box.select(folder)
        now = work.clock()
        due = work.ledger.to_file_away(settings.account, folder, selected.uidvalidity, now)
        if not due:
            continue
        ids = [one.message_id for one in due]
        try:
            stays = folder in (target, settings.junk_folder)
            how = "left" if stays else box.move([one.uid for one in due], target)
        except Later as error:
            work.ledger.file_away_failed(ids, str(error), now, now + _RETRY)
            raise
        work.ledger.filed_away(ids, how, now)
        moved += len(ids) if how != "left" else 0
    return moved
