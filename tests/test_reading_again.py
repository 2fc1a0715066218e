"""People who write again: numbers, names and seminars that change, places handed back, examples taken back, and near misses."""

from __future__ import annotations

import pytest

from intake.model import Kind
from tests.test_reading_asking import case, kinds

CONFIRMED = """

On 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:
> Dear Nell Farrow,
> Your place at Seminar 2 in Oxford on 17 February is confirmed. Lunch: vegetarian.
"""


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("The surname came out as Tranmer in your letter on Oxford. It's Tranmere. Kindly correct it at your end.", "Name"),
        ("I put dairy free in my booking for Oxford, but that should have been gluten free.", "Lunch"),
        ("We were three for Nottingham, we're now four. Our treasurer has got the day off after all.", "Numbers"),
        ("Could you raise our booking for Oxford to four? The chair wants to hear it as well.", "Oxford"),
        ("I'm handing my seat at the Oxford one over to Nell Farrow, who runs our kitchen.", "My seat"),
        ("It won't be Gita coming to Oxford, it'll be Nell Farrow.", "Oxford"),
        ("From our three seats at Oxford please drop Gita Rao and keep the other two.", "Three seats"),
        ("On the form I returned last week I got the year wrong. Could you alter it for me?", "Our form"),
    ],
)
def test_what_was_booked_or_returned_is_changed(body: str, subject: str) -> None:
    """None of these says "change my booking"; each would be a second booking, or nothing, if it were not understood."""
    found = case(body, subject)
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert "place_request" not in found.acknowledge


@pytest.mark.parametrize(
    "body",
    [
        "The place kept for Dr Rao at Oxford on 17 February should be cancelled, since she leaves us on Friday.",
        "I'd like to hand back the chair that I had in Oxford.",
        "Please let our two seats at Nottingham go.",
        "Cancel my Oxford seat plz, double shift that day.",
        "You may reallocate all seats held for us at Nottingham.",
        "My aunt had a place at Oxford. She has died, and I write so that it isn't wasted.",
    ],
)
def test_a_place_is_handed_back_in_other_words(body: str) -> None:
    found = case(body)
    assert found.verdict.kinds == (Kind.CANCELLATION,)
    assert not {"place_request", "amendment"} & set(found.acknowledge)


def test_moving_a_booking_gives_up_one_place_and_asks_for_the_other() -> None:
    found = case("Would you shift my booking from the February one to the June one? I start a new job that week.")
    assert set(found.verdict.kinds) == {Kind.CANCELLATION, Kind.PLACE_REQUEST}
    assert found.verdict.decision == "file"
    assert found.request.given_up == ("seminar-2",)


def test_an_example_taken_back_is_no_place_given_up() -> None:
    """A letter that speaks of a cancelled place would only puzzle who withdrew a story."""
    found = case(
        "I returned a template about my stay at Fell House last week. I have thought better of it: please withdraw it."
    )
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert found.acknowledge != ("cancellation",)


@pytest.mark.parametrize(
    "body",
    [
        "Thanks for changing our names on the list, it's all as it should be.",
        "A neighbour who had to give up her chair at Oxford lent me your programme. What a fine thing you do.",
        "My sister reckons that everybody at her centre will be asking for Oxford tickets. I only wish you well.",
    ],
)
def test_what_only_sounds_like_a_change_is_answered_by_no_letter_of_that_kind(body: str) -> None:
    assert not {"place_request", "amendment", "cancellation"} & set(case(body).acknowledge)


@pytest.mark.parametrize("question", ["Could she have it?", "Would you kindly put me nearer the door?"])
def test_a_question_that_may_change_a_booking_goes_to_a_person(question: str) -> None:
    """Filed as a mere question, the change would wait behind the parking and the programme."""
    found = case(f"My cousin Nell would so love the day. {question}{CONFIRMED}", "Re: Your place")
    assert found.verdict.decision == "review" or Kind.AMENDMENT in found.verdict.kinds


def test_a_question_of_one_who_has_a_place_is_still_a_question() -> None:
    found = case(f"Could you tell me when the day begins?{CONFIRMED}", "Re: Your place")
    assert (found.verdict.kinds, found.verdict.decision) == ((Kind.QUESTION,), "file")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Nottingham please, for one. Nell Farrow", {"place_request"}),
        ("Nell Farrow, Oxford, 1 place.", {"place_request"}),
        ("It's two chairs for Oxford: I bring my own interpreter.", {"place_request"}),
        ("Reserve me for Oxford please. Could you also tell me if I must print anything?", {"place_request", "question"}),
        ("Swapped my late shift so I'm free on 17 February. Please book me on.", {"place_request"}),
        ("If it isn't too late then please put me on the list for Oxford.", {"place_request"}),
        ("Please do not book me. Would my sister need a ticket of her own at Oxford? I only ask for her.", {"question"}),
        ("There is no point in my asking for a ticket to Oxford until I know: is there a crèche?", {"question"}),
    ],
)
def test_places_in_a_line_and_what_is_none(body: str, wanted: set[str]) -> None:
    assert kinds(body) == wanted


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("The first one you sent got soaked. Might I have another?", "Your template"),
        ("To which address may I post the tape with our example on it?", "Our example"),
        ("How do we go about sending it in to you? It's about our choir.", "Practice example"),
    ],
)
def test_another_copy_and_the_way_to_send_it(body: str, subject: str) -> None:
    assert "template_request" in kinds(body, subject)
