"""PDF forms come back filled in by many programs and hands: the same answers are read from each, and none is made up."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter, Transformation

from intake.forms import pdf
from intake.forms.filled import filled
from intake.forms.match import read
from intake.forms.questions import questions_of
from intake.programme import Call, Question
from tests.pdf_sample import Paper, as_pdf, wrapped
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, four_columns, in_a_frame, office, read_file, same_cell

__all__ = ["office"]  # the fixture

Answers = dict[str, str]
Way = Callable[[Call, Answers], bytes]
# The call of the other tests, with a question that is broken over lines and has no brackets at its end.
BEDS = ALLOTMENTS.model_copy(
    update={
        "fields": tuple(
            q.model_copy(update={"label": "How do you keep the slugs and the pigeons off your beds?"}) if q.key == "tips" else q
            for q in ALLOTMENTS.fields
        )
    }
)
PARTLY = {key: PARAGRAPHS[key] for key in ("grower", "tips", "swap")}
PARTLY_READ = {key: ANSWERS[key] for key in PARTLY}


def is_chosen(question: Question, number: int, answers: Answers) -> bool:
    return question.options[number].label == answers.get(question.key)


def height(question: Question) -> int:
    return 44 if question.kind == "text" else 16


# ---------------------------------------------------------------------------------------------- forms with fields


def fields_beside(call: Call, answers: Answers) -> bytes:
    """Fields that an editor named by itself, the words left of them; radio buttons left of theirs."""
    paper, y = Paper(), 70.0
    paper.text(50, 40, call.title, "Helvetica-Bold", 14)
    for number, question in enumerate(call.fields):
        if question.options:
            paper.text(50, y, question.label)
            chosen = next((str(n) for n in range(len(question.options)) if is_chosen(question, n, answers)), "")
            places = {str(n): (60.0, y + 6 + 16 * n, 11.0, 11.0) for n in range(len(question.options))}
            paper.group(f"Group{number}", chosen, places)
            for option in question.options:
                y += 16
                paper.text(78, y, option.label)
            y += 26
            continue
        for at, line in enumerate(wrapped(question.label, 170)):
            paper.text(50, y + 13 * at, line)
        name = f"Text{number}" if number % 2 else f"undefined_{number}"
        said = answers.get(question.key, "").replace("\n", "\r\n")
        paper.field(name, said, (240, y - 12, 300, height(question)), Ff=1 << 12)
        y += height(question) + 12
    return paper.bytes()


def fields_below(call: Call, answers: Answers) -> bytes:
    """The question above its field, hints in small print above or below it, a list to choose from."""
    paper, y = Paper(), 70.0
    for number, question in enumerate(call.fields, 1):
        paper.text(50, y, f"{number}. {question.label}", "Helvetica-Bold")
        y += 6
        if question.key == "variety":
            paper.text(50, y + 9, "Three sentences are plenty for the board in the hut", "Helvetica-Oblique", 8)
            y += 14
        if question.options:
            shown = [[f"o{n}", option.label] for n, option in enumerate(question.options)]
            chosen = next((code for code, label in shown if label == answers.get(question.key)), "")
            paper.field(f"Dropdown{number}", chosen, (50, y, 300, 16), FT="/Ch", Ff=1 << 17, Opt=shown)
        else:
            said = answers.get(question.key, "").replace("\n", "\r")
            paper.field(f"Textfield {number}", said, (50, y, 480, height(question)), Ff=1 << 12)
        y += height(question) + 10
        if question.key == "plot":
            paper.text(50, y, "(it is painted on your gate)", size=8)
        y += 20
    return paper.bytes()


def fields_in_a_table(call: Call, answers: Answers) -> bytes:
    """A ruled table over two pages, tick boxes at the far end of the words."""
    paper, y = Paper((595, 420)), 60.0
    for number, question in enumerate(call.fields):
        high = 20.0 * len(question.options) + 6 if question.options else height(question) + 8.0
        if y + high > 390:
            paper.next_page()
            y = 60
        paper.box(50, y, 160, high)
        paper.box(210, y, 330, high)
        for at, line in enumerate(wrapped(question.label, 150, size=10)):
            paper.text(54, y + 13 + 12 * at, line, size=10)
        for at, option in enumerate(question.options):
            paper.text(215, y + 15 + 20 * at, option.label, size=10)
            paper.tick(f"Check Box {number}{at}", is_chosen(question, at, answers), (520, y + 6 + 20 * at, 11, 11), "On")
        if not question.options:
            paper.field(f"fill_{number}", answers.get(question.key, ""), (212, y + 2, 326, high - 4), Ff=1 << 12)
        y += high
    return paper.bytes()


def fields_that_speak(call: Call, answers: Answers) -> bytes:
    """Nothing printed beside the fields: their words are for those who hear the form; the name stands on both pages."""
    paper, y = Paper(), 60.0
    grower = paper.several("form[0].page[0].F0[0]", answers.get("grower", ""), TU=call.fields[0].label)
    paper.show(grower, (300, 40, 200, 16))
    for number, question in enumerate(call.fields[1:]):
        if number == 2:
            paper.next_page()
            paper.show(grower, (300, 40, 200, 16))
        y += 70
        for at, option in enumerate(question.options):
            paper.tick(
                f"form[0].g[0].o{at}[0]", is_chosen(question, at, answers), (60 + 40 * at, y, 11, 11), "1", TU=option.label
            )
        if not question.options:
            paper.field(f"form[0].F{number}[0]", answers.get(question.key, ""), (50, y, 480, 40), TU=question.label, Ff=1 << 12)
    return paper.bytes()


def fields_in_pairs(call: Call, answers: Answers) -> bytes:
    """Two short questions on one line, the options of a question on one line, boxes behind their words."""
    paper, y = Paper(), 60.0
    short = [question for question in call.fields if question.kind != "text" and not question.options]
    for at, question in enumerate(short):
        x = 50.0 + 260 * (at % 2)
        end = paper.text(x, y, f"{question.label}:", size=9)
        paper.field(f"T{at}", answers.get(question.key, ""), (end + 4, y - 11, x + 240 - end, 14))
        y += 24.0 * (at % 2)
    y += 40
    for at, question in enumerate(one for one in call.fields if one not in short):
        paper.text(50, y, question.label, "Helvetica-Bold")
        x = 60.0
        for number, option in enumerate(question.options):
            end = paper.text(x, y + 16, option.label, size=9)
            paper.tick(f"b{at}{number}", is_chosen(question, number, answers), (end + 4, y + 7, 10, 10))
            x = end + 34
        if not question.options:
            paper.field(f"L{at}", answers.get(question.key, ""), (50, y + 6, 490, 44), Ff=1 << 12)
        y += 72
    return paper.bytes()


def fields_in_four_columns(call: Call, answers: Answers) -> bytes:
    """A ruled table with two questions to a row, the words of a field in the cell left of it."""
    paper, y = Paper(), 60.0
    asked = [question for question in call.fields if not question.options]
    for at, question in enumerate(asked):
        x = 40.0 + 260 * (at % 2)
        paper.box(x, y, 90, 70)
        paper.box(x + 90, y, 170, 70)
        for line_number, line in enumerate(wrapped(question.label, 80, size=9)):
            paper.text(x + 4, y + 13 + 11 * line_number, line, size=9)
        paper.field(f"Text{at}", answers.get(question.key, ""), (x + 92, y + 2, 166, 66), Ff=1 << 12)
        y += 70.0 * (at % 2)
    y += 100
    for question in call.fields:
        for number, option in enumerate(question.options):
            paper.text(50, y, question.label if not number else "")
            paper.text(78, y + 18 + 16 * number, option.label)
            paper.tick(f"c{number}", is_chosen(question, number, answers), (60, y + 9 + 16 * number, 10, 10))
    return paper.bytes()


def fields_under_their_words(call: Call, answers: Answers) -> bytes:
    """Two fields side by side, the words of each straight above it."""
    paper, y = Paper(), 60.0
    asked = [question for question in call.fields if not question.options]
    for at, question in enumerate(asked):
        x = 40.0 + 260 * (at % 2)
        paper.text(x, y, question.label, size=8)
        paper.field(f"Text{at}", answers.get(question.key, ""), (x, y + 3, 240, 44), Ff=1 << 12)
        y += 70.0 * (at % 2)
    y += 100
    for question in call.fields:
        for number, option in enumerate(question.options):
            paper.text(50, y, question.label if not number else "")
            paper.text(78, y + 18 + 16 * number, option.label)
            paper.tick(f"c{number}", is_chosen(question, number, answers), (60, y + 9 + 16 * number, 10, 10))
    return paper.bytes()


def notes_over_fields(call: Call, answers: Answers) -> bytes:
    """A form with fields that somebody could not type into, and typed over."""
    blank = fields_below(call, {key: answers[key] for key in answers if key in {"swap"}})
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank)))
    laid: Any = writer.pages[0]["/Annots"]
    for annotation in list(laid):
        field = annotation.get_object()
        at = int(str(field["/T"]).split("field ")[-1]) - 1 if "Textfield" in field["/T"] else -1
        said = answers.get(call.fields[at].key, "") if at >= 0 else ""
        if said:
            note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": list(field["/Rect"]), "/Contents": said, "/F": 4}
            laid.append(writer._add_object(as_pdf(note | {"/DA": "/Helv 10 Tf"})))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


# ------------------------------------------------------------------------------------------- typed on top of a page


def flat(call: Call, *, dotted: bool) -> tuple[Paper, dict[str, tuple[float, float]]]:
    """A form without fields, and where to write on it: by question, or by question and option."""
    paper, y = Paper(), 70.0
    paper.text(50, 40, call.title, "Helvetica-Bold", 14)
    places: dict[str, tuple[float, float]] = {}
    for question in call.fields:
        end = paper.text(50, y, question.label)
        for number, option in enumerate(question.options):
            y += 18
            paper.canvas.rect(60, paper.height - y - 1, 9, 9)
            paper.text(78, y, option.label)
            places[f"{question.key}.{number}"] = (61, y)
        if not question.options and dotted and question.kind != "text":
            paper.text(end + 4, y, "." * 60)
            places[question.key] = (end + 8, y - 2)
        else:
            places.setdefault(question.key, (53, y + 17))
        y += 60 if question.kind == "text" else 40
    return paper, places


def notes_on_a_flat_form(call: Call, answers: Answers) -> bytes:
    """Words typed on dotted lines and below the questions, a cross typed into a box; lines broken by hand."""
    paper, places = flat(call, dotted=True)
    for question in call.fields:
        said = answers.get(question.key, "")
        if question.options:
            for number in range(len(question.options)):
                if is_chosen(question, number, answers):
                    paper.typed(*places[f"{question.key}.{number}"], "X", width=14)
        elif said:
            paper.typed(*places[question.key], "\r".join(wrapped(said, 300, size=10)), width=320, size=10)
    return paper.bytes()


def notes_with_a_stamp(call: Call, answers: Answers) -> bytes:
    """The same on a form without lines to write on; the tick is a stamp."""
    paper, places = flat(call, dotted=False)
    for question in call.fields:
        for number in range(len(question.options)):
            if is_chosen(question, number, answers):
                x, y = places[f"{question.key}.{number}"]
                paper.lay("Stamp", (x - 2, y - 10, 13, 13), Name="/CheckMark", Subj="Check Mark")
        if not question.options and answers.get(question.key):
            paper.typed(*places[question.key], answers[question.key], width=480, size=10)
    return paper.bytes()


def notes_in_a_table(call: Call, answers: Answers) -> bytes:
    """One note a line, typed into the right column of a ruled table."""
    paper, y = Paper(), 60.0
    for question in call.fields:
        lines = list(wrapped(answers.get(question.key, ""), 310, size=10)) if not question.options else []
        high = max(34.0, 14.0 * len(lines) + 8, 18.0 * len(question.options) + 6)
        paper.box(50, y, 160, high)
        paper.box(210, y, 340, high)
        for at, line in enumerate(wrapped(question.label, 150, size=10)):
            paper.text(54, y + 13 + 12 * at, line, size=10)
        for at, option in enumerate(question.options):
            paper.text(234, y + 14 + 18 * at, option.label, size=10)
            if is_chosen(question, at, answers):
                paper.typed(216, y + 14 + 18 * at, "✓", width=14, size=10)
        for at, line in enumerate(lines):
            paper.typed(214, y + 14 + 14 * at, line, width=330, size=10)
        y += high
    return paper.bytes()


# ------------------------------------------------------------------------------------------------- printed as text


def flattened(call: Call, answers: Answers) -> bytes:
    """A form whose fields were made part of the page: answers in drawn frames, ticks of ZapfDingbats in drawn boxes."""
    paper, y = Paper(), 60.0
    for question in call.fields:
        paper.text(50, y, question.label, "Helvetica-Bold")
        y += 8
        for number, option in enumerate(question.options):
            paper.canvas.rect(60, paper.height - y - 12, 10, 10)
            if is_chosen(question, number, answers):
                paper.text(61.5, y + 10.5, "4", "ZapfDingbats", 9)
            paper.text(78, y + 11, option.label, size=10)
            y += 18
        lines = [] if question.options else list(wrapped(answers.get(question.key, ""), 480, size=10))
        if not question.options:
            paper.box(50, y, 500, 13.0 * len(lines) + 10)
        for at, line in enumerate(lines):
            paper.text(54, y + 13 + 13 * at, line, size=10)
        y += 13 * len(lines) + 32
    return paper.bytes()


def crossed(call: Call, answers: Answers) -> bytes:
    """Frames around several questions each, two to a line; boxes far right of their words, crossed with two strokes."""
    paper, y = Paper(), 80.0
    paper.box(45, 50, 505, 70)
    for at, question in enumerate(call.fields[:3]):
        x = 50 + 250 * (at % 2)
        end = paper.text(x, y, f"{question.label}:" if not question.label.endswith("?") else question.label, "Helvetica-Bold")
        paper.text(end + 6, y, answers.get(question.key, ""))
        y += 20 * (at % 2)
    paper.box(45, 140, 505, 500)
    y = 160.0
    for question in call.fields[3:]:
        paper.text(50, y, question.label, "Helvetica-Bold")
        for number, option in enumerate(question.options):
            y += 16
            paper.text(60, y, option.label, size=10)
            paper.box(500, y - 9, 10, 10)
            if is_chosen(question, number, answers):
                paper.canvas.line(500, paper.height - y - 1, 510, paper.height - y + 9)
                paper.canvas.line(500, paper.height - y + 9, 510, paper.height - y - 1)
        y = y if question.options else paper.paragraph(50, y + 15, answers.get(question.key, ""), 480, size=10)
        y += 24
    return paper.bytes()


def columns_over_pages(call: Call, answers: Answers) -> bytes:
    """Question left and answer right without rules, both broken by width, over pages with a head, a foot and numbers."""
    paper, y = Paper((595, 200)), 60.0

    def furniture() -> None:
        paper.text(50, 18, "Fen End Allotments, returned slip", size=8)
        paper.text(280, 190, f"Page {paper.page + 1} of 9", size=8)

    furniture()
    for question in call.fields:
        left, right = list(wrapped(question.label, 150)), list(wrapped(answers.get(question.key, ""), 290))
        if question.options:
            right = [("x " if is_chosen(question, n, answers) else "") + o.label for n, o in enumerate(question.options)]
        for at in range(max(len(left), len(right))):
            if y > 175:
                paper.next_page()
                furniture()
                y = 45
            for x, lines in ((50, left), (230, right)):
                if at < len(lines):
                    paper.text(x, y, lines[at])
            y += 14
    return paper.bytes()


def level_rules(call: Call, answers: Answers) -> bytes:
    """A table with rules between its rows only; bold questions reach to the second column."""
    paper, y = Paper(), 60.0
    for question in call.fields:
        left, right = (
            list(wrapped(question.label, 159, "Helvetica-Bold", 10)),
            list(wrapped(answers.get(question.key, ""), 320, size=10)),
        )
        paper.canvas.line(50, paper.height - y + 2, 550, paper.height - y + 2)
        for at in range(max(len(left), len(right))):
            y += 13
            if at < len(left):
                paper.text(54, y, left[at], "Helvetica-Bold", 10)
            if at < len(right):
                paper.text(214, y, right[at], size=10)
        y += 5
    return paper.bytes()


def any_order(call: Call, answers: Answers) -> bytes:
    """Drawn word for word from the last to the first, as some programs do."""
    paper, y = Paper(), 50.0
    words: list[tuple[float, float, str]] = []
    for question in call.fields:
        for line in [*wrapped(question.label, 480), *wrapped(answers.get(question.key, ""), 480)]:
            x = 50.0
            for word in line.split(" "):
                words.append((x, y, word))
                x += paper.canvas.stringWidth(word + " ", "Helvetica", 11)
            y += 14
        y += 10
    for x, y, word in reversed(words):
        paper.text(x, y, word)
    return paper.bytes()


def turned(call: Call, answers: Answers) -> bytes:
    """A page that lies on its side and is turned by the reader."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(any_order(call, answers))))
    page = writer.pages[0]
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    page.add_transformation(Transformation().rotate(90).translate(high, 0))
    page.mediabox.upper_right = page.cropbox.upper_right = (high, wide)
    page[as_pdf("/Rotate")] = as_pdf(90)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def bold_choice(call: Call, answers: Answers) -> bytes:
    """The option that was chosen is bold; the others are still there."""
    paper, y = Paper(), 50.0
    for question in call.fields:
        paper.text(50, y, question.label, "Helvetica-Oblique")
        for number, option in enumerate(question.options):
            y += 16
            paper.text(60, y, f"•  {option.label}", "Helvetica-Bold" if is_chosen(question, number, answers) else "Helvetica")
        y = y + 24 if question.options else paper.paragraph(50, y + 15, answers.get(question.key, ""), 480) + 14
    return paper.bytes()


