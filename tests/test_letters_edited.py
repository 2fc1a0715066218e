"""Letters that an administrator has edited: they win, count at once, and are set aside by file and line if broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.errors import SetAside
from intake.mail.letters import Writer, shipped_templates
from intake.mail.preview import ANSWERS
from intake.model import Answer
from tests.letter_writing import FILES_SENT, NOW, OURS, desk, own_copy, plan, write


def test_a_letter_in_the_administrators_folder_wins(tmp_path: Path) -> None:
    """One edited file changes both parts of its letter; the others stay the program's own."""
    config = desk(tmp_path)
    own_copy(config, "answers/question.j2", "Subject: Your query\n\nDear friend,\nyour query\nis here.\n\n- one\n- two\n")
    written = write(config, plan(Answer("question")))
    assert written.subject == "Your query [M-4AC9]"
    assert "Dear friend, your query is here.\n\n- one\n- two\n" in written.text
    assert "<p>Dear friend, your query is here.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in written.html
    assert "Your message has reached us" in write(config, plan(Answer("received"))).text


def test_an_edited_letter_counts_from_the_next_one_on(tmp_path: Path) -> None:
    """A service need not be restarted for a changed sentence."""
    config = desk(tmp_path)
    writer = Writer(config, lambda: FILES_SENT)

    def text() -> str:
        return writer.compose(plan(Answer("question")), reference="M-4AC9", message_id=OURS, now=NOW).text

    assert "Your question has reached us" in text()
    added = own_copy(config, "answers/question.j2", "Subject: Your query\n\nWe have it.\n")
    assert "We have it." in text()
    added.write_text("Subject: Your query\n\nWe have it safely.\n", "utf-8")
    os.utime(added, (1_000_000_000, 1_000_000_000))
    assert "We have it safely." in text()
    added.unlink()
    assert "Your question has reached us" in text()


def test_markup_in_our_own_facts_is_text_in_the_html_part(tmp_path: Path) -> None:
    """Everything is escaped: an ampersand in a title, an angle bracket in an edited letter."""
    config = desk(tmp_path, organisation="Smith & Sons <the team>")
    own_copy(config, "answers/question.j2", 'Subject: Your <i>query</i>\n\n1 < 2 & "3" <script>alert(1)</script>\n')
    written = write(config, plan(Answer("question")))
    assert "Smith &amp; Sons &lt;the team&gt;" in written.html
    assert "1 &lt; 2 &amp; &#34;3&#34; &lt;script&gt;" in written.html
    assert "<script" not in written.html
    assert "<i>" not in written.html
    assert '1 < 2 & "3" <script>alert(1)</script>' in written.text


BROKEN = {
    "an undefined name": ("Subject: Yes\n\nHello {{ sender_name }}", 3, "sender_name"),
    "an undefined attribute": ("Subject: Yes\n\n\n{{ letters.nobody }}", 4, "nobody"),
    "wrong syntax": ("Subject: Yes\n{% if %}", 2, "Expected an expression"),
    "no subject": ("Hello,\n\nwe have it.", 1, "Subject"),
    "an empty subject": ("Subject:\n\nwe have it.", 1, "Subject"),
    "a way out of the sandbox": ("Subject: Yes\n\n{{ ''.__class__.__mro__ }}", 3, "unsafe"),
    "an error of its own": ("Subject: Yes\n\n{{ 1 / 0 }}", 3, "ZeroDivisionError"),
    "a file that is not there": ('Subject: Yes\n\n{% include "nowhere.j2" %}', None, "nowhere.j2"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_letter_is_set_aside_and_names_its_file_and_line(tmp_path: Path, fault: str) -> None:
    """Never a half letter, never "Dear ,": the message waits, and the administrator is told where to look."""
    source, line, word = BROKEN[fault]
    config = desk(tmp_path)
    path = own_copy(config, "answers/question.j2", source)
    with pytest.raises(SetAside) as caught:
        write(config, plan(Answer("question")))
    assert word in str(caught.value)
    if line:
        assert f"{path}, line {line}" in str(caught.value)


def test_a_letter_that_is_not_utf8_is_set_aside(tmp_path: Path) -> None:
    """Saved by an old editor: said in words."""
    config = desk(tmp_path)
    own_copy(config, "answers/question.j2", "").write_bytes(b"Subject: caf\xe9\n\nHello")
    with pytest.raises(SetAside, match=r"question\.j2 is not UTF-8"):
        write(config, plan(Answer("question")))


def test_an_unknown_answer_or_an_empty_plan_is_set_aside(tmp_path: Path) -> None:
    """A plan nobody has words for goes to a person."""
    with pytest.raises(SetAside, match=r"no file answers/nonsense\.j2"):
        write(desk(tmp_path), plan(Answer("nonsense")))
    with pytest.raises(SetAside, match="nothing"):
        write(desk(tmp_path), plan())


def test_every_shipped_answer_is_known_and_every_known_answer_is_shipped() -> None:
    """The list of letters and the folder cannot drift apart."""
    assert {path.stem for path in (shipped_templates() / "answers").glob("*.j2")} == set(ANSWERS)
