"""What fuzzing found in the readers of returned forms, each as small as it can be, and a short run of the harness itself."""

from __future__ import annotations

import itertools
import struct
import zipfile
from collections.abc import Iterator
from random import Random

import pytest

from benchmarks import fuzz
from benchmarks.fuzzing import cases, tnef, worker, zips
from benchmarks.fuzzing.cases import Case
from benchmarks.fuzzing.seeds import call
from intake.forms import plain
from intake.forms.archive import Archive
from intake.forms.blocks import UnreadableError, folded
from intake.forms.word import read as read_word
from intake.reading import tnef as winmail
from tests import opendocument_sample
from tests.returning import read_file

_SMALL = 20_000  # bytes
_QUICK = {"OpenDocument", "flat OpenDocument", "rich text", "old Word", "plain text", "web page"}
_SEED = 20310307


@pytest.fixture(scope="module")
def child() -> Iterator[fuzz.Worker]:
    """A process with the limits of the reading child."""
    found = fuzz.Worker()
    yield found
    found.close()


def outcome(child: fuzz.Worker, data: bytes, kind: str, name: str, declared: str = "") -> str:
    """What becomes of that file in the child: "read", "refused", "nothing", or the limit that it broke."""
    return child.read(Case(0, 1, kind, name, declared, data)).outcome


def test_damaged_forms_are_read_or_refused() -> None:
    """Some three hundred small cases of the harness: nothing is raised, and nothing is read that must not be."""
    made = (cases.case(_SEED, number) for number in itertools.count() if cases.format_of(number) in _QUICK)
    results = [(one, worker.run(one)) for one in itertools.islice((one for one in made if len(one.data) <= _SMALL), 300)]
    assert [(one.number, one.ways, result) for one, result in results if result.outcome not in fuzz.LAWFUL] == []
    assert {result.outcome for _, result in results} == set(fuzz.LAWFUL), "some are read, some refused, some are no document"


def test_a_run_counts_every_case_and_can_be_had_again() -> None:
    """Through the process with limits; the same seed gives the same bytes."""
    tallies, faults = fuzz.fuzz(6, _SEED, only=frozenset(["Word", "message", "winmail.dat", "archive", "matcher"]))
    assert sum(tally.outcomes.total() for tally in tallies.values()) == 6
    assert not faults
    assert cases.case(_SEED, 5) == cases.case(_SEED, 5) != cases.case(_SEED + 1, 5)


# ------------------------------------------------------------------------------------------------ what it found


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def padded(xml: str) -> bytes:
    """With noise at its end, so that it is not packed to less than a document may be."""
    return f"{xml}<!--{Random(1).randbytes(len(xml) // 250 + 900).hex()}-->".encode()


def word(body: str, **parts: str) -> bytes:
    """A Word document with that body, and further parts in `word/`."""
    main = padded(f"<w:document {W}><w:body>{body}</w:body></w:document>")
    more = [(f"word/{name}.xml", padded(xml)) for name, xml in parts.items()]
    return zips.packed([("word/document.xml", main), *more])


def open_document(body: str, head: str = "") -> bytes:
    spaces = opendocument_sample.SPACES
    xml = f"{head}<office:body><office:text>{body}</office:text></office:body>"
    return zips.packed([("content.xml", padded(f"<office:document-content {spaces}>{xml}</office:document-content>"))])


def many(item: str, times: int) -> str:
    """The item often, each with its number for "#"."""
    return "".join(item.replace("#", str(number)) for number in range(times))


