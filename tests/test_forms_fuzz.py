"""What fuzzing found in the readers of returned forms, each as small as it can be, and a short run of the harness itself."""

from __future__ import annotations

import itertools
import struct
import time

import pytest

from benchmarks import fuzz
from benchmarks.fuzzing import cases, tnef, worker
from intake.forms import match
from intake.forms.blocks import Block, Sheet, folded
from intake.forms.match import read
from intake.reading import tnef as winmail
from tests.test_forms import ALLOTMENTS

_SMALL = 40_000  # bytes
_SEED = 20310307


def test_damaged_forms_are_read_or_refused() -> None:
    """Some three hundred small cases of the harness, of every format: nothing is raised, nothing forbidden is read."""
    small = (one for n in itertools.count() if len((one := cases.case(_SEED, n)).data) <= _SMALL and one.format != "message")
    results = [(one, worker.run(one, _SEED)) for one in itertools.islice(small, 300)]
    assert [(one.number, one.ways, result) for one, result in results if result.outcome not in fuzz.LAWFUL] == []
    assert {result.outcome for _, result in results} == set(fuzz.LAWFUL), "some are read, some refused, some are no document"


def test_a_run_counts_every_case() -> None:
    """In a process with the limits of the reading child; the same seed gives the same cases and outcomes."""
    runs = [fuzz.fuzz(12, _SEED, only=frozenset(["flat OpenDocument", "rich text"])) for _ in range(2)]
    outcomes = [{name: tally.outcomes for name, tally in tallies.items()} for tallies, _ in runs]
    assert outcomes[0] == outcomes[1]
    assert sum(counter.total() for counter in outcomes[0].values()) == 12
    assert cases.case(_SEED, 5) == cases.case(_SEED, 5)
