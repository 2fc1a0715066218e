"""The breaker: after a day's worth of letters no new one leaves until a person has looked. Reading goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from intake.running.workplace import Workplace

NAME = "breaker"  # also what `intake release` calls it
_COUNTED_FROM = "breaker_released"
_DAY = timedelta(days=1)


def reason(work: Workplace) -> str:
    """Why new letters are held, as a sentence; "" where they are not."""
    return work.ledger.setting(NAME) or ""


def letters_counted(work: Workplace, now: datetime) -> int:
    """Letters of the last 24 hours, or since a person let them go on."""
    released = work.ledger.setting(_COUNTED_FROM)
    since = max(now - _DAY, datetime.fromisoformat(released)) if released else now - _DAY
    return work.ledger.letters_since(since)


def consider(work: Workplace, now: datetime) -> None:
    """Trip it once the day's letters are used up. Those written before still leave; every later one is held."""
    limit = work.config.limits.letters_a_day
    if letters_counted(work, now) >= limit and not reason(work):
        work.ledger.set_setting(NAME, f"{limit} letters were written within a day.")


def release(work: Workplace, now: datetime) -> None:
    """Let letters go again, and count the day's letters anew. Letters that were held stay held until they are released."""
    work.ledger.set_setting(NAME, "")
    work.ledger.set_setting(_COUNTED_FROM, now.isoformat())


def release_one(work: Workplace, what: str, now: datetime) -> str:
    """What `intake release` does for one word: a reference, "held" or "breaker". Returns a sentence; raises SetAside."""
    if what.casefold() == NAME:
        release(work, now)
        return "New letters leave again. Those that were held still wait: `intake release held` lets them all go."
    if what.casefold() == "held":
        held = work.ledger.status().held
        for reference, _ in held:
            work.ledger.release(reference, now)
        return f"Letters released: {len(held)}. They go with the next pass."
    return work.ledger.release(what.upper(), now)
