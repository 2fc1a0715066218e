"""Letters leave at most once, what is owed is not forgotten, and the desk is told what happened before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from intake.errors import SetAside
from intake.ledger import Ledger
from intake.model import ChangePlan, History, Outcome
from intake.rows import Override
from tests.ledger_sample import (
    ACCOUNT,
    ADA,
    MINUTE,
    NOW,
    case,
    digest,
    fetched,
    ledger,
    letter,
    place,
    plan,
    recorded,
    taken,
)

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]

SENT = Outcome("sent", 250, "")
PUT_OFF = Outcome("queued", 451, "Try again later.")
REFUSED = Outcome("failed", 550, "There is no such mailbox.")
UNKNOWN = Outcome("unknown", None, "The connection broke after the last line.")
DESK = Outcome("queued", 535, "The sign-in was refused.", desk_fault=True)


def the_letter(ledger: Ledger) -> tuple[str, int]:
    (row,) = ledger.snapshot().letters
    return row.state, row.attempts


def on_its_way(ledger: Ledger) -> int:
    """A letter between T3 and T4."""
    recorded(ledger, 1, post=letter())
    (due,) = ledger.due_letters(NOW)
    ledger.sending(due.id, NOW)
    return due.id


def test_a_letter_goes_out_with_the_bytes_it_was_written_with(ledger: Ledger) -> None:
    """Complete to the byte in the ledger: a template edited since changes nothing (fault S8)."""
    recorded(ledger, 1, post=letter())
    (due,) = ledger.due_letters(NOW)
    assert (due.to, due.raw, due.message_id, due.attempts) == (ADA, b"raw letter", letter().message_id, 0)


def test_a_message_gets_one_automatic_letter_at_most(ledger: Ledger) -> None:
    """The database itself refuses a second one; a letter that a person decided upon may follow."""
    one = recorded(ledger, 1, post=letter())
    with pytest.raises(IntegrityError), ledger.recording() as recorder:
        recorder.letter(one.id, letter(2), NOW)
    with ledger.recording() as recorder:
        recorder.letter(one.id, replace(letter(3), kind="decision"), NOW)
    assert [w.state for w in ledger.snapshot().letters] == ["queued", "queued"]


def test_a_letter_on_its_way_is_not_due(ledger: Ledger) -> None:
    """T3 is committed before DATA, and a second T3 is refused."""
    number = on_its_way(ledger)
    assert ledger.due_letters(NOW) == []
    with pytest.raises(SetAside, match="nothing is sent"):
        ledger.sending(number, NOW)


def test_an_interrupted_letter_is_of_unknown_fate_and_is_never_sent_again(ledger: Ledger) -> None:
    """Only its copy among the sent mail, or a person, settles it (fault S6)."""
    number = on_its_way(ledger)
    assert ledger.interrupted(NOW) == 1
    assert ledger.interrupted(NOW) == 0
    assert the_letter(ledger) == ("unknown", 1)
    ledger.retry(NOW)
    with pytest.raises(SetAside, match="may have left"):
        ledger.release("M-1", NOW)
    for outcome in (SENT, PUT_OFF, REFUSED):
        with pytest.raises(SetAside):
            ledger.sent_outcome(number, outcome, NOW, NOW)
    assert ledger.due_letters(NOW + timedelta(days=9)) == []
    assert [w.id for w in ledger.unknown_letters()] == [number]
    assert ledger.status().unknown[0][0] == "M-1"
    ledger.found_in_sent(number, NOW)
    assert the_letter(ledger) == ("sent", 1)


@pytest.mark.parametrize(("outcome", "state"), [(SENT, "sent"), (REFUSED, "failed"), (UNKNOWN, "unknown")])
def test_what_the_server_said_is_final(ledger: Ledger, outcome: Outcome, state: str) -> None:
    """Sent, refused or unknown: nothing puts the letter back into the queue by itself."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, outcome, NOW, NOW)
    assert the_letter(ledger) == (state, 1)
    ledger.retry(NOW)
    with pytest.raises(SetAside):
        ledger.release("M-1", NOW)
    assert ledger.due_letters(NOW + timedelta(days=9)) == []


