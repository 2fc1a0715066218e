"""Returned templates: complete, incomplete, late, unreadable, absent, and newer versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from intake.filekinds import in_words
from intake.model import History, Kind, Request, Unread
from intake.programme import Question
from tests.factories import a_call, a_case, a_form, a_part, a_programme, an_example, decided, templates

DOCX = (1, "Word document", 4)


def returning(*more: Kind, **changes: Any) -> Any:
    facts: dict[str, Any] = {"example": a_form(), "parts": (a_part(),)}
    return a_case(Kind.PRACTICE_EXAMPLE, *more, **facts | changes)


def test_a_complete_form_is_entered_with_its_answers() -> None:
    """Answers under f_ and the field's key; option keys stay keys."""
    plan = decided(returning())
    assert [(e.sheet, e.prefix, e.status, e.answer) for e in plan.entries] == [("example", "EX", "Received", 0)]
    assert plan.entries[0].values == {
        "f_name": "Una Larch",
        "f_title": "Tea and trust",
        "f_group": "carer",
        "missing": None,
        "late": False,
        "source": "file 1 (Word document)",
    }
    assert (plan.state, templates(plan)) == ("filed", ("example_complete",))


def test_an_incomplete_form_names_the_blank_questions_in_the_forms_own_words() -> None:
    """In the order of the form, in the register and in the letter."""
    plan = decided(returning(example=a_form(fields={"name": "Una"}, missing=("group", "title"))))
    assert (plan.entries[0].status, plan.entries[0].values["missing"]) == ("Incomplete", "Title of your example; Who are you?")
    assert plan.letter is not None
    answer = plan.letter.answers[0]
    assert (answer.template, answer.missing, answer.files) == (
        "example_incomplete",
        ("Title of your example", "Who are you?"),
        (DOCX,),
    )


def test_a_blank_question_keeps_its_own_mark_at_the_end_of_the_reason() -> None:
    """ "May we use it?" is followed by no full stop; what is none gets one."""
    fields = (
        Question(key="name", label="Your name", required=True),
        Question(key="may", label="May we use it?", required=True),
    )
    programme = a_programme(call=a_call(fields=fields))
    for missing, said in ((("may",), "Left blank: May we use it?"), (("name",), "Left blank: Your name.")):
        assert said in decided(returning(example=a_form(missing=missing)), programme=programme).reasons


@pytest.mark.parametrize(
    ("missing", "template"), [((), "example_late"), (("title",), "example_incomplete"), (None, "example_unreadable")]
)
def test_a_late_form_is_told_as_late(missing: tuple[str, ...] | None, template: str) -> None:
    """Complete or not, the letter knows that the deadline is over."""
    plan = decided(returning(late=True, example=a_form(missing=missing)))
    assert plan.letter is not None
    assert [(a.template, a.late) for a in plan.letter.answers] == [(template, True)]
    assert plan.entries[0].values["late"] is True


def test_a_form_that_cannot_be_read_is_entered_for_a_person_to_read() -> None:
    """A photograph is never called incomplete."""
    plan = decided(returning(example=a_form(fields={}, missing=None)))
    assert (plan.state, plan.entries[0].status, templates(plan)) == ("review", "Not readable", ("example_unreadable",))


def test_a_form_spoken_of_but_not_there_is_asked_for() -> None:
    """A logo in the text is no attachment."""
    plan = decided(returning(example=None, parts=(a_part(inline=True),)))
    assert (plan.state, plan.entries, templates(plan)) == ("review", (), ("example_no_attachment",))


def test_a_file_that_no_reader_knows_is_not_called_absent() -> None:
    """The sender did attach it: it is kept, and a person opens it."""
    plan = decided(returning(example=None))
    assert (plan.state, plan.entries[0].status, templates(plan)) == ("review", "Not readable", ("example_unreadable",))


def test_a_corrected_form_is_the_next_version_of_the_entry_it_is_tied_to() -> None:
    """One row, one reference: what differs is put in, what stood there before is told, and no new row is made."""
    earlier = an_example(f_title="Tea", f_name="Una Larch", f_group="carer")
    plan = decided(returning(Kind.AMENDMENT), History(sent_token="EX-34X9", by_reference=(earlier,)))
    (change,) = plan.changes
    assert (plan.entries, change.reference, change.status) == ((), "EX-34X9", "Received")
    assert (change.values["f_title"], change.values["version"]) == ("Tea and trust", 2)
    assert "f_name" not in change.values
    assert change.reason == "Version 2 came in. Changed: Title of your example. Before: “Tea”."
    assert (plan.state, templates(plan)) == ("filed", ("example_complete",))
    assert plan.letter is not None
    assert (plan.letter.answers[0].reference, plan.letter.answers[0].version) == ("EX-34X9", 2)


