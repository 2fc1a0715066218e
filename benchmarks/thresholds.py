"""What another `file` threshold would cost: `python -m benchmarks.thresholds FOLDER... [--write docs]`.

Each labelled message is read once; then it is worked out, for each threshold, what would be filed and answered by itself, what
would go to a person, and what of it would be wrong. Also how often a reading of a given confidence is right. `--write` puts
the tables into reading.md, between its two marker comments, and the curve beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import curve, labelled
from benchmarks.labelled import Label
from intake.config import load_programme, shipped
from intake.model import MACHINE_KINDS, Case, Kind
from intake.programme import Programme
from intake.reading import read, words
from intake.reading.case import ACKNOWLEDGED
from intake.reading.classify import WANTED

HARM, HALF, LOOK = 20, 5, 1  # a wrong acknowledgement or a lost wish; a wish overlooked beside another; a look by a person
GRID = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.72, 0.74, 0.76, 0.78, 0.8, 0.85, 0.9, 0.95, 1.0)
BINS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
NAMES = ("doubtful", "certain", "clear", "alone", "file", "doubted")
BEGIN, END = "<!-- figures: written by benchmarks/thresholds.py -->", "<!-- end of figures -->"

MACHINES = {kind.value for kind in MACHINE_KINDS}
WISHES = {kind.value for kind in WANTED}


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as it was read, and its label."""

    label: Label
    kinds: tuple[Kind, ...]
    confidence: float
    settled: str  # the decision where no threshold has a say in it (machine mail), else ""
    answerable: bool  # an automatic letter may go to it
    seminars: frozenset[str]

    @property
    def right(self) -> bool:
        return {kind.value for kind in self.kinds} == set(self.label["kinds"])

    def decision(self, threshold: float) -> str:
        return self.settled or ("file" if self.confidence >= threshold else "review")

    def acknowledged(self, threshold: float) -> set[str]:
        """The wishes that an automatic letter would answer by name; the neutral letter is not counted."""
        if not self.answerable or self.decision(threshold) != "file":
            return set()
        return {kind.value for kind in self.kinds if kind in ACKNOWLEDGED}


@dataclass(frozen=True, slots=True)
class Bill:
    """What one threshold comes to, in messages."""

    threshold: float
    acknowledged: int  # filed, and answered by what was asked
    looks: int  # for review
    wrong: int  # answered for something that was not asked, for a seminar not named, or where no letter should go
    lost: int  # a person's message ignored, or filed for something else only
    half: int  # filed, with a wish overlooked
    harmed: int  # wrong or lost, each message once

    @property
    def harm(self) -> int:
        return HARM * self.harmed + HALF * self.half

    @property
    def cost(self) -> int:
        return self.harm + LOOK * self.looks


def read_all(folders: Sequence[Path], programme: Programme) -> list[Reading]:
    """Every message of the folders, read once, received at the moment of its Date header."""
    return [_reading(read(path.read_bytes(), None, programme), label) for path, label in labelled.messages(folders)]


def _reading(case: Case, label: Label) -> Reading:
    verdict = case.verdict
    settled = verdict.decision if verdict.kinds[0] in MACHINE_KINDS else ""
    seminars = frozenset(case.request.seminars)
    return Reading(label, verdict.kinds, verdict.confidence, settled, not verdict.silence, seminars)


def bill(readings: Iterable[Reading], threshold: float) -> Bill:
    acknowledged = looks = wrong = lost = half = harmed = 0
    for one in readings:
        misled, missed = _wrong(one, threshold), _lost(one, threshold)
        acknowledged += bool(one.acknowledged(threshold))
        looks += one.decision(threshold) == "review"
        wrong += misled
        lost += missed
        harmed += misled or missed
        half += not missed and _overlooked(one, threshold)
    return Bill(threshold, acknowledged, looks, wrong, lost, half, harmed)


def _wrong(one: Reading, threshold: float) -> bool:
    said, asked = one.acknowledged(threshold), set(one.label["kinds"])
    another = "place_request" in said and bool(one.seminars - set(one.label["seminar"]))
    return bool(said) and (not one.label["reply"] or bool(said - asked) or another)


def _lost(one: Reading, threshold: float) -> bool:
    asked, decision = set(one.label["kinds"]), one.decision(threshold)
    if decision == "ignore":
        return not asked & MACHINES
    return decision == "file" and bool(asked & WISHES) and not asked & WISHES & {kind.value for kind in one.kinds}


