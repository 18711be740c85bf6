"""typst: the letters as pages of one document, the data as JSON; paragraphs broken by typst itself, on all cores."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import letter
import typst
from arimo import static_faces

if TYPE_CHECKING:
    from collections.abc import Iterable

DOCUMENT = """
#let fixed = json("fixed.json")
#set document(title: fixed.title)
#set text(font: "Arimo", size: 10.5pt, lang: "de", hyphenate: false, top-edge: "baseline", bottom-edge: "baseline")
#set par(leading: 13.23pt, spacing: 26.46pt, justify: false)
#set page(
  paper: "a4",
  margin: (left: 25mm, right: 20mm, top: 0mm, bottom: 0mm),
  background: {
    place(dx: 5mm, dy: 105mm, rect(width: 5mm, height: 0.4pt, fill: black))
    place(dx: 5mm, dy: 210mm, rect(width: 5mm, height: 0.4pt, fill: black))
    place(dx: 25mm, dy: 22mm, text(size: 15pt, weight: "bold", fixed.sender))
    place(dx: 25mm, dy: 49mm, text(size: 7.5pt, fixed.return_line))
    place(dx: 125mm, dy: 53.2mm, fixed.date)
    place(dx: 25mm, dy: 102mm, text(weight: "bold", fixed.subject))
    place(dx: 25mm, dy: 282mm, text(size: 7.5pt, fixed.sender))
  },
)
#for (address, salutation, first, last) in json("letters.json") {
  place(dy: 66.2mm, address.join(linebreak()))
  v(116mm)
  par(salutation)
  par(first)
  for paragraph in fixed.paragraphs { par(paragraph) }
  par(last)
  par(fixed.close.at(0))
  v(13.23pt)
  par(fixed.close.at(1))
  pagebreak(weak: true)
}
"""


def write_letters(letters: Iterable[letter.Letter], fonts: Path, path: Path) -> None:
    """Write the letters as one PDF, a page each."""
    fixed = {
        "title": letter.TITLE,
        "sender": letter.SENDER,
        "return_line": letter.RETURN_LINE,
        "date": letter.DATE,
        "subject": letter.SUBJECT,
        "paragraphs": letter.FIXED,
        "close": letter.CLOSE,
    }
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "letters.typ")
        source.write_text(DOCUMENT, encoding="utf-8")
        Path(folder, "fixed.json").write_text(json.dumps(fixed), encoding="utf-8")
        Path(folder, "letters.json").write_text(
            json.dumps([(one.address, one.salutation, one.first, one.last) for one in letters]), encoding="utf-8"
        )
        typst.compile(source, output=path, font_paths=[fonts], ignore_system_fonts=True, pdf_tags=False)


if __name__ == "__main__":
    given = Path(sys.argv[1])
    static_faces(given.parent)
    write_letters(letter.letters(given), given.parent, Path(sys.argv[2]))
