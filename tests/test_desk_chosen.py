"""Whoever names no seminar is asked which one is meant: the answer puts their request there, and makes no second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from intake.ledger import Ledger
from intake.model import Address, Case, ChangePlan, History, Kind, Request
from intake.reading.case import read
from intake.reference import candidates
from tests import ledger_sample
from tests.factories import SENDER, a_case, a_place, a_programme, a_seminar, decided, templates
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, build, mail

pytest_plugins = ("tests.postgres",)

ledger = ledger_sample.ledger  # the fixture
WAITING = a_place("P-34X9", assumed=True)
ASKED_BACK = History(sent_token="M-34X9", by_reference=(WAITING,), by_sender=(WAITING,), letters_ever=1)


def reply(*seminars: str, places: int | None = 1, **changes: Any) -> Case:
    return a_case(request=Request(seminars=seminars, places=places, **changes))


def waiting(**changes: Any) -> History:
    """Our letter about one request whose seminar is only assumed."""
    entry = a_place("P-34X9", assumed=True, **changes)
    return replace(ASKED_BACK, by_reference=(entry,), by_sender=(entry,))


@pytest.mark.parametrize("seminar", ["seminar-2", "seminar-3"])
def test_the_answer_puts_the_request_under_the_seminar_it_names(seminar: str) -> None:
    """The assumed one or another: the entry moves, keeps its reference, is assumed no longer, and is the only one."""
    plan = decided(reply(seminar), ASKED_BACK)
    assert (plan.state, plan.entries) == ("filed", ())
    assert [(c.reference, c.seminar, c.status, c.values, c.answer) for c in plan.changes] == [
        ("P-34X9", seminar, None, {"assumed": False}, 0)
    ]
    assert plan.letter is not None
    [answer] = plan.letter.answers
    assert (answer.template, answer.reference, answer.seminar, answer.places) == ("place_received", "P-34X9", seminar, 1)


def test_a_reference_in_the_subject_does_as_well_as_our_letters_id() -> None:
    """Some mail programs drop the reply's headers; the reference and the same address are proof (decision 9)."""
    plan = decided(reply("seminar-3"), History(by_reference=(WAITING,)))
    assert [(c.reference, c.seminar) for c in plan.changes] == [("P-34X9", "seminar-3")]


def test_the_places_and_people_of_the_request_stay() -> None:
    """ "Seminar 3, please" says nothing of the two who come: the letter repeats what is noted."""
    history = waiting(places=2, attendees="Una Larch; Ivo Pine")
    plan = decided(reply("seminar-3", attendees=("Una Larch",)), history)
    assert (plan.state, [c.values for c in plan.changes]) == ("filed", [{"assumed": False}])
    assert plan.letter is not None
    assert (plan.letter.answers[0].places, plan.letter.answers[0].names) == (2, ("Una Larch", "Ivo Pine"))


def test_needs_and_names_told_in_the_answer_are_kept() -> None:
    """What was not known before is added."""
    answered = reply("seminar-3", attendees=("Una Larch",), dietary="vegan", phone="01632 960111")
    plan = decided(answered, waiting(attendees=None))
    assert plan.changes[0].values == {
        "assumed": False,
        "attendees": "Una Larch",
        "dietary": "vegan",
        "phone": "01632 960111",
    }


@pytest.mark.parametrize("told", [{"places": 3}, {"attendees": ("Ivo Pine",)}])
def test_other_people_in_the_answer_are_for_a_person(told: dict[str, Any]) -> None:
    """The seminar is plain and is set; who comes is not, and nothing of it is lost."""
    plan = decided(reply("seminar-3", **told), ASKED_BACK)
    assert (plan.state, plan.entries, [c.seminar for c in plan.changes]) == ("review", (), ["seminar-3"])
    assert "P-34X9 is for 1 place; the reply speaks of " in plan.suggestion


def test_an_answer_that_names_two_seminars_makes_one_more_request() -> None:
    """ "Both, please": the one that waits becomes one of them."""
    plan = decided(reply("seminar-2", "seminar-3"), ASKED_BACK)
    assert [(c.reference, c.seminar) for c in plan.changes] == [("P-34X9", "seminar-2")]
    assert [(e.prefix, e.seminar) for e in plan.entries] == [("S3", "seminar-3")]
    assert (plan.state, templates(plan)) == ("filed", ("place_received", "place_received"))


