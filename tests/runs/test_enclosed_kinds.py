"""Files of other kinds as enclosures: refused with file and page, and with how to make a PDF of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from enclosures_kit import write_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 word/document.xml", "In Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "In Word"),
        (b"{\\rtf1 Antrag}", "In Word"),
        (b"\x89PNG\r\n\x1a\n", "![Beschriftung]"),
        (b"\xff\xd8\xff\xe0", "![Beschriftung]"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "![Beschriftung]"),
        (b"Antrag", "als PDF speichern"),
        (b"", "Die Datei ist leer"),
    ],
)
def test_an_enclosure_is_a_pdf(program: Callable[..., Called], tmp_path: Path, content: bytes, told: str) -> None:
    """Whatever its name says; nothing is printed."""
    call = write_office(tmp_path, 'title = "Antrag"\nfile = "antrag.pdf"', antrag=content)
    done = program("run", *call, "-o", tmp_path / "laeufe")
    assert done.code == 3
    assert told in done.err
    assert "bescheid/antrag.pdf, Seite 1" in done.err
    assert "keine PDF-Datei" in done.err or not content
    assert not list((tmp_path / "laeufe").glob("*/shop"))
