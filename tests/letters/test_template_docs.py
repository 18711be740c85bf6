"""`docs/templates.md` tells the office's staff everything that a template may say; its examples work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from templates_kit import DAY, SETTINGS, template

from mailing.base.settings_faults import known_keys
from mailing.findings.of_letters import WRITING_KINDS
from mailing.letters.checking import check_template
from mailing.letters.text.filters import FILTERS
from mailing.letters.text.templates import LetterSettings
from mailing.letters.text.vocabulary import PARTS, PLACEHOLDERS, Kind
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
PARTS_FILES = {
    f"teile__{path.name}": path.read_text(encoding="utf-8")
    for path in (Path(__file__).parents[2] / "letter_templates" / "teile").iterdir()
}


def words() -> Iterator[str]:
    """Give all that a template may say, as the page has to name it."""
    yield from PLACEHOLDERS
    yield from FILTERS
    yield from known_keys(LetterSettings)
    yield from (kind.code for kind in WRITING_KINDS)
    owners = {Kind.PERSON: "", Kind.LOOP: "loop.", Kind.APPOINTMENT: "termin.", Kind.SITE: "standort."}
    for kind, parts in PARTS.items():
        yield from (f"{owners.get(kind, f'{kind}.')}{part}" for part in parts)


@pytest.mark.parametrize("word", sorted(set(words())))
def test_every_word_is_told(word: str) -> None:
    """Placeholders and their parts, filters, settings, findings."""
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("number", range(len(re.findall(r"```jinja\n", PAGE))))
def test_every_example_is_a_template(tmp_path: Path, number: int) -> None:
    """Checked as an office's own would be."""
    text = re.findall(r"```jinja\n(.*?)```", PAGE, re.DOTALL)[number]
    check_template(template(tmp_path, text, **PARTS_FILES), DAY, LIST_COLUMNS)


def test_the_example_of_settings_can_be_read(tmp_path: Path) -> None:
    """With all its entries and both variants."""
    (settings,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    other = {"leichte-sprache/letter.toml": SETTINGS, "leichte-sprache/letter.md.j2": "Text"}
    letter = template(tmp_path, "{{ termin }} {{ standort }}", settings, **other)
    assert [each.title for each in letter.enclosures] == ["Merkblatt Schutzregeln"]
    assert len(letter.variants) == 2


def test_results_of_filters_are_as_told() -> None:
    """The table's right-hand column is what the filters give."""
    for name, value, result in (
        ("datum", "2020-06-17", "Mittwoch, 17. Juni 2020"),
        ("wochentag", "2020-06-17", "Mittwoch"),
        ("uhrzeit", "9:30", "9:30 Uhr"),
        ("telefon", "(0511) 6559-2299", "0511 6559-2299"),
        ("betrag", "1234,5", "1.234,50 €"),
        ("zahl", "58624", "58.624"),
        ("gross", "Hannover", "HANNOVER"),
        ("klein", "Hannover", "hannover"),
    ):
        assert FILTERS[name][0](value).replace("\u00a0", " ") == result
        assert result in PAGE
