"""Rich text is read as the page shows it, whichever program wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import rtf
from intake.forms.blocks import Block, Control, Sheet, UnreadableError
from intake.programme import Call, Question
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, PARTLY, office, our_template, read_file
from tests.test_forms_hostile import calm

__all__ = ["office"]  # the fixture

Way = Callable[[Call, dict[str, str]], bytes]


def document(body: str, *, head: str = "", fonts: str = "{\\f0\\fswiss\\fcharset0 Calibri;}") -> bytes:
    """A document with that body, in code page 1252."""
    tables = f"{{\\fonttbl{fonts}{{\\f9\\fnil\\fcharset2 Wingdings;}}{{\\f8\\ftech\\fcharset2 Symbol;}}}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{tables}{head}\n{body}}}".encode("cp1252")


def sheet(body: str, **more: str) -> Sheet:
    return rtf.read(document(body, **more))


def lines(body: str, **more: str) -> list[str]:
    return [block.text for block in sheet(body, **more).blocks]


def escaped(text: str, end: str = "\\par\n") -> str:
    """The text as Word and WordPad write it, paragraphs ended by `end`."""
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text).replace("\n", end)


# ------------------------------------------------------------------------------------------ as programs write a form


def wordpad(call: Call, answers: dict[str, str]) -> bytes:
    """Questions in bold, options as a list of bullets; the choice is made in bold and underlined."""
    body = "{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \n\\pard\\sa200\\sl276\\slmult1\\f0\\fs22\\lang9 "
    for question in call.fields:
        body += f"\\b {escaped(question.label)}\\b0\\par\n"
        for choice in question.options:
            chosen = choice.label == answers.get(question.key)
            words = f"\\b\\ul {escaped(choice.label)}\\ulnone\\b0" if chosen else escaped(choice.label)
            body += "{\\pntext\\f8\\'B7\\tab}{\\*\\pn\\pnlvlblt\\pnf8\\pnindent0{\\pntxtb\\'B7}}"
            body += f"\\fi-360\\li720 {words}\\par\n"
        if not question.options:
            body += f"\\pard\\sa200 {escaped(answers.get(question.key, ''))}\\par\n\\par\n"
    return document(body)


def wordpad_table(call: Call, answers: dict[str, str]) -> bytes:
    """A table without nonsense; the option is typed."""
    row = "\\trowd\\trgaph108\\trleft5\\trbrdrl\\brdrs\\brdrw10 \\cellx3000\\cellx9000 "
    body = "\\pard Seed swap\\par\n"
    for question in call.fields:
        answer = escaped(answers.get(question.key, ""))
        body += f"{row}\\pard\\intbl\\b {escaped(question.label)}\\b0\\cell {answer}\\cell\\row\n"
    return document(body + "\\pard\\sa200\\par\n")


def textedit(call: Call, answers: dict[str, str]) -> bytes:
    """Lines end with a backslash, Unicode stands alone, lists are of Cocoa; unwanted options are struck out."""

    def said(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\uc0\\u{ord(c)} " for c in text).replace("\n", "\\\n")

    body = ""
    for question in call.fields:
        body += f"\\pard\\tx566\\pardirnatural\\partightenfactor0\n\n\\f0\\b\\fs24 \\cf0 {said(question.label)}\n\\f1\\b0 \\\n"
        for choice in question.options:
            struck = answers.get(question.key) and choice.label != answers[question.key]
            words = f"\\strike \\strikec0 {said(choice.label)}\\strike0\\striked0 " if struck else said(choice.label)
            body += f"\\pard\\tx220\\tx720\\li720\\fi-720\n\\ls1\\ilvl0\\cf0 {{\\listtext\t\\uc0\\u8226 \t}}{words}\\\n"
        if not question.options:
            body += f"{said(answers.get(question.key, ''))}\\\n\\\n"
    head = (
        "{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n\\cocoatextscaling0\\cocoaplatform0"
        "{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica-Bold;\\f1\\fswiss\\fcharset0 Helvetica;}\n"
        "{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n"
        "{\\*\\listtable{\\list\\listtemplateid1\\listhybrid{\\listlevel\\levelnfc23{\\leveltext\\'01\\uc0\\u8226 ;}"
        "{\\levelnumbers;}\\fi-360\\li720}{\\listname ;}\\listid1}}\n\\paperw11900\\paperh16840\n"
    )
    return (head + body + "}").encode("ascii")


def textedit_table(call: Call, answers: dict[str, str]) -> bytes:
    """Cocoa's table: attributes before each row, \\itap in each paragraph."""

    def said(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\uc0\\u{ord(c)} " for c in text).replace("\n", "\\\n")

    body = ""
    for question in call.fields:
        body += (
            "\\itap1\\trowd \\taflags1 \\trgaph108\\trleft-108 \\trbrdrl\\brdrnil\n"
            "\\clvertalc \\clshdrawnil \\clwWidth4320\\clftsWidth3 \\clpadl100 \\gaph\\cellx4320\n"
            "\\clvertalc \\clshdrawnil \\clwWidth4320\\clftsWidth3 \\clpadl100 \\gaph\\cellx8640\n"
            f"\\pard\\intbl\\itap1\\pardeftab720\\partightenfactor0\n\n\\f0\\fs24 \\cf0 {said(question.label)}\\cell \n"
            f"\\pard\\intbl\\itap1\\pardeftab720\n\\cf0 {said(answers.get(question.key, ''))}\\cell \\row\n\n"
        )
    head = "{\\rtf1\\mac\\ansicpg10000\\cocoartf102\n{\\fonttbl\\f0\\fswiss\\fcharset77 Helvetica;}\n{\\colortbl;}\n"
    return (head + body + "\\pard\\pardeftab720\n\\cf0 \\\n}").encode("ascii")


def _run(text: str, looks: str = "") -> str:
    return f"{{\\rtlch\\fcs1 \\af0\\afs22 \\ltrch\\fcs0 {looks}\\f0\\fs22\\lang2057\\insrsid1338 {escaped(text)}}}"


BOLD = "\\b"
_ROW = (
    "\\trowd \\irow0\\irowband0\\ltrrow\\ts11\\trgaph108\\trleft-108\\trftsWidth1\\trpaddl108\\tbllkhdrrows\n"
    "\\clvertalt\\clbrdrt\\brdrs\\brdrw10 \\cltxlrtb\\clftsWidth3\\clwWidth4621 \\cellx4513"
    "\\clvertalt\\cltxlrtb\\clftsWidth3\\clwWidth4621 \\cellx9134"
)


def _word_rows(call: Call, answer: Callable[[Question], str]) -> str:
    body = ""
    for question in call.fields:
        label = _run(question.label, "\\b")
        body += f"{_ROW}\\pard\\plain \\ltrpar\\ql \\li0\\ri0\\intbl\\wrapdefault\\aspalpha \\rtlch\\fcs1 \\ltrch\\fcs0 {label}"
        body += f"{{\\insrsid1338 \\cell }}{answer(question)}{{\\insrsid1338 \\cell }}"
        body += f"\\pard\\plain \\ltrpar\\ql \\li0\\ri0\\sa200\\intbl {{\\insrsid1338 {_ROW}\\row \\ltrrow}}\n"
    return body + "\\pard\\ltrpar\\ql \\li0\\ri0 {\\insrsid1338 \\par }\n"


def word_form_fields(call: Call, answers: dict[str, str]) -> bytes:
    """Word's form fields of 1997: boxes to tick and fields to type into."""

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        if not question.options:
            data = "{\\*\\formfield{\\fftype0\\ffownstat\\fftypetxt0{\\*\\ffname Text1}{\\*\\ffstattext x}}}"
            result = _run(said or "\u2002" * 5)
            return f"{{\\field{{\\*\\fldinst {{{{\\*\\bkmkstart T1}} FORMTEXT }}{data}}}{{\\fldrslt {result}}}}}"
        return "\\par ".join(
            "{\\field{\\*\\fldinst {\\insrsid1  FORMCHECKBOX }{\\*\\formfield{\\fftype1\\ffres"
            f"{1 if choice.label == said else 25}\\fftypetxt0\\ffhps20{{\\*\\ffname Check{number}}}\\ffdefres0}}}}}}"
            f"{{\\fldrslt }}}}\\sectd \\linex0 {_run(' ' + choice.label)}"
            for number, choice in enumerate(question.options)
        )

    return document(_word_rows(call, answer))


def word_symbols(call: Call, answers: dict[str, str]) -> bytes:
    """Boxes of Wingdings as fields of their own."""

    def answer(question: Question) -> str:
        said = answers.get(question.key, "")
        if not question.options:
            return _run(said)
        return "\\par ".join(
            f'{{\\field{{\\*\\fldinst {{SYMBOL {254 if choice.label == said else 168} \\\\f "Wingdings" \\\\s 11}}}}'
            f"{{\\fldrslt {{\\f9\\fs22}}}}}}{_run(' ' + choice.label)}"
            for choice in question.options
        )

    return document(_word_rows(call, answer))


def word_list(call: Call, answers: dict[str, str]) -> bytes:
    """A field with a list to choose from, in running text with tabs."""
    body = ""
    for question in call.fields:
        said = answers.get(question.key, "")
        if question.options:
            entries = "".join(
                f"{{\\*\\ffl {escaped(text)}}}" for text in ["Please choose", *(o.label for o in question.options)]
            )
            at = [o.label for o in question.options].index(said) + 1 if said else 25
            data = f"{{\\*\\formfield{{\\fftype2\\ffres{at}\\ffhaslistbox{{\\*\\ffname Dropdown1}}\\ffdefres0{entries}}}}}"
            value = f"{{\\field{{\\*\\fldinst {{ FORMDROPDOWN }}{data}}}{{\\fldrslt }}}}"
        else:
            value = _run(said)
        body += f"\\pard\\plain \\ltrpar {_run(question.label, BOLD)}{{\\tab }}{value}{{\\par }}\n"
    return document(body)


def word_frame(call: Call, answers: dict[str, str]) -> bytes:
    """A table of one cell as a frame, with the form's table inside it."""
    body = "\\trowd\\cellx9000\\pard\\plain \\intbl\\itap1 {Seed swap\\par}\n"
    for question in call.fields:
        body += f"\\pard\\plain \\intbl\\itap2 {_run(question.label)}{{\\nestcell{{\\nonesttables\\par }}}}"
        body += f"{_run(answers.get(question.key, ''))}{{\\nestcell{{\\nonesttables\\par }}}}"
        body += "\\pard \\intbl\\itap2 {{\\*\\nesttableprops\\trowd\\cellx4000\\cellx8000\\nestrow}{\\nonesttables\\par }}\n"
    return document(body + "\\pard\\plain \\intbl\\itap1 {\\cell }{\\trowd\\cellx9000\\row }\\pard {\\par }")


def word_boxes(call: Call, answers: dict[str, str]) -> bytes:
    """Each question a paragraph with a text box for the answer, kept twice as Word keeps it."""
    body = ""
    for question in call.fields:
        words = f"\\pard\\plain {_run(answers.get(question.key, ''))}{{\\par }}"
        shape = "{\\*\\shpinst\\shpleft0\\shptop0\\shpwr2{\\sp{\\sn shapeType}{\\sv 202}}{\\sp{\\sn fLine}{\\sv 1}}"
        old = f"{{\\shprslt{{\\*\\do\\dobxcolumn\\dptxbx{{\\dptxbxtext {words}}}\\dpx0}}}}"
        body += f"\\pard\\plain {_run(question.label)}{{\\shp{shape}{{\\shptxt {words}}}}}{old}}}{{\\par }}\n"
    return document(body)


def google(call: Call, answers: dict[str, str]) -> bytes:
    """As Google Docs saves a table; the choice is marked with a yellow pen."""
    body = ""
    for question in call.fields:
        said = answers.get(question.key, "")
        cells = [f"\\pard\\sl276\\slmult1\\ql {{\\b\\ulnone\\fs22 {escaped(question.label)}}}"]
        if question.options:
            marks = ("\\highlight1" if o.label == said else "\\b0" for o in question.options)
            cells.append(
                "\\par ".join(f"{{{m}\\fs22 {escaped(o.label)}}}" for m, o in zip(marks, question.options, strict=True))
            )
        else:
            cells.append(f"{{\\b0\\fs22 {escaped(said)}}}")
        body += "\\trowd\\trautofit1\\trleft0\\clvertalt\\cellx4680\\clvertalt\\cellx9360 "
        body += "".join(f"\\pard\\intbl{cell}\\cell " for cell in cells) + "\\row\n"
    return document(body + "\\pard\\par", head="{\\colortbl;\\red255\\green255\\blue0;}")


def outlook(call: Call, answers: dict[str, str]) -> bytes:
    """HTML inside rich text, as Exchange keeps a message."""
    body = "\\fromhtml1 \\fbidis {\\*\\htmltag19 <html>}{\\*\\htmltag50 <body>}\\htmlrtf \\lang2057 \\htmlrtf0 "
    for question in call.fields:
        said = answers.get(question.key, "")
        body += "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 \n{\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 "
        body += f"{escaped(question.label)}\\htmlrtf }}\\htmlrtf0 {{\\*\\htmltag92 </b>}}\\htmlrtf\\par}}\\htmlrtf0\n"
        body += f"{{\\*\\htmltag64 <p>}}\\htmlrtf {{\\htmlrtf0 {escaped(said)}\\htmlrtf\\par}}\\htmlrtf0\n"
    return document(body)


def tracked(call: Call, answers: dict[str, str]) -> bytes:
    """Answers typed with changes tracked, over a draft; notes of the maker hidden."""
    body = "{\\*\\revtbl {Unknown;}{Ottoline Marsh;}}"
    for question in call.fields:
        said = answers.get(question.key, "")
        new = f"{{\\revised\\revauth1\\revdttm-1 {escaped(said)}}}" if said else ""
        body += f"\\pard\\plain {_run(question.label, BOLD)}{{\\v internal note 7}}{{\\par }}\n"
        body += f"{{\\deleted\\revauthdel1 Draft answer, wrong}}{new}{{\\par }}{{\\footnote \\pard See the rules.}}\n"
    return document("{\\header \\pard Who are you? Header\\par }" + body)


def on_one_line(fields: dict[str, str]) -> dict[str, str]:
    """How answers keep their lines is not this reader's business."""
    return {key: " ".join(text.split()) for key, text in fields.items()}


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
