"""Rich text is read as the page shows it, whichever program wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import rtf
from intake.forms.blocks import Block, Control, Sheet, UnreadableError
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, PARTLY, office, on_one_line, our_template, read_file
from tests.rtf_sample import (
    Way,
    google,
    lines,
    outlook,
    sheet,
    textedit,
    textedit_table,
    tracked,
    word_boxes,
    word_form_fields,
    word_frame,
    word_list,
    word_symbols,
    wordpad,
    wordpad_table,
)
from tests.test_forms_hostile import calm

__all__ = ["office"]  # the fixture


# ------------------------------------------------------------------------------------------ as programs write a form


WAYS: list[Way] = [
    wordpad, wordpad_table, textedit, textedit_table, word_form_fields, word_symbols, word_list, word_frame, word_boxes, google,
    outlook, tracked,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_form_gives_its_answers_whatever_program_wrote_it(way: Way) -> None:
    """The same fields from each; nothing is invented where nothing was written."""
    for answers, fields in ((PARAGRAPHS, ANSWERS), (PARTLY, PARTLY), ({}, {})):
        found = read_file(way(ALLOTMENTS, answers), name="entry.doc")
        assert found is not None
        assert on_one_line(found.fields) == on_one_line(fields)


# ------------------------------------------------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("caf\\'e9", "café"),
        ("\\u8220\\'93quoted\\u8221\\'94", "“quoted”"),
        ("\\uc2\\u9744\\'81\\'a0 yes", "☐ yes"),
        ("{\\uc0\\u8364 }5", "€5"),
        ("\\u-10179?\\u-8704?", "😀"),
        ("\\ldblquote a\\rdblquote\\emdash b\\rquote s", "“a”—b’s"),
        ("a\\~b\\_c\\-d \\{e\\} \\\\", "a b-cd {e} \\"),
        ("{\\f1 \\'b3\\'f3d\\'9f}", "łódź"),
        ("{\\f2 \\'93\\'fa\\'96\\'7b}", "日本"),
        ("{\\f3 \\'cf\\'f0\\'e8}", "При"),
        ("{\\f8 D\\'b4}", "Δ×"),
        ("{\\upr{wrong}{\\*\\ud{right}}}", "right"),
        ("a\\bin3 }}}b", "ab"),
    ],
)
def test_characters_are_read_in_their_code_page(written: str, said: str) -> None:
    """Code pages of fonts, Unicode with what stands in its place for old programs, and named characters."""
    fonts = "{\\f1\\fcharset238 Calibri CE;}{\\f2\\fcharset128 MS Mincho;}{\\f3\\fcharset204 Calibri Cyr;}"
    assert lines(f"\\pard {written}\\par", fonts=fonts) == [said]


def test_the_code_page_of_the_document_is_used_where_a_font_has_none() -> None:
    """Windows in Cyrillic, and a Macintosh."""
    assert rtf.read(b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8}").blocks[0].text == "При"
    assert rtf.read(b"{\\rtf1\\mac caf\\'8e}").blocks[0].text == "café"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{\\f9 \\'fe}", "☒"),
        ("{\\f9 \\'a8}", "☐"),
        ("{\\f9 \\u-3842?}", "☒"),
        ("\\u61694?", "☒"),
        ("{\\f9 o}", "☐"),
        ("{\\f9 \\'fc}", "☒"),
        ("\\u9746?", "☒"),
        ('{\\field{\\*\\fldinst SYMBOL 0x52 \\\\f "Wingdings 2"}{\\fldrslt x}}', "☒"),
        ("{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}}}{\\fldrslt }}", "☒"),
        ("{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffres0\\ffdefres1}}}{\\fldrslt }}", "☐"),
    ],
)
def test_ticks_are_read_by_their_font_or_their_field(written: str, said: str) -> None:
    """Boxes of symbol fonts in every spelling, and boxes to click on."""
    assert lines(f"\\pard {written} Beans\\par") == [f"{said} Beans"]


def test_a_box_saved_without_its_data_is_neither_ticked_nor_empty() -> None:
    """LibreOffice drops whether it was ticked: that is said, and the form is not called blank."""
    found = sheet("\\pard {\\field{\\*\\fldinst { FORMCHECKBOX }}{\\fldrslt {}}} Beans\\par")
    assert ([block.text for block in found.blocks], found.pictures) == (["Beans"], True)
    assert found.notes == ("Its tick boxes were saved without their ticks.",)


# ------------------------------------------------------------------------------------------- what stands on the page


@pytest.mark.parametrize(
    ("written", "stressed"),
    [
        ("Yes / {\\b No} / Maybe", "No"),
        ("Yes / \\ul No\\ulnone  / Maybe", "No"),
        ("Yes / {\\highlight1 No} / {\\uldb Maybe}", "No Maybe"),
        ("Yes / {\\cb1 No}", "No"),
        ("Yes / {\\highlight2 No}", ""),  # white
        ("Yes / {\\chcbpat0 No}", ""),  # automatic
        ("{\\b No}{\\b t sure}", "Not sure"),
        ("{\\b \\u9746?} No", ""),
        ("\\b No\\plain  or yes", "No"),
        ("{\\b0 No}", ""),
    ],
)
def test_words_that_stand_out_are_known(written: str, stressed: str) -> None:
    """Bold, underlined, highlighted, shaded; white is no colour."""
    head = "{\\colortbl;\\red255\\green255\\blue0;\\red255\\green255\\blue255;}"
    assert [block.stressed for block in sheet(f"\\pard {written}\\par", head=head).blocks] == [stressed]


def test_what_was_taken_back_or_hidden_is_not_read() -> None:
    """Struck out, deleted by a tracked change, hidden; headers, notes, comments, style names and the file's particulars."""
    aside = "{\\info{\\author Wilf}}{\\stylesheet{\\s1 Heading;}}{\\header \\pard Top\\par}{\\*\\unknown secret}"
    body = "\\pard a{\\strike b}{\\striked1 c}{\\deleted d}{\\v e}f{\\footnote g}{\\*\\annotation h}{\\xe i}\\par"
    assert lines(aside + body) == ["af"]


