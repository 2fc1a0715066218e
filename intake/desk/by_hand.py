"""A form that came on paper or was told by telephone: the day it came, what is odd about an answer, the entry it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from intake.desk import versions
from intake.desk.answers import labels
from intake.desk.drafts import ended
from intake.desk.examples import status_of
from intake.model import EntryPlan, Example
from intake.programme import Call, Programme, Question

Way = Literal["post", "telephone"]
BY: dict[Way, str] = {"post": "by post", "telephone": "by telephone"}

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_FIGURES = re.compile(r"(?P<d>\d{1,2})\s?[./ -]\s?(?P<m>\d{1,2})\s?[./ -]\s?(?P<y>\d{4}|\d\d)", re.ASCII)
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<m>[a-z]{3,9})\.?"
_YEAR = r"(?P<y>\d{4}|\d\d)"
_FORMS = (
    _ISO,
    _FIGURES,
    re.compile(rf"(?:[a-z]+day,? )?(?:the )?{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?{_YEAR}", re.ASCII),
    re.compile(rf"(?:[a-z]+day,? )?{_MONTH} (?:the )?{_DAY},? {_YEAR}", re.ASCII),
)
_FIRST_YEAR = 2000  # an earlier one is a slip of the hand
_E_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+")
_NUMBER = re.compile(r"\+?[\d\s()./-]+(?:(?:ext|extn|extension|x)\b\.?\s*\d+)?", re.IGNORECASE | re.ASCII)
_DIGITS = range(7, 16)  # fewer are no number that is rung from elsewhere; more there are none (ITU-T E.164, section 6)


@dataclass(frozen=True, slots=True)
class HandForm:
    """One form as staff typed it in."""

    way: Way
    day: date  # on which it came, in the programme's zone
    answers: dict[str, str]  # question key -> answer with its paragraphs; option keys for one-of questions; no blanks

    def missing(self, call: Call) -> tuple[str, ...]:
        """The required questions left blank, as the form words them."""
        return labels(call, tuple(key for key in call.required() if key not in self.answers))


def day_in(text: str, today: date) -> date | None:
    """The day that `text` names, day before month in figures: "15 January 2016", "15/1/2016", "2016-01-15", "yesterday".

    None where it names none, or leaves out the year.
    """
    said = " ".join(text.split()).casefold()
    if said in ("today", "yesterday"):
        return today - timedelta(days=said == "yesterday")
    match = next((found for form in _FORMS if (found := form.fullmatch(said))), None)
    return _date(match["y"], match["m"], match["d"]) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(month)]
    number = int(month) if month.isdigit() else next(iter(months), 0)
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def in_words(day: date) -> str:
    """ "15 January 2016"."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def odd(question: Question, answer: str) -> str:
    """What is odd about an answer, as a sentence; "" where nothing is."""
    if question.kind == "email" and not _E_MAIL.fullmatch(answer):
        return "That does not look like an e-mail address."
    number = _NUMBER.fullmatch(answer)
    if question.kind == "phone" and (not number or sum(c.isdigit() for c in answer) not in _DIGITS):
        return "That does not look like a telephone number."
    return ""


def received(form: HandForm, programme: Programme, now: datetime) -> datetime:
    """When the form counts as received: at noon of its day, in the programme's zone, or now where that is still to come."""
    noon = datetime.combine(form.day, time(12), programme.zone)
    return min(noon, now)


def is_late(form: HandForm, programme: Programme) -> bool:
    """Whether its day is after the call's last; a day counts to its end."""
    return programme.is_late(datetime.combine(form.day, time(12), programme.zone))


def entry(form: HandForm, programme: Programme, call: Call) -> EntryPlan:
    """The row of the register, as one that came by e-mail would have it."""
    missing = tuple(key for key in call.required() if key not in form.answers)
    example = Example(form.answers, missing, f"{BY[form.way]}, entered by hand")
    return EntryPlan(
        "example", call.code, None, status_of(example), versions.values(call, example, late=is_late(form, programme))
    )


def subject(form: HandForm) -> str:
    """What *All messages* shows in place of a subject."""
    return f"Entered by hand: {BY[form.way]}"


def reasons(form: HandForm, programme: Programme, call: Call, entered: date) -> tuple[str, ...]:
    """Why it stands in the register, as sentences."""
    missing = form.missing(call)
    return (
        f"It came {BY[form.way]} and was entered by hand on {in_words(entered)}.",
        *((ended(f"Left blank: {'; '.join(missing)}"),) if missing else ()),
        *(("It came after the deadline.",) if is_late(form, programme) else ()),
    )