def test_a_letter_put_off_waits_for_its_time(ledger: Ledger) -> None:
    """Each attempt counts once, before T3 or after it; the desk's own fault counts none."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, PUT_OFF, NOW, NOW + 5 * MINUTE)
    assert ledger.due_letters(NOW + 4 * MINUTE) == []
    assert [w.attempts for w in ledger.due_letters(NOW + 5 * MINUTE)] == [1]
    ledger.sent_outcome(number, PUT_OFF, NOW, NOW + 9 * MINUTE)
    assert the_letter(ledger) == ("queued", 2)
    ledger.sent_outcome(number, DESK, NOW, NOW + 9 * MINUTE)
    assert the_letter(ledger) == ("queued", 2)
    assert ledger.retry(NOW) == 1
    assert [w.id for w in ledger.due_letters(NOW)] == [number]


def test_the_time_of_being_put_off_counts_from_the_first_refusal(ledger: Ledger) -> None:
    """Not from when the letter was written, nor from a fault of the desk's own; each later refusal leaves it."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, DESK, NOW + MINUTE, None)
    assert [w.put_off_since for w in ledger.due_letters(NOW)] == [None]
    for minutes in (2, 3):
        ledger.sent_outcome(number, PUT_OFF, NOW + minutes * MINUTE, None)
        assert [w.put_off_since for w in ledger.due_letters(NOW)] == [NOW + 2 * MINUTE]


def test_a_letter_that_a_person_sets_going_has_its_whole_time_again(ledger: Ledger) -> None:
    """Also one whose next try has come already: the desk may have been off for days."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, PUT_OFF, NOW, NOW + MINUTE)
    assert ledger.retry(NOW + 2 * MINUTE) == 0
    assert [w.put_off_since for w in ledger.due_letters(NOW + 2 * MINUTE)] == [None]


def test_a_letter_held_for_weeks_and_released_was_never_put_off(ledger: Ledger) -> None:
    """It is tried as long as any other."""
    recorded(ledger, 1, post=letter(held="It is older than 7 days."))
    ledger.release("M-1", NOW + timedelta(days=30))
    (due,) = ledger.due_letters(NOW + timedelta(days=30))
    assert (due.created, due.put_off_since) == (NOW, None)


def test_a_letter_that_never_reached_data_cannot_be_sent(ledger: Ledger) -> None:
    """'sent' without T3 would be a lie somewhere."""
    recorded(ledger, 1, post=letter())
    (due,) = ledger.due_letters(NOW)
    with pytest.raises(SetAside):
        ledger.sent_outcome(due.id, SENT, NOW, None)
    ledger.sent_outcome(due.id, REFUSED, NOW, None)
    assert the_letter(ledger) == ("failed", 1)


def test_a_held_letter_waits_for_a_person(ledger: Ledger) -> None:
    """Held, not dropped: shown with its reason, released by the message's or the entry's reference."""
    recorded(ledger, 1, post=letter(held="It is older than 7 days."))
    assert ledger.due_letters(NOW + timedelta(days=30)) == []
    assert ledger.status().held == (("M-1", "It is older than 7 days."),)
    assert "released" in ledger.release("S2-1A", NOW)
    assert len(ledger.due_letters(NOW)) == 1
    assert ledger.status().held == ()


def test_a_letter_sent_owes_its_copy_to_the_sent_folder(ledger: Ledger) -> None:
    """With attempts and a next try; none where no such folder is configured."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, SENT, NOW, None)
    assert [w.id for w in ledger.unsent_copies()] == [number]
    ledger.copy_failed(number, "The folder is not there.", NOW + MINUTE)
    assert ledger.unsent_copies(NOW) == []
    assert [w.attempts for w in ledger.unsent_copies(NOW + MINUTE)] == [1]
    ledger.copy_filed(number)
    assert ledger.unsent_copies() == []
    recorded(ledger, 2, post=letter(2))
    (due,) = ledger.due_letters(NOW)
    ledger.sending(due.id, NOW)
    ledger.sent_outcome(due.id, SENT, NOW, None, copy=False)
    assert ledger.unsent_copies() == []


