"""Templates: read whole into memory, refused with file and line, named by folder and never by path."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, NAME, OURS, SETTINGS, composed, office, template, texts

from mailing.base.errors import ExitCode, TemplateError, UsageError
from mailing.letters.text.loading import load_template
from mailing.letters.text.template_folder import template_names
from mailing.model import LetterFormat

if TYPE_CHECKING:
    from pathlib import Path


def test_names_are_the_folders_with_settings(tmp_path: Path) -> None:
    """A folder of shared parts is no template."""
    folder = office(tmp_path, "Text", teile__gruss="Gruß")
    assert template_names(folder) == (NAME,)


def test_settings_say_what_the_letter_is(tmp_path: Path) -> None:
    """Each entry of letter.toml arrives."""
    settings = (
        'title = "Einladung"\nsubject = "Ihr Termin"\nversion = "2.1"\ndate = 2020-06-15\n'
        'valid_from = 2020-06-01\nvalid_until = 2020-12-31\nform = "A"\nsize = 12\n'
        'columns = ["termin"]\nenclosures = ["Merkblatt"]\n'
    )
    letter = template(tmp_path, "Text", settings)
    assert (letter.title, letter.subject, letter.version) == ("Einladung", "Ihr Termin", "2.1")
    assert (letter.date, letter.valid_from, letter.valid_until) == (DAY, date(2020, 6, 1), date(2020, 12, 31))
    assert (letter.form, letter.size) == ("A", 12)
    assert (letter.required_columns, [each.title for each in letter.enclosures]) == (("termin",), ["Merkblatt"])


def test_placeholders_are_known_with_their_first_place(tmp_path: Path) -> None:
    """Text, subject and included parts count; names of the template's own don't."""
    letter = template(
        tmp_path,
        "Hallo {{ vorname }}\n\n{% set ort_text = ort %}{{ ort_text }}\n{% include 'teile/teil.md.j2' %}",
        'title = "T"\nversion = "1"\nsubject = "Für {{ nachname }}"\n',
        **{"teile__teil.md.j2": "\n{{ plz }}\n"},
    )
    assert {name: str(place) for name, place in letter.placeholders.items()} == {
        "nachname": "brief/letter.toml:3",
        "vorname": "brief/letter.md.j2:1",
        "ort": "brief/letter.md.j2:3",
        "plz": "teile/teil.md.j2:2",
    }


def test_a_template_crosses_process_borders_and_needs_no_file(tmp_path: Path) -> None:
    """All sources are in memory: the folder can vanish."""
    folder = tmp_path / "vorlagen"
    letter = template(folder, "Hallo {{ vorname }}{% include 'teile/teil.md.j2' %}", **{"teile__teil.md.j2": "!"})
    shutil.rmtree(folder)
    again = pickle.loads(pickle.dumps(letter))  # noqa: S301 - our own
    assert again == letter
    assert texts(composed(again, household())) == ["Hallo Ayşe!"]


def test_a_folder_of_the_sources_is_the_same_template(tmp_path: Path) -> None:
    """What a run keeps in `house/` makes the same template, though the sites lay elsewhere."""
    letter = load_template("einladung", OURS)
    for name, text in letter.sources.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_template("einladung", tmp_path) == letter


@pytest.mark.parametrize("changed", ["organisation.toml", "standorte.csv", "brief/letter.toml", "brief/letter.md.j2"])
def test_any_change_of_a_source_changes_the_digest(tmp_path: Path, changed: str) -> None:
    """The digest stands for all files that make the letter."""
    before = template(tmp_path, "Text").sha256
    source = tmp_path / changed
    source.write_text(source.read_text(encoding="utf-8").replace("Hannover", "Lehrte") + "\n", encoding="utf-8")
    assert load_template(NAME, tmp_path).sha256 != before


class TestVariants:
    """Households get the letter in the format that they have chosen."""

    def test_large_print_is_the_same_text_larger(self, tmp_path: Path) -> None:
        """At least 16 pt."""
        letter = template(tmp_path, "Text", SETTINGS + '[variants."Großdruck"]\nsize = 18\n')
        large = letter.variant(LetterFormat.LARGE_PRINT)
        assert (large.size, large.text_name) == (18, letter.text_name)
        assert letter.formats == {LetterFormat.STANDARD, LetterFormat.LARGE_PRINT}

    def test_easy_language_is_another_template(self, tmp_path: Path) -> None:
        """It is hashed and kept with the first."""
        letter = template(
            tmp_path,
            "Schwer",
            SETTINGS + '[variants."Leichte Sprache"]\ntemplate = "leicht"\n',
            **{"leicht__letter.toml": SETTINGS, "leicht__letter.md.j2": "Leicht"},
        )
        easy = letter.variant(LetterFormat.EASY_LANGUAGE)
        assert easy.name == "leicht"
        assert "leicht/letter.md.j2" in letter.sources
        assert texts(composed(easy, household())) == ["Leicht"]

    def test_without_a_variant_the_letter_says_so(self, tmp_path: Path) -> None:
        """The list's check knows which formats there are."""
        assert template(tmp_path, "Text").formats == {LetterFormat.STANDARD}

    def test_print_below_16_points_is_not_large(self, tmp_path: Path) -> None:
        """The entry is refused with its line."""
        with pytest.raises(TemplateError, match="size") as error:
            template(tmp_path, "Text", SETTINGS + '[variants."Großdruck"]\nsize = 14\n')
        assert error.value.where == "brief/letter.toml:5"

    def test_a_variant_that_leads_back_is_refused(self, tmp_path: Path) -> None:
        """Two templates can't be each other's variant without end."""
        back = SETTINGS + '[variants."Leichte Sprache"]\ntemplate = "brief"\n'
        there = SETTINGS + '[variants."Leichte Sprache"]\ntemplate = "leicht"\n'
        with pytest.raises(TemplateError, match="brief"):
            template(tmp_path, "Text", there, **{"leicht__letter.toml": back, "leicht__letter.md.j2": "Leicht"})


