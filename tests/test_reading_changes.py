"""Changes and givings up: who still comes, what is only thought of, and what answers a letter of ours."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

NOTED = """

On 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:
> Thank you for your message. We have noted a place for you at Seminar 2 (Oxford, 17 February 2016).
> Your reference is S2-7KQ4.
"""
STILL = """

On 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:
> You are on our list for Oxford on 17 February. Are you still coming?
"""
INVITED = """

On 8 January 2016 at 10:00, <seminars@coproduction.example> wrote:
> You are warmly invited to our seminar in Oxford on 17 February. Would you care to come?
"""


def case(body: str, subject: str = "Re: Oxford") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "No, I'm afraid not. Everything is up in the air here." + STILL,
        "Unfortunately things have changed and I can't." + STILL,
        "Sorry, it's not going to happen, the baby came early!" + NOTED,
        "Neither of us can make Oxford any more, please free up both places.",
    ],
)
def test_a_no_to_a_letter_about_a_place_gives_it_up(body: str) -> None:
    """What a bare no means stands in the letter that it answers."""
    assert case(body).verdict.kinds == (Kind.CANCELLATION,)


@pytest.mark.parametrize(
    "body",
    [
        "Sadly I can't make this one. I hope it goes well." + INVITED,
        "Yes, definitely still coming." + STILL,
        "Thanks, all noted." + NOTED,
    ],
)
def test_who_declines_or_only_confirms_changes_nothing(body: str) -> None:
    """An invitation that is declined is no place given up."""
    found = case(body)
    assert found.verdict.kinds == (Kind.OTHER,)
    assert set(found.acknowledge) <= {"received"}


@pytest.mark.parametrize(
    "body",
    [
        "If I found that I couldn't come to Oxford, could a colleague take my place?",
        "How much notice do you need if someone has to drop out of the Oxford group?",
        "Is the Oxford seminar still on or has it been cancelled?",
        "I wrote on Monday to give up my place at Oxford. Could you confirm that you received it?",
    ],
)
def test_what_is_only_thought_of_or_told_is_not_done(body: str) -> None:
    """A question about what would be changes nothing, and what was done before is not done again."""
    found = case(body)
    assert not {Kind.CANCELLATION, Kind.AMENDMENT} & set(found.verdict.kinds)


@pytest.mark.parametrize(
    "body",
    [
        "We have three places for Oxford. Lucy can't come now, so it will be just Amir and me.",
        "There were going to be four of us in Oxford. Now there'll only be three.",
        "Dr Petrie cannot come to Oxford as arranged. Dr Lomas will deputise for her.",
        "I have a place at Oxford. Can my sister use it instead of me?",
    ],
)
def test_one_of_several_who_drops_out_and_another_in_the_place_are_changes(body: str) -> None:
    """The booking stays: only who comes on it changes."""
    assert case(body).verdict.kinds == (Kind.AMENDMENT,)


def test_a_change_of_seminar_may_be_asked_in_another_sentence() -> None:
    """The seminar that is held and the one that is wanted need not stand beside the word of change."""
    found = case("I asked for Nottingham by mistake. It was Oxford that I wanted. Please change it over.")
    assert set(found.verdict.kinds) == {Kind.CANCELLATION, Kind.PLACE_REQUEST}


def test_a_change_of_diet_at_one_seminar_is_no_move_to_it() -> None:
    """What is given up at one and changed at the other is no request."""
    found = case("Please cancel my place at Nottingham. For the Oxford one please change my diet to vegan.")
    assert set(found.verdict.kinds) == {Kind.CANCELLATION, Kind.AMENDMENT}


def test_a_doubt_said_twice_is_no_certainty() -> None:
    """Who cannot come, and is not known to have a place, gives none up however often they say so."""
    found = case("I can't come as I live far away. I won't be there.", "Unable to attend the Oxford seminar")
    assert found.verdict.decision == "review"
    assert set(found.acknowledge) <= {"received"}
