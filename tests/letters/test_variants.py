"""Variants that a template may have: their names, and the language of the template that each is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from templates_kit import NAME, SETTINGS, template

from mailing.base.errors import TemplateError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Text.\n"


def stated(variant: str) -> str:
    """Return settings with this variant, made from the template `other`."""
    return f'{SETTINGS}\n[variants."{variant}"]\ntemplate = "other"\n'


def other(language: str) -> dict[str, str]:
    """Return a template that says it is in this language; "" where it says nothing."""
    entry = f'language = "{language}"\n' if language else ""
    return {"other__letter.toml": SETTINGS + entry, "other__letter.md.j2": TEXT}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Türkisch", '[variants."tr"]'),
        ("türkçe", '[variants."tr"]'),
        ("Turkish", '[variants."tr"]'),
        ("TR", '[variants."tr"]'),
        ("ar_EG", '[variants."ar-EG"]'),
        ("Deutsch", "deutsch"),
        ("de", "deutsch"),
        ("leichte sprache", "„Leichte Sprache“"),
        ("Grossdruck", "„Großdruck“"),
        ("quatsch", "tr, uk, ar"),
    ],
)
def test_a_name_is_told_what_is_written_for_it(tmp_path: Path, written: str, told: str) -> None:
    """The tag of a language, or the format that was meant."""
    with pytest.raises(TemplateError, match="gibt es nicht") as error:
        template(tmp_path, TEXT, stated(written), **other(""))
    assert told in error.value.hint
    assert error.value.where == f"{NAME}/letter.toml:5"


@pytest.mark.parametrize(
    ("variant", "language"),
    [("tr", "uk"), ("tr", "de"), ("Leichte Sprache", "tr"), ("Großdruck", "uk"), ("ar-EG", "fa")],
)
def test_a_template_in_another_language_is_refused(tmp_path: Path, variant: str, language: str) -> None:
    """Households would get what they can't read."""
    with pytest.raises(TemplateError, match=f"in der Sprache „{language}“") as error:
        template(tmp_path, TEXT, stated(variant), **other(language))
    assert error.value.where == f"{NAME}/letter.toml:5"


@pytest.mark.parametrize(
    ("variant", "language"),
    [("tr", "tr"), ("tr", ""), ("ar-EG", "ar"), ("zh-Hans", "zh"), ("Leichte Sprache", ""), ("Leichte Sprache", "de")],
)
def test_a_template_in_its_language_or_without_one_is_taken(tmp_path: Path, variant: str, language: str) -> None:
    """What says nothing of its language is in the variant's."""
    made = template(tmp_path, TEXT, stated(variant), **other(language))
    assert variant in (*made.translations, *map(str, made.variants))
