"""The report: one HTML file that opens offline, tells a run in figures, and can be printed and read aloud.

The redacted one is for outside: no pictures of letters, no rows, and small figures only as "fewer than five", so that
nobody can be found by where few letters went.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import VerificationError
from mailing.base.files import write_whole
from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.findings import KINDS
from mailing.model import Disposition, runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jinja2

    from mailing.audit.manifest import Manifest

TEMPLATE = "report.html.j2"
SMALL = 5
"""Figures below this aren't given outside."""
SAMPLES = 8
SAMPLE_DPI = 60
MOST_ROWS = 500
"""So many rows without a letter are listed; all of them stand in `house/rows.csv`."""

DISPOSITION_WORDS = {
    Disposition.PRINTED: "gedruckt",
    Disposition.SPECIAL_ROUTE: "Sonderweg",
    Disposition.MERGED: "zusammengeführt",
    Disposition.SUPPRESSED: "gesperrt",
    Disposition.REJECTED: "abgewiesen",
}
SEVERITY_WORDS = {"error": "Fehler", "warning": "Warnung", "info": "Hinweis"}
OTHER_LINES = {
    "head": "Titel und Kopfzeile",
    "breaks": "Umbrüche in Zellen",
    "blank": "leer",
    "headers": "Kopfzeile wiederholt",
    "beyond_limit": "nicht verlangt",
}
"""What lines of the list's file are no rows of it, by the manifest's names."""
NO_SITE = "ohne Angabe"
ABROAD = "Ausland"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of a chart: its share of the largest (0 to 100), and how it is written."""

    label: str
    figure: str
    percent: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the drawn equation; `start` and `width` in hundredths of all rows."""

    label: str
    count: int
    start: float
    width: float
    number: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the list's file, and how many of them are no rows, by what they are."""

    count: int
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture of a letter's first page."""

    caption: str
    picture: str


def write_report(run: Path, *, redacted: bool = False) -> Path:
    """Write the run's report into `house/` and return its path.

    Raises:
        UsageError: `run` is no run.
        VerificationError: the run has no manifest, or is purged.
    """
    manifest = load_manifest(run)
    run_files = run_files_at(run, shop_only=False)
    if run_files.is_purged:
        raise VerificationError(_("Der Lauf ist bereinigt; einen Bericht gibt es nicht mehr"), where=str(run))
    path = run / (runfolder.REDACTED_REPORT if redacted else runfolder.REPORT)
    counts = _figures(run, manifest)
    html = _template().render(
        manifest=manifest,
        redacted=redacted,
        segments=_segments(manifest),
        lines=None if redacted else _lines(manifest),
        sites=_bars(counts.sites, redacted=redacted),
        regions=_bars(counts.regions, redacted=redacted),
        classes=_bars(counts.classes, redacted=redacted),
        findings=_finding_kinds(run),
        lost=[] if redacted else _rows_without_letter(run),
        samples=[] if redacted else list(_samples(run, manifest)),
    )
    write_whole(path, html.encode())
    return path


@dataclass(frozen=True, slots=True)
class _Figures:
    sites: Mapping[str, int]
    regions: Mapping[str, int]
    classes: Mapping[str, int]


def _figures(run: Path, manifest: Manifest) -> _Figures:
    sites = Counter(name or NO_SITE for (name,) in read_columns(run / runfolder.HOUSEHOLDS, "standort"))
    regions = Counter(name or ABROAD for (name,) in read_columns(run / runfolder.SHOP_PIECES, "leitregion"))
    classes = Counter[str]()
    for file in manifest.files:
        sheets = "1 Blatt" if file.sheet_class == 1 else f"{file.sheet_class} Blätter"
        classes[f"{sheets}, {file.product}"] += file.pieces
    return _Figures(dict(sites.most_common()), dict(sorted(regions.items())), dict(sorted(classes.items())))


def _bars(counts: Mapping[str, int], *, redacted: bool) -> list[Bar]:
    most = max(counts.values(), default=1)
    return [
        Bar(label, figure(count, redacted=redacted), 0.0 if redacted and count < SMALL else 100 * count / most)
        for label, count in counts.items()
    ]


def _segments(manifest: Manifest) -> list[Segment]:
    total = max(manifest.counts["rows"], 1)
    segments = []
    start = 0
    for number, (disposition, label) in enumerate(DISPOSITION_WORDS.items(), start=1):
        count = manifest.counts[disposition]
        segments.append(Segment(label, count, 100 * start / total, 100 * count / total, number))
        start += count
    return segments


def _lines(manifest: Manifest) -> Lines | None:
    """Return the lines of the list's file, where it is a text."""
    told = manifest.inputs[0]
    if "lines" not in told:
        return None
    others = told["other_lines"]
    return Lines(told["lines"], tuple((OTHER_LINES[what], others[what]) for what in OTHER_LINES if others.get(what)))


def _finding_kinds(run: Path) -> list[tuple[str, str, str, int]]:
    """Return severity, code, hint and number of each kind of finding, the gravest and most frequent first."""
    counted = Counter(kind for kind in read_columns(run / runfolder.FINDINGS, "severity", "code") if kind[1] in KINDS)
    order = list(SEVERITY_WORDS)
    return [
        (SEVERITY_WORDS[severity], code, _(KINDS[code].hint), count)
        for (severity, code), count in sorted(
            counted.items(), key=lambda kind: (order.index(kind[0][0]), -kind[1], kind[0][1])
        )
    ]


def _rows_without_letter(run: Path) -> list[tuple[str, str, str]]:
    """Return row, disposition and reason of the rows that no letter answers."""
    rows = read_columns(run / runfolder.ROWS, "piece", "row", "disposition", "message", "code")
    lost = (
        (row, DISPOSITION_WORDS[Disposition(disposition)], message or code)
        for piece, row, disposition, message, code in rows
        if not piece
    )
    return list(islice(lost, MOST_ROWS))


def _samples(run: Path, manifest: Manifest) -> Iterator[Sample]:
    """Give pictures of the first letter of each kind of file: each route and sheet class."""
    import pypdfium2 as pdfium

    kinds = {(file.route, file.sheet_class): file for file in reversed(manifest.files)}
    for file in sorted(kinds.values(), key=lambda file: file.first_piece)[:SAMPLES]:
        path = run / file.path
        if path.is_file():
            stream = io.BytesIO()
            with path.open("rb") as pdf:
                page = pdfium.PdfDocument(pdf)[0]
                page.render(scale=SAMPLE_DPI / 72, grayscale=True).to_pil().save(stream, "PNG", optimize=True)
            caption = f"Stück {file.first_piece}, {file.product}"
            yield Sample(caption, base64.b64encode(stream.getvalue()).decode())


def figure(number: int, *, redacted: bool) -> str:
    """Return a number as the report writes it: outside, a small one isn't given."""
    return f"unter {SMALL}" if redacted and 0 < number < SMALL else grouped(number)


def grouped(number: int) -> str:
    """Return a number with a narrow no-break space between thousands, as German print has it."""
    return f"{number:,}".replace(",", "\u202f")


def german_date(iso: str) -> str:
    """Return an ISO date as German readers write it."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    surroundings = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    surroundings.filters.update(grouped=grouped, figure=figure, german_date=german_date)
    return surroundings.get_template(TEMPLATE)
