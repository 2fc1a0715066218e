"""Staff are told once a day what waits for them, by the clock of their place."""

from __future__ import annotations

import email
import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.desk import daily
from intake.running.schedule import Service
from tests.staff_notices import COLLEAGUE, OTHER, to_staff, unclear, world
from tests.world import NOW, World, mail

__all__ = ["world"]  # the fixture

LONDON = ZoneInfo("Europe/London")


# ----------------------------------------------------------------------------------------------------- the clock alone


def days_told(moments: list[datetime], hour: int, zone: ZoneInfo = LONDON) -> list[datetime]:
    """The moments at which a notice is written, with something waiting always."""
    settled: date | None = None
    told: date | None = None
    written = []
    for now in moments:
        today = daily.begun(now, zone, hour, settled, told)
        if today is not None:
            settled = today.day
            if today.tell:
                told = now.astimezone(zone).date()
                written.append(now)
    return written


def every(minutes: int, start: datetime, days: int) -> list[datetime]:
    return [start + timedelta(minutes=minutes * n) for n in range(days * 24 * 60 // minutes)]


@pytest.mark.parametrize("hour", [0, 1, 2, 8, 23])
@pytest.mark.parametrize("start", [datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 3, 27, 12, tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Africa/Cairo", "America/Havana", "Pacific/Apia"])
def test_each_local_date_has_one_notice_over_a_change_of_the_clocks(start: datetime, hour: int, zone: str) -> None:
    """K2: an hour that is struck twice, or skipped, begins its day once."""
    there = ZoneInfo(zone)
    told = days_told(every(15, start, 8), hour, there)
    dates = [now.astimezone(there).date() for now in told]
    assert len(dates) == len(set(dates))
    assert len(dates) >= 8
    assert all(now.astimezone(there).hour in (hour, hour + 1) for now in told[1:])


def test_one_pass_a_day_before_the_hour_still_tells_every_day() -> None:
    """A cron line of 07:00 and an hour of 8 go together."""
    assert len(days_told(every(24 * 60, datetime(2016, 1, 4, 7, tzinfo=UTC), 9), 8)) == 9


def test_after_a_night_switched_off_the_notice_comes_once_and_then_at_its_hour() -> None:
    """The notice that was missed is made up for in the morning, and not followed by another an hour later."""
    off = [
        now
        for now in every(5, datetime(2016, 1, 4, 12, tzinfo=UTC), 4)
        if not (5 <= now.day < 7 or (now.day, now.hour) < (7, 7))
    ]
    told = [now.strftime("%d %H:%M") for now in days_told(off, 8)]
    assert told == ["07 07:00", "08 08:00"]


def test_a_clock_that_ran_years_ahead_silences_nobody() -> None:
    """What was settled in a future that is over counts for one day at most."""
    now = datetime(2016, 1, 20, 9, tzinfo=UTC)
    assert daily.begun(now, LONDON, 8, date(2036, 1, 1), date(2036, 1, 1)) == daily.Today(date(2016, 1, 20), tell=True)
    assert daily.begun(now, LONDON, 8, date(2016, 1, 21), date(2016, 1, 21)) is None


# ------------------------------------------------------------------------------------------------------------ the day's


def test_the_daily_notice_comes_once_a_day_over_a_change_of_the_clocks(world: World) -> None:
    """K2: 01:30 is there twice on 25 October 2026; each date has one notice of each colleague's, from 01:00 on."""
    world.change_config("daily_hour = 8 ", "daily_hour = 1 ")
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    world.deliver(unclear(), when=start)
    world.run(start)
    for half_hours in range(20, 64):  # from Saturday 22:00 UTC to Sunday 20:00, then on to Monday
        world.run(start + timedelta(minutes=30 * half_hours))
    subjects = [email.message_from_bytes(one.raw)["Subject"] for one in to_staff(world) if one.to[0] == COLLEAGUE]
    assert subjects == [f"Messages wait for you [{day} October]" for day in (24, 25)]


def test_nothing_is_sent_when_nothing_waits(world: World) -> None:
    """Nor later in the day, once something does: the next day's notice tells of it."""
    world.deliver(mail())
    world.run()
    assert to_staff(world) == []
    world.deliver(unclear(), unclear(2))
    world.run(NOW + timedelta(hours=2))
    assert to_staff(world) == []
    world.run(NOW + timedelta(hours=23))
    first, second = to_staff(world)
    assert first.raw.count(b"- M-") == 2
    assert (first.to, second.to) == ((COLLEAGUE,), (OTHER,))
    assert not [
        word for word in ("person", "p1@", "one before", "hm\r") if word.encode() in first.raw.lower().replace(b"a person", b"")
    ]


def test_what_staff_have_decided_waits_no_longer(world: World) -> None:
    """The column Decision is theirs, and is believed."""
    import openpyxl

    world.deliver(unclear())
    world.run(NOW.replace(hour=7))
    before = len(to_staff(world))
    path = world.config().workbook.path
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book["For review"][1]]
    book["For review"].cell(2, header.index("Decision") + 1).value = "Nothing to do"
    book.save(path)
    world.run(NOW + timedelta(days=1))
    assert len(to_staff(world)) == before
    summary = openpyxl.load_workbook(path)["Summary"]
    assert {row[0].value: row[1].value for row in summary.iter_rows()}["Messages for review"] == 0


def test_the_service_tells_as_a_pass_from_cron_does(world: World) -> None:
    """The decision is taken inside a pass, so both ways of running share it."""
    world.deliver(unclear())
    stop = threading.Event()

    def clock() -> datetime:
        if len(to_staff(world)) == 2:
            stop.set()
        return NOW

    Service(world.config(), clock, stop).serve()
    world.run(NOW + timedelta(minutes=5))
    assert [one.to[0] for one in to_staff(world)] == [COLLEAGUE, OTHER]
