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
WORKED = "What worked?"
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
