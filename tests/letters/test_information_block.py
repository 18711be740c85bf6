"""The office's own rows of the information block, and what it calls its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from letters_kit import text_of
from templates_kit import DAY, ORGANISATION, SETTINGS, office, template

from mailing.base.errors import TemplateError
from mailing.letters.checking import check_template
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text.loading import load_template
from mailing.letters.text.trial import trial_households
from mailing.model import Role

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.letters.text.templates import Template
    from mailing.model import Letter

TEXT = "{{ anrede_zeile }}\n\nText\n\n---\n\nMit freundlichen Grüßen\n"
COLUMNS = ("zeichen", "betrag")


def with_rows(folder: Path, rows: str, text: str = TEXT, more: str = "") -> Template:
    """Return a template whose information block has these rows."""
    return template(folder, text, f"{SETTINGS}{more}\n[infoblock]\n{rows}\n")


def laid_out(letter: Template, **entries: str) -> Letter:
    """Return the letter of a household with these entries."""
    household, _bare = trial_households(letter)
    return Setter(Setting(letter, DAY)).lay_out(replace(household, extra={**household.extra, **entries}))


def block_of(letter: Letter) -> list[tuple[str, str]]:
    """Return the rows of the information block, each with its label."""
    page = letter.pages[0]
    lines = [line for line in (*page.plate.lines, *page.lines) if line.role is Role.INFORMATION]
    by_y = sorted(lines, key=lambda line: (line.y, line.x))
    return [(text_of(label), text_of(entry)) for label, entry in zip(by_y[::2], by_y[1::2], strict=True)]


def test_own_rows_stand_below_the_numbers(tmp_path: Path) -> None:
    """In their order, with values of the household and fixed text, above the office's lines."""
    rows = '"Ihr Zeichen" = "{{ zeichen }}"\n"Auskunft gibt" = "Frau Sommer"\n"Betrag" = "{{ betrag | betrag }}"'
    assert block_of(laid_out(with_rows(tmp_path, rows), zeichen="Az 17/4", betrag="5")) == [
        ("BG-Nummer", "23702//0000001"),
        ("Kundennummer", "237A000001"),
        ("Ihr Zeichen", "Az 17/4"),
        ("Auskunft gibt", "Frau Sommer"),
        ("Betrag", "5,00\u00a0€"),
        ("Telefon", "(0511) 6559-2299"),
        ("E-Mail", "amt@example.org"),
        ("Datum", "15. Juni 2020"),
    ]


@pytest.mark.parametrize(
    "row", ["{{ zeichen }}", "Zimmer {{ zeichen }}", "{% if zeichen %}Az {{ zeichen }}{% endif %}"]
)
def test_an_empty_value_drops_its_row(tmp_path: Path, row: str) -> None:
    """And no room is left for it."""
    letter = with_rows(tmp_path, f'"Ihr Zeichen" = "{row}"')
    full, empty = (block_of(laid_out(letter, zeichen=entry)) for entry in ("17", ""))
    assert "Ihr Zeichen" in dict(full)
    assert "Ihr Zeichen" not in dict(empty)
    assert len(empty) == len(full) - 1


def test_fixed_text_takes_as_many_lines_as_it_needs(tmp_path: Path) -> None:
    """It is the same in all letters; what stands below moves down."""
    letter = with_rows(tmp_path, '"Auskunft gibt" = "Frau Sommer, Zimmer 3.14, dienstags bis donnerstags"')
    page = laid_out(letter).pages[0]
    assert "Auskunft gibt" in [text_of(line) for line in page.plate.lines]
    assert "donnerstags" in " ".join(text_of(line) for line in page.plate.lines)


def test_a_name_that_the_text_sets_is_known(tmp_path: Path) -> None:
    """The rows are worked out behind it."""
    letter = with_rows(
        tmp_path, '"Ihr Zeichen" = "{{ kurz }}"', TEXT.replace("Text", "{% set kurz = zeichen | gross %}Text")
    )
    assert dict(block_of(laid_out(letter, zeichen="az 1")))["Ihr Zeichen"] == "AZ 1"


def test_markup_in_an_entry_is_printed(tmp_path: Path) -> None:
    """A value is no markup in the block either."""
    letter = with_rows(tmp_path, '"Ihr Zeichen" = "{{ zeichen }}"')
    assert dict(block_of(laid_out(letter, zeichen="# **7**")))["Ihr Zeichen"] == "# **7**"


def test_a_value_that_is_a_little_too_wide_is_set_narrower(tmp_path: Path) -> None:
    """As in the window: to 85 % of its width at most."""
    page = laid_out(
        with_rows(tmp_path, '"Zeichen" = "{{ zeichen }}"'), zeichen="4711/2020-0815-12345-67890-123-4"
    ).pages[0]
    (line,) = (line for line in page.lines if text_of(line).startswith("4711"))
    assert 0.85 <= line.stretch < 1


def test_a_value_that_is_too_wide_ends_its_letter_only(tmp_path: Path) -> None:
    """The finding names the row's label."""
    letter = laid_out(with_rows(tmp_path, '"Ihr Zeichen" = "{{ zeichen }}"'), zeichen="Aktenzeichen 4711 " * 4)
    (finding,) = letter.findings
    assert finding.code == "letter.information-too-wide"
    assert "Ihr Zeichen" in finding.message


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (f'"Auskunft gibt" = "{"1" * 60}"', 1),
        (f'"Auskunft gibt" = "{"Frau Sommer " * 40}"', 1),
        (f'"{"Beschriftung " * 4}" = "x"', 1),
        ('"☃" = "x"', 1),
        ('"Zeichen" = "☃"', 1),
        ("\n".join(f'"Zeile {number}" = "x"' for number in range(12)), 8),
        ('"Zeichen" = "- Punkt"', 1),
        ('"Zeichen" = "{{ qr(\'x\') }}"', 1),
        ('"Zeichen" = "{{ zeihcen }}"', 1),
        ('"Zeichen" = "{{ zeichen | fett }}"', 1),
        ('"" = "x"', 1),
        ('"Zeichen" = 7', 1),
    ],
)
def test_what_does_not_fit_is_refused_by_its_line(tmp_path: Path, rows: str, key: int) -> None:
    """Too wide, too many, no single line of text, a misspelt placeholder."""
    with pytest.raises(TemplateError) as fault:
        check_template(with_rows(tmp_path, rows), DAY, COLUMNS)
    (where,) = {each.where for each in fault.value.faults} or {fault.value.where}
    assert where == f"brief/letter.toml:{SETTINGS.count(chr(10)) + 2 + key}"


def test_a_block_that_fits_is_sound(tmp_path: Path) -> None:
    """In large print too."""
    rows = "\n".join(f'"Zeile {number}" = "x"' for number in range(4))
    large = '\n[variants."Großdruck"]\nsize = 16\n'
    assert not check_template(with_rows(tmp_path, rows, more=large), DAY, COLUMNS)


def test_labels_are_settings(tmp_path: Path) -> None:
    """Another office's number is its case number, in all letters."""
    labels = '\n[labels]\nbg_nummer = "Aktenzeichen"\ntelefon = "Fon"\ndatum = "Tag"\n'
    folder = office(tmp_path, TEXT, **{"organisation.toml": ORGANISATION + labels})
    letter = load_template("brief", folder)
    assert [label for label, _entry in block_of(laid_out(letter))] == [
        "Aktenzeichen", "Kundennummer", "Fon", "E-Mail", "Tag",
    ]  # fmt: skip
    assert not letter.organisation.labels.has_bg_numbers
