"""Print how time and memory of a run grow with the list, as a Markdown table.

    python benchmarks/scale.py --households 10000 60000 600000 -- --engine processes

What stands behind `--` is passed on to `mailing run`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import ours
from mdtable import MIB, surroundings, table
from measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (10_000, 60_000, 600_000)
HEADER = ("Households", "Letters", "Seconds", "CPU s", "Peak MiB", "ms/letter", "CPU ms/letter", "Bytes/letter")


def row(households: int, more: Sequence[str], work: Path) -> tuple[str, ...]:
    """Measure a run of so many households and return its line of the table."""
    given = ours.sample(households, work)
    taken = measure(ours.run_command(given, work / "run", *more), accepted=ours.MADE)
    letters = json.loads(taken.output)["counts"]["pieces"]
    size = sum(pdf.stat().st_size for pdf in ours.pdfs(work / "run"))
    return (
        f"{households:,}",
        f"{letters:,}",
        f"{taken.seconds:.2f}",
        f"{taken.cpu_seconds:.2f}",
        f"{taken.peak_bytes / MIB:,.0f}",
        f"{1000 * taken.seconds / letters:.3f}",
        f"{1000 * taken.cpu_seconds / letters:.3f}",
        f"{size / letters:,.0f}",
    )


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--households", type=int, nargs="+", default=SIZES, help="sizes of the lists")
    parser.add_argument("--work", type=Path, help="a folder for lists and runs, which are kept then")
    parser.add_argument("more", nargs="*", help="further options of mailing run, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as passing:
        work = options.work or Path(passing)
        work.mkdir(parents=True, exist_ok=True)
        rows = [row(size, options.more, work) for size in options.households]
    print(table(HEADER, rows))
    print(f"\n{surroundings()}.")


if __name__ == "__main__":
    main()
