"""The fields of a PDF give their values, and what was laid on top of its pages is noticed."""

from __future__ import annotations

import pytest

from intake.forms import pdf
from intake.forms.blocks import EMPTY, TICKED, Control
from tests.pdf_sample import Paper, stream


def only_control(paper: Paper) -> Control:
    (control,) = pdf.read(paper.bytes()).controls
    return control


# ----------------------------------------------------------------------------------------------------------- fields


def test_line_ends_of_a_field_are_kept() -> None:
    """Whatever ends its lines, an answer keeps its paragraphs; rich text beside the value is not read."""
    for end in ("\r", "\n", "\r\n"):
        paper = Paper()
        paper.field("Text1", f"Peas{end}Beans", (50, 50, 200, 60), RV="<body><p>Other words</p></body>")
        assert only_control(paper).text == "Peas\nBeans"


def test_a_value_may_be_a_name_or_a_stream() -> None:
    """Programs write values in every way that the format has."""
    paper = Paper()
    paper.field("a", "/Peas", (50, 50, 200, 20))
    paper.field("b", "", (50, 80, 200, 20))["/V"] = stream(b"Beans")
    assert {control.name: control.text for control in pdf.read(paper.bytes()).controls} == {"a": "Peas", "b": "Beans"}


def test_a_field_without_a_value_says_what_it_shows() -> None:
    """Some programs only write what is to be seen."""
    paper = Paper()
    look = stream(b"BT /F 10 Tf 2 5 Td (Peas) Tj ET", Subtype="/Form", BBox=[0, 0, 200, 20],
                  Resources={"/Font": {"/F": {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}}})  # fmt: skip
    paper.lay("Widget", (50, 50, 200, 20), FT="/Tx", T="a", AP={"/N": look})
    assert only_control(paper).text == "Peas"


def test_fields_that_nobody_sees_or_types_into_are_passed_over() -> None:
    """Hidden fields, buttons to push, passwords and signatures are no answers."""
    paper = Paper()
    paper.text(50, 40, "Name")
    paper.field("hidden", "computed", (50, 50, 90, 20))["/F"] = 2
    paper.lay("Widget", (50, 80, 90, 20), FT="/Btn", T="push", Ff=1 << 16, MK={"/CA": "Print"})
    paper.field("secret", "hush", (50, 110, 90, 20), Ff=1 << 13)
    paper.lay("Widget", (50, 140, 90, 20), FT="/Sig", T="signed")
    sheet = pdf.read(paper.bytes())
    assert sheet.controls == ()
    assert [block.text for block in sheet.blocks] == ["Name"]


@pytest.mark.parametrize(("chosen", "text"), [("1", "Peas"), ("0", "Beans"), ("", "")])
def test_numbers_of_radio_buttons_stand_for_their_words(chosen: str, text: str) -> None:
    """ISO 32000-1, 12.7.4.2.4: /Opt holds what the numbers mean."""
    paper = Paper()
    paper.group("pick", chosen, {"0": (50, 50, 10, 10), "1": (50, 80, 10, 10)}, Opt=["Beans", "Peas"])
    assert only_control(paper).text == text


def test_the_words_beside_a_radio_button_name_it() -> None:
    """They are what a person chose; the number behind them means nothing."""
    paper = Paper()
    paper.group("pick", "1", {"0": (50, 50, 10, 10), "1": (50, 80, 10, 10)})
    paper.text(66, 59, "Beans")
    paper.text(66, 89, "Peas")
    sheet = pdf.read(paper.bytes())
    assert [control.text for control in sheet.controls] == ["Peas"]
    assert [block.text for block in sheet.blocks] == [f"{EMPTY} Beans", f"{TICKED} Peas"]


def test_a_list_shows_words_and_keeps_codes() -> None:
    """What a person saw is the answer, also where several lines were chosen or words were typed."""
    shown = [["b", "Beans"], ["p", "Peas"]]
    paper = Paper()
    paper.field("one", "p", (50, 50, 90, 20), FT="/Ch", Opt=shown)
    paper.field("two", "", (50, 80, 90, 40), FT="/Ch", Opt=shown)["/V"] = ["b", "p"]
    paper.field("own", "Leeks", (50, 140, 90, 20), FT="/Ch", Ff=1 << 18, Opt=shown)
    found = {control.name: control.text for control in pdf.read(paper.bytes()).controls}
    assert found == {"one": "Peas", "two": "Beans\nPeas", "own": "Leeks"}


# ------------------------------------------------------------------------------------------------ on top of the page


def test_what_is_drawn_on_top_needs_a_person() -> None:
    """Ink and stamps are not read, and said to be there; a tick of a stamp is read."""
    for kind in ("Ink", "Stamp", "Line"):
        paper = Paper()
        paper.text(50, 60, "Beans and peas")
        assert not pdf.read(paper.bytes()).pictures
        paper = Paper()
        paper.text(50, 60, "Beans and peas")
        paper.lay(kind, (50, 80, 200, 60))
        assert pdf.read(paper.bytes()).pictures


def test_an_earlier_comment_without_words_is_nothing() -> None:
    """A link or an empty sticky note changes nothing."""
    paper = Paper()
    paper.text(50, 60, "Beans and peas")
    paper.lay("Link", (50, 50, 90, 20))
    paper.lay("Text", (50, 50, 20, 20), Contents="")
    assert not pdf.read(paper.bytes()).pictures
