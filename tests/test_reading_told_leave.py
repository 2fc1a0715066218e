"""Stories known by the leave to use them, or by headings of the sender's own, and what is said of examples sent or to come."""

from __future__ import annotations

import pytest

from tests.test_reading_doubts import case, kinds

STORY = (
    "When the drop-in moved, the manager asked nobody about the kitchen. A dozen of us sat on the stairs with a tape measure "
    "and drew it ourselves, and the builder built what we drew. The manager was cross for a month and then asked us to do the "
    "garden. The sink is too low."
)


@pytest.mark.parametrize(
    "leave",
    [
        "You're free to print that under my name.",
        "Publish it by all means, no names please.",
        "We would like to be named.",
        "Feel free to use it, and credit the whole group.",
        "Permission: with our name.",
        "Share it with whoever you like, names and all.",
    ],
)
@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        ("May I have a place at Seminar 2, please?", "place_request"),
        ("I have a place at Oxford and can no longer come on 17 February; please give it to another.", "cancellation"),
    ],
)
def test_a_story_that_we_may_use_is_an_example_beside_whatever_else(leave: str, beside: str, kind: str) -> None:
    assert kinds(case(f"{beside}\n\nYour call for examples reached us. {STORY} {leave}")) == {kind, "practice_example"}


@pytest.mark.parametrize(
    "body",
    [
        f"I'd like a place at Oxford please. {STORY} You can put my name on the list of attendees.",
        "Our group is working on an example for your call. It will come in January when all of us have read it; you may use "
        "our name then, and the name of the house, and those of the two nurses who built the kitchen and wrote it down.",
    ],
)
def test_what_may_be_used_is_not_always_an_example(body: str) -> None:
    assert "practice_example" not in kinds(case(body))


def test_headings_of_the_senders_own_make_a_form() -> None:
    body = (
        "A return to your call\n\nWorking title: The empty seat\n\n1. What happened\nEach meeting keeps a chair empty until a "
        "tenant sits in it, and the money waits with it.\n\n2. Partners\nTwo landlords and nine tenants, who vote.\n\n"
        "3. Results\nNobody has missed a meeting.\n\n4. Problems\nThe biscuits.\n\n5. Consent to publication\nAsk me first."
    )
    assert kinds(case(body)) == {"practice_example"}


@pytest.mark.parametrize(
    "body",
    [
        'Last week\'s example from the Ferry group: it says "unpaid". It ought to say "unprepared".',
        'You\'ll have had our form by post. I left one answer empty. Please write in: "Two of us fell out."',
        'In the example I sent on Monday, where it says "my mother" can you make it just "a carer"?',
    ],
)
def test_what_is_mended_in_an_example_is_a_change_alone(body: str) -> None:
    assert kinds(case(body)) == {"amendment"}


@pytest.mark.parametrize(
    "body",
    [
        "Our example is a comic, six pages. Should we send the drawings by post, or scan them?",
        "Our example is a film. Can we upload the video or must it be written?",
    ],
)
def test_how_an_example_is_to_be_sent_is_asked_for_with_the_template(body: str) -> None:
    assert kinds(case(body)) == {"template_request"}


@pytest.mark.parametrize("asked", ["May this suffice?", "Better late than never?", "Will this do?"])
def test_politeness_beside_an_example_asks_nothing(asked: str) -> None:
    assert kinds(case(f"For your call for examples. {asked}\n\n{STORY}\n\nYou may use it with my name.")) == {
        "practice_example"
    }


def test_a_wish_for_a_place_may_hang_on_there_being_room() -> None:
    assert "place_request" in kinds(case("Is Oxford full? If it isn't I'd love to come on the 17th."))