class TestNames:
    """A template is named by its folder."""

    @pytest.mark.parametrize("name", ["../brief", "brief/", "/etc", "brief/letter.toml", ".", "", "brief\\x"])
    def test_paths_are_no_names(self, tmp_path: Path, name: str) -> None:
        """Nothing outside can be reached."""
        with pytest.raises(UsageError) as error:
            load_template(name, office(tmp_path, "Text"))
        assert error.value.exit_code is ExitCode.USAGE

    def test_a_misspelt_name_is_told_the_nearest(self) -> None:
        """As the press release's letters are called."""
        with pytest.raises(UsageError) as error:
            load_template("einladug", OURS)
        assert "einladung" in error.value.hint

    @pytest.mark.parametrize("name", ["../geheim.md.j2", "/etc/passwd", "teile/../../geheim.md.j2", "..\\geheim.md.j2"])
    def test_includes_stay_in_the_folder(self, tmp_path: Path, name: str) -> None:
        """Path tricks in a text are refused with their line."""
        (tmp_path / "geheim.md.j2").write_text("geheim")
        with pytest.raises(TemplateError, match="Ordner") as error:
            template(tmp_path / "vorlagen", f"Text\n\n{{% include {name!r} %}}\n")
        assert error.value.where == "brief/letter.md.j2:3"

    def test_a_link_out_of_the_folder_is_refused(self, tmp_path: Path) -> None:
        """A symbolic link is a path trick too."""
        folder = office(tmp_path / "vorlagen", "{% include 'teil.md.j2' %}")
        (tmp_path / "geheim.md.j2").write_text("geheim")
        (folder / "teil.md.j2").symlink_to(tmp_path / "geheim.md.j2")
        with pytest.raises(TemplateError, match="nicht im Ordner"):
            load_template(NAME, folder)


