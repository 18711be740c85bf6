"""Conditions compare days and numbers of list columns as what they are; what isn't one of them costs the letter."""

from __future__ import annotations

import operator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_kit import household
from templates_kit import composed, template, texts

from mailing.base.errors import TemplateError
from mailing.letters.blocks import LetterFault
from mailing.letters.checking import check_template
from mailing.letters.text.comparing import OPERATORS, Side, compare
from mailing.letters.text.german import write_day

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.findings import Finding

COLUMN, STATED = Side("frist", is_open=True), Side("", is_open=False)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))


def said(folder: Path, condition: str, **extra: str) -> bool:
    """Return what a condition says of a household with these entries in the list's own columns."""
    text = f"{{{{ anrede_zeile }}}}\n\n{{% if {condition} %}}JA{{% else %}}NEIN{{% endif %}}\n\n---\n\nGruß\n"
    return texts(composed(template(folder, text), household(extra=extra)))[1] == "JA"


def fault(folder: Path, condition: str, **extra: str) -> Finding:
    """Return the finding that a condition costs the letter by."""
    with pytest.raises(LetterFault) as error:
        said(folder, condition, **extra)
    return error.value.finding


@pytest.mark.parametrize(
    ("condition", "entry", "holds"),
    [
        ("kinder == 2", "2", True),
        ("kinder == 2", "2,0", True),
        ("kinder == 2", "10", False),
        ("kinder != 2", "10", True),
        ("kinder > 3", "10", True),
        ('kinder > "3"', "10", True),
        ('kinder == "2"', "2", True),
        ('kinder | zahl > "3"', "10", True),
        ("kinder | betrag >= 1234.5", "1.234,50", True),
        ("1 < kinder < 3", "2", True),
        ("1 < kinder < 3", "3", False),
        ("kinder in [1, 2]", "2", True),
        ("kinder not in [1, 2]", "3", True),
        ('kinder > "15.07.2020"', "01.08.2020", True),
        ('kinder > "15.07.2020"', "2020-08-01", True),
        ('kinder > "15.07.2020"', "30.06.2020", False),
        ('kinder == "15.07.2020"', "15. Juli 2020", True),
        ("kinder > datum", "16.06.2020", True),
        ("kinder > datum", "15.06.2020", False),
        ("datum | plus(14) >= kinder", "29.06.2020", True),
        ('kinder > "9:00"', "10:30 Uhr", True),
        ('kinder == "offen"', "Offen", True),
        ('kinder == "offen"', "17.06.2020", False),
        ('kinder == "0"', "17.06.2020", False),
        ('kinder == "12"', "A7", False),
        ('kinder == "007"', "7", False),
        ('kinder == "ja"', "JA", True),
        ('kinder == "ja"', "x", True),
        ('kinder == "ja"', "nein", False),
        ('kinder == "nein"', "FALSCH", True),
        ("kinder == true", "wahr", True),
        ("kinder", "0", False),
        ("kinder", "nein", False),
        ("kinder", "2", True),
    ],
)
def test_an_entry_is_compared_as_what_the_condition_asks_for(
    tmp_path: Path,
    condition: str,
    entry: str,
    holds: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Numbers as numbers, days as days, words whatever their case."""
    assert said(tmp_path, condition, kinder=entry) is holds


@pytest.mark.parametrize("condition", ["kinder == 2", "kinder < 2", 'kinder > "15.07.2020"', "kinder | zahl > 3"])
def test_an_empty_entry_is_neither_less_nor_more(tmp_path: Path, condition: str) -> None:
    """It is no number and no day, and differs from all."""
    assert not said(tmp_path, condition, kinder="")
    assert said(tmp_path, "kinder != 2", kinder="")
    assert said(tmp_path, 'kinder == ""', kinder="")


@pytest.mark.parametrize(
    ("condition", "entry"),
    [
        ("kinder == 2", "FALSCH"),
        ("kinder > 1", "zwei"),
        ('kinder > "3"', "viele"),
        ('kinder == "2"', "2 Kinder"),
        ('kinder > "15.07.2020"', "bald"),
        ('kinder == "15.07.2020"', "15.07.20"),
        ('kinder == "15.07.2020"', "Mi, 15.07.2020"),
        ("kinder > datum", "17.06.2020 bis 19.06.2020"),
        ("kinder in [1, 2]", "viele"),
    ],
)
def test_what_cant_be_compared_costs_the_letter(tmp_path: Path, condition: str, entry: str) -> None:
    """Never silently false: row, column and value are named, and the condition."""
    found = fault(tmp_path, condition, kinder=entry)
    assert (found.code, found.row, found.field, found.found) == ("letter.value-unlike", 2, "kinder", entry)
    assert "kinder" in found.message
    assert found.details["condition"] == condition


def test_our_own_columns_are_texts_where_they_are_equalled(tmp_path: Path) -> None:
    """A house number "12a" is just another one than "12"; a postcode has its zero."""
    letter = template(
        tmp_path, '{{ anrede_zeile }}\n\n{% if hausnummer == "12" or plz == "1067" %}JA{% endif %}\n\nEnde'
    )
    other = household(hausnummer="12a", plz="01067")
    assert texts(composed(letter, other))[1:] == ["Ende"]


def test_two_columns_are_compared_as_what_they_both_are(tmp_path: Path) -> None:
    """As numbers, as days, or as words."""
    assert said(tmp_path, "a < b", a="9", b="10")
    assert said(tmp_path, "a < b", a="30.06.2020", b="01.07.2020")
    assert said(tmp_path, "a == b", a="Nord", b="nord")
    assert fault(tmp_path, "a < b", a="9", b="zehn").field == "b"


def test_an_unknown_site_is_told_where_a_condition_asks_for_it(tmp_path: Path) -> None:
    """It isn't just another site than the one named."""
    letter = template(tmp_path, '{{ anrede_zeile }}\n\n{% if standort == "Mitte" %}JA{% else %}NEIN{% endif %}')
    assert texts(composed(letter, household(standort="mitte")))[1] == "JA"
    assert texts(composed(letter, household(standort="")))[1] == "NEIN"
    with pytest.raises(LetterFault) as error:
        composed(letter, household(standort="Mite"))
    assert error.value.finding.code == "letter.unknown-site"


@pytest.mark.parametrize(
    ("condition", "line", "words"),
    [
        ("ort > 3", 3, "„ort“ steht für etwas wie „Hannover“"),
        ('personen > "viele"', 3, "„viele“ ist keine Zahl"),
        ("mitglieder > 3", 3, "„mitglieder“ steht für etwas wie"),
    ],
)
def test_a_condition_that_no_entry_can_meet_is_the_templates_fault(
    tmp_path: Path, condition: str, line: int, words: str
) -> None:
    """Found before letter 1, by column, value and condition."""
    letter = template(tmp_path, f"{{{{ anrede_zeile }}}}\n\n{{% if {condition} %}}x{{% endif %}}y\n\n---\n\nGruß\n")
    with pytest.raises(TemplateError) as error:
        check_template(letter, date(2020, 6, 15), None)
    assert words in error.value.what
    assert error.value.where == f"brief/letter.md.j2:{line}"


def test_a_column_read_in_two_ways_is_the_templates_fault(tmp_path: Path) -> None:
    """No entry is a day and a number."""
    letter = template(
        tmp_path, "{{ anrede_zeile }}\n\n{{ frist | datum }}\n{% if frist > 3 %}x{% endif %}\n\n---\n\nGruß\n"
    )
    with pytest.raises(TemplateError, match=r"frist.*als Zahl") as error:
        check_template(letter, date(2020, 6, 15), ("nachname", "frist"))
    assert error.value.where == "brief/letter.md.j2:4"


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.sampled_from(sorted(OPERATORS)))
def test_numbers_compare_as_numbers(one: int, other: int, name: str) -> None:
    """However they are written."""
    expected = OPERATORS[name](one, other)
    assert compare(name, (str(one), other), (COLUMN, STATED), "") is expected
    assert compare(name, (f"{one},0", str(other)), (COLUMN, STATED), "") is expected


@given(DAYS, DAYS, st.sampled_from(sorted(OPERATORS)), st.sampled_from(["kurz", "lang", "voll"]))
def test_days_compare_as_days(one: date, other: date, name: str, form: str) -> None:
    """However they are written."""
    expected = OPERATORS[name](one, other)
    assert compare(name, (write_day(one, form), other), (COLUMN, STATED), "") is expected
    assert compare(name, (one.isoformat(), write_day(other, "kurz")), (COLUMN, STATED), "") is expected


@given(st.text(min_size=1, max_size=8).filter(lambda text: text.strip()), st.text(min_size=1, max_size=8))
def test_words_are_equal_whatever_their_case(one: str, other: str) -> None:
    """Texts that are no days and numbers."""
    mark = "wort "
    same = " ".join((mark + one).split()).casefold() == " ".join((mark + other).split()).casefold()
    assert compare("eq", (mark + one, mark + other), (COLUMN, STATED), "") is same
    assert compare("ne", (mark + one, mark + other), (COLUMN, STATED), "") is operator.not_(same)
