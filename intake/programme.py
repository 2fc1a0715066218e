"""What reading may see of the configuration: seminars, the call and its fields, words. No hosts, no secrets.

These are the tables `[programme]`, `[[programme.seminars]]`, `[programme.call]` ... of config.toml, checked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = tuple[str, ...]

PERMISSIONS = ("contact_first", "anonymous", "named")  # keys of options that reading knows; a call need not have them

# What a question asks, by the words of its label or of one of its other wordings; all else about a form is its own.
_BRACKETS = re.compile(r"\([^)]*\)")
_MINOR = frozenset(
    """a an any the and or of if is are what which your you our my full first last family contact please""".split()  # noqa: SIM905
)
_NAMES = frozenset(["name", "names", "surname", "forename", "forenames"])
_BODIES = frozenset(["organisation", "organisations", "organization", "organizations", "employer", "company", "charity"])
_PARTICULARS = frozenset(
    """address postcode town city country role job position date age number mr ms mrs postal email phone telephone""".split()  # noqa: SIM905
)
_THING = re.compile(r"\bnames? (?:of|for)\b|\b(?:project|group|team|event|example|story|place|site|business) names?\b")
_TITLE = re.compile(
    r"\btitles?\b|\bname (?:of|for) (?:your|the)\b|\b(?:is (?:it|your \w+) called|do you call (?:it|your \w+))$"
)
_WHO = re.compile(r"\b(?:describes? you|who are you|what are you|are you an?|which group|your group)\b|^(?:group|role)$")


class Table(BaseModel):
    """One table of the configuration: read-only, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Seminar(Table):
    """One seminar of the series."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Never change it once mail has come in.")]
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,4}$", description='Begins its references, as in "S2-7KQ4".')]
    number: int | None = Field(None, description='"Seminar 2" or "the second seminar" in a message means this one.')
    title: str
    date: date
    starts: time | None = None
    ends: time | None = None
    venue: str = Field(description='For letters, for example "St Catherine\'s College, Oxford".')
    town: str = Field("", description="The town people will call it by.")
    also: Words = Field((), description="Other words people use for it: a college, a nickname.")
    speakers: Words = Field((), description="Names of the speakers, as announced.")
    capacity: int | None = Field(None, gt=0, description="Places in the room; leave out where there is no limit.")
    closed: bool = Field(False, description="True: no more places are given, whatever the capacity.")

    def label(self) -> str:
        """For letters and the register: "Seminar 2: Enacting co-production"."""
        return f"Seminar {self.number}: {self.title}" if self.number is not None else self.title


class Option(Table):
    """One tick box of a question."""

    key: Key
    label: str
    also: Words = ()


class Question(Table):
    """One question of the template."""

    key: Key
    label: str
    kind: Literal["line", "text", "email", "phone", "one_of"] = "text"
    required: bool = False
    also: Words = Field((), description="Other wordings of the same question.")
    options: tuple[Option, ...] = Field((), description="The tick boxes, where kind is one_of.")

    @property
    def wordings(self) -> Words:
        """The label, then the other wordings."""
        return (self.label, *self.also)

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if not any(c.isalpha() for c in self.label):
            raise ValueError(f'question "{self.key}": its label has no word; write what the form asks')
        if bare := [option.key for option in self.options if not any(c.isalnum() for c in option.label)]:
            raise ValueError(
                f'question "{self.key}": the option {", ".join(bare)} has no word as its label; write what it says'
            )
        if twice := _twice(option.key for option in self.options):
            raise ValueError(f'question "{self.key}": the option key {", ".join(twice)} is used twice')
        return self

    @model_validator(mode="after")
    def _options_where_wanted(self) -> Self:
        if (self.kind == "one_of") != bool(self.options):
            raise ValueError(f'question "{self.key}": options go with kind = "one_of", and only with it')
        return self


class Call(Table):
    """The call for practice examples, and its template."""

    title: str = Field(description='For letters, for example "Co-production in mental health: a call for practice examples".')
    thing: str = Field("practice example", description="What people send, for letters.")
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,4}$")] = "EX"
    deadline: date = Field(description="The last day, up to midnight in the programme's time zone.")
    introduction: str = Field("", description="A paragraph at the head of the blank template.")
    file_name: str = Field(
        "template.docx",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]*\.docx$",
        description="Of the Word document; the PDF form has the same name with .pdf.",
    )
    also: Words = Field((), description='Other words people use for the template: "form", "questionnaire".')
    post: str = Field("", description="Postal address a completed template may be sent to; lines separated by commas.")
    telephone: str = Field("", description="Number for people who would rather tell their example.")
    contact: str = Field("", description="The person who answers that number.")
    fields: tuple[Question, ...]

    def __hash__(self) -> int:
        return hash((self.code, self.title))  # looked up many times a message, like the programme

    @model_validator(mode="after")
    def _has_questions(self) -> Self:
        if not self.fields:
            raise ValueError("the call has no question; add at least one [[programme.call.fields]]")
        if twice := _twice(question.key for question in self.fields):
            raise ValueError(f"the question key {', '.join(twice)} is used twice in [[programme.call.fields]]")
        return self

    def question(self, key: str) -> Question:
        """The question of that key. Raises KeyError."""
        return next((q for q in self.fields if q.key == key), None) or _absent(key)

    @property
    def pdf_name(self) -> str:
        """The name of the template's PDF form."""
        return f"{self.file_name.removesuffix('.docx')}.pdf"

    def required(self) -> tuple[str, ...]:
        """Keys of the required questions, in the order of the form."""
        return tuple(q.key for q in self.fields if q.required)

    # What some questions are for, told by their own words and not by their keys alone. None where no question is for it.

    def name(self) -> Question | None:
        """The question that asks a person's name: "Your name", "Who are you?"; or else the one of key "name"."""
        worded = next((q for q in self._written() if _asks(q, _NAMES) or "who are you" in map(_plain, q.wordings)), None)
        keyed = (q for q in self._written() if q.key == "name" and not _THING.search(_plain(q.label)))
        return worded or next(keyed, None)

    def organisation(self) -> Question | None:
        """The question that asks the sender's organisation: "Organisation (if any)"; or else the one of that key."""
        worded = next((q for q in self._written() if _asks(q, _BODIES, beside=_NAMES)), None)
        return worded or next((q for q in self._written() if q.key == "organisation"), None)

    def titled(self) -> Question | None:
        """The line that asks what the thing sent is called: "Title of your example"; or else the one of key "title"."""
        lines = self._other_lines()
        worded = next((q for q in lines if any(_TITLE.search(_plain(wording)) for wording in q.wordings)), None)
        return worded or next((q for q in lines if q.key == "title"), None)

    def heading(self) -> Question | None:
        """The question by whose answer one form is told from another of the same sender.

        The title, or else the first required line that asks neither a name, an organisation nor an address or date.
        """
        return self.titled() or next((q for q in self._other_lines() if q.required), None)

    def story(self) -> Question | None:
        """The question that a story told in the sender's own words answers: the first required long one, or the first."""
        known = (self.name(), self.organisation())
        texts = [q for q in self.fields if q.kind == "text" and q not in known and not _asks(q, _PARTICULARS)]
        return next((q for q in texts if q.required), texts[0] if texts else None)

    def telephoned(self) -> Question | None:
        """The question for a telephone number."""
        return next((q for q in self.fields if q.kind == "phone"), None)

    def permission(self) -> Question | None:
        """The choice that has an option of one of PERMISSIONS."""
        return next((q for q in self.fields if {option.key for option in q.options} & set(PERMISSIONS)), None)

    def who(self) -> Question | None:
        """The choice that says who somebody is: "Which of these best describes you?"; or else the one of key "group"."""
        choices = [q for q in self.fields if q.options]
        worded = next((q for q in choices if any(_WHO.search(_plain(w)) for w in q.wordings)), None)
        return worded or next((q for q in choices if q.key == "group"), None)

    def _written(self) -> list[Question]:
        """The questions answered in words, those of one line first."""
        return [q for kind in ("line", "text") for q in self.fields if q.kind == kind]

    def _other_lines(self) -> list[Question]:
        """The questions answered in one line that ask for nothing every form asks."""
        known = (self.name(), self.organisation())
        lines = (q for q in self.fields if q.kind == "line" and q not in known)
        return [q for q in lines if not _PARTICULARS & set(_plain(q.label).split())]