def test_the_rest_of_an_incomplete_form_completes_it_without_a_word_of_correction() -> None:
    """We asked for it: the reply that brings it is its second version. What it leaves blank stays as it was."""
    earlier = an_example(status="Incomplete", f_title=None, f_group="carer", missing="Title of your example")
    rest = returning(example=a_form(fields={"name": "Una Larch", "title": "Tea and trust"}, missing=("group",)))
    plan = decided(rest, History(sent_token="EX-34X9", by_reference=(earlier,)))
    (change,) = plan.changes
    assert (change.status, change.values["missing"]) == ("Received", None)
    assert "Answered now: Title of your example." in change.reason
    assert "Left blank this time, so the earlier answers stay: Who are you?" in change.reason
    assert templates(plan) == ("example_complete",)
    other = an_example(f_title="Another story")
    plan = decided(returning(), History(sent_token="EX-34X9", by_reference=(other,)))
    assert (len(plan.entries), plan.changes) == (1, ())


def test_a_newer_version_of_what_staff_have_typed_over_is_theirs_to_put_in() -> None:
    """Staff are the last word: the form is entered beside it, and a person is told."""
    earlier = replace(an_example(), edited=True)
    plan = decided(returning(Kind.AMENDMENT), History(sent_token="EX-34X9", by_reference=(earlier,), by_sender=(earlier,)))
    assert (plan.state, len(plan.entries), plan.changes) == ("review", 1, ())
    assert any("A colleague has changed EX-34X9" in reason for reason in plan.reasons)


def test_a_newer_version_without_proof_is_a_suggestion() -> None:
    """Entered as its own, for a person to tie."""
    for case in (returning(Kind.AMENDMENT), returning()):
        plan = decided(case, History(by_sender=(an_example(),)))
        assert (plan.state, len(plan.entries), plan.changes) == ("review", 1, ())
        assert "It may be a newer version of EX-34X9." in plan.suggestion


def test_one_form_sent_twice_is_one_entry() -> None:
    """The sender hears the reference that they have; from another address a person looks, and no reference is told."""
    same = an_example(f_name="Una  Larch", f_title="Tea and trust", f_group="carer")
    plan = decided(returning(), History(by_sender=(same,), same_forms=(same,)))
    assert (plan.entries, plan.changes, plan.state, templates(plan)) == ((), (), "filed", ("example_complete",))
    assert plan.letter is not None
    assert plan.letter.answers[0].reference == "EX-34X9"
    elsewhere = replace(same, sender="another@people.example")
    plan = decided(returning(), History(same_forms=(elsewhere,)))
    assert (plan.entries, plan.state, templates(plan)) == ((), "review", ("received",))


def test_anothers_form_in_reply_to_our_letter_is_an_entry_of_its_own() -> None:
    """People forward our letters, and send a friend's form: nothing of the first is touched, and staff are told."""
    earlier = an_example(status="Incomplete", f_name="Otto Brisk", f_title="Bread", f_group="ulo")
    plan = decided(returning(), History(sent_token="EX-34X9", by_reference=(earlier,)))
    assert (len(plan.entries), plan.changes, plan.state) == (1, (), "review")
    assert "EX-34X9" in plan.suggestion
    assert plan.letter is not None
    assert plan.letter.answers[0].reference == ""


def test_of_two_forms_in_reply_one_is_the_next_version() -> None:
    """An entry takes one form of a message; the other is entered by itself."""
    earlier = an_example(status="Incomplete", f_title=None, f_name="Una Larch")
    other = a_form(fields={"name": "Otto Brisk", "title": "Bread"}, missing=("group",), part=2)
    case = replace(returning(parts=(a_part(), a_part(number=2))), example=a_form(), further=(other,))
    plan = decided(case, History(sent_token="EX-34X9", by_reference=(earlier,)))
    assert [change.reference for change in plan.changes] == ["EX-34X9"]
    assert [entry.values["f_name"] for entry in plan.entries] == ["Otto Brisk"]


def test_a_new_title_alone_makes_no_new_example() -> None:
    """A corrected form in reply to our letter, complete before and otherwise the same."""
    earlier = an_example(f_title="Tea", f_name="Una Larch", f_group="carer")
    plan = decided(returning(), History(sent_token="EX-34X9", by_reference=(earlier,)))
    assert [(change.reference, change.values["version"]) for change in plan.changes] == [("EX-34X9", 2)]


