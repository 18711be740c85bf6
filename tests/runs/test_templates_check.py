"""`mailing templates --check`: all that would stop a run, each fault once; what a list's entries do to a template."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program_kit import Called, row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable

    Mailing = Callable[..., Called]

HERE = Path(__file__).parents[2]
SETTINGS = 'title = "Brief"\nsubject = "Betreff"\nversion = "1"\ndate = 2020-06-15\n'
WHOLE = '{{{{ anrede_zeile }}}}\n\n{text}\n\n{{% include "teile/gruss.md.j2" %}}\n'


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """The program's templates, to be changed."""
    folder = tmp_path / "letter_templates"
    shutil.copytree(HERE / "letter_templates", folder)
    (tmp_path / "sample_data").mkdir()
    shutil.copy(HERE / "sample_data" / "sites.csv", tmp_path / "sample_data")
    return folder


def write_template(templates: Path, text: str, settings: str = SETTINGS, name: str = "brief") -> None:
    """Write a template with salutation and close around the text."""
    folder = templates / name
    folder.mkdir()
    (folder / "letter.toml").write_text(settings, "utf-8")
    (folder / "letter.md.j2").write_text(WHOLE.format(text=text), "utf-8")


def write_table(path: Path, column: str, *entries: str) -> None:
    """Write a list with a column of its own."""
    write_list(path, [row(number) for number in range(1, len(entries) + 1)])
    head, *lines = path.read_text("utf-8").splitlines()
    extended = [f"{head};{column}", *(f"{line};{entry}" for line, entry in zip(lines, entries, strict=True))]
    path.write_text("\n".join(extended) + "\n", "utf-8")


def test_ours_are_in_order(mailing: Mailing) -> None:
    """The control: not a word of them."""
    checked = mailing("templates", "--check", "--templates", HERE / "letter_templates")
    assert checked.code == 0
    assert checked.err == ""
    ours = list((HERE / "letter_templates").glob("*/letter.toml"))
    assert checked.out.count("in Ordnung") == len(ours)
    assert "[template." not in checked.out


def test_a_page_that_only_goes_along_with_letters_needs_no_closing(mailing: Mailing, templates: Path) -> None:
    """Named by a letter it is told nothing of; once nothing encloses it, it is a letter without a closing."""
    settings = f"{SETTINGS}[[enclosures]]\ntitle = 'Blatt'\ntemplate = 'blatt'\n"
    write_template(templates, "Hallo.", settings)
    write_template(templates, "", name="blatt")
    (templates / "blatt" / "letter.md.j2").write_text("Nur Zahlen.\n", "utf-8")
    assert "no-closing" not in mailing("templates", "blatt", "--check", "--templates", templates).out
    (templates / "brief" / "letter.toml").write_text(SETTINGS, "utf-8")
    assert "no-closing" in mailing("templates", "blatt", "--check", "--templates", templates).out


def test_a_logo_without_its_place_is_told(mailing: Mailing, templates: Path) -> None:
    """Before a list is there."""
    write_template(templates, "Hallo.", f"{SETTINGS}logo = {{ file = 'l.svg', x = 60, y = 50, width = 20 }}\n")
    (templates / "brief" / "l.svg").write_bytes((templates / "bewilligung" / "logo.svg").read_bytes())
    checked = mailing("templates", "brief", "--check", "--templates", templates)
    assert checked.code == 3
    assert "Fenster" in checked.err


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{{ nachnahme }}", 3, "nachnahme"),
        ("{% if ort > 3 %}x{% endif %}y", 3, "ort > 3"),
        ('{{ "☃" if zusatz else "" }} Text', 3, "☃"),
        ("{% if zusatz %}\nWinter ☃\n{% endif %}", 4, "☃"),
        ("Text\n\n> Zitat", 5, "Zitat"),
        ("| " + "1234567890" * 12 + " |\n| --- |\n| x |", 3, "breiter als die Zeile"),
        ('{{ datum | plus("x") }}', 3, "plus(14)"),
        ('{{ "17.06.20" | datum }}', 3, "17.06.20"),
        ('{% if personen == "viele" %}x{% endif %}y', 3, "viele"),
    ],
)
def test_what_would_stop_a_run_is_told_with_file_and_line(
    mailing: Mailing, templates: Path, text: str, line: int, words: str
) -> None:
    """Once, though the large print has the same text."""
    write_template(templates, text, SETTINGS + '[variants."Großdruck"]\nsize = 16\n')
    checked = mailing("templates", "brief", "--check", "--templates", templates)
    assert checked.code == 3
    assert words in checked.err
    assert checked.err.count(f"brief/letter.md.j2:{line}") == 1


def test_all_faults_are_told_at_once(mailing: Mailing, templates: Path) -> None:
    """With the settings' own."""
    write_template(templates, "{{ nachnahme }}\n\n> Zitat", SETTINGS + 'enclosures = ["Blatt ☃"]\n')
    checked = mailing("templates", "brief", "--check", "--templates", templates)
    assert "3 Fehler" in checked.err
    assert [checked.err.count(f"brief/{place}") for place in ("letter.toml:5", "letter.md.j2:3", "letter.md.j2:5")] == [
        1
    ] * 3


def test_a_fault_of_a_shared_part_is_told_once(mailing: Mailing, templates: Path) -> None:
    """Five templates have it; the others are told to have it too."""
    (templates / "teile" / "gruss.md.j2").write_text("---\n\n{{ organisation.unterschrit }}\n", "utf-8")
    checked = mailing("templates", "--check", "--templates", templates)
    assert checked.code == 3
    assert checked.err.count("teile/gruss.md.j2:3") == 1
    assert checked.err.count("stehen oben") == 5


