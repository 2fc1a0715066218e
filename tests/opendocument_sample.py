"""Forms in OpenDocument text, as LibreOffice and others write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from intake.forms import opendocument
from intake.forms.blocks import Sheet
from intake.programme import Call, Question

Way = Callable[[Call, dict[str, str]], bytes]

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("form", "form"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
SPACES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
SPACES += ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
STYLES = """
<style:font-face style:name="Wingdings1" svg:font-family="Wingdings"/>
|<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="U" style:family="text"><style:text-properties style:text-underline-style="solid"/></style:style>
<style:style style:name="Y" style:family="text"><style:text-properties fo:background-color="#ffff00"/></style:style>
<style:style style:name="W" style:family="text"><style:text-properties fo:background-color="#ffffff"/></style:style>
<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>
<style:style style:name="D" style:family="text"><style:text-properties style:font-name="Wingdings1"/></style:style>
<style:style style:name="PB" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Child" style:family="text" style:parent-style-name="Strong_20_Emphasis"/>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="\u2022"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="\u25e6"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a"/>
<text:list-level-style-number text:level="3" style:num-format="i" text:display-levels="3"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0a8">
<style:text-properties style:font-name="Wingdings1"/></text:list-level-style-bullet></text:list-style>
"""
NAMED = """<style:style style:name="Strong_20_Emphasis" style:family="text"><style:text-properties fo:font-weight="700"/>
</style:style>"""


def content(body: str) -> str:
    faces, automatic = STYLES.split("|", 1)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>'
        f"<office:font-face-decls>{faces}</office:font-face-decls><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def document(body: str, **more: bytes) -> bytes:
    """A package with that text, and with further parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content(body))
        package.writestr(
            "styles.xml", f"<office:document-styles {SPACES}><office:styles>{NAMED}</office:styles></office:document-styles>"
        )
        for name, data in more.items():
            package.writestr(name, data)
    return written.getvalue()


def sheet(body: str, **more: bytes) -> Sheet:
    return opendocument.read(document(body, **more))


def lines(body: str) -> list[str]:
    return [block.text for block in sheet(body).blocks]


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def paragraphs(text: str) -> str:
    return "".join(p(escape(line)) for line in text.split("\n"))


def rows(call: Call, answer: Callable[[Question], str]) -> str:
    """A table of two columns."""
    cells = (
        f"<table:table-cell>{p(escape(q.label), 'PB')}</table:table-cell><table:table-cell>{answer(q)}</table:table-cell>"
        for q in call.fields
    )
    return f"<table:table>{''.join(f'<table:table-row>{one}</table:table-row>' for one in cells)}</table:table>"


def boxes(call: Call, answers: dict[str, str]) -> bytes:
    """Content controls of LibreOffice: boxes, and text with a placeholder where nothing was typed."""

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        if not question.options:
            empty = '<loext:content-control loext:showing-place-holder="true">Choose your words</loext:content-control>'
            return paragraphs(said) if said else p(empty)
        return "".join(
            p(
                f'<loext:content-control loext:checkbox="true" loext:checked="{str(o.label == said).lower()}" '
                f'loext:checked-state="☒" loext:unchecked-state="☐">{"☒" if o.label == said else "☐"}</loext:content-control>'
                f"<text:s/>{escape(o.label)}"
            )
            for o in question.options
        )

    return document(rows(call, answer))


def bold_choice(call: Call, answers: dict[str, str]) -> bytes:
    """Headings, options as a list of bullets, the choice in bold by a named style."""
    body = ""
    for question in call.fields:
        said = answers.get(question.key, "")
        body += f'<text:h text:outline-level="2">{escape(question.label)}</text:h>'
        items = (p(span("Child" if o.label == said else "N", escape(o.label))) for o in question.options)
        listed = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
        body += f'<text:list text:style-name="L1">{listed}</text:list>' if question.options else paragraphs(said)
    return document(body)


def crossed_out(call: Call, answers: dict[str, str]) -> bytes:
    """All options but one are struck out."""

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        struck = ("S" if said and o.label != said else "N" for o in question.options)
        options = "<text:line-break/>".join(span(s, escape(o.label)) for s, o in zip(struck, question.options, strict=True))
        return p(options) if options else paragraphs(said)

    return document(rows(call, answer))


