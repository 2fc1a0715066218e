"""Staff are told: at once about words of danger, once a day what waits; whatever becomes of the letters to the public."""

from __future__ import annotations

import email
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.config import load
from intake.desk import daily
from intake.errors import ConfigError
from intake.mail.letters import Writer
from intake.model import History, Kind, Notice
from intake.running import doctor, telling
from intake.running.one_pass import run_pass
from intake.running.schedule import Service
from intake.running.workplace import open_workplace
from tests.factories import a_case, decided
from tests.letter_writing import desk, own_copy
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Taken
from tests.test_config import changed
from tests.test_crash import die
from tests.world import NOW, World, build, mail

LONDON = ZoneInfo("Europe/London")
COLLEAGUE, OTHER = "a.colleague@team.example", "b.colleague@team.example"
DANGER = "I cannot go on. I want to kill myself tonight.\n\nWilma Tarn\n"
PRIVATE = ("wilma", "tarn", "kill", "Oxford", "private-subject")


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    made = build(tmp_path / "desk", dovecot, smtp_server)
    made.change_config('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}", "{OTHER}"]')
    yield made


def to_staff(world: World) -> list[Taken]:
    return [one for one in world.letters() if one.to[0].endswith("@team.example")]


def plain_text(one: Taken) -> str:
    message = email.message_from_bytes(one.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def urgent_to_staff(world: World) -> list[Taken]:
    """Without the day's notice, which the first pass of a day sends too."""
    return [one for one in to_staff(world) if b"Subject: Urgent" in one.raw]


def danger(number: int = 1, sender: str = "Wilma Tarn <wilma@tarnmail.example>", when: datetime = NOW) -> bytes:
    return mail(sender, subject="private-subject", body=DANGER, number=number, when=when)


def unclear(number: int = 1) -> bytes:
    """A message that a person must look at."""
    return mail(
        f"Person {number} <p{number}@people.example>", subject="hm", body="Is it about the one before?\n", number=number
    )


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


# --------------------------------------------------------------------------------------------------- what is told at once


@pytest.mark.parametrize(
    ("history", "told"),
    [
        (History(), True),
        (History(breaker="200 letters were written within a day."), True),
        (History(letters_today=9, letters_today_all=900), True),
        (History(from_junk=True), True),
        (History(answered_by_colleague=True), True),
        (History(same_kinship=True), True),
        (History(same_likeness=True), False),
        (History(before_start=True), False),
        (History(seen_before_here=True), False),
        (History(answers_notice=True), False),
    ],
)
def test_no_limit_holds_back_that_staff_are_told(history: History, told: bool) -> None:
    """Only what staff have in hand already is not told: a first backlog, copies, what they put back, their own answers."""
    assert decided(a_case(Kind.OTHER, urgent=True, decision="review"), history).notify is told


def test_old_mail_that_comes_late_is_told_all_the_same() -> None:
    """After a month's outage the letter waits for a person, who is told of the danger."""
    plan = decided(a_case(Kind.OTHER, urgent=True, decision="review"), received=NOW - timedelta(days=40))
    assert plan.notify
    assert plan.letter is not None
    assert plan.letter.held


def test_ordinary_mail_tells_nobody() -> None:
    """Staff are not called for what can wait for the morning."""
    assert not decided(a_case(Kind.PLACE_REQUEST)).notify
    assert not decided(a_case(Kind.OTHER, decision="review")).notify


def test_danger_is_told_at_once_while_the_breaker_is_tripped(world: World) -> None:
    """Promise 8: one e-mail to each colleague, before all other letters, though no letter to the public may leave."""
    world.change_config("letters_a_day = 200", "letters_a_day = 1")
    world.deliver(mail("Otto Brisk <otto@brisk.example>", number=5), when=NOW - timedelta(hours=3))
    world.deliver(danger())
    report = world.run()
    assert [one.to[0] for one in urgent_to_staff(world)] == [COLLEAGUE, OTHER]
    assert {one.to[0] for one in world.letters()} == {"otto@brisk.example", COLLEAGUE, OTHER}
    assert (report.letters.sent, report.letters.notices) == (1, len(to_staff(world)))
    (row,) = world.register()["For review"]
    assert row["Reply sent"].startswith("Held for you. Sending is stopped")  # the notice is no reply to the sender
    notice = email.message_from_bytes(to_staff(world)[0].raw, policy=policy.default)
    assert notice["Subject"] == f"Urgent: please read this message now [{row['Reference']}]"
    assert notice["Auto-Submitted"] == "auto-generated"
    assert notice["X-Auto-Response-Suppress"] == "All"
    assert "Nobody has answered the sender" in str(notice.get_content())
    assert not [word for word in PRIVATE if word.lower().encode() in to_staff(world)[0].raw.lower()]


def test_notices_leave_before_letters_that_wait(world: World) -> None:
    """However long the queue is: after an outage of the server staff are told first of all."""
    world.deliver(mail("Otto Brisk <otto@brisk.example>", number=5), when=NOW - timedelta(hours=3))
    world.smtp.plan("EHLO", *["421 4.3.2 Not now"] * 9)
    world.run()
    world.deliver(danger())
    world.run(NOW + timedelta(minutes=1))
    assert world.letters() == []
    world.smtp.script.clear()
    world.run(NOW + timedelta(minutes=10))
    assert [one.to[0] for one in world.letters()] == [COLLEAGUE, OTHER, "otto@brisk.example", "wilma@tarnmail.example"]


def test_staff_are_told_while_a_long_backlog_is_still_being_read(world: World) -> None:
    """At once: not when all other mail has been read."""
    world.change_config('processed_folder = "Processed"', 'processed_folder = "Processed"\nbatch_messages = 1')
    world.deliver(danger(), when=NOW - timedelta(hours=3))
    world.deliver(unclear(), unclear(2))
    told: list[int] = []
    with open_workplace(world.config(), lambda: NOW) as work:
        run_pass(work, threading.Event(), lambda done, total: told.append(len(urgent_to_staff(world))))
    assert told == [2, 2, 2]


def test_the_letter_says_that_a_person_has_been_told_only_where_one_has(world: World) -> None:
    """Kind and true, with notices and without."""
    world.deliver(danger())
    world.run()
    world.change_config(f'to = ["{COLLEAGUE}", "{OTHER}"]', "to = []")
    world.deliver(danger(2, "Otto Brisk <otto@brisk.example>"))
    world.run(NOW + timedelta(minutes=5))
    letters = {one.to[0]: plain_text(one) for one in world.letters()}
    assert "We have sent word of your message to a person" in letters["wilma@tarnmail.example"]
    assert "A person will read your message" in letters["otto@brisk.example"]
    assert "sent word" not in letters["otto@brisk.example"]
    assert len(urgent_to_staff(world)) == 2


def test_a_first_backlog_pages_nobody(world: World) -> None:
    """`start_from`: mail that staff had before there was this program is registered as urgent, and told to nobody."""
    world.change_config('processed_folder = "Processed"', 'processed_folder = "Processed"\nstart_from = 2016-01-20T00:00:00Z')
    world.deliver(danger(), when=NOW - timedelta(days=30))
    world.run(NOW.replace(hour=7))
    assert urgent_to_staff(world) == []
    assert world.register()["For review"][0]["State"] == "URGENT"


def test_a_notice_counts_as_no_letter_to_the_colleague(world: World) -> None:
    """A colleague who writes in gets the letter of a first-time writer, and no day's limit is used up."""
    world.change_config("letters_per_person_a_day = 3", "letters_per_person_a_day = 1")
    world.deliver(danger(), danger(2, "Otto Brisk <otto@brisk.example>"))
    world.run()
    world.deliver(mail(f"A Colleague <{COLLEAGUE}>", number=7, body="A place in Oxford for me, please.\n\nA Colleague\n"))
    world.run(NOW + timedelta(minutes=5))
    (letter,) = [one for one in to_staff(world) if b"auto-replied" in one.raw]
    assert b"How we look after" in letter.raw  # the privacy notice of a first letter


def test_what_answers_a_notice_changes_nothing_and_is_never_answered(world: World) -> None:
    """A colleague's reply goes to a person; their out-of-office is machine mail; neither calls forth another notice."""
    world.deliver(mail(f"A Colleague <{COLLEAGUE}>", number=7, body="A place in Oxford for me, please.\n\nA Colleague\n"))
    world.deliver(danger())
    world.run()
    sent = len(world.letters())
    entry = world.register()["Place requests"][0]
    notice = email.message_from_bytes(to_staff(world)[0].raw)
    thread = {"In-Reply-To": str(notice["Message-ID"])}
    said = f"Please cancel {entry['Reference']}. I rang her, she wants to kill herself.\n"
    world.deliver(
        mail(f"A Colleague <{COLLEAGUE}>", subject="Re: Urgent", body=said, number=8, headers=thread),
        mail(
            f"B Colleague <{OTHER}>",
            subject="Automatic reply: Urgent",
            body="I am away until Monday.\n",
            number=9,
            headers=thread | {"Auto-Submitted": "auto-replied"},
        ),
    )
    world.run(NOW + timedelta(minutes=5))
    assert len(world.letters()) == sent
    register = world.register()
    assert register["Place requests"] == [entry]
    states = {str(row["From"]): str(row["State"]) for row in register["All messages"][2:]}
    assert states == {COLLEAGUE: "URGENT. For review", OTHER: "Automatic mail, kept"}


def test_a_sender_who_is_a_colleague_is_not_told_of_their_own_message(world: World) -> None:
    """The others are; a machine of theirs that answers notices keeps no circle going."""
    world.deliver(danger(1, f"A Colleague <{COLLEAGUE}>"))
    world.run()
    assert [one.to[0] for one in urgent_to_staff(world)] == [OTHER]


def test_a_broken_notice_goes_in_the_programs_own_words(world: World) -> None:
    """Nobody in danger waits for a template to be put right; `check` names the file."""
    broken = world.config().letters.folder / "notices" / "urgent.j2"
    broken.write_text("Subject: Urgent\n\n{{ names }}\n", "utf-8")
    world.deliver(danger())
    world.run()
    assert [b"A message with words of danger has come in." in one.raw for one in urgent_to_staff(world)] == [True, True]
    (fault,) = [one.said for one in doctor.check(world.config(), lambda: NOW) if one.part == "letters"]
    assert str(broken) in fault


# ------------------------------------------------------------------------------------------------- whatever goes wrong


@pytest.mark.parametrize(
    ("place", "when", "nth"), [("T2 inside", "before", 1), ("T2 inside", "after", 1), ("T3 sending", "before", 1)]
)
def test_a_crash_before_sending_sends_the_notice_exactly_once(world: World, place: str, when: str, nth: int) -> None:
    """T2 holds the message and its notices, or neither; what it holds leaves at the next pass."""
    world.deliver(danger())
    assert die(world, place, when, nth) == -signal.SIGKILL
    assert world.letters() == []
    world.run(NOW + timedelta(minutes=5))
    world.run(NOW + timedelta(minutes=10))
    urgent = [one.to[0] for one in urgent_to_staff(world)]
    assert urgent == [COLLEAGUE, OTHER]


def test_a_crash_around_the_daily_notice_doubles_nothing(world: World) -> None:
    """The day and its notices are one transaction."""
    world.deliver(unclear())
    for when in ("before", "after"):
        assert die(world, "daily notice", when, 1) == -signal.SIGKILL
    world.run(NOW + timedelta(minutes=5))
    assert [one.to[0] for one in to_staff(world)] == [COLLEAGUE, OTHER]


def test_a_notice_of_unknown_fate_is_shown_and_never_sent_again(world: World) -> None:
    """At most once, as every letter; the register and `intake status` say so until a person has decided."""
    world.smtp.plan("dot", smtp.TAKE_AND_DROP)
    world.deliver(danger())
    report = world.run()
    assert report.exit_code == 1
    world.run(NOW + timedelta(minutes=5))
    assert [one.to[0] for one in urgent_to_staff(world)] == [COLLEAGUE, OTHER]
    with open_workplace(world.config(), lambda: NOW) as work:
        ((reference, reason),) = work.ledger.status().notices_unsent
        assert reason.startswith("The notice about its words of danger may not have left.")
        assert f"STAFF UNTOLD: {reference}" in telling.status(work)
        assert '"notices_unsent": [["M-' in telling.status_json(work)
        (shown,) = work.ledger.snapshot().notices
    assert (shown.urgent, shown.state) == (True, "unknown")


def test_a_refused_notice_is_shown_until_staff_have_decided(world: World) -> None:
    """A wrong address in the configuration is found by the first notice."""
    import openpyxl

    world.smtp.plan("RCPT", "550 5.1.1 No such user")
    world.deliver(danger())
    world.run(NOW.replace(hour=7))
    path = world.config().workbook.path
    book = openpyxl.load_workbook(path)
    labels = [row[0].value for row in book["Summary"].iter_rows()]
    assert "Urgent notices that may not have reached you" in labels
    header = [cell.value for cell in book["For review"][1]]
    book["For review"].cell(2, header.index("Decision") + 1).value = "Nothing to do"
    book.save(path)
    world.run(NOW.replace(hour=7, minute=5))
    with open_workplace(world.config(), lambda: NOW) as work:
        assert work.ledger.status().notices_unsent == ()


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


# ------------------------------------------------------------------------------------------------- words and settings


def test_notices_hold_references_and_counts_in_whole_sentences(tmp_path: Path) -> None:
    """One and many, with danger and without, more than are listed."""
    writer = Writer(desk(tmp_path), tuple)

    def text(*references: str, urgent: int = 0, held: int = 0) -> str:
        notice = Notice("daily", references, date(2016, 1, 20), urgent, held)
        return writer.notice(notice, to=COLLEAGUE, message_id="<x@desk.example>", now=NOW).text

    one = text("M-4AC9")
    assert one.startswith("1 message waits for a person, on the sheet For review of the register.")
    assert "danger" not in one
    many = text(*(f"M-{n:03}" for n in range(120)), urgent=2, held=1)
    assert "120 messages wait" in many
    assert "Two of them have words of danger." in many
    assert "1 letter is held" in many
    assert many.count("\n- ") == 50
    assert "70 more are in the register." in many


def test_a_notice_without_its_reference_is_a_fault(tmp_path: Path) -> None:
    """`intake check` finds it before the night in which it matters."""
    config = desk(tmp_path)
    own_copy(config, "notices/urgent.j2", "Subject: Urgent\n\nPlease look.\n")
    (fault,) = Writer(config, tuple).check()
    assert "notices/urgent.j2" in fault


@pytest.mark.parametrize(
    "address",
    ["seminars@coproduction.example", "Seminars@Coproduction.example", "seminars+staff@coproduction.example"],
)
def test_the_mailbox_itself_is_refused(tmp_path: Path, address: str) -> None:
    """A notice to ourselves would come back as mail."""
    path = changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{address}"]'))
    with pytest.raises(ConfigError, match="address of the mailbox itself"):
        load(path)


@pytest.mark.parametrize(
    "address", ["A Colleague <a@team.example>", "a@team", "a@team.example, b@team.example", "séan@team.example"]
)
def test_an_address_that_not_every_server_takes_is_refused(tmp_path: Path, address: str) -> None:
    """Found by `check`, not at the first notice."""
    path = changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{address}"]'))
    with pytest.raises(ConfigError, match="no bare e-mail address"):
        load(path)


def test_check_says_plainly_that_nobody_is_told(tmp_path: Path) -> None:
    """No fault, but to be known."""
    silent = {one.part: one for one in doctor.check(load(changed(tmp_path)), lambda: NOW)}["notices"]
    assert silent.problem is None
    assert silent.said.startswith("Nobody is told at once about words of danger")
    told = load(changed(tmp_path, ('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}"]')))
    said = {one.part: one.said for one in doctor.check(told, lambda: NOW)}["notices"]
    assert said == "1 address is told at once about words of danger, and from 08:00 (Europe/London) of what waits for review."


def test_a_sender_known_to_nobody_is_told_of_too() -> None:
    """No usable From address keeps nobody from being helped."""
    assert decided(a_case(Kind.OTHER, urgent=True, decision="review", sender=None, sender_fault="There are two.")).notify
