"""The daily notice to staff: whether its day has come, by the clock alone, at most once a local date whatever the zone does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Today:
    """A day to be dealt with now."""

    day: date  # to be recorded as dealt with, whether or not there is anything to tell
    tell: bool  # False: staff have had a notice on this local date


def begun(now: datetime, zone: ZoneInfo, hour: int, settled: date | None, told: date | None) -> Today | None:
    """The day to be dealt with at `now` (aware), or None where it has been.

    `settled` is the last day dealt with, `told` the local date on which a notice was last written. A day begins at `hour`
    o'clock in `zone` and lasts until it strikes again, so that one pass a day before that hour tells staff every day too. An
    hour that the clocks skip, or strike twice, begins its day once. A day that a clock running ahead has settled keeps back
    the notices of one day at most.
    """
    local = now.astimezone(zone)
    day = local.date() if local.hour >= hour else local.date() - _DAY
    if settled is not None and day <= settled <= day + _DAY:
        return None
    return Today(day, tell=told != local.date())
