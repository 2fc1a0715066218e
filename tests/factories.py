"""Small makers of records for tests: everything has a plain default, and a test names only what it is about."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from intake.desk import decide
from intake.model import (
    Address,
    Case,
    Example,
    History,
    Kind,
    KnownEntry,
    Message,
    Part,
    Plan,
    Request,
    SendingLimits,
    Verdict,
    Wording,
)
from intake.programme import Call, Option, Programme, Question, Seminar

NOW = datetime(2016, 1, 11, 10, 0, tzinfo=UTC)
SENDER = Address("Una Larch", "una@larch.example")
DIGEST = "0" * 64


def a_seminar(number: int = 2, **changes: Any) -> Seminar:
    """Seminar 1 is past at NOW, 2 and 3 are to come."""
    days = {1: date(2015, 11, 18), 2: date(2016, 2, 17), 3: date(2016, 6, 16)}
    facts: dict[str, Any] = {
        "id": f"seminar-{number}",
        "code": f"S{number}",
        "number": number,
        "title": f"Title {number}",
        "date": days[number],
        "venue": f"Hall {number}",
    }
    return Seminar(**facts | changes)


def a_call(**changes: Any) -> Call:
    group = (Option(key="carer", label="A carer"), Option(key="other", label="Somebody else"))
    facts: dict[str, Any] = {
        "title": "A call for examples",
        "deadline": date(2016, 1, 15),
        "fields": (
            Question(key="name", label="Your name", kind="line", required=True),
            Question(key="title", label="Title of your example", kind="line", required=True),
            Question(key="group", label="Who are you?", kind="one_of", required=True, options=group),
            Question(key="worked", label="What worked?"),
        ),
    }
    return Call(**facts | changes)


def a_programme(*seminars: Seminar, **changes: Any) -> Programme:
    facts: dict[str, Any] = {
        "name": "A series",
        "organisation": "the team",
        "addresses": ("desk@series.example",),
        "seminars": seminars or (a_seminar(1), a_seminar(2), a_seminar(3)),
        "call": a_call(),
    }
    return Programme(**facts | changes)


def a_part(number: int = 1, **changes: Any) -> Part:
    facts: dict[str, Any] = {
        "number": number,
        "name": "form.docx",
        "content_type": "application/octet-stream",
        "detected_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "extension": ".docx",
        "size": 4,
        "digest": DIGEST,
        "safe": True,
        "note": "",
        "inline": False,
        "data": base64.b64encode(b"form"),
    }
    return Part(**facts | changes)


def a_message(**changes: Any) -> Message:
    facts: dict[str, Any] = {
        "message_id": "<1@larch.example>",
        "in_reply_to": (),
        "sender": SENDER,
        "sender_fault": "",
        "reply_to": (),
        "to": (Address("", "desk@series.example"),),
        "cc": (),
        "subject": "A subject",
        "date": NOW,
        "headers": (),
        "text": "Words.",
        "html": "",
        "content_type": "text/plain",
        "report_type": "",
        "attached_text": (),
        "forwarded": (),
        "parts": (),
        "defects": (),
        "likeness": DIGEST,
        "kinship": DIGEST,
    }
    return Message(**facts | changes)


def a_verdict(*kinds: Kind, **changes: Any) -> Verdict:
    facts: dict[str, Any] = {
        "kinds": kinds or (Kind.PLACE_REQUEST,),
        "decision": "file",
        "confidence": 0.9,
        "cues": (),
        "reasons": ("A reason.",),
        "silence": (),
        "urgent": False,
    }
    return Verdict(**facts | changes)


def a_case(*kinds: Kind, request: Request | None = None, **changes: Any) -> Case:
    """A message from a person, filed, every kind of it answered. Any field of Message, Verdict or Case can be given."""
    of_message = {name: changes.pop(name) for name in Message.__dataclass_fields__ if name in changes}
    of_verdict = {name: changes.pop(name) for name in Verdict.__dataclass_fields__ if name in changes}
    verdict = a_verdict(*kinds, **of_verdict)
    answered = tuple(kind.value for kind in verdict.kinds if kind not in (Kind.QUESTION, Kind.OTHER)) or ("received",)
    facts: dict[str, Any] = {
        "message": a_message(**of_message),
        "wording": Wording("Own words.", "", "", "", ""),
        "verdict": verdict,
        "request": request or Request(),
        "example": None,
        "late": False,
        "acknowledge": answered if verdict.decision == "file" else ("received",),
        "references": (),
    }
    return Case(**facts | changes)


def a_place(reference: str = "S2-34X9", **changes: Any) -> KnownEntry:
    """One place at seminar 2, asked for by SENDER. Columns are given by name: attendees=..."""
    facts: dict[str, Any] = {
        "sheet": "place",
        "seminar": "seminar-2",
        "status": "Asked",
        "sender": SENDER.email,
        "places": 1,
    }
    own = {name: changes.pop(name) for name in KnownEntry.__dataclass_fields__ if name in changes}
    return KnownEntry(reference=reference, **facts | own, values={"attendees": "Una Larch", **changes})


def an_example(reference: str = "EX-34X9", **changes: Any) -> KnownEntry:
    own = {name: changes.pop(name) for name in KnownEntry.__dataclass_fields__ if name in changes}
    facts: dict[str, Any] = {"sheet": "example", "seminar": None, "status": "Received", "sender": SENDER.email, "places": None}
    return KnownEntry(reference=reference, **facts | own, values={"f_title": "Tea and trust", **changes})


def a_form(**changes: Any) -> Example:
    facts: dict[str, Any] = {
        "fields": {"name": "Una Larch", "title": "Tea and trust", "group": "carer"},
        "missing": (),
        "source": "file 1 (Word document)",
        "part": 1,
    }
    return Example(**facts | changes)


def decided(case: Case, history: History | None = None, **changes: Any) -> Plan:
    """The desk's plan for `case`, received now."""
    facts: dict[str, Any] = {"received": NOW, "now": NOW, "programme": a_programme(), "limits": SendingLimits()}
    return decide(case, history or History(), **facts | changes)


def templates(plan: Plan) -> tuple[str, ...]:
    """Names of the letter's answers, in order."""
    return tuple(answer.template for answer in plan.letter.answers) if plan.letter else ()


def shipped_answers() -> frozenset[str]:
    """Names of the answers that have a template."""
    folder = Path(__file__).parent.parent / "templates" / "answers"
    return frozenset(path.stem for path in folder.glob("*.j2"))
