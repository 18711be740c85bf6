"""Composing: values stay values, texts are shared, and faults are told by row or by line of the template."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from time import process_time
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, OURS, SALUTATION, SETTINGS, composed, shown, template, texts

from mailing.base.errors import TemplateError
from mailing.letters.blocks import BlockKind, LetterFault
from mailing.letters.text.composing import Composer
from mailing.letters.text.loading import load_template
from mailing.model import Face, Person

if TYPE_CHECKING:
    from pathlib import Path

ANNA = Person("Frau", "Dr.", "Anna", "Müller")
BEN = Person("Herr", "", "Ben", "Müller")
HALF_PAST_NINE = datetime(2020, 6, 17, 9, 30)  # noqa: DTZ001 - lists name local times
MAIN = "brief/letter.md.j2"


class TestPlaceholders:
    """What a text can name."""

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("{{ anrede_zeile }}", SALUTATION),
            ("{{ vorname }} {{ nachname }}", "Anna Müller"),
            ("{{ name }}", "Dr. Anna Müller"),
            ("{{ personen }} Personen", "2 Personen"),
            ("{{ mitglieder }}", "Dr. Anna Müller und Ben Müller"),
            ("{% for p in mitglieder %}{{ loop.index }}. {{ p.vorname }}; {% endfor %}", "1. Anna; 2. Ben;"),
            ("{{ termin }}", "Mittwoch, 17. Juni 2020, 9:30 Uhr"),
            ("{{ termin.datum }} um {{ termin.uhrzeit }}", "Mittwoch, 17. Juni 2020 um 9:30 Uhr"),
            ("{{ termin.beginn | datum }}", "Mittwoch, 17. Juni 2020"),
            ("{{ standort }}", "Standort Mitte"),
            ("{{ standort.anschrift }}", "Lange Straße 3, 30159 Hannover"),
            ('{{ "ja" if standort == "Mitte" else "nein" }}', "ja"),
            ("{{ organisation }}, {{ organisation.telefon }}", "Amt für Briefe, (0511) 6559-2299"),
            ("{{ fakten.zahl_der_standorte }} seit {{ fakten.beratung_ab | wochentag }}", "19 seit Mittwoch"),
            ("{{ datum }}", "15. Juni 2020"),
            ("{{ aktenzeichen }}", "7 A"),
            ("{% set wer = vorname %}{{ wer }}", "Anna"),
            ("{{ mitglieder | anzahl - 1 }}", "1"),
        ],
    )
    def test_each_gives_its_text(self, tmp_path: Path, written: str, read: str) -> None:
        """Of the household, its site and appointment, the office, and the list's own columns."""
        them = household(
            titel="Dr.",
            vorname="Anna",
            nachname="Müller",
            termin=HALF_PAST_NINE,
            mitglieder=(ANNA, BEN),
            extra={"aktenzeichen": "7 A"},
        )
        assert texts(composed(template(tmp_path, written), them)) == [read]

    def test_the_subject_holds_values(self, tmp_path: Path) -> None:
        """As the body does."""
        settings = SETTINGS.replace("Betreff", "Ihr Termin am {{ termin.beginn | datum }}")
        composition = composed(template(tmp_path, "Text", settings), household(termin=HALF_PAST_NINE))
        assert shown(composition.skeleton.subject, composition.values) == "Ihr Termin am Mittwoch, 17. Juni 2020"

    def test_what_the_run_settles_is_no_value(self, tmp_path: Path) -> None:
        """Organisation, facts, date and enclosures are fixed text: their blocks can be plates."""
        text = (
            "{{ organisation.telefon }} {{ datum | datum }}{% for zeile in organisation.unterschrift %} {{ zeile }}"
            "{% endfor %}{{ ' jetzt' if datum < fakten.beratung_ab else ' schon' }}"
        )
        composition = composed(template(tmp_path, text), household())
        assert composition.values == ()
        assert texts(composition) == ["(0511) 6559-2299 Montag, 15. Juni 2020 Ihr Amt Abteilung Briefe jetzt"]
        assert composition.skeleton.branches == frozenset()

    def test_lines_of_a_list(self, tmp_path: Path) -> None:
        """`zeilen` writes each on a line, fixed or not."""
        text = "{{ organisation.unterschrift | zeilen }}\n\n{{ mitglieder | zeilen }}"
        composition = composed(template(tmp_path, text), household(mitglieder=(ANNA, BEN)))
        assert texts(composition) == ["Ihr Amt\nAbteilung Briefe", "Dr. Anna Müller\nBen Müller"]


