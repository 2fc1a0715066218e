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


LISTED = """

On 12 January 2016 at 9:00, <seminars@coproduction.example> wrote:
> We have noted three places for you at Seminar 2, Oxford, 17 February 2016.
"""


@pytest.mark.parametrize(
    "body",
    [
        "The boiler man can only come on that day. So I fear it is goodbye to Oxford. Let some younger soul have my chair."
        + NOTED,
        "They have put my hearing in Leeds on the 16th. Oxford has become impossible." + NOTED,
        "Had a bad week and they have moved me to the crisis house. Please consider my place vacant." + NOTED,
        "The garage wants six hundred pounds. You can have my place back." + NOTED,
        "Thank you for saving me a seat. I've since been posted to Malta. Please remove me from the list." + NOTED,
        "Ta for asking, it's looking like a no, the wife is on nights." + STILL,
    ],
)
def test_a_place_is_given_up_in_an_idiom_after_a_story(body: str) -> None:
    """The story tells why; the wish is in one sentence, and may be an idiom."""
    assert case(body).verdict.kinds == (Kind.CANCELLATION,)


@pytest.mark.parametrize(
    "body",
    [
        "Sad news, the ferry is off and Tom's had a fall. That leaves Meg Aldous and me." + LISTED,
        "My bus gets in at ten, so I'll be half an hour late." + NOTED,
        "I have to be away by three to fetch the boys." + NOTED,
        "Any chance of upping that to two?" + NOTED,
        "My mobile number has changed, it's 01632 960 377." + NOTED,
        "Would you mind switching my booking to the name of Della Finch, who starts here on Monday?" + NOTED,
    ],
)
def test_what_is_changed_about_a_booking_needs_no_word_for_change(body: str) -> None:
    """Who still comes, when somebody comes, and where to reach them are changes of what was asked for."""
    assert case(body).verdict.kinds == (Kind.AMENDMENT,)


@pytest.mark.parametrize(
    "body",
    [
        "My colleague Una Frith is already booked for Oxford on 17 February. I'd like to come too please.",
        "I gather that Joan Tarrant has had to pull out of Oxford. Could I have a place please?",
        "I was down for Leeds but had to drop out when my son fell ill. May I try again with Nottingham?",
    ],
)
def test_what_others_booked_or_gave_up_is_no_change_of_the_senders(body: str) -> None:
    """A first request may tell of bookings of others, and of a day that is over."""
    assert case(body, "A place").verdict.kinds == (Kind.PLACE_REQUEST,)


def test_regrets_of_another_beside_a_place_that_is_kept_give_nothing_up() -> None:
    """Only who has a place can give it up."""
    body = "Thanks! My friend can't come, she has the grandchildren, but I'm still coming. See you there." + NOTED
    assert Kind.CANCELLATION not in case(body).verdict.kinds


def test_who_drops_out_of_a_party_is_not_among_those_who_come() -> None:
    """Those who come after a change are everybody but the one who does not."""
    body = (
        "Jean Duffield and I were to come. Mrs Duffield has had to stand down. Nora Reid will come in her stead.\n\nElla McTay"
    )
    assert "Jean Duffield" not in case(body + LISTED).request.attendees
