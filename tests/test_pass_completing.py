"""Answers in a reply to our letter about an incomplete form: they go into the row, as the letter promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.test_pass_forms import EXAMPLES, SENDER, filled, returning, text
from tests.world import NOW, World, build, mail

PERMISSION = "May we use your example in the published resource?"
Sheets = dict[str, list[dict[str, Any]]]


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def plain(letter: smtp.Taken) -> str:
    from tests.test_pass_forms import _parsed

    body = _parsed(letter.raw).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def begun(world: World, **changes: str) -> tuple[dict[str, Any], str, dict[str, str]]:
    """An incomplete form came in and was answered: its row, our letter's text, and the headers of a reply to it."""
    world.deliver(returning(("our form.docx", filled(world, **changes))))
    world.run()
    (row,) = world.register()[EXAMPLES]
    assert row["Status"] == "Incomplete"
    letter = world.letters()[0]
    ours = re.search(rb"(?mi)^Message-ID: (<[^>]+>)", letter.raw)
    assert ours is not None
    return row, plain(letter), {"In-Reply-To": ours[1].decode(), "References": ours[1].decode()}


def quoted(letter: str) -> str:
    return "On 20 January, the seminars desk wrote:\n" + "\n".join(f"> {line}" for line in letter.splitlines()) + "\n"


def replied(
    world: World, body: str, headers: dict[str, str], number: int = 2, sender: str = SENDER
) -> dict[str, list[dict[str, Any]]]:
    later = NOW + timedelta(hours=number)
    world.deliver(mail(sender, "Re: Practice example", body, number=number, when=later, headers=headers), when=later)
    world.run(later + timedelta(minutes=5))
    return world.register()


BARE = [
    "Yes, with our name.\n",
    "Hello,\n\nYes, but anonymously please.\n\nMany thanks,\nUna Larch\n",
    "No\n\nSent from my phone\n",
]


@pytest.mark.parametrize(
    ("body", "option"),
    [
        ("Yes, with our name.\n", "Yes, with our name"),
        ("Hello,\n\nYes, with our name please.\n\nMany thanks,\nUna Larch\n", "Yes, with our name"),
        (f"{PERMISSION}\nYes, with our name.\n\nUna Larch\n", "Yes, with our name"),
        (f"{PERMISSION} Yes, with our name.\n\nUna Larch\n", "Yes, with our name"),
    ],
)
def test_the_one_missing_answer_in_a_reply_completes_the_form(world: World, body: str, option: str) -> None:
    row, letter, headers = begun(world, permission="")
    sheets = replied(world, body + "\n" + quoted(letter), headers)
    (after,) = sheets[EXAMPLES]
    assert (after["Reference"], after["Version"], after["Status"], after["Missing"]) == (row["Reference"], 2, "Received", None)
    assert after[PERMISSION] == option
    assert f"Answered now: {PERMISSION}" in after["Changes"]
    assert sheets["Questions"] == []
    assert sheets["For review"] == []
    said = text(world.letters()[1])
    assert str(row["Reference"]) in said
    assert "still blank" not in said


def test_two_missing_answers_by_their_labels(world: World) -> None:
    """One after another, above our quoted letter."""
    _, letter, headers = begun(world, permission="", title="")
    body = f"Title of your example: The long bench\n\n{PERMISSION}\nNo\n\nUna Larch\n\n"
    (after,) = replied(world, body + quoted(letter), headers)[EXAMPLES]
    assert (after["Version"], after["Status"], after["Missing"]) == (2, "Received", None)
    assert (after["Title of your example"], after[PERMISSION]) == ("The long bench", "No")


def test_answers_typed_between_the_questions_of_our_letter(world: World) -> None:
    """Below each quoted question its answer, and our letter goes on after the last."""
    _, letter, headers = begun(world, permission="", title="")
    lines = quoted(letter).replace("> - Title of your example", "> - Title of your example\n\nThe long bench\n")
    body = lines.replace(f"> - {PERMISSION}", f"> - {PERMISSION}\n\nYes, but anonymously\n") + "\nBest wishes\nUna Larch\n"
    sheets = replied(world, body, headers)
    (after,) = sheets[EXAMPLES]
    assert (after["Version"], after["Status"], after["Missing"]) == (2, "Received", None)
    assert (after["Title of your example"], after[PERMISSION]) == ("The long bench", "Yes, but anonymously")
    assert (sheets["Questions"], sheets["For review"]) == ([], [])


def test_one_of_two_is_still_asked_for(world: World) -> None:
    """The letter says what is still blank; the answer that came is kept, and so is the file."""
    row, letter, headers = begun(world, permission="", title="")
    (after,) = replied(world, f"Title of your example: The long bench\n\n{quoted(letter)}", headers)[EXAMPLES]
    assert (after["Version"], after["Status"], after["Missing"]) == (2, "Incomplete", PERMISSION)
    assert (after["File"], after["Read from"]) == (row["File"], row["Read from"])
    assert f"- {PERMISSION}" in plain(world.letters()[1])


