"""What letters say: our own facts, in both parts, in whole sentences, and nothing of the sender's."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from intake.mail.letters import Writer, is_ours, message_id
from intake.mail.preview import ANSWERS
from intake.model import Answer
from tests.letter_writing import FILES, FILES_SENT, LABELS, NAMES, NOW, OURS, desk, parsed, plan, shown, write


def combinations(name: str) -> Iterator[Answer]:
    """An answer with every combination of the facts that it may have: none, one, many."""
    if name.startswith(("place", "cancellation", "amendment")):
        for places, count, needs, seminar in itertools.product((None, 0, 1, 3), (0, 1, 3), (False, True), (None, "seminar-2")):
            yield Answer(name, "S2-7KQ4", seminar, places, NAMES[:count], needs, left=2 if needs else None)
    elif name.startswith("example"):
        for missing, files, late in itertools.product((0, 1, 2), (0, 1, 2), (False, True)):
            yield Answer(name, "EX-3MRX", missing=LABELS[:missing], files=FILES[:files], late=late)
    else:
        yield Answer(name, "Q-7KQ4")
        yield Answer(name)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_reads_well_in_both_parts_whatever_is_known(tmp_path: Path, name: str) -> None:
    """No combination of facts leaves a gap, a wrong plural or a line that one of the two parts lacks."""
    config = desk(tmp_path)
    writer = Writer(config, lambda: FILES_SENT)
    for answer in combinations(name):
        letter = plan(answer, first=answer.places == 1)
        written = writer.compose(letter, reference="M-4AC9", message_id=OURS, now=NOW)
        words = shown(written.html)
        code = answer.reference if answer.reference and name != "urgent" else "M-4AC9"
        for part in (written.text, words, written.subject):
            assert not re.search(r"\bNone\b|\b1 \w+s\b|\b[02-9] (place|file)\b|\{|\}|\(\)|\[\]| [.,:?]|[.,:] ?[.,:]", part), (
                part
            )
        for line in filter(None, written.text.splitlines()):
            assert re.match(r"- |-+$|[A-Z]", line), line
            said = re.sub(r"^- |^-+$|(?<=^Your reference):", "", line)
            assert re.sub(r"\W+", " ", said).strip() in re.sub(r"\W+", " ", words), line
        assert code in written.text
        assert code in words
        assert written.subject.endswith(f"[{code}]")


@pytest.mark.parametrize("name", ANSWERS)
def test_every_letter_names_a_person_and_the_ways_to_reach_them(tmp_path: Path, name: str) -> None:
    """Nobody is left alone with a program: person, telephone and post stand in every letter, the crisis text too."""
    config = desk(tmp_path, {"telephone": "01632 960123", "email": "help@coproduction.example", "post": "1 Example Street"})
    written = write(config, plan(Answer(name)))
    for part in (written.text, shown(written.html)):
        for way in (
            config.letters.person,
            "01632 960123",
            "help@coproduction.example",
            "1 Example Street",
            "reply to this email",
        ):
            assert way in part
        assert "automatic reply" in part
    assert 'href="tel:01632960123"' in written.html
    assert 'href="mailto:help@coproduction.example"' in written.html


@pytest.mark.parametrize(("number", "words"), [(None, "for a place at"), (1, "for 1 place at"), (2, "for 2 places at")])
def test_places_are_counted_in_good_grammar(tmp_path: Path, number: int | None, words: str) -> None:
    """One place, two places; a place where nobody said how many."""
    written = write(desk(tmp_path), plan(Answer("place_received", "S2-7KQ4", "seminar-2", number)))
    assert words in written.text
    assert words in shown(written.html)


def test_a_place_request_is_noted_with_our_facts_and_promises_nothing(tmp_path: Path) -> None:
    """The seminar's own title, day and venue; the subject is ours; a place is not promised."""
    written = write(desk(tmp_path), plan(Answer("place_received", "S2-7KQ4", "seminar-2")))
    assert written.subject == "Your request for a place: Seminar 2 [S2-7KQ4]"
    for fact in ("Seminar 2: Enacting co-production", "Wednesday 17 February 2016", "St Catherine's College, Oxford"):
        assert f"- {fact}\n" in written.text
    assert "not a confirmation" in written.text


def test_names_are_listed_as_people_list_them(tmp_path: Path) -> None:
    """Ann, Bob and Zoë."""
    written = write(desk(tmp_path), plan(Answer("place_received", "S2-7KQ4", "seminar-2", 3, NAMES)))
    assert "Ann Example, Bob O'Example and Zoë Example-Smith." in written.text


