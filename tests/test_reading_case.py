"""The whole reading of a message: what is acknowledged, what is late, references, and the object that explain prints."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from intake import reference
from intake.model import Case
from intake.reading import explained, read
from tests.test_reading_request import NOW, PROGRAMME, message

KEYS = [
    "file",
    "kinds",
    "decision",
    "confidence",
    "acknowledge",
    "seminar",
    "assumed_seminar",
    "places",
    "attendees",
    "organisation",
    "phone",
    "access",
    "dietary",
    "example",
    "further_examples",
    "late",
    "urgent",
    "reasons",
]
FORM = """Here is our form.

Your name: Ola Benson
Organisation (if any): Larch Road House
Which of these best describes you?: User-led organisation
Title of your example: The long bench
What did you do?: We built a bench together, staff and members, and we decide everything on it.
What worked?: The bench.
May we use your example in the published resource?: Yes, with our name
"""


def case(body: str, subject: str = "Hello", received: datetime = NOW, **headers: str) -> Case:
    return read(message(body, subject, **headers), received, PROGRAMME)


def test_explain_prints_exactly_the_keys_of_the_contract() -> None:
    """Scripts rely on these keys, and on JSON that needs no help."""
    printed = explained(case("Please book me a place at Oxford."), PROGRAMME, "a.eml")
    assert list(printed) == KEYS
    assert json.loads(json.dumps(printed))["kinds"] == ["place_request"]
    assert printed["file"] == "a.eml"


def test_each_wish_is_acknowledged_that_a_letter_can_answer() -> None:
    """A question goes to a person; alone it gets the neutral letter."""
    assert case("Please book me a place at Oxford. Is there parking?").acknowledge == ("place_request",)
    assert case("Is there parking at Oxford?").acknowledge == ("received",)
    assert case("Thanks for the lovely day.").acknowledge == ()


def test_a_pasted_form_is_an_example_and_its_questions_are_not_questions_to_us() -> None:
    """The form's own words are no wishes of the sender."""
    found = case(FORM, "Our example")
    assert [kind.value for kind in found.verdict.kinds] == ["practice_example"]
    assert found.example is not None
    assert found.example.fields["title"] == "The long bench"


def test_late_is_by_the_time_of_receipt_in_the_programmes_zone() -> None:
    """The last minute of the deadline is in time, the next is late; only examples can be late."""
    over = datetime(2016, 1, 16, 0, 0, tzinfo=UTC)
    assert not case(FORM, received=over - timedelta(seconds=1)).late
    assert case(FORM, received=over).late
    assert not case("Please book me a place at Oxford.", received=over).late


def test_our_references_are_found_in_subject_and_own_words_only() -> None:
    """A reference in quoted text is not what the sender wrote."""
    ours = next(reference.candidates(b"key", "x", "S2", "entry"))
    assert case("About my place.", f"Re: {ours}").references == (ours,)
    assert case(f"About {ours.lower()}, please cancel my place.").references == (ours,)
    assert case(f"Thanks.\n\nOn 3 January 2016, Seminars <s@x.example> wrote:\n> {ours}\n").references == ()


def test_a_story_told_in_place_of_the_form_is_an_example() -> None:
    """The description is the paragraph that tells it; what the message does not state stays open."""
    story = (
        "The day centre had a rule that only staff could hold the kettle. Four of us asked the manager whether we might hold "
        "it in turns, and she agreed to try it for a month. We wrote the rota together and hung it beside the sink. After the "
        "month nobody could remember why there had been a rule, and now the visitors are asked to make the tea."
    )
    before, after = "I saw your call. I would rather not use the form, so here is my example.", "Please keep me anonymous."
    found = case(f"{before}\n\n{story}\n\n{after}\n\nOla Benson")
    assert found.example is not None
    assert found.example.fields["description"] == story
    assert found.example.fields["permission"] == "anonymous"
    assert found.example.missing is not None
    assert "title" in found.example.missing


def test_an_empty_message_goes_to_a_person_unanswered() -> None:
    """Nothing is understood, and nothing pretended."""
    found = case("", "")
    assert (found.verdict.decision, found.acknowledge) == ("review", ())
