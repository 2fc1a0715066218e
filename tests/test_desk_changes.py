"""Cancellations and amendments: who may change an entry, and what is left to a person."""

from __future__ import annotations

from typing import Any

import pytest

from intake.model import Address, History, Kind, Request
from tests.factories import SENDER, a_case, a_place, a_programme, a_seminar, an_example, decided, templates

OTHER = Address("Ivo Pine", "ivo@pine.example")
BY_TOKEN = History(sent_token="S2-34X9", by_reference=(a_place(),))


def cancelling(**changes: Any) -> Any:
    return a_case(Kind.CANCELLATION, request=Request(seminars=("seminar-2",), given_up=("seminar-2",)), **changes)


def test_a_reply_to_our_letter_cancels_the_entry_from_whichever_address() -> None:
    """Our token is proof enough (decision 9): a colleague of the sender may cancel for them."""
    for sender in (SENDER, OTHER):
        plan = decided(cancelling(sender=sender), BY_TOKEN)
        assert plan.state == "filed"
        assert [(c.reference, c.status, c.answer) for c in plan.changes] == [("S2-34X9", "Cancelled", 0)]
        assert templates(plan) == ("cancellation",)


def test_a_reference_cancels_only_from_the_same_address() -> None:
    """The reference alone is a suggestion to staff; letter case in the address does not matter."""
    history = History(by_reference=(a_place(),))
    assert decided(cancelling(references=("S2-34X9",), sender=Address("", "Una@Larch.example")), history).changes
    stranger = decided(cancelling(references=("S2-34X9",), sender=OTHER), history)
    assert (stranger.state, stranger.changes, templates(stranger)) == ("review", (), ("cancellation_passed_on",))
    assert "S2-34X9" in stranger.suggestion


def test_a_stranger_with_a_letter_of_their_own_cannot_change_another_entry() -> None:
    """A token ties the entry whose letter it is, and no other that the text may name."""
    history = History(sent_token="S2-AAAA", by_reference=(a_place(),))
    assert decided(cancelling(references=("S2-34X9",), sender=OTHER), history).changes == ()


@pytest.mark.parametrize("changes", [{"silence": ("A trusted server says that it is forged.",)}, {"sender": None}])
def test_a_message_that_may_not_be_answered_changes_nothing(changes: dict[str, Any]) -> None:
    """A forged address is no proof; a person decides."""
    plan = decided(cancelling(**changes), BY_TOKEN)
    assert (plan.state, plan.changes, plan.letter) == ("review", (), None)


def test_a_cancellation_from_the_same_address_alone_is_passed_on() -> None:
    """Sender and seminar fit, nothing proves it: staff get the suggestion, the sender a person."""
    plan = decided(cancelling(), History(by_sender=(a_place(), a_place("S3-34X9", seminar="seminar-3"))))
    assert (plan.state, plan.changes, templates(plan)) == ("review", (), ("cancellation_passed_on",))
    assert "S2-34X9" in plan.suggestion
    assert "S3-34X9" not in plan.suggestion


def test_cancelling_twice_changes_nothing_the_second_time() -> None:
    """The sender is told again that it is cancelled."""
    plan = decided(cancelling(), History(sent_token="S2-34X9", by_reference=(a_place(status="Cancelled"),)))
    assert (plan.state, plan.changes, templates(plan)) == ("filed", (), ("cancellation",))
    assert plan.letter is not None
    assert plan.letter.answers[0].reference == "S2-34X9"


@pytest.mark.parametrize(("given_up", "done"), [(None, False), (1, False), (3, True)])
def test_of_several_places_all_are_cancelled_only_where_all_are_meant(given_up: int | None, done: bool) -> None:
    """ "I cannot come" from one of three says nothing of the other two."""
    case = a_case(Kind.CANCELLATION, request=Request(seminars=("seminar-2",), places=given_up))
    plan = decided(case, History(sent_token="S2-34X9", by_reference=(a_place(places=3),)))
    assert (bool(plan.changes), plan.state) == (done, "filed" if done else "review")


def test_a_cancellation_that_names_who_still_comes_is_for_a_person() -> None:
    """The number of places may then be theirs."""
    request = Request(seminars=("seminar-2",), places=2, attendees=("Ivo Pine", "Una Larch"))
    plan = decided(a_case(Kind.CANCELLATION, request=request), History(sent_token="S2-34X9", by_reference=(a_place(places=2),)))
    assert (plan.state, plan.changes) == ("review", ())


def test_a_cancellation_that_fits_two_entries_is_for_a_person() -> None:
    """It names no seminar, and its sender has places at two."""
    both = (a_place(), a_place("S3-34X9", seminar="seminar-3"))
    plan = decided(a_case(Kind.CANCELLATION), History(by_reference=both))
    assert (plan.state, plan.changes) == ("review", ())


def test_a_cancellation_of_another_seminar_than_the_letter_was_about_is_for_a_person() -> None:
    """What the message says counts, not only what it answers."""
    case = a_case(Kind.CANCELLATION, request=Request(seminars=("seminar-3",)))
    assert decided(case, BY_TOKEN).changes == ()


def amending(**particulars: Any) -> Any:
    return a_case(Kind.AMENDMENT, request=Request(**particulars))


