"""The sender's own words told from quoted mail, mail passed on, signatures and disclaimers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Message, Wording
from intake.reading.message import parse
from intake.reading.wording import split

DESK = "seminars@desk.example"


def letter(text: str, subject: str = "Place", sender: str = "Ann Lee <ann@wren.example>", html: bool = False) -> Message:
    kind = "html" if html else "plain"
    head = f"From: {sender}\r\nSubject: {subject}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n"
    return parse((head + text.replace("\n", "\r\n")).encode())


def parted(text: str, subject: str = "Place", html: bool = False) -> Wording:
    return split(letter(text, subject, html=html), (DESK,))


ATTRIBUTIONS = [
    "On 3 December 2015 at 10:11, Desk <seminars@desk.example> wrote:",
    "On 3 December 2015 at 10:11, Desk\n<seminars@desk.example> wrote:",
    "Am 03.12.2015 um 10:11 schrieb Desk:",
    "Le 3 décembre 2015 à 10:11, Desk a écrit :",
    "El 3 de diciembre de 2015, 10:11, Desk escribió:",
    "Op 3 december 2015 om 10:11 schreef Desk:",
    "Il giorno 3 dicembre 2015 10:11, Desk ha scritto:",
    "W dniu 03.12.2015 o 10:11, Desk pisze:",
    "Ar 3 Rhagfyr 2015 am 10:11, ysgrifennodd Desk:",
    "Desk <seminars@desk.example> wrote:",
    "2015-12-03 10:11 GMT+00:00 Desk <seminars@desk.example>:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_an_answer_above_the_quoted_mail_is_the_sender_s_alone(attribution: str, mark: str) -> None:
    """With ">" marks and without, in the languages people's mail programs speak."""
    found = parted(f"Yes please.\n\n{attribution}\n\n{mark}Would you like a place?\n{mark}Say yes.\n", "Re: Place")
    assert found.own == "Yes please."
    assert "Would you like a place?" in found.quoted
    assert "10:11" in found.quoted or "wrote" in found.quoted


def test_an_answer_below_or_between_quoted_lines_is_found() -> None:
    """The lines without marks are the sender's, wherever they stand."""
    found = parted("On 3/12/2015 Desk wrote:\n> Name?\n\nAnn Lee\n\n> Diet?\nnone\n> Bye\n\nThat is all.", "Re: Place")
    assert found.own.split() == ["Ann", "Lee", "none", "That", "is", "all."]
    assert [line for line in found.quoted.split("\n") if line.strip()][1:] == ["> Name?", "> Diet?", "> Bye"]