def test_a_comment_in_the_margin_may_be_the_answer() -> None:
    """It is not read; a form with nothing else in it is not called blank."""
    assert sheet("\\pard a{\\*\\annotation {b}}\\par").pictures
    assert not sheet("\\pard a\\par").pictures


def test_lists_have_their_marks_apart() -> None:
    """Of Word and LibreOffice, and of WordPad; a bullet that is a box stays a box."""
    body = (
        "\\pard{\\listtext\\pard\\plain\\f8 \\'b7\\tab}One\\par{\\listtext\\pard\\plain 2.\\tab}Two\\par"
        "{\\pntext\\f0 b)\\tab}Three\\line more\\par{\\listtext\\f9 \\'fc\\tab}Four\\par{\\listtext o\\tab}Five\\par"
        "{\\listtext\\f9 \\'a8\\tab}Six\\par{\\listtext\\u61623\\'3f\\tab}Seven\\par Eight\\par"
    )
    assert [(block.item, block.text) for block in sheet(body).blocks] == [
        ("•", "One"), ("2.", "Two"), ("b)", "Three"), ("", "more"), ("•", "Four"), ("•", "Five"), ("", "☐ Six"), ("•", "Seven"),
        ("", "Eight"),
    ]  # fmt: skip


def test_cells_have_their_row_and_column_and_place() -> None:
    """Rows are counted through the document; merged cells are one; a cell has as many lines as paragraphs."""
    row = "\\trowd\\cellx1\\cellx2\\cellx3 "
    body = (
        f"{row}\\pard\\intbl A\\cell B\\par b\\cell\\cell\\row "
        "\\trowd\\clmgf\\cellx1\\clmrg\\cellx2\\cellx3 \\pard\\intbl C\\cell\\cell D\\cell\\row \\pard between\\par "
        "\\trowd\\cellx1\\cellx2 E1\\par E2\\cell F\\cell\\row after\\par"
    )
    assert [(block.cell, block.text, block.place) for block in sheet(body).blocks] == [
        ((0, 0), "A", "table 1, row 1"),
        ((0, 1), "B", "table 1, row 1"),
        ((0, 1), "b", "table 1, row 1"),
        ((0, 2), "", "table 1, row 1"),
        ((1, 0), "C", "table 1, row 2"),
        ((1, 1), "D", "table 1, row 2"),
        (None, "between", ""),
        ((2, 0), "E1", "table 2, row 1"),  # no word says that these paragraphs stand in a table
        ((2, 0), "E2", "table 2, row 1"),
        ((2, 1), "F", "table 2, row 1"),
        (None, "after", ""),
    ]


