"""How people ask for a place, for the template or a thing to know, and what only sounds like it."""

from __future__ import annotations

import pytest

from intake.model import Case
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


def kinds(body: str, subject: str = "Hello") -> set[str]:
    return {kind.value for kind in case(body, subject).verdict.kinds}


@pytest.mark.parametrize(
    "body",
    [
        "2 plz for oxford, me + my mrs",
        "Haven't booked yet so consider this my booking for Oxford.",
        "Could two of us from Cardiff be squeezed in at Oxford?",
        "The director has asked that she and her deputy be registered for Seminar 2.",
        "It's Seminar 2 I'm after. One person.",
        "Whack me down for Oxford.",
        "If a place should fall vacant at Oxford, I would gladly take it.",
        "My wife won't come but I will. Oxford, 17 Feb.",
        "Would you be willing to let three of my students sit in on the Oxford seminar?",
        "Will you have an old nurse? I'd love to come to Oxford. How do I do this?",
    ],
)
def test_a_place_is_asked_for_in_roundabout_words(body: str) -> None:
    """Nobody writes as a form would have them, and a wish that is not seen costs them their place."""
    assert "place_request" in kinds(body)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("A colleague told me she's put her name down for Oxford. I'm glad that somebody is going.", "place_request"),
        ("I'd have asked for a place at Oxford if I were ten years younger. Good luck to you all.", "place_request"),
        ("I'm thinking of coming to Oxford but need to know first how long the day is.", "place_request"),
        ("Is Sarah Carr speaking in Oxford? She's the reason I'd come.", "place_request"),
        ("Do we send the template to you or to Bath?", "template_request"),
        ("Do you want one template for each project or can both go on the same one?", "template_request"),
        ("Could someone give me a bell about the template on 01632 960555?", "template_request"),
        ("What a day that was in Leeds! Who would have thought a professor could make me cry?", "question"),
    ],
)
def test_what_only_sounds_like_a_wish_is_none(body: str, wanted: str) -> None:
    """A letter that answers what nobody asked does more harm than one that waits for a person."""
    assert wanted not in kinds(body)


@pytest.mark.parametrize(
    "body",
    [
        "id love to come 17th feb. do i need a ticket or just turn up",
        "can i come to oxford and do u pay bus fare",
        "Put me down for Oxford, and please ring me about access: 01632 960777.",
        "Please book me in for Oxford. One thing I'm not clear about is whether lunch is included.",
        "Two places for Nottingham please. We'd be grateful for some information about hotels.",
    ],
)
def test_a_question_beside_a_wish_is_seen_without_its_mark(body: str) -> None:
    """Who asks two things and gets one answer has to write again."""
    assert kinds(body) == {"place_request", "question"}


def test_whether_there_is_room_is_a_question_that_a_person_sees() -> None:
    """It may or may not be meant as a request: nothing is booked on it."""
    found = case("Are there any places left for Oxford?")
    assert {kind.value for kind in found.verdict.kinds} == {"question"}
    assert found.verdict.decision == "review"


STORY = (
    "I couldn't open the template so I'll just write it. "
    "A dozen of us who had been on the ward asked to write its leaflet anew. "
    "The manager said yes and gave us the money. We threw out the old one and began with what new patients ask. "
    "The doctors did not like it. Now it is used everywhere and we learned to ask for the money first."
)


def test_a_story_is_told_though_the_template_would_not_open() -> None:
    """Why somebody writes and does not fill in is no wish for the form, and what was thrown out in the story amends nothing."""
    found = case(f"{STORY}\n\nYou may print it with our names.\n\nDoreen", "Our example")
    assert {kind.value for kind in found.verdict.kinds} == {"practice_example"}
    assert found.example is not None
    assert found.example.fields["permission"] == "named"