def test_a_full_seminar_is_told_truthfully(tmp_path: Path) -> None:
    """Who asks for 25 where 24 are left is not told that all are gone, and may come with fewer."""
    config = desk(tmp_path)
    some = write(config, plan(Answer("place_full", "S2-7KQ4", "seminar-2", 25, left=24))).text
    assert "there are not 25 places left at that seminar" in some
    assert "tell us how many" in some
    assert "all the places" not in some
    for left in (0, None):
        none = write(config, plan(Answer("place_full", "S2-7KQ4", "seminar-2", 1, left=left))).text
        assert "all the places at that seminar have been asked for" in none


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(tmp_path: Path) -> None:
    """Jr. ends its sentence by itself."""
    config = desk(tmp_path)
    for names in (("Ann Example Jr.",), ("Bob Example", "Ann Example Jr.")):
        text = write(config, plan(Answer("place_received", "S2-7KQ4", "seminar-2", names=names))).text
        assert "Ann Example Jr.\n" in text


def test_what_is_passed_on_promises_only_what_a_person_can_do(tmp_path: Path) -> None:
    """The request may not be known, the names may be one of two, and nobody has been told yet in the night."""
    config = desk(tmp_path)
    cancellation = write(config, plan(Answer("cancellation_passed_on", seminar="seminar-2"))).text
    assert "will write to you if they cannot find your request" in cancellation
    assert "need not do anything" not in cancellation
    change = write(config, plan(Answer("amendment_passed_on", seminar="seminar-2", names=NAMES[:1], needs_noted=True))).text
    assert "Ann Example" not in change
    assert "cannot find what you sent us before" in change
    urgent = write(config, plan(Answer("urgent"))).text
    assert "A person will read your message as soon as they can." in urgent
    assert "We have asked" not in urgent


def test_which_seminar_is_asked_with_those_still_open(tmp_path: Path) -> None:
    """Only seminars that are neither over nor closed are offered; with one left it is a yes or no."""
    config = desk(tmp_path)
    answer = plan(Answer("place_no_seminar"))
    before = write(config, answer).text
    assert "Seminar 1" not in before
    assert "- Seminar 2: Enacting co-production, Wednesday 17 February 2016" in before
    assert "- Seminar 3: Sustaining co-production" in before
    last = write(config, answer, now=datetime(2016, 3, 1, tzinfo=UTC)).text
    assert "Did you mean this one?" in last
    assert "Seminar 2" not in last
    assert "No seminar is open" in write(config, answer, now=datetime(2017, 1, 1, tzinfo=UTC)).text


def test_blank_questions_are_named_and_lateness_is_said_beside_them(tmp_path: Path) -> None:
    """Incomplete and late go together in one answer."""
    text = write(desk(tmp_path), plan(Answer("example_incomplete", "EX-3MRX", missing=LABELS, files=FILES, late=True))).text
    assert "Two questions" in text
    for said in ("- Your name\n", "- Title of your example\n", "after the last day", "Friday 15 January 2016"):
        assert said in text
    assert "- File 1: Word document, 24 KB\n- File 2: photograph, 999 bytes\n" in text


def test_the_crisis_text_goes_alone(tmp_path: Path) -> None:
    """Whatever else was asked, an urgent letter carries the configured crisis text and no cheerful answer."""
    config = desk(tmp_path)
    cheerful = (Answer("place_received", "S2-7KQ4", "seminar-2"), Answer("template_sent"))
    written = write(config, plan(*cheerful, urgent=True, attach_template=True))
    assert written.template == "urgent"
    assert config.letters.crisis in written.text
    assert config.letters.crisis in shown(written.html)
    for absent in ("S2-7KQ4", "Seminar", "template"):
        assert absent not in written.text
    assert 'href="tel:116123"' in written.html
    assert not list(parsed(written).iter_attachments())


def test_the_first_letter_carries_the_privacy_notice_and_later_ones_do_not(tmp_path: Path) -> None:
    """Decision 8: said once, where it is read."""
    config = desk(tmp_path)
    answer = Answer("received")
    first, later = (write(config, plan(answer, first=first)) for first in (True, False))
    assert config.letters.privacy in first.text
    assert config.letters.privacy in shown(first.html)
    assert config.letters.privacy not in later.text + shown(later.html)


def test_several_things_are_answered_in_one_letter_with_every_reference(tmp_path: Path) -> None:
    """One message, one letter: a heading for each answer, each reference once, all of them in the subject."""
    place = Answer("place_received", "S2-7KQ4", "seminar-2", 2)
    example = Answer("example_complete", "EX-3MRX", files=FILES[:1])
    written = write(desk(tmp_path), plan(place, example, Answer("question")))
    assert written.subject == "Your message to us [S2-7KQ4, EX-3MRX]"
    assert written.template == "place_received + example_complete + question"
    headings = [h.get_text() for h in BeautifulSoup(written.html, "html.parser").find_all("h2")]
    assert headings == [
        "Your request for 2 places: Seminar 2", "Your practice example has reached us", "Your question", "Your references",
    ]  # fmt: skip
    assert written.text.count("S2-7KQ4") == written.text.count("EX-3MRX") == 1
    assert written.text.count("Hello,") == 1


