"""Letters: a plan becomes the complete bytes of one e-mail, its words taken from the templates and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.config import Config
from intake.model import LetterPlan


def message_id(key: bytes, likeness: str, purpose: str, domain: str) -> str:
    raise NotImplementedError


def is_ours(message_id: str, domain: str) -> bool:
    raise NotImplementedError


def shipped_templates() -> Path:
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Written:
    """One letter, complete to the byte."""

    raw: bytes
    subject: str
    text: str
    html: str
    template: str  # names of its answers, joined by " + "


class Writer:
    def __init__(self, config: Config, blank_template: Callable[[], bytes]) -> None: ...

    def compose(self, plan: LetterPlan, *, reference: str, message_id: str, now: datetime) -> Written:
        raise NotImplementedError

    def check(self) -> list[str]:
        raise NotImplementedError

    def preview(self) -> str:
        raise NotImplementedError