FIELDS = [
    fields_beside,
    fields_below,
    fields_in_a_table,
    fields_that_speak,
    fields_in_pairs,
    fields_in_four_columns,
    fields_under_their_words,
]
NOTES = [notes_on_a_flat_form, notes_with_a_stamp, notes_in_a_table, notes_over_fields]
PRINTED = [flattened, crossed, columns_over_pages, level_rules, any_order, turned, bold_choice]


def run_together(answers: Answers) -> Answers:
    """Without the ends of paragraphs."""
    return {key: " ".join(text.split()) for key, text in answers.items()}


@pytest.mark.parametrize("way", [*FIELDS, *NOTES, *PRINTED])
@pytest.mark.parametrize(("said", "expected"), [(PARAGRAPHS, ANSWERS), (PARTLY, PARTLY_READ), ({}, {})])
def test_answers_are_read_however_the_page_was_filled_in(way: Way, said: Answers, expected: Answers) -> None:
    """Every way gives the answers that were given, and none where a question was left blank."""
    found = read_file(way(BEDS, said), BEDS)
    assert found is not None
    if way in PRINTED or way is notes_with_a_stamp:  # a page does not always show where a paragraph ends
        assert run_together(found.fields) == run_together(expected)
    else:
        assert found.fields == expected


@pytest.mark.parametrize("way", FIELDS)
@pytest.mark.parametrize("said", [PARAGRAPHS, PARTLY, {}])
def test_fields_and_page_say_the_same(way: Way, said: Answers) -> None:
    """What the controls answer by their names and what the blocks answer by their place is never two things."""
    sheet = pdf.read(way(BEDS, said))
    by_place = read(dataclasses.replace(sheet, controls=()), BEDS).answers
    by_name = {key: text for key, text in filled(sheet.controls, questions_of(BEDS)) if text}
    shared = by_place.keys() & by_name.keys()
    assert {key: by_place[key] for key in shared} == {key: by_name[key] for key in shared}
    assert by_place.keys() | by_name.keys() == said.keys()


@pytest.mark.parametrize("way", [four_columns, same_cell, in_a_frame])
def test_tables_that_libreoffice_exports_are_read(office: Any, way: Way) -> None:
    """Tables without rules, of one cell and of four columns."""
    exported = office([way(BEDS, PARAGRAPHS), way(BEDS, PARTLY)], "pdf")
    found = [read_file(data, BEDS) for data in exported]
    assert [run_together(one.fields) if one else None for one in found] == [
        run_together(ANSWERS),
        run_together(PARTLY_READ),
    ]
