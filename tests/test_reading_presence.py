"""A wish to be there, said with any verb, and what only looks like one."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "I've followed this work since I was a patient. I mean to plant myself in the back row at Nottingham on 16 June.",
        "We would be tickled pink to find ourselves at the Nottingham seminar. We have read about it in the paper.",
        "It would make my year to be let loose in Oxford with you on the 17th. I am a retired nurse and still curious.",
        "My shift ends early for once. I wouldn't say no to a chair at the Nottingham one, near the back if you like.",
        "Should some unlucky soul drop out of the Oxford day, please think of me. I live two streets off.",
    ],
)
def test_a_wish_to_be_there_is_understood_whatever_the_verb(body: str) -> None:
    """Who it is, that it is wished, and a seminar as the place; where no more is said, a person looks."""
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    "body",
    [
        "We shall be filming in Oxford on 17 February for the evening news.",
        "I shall be thinking of you all in Oxford on the 17th.",
        "We would love to host your Nottingham seminar at our centre.",
        "I am the caretaker at St Catherine's College and we'll need the tables by the 17th.",
    ],
)
def test_what_else_is_done_at_a_seminar_is_no_wish_to_come(body: str) -> None:
    """Work, good wishes and offers."""
    assert "place_request" not in case(body).acknowledge


@pytest.mark.parametrize(
    "body",
    [
        "Hello, you did ask, so here goes. The residents had to be in by ten. Two of us went to see the manager and asked who"
        " had made the rule, and she did not know. We drew up a new one with the night staff and it was"
        " pinned up in June. Nobody"
        " has been late since.",
        "Something for your book, if it is not too homely. My mother's carers came at eight and she wanted nine. We asked and"
        " were told it could not be done. She wrote to the councillor herself and he sat with her and the"
        " agency and they worked out"
        " a rota on the back of a menu. It has held for two years.",
        "I couldn't do the boxes, they swam about.\n\nThe garden was run by the clinic until the money went and nobody came to"
        " open the shed, so four of us took the key. When the therapist came back we had grown the lot and she asked whether"
        " she could stay a member. We meet on Mondays and vote on seeds. We lost the leeks.",
    ],
)
def test_a_story_is_known_by_any_words_that_speak_of_the_call(body: str) -> None:
    """The asking, the book and the boxes of the form, by other names."""
    assert case(body, "from us").verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


def test_a_sheet_for_those_who_have_done_something_is_no_return() -> None:
    """What others have done says nothing of a form that is sent."""
    found = case("I hear there's a sheet of questions for people who have done it. I'd be glad to have the sheet.")
    assert found.acknowledge == ("template_request",)


def test_minutes_away_is_not_away() -> None:
    """Who has left it late and lives near is no automatic reply."""
    found = case("I've left it late, I know. I'm ten minutes away on foot if a seat comes free in Oxford, so think of me.")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
