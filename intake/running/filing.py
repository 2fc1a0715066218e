"""Step 8 of the protocol, last and repeatable: what is recorded is moved away on the server, by UID."""

from __future__ import annotations

from datetime import timedelta

from intake.errors import ConfigError, Later
from intake.mail.mailbox import Mailbox
from intake.running.taking import folders
from intake.running.workplace import Workplace

_RETRY = timedelta(minutes=30)


def file_away(work: Workplace, box: Mailbox) -> int:
    """Move recorded mail to the processed folder. Returns how many messages moved.

    Junk stays where it is, and so does all mail where no such folder is configured.
    """
    moved = 0
    for folder in folders(work):
        try:
            moved += _file_away_from(work, box, folder)
        except ConfigError:
            continue  # the folder is missing: said when it was to be read
    return moved


def _file_away_from(work: Workplace, box: Mailbox, folder: str) -> int:
    settings, now = work.config.mailbox, work.clock()
    target = settings.processed_folder
    selected = box.select(folder)
    due = work.ledger.to_file_away(settings.account, folder, selected.uidvalidity, now)
    if not due:
        return 0
    ids = [one.message_id for one in due]
    if not target or folder in (target, settings.junk_folder):
        work.ledger.filed_away(ids, "left", now)
        return 0
    try:
        how = box.move([one.uid for one in due], target)
    except Later as error:
        work.ledger.file_away_failed(ids, str(error), now, now + _RETRY)
        raise
    work.ledger.filed_away(ids, how, now)
    return len(ids) if how != "left" else 0
