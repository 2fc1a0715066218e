"""Another call with another form: what its questions are for is told by their words, and nothing is entered it has not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from python_calamine import CalamineWorkbook

from intake import register
from intake.model import History, Kind
from intake.programme import Call, Programme, Question
from intake.reading import read
from intake.register import layout as lay
from intake.rows import Snapshot
from tests.factories import a_call, a_case, a_form, a_part, a_programme, an_example, decided
from tests.returning import message as a_letter
from tests.returning import part, read_file, returned, wording
from tests.test_reading_request import message

NOW = datetime(2016, 1, 4, 10, 0, tzinfo=UTC)
EXAMPLE = tomllib.loads((Path(__file__).parent.parent / "config.example.toml").read_text("utf-8"))["programme"]
STORY = (
    "The day centre had a rule that only staff could hold the kettle. Four of us asked the manager whether we might hold "
    "it in turns, and she agreed to try it for a month. We wrote the rota together and hung it beside the sink. After the "
    "month nobody could remember why there had been a rule, and now the visitors are asked to make the tea."
)
TELLS = (
    "I saw your call. I would rather not use the form, so here is my example.\n\n"
    f'{STORY}\n\nThe title is "Turns at the kettle". Please keep me anonymous.\n\nOla Benson'
)
WHOLE = {"key": "account", "label": "How did it go?", "required": True}


def choice(key: str, label: str, **options: str) -> dict[str, Any]:
    return {"key": key, "label": label, "kind": "one_of", "options": [{"key": k, "label": v} for k, v in options.items()]}


def line(key: str, label: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "kind": "line", **more}


def programme(*fields: dict[str, Any]) -> Programme:
    """The example programme, with a form of its own."""
    return Programme.model_validate(EXAMPLE | {"call": EXAMPLE["call"] | {"fields": fields}})


def told(*fields: dict[str, Any]) -> dict[str, str]:
    """What is read from a story, by the questions of that form."""
    found = read(message(TELLS, "Your call"), NOW, programme(*fields)).example
    assert found is not None
    return dict(found.fields)


def of(*fields: dict[str, Any]) -> Call:
    found = programme(*fields).call
    assert found is not None
    return found


def test_a_story_goes_where_this_form_asks_for_one() -> None:
    """The name, the title and the permission too, whatever their keys are."""
    may = choice("consent", "May we print it?", named="With my name", anonymous="Without my name")
    fields = told(
        line("who", "Your full name"), line("called", "Title of your example"), {"key": "b", "label": "More"}, WHOLE, may
    )
    assert fields == {"who": "Robin Vale", "called": "Turns at the kettle", "account": STORY, "consent": "anonymous"}


def test_without_a_required_long_question_the_first_one_takes_the_story() -> None:
    """An address is not one."""
    fields = told(
        {"key": "post", "label": "Postal address"}, {"key": "b", "label": "How did it go?"}, {"key": "c", "label": "Hm?"}
    )
    assert fields == {"b": STORY}


def test_nothing_is_yielded_that_is_no_option_of_the_form() -> None:
    """Yes and no are this form's answers; "anonymous" is none."""
    may = choice("permission", "Dürfen wir es verwenden?", ja="Ja", nein="Nein")
    assert told(WHOLE, may) == {"account": STORY}


def test_a_form_without_room_for_a_story_has_none() -> None:
    """A person must look."""
    found = read(message(TELLS, "Your call"), NOW, programme(line("name", "Your name"), line("plot", "Plot")))
    assert found.example is None


@pytest.mark.parametrize(
    ("label", "also", "is_name"),
    [
        ("Your name", (), True),
        ("First and last names", (), True),
        ("Wie heißen Sie?", ("Name",), True),
        ("Who are you?", (), True),
        ("Name of your garden", (), False),
        ("Project name", (), False),
    ],
)
def test_a_question_for_a_name_is_told_by_its_words(label: str, also: tuple[str, ...], is_name: bool) -> None:
    """Not everything that has a name is a person."""
    call = of(line("name" if "arden" in label or "roject" in label else "x", label, also=also), WHOLE)
    assert (call.name() is not None) == is_name


