"""The body that somebody belongs to as a sentence or a signature has it, and the numbers and seminars told beside it."""

from __future__ import annotations

import pytest

from intake.config import load_programme
from intake.reading import read
from tests.test_config import EXAMPLE
from tests.world import mail

PROGRAMME = load_programme(EXAMPLE)
WISH = "Could I have a place at Oxford please?"


@pytest.mark.parametrize(
    ("body", "address", "named"),
    [
        (f"My key worker at Quarry Road Recovery Centre told me of this. {WISH}", "home", None),
        (f"I used to volunteer for Elmbridge Advocacy and now mind my sister. {WISH}", "home", None),
        ("Can't make it sorry, house move that day x\n\nSent from my iPad", "home", None),
        ("Two of us help at a club for young dads, called the Kettle Crew. " + WISH, "home", "Kettle Crew"),
        (f"I run Rafters, which is a drop-in for young dads. {WISH}", "home", "Rafters"),
        (f"Una from Rafters (once the Old Mill Club). {WISH}", "raftersproject", "Rafters"),
        (f"I sit on our patients' panel (Holmwood Patients Forum). {WISH}", "home", "Holmwood Patients Forum"),
        (f"I teach in the Department of Nursing, University of Holmwood. {WISH}", "home", "University of Holmwood"),
        (f"I am a night carer at Elm Court. {WISH}", "home", "Elm Court"),
        (f"{WISH}\n\nUna Pike, Crisis Care\nHolmwood NHSFT", "home", "Holmwood NHSFT"),
        (f"{WISH}\n\nUna Pike\nTinderbox - kinder minds\nPart of the Bright Network", "tinderbox", "Tinderbox"),
        (f"{WISH}\n\nUna Pike, Office Manager\nSociety of Ward Managers", "home", "Society of Ward Managers"),
    ],
)
def test_whose_body_it_is(body: str, address: str, named: str | None) -> None:
    """Neither who treats the sender, nor a former place of work, a slogan or a line of prose is the sender's body."""
    case = read(mail(f"Una Pike <una.pike@{address}.example>", body=body), None, PROGRAMME)
    assert case.request.organisation == named


def test_a_number_that_we_had_wrong_is_not_the_one_to_ring() -> None:
    """What we are said to have is the old one."""
    case = read(
        mail("Una Pike <una.pike@home.example>", "Places", f"{WISH} You've got 01632 960 17, it's 01632 960 171.\n\nUna Pike"),
        None,
        PROGRAMME,
    )
    assert case.request.phone == "01632 960 171"


def test_each_seminar_still_to_come() -> None:
    """Each of them is all of them."""
    case = read(
        mail("Una Pike <una.pike@home.example>", "Places", "Could I have a place at every seminar still to come?\n\nUna Pike"),
        None,
        PROGRAMME,
    )
    assert case.request.seminars == ("seminar-2", "seminar-3")
