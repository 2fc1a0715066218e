"""The wish is one clause in a letter: it is found there, a second one beside it too, and nothing is found where none is."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from intake.config import load_programme, shipped
from intake.model import Verdict
from intake.reading import case

PROGRAMME = load_programme(shipped("config.example.toml"))

CASES = [
    (
        "Oxford",
        "I used to run a drop-in until the money went. My neighbour goes to Oxford in February and wondered whether I might "
        "keep her company. I said I'd write and ask if there's a seat going. If there is, I'd be tickled pink.",
        {"place_request"},
    ),
    (
        "Seminar",
        "I have asked twice. I want to come to Oxford, I can pay my own fare, and I want somebody to tell me where the thing "
        "actually is.",
        {"place_request", "question"},
    ),
    (
        "Nottingham in June",
        "My nan wants to know if she can come to the one at Nottingham. She is called Edna Firth. does she have to pay. thanks",
        {"place_request", "question"},
    ),
    (
        "Two things",
        "Put me on the list for Nottingham if you would, and let me have the questions for the practice example so our "
        "members can look at them.",
        {"place_request", "template_request"},
    ),
    (
        "Template",
        "Our tenants want to respond to your call. Nobody can work out what we write it on. Is there something you send out?",
        {"template_request"},
    ),
    (
        "Practice examples",
        "I run a bike shed where nobody wears a badge. I'd like to put us in for your thing. What's the way to do that?",
        {"template_request"},
    ),
    (
        "Enquiry re practice examples",
        "Our choir would like to submit something. Three of us read badly. Would you accept a recording in place of the "
        "written form?",
        {"question"},
    ),
    (
        "my story",
        "I'm no good with forms, my hands shake and I go round in circles when I write. But I have got a story and a half for "
        "you about what we did at the allotments with the nurses. I would rather tell it to somebody. I'm in most afternoons.",
        {"question"},
    ),
    (
        "Speaking at Nottingham",
        "Many thanks for asking me to chair the afternoon at Nottingham. I'd be delighted. Do you need a biography?",
        {"question"},
    ),
    (
        "Coach",
        "Quote for one coach from Nottingham station to the hall and back on 16th June attached. Can you give me a yes or no "
        "by Friday?",
        {"question"},
    ),
    (
        "Contribution",
        "I shall be sending you a contribution about the shed as soon as my secretary has typed it. It is quite a tale.",
        {"other"},
    ),
    (
        "Objection",
        "I wish to object to the plans for the old mill. Kindly register my objection and oblige.",
        {"other"},
    ),
]


def _verdict(subject: str, body: str) -> Verdict:
    message = EmailMessage()
    message["From"] = "Robin Vale <robin.vale@post.example>"
    message["To"] = PROGRAMME.addresses[0]
    message["Subject"] = subject
    message["Date"] = "Thu, 10 Dec 2015 10:00:00 +0000"
    message["Message-ID"] = "<letter@post.example>"
    message.set_content(f"Dear Sheila,\n\n{body}\n\nRegards,\nRobin Vale\n")
    return case.read(message.as_bytes(), None, PROGRAMME).verdict


@pytest.mark.parametrize(("subject", "body", "kinds"), CASES)
def test_a_wish_within_a_letter_is_found_and_nothing_else(subject: str, body: str, kinds: set[str]) -> None:
    """A letter has the wishes that it truly has, each once, however long the story around them."""
    assert {kind.value for kind in _verdict(subject, body).kinds} == kinds
