"""Replies to our letters, as the ledger tells of them; and entries that staff have typed over, which only they change."""

from __future__ import annotations

from typing import Any

import pytest

from intake.model import Address, History, Kind, Request
from tests.factories import a_case, a_place, decided, templates

OTHER = Address("Ivo Pine", "ivo@pine.example")
SEMINAR_2 = Request(seminars=("seminar-2",), given_up=("seminar-2",))


def replied(**changes: Any) -> History:
    """The message answers our letter to message M-1, of which the entry is."""
    return History(sent_token="M-1", by_reference=(a_place(message="M-1", **changes),))


def test_a_reply_to_our_letter_changes_the_entries_of_its_message_from_whichever_address() -> None:
    """The token is the reference of the message that the letter answered (decision 9)."""
    plan = decided(a_case(Kind.CANCELLATION, request=SEMINAR_2, sender=OTHER), replied())
    assert [(c.reference, c.status) for c in plan.changes] == [("S2-34X9", "Cancelled")]
    assert templates(plan) == ("cancellation",)


def test_a_reply_to_the_letter_about_another_message_changes_nothing() -> None:
    """Nor does an entry without a message answer to a message without a token."""
    case = a_case(Kind.CANCELLATION, request=SEMINAR_2, sender=OTHER)
    for history in (
        History(sent_token="M-2", by_reference=(a_place(message="M-1"),)),
        History(by_reference=(a_place(message=""),)),
    ):
        assert decided(case, history).changes == ()


def test_an_entry_found_by_its_sender_is_tied_by_the_letter_too() -> None:
    """The ledger may tell of it there only."""
    case = a_case(Kind.CANCELLATION, request=SEMINAR_2)
    assert decided(case, History(sent_token="M-1", by_sender=(a_place(message="M-1"),))).changes


@pytest.mark.parametrize(
    ("kind", "request_", "template"),
    [
        (Kind.CANCELLATION, SEMINAR_2, "cancellation_passed_on"),
        (Kind.AMENDMENT, Request(attendees=("Ivo Pine",)), "amendment_passed_on"),
    ],
)
def test_what_staff_have_typed_over_only_they_change(kind: Kind, request_: Request, template: str) -> None:
    """The sender is told that a person sees to it, and staff are told which entry it is about."""
    assert decided(a_case(kind, request=request_), replied()).changes
    plan = decided(a_case(kind, request=request_), replied(edited=True))
    assert (plan.state, plan.changes, templates(plan)) == ("review", (), (template,))
    assert "S2-34X9" in plan.suggestion
    assert "A colleague has changed S2-34X9 in the register, so a person decides." in plan.reasons


def test_an_entry_typed_over_still_makes_a_message_doubtful() -> None:
    """It names no seminar and there are two entries: the other is not cancelled by a guess."""
    both = (a_place(message="M-1", edited=True), a_place("S3-34X9", seminar="seminar-3", message="M-1"))
    plan = decided(a_case(Kind.CANCELLATION), History(sent_token="M-1", by_reference=both))
    assert (plan.state, plan.changes) == ("review", ())


def test_what_staff_have_cancelled_is_cancelled_already() -> None:
    """Nothing changes, and the sender is told so."""
    plan = decided(a_case(Kind.CANCELLATION, request=SEMINAR_2), replied(edited=True, status="Cancelled"))
    assert (plan.changes, templates(plan)) == ((), ("cancellation",))


def test_an_assumed_seminar_is_not_settled_where_staff_have_typed() -> None:
    """The answer to our question goes to a person."""
    case = a_case(request=Request(seminars=("seminar-3",), places=1))
    assert decided(case, replied(assumed=True)).changes
    plan = decided(case, replied(assumed=True, edited=True))
    assert (plan.state, plan.changes) == ("review", ())
    assert "S2-34X9" in plan.suggestion
