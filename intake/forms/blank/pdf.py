"""Writes the blank template as a PDF form: filled in with Acrobat, Preview or a browser, or printed and filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from intake.forms.blank.said import LANGUAGE, ONE_TICK, THANKS, Said, hints, said
from intake.forms.blank.setting import BOLD, PLAIN, WIDTH, Box, Item, Run, Strip, beside, draw, pages, prepare, text
from intake.forms.blank.tagged import Tag, tagged
from intake.programme import Call, Option, Question

_BODY, _TITLE, _HEADING, _SMALL = 14.0, 22.0, 17.0, 12.0  # points; large print begins at 14
_LINE_HIGH = 32.0
_TEXT_HIGH = 150.0
_TICK = 15.0
_INDENT = 24.0


def pdf(call: Call, address: str = "") -> bytes:
    """The blank template as a .pdf file with the same words as the Word document, and a field for every answer.

    The same call and address give the same bytes. Fields are named after the question's key, tick boxes "group.nhs_trust".
    """
    prepare()
    words = said(call, address, when_full="The boxes for long answers scroll, so there is always room.")
    tree = Tag("Document")
    drawn = draw(pages(_groups(call, words, tree)), words.title)
    return tagged(drawn, tree, words.title, LANGUAGE)


def _groups(call: Call, words: Said, tree: Tag) -> Iterator[list[Strip]]:
    """What stands together, in order."""
    yield _add(tree, "H1", [(BOLD, words.title)], _TITLE)
    for paragraph in (*words.introduction, *words.advice):
        yield _add(tree, "P", [(PLAIN, paragraph)], _BODY, above=8)
    by = [(PLAIN, "Please send it back by "), (BOLD, words.day), (PLAIN, ".")]
    heading = _add(tree, "H2", [(BOLD, words.return_heading)], _HEADING, above=18)
    yield heading + _add(tree, "P", by, _BODY, above=6)
    ways = _inside(tree, "L")
    for way, how in words.ways:
        yield _bullet(ways, [(BOLD, way), (PLAIN, how)])
    heading = _add(tree, "H2", [(BOLD, words.questions_heading)], _HEADING, above=18)
    for question in call.fields:
        for group in _question(tree, question):
            yield heading + group
            heading = []
    yield heading + _add(tree, "P", [(PLAIN, THANKS)], _BODY, above=20)


def _add(parent: Tag, name: str, runs: list[Run], size: float, above: float = 0) -> list[Strip]:
    return text(_inside(parent, name), runs, size, above=above)


def _inside(parent: Tag, name: str) -> Tag:
    tag = Tag(name)
    parent.kids.append(tag)
    return tag


def _bullet(parent: Tag, runs: list[Run]) -> list[Strip]:
    item = _inside(parent, "LI")
    bullet = Item(_inside(item, "Lbl"), 6, ((PLAIN, "\u2022"),), _BODY)
    return beside(bullet, text(_inside(item, "LBody"), runs, _BODY, x=_INDENT, above=4))


def _question(tree: Tag, question: Question) -> Iterator[list[Strip]]:
    """The question with its field; the options of a long list one by one, so that it may run over a page."""
    notes = [(PLAIN, f" {hint}") for hint in hints(question) if hint != ONE_TICK]
    asked = _add(tree, "H3", [(BOLD, question.label), *notes], _BODY, above=18)
    if question.kind != "one_of":
        long = question.kind == "text"
        high = _TEXT_HIGH if long else _LINE_HIGH
        box = Box(question.key, question.label, "text" if long else "line", WIDTH, high, question.required)
        yield [*asked, Strip((Item(_inside(tree, "Form"), 0, box=box),), high, above=5, grows=long)]
        return
    asked += _add(tree, "P", [(PLAIN, ONE_TICK)], _SMALL, above=2)
    options = _inside(tree, "L")
    made = [_option(options, question, choice) for choice in question.options]
    if len(made) <= 12:
        yield asked + [strip for strips in made for strip in strips]
    else:
        yield asked + made[0]
        yield from made[1:]


def _option(parent: Tag, question: Question, choice: Option) -> list[Strip]:
    body = _inside(_inside(parent, "LI"), "LBody")
    box = Box(f"{question.key}.{choice.key}", f"{choice.label}: {question.label}", "tick", _TICK, _TICK)
    tick = Item(_inside(body, "Form"), 0, box=box)
    return beside(tick, text(body, [(PLAIN, choice.label)], _BODY, x=_INDENT, above=5))
