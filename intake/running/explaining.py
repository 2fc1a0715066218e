"""`intake explain`: what is read in a message, and why. Reads the given files and the configuration, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from intake.cell import Cell, ChildDiedError
from intake.config import Limits, load_programme, shipped
from intake.errors import ConfigError, SetAside
from intake.model import Case
from intake.programme import Programme


def programme_of(config: Path, say: Callable[[str], None]) -> Programme:
    """The programme of `config`; where the default one is not there, the example's, which is said. Raises ConfigError."""
    if config == Path("config.toml") and not config.exists():
        say("There is no config.toml here: the messages are read with the example programme. Name yours with --config.")
        config = shipped("config.example.toml")
    return load_programme(config)


def explain_files(files: Sequence[Path], programme: Programme, *, as_json: bool) -> Iterator[str]:
    """One text a file, in their order: a JSON object on one line, or a page for people. Raises ConfigError."""
    if missing := [str(file) for file in files if not file.is_file()]:
        raise ConfigError(f"There is no such file: {', '.join(missing)}.")
    with Cell(programme, Limits()) as cell:
        for file in files:
            yield _json(cell, file) if as_json else _page(cell, file)


def _json(cell: Cell, file: Path) -> str:
    try:
        answer = cell.explain(_bytes(file), str(file))
    except (SetAside, ChildDiedError) as error:
        answer = _unread(file, str(error))
    return json.dumps(answer, ensure_ascii=False)


def _unread(file: Path, reason: str) -> dict[str, Any]:
    """The answer where nothing could be read: a person must look."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("assumed_seminar", "places", "organisation", "phone", "access", "dietary", "example")
    )
    return {
        "file": str(file),
        "kinds": ["other"],
        "decision": "review",
        "confidence": 0.0,
        "acknowledge": [],
        "seminar": [],
        "attendees": [],
        **nothing,
        "late": False,
        "urgent": False,
        "reasons": [reason],
    }


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}).") from error


def _page(cell: Cell, file: Path) -> str:
    try:
        case = cell.read(_bytes(file), None)
    except (SetAside, ChildDiedError) as error:
        return f"{file}\n  It is set aside: {error}\n"
    return f"{file}\n" + "\n".join(_lines(case)) + "\n"


def _lines(case: Case) -> Iterator[str]:
    verdict, wording = case.verdict, case.wording
    yield f"  What it is     {', '.join(verdict.kinds)} (confidence {verdict.confidence:.2f})"
    yield f"  Decision       {verdict.decision}" + (" — URGENT: words of danger" if verdict.urgent else "")
    yield f"  Reply answers  {', '.join(case.acknowledge) or 'nothing is sent'}"
    for reason in (*verdict.reasons, *verdict.silence):
        yield f"    because      {reason}"
    for cue in verdict.cues:
        yield f"    cue          {cue.kind} {cue.weight:+.1f} ({cue.rule}): {_short(cue.words)}"
    yield from _particulars(case)
    for name in ("own", "quoted", "forwarded", "signature", "disclaimer"):
        text = str(getattr(wording, name))
        if text.strip():
            yield f"  {name.capitalize()} words" if name == "own" else f"  {name.capitalize()}"
            yield from (f"    | {line}" for line in text.strip().splitlines())


def _particulars(case: Case) -> Iterator[str]:
    request = case.request
    rows = {
        "Seminar": ", ".join(request.seminars) or (f"{request.assumed_seminar} (assumed)" if request.assumed_seminar else ""),
        "Places": request.places,
        "Attendees": "; ".join(request.attendees),
        "Organisation": request.organisation,
        "Phone": request.phone,
        "Access needs": request.access,
        "Dietary needs": request.dietary,
        "References": ", ".join(case.references),
    }
    for name, value in rows.items():
        if value:
            yield f"  {name:<14} {value}"
    if case.example:
        yield f"  Example        from {case.example.source or 'the message'}" + (" (late)" if case.late else "")
        for key, answer in case.example.fields.items():
            yield f"    {key:<12} {_short(answer)}"
        missing = case.example.missing
        yield f"    missing      {'it could not be read' if missing is None else ', '.join(missing) or 'nothing'}"


def _short(text: str, width: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
