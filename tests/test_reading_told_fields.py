"""What stands beside an example told in the sender's own words, and words that lead up to it."""

from __future__ import annotations

import pytest

from intake.model import Example, Kind
from tests.test_reading_told import LEAD, STORY, case, told

QUIET = (  # told without a word by which it could be known as a story for the call
    "On Fridays the boat shed is open and the tide table hangs on the door. For a long while one man rowed and the rest sat. "
    "Then Hatty took an oar and would not give it back, and he came to me and I said let her. By midsummer he sat in the "
    "bows and Hatty read out the tides."
)


def beside(text: str) -> Example:
    """What is read of a story with a paragraph beside it."""
    return told(f"{LEAD}{STORY}\n\n{text}")


def test_two_answers_in_one_paragraph_are_kept_apart() -> None:
    """Each ends where the next begins, or what may become of the story."""
    found = beside("What worked: the cellar key. What didn't: nobody swept. You may print this without our names.").fields
    assert found["worked"] == "the cellar key."
    assert found["did_not_work"] == "nobody swept."
    assert found["permission"] == "anonymous"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("what didnt work - the lock froze every winter", "did_not_work"),
        ("The bit that went wrong was the opening party.", "did_not_work"),
        ("And as for what worked: soup on the stove.", "worked"),
        ("What I'd tell anyone starting out is this: get two keys cut.", "learning"),
        ("If I were to say what I'd tell others: get two keys cut.", "learning"),
    ],
)
def test_an_answer_begins_as_people_begin_one(said: str, key: str) -> None:
    """The words of the question need not be the form's to the letter."""
    assert key in beside(said).fields


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("I write as one of those who have used services, for half my life.", "service_user"),
        ("My name is Robin Vale, mental health service user since the floods.", "service_user"),
        ("I have been using such services since I was twelve.", "service_user"),
        ("On your form we'd be a voluntary sector provider.", "vcs_provider"),
        ("I am answering for Larkbarrow Hands, a user-led group.", "ulo"),
    ],
)
def test_the_group_is_told_in_words(said: str, group: str) -> None:
    """It is one of those on the form."""
    assert beside(said).fields["group"] == group


def test_the_name_of_an_organisation_may_tell_its_group() -> None:
    """What the sender says of themselves goes before it."""
    signed = "Robin Vale\nCharge Nurse\nLarkbarrow Community NHS Foundation Trust"
    assert beside(signed).fields["group"] == "nhs_trust"
    assert beside(f"I am a service user and sit on the board.\n\n{signed}").fields["group"] == "service_user"


def test_a_title_that_asks_keeps_its_question_mark() -> None:
    """It is part of the title, other than that of a question about it."""
    assert beside("It wants a title, so that is: Who sweeps the cellar?").fields["title"] == "Who sweeps the cellar?"
    assert beside('If you want it to have a title then "The Sweepers", as we say here.').fields["title"] == "The Sweepers"


@pytest.mark.parametrize(
    "said",
    [
        "Before it gets printed anywhere you should telephone me on 01632 960 214.",
        "Please do not print any of it until you have spoken to us.",
        "I should want to read the text before it appears.",
        "Ring us before anything is used: 01632 960 214.",
    ],
)
def test_a_call_before_it_is_used_is_no_story_by_telephone(said: str) -> None:
    """It says how the example may be used."""
    assert beside(said).fields["permission"] == "contact_first"


@pytest.mark.parametrize(
    "said",
    [
        "One example from our housing office, should such count.",
        "Should our story need a title: The Sweepers.",
        "Well now, our example. You may use it with our names.",
        "Our example, told in a hurry: see below, and print it by all means.",
    ],
)
def test_a_story_is_led_up_to_in_few_words(said: str) -> None:
    """A question or a place beside it takes nothing from it."""
    found = case(f"{said}\n\n{QUIET}\n\nYou may print it. How long will the booklet be, and who reads the drafts?")
    assert Kind.PRACTICE_EXAMPLE in found.verdict.kinds


def test_a_place_asked_for_at_the_end_of_a_story_is_no_part_of_it() -> None:
    """The story is filed with its permission, and the place is asked for."""
    found = case(f"You wanted examples, and this is ours. {QUIET} Print it with our names. I'd like to come to Oxford as well.")
    assert found.example is not None
    assert set(found.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST}
    assert found.example.fields["permission"] == "named"
    assert "Oxford" not in found.example.fields["description"]


def test_whether_it_counts_may_be_asked_at_the_end_of_a_story() -> None:
    """A person answers that."""
    found = case(f"Our story, briefly told: {QUIET} Is it all right like this, without your form?")
    assert set(found.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.QUESTION}


def test_somebody_who_will_write_a_story_down_has_not_told_it() -> None:
    """The son asks for the questions; nobody is thanked for an example."""
    found = case(
        "My father ran the boat club for the day hospital and would tell you of it, but he has no computer and will not "
        "use mine. Could there be a list of the questions that I might print and put on his knee? We live a long way from any "
        "library and he tires when he talks. I will type up or photograph what he writes."
    )
    assert Kind.PRACTICE_EXAMPLE not in found.verdict.kinds


@pytest.mark.parametrize(
    "said",
    [
        "A little thing from the shore, for what you are gathering. Print it with our names.",
        "You wished to hear what people had tried, so.",
        "Co-production: this is what happened with us, and you can use it, name and all.",
        "Your poster asked for something that worked. You have our permission to print it.",
    ],
)
def test_what_the_call_asks_for_leads_up_to_a_story(said: str) -> None:
    """It need not be called an example."""
    found = case(f"{said}\n\n{QUIET}")
    assert found.verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


FORM = (
    "Title of your example: The Oar\n\nWhat did you do? We let Hatty row.\n\nWhat did not work? The tide.\n\n"
    "May we use your example in the published resource? Yes, with our name"
)


def test_a_form_in_the_letter_without_the_question_for_a_name_bears_that_of_who_signs() -> None:
    """Where the question stands and is left blank, the name is missing."""
    assert told(FORM).fields["name"] == "Robin Vale"
    assert "name" not in (told(FORM).missing or ())
    assert "name" in (told(f"Your name:\n\n{FORM}").missing or ())


def test_who_counts_themselves_among_a_group_belongs_to_it() -> None:
    """As does who says so outright."""
    assert beside("I count myself a survivor of that house.").fields["group"] == "service_user"


def test_a_title_ends_where_it_is_explained() -> None:
    """What comes behind the comma tells where it is from."""
    assert beside("The title is Two Oars, same as the boat.").fields["title"] == "Two Oars"
