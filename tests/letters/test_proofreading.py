"""What a proofreader would mark: told before letter 1, and nothing of it where a text is right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, OURS, template

from mailing.base.errors import TemplateError
from mailing.letters.checking import check_template
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text.loading import load_template
from mailing.letters.text.template_folder import template_names

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "brief/letter.md.j2"


def told(folder: Path, text: str, day: date = DAY) -> list[tuple[str, str]]:
    """Return codes and places of what is found in a text between salutation and close."""
    letter = template(folder, f"{{{{ anrede_zeile }}}}\n\n{text}\n\n---\n\nMit freundlichen Grüßen\n")
    return [(finding.code, finding.field) for finding in check_template(letter, day, None)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Sehr geehrte Damen und Herren,\n\nText", "template.second-greeting", 3),
        ("Guten Tag Frau Meier,\n\nText", "template.second-greeting", 3),
        ("Hallo!\n\nText", "template.second-greeting", 3),
        ("Moin zusammen\n\nText", "template.second-greeting", 3),
        ("Text\n\nMfG", "template.second-closing", 5),
        ("Sie haben bis zum 1. Juni 2020 alles abzugeben.", "template.day-past", 3),
        ("{% if zusatz %}\nSehr geehrter Herr {{ nachname }},\n\n{% endif %}\nText", "template.second-greeting", 4),
        ("{{ anrede_zeile }}\n\nText", "template.doubled-salutation", 3),
        ("Text\n\nMit freundlichen Grüßen\\\nIhr Amt", "template.second-closing", 5),
        ("Text\n\n**Mit freundlichem Gruß**", "template.second-closing", 5),
        ("Bitte melden Sie sich bis zum 1. Juni 2020.", "template.day-past", 3),
        ("Der Termin ist am Montag, den 08.06.2020, um 9:30 Uhr.", "template.day-past", 3),
        ("Vom 1. Mai 2020 bis\nzum **31. Mai 2020** geht das.", "template.day-past", 4),
        ("Bis {{ fakten.beratung_ab | datum }} geht das.", "", 0),
        ("Bitte melden Sie sich bis zum 31.06.2020.", "template.day-impossible", 3),
        ("Bitte melden Sie sich bis zum 30. Februar 2021.", "template.day-impossible", 3),
        ("Kommen Sie am Montag, den 17.06.2020.", "template.weekday-wrong", 3),
        ("Kommen Sie am Freitag,\ndem **18. Juni 2020**.", "template.weekday-wrong", 4),
        ("Kommen Sie am Dienstag, {{ fakten.beratung_ab | datum('lang') }}.", "template.weekday-wrong", 3),
        ("Sie bekommen [Betrag] Euro.", "template.unfilled-field", 3),
        ("Unser Zeichen: «Zeichen»", "template.unfilled-field", 3),
        ("Unser Zeichen: {zeichen}", "template.unfilled-field", 3),
        ("- Zimmer XXX", "template.unfilled-field", 3),
        ("Text ??? Text", "template.unfilled-field", 3),
    ],
)
def test_what_is_marked(tmp_path: Path, text: str, code: str, line: int) -> None:
    """Each by a code of its own, with file and line."""
    assert told(tmp_path, text) == ([(code, f"{MAIN}:{line}")] if code else [])


def test_a_salutation_before_the_salutation(tmp_path: Path) -> None:
    """Written before it as fixed text: one fault, not two."""
    letter = template(tmp_path, "Sehr geehrte {{ anrede_zeile }}\n\nText\n\n---\n\nMit freundlichen Grüßen\n")
    codes = [finding.code for finding in check_template(letter, DAY, None)]
    assert codes == ["template.doubled-salutation"]


def test_a_day_of_the_office_may_be_over_too(tmp_path: Path) -> None:
    """The facts are text; the sentence decides."""
    late = date(2020, 7, 1)
    assert told(tmp_path, "Bis zum {{ fakten.beratung_ab | datum }} geht das.", late)[0][0] == "template.day-past"
    assert told(tmp_path, "Seit {{ fakten.beratung_ab | datum }} geht das.", late) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ihr Antrag vom 3. Mai 2020 liegt vor.",
        "Seit Montag, dem **4. Mai 2020**, gilt das.",
        "Am 4. Mai 2020 waren Sie bei uns.",
        "Stand: 1. Mai 2020",
        "Wir haben Ihren Antrag am 4. Mai 2020 erhalten.",
        "Die Verordnung ist am 4. Mai 2020 in Kraft getreten.",
        "Ihr Bescheid v. 4. Mai 2020; Anna Meier, geb. 4. Mai 1980",
        "Bewilligungszeitraum 01.01.2020 bis 30.06.2020",
        "Bis zum 15. Juni 2020 und bis zum 1. Juli 2020.",
        "§ 37 in der Fassung vom 13.05.2011",
        "Sie werden sehr geehrt. Liebe Grüße sind etwas anderes.",
        "Guten Tag sagen wir gern. Hallo auch.",
        "{% if zusatz %}\nA\n{% else %}\nB\n{% endif %}",
        "Am Mittwoch, den 17.06.2020, und am Donnerstag, dem 18. Juni 2020.",
        "Am Montag beraten wir nicht, am 19. Juni 2020 ja.",
        "Rufen Sie 0511 31.11 an, oder lesen Sie Absatz 2 (Satz 1).",
        "Name: [____] Ort: [__________]",
        "Die Regel sagt: \\[Betrag\\], {1}, 3 < 4 > 2, 50 % und 100% davon, 5 $, „Ja?“, Was?? – so!",
    ],
)
def test_what_is_right_is_not_marked(tmp_path: Path, text: str) -> None:
    """False alarms are as bad as faults."""
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("{nachname}", "{{ nachname }}"),
        ("«Vorname»", "{{ vorname }}"),
        ("[PLZ]", "{{ plz }}"),
        ("«BG-Nummer»", "{{ bg_nummer }}"),
        ("« Straße »", "{{ strasse }}"),
        ("[Aktenzeichen]", "{{ aktenzeichen }}"),
        ("%VORNAME%", "{{ vorname }}"),
        ("$ort", "{{ ort }}"),
        ("${ort}", "{{ ort }}"),
    ],
)
def test_a_field_that_names_an_entry_stops_the_run(tmp_path: Path, field: str, meant: str) -> None:
    """As Word and other programs write placeholders: printed, it would stand so on every letter."""
    letter = template(tmp_path, f"{{{{ anrede_zeile }}}}\n\nIhr Zeichen: {field}\n\n---\n\nMit freundlichen Grüßen\n")
    with pytest.raises(TemplateError) as stopped:
        check_template(letter, DAY, {"bg_nummer", "aktenzeichen"})
    assert field in stopped.value.what
    assert (stopped.value.where, stopped.value.hint) == (f"{MAIN}:3", f"Gemeint ist {meant}")


def test_either_of_two_salutations_is_no_second(tmp_path: Path) -> None:
    """A letter has one of them."""
    either = "{% if zusatz %}\nSehr geehrte Damen und Herren,\n{% else %}\n{{ anrede_zeile }}\n{% endif %}"
    assert check_template(template(tmp_path, f"{either}\n\nText\n\n---\n\nGruß\n"), DAY, None) == ()


@pytest.mark.parametrize("day", [DAY, date(2020, 9, 1)])
@pytest.mark.parametrize("name", sorted({*template_names(OURS)} - {"berechnungsbogen"}))  # enclosed, without a closing
def test_our_own_templates_have_no_marks(name: str, day: date) -> None:
    """Before and after the day that they speak of."""
    assert check_template(load_template(name, OURS), day, None) == ()


@pytest.mark.parametrize(
    ("text", "entry", "is_marked"),
    [
        ("Bitte melden Sie sich bis zum {{ frist | datum }}.", "01.06.2020", True),
        ("Bitte melden Sie sich bis zum **{{ frist }}**.", "01.06.2020", True),
        ("Bitte melden Sie sich bis zum {{ frist | datum }}.", "15.06.2020", False),
        ("Ihr Antrag vom {{ frist | datum }} liegt vor.", "01.06.2020", False),
        ("Am {{ frist | datum }} waren Sie bei uns.", "01.06.2020", False),
        ("Ihr Zeichen: {{ frist }}", "01.06.2020", False),
        ("Wir sind am {{ frist }} für Sie da.", "Mittag", False),
    ],
)
def test_a_day_of_the_list_that_is_over(
    tmp_path: Path,
    text: str,
    entry: str,
    is_marked: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Where the sentence leads to a day to come, its row is told; the letter is made all the same."""
    letter = template(tmp_path, f"{{{{ anrede_zeile }}}}\n\n{text}\n\n---\n\nMit freundlichen Grüßen\n")
    made = Setter(Setting(letter, DAY)).lay_out(household(extra={"frist": entry}))
    assert made.pages
    assert [(finding.code, finding.row) for finding in made.findings] == ([("letter.day-past", 2)] if is_marked else [])
