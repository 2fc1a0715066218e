"""OpenDocument text is read as the page shows it: LibreOffice's own forms, and those that others made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest

from intake.forms import opendocument
from intake.forms.blocks import Control, Sheet, UnreadableError
from intake.programme import Call, Question
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, PARTLY, headings, office, our_template, read_file

__all__ = ["office"]  # the fixture

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


# ------------------------------------------------------------------------------------------ as people write a form


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


def on_one_line(fields: dict[str, str]) -> dict[str, str]:
    """How answers keep their lines is not this reader's business."""
    return {key: " ".join(text.split()) for key, text in fields.items()}


WAYS: list[Way] = [boxes, bold_choice, crossed_out, form_controls, input_list, tracked, frames, numbered, old_fields]


@pytest.mark.parametrize("way", WAYS)
def test_a_form_gives_its_answers_however_it_was_filled_in(way: Way) -> None:
    """The same fields from each; nothing is invented where nothing was written."""
    for answers, fields in ((PARAGRAPHS, ANSWERS), (PARTLY, PARTLY), ({}, {})):
        found = read_file(way(ALLOTMENTS, answers))
        assert found is not None
        assert on_one_line(found.fields) == on_one_line(fields)


@pytest.mark.parametrize(
    ("written", "stressed"),
    [
        (p(f"Yes / {span('B', 'No')} / Maybe"), "No"),
        (p(f"Yes / {span('U', 'No')} / {span('Y', 'Maybe')}"), "No Maybe"),
        (p(f"Yes / {span('Child', 'No')}"), "No"),  # by the style that its style rests on
        (p(f"Yes / {span('W', 'No')}"), ""),  # white is no colour
        (p(f"{span('B', 'No')}{span('B', 't sure')}"), "Not sure"),
        (p("No", "PB"), "No"),  # the whole paragraph
        (p(f"Yes {span('N', 'or no')}", "PB"), "Yes"),
        (p(f"{span('B', '☒')} No"), ""),
    ],
)
def test_words_that_stand_out_are_known(written: str, stressed: str) -> None:
    """Bold, underlined or with a colour behind them, by automatic and by named styles."""
    assert [block.stressed for block in sheet(written).blocks] == [stressed]


def test_what_was_taken_back_or_hidden_is_not_read() -> None:
    """Struck out, hidden, deleted by a tracked change; notes, comments, and what tells about a picture."""
    body = (
        f"a{span('S', 'b')}{span('H', 'c')}<text:note><text:note-body>{p('d')}</text:note-body></text:note>"
        f"<office:annotation>{p('e')}</office:annotation>f<draw:frame><draw:image/><svg:desc>g</svg:desc></draw:frame>"
        '<text:variable-set text:display="none">h</text:variable-set><text:number>9</text:number>'
    )
    hidden = f'<text:section text:display="none">{p("i")}</text:section>' + p('j<text:hidden-paragraph text:is-hidden="true"/>')
    found = sheet(p(body) + hidden)
    assert ([block.text for block in found.blocks], found.pictures) == (["af"], True)


def test_tracked_changes_are_read_as_accepted() -> None:
    """What was inserted stays, what was deleted is gone."""
    deleted = f'<text:changed-region text:id="c"><text:deletion>{p("never ")}</text:deletion></text:changed-region>'
    start, end = '<text:change-start text:change-id="d"/>', '<text:change-end text:change-id="d"/>'
    body = f'We <text:change text:change-id="c"/>meet {start}twice{end}'
    assert lines(f"<text:tracked-changes>{deleted}</text:tracked-changes>{p(body)}") == ["We meet twice"]


def test_lists_have_their_marks_apart() -> None:
    """Bullets and numbers by the style of the list, lists in lists, lists that go on; a bullet that is a box stays a box."""

    def entry(text: str, inner: str = "") -> str:
        return f"<text:list-item>{p(text)}{inner}</text:list-item>"

    innermost = f"<text:list>{entry('Two a i')}</text:list>"
    inner = f"<text:list>{entry('Two a', innermost)}{entry('Two b')}</text:list>"
    body = (
        f'<text:list text:style-name="L2">{entry("One", p("more"))}{entry("Two", inner)}</text:list>{p("between")}'
        f'<text:list text:style-name="L2" text:continue-numbering="true">{entry("Three")}</text:list>'
        f'<text:list text:style-name="L2"><text:list-header>{p("Head")}</text:list-header>{entry("Again")}</text:list>'
        f'<text:list text:style-name="L1">{entry("Bullet")}</text:list>'
        f'<text:list text:style-name="L3">{entry("Box")}</text:list>'
    )
    assert [(block.item, block.text) for block in sheet(body).blocks] == [
        ("1.", "One"), ("", "more"), ("2.", "Two"), ("(a)", "Two a"), ("2.a.i", "Two a i"), ("(b)", "Two b"), ("", "between"),
        ("3.", "Three"), ("", "Head"), ("1.", "Again"), ("\u2022", "Bullet"), ("", "\u2610 Box"),
    ]  # fmt: skip


