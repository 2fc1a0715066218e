"""An unmoved counter means an unmoved register: whatever is done to the ledger, in whatever order."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.errors import SetAside
from intake.ledger import Ledger
from intake.model import CameBack, ChangePlan, Outcome
from intake.rows import Conflict, Override, PassRow, Snapshot
from tests.ledger_sample import ACCOUNT, MINUTE, NOW, by_hand_form, case, fetched, letter, part, place, plan

Step = Callable[[Ledger, int], object]


def record(ledger: Ledger, number: int) -> None:
    """The oldest that waits is recorded, every third letter held, every second message changing an earlier entry, every
    fourth telling that a letter came back."""
    pending = ledger.pending()[:1]
    earlier = ledger.snapshot().entries[: number % 2]
    gone = [CameBack(row.id, "It is closed.") for row in ledger.snapshot().letters if row.state == "sent"]
    came_back = gone[0] if gone and number % 4 == 0 else None
    for one in pending:
        changes = tuple(ChangePlan(e.reference, "Cancelled", {"places": number}, "It changes.") for e in earlier)
        held = "" if number % 3 else "Held for a person."
        with ledger.recording() as recorder:
            references = (f"M-{n}" for n in itertools.count(number))
            reference, own = recorder.reserve(references), recorder.reserve(f"S2-{n}" for n in itertools.count(number))
            what = case(number % 3, parts=(part(),))
            post = letter(one.id, held=held) if one.slot.uid != 4 else None
            intent = plan(place(), changes=changes, came_back=came_back)
            recorder.record(one, what, intent, reference, [own], post, NOW + number * MINUTE)


def set_aside(ledger: Ledger, number: int) -> None:
    for one in ledger.pending()[: number % 2]:
        with ledger.recording() as recorder:
            reference = recorder.reserve(f"A-{n}" for n in itertools.count(number))
        ledger.set_aside(one.id, reference, f"Reason {number}.", NOW)


def release(ledger: Ledger, number: int) -> None:
    rows = ledger.snapshot().messages
    try:
        ledger.release(rows[number % len(rows)].reference or f"#{rows[number % len(rows)].id}" if rows else "X", NOW)
    except SetAside:
        return


def send(ledger: Ledger, number: int) -> None:
    """T3, and for most letters T4."""
    outcomes: tuple[Literal["sent", "queued", "failed", "unknown"] | None, ...] = ("sent", "queued", "failed", "unknown", None)
    for due in ledger.due_letters(NOW + number * MINUTE):
        ledger.sending(due.id, NOW)
        state = outcomes[due.id % 5]
        if state is not None:
            ledger.sent_outcome(due.id, Outcome(state, 250, f"Said {number}."), NOW, NOW + 60 * MINUTE)


def file_away(ledger: Ledger, number: int) -> None:
    due = [one.message_id for one in ledger.to_file_away(ACCOUNT, "INBOX", 7 + number % 2, NOW)]
    if number % 3:
        ledger.filed_away(due, "moved", NOW)
    else:
        ledger.file_away_failed(due, "No MOVE.", NOW, NOW + MINUTE)


def name(ledger: Ledger, number: int) -> None:
    for one in ledger.unnamed()[: number % 2]:
        with ledger.recording() as recorder:
            recorder.name(one.id, recorder.reserve(f"N-{n}" for n in itertools.count(number)))


def decided(ledger: Ledger, number: int) -> None:
    """A further letter, upon a person's decision."""
    for row in ledger.snapshot().messages[: number % 2]:
        with ledger.recording() as recorder:
            recorder.letter(row.id, replace(letter(100 + number), kind="decision"), NOW)


def notify(ledger: Ledger, number: int) -> None:
    """Staff are told of a message; the notice may come to grief."""
    for row in ledger.snapshot().messages[: number % 2]:
        with ledger.recording() as recorder:
            recorder.letter(row.id, replace(letter(200 + number), kind="daily notice"), NOW)


def enter_by_hand(ledger: Ledger, number: int) -> None:
    with ledger.recording() as recorder:
        reference, own = (recorder.reserve(f"{prefix}-{n}" for n in itertools.count(number)) for prefix in ("H", "EX"))
        recorder.by_hand(by_hand_form("telephone" if number % 2 else "post", f"form {number}"), reference, own, NOW)


def read(ledger: Ledger, number: int) -> None:
    for one in ledger.pending():
        ledger.reading_starts(one.id)


def settle(ledger: Ledger, number: int) -> None:
    for one in ledger.unknown_letters()[: number % 2]:
        ledger.found_in_sent(one.id, NOW)
    for one in ledger.unsent_copies():
        ledger.copy_filed(one.id)


STEPS: tuple[Step, ...] = (
    lambda ledger, n: ledger.take_in([fetched(n, f"message {n % 6}", uidvalidity=7 + n % 2)], NOW),
    lambda ledger, n: ledger.take_in([fetched(n, whole=False)], NOW),
    read,
    lambda ledger, n: [ledger.child_died(one.id) for one in ledger.pending()],
    set_aside,
    record,
    record,
    enter_by_hand,
    release,
    send,
    decided,
    notify,
    file_away,
    lambda ledger, n: ledger.interrupted(NOW + n * MINUTE),
    settle,
    name,
    lambda ledger, n: ledger.retry(NOW + n * MINUTE),
    lambda ledger, n: ledger.store_staff([Override("Questions", f"Q-{n % 2}", "Notes", n % 3, NOW + n * MINUTE)], []),
    lambda ledger, n: ledger.store_staff([], [Conflict("Questions", "Q-1", "From", f"{n % 2}", "y", NOW)]),
    lambda ledger, n: ledger.set_setting("breaker", str(n)),
    lambda ledger, n: ledger.set_published(ledger.generation(), str(n)),
    lambda ledger, n: ledger.pass_finished(PassRow(NOW, NOW, n, n, 0, 0, {"filed": n}, 0, "")),
)


def shown(snapshot: Snapshot) -> tuple[object, ...]:
    return tuple(getattr(snapshot, name) for name in Snapshot.__slots__ if name != "generation")


def done(ledger: Ledger, step: Step, number: int, before: Snapshot) -> Snapshot:
    """Take the step; the law holds for it. Gives what the register shows after it."""
    step(ledger, number)
    after = ledger.snapshot()
    assert after.generation >= before.generation
    if after.generation == before.generation:
        assert shown(after) == shown(before)
    return after


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 9)), min_size=5, max_size=25))
def test_an_unmoved_counter_means_an_unmoved_register(steps: list[tuple[Step, int]]) -> None:
    """Decision 6 of the protocol: the idle pass may trust the counter alone. It also never runs backwards."""
    with tempfile.TemporaryDirectory() as folder, closing(_fresh(Path(folder))) as ledger:
        now = ledger.snapshot()
        for step, number in steps:
            now = done(ledger, step, number, now)


def test_the_counter_moves_with_every_part_of_the_register(tmp_path: Path) -> None:
    """The same law on a course that is known to reach every state and every sheet."""
    states: set[str] = set()
    with closing(_fresh(tmp_path)) as ledger:
        now = ledger.snapshot()
        for number, step in itertools.product(range(1, 13), STEPS):
            now = done(ledger, step, number, now)
            states |= {row.state for row in now.messages} | {row.state for row in now.letters}
    assert all(shown(now))
    assert states >= {
        "filed",
        "duplicate",
        "too large",
        "set aside",
        "held",
        "queued",
        "sending",
        "sent",
        "unknown",
        "returned",
    }


def _fresh(folder: Path) -> Ledger:
    return Ledger.create(f"sqlite:///{folder}/ledger.sqlite", folder / "state")
