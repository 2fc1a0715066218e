"""What the tests of letters share: the example desk, plans for letters to invented people, and reading what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from intake.config import Config, load
from intake.mail.letters import Writer, Written
from intake.model import Answer, LetterPlan

NOW = datetime(2015, 12, 1, 9, 30, tzinfo=UTC)
OURS = "<intake.0123456789abcdef0123456789abcdef01234567@coproduction.example>"
FILES_SENT = (
    ("practice-example-template.docx", b"PK\x03\x04 a blank template"),
    ("practice-example-template.pdf", b"%PDF-1.7 the same"),
)
NAMES = ("Ann Example", "Bob O'Example", "Zoë Example-Smith")
LABELS = ("Your name", "Title of your example")
FILES = ((1, "Word document", 24_310), (2, "photograph", 999))


def desk(tmp_path: Path, letters: dict[str, Any] | None = None, **programme: Any) -> Config:
    """The example configuration, with letters of its own in an empty folder."""
    config = load(Path(__file__).parent.parent / "config.example.toml")
    changed = config.letters.model_copy(update={"folder": tmp_path / "letters"} | (letters or {}))
    return config.model_copy(update={"letters": changed, "programme": config.programme.model_copy(update=programme)})


def plan(*answers: Answer, **changes: Any) -> LetterPlan:
    """A plan for a letter to an invented person."""
    simple = LetterPlan("ann@people.example", answers, first=False, urgent=False, attach_template=False, in_reply_to=None)
    return replace(simple, **changes)


def write(config: Config, letter: LetterPlan, now: datetime = NOW, reference: str = "M-4AC9") -> Written:
    return Writer(config, lambda: FILES_SENT).compose(letter, reference=reference, message_id=OURS, now=now)


def own_copy(config: Config, name: str, text: str) -> Path:
    """An administrator's copy of one letter."""
    path = config.letters.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def parsed(written: Written) -> EmailMessage:
    message = message_from_bytes(written.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def shown(html: str) -> str:
    """The words a reader of the HTML part sees, single-spaced."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup("a"):
        link.unwrap()
    soup.smooth()
    return " ".join(soup.get_text(" ").split())
