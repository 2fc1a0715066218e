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


CALLED = "On 7 Jan 2016, Co-production seminars <seminars@coproduction.example> wrote:\n> {}\n"
REMINDER = CALLED.format("A reminder that our call for practice examples closes on Friday 15 January 2016.")
TERRACE = (
    "The residents of our terrace and two of the housing officers rewrote the repairs list between them in 2012. "
    "Nobody could strike a line out unless a tenant and an officer both signed. They met in the laundry every month, "
    "and we chose which jobs came first. Complaints have halved, and the list is still in use."
)
MODEST = (
    "In our unit the nurses used to lay out the day. Last spring three patients and I began to do it on a sheet of "
    "paper that hangs by the door, and now whoever is up first picks what comes after breakfast. Two of the doctors "
    "have asked for one."
)


def sent(body: str, subject: str = "Hello", below: str = "") -> Case:
    return read(message(f"{body}\n\nRobin Vale\n\n{below}", subject), NOW, PROGRAMME)


@pytest.mark.parametrize(("subject", "below"), [("Hello", REMINDER), ("The laundry: an example", "")])
def test_a_story_is_an_example_where_only_our_letter_or_the_subject_speaks_of_the_call(subject: str, below: str) -> None:
    """What it tells is enough."""
    found = sent(MODEST, subject, below)
    assert found.verdict.kinds == (Kind.PRACTICE_EXAMPLE,)
    assert found.verdict.decision == "file"
    assert found.example is not None
    assert found.example.fields["description"] == MODEST


def test_a_story_that_is_offered_in_other_words_is_an_example() -> None:
    """ "This is ours" offers one, and no call is named."""
    found = sent(f"This is ours, and I think it counts. {MODEST}")
    assert found.verdict.kinds == (Kind.PRACTICE_EXAMPLE,)
    assert found.verdict.decision == "file"


def test_what_is_asked_at_the_end_of_a_story_is_not_part_of_it() -> None:
    """A place and a question are wishes of their own."""
    asks = sent(f"{TERRACE} Could you also keep me a place at Oxford in February, please?", "Our example")
    assert set(asks.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST}
    assert asks.request.seminars == ("seminar-2",)
    assert asks.example is not None
    assert asks.example.fields["description"] == TERRACE
    wonders = sent(f"{TERRACE} Will there be a printed copy for those who wrote?", "Our example")
    assert set(wonders.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.QUESTION}


def test_words_within_a_story_that_could_be_a_wish_are_none() -> None:
    """A doctor who came in another's stead is nobody's substitute at a seminar."""
    story = MODEST.replace("Two of the doctors", "The consultant came along instead of the registrar. Two of the doctors")
    assert sent(story, "Re: a reminder", REMINDER).verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


def test_a_story_that_nothing_speaks_for_is_suggested_as_an_example() -> None:
    """A person decides."""
    found = sent(MODEST)
    assert found.verdict.kinds == (Kind.PRACTICE_EXAMPLE,)
    assert found.verdict.decision == "review"
    assert "It reads like an example of practice, but says nothing of the call." in found.verdict.doubts
    assert found.acknowledge == ("received",)


NEAR_MISSES = [
    "I was on the ward for six weeks. The nurses and doctors decided everything in the office, and when my mother "
    "complained the manager said those were the rules. Nobody asked me what I thought, and the panel wrote a letter "
    "that agreed with itself.",
    "At our clubhouse members and staff run the kitchen together, and what is cooked is decided by a vote, in which "
    "the manager has one like everybody else. It began in 2011 and attendance has doubled. You would be welcome to "
    "drop in on any Tuesday.",
    "Patients and nurses wrote our house rules together in 2013, and each of us has one vote at the weekly meeting. "
    "Complaints have halved since then. I will send you the whole account when my manager has read it, which will be "
    "some time next week.",
    "Minutes of the joint panel: members and officers agreed the budget together and voted for the new chair. The "
    "trust's manager said that complaints had dropped. It was decided that staff and carers meet every quarter, and "
    "the board settled the rota.",
    "I have been in hospital three times since 2012. The doctors on the ward decided what happened to me each time, "
    "and now the nurse who came to the house has stopped. I sit at the window until it gets light, and I do not know "
    "what the plan is any more.",
    "As a nurse I run a group with two service users at the clinic, where we decide together what we talk about and "
    "they chair it in turn. It has been going for three years. I would be glad of a place at Oxford in February if "
    "there is one left.",
    "Our patients' council and the hospital managers drew up the visiting rules together in 2012, and both have to "
    "agree every line. It has worked, and complaints have dropped. I would rather say it than write it, so could "
    "somebody ring me on 01632 960333?",
]


@pytest.mark.parametrize("body", NEAR_MISSES)
def test_what_is_told_for_another_reason_is_no_example(body: str) -> None:
    """Complaint, invitation, promise, minutes, distress, a word on oneself, a call asked for."""
    assert Kind.PRACTICE_EXAMPLE not in sent(body).verdict.kinds