def test_the_seminar_chosen_may_be_full() -> None:
    """The request moves all the same, marked, and the letter says so."""
    programme = a_programme(a_seminar(2), a_seminar(3, capacity=5))
    plan = decided(reply("seminar-3"), replace(ASKED_BACK, places_taken={"seminar-3": 5}), programme=programme)
    assert [(c.seminar, c.status) for c in plan.changes] == [("seminar-3", "Asked (full)")]
    assert templates(plan) == ("place_full",)


def test_a_request_that_moves_out_of_a_full_seminar_is_simply_asked() -> None:
    """The mark of the assumed seminar does not go along."""
    plan = decided(reply("seminar-3"), waiting(status="Asked (full)"))
    assert [(c.seminar, c.status) for c in plan.changes] == [("seminar-3", "Asked")]


def test_the_last_place_is_not_taken_from_whom_it_was_counted_for() -> None:
    """The request counts under the assumed seminar already: confirming it needs no further place."""
    programme = a_programme(a_seminar(2, capacity=5))
    plan = decided(reply("seminar-2"), replace(ASKED_BACK, places_taken={"seminar-2": 5}), programme=programme)
    assert templates(plan) == ("place_received",)


def test_two_requests_that_wait_are_for_a_person() -> None:
    """Which of the two is meant is not plain."""
    two = (WAITING, a_place("P-46AC", assumed=True, seminar="seminar-3"))
    plan = decided(reply("seminar-2"), replace(ASKED_BACK, by_reference=two))
    assert (plan.state, plan.changes) == ("review", ())


def test_a_new_mail_from_the_same_address_is_shown_to_a_person() -> None:
    """Nothing proves that it answers our question: nothing is moved, and the second request never goes unseen."""
    plan = decided(reply("seminar-3"), History(by_sender=(WAITING,)))
    assert (plan.state, plan.changes) == ("review", ())
    assert "P-34X9 (Seminar 2: Title 2, only assumed, 1 place)" in plan.suggestion
    colleague = decided(reply("seminar-3", attendees=("Ivo Pine",)), History(by_sender=(WAITING,)))
    assert (colleague.state, len(colleague.entries)) == ("filed", 1)


def test_a_stranger_who_knows_the_reference_moves_nothing() -> None:
    """As for every change (decision 9)."""
    case = a_case(request=Request(seminars=("seminar-3",)), sender=Address("", "ivo@pine.example"))
    assert decided(case, History(by_reference=(WAITING,))).changes == ()


def test_a_choice_put_as_a_change_moves_the_request_too() -> None:
    """ "I meant the one in June": a change of what we had assumed."""
    plan = decided(a_case(Kind.AMENDMENT, request=Request(seminars=("seminar-3",))), ASKED_BACK)
    assert (plan.state, [(c.reference, c.seminar) for c in plan.changes]) == ("filed", [("P-34X9", "seminar-3")])
    doubtful = decided(a_case(Kind.AMENDMENT, request=Request(seminars=("seminar-3",)), decision="review"), ASKED_BACK)
    assert (doubtful.changes, doubtful.suggestion.startswith("Put P-34X9 ")) == ((), True)


def test_giving_up_the_assumed_seminar_for_another_cancels_the_one_and_enters_the_other() -> None:
    """One entry is never cancelled and moved at once."""
    request = Request(seminars=("seminar-2", "seminar-3"), given_up=("seminar-2",), places=1)
    plan = decided(a_case(Kind.CANCELLATION, Kind.PLACE_REQUEST, request=request), ASKED_BACK)
    assert [(c.reference, c.status, c.seminar) for c in plan.changes] == [("P-34X9", "Cancelled", None)]
    assert [e.prefix for e in plan.entries] == ["S3"]
    assert plan.state == "filed"


def test_what_gives_up_a_place_and_speaks_of_no_other_seminar_is_a_cancellation() -> None:
    """ "I cannot use my place, could somebody else have it?" asks for nothing."""
    kinds = (Kind.CANCELLATION, Kind.PLACE_REQUEST)
    case = a_case(*kinds, request=Request(assumed_seminar="seminar-2", places=1))
    plan = decided(case, History(by_reference=(a_place(sender=SENDER.email),)))
    assert (plan.state, plan.entries, templates(plan)) == ("filed", (), ("cancellation",))
    assert [(c.reference, c.status) for c in plan.changes] == [("S2-34X9", "Cancelled")]
    for history in (History(), History(by_reference=(a_place(), a_place("S3-34X9", seminar="seminar-3")))):
        unclear = decided(case, history)
        assert (unclear.state, unclear.entries, unclear.changes) == ("review", (), ())


