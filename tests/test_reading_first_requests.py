"""Who writes for the first time: nothing is changed, given up or told by words that only sound like it."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

REQUESTS = [
    "I trained on a ward where the matron had been given the only key, and I said so. Please keep me a chair at Oxford.",
    "My aunt gave me your leaflet. I'd love to come to Oxford. My cousin Prue Tandy would come with me, so two of us.",
    "Please could you hold two places at Oxford: Dr Ida Gorse, who is registered blind and will bring her dog, and me.",
    "I would be glad to take part at Oxford and at Nottingham. No meat for me, eggs are also not needed.",
    "May I book a seat at Oxford for myself? My co-worker might want to hear it too, but he hasn't decided.",
    "Could you put me and my deputy, Wes Harrow, down for Nottingham?",
    "can u squeaze me in for oxford pls",
    "Your page says that people may request a place at Oxford. Fine, this is me asking for one.",
]


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize("body", REQUESTS)
def test_a_first_request_is_a_request_and_nothing_else(body: str) -> None:
    """A letter about a change would puzzle who never booked."""
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


OTHER_WISHES = [
    ("I can't make the PDF open on this old laptop. Could you send me the form as a Word file?", (Kind.TEMPLATE_REQUEST,)),
    ("I need a couple of facts before I ask my boss about Oxford: when does it end, and is it filmed?", (Kind.QUESTION,)),
    ("I won't be at Oxford, it is too far, but I'd like to hear the talks. Will they be recorded?", (Kind.QUESTION,)),
    (
        "I'm sorry, I wrote to you for a place at Oxford last month and I can't come after all. Give it to somebody else.",
        (Kind.CANCELLATION,),
    ),
    ("We can't use the three places that we booked for Oxford. Please let all three go to others.", (Kind.CANCELLATION,)),
    ("I put my name down for Oxford in November. Please take it off again.", (Kind.CANCELLATION,)),
]


@pytest.mark.parametrize(("body", "kinds"), OTHER_WISHES)
def test_words_that_sound_like_a_request_are_none(body: str, kinds: tuple[Kind, ...]) -> None:
    """What a word means depends on what it is said of."""
    assert case(body).verdict.kinds == kinds


def test_a_place_at_another_seminar_is_a_request_beside_the_change() -> None:
    """Each is answered; the places of the change are none that are newly asked for."""
    found = case(
        "Mr Ned Sorrel has left us and won't be at Oxford. Mrs Una Pike will use his place.\n\n"
        "Mrs Pike would also like a place at Nottingham on 16 June.\n\nDora Lamb\nPA to the Chief Executive"
    )
    assert set(found.verdict.kinds) == {Kind.AMENDMENT, Kind.PLACE_REQUEST}
    assert (found.request.attendees, found.request.places) == (("Una Pike",), 1)


DISTRESS = (
    "I don't know if this is the right address. My daughter told me on Monday she wishes she wasn't here any more. I rang the "
    "team and was told that her worker is on leave. Please will somebody ring me."
)


def test_somebody_in_distress_is_never_taken_for_a_machine() -> None:
    """Though the words of somebody away stand in it; a person is to look at once."""
    found = case(DISTRESS, "please")
    assert found.verdict.urgent
    assert found.verdict.decision == "review"
    assert not set(found.verdict.kinds) & {Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM}
