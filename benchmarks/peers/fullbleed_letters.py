"""fullbleed: the page compiled once, the letters bound to it as variable data, a PDF/VT record for each.

Its fast lane (`render_pdf_bindings`) leaves everything where it stood when the page was compiled and breaks no lines:
so the lines are broken here, as for the minimal writer, and each has a slot of its own. It is told not to shape text,
which saves a third of its time. With `--wrap` as the last argument it sets the paragraphs itself, in its other lane.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import fullbleed
import letter
import sheet
from arimo import REGULAR, WordWidths, static_faces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OUTPUT_INTENT = Path(__file__).parents[2] / "mailing" / "press" / "profiles" / "FOGRA29L.icc"

STYLE = f"""
@page {{ size: 210mm 297mm; margin: 0; }}
body {{ margin: 0; font-family: Arimo; font-size: {sheet.SIZE}pt; line-height: {sheet.LEADING}pt; color: #000; }}
div {{ position: absolute; left: 25mm; white-space: nowrap; }}
p {{ margin: 0 0 {sheet.LEADING}pt; }}
.text {{ width: 165mm; white-space: normal; }}
.bold {{ font-weight: bold; }}
.small {{ font-size: {sheet.SMALL}pt; }}
.mark {{ left: 5mm; width: 5mm; height: 0.4pt; background: #000; }}
"""


def block(y: float, content: str, kind: str = "", style: str = "") -> str:
    """Return a block that begins with a line that has its baseline about `y` pt from the bottom."""
    top = sheet.HEIGHT - y - sheet.SIZE
    return f'<div class="{kind}" style="top: {top:.2f}pt; {style}">{content}</div>'


def paragraphs(texts: Iterable[str]) -> str:
    """Return texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


HEAD = "".join(
    (
        block(sheet.HEAD, letter.SENDER, "bold", f"font-size: {sheet.HEAD_SIZE}pt"),
        block(sheet.RETURN_LINE, letter.RETURN_LINE, "small"),
        block(sheet.DATE, letter.DATE, style=f"left: {sheet.DATE_LEFT:.2f}pt"),
        block(sheet.SUBJECT, letter.SUBJECT, "bold"),
        block(sheet.FOOT, letter.SENDER, "small"),
        *(block(y - sheet.SIZE, "", "mark") for y in sheet.FOLD_MARKS),
    )
)
CLOSE = (letter.CLOSE[0], "&#160;", letter.CLOSE[1])


class Slots:
    """A slot for each line that letters differ in, stacked from the top as far as the longest letter needs."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.values: dict[str, list[str]] = {}

    def stack(self, y: float, columns: Sequence[Sequence[str]]) -> float:
        """Add the lines of each letter, the first at `y`; return where the next line would be."""
        for place in range(max(map(len, columns))):
            name = f"line{len(self.values)}"
            self.values[name] = [lines[place] if place < len(lines) else "" for lines in columns]
            self.html.append(block(y, f"{{{{{name}}}}}"))
            y -= sheet.LEADING
        return y


def line_by_line(letters: Sequence[letter.Letter]) -> tuple[str, Mapping[str, Sequence[str]]]:
    """Return the page with a slot for each line, and the columns of lines."""
    broken = WordWidths(REGULAR, sheet.SIZE).broken
    fixed_lines = sum(len(broken(paragraph, sheet.MEASURE)) + 1 for paragraph in letter.FIXED)
    slots = Slots()
    slots.stack(sheet.ADDRESS, [one.address for one in letters])
    first = slots.stack(sheet.TEXT, [(one.salutation,) for one in letters]) - sheet.LEADING
    middle = slots.stack(first, [broken(one.first, sheet.MEASURE) for one in letters]) - sheet.LEADING
    last = middle - fixed_lines * sheet.LEADING
    close = slots.stack(last, [broken(one.last, sheet.MEASURE) for one in letters]) - sheet.LEADING
    fixed = block(middle, paragraphs(letter.FIXED), "text") + block(close, paragraphs(CLOSE), "text")
    return HEAD + "".join(slots.html) + fixed, slots.values


def paragraph_by_paragraph(letters: Sequence[letter.Letter]) -> tuple[str, Mapping[str, Sequence[str]]]:
    """Return the page with a slot for each paragraph, and the columns of paragraphs."""
    slots = Slots()
    slots.stack(sheet.ADDRESS, [one.address for one in letters])
    text = paragraphs(("{{salutation}}", "{{first}}", *letter.FIXED, "{{last}}", *CLOSE))
    columns = {name: [getattr(one, name) for one in letters] for name in ("salutation", "first", "last")}
    return HEAD + "".join(slots.html) + block(sheet.TEXT, text, "text"), {**slots.values, **columns}


def engine(faces: Iterable[Path]) -> fullbleed.PdfEngine:
    """Return an engine for PDF/VT-1, which makes a record of each letter by itself."""
    return fullbleed.PdfEngine(
        page_width="210mm",
        page_height="297mm",
        margin="0mm",
        font_files=[str(file) for file in faces],
        shape_text=False,
        unicode_metrics=False,
        pdf_profile="pdfvt1",
        document_title=letter.TITLE,
        document_lang="de-DE",
        document_timestamp="2020-06-15T00:00:00Z",
        output_intent_icc=str(OUTPUT_INTENT),
        output_intent_identifier="FOGRA29L",
        output_intent_components=4,
    )


def write_letters(letters: Sequence[letter.Letter], faces: Iterable[Path], path: Path, *, wraps: bool) -> None:
    """Write the letters as one PDF, a page and a record each."""
    html, columns = paragraph_by_paragraph(letters) if wraps else line_by_line(letters)
    compiled = engine(faces).compile_pdf(f"<html><body>{html}</body></html>", STYLE)
    if wraps:
        compiled.render_pdf_reflow_bindings_to_file(columns, str(path))
    else:
        compiled.render_pdf_bindings_to_file(columns, str(path))


if __name__ == "__main__":
    given = Path(sys.argv[1])
    everyone = list(letter.letters(given))
    write_letters(everyone, static_faces(given.parent), Path(sys.argv[2]), wraps=sys.argv[-1] == "--wrap")
