"""A letter that comes back is shown at the entry it answered; a report that only claims so changes nothing."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.config import load_programme
from intake.desk.returned import why_undelivered
from intake.ledger import Ledger
from intake.model import CameBack, History, Kind, Outcome, Returned, SentLetter
from intake.reading import case as reading
from intake.reference import candidates
from intake.running import telling
from intake.running.workplace import open_workplace
from tests import ledger_sample as sample
from tests.factories import a_case, decided
from tests.ledger_sample import ledger
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.staff_notices import COLLEAGUE, danger, urgent_to_staff
from tests.world import ADDRESS, NOW, World, build, mail

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpora" / "bounces"
OURS = "<intake.0123456789abcdef0123456789abcdef01234567@coproduction.example>"
REFERENCE = next(candidates(b"k" * 32, "a message", "S2", "entry 0"))
TO = "wilma@tarnmail.example"


def head(message_id: str = OURS, reference: str = REFERENCE) -> str:
    """Of our letter, as a mail system quotes it."""
    return (
        f"From: Co-production seminars <{ADDRESS}>\nTo: {TO}\nSubject: Your request for a place [{reference}]\n"
        f"Date: Wed, 20 Jan 2016 09:00:00 +0000\nMessage-ID: {message_id}\nAuto-Submitted: auto-replied\n"
    )


def report(
    original: str = head(), action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", number: int = 1
) -> bytes:
    """A standard report (RFC 3464) of an invented mail system, with the original or its head."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.tarnmail.example>
To: {ADDRESS}
Subject: Undelivered Mail Returned to Sender
Date: Wed, 03 Feb 2016 08:00:00 +0000
Message-ID: <bounce.{number}@mx.tarnmail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.tarnmail.example

Final-Recipient: rfc822; {TO}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown user

--=_b
Content-Type: {kind}

{original}
Your place is noted.

--=_b--
""".replace("\n", "\r\n").encode()


def in_text(original: str, said: str = "This is a permanent error; I've given up.") -> bytes:
    """An older report, all in one text."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.tarnmail.example
To: {ADDRESS}
Subject: failure notice
Date: Wed, 03 Feb 2016 08:00:00 +0000

Hi. This is the mail program at mx.tarnmail.example. I wasn't able to deliver your message to the following addresses.
{said}

<{TO}>:
Sorry, no mailbox here by that name.

--- Below this line is a copy of the message.

