"""Stories beside another wish, what is no story, and what is put into or taken out of an example sent before."""

from __future__ import annotations

import pytest

from intake.model import Case, Kind
from intake.reading import read
from tests.test_reading_request import NOW, PROGRAMME, message

STORY = (
    "at our drop-in the members took over the rota in 2013. Four of us sat with the manager and two nurses, and we decided "
    "together who works which day. It did not work at first, because nobody trusted it, but now sickness has fallen by half "
    "and the staff ask us first. Every month we vote on what to change."
)


def case(body: str, subject: str = "Seminar") -> Case:
    return read(message(f"Hello,\n\n{body}\n\nRobin Vale\n", subject), NOW, PROGRAMME)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (f"Two things. Firstly, our example: {STORY}\n\nSecondly, could I have a place at Nottingham?", {Kind.PLACE_REQUEST}),
        (f"I know Friday was the day.\n\nThis is what we did: {STORY}\n\nBoth of us are glad to be named.", set()),
        (f"Have I missed the deadline for your examples? Here is ours anyway: {STORY}", {Kind.QUESTION}),
        (
            f"Here is mine. Well, {STORY} You may name me.\n\nMy sister would like to write one too. "
            "Please send me a blank form for her.",
            {Kind.TEMPLATE_REQUEST},
        ),
        (
            f"My manager sent you a draft of our example. This is the proper one; please bin hers.\n\nWell, {STORY}",
            {Kind.AMENDMENT},
        ),
    ],
)
def test_a_story_is_known_beside_another_wish(body: str, kinds: set[Kind]) -> None:
    assert set(case(body).verdict.kinds) == {Kind.PRACTICE_EXAMPLE} | kinds


def test_who_says_that_none_is_sent_sends_none() -> None:
    said = f"I read the examples on your page. Here {STORY} I am not sending in an example, I just wanted to say thank you."
    assert Kind.PRACTICE_EXAMPLE not in case(said).verdict.kinds


@pytest.mark.parametrize(
    "body",
    [
        "I sent you the form on Monday. I forgot the line about the garden. Can that still go in?",
        "We e-mailed our example yesterday. There is one thing more, that the cook was paid. Could it be included?",
        "Please leave out the bit about the police from our example.",
        "Our example went off this morning with the wrong telephone number in it. It is 01632 960014.",
        "Would you please hold back the example I sent, as my brother is not happy with it.",
    ],
)
def test_an_example_sent_before_is_changed(body: str) -> None:
    assert case(body, "Our example").verdict.kinds == (Kind.AMENDMENT,)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("What is Nottingham like, and would I be put in a group? I don't want a place just yet.", Kind.QUESTION),
        ("Would you let us leave some leaflets in the delegate packs for Oxford?", Kind.QUESTION),
        (
            "You know me as Robin Vale, one place, Nottingham. My carer Joy Dell must come too. Can you put her down?",
            Kind.AMENDMENT,
        ),
        ("I booked two for Nottingham. The trains are off that week. Cancel both.", Kind.CANCELLATION),
    ],
)
def test_words_near_a_place_ask_for_none(body: str, kind: Kind) -> None:
    assert case(body).verdict.kinds == (kind,)


@pytest.mark.parametrize(
    ("subject", "body", "kind"),
    [
        (
            "[MHNET] Re: rota",
            f"Following up on Sue's question, {STORY} Happy to send the form to anyone on this list.",
            Kind.BULK,
        ),
        (
            "Your delegates",
            "We have blocked 40 hotel rooms for your delegates in Oxford at 30% off. Shall I hold them?",
            Kind.SPAM,
        ),
        (
            "Re: your place",
            "This mailbox is protected against spam. Please follow the link to complete the verification process. "
            "You have to do this only once.",
            Kind.AUTOMATIC_REPLY,
        ),
    ],
)
def test_machine_mail_that_speaks_of_ours(subject: str, body: str, kind: Kind) -> None:
    footer = "\n\nMhnet mailing list: unsubscribe or change your settings on its page." if kind == Kind.BULK else ""
    assert case(body + footer, subject).verdict.kinds == (kind,)


def test_passes_that_are_given_to_people_give_up_no_place() -> None:
    found = case("We got the council to give bus passes to people on our ward.").verdict
    assert Kind.CANCELLATION not in found.kinds