class TestFaultyFiles:
    """Every refusal names file and line and says in German what to do."""

    @pytest.mark.parametrize(
        ("settings", "line", "message", "hint"),
        [
            ('title = "T"\nversion = "1"\n', 1, "subject", "Ergänzen"),
            (SETTINGS + 'form = "C"\n', 4, "form", "A"),
            (SETTINGS + "size = 9\n", 4, "size", "mindestens 10"),
            (SETTINGS + 'size = "11"\n', 4, "size", "eine Zahl"),
            (SETTINGS + 'date = "2020-06-15"\n', 4, "date", "ohne Anführungszeichen"),
            (SETTINGS + 'columns = "termin"\n', 4, "columns", "eckigen Klammern"),
            (SETTINGS + "sizze = 11\n", 4, "sizze", "„size“"),
            (SETTINGS + "[variants.Grossdruck]\nsize = 16\n", 4, "Grossdruck", "Großdruck"),
        ],
    )
    def test_settings(self, tmp_path: Path, settings: str, line: int, message: str, hint: str) -> None:
        """A wrong entry is named by key and line."""
        with pytest.raises(TemplateError, match=message) as error:
            template(tmp_path, "Text", settings)
        assert error.value.where == f"brief/letter.toml:{line}"
        assert hint in error.value.hint
        assert error.value.exit_code is ExitCode.INPUT_UNUSABLE

    def test_settings_that_are_no_toml(self, tmp_path: Path) -> None:
        """The line stands in the place."""
        with pytest.raises(TemplateError, match="TOML") as error:
            template(tmp_path, "Text", SETTINGS + "form = B\n")
        assert error.value.where == "brief/letter.toml:4"

    def test_a_missing_text(self, tmp_path: Path) -> None:
        """Settings alone are no template."""
        folder = office(tmp_path, "Text")
        (folder / NAME / "letter.md.j2").unlink()
        with pytest.raises(TemplateError, match="fehlt"):
            load_template(NAME, folder)

    def test_a_missing_part_is_told_the_nearest(self, tmp_path: Path) -> None:
        """With the line of the include."""
        with pytest.raises(TemplateError, match="fehlt") as error:
            template(tmp_path, "\n{% include 'teile/grus.md.j2' %}", **{"teile__gruss.md.j2": "Gruß"})
        assert (error.value.where, "gruss" in error.value.hint) == ("brief/letter.md.j2:2", True)

    def test_a_text_in_another_encoding(self, tmp_path: Path) -> None:
        """The line with the first broken character is named."""
        folder = office(tmp_path, "Text")
        (folder / NAME / "letter.md.j2").write_bytes("Eins\nGrüße".encode("cp1252"))
        with pytest.raises(TemplateError, match="UTF-8") as error:
            load_template(NAME, folder)
        assert error.value.where == "brief/letter.md.j2:2"

    def test_a_text_that_is_no_letter(self, tmp_path: Path) -> None:
        """A file beyond all measure isn't even parsed."""
        with pytest.raises(TemplateError, match="größer"):
            template(tmp_path, "x" * 300_000)

    @pytest.mark.parametrize(
        ("sites", "message"),
        [
            ("standort;name\nMitte;Standort Mitte\n", "fehlen Spalten"),
            ("standort;name;strasse;hausnummer;plz;ort;telefon;schutz\nA;;;;;;;\na;;;;;;;\n", "zweimal"),
            ("standort;name;strasse;hausnummer;plz;ort;telefon;schutz\nA;;;;;;;eins; zwei\n", "mehr Felder"),
        ],
    )
    def test_a_table_of_sites_that_is_damaged(self, tmp_path: Path, sites: str, message: str) -> None:
        """Nothing of it is dropped in silence."""
        with pytest.raises(TemplateError, match=message):
            template(tmp_path, "Text", **{"standorte.csv": sites})
