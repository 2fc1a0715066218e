"""The bytes of a letter: exactly our headers, one recipient, the same bytes for the same plan."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest

from intake.errors import SetAside
from intake.model import Answer
from tests.letter_writing import NOW, OURS, desk, own_copy, parsed, plan, write

NAMES = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
    "Content-Type", "Content-Language",
]  # fmt: skip
THREAD = ["In-Reply-To", "References"]
ANSWER = Answer("place_received", "S2-7KQ4", "seminar-2", 1)


def test_a_letter_has_our_headers_and_no_others(tmp_path: Path) -> None:
    """The set of the protocol: an automatic reply that nobody's robot answers, to one bare address."""
    raw = write(desk(tmp_path), plan(ANSWER, in_reply_to="<abc.123@people.example>")).raw
    message = message_from_bytes(raw)
    assert sorted(message.keys()) == sorted(NAMES + THREAD)
    assert message["From"] == "Co-production seminars <seminars@coproduction.example>"
    assert message["To"] == "ann@people.example"
    assert message["Message-ID"] == OURS
    assert message["In-Reply-To"] == message["References"] == "<abc.123@people.example>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "en-GB"
    assert parsedate_to_datetime(message["Date"]) == NOW


def test_a_letter_is_well_formed_mail(tmp_path: Path) -> None:
    """CRLF, short body lines, text before HTML, both in UTF-8, no defect."""
    written = write(desk(tmp_path), plan(ANSWER, attach_template=True))
    assert b"\n" not in written.raw.replace(b"\r\n", b"")
    assert b"\r" not in written.raw.replace(b"\r\n", b"")
    message = parsed(written)
    leaves = [str(part.get_payload()) for part in message.walk() if not part.is_multipart()]
    assert max(len(line) for leaf in leaves for line in leaf.splitlines()) <= 76
    assert [part.get_content_type() for part in message.walk()][:4] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert not any(part.defects for part in message.walk())
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == written.text
    assert html.get_content().replace("\r\n", "\n") == written.html


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    """A lost ledger repeats the letter to the byte; another Message-ID changes the boundary, so no part can contain it."""
    letter = plan(ANSWER, first=True, attach_template=True, in_reply_to="<abc@people.example>")
    assert write(desk(tmp_path), letter).raw == write(desk(tmp_path), letter).raw


def test_a_long_id_stays_on_its_line_as_it_is(tmp_path: Path) -> None:
    """Ids of hosted Exchange exceed 78 columns; folded they would be encoded and the thread would break."""
    long = f"<{'AM0PR07MB' * 20}@AM0PR07MB6129.eurprd07.prod.outlook.example>"
    raw = write(desk(tmp_path), plan(ANSWER, in_reply_to=long)).raw
    assert f"\r\nIn-Reply-To: {long}\r\nReferences: {long}\r\n".encode() in raw


@pytest.mark.parametrize(
    "hostile",
    [
        "<a@b>\r\nBcc: x@evil.example",
        "<a@b> <c@d>",
        "<=?utf-8?q?a=0D=0ABcc:_x?=@evil.example>",
        "=?utf-8?q?=3Ca=0D=0ABcc:_e=40evil.example=3E?=",
        "<a\x0b@b>",
        "<a\u2028@b>",
        "<é@people.example>",
        "<no-at-sign>",
        "<<<<",
        "",
        f"<{'a' * 2000}@people.example>",
    ],
)
def test_an_id_that_is_not_plain_is_left_out(tmp_path: Path, hostile: str) -> None:
    """H5: nothing of a sender's Message-ID but a strictly plain one reaches a header, decoded or not."""
    written = write(desk(tmp_path), plan(ANSWER, in_reply_to=hostile))
    assert sorted(message_from_bytes(written.raw).keys()) == sorted(NAMES)
    assert b"evil.example" not in written.raw


@pytest.mark.parametrize(
    "hostile",
    [
        "ann@people.example\r\nBcc: x@evil.example",
        "ann@people.example, x@evil.example",
        "Ann <ann@people.example>",
        "=?utf-8?q?a=0D=0ABcc:_e?=@evil.example",
        "=?utf-8?q?a=0D=0ABcc=3A_e?=@evil.example",
        "zoë@people.example",
        '"a b"@people.example',
        "ann@[192.0.2.1]",
        "ann@people..example",
        "ann@-people.example",
        "a;b@people.example",
        "ann@people.example:x@evil.example",
        "ann",
        "@people.example",
        "ann@",
        "",
        f"{'a' * 65}@people.example",
        "ann\x00@people.example",
    ],
)
def test_an_address_that_is_not_plain_goes_to_a_person_and_is_not_repeated(tmp_path: Path, hostile: str) -> None:
    """Better no letter than one to somebody else; the error has no word of the address."""
    with pytest.raises(SetAside) as caught:
        write(desk(tmp_path), plan(ANSWER, to=hostile))
    assert "example" not in str(caught.value)


def test_an_international_domain_is_written_in_a_labels(tmp_path: Path) -> None:
    """RFC 5891: mail for bücher.example goes to xn--bcher-kva.example; sharp s is its own letter (IDNA 2008)."""
    for domain, host in (("Bücher.example", "xn--bcher-kva.example"), ("straße.example", "xn--strae-oqa.example")):
        raw = write(desk(tmp_path), plan(ANSWER, to=f"Ann.O'Example+x@{domain}")).raw
        assert message_from_bytes(raw)["To"] == f"Ann.O'Example+x@{host}"


def test_a_subject_beyond_ascii_is_encoded_in_short_words(tmp_path: Path) -> None:
    """RFC 2047: 75 characters a word; read back it is what was meant."""
    config = desk(tmp_path)
    subject = "Être là: " + "santé mentale et coproduction, " * 6 + "fin"
    own_copy(config, "answers/question.j2", f"Subject: {subject}\n\nBonjour.\n")
    written = write(config, plan(Answer("question")))
    assert written.subject == f"{subject} [M-4AC9]"
    assert str(message_from_bytes(written.raw, policy=policy.default)["Subject"]) == written.subject
    line = written.raw.partition(b"\r\nSubject:")[2].partition(b"\r\nDate:")[0]
    assert line.count(b"\r\n ") > 2
    assert max(map(len, f"Subject:{line.decode('ascii')}".split("\r\n"))) <= 78


def test_a_long_name_of_ours_with_a_comma_stays_one_sender(tmp_path: Path) -> None:
    """gh-80222: folded, such a name loses its quotes and becomes two addresses."""
    config = desk(tmp_path)
    for name in ("Seminars, " * 10 + "team", "Séminaires, équipe " * 5, 'The "desk", (Leeds)'):
        smtp = config.smtp.model_copy(update={"from_name": name})
        message = message_from_bytes(write(config.model_copy(update={"smtp": smtp}), plan(ANSWER)).raw)
        [(shown, address)] = getaddresses([message["From"]])
        assert address == "seminars@coproduction.example"
        assert str(make_header(decode_header(shown))) == name.strip()


def test_control_characters_in_a_configured_name_do_not_reach_a_header(tmp_path: Path) -> None:
    """A stray line end in the configuration is a space in the letter."""
    config = desk(tmp_path)
    smtp = config.smtp.model_copy(update={"from_name": "Seminars\r\nBcc: x@evil.example\x0b\u2028"})
    message = message_from_bytes(write(config.model_copy(update={"smtp": smtp}), plan(ANSWER)).raw)
    assert sorted(message.keys()) == sorted(NAMES)
