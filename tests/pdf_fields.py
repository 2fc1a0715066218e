"""PDF forms with fields, as many programs make them, filled in."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader, PdfWriter

from intake.programme import Call, Question
from tests.pdf_sample import Answers, Paper, as_pdf, is_chosen, wrapped


def height(question: Question) -> int:
    return 44 if question.kind == "text" else 16


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


def _boxes_to_tick(paper: Paper, y: float, call: Call, answers: Answers) -> None:
    """The options of the choices, each behind its box."""
    for question in call.fields:
        for number, option in enumerate(question.options):
            paper.text(50, y, question.label if not number else "")
            paper.text(78, y + 18 + 16 * number, option.label)
            paper.tick(f"c{number}", is_chosen(question, number, answers), (60, y + 9 + 16 * number, 10, 10))


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
    _boxes_to_tick(paper, y + 100, call, answers)
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
    _boxes_to_tick(paper, y + 100, call, answers)
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
