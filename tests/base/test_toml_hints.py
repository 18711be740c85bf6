"""Lines that are no TOML, as offices write them: each is told what to write instead."""

from __future__ import annotations

import pytest

from mailing.base.toml_hints import hint_for


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15.07.2020", "2020-07-15"),
        ("15. 7. 2020", "2020-07-15"),
        ("15.7.20  # ab dann", "2020-07-15"),
        ("01.01.2000", "2000-01-01"),
        ("2020-7-5", "2020-07-05"),
        ("15. Juli 2020", "2020-06-15"),
        ("15/07/2020", "2020-06-15"),
        ("31.02.2020", "2020-06-15"),
    ],
)
def test_a_day(written: str, meant: str) -> None:
    """The day that was meant, or how one is written."""
    hint = hint_for(f"date = {written}")
    assert hint.endswith(meant)
    assert "ohne Anführungszeichen" in hint


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("grams = 4,5", "4.5"),
        ("grams = 4,5 g", "4.5"),
        ("grams = 4.5 g", "4.5"),
        ("grams = 12g # je Stück", "12"),
        ('logo = { file = "a.svg", x = 20,5, y = 30 }', "20.5"),
        ("y = -0,25", "-0.25"),
    ],
)
def test_a_number(line: str, meant: str) -> None:
    """With a point, without a unit."""
    assert hint_for(line).endswith(f": {meant}")


@pytest.mark.parametrize(("written", "meant"), [("ja", "true"), ("Nein", "false"), ("True", "true"), ("aus", "false")])
def test_yes_and_no(written: str, meant: str) -> None:
    """As TOML has them."""
    assert hint_for(f"duplex = {written}").endswith(f"statt {written} also {meant}")


@pytest.mark.parametrize("written", ["“Kurz”", "„Kurz“", "»Kurz«", "‘Kurz’", '"Kurz“', '["Kurz", “Lang”]'])
def test_curly_quotes(written: str) -> None:
    """As word processors set them."""
    assert "gerade Anführungszeichen" in hint_for(f"title = {written}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("""when = "{% if ort == "Hannover" %}\"""", """when = '{% if ort == "Hannover" %}'"""),
        ("title = 'Kund's Brief'", 'title = "Kund\'s Brief"'),
        ('title = "Der „neue" Brief"', "title = 'Der „neue\" Brief'"),
    ],
)
def test_the_same_quotes_within(line: str, told: str) -> None:
    """The others stand outside."""
    assert hint_for(line).endswith(f": {told}")


def test_both_kinds_within_are_marked() -> None:
    """No quotes are left for outside."""
    assert '\\"' in hint_for("""when = "{% if ort == "Han'r" %}\"""")


@pytest.mark.parametrize(
    "line", ["title = Kurz", 'enclosures = "A", "B"', "title =", "[variants", 'when = "{% if "', 'title = "Kurz', "= 1"]
)
def test_what_nobody_can_guess_is_left(line: str) -> None:
    """The ordinary hint says more."""
    assert not hint_for(line)
