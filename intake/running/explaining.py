"""`intake explain`: what is read in a message, and why. Reads the given files and the configuration, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from intake.cell import Cell, ChildDiedError
from intake.config import Limits, load_programme, shipped
from intake.errors import ConfigError, SetAside
from intake.model import MACHINE_KINDS, Case, Example, Kind, Verdict, Wording
from intake.programme import Programme
from intake.reading import words


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
    verdict = case.verdict
    yield f"  What it is     {', '.join(verdict.kinds)}"
    yield f"  Decision       {verdict.decision}{_sure(verdict)}" + (" — URGENT: words of danger" if verdict.urgent else "")
    yield f"  Reply answers  {', '.join(case.acknowledge) or 'nothing is sent'}"
    yield from _sentences("Why", [reason for reason in verdict.reasons if reason not in verdict.doubts])
    yield from _sentences("Doubts, so that a person decides", verdict.doubts)
    yield from _sentences("Marks, for a colleague's eye", verdict.marks)
    yield from _sentences("No automatic reply, because", verdict.silence)
    yield from _weighed(case)
    yield from _particulars(case)
    for title, text in _parts(case.wording):
        yield f"  {title}"
        yield from (f"    | {line}" for line in text.strip().splitlines())


def _sure(verdict: Verdict) -> str:
    """How sure, and how sure it would have to be. Machine mail is known by other signs, without a threshold."""
    if verdict.kinds[0] in MACHINE_KINDS:
        return f" (confidence {verdict.confidence:.2f})"
    return f" (confidence {verdict.confidence:.2f}; from {words.threshold('file'):g} on it is filed)"


def _sentences(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield f"  {title}"
        yield from (f"    - {sentence}" for sentence in sentences)


def _weighed(case: Case) -> Iterator[str]:
    """Each kind with what speaks for it; of two cues in one sentence only the heavier counts."""
    verdict = case.verdict
    if not verdict.weights or verdict.kinds == (Kind.OTHER,):
        return
    certain = words.threshold("certain")
    yield f"  Weighed (a wish is certain from {certain:g} on; of two cues in one sentence the heavier counts)"
    for kind, weight in zip(verdict.kinds, verdict.weights, strict=True):
        yield f"    {kind}: {weight:.1f}" + ("" if weight >= certain else ", which is not certain")
        if kind == Kind.PRACTICE_EXAMPLE and case.example:
            yield f"      a returned form or a story told: {_short(case.example.source or 'the message itself')}"
        for cue in sorted((cue for cue in verdict.cues if cue.kind == kind), key=lambda cue: -cue.weight):
            yield f'      {cue.weight:+.1f}  {cue.rule}: "{_short(cue.words)}"'


def _parts(wording: Wording) -> Iterator[tuple[str, str]]:
    """What the text was cut into, by titles a colleague understands; parts without words are left out."""
    titles = {
        "own": "Own words (these are read)",
        "forwarded": "Forwarded (another's mail, passed on)",
        "quoted": "Quoted (earlier mail)",
        "signature": "Signature",
        "disclaimer": "Disclaimer",
    }
    return ((title, text) for name, title in titles.items() if (text := getattr(wording, name)).strip())


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
    for example in filter(None, (case.example, *case.further)):
        yield f"  Example        from {example.source or 'the message'}" + (" (late)" if case.late else "")
        yield from _answers(example)
    if case.other_files:
        yield f"  Not the form   file {', '.join(map(str, case.other_files))}"


def _answers(example: Example) -> Iterator[str]:
    """Each answer with where it stands, what is blank, and what is to be known of the document."""
    for key, answer in example.fields.items():
        where = example.origins.get(key)
        yield f"    {key:<12} {_short(answer)}" + (f"   [{where}]" if where else "")
    missing = example.missing
    yield f"    missing      {'it could not be read' if missing is None else ', '.join(missing) or 'nothing'}"
    yield from (f"    - {note}" for note in example.notes)


def _short(text: str, width: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