LEVELS = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
    + many('<w:lvl w:ilvl="#"/>', 8_000)
    + "</w:abstractNum>"
    + many('<w:num w:numId="#"><w:abstractNumId w:val="0"/></w:num>', 8_000)
    + "</w:numbering>"
)
TRAPS = {
    "boxes in boxes": ("a.docx", word("<w:p><w:txbxContent>" * 40 + "</w:txbxContent></w:p>" * 40)),
    "controls in controls": (
        "a.docx",
        word(
            '<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>' * 100
            + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 3_000
            + "</w:sdtContent></w:sdt>" * 100
        ),
    ),
    "lists times levels": ("a.docx", word("<w:p/>", numbering=LEVELS)),
    "very many elements": ("a.docx", word("<w:p/>" * 3_000_000)),
    "controls of forms in forms": (
        "a.odt",
        open_document(
            "<office:forms>" * 240 + '<form:textarea form:name="x" form:current-value="y"/>' * 30_000 + "</office:forms>" * 240
        ),
    ),
    "levels times items": (
        "a.odt",
        open_document(
            '<text:list text:style-name="L">' + "<text:list-item><text:p>x</text:p></text:list-item>" * 5_000 + "</text:list>",
            '<office:automatic-styles><text:list-style style:name="L">'
            + "<text:list-level-style-bullet/>" * 60_000
            + "</text:list-style></office:automatic-styles>",
        ),
    ),
    "tags of a page": ("a.html", b"<html>" + b"<p>" * 1_600_000),
    "a rule in mid line": ("a.txt", b"What did you do?\nx" + b"_" * 90_000 + b"y\n"),
    "lines broken within words": (
        "a.txt",
        b"What did you do?\n" + b"abcdefghij klmnopqrstuvw xyz abcdefghij klmnopqrstuv-\n" * 5_900,
    ),
    "cells described times rows": ("a.rtf", b"{\\rtf1 " + b"\\cellx1" * 200_000 + b"\\row" * 50_000 + b"}"),
}


@pytest.mark.parametrize("what", TRAPS)
def test_no_document_is_a_trap(what: str, child: fuzz.Worker) -> None:
    """Small to send, and of more parts, or parts in parts, than can be read in time: read as far as it goes, or refused."""
    name, data = TRAPS[what]
    kind = {"docx": "Word", "odt": "OpenDocument", "html": "web page", "txt": "plain text", "rtf": "rich text"}[name[2:]]
    assert outcome(child, data, kind, name, "text/plain" if kind == "plain text" else "") in {"read", "refused"}


def test_lines_and_attributes_are_counted_before_they_are_looked_at() -> None:
    """A line may end in other ways than with a newline; a tag may have attributes without end."""
    with pytest.raises(UnreadableError) as lines:
        plain.read(b"a\r" * 999_000)
    with pytest.raises(UnreadableError) as attributes:
        read_word(word(("<w:p " + many("a#='' ", 100) + "/>") * 5_000))
    assert (lines.value.why, attributes.value.why) == ("large", "large")


def test_a_text_box_is_read_once() -> None:
    """Also where it hangs in another one, beside whose paragraph it stands."""
    inner = "<w:p><w:txbxContent><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:txbxContent></w:p>"
    found = read_word(word(f"<w:p><w:r><w:t>page</w:t></w:r><w:txbxContent>{inner}</w:txbxContent></w:p>"))
    assert [block.text for block in found.blocks if block.text] == ["page", "inner"]


def test_a_zip_entry_without_a_name_is_passed_over() -> None:
    """The standard library fails on it when it asks whether it is a folder."""
    nameless = bytearray(zips.packed([("a", b"x"), ("entry.txt", b"Who are you?")]))
    for signature, place in ((b"PK\3\4", 26), (b"PK\1\2", 28)):
        at = nameless.find(signature)
        size = {26: 30, 28: 46}[place]
        nameless[at + place : at + place + 2] = b"\0\0"
        del nameless[at + size]
    directory = nameless.find(b"PK\1\2")
    end = nameless.find(b"PK\5\6")
    struct.pack_into("<II", nameless, end + 12, end - directory, directory)
    struct.pack_into("<I", nameless, nameless.find(b"PK\1\2", directory + 4) + 42, nameless.find(b"PK\3\4", 4))
    assert Archive(bytes(nameless)).names == ("entry.txt",)
    assert read_file(bytes(nameless)) is None


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_document_packed_otherwise_than_documents_are_is_refused(method: int) -> None:
    """Damaged LZMA raises an error of its own kind, and may ask for any memory."""
    packed = zips.packed([("entry.txt", b"Who are you?\n" * 9)], method)
    with pytest.raises(UnreadableError):
        Archive(packed).read("entry.txt")
    assert read_file(packed.replace(b"\x5d\0\0", b"\xff\0\0", 1)) is None


