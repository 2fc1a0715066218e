"""Answers are read as people give them: ticks in any shape, words, other wordings of a question, and blanks."""

from __future__ import annotations

import docx
import pytest

from intake import forms
from intake.forms import web
from intake.programme import Call
from tests.returning import ALLOTMENTS, call, read_file, saved

__all__ = ["call"]  # the fixture


def one_row(call: Call, key: str, *lines: str) -> str | None:
    """What is read for one question when those paragraphs stand in its cell."""
    document = docx.Document()
    table = document.add_table(0, 2)
    for question in call.fields:
        cells = table.add_row().cells
        cells[0].text = question.label
        if question.key == key:
            cells[1].text = "\n".join(lines)
    found = read_file(saved(document), call)
    assert found is not None
    return found.fields.get(key)


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["☐ Yes, with our name", "☒ Yes, but anonymously", "☐ Please contact me first", "☐ No"], "anonymous"),
        (["[ ] Yes, with our name", "[x] Yes, but anonymously", "[ ] Please contact me first", "[ ] No"], "anonymous"),
        (["( ) Yes, with our name", "(*) Yes, but anonymously", "( ) Please contact me first", "( ) No"], "anonymous"),
        (["☐ Yes, with our name ✓", "☐ Yes, but anonymously", "☐ Please contact me first", "☐ No"], "named"),
        (["☐ Yes, with our name", "x ☐ Yes, but anonymously", "☐ Please contact me first", "☐ No"], "anonymous"),
        (["☐ Yes, with our name", "☐ x Yes, but anonymously", "☐ Please contact me first", "☐ No"], "anonymous"),
        (["☐ Yes, with our name", "☐ Yes, but anonymously", "☐ Please contact me first x", "☐ No"], "contact_first"),
        (["☐ Yes, with our name  ☒ Yes, but anonymously  ☐ Please contact me first  ☐ No"], "anonymous"),
        (["Yes, with our name ☐  Yes, but anonymously ☐  Please contact me first ☐  No ☒"], "no"),
        (["☒ Yes, with our name", "☒ Yes, but anonymously", "☐ Please contact me first", "☐ No"], None),
        (["☐ Yes, with our name", "☐ Yes, but anonymously", "☐ Please contact me first", "☐ No"], None),
        (
            ["☐ Yes, with our name", "☐ Yes, but anonymously", "☐ Please contact me first", "☐ No", "anonymously please"],
            "anonymous",
        ),
        (["☐ Please contact me first"], "contact_first"),  # all others deleted
        (["Yes, with our name"], "named"),
        (["yes with my name"], "named"),
        (["Yes"], None),
        (["No thank you"], "no"),
        (["Not sure"], None),
        (["Ask the committee"], None),
        (["Please tick one"], None),
    ],
)
def test_one_choice_is_read_or_none(call: Call, lines: list[str], key: str | None) -> None:
    """A tick in any usual shape, or words; where none or several could be meant, nothing is read."""
    assert one_row(call, "permission", *lines) == key


@pytest.mark.parametrize("label", ["E-mail:", "EMAIL", "e-mail address", "3. Email:", "(c) Email"])
def test_a_question_may_be_written_a_little_otherwise(call: Call, label: str) -> None:
    """Capitals, hyphens, numbers, and the other wordings of the configuration."""
    document = docx.Document()
    for question in call.fields:
        document.add_paragraph(label if question.key == "email" else question.label)
        document.add_paragraph("wilf@fen-end.example" if question.key == "email" else "")
    found = read_file(saved(document), call)
    assert found is not None
    assert found.fields == {"email": "wilf@fen-end.example"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Local authority", "local_authority"),
        ("local authority or nhs commissioner", "commissioner"),
        ("CCG", "commissioner"),
        ("An NHS Trust.", "nhs_trust"),
        ("survivor", "service_user"),
        ("User led organization", "ulo"),
        ("Specialist voluntary and community sector group, for us young men", "vcs_specialist"),
        ("organisation", None),
        ("NHS", None),
        ("a bakery", None),
        ("", None),
    ],
)
def test_words_mean_an_option_only_where_they_are_clear(call: Call, text: str, key: str | None) -> None:
    """`option` finds the option whose words are meant, and none where two could be."""
    assert forms.option(call.question("group"), text) == key


@pytest.mark.parametrize(
    "nothing", ["", "…………………", "______", "Click here to enter text.", "Click or tap here to enter text.", "-"]
)
def test_what_programs_put_into_blanks_is_no_answer(nothing: str) -> None:
    """Dotted lines and placeholders are blanks."""
    assert one_row(ALLOTMENTS, "tips", nothing) is None


def test_an_answer_that_looks_like_a_formula_is_kept_as_it_is() -> None:
    """Reading changes nothing but white space; making it harmless is the register's part."""
    assert one_row(ALLOTMENTS, "tips", '=HYPERLINK("http://x.example",  "slugs")') == '=HYPERLINK("http://x.example", "slugs")'


def test_an_answer_may_use_the_words_of_another_question(call: Call) -> None:
    """Short other wordings of a question do not cut an answer short; a sentence never does."""
    document = docx.Document()
    for question in call.fields:
        document.add_paragraph(question.label)
        if question.key == "description":
            document.add_paragraph("Name: we gave it none.")
            document.add_paragraph("What worked for one did not work for the other.")
    found = read_file(saved(document), call)
    assert found is not None
    assert found.fields == {"description": "Name: we gave it none.\nWhat worked for one did not work for the other."}


def test_a_highlighted_option_is_chosen_and_struck_out_text_is_not_read(call: Call) -> None:
    """People choose with a marker pen and take words back with a line through them."""
    document = docx.Document()
    table = document.add_table(0, 2)
    for question in call.fields:
        cells = table.add_row().cells
        cells[0].text = question.label
        if question.key == "permission":
            for number, choice in enumerate(question.options):
                run = cells[1].add_paragraph().add_run(choice.label)
                run.font.highlight_color = 7 if number == 1 else None  # yellow
        if question.key == "title":
            cells[1].paragraphs[0].add_run("Tea").font.strike = True
            cells[1].paragraphs[0].add_run("Coffee")
    found = read_file(saved(document), call)
    assert found is not None
    assert found.fields == {"title": "Coffee", "permission": "anonymous"}


def test_a_tick_box_of_an_html_page_is_read() -> None:
    """A form saved as a web page keeps its boxes."""
    sheet = web.sheet("<p><input type=checkbox checked> Beans</p><p><input type=checkbox> Peas</p>")
    assert [block.text for block in sheet.blocks] == ["☒ Beans", "☐ Peas"]


def test_short_answers_may_stand_right_after_their_questions(call: Call) -> None:
    """As telephones type: no colon between a question of one word and its answer, on some of the lines only."""
    written = (
        "Name Ola Benson\nOrganisation Harbour Kitchen\nEmail ola@harbour.example\n\n"
        "What did you do?\nWe cooked together.\n\nWhat worked?\nThe soup.\n\nWhat did not work?\nThe stove.\n"
    )
    found = read_file(written.encode(), call, name="form.txt", declared="text/plain")
    assert found is not None
    assert [found.fields.get(key) for key in ("name", "organisation", "email")] == [
        "Ola Benson",
        "Harbour Kitchen",
        "ola@harbour.example",
    ]