def test_lateness_is_the_entrys_and_a_late_version_says_so() -> None:
    """What came in time stays in time; that its correction came late, staff see."""
    earlier = an_example(f_title="Tea", f_name="Una Larch", f_group="carer", late=False)
    plan = decided(returning(late=True), History(sent_token="EX-34X9", by_reference=(earlier,)))
    assert plan.letter is not None
    assert (templates(plan), plan.letter.answers[0].late) == (("example_complete",), False)
    assert "after the deadline" in plan.changes[0].reason
    same = an_example(f_title="Tea and trust", f_name="Una Larch", f_group="carer", late=False)
    again = decided(returning(late=True), History(same_forms=(same,), by_sender=(same,)))
    assert again.letter is not None
    assert (templates(again), again.letter.answers[0].late) == (("example_complete",), False)


def test_a_blank_form_is_told_to_be_blank() -> None:
    """Not that it has reached us safely."""
    plan = decided(returning(example=a_form(fields={}, missing=("name", "group", "title"))))
    assert (plan.entries[0].status, templates(plan)) == ("Blank", ("example_blank",))


def test_a_choice_in_words_that_mean_no_option_is_for_a_person() -> None:
    """The letter asks, and somebody sees what was said."""
    said = "Who are you?: “a friend” is none of the options for certain."
    form = a_form(fields={"name": "Una", "title": "Tea"}, missing=("group",), notes=(said,), unclear=("group",))
    plan = decided(returning(example=form))
    assert (plan.state, plan.entries[0].values["check"]) == ("review", said)


def test_two_forms_in_one_message_are_two_entries() -> None:
    """Each with its own file and its own reference in the letter."""
    first, second = a_form(), a_form(fields={"name": "Una Larch", "title": "Bread"}, missing=("group",), part=2)
    case = replace(returning(parts=(a_part(), a_part(number=2))), example=first, further=(second,))
    plan = decided(case)
    assert [entry.values["f_title"] for entry in plan.entries] == ["Tea and trust", "Bread"]
    assert templates(plan) == ("example_complete", "example_incomplete")
    assert plan.letter is not None
    assert [[number for number, _, _ in answer.files] for answer in plan.letter.answers] == [[1], [2]]


def test_another_document_in_place_of_the_form_is_asked_about_and_not_entered() -> None:
    """A life story or a flyer is no example."""
    plan = decided(replace(returning(example=None), other_files=(1,)))
    assert (plan.state, plan.entries, templates(plan)) == ("review", (), ("example_other_file",))


@pytest.mark.parametrize("why", ["password", "picture", "program", "link", "damaged", "large"])
def test_the_letter_knows_why_a_form_could_not_be_read(why: Unread) -> None:
    """What the sender may do about it depends on that, and so does what staff are to do."""
    plan = decided(returning(example=a_form(fields={}, missing=None, unread=why)))
    assert plan.letter is not None
    assert (plan.letter.answers[0].unread, plan.state) == (why, "review")
    assert plan.suggestion


def test_a_second_example_of_another_title_is_simply_filed() -> None:
    """People may send more than one."""
    plan = decided(returning(), History(by_sender=(an_example(f_title="Another story"),)))
    assert (plan.state, len(plan.entries)) == ("filed", 1)


def test_a_form_and_a_change_of_places_are_two_matters() -> None:
    """The form is no newer version of anything; the change goes to a person."""
    plan = decided(returning(Kind.AMENDMENT, request=Request(seminars=("seminar-2",), dietary="vegan")))
    assert templates(plan) == ("example_complete", "amendment_passed_on")
    assert len(plan.entries) == 1


def test_without_a_call_a_returned_form_goes_to_a_person() -> None:
    """Nothing to enter it under, nothing to promise."""
    plan = decided(returning(), programme=a_programme(call=None))
    assert (plan.state, plan.entries, templates(plan)) == ("review", (), ("received",))


@pytest.mark.parametrize(
    ("extension", "detected", "words"),
    [
        (".pdf", "application/pdf", "PDF"),
        (".jpg", "image/jpeg", "picture"),
        (".bin", "application/octet-stream", "file"),
        (".docm", "application/vnd.ms-word.document.macroenabled.12", "Word document with macros"),
    ],
)
def test_files_are_named_by_what_they_are(extension: str, detected: str, words: str) -> None:
    """Never by the sender's name for them."""
    assert in_words(detected, extension) == words
