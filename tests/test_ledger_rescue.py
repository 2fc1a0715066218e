"""What people do in the mailbox and what the server withholds: mail brought out of Junk, and mail never handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from intake.ledger import Ledger
from intake.model import Slot
from tests.ledger_sample import ACCOUNT, NOW, case, digest, fetched, ledger, place, plan, taken

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]

JUNK = "Junk"
REASON = "The server would not hand this message over in 3 tries. Open it in the mailbox."


def in_junk(ledger: Ledger, **changes: Any) -> None:
    """Message 1, read while it lay in the junk folder."""
    one = taken(ledger, 1, folder=JUNK)
    with ledger.recording() as recorder:
        recorder.record(one, case(1), plan(**changes), "M-1", [], None, NOW)


def brought(ledger: Ledger, uid: int, folder: str = "INBOX", **changes: Any) -> str:
    """The state in which a copy of message 1 is taken in."""
    ledger.take_in([fetched(uid, "message 1", folder=folder, **changes)], NOW, junk_folder=JUNK)
    return ledger.snapshot().messages[-1].state


@pytest.mark.parametrize("state", ["spam", "automatic", "review", "filed"])
def test_mail_that_staff_bring_out_of_junk_is_read_again_for_a_person(ledger: Ledger, state: str) -> None:
    """It is no copy: somebody says that it was no spam. The desk is told that a person put it there."""
    in_junk(ledger, state=state)
    assert brought(ledger, 5) == "received"
    (waiting,) = ledger.pending()
    assert ledger.history(case(1), waiting, NOW, junk_folder=JUNK).seen_before_here


def test_it_is_known_by_its_likeness_where_the_server_rendered_it_anew(ledger: Ledger) -> None:
    """Other bytes, same message; and by what was recorded, where the junk folder has another name by now."""
    in_junk(ledger, state="review", no_letter="It lay in the Junk folder, and mail from there is not answered automatically.")
    waiting = taken(ledger, 5, text="rendered anew")
    told = ledger.history(case(2, likeness=digest("likeness 1")), waiting, NOW)
    assert (told.seen_before_here, told.same_likeness) == (True, True)


def test_a_second_copy_of_what_was_brought_out_is_a_duplicate(ledger: Ledger) -> None:
    """One copy is enough for a person; also where the server numbers its messages anew."""
    in_junk(ledger, state="spam")
    assert [brought(ledger, 5), brought(ledger, 6)] == ["received", "duplicate"]
    ledger.take_in([fetched(5, "message 1", uidvalidity=8)], NOW, junk_folder=JUNK)
    assert ledger.status().messages == {"duplicate": 2, "received": 1, "spam": 1}
    assert len(ledger.snapshot().messages) == 3


def test_spam_that_staff_throw_into_junk_is_a_duplicate(ledger: Ledger) -> None:
    """They agree with the program: nobody need look again."""
    one = taken(ledger, 1)
    with ledger.recording() as recorder:
        recorder.record(one, case(1), plan(state="spam"), "M-1", [], None, NOW)
    assert brought(ledger, 5, folder=JUNK) == "duplicate"


def test_a_copy_in_another_folder_of_what_was_read_there_is_a_duplicate(ledger: Ledger) -> None:
    """Neither was in Junk: the message was entered and answered."""
    one = taken(ledger, 1, folder="Seminars")
    with ledger.recording() as recorder:
        recorder.record(one, case(1), plan(place()), "M-1", ["S2-1A"], None, NOW)
    assert brought(ledger, 5, folder=JUNK) == "duplicate"
    assert brought(ledger, 6) == "duplicate"


# ------------------------------------------------------------------------------------------------- never handed over


def withheld(ledger: Ledger, *uids: int) -> int:
    listed = [(Slot(ACCOUNT, "INBOX", 7, uid), NOW - timedelta(hours=uid), 500 + uid) for uid in uids]
    return ledger.fetch_failed(listed, NOW)


def test_a_message_never_handed_over_becomes_a_persons_matter_after_three_tries(ledger: Ledger) -> None:
    """Each message is counted by itself; then it has a row, is counted as recorded and is asked for no more."""
    assert [withheld(ledger, 1), withheld(ledger, 1, 2), withheld(ledger, 1, 2)] == [0, 0, 1]
    (row,) = ledger.snapshot().messages
    assert (row.state, row.review, row.reasons, row.size) == ("set aside", True, (REASON,), 501)
    assert (row.received, row.no_letter) == (NOW - timedelta(hours=1), "It could not be read, so nobody has been answered.")
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == {1}
    assert ledger.reconcile(ACCOUNT, "INBOX", 7, [1, 2]) == {"set aside": 1}
    assert ledger.to_file_away(ACCOUNT, "INBOX", 7, NOW) == []
    assert withheld(ledger, 2) == 1
    before = ledger.snapshot()
    assert withheld(ledger, 1, 2) == withheld(ledger, 1) == withheld(ledger, 1) == 0
    assert ledger.snapshot() == before


def test_it_gets_its_reference_like_other_unread_mail(ledger: Ledger) -> None:
    """Staff can then name it."""
    for _ in range(3):
        withheld(ledger, 1)
    (bare,) = ledger.unnamed()
    with ledger.recording() as recorder:
        recorder.name(bare.id, recorder.reserve(iter(["M-7"])))
    assert ledger.unnamed() == []
    assert ledger.status().set_aside == (("M-7", REASON),)


def test_a_message_handed_over_after_all_is_counted_anew(ledger: Ledger) -> None:
    """Two bad tries are forgotten with the good one."""
    assert withheld(ledger, 1) == withheld(ledger, 1) == 0
    ledger.take_in([fetched(1, whole=False)], NOW)
    ledger.release("#1", NOW)
    assert [withheld(ledger, 1) for _ in range(3)] == [0, 0, 1]


def test_one_that_is_released_is_fetched_again(ledger: Ledger) -> None:
    """Given up again after three more tries; read where it comes, set aside as too large where it is."""
    for _ in range(3):
        withheld(ledger, 1)
    assert "fetched" in ledger.release("#1", NOW)
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == set()
    assert [withheld(ledger, 1) for _ in range(3)] == [0, 0, 1]
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == {1}
    ledger.release("#1", NOW)
    ledger.take_in([fetched(1, whole=False, size=40_000_000)], NOW)
    (row,) = ledger.snapshot().messages
    assert (row.state, row.review) == ("too large", True)
    assert "40,000,000 bytes" in row.reasons[0]
    ledger.release("#1", NOW)
    ledger.take_in([fetched(1)], NOW)
    assert [(p.slot.uid, p.digest) for p in ledger.pending()] == [(1, digest("message 1"))]
