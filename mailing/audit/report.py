"""The report: one HTML file that opens offline, tells a run in figures, and can be printed and read aloud.

The redacted one is for outside: nothing that came from the list, no pictures of letters, and no exact figures: small
ones as "fewer than five", all others rounded, so that none follows from the others.
"""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.audit.damage import refusing_damage
from mailing.audit.file_kinds import Kind
from mailing.audit.purge_note import refuse_purged
from mailing.audit.report_figures import figure, german_date, given, grouped
from mailing.audit.report_seal import sealed
from mailing.audit.report_way import drawn_track
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import VerificationError
from mailing.base.files import write_whole
from mailing.base.messages import _
from mailing.base.tables import columns_of, counts_of
from mailing.findings import KINDS
from mailing.model import Disposition, runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jinja2

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.model.run_way import RunWay

TEMPLATE = "report.html.j2"
SAMPLES = 8
SAMPLE_DPI = 60
MOST_ROWS = 500
"""So many rows without a letter are listed; all of them stand in `house/rows.csv`."""

DISPOSITION_WORDS = {
    Disposition.PRINTED: "gesetzt",
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
    "footer": "Fußzeile",
    "beyond_limit": "nicht verlangt",
}
"""What lines of the list's file are no rows of it, by the manifest's names."""
NO_SITE = "ohne Angabe"
ABROAD = "Ausland"
REGION = re.compile("[0-9]{2}")


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
    figure: str
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


def write_report(run: Path, way: RunWay | None = None, *, redacted: bool = False) -> Path:
    """Write the run's report into `house/` and return its path; `way` is what its journal tells, if there is one.

    Raises:
        UsageError: `run` is no run.
        VerificationError: the run has no manifest, is purged or damaged.
    """
    content = report_of(run, way, redacted=redacted)
    run_files = run_files_at(run, shop_only=False)
    path = runfolder.REDACTED_REPORT if redacted else runfolder.REPORT
    if run_files.kind(path) not in (Kind.FILE, Kind.NOTHING):
        raise VerificationError(_("Unter diesem Namen liegt keine Datei"), where=path)
    write_whole(run_files.path_of(path), content)
    return run_files.path_of(path)


def report_of(run: Path, way: RunWay | None = None, *, redacted: bool = False) -> bytes:
    """Return the run's report, and change nothing; errors as for `write_report`."""
    run_files = run_files_at(run, shop_only=False)
    manifest = load_manifest(run_files)
    refuse_purged(run_files, manifest)
    with refusing_damage(run):
        html = _report(run_files, manifest, way, redacted=redacted)
    return sealed(html.encode())


