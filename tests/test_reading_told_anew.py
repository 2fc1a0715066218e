"""What is told anew by whoever has a place, and what only sounds like it: an old need, a reason, a part of a number."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "need",
    [
        "I slipped on the quay last week and shall be on crutches.",
        "I can no longer read small type, so I need all papers in 20 point. Kindly put that with what you have.",
    ],
)
def test_a_need_that_is_news_is_filed_as_a_change(need: str) -> None:
    found = case(f"I booked a place at Oxford in December. {need}\n\nIda Gorse", "Oxford")
    assert (found.verdict.kinds, found.verdict.decision) == ((Kind.AMENDMENT,), "file")


def test_a_need_that_is_no_news_is_for_a_person() -> None:
    """Who speaks of an earlier booking and of an old need may want anything."""
    found = case("I booked a place at Oxford in December. I use a walking frame.\n\nIda Gorse", "Oxford")
    assert found.verdict.decision == "review"


def test_a_need_to_be_put_down_is_a_change_beside_a_question() -> None:
    body = (
        "I have a place at Oxford. My sight has failed and I bring my guide dog. Please note this on my entry. "
        "Is there a lawn for her?"
    )
    assert set(case(body, "Oxford").verdict.kinds) == {Kind.AMENDMENT, Kind.QUESTION}


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Cancellation: Ms U Pike, 17 February",
            "Ms Una Pike, for whom we booked in December, is no longer able to attend owing to a change in her duties.",
        ),
        ("Cancelling Oxford", "I booked a place and am sorry to give it up again because of a small change of plan at work."),
    ],
)
def test_a_reason_is_no_change_where_the_place_is_given_up(subject: str, body: str) -> None:
    assert case(body, subject).verdict.kinds == (Kind.CANCELLATION,)


def test_so_many_of_so_many_places_change_a_booking() -> None:
    body = "Wes is ill, so we only need two of our three places at Oxford: Una Pike and me."
    assert case(body, "Oxford").verdict.kinds == (Kind.AMENDMENT,)


def test_who_stays_away_brings_nobody_along() -> None:
    body = "I booked Oxford but can't come now, please give my place away. Will slides be sent? My tutor would like them too."
    assert set(case(body, "Oxford").verdict.kinds) == {Kind.CANCELLATION, Kind.QUESTION}


@pytest.mark.parametrize(
    "body",
    [
        "Would you send us the blank form for our story? The lodgers have asked that it be included.",
        "We have an example from our youth club. How do we send it in, and would you take three from one charity?",
    ],
)
def test_who_speaks_of_the_call_alone_asks_for_no_place_and_gives_up_none(body: str) -> None:
    kinds = set(case(body, "Our example").verdict.kinds)
    assert Kind.TEMPLATE_REQUEST in kinds and not kinds & {Kind.PLACE_REQUEST, Kind.CANCELLATION}


@pytest.mark.parametrize(
    "body",
    [
        "Can I hold four places at Oxford for our board? They decide on Monday who is going, so names will follow.",
        "I'd like a place at Oxford please. Before I book the ferry, when does it end?",
        "Could Una Pike (our peer worker) and I both be signed up for Oxford?",
        "I'm in a hurry so keeping this short - a place for me at Oxford, thanks.",
    ],
)
def test_a_plain_request_stands_beside_what_is_still_open(body: str) -> None:
    found = case(f"{body}\n\nIda Gorse")
    assert Kind.PLACE_REQUEST in found.verdict.kinds and found.verdict.decision == "file"


def test_the_form_may_be_asked_for_in_an_if() -> None:
    body = "A place for me at Oxford, please. We want to tell of our garden too, so if you could attach the form I'd be glad."
    assert set(case(body).verdict.kinds) == {Kind.PLACE_REQUEST, Kind.TEMPLATE_REQUEST}


def test_a_seminar_that_is_only_a_last_resort_is_not_asked_for() -> None:
    found = case("Please put me on the list for Oxford. If it is full I'll try for the Nottingham one later.\n\nIda Gorse")
    assert found.request.seminars == ("seminar-2",)


@pytest.mark.parametrize(
    ("header", "end", "name"),
    [
        ("una <unapike71@post.example>", "una pike 07700 900118", "una pike"),
        ("<unnie.pike@post.example>", "names una pike x", "una pike"),
    ],
)
def test_a_name_in_small_letters_is_known_by_the_address(header: str, end: str, name: str) -> None:
    found = read(message(f"can i come to the oxford one please. {end}", "oxford", From=header), NOW, PROGRAMME)
    assert found.request.attendees == (name,)


def test_work_that_will_not_let_somebody_go_is_no_colleague() -> None:
    body = "I booked Oxford but have to pull out. Work won't release me, three people are off ill."
    assert case(body, "Oxford").verdict.kinds == (Kind.CANCELLATION,)


def test_to_be_there_early_changes_nothing() -> None:
    body = "I have a place at Oxford. When do the doors open? My train gets in at 8 so I may be there early."
    assert case(body, "Oxford").verdict.kinds == (Kind.QUESTION,)


def test_number_two_is_a_seminar() -> None:
    found = case("I was at Leeds and learnt much. I would like to come to number two as well please.\n\nIda Gorse")
    assert found.request.seminars == ("seminar-2",)


def test_who_moves_comes_though_the_seat_goes_to_somebody_else() -> None:
    body = "I can't do Oxford. Please let my seat go to somebody else and put me on the list for Nottingham instead."
    assert case(body).request.attendees == ("Robin Vale",)


def test_a_crowd_told_of_takes_no_places() -> None:
    body = "Would you keep me a seat for Oxford? Our meetings are nine people agreeing with one another."
    assert case(body).request.places == 1


def test_a_body_in_small_letters_is_found_at_the_head_of_a_sentence() -> None:
    body = "im a support worker at kelder nhs trust and would like a place at oxford, and one for my friend Una Pike."
    assert case(body).request.organisation == "kelder nhs trust"


def test_a_widow_who_asks_for_a_place_is_no_fraud() -> None:
    body = "I nursed my late husband and should very much like to attend at Oxford on 17 February. Kindly confirm by e-mail."
    assert case(body, "Seminar in Oxford").verdict.kinds == (Kind.PLACE_REQUEST,)


def test_a_seminar_that_is_no_good_is_not_asked_for() -> None:
    found = case("Yes, put me down please. Nottingham's only a short ride, Oxford's no good.\n\nIda Gorse")
    assert found.request.seminars == ("seminar-3",)


def test_an_illness_told_for_the_sake_of_a_need_keeps_nobody_away() -> None:
    body = "Since booking for Oxford I broke my foot and can't manage stairs. Would you note that for the 17th? Can I park?"
    found = case(body, "Oxford")
    assert set(found.verdict.kinds) == {Kind.AMENDMENT, Kind.QUESTION} and found.request.access


@pytest.mark.parametrize(
    "body",
    [
        "I shan't be able to take up my place at Nottingham as my contract ends.",
        "We won't be able to use our seats at Oxford after all.",
    ],
)
def test_who_cannot_take_up_a_place_gives_it_up(body: str) -> None:
    assert case(body).verdict.kinds == (Kind.CANCELLATION,)


def test_a_list_may_come_after_a_word_on_something_else() -> None:
    body = (
        "Please book the following carers on to Oxford. I'm not coming myself.\n\n* Una Pike\n* Wes Harrow - needs the loop\n"
    )
    assert case(body, "Three carers").request.attendees == ("Una Pike", "Wes Harrow")


def test_who_would_be_obliged_for_a_note_asks() -> None:
    body = "I should like to attend at Oxford. I'd be obliged for a note of the nearest station."
    assert set(case(body).verdict.kinds) == {Kind.PLACE_REQUEST, Kind.QUESTION}


def test_a_form_that_is_to_be_binned_is_no_place_given_up() -> None:
    body = (
        "Corrected version of what I sent. Please bin the first one.\n\nYour name: Una Pike\nTitle of your example: Soup\n"
        "What did you do? We cooked together.\nWhat worked? The soup.\nMay we use your example in the published resource? Yes"
    )
    assert Kind.CANCELLATION not in case(body, "Our example").verdict.kinds


def test_who_would_book_a_call_with_us_asks_for_no_place() -> None:
    body = "I saw that your site is not on page one of Google. Could we book a 10 minute call? Packages from $99 a month."
    assert case(body, "Your website").acknowledge == ()


def test_names_that_are_still_to_come_show_no_earlier_booking() -> None:
    body = "Have you 3 spaces left for Oxford? I'll let you have all their names by Friday, but I am one. We eat halal."
    assert Kind.AMENDMENT not in case(body, "Oxford").verdict.kinds


def test_a_quoted_head_without_spaces_is_quoted() -> None:
    body = (
        "can i come to the one on 17th feb? thanks una\n\n"
        'From:"seminars@coproduction.example"\nDate:Wed, 6 Jan 2016 at 13:50\nSubject:Which seminar is meant?\n\n'
        "Please tell us which seminar you would like to come to: Oxford or Nottingham.\n"
    )
    assert case(body, "Re: Which seminar is meant?").request.seminars == ("seminar-2",)