def form_controls(call: Call, answers: dict[str, str]) -> bytes:
    """Controls of a form, drawn on the page as characters."""
    forms_, body = "", ""
    for question in call.fields:
        said = answers.get(question.key, "")
        body += p(escape(question.label))
        if question.options:
            for choice in question.options:
                name, state = f"c{len(forms_)}", "checked" if choice.label == said else "unchecked"
                forms_ += (
                    f'<form:checkbox form:name="Box" xml:id="{name}" form:id="{name}" form:label="{escape(choice.label)}" '
                    f'form:state="unchecked" form:current-state="{state}"/>'
                )
                body += p(f'<draw:control text:anchor-type="as-char" draw:control="{name}"/>')
        else:
            name, value = f"c{len(forms_)}", escape(said).replace("\n", "&#10;")
            forms_ += f'<form:textarea form:name="Text Box" xml:id="{name}" form:id="{name}" form:current-value="{value}"/>'
            body += p(f'<draw:control text:anchor-type="paragraph" draw:control="{name}"/>')
    return document(f'<office:forms><form:form form:name="Form">{forms_}</form:form></office:forms>{body}')


def input_list(call: Call, answers: dict[str, str]) -> bytes:
    """An input list to choose from, and placeholders to type over."""

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        if not question.options:
            return (
                paragraphs(said)
                if said
                else p("<text:placeholder text:placeholder-type='text'>&lt;Words&gt;</text:placeholder>")
            )
        labels = "".join(
            f'<text:label text:value="{escape(text)}" text:current-selected="{str(text == said).lower()}"/>'
            for text in ("Please choose", *(o.label for o in question.options))
        )
        return p(f'<text:drop-down text:name="list">{labels}{escape(said or "Please choose")}</text:drop-down>')

    return document(rows(call, answer))


def tracked(call: Call, answers: dict[str, str]) -> bytes:
    """Answers typed with changes recorded, over a draft; a note of the maker is hidden."""
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"{p('Draft answer, wrong')}</text:deletion></text:changed-region><text:changed-region text:id='c2'><text:insertion/>"
        "</text:changed-region></text:tracked-changes>"
    )
    for question in call.fields:
        said = escape(answers.get(question.key, ""))
        said = said.replace("\n", '</text:p><text:p text:style-name="Standard">')
        body += p(f"{escape(question.label)}{span('H', ' internal note 7')}")
        start, end = '<text:change-start text:change-id="c2"/>', '<text:change-end text:change-id="c2"/>'
        body += p(f'<text:change text:change-id="c1"/>{start}{said}{end}')
    return document(body)


def frames(call: Call, answers: dict[str, str]) -> bytes:
    """Text boxes and drawn shapes with the answers, one inside the other; each has a description."""
    body = ""
    for number, question in enumerate(call.fields):
        inner = paragraphs(answers.get(question.key, ""))
        if number % 2:
            shape = f'<draw:custom-shape text:anchor-type="as-char">{inner}<draw:enhanced-geometry/></draw:custom-shape>'
        else:
            shape = f"<draw:frame><draw:text-box>{inner}</draw:text-box><svg:desc>A box</svg:desc></draw:frame>"
        outer = f"<draw:frame><draw:text-box>{p(shape)}</draw:text-box><svg:title>Frame</svg:title></draw:frame>"
        body += p(escape(question.label) + outer)
    return document(body)


def numbered(call: Call, answers: dict[str, str]) -> bytes:
    """Questions as a numbered list in a section, answers inside their items, contents in front."""
    listed, contents = "", ""
    for question in call.fields:
        said = answers.get(question.key, "")
        contents += p(escape(question.label) + "<text:tab/>1")
        marks = (span("Y" if o.label == said else "W", escape(o.label)) for o in question.options)
        inner = f"<text:list>{''.join(f'<text:list-item>{p(mark)}</text:list-item>' for mark in marks)}</text:list>"
        listed += (
            f"<text:list-item>{p(escape(question.label))}{inner if question.options else paragraphs(said)}</text:list-item>"
        )
    index = f"<text:table-of-content><text:index-body>{contents}</text:index-body></text:table-of-content>"
    return document(f'{index}<text:section><text:list text:style-name="L2">{listed}</text:list></text:section>')


def old_fields(call: Call, answers: dict[str, str]) -> bytes:
    """Form fields of Word 97, as LibreOffice keeps them; the options are a list to choose from or boxes."""

    def field(kind: str, params: list[tuple[str, str]]) -> str:
        said = "".join(f'<field:param field:name="{name}" field:value="{escape(value)}"/>' for name, value in params)
        return f'<field:fieldmark text:name="x" field:type="vnd.oasis.opendocument.field.{kind}">{said}</field:fieldmark>'

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        ticks = ([("Checkbox_Checked", "true")] if o.label == said else [] for o in question.options)
        options = zip(ticks, question.options, strict=True)
        return "".join(p(f"{field('FORMCHECKBOX', tick)}<text:s/>{escape(o.label)}") for tick, o in options) or paragraphs(said)

    return document(rows(call, answer))
