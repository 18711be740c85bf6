"""Print what the program takes where there is little to do: its help, and a run of 100 letters, as a Markdown table.

    python benchmarks/start.py --repeat 9 --letters 100

The commands take turns; medians are shown. The first line is what importing NumPy and pandas takes, which no run can be
without: how fast the machine is. Its own modules are compiled already, as on a user's machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import ours
from mdtable import MIB, surroundings, table
from measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from measure import Measurement

HEADER = ("Command", "Seconds", "CPU s", "Peak MiB")
IMPORTS = (sys.executable, "-c", "import numpy, pandas")
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Call:
    """A command that is measured, and what it took each time."""

    words: str
    command: Sequence[str]
    taken: list[Measurement] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """Return the table's row: medians."""
        return (
            self.words,
            f"{median(each.seconds for each in self.taken):.3f}",
            f"{median(each.cpu_seconds for each in self.taken):.3f}",
            f"{median(each.peak_bytes for each in self.taken) / MIB:,.0f}",
        )


def measured(letters: int, repeat: int, work: Path) -> list[Call]:
    """Measure the calls in turns, each once beforehand."""
    os.environ.pop(UNCOMPILED, None)
    given, out = ours.sample(letters, work), work / "run"
    calls = [
        Call("importing NumPy and pandas", IMPORTS),
        Call("`mailing --help`", (*ours.PROGRAM, "--help")),
        Call("`mailing run --help`", (*ours.PROGRAM, "run", "--help")),
        Call(f"`mailing run`, {letters:,} letters", ours.run_command(given, out)),
    ]
    for turn in range(repeat + 1):
        for call in calls:
            ours.run_command(given, out)  # its folder begins empty
            one = measure(call.command, accepted=ours.MADE)
            if turn:
                call.taken.append(one)
    return calls


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=100, help="households of the list")
    parser.add_argument("--repeat", type=int, default=9, help="how often each is measured; medians are shown")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as work:
        calls = measured(options.letters, options.repeat, Path(work))
    print(table(HEADER, (call.row() for call in calls)))
    print(f"\nMedians of {options.repeat}, taken in turns. {surroundings()}.")


if __name__ == "__main__":
    main()