def _overlooked(one: Reading, threshold: float) -> bool:
    return one.decision(threshold) == "file" and bool(set(one.label["kinds"]) & WISHES - {kind.value for kind in one.kinds})


# ------------------------------------------------------------------------------------------------------------ in words


def figures(readings: Sequence[Reading], folders: Sequence[Path]) -> str:
    """The tables in Markdown."""
    return "\n".join([*_heading(readings, folders), "", *_costs(readings), "", *_calibration(readings)])


def _heading(readings: Sequence[Reading], folders: Sequence[Path]) -> Iterator[str]:
    yield f"Measured on {len(readings)} messages: {', '.join(f'`{folder.name}`' for folder in folders)}."
    now = ", ".join(f"`{name}` {words.threshold(name):g}" for name in NAMES)
    yield f"The thresholds in force: {now}."


def _costs(readings: Sequence[Reading]) -> Iterator[str]:
    yield "| `file` | answered by itself | for review | wrong | lost | half read | cost |"
    yield "|---|---|---|---|---|---|---|"
    chosen = words.threshold("file")
    for threshold in sorted({*GRID, chosen}):
        one = bill(readings, threshold)
        cells = (f"{threshold:.2f}", one.acknowledged, one.looks, one.wrong, one.lost, one.half, one.cost)
        yield "| " + " | ".join(f"**{cell}**" if threshold == chosen else str(cell) for cell in cells) + " |"


def _calibration(readings: Sequence[Reading]) -> Iterator[str]:
    """Machine mail is left out: it is known by other signs, whatever the thresholds."""
    yield "| confidence | messages | taken for exactly what they are |"
    yield "|---|---|---|"
    for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
        those = [one for one in readings if not one.settled and low <= one.confidence < high]
        right = sum(one.right for one in those)
        share = f"{right} ({right / len(those):.0%})" if those else "-"
        yield f"| {low} to {min(high, 1.0):.1f} | {len(those)} | {share} |"


def drawn(readings: Sequence[Reading]) -> str:
    """The curve, as SVG."""
    bills = [bill(readings, threshold) for threshold in sorted({*GRID, words.threshold("file")})]
    lines = (
        curve.Line("the whole cost", "solid", tuple((one.threshold, one.cost) for one in bills)),
        curve.Line("of it: mistakes", "dotted", tuple((one.threshold, one.harm) for one in bills)),
        curve.Line("of it: looks by a person", "dashed", tuple((one.threshold, LOOK * one.looks) for one in bills)),
    )
    least = min(one.cost for one in bills)
    best = ", ".join(f"{one.threshold:g}" for one in bills if one.cost == least)
    now = bill(readings, words.threshold("file"))
    told = (
        f"{len(readings)} messages. The threshold in force, {now.threshold:g}, costs {now.cost}: {now.harm} for mistakes "
        f"and {LOOK * now.looks} for looks by a person. The least cost is {least}, at {best}. It is {bills[0].cost} at "
        f"{bills[0].threshold:g}, and {bills[-1].cost} where a person decides about everything."
    )
    axes = ("the threshold for filing (file)", f"cost, in looks by a person (a mistake is {HARM}, half a reading {HALF})")
    return curve.svg("What another threshold would cost", told, axes, lines, mark=words.threshold("file"))


def write(folder: Path, text: str, picture: str) -> None:
    """Put the tables into reading.md, between its markers, and the curve into thresholds.svg.

    Raises SystemExit, in a sentence, where the page or its markers are not there.
    """
    page = folder / "reading.md"
    before, begin, rest = page.read_text("utf-8").partition(BEGIN) if page.is_file() else ("", "", "")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page} has not the two comments between which the figures go:\n{BEGIN}\n{END}")
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
    (folder / "thresholds.svg").write_text(picture, "utf-8")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="What another `file` threshold would cost.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="labelled messages, as in tests/mail")
    parser.add_argument("--config", type=Path, default=shipped("config.example.toml"), help="whose programme they are about")
    parser.add_argument("--write", type=Path, metavar="DIR", help="where reading.md is, to put the figures into it")
    asked = parser.parse_args(arguments)
    readings = read_all(asked.folders, load_programme(asked.config))
    text = figures(readings, asked.folders)
    print(text)
    if asked.write:
        write(asked.write, text, drawn(readings))


if __name__ == "__main__":
    main(sys.argv[1:])
