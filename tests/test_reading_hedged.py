"""Wishes that are hedged, refused or wished for others: leave asked for people in general, places not asked for yet."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

HELD = """

On 12 January 2016 at 9:00, <seminars@coproduction.example> wrote:
> We have noted your request for one place at Seminar 2, Oxford, 17 February 2016. Reference S2-4KPM.
"""


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    "body",
    [
        "Are carers allowed to come to the Oxford day?\n\nRobin Vale",
        "Is it free, and are students allowed to come for the afternoon alone? I mean Oxford.\n\nRobin Vale",
        "What time does Oxford begin? I may be on a late shift so don't book me in yet.\n\nRobin Vale",
    ],
)
def test_leave_asked_for_others_and_a_booking_refused_are_questions(body: str) -> None:
    assert case(body).verdict.kinds == (Kind.QUESTION,)


@pytest.mark.parametrize(
    "ending",
    [
        "Please tell me what I have to do next.",
        "What do I need to do?",
        "Could you confirm once I have a place so that I can ask for the day off?",
    ],
)
def test_what_comes_next_is_part_of_the_request(ending: str) -> None:
    assert case(f"I'd like to come to the Oxford seminar. {ending}\n\nRobin Vale").verdict.kinds == (Kind.PLACE_REQUEST,)


def test_one_for_me_is_no_number_of_a_seminar() -> None:
    found = case("May we have two places at your seminar, one for me and one for our treasurer, Odile Marchbank?\n\nRobin Vale")
    assert found.request.places == 2
    assert found.request.seminars == ()


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        (
            "Poorly all week so I won't be there on Wednesday. I was really looking forward to it. Will there be notes?",
            "Oxford",
        ),
        ("Not well so wont be at the Oxford thing. Are there going to be slides after?", "Can't make it on the 17th"),
        ("I shall not after all be able to attend on 17 February. Could you send me the blank form for an example?", "Oxford"),
    ],
)
def test_whoever_was_to_come_gives_the_place_up_beside_a_question(body: str, subject: str) -> None:
    assert Kind.CANCELLATION in case(f"{body}\n\nRobin Vale", subject).verdict.kinds


def test_a_place_handed_to_the_waiting_list_is_given_up_and_no_change() -> None:
    body = (
        "I have to give up my place on 17 Feb, our meeting has been moved to that day. Do let the next person have it." + HELD
    )
    assert case(body, "Re: Your place at Seminar 2 (S2-4KPM)").verdict.kinds == (Kind.CANCELLATION,)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("I had a booking for Oxford but on 17 February I have an exam. Can I instead come to Nottingham?", "Hello"),
        ("I'm booked on Oxford but no train gets me there before noon. May I give that up and come to Nottingham?", "Hello"),
        (
            "An inspection has landed on the week of your Oxford day. Could my place be moved to the June one instead?",
            "Change from Oxford to Nottingham",
        ),
        ("I can't do Oxford after all, can I swap it for Nottingham?", "Hello"),
    ],
)
def test_moves_said_in_other_words(body: str, subject: str) -> None:
    found = case(f"{body}\n\nRobin Vale", subject)
    assert set(found.verdict.kinds) == {Kind.PLACE_REQUEST, Kind.CANCELLATION}
    assert set(found.request.seminars) == {"seminar-2", "seminar-3"}


def test_another_seminar_for_a_holder_is_asked_for_anew() -> None:
    found = case("Yes, please add the June seminar for me too." + HELD, "Re: Your place at Seminar 2 (S2-4KPM)")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.seminars == ("seminar-3",)


def test_a_need_that_explains_a_question_of_a_holder_changes_nothing() -> None:
    body = "I need to know whether I can park at the college. I have a blue badge but the map is hopeless." + HELD
    assert case(body, "Re: Your place at Seminar 2 (S2-4KPM)").verdict.kinds == (Kind.QUESTION,)


def test_whoever_would_rather_tell_it_wants_no_form() -> None:
    body = "I'd rather talk about our example than write it, forms are a nightmare. Could you give me a ring? 01632 960087"
    assert case(body, "Call for examples").verdict.kinds == (Kind.QUESTION,)


def test_a_form_asked_for_without_a_verb_is_heard_beside_a_place() -> None:
    body = (
        "Two things: a place for me at Oxford on 17 Feb, and a copy of the practice example form for our group.\n\nRobin Vale"
    )
    assert set(case(body).verdict.kinds) == {Kind.PLACE_REQUEST, Kind.TEMPLATE_REQUEST}


STORY = """You say you want the ones that failed too.

In 2012 our board asked four of us to be members. The papers came the day before, sixty pages, and we asked for them a week
ahead and nothing changed. We met on our own and wrote two pages about the crisis house, and by spring all of us had resigned.

My advice to anybody is to ask for half the seats or none.