def test_ticks_of_symbol_fonts_are_read() -> None:
    """By the font of their style, or by their place in the private use area."""
    tick, box = "\uf0fe", "\uf0a8"
    assert lines(p(f"{span('D', tick)} a {span('D', 'o')} b {box} c")) == ["\u2612 a \u2610 b \u2610 c"]


FORM = """<office:forms><form:form form:name="F">
<form:fixed-text form:name="Label1" xml:id="l1" form:label="Your e-mail address" form:for="t1"/>
<form:text form:name="Text1" xml:id="t1" form:current-value="a@fen-end.example"/>
<form:text form:name="Text2" xml:id="t2" form:value="as it was made"/>
<form:checkbox form:name="swap_beans" xml:id="b1" form:label="Beans" form:current-state="checked"/>
<form:checkbox form:name="swap_peas" xml:id="b2" form:current-state="unchecked" form:state="checked"/>
<form:radio form:name="r" xml:id="b3" form:label="Yes" form:current-selected="true"/>
<form:listbox form:name="list" xml:id="x1"><form:option form:label="One"/><form:option form:label="Two"
form:current-selected="true"/></form:listbox></form:form></office:forms>"""


def control(name: str, anchor: str = "as-char") -> str:
    return f'<draw:control text:anchor-type="{anchor}" draw:control="{name}"/>'


def test_controls_of_a_form_are_read_where_they_stand_and_as_records() -> None:
    """Those that stand in the line are part of it, others follow their paragraph; each is a record with its label."""
    body = (
        p(f"E-mail: {control('t1')}") + p(f"{control('t2', 'paragraph')}Name") + p(control("b1"))
        + p(f"{control('b2', 'char')}Peas") + p(control("b3")) + p(f"List {control('x1')} {control('missing')}")
        + p(control("l1"))
    )  # fmt: skip
    found = sheet(FORM + body)
    assert [block.text for block in found.blocks] == [
        "E-mail: a@fen-end.example", "Name", "as it was made", "\u2612 Beans", "\u2610 Peas", "\u2612 Yes", "List Two",
        "Your e-mail address",
    ]  # fmt: skip
    assert found.controls == (
        Control("Text1", "Your e-mail address", "a@fen-end.example"),
        Control("Text2", "", "as it was made"),
        Control("swap_beans", "Beans", "", ticked=True),
        Control("swap_peas", "", "", ticked=False),
        Control("r", "Yes", "", ticked=True),
        Control("list", "", "Two"),
    )


def test_content_controls_are_read_where_they_stand_and_as_records() -> None:
    """Text, dates, lists and boxes; a placeholder is nothing."""

    def content_control(text: str, more: str) -> str:
        return f"<loext:content-control {more}>{text}</loext:content-control>"

    body = p(
        content_control("Ottoline", 'loext:alias="Who are you?" loext:tag="grower" loext:plain-text="true"')
        + " " + content_control("Choose", 'loext:showing-place-holder="true" loext:tag="plot"')
        + content_control('<loext:list-item loext:display-text="A" loext:value="a"/>A', 'loext:dropdown="true"')
        + " " + content_control("3 March 2031", 'loext:date="true"')
        + " " + content_control("\u2612", 'loext:checkbox="true" loext:checked="true" loext:tag="swap.beans"')
    )  # fmt: skip
    found = sheet(body)
    assert [block.text for block in found.blocks] == ["Ottoline A 3 March 2031 \u2612"]
    assert found.controls == (
        Control("grower", "Who are you?", "Ottoline"),
        Control("plot", "", ""),
        Control("swap.beans", "", "", ticked=True),
    )


