"""What fuzzing found in the readers of returned forms, each as small as it can be, and a short run of the harness itself."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator

import pytest

from benchmarks import fuzz
from benchmarks.fuzzing import cases, tnef, worker
from benchmarks.fuzzing.cases import Case
from benchmarks.fuzzing.seeds import call
from intake.forms.blocks import folded
from intake.reading import tnef as winmail

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


def test_folding_makes_no_long_text_longer() -> None:
    """Some characters are eighteen others in their plain form: a million of them are left as they are."""
    assert len(folded("\ufdfa" * 1_000_000)) <= 1_000_000
    assert folded("\uff37\uff28\uff2f are you?") == "who are you"
