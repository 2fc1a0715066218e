"""The whole path on a real IMAP server and a real SMTP server: what the public, staff and administrators rely on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, World, build, mail


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def only(rows: list[dict[str, object]]) -> dict[str, object]:
    assert len(rows) == 1
    return rows[0]


def test_a_request_is_registered_answered_and_filed_away(world: World) -> None:
    """The main job, once through."""
    world.deliver(mail())
    report = world.run()
    assert report.exit_code == 0
    assert report.reconciliation() == "mailbox 1 = 1 filed"
    register = world.register()
    place = only(register["Place requests"])
    assert place["Attendees"] == "Wilma Tarn"
    assert place["Places"] == 1
    assert only(register["All messages"])["Reference"]
    letter = world.letters()[0]
    assert letter.to == ("wilma@tarnmail.example",)
    assert str(place["Reference"]).encode() in letter.raw
    with world.dovecot.staff(world.user) as inbox:
        assert inbox.search() == []
        inbox.select_folder("Processed")
        assert len(inbox.search()) == 1


def test_a_second_pass_finds_nothing_to_do(world: World) -> None:
    """Nothing is sent, written or moved twice."""
    world.deliver(mail())
    world.run()
    path = world.config().workbook.path
    written = path.stat().st_mtime_ns
    report = world.run(NOW + timedelta(minutes=5))
    assert not report.busy
    assert len(world.letters()) == 1
    assert path.stat().st_mtime_ns == written


def test_mail_that_staff_have_read_is_still_taken_and_stays_unread_by_us(world: World) -> None:
    """M2: the read flag means nothing, and we set none."""
    world.change_config('processed_folder = "Processed"', 'processed_folder = ""')
    first, second = world.deliver(mail(number=1), mail(number=2, subject="Oxford too"))
    with world.dovecot.staff(world.user) as inbox:
        inbox.set_flags([first], [b"\\Seen"])
    world.run()
    assert len(world.register()["All messages"]) == 2
    with world.dovecot.staff(world.user) as inbox:
        flags = inbox.get_flags([first, second])
    assert b"\\Seen" in flags[first]
    assert b"\\Seen" not in flags[second]


def test_the_same_mail_under_new_numbers_is_not_doubled(world: World) -> None:
    """M3: a changed UIDVALIDITY costs a second look, no second entry and no second letter."""
    world.change_config('processed_folder = "Processed"', 'processed_folder = ""')
    world.deliver(mail())
    world.run()
    world.dovecot.renumber(world.user, uidvalidity=987654)
    world.run(NOW + timedelta(minutes=5))
    register = world.register()
    assert len(register["Place requests"]) == 1
    assert len(world.letters()) == 1


def test_two_messages_with_one_message_id_are_both_answered(world: World) -> None:
    """M5: a Message-ID alone never decides."""
    one = mail()
    other = mail(sender="Otto Brisk <otto@brisk.example>", body="A place at seminar 3, please.\n\nOtto Brisk\n")
    identity = next(line for line in one.split(b"\r\n") if line.startswith(b"Message-ID"))
    theirs = next(line for line in other.split(b"\r\n") if line.startswith(b"Message-ID"))
    world.deliver(one, other.replace(theirs, identity))
    world.run()
    assert {letter.to[0] for letter in world.letters()} == {"wilma@tarnmail.example", "otto@brisk.example"}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("List-Id", "<talk.lists.example>"),
        ("Precedence", "BULK"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Return-Path", "<>"),
    ],
)
def test_machines_and_lists_are_registered_and_never_answered(world: World, header: str, value: str) -> None:
    """RFC 3834: whatever they say, no letter goes."""
    world.deliver(mail(headers={header: value}))
    world.run()
    assert world.letters() == []
    assert only(world.register()["All messages"])["Reference"]


def test_mail_from_before_the_start_is_registered_and_never_answered(world: World) -> None:
    """M10: the old mailbox is no backlog of letters."""
    world.change_config('processed_folder = "Processed"', 'processed_folder = "Processed"\nstart_from = 2016-01-10T00:00:00Z')
    early = NOW - timedelta(days=15)
    world.deliver(mail(when=early), when=early)
    world.run()
    assert len(world.register()["Place requests"]) == 1
    assert world.letters() == []


def test_a_late_backlog_is_held_and_released_by_a_person(world: World) -> None:
    """Held, not dropped: one command lets it go."""
    from intake.running.workplace import open_workplace

    old = NOW - timedelta(days=9)
    world.deliver(mail(when=old), when=old)
    world.run()
    assert world.letters() == []
    with open_workplace(world.config(), lambda: NOW) as work:
        ((reference, reason),) = work.ledger.status().held
        assert "7 days" in reason
        work.ledger.release(reference, NOW)
    world.run(NOW + timedelta(minutes=5))
    assert len(world.letters()) == 1


def test_a_message_over_the_limit_is_registered_from_its_headers(world: World) -> None:
    """Too large: recorded and set aside, not downloaded; the others are processed."""
    path = world.config_path
    path.write_text(path.read_text("utf-8").replace("[limits]", "[limits]\nmessage_bytes = 20000"), "utf-8")
    world.deliver(mail(number=1, body="x" * 70 + "\n" + "word " * 9000), mail(number=2, subject="Oxford too"))
    world.run()
    states = sorted(str(row["State"]) for row in world.register()["All messages"])
    assert states == ["Filed", "Set aside: too large"]
    (large,) = [row for row in world.register()["All messages"] if row["State"] != "Filed"]
    assert large["From"] == "wilma@tarnmail.example"
    assert large["Subject"] == "Oxford"
    assert len(world.letters()) == 1


def test_a_workbook_that_is_open_is_left_alone_and_letters_still_go(world: World) -> None:
    """R1: written once it is closed."""
    world.run()
    lock = world.config().workbook.path.with_name(".~lock.register.xlsx#")
    lock.write_text("staff", "utf-8")
    before = world.config().workbook.path.read_bytes()
    world.deliver(mail())
    report = world.run()
    assert len(world.letters()) == 1
    assert world.config().workbook.path.read_bytes() == before
    assert report.exit_code == 75
    lock.unlink()
    world.run(NOW + timedelta(minutes=5))
    assert len(world.register()["Place requests"]) == 1


def test_a_server_that_is_down_costs_nothing(world: World) -> None:
    """Mail waits on its server, letters wait in the ledger; the pass says what is wrong and the next one goes on."""
    world.smtp.plan("greeting", "554 5.3.2 Closed for today")
    world.deliver(mail())
    assert world.run().exit_code == 75
    assert len(world.register()["Place requests"]) == 1
    world.run(NOW + timedelta(hours=1))
    assert len(world.letters()) == 1


def test_a_letter_whose_fate_is_unknown_is_shown_and_never_sent_again(world: World) -> None:
    """S3: at most once, whatever happens to the line."""
    world.smtp.plan("dot", smtp.TAKE_AND_DROP)
    world.deliver(mail())
    assert world.run().exit_code == 1
    world.run(NOW + timedelta(days=1))
    assert len(world.letters()) == 1
    assert "not known whether it arrived" in str(only(world.register()["Place requests"])["Reply sent"]).casefold()


def test_a_wrong_password_stops_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that are due still go; the fault is told with the exit code of a faulty configuration."""
    world.smtp.plan("greeting", "421 4.3.2 Not now")
    world.deliver(mail())
    world.run()
    monkeypatch.setenv("INTAKE_TEST_IMAP_PASSWORD", "wrong")
    report = world.run(NOW + timedelta(hours=1))
    assert report.exit_code == 2
    assert len(world.letters()) == 1


