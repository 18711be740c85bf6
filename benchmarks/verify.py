"""Print what verifying a run takes, every page read, as a Markdown table: medians, for each kind of letter and size.

    python benchmarks/verify.py --households 10000 60000 --repeat 3 -- --workers 2

What stands behind `--` is passed on to `mailing verify`. The second kind is the comparison's letter, two paragraphs of
which are each household's own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import ours
from mdtable import MIB, surroundings, table
from measure import measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = (10_000, 60_000)
HEADER = ("Letter", "Letters", "Seconds", "CPU s", "Peak MiB", "ms/letter", "CPU ms/letter")


def rows(households: int, repeat: int, more: Sequence[str], work: Path) -> Iterator[tuple[str, ...]]:
    """Measure the verification of a run of each kind of letter and give its line of the table."""
    given = ours.sample(households, work)
    own = ("--template", ours.TEMPLATE, "--templates", str(ours.write_template(work)))
    for kind, options in (("the press release's", ()), ("the comparison's", own)):
        made = measure(ours.run_command(given, work / "run", *options), accepted=ours.MADE)
        letters = json.loads(made.output)["counts"]["pieces"]
        (manifest,) = (work / "run").glob("*/manifest.json")
        taken = [measure([*ours.PROGRAM, "verify", str(manifest.parent), *more]) for _time in range(repeat)]
        seconds = median(each.seconds for each in taken)
        cpu_seconds = median(each.cpu_seconds for each in taken)
        yield (
            kind,
            f"{letters:,}",
            f"{seconds:.2f}",
            f"{cpu_seconds:.2f}",
            f"{median(each.peak_bytes for each in taken) / MIB:,.0f}",
            f"{1000 * seconds / letters:.3f}",
            f"{1000 * cpu_seconds / letters:.3f}",
        )


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--households", type=int, nargs="+", default=SIZES, help="sizes of the lists")
    parser.add_argument("--repeat", type=int, default=3, help="verifications of each run; medians are shown")
    parser.add_argument("more", nargs="*", help="further options of mailing verify, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as work:
        found = [line for size in options.households for line in rows(size, options.repeat, options.more, Path(work))]
    print(table(HEADER, found))
    print(f"\nMedians of {options.repeat}. {surroundings()}.")


if __name__ == "__main__":
    main()
