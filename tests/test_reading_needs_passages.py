"""Where the passage that tells a need begins and ends, and what others need who do not come."""

from __future__ import annotations

import pytest

from intake.reading import needs, sentences
from tests.test_reading_request import PROGRAMME

ACCESS = [
    (
        "I use a mobility scooter, which is about 120 cm long, and my husband will come along to help with the doors.",
        "I use a mobility scooter, which is about 120 cm long, and my husband will come along to help with the doors",
    ),
    (
        "I'm hard of hearing and like to be at the front. No signer or captions.",
        "I'm hard of hearing and like to be at the front",
    ),
    ("Tell them I've blurred vision so I need the first row.", "I've blurred vision so I need the first row"),
    ("I walk with two sticks and I wonder if there is a bus, and how far is the hall?", "I walk with two sticks"),
    ("I use a wheelchair and would like to know how I get from the station.", "I use a wheelchair"),
    ("Broke my wrist on the ice, so I'll need somebody to write.", "Broke my wrist on the ice, so I'll need somebody to write"),
    ("I can't do these things without someone, so Bev comes too.", "I can't do these things without someone, so Bev comes too"),
    ("Otter comes with me (guide dog, water bowl).", "Otter comes with me (guide dog, water bowl)"),
    ("Rosa (the second above) is in a wheelchair.", "Rosa (the second above) is in a wheelchair"),
    ("I must be able to lie down at noon. A bench would do.", "I must be able to lie down at noon. A bench would do"),
    ("Stiff hands, so a desk to lean on would be appreciated.", "Stiff hands, so a desk to lean on would be appreciated"),
    ("We are a group of four including two wheelchair users.", "We are a group of four including two wheelchair users"),
    ("I manage with a frame but please no long walks.", "I manage with a frame but please no long walks"),
    ("I can walk but not far.", "I can walk but not far"),
    ("I won't cope with the stairs in a crowd.", "I won't cope with the stairs in a crowd"),
]
DIETARY = [
    ("I'm veggie, don't know about the others.", "I'm veggie"),
    ("That week is Ramadan so I won't be eating.", "That week is Ramadan so I won't be eating"),
    ("I eat anything but prawns, they make my throat swell.", "I eat anything but prawns, they make my throat swell"),
    ("I mustn't go past one without food.", "I mustn't go past one without food"),
]
NONE = [
    "Two of our students can't get there, so I hope the talks will be filmed.",
    "My English is slow but I understand.",
    "Put my name on the door, I live near.",
    "I'd be happy at the back of the room.",
    "My lift down has fallen through, the wife needs the car.",
    "You needn't keep the wheelchair space for me.",
    "I've been diagnosed as coeliac.",
    "It's got subtitles.",
    "I am the manager of a centre for the visually impaired.",
    "In our house we had a quiet room with the door open.",
]


@pytest.mark.parametrize(("text", "passage"), ACCESS)
def test_an_access_passage_is_whole_and_no_longer(text: str, passage: str) -> None:
    """It has its reason and who comes along, and neither a question nor what is not needed."""
    assert needs.access(sentences.of(text), PROGRAMME) == passage


@pytest.mark.parametrize(("text", "passage"), DIETARY)
def test_a_dietary_passage_is_whole_and_no_longer(text: str, passage: str) -> None:
    """A fast is one, and what others eat is none of it."""
    assert needs.dietary(sentences.of(text), PROGRAMME) == passage


@pytest.mark.parametrize("text", NONE)
def test_no_access_need_is_made_of_other_matters(text: str) -> None:
    """Of those who stay at home, of modesty, of what is taken back."""
    assert needs.access(sentences.of(text), PROGRAMME) is None


def test_a_need_that_is_taken_back_is_not_read_from_the_subject() -> None:
    """The text has the last word."""
    found = sentences.of("You needn't keep the wheelchair space for me.")
    subject = sentences.subject("Wheelchair space")
    assert needs.access(found, PROGRAMME, subject) is None
    assert needs.access(sentences.of("See the heading."), PROGRAMME, subject) == "Wheelchair space"
