"""Examples told in the sender's own words: what is one, what is none, and what it states outright."""

from __future__ import annotations

import pytest

from intake.model import Case, Example, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

STORY = (
    "In 2012 the day centre gave us the keys to its cellar. Nine of us cleared it with two of the staff, and we drew up "
    "the rota "
    "together. We voted on what to buy, staff and members one vote each. After a year the council asked us to run the place on "
    "Mondays, and we did. It worked because nobody could overrule the meeting, not even the manager."
)
LEAD = "I am no hand with forms, so here is our example for your call as a letter.\n\n"


def case(body: str) -> Case:
    return read(message(f"Dear all,\n\n{body}\n\nRobin Vale\n"), NOW, PROGRAMME)


def told(body: str) -> Example:
    example = case(body).example
    assert example is not None
    return example


def test_what_the_letter_states_beside_the_story_has_its_own_column() -> None:
    """A title, a sentence that begins with a question's words, and how it may be used."""
    found = told(
        f"{LEAD}The title of our example is The Cellar Meeting.\n\n{STORY}\n\nWhat did not work: the damp, and the stairs.\n\n"
        "What I would tell others is to ask for the keys first.\n\nPlease contact me first before you print it."
    ).fields
    assert found["title"] == "The Cellar Meeting"
    assert found["description"] == STORY
    assert found["did_not_work"] == "the damp, and the stairs."
    assert found["learning"] == "What I would tell others is to ask for the keys first."
    assert found["permission"] == "contact_first"


def test_a_story_may_stand_beside_a_place_asked_for_or_given_up() -> None:
    """Both are answered."""
    asks = f"{LEAD}{STORY}\n\nWhile I am writing, may I have a place at Nottingham in June?"
    assert set(case(asks).verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST}
    gives = f"{LEAD}{STORY}\n\nI am not well enough for Oxford, so please take my name off the list."
    assert set(case(gives).verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.CANCELLATION}


NO_STORIES = [
    "I won't be at Oxford in February after all. I wasn't well, my tablets were changed, I got as far as the bus stop "
    "and I went "
    "home again, and then they moved my clinic. Please give my place to someone who will use it, I would hate to see it "
    "go to waste.",
    "1. How many of the speakers at Oxford use services? 2. Are they paid what the professors are paid, and if not, who "
    "decided "
    "that? 3. Whom do I complain to? I asked all this in December and nobody wrote back, which was not what your page "
    "had said.",
    "We've a night café here that was planned from the start by people who had used the ward, and my manager said I ought to "
    "write it up for your call, which I would be glad to do. The link to the template led nowhere though. Can you e-mail "
    "it over?",
    "I have sat in a lot of meetings and been the voice of lived experience between the coffee and the talk, and then I "
    "went home "
    "on the bus. So before I ask for anything: do you pay fares? I want to be there, so please put my name down for Oxford.",
]


@pytest.mark.parametrize("body", NO_STORIES)
def test_an_account_of_anything_else_is_no_example(body: str) -> None:
    """Nobody is thanked for an example that they never sent."""
    assert Kind.PRACTICE_EXAMPLE not in case(body).verdict.kinds


def test_a_story_longer_than_any_letter_is_never_told_in_part() -> None:
    """A person looks at it."""
    found = case(f"{LEAD}{STORY} {'We met again and voted on the rota. ' * 4_000}")
    assert found.example is None
    assert found.verdict.decision == "review"
