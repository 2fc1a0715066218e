"""What is decided about a letter that came back, and what the ledger knows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake.desk.returned import why_undelivered
from intake.ledger import Ledger
from intake.model import CameBack, History, Kind, Outcome, Returned, SentLetter
from tests import ledger_sample as sample
from tests.bounces import OURS, REFERENCE, TO
from tests.factories import a_case, decided
from tests.ledger_sample import ledger
from tests.world import NOW

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]  # the fixture


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