def test_the_heading_is_the_title_or_the_first_required_line_that_is_no_particular() -> None:
    """By it one form is told from another."""
    lines = (line("n", "Your name", required=True), line("p", "Postcode", required=True), line("bed", "Bed", required=True))
    for fields, key in ((lines, "bed"), ((*lines, line("t", "Name of your plot")), "t"), (lines[:2], None)):
        found = of(*fields, WHOLE).heading()
        assert (found.key if found else None) == key


def test_a_form_with_another_heading_has_its_newer_versions() -> None:
    """Without a question of key "title"."""
    fields = (Question(key="n", label="Your name", kind="line"), Question(key="bed", label="Bed", kind="line", required=True))
    ours = a_programme(call=a_call(fields=fields))
    for bed, changes in (("Beans", 1), ("Leeks", 0)):
        again = a_case(Kind.PRACTICE_EXAMPLE, example=a_form(fields={"n": "Una", "bed": bed}), parts=(a_part(),))
        plan = decided(again, History(sent_token="EX-34X9", by_reference=(an_example(f_bed="beans"),)), programme=ours)
        assert len(plan.changes) == changes


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (choice("g", "Which describes you best?", a="A carer", b="Other"), "Who they come from"),
        (choice("g", "Which of these describes you?", a="A carer", b="Other"), "Who they come from"),
        (choice("may", "May we use it?", a="Yes", b="No"), "May we use it?"),
    ],
)
def test_the_summary_counts_by_a_question_under_its_own_name(tmp_path: Path, field: dict[str, Any], said: str) -> None:
    """ "Who they come from" is said only of a question that asks it."""
    path = tmp_path / "register.xlsx"
    projection = register.project(Snapshot(0), programme(line("n", "Your name"), field))
    register.publish(projection, path, read=register.read_staff(path), keep=2, mode=0o600)
    rows: Iterable[list[Any]] = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(lay.SUMMARY).to_python()
    assert [row[0] for row in rows if row[1] == "Received"] == [said]


# ----------------------------------------------------------------------------------------- forms that are refused


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([], "the call has no question"),
        ([WHOLE, WHOLE], "question key account is used twice"),
        (
            [choice("a", "May we?", yes="Yes") | {"options": [{"key": "y", "label": "Yes"}] * 2}],
            'question "a": the option key y is',
        ),
        ([line("a", " ")], 'question "a": its label has no word'),
        ([line("a", "3.")], 'question "a": its label has no word'),
        ([choice("a", "May we?", yes="Yes", no="-")], 'question "a": the option no has no word'),
    ],
)
def test_a_form_nobody_could_fill_in_is_refused_by_name(fields: list[dict[str, Any]], said: str) -> None:
    """Before any mail is read."""
    with pytest.raises(ValidationError, match=said):
        programme(*fields)


CONTACTS = "Your name: Ola Benson\nEmail: ola@larch.example\nTelephone: 01632 960001\nOrganisation: Larch House\n"


def test_where_a_form_asks_only_what_any_form_asks_a_contact_block_is_none() -> None:
    """In a file all questions but one must stand there; words never are the form."""
    contacts = (line("n", "Your name"), {"key": "e", "label": "Email", "kind": "email"})
    call = of(*contacts, {"key": "t", "label": "Telephone", "kind": "phone"}, line("o", "Organisation"))
    found = read_file(CONTACTS.encode(), call, name="form.txt")
    assert found is not None
    assert len(found.fields) == 4
    assert read_file(CONTACTS.replace("Telephone: 0", "0").encode(), call, name="form.txt") is not None
    assert read_file(b"Your name: Ola Benson\nEmail: ola@larch.example\nI come on foot.\n", call, name="form.txt") is None
    assert returned(a_letter(text=CONTACTS), wording(CONTACTS), call) is None
    assert returned(a_letter(part(CONTACTS.encode(), "form.txt"), text=CONTACTS), wording(CONTACTS), call) is not None