def test_a_list_of_an_old_form_shows_what_was_chosen() -> None:
    """Its entries are data, not text."""
    entries = "".join(f'<field:param field:name="Dropdown_ListEntry" field:value="{one}"/>' for one in ("A", "B"))
    chosen = '<field:param field:name="Dropdown_Selected" field:value="1"/>'
    kind = 'field:type="vnd.oasis.opendocument.field.FORMDROPDOWN"'
    assert lines(p(f"Pick: <field:fieldmark {kind}>{entries}{chosen}</field:fieldmark>")) == ["Pick: B"]


def test_cells_have_their_row_and_column_and_place() -> None:
    """Covered from the left is no cell, covered from above is a blank one, repeated ones are counted up to a limit."""

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(text)}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    first = cell("A", 'table:number-columns-spanned="2"') + covered + cell("B", 'table:number-rows-spanned="2"')
    second = cell("C") + '<table:table-cell table:number-columns-repeated="1"/>' + covered
    many = '<table:table-cell table:number-columns-repeated="99999"/>'
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in (first, second))
    found = sheet(
        f"<table:table>{table}</table:table><table:table><table:table-row>{many}</table:table-row></table:table>"
    ).blocks
    assert [(block.cell, block.text, block.place) for block in found[:5]] == [
        ((0, 0), "A", "table 1, row 1"),
        ((0, 1), "B", "table 1, row 1"),
        ((1, 0), "C", "table 1, row 2"),
        ((1, 1), "", "table 1, row 2"),
        ((1, 2), "", "table 1, row 2"),
    ]
    assert (len(found) - 5, found[-1].place) == (50, "table 2, row 1")


def test_staff_are_told_of_macros_and_of_files_inside() -> None:
    """Neither is opened."""
    macros = sheet(p("a"), **{"Basic/Standard/Module1.xml": b"<x/>"})
    assert (macros.notes, macros.pictures) == (("It holds macros, which were not run.",), False)
    inside = sheet(p("a<draw:frame><draw:object/></draw:frame>"), **{"Object 1/content.xml": b"<x/>"})
    assert (inside.notes, inside.pictures) == (("It holds files inside, which were not opened.",), True)
    assert sheet(p("a")).notes == ()


def test_a_flat_file_is_read() -> None:
    """The same document as one XML file."""
    flat = content(p("Who are you?")).replace("office:document-content", "office:document")
    assert [block.text for block in opendocument.read_flat(flat.encode()).blocks] == ["Who are you?"]


@pytest.mark.parametrize(
    "body",
    [
        "<text:list>" * 60 + "<text:list-item/>" + "</text:list>" * 60,
        p('<text:span text:style-name="B">' * 120 + "a" + "</text:span>" * 120),
        p('<text:s text:c="999999999"/>' * 1_000),
        p(control("none") + '<draw:g><draw:control/><draw:frame/></draw:g><field:fieldmark field:type="x"/>'),
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="50">' * 30
        + p("a")
        + "</table:table-cell></table:table-row></table:table>" * 30,
        '<table:table><table:table-row/></table:table><text:list text:style-name="none"><text:list-item/></text:list>',
    ],
)
def test_nonsense_is_read_as_far_as_it_goes(body: str) -> None:
    """Without end, without measure, or without what it points to."""
    assert isinstance(sheet(body), Sheet)


def test_styles_that_rest_on_each_other_without_end_are_no_trap() -> None:
    """And XML that is none is refused."""
    circle = '<style:style style:name="Loop" style:family="text" style:parent-style-name="Loop"/>'
    flat = content(p(span("Loop", "a"))).replace("<office:automatic-styles>", f"<office:automatic-styles>{circle}")
    assert opendocument.read_flat(flat.encode()).blocks[0].text == "a"
    with pytest.raises(UnreadableError):
        opendocument.read_flat(b"<office:document>")


def test_a_flat_form_saved_by_libreoffice_has_the_same_answers(office: Any) -> None:
    """Of a Word document with boxes, and of one with headings."""
    made = [way(ALLOTMENTS, answers) for way in (our_template, headings) for answers in (PARAGRAPHS, PARTLY)]
    found = [read_file(data) for data in office(made, "fodt")]
    wanted = [on_one_line(fields) for fields in (ANSWERS, PARTLY, ANSWERS, PARTLY)]
    assert [on_one_line(one.fields) if one else None for one in found] == wanted
