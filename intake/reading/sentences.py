"""Text -> sentences, the unit on which the rules speak; each with a plain copy of the same length to match against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# One character for one, so that an offset in the plain copy is an offset in the sentence.
_PLAIN = str.maketrans("’‘ʼ´`“”„–—‒‑\u00a0\u202f\u2009ʹ", "''''" + "'" + '"""' + "----" + "   '")
_ITEM = re.compile(r"^\s*(?:[-*•·o>»]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\*{1,2})\s+(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|dr|prof|st|rev|revd|cllr|barr|fr|sr|br|sh|mme|mlle|hon|esq|no|nos|tel|ext|approx|e\.g|i\.e|etc|vs|inc|ltd|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri|sat|sun|p\.?s|a\.m|p\.m|incl|dept)|(?<!['’])\b(?!(?-i:u)\.)[A-Za-z])\.$",
    re.IGNORECASE,
)
_ENDS = re.compile(  # what looks like an abbreviation and may well end a sentence: a date, "was I."
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|(?:was|am|do|did|can|could|would|will|shall|should|have|had|and|or|than|as) i)\.$",
    re.IGNORECASE,
)
_BEGINS = re.compile(  # a word that hardly follows a date within its sentence
    r"(?:I|We|My|Our|He|She|They|It|There|This|That|What|Where|When|How|Who|Which|Why|Is|Are|Do|Does|Can|Could|May|Would|Will"
    r"|Please|Thanks?|Also|And|But|If|As|The|No|Both|One|Two|Three)\b"
)
_NEAR = 60  # characters on each side that tell whether a full stop ends a sentence
_END = re.compile(r"[.!?…]+[)\"'”’]*(?=\s|$)|[.!?](?=[A-Z][a-z])")
_OPENING = re.compile(
    r"^(?:hi|hello|hiya|hey|hej|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening"
    r"|to whom it may concern|alright)\b"
    r"(?!.*\b(?:i|i'?m|we|can|could|may|is|are|please|pls|want|need|would|will|do|does|put|add|book|just|my"
    r"|only|it|it'?s|that'?s"
    r"|the (?:\w+ )?(?:one|ones|seminar|event|first|second|third|other)"
    r"|us|not|no|now|one of|two of|thanks for|thank you for)\b)"
    r"(?:[ ,&/]+[\w.'’-]+){0,7}[ ,!:.-]*$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Rev|Sir|Cllr)\b\.? [A-Z]")
_COLUMNS = re.compile(r"^\s*[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}(?: {3,}|\t+)[A-Z]")
_KEYED = re.compile(r"^\s*([^\W\d_][\w /()'’&-]{1,30}?)(?: ?\.{2,}:? *| ?…+ *|\t+| {2,}|: +)(?=\S)")
_GAP = re.compile(r"^\s*[^\W\d_][\w /()'’&-]{1,30}?(?:\t+| {2,})(?=\S)")  # may as well be a slip of the thumb
_FORM = re.compile(r"^\s*([^\W\d_][^?:]{2,60})\?:? +(?=\S)(.*)$")
FORM_LINES = 3  # with a key and a value: such a text is a web form
LONGEST = 1_500  # letters; what is longer is no sentence, and is cut so that no rule meets a mountain
MOST = 30_000  # letters of a text that are read for wishes; a longer one is a paper, and its wish stands at its head
WIDTH = 60  # a line that could not have taken the next word was wrapped by a mail program


_QUOTED = re.compile(r"[\w,:] [\"“‘'][^\"”]{2,60}\?[\"”’']\W*$")  # what is quoted at the end asks nobody


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one line that stands by itself."""

    text: str  # as written, white space as single spaces
    plain: str  # the same length: lower case, straight quotes and hyphens
    order: int  # its place in the message; the subject is -1
    item: bool = False  # an entry of a list
    paragraph: int = 0

    @property
    def subject(self) -> bool:
        return self.order < 0

    @property
    def asks(self) -> bool:
        return self.marked and not _QUOTED.search(self.text)

    @property
    def marked(self) -> bool:
        """Whether it ends with a question mark, though it may only quote one."""
        return self.text.rstrip(")\"'”’ ").endswith("?")


@lru_cache(maxsize=1_000)
def plain(text: str) -> str:
    """Lower case with straight quotes and hyphens; as long as `text`."""
    straight = text.translate(_PLAIN)
    low = straight.lower()
    return low if len(low) == len(straight) else "".join(c if len(c.lower()) != 1 else c.lower() for c in straight)


@lru_cache(maxsize=32)  # one message has few texts, and many a rule asks for their sentences
def of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, without its salutation."""
    found: list[Sentence] = []
    for number, (block, item) in enumerate(_blocks(text[:MOST])):
        for piece in (part for whole in _pieces(block) for part in _cut(whole)):
            if not _OPENING.match(piece) and any(c.isalnum() for c in piece):
                found.append(Sentence(piece, plain(piece), len(found), item, number))
    return tuple(found)


