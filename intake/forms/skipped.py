"""Counts what was not looked at in an archive, and says it to staff."""

from __future__ import annotations

from dataclasses import dataclass

from intake.forms.blocks import UnreadableError
from intake.model import Unread


@dataclass(slots=True)
class Skipped:
    """What was skipped in one archive."""

    over: int  # files beyond the limit
    archives: int = 0
    mails: int = 0
    faulty: int = 0
    why: Unread = "program"  # of the last file that could not be read, or else why the others were not

    def unreadable(self, error: UnreadableError) -> None:
        """One more file that could not be read."""
        self.faulty += 1
        self.why = error.why

    def in_words(self) -> str:
        """Sentences for staff; "" where nothing was skipped."""
        said = (
            (self.archives, "an archive in it was not opened", "archives in it were not opened"),
            (self.mails, "an e-mail in it was not read", "e-mails in it were not read"),
            (self.faulty, "a file in it could not be read", "files in it could not be read"),
            (self.over, "one file more than we look at is in it", "files more than we look at are in it"),
        )
        parts = [one if number == 1 else f"{number} {many}" for number, one, many in said if number]
        whole = ", ".join(parts)
        return f"{whole[0].upper()}{whole[1:]}." if whole else ""
