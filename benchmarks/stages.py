"""Print where a run's time goes, stage by stage, as a Markdown table.

    python benchmarks/stages.py --letters 60000 --repeat 3 -- --engine serial

What stands behind `--` is passed on to `mailing run`. Medians are shown; the last line is the whole command, its start
included.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import ours
from mdtable import surroundings, table
from measure import measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADER = ("Stage", "Seconds", "Share", "ms/letter")
START, WHOLE = "(start of the program)", "**whole command**"


def stage_seconds(letters: int, repeat: int, more: Sequence[str], work: Path) -> tuple[int, Mapping[str, float]]:
    """Return how many letters were made, and the median seconds of each stage and of the whole."""
    given = ours.sample(letters, work)
    taken: dict[str, list[float]] = {}
    pieces = 0
    for _ in range(repeat):
        one = measure(ours.run_command(given, work / "run", "--profile", *more), accepted=ours.MADE)
        told = json.loads(one.output)
        pieces = told["counts"]["pieces"]
        start = {START: one.seconds - told["seconds"]}
        for stage, seconds in {**start, **told["stages"], WHOLE: one.seconds}.items():
            taken.setdefault(stage, []).append(seconds)
    return pieces, {stage: median(seconds) for stage, seconds in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=60_000, help="households of the list")
    parser.add_argument("--repeat", type=int, default=3, help="runs; medians are shown")
    parser.add_argument("more", nargs="*", help="further options of mailing run, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as work:
        pieces, stages = stage_seconds(options.letters, options.repeat, options.more, Path(work))
    rows = [
        (stage, f"{seconds:.2f}", f"{seconds / stages[WHOLE]:.0%}", f"{1000 * seconds / pieces:.3f}")
        for stage, seconds in stages.items()
    ]
    print(table(HEADER, rows))
    print(f"\n{pieces:,} letters, medians of {options.repeat}. {surroundings()}.")


if __name__ == "__main__":
    main()
