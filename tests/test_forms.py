"""The template comes back in every form that people send, and the same answers are read from each."""

from __future__ import annotations

import hashlib
import html
import io
import os
import shutil
import subprocess
import tomllib
import zipfile
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from pypdf import PdfWriter

from intake import forms
from intake.model import Address, Example, Message, Part, Wording
from intake.programme import Call, Option, Programme, Question

EXAMPLE_CONFIG = Path(__file__).parent.parent / "config.example.toml"

# Wholly unlike the programme of config.example.toml: another organisation needs configuration only.
ALLOTMENTS = Call(
    title="Fen End Allotments: seed swap entry",
    thing="seed entry",
    code="SEED",
    deadline=date(2031, 3, 7),
    introduction="Bring what you have too much of. Tell us about it first.",
    also=("entry form", "slip"),
    post="The Hut, Fen End",
    telephone="01632 960111",
    contact="Wilf",
    fields=(
        Question(key="grower", label="Who are you?", kind="line", required=True, also=("Grower",)),
        Question(key="plot", label="Plot number", kind="line"),
        Question(key="email", label="Email", kind="email"),
        Question(key="variety", label="What did you grow?", required=True, also=("Variety",)),
        Question(key="tips", label="How do you keep the slugs off (and the pigeons)?"),
        Question(
            key="swap",
            label="What would you like in return?",
            kind="one_of",
            required=True,
            options=(
                Option(key="beans", label="Beans or peas"),
                Option(key="peas", label="Beans"),
                Option(key="flowers", label="Flowers (no lilies)", also=("blooms",)),
                Option(key="nothing", label="Nothing, thank you"),
            ),
        ),
    ),
)
ANSWERS = {
    "grower": "Ottoline Marsh",
    "plot": "17b",
    "email": "ottoline@fen-end.example",
    "variety": "Runner beans, the black ones. They came from a tin marked “buttons”.\nNobody knows how old they were.",
    "tips": "By asking: the slugs were here first.",
    "swap": "flowers",
}
PARAGRAPHS = ANSWERS | {
    "variety": "Runner beans, the black ones. They came from a tin marked “buttons”.\nNobody knows how old they were.",
    "swap": "Flowers (no lilies)",
}
PARTLY = {key: PARAGRAPHS[key] for key in ("grower", "tips")}


@pytest.fixture(scope="session")
def call() -> Call:
    """The call of config.example.toml."""
    found = Programme.model_validate(tomllib.loads(EXAMPLE_CONFIG.read_text("utf-8"))["programme"]).call
    assert found is not None
    return found


def part(data: bytes, name: str = "file.bin", number: int = 1, *, declared: str = "application/octet-stream") -> Part:
    """An attachment."""
    digest = hashlib.sha256(data).hexdigest()
    return Part(number, name, declared, declared, ".bin", len(data), digest, safe=False, note="", inline=False, data=data)


def message(*parts: Part, text: str = "", page: str = "", subject: str = "", forwarded: tuple[Message, ...] = ()) -> Message:
    """A message with that body and those attachments."""
    return Message(
        message_id=None, in_reply_to=(), sender=Address("", "ottoline@fen-end.example"), sender_fault="", reply_to=(),
        to=(), cc=(), subject=subject, date=None, headers=(), text=text, html=page, content_type="text/plain",
        report_type="", attached_text=(), forwarded=forwarded, parts=parts, defects=(), likeness="", kinship="",
    )  # fmt: skip


def wording(own: str = "", *, forwarded: str = "", signature: str = "") -> Wording:
    return Wording(own=own, quoted="", forwarded=forwarded, signature=signature, disclaimer="")


def returned(message: Message, wording: Wording, call: Call = ALLOTMENTS) -> Example | None:
    """The one form that the message brings, or none."""
    found = forms.returned(message, wording, call)
    assert len(found) < 2
    return found[0] if found else None


def read_file(data: bytes, call: Call = ALLOTMENTS, **more: Any) -> Example | None:
    return returned(message(part(data, **more)), wording(), call)


def ticks(question: Question, answer: str | None) -> list[str]:
    return [f"{'☒' if o.label == answer else '☐'} {o.label}" for o in question.options]


def saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


# ------------------------------------------------------------------------------------------- the ways of filling in


def our_template(call: Call, answers: dict[str, str]) -> bytes:
    """Our own blank template, typed into and clicked on as Word does it."""
    document = docx.Document(io.BytesIO(forms.blank(call)))
    for question, row in zip(call.fields, document.tables[0].rows[1:], strict=True):
        if question.kind != "one_of":
            if question.key in answers:
                type_in(row.cells[1], answers[question.key])
            continue
        for paragraph in row.cells[1].paragraphs:
            if paragraph.text.strip("☐\u00a0 ") == answers.get(question.key):
                state = next(e for e in paragraph._p.iter() if e.tag.endswith("}checked"))
                state.set(state.tag.replace("checked", "val"), "1")
                next(e for e in paragraph._p.iter() if e.tag.endswith("}t")).text = "☒"
    return saved(document)


