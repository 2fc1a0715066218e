"""What the blank template says, whichever kind of file it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from intake.programme import Call, Question

LANGUAGE = "en-GB"
NEEDED = "(please\u00a0answer)"  # no line end within: a reader of lines takes half a hint for an answer
ONE_TICK = "(please\u00a0tick\u00a0one)"
THANKS = "Thank you."


@dataclass(frozen=True, slots=True)
class Said:
    """The words around the questions."""

    title: str
    introduction: tuple[str, ...]  # paragraphs
    advice: tuple[str, ...]  # how to fill it in, paragraphs
    return_heading: str
    day: str  # the last day, in full: "Friday 15 January 2016"
    ways: tuple[tuple[str, str], ...]  # ("By post: ", "The Hut, Fen End.")
    questions_heading: str


def said(call: Call, address: str, *, when_full: str) -> Said:
    """The words of the call's template. `when_full` is a sentence on what the answer boxes of that kind of file do.

    `address` is the e-mail address it goes back to; with "" it goes back to the address it came from.
    """
    paragraphs = (" ".join(paragraph.split()) for paragraph in call.introduction.split("\n\n"))
    return Said(
        title=call.title,
        introduction=tuple(paragraph for paragraph in paragraphs if paragraph),
        advice=tuple(_advice(call, when_full)),
        return_heading="How to send it back",
        day=f"{call.deadline:%A} {call.deadline.day} {call.deadline:%B %Y}",
        ways=tuple(_ways(call, address)),
        questions_heading=f"Your {call.thing}",
    )


def hints(question: Question) -> tuple[str, ...]:
    """What stands below a question, in brackets: whether we need an answer, and how many boxes to tick."""
    needed = (NEEDED,) if question.required else ()
    return (*needed, ONE_TICK) if question.kind == "one_of" else needed


def _advice(call: Call, when_full: str) -> list[str]:
    said = [f"Write as much or as little as you like. {when_full} If you write by hand and need more room, add a sheet."]
    required = call.required()
    if required and len(required) < len(call.fields):
        said.append(f"We need an answer to the questions marked \u201c{NEEDED}\u201d. The others are up to you.")
    elif required:
        said.append("Please answer all the questions.")
    return said


def _ways(call: Call, address: str) -> list[tuple[str, str]]:
    to = address or "the address you had it from"
    ways = [("By e-mail: ", f"save this document, attach it to an e-mail, and send it to {to}.")]
    if call.post:
        ways.append(("By post: ", f"{call.post}."))
    if call.telephone:
        who = f" and ask for {call.contact}" if call.contact else ""
        ways.append(("By telephone: ", f"if you would rather tell us, ring {call.telephone}{who}."))
    return ways
