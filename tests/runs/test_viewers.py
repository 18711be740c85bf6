"""Every viewer shows the same page: ink lies where HarfBuzz puts it, in PDFium, MuPDF, poppler and Ghostscript."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ink_kit import VIEWERS, expected_ink, strays
from press_letters import line, pressed
from program_kit import letters_for_any_list
from templates_kit import DAY, OURS
from test_fonts import SEQUENCES, din_91379
from test_letter_templates import family

from mailing import letters, press
from mailing.model import Face, Letter, Page, Person, Plate
from mailing.model.lines import LATIN_FACES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ink_kit import Stray

DL = press.load_profile("dl")
ALL = [*din_91379("char"), *SEQUENCES]
TEMPLATES = letters_for_any_list()
NAME = "C̄aA̋b-H̱F̄"
"""A name whose marks have no precomposed letters."""
BESIDE = 0.3
"""mm."""


def pdf_of(pages: Sequence[Page], folder: Path) -> Path:
    """Print the pages as one letter."""
    pressed(folder, [Letter(0, 2, tuple(pages))], DL)
    (pdf,) = folder.glob("data/*.pdf")
    return pdf


def strays_of(pages: Sequence[Page], folder: Path, *viewers: str) -> dict[str, list[list[Stray]]]:
    """Return, for each viewer and page, the ink that is elsewhere than it belongs; the control code is no text."""
    pdf = pdf_of(pages, folder)
    expected = [expected_ink(page) for page in pages]
    return {
        viewer: [strays(*both, but=DL.code_zone) for both in zip(VIEWERS[viewer](pdf), expected, strict=True)]
        for viewer in viewers
    }


def nothing_on(pages: Sequence[Page]) -> dict[str, list[list[Stray]]]:
    """Return that no viewer strays on any page."""
    return {viewer: [[]] * len(pages) for viewer in VIEWERS}


def sheet(texts: Sequence[str], face: Face, stretch: float = 1.0) -> Page:
    """Return a page full of short texts."""
    lines = [
        line(8 + number % 18 * 10.9, 12 + number // 18 * 5.3, text, size=9.5, face=face, stretch=stretch)
        for number, text in enumerate(texts)
    ]
    return Page.of(Plate(()), tuple(lines))


@pytest.mark.slow
def test_every_letter_is_where_harfbuzz_puts_it(tmp_path: Path) -> None:
    """All of DIN 91379, characters and combining sequences, within words, in each face; the sequences narrowed too."""
    pages = [sheet([f"n{letter}m" for letter in ALL], face) for face in LATIN_FACES]
    pages.append(sheet([f"A{letter}{letter}v" for letter in SEQUENCES], Face.REGULAR, stretch=0.9))
    assert strays_of(pages, tmp_path, *VIEWERS) == nothing_on(pages)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_mark_beside_its_letter_is_seen(viewer: str, tmp_path: Path) -> None:
    """A control: what is drawn 0.3 mm from where it belongs is found, and nothing else."""
    right = line(100, 100, "nC̄m", size=11)
    (word,) = right.words
    beside = round(BESIDE / (11 * 25.4 / 72) * 1000)
    moved = tuple((dx + beside, dy) if dx else (dx, dy) for dx, dy in word.offsets)
    wrong = right._replace(words=(replace(word, offsets=moved),))
    ((stray, *others),) = strays_of([Page.of(Plate(()), (wrong,))], tmp_path, viewer)[viewer]
    assert all(101 < x < 106 and 95 < y < 98 for x, y in (stray, *others))


def pages_of(template: str) -> list[Page]:
    """Return the pages of a letter of each of the template's variants to people with marks in their names."""
    loaded = letters.load_template(template, OURS)
    setting = letters.Setting(
        loaded, DAY, envelope=DL.window_envelope, keep_free=DL.keep_free, keep_free_first=DL.keep_free_first
    )
    setter = letters.Setter(setting)
    named = replace(
        family(),
        nachname=NAME,
        strasse="Ḱ̲ẖa-Straße",
        mitglieder=(Person("Frau", "", "M̂la", NAME), Person("", "", "Z̆n", NAME)),
    )
    set_letters = [setter.lay_out(replace(named, format=format)) for format in sorted(loaded.formats)]
    set_letters += [setter.lay_out(replace(named, sprache=tag)) for tag in sorted(loaded.translations)]
    assert all(letter.pages for letter in set_letters)
    return [page for letter in set_letters for page in letter.pages]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_of_every_template_and_variant_is_the_same_everywhere(template: str, tmp_path: Path) -> None:
    """Address, information block, text, tables, lists, footer, rules: one page, whichever viewer shows it."""
    pages = pages_of(template)
    assert strays_of(pages, tmp_path, *VIEWERS) == nothing_on(pages)
