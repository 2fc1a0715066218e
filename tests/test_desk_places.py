"""Place requests: which seminar, is there room, is it a repeat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.desk.answers import is_proper_name, proper_names
from intake.model import Answer, History, Kind, Request
from tests.factories import a_case, a_place, a_programme, a_seminar, decided, templates


def asking(*seminars: str, places: int | None = 1, **changes: object) -> Request:
    return Request(seminars=seminars, places=places, **changes)  # type: ignore[arg-type]


def test_each_seminar_named_gets_its_own_entry_and_answer() -> None:
    """One person at two seminars: two entries of one place, in the programme's order."""
    plan = decided(a_case(request=asking("seminar-3", "seminar-2")))
    assert [(e.prefix, e.values["places"], e.answer) for e in plan.entries] == [("S2", 1, 0), ("S3", 1, 1)]
    assert templates(plan) == ("place_received", "place_received")


def test_the_entry_has_exactly_the_columns_of_the_register() -> None:
    """Names joined, blanks None, and nothing assumed."""
    request = asking(
        "seminar-2", places=2, attendees=("Una Larch", "Ivo Pine"), organisation="Larch House", phone="01632 960111"
    )
    assert decided(a_case(request=request)).entries[0].values == {
        "places": 2,
        "attendees": "Una Larch; Ivo Pine",
        "organisation": "Larch House",
        "phone": "01632 960111",
        "access": None,
        "dietary": None,
        "assumed": False,
        "check": None,
    }


@pytest.mark.parametrize(
    ("places", "names", "counted"), [(None, (), 1), (None, ("A B", "C D"), 2), (0, (), 1), (3, ("A B",), 3)]
)
def test_places_are_as_stated_else_one_for_each_person(places: int | None, names: tuple[str, ...], counted: int) -> None:
    """At least one place is asked for."""
    plan = decided(a_case(request=asking("seminar-2", places=places, attendees=names)))
    assert plan.entries[0].values["places"] == counted


def test_a_request_without_a_seminar_is_filed_under_the_assumed_one_and_asked_back() -> None:
    """The register marks the assumption; neither letter nor reference names a seminar that the sender did not name."""
    plan = decided(a_case(request=asking(assumed_seminar="seminar-2")))
    assert [(e.prefix, e.seminar, e.values["assumed"], e.answer) for e in plan.entries] == [("P", "seminar-2", True, 0)]
    assert plan.letter is not None
    assert plan.letter.answers == (Answer("place_no_seminar", places=1),)
    assert plan.state == "filed"


def test_a_request_without_any_known_seminar_goes_to_a_person() -> None:
    """No entry can be made; the letter asks which seminar is meant. An id the programme has not counts as none."""
    for request in (asking(), asking("seminar-9")):
        plan = decided(a_case(request=request))
        assert (plan.state, plan.entries, templates(plan)) == ("review", (), ("place_no_seminar",))


def test_a_past_seminar_is_told_as_past() -> None:
    """The entry is kept, marked, and the answer is kind about it."""
    plan = decided(a_case(request=asking("seminar-1")))
    assert [e.status for e in plan.entries] == ["Asked (past)"]
    assert templates(plan) == ("place_past",)
    assert "Seminar 1: Title 1 is past." in plan.reasons


def test_a_seminar_is_past_once_its_day_is_over_in_its_own_time_zone() -> None:
    """On the day itself, up to midnight where it is held, it is not."""
    programme = a_programme(timezone="America/New_York")
    case = a_case(request=asking("seminar-2"))
    before = datetime(2016, 2, 18, 4, 59, tzinfo=UTC)  # 23:59 of the day in New York
    after = datetime(2016, 2, 18, 5, 0, tzinfo=UTC)
    assert templates(decided(case, programme=programme, now=before)) == ("place_received",)
    assert templates(decided(case, programme=programme, now=after)) == ("place_past",)


def test_a_closed_seminar_is_told_as_closed() -> None:
    """Whatever its capacity."""
    plan = decided(a_case(request=asking("seminar-2")), programme=a_programme(a_seminar(2, closed=True, capacity=99)))
    assert [e.status for e in plan.entries] == ["Asked (closed)"]
    assert templates(plan) == ("place_closed",)