HEADS = [
    "-----Original Message-----\nFrom: Desk\nSent: 3 December 2015\n",
    "______________________\nFrom: Desk <seminars@desk.example>\nSent: 3 December 2015\nTo: Ann Lee\nSubject: Place\n",
    "From: Desk\nSent: 3 December 2015 10:11\nTo: Ann Lee\nCc: Bob Ray;\n Cat Fox\nSubject: RE: Place\n",
    "*From:* Desk\n*Sent:* 3 December 2015\n*To:* Ann Lee\n*Subject:* Place\n",
    "Von: Desk\nGesendet: 3. Dezember 2015\nAn: Ann Lee\nBetreff: Platz\n",
    "De : Desk\nEnvoyé : 3 décembre 2015\nÀ : Ann Lee\nObjet : Place\n",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_head_block_of_an_answered_mail_begins_the_quotation(head: str) -> None:
    """Outlook and its kin put no marks on quoted lines: everything below the head is theirs."""
    found = parted(f"Count me in.\n\n{head}\nWould you like a place?\n\nKind regards\nDesk", "RE: Place")
    assert found.own == "Count me in."
    assert found.quoted.endswith("Desk")
    assert not found.signature


def test_a_form_with_from_and_to_is_no_quotation() -> None:
    """Head lines at the very top of mail that answers nothing are what a web form wrote."""
    found = parted("From: Ann Lee\nDate: 3 December\nSubject: Place\n\nOne place please.")
    assert "One place please." in found.own
    assert not found.quoted


@pytest.mark.parametrize(
    "marker",
    [
        "---------- Forwarded message ----------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "----- Forwarded by Ann Lee/Wren on 03/12/2015 -----",
    ],
)
def test_mail_passed_on_is_not_quoted_mail(marker: str) -> None:
    """What a person forwards is for us to act upon; what was quoted inside it stays quoted."""
    inner = "From: Bob Ray <bob@wren.example>\nDate: 3 December 2015\nSubject: a wish\n\nCan I come?\n\n> old words"
    found = parted(f"Please see to this.\n\n{marker}\n{inner}", "Fwd: a wish")
    assert found.own == "Please see to this."
    assert "Can I come?" in found.forwarded
    assert "old words" in found.quoted
    assert "Can I come?" not in found.quoted


def test_mail_passed_on_inside_marks_is_freed_of_them() -> None:
    """Apple Mail marks forwarded lines like quoted ones."""
    marked = "> From: Bob Ray\n> Subject: x\n> Date: today\n>\n> Can I come?"
    found = parted(f"For you.\n\nBegin forwarded message:\n\n{marked}")
    assert "\nCan I come?" in found.forwarded
    assert ">" not in found.forwarded


def test_a_head_block_is_passed_on_where_the_subject_or_the_words_say_so() -> None:
    """FW: in the subject, or "see below", but never the desk's own mail."""
    block = "From: {}\nSent: 3 December 2015\nTo: Ann Lee\nSubject: a wish\n\nCan I come?"
    other, desk = block.format("Bob Ray <bob@wren.example>"), block.format(f"Desk [mailto:{DESK}]")
    assert "Can I come?" in parted(f"\n{other}", "FW: a wish").forwarded
    assert "Can I come?" in parted(f"Please see the message below.\n\n{other}", "a wish").forwarded
    assert "Can I come?" in parted(f"Thanks.\n\n{other}", "RE: a wish").quoted
    assert "Can I come?" in parted(f"See below.\n\n{desk}", "FW: a wish").quoted


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Lee\nWren Trust",
        "Kind regards,\n\nAnn Lee\nManager, Wren Trust\nTel: 01632 960 123",
        "Many thanks\nAnn",
        "Best wishes Ann Lee",
        "Yours faithfully,\nA. Lee (Mrs)",
        "Cofion gorau\nAnn",
        "Ann Lee\nWren Trust\n01632 960 123",
        "With every good wish,\n\nAnn",
        "Dr Ann Lee, Wren Trust",
        "Ann x",
        "Sent from my iPhone",
        "Thanks again\nAnn\n\nSent from my Samsung Galaxy smartphone.",
        "Von meinem iPhone gesendet",
        "Get Outlook for Android",
    ],
)
def test_signatures_are_told_from_the_words_above(signature: str) -> None:
    """Sign-offs, names with addresses, "-- " and the lines that telephones add."""
    found = parted(f"Hello,\n\nPlease may I have one place in Oxford. I eat no meat.\n\n{signature}")
    assert found.own.endswith("I eat no meat.")
    assert found.signature == signature.replace("-- ", "--")


def test_a_postscript_is_the_sender_s_own() -> None:
    """People think of the important thing last."""
    found = parted("One place please.\n\nKind regards\nAnn Lee\n01632 960 123\n\nPS I use a wheelchair.")
    assert "PS I use a wheelchair." in found.own
    assert "wheelchair" not in found.signature


@pytest.mark.parametrize(
    "more",
    [
        "I forgot to say that I use a wheelchair.",
        "Could there be a hearing loop?",
        "Your name:\tAnn Lee\nWhat did you do?\nWe walked.",
    ],
)
def test_what_says_something_below_a_sign_off_is_own(more: str) -> None:
    """A thank-you in the middle does not hide what follows."""
    assert more in parted(f"One place please.\n\nMany thanks\nAnn\n\n{more}").own