def test_a_reply_that_answers_and_asks_is_both(world: World) -> None:
    """Its question is a row of its own, without the form's."""
    _, letter, headers = begun(world, permission="")
    body = f"{PERMISSION}\nYes, with our name.\n\nIs there parking at the Oxford seminar?\n\nUna Larch\n\n"
    sheets = replied(world, body + quoted(letter), headers)
    assert (sheets[EXAMPLES][0]["Version"], sheets[EXAMPLES][0]["Status"]) == (2, "Received")
    assert len(sheets["Questions"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Yes.\n\nUna Larch\n\n",  # with or without the name?
        f"{PERMISSION}\nPerhaps, it depends.\n\nUna Larch\n\n",
    ],
)
def test_a_doubtful_answer_goes_to_a_person_with_the_entry_named(world: World, body: str) -> None:
    """Nothing changes, no question is entered, and the suggestion says which answer it may be."""
    row, letter, headers = begun(world, permission="")
    sheets = replied(world, body + quoted(letter), headers)
    assert (sheets[EXAMPLES][0]["Version"], sheets[EXAMPLES][0][PERMISSION]) == (1, None)
    assert sheets["Questions"] == []
    (waiting,) = sheets["For review"]
    assert f"It may answer what {row['Reference']} still misses: {PERMISSION}" in " ".join(map(str, waiting.values()))


def test_a_no_to_something_else_is_no_answer(world: World) -> None:
    """ "No" is an option of the one question left; here it is about a seminar."""
    _, letter, headers = begun(world, permission="")
    sheets = replied(world, "No, I cannot come to Oxford.\n\nUna Larch\n\n" + quoted(letter), headers)
    assert (sheets[EXAMPLES][0]["Version"], sheets[EXAMPLES][0][PERMISSION]) == (1, None)
    assert len(sheets["For review"]) == 1


def test_a_place_request_of_somebody_with_an_unfinished_form_is_just_that(world: World) -> None:
    """Its labels are the form's too, but it answers nothing that was asked."""
    begun(world, permission="", title="")
    body = "May I have a place at the Oxford seminar, please?\n\nName: Una Larch\nOrganisation: Larch Road House\n"
    sheets = replied(world, body, {"In-Reply-To": "<other@larch.example>"})
    assert sheets["For review"] == []
    assert sheets[EXAMPLES][0]["Version"] == 1


def test_another_address_changes_nothing(world: World) -> None:
    """Without our letter's Message-ID, a reference from somebody else is no tie."""
    row, _, _ = begun(world, permission="")
    body = f"About {row['Reference']}.\n\n{PERMISSION}\nYes, with our name.\n\nOtto Brisk\n"
    sheets = replied(world, body, {}, sender="Otto Brisk <otto@brisk.example>")
    assert (sheets[EXAMPLES][0]["Version"], sheets[EXAMPLES][0][PERMISSION]) == (1, None)
    assert len(sheets["For review"]) == 1


def test_a_thank_you_changes_nothing_and_suggests_nothing(world: World) -> None:
    _, letter, headers = begun(world, permission="")
    sheets = replied(world, "Thanks, will do!\n\nUna Larch\n\n" + quoted(letter), headers)
    assert sheets[EXAMPLES][0]["Version"] == 1
    assert not any("It may answer" in str(row) for row in sheets["For review"])


def test_what_a_file_leaves_blank_is_taken_from_the_words_beside_it(world: World) -> None:
    """And the row says so."""
    body = f"Our form is attached.\n\n{PERMISSION}\nYes, but anonymously.\n\nUna Larch\n"
    world.deliver(returning(("our form.docx", filled(world, permission="")), body=body))
    world.run()
    (row,) = world.register()[EXAMPLES]
    assert (row["Status"], row[PERMISSION]) == ("Received", "Yes, but anonymously")
    assert "was answered in the e-mail itself" in str(row)


def test_where_words_and_file_differ_the_file_stands_and_a_person_looks(world: World) -> None:
    """A correction is no answer to write over another without a look."""
    body = "Our form is attached.\n\nTelephone: 07700 900 318, not the office one\n\nUna Larch\n"
    world.deliver(returning(("our form.docx", filled(world, telephone="01632 960 100")), body=body))
    world.run()
    sheets = world.register()
    (row,) = sheets[EXAMPLES]
    assert row["Telephone"] == "01632 960 100"
    (waiting,) = sheets["For review"]
    assert "the e-mail says otherwise" in " ".join(map(str, waiting.values()))
