"""Answers that look like something else, and questions that are no form: what a careless reader gets wrong."""

from __future__ import annotations

from typing import Any

import docx
import pytest

from intake import forms
from intake.programme import Call
from tests.returning import call as example_call
from tests.returning import message, part, read_file, returned, saved, wording

call = example_call  # the fixture
STORY = {
    "name": "Una Larch",
    "organisation": "Larch Road House",
    "email": "una@larch.example",
    "group": "User-led organisation",
    "title": "The long bench",
    "description": "We put one long bench where there had been two desks.",
    "worked": "People sat down.",
    "permission": "Yes, with our name",
}


def table(call: Call, answers: dict[str, str], columns: int = 2) -> bytes:
    """The questions on the left and the answers on the right, or both in one cell."""
    document: Any = docx.Document()
    rows = document.add_table(0, columns)
    for question in call.fields:
        cells = rows.add_row().cells
        cells[0].text = question.label
        answer = answers.get(question.key, "")
        if columns == 2:
            cells[1].text = answer
        elif answer:
            cells[0].add_paragraph(answer)
    return saved(document)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("name", "Mark Smith"),
        ("name", "Max Power"),
        ("involved", "About twelve of us."),
        ("learning", "Use of plain language."),
        ("learning", "(about twelve people from the estate)"),
        ("worked", "Give and take."),
    ],
)
def test_an_answer_may_begin_as_a_hint_does(call: Call, key: str, answer: str, columns: int) -> None:
    """ "Mark" is a name, and what stands in brackets is an answer too."""
    found = read_file(table(call, STORY | {key: answer}, columns), call)
    assert found is not None
    assert found.fields[key] == answer


@pytest.mark.parametrize(
    "answer", ["What worked?", "What did you do?", "Who was involved? Everyone.\nHow was power shared? It was not."]
)
def test_what_stands_on_the_right_of_a_table_is_an_answer(call: Call, answer: str) -> None:
    """Even where it is a question of the form, word for word."""
    found = read_file(table(call, STORY | {"title": answer, "involved": "Nine of us."}), call)
    assert found is not None
    assert found.fields["title"] == answer
    assert found.fields["involved"] == "Nine of us."


def test_two_examples_of_one_person_in_one_mail_are_two(call: Call) -> None:
    """Who sent them, and what was ticked, is the same; what is told is not."""
    other = STORY | {
        "title": "Bread at four",
        "description": "We bake at four, and whoever comes eats.",
        "worked": "It smells.",
    }
    mail = message(part(table(call, STORY)), part(table(call, other), number=2))
    assert [one.fields["title"] for one in forms.returned(mail, wording(), call)] == ["The long bench", "Bread at four"]


def test_questions_about_the_questions_are_no_form(call: Call) -> None:
    """Somebody is puzzled, and a person answers."""
    text = (
        "I am puzzled by these.\n\nWhat did you do?\nDoes this mean me or the team?\n\nWhat worked?\nFor whom?\n\n"
        "May we use your example in the published resource?\nWhat happens if we say no?\n"
    )
    assert returned(message(text=text), wording(text), call) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Yes but do not use my photo", None),
        ("I would rather not be named, but do use it", "anonymous"),
        ("please do not use our name", "anonymous"),
        ("yes but dont put my name, anonymous pls", "anonymous"),
        ("you can use it but leave our name off", "anonymous"),
        ("No, not while the matter is before the courts", "no"),
        ("Ring me first, please. The press office will want to see it.", "contact_first"),
    ],
)
def test_permission_is_never_guessed_against_what_was_said(call: Call, said: str, meant: str | None) -> None:
    """What means none of the options for certain is left to a person, who sees the words."""
    assert forms.option(call.question("permission"), said) == meant
    found = read_file(table(call, STORY | {"permission": said}), call)
    assert found is not None
    assert found.fields.get("permission") == meant
    assert (found.unclear == ("permission",)) == (meant is None)
    assert any(said[:20] in note for note in found.notes) == (meant is None)


@pytest.mark.parametrize("said", ["Person", "such as", "Including", "We are a charity"])
def test_a_word_that_an_option_happens_to_have_chooses_nothing(call: Call, said: str) -> None:
    assert forms.option(call.question("group"), said) is None


def test_two_ticks_are_told(call: Call) -> None:
    """Neither is chosen; staff are told why."""
    found = read_file(table(call, STORY | {"permission": "\u2612 Yes, with our name\n\u2612 No"}), call)
    assert found is not None
    assert "permission" in (found.missing or ())
    assert any("More than one is ticked." in note for note in found.notes)


def test_an_address_with_more_to_it_stays_whole(call: Call) -> None:
    """The number is known too, and nothing is cut."""
    said = "una@larch.example, or ring 01632 960222 after six and ask for Jo"
    found = read_file(table(call, STORY | {"email": said}), call)
    assert found is not None
    assert (found.fields["email"], found.fields["telephone"]) == (said, "01632 960222")


def test_every_answer_says_where_it_stands(call: Call) -> None:
    """In a table by its row; in running text by its line."""
    found = read_file(table(call, STORY), call)
    assert found is not None
    assert found.origins["title"] == "table 1, row 6"
    text = "\n".join(f"{q.label}\n{STORY[q.key]}" for q in call.fields if q.key in STORY)
    spoken = returned(message(text=text), wording(text), call)
    assert spoken is not None
    assert spoken.origins.keys() == spoken.fields.keys()
    assert spoken.origins["organisation"] == "line 4"
