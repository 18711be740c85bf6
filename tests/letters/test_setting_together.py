"""Letters set together are the letters set one by one: the same lines, the same plates, the same findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_kit import ORGANISATION, household, text_of

from mailing.letters import Setter, Setting, load_template
from mailing.letters.setting import line_ends
from mailing.model import Gap, LetterFormat

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.model import Household, Letter

LETTER_TOML = """
title = "Probebrief"
subject = "Beratung für {{ nachname }}"
version = "1"
date = 2020-06-15

[variants."Großdruck"]
size = 17.0
"""
LETTER_TEXT = """{{ anrede_zeile }}

diese Nachricht betrifft die Nummer **{{ bg_nummer }}**. Sie geht an {{ vorname }} {{ nachname }}, {{ strasse }}
{{ hausnummer }} in {{ plz }} {{ ort }}{% if ortsteil %}, und zwar in den Ortsteil {{ ortsteil }}{% endif %}, damit
alle, die es angeht, davon wissen.

- Zusatz: {{ zusatz }}
- *{{ vorname }}*-{{ nachname }}

| Wer | Wo |
| --- | --- |
| {{ nachname }} | {{ ort }} |

Zweite Zeile nach dem Umbruch\\
für {{ ortsteil }} {{ zusatz }}

---

Mit freundlichen Grüßen
"""
NAMES = st.sampled_from(
    (
        *("Yılmaz", "von der Wolkensteinerin", "Müller-Lüdenscheidt", "Ng", "O'Brien", "J\u0301an", "Meier"),
        *("Donaudampfschifffahrtsgesellschaftskapitänswitwe", "x" * 99, "漢", "Vor\u00adsorge", "Dr. h. c. Ali"),
    )
)
PLACES = st.sampled_from(
    ("", "Mitte", "Hannover", "Calenberger Neustadt", "post@jobcenter-ge.de", "17. Juni", "erste\nzweite", " ", "5")
)
HOUSEHOLDS = st.builds(
    household,
    vorname=NAMES,
    nachname=NAMES,
    ort=PLACES.map(lambda place: place or "Hannover"),
    ortsteil=PLACES,
    zusatz=PLACES,
    bg_nummer=st.sampled_from(("23702//0012345", "23702//6463343", "AZ 12345-678", "1")),
    strasse=st.sampled_from(("Vahrenwalder Straße", "Am Ufer", "Straße des 17. Juni", "Lange-Feld-Straße")),
    hausnummer=st.sampled_from(("12", "5 a", "", "117 // W 3")),
    empfaenger=st.sampled_from(("", "", "Frau Anna Meier")),
    format=st.sampled_from((LetterFormat.STANDARD, LetterFormat.STANDARD, LetterFormat.LARGE_PRINT)),
)


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Return the setting of a letter with values in every kind of block."""
    folder: Path = tmp_path_factory.mktemp("templates")
    (folder / "probe").mkdir()
    (folder / "probe" / "letter.toml").write_text(LETTER_TOML, encoding="utf-8")
    (folder / "probe" / "letter.md.j2").write_text(LETTER_TEXT, encoding="utf-8")
    (folder / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    template = load_template("probe", folder)
    return Setting(template, template.date)


def told(letter: Letter) -> object:
    """Return all that is seen of a letter."""
    pages = [
        (
            [(line.x, line.y, line.size, line.stretch, line.role, text_of(line)) for line in page.lines],
            [(line.x, line.y, text_of(line)) for line in page.plate.lines],
        )
        for page in letter.pages
    ]
    return letter.household, letter.row, letter.findings, letter.branches, pages


@pytest.mark.parametrize("many", [2, line_ends.MANY])
@settings(max_examples=25, deadline=None)
@given(households=st.lists(HOUSEHOLDS, min_size=1, max_size=40))
def test_letters_set_together_are_those_set_alone(setting: Setting, many: int, households: list[Household]) -> None:
    """Whatever their values are, too wide, without glyphs, empty or in several lines: no letter sees its neighbours.

    Their lines are chosen at once, or letter by letter, as for few letters.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_ends, "MANY", many)
        together = Setter(setting).lay_out_all(households)
    alone = Setter(setting)
    assert [told(letter) for letter in together] == [told(alone.lay_out(each)) for each in households]


@settings(max_examples=25, deadline=None)
@given(st.lists(HOUSEHOLDS, min_size=1, max_size=40))
def test_no_line_is_wider_than_its_form_says(setting: Setting, households: list[Household]) -> None:
    """The press relies on it where it asks once for all letters whether a form keeps clear of blocked zones."""
    pages = [page for letter in Setter(setting).lay_out_all(households) for page in letter.pages]
    filled = [text for page in pages for text in page.texts if text.form.measure is not None]
    assert filled or not pages
    for text in filled:
        assert all(sum(word.advance for word in line.words) <= (text.form.measure or 0) for line in text.lines)


def test_one_letter_that_cannot_be_set_costs_no_other(setting: Setting) -> None:
    """Of forty the one with a sign that no font has is told; the others get their letters."""
    households = [household(index=number, row=number + 2, nachname="Meier") for number in range(40)]
    households[23] = household(index=23, row=25, nachname="漢")
    letters = Setter(setting).lay_out_all(households)
    assert [letter.household for letter in letters] == list(range(40))
    assert [letter.row for letter in letters if not letter.pages] == [25]


def test_letters_alike_share_their_forms(setting: Setting) -> None:
    """Two letters whose lines end alike stand on the same forms, and none of their values is in one."""
    households = [household(bg_nummer=number, kundennummer="") for number in ("23702//0012345", "23702//0012346")]
    first, second = Setter(setting).lay_out_all(households)
    shared = [text.form for text in first.pages[0].texts if text.form.measure is not None]
    assert shared == [text.form for text in second.pages[0].texts if text.form.measure is not None]
    words = [word for form in shared for line in form.lines for word in line.words]
    assert any(isinstance(word, Gap) for word in words)
    assert not {"Ayşe", "Yılmaz", "23702//00"} & {word.text.strip(" ,.") for word in words}


def test_the_page_holds_words_and_no_gaps(setting: Setting) -> None:
    """Whoever asks for a page's lines gets them filled."""
    (letter,) = Setter(setting).lay_out_all([household()])
    assert not any(isinstance(word, Gap) for page in letter.pages for line in page.lines for word in line.words)
