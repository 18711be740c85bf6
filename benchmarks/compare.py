"""Measure this program against others that make the same letter, and print a Markdown table.

    python benchmarks/compare.py --letters 10000 --repeat 3 --only mailing,minimal

The programs take turns, so that whatever else the machine does hits all alike; medians are shown. What each made is
checked: the number of pages, and on each page the right address and paragraphs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import ours
from arimo import static_faces
from letter import letters
from mdtable import MIB, surroundings, table
from measure import Measurement, measure
from outputs import WrongOutputError, check_letters, count_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
OURS, OWN_LETTER, CEILING = "mailing", "mailing-own", "minimal"
HEADER = (
    "Program",
    "Letters",
    "Time s",
    "CPU s",
    "Letters/s",
    "Peak MiB",
    "Bytes/letter",
    "Time ÷ mailing",
    "CPU ÷ mailing",
    "Time ÷ minimal",
    "CPU ÷ minimal",
)

NOTES = """\
The press release's letter is what `mailing run` makes unasked: no paragraph of it is the household's own, but for its
site. All others make the comparison's letter, with two paragraphs of each household's own. Slow programs were given
fewer letters; ratios compare the time of one letter. mailing, typst and fullbleed when it breaks lines use all cores,
the others one. mailing reads and checks the list, shapes the text, puts a code and a record on each letter, writes
PDF/X-4 + PDF/VT-1 + PDF/A-2u and a manifest; fullbleed writes PDF/VT with a record each and doesn't shape here; the
others write plain PDFs without records or codes."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A program of the comparison.

    Attributes:
        name: what `--only` calls it.
        words: what the table calls it, `{}` for the version of `package`.
        script: the peer's script and its further arguments; empty for this program.
        at_most: letters that it is given at most: the slow ones would take all day.
    """

    name: str
    words: str
    package: str = ""
    script: tuple[str, ...] = ()
    at_most: int = sys.maxsize

    @property
    def title(self) -> str:
        """What the table calls it, with the version that was measured."""
        return self.words.format(version(self.package)) if self.package else self.words

    def command(self, given: Path, folder: Path) -> list[str]:
        """Return the command that makes the letters of the list `given` in `folder`, which begins empty."""
        if self.name == OWN_LETTER:
            return ours.run_command(given, folder)
        if not self.script:
            templates = ours.write_template(folder.parent)
            return ours.run_command(given, folder, "--templates", str(templates), "--template", ours.TEMPLATE)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        name, *more = self.script
        return [sys.executable, str(HERE / "peers" / name), str(given), str(folder / "letters.pdf"), *more]

    def pdfs(self, folder: Path) -> list[Path]:
        """Return the files that it made in `folder`."""
        return sorted(folder.glob("*.pdf")) if self.script else ours.pdfs(folder)


CONTENDERS = (
    Contender(OURS, "**mailing** {}", "mailing"),
    Contender(OWN_LETTER, "mailing {}, the press release's letter", "mailing"),
    Contender(CEILING, "minimal writer in Python", script=("minimal.py",)),
    Contender("fullbleed", "fullbleed {}, lines broken for it", "fullbleed", ("fullbleed_letters.py",)),
    Contender(
        "fullbleed-wrap", "fullbleed {}, breaking lines", "fullbleed", ("fullbleed_letters.py", "--wrap"), at_most=1_000
    ),
    Contender("reportlab", "ReportLab {} canvas, accelerated", "reportlab", ("reportlab_canvas.py",)),
    Contender("typst", "typst {}", "typst", ("typst_letters.py",), at_most=10_000),
    Contender("fpdf2", "fpdf2 {}", "fpdf2", ("fpdf2_letters.py",), at_most=1_000),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender took in the median, and how large its files are."""

    title: str
    letters: int
    seconds: float
    cpu_seconds: float
    peak_bytes: float
    file_bytes: int

    def row(self, others: Sequence[Result | None]) -> tuple[str, ...]:
        """Return the table's row: time and CPU of a letter are compared with those of `others`."""
        ratios = (ratio for other in others for ratio in self._ratios(other))
        return (
            self.title,
            f"{self.letters:,}",
            f"{self.seconds:.2f}",
            f"{self.cpu_seconds:.2f}",
            f"{self.letters / self.seconds:,.0f}",
            f"{self.peak_bytes / MIB:,.0f}",
            f"{self.file_bytes / self.letters:,.0f}",
            *ratios,
        )

    def _ratios(self, other: Result | None) -> tuple[str, str]:
        if other is None:
            return "–", "–"
        share = other.letters / self.letters
        return f"{self.seconds / other.seconds * share:.2f}", f"{self.cpu_seconds / other.cpu_seconds * share:.2f}"


def compare(contenders: Sequence[Contender], size: int, repeat: int, work: Path) -> dict[str, Result]:
    """Measure the contenders in turns, each `repeat` times, and return their results by name."""
    lists = {one.name: ours.sample(min(size, one.at_most), work) for one in contenders}
    static_faces(work)
    taken: dict[str, list[Measurement]] = {one.name: [] for one in contenders}
    for turn in range(repeat):
        for one in contenders:
            _tell(f"{one.name}, {turn + 1} of {repeat}")
            command = one.command(lists[one.name], work / one.name)
            taken[one.name].append(measure(command, environment={"PYTHONPATH": str(HERE)}))
            _check(one, min(size, one.at_most), work / one.name, lists[one.name] if turn == 0 else None)
    return {one.name: _result(one, min(size, one.at_most), taken[one.name], work / one.name) for one in contenders}


def _check(one: Contender, size: int, folder: Path, given: Path | None) -> None:
    """Check what was made: against the list where it is given, else the number of pages only."""
    pdfs = one.pdfs(folder)
    is_the_same = one.name != OWN_LETTER
    pages = count_pages(pdfs) if given is None else check_letters(pdfs, letters(given), paragraphs=is_the_same)
    if pages != size:
        raise WrongOutputError(f"{one.name}: {pages} pages instead of {size}")


def _result(one: Contender, size: int, taken: Sequence[Measurement], folder: Path) -> Result:
    def middle(figure: Callable[[Measurement], float]) -> float:
        return median(map(figure, taken))

    return Result(
        title=one.title,
        letters=size,
        seconds=middle(lambda each: each.seconds),
        cpu_seconds=middle(lambda each: each.cpu_seconds),
        peak_bytes=middle(lambda each: each.peak_bytes),
        file_bytes=sum(pdf.stat().st_size for pdf in one.pdfs(folder)),
    )


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=10_000, help="how many each program makes, if it can")
    parser.add_argument("--repeat", type=int, default=3, help="how often each is measured; medians are shown")
    parser.add_argument("--only", help="names, separated by commas: " + ",".join(one.name for one in CONTENDERS))
    parser.add_argument("--work", type=Path, help="a folder for lists and files, which are kept then")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else [one.name for one in CONTENDERS]
    unknown = sorted(set(names) - {one.name for one in CONTENDERS})
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    options.contenders = [one for one in CONTENDERS if one.name in names]
    return options


def main() -> None:
    """Compare and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as passing:
        work = options.work or Path(passing)
        work.mkdir(parents=True, exist_ok=True)
        results = compare(options.contenders, options.letters, options.repeat, work)
    others = (results.get(OURS), results.get(CEILING))
    print(table(HEADER, (result.row(others) for result in results.values())))
    print(f"\nMedians of {options.repeat}, taken in turns. {surroundings()}.\n{NOTES}")


if __name__ == "__main__":
    main()
