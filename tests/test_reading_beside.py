"""What stands beside a wish: who is there to help, a second seminar, a postscript, a question, a friend's booking."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

HELD = """

On 12 January 2016 at 9:00, <seminars@coproduction.example> wrote:
> We have noted your request for {places} at Seminar 2, Oxford, 17 February 2016. Reference S2-4KPM.
"""


def case(body: str, subject: str = "Hello", sender: str = "Robin Vale <robin@vale.example>") -> Case:
    return read(message(f"{body}\n\nRobin Vale", subject, From=sender), NOW, PROGRAMME)


# ------------------------------------------------------------------------------------------------------- who comes along


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("I'd like to come to Oxford. My personal assistant, Bea, will be with me all day.", 1),
        ("A place at Oxford please. My PA Bea comes with me and needs a chair next to mine.", 1),
        ("A place at Oxford please. My PA Bea comes with me and will need a seat too.", 2),
        ("A place at Oxford please. My PA Bea Marchbank comes with me.", 2),
        ("Please may I have a place at Oxford, and one for my carer as well.", 2),
        ("Can Bea and I come to Oxford? My support worker Bea will be with me.", 2),
        (
            "Can you keep us 3 places at Oxford? It will be me, Odile Marchbank and one more, by lot as five want to come.",
            3,
        ),
    ],
)
def test_who_is_there_to_help_takes_a_place_where_one_is_asked_for(body: str, places: int) -> None:
    assert case(body).request.places == places


def test_an_assistant_who_sees_to_the_hotel_does_not_come() -> None:
    body = "Fen End, the carers' charity, would like to send its director to Oxford. She is Odile Marchbank. "
    found = case(f"{body}She needs a lift; I will see to the hotel myself.", sender="Robin Vale <pa@fenend.example>")
    assert found.request.attendees == ("Odile Marchbank",)
    assert found.request.organisation == "Fen End"


# ---------------------------------------------------------------------------------------------------------- which seminar


def test_a_second_seminar_may_stand_in_a_sentence_of_its_own() -> None:
    assert case("Put me down for Oxford. And Nottingham while you are about it.").request.seminars == ("seminar-2", "seminar-3")
    assert case("Put me down for Oxford. And is Nottingham far?").request.seminars == ("seminar-2",)


@pytest.mark.parametrize(
    "behind",
    ["And the Nottingham one I must miss, sadly.", "And 16 June is my birthday!", "And Nottingham people say hello."],
)
def test_what_is_only_said_of_another_seminar_asks_for_none(behind: str) -> None:
    assert case(f"Please book me for Oxford. {behind}").request.seminars == ("seminar-2",)


def test_whichever_is_next_is_the_next_one_and_these_days_are_no_seminars() -> None:
    assert case("I'd like to come to one of your seminars, whichever is next.").request.seminars == ("seminar-2",)
    talk = "I'd like to come to Oxford and hear what they make of it all these days."
    assert case(talk).request.seminars == ("seminar-2",)


def test_an_answer_that_begins_like_a_greeting_is_read() -> None:
    asked = "\n\nOn 28 Dec 2015 at 10:02, seminars@coproduction.example wrote:\n> Thank you for your request for a place.\n"
    asked += "> Which seminar is meant: Seminar 2 (Oxford, 17 February 2016) or Seminar 3 (Nottingham, 16 June 2016)?\n"
    found = read(message(f"Hello, the one in Oxford.\n\nRobin Vale{asked}", "Re: Hello"), NOW, PROGRAMME)
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.seminars == ("seminar-2",)


# ------------------------------------------------------------------------------------------------------------ what it asks


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (
            "Is it too late to join you next Friday? A funeral was moved. If there is a seat I'd be most grateful for it.",
            2,
        ),
        ("I'd like to come to Oxford. Please write to me if you need anything more from me.", 1),
        ("I'd like to come to Oxford. Could I get an invitation letter on headed paper for my employer?", 2),
        ("Our group talked it over and four people fancy coming to Oxford. Is the fare something you help with?", 2),
    ],
)
def test_a_place_beside_questions_and_courtesies(body: str, kinds: int) -> None:
    found = case(body).verdict.kinds
    assert Kind.PLACE_REQUEST in found
    assert len(found) == kinds


@pytest.mark.parametrize(
    "aside",
    [
        "No need to send me a confirmation letter, e-mail will do.",
        "I have a letter on headed paper from my GP: I use a wheelchair.",
    ],
)
def test_letters_that_nobody_asks_for_are_no_questions(aside: str) -> None:
    assert case(f"I'd like to come to Oxford. {aside}").verdict.kinds == (Kind.PLACE_REQUEST,)


def test_what_there_is_no_point_in_keeping_may_be_a_secret() -> None:
    told = (
        f"There is no point in keeping it a secret: I'm really looking forward to it.\n\nRobin{HELD.format(places='one place')}"
    )
    assert Kind.CANCELLATION not in read(message(told, "Re: Your place"), NOW, PROGRAMME).verdict.kinds


def test_a_place_kept_for_the_waiting_list_is_given_up() -> None:
    told = f"I can't come, flu. Please keep mine for the waiting list.\n\nRobin{HELD.format(places='one place')}"
    assert read(message(told, "Re: Your place"), NOW, PROGRAMME).verdict.kinds == (Kind.CANCELLATION,)


def test_a_holder_who_tells_of_the_journey_changes_nothing() -> None:
    body = "I have a place for Oxford. Is there anywhere to leave a car? I'll set off about six."
    assert case(body).verdict.kinds == (Kind.QUESTION,)


def test_another_place_beside_somebodys_is_an_addition() -> None:
    assert case("Could we have one more place alongside Odile Marchbank's for Oxford?").verdict.kinds == (Kind.AMENDMENT,)


@pytest.mark.parametrize(
    "body",
    [
        "Jem isn't coming any more so it'll be just me, Robin Vale. Can you take one off?",
        "Jem Tarn can no longer do the 17th. Odile Marchbank is still coming, so please keep hers.",
    ],
)
def test_one_of_two_places_handed_back_is_a_change(body: str) -> None:
    found = read(message(f"{body}\n\nRobin Vale{HELD.format(places='two places')}", "Re: Your places"), NOW, PROGRAMME)
    assert found.verdict.kinds == (Kind.AMENDMENT,)


def test_a_place_there_is_no_point_in_keeping_is_given_up_beside_the_form() -> None:
    body = "I booked for Nottingham but I'm leaving at Easter so there's no point keeping it. "
    assert set(case(f"{body}Could you send me the blank template?").verdict.kinds) == {Kind.CANCELLATION, Kind.TEMPLATE_REQUEST}


def test_other_peoples_deadlines_give_up_no_place() -> None:
    body = "The projector invoice has no receipt against it. Can you enter it today or it'll miss the Thursday run."
    assert case(body, "Order 12").verdict.kinds == (Kind.OTHER,)


def test_papers_in_some_form_are_no_template() -> None:
    body = "I'm afraid I shall have to give up my place. Will the papers be published in some form?"
    found = read(message(f"{body}\n\nRobin Vale{HELD.format(places='one place')}", "Re: Your place"), NOW, PROGRAMME)
    assert set(found.verdict.kinds) == {Kind.CANCELLATION, Kind.QUESTION}


def test_what_seldom_stands_in_one_letter_goes_to_a_person() -> None:
    body = "Could I book a place for Odile Marchbank at Nottingham? I must give up my own place at Oxford. "
    found = case(f"{body}Could you send me the blank template as well?").verdict
    assert found.decision == "review"


# ---------------------------------------------------------------------------------------------------------- forms, stories

FORM = """Name: Robin Vale
Title: The waiting room
What did you do? We painted the waiting room and chose the chairs.
What worked? People sit in it now.
What didn't work? The beanbags lasted three weeks.

