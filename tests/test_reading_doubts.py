"""Where a person decides, and what is plain enough to be filed: doubts that were measured at first sight."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

ASKED_WHICH = """
On 9 Jan 2016, seminars@coproduction.example wrote:
> Thank you for writing. Which seminar would you like to come to?
> Seminar 2 is in Oxford on 17 February, Seminar 3 in Nottingham on 16 June.
"""
STILL_COMING = """
On 9 Jan 2016, seminars@coproduction.example wrote:
> We are counting chairs for Seminar 2 (Oxford, 17 February).
> Do you still want to come? A yes or a no will do.
"""
NAMES_PLEASE = """
On 9 Jan 2016, seminars@coproduction.example wrote:
> We have noted two places at Seminar 2 (Oxford, 17 February). Could you send us the names for the badges?
"""
EXAMPLE_RECEIVED = """
On 9 Jan 2016, seminars@coproduction.example wrote:
> We have received your practice example. Your reference is EX-7KQ4.
> There are still places at Seminar 3 in Nottingham.
"""


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


def kinds(found: Case) -> set[str]:
    return {kind.value for kind in found.verdict.kinds}


@pytest.mark.parametrize(
    "body",
    [
        "On 17 February one spaniel and I will find the college by ourselves. Jago Trembath",
        "My late husband lectured there for years, and Oxford it shall be. Win Tredwell",
        "Oxford. Two. Jago Trembath, Nia Pask.",
    ],
)
def test_a_seminar_to_come_and_no_other_word_of_what_is_wanted_suggests_a_place(body: str) -> None:
    """Most who name one and say nothing else want to come; a person sees it before a letter says so."""
    found = case(body)
    assert "place_request" in kinds(found)
    assert set(found.acknowledge) <= {"received", "place_request"}
    assert found.request.seminars == ("seminar-2",)


@pytest.mark.parametrize(
    "body",
    [
        "Thank you for the map of Oxford, it came this morning.",
        "Our neighbour went to Leeds and told me of Oxford, and of the sandwiches.",
        "I would have loved Oxford, had I been ten years younger.",
    ],
)
def test_a_seminar_spoken_of_with_thanks_or_by_others_suggests_nothing(body: str) -> None:
    assert "place_request" not in kinds(case(body))


def test_a_change_of_which_nothing_was_asked_before_goes_to_a_person() -> None:
    """Whoever changes something wrote before; where nothing says so, the words may mean something else."""
    found = case("Please cross out the old number and use 01632 960 321 from now on. Jago Trembath", "A number")
    assert found.verdict.decision == "review"


def test_a_change_beside_two_seminars_goes_to_a_person() -> None:
    """The other seminar may be asked for, in words that were not understood."""
    body = "I have a place at Oxford. Please change my surname there to Pask. Nottingham beckons as well.\n\nNia Pask"
    assert case(body).verdict.decision == "review"


@pytest.mark.parametrize("body", ["Seminar 3, please.", "Oxford please, thanks"])
def test_a_message_that_is_nothing_but_the_wish_is_filed(body: str) -> None:
    found = case(body)
    assert (found.verdict.decision, kinds(found)) == ("file", {"place_request"})


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("the one in june would be better for me. i am sorry that i did not say\n" + ASKED_WHICH, "seminar-3"),
        ("How silly of me! The Oxford one, please, and it is only the one chair I am after.\n" + ASKED_WHICH, "seminar-2"),
    ],
)
def test_our_question_which_seminar_is_answered_in_a_sentence_or_two(body: str, wanted: str) -> None:
    found = case(body, "Re: Which seminar?")
    assert (kinds(found), found.request.seminars) == ({"place_request"}, (wanted,))


def test_yes_to_our_question_who_still_comes_asks_for_nothing() -> None:
    assert kinds(case("Yes indeed, with bells on!\n" + STILL_COMING, "Re: Seminar 2")) == {"other"}


def test_another_who_comes_in_answer_to_it_is_a_change() -> None:
    found = case("Not me, alas, I am on nights. Nia Pask will use the place.\n" + STILL_COMING, "Re: Seminar 2")
    assert kinds(found) == {"amendment"}


def test_the_names_that_we_asked_for_are_no_new_request() -> None:
    found = case("Sorry to keep you. The two you were after are Jago Trembath and Nia Pask.\n" + NAMES_PLEASE, "Re: Seminar 2")
    assert kinds(found) == {"amendment"}
    assert found.request.attendees[:2] == ("Jago Trembath", "Nia Pask")


def test_a_letter_about_an_example_is_no_place_held() -> None:
    """Whoever sent an example and now asks for a place asks for the first time."""
    found = case("Then may I have a place at Nottingham? I walk with a frame.\n\nNia Pask\n" + EXAMPLE_RECEIVED, "Re: EX-7KQ4")
    assert kinds(found) == {"place_request"}


@pytest.mark.parametrize(
    "body",
    [
        "We had three down for Oxford. Jago Trembath has to drop out. The other two, Nia Pask and I, are still coming.",
        "You have me and my brother booked for Oxford. He has to drop out, so it is only Nia Pask and me.",
        "My wife died, so it will only be me at Oxford, not the two of us.",
    ],
)
def test_one_of_several_who_stays_away_is_a_change(body: str) -> None:
    """A letter that says that all places were given up would take the others' from them."""
    assert kinds(case(body)) == {"amendment"}


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("I have a place for Oxford. Could you put my surname right, and tell me which door to use? Nia Pask", "question"),
        ("Please can the two below be booked on for Oxford: Jago Trembath, Nia Pask", "place_request"),
        ("I should take it as a kindness to be allowed to sit at the back at Oxford.", "place_request"),
        ("Kindly release all three places held in our name at Oxford.", "cancellation"),
        ("I have a place at Oxford. Would you be able to write me a letter for my tutor? Nia Pask", "question"),
    ],
)
def test_wishes_in_the_words_of_people(body: str, wanted: str) -> None:
    assert wanted in kinds(case(body))


