"""Long things: rows of tables go on on the next page, what fits none costs its letter, and all commands agree on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hostile_kit import SETTINGS, codes_of, made, write_rows
from program_kit import row
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_kit import Program

LINES = "\n".join(f"Zeile {number}" for number in range(1, 121))
TABLE = """\
{{ anrede_zeile }}

| Punkt | Erläuterung |
| --- | --- |
| Grund | {{ aktenzeichen }} |

---

Mit freundlichen Grüßen

Ihr Amt
"""


def pages_of(run: Path) -> list[str]:
    """Return the text of each page of the run's files."""
    pages = []
    for pdf in sorted(run.glob("shop/data/*.pdf")):
        with pypdfium2.PdfDocument(pdf) as document:
            pages += [page.get_textpage().get_text_range() for page in document]
    return pages


def test_a_row_higher_than_a_page_goes_on_below_its_head(program: Program, tmp_path: Path) -> None:
    """Each line stands once, each page of it has the head, and the last takes the closing."""
    pages = pages_of(made(program, tmp_path, [{"aktenzeichen": LINES}], TABLE).run)
    assert re.findall(r"Zeile \d+", "\n".join(pages)) == LINES.split("\n")
    assert len(pages) == 3
    assert all("Erläuterung" in page for page in pages)
    assert "Mit freundlichen Grüßen" in pages[-1]


def test_the_closing_is_never_alone(program: Program, tmp_path: Path) -> None:
    """Wherever the text ends, on the first page or later: two lines of it stand above the closing."""
    entries = [{"aktenzeichen": "\n".join(["Zeile"] * lines)} for lines in range(20, 90)]
    pages = pages_of(made(program, tmp_path, entries, TABLE).run)
    closings = [page for page in pages if "Mit freundlichen" in page]
    assert len(closings) == len(entries)
    assert all("Ihr Amt" in page and page.count("Zeile") >= 2 for page in closings)
    assert min(page.count("Zeile") for page in closings) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "{{ anrede_zeile }}\n\n| Punkt | {{ aktenzeichen }} |\n|---|---|\n| a | b |\n", id="a table's head"
        ),
        pytest.param("{{ anrede_zeile }}\n\n# {{ aktenzeichen }}\n\nText.\n", id="a heading"),
        pytest.param("{{ anrede_zeile }}\n\nText.\n\n---\n\nGruß\n\n{{ aktenzeichen }}\n", id="a closing"),
    ],
)
def test_what_fits_no_page_is_found_by_all_alike(program: Program, tmp_path: Path, text: str) -> None:
    """The check tells the row before the run, the run makes no letter of it, and what it made is faultless."""
    write_rows(tmp_path / "liste.csv", [row(1, aktenzeichen=LINES), row(2, aktenzeichen="kurz")])
    office(tmp_path / "vorlagen", text, SETTINGS)
    asked = ("liste.csv", "-t", "brief", "--templates", "vorlagen", "--json")
    check, run = program("check", *asked), program("run", *asked)
    assert (check.code, run.code) == (4, 4)
    assert "letter.values-too-long" in check.out
    assert run.json["without_letter"].keys() == {"letter.values-too-long"}
    assert "letter.values-too-long" in codes_of(run.run, 2)
    assert list(verify(run.run, VerifyOptions(workers=1))) == []


def test_fixed_text_that_fits_no_page_is_the_templates_fault(program: Program, tmp_path: Path) -> None:
    """The run stops before a letter is made, and names the template."""
    write_rows(tmp_path / "liste.csv", [row(1)])
    closing = "\n\n".join(["Zeile"] * 60)
    office(tmp_path / "vorlagen", f"{{{{ anrede_zeile }}}}\n\n---\n\n{closing}\n", SETTINGS)
    called = program("run", "liste.csv", "-t", "brief", "--templates", "vorlagen")
    assert called.code == 3
    assert "brief/letter.md.j2" in called.err