{original}
Your place is noted. Earlier mail said:
> Message-ID: <another@tarnmail.example>
""".replace("\n", "\r\n").encode()


def read(raw: bytes) -> Returned:
    found = reading.read(raw, NOW, PROGRAMME).returned
    assert found is not None
    return found


# ---------------------------------------------------------------------------------------------------------- what it says


def test_a_standard_report_says_which_mail_to_whom_and_why() -> None:
    """RFC 3464 with the original beside it, whole or its head alone."""
    for kind in ("message/rfc822", "text/rfc822-headers"):
        assert read(report(kind=kind)) == Returned((OURS,), (TO,), "failed", "5.1.1", (REFERENCE,))


def test_an_older_report_quotes_the_head_in_its_text() -> None:
    """The first head counts; a folded id is read whole; what is quoted below it is other mail."""
    folded = head().replace("Message-ID: ", "Message-ID:\n ")
    for original in (head(), folded):
        found = read(in_text(original))
        assert (found.ids, found.action) == ((OURS,), "failed")


def test_a_report_about_a_colleagues_mail_is_not_about_the_letter_that_it_quotes() -> None:
    """The mail that came back answered our letter: References and quoted heads below do not make it ours."""
    theirs = head("<by.hand@coproduction.example>").replace("Auto-Submitted: auto-replied", f"References: {OURS}")
    assert read(report(f"{theirs}\n> Message-ID: {OURS}\n")).ids == ("<by.hand@coproduction.example>",)


def test_a_report_without_the_original_may_answer_it() -> None:
    """Some mail systems send the id in In-Reply-To alone."""
    bare = report(original="X-Nothing: here\n").replace(b"MIME-Version", f"In-Reply-To: {OURS}\r\nMIME-Version".encode())
    assert read(bare).ids == (OURS,)


@pytest.mark.parametrize(("action", "read_as"), [("delayed", "delayed"), ("relayed", "delivered"), ("FAILED", "failed")])
def test_the_stated_action_counts(action: str, read_as: str) -> None:
    """RFC 3464, 2.3.3, whatever else the words say."""
    assert read(report(action=action)).action == read_as


@pytest.mark.parametrize(
    "said",
    ["You do not need to resend your message.", "It has not yet been delivered.", "I will keep trying for two days."],
)
def test_a_warning_is_no_failure(said: str) -> None:
    """Where no action is stated, the words tell."""
    assert read(in_text(head(), said)).action == "delayed"


def test_a_report_names_no_id_that_is_not_one() -> None:
    """An id goes into a question to the ledger: only a strict one does."""
    assert read(report(head("<not an id>"))).ids == ()
    assert read(report(head("<" + "x" * 600 + "@y.example>"))).ids == ()


def test_people_report_nothing() -> None:
    """A person who quotes our letter, head and all, gives no report."""
    raw = mail(body=f"I got this from you:\n\n{head()}\nPlease may I have a place at the Oxford seminar?\n")
    assert reading.read(raw, NOW, PROGRAMME).returned is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of bounces is not here")
def test_real_reports_are_read_without_a_fault() -> None:
    """200 of other mail systems, old and new: most name the mail they are about, and a complaint is no failure."""
    found = [reading.read(path.read_bytes(), NOW, PROGRAMME).returned for path in sorted(CORPUS.glob("*.eml"))]
    reports = [one for one in found if one is not None]
    assert len(reports) > 190
    assert sum(bool(one.ids) for one in reports) > 0.8 * len(reports)
    assert {one.action for one in reports} == {"failed", "delayed", "complaint"}


# ------------------------------------------------------------------------------------------------------ what is decided

SENT = SentLetter(7, "M-4AC9", (REFERENCE,), to_staff=False, came_back=False)
SAID = Returned((OURS,), (TO,), "failed", "5.1.1", (REFERENCE,))


def bounce(said: Returned | None = SAID, **changes: Any) -> Any:
    return a_case(Kind.BOUNCE, decision="ignore", silence=("It is a report.",), returned=said, **changes)


def test_a_letter_that_came_back_goes_to_a_person() -> None:
    """Somebody waits for an answer that never came."""
    plan = decided(bounce(), History(returned=SENT))
    assert plan.came_back == CameBack(7, "There is no such address.")
    assert (plan.state, plan.review, plan.letter, plan.notify) == ("automatic", True, None, False)
    assert plan.reasons[0] == f"It says that our letter about M-4AC9 ({REFERENCE}) came back undelivered."
    assert "by telephone or post" in plan.suggestion


@pytest.mark.parametrize("action", ["delayed", "delivered", "complaint"])
def test_a_letter_that_is_late_or_arrived_has_not_come_back(action: Any) -> None:
    """It is registered, and changes nothing."""
    plan = decided(bounce(replace(SAID, action=action)), History(returned=SENT))
    assert (plan.came_back, plan.review) == (None, False)
    assert "M-4AC9" in plan.reasons[0]


def test_a_second_report_about_a_letter_is_registered_only() -> None:
    """Staff have the first one."""
    plan = decided(bounce(), History(returned=replace(SENT, came_back=True)))
    assert (plan.came_back, plan.review) == (None, False)


def test_a_report_that_names_less_than_the_letter_is_a_suggestion() -> None:
    """A forged one may know reference and address: it changes nothing."""
    plan = decided(bounce(replace(SAID, ids=())), History(maybe_returned=SENT))
    assert (plan.came_back, plan.review) == (None, True)
    assert plan.suggestion.startswith(f"It may be about our letter about M-4AC9 ({REFERENCE})")


def test_a_notice_that_came_back_is_for_the_administrator() -> None:
    """Not for review: or each day's notice would call forth the next one's."""
    plan = decided(bounce(), History(returned=replace(SENT, to_staff=True)))
    assert plan.came_back == CameBack(7, "There is no such address.")
    assert not plan.review
    assert "[notices]" in " ".join(plan.reasons)


def test_other_reports_are_as_they_were() -> None:
    """About mail that is not ours: machine mail."""
    plan = decided(bounce(), History())
    assert (plan.state, plan.review) == ("automatic", False)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("5.1.1", "There is no such address."),
        ("5.1.10", "There is no such address."),
        ("5.2.2", "The mailbox is full."),
        ("5.7.26", "Their mail system refused it."),
        ("4.4.7", "Their mail system could not be reached in time."),
        ("5.0.0", ""),
        ("", ""),
    ],
)
def test_the_code_is_told_in_plain_words_or_not_at_all(status: str, why: str) -> None:
    """RFC 3463."""
    assert why_undelivered(status) == why


# ------------------------------------------------------------------------------------------------- what the ledger knows


def letter_sent(ledger: Ledger, uid: int = 1) -> int:
    sample.recorded(ledger, uid, post=sample.letter(uid))
    (due,) = ledger.due_letters(NOW)
    ledger.sending(due.id, NOW)
    ledger.sent_outcome(due.id, Outcome("sent", 250, ""), NOW, None)
    return due.id


def history_of(ledger: Ledger, said: Returned) -> History:
    pending = sample.taken(ledger, 9)
    return ledger.history(replace(sample.case(9), returned=said), pending, NOW)


def test_only_the_letters_own_id_ties_a_report(ledger: Ledger) -> None:
    """And only to a letter that has left."""
    number = letter_sent(ledger)
    ours = sample.letter(1).message_id
    found = history_of(ledger, Returned((ours,), (), "failed", "", ()))
    assert found.returned == SentLetter(number, "M-1", ("S2-1A",), to_staff=False, came_back=False)
    assert found.maybe_returned is None
    weak = history_of(ledger, Returned(("<x@y.example>",), (sample.ADA,), "failed", "", ("S2-1A",)))
    assert weak.returned is None
    assert weak.maybe_returned == found.returned
    assert history_of(ledger, Returned((), (sample.ADA,), "failed", "", ())).maybe_returned is None
    assert history_of(ledger, Returned((), ("eve@x.example",), "failed", "", ("S2-1A",))).maybe_returned is None


def test_a_letter_still_to_be_sent_cannot_come_back(ledger: Ledger) -> None:
    """Whoever names its id cannot have had it."""
    sample.recorded(ledger, 1, post=sample.letter(1))
    assert history_of(ledger, Returned((sample.letter(1).message_id,), (), "failed", "", ())).returned is None


def test_what_came_back_is_final_and_counts_as_no_letter_had(ledger: Ledger) -> None:
    """It is shown with the day of the report; nothing sends it again; the next letter is a first letter."""
    number = letter_sent(ledger)
    intent = sample.plan(came_back=CameBack(number, "There is no such address."), state="automatic")
    later = NOW + timedelta(days=14)
    report_row = sample.recorded(ledger, 2, intent=intent, now=later)
    (row,) = ledger.snapshot().letters
    assert (row.state, row.reason, row.changed) == ("returned", "There is no such address.", report_row.received)
    ledger.retry(later)
    assert ledger.due_letters(later) == []
    assert ledger.status().returned == (("M-1", "There is no such address."),)
    assert ledger.letters_since(NOW - timedelta(hours=1)) == 1
    assert ledger.letters_since(NOW + timedelta(hours=1)) == 0
    assert history_of(ledger, SAID).letters_ever == 0


def test_notices_are_in_nobodys_count_and_answer_nobody(ledger: Ledger) -> None:
    """Contract of both databases: they are sent as letters are, and are no letters to the sender."""
    one = sample.recorded(ledger, 1, post=sample.letter(1))
    with ledger.recording() as recorder:
        for number, kind in ((2, "urgent notice"), (3, "daily notice"), (4, "urgent notice")):
            recorder.letter(one.id, replace(sample.letter(number), kind=kind), NOW)  # type: ignore[arg-type]
    assert [due.message_id[7:8] for due in ledger.due_letters(NOW)] == ["2", "4", "1", "3"]
    assert [due.message_id[7:8] for due in ledger.urgent_notices(NOW)] == ["2", "4"]
    assert [due.notice for due in ledger.due_letters(NOW)] == [True, True, False, True]
    assert len(ledger.snapshot().letters) == 1
    assert ledger.status().letters == {"queued": 1}
    assert ledger.status().notices == {"queued": 3}
    assert ledger.letters_since(NOW - timedelta(days=1)) == 1
    pending = sample.taken(ledger, 9)
    answers = ledger.history(sample.case(9, in_reply_to=(sample.letter(2).message_id,)), pending, NOW)
    assert (answers.sent_token, answers.answers_notice, answers.letters_ever) == (None, True, 1)
    answers = ledger.history(sample.case(9, in_reply_to=(sample.letter(1).message_id,)), pending, NOW)
    assert (answers.sent_token, answers.answers_notice) == ("M-1", False)


# ---------------------------------------------------------------------------------------------------- the whole path


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def as_returned(letter: bytes, **changes: Any) -> bytes:
    """A report with the letter as it went out beside it."""
    return report(letter.decode().replace("\r\n", "\n"), **changes)


def test_a_bounce_of_our_letter_is_shown_at_its_entry(world: World) -> None:
    """Where staff look: the reply of the entry, For review, All messages, the summary and `intake status`."""
    world.deliver(mail())
    world.run()
    (letter,) = world.letters()
    day = NOW + timedelta(days=14)
    world.deliver(as_returned(letter.raw), when=day)
    result = world.run(day + timedelta(minutes=5))
    assert (result.exit_code, result.letters.returned) == (1, 1)
    assert any("came back undelivered" in line for line in telling.report(result))
    register = world.register()
    (entry,) = register["Place requests"]
    shown = "Came back undelivered on 3 February 2016 (request noted). There is no such address."
    assert entry["Reply sent"] == shown
    asked, bounced = register["All messages"]
    assert asked["Reply sent"] == shown
    assert f"our letter about {asked['Reference']} ({entry['Reference']}) came back undelivered" in bounced["Why"]
    (review,) = register["For review"]
    assert review["Reference"] == bounced["Reference"]
    assert "another way" in review["Suggestion"]
    assert len(world.letters()) == 1
    with open_workplace(world.config(), lambda: day) as work:
        assert f"Came back:   {asked['Reference']}  There is no such address." in telling.status(work)


def test_a_delay_changes_nothing_until_it_fails(world: World) -> None:
    """Four hours late is not lost."""
    world.deliver(mail())
    world.run()
    (letter,) = world.letters()
    world.deliver(as_returned(letter.raw, action="delayed", status="4.4.1"))
    world.run(NOW + timedelta(hours=4))
    register = world.register()
    assert register["Place requests"][0]["Reply sent"].startswith("Sent ")
    assert register["For review"] == []
    world.deliver(as_returned(letter.raw, status="5.4.7", number=2))
    world.run(NOW + timedelta(days=2))
    assert world.register()["Place requests"][0]["Reply sent"].startswith("Came back undelivered")


def test_a_forged_bounce_does_no_harm(world: World) -> None:
    """It knows the reference and the address, and guesses at the id: the entry stands as it was, and a person is asked."""
    world.deliver(mail())
    world.run()
    before = world.register()["Place requests"]
    world.deliver(report(head(reference=str(before[0]["Reference"]))))
    world.run(NOW + timedelta(minutes=5))
    register = world.register()
    assert register["Place requests"] == before
    (review,) = register["For review"]
    assert "It may be about our letter" in review["Suggestion"]
    assert len(world.letters()) == 1


def test_a_notice_that_bounces_is_shown_to_the_administrator(world: World) -> None:
    """Nobody was told of the danger: the summary and `intake status` say so; no circle begins."""
    world.change_config('# to = ["a.colleague@coproduction.example"]', f'to = ["{COLLEAGUE}"]')
    world.deliver(danger())
    world.run()
    (notice,) = urgent_to_staff(world)
    sent = len(world.letters())
    world.deliver(as_returned(notice.raw))
    world.run(NOW + timedelta(minutes=5))
    assert len(world.letters()) == sent
    with open_workplace(world.config(), lambda: NOW) as work:
        ((_, reason),) = work.ledger.status().notices_unsent
    assert reason == "The notice about its words of danger came back undelivered. There is no such address."
    assert len(world.register()["For review"]) == 1
    assert email.message_from_bytes(notice.raw)["Message-ID"].startswith("<intake.")
