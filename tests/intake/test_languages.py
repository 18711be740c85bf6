"""The column `sprache`: how offices write languages, and what a template that lacks one means."""

from __future__ import annotations

import pytest

from mailing.intake.languages import language_tag
from mailing.model.languages import served_by


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("tr", "tr"),
        ("TR", "tr"),
        ("Türkisch", "tr"),
        ("türkisch", "tr"),
        ("tuerkisch", "tr"),
        ("Türkçe", "tr"),
        ("Ukrainisch", "uk"),
        ("arabisch", "ar"),
        ("ar_eg", "ar-EG"),
        ("Farsi", "fa"),
        ("Persisch", "fa"),
        ("tur", "tr"),
        ("UKR", "uk"),
        ("Kurmandschi", "ku"),
        ("deutsch", "de"),
        ("ger", "de"),
        ("n/a", None),
        ("k. A.", None),
        ("deutsch, türkisch", None),
        ("", ""),
        ("quatsch", None),
        ("xx", None),
        ("?", None),
    ],
)
def test_languages_as_offices_write_them(written: str, tag: str | None) -> None:
    """Tags, names in German, and the language's own."""
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    ("asked", "served"), [("ar-EG", "ar"), ("ar", "ar"), ("zh-Hant-TW", "zh-Hant"), ("ku", ""), ("pt", "")]
)
def test_a_language_falls_back_to_the_nearest(asked: str, served: str) -> None:
    """A region less, a script less; never another region."""
    assert served_by(asked, ("ar", "zh-Hant", "pt-BR")) == served
