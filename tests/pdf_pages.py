"""PDF forms without fields: typed on top of the page, or printed with their answers."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter, Transformation

from intake.programme import Call
from tests.pdf_sample import Answers, Paper, as_pdf, is_chosen, wrapped

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
