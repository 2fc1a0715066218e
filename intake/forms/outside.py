"""What a program outside the reading child may help with: old Word documents to be converted, pictures to be looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["old Word document", "picture"]


@dataclass(frozen=True, slots=True)
class Outside:
    """One file for a converter."""

    kind: Kind
    data: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 hex of `data`."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Converted:
    """What a converter made of it: a Word document, or text (UTF-8)."""

    kind: Literal["docx", "text"]
    data: bytes = field(repr=False)

    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


Conversions = Mapping[str, Converted]  # by digest of the file converted


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
