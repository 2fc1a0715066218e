"""Returned templates the whole way: from the mailbox to one row in the register, and to a letter that says what is so."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from intake.programme import Call
from tests.conftest import need
from tests.returning import our_template
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.world import NOW, World, build, mail

EXAMPLES = "Practice examples"
ANSWERS = {
    "name": "Una Larch",
    "organisation": "Larch Road House",
    "email": "una@larch.example",
    "group": "User-led organisation",
    "title": "The long bench",
    "description": "We put one long bench where there had been two desks.\nIt took a year:\nnobody was in a hurry.",
    "worked": "People sat down.",
    "permission": "Yes, with our name",
}
SENDER = "Una Larch <una@larch.example>"
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, smtp_server: smtp.Server) -> Iterator[World]:
    yield build(tmp_path / "desk", dovecot, smtp_server)


def returning(*files: tuple[str, bytes], body: str = "Please find our form attached.\n\nUna Larch\n", **more: Any) -> bytes:
    """A message with those Word files."""
    message: EmailMessage = _parsed(mail(SENDER, more.pop("subject", "Practice example"), body, **more))
    for name, data in files:
        message.add_attachment(data, *WORD, filename=name)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _parsed(raw: bytes) -> EmailMessage:
    from email.policy import default

    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def filled(world: World, **changes: str) -> bytes:
    call = world.config().programme.call
    assert isinstance(call, Call)
    return our_template(call, {key: text for key, text in (ANSWERS | changes).items() if text})


def text(letter: smtp.Taken) -> str:
    body = _parsed(letter.raw).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_every_answer_has_its_own_column_and_its_paragraphs(world: World) -> None:
    """The point of it all: nobody retypes anything."""
    world.deliver(returning(("our form.docx", filled(world))))
    assert world.run().exit_code == 0
    (row,) = world.register()[EXAMPLES]
    assert row["What did you do?"] == ANSWERS["description"]
    assert row["Which of these best describes you?"] == "User-led organisation"
    assert (row["Status"], row["Missing"], row["Version"], row["What did not work?"]) == ("Received", None, 1, None)
    assert str(row["Reference"]) in text(world.letters()[0])


def test_a_corrected_form_in_reply_to_our_letter_is_version_2_of_the_same_row(world: World) -> None:
    """One row, one reference; what differs is shown with what stood there before; the file is the newer one."""
    world.deliver(returning(("our form.docx", filled(world, permission=""))))
    world.run()
    (before,) = world.register()[EXAMPLES]
    assert (before["Status"], before["Missing"]) == ("Incomplete", "May we use your example in the published resource?")
    letter = world.letters()[0]
    assert "May we use your example in the published resource?" in text(letter)
    ours = re.search(rb"(?mi)^Message-ID: (<[^>]+>)", letter.raw)
    assert ours is not None
    again = filled(world, title="The longer bench", organisation="")
    reply = {"In-Reply-To": ours[1].decode(), "References": ours[1].decode()}
    body = "Here is the form again, with the last question answered.\n\nUna Larch\n"
    later = NOW + timedelta(hours=1)
    world.deliver(returning(("v2.docx", again), body=body, subject="Re: form", number=2, when=later, headers=reply), when=later)
    world.run(later + timedelta(minutes=5))
    (row,) = world.register()[EXAMPLES]
    assert (row["Reference"], row["Version"], row["Status"], row["Missing"]) == (before["Reference"], 2, "Received", None)
    assert (row["Title of your example"], row["Organisation (if any)"]) == ("The longer bench", "Larch Road House")
    assert "Changed: Title of your example. Before: “The long bench”." in row["Changes"]
    assert "Answered now: May we use your example in the published resource?" in row["Changes"]
    assert "so the earlier answers stay: Organisation (if any)" in row["Changes"]
    assert row["File"] != before["File"]
    assert str(row["Reference"]) in text(world.letters()[1])


def test_one_form_sent_twice_is_one_row(world: World) -> None:
    """In another message, and in one message as two files."""
    form = filled(world)
    world.deliver(returning(("our form.docx", form), ("our form (1).docx", form)))
    world.run()
    later = NOW + timedelta(hours=1)
    world.deliver(
        returning(("our form.docx", form), body="Did it reach you? Here it is again.\n", number=2, when=later), when=later
    )
    world.run(later + timedelta(minutes=5))
    (row,) = world.register()[EXAMPLES]
    assert row["Version"] == 1
    assert str(row["Reference"]) in text(world.letters()[1])


def test_two_forms_in_one_message_are_two_rows_in_one_letter(world: World) -> None:
    """Each with its own reference and its own file."""
    other = filled(world, title="Bread at four", description="We bake.", worked="It smells.", name="Otto Brisk", permission="")
    world.deliver(returning(("one.docx", filled(world)), ("two.docx", other)))
    world.run()
    first, second = sorted(world.register()[EXAMPLES], key=lambda row: str(row["Name"]) + str(row["Title of your example"]))
    rows = {row["Title of your example"]: row for row in (first, second)}
    assert rows.keys() == {"The long bench", "Bread at four"}
    assert rows["Bread at four"]["Missing"] == "May we use your example in the published resource?"
    assert len({row["File"] for row in rows.values()}) == 2
    (letter,) = world.letters()
    assert all(str(row["Reference"]) in text(letter) for row in rows.values())


def test_a_photograph_goes_to_a_person_with_what_a_machine_saw_beside_it(world: World) -> None:
    """Never as an answer: the columns of the questions stay empty."""
    need("" if shutil.which("tesseract") else "tesseract")
    picture = Image.new("RGB", (1400, 900), "white")
    font = ImageFont.truetype(_font(), 48)
    ImageDraw.Draw(picture).text((80, 80), "Your name: Una Larch\n\nTitle of your example: The long bench", "black", font=font)
    data = io.BytesIO()
    picture.effect_spread(1).save(data, "JPEG", quality=90)
    message = _parsed(mail(SENDER, "Practice example", "I have filled in the form by hand, here is a photo of it.\n"))
    message.add_attachment(data.getvalue(), "image", "jpeg", filename="IMG_1.jpg")
    world.deliver(message.as_bytes().replace(b"\n", b"\r\n"))
    world.run()
    sheets = world.register()
    (row,) = sheets[EXAMPLES]
    assert row["Status"] == "Not readable"
    assert "The long bench" in row["Seen in the picture by machine"]
    assert row["Title of your example"] is None
    assert "a person can" in text(world.letters()[0])
    assert len(sheets["For review"]) == 1


def _font() -> str:
    found = shutil.which("fc-match") and Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    return str(found) if found and found.exists() else "DejaVuSans.ttf"


def test_a_link_in_place_of_the_file_is_never_followed(world: World) -> None:
    """The sender is asked for the file itself, and a person sees the link."""
    body = "I have filled in the template. You can download it here: https://we.tl/t-long-bench\n\nUna Larch\n"
    world.deliver(mail(SENDER, "Practice example", body))
    world.run()
    (row,) = world.register()[EXAMPLES]
    assert (row["Status"], row["Read from"]) == ("Not readable", "a link to a file kept elsewhere (WeTransfer)")
    assert "does not follow links" in text(world.letters()[0])


def test_another_document_is_asked_about_and_never_a_row(world: World) -> None:
    """A life story sent in place of the form."""
    import docx

    document = docx.Document()
    document.add_heading("Una Larch, curriculum vitae")
    document.add_paragraph("Education: the school of Fen End. Employment: carpenter.")
    data = io.BytesIO()
    document.save(data)
    world.deliver(returning(("practice example form.docx", data.getvalue())))
    world.run()
    sheets = world.register()
    assert sheets[EXAMPLES] == []
    assert len(sheets["For review"]) == 1
    assert "none of the questions" in text(world.letters()[0])


def test_a_logo_in_the_text_is_listed_as_decoration(world: World) -> None:
    """It is kept, but no file for anybody to look at, and the letter does not count it."""
    logo = io.BytesIO()
    Image.new("RGB", (60, 20), "green").save(logo, "PNG")
    message = _parsed(returning(("our form.docx", filled(world))))
    body = message.get_body(("plain",))
    assert body is not None
    body.add_alternative('<p>Our form.</p><img src="cid:logo">', subtype="html")
    shown = body.get_body(("html",))
    assert shown is not None
    shown.add_related(logo.getvalue(), "image", "png", cid="<logo>")
    world.deliver(message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    world.run()
    sheets = world.register()
    assert sorted(row["Kind"] for row in sheets["Files"]) == ["Word document", "picture (decoration)"]
    (row,) = sheets[EXAMPLES]
    assert row["File"].endswith(".docx")
    assert "1 file" in text(world.letters()[0]) or "a file" in text(world.letters()[0])
