"""The five letters of the press release: every fact, from one place, in the tense of their own date."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, OURS, SALUTATION, shown

from mailing.letters.blocks import BlockKind
from mailing.letters.checking import check_template
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text.composing import Composer
from mailing.letters.text.loading import load_template
from mailing.letters.text.template_folder import template_names
from mailing.model import LIST_COLUMNS, LetterFormat, Person

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import Household

NAMES = ("einladung", "kontaktwege", "leichte-sprache", "standortinformation", "zugang-nur-mit-termin")
PHONE = "(0511) 6559-2299"
MAIL = "Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de"
ANNA, BEN = Person("Frau", "", "Ayşe", "Yılmaz"), Person("Herr", "", "Can", "Yılmaz")


def family() -> Household:
    """Return a household that has all that a letter may ask for."""
    return household(
        standort="Garbsen",
        termin=datetime(2020, 6, 24, 9, 30),  # noqa: DTZ001 - lists name local times
        mitglieder=(ANNA, BEN),
    )


@cache
def text_of(name: str, day: date = DAY) -> str:
    """Return a letter's subject and text on one line."""
    composition = Composer(load_template(name, OURS), day).compose(family(), SALUTATION)
    skeleton = composition.skeleton
    spans = [skeleton.subject]
    for block in skeleton.blocks:
        spans += [block.spans, *(cell for row in block.cells for cell in row)]
    return " ".join(shown(part, composition.values) for part in spans if part).replace("\n", " ")


TRANSLATION = re.compile(r"-[a-z]{2}$")


def test_these_are_the_five() -> None:
    """No more, no less, but for translations, a slip for answers, and a letter that shows all there is."""
    names = {name for name in template_names(OURS) if not TRANSLATION.search(name)}
    assert names == {*NAMES, "bewilligung", "berechnungsbogen", "rueckantwort"}


@pytest.mark.parametrize("name", NAMES)
def test_each_passes_its_check(name: str) -> None:
    """With the list's own columns, and for its own date."""
    template = load_template(name, OURS)
    assert template.date == DAY
    assert check_template(template, DAY, LIST_COLUMNS) == ()


FACTS = {
    "access with an appointment only": r"nur mit (einem )?Termin|brauchen dafür einen Termin",
    "the telephone first": r"zuerst|[Vv]orher am Telefon|wie am Telefon besprochen",
    "the central number": re.escape(PHONE),
    "the address for e-mail": re.escape(MAIL),
    "post": r"Post",
    "the letter box": r"[Hh]ausbriefkasten|Brief-Kasten",
    "mouth-nose cover": r"Mund-Nasen-Bedeckung|Maske",
    "handed out at the entrance": r"am Eingang",
    "marked areas": r"markierten Bereichen|Bereiche markiert",
    "distance": r"Abstand",
    "nineteen sites": r"\b19\b",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fact", FACTS)
def test_each_holds_every_fact_of_the_press_release(name: str, fact: str) -> None:
    """Whoever reads only one of them knows all that matters."""
    assert re.search(FACTS[fact], text_of(name)), f"{name}: {fact}"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "einladung"])
def test_the_letters_of_15_june_speak_of_the_17th_as_to_come(name: str) -> None:
    """And later ones as past: the tense follows the letter's own date."""
    assert re.search(r"\b[Aa]b Mittwoch,( dem)? 17\. Juni 2020", text_of(name))
    assert re.search(r"\b[Ss]eit Mittwoch,( dem)? 17\. Juni 2020", text_of(name, date(2020, 6, 18)))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("einladung", "leichte-sprache")])
def test_appointments_are_for_what_cant_be_settled_otherwise(name: str) -> None:
    """Sensitive private matters, say."""
    assert re.search(r"sensible[n]? persönliche[n]? Angelegenheit", text_of(name))


def test_facts_stand_in_the_organisation_only() -> None:
    """No text repeats telephone, e-mail, name, day or number of sites."""
    facts = re.compile(r"6559|@|Jobcenter Region|17\. Juni|2020|\b19\b|neunzehn|www\.")
    for path in sorted(OURS.rglob("*.md.j2")):
        assert not facts.search(path.read_text(encoding="utf-8")), path.name


