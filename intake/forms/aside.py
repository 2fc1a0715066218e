"""Answers to some of the call's questions in a message that is no form: below a question's words, or between quoted ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from intake.forms import plain
from intake.forms.blocks import Block, UnreadableError, folded, is_nothing
from intake.forms.choice import FILLERS, names_of, option
from intake.forms.marks import has_text
from intake.forms.match import answer_in
from intake.forms.questions import MOST_LINES, STRONG, Label, Questions, questions_of
from intake.programme import Call, Question

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_COURTESY = re.compile(r"(?:(?:many |with )?thank|best|kind|warm|regards|hope|sorry|also|ps\b|p\.s)", re.IGNORECASE)
_SPEAKS_OF = frozenset({"re", "answer", "question", "can", "happy", "good", "my", "our", "that", "thats", "for", "of", "sorry"})
_LONGEST = 12  # words: a bare answer has no more
_MOST = 20_000  # characters of own words that are looked at


@dataclass(slots=True)
class _Open:
    """A question that was found, and the words that answer it so far."""

    question: Question
    blocks: list[Block] = field(default_factory=list)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a message's own words answer under the call's questions."""

    answers: dict[str, str]  # question key -> answer, options by their keys
    unclear: tuple[str, ...]  # keys of questions that stand there with words that are no clear answer, or with none
    rest: str  # the sender's own words without those questions and answers


def answered(text: str, own: str, call: Call) -> Found:
    """The answers in `text`, a message's with its quotations marked, as far as they are among the words of `own`."""
    if not own.strip() or len(own) > _MOST:
        return Found({}, (), own)
    try:
        blocks = plain.sheet(text, quoting=True).blocks
    except UnreadableError:
        return Found({}, (), own)
    return _walked(_with_others_marked(blocks, own), questions_of(call))


def meant(words: str, call: Call) -> dict[str, str]:
    """For each question with options, the one that `words`, a whole short answer with nothing beside it, mean for certain."""
    found = ((q, option(q, words)) for q in call.fields if q.kind == "one_of" and len(words.split()) <= _LONGEST)
    return {q.key: key for q, key in found if key and _says_no_more(words, q, key)}


def _says_no_more(words: str, question: Question, key: str) -> bool:
    """Whether all the words belong to that option or to the question: "No, I cannot come" is no answer to it."""
    chosen = next(o for o in question.options if o.key == key)
    known = " ".join((*names_of(chosen), *(folded(said) for said in (question.label, *question.also))))
    return set(folded(words).split()) <= {*known.split(), *FILLERS, *_SPEAKS_OF}


def _with_others_marked(blocks: tuple[Block, ...], own: str) -> list[Block]:
    """The same with all that is not among the sender's own words marked as quoted: signatures, mail quoted without marks."""
    said = f" {folded(own)} "
    return [b if b.quoted or not b.text or f" {folded(b.text)} " in said else replace(b, quoted=True) for b in blocks]


def _walked(blocks: list[Block], questions: Questions) -> Found:
    parts = [part for b in blocks for part in ([b] if b.quoted else questions.unmarked.parted(b))]
    found: list[_Open] = []
    rest: list[str] = []
    at, gap = 0, False
    while at < len(parts):
        block = parts[at]
        if not has_text(block.text):
            gap = True
            rest.append("") if not block.quoted else None
            at += 1
            continue
        if (label := _label(parts[at : at + MOST_LINES], questions)) is not None:
            found.append(_opened(label, parts[at + label.lines - 1]))
            at += label.lines
        else:
            _takes(found[-1] if found else None, block, gap, rest)
            at += 1
        gap = False
    return _read(found, rest, questions)


def _label(lines: list[Block], questions: Questions) -> Label | None:
    """A question as the form has it; a single word is one only before a colon."""
    together = []
    for line in lines:
        if not has_text(line.text) or line.quoted != lines[0].quoted:
            break
        together.append(line)
    label = questions.at_head(together, set())
    if label is None or label.nearness[0] < STRONG - 2:
        return None
    one_word = len(folded(label.question.label).split()) == 1 or label.nearness[0] < STRONG - 1
    marked = ":" in together[0].text or lines[0].quoted
    return label if marked or not one_word else None


def _opened(label: Label, last: Block) -> _Open:
    rest = [replace(last, text=label.rest, item="", begins=True)] if label.rest and not last.quoted else []
    return _Open(label.question, rest)


def _takes(current: _Open | None, block: Block, gap: bool, rest: list[str]) -> None:
    """Puts a line to the question before it, or to the rest."""
    if block.quoted:
        if current is not None:
            current.closed = True
        return
    if current is not None and current.blocks and gap:
        goes_on = current.question.kind == "text" and "?" not in block.text and not _COURTESY.match(block.text)
        current.closed = current.closed or not goes_on
    if current is not None and current.blocks and current.question.kind not in {"text", "one_of"} and block.begins:
        current.closed = True
    if current is None or current.closed:
        rest.append(block.text)
    else:
        current.blocks.append(block)


def _read(found: list[_Open], rest: list[str], questions: Questions) -> Found:
    answers: dict[str, str] = {}
    unclear: list[str] = []
    for one in found:
        said = [b for b in one.blocks if not is_nothing(b.text)]
        own_rest: list[str] = []
        text = _chosen(one.question, said, questions, own_rest) if one.question.kind == "one_of" else ""
        text = text or ("" if own_rest else answer_in(one.question, said, questions.call))
        if text and _may_be(one.question, text) and answers.get(one.question.key, text) == text:
            answers[one.question.key] = text
            rest += own_rest
        elif said:
            unclear.append(one.question.key)
            answers.pop(one.question.key, None)
            rest += [b.text for b in said]
    return Found(answers, tuple(dict.fromkeys(unclear)), "\n".join(rest).strip())


def _chosen(question: Question, blocks: list[Block], questions: Questions, rest: list[str]) -> str:
    """The option that the first sentence means; the sentences after it go to `rest`."""
    sentences = [one.strip() for one in _SENTENCE.findall(" ".join(b.text for b in blocks))]
    first = option(question, sentences[0]) if len(sentences) > 1 and not sentences[0].endswith("?") else None
    others = {key for one in sentences[1:] if len(one.split()) <= _LONGEST and (key := option(question, one))}
    if first is None or others - {first}:
        return ""
    rest += [one for one in sentences[1:] if option(question, one) != first]
    return first


def _may_be(question: Question, text: str) -> bool:
    if question.kind == "phone":
        return any(c.isdigit() for c in text)
    return question.kind != "email" or "@" in text