class TestSkeletons:
    """The text without its values is read once, and shared."""

    def test_letters_of_the_same_branches_share_one(self, tmp_path: Path) -> None:
        """Known by identity."""
        composer = Composer(template(tmp_path, "Hallo {{ vorname }}{% if zusatz %}, {{ zusatz }}{% endif %}"), DAY)
        anna, ben = (composer.compose(household(vorname=name), SALUTATION) for name in ("Anna", "Ben"))
        other = composer.compose(household(zusatz="bei Weiß"), SALUTATION)
        assert anna.skeleton is ben.skeleton
        assert other.skeleton is not anna.skeleton
        assert (anna.values, ben.values) == (("Anna",), ("Ben",))

    def test_branches_are_named_by_file_and_line(self, tmp_path: Path) -> None:
        """Of `if`, `elif`, `else` and the inline form; two on a line are numbered."""
        text = (
            "\n{% if plz == '30165' %}\nA\n{% elif ort %}\nB\n{% else %}\nC\n{% endif %}\n\n{{ 'x' if ort else 'y' }}"
        )
        letter = template(tmp_path, text)
        assert composed(letter, household()).skeleton.branches == {f"{MAIN}:2", f"{MAIN}:10"}
        assert composed(letter, household(plz="")).skeleton.branches == {f"{MAIN}:4", f"{MAIN}:10"}
        nowhere = composed(letter, household(plz="", ort="")).skeleton
        assert nowhere.branches == {f"{MAIN}:2 (2)", f"{MAIN}:10 (2)"}

    def test_a_line_of_nothing_but_tags_vanishes(self, tmp_path: Path) -> None:
        """But a line that ends in a condition keeps its end."""
        text = "- eins{% if ort %} und{% endif %}\n{% if ort %}\n- zwei\n{% endif %}\n- drei"
        assert texts(composed(template(tmp_path, text), household())) == ["eins und", "zwei", "drei"]

    def test_parts_end_with_their_last_line(self, tmp_path: Path) -> None:
        """What follows an include begins on a line of its own."""
        text = "{% include 'teil.md.j2' %}\n\nDanach"
        letter = template(tmp_path, text, **{"teil.md.j2": "- eins\n- zwei"})
        assert texts(composed(letter, household())) == ["eins", "zwei", "Danach"]


class TestEmptyValues:
    """An empty entry leaves no trace: no blank, no bullet, no asterisks."""

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Hallo {{ titel }} {{ vorname }}", ["Hallo Ayşe"]),
            ("Liebe Grüße {{ titel }}, Amt", ["Liebe Grüße, Amt"]),
            ("Davor\n\n{{ zusatz }}\n\nDanach", ["Davor", "Danach"]),
            ("Davor\n\n**{{ zusatz }}**\n\nDanach", ["Davor", "Danach"]),
            ("- {{ zusatz }}\n- eins", ["eins"]),
            ("1. {{ zusatz }}\n2. eins", ["eins"]),
            ("# {{ zusatz }}\n\nText", ["Text"]),
            ("{{ vorname }}\\\n{{ zusatz }}\\\n{{ ort }}", ["Ayşe\nHannover"]),
            ("{{ zusatz }}    eingerückt?", ["eingerückt?"]),
        ],
    )
    def test_nothing_stays(self, tmp_path: Path, written: str, read: list[str]) -> None:
        """Around it the text closes up."""
        assert texts(composed(template(tmp_path, written), household())) == read

    def test_numbers_count_what_is_shown(self, tmp_path: Path) -> None:
        """An item that vanishes leaves no gap."""
        blocks = composed(template(tmp_path, "1. {{ zusatz }}\n2. eins\n3. zwei"), household()).skeleton.blocks
        assert [block.number for block in blocks] == [1, 2]

    def test_a_subject_of_nothing_ends_the_letter_only(self, tmp_path: Path) -> None:
        """The row is told, the others go on."""
        settings = SETTINGS.replace("Betreff", "{{ zusatz }}")
        with pytest.raises(LetterFault) as fault:
            composed(template(tmp_path, "Text", settings), household(row=7))
        assert (fault.value.finding.code, fault.value.finding.row) == ("letter.no-text", 7)


