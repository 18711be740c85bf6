"""Measure the press alone: what a letter costs in time and bytes, step by step, and against other ways to do the same.

    python benchmarks/press.py --letters 5000

The letters are those of the first template for synthetic households, one page each, under the default shop profile.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import zxingcpp
from deflate import zlib_compress
from mdtable import surroundings, table

from mailing import intake, letters, press
from mailing.model import RunIdentity
from mailing.press.codes import code_text, sheet_marks
from mailing.press.pdffile import QUICKLY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mailing.model import DrawnLetter, Letter, PressedFile

TEMPLATES = Path(__file__).parent.parent / "letter_templates"
LIMIT = 700
"""Bytes that a letter of one page may take beside its plates, code and record included."""

DATE = dt.date(2020, 6, 15)
IDENTITY = RunIdentity("2020-06-15_bench_3f9ac21b", "3f9ac21b" * 8, DATE, "bench", "Bench", "mailing")


def sample_letters(
    count: int, folder: Path, profile: press.ShopProfile
) -> tuple[list[Letter], dict[int, press.LetterSize]]:
    """Return letters of one page to synthetic households, and their sizes before drawing."""
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        intake.write_sample(count + count // 10, 7, stream, persons=False)
    template = letters.load_template("zugang-nur-mit-termin", TEMPLATES)
    setter = letters.Setter(letters.Setting(template=template, date=DATE, keep_free=profile.keep_free))
    demands = intake.Demands(
        required=template.required_columns,
        date=DATE,
        formats=template.formats,
        address_width=setter.address_width,
        text_width=setter.text_width,
        unsettable=setter.unsettable,
    )
    taken = intake.take_in(intake.ListSource(path=path), intake.SideLists(None, None, None), demands)
    households = [household for chunk in taken.households.chunks(1_000) for household in chunk.households()]
    laid_out = [(household, setter.lay_out(household)) for household in households]
    chosen = [(household, letter) for household, letter in laid_out if len(letter.pages) == 1][:count]
    sizes = {h.index: press.LetterSize(h.index, h.route, 1, 0, h.plz) for h, _letter in chosen}
    return [letter for _household, letter in chosen], sizes


def per_letter(work: Callable[[], object], count: int) -> float:
    """Return the microseconds of CPU that `work` takes for each of `count` letters: the best of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken) / count * 1e6


def with_pikepdf(drawn: Sequence[DrawnLetter]) -> bytes:
    """Assemble the same pages and records with pikepdf, as the way not taken."""
    pdf = pikepdf.new()
    shared = pdf.make_indirect(pikepdf.Dictionary())
    sheet = b"[0 0 595.276 841.89]"
    pages = []
    for letter in drawn:
        stream = pikepdf.Stream(pdf, bytes(zlib_compress(letter.pages[0].content, QUICKLY)))
        stream.Filter = pikepdf.Name.FlateDecode
        page = pdf.make_indirect(pikepdf.Object.parse(b"<</Type/Page/MediaBox%b/TrimBox%b>>" % (sheet, sheet)))
        page.Parent, page.Resources, page.Contents = shared, shared, stream
        part = pdf.make_indirect(pikepdf.Object.parse(b"<</Type/DPart/DPM<</MLNG_Piece %d>>>>" % letter.household))
        part.Parent, part.Start, page.DPart = shared, page, part
        pages.append(page)
    pdf.Root.Kept = pikepdf.Array(pages)
    saved = io.BytesIO()
    pdf.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return saved.getvalue()


def with_zxing(count: int) -> None:
    """Encode a code for each letter anew, as the way not taken."""
    for piece in range(count):
        text = code_text(IDENTITY.job_number, piece, 1, 1)
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
        bytes(barcode.to_image(scale=1, add_quiet_zones=False))


