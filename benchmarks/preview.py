"""Print how long the page beside its text takes while that is written, as a Markdown table.

    python benchmarks/preview.py --template einladung bewilligung

A warm process, as the office keeps it, sets one letter and draws its page to PNG: for another household of the same
text, and for a text with one more letter in it, as after each key. Milliseconds: median, and the slowest in twenty.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from mdtable import surroundings, table

from mailing.web.preview.apart import PreviewProcess

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATES = Path(__file__).parents[1] / "letter_templates"
USUAL = ("zugang-nur-mit-termin", "einladung", "bewilligung")
HEADER = ("Letter", "Wish", "Median ms", "Slowest in 20, ms")
TYPED = "x"


class NoPageError(Exception):
    """There was no picture: the letter can't be set."""


def wishes(name: str, repeat: int) -> Iterator[tuple[str, Mapping[str, str], int]]:
    """Give what is wished for: its kind, the texts in place of the template's, and whose letter."""
    text = f"{name}/letter.md.j2"
    written = (TEMPLATES / text).read_text(encoding="utf-8")
    for number in range(repeat):
        yield "another household", {}, number
    for number in range(repeat):
        yield "another text", {text: f"{written.rstrip()}\n\n{TYPED * (number + 1)}\n"}, 0


def measured(name: str, repeat: int, folder: Path) -> dict[str, list[float]]:
    """Return the milliseconds of each kind of wish."""
    process = PreviewProcess(folder)
    wish = {"do": "page", "templates": str(TEMPLATES), "list": None, "name": name, "row": None, "page": 1}
    taken: dict[str, list[float]] = {}
    try:
        process.ask({**wish, "instead": {}, "place": 0})
        for kind, instead, place in wishes(name, repeat):
            begun = time.perf_counter()
            answer = process.ask({**wish, "instead": instead, "place": place})
            taken.setdefault(kind, []).append(1000 * (time.perf_counter() - begun))
            if not answer.picture:
                raise NoPageError(f"{name}: {answer.told}")
    finally:
        process.close()
    return taken


def main() -> None:
    """Measure each letter and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--template", nargs="+", default=USUAL, help="letters among letter_templates")
    parser.add_argument("--repeat", type=int, default=40, help="pages of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as folder:
        rows = [
            (name, kind, f"{median(times):.0f}", f"{quantiles(times, n=20)[-1]:.0f}")
            for name in options.template
            for kind, times in measured(name, options.repeat, Path(folder)).items()
        ]
    print(table(HEADER, rows))
    print(f"\n{options.repeat} of each. {surroundings()}.")


if __name__ == "__main__":
    main()
