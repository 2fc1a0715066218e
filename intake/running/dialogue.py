"""The dialogue of `intake enter`: the questions of the form one after the other, a summary, and changes until it is right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from intake.desk import by_hand
from intake.desk.by_hand import HandForm, Way
from intake.forms import option
from intake.forms.blocks import tidy
from intake.programme import Call, Programme, Question
from intake.running.terminal import Ask, Say

_PROMPT = "> "
_YES, _NO = ("y", "yes"), ("n", "no")
_WAYS: dict[str, Way] = {
    **dict.fromkeys(("1", "post", "by post", "paper", "letter"), "post"),
    **dict.fromkeys(("2", "telephone", "by telephone", "phone", "by phone"), "telephone"),
}
_CHANGE = re.compile(r"(?:c|change)?\s*(?P<what>\d{1,3}|way|day)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,3})[.)]?", re.ASCII)


@dataclass(slots=True)
class Dialogue:
    """One form, asked for at the terminal. Every answer of `ask` may end it: EOFError, KeyboardInterrupt."""

    programme: Programme
    call: Call
    today: date  # in the programme's zone
    ask: Ask
    say: Say
    _told_of_lines: bool = field(default=False, init=False)

    def form(self) -> HandForm | None:
        """The form once the person says that it is right; None where they say that it is not to be entered."""
        self.say(f"Enter a {self.call.thing} that came by post or by telephone. There are {len(self.call.fields)} questions.")
        self.say("Enter alone leaves a question blank. Ctrl-C stops, and then nothing is entered.")
        way, day = self._way(), self._day()
        answers = {question.key: self._first(number, question) for number, question in enumerate(self.call.fields, 1)}
        form = HandForm(way, day, {key: answer for key, answer in answers.items() if answer})
        while True:
            for line in summary(form, self.programme, self.call):
                self.say(line)
            verdict, what = self._verdict()
            if verdict != "change":
                return form if verdict == "enter" else None
            form = self._changed(form, what)

    def again(self) -> bool:
        """Whether to try once more to enter what could not be entered. The end of the input is a no."""
        try:
            while (said := self._line("Try again? [Y/n] ").casefold()) not in ("", *_YES, *_NO):
                self.say("Please type y or n.")
        except EOFError:
            return False
        return said not in _NO

    # ------------------------------------------------------------------------------------------- how and when it came

    def _way(self) -> Way:
        self.say("How did it come?")
        self.say("  1. By post")
        self.say("  2. By telephone")
        while (said := self._line(_PROMPT).casefold()) not in _WAYS:
            self.say("Please type 1 for post, or 2 for telephone.")
        return _WAYS[said]

    def _day(self) -> date:
        self.say(f"Which day did it come? Enter alone is today, {by_hand.in_words(self.today)}.")
        while True:
            said = self._line(_PROMPT)
            day = by_hand.day_in(said, self.today) if said else self.today
            if day is None:
                self.say("Please type the day with its year: 15 January 2016, 15/1/2016 or 2016-01-15.")
            elif day > self.today:
                self.say(f"{by_hand.in_words(day)} is still to come. Please type the day it came.")
            else:
                return day

    # -------------------------------------------------------------------------------------------------- the questions

    def _first(self, number: int, question: Question) -> str:
        """The answer the first time round; "" where it stays blank."""
        needed = " (needed)" if question.required else ""
        self.say("")
        self.say(f"Question {number} of {len(self.call.fields)}{needed}: {question.label}")
        self._list(question)
        answer = self._answer(question)
        if not answer and question.required:
            self.say("This one is needed. If there is no answer to it, press Enter once more.")
            answer = self._answer(question)
        return answer or ""

    def _answer(self, question: Question) -> str | None:
        """The answer; "" where a single dot takes it away; None for Enter alone."""
        if question.kind == "text":
            return self._text()
        if question.kind == "one_of":
            return self._option(question)
        said = self._line(_PROMPT)
        if (doubt := by_hand.odd(question, said)) and said not in ("", "."):
            self.say(f"{doubt} Is that right? Enter keeps it; or type it again.")
            better = self._line(_PROMPT)
            said = said if better.casefold() in ("", *_YES) else better
        if not said:
            return None
        return "" if said == "." else said

    def _text(self) -> str | None:
        if not self._told_of_lines:
            self._told_of_lines = True
            self.say("As many lines as you like. An empty line makes a paragraph; a line with a single . ends the answer.")
        lines: list[str] = []
        while True:
            new = [tidy(line) for line in self.ask(_PROMPT).splitlines()]  # several where they were pasted
            if not lines and not any(new):
                return None
            ends = bool(new) and new[-1] == "."
            lines += new[:-1] if ends else new or [""]
            if ends:
                return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def _list(self, question: Question) -> None:
        for number, one in enumerate(question.options, 1):
            self.say(f"  {number}. {one.label}")

    def _option(self, question: Question) -> str | None:
        while True:
            said = self._line("Number or words> ")
            if not said:
                return None
            if said == ".":
                return ""
            if key := _chosen(question, said):
                self.say(f"That is: {worded(question, key)}")
                return key
            self.say(f"That is not clear. Please type a number from 1 to {len(question.options)}, or Enter to leave it blank.")

    # ----------------------------------------------------------------------------------------------- when all is asked

    def _verdict(self) -> tuple[Literal["enter", "leave", "change"], str]:
        """What is to be done; where something is to be changed, what: a number, "way", "day", or "" for not said yet."""
        while True:
            said = self._line("Enter it? [Y/n/change] ").casefold()
            if said in ("", *_YES):
                return "enter", ""
            if said in _NO:
                return "leave", ""
            if match := _CHANGE.fullmatch(said):
                return "change", match["what"] or ""
            self.say("Please type y to enter it, n to leave it, or change.")

    def _changed(self, form: HandForm, what: str) -> HandForm:
        """The form with one thing asked again."""
        what = what or self._line("Which? A number, or way, or day> ").casefold()
        if what == "way":
            return replace(form, way=self._way())
        if what == "day":
            return replace(form, day=self._day())
        number = int(found[1]) if (found := _NUMBER.fullmatch(what)) else 0
        if not 1 <= number <= len(self.call.fields):
            self.say(f"There is no question {what}." if what else "Nothing was changed.")
            return form
        question = self.call.fields[number - 1]
        self.say(f"Question {number}: {question.label}")
        self._list(question)
        self.say("Enter alone keeps the answer. A single . takes it away.")
        answer = self._answer(question)
        if answer is None:
            return form
        others = {key: kept for key, kept in form.answers.items() if key != question.key}
        return replace(form, answers={**others, question.key: answer} if answer else others)

    # ---------------------------------------------------------------------------------------------------------- asking

    def _line(self, prompt: str) -> str:
        return tidy(self.ask(prompt))


def summary(form: HandForm, programme: Programme, call: Call) -> Iterable[str]:
    """What was typed, with the questions as the form words them, what is missing, and whether it is late."""
    yield ""
    yield f"{by_hand.BY[form.way].capitalize()}, on {by_hand.in_words(form.day)}."
    for number, question in enumerate(call.fields, 1):
        yield from _shown(number, question, form.answers.get(question.key, ""))
    missing = form.missing(call)
    yield f"Missing: {'; '.join(missing)}" if missing else "Nothing that is needed is missing."
    if by_hand.is_late(form, programme):
        yield f"It is late: the last day was {by_hand.in_words(call.deadline)}."


def _shown(number: int, question: Question, answer: str) -> Iterable[str]:
    label = question.label if question.label.endswith(("?", ":", ".")) else f"{question.label}:"
    lines = worded(question, answer).split("\n") if answer else ["(blank)"]
    if len(lines) == 1:
        yield f"{number}. {label} {lines[0]}"
        return
    yield f"{number}. {label}"
    yield from (f"   {line}".rstrip() for line in lines)


def _chosen(question: Question, said: str) -> str | None:
    """The key of the option of that number, or that the words mean."""
    number = _NUMBER.fullmatch(said)
    if number and 1 <= int(number[1]) <= len(question.options):
        return question.options[int(number[1]) - 1].key
    return option(question, said)


def worded(question: Question, answer: str) -> str:
    """The answer as the form words it: an option's label for its key."""
    return next((one.label for one in question.options if one.key == answer), answer)
