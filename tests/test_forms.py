"""The template comes back in every form that people send, and the same answers are read from each."""

from __future__ import annotations

import html
import io
import zipfile
from typing import Any

import docx
import pytest

from intake import forms
from intake.programme import Call
from tests.returning import (
    ALLOTMENTS,
    ANSWERS,
    PARAGRAPHS,
    PARTLY,
    below_in_one_column,
    beside_the_placeholder,
    call,
    four_columns,
    headings,
    in_a_frame,
    message,
    office,
    one_line,
    our_pdf,
    our_template,
    part,
    read_file,
    returned,
    rich_text,
    same_cell,
    saved,
    text_file,
    ticks,
    wording,
)

__all__ = ["call", "office"]  # the fixtures


# ------------------------------------------------------------------------------------------- the ways of filling in


FILE_WAYS = [
    our_template, our_pdf, beside_the_placeholder, headings, one_line, four_columns, below_in_one_column, same_cell, in_a_frame,
    text_file, rich_text,
]  # fmt: skip


@pytest.mark.parametrize("way", FILE_WAYS)
def test_answers_are_read_whatever_the_form_of_the_file(way: Any) -> None:
    """Every way of filling the form in gives the same fields; none needs code for this call."""
    data = way(ALLOTMENTS, PARAGRAPHS)
    found = read_file(data, name="entry.txt" if way is text_file else "entry")
    assert found is not None
    assert found.fields == ANSWERS
    assert found.missing == ()
    assert found.part == 1


@pytest.mark.parametrize("way", FILE_WAYS)
def test_questions_left_blank_are_missing_and_never_invented(way: Any) -> None:
    """What was not answered is in `missing` if required, and has no field, whatever stands around it."""
    found = read_file(way(ALLOTMENTS, PARTLY), name="entry.txt" if way is text_file else "entry")
    assert found is not None
    assert found.fields == PARTLY
    assert found.missing == ("variety", "swap")


@pytest.mark.parametrize("way", FILE_WAYS)
def test_a_form_left_blank_has_no_fields(way: Any) -> None:
    """A wholly blank form is a form, with all required questions missing."""
    found = read_file(way(ALLOTMENTS, {}), name="entry.txt" if way is text_file else "entry")
    assert found is not None
    assert (found.fields, found.missing) == ({}, ALLOTMENTS.required())


def test_the_example_programme_is_read_back_from_its_own_template(call: Call) -> None:
    """The call of config.example.toml, blank and filled in."""
    blank = read_file(forms.blank(call), call)
    assert blank is not None
    assert (blank.fields, blank.missing) == ({}, call.required())
    typed = {"email": "ola@larch.example", "phone": "01632 960 111"}
    answers = {
        q.key: (q.options[4 % len(q.options)].label if q.options else typed.get(q.kind, f"This is about {q.key}"))
        for q in call.fields
    }
    filled = read_file(our_template(call, answers), call)
    assert filled is not None
    assert filled.fields == answers | {q.key: q.options[4 % len(q.options)].key for q in call.fields if q.options}


# --------------------------------------------------------------------------------------- converted by another program


@pytest.mark.parametrize("kind", ["odt", "pdf", "rtf", "doc", "docx", "html"])
def test_answers_survive_another_program(office: Any, kind: str) -> None:
    """The form saved by LibreOffice as another format has the same answers."""
    ways = [our_template, headings]
    if kind != "pdf":  # there the placeholder is broken over two lines once something stands behind it
        ways.append(beside_the_placeholder)
    made = [way(ALLOTMENTS, answers) for way in ways for answers in (PARAGRAPHS, PARTLY)]
    found = [one.fields if (one := read_file(data)) else {} for data in office(made, kind)]
    if kind == "pdf":  # a page does not always show where a paragraph ends
        found = [{key: text.replace("\n", " ") for key, text in one.items()} for one in found]
    wanted = [
        {key: text.replace("\n", " ") if kind == "pdf" else text for key, text in one.items()} for one in (ANSWERS, PARTLY)
    ]
    assert found == wanted * len(ways)


# -------------------------------------------------------------------------------------------------- in the message


def pasted(answers: dict[str, str]) -> str:
    return "\n".join(f"{q.label}: {answers[q.key]}" for q in ALLOTMENTS.fields if q.key in answers)


def test_a_form_pasted_into_the_body_is_read() -> None:
    """Question and answer on one line, the signature below is no answer."""
    own = f"Hello Wilf, no time for the slip.\n\n{pasted(ANSWERS | {'swap': 'blooms please'})}"
    found = returned(message(text=f"{own}\n\nOttoline\nFen End"), wording(own, signature="Ottoline\nFen End"), ALLOTMENTS)
    assert found is not None
    assert found.fields == ANSWERS
    assert (found.part, found.source) == (None, "the message itself")


def test_a_table_pasted_into_html_is_read() -> None:
    """An HTML body with the form as its table, a layout table around it."""
    rows = "".join(
        f"<tr><td><p>{html.escape(q.label)}</p></td><td>"
        + "".join(
            f"<p>{html.escape(line)}</p>"
            for line in (ticks(q, PARAGRAPHS[q.key]) if q.options else PARAGRAPHS[q.key].split("\n"))
        )
        + "</td></tr>"
        for q in ALLOTMENTS.fields
    )
    page = f"<html><body><table><tr><td><p>Hello</p><table>{rows}</table><p>Ottoline</p></td></tr></table></body></html>"
    found = returned(message(text="Hello", page=page), wording("Hello"), ALLOTMENTS)
    assert found is not None
    assert found.fields == ANSWERS


