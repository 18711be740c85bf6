"""The salutation: everybody gets one, nobody a wrong one."""

from __future__ import annotations

from typing import Any

import pytest
from letters_kit import household

from mailing.letters.text.salutation import SalutationStyle, salutation


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, "Sehr geehrte Frau Yılmaz,"),
        ({"titel": "Dr."}, "Sehr geehrte Frau Dr. Yılmaz,"),
        ({"anrede": "Herr", "nachname": "von der Heide"}, "Sehr geehrter Herr von der Heide,"),
        ({"anrede": "herrn"}, "Sehr geehrter Herr Yılmaz,"),
        ({"anrede": "Herr", "titel": "Prof. Dr. Dipl.-Ing."}, "Sehr geehrter Herr Prof. Dr. Yılmaz,"),
        ({"titel": "M.A."}, "Sehr geehrte Frau Yılmaz,"),
        ({"anrede": ""}, "Guten Tag Ayşe Yılmaz,"),
        ({"anrede": "divers", "titel": "Dr."}, "Guten Tag Dr. Ayşe Yılmaz,"),
        ({"anrede": "", "vorname": ""}, "Sehr geehrte Damen und Herren,"),
        ({"anrede": "Frau", "vorname": "", "nachname": ""}, "Sehr geehrte Damen und Herren,"),
        ({"anrede": "Eheleute", "nachname": "Meier"}, "Sehr geehrte Eheleute Meier,"),
        ({"anrede": "Familie", "nachname": "Meier"}, "Sehr geehrte Familie Meier,"),
        ({"nachname": "None"}, "Sehr geehrte Frau None,"),
        ({"nachname": "NA"}, "Sehr geehrte Frau NA,"),
    ],
)
def test_by_the_entry_of_the_list(entries: dict[str, Any], expected: str) -> None:
    """Frau and Herr by surname, other entries by both names, and without a name the ladies and gentlemen."""
    assert salutation(household(**entries)) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, "Guten Tag Ayşe Yılmaz,"),
        ({"titel": "Dr."}, "Guten Tag Dr. Ayşe Yılmaz,"),
        ({"vorname": ""}, "Guten Tag Frau Yılmaz,"),
        ({"anrede": "Herrn", "vorname": "", "titel": "Dr."}, "Guten Tag Herr Dr. Yılmaz,"),
        ({"anrede": "", "vorname": ""}, "Sehr geehrte Damen und Herren,"),
    ],
)
def test_good_day_to_everybody(entries: dict[str, Any], expected: str) -> None:
    """An office that greets all alike says Guten Tag."""
    assert salutation(household(**entries), SalutationStyle.GOOD_DAY) == expected


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ("Frau Anna Meier", "Sehr geehrte Frau Meier,"),
        ("Herrn Dr. jur. Max von der Heide, Rechtsanwalt", "Sehr geehrter Herr Dr. von der Heide,"),
        ("Herr Meier\nBetreuungsbüro", "Sehr geehrter Herr Meier,"),
        ("Betreuungsverein Hannover e. V.", "Sehr geehrte Damen und Herren,"),
        ("Frau", "Sehr geehrte Damen und Herren,"),
    ],
)
def test_an_authorised_recipient_is_greeted(recipient: str, expected: str) -> None:
    """The letter greets whoever it is addressed to, not the ward."""
    assert salutation(household(empfaenger=recipient)) == expected
