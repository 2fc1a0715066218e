"""What passes between the desk's rules: the matter in hand, and what each of its wishes comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.model import Answer, Case, ChangePlan, EntryPlan, History, Kind
from intake.programme import Programme, Seminar


@dataclass(frozen=True, slots=True)
class Matter:
    """One message at the desk, with all that its rules may look at."""

    case: Case
    history: History
    now: datetime
    programme: Programme
    completed: Draft | None = None  # the message answers what an earlier form left blank
    may_complete: str = ""  # a sentence for staff where it perhaps does

    def wants(self, kind: Kind) -> bool:
        return kind in self.case.verdict.kinds

    def known(self, ids: Iterable[str]) -> tuple[Seminar, ...]:
        """The programme's seminars among `ids`, each once, in the programme's order."""
        wanted = frozenset(ids)
        return tuple(seminar for seminar in self.programme.seminars if seminar.id in wanted)

    def label(self, seminar_id: str | None) -> str:
        """The seminar in words, for staff."""
        return next((s.label() for s in self.programme.seminars if s.id == seminar_id), "a seminar")


@dataclass(frozen=True, slots=True)
class Draft:
    """What one wish of a message comes to, before one plan and one letter are made of them all."""

    kind: Kind
    entry: EntryPlan | None = None
    change: ChangePlan | None = None
    answer: Answer | None = None
    would: str = ""  # what carrying it out means, a sentence for staff
    suggestion: str = ""  # what a person may do that the program does not, sentences for staff
    reasons: tuple[str, ...] = ()
    review: bool = False  # a person must look at it
    certain: bool = False  # carried out even where a person must decide about the rest


def ended(text: str) -> str:
    """`text` as the end of a sentence: a full stop, unless it has its own ("May we use it?")."""
    return text if text.rstrip("\"'”’)").endswith((".", "?", "!", "…")) else f"{text}."


def counted(places: int | None) -> str:
    """For staff: "1 place", "3 places"; "places" where the number is not known."""
    if places is None:
        return "places"
    return "1 place" if places == 1 else f"{places} places"
