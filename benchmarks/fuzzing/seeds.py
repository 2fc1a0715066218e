"""The valid documents from which every case is made: each format, several layouts, invented answers; the same each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache

from benchmarks.fuzzing import ole, tnef, zips
from intake import forms
from intake.config import load_programme, shipped
from intake.programme import Call, Programme
from tests import opendocument_sample, returning, rtf_sample, test_forms_hostile
from tests.pdf_sample import Paper

_ANSWER = "Ottoline Marsh and the beans on plot 17b. We met on Tuesdays, “mostly”.\nNobody knows how old they were."
_CLIPPED = re.compile(rb"/(?:CreationDate|ModDate) \([^)]*\)|/ID\s*\[[^\]]*\]")
Way = Callable[[Call, dict[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class Seed:
    """One valid document. `name` and `declared` are those of the attachment that brings it."""

    name: str
    data: bytes = field(repr=False)
    declared: str = "application/octet-stream"


@cache
def programme() -> Programme:
    """The programme of config.example.toml."""
    return load_programme(shipped("config.example.toml"))


@cache
def call() -> Call:
    """Its call."""
    found = programme().call
    assert found is not None
    return found


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """By format. The whole takes a second or two."""
    word = _made("entry.docx", _word_ways(), zipped=True)
    open_document = _made("entry.odt", _open_ways(), zipped=True)
    flat = tuple(Seed("entry.fodt", _flat(one.data)) for one in open_document)
    rich = _made("entry.rtf", _rich_ways())
    paper = _made("entry.pdf", (returning.our_pdf, test_forms_hostile.pdf_form, _blank_pdf, _paper_table, _paper_fields))
    plain = (
        Seed("entry.txt", _text().encode("cp1252", "replace"), "text/plain"),
        Seed("entry.txt", _text().encode("utf-16"), "text/plain"),
    )
    pages = tuple(Seed("entry.html", one.encode()) for one in (_page_table(), _page_lines(), _page_boxes()))
    old = tuple(Seed("entry.doc", ole.old_word(_text().replace("\n", "\r"), *more)) for more in ((), ("Macros", "ObjectPool")))
    files = [word[0], open_document[0], rich[0], paper[0], plain[0], pages[0], old[0]]
    packed = (
        Seed("entry.zip", zips.packed([(one.name, one.data) for one in files])),
        Seed(
            "entry.zip",
            zips.packed([("__MACOSX/._entry.docx", b"x"), ("forms/entry.docx", word[1].data), ("read me.txt", plain[0].data)]),
        ),
    )
    hidden = tuple(
        Seed("winmail.dat", tnef.winmail({one.name: one.data for one in some})) for some in (files[:1], files[2:4], files)
    )
    return {
        "Word": word, "OpenDocument": open_document, "flat OpenDocument": flat, "rich text": rich, "PDF": paper,
        "old Word": old, "plain text": plain, "web page": pages, "archive": packed, "winmail.dat": hidden,
        "message": _messages(files, hidden), "matcher": (Seed("no file", b""),),
    }  # fmt: skip


def answers() -> dict[str, str]:
    """An answer to each question: of a list the label of an option."""
    lines = {"email": "ottoline@fen-end.example", "phone": "01632 960111", "line": "Ottoline Marsh"}
    return {q.key: q.options[-1].label if q.options else lines.get(q.kind, _ANSWER) for q in call().fields}


def _made(name: str, ways: tuple[Way, ...], *, zipped: bool = False) -> tuple[Seed, ...]:
    """The form in each of those ways, whole; the first also half filled in."""
    half = dict(list(answers().items())[::2])
    made = [way(call(), answers()) for way in ways] + [ways[0](call(), half)]
    if not zipped:
        return tuple(Seed(name, _CLIPPED.sub(b"", one)) for one in made)
    return tuple(Seed(name, zips.packed(_undated(zips.parts_of(one), slim=at % 3 > 0))) for at, one in enumerate(made))


def _undated(parts: zips.Parts, *, slim: bool) -> zips.Parts:
    """Without what changes from day to day; `slim`: without what is large and says nothing of the text."""
    left_out = ("humbnail", "stylesWithEffects", "theme", "customXml/", "word/styles.xml", "app.xml") if slim else ("humbnail",)
    kept = [one for one in parts if not any(part in one[0] for part in left_out)]
    return [(name, b"<x/>" if name == "docProps/core.xml" else content) for name, content in kept]


def _word_ways() -> tuple[Way, ...]:
    return (
        returning.our_template, returning.headings, returning.four_columns, returning.in_a_frame, returning.same_cell,
        returning.one_line, returning.below_in_one_column, _word_everything,
    )  # fmt: skip


def _open_ways() -> tuple[Way, ...]:
    of = opendocument_sample
    return (
        of.boxes, of.bold_choice, of.crossed_out, of.form_controls, of.input_list, of.tracked, of.frames, of.numbered,
        of.old_fields,
    )  # fmt: skip


def _rich_ways() -> tuple[Way, ...]:
    of = rtf_sample
    return (
        returning.rich_text, of.wordpad, of.wordpad_table, of.textedit, of.textedit_table, of.word_form_fields,
        _rich_everything,
    )  # fmt: skip


_MORE = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox>'
    "</w:ffData></w:fldChar></w:r>"
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Yes"/><w:listEntry w:val="No"/>'
    '</w:ddList></w:ffData></w:fldChar></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:tab/><w:t>Yes</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:b/>'
    '<w:strike w:val="0"/></w:rPr>'
    "<w:t>one</w:t></w:r><w:del><w:r><w:delText>two</w:delText></w:r></w:del><w:r><w:txbxContent><w:p><w:r>"
    "<w:t>In a box</w:t></w:r></w:p>"
    "</w:txbxContent></w:r></w:p>"
)


def _word_everything(call: Call, answers: dict[str, str]) -> bytes:
    """Our own template with form fields, symbols, lists, tracked changes and a text box of Word below."""

    def change(xml: str) -> str:
        at = xml.rindex("<w:sectPr")
        return f"{xml[:at]}{_MORE}{xml[at:]}"

    return test_forms_hostile.repacked(returning.our_template(call, answers), change)


def _rich_everything(call: Call, answers: dict[str, str]) -> bytes:
    """Nested tables, boxes, fields, two spellings, tracked changes and lists in one document."""
    more = (
        "{\\listtext\\f9\\'a8\\tab}{\\upr{x}{\\*\\ud{\\u9746?}}}{\\field"
        '{\\*\\fldinst SYMBOL 254 \\\\f "Wingdings"}{\\fldrslt x}}'
        "{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1{\\*\\ffname Box}}}}{\\fldrslt}}"
        "{\\field{\\*\\fldinst FORMDROPDOWN{\\*\\formfield{\\fftype2\\ffres1{\\*\\ffname List}"
        "{\\*\\ffl Yes}{\\*\\ffl No}}}}{\\fldrslt}}"
        "{\\shp{\\*\\shpinst{\\shptxt In a box\\par}}}{\\deleted gone}"
        "{\\v hidden}\\trowd\\cellx3000\\clmrg\\cellx9000\\intbl Who?\\cell"
        "{\\itap2\\intbl inner\\nestcell"
        "{\\*\\nesttableprops\\trowd\\cellx900\\nestrow}}\\cell\\row\\pard\\u55357?\\u56832?\\par"
    )
    return rtf_sample.wordpad_table(call, answers)[:-1] + more.encode() + b"}"


def _blank_pdf(call: Call, _: dict[str, str]) -> bytes:
    return forms.blank_pdf(call)


def _paper_table(call: Call, answers: dict[str, str]) -> bytes:
    """A printed table on two pages; answers typed into the cells, boxes drawn, one page typed upon."""
    paper = Paper()
    y = 60.0
    for number, question in enumerate(call.fields):
        if y > 700:
            paper.next_page()
            y = 60.0
        paper.box(50, y - 14, 180, 60)
        paper.box(230, y - 14, 300, 60)
        paper.paragraph(55, y, question.label, 170, "Helvetica-Bold")
        for at, choice in enumerate(question.options[:3]):
            paper.box(236, y - 8 + 14 * at, 8, 8)
            paper.text(250, y + 14 * at, choice.label)
        if not question.options and number % 2:
            paper.paragraph(236, y, answers.get(question.key, ""), 280)
        elif not question.options:
            paper.typed(236, y, answers.get(question.key, ""))
        y += 60
    return paper.bytes()


def _paper_fields(call: Call, answers: dict[str, str]) -> bytes:
    """Questions printed, fields, boxes and radio buttons beside them, one field shown twice."""
    paper = Paper()
    twice = paper.several("Twice", "the same")
    for number, question in enumerate(call.fields):
        y = 50.0 + 50 * number
        paper.text(50, y, question.label)
        if len(question.options) > 3:
            paper.group(f"Group{number}", "S1", {f"S{at}": (300.0 + 30 * at, y, 10.0, 10.0) for at in range(3)})
        elif question.options:
            for at, choice in enumerate(question.options):
                paper.tick(f"Check{number}{at}", not at, (300 + 80.0 * at, y, 10, 10))
                paper.text(315 + 80.0 * at, y + 8, choice.label)
        else:
            paper.field(f"Text{number}", answers.get(question.key, ""), (300, y - 10, 250, 30))
    paper.show(twice, (50, 780, 100, 12))
    paper.show(twice, (200, 780, 100, 12))
    return paper.bytes()


def _flat(package: bytes) -> bytes:
    """The main part of a package as one file; LibreOffice puts the rest beside it, which makes no difference here."""
    main = dict(zips.parts_of(package))["content.xml"]
    return main.replace(b"office:document-content", b"office:document")


def _text() -> str:
    """The form as people type it into a message."""
    return "\n".join(f"{number}. {q.label}\n{answers()[q.key]}\n" for number, q in enumerate(call().fields, 1))


def _page_table() -> str:
    rows = "".join(f"<tr><td><b>{q.label}</b></td><td><p>{answers()[q.key]}</p></td></tr>" for q in call().fields)
    return f"<html><head><meta charset=utf-8></head><body><table>{rows}</table></body></html>"


def _page_lines() -> str:
    said = "".join(
        f"<div>{q.label}<br></div><blockquote>{answers()[q.key]}</blockquote><ul><li>x</li></ul>" for q in call().fields
    )
    return f"<!doctype html><html><body>{said}</body></html>"


def _page_boxes() -> str:
    said = "".join(
        f"<p>{q.label}</p>"
        + "".join(f"<p><input type=checkbox checked> {o.label}</p>" for o in q.options)
        + f"<p>{answers()[q.key]}</p>"
        for q in call().fields
    )
    return f"<html><body><form>{said}</form></body></html>"


# --------------------------------------------------------------------------------------------------------------- mail


def _messages(files: list[Seed], hidden: tuple[Seed, ...]) -> tuple[Seed, ...]:
    half = _text()[: len(_text()) // 2]
    bodies = [
        _mail(_text()),
        _mail(half, page=_page_table()),
        _mail(f"> {half}".replace("\n", "\n> ") + "\nSee above."),
        _mail("", page=_page_lines()),
    ]
    with_files = [_mail("Here is my completed template.", attached=(one,)) for one in (*files, *hidden[:2])]
    passed_on = _mail("As promised, the form is attached.", inner=with_files[0])
    several = _mail("The forms of three of us are attached.", page=_page_boxes(), attached=tuple(files[:3]))
    return tuple(Seed("mail", bytes(one)) for one in (*bodies, *with_files, passed_on, several))


def _mail(text: str, *, page: str = "", attached: tuple[Seed, ...] = (), inner: EmailMessage | None = None) -> EmailMessage:
    found = EmailMessage()
    found["From"] = "Ottoline Marsh <ottoline@fen-end.example>"
    found["To"] = "seminars@coproduction.example"
    found["Subject"] = "Completed template"
    found["Date"] = "Thu, 14 Jan 2016 10:00:00 +0000"
    found["Message-ID"] = "<beans@fen-end.example>"
    found.set_content(text)
    if page:
        found.add_alternative(page, subtype="html")
    for one in attached:
        main, _, sub = one.declared.partition("/")
        found.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    if inner is not None:
        found.add_attachment(inner)
    for number, container in enumerate(
        part for part in found.walk() if part.is_multipart() and part.get_content_maintype() == "multipart"
    ):
        container.set_boundary(f"fuzz-{number}" if inner is None else f"fuzz-outer-{number}")
    return found
