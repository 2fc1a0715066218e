"""What the tests of returned forms share: a call of another programme, and the ways in which people fill its form in."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import tomllib
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


def on_one_line(fields: dict[str, str]) -> dict[str, str]:
    """How answers keep their lines is the business of other tests."""
    return {key: " ".join(text.split()) for key, text in fields.items()}


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