def _cut(piece: str) -> list[str]:
    return [piece[start : start + LONGEST] for start in range(0, len(piece), LONGEST)]


def subject(text: str) -> Sentence:
    """The subject line as a sentence, without its "Re:" and "Fwd:"."""
    bare = re.sub(r"^(?:\s*(?:re|fwd?|aw|sv|tr|rv|wg)\s*:\s*)+", "", text, flags=re.IGNORECASE).strip()
    bare = re.sub(r"\s+", " ", bare)[:LONGEST]
    return Sentence(bare, plain(bare), -1)


def _blocks(text: str) -> list[tuple[str, bool]]:
    """Paragraphs and list entries, their wrapped lines joined again."""
    blocks: list[tuple[str, bool]] = []
    last = ""  # the line before, "" after a gap
    form = sum(bool(_KEYED.match(line)) for line in text.splitlines()) >= FORM_LINES
    asked = _FORM if form else None
    for line in text.splitlines():
        if asked:
            line = asked.sub(r"\1: \2", line)  # noqa: PLW2901  (a question of a web form is the form's, not the sender's)
        keyed = None if _GAP.match(line) and not form else _KEYED.match(line)
        if keyed and not keyed.group().rstrip().endswith(":"):
            line = f"{keyed.group(1)}: {line[keyed.end() :]}"  # noqa: PLW2901  (dots or gaps in the place of a colon)
        if _COLUMNS.match(line):
            line = re.sub(r"(?<=\S)(?: {3,}|\t+)(?=\S)", ", ", line)  # noqa: PLW2901  (a name, and what stands behind it in a list)
        bare = re.sub(r"\s+", " ", line).strip()
        if not bare:
            last = ""
            continue
        entry = _ITEM.sub("", line.strip()) if _ITEM.match(line) and len(bare) > 2 else ""
        if entry:
            blocks.append((re.sub(r"\s+", " ", entry).strip(), True))
        elif last and not keyed and _wrapped(last, bare):
            blocks[-1] = (f"{blocks[-1][0]} {bare}", blocks[-1][1])
        else:
            blocks.append((bare, False))
        last = bare
    return blocks


def _wrapped(line: str, following: str) -> bool:
    if _PERSON.match(line) and _PERSON.match(following):
        return False  # a list of people
    if len(line) + 1 + len(following.split(" ", 1)[0]) > WIDTH:
        return True
    return following[0].islower() and line[-1] not in ".!?:;"


def _pieces(block: str) -> list[str]:
    pieces, start = [], 0
    for end in _END.finditer(block):
        at = end.end()
        head, rest = block[max(start, at - _NEAR) : at], block[at : at + _NEAR].lstrip()
        inside = head.rpartition("(")[2].count(")") == 0 and "(" in head and ")" in rest.partition("(")[0]
        if (
            inside
            or (_ABBREVIATION.search(head.rstrip(")\"'")) and not (_ENDS.search(head) and _BEGINS.match(rest)))
            or (rest[:1].islower() and not head.rstrip().endswith(("?", "!")) and at - start < 6)
        ):
            continue
        if head.endswith((")", '?"', '!"', "?”", "!”", "?'", "?’")) and rest[:1].islower():
            continue
        if head.endswith(".") and re.match(r"\d", rest) and re.search(r"\b(?:at|on|no|tel|ring)\.$", head, re.IGNORECASE):
            continue
        pieces.append(block[start:at].strip())
        start = at
    pieces.append(block[start:].strip())
    return [piece for piece in pieces if piece]
