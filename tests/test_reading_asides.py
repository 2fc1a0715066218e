"""What stands beside a wish and means another thing: stories, titles, labels of web forms, why something is asked."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from intake.model import Kind
from intake.reading import read
from tests.test_reading_asking import case, kinds
from tests.test_reading_changes import NOTED
from tests.test_reading_request import NOW, PROGRAMME, message


@pytest.mark.parametrize(
    "body",
    [
        "Please can I have a place at Oxford in February. Do you pay fares at all? I need to know before I book it.",
        "Could the two of us come to the one in Oxford? Do you pay fares? I need to know before I say yes to him.",
    ],
)
def test_who_must_know_something_first_has_still_asked(body: str) -> None:
    """A place that was asked for in so many words is not taken back by why a question is asked."""
    assert kinds(body) == {"place_request", "question"}


def test_who_may_ask_later_has_asked_for_nothing() -> None:
    body = "Before I decide whether to come to Oxford I should like to know if the talks will be recorded."
    assert kinds(body) == {"question"}


def test_a_text_that_points_at_its_subject_wants_what_stands_there() -> None:
    found = case("As the subject line, please. Vegan.", "Nottingham 16 June - one place")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.seminars == ("seminar-3",)
    assert found.request.dietary == "Vegan"


def test_a_day_that_others_give_up_cancels_nothing() -> None:
    """An angry letter about what is asked of people."""
    body = "You ask carers to give up a day and come to Oxford on 17 February. Who is being paid for it?"
    assert kinds(body) == {"question"}


def test_a_story_of_what_somebody_would_give_up_is_thanks() -> None:
    body = "A line to say thank you for Oxford. The bit where the director was asked what he would be willing to give up!"
    assert "cancellation" not in kinds(body)


def test_a_seat_that_is_handed_to_another_is_given_up() -> None:
    body = (
        "You were kind enough to put me down for the Oxford day. My husband is on the ward again and I am there daily, "
        "so I don't see that I can be in Oxford. Would you give my seat to another carer if one asks? "
        "There ought to be one or two of us in that room."
    )
    assert kinds(body) == {"cancellation"}


def test_a_title_that_is_a_question_asks_nothing() -> None:
    body = (
        "You asked for examples, so here is ours. If it needs a title then the title is: Who mends the roof?\n\n"
        "For three years our members held the budget of the house. In the spring the roof leaked and they chose a builder, "
        "met him every week and paid him when they were content. The staff wrote the cheques and made the tea, and what we "
        "learnt is that a committee of six can read an estimate as well as anybody else can."
    )
    assert kinds(body) == {"practice_example"}


def test_labels_of_a_web_form_ask_nothing() -> None:
    """ "Which seminar?" with the answer below it is the form's, and no question of the sender's."""
    form = (
        "Your name:\nIrena Novak\n\nE-mail:\nirena@pottery.example\n\nOrganisation or group:\nPottery Lane Group\n\n"
        "Which seminar?\nSeminar 2: Enacting co-production\n\nHow many places?\n1\n\nFood:\nno pork\n\n"
        "Anything else?\nI would like a place please"
    )
    found = case(form, "New submission: Request a place")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.organisation == "Pottery Lane Group"


def test_a_question_that_somebody_puts_in_a_web_form_is_one() -> None:
    form = (
        "Your name:\nIrena Novak\n\nE-mail:\nirena@pottery.example\n\nFood:\nno pork\n\n"
        "Which seminar?\nSeminar 2: Enacting co-production, one place please\n\nAnything else?\nIs there parking?"
    )
    assert kinds(form) == {"place_request", "question"}


@pytest.mark.parametrize(
    "body",
    [
        "What time does it finish? The last direct train home for me is at five and after that it is a bus until ten at night.",
        "Can you tell me whether the slides will be put on line afterwards?",
        "Will the talks be put up on line for our group?",
    ],
)
def test_what_is_asked_about_changes_no_booking(body: str) -> None:
    assert kinds(body + NOTED) == {"question"}


def test_room_for_one_more_may_be_for_the_sender() -> None:
    """Who came to the first seminar and asks for the next has nothing to change."""
    body = "You asked how we are. I'd love to come to Oxford as well, and hope that you have still got room for one more."
    assert kinds(body) == {"place_request"}


def test_a_married_couple_changes_nothing() -> None:
    body = (
        "We have been married since 1984 and only lately begun to compare notes, as the weather has kept us in. "
        "If two seats can be found for us at Oxford on 17 February we should be grateful to have them."
    )
    found = case(body, "A cutting")
    assert found.verdict.kinds == (Kind.PLACE_REQUEST,)
    assert found.request.places == 2


def test_who_keeps_a_place_puts_nobody_in_it() -> None:
    body = "I have my place already, thank you, for Nottingham in June. Will there be a wall for posters?"
    assert kinds(body) == {"question"}


def test_people_of_a_table_that_the_plain_text_has_in_lines() -> None:
    """Outlook writes each cell of a table below the other in its plain text; only the HTML part has the rows."""
    cells = [("Name", "Role", "Requirements"), ("Dr Ines Roper", "Matron", "Vegetarian"), ("Mr Wilf Grantham", "Nurse", "None")]
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in cells)
    ask = "Please book places at Seminar 2 in Oxford for the following. I shall not come myself."
    lines = "\n\n".join((ask, *(cell for row in cells for cell in row)))
    mail = message_from_bytes(message(lines, "Places required"), policy=default)
    assert isinstance(mail, EmailMessage)
    mail.add_alternative(f"<html><body><p>{ask}</p><table>{rows}</table></body></html>", subtype="html")
    found = read(bytes(mail), NOW, PROGRAMME).request
    assert found.attendees == ("Ines Roper", "Wilf Grantham")
    assert found.places == 2
    assert found.dietary == "Vegetarian"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Please put me (Robin Vale) down for Oxford and my mum too. Her name is Ada Vale.", ("Robin Vale", "Ada Vale")),
        (
            "Cllr Ada Lee wishes to attend in Oxford and I would be obliged if you would reserve a place in her name.",
            ("Ada Lee",),
        ),
        ("Please book two places at Oxford:\n\nIvo Lund, Chair of the Board\nDr Ada Lee, GP Lead", ("Ivo Lund", "Ada Lee")),
    ],
)
def test_who_comes(body: str, names: tuple[str, ...]) -> None:
    assert set(case(body, "Oxford").request.attendees) == set(names)


def test_a_body_that_signs_is_no_person() -> None:
    body = "5 of us from Crooked Mile Voices would like to come to Oxford.\n\nIvo\nCrooked Mile Voices"
    mail = message(body, "Oxford", From="ivo lund <ivo.crookedmile@post.example>")
    found = read(mail, NOW, PROGRAMME).request
    assert "Crooked Mile Voices" not in found.attendees
    assert found.organisation == "Crooked Mile Voices"


def test_of_a_couple_the_sender_is_whom_the_header_names() -> None:
    body = "Would you please book the two of us, Ivo and Ada Lund, for Seminar 3 in Nottingham.\n\nIvo Lund"
    found = read(message(body, "June", From="Ivo Lund <i.lund.home@post.example>"), NOW, PROGRAMME).request
    assert set(found.attendees) == {"Ivo Lund", "Ada Lund"}
    assert found.organisation is None


@pytest.mark.parametrize(
    ("body", "body_named"),
    [
        ("We are a small group of older people, Lantern Hill Friendship Group in Eastmarch.", "Lantern Hill Friendship Group"),
        ("Eastmarch Mental Health NHS Trust requests one place for the delegate below.", "Eastmarch Mental Health NHS Trust"),
    ],
)
def test_organisations_that_the_text_names(body: str, body_named: str) -> None:
    assert case(f"{body} Please give us a place at Oxford in February.", "Oxford").request.organisation == body_named


@pytest.mark.parametrize(
    "body",
    [
        "Abiola is hearing, so the interpreter can be stood down.",
        "The large print papers have come, for which many thanks.",
        "The last flight leaves at seven and I do not know how long needs the bus.",
    ],
)
def test_what_is_no_access_need(body: str) -> None:
    assert case(f"I would like a place at Oxford in February. {body}", "Oxford").request.access is None


def test_who_is_named_in_the_greeting_alone() -> None:
    body = "hello its Kim Obi here. can i come to the oxford one in february pls"
    found = read(message(body, "Oxford", From="Kim <kimobi@post.example>"), NOW, PROGRAMME)
    assert found.request.attendees == ("Kim Obi",)


def test_a_call_may_be_asked_for_without_a_question_mark() -> None:
    body = (
        "I want you to have what we did but I cannot write it down. Is there someone kind who could ring me and I will say it."
    )
    assert kinds(body) == {"question"}


def test_places_beyond_those_that_our_letter_keeps() -> None:
    ours = (
        "\n\nOn 15 Dec 2015, Co-production seminars <seminars@coproduction.example> wrote:\n\n"
        "> Thank you. We have your request for 2 places at Seminar 2: Enacting co-production, Oxford.\n"
    )
    body = (
        "Can we make it 3 for Oxford please, Ada Lee wants to come with us now. So it is Ivo Lund, Wilf Grantham and Ada Lee."
    )
    found = case(body + ours, "Re: places")
    assert found.verdict.kinds == (Kind.AMENDMENT,)
    assert found.request.places == 1
