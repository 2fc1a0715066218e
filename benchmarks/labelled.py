"""Folders of labelled messages, as in tests/mail: eml/*.eml, and labels.jsonl with a line for each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Label = dict[str, Any]


def messages(folders: Sequence[Path]) -> Iterator[tuple[Path, Label]]:
    """(file, label) of every message, folder by folder. Raises SystemExit, in a sentence, where a folder has no labels."""
    for folder in folders:
        labels = folder / "labels.jsonl"
        if not labels.is_file():
            raise SystemExit(f"{labels} is not there. Name folders such as tests/mail/round-2.")
        for line in filter(str.strip, labels.read_text("utf-8").splitlines()):
            label = json.loads(line)
            yield folder / "eml" / label["file"], label
