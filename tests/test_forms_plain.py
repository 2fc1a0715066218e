"""Plain text: where a paragraph begins, what is a list, and what is left as it was typed."""

from __future__ import annotations

import textwrap

import pytest

from intake.forms import plain
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, read_file

STORY = (
    "We began with a tin of old beans that somebody had marked “buttons”, and nobody could say how old they were. "
    "Each plot took ten, and by the end of the summer all but two plots had plants as high as the hut. "
    "The children counted them every Saturday and wrote the numbers on the door."
)


def begins(text: str, *, quoting: bool = False) -> list[bool]:
    return [block.begins for block in plain.sheet(text, quoting=quoting).blocks]


def items(text: str) -> list[tuple[str, str]]:
    return [(block.item, block.text) for block in plain.sheet(text).blocks]


def paragraphs(text: str) -> list[str]:
    """The text as its paragraphs, put together by what the blocks say."""
    found: list[str] = []
    for block in plain.sheet(text).blocks:
        if block.begins or not found:
            found.append(block.text)
        else:
            found[-1] += f" {block.text}"
    return [paragraph for paragraph in found if paragraph]


@pytest.mark.parametrize("width", [65, 72, 76, 80, 98])
def test_lines_broken_by_width_go_on(width: int) -> None:
    """Whatever the width, paragraphs come together again, and stay apart from each other."""
    second = STORY.replace("We began", "Then we went on")
    text = "\n\n".join(textwrap.fill(one, width) for one in (STORY, second)) + "\n\nPlot number\n17b\n"
    assert paragraphs(text) == [STORY, second, "Plot number", "17b"]


def test_lines_that_people_end_themselves_begin_anew() -> None:
    """Short lines, sentences each on a line of its own, paragraphs that no program broke."""
    assert all(begins("Who are you?\nOttoline Marsh\nPlot number\n17b\n"))
    sentences = (
        "We met each Tuesday in the hut behind the water tank, all of us.\nThe beans came up in the last week of April, all.\n"
    )
    assert all(begins(sentences * 3))
    assert all(begins(f"{STORY}\n{STORY}\nThe end of it, as far as anyone in the whole of Fen End remembers.\nWilf\n"))


@pytest.mark.parametrize(
    "line",
    [
        "- a list", "\u2022 a list", "2. a number", "3) a number", "[x] a box", "\u2612 a box", "Email: wilf@fen-end.example",
        "", "-----", "> quoted",
    ],
)  # fmt: skip
def test_what_can_only_begin_is_never_a_line_that_goes_on(line: str) -> None:
    """List marks, boxes, labels, blank lines and rules, right after a full line."""
    text = textwrap.fill(STORY, 72).splitlines()
    assert begins("\n".join([*text[:2], line, ""])) == [True, False, True]


def test_what_follows_a_question_begins() -> None:
    """Even where the question is as long as a line."""
    text = textwrap.fill(STORY, 72).splitlines()
    asked = "What did you grow this year on your plot, and who of you helped with it?"
    assert begins("\n".join([*text[:2], "", asked, *text[2:4]])) == [True, False, True, True, True, False]


def test_quoted_lines_have_a_width_of_their_own() -> None:
    """An earlier message may be broken otherwise than the answer above it."""
    quoted = "\n".join(f"> {line}" for line in textwrap.fill(STORY, 60).splitlines())
    found = begins(f"{STORY}\n{STORY}\n{quoted}", quoting=True)
    assert found == [True, True, True] + [False] * (len(found) - 3)


def test_list_marks_are_set_apart_from_their_words() -> None:
    """Hyphens, bullets, stars in company, numbers."""
    text = "- beans\n* peas\n* lilies\n  \u2022 more\n1. first\n2) second\n\u2013 dash\n-\tTab"
    assert items(text) == [
        ("-", "beans"), ("*", "peas"), ("*", "lilies"), ("\u2022", "more"), ("1.", "first"), ("2)", "second"),
        ("\u2013", "dash"), ("-", "Tab"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "-", "--", "- - - - -", "* * *", "1.", "3. Who are you?", "4) Plot number:", "5.30 in the hut", "-5 degrees",
        "1st prize", "*required", "______", "\u2026\u2026\u2026", "* Flowers (no lilies)", "2031. ",
    ],
)  # fmt: skip
def test_what_is_no_list_is_left_as_it_was_typed(line: str) -> None:
    """A dash alone, a question's number, a time, a rule, and a star that chooses one of several lines."""
    assert items(line) == [("", line.strip())]


def test_a_star_still_chooses_from_a_list() -> None:
    """As people mark their choice by hand."""
    lines = [f"{q.label}\n{PARAGRAPHS[q.key]}\n" for q in ALLOTMENTS.fields if not q.options]
    options = "What would you like in return?\nBeans or peas\nBeans\n* Flowers (no lilies)\nNothing, thank you\n"
    found = read_file("\n".join([*lines, options]).encode(), name="entry.txt")
    assert found is not None
    assert found.fields["swap"] == ANSWERS["swap"]


def test_text_without_measure_is_read_in_time() -> None:
    """White space, marks and long lines by the hundred thousand."""
    for text in (
        "- " + " " * 900_000 + ".",
        "a" * 70 + "\n" + " " * 900_000 + "x",
        "1. " * 300_000,
        ("word " * 14 + "\n") * 5_000,
    ):
        assert plain.sheet(text).blocks
