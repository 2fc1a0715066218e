"""PDF forms come back filled in by many programs and hands: the same answers are read from each, and none is made up."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from intake.forms import pdf
from intake.forms.filled import filled
from intake.forms.match import read
from intake.forms.questions import questions_of
from intake.programme import Call
from tests.pdf_fields import (
    fields_below,
    fields_beside,
    fields_in_a_table,
    fields_in_four_columns,
    fields_in_pairs,
    fields_that_speak,
    fields_under_their_words,
    notes_over_fields,
)
from tests.pdf_pages import (
    any_order,
    bold_choice,
    columns_over_pages,
    crossed,
    flattened,
    level_rules,
    notes_in_a_table,
    notes_on_a_flat_form,
    notes_with_a_stamp,
    turned,
)
from tests.pdf_sample import Answers
from tests.returning import ALLOTMENTS, ANSWERS, PARAGRAPHS, four_columns, in_a_frame, office, read_file, same_cell

__all__ = ["office"]  # the fixture

Way = Callable[[Call, Answers], bytes]
# The call of the other tests, with a question that is broken over lines and has no brackets at its end.
BEDS = ALLOTMENTS.model_copy(
    update={
        "fields": tuple(
            q.model_copy(update={"label": "How do you keep the slugs and the pigeons off your beds?"}) if q.key == "tips" else q
            for q in ALLOTMENTS.fields
        )
    }
)
PARTLY = {key: PARAGRAPHS[key] for key in ("grower", "tips", "swap")}
PARTLY_READ = {key: ANSWERS[key] for key in PARTLY}

FIELDS = [
    fields_beside,
    fields_below,
    fields_in_a_table,
    fields_that_speak,
    fields_in_pairs,
    fields_in_four_columns,
    fields_under_their_words,
]
NOTES = [notes_on_a_flat_form, notes_with_a_stamp, notes_in_a_table, notes_over_fields]
PRINTED = [flattened, crossed, columns_over_pages, level_rules, any_order, turned, bold_choice]


def run_together(answers: Answers) -> Answers:
    """Without the ends of paragraphs."""
    return {key: " ".join(text.split()) for key, text in answers.items()}


@pytest.mark.parametrize("way", [*FIELDS, *NOTES, *PRINTED])
@pytest.mark.parametrize(("said", "expected"), [(PARAGRAPHS, ANSWERS), (PARTLY, PARTLY_READ), ({}, {})])
def test_answers_are_read_however_the_page_was_filled_in(way: Way, said: Answers, expected: Answers) -> None:
    """Every way gives the answers that were given, and none where a question was left blank."""
    found = read_file(way(BEDS, said), BEDS)
    assert found is not None
    if way in PRINTED or way is notes_with_a_stamp:  # a page does not always show where a paragraph ends
        assert run_together(found.fields) == run_together(expected)
    else:
        assert found.fields == expected


@pytest.mark.parametrize("way", FIELDS)
@pytest.mark.parametrize("said", [PARAGRAPHS, PARTLY, {}])
def test_fields_and_page_say_the_same(way: Way, said: Answers) -> None:
    """What the controls answer by their names and what the blocks answer by their place is never two things."""
    sheet = pdf.read(way(BEDS, said))
    by_place = read(dataclasses.replace(sheet, controls=()), BEDS).answers
    by_name = {key: text for key, text in filled(sheet.controls, questions_of(BEDS)) if text}
    shared = by_place.keys() & by_name.keys()
    assert {key: by_place[key] for key in shared} == {key: by_name[key] for key in shared}
    assert by_place.keys() | by_name.keys() == said.keys()


@pytest.mark.parametrize("way", [four_columns, same_cell, in_a_frame])
def test_tables_that_libreoffice_exports_are_read(office: Any, way: Way) -> None:
    """Tables without rules, of one cell and of four columns."""
    exported = office([way(BEDS, PARAGRAPHS), way(BEDS, PARTLY)], "pdf")
    found = [read_file(data, BEDS) for data in exported]
    assert [run_together(one.fields) if one else None for one in found] == [
        run_together(ANSWERS),
        run_together(PARTLY_READ),
    ]