def test_the_neutral_reference_is_known_again_and_is_no_seminars_own() -> None:
    """Quoted by telephone or in a new mail it is found; no seminar may take its letter."""
    reference = next(candidates(b"key", "likeness", "P", "entry 0"))
    raw = mail(subject=f"My request {reference}", body="Seminar 3, please.\n\nWilma Tarn\n")
    assert read(raw, NOW, a_programme()).references == (reference,)
    with pytest.raises(ValidationError, match="places without a seminar"):
        a_programme(a_seminar(2, code="P"))


def test_a_moved_request_keeps_a_trail_and_counts_where_it_is(ledger: Ledger) -> None:
    """The ledger shows it under the new seminar only, and says where it stood before."""
    assumed = ledger_sample.place(2, prefix="P", values={"places": 2, "assumed": True})
    ledger_sample.recorded(ledger, 1, intent=ledger_sample.plan(assumed))
    change = ChangePlan("P-1A", None, {"assumed": False}, "The sender has told us the seminar.", seminar="seminar-3")
    ledger_sample.recorded(ledger, 2, intent=ledger_sample.plan(changes=(change,)))
    [entry] = ledger.snapshot().entries
    assert (entry.reference, entry.seminar, entry.status, entry.values["assumed"]) == ("P-1A", "seminar-3", "Asked", False)
    assert entry.trail == (
        "20 January 2016, M-2: The sender has told us the seminar. Before: seminar seminar-2; assumed True.",
    )
    pending = ledger_sample.taken(ledger, 3)
    assert ledger.history(ledger_sample.case(3), pending, ledger_sample.NOW).places_taken == {"seminar-3": 2}


def test_who_was_turned_away_keeps_nobody_else_out(ledger: Ledger) -> None:
    """25 asked where 24 were left: they wait for a person, and a later request for one place still fits."""
    status = ("Asked", "Asked (full)", "Asked (closed)", "Asked (past)")
    for uid, words in enumerate(status, start=1):
        ledger_sample.recorded(ledger, uid, intent=ledger_sample.plan(ledger_sample.place(10**uid // 10, status=words)))
    pending = ledger_sample.taken(ledger, 9)
    taken = ledger.history(ledger_sample.case(9), pending, ledger_sample.NOW).places_taken
    assert taken == {"seminar-2": 1}
    programme = a_programme(a_seminar(2, capacity=25))
    many, one = (decided(reply("seminar-2", places=n), History(places_taken=taken), programme=programme) for n in (25, 1))
    assert (templates(many), many.state) == (("place_full",), "review")
    assert many.letter is not None
    assert many.letter.answers[0].left == 24
    assert templates(one) == ("place_received",)


def test_somebody_who_answers_our_question_holds_one_place_in_the_end(
    tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server
) -> None:
    """The whole way: no seminar named, asked back under a neutral reference, answered, one row under the right seminar."""
    world = build(tmp_path / "desk", dovecot, smtp_server)
    world.deliver(mail(subject="A place", body="May I have a place at your seminar, please?\n\nWilma Tarn\n"))
    world.run()
    [place] = world.register()["Place requests"]
    assert str(place["Reference"]).startswith("P-")
    question = message_from_bytes(world.letters()[0].raw, policy=policy.default)
    assert str(place["Reference"]) in str(question["Subject"])
    later = NOW + timedelta(hours=2)
    answered = mail(
        subject=f"Re: {question['Subject']}",
        body="Seminar 3, please.\n\nWilma Tarn\n",
        number=2,
        when=later,
        headers={"In-Reply-To": str(question["Message-ID"])},
    )
    world.deliver(answered, when=later)
    world.run(later + timedelta(minutes=5))
    [moved] = world.register()["Place requests"]
    assert moved["Reference"] == place["Reference"]
    assert str(moved["Seminar"]).startswith("Seminar 3")
    assert "assumed" not in str(moved["Seminar"])
    assert len(world.letters()) == 2
    assert str(place["Reference"]).encode() in world.letters()[1].raw
