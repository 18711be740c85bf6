"""What a reader searches and copies in the finished PDF is the text of the list, in every letter of DIN 91379."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from program_kit import HEADER, row, write_list
from templates_kit import NAME, office
from test_fonts import SEQUENCES

from mailing.letters.setting.fonts import STAND_INS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def printed(mailing: Callable, tmp_path: Path) -> Path:
    """Return the batch of 149 letters, one for each combining sequence, in the household's name."""
    rows = [
        f"23702//{number:07d};237A{number:06d};;Frau;;Ana;A{sequence}b{sequence};;Hauptstraße;1;;30165;Hannover;;;;;"
        for number, sequence in enumerate(SEQUENCES)
    ]
    (tmp_path / "list.csv").write_text("\r\n".join([HEADER, *rows]), encoding="utf-8")
    done = mailing("run", "list.csv", "-o", "runs", "--json")
    assert done.code == 0, done.err
    (batch,) = (done.run / "shop" / "data").glob("*.pdf")
    return batch


def test_all_sequences_are_copied_as_they_were_written(printed: Path, mailing: Callable) -> None:
    """Two readers of different make find all 149 names, in the address and in the salutation; and the run verifies."""
    assert mailing("verify", printed.parents[2]).code == 0
    with pdfium.PdfDocument(printed) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    by_pdfium = "\n".join(pages)
    by_poppler = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    for text in (by_pdfium, by_poppler):
        assert [name for name in SEQUENCES if text.count(f"A{name}b{name}") < 2] == []


def test_signs_that_are_drawn_as_others_verify(mailing: Callable, tmp_path: Path) -> None:
    """A box to tick, a soft hyphen: the font lacks them, and readers still find them."""
    signs = " ".join(f"a{sign}b **a{sign}b** *a{sign}b*" for sign in STAND_INS)
    office(tmp_path / "briefe", f"{{{{ anrede_zeile }}}}\n\n{signs}\n\n---\n\nGruß\n")
    write_list(tmp_path / "list.csv", [row(1)])
    done = mailing("run", "list.csv", "-t", NAME, "--templates", "briefe", "-o", "runs", "--json")
    assert done.code == 0, done.err
    assert mailing("verify", done.run).code == 0