def test_a_changed_name_is_set_in_the_entry() -> None:
    """As many people as before: the new names replace the old ones."""
    plan = decided(amending(attendees=("Ivo Pine",)), BY_TOKEN)
    assert [(c.reference, c.status, c.values) for c in plan.changes] == [("S2-34X9", None, {"attendees": "Ivo Pine"})]
    assert plan.letter is not None
    assert (templates(plan), plan.letter.answers[0].names) == (("amendment",), ("Ivo Pine",))


def test_one_more_place_with_its_name_is_added() -> None:
    """`places` counts the new ones, the names are all who come."""
    plan = decided(amending(places=1, attendees=("Una Larch", "Ivo Pine")), BY_TOKEN)
    assert plan.changes[0].values == {"places": 2, "attendees": "Una Larch; Ivo Pine"}
    assert plan.letter is not None
    assert plan.letter.answers[0].places == 2


def test_more_places_than_there_are_go_to_a_person() -> None:
    """A full, closed or past seminar takes no more by itself."""
    history = History(sent_token="S2-34X9", by_reference=(a_place(),), places_taken={"seminar-2": 10})
    programme = a_programme(a_seminar(2, capacity=10))
    plan = decided(amending(places=1, attendees=("Una Larch", "Ivo Pine")), history, programme=programme)
    assert (plan.state, plan.changes, templates(plan)) == ("review", (), ("amendment_passed_on",))


def test_names_that_do_not_fit_the_places_are_for_a_person() -> None:
    """One new name for three places does not strike out the other two."""
    plan = decided(amending(attendees=("Ivo Pine",)), History(sent_token="S2-34X9", by_reference=(a_place(places=3),)))
    assert (plan.state, plan.changes) == ("review", ())
    assert "Names: Ivo Pine." in plan.suggestion


def test_a_new_need_is_added_and_the_earlier_one_is_kept() -> None:
    """The earlier words may be another person's."""
    history = History(sent_token="S2-34X9", by_reference=(a_place(dietary="no nuts", access=None),))
    plan = decided(amending(attendees=("Una Larch",), dietary="vegan", access="a ramp"), history)
    assert plan.changes[0].values == {"access": "a ramp", "dietary": "vegan (before: no nuts)"}


def test_an_amendment_that_says_nothing_new_is_for_a_person() -> None:
    """A telephone number in the signature is no change: we never say "changed" of what we did not understand."""
    plan = decided(amending(attendees=("Una Larch",), phone="01632 960111"), BY_TOKEN)
    assert (plan.state, plan.changes, templates(plan)) == ("review", (), ("amendment_passed_on",))


def test_an_amendment_without_proof_is_passed_on() -> None:
    """With what the message gives, for the person who makes the change."""
    plan = decided(amending(seminars=("seminar-2",), dietary="vegan"), History(by_sender=(a_place(),)))
    assert (plan.state, plan.changes, templates(plan)) == ("review", (), ("amendment_passed_on",))
    assert "S2-34X9" in plan.suggestion
    assert "Dietary: vegan." in plan.suggestion


def test_words_that_end_in_a_full_stop_get_no_second_one() -> None:
    """What the sender wrote stands in the suggestion as it is."""
    plan = decided(amending(seminars=("seminar-2",), dietary="No nuts, please."))
    assert plan.suggestion.endswith("Dietary: No nuts, please.")


def test_the_letter_about_a_change_names_everybody_who_is_noted() -> None:
    """Whoever booked for two and tells us of a need is not told that one name is noted."""
    history = History(sent_token="S2-34X9", by_reference=(a_place(places=2, attendees="Una Larch; Ivo Pine"),))
    plan = decided(amending(attendees=("Una Larch",), dietary="vegan"), history)
    assert plan.letter is not None
    assert (templates(plan), plan.letter.answers[0].names) == (("amendment",), ("Una Larch", "Ivo Pine"))


def test_a_request_whose_seminar_is_only_assumed_is_always_offered_to_staff() -> None:
    """It may be about the seminar that the message names, though it stands under another."""
    case = a_case(Kind.CANCELLATION, request=Request(seminars=("seminar-3",), given_up=("seminar-3",)))
    assert "S2-34X9" in decided(case, History(by_sender=(a_place(assumed=True),))).suggestion


def test_a_cancelled_entry_is_not_amended() -> None:
    """Whether it lives again is for a person."""
    plan = decided(
        amending(attendees=("Ivo Pine",)), History(sent_token="S2-34X9", by_reference=(a_place(status="Cancelled"),))
    )
    assert (plan.state, plan.changes) == ("review", ())


def test_an_entry_of_another_kind_is_not_cancelled() -> None:
    """A cancellation in reply to the letter about a template is for a person."""
    plan = decided(a_case(Kind.CANCELLATION), History(sent_token="EX-34X9", by_reference=(an_example(),)))
    assert (plan.state, plan.changes) == ("review", ())


def test_a_doubtful_cancellation_cancels_nothing() -> None:
    """Where reading is not sure, the tie alone does not decide."""
    plan = decided(cancelling(decision="review"), BY_TOKEN)
    assert (plan.changes, templates(plan)) == ((), ("received",))
    assert plan.suggestion == "Cancel S2-34X9 (Seminar 2: Title 2, 1 place)."
