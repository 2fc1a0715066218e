"""What is told of oneself beside others: who passes mail on, comes along, stays away, or booked once too often."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

PASSED_ON = """Good morning, one of my trainees: could you put her on the Oxford list? The leave is agreed.

Rufus Tranter
Practice Manager

From: Odile Marchbank
Sent: 11 January 2016 09:12
To: Rufus Tranter
Subject: seminar

Rufus, may I go to the one on 17 February? I have low vision, so slides would have to come to me in large print.
I eat neither meat nor fish.
Odile Marchbank
"""


def case(body: str, subject: str = "Hello") -> Case:
    return read(message(body, subject), NOW, PROGRAMME)


def test_who_is_put_forward_is_whoever_wrote_what_is_passed_on_with_their_needs() -> None:
    found = read(message(PASSED_ON, "Fw: seminar", From="Rufus Tranter <rufus@tranter.example>"), NOW, PROGRAMME)
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.attendees == ("Odile Marchbank",)
    assert found.request.access and "low vision" in found.request.access
    assert found.request.dietary and "neither meat nor fish" in found.request.dietary


@pytest.mark.parametrize(
    "body",
    [
        "Sadly I won't be able to come to Oxford on the 17th after all. No need for the ramp I asked for now.\n\nRobin Vale",
        "I have a place at Oxford. I cannot be there now. I don't need the loop any more, of course.\n\nRobin Vale",
    ],
)
def test_a_need_that_falls_away_with_the_place_is_no_change(body: str) -> None:
    assert case(body).verdict.kinds == (Kind.CANCELLATION,)


def test_a_place_that_was_booked_twice_is_given_up() -> None:
    body = "Could you cancel my place at Nottingham, I booked twice without noticing. The other one stays.\n\nRobin Vale"
    assert case(body).acknowledge == ("cancellation",)


def test_to_be_told_of_changes_is_part_of_a_need_and_no_question() -> None:
    body = "A place at Nottingham please. I'm autistic, so could someone tell me if the room changes beforehand.\n\nRobin Vale"
    assert case(body).verdict.kinds == (Kind.PLACE_REQUEST,)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Bram Okell wishes to attend at Oxford. I would be coming with him as his carer.", ("Bram Okell", "Robin Vale")),
        ("Kindly reserve me a seat at Oxford, and one for my neighbour Bram Okell.", ("Bram Okell", "Robin Vale")),
    ],
)
def test_who_comes_along_takes_a_place(body: str, names: tuple[str, ...]) -> None:
    found = read(message(f"{body}\n\nRobin Vale", "Seminar"), NOW, PROGRAMME).request
    assert (tuple(sorted(found.attendees)), found.places) == (names, 2)


def test_a_body_that_the_sender_has_retired_from_is_not_theirs() -> None:
    assert (
        case("I retired from the hospital in June and would love to come to Oxford.\n\nRobin Vale").request.organisation is None
    )


@pytest.mark.parametrize(
    "body",
    [
        "Love, are you fetching the tree or shall I? Dad wants the good scissors back. Ring me tonight. Xx",
        "Is it still half six on Friday? Bring folding chairs if you have them.\nBob",
    ],
)
def test_what_friends_ask_each_other_is_no_question_to_us(body: str) -> None:
    found = case(body, "Friday").verdict
    assert (found.kinds, found.decision) == ((Kind.OTHER,), "review")


def test_who_sells_and_asks_for_a_call_is_shown_as_an_advertisement() -> None:
    body = (
        "Hi there,\n\nI came across your seminars and saw that your pages rank nowhere. We have helped 400 bodies like yours"
        " to double their visitors in 30 days. Do you have ten minutes for a call this week?\n\nBrad"
    )
    found = case(body, "Your pages")
    assert (found.verdict.kinds, found.verdict.decision) == ((Kind.SPAM,), "review")
    assert found.acknowledge == ()


def test_a_question_behind_a_form_whose_last_answer_is_blank_is_heard() -> None:
    body = (
        "Your name: Robin Vale\nTitle of your example: The lending shelf\nWhat did you do?: Members chose the books.\n"
        "What worked?: People stayed to talk.\nMay we use your example in the published resource?: \n\n"
        "The last one must wait for our meeting. When will it be printed?\n\nRobin"
    )
    assert set(case(body).verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.QUESTION}


def test_whoever_stays_away_and_sends_two_others_asks_for_two_places() -> None:
    body = "I cannot get to Oxford on the 17th myself, but two of our members would love to: Bram Okell and Sima Rahi."
    found = case(f"{body}\n\nRobin Vale")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert (found.request.attendees, found.request.places) == (("Bram Okell", "Sima Rahi"), 2)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("As I arrive already on the 16th, may I stay over? I would like to attend at Oxford.", {"place_request", "question"}),
        ("Ah'd like tae come tae the Nottingham day, it's just the one seat. I cannae manage stairs.", {"place_request"}),
        ("Are you still running the Nottingham one? If so put my name down please.", {"place_request"}),
        ("I want come Nottingham. My reading is slow, please give me the slides on paper before.", {"place_request"}),
        (
            "Two things. (1) A place for me at Nottingham. (2) The form for the practice examples.",
            {"place_request", "template_request"},
        ),
    ],
)
def test_who_asks_for_the_first_time_changes_nothing_and_asks_no_more_than_that(body: str, kinds: set[str]) -> None:
    found = case(f"{body}\n\nRobin Vale")
    assert {kind.value for kind in found.verdict.kinds} == kinds
    assert "place_request" in found.acknowledge


def test_to_pass_an_answer_on_gives_up_no_place() -> None:
    quoted = "\n\nOn 9 Jan 2016, seminars@coproduction.example wrote:\n> Seminar 2 is free. If one of you wants a place, write."
    found = case(f"Thank you, that is clear. We'll hand it on to the parents' group.\n\nRobin Vale{quoted}", "Re: cost")
    assert found.verdict.kinds == (Kind.OTHER,)


@pytest.mark.parametrize(
    "note",
    [
        "Here it is again, with the gap filled. Take this one and not the old one please.",
        "I made a slip in what I sent on Sunday. Use this one and bin the other.",
    ],
)
def test_a_form_that_is_sent_once_more_replaces_the_one_before(note: str) -> None:
    body = (
        f"{note}\n\nName - Robin Vale\n"
        "Title - The lending shelf\nWhat did you do - members chose the books.\nWhat worked - people stayed to talk.\n"
        "What did not work - the damp\nMay we use your example - yes, anonymously\n"
    )
    assert set(case(body, "Re: your example [EX-7KQ4]").verdict.kinds) == {Kind.PRACTICE_EXAMPLE, Kind.AMENDMENT}


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        (
            "Robin here, I put my name down for Oxford before Christmas. My back has gone, so I'm laid up.",
            "Oxford, can't make it",
        ),
        ("Kindly take Bram Okell and Sima Rahi off the delegate list for Nottingham. They won't be attending.", "List"),
    ],
)
def test_to_tell_of_an_earlier_request_is_no_new_one(body: str, subject: str) -> None:
    found = case(f"{body}\n\nRobin Vale", subject)
    assert "place_request" not in found.acknowledge
    assert "amendment" not in found.acknowledge


def test_who_should_have_the_last_place_gives_none_up() -> None:
    found = case("Could Bram Okell and I come to Oxford? If there is only one seat left, let it go to him.\n\nRobin Vale")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.places == 2


def test_an_injury_that_is_told_for_the_sake_of_a_need_gives_up_no_place() -> None:
    body = "I have my place already for Nottingham. I have broken my wrist and cannot go up steep stairs. Please note it down."
    found = case(f"{body}\n\nRobin Vale", "My place")
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert found.request.attendees == ("Robin Vale",)


def test_who_wrote_what_is_passed_on_may_stand_in_its_text_only() -> None:
    body = (
        "Hello, could you add the lady below please? She has no address of her own.\n\nRobin Vale\n\n"
        "---------- Forwarded message ----------\nFrom: Hillfoot Library PC 2 <pc2@hillfoot.example>\n"
        "Date: 10 January 2016 at 14:51\nSubject: seminar\nTo: robin.vale@larchfield.example\n\n"
        "Robin it is Sima Rahi. I want to go to the one in Oxford. I walk with a frame and cannot manage stairs."
    )
    found = case(body, "Fwd: seminar").request
    assert found.attendees == ("Sima Rahi",)
    assert found.access and "frame" in found.access


def test_for_whom_a_diary_is_kept_comes_when_it_says_so_in_the_next_sentence() -> None:
    body = (
        "I keep Dr Bram Okell's diary. She has read about the Nottingham seminar and would like to attend. Could you add her?"
    )
    assert case(f"{body}\n\nRobin Vale").request.attendees == ("Bram Okell",)


def test_an_offer_that_asks_for_a_place_in_the_diary_is_answered_by_nobody() -> None:
    body = (
        "Hi,\n\nI noticed that your website is not found on the first page. May we have a place in your calendar for a"
        " short call? Our plans start at £89 a month.\n\nBrad"
    )
    found = case(body, "Quick question")
    assert (found.verdict.decision, found.acknowledge) == ("review", ())


def test_an_example_that_is_only_spoken_of_is_not_acknowledged() -> None:
    found = case("Dear Nora,\n\nHerewith my piece on the harvest supper, 200 words as asked.\n\nRobin", "Parish news")
    assert found.verdict.decision == "review"


@pytest.mark.parametrize(
    "body",
    [
        "Sima is unwell and has dropped out, so it will be three of us for Oxford: me, Bram Okell and Tom Bell.\n\nRobin Vale",
        "I'd come to Oxford if my fare were paid. Do you pay it? I'll decide about coming when I hear.\n\nRobin Vale",
    ],
)
def test_who_tells_of_fewer_or_decides_later_asks_for_no_place(body: str) -> None:
    assert "place_request" not in case(body, "Re: Oxford").acknowledge


def test_places_whose_names_come_later_count_beside_those_that_are_named() -> None:
    body = "I would like to reserve four seats at Oxford: Bram Okell, Sima Rahi, and two members whose names I'll send later."
    assert case(f"{body}\n\nRobin Vale\nExecutive Assistant").request.places == 4


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Dr Okell had asked me to book her for Nottingham, which I did in May. She will not be attending now.", "Dr Okell"),
        ("Hello, Robin here. I was put on your list for Oxford in December, and now my back has gone.", "Can't make Oxford"),
    ],
)
def test_who_is_said_to_stay_away_is_confirmed_no_place_before_a_person_looks(body: str, subject: str) -> None:
    assert "place_request" not in case(f"{body}\n\nRobin Vale", subject).acknowledge


def test_a_diet_behind_a_need_that_is_denied_is_lifted() -> None:
    body = "I would like to come to Nottingham. I need no help of any sort, only a vegan lunch.\n\nRobin Vale"
    assert case(body).request.dietary == "only a vegan lunch"


def test_how_a_name_was_put_down_is_no_access_need() -> None:
    found = case("You have me as Robyn Vail; it's Robin Vale, please, for the badge at Oxford.\n\nRobin Vale")
    assert found.request.access is None


def test_to_ask_leave_to_go_early_is_a_question_and_no_change() -> None:
    body = "I have my place for Oxford (S2-5YBK), but nothing says when it begins. Also can I leave at 2, my bus is early."
    assert case(f"{body}\n\nRobin Vale").verdict.kinds == (Kind.QUESTION,)


def test_who_has_a_story_and_asks_how_to_hand_it_over_sends_none_yet() -> None:
    body = "I read that you are collecting stories. We have one here, the orchard. How do I go about giving you it?"
    found = case(f"{body}\n\nRobin Vale", "call for examples")
    assert found.verdict.kinds == (Kind.TEMPLATE_REQUEST,)
    assert found.example is None


@pytest.mark.parametrize(
    "body",
    [
        "Please reserve for me one place at Oxford and inform me about the hour of beginning.",
        "I would be interested to take part at Oxford. I want also to ask if you give a paper of attendance.",
    ],
)
def test_what_is_asked_beside_a_request_in_foreign_turns_is_heard(body: str) -> None:
    assert set(case(f"{body}\n\nRobin Vale").verdict.kinds) == {Kind.PLACE_REQUEST, Kind.QUESTION}


def test_a_need_before_a_diet_that_is_denied_is_lifted() -> None:
    found = case(
        "A ticket for Oxford please. I walk on two sticks and cannot do stairs, but I need no special food.\n\nRobin Vale"
    )
    assert found.request.access == "I walk on two sticks and cannot do stairs"
    assert found.request.dietary is None


@pytest.mark.parametrize(
    "body",
    [
        "I am on the mailing list of the Faculty and saw the notice of Oxford. I would be grateful for a place.",
        "Yes please, I'd like to come to Oxford. I'll have a PA with me (she does not need a lunch).",
    ],
)
def test_who_holds_no_place_asks_for_one(body: str) -> None:
    assert case(f"{body}\n\nRobin Vale").acknowledge == ("place_request",)


def test_from_one_seminar_to_another_is_ours_whatever_keeps_somebody_away() -> None:
    body = (
        "I asked for a place and you said February. I can't do the February one, hospital appointment. Could I do June instead?"
    )
    assert set(case(f"{body}\n\nRobin Vale", "Date").verdict.kinds) == {Kind.CANCELLATION, Kind.PLACE_REQUEST}


def test_a_manager_who_releases_somebody_does_not_come() -> None:
    body = (
        "Our trainee Sima Rahi has asked to go to Oxford and I'm glad to release her. Please save her a seat and write to me."
    )
    assert case(f"{body}\n\nRobin Vale\nManager").request.attendees == ("Sima Rahi",)


def test_the_telephone_of_whoever_wrote_what_is_passed_on_is_kept_where_there_is_no_other() -> None:
    body = PASSED_ON.replace("I eat neither", "My number is 01632 960 871. I eat neither")
    found = read(message(body, "Fw: seminar", From="Rufus Tranter <rufus@tranter.example>"), NOW, PROGRAMME)
    assert found.request.phone == "01632 960 871"


def test_who_cannot_be_in_two_places_asks_for_one() -> None:
    body = "I have a place at Oxford, but I can't be in two places and work comes first. Could I come to Nottingham instead?"
    found = case(f"{body}\n\nRobin Vale").request
    assert (found.places, found.attendees) == (1, ("Robin Vale",))


def test_what_one_forgot_to_ask_is_a_question_and_no_change() -> None:
    body = "Thank you for the confirmation (S2-9TRB). I forgot to ask, is there anywhere to leave a bicycle at the college?"
    assert case(f"{body}\n\nRobin Vale", "Bicycles in Oxford").verdict.kinds == (Kind.QUESTION,)


def test_terms_on_which_a_story_may_be_used_give_up_no_place() -> None:
    body = (
        "This came to mind when I saw your call. In 2012 I was the nurse of a woman who had worn out three of us. She wrote the"
        " plan and left me the back of the sheet. So I wrote on the back for a year, and when the plans were looked at hers"
        " was the only one that anybody could follow. New nurses are given a copy on their first day, and she comes and answers"
        " their questions.\n\nShe has read this and is glad for it to be printed provided neither of us is named.\n\nRobin Vale"
    )
    assert case(body, "your call for examples").verdict.kinds == (Kind.PRACTICE_EXAMPLE,)


def test_to_give_one_place_back_for_another_is_both_wishes() -> None:
    body = "I'd got a place at Oxford but have a hearing that day. Can I give that one back and come to Nottingham instead?"
    found = case(f"{body}\n\nRobin Vale", "Oxford")
    assert set(found.verdict.kinds) == {Kind.CANCELLATION, Kind.PLACE_REQUEST}
    assert found.request.attendees == ("Robin Vale",)


def test_fewer_than_were_booked_come_now() -> None:
    body = "Me again! Sima Rahi has dropped out. So it's just the three of us for Oxford now, me, Bram Okell and Tom Bell."
    assert "place_request" not in case(f"{body}\n\nRobin Vale", "our booking").acknowledge