class Bench:
    """Letters at every step of the press."""

    def __init__(self, count: int, folder: Path) -> None:
        self.folder = folder
        self.profile = press.load_profile(press.DEFAULT_PROFILE)
        self.letters, self.sizes = sample_letters(count, folder, self.profile)
        self.count = len(self.letters)
        drawer = press.Drawer(self.profile)
        self.drawn = [drawer.draw(letter) for letter in self.letters]
        self.plates = {plate.key: plate for plate in drawer.take_plates()}
        self.fonts = letters.embedded_fonts(drawer.codes)

    def draw(self) -> None:
        """Draw all letters with a new drawer."""
        drawer = press.Drawer(self.profile)
        for letter in self.letters:
            drawer.draw(letter)

    def guard(self) -> None:
        """Hold all letters against the profile's zones."""
        for letter in self.letters:
            press.blocked_findings(letter, self.profile)

    def plan(self) -> tuple[press.BatchPlan, ...]:
        """Plan the batches."""
        return press.plan_batches(list(self.sizes.values()), self.profile, IDENTITY)

    def press(self, profile: press.ShopProfile | None = None, letters: int | None = None) -> list[PressedFile]:
        """Press all batches, or as many letters as asked for."""
        by_household = {letter.household: letter for letter in self.drawn[:letters]}
        chosen = profile or self.profile
        plans = press.plan_batches([self.sizes[household] for household in by_household], chosen, IDENTITY)
        return [
            press.press_batch(
                plan,
                [by_household[household] for household in plan.households],
                self.plates,
                self.fonts,
                chosen,
                IDENTITY,
                self.folder,
            )
            for plan in plans
        ]

    def marginal_bytes(self, profile: press.ShopProfile) -> float:
        """Return the bytes that one more letter takes: plates, fonts and ICC profile are there already."""
        half = self.count // 2
        whole, part = (sum(file.bytes for file in self.press(profile, count)) for count in (self.count, half))
        return (whole - part) / (self.count - half)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=5_000, help="letters of one page")
    count = parser.parse_args().letters
    with tempfile.TemporaryDirectory(prefix="mailing-bench-") as folder:
        bench = Bench(count, Path(folder))
        marks = sheet_marks(bench.profile, IDENTITY)
        one_file = bench.profile.model_copy(
            update={"limits": bench.profile.limits.model_copy(update={"letters": count})}
        )
        without = one_file.model_copy(update={"code": press.load_profile("epost").code})
        plain = without.model_copy(update={"standard": press.Standard.X4})
        times = {
            "hold against the zones": per_letter(bench.guard, bench.count),
            "draw": per_letter(bench.draw, bench.count),
            "plan": per_letter(bench.plan, bench.count),
            "**press**, all in": per_letter(bench.press, bench.count),
            "of it: code, by look-up": per_letter(lambda: [marks(n, 1, 1) for n in range(count)], count),
            "of it: compression": per_letter(
                lambda: [zlib_compress(letter.pages[0].content, QUICKLY) for letter in bench.drawn], bench.count
            ),
            "instead: compression by zlib": per_letter(
                lambda: [zlib.compress(letter.pages[0].content) for letter in bench.drawn], bench.count
            ),
            "instead: code by zxing-cpp": per_letter(lambda: with_zxing(bench.count), bench.count),
            "instead: pages and records by pikepdf": per_letter(lambda: with_pikepdf(bench.drawn), bench.count),
        }
        sizes = {
            "page, record and code": bench.marginal_bytes(one_file),
            "page and record": bench.marginal_bytes(without),
            "page alone": bench.marginal_bytes(plain),
        }
    print(table(("Step", "µs/letter"), [(step, f"{taken:.1f}") for step, taken in times.items()]))
    print()
    print(table(("One more letter", "bytes"), [(what, f"{size:.0f}") for what, size in sizes.items()]))
    print(
        f"\n{bench.count:,} letters on {len(bench.plates)} plates; at most {LIMIT} bytes are wanted. {surroundings()}."
    )


if __name__ == "__main__":
    main()