def type_in(cell: Any, answer: str) -> None:
    """Types into the cell's control, whose placeholder goes; Enter begins another paragraph."""
    (control,) = (e for e in cell._tc.iter() if e.tag.endswith("}sdt"))
    shown = next(e for e in control.iter() if e.tag.endswith("}showingPlcHdr"))
    shown.getparent().remove(shown)
    (run,) = (e for e in control.iter() if e.tag.endswith("}r"))
    run.remove(run.rPr)
    run.text, *others = answer.split("\n")
    for other in others:
        paragraph = deepcopy(run.getparent())
        paragraph.r_lst[0].text = other
        run.getparent().getparent().append(paragraph)


def beside_the_placeholder(call: Call, answers: dict[str, str]) -> bytes:
    """Our own template in a program that knows no controls: the placeholder stays, the answer comes after it."""
    document = docx.Document(io.BytesIO(our_template(call, {k: v for k, v in answers.items() if call.question(k).options})))
    for control in [e for e in document.element.iter() if e.tag.endswith("}sdt") and b"showingPlcHdr" in etree.tostring(e)]:
        for one in list(control[-1]):
            control.addprevious(one)
        control.getparent().remove(control)
    for question, row in zip(call.fields, document.tables[0].rows[1:], strict=True):
        if question.kind != "one_of":
            first, *others = answers.get(question.key, "").split("\n")
            row.cells[1].paragraphs[0].add_run(first)
            for other in others:
                row.cells[1].add_paragraph(other)
    return saved(document)


def headings(call: Call, answers: dict[str, str]) -> bytes:
    document = docx.Document()
    document.add_heading(call.title, 1)
    document.add_paragraph(call.introduction)
    for question in call.fields:
        document.add_heading(question.label, 2)
        lines = answers.get(question.key, "").split("\n")
        for line in ticks(question, answers.get(question.key)) if question.options else lines:
            document.add_paragraph(line)
    document.add_paragraph("Thank you for telling us.")
    return saved(document)


def one_line(call: Call, answers: dict[str, str]) -> bytes:
    document = docx.Document()
    for number, question in enumerate(call.fields, 1):
        end = "" if question.label.endswith("?") else ":"
        document.add_paragraph(f"{number}. {question.label}{end} {answers.get(question.key, '')}")
    return saved(document)


def four_columns(call: Call, answers: dict[str, str]) -> bytes:
    document = docx.Document()
    half = (len(call.fields) + 1) // 2
    table = document.add_table(half, 4)
    for number, question in enumerate(call.fields):
        cells = table.rows[number % half].cells[2 * (number // half) :]
        cells[0].text = question.label
        cells[1].text = answers.get(question.key, "")
    return saved(document)


def below_in_one_column(call: Call, answers: dict[str, str]) -> bytes:
    document = docx.Document()
    table = document.add_table(0, 1)
    for question in call.fields:
        table.add_row().cells[0].text = question.label
        table.add_row().cells[0].text = answers.get(question.key, "")
    return saved(document)


def same_cell(call: Call, answers: dict[str, str]) -> bytes:
    document = docx.Document()
    table = document.add_table(0, 1)
    for question in call.fields:
        cell = table.add_row().cells[0]
        cell.text = question.label
        cell.add_paragraph(answers.get(question.key, ""))
    return saved(document)


def in_a_frame(call: Call, answers: dict[str, str]) -> bytes:
    """The whole form inside a table of one cell."""
    document = docx.Document()
    inner = document.add_table(1, 1).rows[0].cells[0].add_table(0, 2)
    for question in call.fields:
        cells = inner.add_row().cells
        cells[0].text, cells[1].text = question.label, answers.get(question.key, "")
    return saved(document)


def text_file(call: Call, answers: dict[str, str]) -> bytes:
    lines: list[str] = [call.title.upper(), "=" * 30]
    for question in call.fields:
        given = answers.get(question.key, "")
        if question.options:
            lines += [question.label, *(line.replace("☒", "[x]").replace("☐", "[ ]") for line in ticks(question, given))]
        else:
            lines += [f"{question.label.rstrip(':')}:", *given.split("\n")]
        lines += ["", "-" * 30]
    return "\r\n".join(lines).encode("cp1252")


def rich_text(call: Call, answers: dict[str, str]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text).replace("\n", "\\par\n")

    body = "".join(f"\\b {escaped(q.label)}\\b0\\par\n{escaped(answers.get(q.key, ''))}\\par\n\\par\n" for q in call.fields)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22 " + body + "}").encode("ascii")


def our_pdf(call: Call, answers: dict[str, str]) -> bytes:
    """Our own PDF form, its fields filled in."""
    writer = PdfWriter(clone_from=io.BytesIO(forms.blank_pdf(call)))
    values = {
        f"{q.key}.{o.key}" if o else q.key: "/Yes" if o else answers[q.key]
        for q in call.fields
        for o in (q.options or (None,))
        if q.key in answers and (o is None or o.label == answers[q.key])
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


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


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Converts documents with LibreOffice: `office([data], "odt")`."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice (soffice) is missing")
        pytest.skip("LibreOffice (soffice) is missing")
    folder = tmp_path_factory.mktemp("office")

    def convert(documents: list[bytes], kind: str) -> list[bytes]:
        sources = [folder / f"form-{hashlib.sha256(data).hexdigest()[:8]}.docx" for data in documents]
        for source, data in zip(sources, documents, strict=True):
            source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return [(folder / "out" / f"{source.stem}.{kind}").read_bytes() for source in sources]

    return convert


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
