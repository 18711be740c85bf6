"""`---neue Seite---`: what follows begins a page, and no page is empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from letters_kit import text_of
from templates_kit import DAY, SETTINGS, template

from mailing.letters.checking import check_template
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text.trial import trial_households
from mailing.model import LetterFormat, Role

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import Page

BREAK = "---neue Seite---"
CLOSING = "\n---\n\nMit freundlichen Grüßen\n"


def pages_of_text(
    folder: Path, text: str, settings: str = SETTINGS, format: LetterFormat = LetterFormat.STANDARD, **entries: str
) -> tuple[Page, ...]:
    """Return the pages of a letter with that text, in that format, for a household with these entries."""
    letter = template(folder, f"{text}\n", settings)
    household, _bare = trial_households(letter)
    household = replace(household, format=format, extra={**household.extra, **entries})
    laid_out = Setter(Setting(letter, DAY)).lay_out(household)
    assert laid_out.pages, laid_out.findings
    return laid_out.pages


def bodies(pages: tuple[Page, ...]) -> list[list[str]]:
    """Return the texts of each page, top to bottom."""
    return [
        [
            text_of(line)
            for line in sorted((*page.plate.lines, *page.lines), key=lambda line: line.y)
            if line.role is Role.BODY
        ]
        for page in pages
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Eins\n\n{BREAK}\n\nZwei",
        f"Eins\n{BREAK}\nZwei",
        "Eins\n\n--- Neue  Seite ---  \n\nZwei",
        f"Eins\n\n{BREAK}\n\n{BREAK}\nZwei",
        f"{BREAK}\n\nEins\n\n{BREAK}\n\nZwei\n\n{BREAK}\n",
        f"Eins\n\n{BREAK}\n\n{{{{ leer }}}}\n\nZwei",
        f"Eins\n\n{{{{ leer }}}}\n\n{BREAK}\n\n{{{{ leer }}}}\n\n{BREAK}\n\nZwei",
        f"Eins\n\n{{% if ort %}}\n{BREAK}\n{{% endif %}}\n\nZwei",
    ],
)
def test_a_page_begins(tmp_path: Path, text: str) -> None:
    """Whatever stands around it; no page is empty."""
    pages = pages_of_text(tmp_path, text, leer="")
    assert bodies(pages) == [["Eins"], ["Zwei"]]


def test_pages_are_counted_and_have_running_heads(tmp_path: Path) -> None:
    """As those that begin because the one before is full."""
    first, second = pages_of_text(tmp_path, f"Eins\n\n{BREAK}\n\nZwei")
    texts = [[text_of(line) for line in (*page.plate.lines, *page.lines)] for page in (first, second)]
    assert "Seite 1 von 2" in texts[0]
    assert "Seite 2 von 2" in texts[1]
    assert "Schreiben vom 15. Juni 2020" in texts[1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"# Kopf\n\n{BREAK}\n\nZwei", [["Kopf"], ["Zwei"]]),
        (f"Dazu:\n\n{BREAK}\n\n- Punkt", [["Dazu:"], ["•", "Punkt"]]),
        (f"- Punkt\n{BREAK}\n- Punkt", [["•", "Punkt"], ["•", "Punkt"]]),
        (f"- Punkt\n  {BREAK}\nText", [["•", "Punkt"], ["Text"]]),
        (f"| A | B |\n| --- | --- |\n| c | d |\n{BREAK}\nText", [["A", "B", "c", "d"], ["Text"]]),
        (f"Eins\n\n{BREAK}\n\n---\n\nGruß", [["Eins"], ["Gruß"]]),
        (f"Eins\n\n---\n\nGruß\n\n{BREAK}\n\nAnlage", [["Eins", "Gruß"], ["Anlage"]]),
        (f"Eins\n\n---\n\n{BREAK}\n\nGruß", [["Eins"], ["Gruß"]]),
        (f"Eins\n\n{BREAK}\n\n---\n\n{BREAK}\n\nGruß", [["Eins"], ["Gruß"]]),
    ],
)
def test_it_wins_over_what_stays_together(tmp_path: Path, text: str, parts: list[list[str]]) -> None:
    """The office asked for it."""
    assert bodies(pages_of_text(tmp_path, text)) == parts


def test_what_is_long_still_breaks_by_itself(tmp_path: Path) -> None:
    """A break asked for comes on top."""
    pages = bodies(pages_of_text(tmp_path, "\n\n".join([*["Eins"] * 30, BREAK, *["Zwei"] * 30])))
    assert len(pages) == 4
    assert [set(page) for page in pages] == [{"Eins"}, {"Eins"}, {"Zwei"}, {"Zwei"}]


def test_large_print_breaks_too(tmp_path: Path) -> None:
    """Variants are made of the same text."""
    settings = f'{SETTINGS}\n[variants."Großdruck"]\nsize = 16\n'
    pages = pages_of_text(tmp_path, f"Eins\n\n{BREAK}\n\nZwei", settings, format=LetterFormat.LARGE_PRINT)
    assert bodies(pages) == [["Eins"], ["Zwei"]]


def test_an_entry_of_the_list_breaks_no_page(tmp_path: Path) -> None:
    """It is printed."""
    (page,) = pages_of_text(tmp_path, "Eins\n\n{{ zusatz_text }}\n\nZwei", zusatz_text=BREAK)
    assert BREAK in bodies((page,))[0]


def test_a_template_with_breaks_is_sound(tmp_path: Path) -> None:
    """The check has nothing to say."""
    text = f"{{{{ anrede_zeile }}}}\n\n{BREAK}\n\nZwei\n{CLOSING}\n{BREAK}\n"
    assert not check_template(template(tmp_path, text), DAY, ())