HOSTILE = (
    "{{ 7 * 7 }}",
    "{% include 'organisation.toml' %}",
    "{% for x in mitglieder %}",
    "**fett** _kursiv_ `code`",
    "# Überschrift",
    "- Punkt",
    "---",
    "| a | b |",
    "<b>fett</b>&nbsp;&lt;",
    "[Verweis](http://example.org) ![Bild](x)",
    "\\",
    "\uf8fd\uf8fe\uf8ff\ue000",
    "\U000f0000\U000f0001\U00100000\U0010ffff",
    "1. eins",
    "    eingerückt",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_values_are_never_markup_nor_code(tmp_path: Path, hostile: str) -> None:
    """Whatever an entry looks like, it is printed as it is, and the letter's make-up stays the same."""
    text = "{{ vorname }}\n\n- {{ vorname }}\n\n| {{ vorname }} |\n| --- |\n| **{{ vorname }}** |\n\nA {{ vorname }} B"
    composer = Composer(template(tmp_path, text), DAY)
    harmless = composer.compose(household(vorname="Anna"), SALUTATION)
    composition = composer.compose(household(vorname=hostile), SALUTATION)
    assert composition.skeleton is harmless.skeleton
    assert composition.values == (hostile,) * 5


def test_line_breaks_of_a_value_are_line_breaks_and_no_more(tmp_path: Path) -> None:
    """Two of them make no paragraph."""
    composition = composed(template(tmp_path, "An {{ empfaenger }}!"), household(empfaenger="Frau A\n\nB e. V."))
    assert texts(composition) == ["An Frau A\nB e. V.!"]


@pytest.mark.parametrize("entry", ["Anna", "", "nein", "zwei\nZeilen", "zwei\r\nZeilen"])
def test_a_text_without_conditions_says_what_it_says_with_one(tmp_path: Path, entry: str) -> None:
    """Whether it is a plain line of text, which is filled in, or not, which is worked out."""
    text = "{{ vorname }}, {{ notiz }}: {{ notiz }}{{ nachname }}"
    them = household(vorname="Eva", nachname="Ott", extra={"notiz": entry})
    straight = composed(template(tmp_path / "straight", text), them)
    run = composed(template(tmp_path / "run", text + "{% if vorname == 'Otto' %} Ja{% endif %}"), them)
    assert (texts(straight), straight.values) == (texts(run), run.values)


def test_values_without_end_forbid_a_letter_without_conditions_too(tmp_path: Path) -> None:
    """Some fifteen pages of a list's own are no letter."""
    with pytest.raises(LetterFault) as told:
        composed(
            template(tmp_path, "{{ vorname }} {{ nachname }}"), household(vorname="x" * 26_000, nachname="y" * 26_000)
        )
    assert told.value.finding.code == "letter.values-too-long"


@pytest.mark.parametrize("word", ["nein", "Nein", "FALSCH", "false", "0", ""])
def test_a_no_of_the_list_is_false_in_a_condition(tmp_path: Path, word: str) -> None:
    """However the list writes it; printed it stands as it is there, and `sonst` takes it for an entry."""
    text = "{% if ausweis %}Ja{% else %}Nein{% endif %}: {{ ausweis | sonst('–') }}"
    composition = composed(template(tmp_path, text), household(extra={"ausweis": word}))
    assert texts(composition) == [f"Nein: {word or '–'}"]


@pytest.mark.parametrize("word", ["ja", "WAHR", "1", "niemals", "Nein danke"])
def test_anything_else_is_true_in_a_condition(tmp_path: Path, word: str) -> None:
    """A condition asks whether there is an entry."""
    composition = composed(template(tmp_path, "{% if ausweis %}Ja{% endif %}"), household(extra={"ausweis": word}))
    assert texts(composition) == ["Ja"]


class TestFaultsOfARow:
    """What a household lacks costs its letter, and only if the letter shows it."""

    @pytest.mark.parametrize(
        ("text", "entries", "code"),
        [
            ("{{ termin.beginn | datum }}", {}, "letter.no-appointment"),
            ("{{ termin | uhrzeit }}", {}, "letter.no-appointment"),
            ("{{ standort.name }}", {"standort": ""}, "letter.no-site"),
            ("{{ standort }}", {"standort": "Mite"}, "letter.unknown-site"),
            ("{{ zusatz | datum }}", {"zusatz": "gestern"}, "letter.value-unreadable"),
            ("{{ zusatz | betrag }}", {"zusatz": "viel"}, "letter.value-unreadable"),
            ("{{ zusatz }}", {"zusatz": "x" * 60_000}, "letter.values-too-long"),
        ],
    )
    def test_the_finding_names_the_row(self, tmp_path: Path, text: str, entries: dict[str, str], code: str) -> None:
        """With a German text and a hint."""
        with pytest.raises(LetterFault) as fault:
            composed(template(tmp_path, text), household(row=12, **entries))
        finding = fault.value.finding
        assert (finding.code, finding.row, finding.forbids_the_letter) == (code, 12, True)
        assert finding.message
        assert finding.hint

    @pytest.mark.parametrize(
        "text", ["Ohne", "{% if termin %}{{ termin }}{% endif %}Ohne", "{{ termin if termin else 'Ohne' }}"]
    )
    def test_a_condition_may_ask_for_what_isnt_there(self, tmp_path: Path, text: str) -> None:
        """And a text that doesn't show it does without."""
        assert texts(composed(template(tmp_path, text), household(termin=None, standort=""))) == ["Ohne"]

    def test_a_site_nobody_asks_for_may_be_unknown(self, tmp_path: Path) -> None:
        """The list's entry isn't looked up."""
        assert texts(composed(template(tmp_path, "Text"), household(standort="Mite"))) == ["Text"]

    def test_sites_are_found_whatever_their_case(self, tmp_path: Path) -> None:
        """Outer blanks don't matter either."""
        assert texts(composed(template(tmp_path, "{{ standort }}"), household(standort=" MITTE "))) == [
            "Standort Mitte"
        ]


class TestFaultsOfATemplate:
    """What a template may not say is refused with file and line, mostly before letter 1."""

    @pytest.mark.parametrize(
        ("text", "line", "hint"),
        [
            ("\n{{ termin.beginnn | datum }}", 2, "beginn"),
            ("\n{% if zusatz %}\n{{ standort.strase }}\n{% endif %}", 3, "strasse"),
            ("{% for p in mitglieder %}\n{{ p.vornahme }}{% endfor %}", 2, "vorname"),
            ("{{ organisation.fax }}", 1, "email"),
            ("{{ fakten.beratung }}", 1, "beratung_ab"),
            ("{{ plz.stadt }}", 1, "Punkt"),
            ("{{ termin | daum }}", 1, "datum"),
            ("{{ termin | tojson }}", 1, ""),
            ("{{ 7 * 7 }}", 1, ""),
            ("{{ range(9) }}", 1, ""),
            ("{{ ''.__class__ }}", 1, ""),
            ("{{ vorname.__class__.__mro__ }}", 1, ""),
            ("{{ vorname['x'] }}", 1, ""),
            ("{{ vorname ~ nachname }}", 1, ""),
            ("{{ vorname is defined }}", 1, ""),
            ("{% macro m() %}x{% endmacro %}", 1, ""),
            ("{% set x %}x{% endset %}", 1, ""),
            ("{% set name = plz %}", 1, ""),
            ("{% import 'teil.md.j2' as t %}", 1, ""),
            ("{% extends 'teil.md.j2' %}", 1, ""),
            ("{% include vorname %}", 1, ""),
            ("{% for zeichen in vorname %}x{% endfor %}", 1, "mitglieder"),
            ("{{ fakten }}", 1, "beratung_ab"),
            ("{{ vorname | anzahl }}", 1, ""),
            ("{{ datum | datum('winzig') }}", 1, "kurz"),
            ("Text\n\n{% if ort %}", 3, ""),
            ("Text\n{% endif %}", 2, ""),
            ("Text\n{{ ort", 2, ""),
            ("Text\n{{ ort }", 2, ""),
            ("Text \ue000", 1, ""),
        ],
    )
    def test_what_a_template_may_not_say(self, tmp_path: Path, text: str, line: int, hint: str) -> None:
        """Misspelt words have the nearest match; nothing is run."""
        with pytest.raises(TemplateError) as error:
            Composer(template(tmp_path, text), DAY)
        assert error.value.where == f"{MAIN}:{line}"
        assert hint in error.value.hint

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("\n{{ aktenzeichen }}", 2),
            ("\n\n{{ personen > 1 }}", 3),
            ("{% if personen > 'x' %}x{% endif %}", 1),
            ("\n{{ plz - 1 }}", 2),
            ("{% if zusatz %}\n{% set x = ort %}{% endif %}\n{{ x }}", 3),
        ],
    )
    def test_what_shows_with_the_first_household(self, tmp_path: Path, text: str, line: int) -> None:
        """A column that isn't there, a yes or no in print, calculating with texts."""
        with pytest.raises(TemplateError) as error:
            composed(template(tmp_path, text), household())
        assert error.value.where == f"{MAIN}:{line}"

    def test_a_part_is_named_in_its_own_file(self, tmp_path: Path) -> None:
        """Not at the line of the include."""
        with pytest.raises(TemplateError) as error:
            template(tmp_path, "{% include 'teil.md.j2' %}", **{"teil.md.j2": "\n\n{{ standort.x }}"})
        assert error.value.where == "teil.md.j2:3"

    def test_a_part_that_includes_itself(self, tmp_path: Path) -> None:
        """Is told with the way that it takes."""
        parts = {"a.md.j2": "{% include 'b.md.j2' %}", "b.md.j2": "{% include 'a.md.j2' %}"}
        with pytest.raises(TemplateError, match=r"a\.md\.j2 → b\.md\.j2 → a\.md\.j2"):
            template(tmp_path, "{% include 'a.md.j2' %}", **parts)

    def test_loops_have_an_end(self, tmp_path: Path) -> None:
        """Loops in loops stop at what a letter can be, in no time."""
        text = "".join(f"{{% for p{depth} in mitglieder %}}" for depth in range(12)) + "x" + "{% endfor %}" * 12
        crowd = tuple(dataclasses.replace(BEN, vorname=f"Ben{number}") for number in range(12))
        began = process_time()
        with pytest.raises(TemplateError, match="Schleifen"):
            composed(template(tmp_path, text), household(mitglieder=crowd))
        assert process_time() - began < 2


def test_the_default_letter_is_composed_in_a_twentieth_of_a_millisecond() -> None:
    """The run's budget for 60,000 letters; warm, with room for a busy machine."""
    composer = Composer(load_template("zugang-nur-mit-termin", OURS), DAY)
    them = household(standort="Garbsen")
    composer.compose(them, SALUTATION)
    began = process_time()
    for _letter in range(2_000):
        composer.compose(them, SALUTATION)
    assert (process_time() - began) / 2_000 < 0.000_05


def test_the_default_letter_has_what_a_letter_has() -> None:
    """Salutation, text, lists, closing; values in bold stay in bold."""
    blocks = composed(
        load_template("einladung", OURS), household(standort="Garbsen", termin=HALF_PAST_NINE)
    ).skeleton.blocks
    assert [blocks[0].kind, blocks[-1].kind] == [BlockKind.PARAGRAPH, BlockKind.CLOSING]
    table = next(block for block in blocks if block.kind is BlockKind.TABLE)
    assert table.cells[0][1][0].face is Face.BOLD