def test_answers_between_quoted_questions_are_read() -> None:
    """Quoted questions are the form; quoted words are never answers."""
    lines = ["On Monday Wilf wrote:", "> Here is the slip.", ">"]
    for question in ALLOTMENTS.fields:
        lines += [f"> {question.label}", ">"]
        if question.key not in {"plot", "tips"}:
            lines += ["", PARAGRAPHS[question.key], ""]
    text = "\n".join(lines)
    own = "\n".join(line for line in lines if not line.startswith(">"))
    found = returned(message(text=text), wording(own), ALLOTMENTS)
    assert found is not None
    assert found.fields == {key: answer for key, answer in ANSWERS.items() if key not in {"plot", "tips"}}


def test_the_questions_quoted_without_answers_are_no_form() -> None:
    """A reply that quotes our questions and answers none of them returns nothing."""
    quoted = "\n".join(f"> {question.label}" for question in ALLOTMENTS.fields)
    text = f"Thank you, I will fill it in on Sunday.\n\nOn Monday Wilf wrote:\n{quoted}"
    assert returned(message(text=text), wording("Thank you, I will fill it in on Sunday."), ALLOTMENTS) is None


def test_a_form_filled_in_earlier_and_quoted_is_not_returned_again() -> None:
    """What was sent before and is only quoted below is no new return."""
    quoted = "\n".join(f"> {line}" for line in pasted(ANSWERS).splitlines())
    text = f"Did you get this?\n\nOn Monday Ottoline wrote:\n{quoted}"
    assert returned(message(text=text), wording("Did you get this?"), ALLOTMENTS) is None


def test_answers_typed_into_the_quoted_questions_without_marks_are_read() -> None:
    """Outlook quotes without marks; where the sender points below, answers may stand among our questions."""
    header = "From: Wilf\nSent: Monday\nTo: Ottoline\nSubject: Slip"
    text = f"Please see my answers below.\n\n{header}\n\n{pasted(ANSWERS)}"
    found = returned(message(text=text), wording("Please see my answers below."), ALLOTMENTS)
    assert found is not None
    assert found.fields["tips"] == ANSWERS["tips"]
    again = text.replace("From: Wilf", "From: Ottoline <ottoline@fen-end.example>")
    assert returned(message(text=again), wording("Please see my answers below."), ALLOTMENTS) is None


def test_a_form_passed_on_in_the_text_is_read() -> None:
    """Forwarded text counts where reading found that it was passed on for us."""
    found = returned(message(text="See below"), wording("See below", forwarded=pasted(ANSWERS)), ALLOTMENTS)
    assert found is not None
    assert found.fields["grower"] == "Ottoline Marsh"


def test_a_form_in_an_attached_message_is_read() -> None:
    """A forwarded message's own attachment and its own body are looked through."""
    inner = message(part(headings(ALLOTMENTS, PARAGRAPHS)))
    for attached in (inner, message(text=pasted(ANSWERS))):
        found = returned(message(text="See attached", forwarded=(attached,)), wording("See attached"), ALLOTMENTS)
        assert found is not None
        assert found.fields["tips"] == ANSWERS["tips"]


def test_a_form_in_a_zip_is_read() -> None:
    """Archives are opened one level deep; what macOS adds is passed over."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/entry/._slip.docx", b"\0\5\x16\7")
        archive.writestr("entry/slip.docx", our_template(ALLOTMENTS, PARAGRAPHS))
    found = read_file(written.getvalue(), name="entry.zip")
    assert found is not None
    assert found.fields == ANSWERS


def test_the_fullest_of_several_forms_is_taken() -> None:
    """A blank template sent along with the answers does not hide them."""
    files = (part(forms.blank(ALLOTMENTS)), part(our_template(ALLOTMENTS, PARAGRAPHS), number=2))
    found = returned(message(*files), wording(), ALLOTMENTS)
    assert found is not None
    assert found.part == 2


# ------------------------------------------------------------------------------------------------------ no forms


def test_a_contact_block_is_no_form(call: Call) -> None:
    """Name, organisation, e-mail and telephone are on every signature and web form."""
    text = "Name: Ottoline Marsh\nOrganisation: Fen End\nEmail: ottoline@fen-end.example\nTelephone: 01632 960222\nTitle: Ms"
    assert returned(message(text=text), wording(text), call) is None
    assert returned(message(part(text.encode(), "details.txt")), wording(text), call) is None


def test_other_documents_are_no_forms(call: Call) -> None:
    """A life history, a programme of the day, a small logo and a portrait are not read as forms."""
    history = docx.Document()
    for line in ("Curriculum vitae", "Name: Ottoline Marsh", "Email: o@fen-end.example", "What worked for me was gardening."):
        history.add_paragraph(line)
    logo, portrait = b"\x89PNG\r\n\x1a\n" + bytes(900), b"\xff\xd8\xff\xe0" + bytes(90_000)
    files = (part(saved(history), "cv.docx"), part(logo, "image001.png", 2), part(portrait, "me.jpg", 3))
    own = "Please may I have a place on the 17th? My picture is for the badge."
    assert returned(message(*files), wording(own), call) is None


def test_questions_in_prose_are_no_form(call: Call) -> None:
    """A letter that uses the form's words in sentences does not become a form."""
    own = "I wondered what worked and what did not work.\nWhat did you do about parking?\nMay we use your example here?"
    assert returned(message(text=own), wording(own), call) is None