def test_nothing_of_the_senders_but_plain_names_reaches_a_letter(tmp_path: Path) -> None:
    """Decision 8 holds here too, whoever made the plan: no link, digit, markup or control character by way of a name."""
    hostile = (
        "www.evil.example", "Ann\r\nBcc: x@evil.example", "<b>Ann</b>", "Ann 07700 900123", "a" * 61, "Ann\u202eelpmaxE",
        "evil.example", "https://evil.example", "{{ 7 * 7 }}", "=cmd", "A" + "\u0301" * 70, "Ann  Example", "- Ann",
    )  # fmt: skip
    good = (
        "J. R. Example",
        "J.R. Example",
        "Siân O’Example",
        "Łucja Example-Doe",
        "李小龍",
        "Ann Example Jr.",
        "Zoe\u0308 Example",
    )
    config = desk(tmp_path)
    for name in hostile:
        written = write(config, plan(Answer("place_received", "S2-7KQ4", "seminar-2", names=(name,))))
        assert "we have noted is" not in written.text, name
        assert name not in written.html
    for name in good:
        assert name in write(config, plan(Answer("place_received", "S2-7KQ4", "seminar-2", names=(name,)))).text


def test_a_seminar_the_programme_does_not_know_is_not_repeated(tmp_path: Path) -> None:
    """Only ids of our own programme are turned into words."""
    written = write(desk(tmp_path), plan(Answer("place_received", "S2-7KQ4", "seminar-99-evil")))
    assert "evil" not in written.text + written.html + written.subject


def test_the_blank_template_is_attached_under_our_names(tmp_path: Path) -> None:
    """Whoever asks for the template gets it as a Word document and as a PDF form, byte for byte, and is told so."""
    written = write(desk(tmp_path), plan(Answer("template_sent"), attach_template=True))
    attached = list(parsed(written).iter_attachments())
    assert tuple((one.get_filename(), one.get_content()) for one in attached) == FILES_SENT
    assert [one.get_content_type() for one in attached] == [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/pdf",
    ]
    assert "attached to this email" in written.text
    for name, _ in FILES_SENT:
        assert f"- {name}" in written.text


def test_a_template_sent_beside_another_answer_is_mentioned(tmp_path: Path) -> None:
    """Nobody has to guess what the attachment is."""
    written = write(desk(tmp_path), plan(Answer("example_no_attachment", "EX-3MRX"), attach_template=True))
    assert "The blank template is attached" in written.text
    assert "a Word document and a PDF form" in written.text


def test_without_a_call_nothing_is_said_to_be_attached(tmp_path: Path) -> None:
    """A programme without a call has letters too, and they are true."""
    config = desk(tmp_path, call=None)
    written = write(config, plan(Answer("template_sent"), attach_template=True))
    assert "attached" not in written.text
    assert not list(parsed(written).iter_attachments())
    assert Writer(config, lambda: FILES_SENT).check() == []


def test_after_the_last_day_the_template_goes_with_a_warning(tmp_path: Path) -> None:
    """Nobody fills in a form in vain."""
    written = write(desk(tmp_path), plan(Answer("template_sent"), attach_template=True), now=datetime(2016, 1, 16, tzinfo=UTC))
    assert "Please ask us before you fill it in" in written.text


def test_message_ids_are_repeatable_distinct_and_recognised() -> None:
    """A lost ledger repeats the same ids; another key, message or purpose gives another; the domain is in ASCII."""
    one = message_id(b"key", "likeness", "automatic", "coproduction.example")
    assert one == message_id(b"key", "likeness", "automatic", "CoProduction.example")
    others = {
        message_id(b"other", "likeness", "automatic", "coproduction.example"),
        message_id(b"key", "another", "automatic", "coproduction.example"),
        message_id(b"key", "likeness", "decision 7", "coproduction.example"),
    }
    assert len(others | {one}) == 4
    assert re.fullmatch(r"<intake\.[0-9a-f]{40}@coproduction\.example>", one)
    assert is_ours(one, "coproduction.example")
    assert is_ours(message_id(b"key", "x", "y", "bücher.example"), "bücher.example")
    for foreign in ("<abc@coproduction.example>", one.replace("coproduction", "elsewhere"), one.strip("<>"), one + "\n"):
        assert not is_ours(foreign, "coproduction.example")
