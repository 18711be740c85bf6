"""How long the intake takes, and how much memory: `python benchmarks/intake.py [HOUSEHOLDS …]`.

Promised are 60,000 rows in under 3 seconds and 3 million in under 3 minutes and 4 GB. Each size runs in a process of
its own, so that its peak memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

SIZES = (30_000, 60_000, 1_500_000)
"""Households; a household has two persons and so two rows."""
REQUIRED = ("bg_nummer", "vorname", "nachname", "strasse", "plz", "ort", "termin", "standort")
CHUNK = 500


def measure(path: Path) -> str:
    """Take the list in and hand all its households out; return a line of the table."""
    begun = time.perf_counter()
    from mailing.intake import Demands, ListSource, SideLists, take_in

    demands = Demands(REQUIRED, date(2020, 6, 15), frozenset(), 80.0, lambda text: 2.0 * len(text), lambda _text: "")
    intake = take_in(ListSource(path=path), SideLists(), demands)
    taken = time.perf_counter()
    households = sum(len(chunk) for chunk in intake.households.chunks(CHUNK))
    done = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (
        f"| {len(intake.ledger.rows):,} | {households:,} | {path.stat().st_size / 1e6:.0f} MB | {taken - begun:.2f} s "
        f"| {done - taken:.2f} s | {used.ru_utime + used.ru_stime:.2f} s | {used.ru_maxrss / 1024:.0f} MB |"
    )


def main() -> None:
    """Print the table."""
    from mailing.intake.sample.writing import write_sample

    print("| rows | households | list | taken in | handed out | processor | peak memory |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for households in map(int, sys.argv[1:] or SIZES):
            path = Path(folder) / f"{households}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                write_sample(households, 0, stream)
            subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(measure(Path(sys.argv[2])), flush=True)
    else:
        main()
