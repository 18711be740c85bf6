"""Print what setting and drawing one letter takes in one process, as a Markdown table: among a thousand, and alone.

    python benchmarks/setting.py --template einladung vergleich --letters 3000

Milliseconds of CPU a letter: the least of all chunks, for whatever else the machine does only adds. `vergleich` is the
comparison's letter. The first chunk isn't counted: it makes what all letters share.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ours
from mdtable import surroundings, table

from mailing import letters, press
from mailing.runs.making.artworks import by_digest
from mailing.runs.making.job import Job
from mailing.runs.making.preparation import prepare, take_in
from mailing.runs.making.set_letter import CHUNK_SIZE, set_letter, set_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mailing.model import Household
    from mailing.runs.making.set_letter import SetLetter

TEMPLATES = Path(__file__).parents[1] / "letter_templates"
USUAL = ("zugang-nur-mit-termin", "kontaktwege", "einladung", "standortinformation", "leichte-sprache", ours.TEMPLATE)
DAY = dt.date(2020, 6, 15)
ALONE = 20
"""So many letters set one by one are measured together."""
HEADER = ("Letter", "Among 1,000, ms", "Alone, ms")


class Bench:
    """The letters of one template, set and drawn without a run around them."""

    def __init__(self, name: str, given: Path, folder: Path) -> None:
        templates = ours.write_template(folder) if name == ours.TEMPLATE else TEMPLATES
        job = Job(list=str(given), template=name, templates=templates, date=DAY, out=folder / "runs")
        self._preparation = prepare(job)
        self._setter = letters.Setter(self._preparation.setting)
        self._drawer = press.Drawer(self._preparation.profile, by_digest(self._preparation.setting.artworks))
        self._households = take_in(self._preparation).households

    def chunks(self, size: int) -> Iterator[list[Household]]:
        """Give the households, so many at a time."""
        for chunk in self._households.chunks(size):
            yield list(chunk.households())

    def together(self, households: Sequence[Household]) -> None:
        """Set and draw letters at once."""
        self._draw(set_letters(households, self._setter, self._preparation.profile))

    def alone(self, households: Sequence[Household]) -> None:
        """Set and draw letters one by one."""
        self._draw(set_letter(each, self._setter, self._preparation.profile) for each in households)

    def _draw(self, made: Sequence[SetLetter] | Iterator[SetLetter]) -> None:
        for each in made:
            self._drawer.draw(each.letter)


def least(act: Callable[[Sequence[Household]], None], chunks: Iterator[list[Household]]) -> float:
    """Return the milliseconds of CPU that a letter takes in the quickest chunk, without the first."""
    act(next(chunks))
    taken = []
    for households in chunks:
        begun = time.process_time()
        act(households)
        taken.append(1000 * (time.process_time() - begun) / len(households))
    return min(taken)


def main() -> None:
    """Measure each letter and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--template", nargs="+", default=USUAL, help="letters among letter_templates, and vergleich")
    parser.add_argument("--letters", type=int, default=5_000, help="households of the list")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as work:
        given = ours.sample(options.letters, Path(work))
        rows = []
        for name in options.template:
            together = Bench(name, given, Path(work))
            alone = Bench(name, given, Path(work))
            many, one = least(together.together, together.chunks(CHUNK_SIZE)), least(alone.alone, alone.chunks(ALONE))
            rows.append((name, f"{many:.3f}", f"{one:.3f}"))
    print(table(HEADER, rows))
    print(f"\n{options.letters:,} households. {surroundings()}.")


if __name__ == "__main__":
    main()