def test_what_staff_type_is_kept(world: World) -> None:
    """Decision 10: staff are the last word, also after the register is written again."""
    import openpyxl

    world.deliver(mail())
    world.run()
    path = world.config().workbook.path
    book = openpyxl.load_workbook(path)
    sheet = book["Place requests"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Reference" for cell in row))
    columns = {str(cell.value): number for number, cell in enumerate(header, start=1)}
    row = int(header[0].row or 0) + 1
    sheet.cell(row, columns["Staff notes"]).value = "Rang her back"
    sheet.cell(row, columns["Organisation"]).value = "Tarn Valley"
    book.save(path)
    world.deliver(mail(number=2, sender="Otto Brisk <otto@brisk.example>", body="A place in Oxford, please.\n\nOtto Brisk\n"))
    world.run(NOW + timedelta(minutes=5))
    rows = world.register()["Place requests"]
    assert len(rows) == 2
    (hers,) = [one for one in rows if one["Attendees"] == "Wilma Tarn"]
    assert hers["Staff notes"] == "Rang her back"
    assert hers["Organisation"] == "Tarn Valley"


def test_danger_brings_the_crisis_text_and_stands_first(world: World) -> None:
    """Promise 8: no cheerful letter, and a person sees it at the top."""
    world.deliver(
        mail(number=1, sender="Otto Brisk <otto@brisk.example>", subject="Hello", body="Thanks for everything.\n\nOtto\n"),
        mail(number=2, body="I cannot go on, I want to kill myself tonight.\n\nWilma Tarn\n"),
    )
    world.run()
    assert "wilma" in str(world.register()["For review"][0]["From"]).casefold() + str(world.register()["For review"][0])
    (letter,) = [one for one in world.letters() if "wilma@tarnmail.example" in one.to]
    assert b"116 123" in letter.raw


def test_a_storm_trips_the_breaker_which_holds_letters_and_goes_on_reading(world: World) -> None:
    """L3: the day's limit is for all senders together; a person looks, then lets letters go again."""
    from intake.running import breaker
    from intake.running.workplace import open_workplace

    world.change_config("letters_a_day = 200", "letters_a_day = 2")
    senders = [f"Person {name} <{name}@people.example>" for name in ("ash", "birch", "cedar", "elm")]
    world.deliver(*(mail(sender=one, number=n) for n, one in enumerate(senders)))
    world.run()
    assert len(world.letters()) == 2
    assert len(world.register()["Place requests"]) == 4
    with open_workplace(world.config(), lambda: NOW) as work:
        assert len(work.ledger.status().held) == 2
        breaker.release(work, NOW + timedelta(minutes=1))
    world.deliver(mail(sender="Person Fir <fir@people.example>", number=9))
    world.run(NOW + timedelta(minutes=5))
    assert len(world.letters()) == 3


def test_nobody_gets_more_than_the_days_letters(world: World) -> None:
    """L2: a machine at the other end that answers every letter gets three, then a person looks."""
    world.deliver(
        *(mail(number=n, subject=f"Oxford {n}", body=f"A place in Oxford please, try {n}.\n\nWilma Tarn\n") for n in range(6))
    )
    world.run()
    assert len(world.letters()) == 3


def test_a_row_that_staff_delete_comes_back_with_their_notes(world: World) -> None:
    """R4: deleting a row deletes nothing."""
    import openpyxl

    world.deliver(mail())
    world.run()
    path = world.config().workbook.path
    book = openpyxl.load_workbook(path)
    book["Place requests"].delete_rows(2)
    book.save(path)
    world.run(NOW + timedelta(minutes=5))
    assert len(world.register()["Place requests"]) == 1


def test_a_damaged_register_is_left_alone_and_rebuilt_beside(world: World) -> None:
    """R4: no pass takes a broken file for an empty one, and what staff type meanwhile is kept."""
    import openpyxl

    world.deliver(mail())
    world.run()
    path = world.config().workbook.path
    path.write_bytes(b"not a workbook")
    report = world.run(NOW + timedelta(minutes=5))
    assert report.exit_code == 1
    assert "rebuilt" in str(report.problems[0])
    assert path.read_bytes() == b"not a workbook"
    beside = path.with_name("register-rebuilt.xlsx")
    book = openpyxl.load_workbook(beside)
    sheet = book["Place requests"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("Staff notes") + 1).value = "Rang her back"
    book.save(beside)
    assert world.run(NOW + timedelta(minutes=10)).exit_code == 0  # it has been told once
    path.unlink()
    world.run(NOW + timedelta(minutes=15))
    assert only(world.register()["Place requests"])["Staff notes"] == "Rang her back"


def test_one_missing_folder_keeps_none_of_the_others_from_being_read(world: World) -> None:
    """The fault is told; the work is done, filing away included."""
    world.change_config('processed_folder = "Processed"', 'folders = ["Missing", "INBOX"]\nprocessed_folder = "Processed"')
    world.deliver(mail())
    report = world.run()
    assert report.exit_code == 2
    assert len(world.letters()) == 1
    assert report.moved == 1


def test_a_missing_sent_folder_stops_nothing(world: World) -> None:
    """A letter of unknown fate is looked for there, and mail is read all the same."""
    world.change_config('from_name = "Co-production seminars"', 'from_name = "Co-production seminars"\nsent_folder = "Sent"')
    world.smtp.plan("dot", smtp.TAKE_AND_DROP)
    world.deliver(mail())
    world.run()
    world.deliver(mail(number=2, sender="Otto Brisk <otto@brisk.example>", body="A place in Oxford, please.\n\nOtto Brisk\n"))
    assert world.run(NOW + timedelta(minutes=5)).exit_code == 0
    assert len(world.letters()) == 2


def test_a_fault_of_the_program_over_one_message_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Poison cannot block: three tries, then a person looks; its neighbours are answered at once."""
    from intake import desk
    from intake.running import recording

    def stumbling(case: Any, *args: Any, **kwargs: Any) -> Any:
        if case.message.sender.email.startswith("otto"):
            raise KeyError("nobody foresaw this")
        return desk.decide(case, *args, **kwargs)

    monkeypatch.setattr(recording, "desk", SimpleNamespace(decide=stumbling))
    world.deliver(mail(sender="Otto Brisk <otto@brisk.example>"), mail(number=2))
    assert world.run().exit_code == 75
    assert {letter.to[0] for letter in world.letters()} == {"wilma@tarnmail.example"}
    world.run(NOW + timedelta(minutes=5))
    assert world.run(NOW + timedelta(minutes=10)).exit_code == 1
    states = {str(row["State"]) for row in world.register()["All messages"]}
    assert states == {"Filed", "Set aside: could not be read"}


def test_copies_of_letters_are_filed_and_settle_what_became_of_a_letter(world: World) -> None:
    """A letter whose fate was unknown and that stands in Sent did leave; others are not filed twice."""
    world.change_config('from_name = "Co-production seminars"', 'from_name = "Co-production seminars"\nsent_folder = "Sent"')
    world.deliver(mail())
    world.run()
    with world.dovecot.staff(world.user, "Sent") as sent:
        assert len(sent.search()) == 1
    world.smtp.plan("dot", smtp.TAKE_AND_DROP)
    world.deliver(mail(number=2, sender="Otto Brisk <otto@brisk.example>", body="A place in Oxford, please.\n\nOtto Brisk\n"))
    world.run(NOW + timedelta(minutes=5))
    world.dovecot.deliver(world.user, world.letters()[-1].raw, folder="Sent")
    world.run(NOW + timedelta(minutes=10))
    replies = [str(row["Reply sent"]) for row in world.register()["Place requests"]]
    assert all(reply.startswith("Sent") for reply in replies), replies


def test_an_older_copy_of_the_register_put_back_is_brought_up_to_date(world: World) -> None:
    """Step 7: the workbook converges on what the ledger knows, whatever copy lies there."""
    world.deliver(mail())
    world.run()
    path = world.config().workbook.path
    old = path.read_bytes()
    world.deliver(mail(number=2, sender="Otto Brisk <otto@brisk.example>", body="A place in Oxford, please.\n\nOtto Brisk\n"))
    world.run(NOW + timedelta(minutes=5))
    path.write_bytes(old)
    world.run(NOW + timedelta(minutes=10))
    assert len(world.register()["Place requests"]) == 2


def test_mail_that_staff_rescue_from_junk_comes_to_a_person(world: World) -> None:
    """Decision 12: it is no copy of itself, and nobody is answered automatically."""
    world.change_config('processed_folder = "Processed"', 'junk_folder = "Junk"\nprocessed_folder = "Processed"')
    world.deliver(mail(), folder="Junk")
    world.run()
    assert world.letters() == []
    with world.dovecot.staff(world.user, "Junk") as junk:
        junk.move(junk.search(), "INBOX")
    world.run(NOW + timedelta(minutes=5))
    assert any(row["State"] != "A copy of another message" for row in world.register()["All messages"][1:])
    assert world.register()["For review"]