def _report(run_files: RunFiles, manifest: Manifest, way: RunWay | None, *, redacted: bool) -> str:
    counts = _figures(run_files, manifest)
    return _template().render(
        manifest=manifest,
        redacted=redacted,
        way=way,
        tracks=[] if way is None else [drawn_track(track, redacted=redacted) for track in way.tracks],
        fates=[] if way is None else _bars(way.fates, redacted=redacted),
        returns=[] if way is None else _bars(way.returns, redacted=redacted),
        segments=_segments(manifest, redacted=redacted),
        sites=[] if redacted else _bars(counts.sites, redacted=False),
        lines=None if redacted else _lines(manifest),
        regions=_bars(counts.regions, redacted=redacted),
        classes=_bars(counts.classes, redacted=redacted),
        findings=_finding_kinds(run_files),
        lost=[] if redacted else _rows_without_letter(run_files),
        samples=[] if redacted else list(_samples(run_files, manifest)),
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    sites: Mapping[str, int]
    regions: Mapping[str, int]
    classes: Mapping[str, int]


def _figures(run_files: RunFiles, manifest: Manifest) -> _Figures:
    sites, regions = Counter[str](), Counter[str]()
    for name, count in _counts(run_files, runfolder.HOUSEHOLDS, "standort").items():
        sites[name or NO_SITE] += count
    for name, count in _counts(run_files, runfolder.SHOP_PIECES, "leitregion").items():
        regions[name if REGION.fullmatch(name) else ABROAD] += count
    classes = Counter[str]()
    for file in manifest.files:
        sheets = "1 Blatt" if file.sheet_class == 1 else f"{file.sheet_class} Blätter"
        classes[f"{sheets}, {file.product}"] += file.pieces
    return _Figures(dict(sites.most_common()), dict(sorted(regions.items())), dict(sorted(classes.items())))


def _counts(run_files: RunFiles, path: str, name: str) -> Counter[str]:
    return counts_of(run_files.open(path), path, name)


def _bars(counts: Mapping[str, int], *, redacted: bool) -> list[Bar]:
    most = max((given(count, redacted=redacted) for count in counts.values()), default=1) or 1
    return [
        Bar(label, figure(count, redacted=redacted), 100 * given(count, redacted=redacted) / most)
        for label, count in counts.items()
    ]


def _segments(manifest: Manifest, *, redacted: bool) -> list[Segment]:
    counts = {
        label: given(manifest.counts[disposition], redacted=redacted)
        for disposition, label in DISPOSITION_WORDS.items()
    }
    total = sum(counts.values()) or 1
    segments = []
    start = 0
    for number, (disposition, label) in enumerate(DISPOSITION_WORDS.items(), start=1):
        shown = figure(manifest.counts[disposition], redacted=redacted)
        segments.append(Segment(label, shown, 100 * start / total, 100 * counts[label] / total, number))
        start += counts[label]
    return segments


def _lines(manifest: Manifest) -> Lines | None:
    """Return the lines of the list's file, where it is a text."""
    listed = manifest.inputs[0]
    if "lines" not in listed:
        return None
    others = listed["other_lines"]
    return Lines(listed["lines"], tuple((OTHER_LINES[what], others[what]) for what in OTHER_LINES if others.get(what)))


def _finding_kinds(run_files: RunFiles) -> list[tuple[str, str, str, int]]:
    """Return severity, code, hint and number of each kind of finding, the gravest and most frequent first."""
    findings = columns_of(run_files.open(runfolder.FINDINGS), runfolder.FINDINGS, "severity", "code")
    counted = Counter(kind for kind in findings if kind[1] in KINDS)
    order = list(SEVERITY_WORDS)
    return [
        (SEVERITY_WORDS[severity], code, _(KINDS[code].hint), count)
        for (severity, code), count in sorted(
            counted.items(), key=lambda kind: (order.index(kind[0][0]), -kind[1], kind[0][1])
        )
    ]


def _rows_without_letter(run_files: RunFiles) -> list[tuple[str, str, str]]:
    """Return row, disposition and reason of the rows that no letter answers."""
    names = ("row", "disposition", "message", "code", "piece")
    rows = columns_of(run_files.open(runfolder.ROWS), runfolder.ROWS, *names, empty="piece")
    lost = (
        (row, DISPOSITION_WORDS[Disposition(disposition)], message or code)
        for row, disposition, message, code, _piece in rows
    )
    return list(islice(lost, MOST_ROWS))


def _samples(run_files: RunFiles, manifest: Manifest) -> Iterator[Sample]:
    """Give pictures of the first letter of each kind of file: each route and sheet class."""
    import pypdfium2 as pdfium

    kinds = {(file.route, file.sheet_class): file for file in reversed(manifest.files)}
    for file in sorted(kinds.values(), key=lambda file: file.first_piece)[:SAMPLES]:
        if run_files.has(file.path):
            stream = io.BytesIO()
            with run_files.open(file.path) as pdf:
                page = pdfium.PdfDocument(pdf)[0]
                page.render(scale=SAMPLE_DPI / 72, grayscale=True).to_pil().save(stream, "PNG")
            caption = f"Stück {file.first_piece}, {file.product}"
            yield Sample(caption, base64.b64encode(stream.getvalue()).decode())


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
