"""One wish that looks like two, two seminars of which one is asked for, and what keeps a letter from a person's desk."""

from __future__ import annotations

import pytest

from intake.reading import read
from tests.test_reading_asking import case, kinds
from tests.test_reading_request import NOW, PROGRAMME, message


@pytest.mark.parametrize(
    "body",
    [
        "You have Wilf Grantham and me down for Oxford. Could we make that three? Ines Roper would like to come along.",
        "You have a place in my name for Oxford. My colleague Noor Haddon will come in my stead, so please change the name.",
    ],
)
def test_a_change_at_the_seminar_that_is_held_is_no_request_as_well(body: str) -> None:
    """A letter that promises a new place, where one is only to be changed, is a wrong letter."""
    assert kinds(body) == {"amendment"}


def test_a_change_at_one_seminar_and_a_place_at_another_are_two_wishes() -> None:
    body = "A change to my Oxford booking please: I shall need large print. I would also like a place at Nottingham in June."
    assert kinds(body) == {"amendment", "place_request"}


def test_who_asks_to_be_put_down_has_not_asked_before() -> None:
    """ "Could you put me down" speaks of what is to come, so what follows changes nothing."""
    assert kinds("Could you put me down for Nottingham in June? I cannot do Oxford because of my teaching.") == {
        "place_request"
    }


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "I was sent the flyer for Oxford. I can't do that day, but there is one in Nottingham and I'd like a place.",
            1,
        ),
        ("I should like a place at both seminars that are left, Oxford in February and Nottingham in June.", 2),
        ("Please could I have a place at Oxford and at Nottingham.", 2),
    ],
)
def test_two_seminars_are_asked_for_only_where_they_are_joined(body: str, wanted: int) -> None:
    """A place at a seminar that nobody asked for is taken from somebody else."""
    assert len(case(body).request.seminars) == wanted


@pytest.mark.parametrize(
    "rest",
    [
        "I am coeliac, so gluten free for me please.",
        "Please send all correspondence to this office.",
        "If that is too many please tell me.",
    ],
)
def test_a_plea_that_is_understood_keeps_no_letter_back(rest: str) -> None:
    """People wait for their letter where a need, or an address for the answer, is all that is left to be read."""
    assert case(f"Please may I have a place at Oxford on 17 February. {rest}").acknowledge == ("place_request",)


def test_a_plea_that_nothing_explains_is_for_a_person() -> None:
    body = "Please may I have a place at Oxford on 17 February. Could you also bring the blue ladder back."
    assert case(body).acknowledge == ("received",)


def test_two_things_of_which_one_was_understood_are_for_a_person() -> None:
    assert case("Two things please. Book me in for Oxford. The rest you know.").acknowledge == ("received",)


@pytest.mark.parametrize(
    "body",
    [
        "My housemate told me of the day in Oxford. Please book me in. Not sure who else is coming from here.",
        "Please book me in for Oxford. Ring me if there is a problem, 07700 900123.",
        "Please book me in for Oxford. Please send any papers to my manager and not to me.",
    ],
)
def test_remarks_beside_a_request_ask_nothing(body: str) -> None:
    assert kinds(body) == {"place_request"}


def test_a_need_is_not_made_of_a_question_where_it_is_stated_plainly() -> None:
    body = "Please book me in for Oxford. I use a wheelchair and need a ramp. Is there a blue badge bay that I could book?"
    assert case(body).request.access == "I use a wheelchair and need a ramp"


def test_a_need_in_a_question_is_kept_beside_one_that_is_stated() -> None:
    """Who asks politely for what they need must find it there on the day."""
    body = "Please book me in for Oxford. I use a wheelchair. I am also deaf, so could you arrange a hearing loop?"
    access = case(body).request.access
    assert access is not None
    assert "wheelchair" in access
    assert "hearing loop" in access


def test_words_of_ones_own_for_the_form_count_beside_a_call() -> None:
    """A word on the administrator's list stands by itself, whatever else is asked for."""
    words = PROGRAMME.words.model_copy(update={"template": ("the blue sheet",)})
    programme = PROGRAMME.model_copy(update={"words": words})
    body = "Let me have the blue sheet for your practice examples. Could somebody ring me as well? 07700 900123."
    found = read(message(body, "Hello"), NOW, programme).verdict.kinds
    assert {"template_request", "question"} <= {kind.value for kind in found}


def test_a_need_that_is_over_is_none() -> None:
    body = "Thank you for booking me in at Oxford. The large print is no longer needed, my new glasses have come."
    assert case(body).request.access is None


def test_the_group_of_the_from_header_does_not_come() -> None:
    raw = message("Two of us would like to come to Oxford:\n\nAda Penrice\nColm Harty\n\nI shan't come myself.", "Hello")
    raw = raw.replace(
        raw[raw.index(b"From:") : raw.index(b"\n", raw.index(b"From:"))], b"From: Tuesday Kettle <kettle@post.example>"
    )
    assert read(raw, NOW, PROGRAMME).request.attendees == ("Ada Penrice", "Colm Harty")


def test_a_letter_below_a_pasted_form_is_read_though_it_begins_like_an_option() -> None:
    """ "Now" is not "No", and what is asked below a form is asked all the same."""
    call = PROGRAMME.call
    assert call is not None
    answered = "\n".join(
        f"{question.label}: {question.options[0].label if question.options else 'Ada'}" for question in call.fields
    )
    body = f"{answered}\n\nNow one more thing, please could I have a place at Oxford?"
    assert "place_request" in kinds(body)
