"""OpenDocument text is read as the page shows it: LibreOffice's own forms, and those that others made."""

from __future__ import annotations

from typing import Any

import pytest

from intake.forms import opendocument
from intake.forms.blocks import Control, Sheet, UnreadableError
from tests.opendocument_sample import (
    Way,
    bold_choice,
    boxes,
    content,
    crossed_out,
    form_controls,
    frames,
    input_list,
    lines,
    numbered,
    old_fields,
    p,
    sheet,
    span,
    tracked,
)
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, PARTLY, headings, office, on_one_line, our_template, read_file

__all__ = ["office"]  # the fixture

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