@pytest.mark.parametrize(
    "text",
    [
        "Please book places for\n\nAnn Lee\nBob Ray\nCat Fox",
        "These people will come:\n\nAnn Lee\nBob Ray",
        "Names of those attending\nAnn Lee, no nuts\nBob Ray",
        "We would like to come:\n- Ann Lee\n- Bob Ray",
        "Oxford please\n\nHalal food\n\nAnn Lee",
        "Thanks\n2 places for Oxford\nAnn",
    ],
)
def test_a_list_of_people_or_needs_is_no_signature(text: str) -> None:
    """The sender's name among others is who will come, not a signature."""
    found = parted(text)
    for words in ("Bob Ray", "Halal food", "2 places for Oxford"):
        assert (words in found.own) == (words in text)


DISCLAIMERS = [
    "This e-mail and any attachments are confidential and intended solely for the addressee.",
    "The contents of this e-mail are private.",
    "If you are not the intended recipient, please delete it.",
    "CONFIDENTIALITY NOTICE: for the named person.",
    "This email has been scanned by the Wren antivirus service for viruses.",
    "Wren Trust. Registered charity no. 1234567. Please consider the environment.",
    "To unsubscribe from this list write to leave@lists.example",
]


@pytest.mark.parametrize("disclaimer", DISCLAIMERS)
def test_disclaimers_are_told_from_words_and_signature(disclaimer: str) -> None:
    """What an organisation's server adds is nobody's wish."""
    found = parted(f"One place please.\n\nRegards\nAnn Lee\n\n{disclaimer}\nMore of the same, with no end.")
    assert found.own == "One place please."
    assert disclaimer in found.disclaimer
    assert disclaimer not in found.signature


def test_a_banner_above_the_words_takes_only_its_own_paragraph() -> None:
    """A gateway's warning at the top does not hide the message."""
    found = parted("CAUTION: This email originated from outside the Trust.\n\nOne place please.")
    assert (found.own, found.disclaimer.startswith("CAUTION")) == ("One place please.", True)


def test_words_about_confidence_are_no_disclaimer() -> None:
    """A person who asks for confidence is heard."""
    text = "Please keep my illness confidential. Our group is a registered charity in Leeds.\n\nI would like one place."
    assert parted(text).own == text


def test_quotations_in_html_are_found_by_their_marks() -> None:
    """Gmail, Apple Mail and Thunderbird mark quoted mail in HTML."""
    page = (
        f"<div>Yes please.</div><div class='gmail_quote'>On 3 December 2015 at 10:11, Desk &lt;{DESK}&gt; wrote:<br>"
        "<blockquote class='gmail_quote'>Would you like a place?</blockquote></div><div>And one for Bob.</div>"
    )
    found = parted(page, "Re: Place", html=True)
    assert found.own.split("\n")[0] == "Yes please."
    assert "And one for Bob." in found.own
    assert "> Would you like a place?" in found.quoted


PIECES = [
    "Hello",
    "",
    "> old",
    "On 3 December 2015 Ann wrote:",
    "From: a",
    "Sent: b",
    "Subject: c",
    "Kind regards",
    "Ann Lee",
    "-- ",
]
PIECES += [
    "Begin forwarded message:",
    "This e-mail is confidential",
    "PS more",
    "I will come.",
    "> Begin forwarded message:",
    "_____",
    "Ann x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["Place", "Re: Place", "Fwd: Place"]))
def test_every_line_is_kept_once(lines: list[str], subject: str) -> None:
    """Own words, quoted, forwarded, signature and disclaimer together hold each line of the text, and nothing else."""
    message = letter("\n".join(lines), subject)
    found = split(message, (DESK,))
    shares = (found.own, found.quoted, found.forwarded, found.signature, found.disclaimer)

    def bare(words: str) -> list[str]:
        return sorted(line.strip("> ") for line in words.split("\n") if line.strip("> "))

    assert bare("\n".join(shares)) == bare(message.text)


def test_very_long_mail_is_kept_whole() -> None:
    """A log or list of many thousand lines loses none of them."""
    message = letter("\n".join(f"line {number}" for number in range(12_000)))
    found = split(message, ())
    assert found.own.count("\n") == 11_999


def test_mail_passed_on_many_times_over_is_read() -> None:
    """Forwarding lines inside each other have no end that could stop the reading."""
    found = parted("Hello\n" + "Begin forwarded message:\n" * 2_000 + "the end")
    assert "the end" in found.forwarded
