"""What the tests of hostile input share: a letter whose every part shows values, and a run read back."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from program_kit import HEADER, Called, row
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Program = Callable[..., Called]

SETTINGS = """\
title = 'Ein </rdf:li><x y="&"> ]]> Brief'
subject = "An {{ nachname }}"
version = "1"
date = 2020-06-15
"""
TEXT = """\
{{ anrede_zeile }}

## Für {{ nachname }}

Sie heißen {{ vorname }} {{ nachname }}, Zeichen {{ aktenzeichen }}.

- {{ aktenzeichen }}

| | |
| --- | --- |
| Zeichen | {{ aktenzeichen }} |

---

Mit freundlichen Grüßen
"""

MANIFEST_OF_ODS = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    b'<manifest:file-entry manifest:full-path="/" '
    b'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
CONTENT_OF_ODS = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    b'<table:table table:name="Liste">%b</table:table></office:spreadsheet></office:body></office:document-content>'
)


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write rows with one more column, quoted as a spreadsheet does."""
    names = [*HEADER.split(";"), "aktenzeichen"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([names, *([entries.get(name, "") for name in names] for entries in rows)])
    path.write_bytes(text.getvalue().encode())
    return path


def cells(path: Path) -> list[list[str]]:
    """Read a table as a spreadsheet would."""
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def codes_of(run: Path, number: int) -> set[str]:
    """Return the findings of a row of the list."""
    return {
        code
        for _severity, code, row_number, *_rest in cells(run / "house" / "findings.csv")
        if row_number == str(number)
    }


@dataclass(frozen=True)
class Made:
    """A run and what its letters say, blanks and line ends as single blanks."""

    called: Called
    letters: Mapping[int, str]

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self.called.run


def made(program: Program, folder: Path, rows: Sequence[Mapping[str, str]], text: str = TEXT) -> Made:
    """Make a run of these rows (numbered from 1), verify it, and read its letters back."""
    write_rows(folder / "liste.csv", [row(number, **entries) for number, entries in enumerate(rows, 1)])
    office(folder / "vorlagen", text, SETTINGS)
    called = program("run", "liste.csv", "-t", "brief", "--templates", "vorlagen", "--json")
    assert called.code in {0, 4}, called.err
    assert list(verify(called.run, VerifyOptions(workers=1))) == []
    letters = {}
    for pdf in sorted(called.run.glob("shop/data/*.pdf")):
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                said = " ".join(page.get_textpage().get_text_range().split())
                letters[int(re.search(r"23702//(\d{7})", said)[1])] = said
    return Made(called, letters)
