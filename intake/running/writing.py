"""The automatic letter, complete to the byte; one that a broken template keeps from being written waits with its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from intake.errors import SetAside
from intake.ledger import DueLetter, NewLetter
from intake.mail import letters
from intake.model import LetterPlan
from intake.running.workplace import Workplace


@cache
def _plans() -> TypeAdapter[LetterPlan]:
    return TypeAdapter(LetterPlan)


def write(work: Workplace, plan: LetterPlan, reference: str, likeness: str, now: datetime) -> NewLetter:
    """The letter for a message. Its answers carry their references; `reference` is the message's own."""
    domain = work.config.from_address.rpartition("@")[2]
    message_id = letters.message_id(work.key, likeness, "automatic", domain)
    try:
        written = work.writer.compose(plan, reference=reference, message_id=message_id, now=now)
    except SetAside as error:
        names = " + ".join(answer.template for answer in plan.answers)
        text = _plans().dump_json(plan).decode()
        return NewLetter(plan.to, message_id, "", names, b"", f"No letter could be written. {error}", plan=text)
    return NewLetter(plan.to, message_id, written.subject, written.template, written.raw, plan.held)


def write_now(work: Workplace, letter: DueLetter) -> DueLetter | None:
    """A letter that was released although it had not been written: with its bytes, or None where it is held again."""
    if not letter.plan:
        return letter
    plan = _plans().validate_json(letter.plan)
    reference = next((answer.reference for answer in plan.answers), "")
    try:
        written = work.writer.compose(plan, reference=reference, message_id=letter.message_id, now=work.clock())
    except SetAside as error:
        work.ledger.hold_letter(letter.id, f"No letter could be written. {error}", work.clock())
        return None
    work.ledger.letter_written(letter.id, written.subject, written.raw)
    return replace(letter, raw=written.raw, plan="")
