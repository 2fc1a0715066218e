"""Forms in rich text, as the programs write them that people fill a form in with."""

from __future__ import annotations

from collections.abc import Callable

from intake.forms import rtf
from intake.forms.blocks import Sheet
from intake.programme import Call, Question

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
