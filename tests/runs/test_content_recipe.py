"""The hash of a piece can be made anew by what `docs/print.md` says, with pypdf alone."""

from __future__ import annotations

import csv
import hashlib
import hmac
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pdf_samples
import pypdf
from enclosures_kit import runs_in
from pictures_kit import ENTRIES, office
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "print.md"
KNOWN = (ArrayObject, DictionaryObject, IndirectObject, StreamObject)


def recipe() -> Callable[[Any, bytes], str]:
    """Return the function that the page shows."""
    told = re.search(r"```python\n(def content_sha256.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert told is not None
    names: dict[str, Any] = {"hashlib": hashlib, "hmac": hmac, "re": re, **{each.__name__: each for each in KNOWN}}
    exec(told[1], names)  # noqa: S102 - our own page
    found: Callable[[Any, bytes], str] = names["content_sha256"]
    return found


def test_the_page_tells_how_a_piece_is_hashed(tmp_path: Path) -> None:
    """With a form, its picture and fonts, a logo, a signature and a picture in the text."""
    enclosed = '\n[[enclosures]]\ntitle = "Antrag"\nfile = "antrag.pdf"\n'
    call = office(tmp_path, ENTRIES + enclosed)
    (tmp_path / "vorlagen/bescheid/antrag.pdf").write_bytes(pdf_samples.form(2, draw=pdf_samples.picture))
    assert main(["run", *call, "-o", str(tmp_path / "runs")]) == 0
    (run,) = runs_in([tmp_path / "runs"])
    key = bytes.fromhex((run / "house/key").read_text("ascii"))
    with (run / "shop/data/pieces.csv").open(encoding="utf-8", newline="") as table:
        pieces = list(csv.DictReader(table, delimiter=";"))
    assert len(pieces) == 6
    for piece in pieces:
        pages = pypdf.PdfReader(run / "shop" / piece["file"]).pages
        own = pages[int(piece["first_page"]) - 1 : int(piece["last_page"])]
        assert recipe()(own, key) == piece["content_sha256"]