# ------------------------------------------------------------------------------------------------------- filing away


def test_what_is_recorded_is_owed_to_be_filed_away_until_it_is(ledger: Ledger) -> None:
    """A move that fails is tried again at its time, or at once by `retry` (fault M11)."""
    one, two = recorded(ledger, 1), recorded(ledger, 2)
    assert [a.uid for a in ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW)] == [1, 2]
    ledger.filed_away([one.id], "moved", NOW)
    ledger.file_away_failed([two.id], "The server has no MOVE.", NOW, NOW + MINUTE)
    assert ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW) == []
    assert not ledger.owes_filing(NOW)
    assert ledger.status().duties == 1
    assert [(a.uid, a.attempts) for a in ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW + MINUTE)] == [(2, 1)]
    assert ledger.retry(NOW) == 1
    assert ledger.owes_filing(NOW)


def test_nothing_is_moved_that_a_person_must_look_at(ledger: Ledger) -> None:
    """What waits, what is set aside and what is too large stays where staff can open it; duplicates go."""
    taken(ledger, 1)
    two = taken(ledger, 2)
    ledger.set_aside(two.id, "M-2", "It cannot be read.", NOW)
    ledger.take_in([fetched(3, whole=False), fetched(4, "message 1")], NOW)
    assert [a.uid for a in ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW)] == [4]


def test_a_new_uidvalidity_voids_what_was_owed_under_the_old(ledger: Ledger) -> None:
    """The old UIDs may mean other messages now: they must never be moved (fault M4)."""
    recorded(ledger, 1)
    assert ledger.to_file_away(ACCOUNT, "INBOX", 8, NOW) == []
    assert ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW) == []
    assert ledger.status().duties == 0


def test_a_message_put_back_by_staff_is_for_the_desk_to_decide(ledger: Ledger) -> None:
    """Filed away from this folder and back under a new UID: not a duplicate of the machine's making."""
    one = recorded(ledger, 1)
    ledger.filed_away([one.id], "moved", NOW)
    back = taken(ledger, 2, text="message 1")
    told = ledger.history(case(1), back, NOW)
    assert (told.seen_before_here, told.same_likeness) == (True, True)


@pytest.mark.parametrize(("how", "uidvalidity"), [("left", 7), ("moved", 8)])
def test_a_message_that_never_left_or_came_with_a_new_uidvalidity_was_not_put_back(
    ledger: Ledger, how: str, uidvalidity: int
) -> None:
    """Then it is the server's doing: a duplicate."""
    one = recorded(ledger, 1)
    ledger.filed_away([one.id], how, NOW)
    ledger.take_in([fetched(2, "message 1", uidvalidity=uidvalidity)], NOW)
    assert ledger.pending() == []
    assert ledger.status().messages == {"duplicate": 1, "filed": 1}


# ---------------------------------------------------------------------------------------------------- what was before


def asked(ledger: Ledger, number: int = 9, **changes: object) -> History:
    """What the desk is told about message `number`, which is not recorded yet."""
    return ledger.history(case(number, **changes), taken(ledger, number), NOW)  # type: ignore[arg-type]


def test_a_first_message_has_no_past(ledger: Ledger) -> None:
    """And its own row is not taken for an earlier one."""
    assert asked(ledger) == History()


def test_the_same_message_rendered_anew_is_known_by_likeness(ledger: Ledger) -> None:
    """Other bytes, same likeness: a duplicate. Same kinship, other likeness: possibly the same."""
    recorded(ledger, 1)
    told = asked(ledger, 8, likeness=digest("likeness 1"), kinship=digest("kinship 1"))
    assert (told.same_likeness, told.same_kinship, told.seen_before_here) == (True, False, False)
    told = asked(ledger, 9, kinship=digest("kinship 1"))
    assert (told.same_likeness, told.same_kinship) == (False, True)


