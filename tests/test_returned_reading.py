"""What a report says that a letter came back: which one, to whom and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.config import load_programme
from intake.model import Returned
from intake.reading import case as reading
from tests.bounces import OURS, REFERENCE, TO, head, in_text, report
from tests.world import NOW, mail

PROGRAMME = load_programme(Path(__file__).parent.parent / "config.example.toml")
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpora" / "bounces"


def read(raw: bytes) -> Returned:
    found = reading.read(raw, NOW, PROGRAMME).returned
    assert found is not None
    return found


def test_a_standard_report_says_which_mail_to_whom_and_why() -> None:
    """RFC 3464 with the original beside it, whole or its head alone."""
    for kind in ("message/rfc822", "text/rfc822-headers"):
        assert read(report(kind=kind)) == Returned((OURS,), (TO,), "failed", "5.1.1", (REFERENCE,))


def test_an_older_report_quotes_the_head_in_its_text() -> None:
    """The first head counts; a folded id is read whole; what is quoted below it is other mail."""
    folded = head().replace("Message-ID: ", "Message-ID:\n ")
    for original in (head(), folded):
        found = read(in_text(original))
        assert (found.ids, found.action) == ((OURS,), "failed")


def test_a_report_about_a_colleagues_mail_is_not_about_the_letter_that_it_quotes() -> None:
    """The mail that came back answered our letter: References and quoted heads below do not make it ours."""
    theirs = head("<by.hand@coproduction.example>").replace("Auto-Submitted: auto-replied", f"References: {OURS}")
    assert read(report(f"{theirs}\n> Message-ID: {OURS}\n")).ids == ("<by.hand@coproduction.example>",)


def test_a_report_without_the_original_may_answer_it() -> None:
    """Some mail systems send the id in In-Reply-To alone."""
    bare = report(original="X-Nothing: here\n").replace(b"MIME-Version", f"In-Reply-To: {OURS}\r\nMIME-Version".encode())
    assert read(bare).ids == (OURS,)


@pytest.mark.parametrize(("action", "read_as"), [("delayed", "delayed"), ("relayed", "delivered"), ("FAILED", "failed")])
def test_the_stated_action_counts(action: str, read_as: str) -> None:
    """RFC 3464, 2.3.3, whatever else the words say."""
    assert read(report(action=action)).action == read_as


@pytest.mark.parametrize(
    "said",
    ["You do not need to resend your message.", "It has not yet been delivered.", "I will keep trying for two days."],
)
def test_a_warning_is_no_failure(said: str) -> None:
    """Where no action is stated, the words tell."""
    assert read(in_text(head(), said)).action == "delayed"


def test_a_report_names_no_id_that_is_not_one() -> None:
    """An id goes into a question to the ledger: only a strict one does."""
    assert read(report(head("<not an id>"))).ids == ()
    assert read(report(head("<" + "x" * 600 + "@y.example>"))).ids == ()


def test_people_report_nothing() -> None:
    """A person who quotes our letter, head and all, gives no report."""
    raw = mail(body=f"I got this from you:\n\n{head()}\nPlease may I have a place at the Oxford seminar?\n")
    assert reading.read(raw, NOW, PROGRAMME).returned is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of bounces is not here")
def test_real_reports_are_read_without_a_fault() -> None:
    """200 of other mail systems, old and new: most name the mail they are about, and a complaint is no failure."""
    found = [reading.read(path.read_bytes(), NOW, PROGRAMME).returned for path in sorted(CORPUS.glob("*.eml"))]
    reports = [one for one in found if one is not None]
    assert len(reports) > 190
    assert sum(bool(one.ids) for one in reports) > 0.8 * len(reports)
    assert {one.action for one in reports} == {"failed", "delayed", "complaint"}
