"""Forms that were typed in: rows of the ledger that no mailbox knows, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from intake.desk.by_hand import Way
from intake.ledger import Ledger
from tests.ledger_sample import ACCOUNT, NOW, by_hand_form, case, fetched, ledger

pytest_plugins = ("tests.postgres",)
__all__ = ["ledger"]


def test_the_ledger_numbers_what_came_each_way(ledger: Ledger) -> None:
    """On either database: every form has a row of its own, no mailbox counts it, and nothing waits for it."""
    ledger.take_in([fetched(1)], NOW)
    ways: tuple[Way, ...] = ("post", "telephone", "post")
    for number, way in enumerate(ways, 1):
        with ledger.recording() as recorder:
            recorder.by_hand(by_hand_form(way), f"M-{number}", f"EX-{number}", NOW)
    rows = [row for row in ledger.snapshot().messages if row.reference]
    assert [(row.reference, row.folder, row.entries) for row in rows] == [
        ("M-1", "post", ("EX-1",)),
        ("M-2", "telephone", ("EX-2",)),
        ("M-3", "post", ("EX-3",)),
    ]
    assert ledger.status().messages == {"received": 1, "entered by hand": 3}
    assert (ledger.count_kept(), list(ledger.kept())) == (0, [])
    assert ledger.known_uids(ACCOUNT, "INBOX", 7) == {1}
    assert ledger.reconcile(ACCOUNT, "INBOX", 7, {1}) == {"received": 1}
    assert not ledger.owes_filing(NOW)
    assert len(ledger.pending()) == 1


def test_mail_without_a_sender_is_not_tied_to_it(ledger: Ledger) -> None:
    """Neither has an address: that makes them nobody's, not the same person's."""
    with ledger.recording() as recorder:
        recorder.by_hand(by_hand_form(), "M-1", "EX-1", NOW)
    ledger.take_in([fetched(1)], NOW)
    (one,) = ledger.pending()
    anonymous = case()
    anonymous = replace(anonymous, message=replace(anonymous.message, sender=None))
    history = ledger.history(anonymous, one, NOW)
    assert (history.by_sender, history.same_likeness, history.same_kinship) == ((), False, False)


def test_a_form_that_fails_to_be_entered_leaves_nothing(ledger: Ledger) -> None:
    """One transaction: no message row without its entry."""
    with ledger.recording() as recorder:
        recorder.by_hand(by_hand_form(), "M-1", "EX-1", NOW)
    before = ledger.snapshot()
    with pytest.raises(IntegrityError), ledger.recording() as recorder:
        recorder.by_hand(by_hand_form(text="other"), "M-2", "EX-1", NOW)
    assert ledger.snapshot() == before