def test_marks_of_the_proofreader_come_from_all_three(mailing: Mailing, templates: Path, tmp_path: Path) -> None:
    """Templates, check and run."""
    write_template(templates, "Bitte melden Sie sich bis zum 1. Juni 2020.")
    write_list(tmp_path / "liste.csv", [row(1)])
    told = mailing("templates", "brief", "--check", "--templates", templates)
    assert told.code == 0
    assert "brief/letter.md.j2:3" in told.out
    assert "template.day-past" in told.out
    listed = json.loads(mailing("templates", "brief", "--check", "--json", "--templates", templates).out)
    assert [finding["code"] for finding in listed[0]["findings"]] == ["template.day-past"]
    asked = ("liste.csv", "-t", "brief", "--templates", templates, "--json")
    checked = mailing("check", *asked)
    assert [found["code"] for found in checked.json["findings"] if found["code"].startswith("template.")] == [
        "template.day-past"
    ]
    made = mailing("run", *asked)
    assert "template.day-past" in (made.run / "house" / "findings.csv").read_text("utf-8")


class TestList:
    """`--list`: a template against a list's columns and values."""

    def test_entries_that_it_cant_use_are_told_with_row_column_and_value(
        self, mailing: Mailing, templates: Path, tmp_path: Path
    ) -> None:
        """By filters and by conditions; exit code 4, as for a run."""
        write_template(templates, "{{ frist | datum }} {% if frist > datum %}x{% endif %}")
        write_table(tmp_path / "liste.csv", "Frist", "17.06.2020", "bald", "17.06.2020 bis 19.06.2020")
        checked = mailing("templates", "brief", "--check", "--list", "liste.csv", "--templates", templates)
        assert checked.code == 4
        assert "„bald“" in checked.out
        assert "Zeile 4" in checked.out
        assert "Zeile 2" not in checked.out

    def test_a_column_that_it_lacks_stops_it(self, mailing: Mailing, templates: Path, tmp_path: Path) -> None:
        """The nearest one is named."""
        write_template(templates, "{{ fristt }}")
        write_table(tmp_path / "liste.csv", "Frist", "17.06.2020")
        checked = mailing("templates", "brief", "--check", "--list", "liste.csv", "--templates", templates)
        assert checked.code == 3
        assert "„frist“" in checked.err
        assert "brief/letter.md.j2:3" in checked.err

    def test_a_list_that_suits_is_in_order(self, mailing: Mailing, templates: Path, tmp_path: Path) -> None:
        """The control."""
        write_template(templates, "{{ frist | datum }}")
        write_table(tmp_path / "liste.csv", "Frist", "17.06.2020")
        checked = mailing("templates", "brief", "--check", "--list", "liste.csv", "--templates", templates)
        assert (checked.code, checked.err) == (0, "")
        assert "in Ordnung" in checked.out

    def test_it_goes_with_check(self, mailing: Mailing) -> None:
        """Alone it says nothing."""
        assert mailing("templates", "--list", "liste.csv").code == 2


@pytest.mark.parametrize(
    ("key", "line", "is_right"),
    [
        ("absender", "Musterstraße 1 · 30159 Hannover", True),
        ("absender", "Jobcenter Region Hannover · Musterstraße 1", True),
        ("absender", "Abteilung Bürgergeld · Musterstraße 1", False),
        ("absender", "Amt für Grundsicherung", False),
        ("absender", "Wohngeldstelle", False),
        ("absender", "Amt für Bürger\u00adgeld", False),
        ("vermerk", "An das Sozialamt", False),
        ("absender", "Arbeitslosengeld II, Musterstraße 1", False),
        ("absender", "Hartz IV Stelle", False),
        ("absender", "SGB II · 30159 Hannover", False),
        ("absender", "23702//0012345 · 30159 Hannover", False),
        ("vermerk", "Nicht nachsenden!", True),
        ("vermerk", "Persönlich und vertraulich", True),
        ("vermerk", "Ihr Bescheid", False),
        ("vermerk", "Jobcenter Region Hannover", False),
    ],
)
def test_the_window_tells_nobody_of_benefits(
    mailing: Mailing,
    templates: Path,
    key: str,
    line: str,
    is_right: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Neither the sender's line nor the note to the post; the office's name may stand in the former."""
    organisation = templates / "organisation.toml"
    kept = [entry for entry in organisation.read_text("utf-8").splitlines() if not entry.startswith(f"{key} =")]
    organisation.write_text("\n".join([f'{key} = "{line}"', *kept]), "utf-8")
    checked = mailing("templates", "kontaktwege", "--check", "--templates", templates)
    assert checked.code == (0 if is_right else 3)
    assert is_right or "organisation.toml:1" in checked.err


def test_an_endorsement_of_the_office_is_verified(mailing: Mailing, templates: Path, tmp_path: Path) -> None:
    """Whatever it says, it is no stranger in the window; any other word there is."""
    organisation = templates / "organisation.toml"
    entries = organisation.read_text("utf-8")
    organisation.write_text('vermerk = "Vertraulich – nur persönlich öffnen"\n' + entries, "utf-8")
    write_list(tmp_path / "liste.csv", [row(1), row(2)])
    made = mailing("run", "liste.csv", "-t", "kontaktwege", "--templates", templates, "--date", "2020-06-15", "--json")
    verified = mailing("verify", made.run)
    assert verified.code == 0, verified.out + verified.err