def test_a_new_number_is_in_all_letters(tmp_path: Path) -> None:
    """Changed once, in organisation.toml."""
    folder = tmp_path / "letter_templates"
    shutil.copytree(OURS, folder)
    (tmp_path / "sample_data").mkdir()
    shutil.copy(OURS.parent / "sample_data" / "sites.csv", tmp_path / "sample_data")
    settings = folder / "organisation.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(PHONE, "(0511) 1-2"), encoding="utf-8")
    for name in NAMES:
        composition = Composer(load_template(name, folder), DAY).compose(family(), SALUTATION)
        blocks = composition.skeleton.blocks
        spans = [
            span for block in blocks for span in (*block.spans, *(r for row in block.cells for c in row for r in c))
        ]
        assert any("(0511) 1-2" in span.text for span in spans), name


def test_the_sender_in_the_window_is_neutral() -> None:
    """The postman doesn't learn that benefits are received."""
    organisation = load_template("einladung", OURS).organisation
    assert not re.search(r"(?i)job|center|amt\b|bürgergeld|leistung|SGB", organisation.absender)


@pytest.mark.parametrize("name", NAMES)
def test_typography(name: str) -> None:
    """No typewriter's signs, no double blanks, no full stop after subject, headings and addresses."""
    text = text_of(name)
    assert not re.search(r"\"|'|\.\.\.| - |  | [,.;:!?]", text)
    composition = Composer(load_template(name, OURS), DAY).compose(family(), SALUTATION)
    headings = [block.spans for block in composition.skeleton.blocks if block.kind is BlockKind.HEADING]
    for spans in (composition.skeleton.subject, *headings):
        assert not shown(spans, composition.values).endswith((".", ":"))
    assert f"{MAIL}." not in text


@pytest.mark.parametrize("name", [name for name in NAMES if name != "leichte-sprache"])
def test_each_fits_one_page(name: str) -> None:
    """With the longest of what it may hold."""
    template = load_template(name, OURS)
    letter = Setter(Setting(template, DAY)).lay_out(family())
    assert (len(letter.pages), letter.findings) == (1, ())


@pytest.mark.parametrize("name", NAMES)
def test_each_comes_in_large_print(name: str) -> None:
    """At least 16 pt, on more pages."""
    template = load_template(name, OURS)
    assert template.variant(LetterFormat.LARGE_PRINT).size >= 16
    large = household(standort="Garbsen", termin=family().termin, format=LetterFormat.LARGE_PRINT)
    assert len(Setter(Setting(template, DAY)).lay_out(large).pages) > 1


class TestEasyLanguage:
    """The rules of Leichte Sprache, as far as a program can count."""

    def sentences(self) -> list[str]:
        """Return the sentences, each as it stands on its line."""
        composition = Composer(load_template("leichte-sprache", OURS), DAY).compose(family(), SALUTATION)
        return [
            line
            for block in composition.skeleton.blocks
            if block.kind is not BlockKind.CLOSING
            for line in shown(block.spans, composition.values).splitlines()
        ]

    def test_large_print(self) -> None:
        """16 pt; who needs more gets more."""
        template = load_template("leichte-sprache", OURS)
        assert (template.size, template.variant(LetterFormat.LARGE_PRINT).size) == (16, 18)

    def test_the_first_letter_has_it_as_its_variant(self) -> None:
        """Chosen by the household's recorded format."""
        first = load_template("zugang-nur-mit-termin", OURS)
        assert first.variant(LetterFormat.EASY_LANGUAGE).name == "leichte-sprache"

    def test_short_sentences_one_on_a_line(self) -> None:
        """Ten words at most; one full stop, and at the line's end (dates and addresses aside)."""
        for line in self.sentences():
            assert len(line.split()) <= 10, line
            if "@" not in line and "Juni" not in line:
                assert not re.search(r"[.!?] ", line), line

    def test_long_words_have_hyphens(self) -> None:
        """No part of a word beyond 14 letters but names and addresses."""
        names = {"Jobcenter", "Garbsen"}
        for line in self.sentences():
            if "@" not in line and not names & set(line.split()):
                assert max(map(len, re.split(r"[\W\d_]+", line))) <= 14, line

    def test_no_genitive_no_passive_no_subjunctive(self) -> None:
        """Words that would give them away."""
        strange = re.compile(
            r"\b(des|deren|dessen|wird|werden|wurde|würde|könnte|sollte|möchte\w*|hätte|zurzeit|bzw|z\. B)\b"
        )
        for line in self.sentences():
            assert not strange.search(line), line