def test_the_same_message_id_alone_decides_nothing(ledger: Ledger) -> None:
    """Two messages may carry one Message-ID (fault M5)."""
    recorded(ledger, 1)
    told = asked(ledger, message_id="<1@harbour.example>")
    assert not (told.same_likeness or told.same_kinship)


def test_entries_are_found_by_sender_by_reference_and_by_the_letter_answered(ledger: Ledger) -> None:
    """The three ways in which a message is tied to what came before."""
    recorded(ledger, 1, post=letter(1))
    told = asked(ledger, 7)
    assert [(e.reference, e.sender, e.places, e.seminar) for e in told.by_sender] == [("S2-1A", ADA, 1, "seminar-2")]
    assert (told.by_reference, told.sent_token) == ((), None)
    told = asked(ledger, 8, sender=None, references=("S2-1A", "S3-000"))
    assert [e.reference for e in told.by_reference] == ["S2-1A"]
    assert told.by_sender == ()
    told = asked(ledger, 9, sender=None, in_reply_to=("<x@y.example>", letter(1).message_id))
    assert told.sent_token == "M-1"
    assert [(e.reference, e.message) for e in told.by_reference] == [("S2-1A", "M-1")]


def test_letters_are_counted_for_a_day_and_for_ever(ledger: Ledger) -> None:
    """Those that left, may have left, or are about to; not those held or refused (faults L2, L3)."""
    for number, outcome in enumerate((SENT, UNKNOWN, REFUSED), start=1):
        recorded(ledger, number, post=letter(number, ADA.upper()))
        (due,) = ledger.due_letters(NOW)
        ledger.sending(due.id, NOW)
        ledger.sent_outcome(due.id, outcome, NOW, None)
    recorded(ledger, 4, post=letter(4, held="Wait."))
    recorded(ledger, 5, post=letter(5, "ben@okafor.example"))
    told = asked(ledger, 8)
    assert (told.letters_today, told.letters_today_all, told.letters_ever) == (2, 3, 2)
    tomorrow = NOW + timedelta(days=1, seconds=1)
    told = ledger.history(case(9), taken(ledger, 9), tomorrow)
    assert (told.letters_today, told.letters_today_all, told.letters_ever) == (0, 0, 2)
    assert ledger.letters_since(NOW) == 3


def test_a_letter_that_has_waited_for_days_counts_on_the_day_it_leaves(ledger: Ledger) -> None:
    """Old letters in the queue must not use up the letters of today."""
    number = on_its_way(ledger)
    ledger.sent_outcome(number, PUT_OFF, NOW, NOW)
    later = NOW + timedelta(days=3)
    assert (ledger.letters_since(NOW), ledger.letters_since(later)) == (1, 0)
    ledger.sending(number, later)
    assert ledger.letters_since(later) == 1
    ledger.sent_outcome(number, SENT, later, None)
    assert ledger.letters_since(later) == 1


def test_places_are_counted_by_seminar_without_those_given_up(ledger: Ledger) -> None:
    """A request without a number counts as one; staff's own number, status and decision win."""
    recorded(ledger, 1, intent=plan(place(2), place(None, "seminar-3")))
    recorded(ledger, 2, intent=plan(place(5), place(1, status="Cancelled")))
    assert asked(ledger, 7).places_taken == {"seminar-2": 7, "seminar-3": 1}
    ledger.store_staff(
        [
            Override("Place requests", "S2-1A", "Places", 4, NOW),
            Override("Place requests", "S2-1B", "Decision", "Declined", NOW),
        ],
        [],
    )
    assert asked(ledger, 8).places_taken == {"seminar-2": 9}
    recorded(ledger, 3, intent=plan(changes=(ChangePlan("S2-2A", "Cancelled", {}, "It cancels."),)))
    assert asked(ledger, 9).places_taken == {"seminar-2": 4}