def test_a_pdf_without_its_catalogue_is_refused_in_time(child: fuzz.Worker) -> None:
    """Where it should stand is another object, and the table of places names thousands that are not there."""
    body = b"%PDF-1.7\n1 0 obj\n(none)\nendobj\n" + b"% nothing here, and nothing there\n" * 12_000
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    data = body + table + b"trailer\n<< /Root 1 0 R /Size 10000 >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    assert outcome(child, data, "PDF", "entry.pdf") == "refused"


def test_blank_lines_without_end_are_no_trap(child: fuzz.Worker) -> None:
    """Of a message: what stands above a form in it is looked for line by line."""
    raw = b"From: ottoline@fen-end.example\r\nSubject: A place\r\n\r\nMay I come?\r\n" + b">\r\n" * 200_000 + b"Ottoline\r\n"
    assert outcome(child, raw, "message", "mail") in {"read", "nothing", "refused"}


def test_winmail_that_counts_to_billions_is_no_trap(child: fuzz.Worker) -> None:
    """Properties, and values of one property, are as many as it says only while there are bytes for them."""
    for properties in (struct.pack("<I", 0xFFFFFFFF), struct.pack("<IHHI", 1, 0x1002, 0x3701, 0xFFFFFFFF)):
        data = tnef.winmail({"entry.txt": b"Who are you?"}) + tnef.attribute(2, 0x00069005, properties)
        assert outcome(child, data, "winmail.dat", "winmail.dat") == "read"
        assert winmail.files(data) == (("entry.txt", b"Who are you?"),)


def test_a_file_in_winmail_may_have_a_name_of_western_windows() -> None:
    """The short name of a file is in the code page of the sender's machine, not in UTF-8."""
    assert winmail.files(tnef.winmail({"caf\xe9.txt": b"x"}))[0][0] == "caf\xe9.txt"
    begun = tnef.attribute(2, 0x00069002, bytes(14)) + tnef.attribute(2, 0x00018010, "Caf\xe9.txt\0".encode("cp1252"))
    assert winmail.files(winmail.MAGIC + b"\1\0" + begun + tnef.attribute(2, 0x0006800F, b"x")) == (("Caf\xe9.txt", b"x"),)


def test_a_list_of_options_repeated_without_end_is_read_in_time(child: fuzz.Worker) -> None:
    """Six thousand lines under questions with options: what the options are called is worked out once."""
    asked = next(question for question in call().fields if question.options)
    lines = [asked.label, *(f"Perhaps {number}, and only if we are asked first" for number in range(2))]
    text = "\n".join([*(q.label + "\nx" for q in call().fields if not q.options), *lines * 1_900])
    assert outcome(child, text.encode(), "plain text", "entry.txt", "text/plain") == "read"


def test_a_question_and_its_answer_without_end_are_read_in_time(child: fuzz.Worker) -> None:
    """Thousands of times on a damaged web page: each line is looked at once, however often it is there."""
    answer = "Ottoline and the beans on plot 17b, and the slugs. We met on Tuesdays, “mostly”. Nobody knows how old they were."
    lines = [call().fields[0].label, "Ottoline", *[label for q in call().fields[-5:] for label in (q.label, answer)] * 590]
    page = "".join(f"<p>{line}</p>" for line in lines).encode()
    case = Case(0, 0, "web page", "entry.html", "text/html", b"<html><meta charset=utf-8><body>" + page + b"</body></html>")
    assert child.read(case).outcome == "read"


def test_a_page_within_boxes_within_boxes_is_read_in_time(child: fuzz.Worker) -> None:
    """Thousands of lines in a hundred and fifty boxes: what a line is does not depend on how many stand around it."""
    page = "<html><body>" + "<div>" * 150 + "".join(f"<p>Line {number}</p>" for number in range(5_500))
    assert outcome(child, page.encode(), "web page", "entry.html", "text/html") == "read"


def test_folding_makes_no_long_text_longer() -> None:
    """Some characters are eighteen others in their plain form: a million of them are left as they are."""
    assert len(folded("\ufdfa" * 1_000_000)) <= 1_000_000
    assert folded("\uff37\uff28\uff2f are you?") == "who are you"
