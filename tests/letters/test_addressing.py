"""The address: its lines, in their order, for everybody who gets a letter."""

from __future__ import annotations

from typing import Any

import pytest
from letters_kit import household

from mailing.letters.text.addressing import address_lines, in_twos, placed_titles, street_line


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ({}, ["Frau Ayşe Yılmaz"]),
        ({"anrede": "Herr"}, ["Herrn Ayşe Yılmaz"]),
        ({"anrede": "Herrn"}, ["Herrn Ayşe Yılmaz"]),
        ({"anrede": "divers"}, ["Ayşe Yılmaz"]),
        ({"titel": "Prof. Dr."}, ["Frau Prof. Dr. Ayşe Yılmaz"]),
        ({"titel": "M.A."}, ["Frau Ayşe Yılmaz M.A."]),
        ({"titel": "Dr. LL.M."}, ["Frau Dr. Ayşe Yılmaz LL.M."]),
        ({"titel": "Dipl.-Ing. (FH)"}, ["Frau Dipl.-Ing. (FH) Ayşe Yılmaz"]),
        ({"anrede": "Eheleute", "vorname": "Ayşe und Can"}, ["Eheleute", "Ayşe und Can Yılmaz"]),
        (
            {"anrede": "Frau und Herr", "vorname": "Ayşe und Max", "nachname": "Yılmaz und Meier"},
            ["Frau und Herrn", "Ayşe Yılmaz", "Max Meier"],
        ),
        ({"zusatz": "c/o Meier"}, ["Frau Ayşe Yılmaz", "c/o Meier"]),
        ({"zusatz": "bei Schulz; Hinterhaus"}, ["Frau Ayşe Yılmaz", "bei Schulz", "Hinterhaus"]),
        ({"nachname": "None", "vorname": "NA"}, ["Frau NA None"]),
    ],
)
def test_names(entries: dict[str, Any], lines: list[str]) -> None:
    """Names with Herrn in the accusative, titles before and degrees behind, couples on two lines, additions below."""
    assert address_lines(household(**entries)) == [*lines, "Vahrenwalder Straße 12", "30165 Hannover"]


@pytest.mark.parametrize(
    ("recipient", "lines"),
    [
        ("Herr Dr. Max Meier", ["Herrn Dr. Max Meier"]),
        ("Betreuungsverein Hannover e. V.\nFrau Anna Schulz", ["Betreuungsverein Hannover e. V.", "Frau Anna Schulz"]),
        ("Betreuungsbüro Meier; z. Hd. Herrn Meier", ["Betreuungsbüro Meier", "z. Hd. Herrn Meier"]),
    ],
)
def test_an_authorised_recipient_stands_first(recipient: str, lines: list[str]) -> None:
    """A guardian takes the household's place; the ward's name isn't in the window."""
    whole = address_lines(household(empfaenger=recipient))
    assert whole == [*lines, "Vahrenwalder Straße 12", "30165 Hannover"]


@pytest.mark.parametrize(
    ("street", "number", "line"),
    [
        ("Kernberg", "17 // W 236", "Kernberg 17 // W 236"),
        ("Postfach", "890932", "Postfach 89 09 32"),
        ("Postfach 8 90 93", "", "Postfach 8 90 93"),
        ("PF 1234", "", "Postfach 12 34"),
        ("Hauptstraße", "16-20", "Hauptstraße 16 – 20"),
        ("Hauptstraße", "16/18", "Hauptstraße 16/18"),
        ("Hauptstraße", "7 a", "Hauptstraße 7 a"),
        ("Postlagernd", "", "Postlagernd"),
        ("Straße des 17. Juni", "1", "Straße des 17. Juni 1"),
    ],
)
def test_street_or_post_box(street: str, number: str, line: str) -> None:
    """Flats stay on the street's line, ranges get a dash, post boxes groups of two from the right."""
    assert street_line(street, number) == line


def test_district_stands_above_the_street() -> None:
    """The Ortsteil has a line of its own, between names and street."""
    assert address_lines(household(ortsteil="Vahrenwald"))[1:3] == ["Vahrenwald", "Vahrenwalder Straße 12"]


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ({"land": ""}, ["30165 Hannover"]),
        ({"land": "Deutschland"}, ["30165 Hannover"]),
        ({"land": "Österreich", "plz": "1010", "ort": "Wien"}, ["1010 WIEN", "ÖSTERREICH"]),
        ({"land": "Türkei", "plz": "34000", "ort": "Istanbul"}, ["34000 ISTANBUL", "TÜRKEI"]),
        (
            {"land": "Vereinigtes Königreich", "plz": "SW1A 1AA", "ort": "London"},
            ["LONDON", "SW1A 1AA", "VEREINIGTES KÖNIGREICH"],
        ),
        ({"land": "Kanada", "plz": "H2X 1Y4", "ort": "Montreal QC"}, ["MONTREAL QC H2X 1Y4", "KANADA"]),
    ],
)
def test_place_at_home_and_abroad(entries: dict[str, Any], lines: list[str]) -> None:
    """At home no country; abroad town and country in capitals, the country last."""
    assert address_lines(household(**entries))[2:] == lines


@pytest.mark.parametrize(("digits", "grouped"), [("1", "1"), ("12", "12"), ("123", "1 23"), ("890932", "89 09 32")])
def test_groups_of_two_from_the_right(digits: str, grouped: str) -> None:
    """The odd figure comes first."""
    assert in_twos(digits) == grouped


def test_titles_are_told_apart() -> None:
    """Doctorates stand before the name, degrees behind it."""
    assert placed_titles("Dr. M. Sc.") == ("Dr.", "M. Sc.")
    assert placed_titles("Mag.") == ("Mag.", "")