ps can me and Odile Marchbank come to the oxford day as well?
"""


def test_a_postscript_below_a_form_is_no_part_of_its_last_answer() -> None:
    found = read(message(FORM, "Our example"), NOW, PROGRAMME)
    assert set(found.verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.PLACE_REQUEST}
    assert found.request.places == 2
    assert found.example
    assert found.example.fields["did_not_work"] == "The beanbags lasted three weeks."


@pytest.mark.parametrize(
    "between", ["PS I'd like to be told when it is printed.", "PS 5,000 was what it cost.", "P.S. we built a garden there too."]
)
def test_a_postscript_between_two_answers_ends_no_form(between: str) -> None:
    found = case(FORM.partition("ps can me")[0].replace("What didn't", f"\n{between}\n\nWhat didn't"), "Our example")
    assert found.example
    assert {"title", "description", "worked", "did_not_work"} <= set(found.example.fields)


STORY = """Dear all

I know it was Friday but I have been in bed. I hope you can still look at this.

We used to let the consultant run the ward round. Since last spring the patients send out the invitations, on cards we print.
They decide who sits where and what comes first. What did not work was the corridor, where she once waited forty minutes.

Please ask me before printing any of it.

Robin Vale
"""


def test_a_late_story_needs_no_name_of_the_call() -> None:
    found = read(message(STORY, "late, sorry"), NOW, PROGRAMME)
    assert found.verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


def test_who_is_late_for_a_place_tells_no_example() -> None:
    body = "I missed your deadline for booking. We run a group where patients chair the meeting and it has taught us a lot. "
    found = case(f"{body}I hope you can still take me at Oxford. Contact me before printing my name on a badge.")
    assert Kind.PRACTICE_EXAMPLE not in found.verdict.kinds


@pytest.mark.parametrize("person", ["Odile Marchbank, the chair of our charity", "Sunil Rao, the founder of our network"])
def test_a_person_who_is_told_by_a_post_is_no_body(person: str) -> None:
    found = case(f"{person}, would like to come to Oxford.")
    assert found.request.attendees == (person.partition(",")[0],)
    assert found.request.organisation is None


# --------------------------------------------------------------------------------------------------------------- the sender


def test_a_short_name_in_the_header_is_the_whole_one_in_the_text() -> None:
    body = "hiya can u put me down for nottingham in june pls, its robina vale"
    found = read(message(body, "", From="rob <robvale@inbox.example>"), NOW, PROGRAMME)
    assert (found.request.places, found.request.attendees) == (1, ("robina vale",))


def test_my_mobile_is_mine_though_a_switchboard_stands_before_it() -> None:
    body = "I'd like to come to Oxford.\n\nRobin Vale\n020 switchboard closed - please use my mobile 07700 900 123"
    assert read(message(body, "Hello"), NOW, PROGRAMME).request.phone == "07700 900 123"
