"""Lists whose readers aren't ours: a few kilobytes that ask for gigabytes or hours are refused, or cost their row.

All of them go through one call after the other of one process, whose memory and that of its children is measured.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hostile_kit import CONTENT_OF_ODS, MANIFEST_OF_ODS
from program_kit import HEADER, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECONDS = 10.0
MEGABYTES = 1_000
NAMES = HEADER.split(";")
LONG = 40_000_000
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
CALLS = r"""
import json, pathlib, resource, sys, time
from mailing.cli import main
told = {}
for path in sorted(pathlib.Path("listen").iterdir()):
    began = time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code = main(["check", str(path)])
    ended = time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    told[path.name] = [int(code), ended - began]
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
most = max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
pathlib.Path("told.json").write_text(json.dumps({"calls": told, "megabytes": most / 1024}))
"""


def cells(number: int = 1) -> list[str]:
    """Return a faultless household's cells."""
    return [row(number).get(name, "") for name in NAMES]


def workbook(path: Path, change: Callable[[str, bytes], bytes] = lambda _entry, content: content) -> None:
    """Write a workbook of one household whose entries were changed."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, cells())
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))


def with_rows(rows: bytes) -> Callable[[str, bytes], bytes]:
    """Return the change that adds rows to the sheet."""
    return lambda entry, content: (
        content.replace(b"</sheetData>", rows + b"</sheetData>") if entry == SHEET else content
    )


def with_counts(entry: str, content: bytes) -> bytes:
    """Have the shared texts say that they are four billion."""
    return re.sub(rb'(ount)="[0-9]+"', rb'\1="4000000000"', content) if entry == TEXTS else content


def with_long_name(entry: str, content: bytes) -> bytes:
    """Make the name forty million characters long."""
    return content.replace(b"Mustermannb<", b"M" * LONG + b"<") if entry == TEXTS else content


def with_long_name_everywhere(entry: str, content: bytes) -> bytes:
    """Make the first text as long, and have twenty thousand cells say it."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 20_000))
    if entry == TEXTS:
        return content.replace(b"<t>bg_nummer<", b"<t>" + b"M" * LONG + b"<")
    return with_rows(rows)(entry, content)


def document(path: Path, rows: bytes) -> None:
    """Write an ODS whose rows stand below a list of one household."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    whole = "".join(
        f"<table:table-row>{''.join(map(cell.format, line))}</table:table-row>" for line in (NAMES, cells())
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST_OF_ODS)
        archive.writestr("content.xml", CONTENT_OF_ODS % (whole.encode() + rows))


def parquet(path: Path, count: int = 1, **texts: str) -> None:
    """Write a Parquet file whose rows differ in their number only."""
    same = dict(zip(NAMES, cells(), strict=True)) | texts
    columns = {name: pa.array([text]).dictionary_encode().take(pa.array([0] * count)) for name, text in same.items()}
    columns["bg_nummer"] = pa.array([f"23702//{number % 1_000:07d}" for number in range(count)])
    pq.write_table(pa.table(columns), path)


BLANKS = (
    b"<table:table-row table:number-rows-repeated='%d'><table:table-cell table:number-columns-repeated='%d'/>"
    b"</table:table-row><table:table-row><table:table-cell office:value-type='string'><text:p>x</text:p>"
    b"</table:table-cell></table:table-row>"
)
SAID = b"<table:table-cell office:value-type='string' %b><text:p>x%b</text:p></table:table-cell>"
FAR = b"<row r='%d'><c r='%b'><v>1</v></c></row>"


class Kind(NamedTuple):
    """A list that means harm, and whether it is refused (else it costs its row)."""

    write: Callable[[Path], None]
    is_refused: bool = True


KINDS: Mapping[str, Kind] = {
    "last cell of a sheet.xlsx": Kind(lambda path: workbook(path, with_rows(FAR % (1_048_576, b"XFD1048576")))),
    "last row of a sheet.xlsx": Kind(
        lambda path: workbook(path, with_rows(FAR % (1_048_576, b"A1048576"))), is_refused=False
    ),
    "row four billion.xlsx": Kind(lambda path: workbook(path, with_rows(FAR % (4_294_967_295, b"A4294967295")))),
    "number of 5,000 digits.xlsx": Kind(
        lambda path: workbook(path, with_rows(b"<row r='%b'/>" % (b"9" * 5_000))), is_refused=False
    ),
    "tags without end.xlsx": Kind(lambda path: workbook(path, with_rows(b"<row " * 10_000_000))),
    "shared texts by the billion.xlsx": Kind(lambda path: workbook(path, with_counts)),
    "a cell of 40 MB.xlsx": Kind(lambda path: workbook(path, with_long_name), is_refused=False),
    "20,000 cells of 40 MB.xlsx": Kind(lambda path: workbook(path, with_long_name_everywhere)),
    "blank rows by the billion.ods": Kind(lambda path: document(path, BLANKS % (4_000_000_000, 4_000_000_000))),
    "a million wide blank rows.ods": Kind(lambda path: document(path, BLANKS % (1_000_000, 16_384))),
    "cells by the billion.ods": Kind(
        lambda path: document(
            path,
            b"<table:table-row>" + SAID % (b"table:number-columns-repeated='2000000000'", b"") + b"</table:table-row>",
        )
    ),
    "blanks in a cell by the billion.ods": Kind(
        lambda path: document(
            path, b"<table:table-row>" + SAID % (b"", b"<text:s text:c='4000000000'/>") + b"</table:table-row>"
        )
    ),
    "a row two million times.parquet": Kind(lambda path: parquet(path, 2_000_000)),
    "a cell of 10 MB.parquet": Kind(lambda path: parquet(path, nachname="M" * 10_000_000), is_refused=False),
    "cells of 10 MB.parquet": Kind(lambda path: parquet(path, 100, zusatz="M" * 10_000_000), is_refused=False),
}


class Measured(NamedTuple):
    """What the calls came to: code and seconds of CPU of each, what they said, megabytes of the largest process."""

    told: Mapping[str, tuple[int, float]]
    said: str
    megabytes: float


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Check one list after the other, as a user does."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "listen").mkdir()
    for name, kind in KINDS.items():
        kind.write(folder / "listen" / name)
    done = subprocess.run(
        [sys.executable, "-c", CALLS],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
        timeout=SECONDS * len(KINDS),
    )
    told = json.loads((folder / "told.json").read_text())
    return Measured(told["calls"], done.stdout, told["megabytes"])


@pytest.mark.parametrize("name", KINDS)
def test_a_list_cant_eat_the_machine(measured: Measured, name: str) -> None:
    """It is refused or costs its row, within ten seconds."""
    code, seconds = measured.told[name]
    assert code == 3 if KINDS[name].is_refused else code in {0, 4}
    assert seconds < SECONDS


def test_hostile_lists_stay_within_their_memory(measured: Measured) -> None:
    """The largest of all processes takes less than a gigabyte; each refused list is told in one message."""
    assert measured.megabytes < MEGABYTES
    assert measured.said.count("Fehler: ") == sum(kind.is_refused for kind in KINDS.values())
    assert "Traceback" not in measured.said