def test_a_table_inside_a_cell_gives_that_cells_lines() -> None:
    """As in a Word document."""
    body = (
        "\\trowd\\cellx1\\cellx2\\pard\\intbl Q\\cell\\pard\\intbl before\\par\\itap2 x\\nestcell y\\nestcell"
        "{\\*\\nesttableprops\\trowd\\cellx1\\cellx2\\nestrow}{\\nonesttables\\par}\\pard\\intbl after\\cell\\row\\pard"
    )
    assert [(block.cell, block.text) for block in sheet(body).blocks] == [
        ((0, 0), "Q"), ((0, 1), "before"), ((0, 1), "x"), ((0, 1), "y"), ((0, 1), "after"),
    ]  # fmt: skip


def test_fields_that_have_names_are_records_too() -> None:
    """Boxes, lists and text: with the name their maker gave and the words of their help."""

    def form_field(kind: int, more: str, name: str, instruction: str, result: str) -> str:
        data = f"{{\\*\\formfield{{\\fftype{kind}{more}{{\\*\\ffname {name}}}{{\\*\\ffstattext Of {name}}}}}}}"
        return f"{{\\field{{\\*\\fldinst {instruction}{data}}}{{\\fldrslt {result}}}}}"

    body = (
        "\\pard " + form_field(0, "", "email", "FORMTEXT", "a@fen-end.example\\par b") + "\\par "
        + form_field(1, "\\ffres1", "swap_beans", "FORMCHECKBOX", "") + "\\par "
        + form_field(2, "\\ffres1{\\*\\ffl One}{\\*\\ffl Two}", "swap", "FORMDROPDOWN", "old") + "\\par"
    )  # fmt: skip
    found = sheet(body)
    assert [block.text for block in found.blocks] == ["a@fen-end.example", "b", "☒", "Two"]
    assert found.controls == (
        Control("email", "Of email", "a@fen-end.example\nb"),
        Control("swap_beans", "Of swap_beans", "", ticked=True),
        Control("swap", "Of swap", "Two"),
    )


def test_only_the_result_of_a_field_is_read() -> None:
    """An address behind a link is not, nor are the questions a second time in a table of contents."""
    link = '{\\field{\\*\\fldinst HYPERLINK "mailto:x@fen-end.example"}{\\fldrslt {\\ul write}}} to us'
    contents = "{\\field{\\*\\fldinst TOC \\\\o}{\\fldrslt Who are you?\\tab 1}}"
    assert lines(f"\\pard {link}\\par {contents}\\par") == ["write to us", ""]


def test_pictures_and_files_inside_are_not_opened() -> None:
    """They are passed over, and staff are told of files."""
    picture = sheet("\\pard a{\\*\\shppict{\\pict\\pngblip 89504e47}}{\\nonshppict{\\pict 00}}b\\par")
    assert ([block.text for block in picture.blocks], picture.pictures, picture.notes) == (["ab"], True, ())
    inside = sheet("\\pard a{\\object\\objemb{\\*\\objdata 0105}{\\result \\pard no\\par}}b\\par")
    assert ([block.text for block in inside.blocks], inside.pictures) == (["ab"], True)
    assert inside.notes == ("It holds files inside, which were not opened.",)


def test_text_that_a_box_holds_follows_its_paragraph_also_in_a_cell() -> None:
    """Once, though Word writes it twice."""
    box = (
        "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt \\pard In\\par the box\\par}}{\\shprslt{\\*\\do{\\dptxbxtext In}}}}"
    )
    assert lines(f"\\pard a{box}b\\par c\\par") == ["ab", "In", "the box", "c"]
    cells = sheet(f"\\trowd\\cellx1\\cellx2\\pard\\intbl Q\\cell A{box}\\cell\\row\\pard").blocks
    assert [(block.cell, block.text) for block in cells] == [((0, 0), "Q"), ((0, 1), "A"), ((0, 1), "In"), ((0, 1), "the box")]