@pytest.mark.parametrize(
    ("body", "unwanted"),
    [
        ("Please take my name off the list of people who get the newsletter. I still come to Oxford.", "cancellation"),
        ("Please book me a copy of the slides from Leeds.", "place_request"),
        ("I have a place at Oxford. My son wonders whether he could come, he has not decided yet.", "amendment"),
        ("A place at Oxford for Jago, please. I shall take him out for his tablets at noon.", "cancellation"),
    ],
)
def test_what_is_near_a_wish_is_none(body: str, unwanted: str) -> None:
    found = case(body)
    assert unwanted not in kinds(found) or found.verdict.decision == "review"
    assert unwanted not in found.acknowledge


def test_the_subject_of_an_earlier_request_asks_for_no_place_again() -> None:
    body = "Further to my request for a place at Oxford, may I know whether it has been granted?"
    assert "place_request" not in case(body, "Request for a place").acknowledge


@pytest.mark.parametrize(
    "body",
    [
        "Following on from the Oxford booking, could my sister and I be put with the Leeds lot?\n\nIda Gorse",
        "I have a place at Oxford. My manager has since been asking whether I really ought to be away that day.\n\nIda Gorse",
        "Could Bram Okell and I be squeezed into Oxford?\n\nIda Gorse",
    ],
)
def test_what_only_hints_at_a_wish_is_seen_by_a_person(body: str) -> None:
    """A letter that confirms the wrong thing harms more than a look by a person."""
    found = case(body)
    assert found.verdict.decision == "review" or found.acknowledge == ("place_request",)


@pytest.mark.parametrize("body", ["What time does the Oxford seminar end?", "Is the Oxford day recorded?\n\nIda Gorse"])
def test_a_question_about_facts_needs_no_second_look(body: str) -> None:
    assert (case(body).verdict.kinds, case(body).verdict.decision) == ((Kind.QUESTION,), "file")