@pytest.mark.parametrize(
    ("taken", "places", "status", "state"),
    [
        (8, 2, "Asked", "filed"),  # the last two places
        (10, 1, "Asked (full)", "filed"),
        (12, 1, "Asked (full)", "filed"),  # staff gave more than there are
        (9, 2, "Asked (full)", "review"),  # one of the two fits: a person decides
    ],
)
def test_a_seminar_is_full_once_those_who_ask_do_not_fit(taken: int, places: int, status: str, state: str) -> None:
    """The entry is made all the same, so that a place that becomes free can be given."""
    programme = a_programme(a_seminar(2, capacity=10))
    plan = decided(
        a_case(request=asking("seminar-2", places=places)), History(places_taken={"seminar-2": taken}), programme=programme
    )
    assert ([e.status for e in plan.entries], plan.state) == ([status], state)
    assert templates(plan) == (("place_received",) if status == "Asked" else ("place_full",))


def test_a_likely_repeat_is_entered_and_shown_to_a_person() -> None:
    """The same address, seminar and person; another person's place, or a cancelled one, is no repeat."""
    case = a_case(request=asking("seminar-2", attendees=("una larch",)))
    repeat = decided(case, History(by_sender=(a_place(),)))
    assert (repeat.state, len(repeat.entries)) == ("review", 1)
    assert "It may repeat S2-34X9 (Seminar 2: Title 2, 1 place)." in repeat.suggestion
    for other in (a_place(attendees="Ivo Pine"), a_place(status="Cancelled"), a_place(seminar="seminar-3")):
        assert decided(case, History(by_sender=(other,))).state == "filed"


def test_a_reply_that_names_no_seminar_makes_no_second_entry() -> None:
    """ "Yes please" under our letter is not another place."""
    history = History(sent_token="S2-34X9", by_reference=(a_place(assumed=True),))
    plan = decided(a_case(request=asking(assumed_seminar="seminar-2")), history)
    assert (plan.state, plan.entries, plan.changes, templates(plan)) == ("review", (), (), ("received",))
    assert "S2-34X9" in plan.suggestion


def test_one_seminar_given_up_and_another_asked_for() -> None:
    """The request is entered; the cancellation goes to a person where nothing ties it."""
    kinds = (Kind.CANCELLATION, Kind.PLACE_REQUEST)
    request = asking("seminar-2", "seminar-3", given_up=("seminar-2",))
    plan = decided(a_case(*kinds, request=request))
    assert (plan.state, [e.prefix for e in plan.entries]) == ("review", ["S3"])
    assert templates(plan) == ("cancellation_passed_on", "place_received")
    assert [e.answer for e in plan.entries] == [1]
    tied = decided(a_case(*kinds, request=request), History(sent_token="S2-34X9", by_reference=(a_place(),)))
    assert (tied.state, templates(tied)) == ("filed", ("cancellation", "place_received"))
    assert [(c.reference, c.status, c.answer) for c in tied.changes] == [("S2-34X9", "Cancelled", 0)]


def test_giving_up_and_asking_without_saying_which_is_left_to_a_person() -> None:
    """A wrong guess would cancel what is wanted and enter what is not."""
    history = History(sent_token="S2-34X9", by_reference=(a_place(),))
    plan = decided(a_case(Kind.CANCELLATION, Kind.PLACE_REQUEST, request=asking("seminar-2")), history)
    assert (plan.state, plan.entries, plan.changes) == ("review", (), ())


def test_a_change_for_one_seminar_and_a_request_for_another() -> None:
    """The one that this address holds is the changed one; the other is asked for."""
    case = a_case(Kind.AMENDMENT, Kind.PLACE_REQUEST, request=asking("seminar-2", "seminar-3", places=2))
    plan = decided(case, History(by_sender=(a_place(),)))
    assert (plan.state, [e.prefix for e in plan.entries]) == ("review", ["S3"])
    assert templates(plan) == ("amendment_passed_on", "place_received")
    unknown = decided(case)
    assert (unknown.state, unknown.entries) == ("review", ())


@pytest.mark.parametrize("name", ["Una Larch", "Zoë O'Neill-Þór", "J.R. Ash", "Dr. Ash", "Ngũgĩ", "李小龍", "संगीता"])
def test_names_of_any_script_may_stand_in_a_letter(name: str) -> None:
    """Letters with their marks, spaces, apostrophes, hyphens and full stops."""
    assert is_proper_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "-",
        "Una1",
        "evil.example",
        "t.co",
        "www.evil.example now",
        "a@b",
        "x/y",
        "Una\u202eLarch",
        "A" * 61,
        "Una; Ivo",
        "(Una)",
    ],
)
def test_what_is_no_plain_name_never_stands_in_a_letter(name: str) -> None:
    """No digit, no link, no other sign, no hidden direction mark, 60 characters at most."""
    assert not is_proper_name(name)


def test_white_space_in_names_is_made_plain() -> None:
    """A line break in a name reaches no letter."""
    assert proper_names(("Una\n  Larch", "buy.example", "Ivo\u00a0Pine")) == ("Una Larch", "Ivo Pine")