# ---------------------------------------------------------------------------------------------------- from strangers


HOSTILE = {
    "without an end": b"{\\rtf1 Who are you?\\par Ottoline",
    "groups without end": b"{\\rtf1" + b"{" * 100_000,
    "very many groups": b"{\\rtf1" + b"{}" * 1_000_000 + b"}",
    "very many lines": b"{\\rtf1" + b"\\par" * 290_000 + b"}",
    "very many cells": b"{\\rtf1" + b"\\trowd\\cell\\row" * 90_000 + b"}",
    "very much text": b"{\\rtf1 " + b"words " * 1_000_000 + b"}",
    "data to jump over that is not there": b"{\\rtf1\\bin999999999 x}",
    "larger than any form": b"{\\rtf1 " + b" " * 31_000_000 + b"}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_program_writes_is_refused(name: str) -> None:
    """Damaged, nested without end, or without measure: a person is told, and nothing is guessed."""
    with pytest.raises(UnreadableError):
        rtf.read(HOSTILE[name])


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1" + b"{\\itap29 x\\nestcell" * 190 + b"}" * 191,
        b"{\\rtf1" + b"{\\shptxt x\\par" * 190 + b"}" * 191,
        b"{\\rtf1" + b"\\shptxt " * 1_000 + b"x}",
        b"{\\rtf1\\f-5\\cb-3\\uc-4\\itap-4\\u-99999 \\u55357 \\u56832 \\highlight9999999999 a\\par}",
        b"{\\rtf1\\row\\nestrow\\nestcell\\cell\\fldrslt\\ffl\\ffname\\formfield\\ud\\fldinst}",
        b"{\\rtf1\\ansicpg99999{\\fonttbl{\\f0\\fcharset999\\cpg-1 ;}}\\f0\\'ff\\f7\\'80}",
        b"{\\rtf1 a\\par{\\pict " + b"ffd8" * 3_000_000 + b"}}",
    ],
)
def test_nonsense_is_read_as_far_as_it_goes(data: bytes) -> None:
    """Words without sense or out of place do no harm."""
    assert isinstance(rtf.read(data), Sheet)


WORDS = [
    "{", "}", "\\par ", "\\cell", "\\row", "\\trowd", "\\itap2", "\\nestcell", "\\nestrow", "{\\*\\shpinst", "{\\shptxt ",
    "{\\field", "{\\*\\fldinst FORMCHECKBOX", "{\\fldrslt ", "{\\listtext ", "\\u9746?", "\\'fe", "\\f9 ", "\\*", "\\",
    "{\\fonttbl\\f9 Wingdings;}", "{\\colortbl;", "\\clmrg\\cellx1", "{\\*\\formfield", "\\ffres1", "\\b ", "\\strike ",
]  # fmt: skip


@calm
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=60))
def test_any_order_of_words_gives_a_sheet_or_a_refusal(pieces: list[str]) -> None:
    """Whatever stands where."""
    try:
        found = rtf.read(f"{{\\rtf1 {''.join(pieces)}}}".encode("utf-8", "replace"))
    except UnreadableError:
        return
    assert all(isinstance(block, Block) for block in found.blocks)


# -------------------------------------------------------------------------------------------------- by LibreOffice


def test_a_table_saved_by_libreoffice_has_its_cells(office: object) -> None:
    """The form of a Word document, as cells and not as lines."""
    assert callable(office)
    (data,) = office([our_template(ALLOTMENTS, PARAGRAPHS)], "rtf")
    blocks = rtf.read(data).blocks
    asked = {block.text: block.cell for block in blocks if block.cell is not None and block.cell[1] == 0}
    row = asked["Who are you?"]
    assert row is not None
    assert [block.text for block in blocks if block.cell == (row[0], 1)] == ["Ottoline Marsh"]