@lru_cache(maxsize=256)  # every message is asked about the same questions
def _plain(wording: str) -> str:
    """In lower case, without brackets and marks."""
    return " ".join(re.findall(r"[^\W_]+", _BRACKETS.sub(" ", wording.casefold())))


def _asks(question: Question, words: frozenset[str], *, beside: frozenset[str] = frozenset()) -> bool:
    """Whether one of the question's wordings has nothing but `words`, those `beside` and minor ones."""
    said = (set(_plain(wording).split()) for wording in question.wordings)
    return any(one & words and one <= words | beside | _MINOR for one in said)


def _twice(keys: Iterable[str]) -> list[str]:
    return sorted(key for key, times in Counter(keys).items() if times > 1)


def _absent(key: str) -> Question:
    raise KeyError(key)


class ExtraWords(Table):
    """Words an administrator adds to those the program knows; each is a plain word or phrase, not a pattern."""

    place: Words = Field((), description="The sender asks for a place.")
    cancel: Words = Field((), description="The sender gives up a place.")
    change: Words = Field((), description="The sender changes an earlier request.")
    template: Words = Field((), description="The sender asks for the blank template.")
    question: Words = Field((), description="The sender asks something a person must answer.")
    access: Words = Field((), description="An access or support need.")
    dietary: Words = Field((), description="A dietary need.")
    danger: Words = Field((), description="Danger to the sender or another person: a person must look at once.")
    not_danger: Words = Field((), description="Phrases that mean no danger, though the program or `danger` has them.")


