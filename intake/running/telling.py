"""What the commands tell: counts, references and reasons; never a correspondent's words, name or address."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from intake.model import Plan
from intake.rows import PassRow
from intake.running import breaker
from intake.running.rehearsal import Rehearsed, rehearse
from intake.running.report import STATES, Report
from intake.running.workplace import Workplace


def report(one: Report) -> Iterator[str]:
    """A pass in a few lines."""
    new = one.count.new
    if not one.mailbox_reached:
        yield "The mailbox could not be read; mail waits there."
    else:
        yield f"{one.reconciliation()} ({new} new)." if new else f"{one.reconciliation()}. Nothing new."
    letters = one.letters
    shares = [
        _count(letters.sent, "letter was sent", "letters were sent"),
        _count(letters.notices, "notice to staff was sent", "notices to staff were sent"),
        _count(letters.waiting, "waits for another try", "wait for another try"),
        _count(letters.failed, "was refused", "were refused"),
        _count(
            letters.unknown,
            "has an unknown fate: look at it in the register",
            "have an unknown fate: look at them in the register",
        ),
    ]
    if any(shares):
        yield ", ".join(share for share in shares if share) + "."
    if letters.returned:
        came_back = _count(letters.returned, "letter came back undelivered", "letters came back undelivered")
        yield f"{came_back}: intake status and the register say which."
    if one.tripped:
        yield f"New letters are held: {one.tripped} Look why, then: intake release breaker"
    if one.aside:
        yield _count(one.aside, "message could not be read and waits", "messages could not be read and wait") + " for a person."


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}" if number else ""


def rehearsal(work: Workplace) -> Iterator[str]:
    """A dry run: a line for each message as it is read, then how many there were."""
    number = 0
    for number, one in enumerate(rehearse(work), 1):  # noqa: B007  the last number is how many
        yield rehearsed(one)
    yield f"{number} new {'message' if number == 1 else 'messages'}. Nothing was written, sent or moved."


def rehearsed(one: Rehearsed) -> str:
    """One message of a dry run, on a line."""
    where = f"{one.folder} {one.uid}"
    if one.plan is None:
        return f"{where}: set aside. {one.refusal}"
    told = " Staff are told at once." if one.staff_told else ""
    return f"{where}: {one.plan.state}. {_would(one.plan)}{told}"


def _would(plan: Plan) -> str:
    entries = ", ".join(entry.prefix for entry in plan.entries)
    steps = [f"Enters {entries}." if entries else "", "For review." if plan.review else ""]
    if plan.letter is None:
        steps.append(f"No letter: {plan.no_letter}" if plan.no_letter else "No letter.")
    else:
        answers = " + ".join(answer.template for answer in plan.letter.answers)
        steps.append(f"Holds a letter ({answers}): {plan.letter.held}" if plan.letter.held else f"Sends a letter: {answers}.")
    return " ".join(step for step in steps if step)


def status(work: Workplace) -> str:
    """For a person."""
    return "\n".join(_status_lines(work))


def _status_lines(work: Workplace) -> Iterator[str]:
    now = work.ledger.status()
    zone = work.programme.zone
    last = work.ledger.setting("last_pass")
    yield f"Last pass:   {_moment(datetime.fromisoformat(last), zone) if last else 'none yet'}"
    if now.last_pass:
        yield f"Last news:   {_pass_line(now.last_pass, zone)}"
    yield f"Messages:    {_counts(now.messages)}"
    yield f"Letters:     {_counts(now.letters)}"
    if now.notices or work.config.notices.to:
        yield f"Notices:     {_counts(now.notices)}"
    if stopped := breaker.reason(work):
        yield f"STOPPED:     new letters are held. {stopped} Look why, then: intake release breaker"
    lists = (
        ("STAFF UNTOLD", now.notices_unsent),
        ("Held", now.held),
        ("Unknown", now.unknown),
        ("Refused", now.failed),
        ("Came back", now.returned),
        ("Set aside", now.set_aside),
    )
    for title, rows in lists:
        for reference, reason in rows:
            yield f"{title + ':':<12} {reference}  {reason}"
    if now.duties:
        yield f"Owed:        {now.duties} messages or copies to be filed on the server"
    behind = now.generation != now.published
    yield f"Register:    {'to be written at the next pass' if behind else 'up to date'} ({work.config.workbook.path})"


def _pass_line(row: PassRow, zone: ZoneInfo) -> str:
    shares = " + ".join(f"{n} {STATES.get(state, state)}" for state, n in row.by_state.items()) or "0"
    problem = f". {row.problem}" if row.problem else ""
    return f"{_moment(row.started, zone)}: mailbox {row.seen} = {shares}{problem}"


def _moment(when: datetime, zone: ZoneInfo) -> str:
    """ "2 Nov 2015, 10:32" in the programme's zone."""
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {STATES.get(state, state)}" for state, number in sorted(counts.items())) or "none"


def status_json(work: Workplace) -> str:
    """For a program: the same facts."""
    facts = dataclasses.asdict(work.ledger.status())
    facts["breaker"] = breaker.reason(work)
    facts["last_pass_at"] = work.ledger.setting("last_pass")
    return json.dumps(facts, default=str, ensure_ascii=False)