Please keep my name out of it if you print it.

Robin Vale
"""


def test_what_a_story_teaches_is_no_request_for_seats() -> None:
    assert case(STORY, "one that did not work").verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


def test_calls_to_somebody_else_are_other_peoples_mail() -> None:
    body = "The tenant at number 14 has had two bills. Please can you check and ring her directly.\n\nRobin Vale"
    assert case(body, "Council tax query").verdict.kinds == (Kind.OTHER,)


@pytest.mark.parametrize(
    ("body", "sender", "attendees"),
    [
        (
            "My wife Ottilie and I look after our son and would both like to come to Oxford.\n\nRobin Vale",
            "Robin & Ottilie Vale <vales@mill.example>",
            {"Robin Vale", "Ottilie Vale"},
        ),
        (
            "Please put Jerome Tarn and Odile Marchbank down for Oxford. Odile has ME and must lie down at noon.\n\nRobin Vale",
            "Robin Vale <robin@vale.example>",
            {"Jerome Tarn", "Odile Marchbank"},
        ),
    ],
)
def test_who_comes_by_first_name_or_beside_an_illness(body: str, sender: str, attendees: set[str]) -> None:
    found = read(message(body, "Hello", From=sender), NOW, PROGRAMME)
    assert set(found.request.attendees) == attendees
    assert found.request.places == 2


@pytest.mark.parametrize(
    ("body", "need"),
    [
        (
            "I'm a deaf researcher and I'd like a place at Nottingham. I will need a signer for the day.",
            "I'm a deaf researcher. I will",
        ),
        ("Hello. A place at Oxford please. My mum has to come with me because of my memory.", "My mum has to come with me"),
        ("I'd like to come to Oxford and I'd be bringing my personal assistant, who helps me with notes.", "I'd be bringing"),
        (
            "A place at Oxford, please. I need slides on yellow paper (pale is best) or by email the day before.",
            "or by email the day",
        ),
    ],
)
def test_needs_are_lifted_whole_and_without_the_request(body: str, need: str) -> None:
    assert need in (case(f"{body}\n\nRobin Vale").request.access or "")


@pytest.mark.parametrize(
    "body",
    [
        "I'd like to come to Oxford. Will the slides be put online? Some on my course can't travel.",
        "I asked for a place in Oxford back in November. I'd now like one for Nottingham too.",
        "I'm booked for Oxford but that is the day of my cataract operation. Can I swap it for Nottingham?",
    ],
)
def test_what_keeps_people_away_is_no_need(body: str) -> None:
    assert case(f"{body}\n\nRobin Vale").request.access is None


LIST = """Please add the following to your list for the 17th in Oxford. All from the Fen End members committee.

1. Robin Vale
2. Odile Marchbank
3. Jerome Tarn

Jerome uses a powerchair, it is 72 cm wide.
"""


def test_a_numbered_list_that_begins_with_the_sender_is_no_signature() -> None:
    found = read(message(LIST, "Seminar", From="Robin Vale <robin@vale.example>"), NOW, PROGRAMME)
    assert set(found.request.attendees) == {"Robin Vale", "Odile Marchbank", "Jerome Tarn"}
    assert found.request.places == 3
    assert "powerchair" in (found.request.access or "")


def test_a_whole_name_in_small_letters_stands_by_itself() -> None:
    body = "hiya is there any room left at oxford?? if there is put me down pls, robina vale. ta x"
    found = read(message(body, "oxford", From="rob <rv88@inbox.example>"), NOW, PROGRAMME)
    assert found.request.attendees == ("robina vale",)


def test_a_place_of_ones_own_that_another_booked_is_given_up_alone() -> None:
    body = "Prof Marchbank booked me in for Oxford with her and Dr Tarn. I have a viva that day so please take me off. "
    assert case(f"{body}The other two are still coming.\n\nRobin Vale").verdict.kinds == (Kind.CANCELLATION,)


FORM = """Title - The lending shelf
What did you do - We lend each other what the library will not buy, and the members choose it.
What worked - people stayed to talk
What did not work - the damp
May we use your example - Yes, with our name
Name - Robin Vale
Telephone -

I'd also like to come to Oxford on the 17th if you have room.

Robin
"""


def test_a_letter_goes_on_below_a_blank_telephone_number() -> None:
    found = case(FORM, "Example: the lending shelf")
    assert set(found.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST}
    assert found.request.phone is None
    assert found.example and "telephone" not in found.example.fields


def test_an_out_of_office_reply_is_one_though_its_headers_call_it_bulk() -> None:
    own = {"From": "robin@vale.example", "Precedence": "bulk"}
    found = read(message("We are closed until 4 January.", "Out of office Re: Seminar 2", **own), NOW, PROGRAMME)
    assert found.verdict.kinds == (Kind.AUTOMATIC_REPLY,)
