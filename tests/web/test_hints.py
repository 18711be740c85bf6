"""What errors advise is said in the words of the pages."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from mailing.base.messages import LOCALE_FOLDER, Language, _, in_language
from mailing.web.hints import ON_PAGES, on_page, place_on_page
from mailing.web.showing import why

COMMAND = re.compile(r"--[a-z]|\bmailing [a-z]")
PLACE = re.compile(r"\{(\w+)\}")


def test_each_text_is_one_that_somebody_says() -> None:
    """A text that is put otherwise in its room must be put otherwise here."""
    with (LOCALE_FOLDER / "en" / "LC_MESSAGES" / "mailing.po").open("rb") as file:
        said = {message.id for message in read_po(file)}
    assert set(ON_PAGES) <= said


@pytest.mark.parametrize("language", Language)
def test_a_page_names_no_command(language: Language) -> None:
    """In both languages, whatever stands in the places, also behind another sentence."""
    with in_language(language):
        for text in ON_PAGES:
            told = _(text).format(**dict.fromkeys(PLACE.findall(text), "Wert"))
            assert not COMMAND.search(on_page(told)), text
            assert on_page(f"Das ging nicht. {told}").startswith("Das ging nicht. ")


def test_what_stands_in_the_places_is_kept() -> None:
    """Once for each of several."""
    told = "Nennen Sie die Spalte mit --column plz=PLZ; Nennen Sie die Spalte mit --column ort=Ort"
    wanted = [
        f"Wählen Sie unter „Spalten“ {our} bei der Spalte {their}" for our, their in (("plz", "PLZ"), ("ort", "Ort"))
    ]
    assert on_page(told).split("; ") == wanted


def test_what_is_not_known_stays() -> None:
    """Nothing is guessed."""
    assert on_page("mailing verstehen -- nicht so") == "mailing verstehen -- nicht so"


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("/srv/amt/runs/2020/manifest.json", "runs/2020/manifest.json"),
        ("liste.csv, --column plz=PLZ", "liste.csv"),
        ("--again", ""),
        ("--on 2020-06-15", ""),
        ("letter.md.j2:4", "letter.md.j2:4"),
    ],
)
def test_a_place_is_one_of_the_office(where: str, shown: str) -> None:
    """Neither the server's folders nor options of commands."""
    assert place_on_page(where, "/srv/amt") == shown


def test_why_a_letter_was_chosen_names_no_place_in_a_source() -> None:
    """A template's conditions are counted; who writes it finds them in the proof's table."""
    told = "erster Brief, Bedingung einladung/letter.md.j2:11, ohne Bedingung teile/gruss.md.j2:8 (2), längster Name"
    assert why(told) == "erster Brief, längster Name, 2 Bedingungen im Text"
    assert why("Bedingung einladung/letter.md.j2:11") == "eine Bedingung im Text"
    assert why("zufällig gewählt") == "zufällig gewählt"
