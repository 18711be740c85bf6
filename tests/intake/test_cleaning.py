"""Cleaning that changes no meaning, and what is told of it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_lists import person, take_rows

from mailing.intake.checks.mojibake import repaired
from mailing.intake.cleaning import clean

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("found", "cleaned"),
    [
        ("  Weiß  ", "Weiß"),
        ("von  der\tHeide", "von der Heide"),
        ("Weiß\u00a0Blau", "Weiß Blau"),
        ("Weiß\u202fBlau", "Weiß Blau"),
        ("We\u200biß\ufeff", "Weiß"),
        ("We\u00adiß", "Weiß"),
        ("Müller", "Müller"),
        ("Weiß,", "Weiß"),
        ("Weiß , ", "Weiß"),
        ("Weg 5\r\nHinterhaus", "Weg 5 Hinterhaus"),
        ("We\x00i\x07ß", "Weiß"),
        ("Weiß-Blau", "Weiß-Blau"),
        ("d’Arc, Jeanne", "d’Arc, Jeanne"),
        ("", ""),
    ],
)
def test_what_has_no_meaning_goes(found: str, cleaned: str) -> None:
    """Unicode form, blanks of all kinds, invisible characters, commas at the end."""
    assert clean(found) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """What is clean stays as it is, and is in NFC."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_bidi_overrides_are_refused_not_removed(tmp_path: Path) -> None:
    """They change what is read: the row has no letter."""
    taken = take_rows(tmp_path, person(1, nachname="We\u202eiß"), person(2))
    assert taken.fates[2] == ("rejected", "text.outside-din91379")
    assert taken.finding("text.outside-din91379").details["characters"] == "U+202E"


def test_cleaning_is_told(tmp_path: Path) -> None:
    """Invisible characters row by row, blanks as a number for the column."""
    taken = take_rows(
        tmp_path, person(1, nachname="We\u200biß"), person(2, ort=" Hannover"), person(3, ort="Hannover ")
    )
    assert taken.finding("text.hidden-characters").row == 2
    assert taken.finding("text.cleaned").details["count"] == 2
    assert [each.ort for each in taken.households] == ["Hannover"] * 3


def test_nfd_and_nfc_are_the_same_person(tmp_path: Path) -> None:
    """A Macintosh's decomposed umlauts don't make a second row."""
    one = person(1, nachname="Müller")
    taken = take_rows(tmp_path, one, {**one, "nachname": unicodedata.normalize("NFD", "Müller")})
    assert taken.fates[3] == ("merged", "duplicate.exact")


@pytest.mark.parametrize("name", ["Müller", "Weiß", "Gülşen", "Žižek", "Đorđević", "Ångström", "Nguyễn"])
def test_text_encoded_twice_is_recognised(name: str) -> None:
    """Whichever single-byte reading came between; five bytes have no character in cp1252."""
    assert repaired(name.encode().decode("latin-1")) == name
    assert repaired("".join(_as_windows_does(byte) for byte in name.encode())) == name


def _as_windows_does(byte: int) -> str:
    code = bytes([byte])
    return code.decode("latin-1" if code in b"\x81\x8d\x8f\x90\x9d" else "cp1252")


@pytest.mark.parametrize("name", ["Müller", "João", "JOÃO", "Âgé", "Çelik", "Ãrvore", "Müller–Lüdenscheidt"])
def test_real_names_are_no_double_encoding(name: str) -> None:
    """Ã and Â are letters too."""
    assert repaired(name) == ""


def test_text_encoded_twice_is_proposed_not_repaired(tmp_path: Path) -> None:
    """The row has no letter until the clerk accepts."""
    taken = take_rows(tmp_path, person(1, nachname="MÃ¼ller"), person(2))
    finding = taken.finding("text.double-encoded")
    assert (finding.row, finding.found, finding.proposal) == (2, "MÃ¼ller", "Müller")
    assert taken.fates[2] == ("rejected", "text.double-encoded")


def test_line_breaks_in_other_columns_stay(tmp_path: Path) -> None:
    """A note may have lines."""
    (household,) = take_rows(tmp_path, person(1, notiz="eins \r\n zwei")).households
    assert household.extra["notiz"] == "eins\nzwei"
