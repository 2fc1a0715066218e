"""Reads rich text (.rtf), as WordPad and TextEdit write it."""

from __future__ import annotations

import re

from intake.forms import plain
from intake.forms.blocks import Sheet, UnreadableError

_MOST_BYTES = 5_000_000
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")  # the library would run a cell of several paragraphs into its row


def read(data: bytes) -> Sheet:
    """The document's lines, cells of a table as lines. Raises UnreadableError."""
    from striprtf.striprtf import rtf_to_text

    if len(data) > _MOST_BYTES:
        raise UnreadableError("It is too long to be a form.", "large")
    source = _CELL.sub(r"\\par", data.decode("latin-1"))
    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    return plain.sheet(text, wrapped=False)