class Programme(Table):
    """Everything reading needs to know about the programme."""

    name: str = Field(description="Of the series, for letters and the register.")
    organisation: str = Field(description="Who runs it, for letters.")
    timezone: str = "Europe/London"
    addresses: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="All addresses of the shared mailbox; the first is where people write. Mail from them is never answered."
    )
    own_lists: Words = Field(
        (), description="List-Id values of lists that stand in front of the mailbox and stamp every message."
    )
    trusted_authserv: Words = Field((), description="Server names whose Authentication-Results are believed.")
    seminars: tuple[Seminar, ...] = ()
    call: Call | None = None
    words: ExtraWords = ExtraWords()

    def __hash__(self) -> int:
        return hash(self.addresses)  # what is made ready for a programme is looked up by it many times a message

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f'"{value}" is no time zone of the IANA list; use one such as "Europe/London"') from error
        return value

    @field_validator("addresses")
    @classmethod
    def _bare_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if address.count("@") != 1 or any(c.isspace() or c in "<>,;" for c in address):
                raise ValueError(f'"{address}" is no bare e-mail address')
        return tuple(address.casefold() for address in value)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [s.id for s in self.seminars]
        codes = [s.code for s in self.seminars] + ([self.call.code] if self.call else [])
        for what, values in (("id", ids), ("code", codes)):
            if twice := _twice(values):
                raise ValueError(f"the {what} {', '.join(twice)} is used twice")
        if reserved := sorted({"Q", "M", "P"} & set(codes)):
            kept = "questions (Q), messages (M) and places without a seminar (P)"
            raise ValueError(f"the code {', '.join(reserved)} is kept for {kept}")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def seminar(self, seminar_id: str) -> Seminar:
        """The seminar of that id. Raises KeyError."""
        for seminar in self.seminars:
            if seminar.id == seminar_id:
                return seminar
        raise KeyError(seminar_id)

    def prefixes(self) -> frozenset[str]:
        """Of all references: the codes of the seminars and of the call, and those of questions, messages and places."""
        codes = {seminar.code for seminar in self.seminars} | {"Q", "M", "P"}
        return frozenset(codes | {self.call.code} if self.call else codes)

    def open_seminars(self, moment: datetime) -> tuple[Seminar, ...]:
        """Seminars that are neither closed nor past at `moment` (aware); a seminar is past when its day is over."""
        today = moment.astimezone(self.zone).date()
        return tuple(s for s in self.seminars if not s.closed and s.date >= today)

    def is_late(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is after the last minute of the call's deadline."""
        if self.call is None:
            return False
        over = datetime.combine(self.call.deadline + timedelta(days=1), time(), self.zone)
        return moment >= over
