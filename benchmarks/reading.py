"""What reading a message costs: `python -m benchmarks.reading FOLDER...` prints milliseconds a message, and ratios.

The baseline is mail-parser taking the same bytes apart, and nothing more. Each message is read once beforehand, so that the
rules are made ready, then several times; its middle time counts. Messages with files stand apart: opening documents takes its
own time. Milliseconds are this machine's; the ratios hold elsewhere too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mailparser

from benchmarks import labelled
from intake.cell import Cell
from intake.config import Limits, load_programme, shipped
from intake.reading import read

TIMES = 5
Reader = Callable[[bytes], object]


def middle_times(reader: Reader, raws: Sequence[bytes]) -> list[float]:
    """Milliseconds of each message: the middle one of several readings, after one that does not count."""
    for raw in raws:
        reader(raw)
    return [statistics.median(_milliseconds(reader, raw) for _ in range(TIMES)) for raw in raws]


def _milliseconds(reader: Reader, raw: bytes) -> float:
    start = time.perf_counter()
    reader(raw)
    return 1000 * (time.perf_counter() - start)


def table(readers: dict[str, Reader], raws: Sequence[bytes]) -> list[str]:
    """Rows in Markdown; the first reader is the baseline."""
    rows, base = [], (1.0, 1.0)
    for number, (name, reader) in enumerate(readers.items()):
        times = middle_times(reader, raws)
        both = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[18]
        base = base if number else both
        ratios = f"{both[0] / base[0]:.1f} | {both[1] / base[1]:.1f}"
        rows.append(f"| {name} | {both[0]:.2f} | {both[1]:.2f} | {ratios} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="What reading a message costs.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="labelled messages, as in tests/mail")
    folders = parser.parse_args().folders
    programme = load_programme(shipped("config.example.toml"))
    raws = [path.read_bytes() for path, _ in labelled.messages(folders)]
    with_files = [any(not part.inline for part in read(raw, None, programme).message.parts) for raw in raws]
    with Cell(programme, Limits(child_messages=1_000_000)) as cell:
        cell.start()
        readers: dict[str, Reader] = {
            "mail-parser alone": mailparser.parse_from_bytes,
            "reading, in this process": lambda raw: read(raw, None, programme),
            "reading, in the guarded child": lambda raw: cell.read(raw, None),
        }
        for title, wanted in (("without files", False), ("with files", True)):
            chosen = [raw for raw, has in zip(raws, with_files, strict=True) if has == wanted]
            print(f"\n{len(chosen)} messages {title}\n")
            if len(chosen) > 1:
                print("| | median, ms | 95th percentile, ms | x baseline, median | x baseline, 95th |\n|---|---|---|---|---|")
                print("\n".join(table(readers, chosen)))


if __name__ == "__main__":
    main()
