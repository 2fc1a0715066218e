"""The template of the call, both ways: writes the blank form and reads the forms that come back."""

from __future__ import annotations

from intake.model import Example, Message, Wording
from intake.programme import Call, Question

__all__ = ["blank", "option", "returned"]


def blank(call: Call) -> bytes:
    """The blank template as a Word document (.docx): the same bytes for the same call."""
    raise NotImplementedError


def returned(message: Message, wording: Wording, call: Call) -> Example | None:
    """The completed template that `message` brings, or None where it brings none."""
    return None


def option(question: Question, text: str) -> str | None:
    """The key of the option of `question` that `text` means, or None."""
    return None
