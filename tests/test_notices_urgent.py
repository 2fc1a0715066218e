"""Staff are told at once about words of danger, whatever becomes of the letters to the public."""

from __future__ import annotations

import email
import threading
from datetime import timedelta
from email import policy

import pytest

from intake.model import History, Kind
from intake.running import doctor
from intake.running.one_pass import run_pass
from intake.running.workplace import open_workplace
from tests.factories import a_case, decided
from tests.staff_notices import COLLEAGUE, OTHER, PRIVATE, danger, plain_text, to_staff, unclear, urgent_to_staff, world
from tests.world import NOW, World, mail

__all__ = ["world"]  # the fixture


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


def test_a_sender_known_to_nobody_is_told_of_too() -> None:
    """No usable From address keeps nobody from being helped."""
    assert decided(a_case(Kind.OTHER, urgent=True, decision="review", sender=None, sender_fault="There are two.")).notify


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
