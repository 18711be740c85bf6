"""Draw the pictures of docs/markdown.md from its own examples: `python docs/markdown_pictures.py`."""  # noqa: INP001

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
from PIL import Image, ImageOps

from mailing.base.progress import Progress
from mailing.runs.making.job import read_job
from mailing.runs.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = Path(__file__).parent / "markdown.md"
_EXAMPLE: Final = re.compile(r"```markdown\n(.*?)```\n\n!\[[^]]*\]\((.*?)\)", re.DOTALL)
_ORGANISATION: Final = """\
name = "Amt"
absender = "Musterstraße 1 · 30159 Hannover"
briefkopf = ["Amt"]
strasse = "Musterstraße"
hausnummer = "1"
plz = "30159"
ort = "Hannover"
telefon = "(0511) 1-0"
email = "amt@example.org"
"""
_SETTINGS: Final = 'title = "Beispiele"\nsubject = "{{ beispiel }}"\nversion = "1"\n'
_COLUMNS: Final = "bg_nummer;vorname;nachname;strasse;hausnummer;plz;ort;beispiel"
_ROW: Final = "23702//{number:07};Anna;Muster;Lange Straße;{number};30159;Hannover;Beispiel {number}"

_DOTS_PER_MM: Final = 4
_BODY_MM: Final = (24, 108, 193, 268)
"""Left, top, right and bottom of what may show text below the subject."""
_MARGIN: Final = 8
"""Dots around the text."""
_GRAYS: Final = 8


class Example(NamedTuple):
    """An example of the page, and where its picture lies."""

    text: str
    picture: Path


def examples() -> list[Example]:
    """Return the page's examples in order."""
    page = PAGE.read_text(encoding="utf-8")
    return [Example(text, PAGE.parent / picture) for text, picture in _EXAMPLE.findall(page)]


def drawn(texts: list[str]) -> Iterator[Image.Image]:
    """Give the picture of each text as a letter shows it: all are letters of one run, a branch for each."""
    with tempfile.TemporaryDirectory() as scratch:
        (printed,) = _run(texts, Path(scratch)).glob("shop/data/*.pdf")
        document = pypdfium2.PdfDocument(printed)
        pages = {page.get_textpage().get_text_bounded(): page for page in document}
        for number in range(len(texts)):
            (page,) = (page for text, page in pages.items() if re.search(rf"Beispiel {number + 1}\b", text))
            yield _body(page.render(scale=_DOTS_PER_MM * 25.4 / 72).to_pil().convert("L"))


def _run(texts: list[str], scratch: Path) -> Path:
    branches = "".join(
        f'{{% {"elif" if number else "if"} beispiel == "Beispiel {number + 1}" %}}\n{text}\n'
        for number, text in enumerate(texts)
    )
    rows = [_ROW.format(number=number + 1) for number in range(len(texts))]
    for name, content in (
        ("templates/organisation.toml", _ORGANISATION),
        ("templates/beispiele/letter.toml", _SETTINGS),
        ("templates/beispiele/letter.md.j2", f"{branches}{{% endif %}}\n"),
        ("liste.csv", "\n".join([_COLUMNS, *rows])),
    ):
        (scratch / name).parent.mkdir(parents=True, exist_ok=True)
        (scratch / name).write_text(content, encoding="utf-8")
    job = {"list": "liste.csv", "template": "beispiele", "templates": "templates", "out": "runs", "date": "2020-06-15"}
    places = {key: str(scratch / job[key]) for key in ("list", "templates", "out")}
    return run(read_job(None, {**job, **places}), Progress()).run


def _body(page: Image.Image) -> Image.Image:
    """Cut out the text below the subject, in a few grays."""
    body = page.crop(tuple(place * _DOTS_PER_MM for place in _BODY_MM))
    top, bottom = ImageOps.invert(body).getbbox()[1::2]
    cut = body.crop((0, max(top - _MARGIN, 0), body.width, min(bottom + _MARGIN, body.height)))
    return cut.quantize(_GRAYS)


def main() -> None:
    """Draw all pictures anew."""
    them = examples()
    for example, picture in zip(them, drawn([example.text for example in them]), strict=True):
        example.picture.parent.mkdir(parents=True, exist_ok=True)
        picture.save(example.picture, optimize=True)


if __name__ == "__main__":
    main()
