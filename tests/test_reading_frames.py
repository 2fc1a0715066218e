"""Wishes put together from plain words, where no fixed phrase has them."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import frames, read, words
from tests.test_reading_request import NOW, PROGRAMME, message


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "A friend told me about your day in Oxford next month and I'd be thrilled if you could find a corner for me.",
        "Is it alright for two of us from the allotment project to turn up at the Oxford seminar? We'd be no bother.",
        "hiya, can me n my mate come along to oxford on 17th feb. ta",
        "Our team would welcome the opportunity to be represented at Enacting co-production.",
        "I'd dearly love to sit in on the Nottingham one, if you'll have me.",
        "What do I need to do to get onto the Oxford seminar? I'm a carer rep in Swindon.",
    ],
)
def test_a_wish_to_come_is_understood_however_it_is_put(body: str) -> None:
    """A wish, and coming or a place, near each other in one sentence."""
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    "body",
    [
        "People who come to Oxford by train, can they walk from the station?",
        "My neighbour would like to hear how many are coming to Oxford.",
        "I look forward to coming to Oxford.",
        "I'm giving the second talk at the Oxford seminar: can I get into the hall by nine?",
        "I should have liked to come to the Leeds seminar, but it is over.",
    ],
)
def test_coming_is_spoken_of_without_being_asked_for(body: str) -> None:
    """Journeys, other people, what is settled or past, and those who have a part in the day."""
    assert "place_request" not in case(body).acknowledge


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("I booked for Oxford last week. I shan't be taking it up after all, the boiler has burst.", Kind.CANCELLATION),
        ("You kept me a seat at Nottingham. Let some other soul have it.", Kind.CANCELLATION),
        ("You've got me down for Oxford as Ann Pedder. It's Anna Pedlar.", Kind.AMENDMENT),
        ("The form for the call won't open here, could you let me have it on paper please?", Kind.TEMPLATE_REQUEST),
        ("Please let me have the running order for the day.", Kind.QUESTION),
    ],
)
def test_other_wishes_are_put_together_too(body: str, kind: Kind) -> None:
    """Giving up, changing, the template, and things to know."""
    assert case(body).verdict.kinds == (kind,)


def test_what_a_frame_alone_has_found_is_looked_at_by_a_person() -> None:
    """No frame weighs as much as a plain phrase: it is not filed without a look, or it bears a mark."""
    clear = words.threshold("clear")
    assert all(frame.weight < clear for frame in frames.frames())
    found = case("I'd be thrilled if you could find a corner for me in Oxford.")
    assert found.verdict.decision == "review" or found.verdict.marks


def test_every_frame_is_made_of_ideas_that_are_there() -> None:
    """A slip in frames.toml is found at once."""
    ideas = set(words.table("frames")["ideas"])
    used = {idea for frame in frames.frames() for idea in (*frame.needs, *frame.silenced)}
    assert used <= ideas
    assert all(frame.where <= {"event", "form", "before", "fresh"} for frame in frames.frames())
