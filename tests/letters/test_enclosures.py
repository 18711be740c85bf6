"""Enclosures as `letter.toml` states them: names, files, templates and inserts, each with its condition."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, NAME, SETTINGS, composed, office, template, texts

from mailing.base.errors import TemplateError
from mailing.letters import check_template, load_template, unreached
from mailing.letters.setter import Setter
from mailing.letters.sheets import Setting
from mailing.letters.text import template_folder
from mailing.model import Person

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "{{ anrede_zeile }}\n\nText.\n\n---\n\nGruß\n\n{% if anlagen %}\nAnlagen: {{ anlagen | aufzaehlung }}{% endif %}\n"
)
MERKBLATT = {"merkblatt__letter.toml": SETTINGS, "merkblatt__letter.md.j2": "Für {{ vorname }}: {{ ort }}.\n"}


def stated(*entries: str) -> str:
    """Return settings with these enclosures."""
    return SETTINGS + "".join(f"\n[[enclosures]]\n{entry}\n" for entry in entries)


INSERT = 'title = "Faltblatt"\ninsert = true\ngrams = 4.5'
HANNOVER = f"{INSERT}\nwhen = '{{% if ort == \"Hannover\" %}}'"
MANY = 'title = "Bogen"\ninsert = true\ngrams = 9\nwhen = "{% if personen > 2 %}"'


class TestWhoGetsWhat:
    """Conditions speak the text's language, and the letter lists what it has."""

    def test_a_list_of_names_works_as_before(self, tmp_path: Path) -> None:
        """They are named, and nothing follows."""
        letter = template(tmp_path, TEXT, 'enclosures = ["Antrag", "Merkblatt"]\n' + SETTINGS)
        assert texts(composed(letter, household()))[-1] == "Anlagen: Antrag und Merkblatt"
        assert Setter(Setting(letter, DAY)).lay_out(household()).enclosed == ()

    @pytest.mark.parametrize(
        ("ort", "personen", "listed"),
        [("Hannover", 0, "Anlagen: Faltblatt"), ("Celle", 3, "Anlagen: Bogen"), ("Celle", 1, "Gruß")],
    )
    def test_the_letter_lists_what_its_household_gets(
        self, tmp_path: Path, ort: str, personen: int, listed: str
    ) -> None:
        """And has it."""
        letter = template(tmp_path, TEXT, stated(HANNOVER, MANY))
        someone = household(ort=ort, mitglieder=(Person("Frau", "", "Ayşe", "Yılmaz"),) * personen)
        assert texts(composed(letter, someone))[-1] == listed
        enclosed = Setter(Setting(letter, DAY)).lay_out(someone).enclosed
        assert [each.title for each in enclosed] == ([] if listed == "Gruß" else [listed.removeprefix("Anlagen: ")])

    def test_an_enclosure_of_all_stands_among_those_of_some(self, tmp_path: Path) -> None:
        """In the order of the settings."""
        letter = template(tmp_path, TEXT, stated(HANNOVER, 'title = "Immer"\ninsert = true\ngrams = 1', MANY))
        assert texts(composed(letter, household(ort="Celle")))[-1] == "Anlagen: Immer"
        assert texts(composed(letter, household()))[-1] == "Anlagen: Faltblatt und Immer"

    def test_a_condition_that_the_run_settles_is_settled(self, tmp_path: Path) -> None:
        """It asks no household."""
        letter = template(tmp_path, TEXT, stated(f'{INSERT}\nwhen = "{{% if fakten.zahl_der_standorte > 20 %}}"'))
        assert composed(letter, household()).skeleton.enclosures == ()

    def test_a_condition_that_nobody_meets_is_told(self, tmp_path: Path) -> None:
        """With its line, as one of the text."""
        letter = template(tmp_path, TEXT, stated(HANNOVER))
        setter = Setter(Setting(letter, DAY))
        setter.lay_out(household(ort="Celle"))
        told = {finding.field: finding.details["condition"] for finding in unreached(letter, setter.reached, DAY)}
        assert told[f"{NAME}/letter.toml:9"] == '{% if ort == "Hannover" %}'

    @pytest.mark.parametrize("count", [1, 2])
    def test_a_word_that_follows_their_number_is_no_slip(self, tmp_path: Path, count: int) -> None:
        """What only asks for the enclosures is decided by their own conditions, and those are told."""
        word = '{{ "Anlage" if anlagen | anzahl == 1 else "Anlagen" }}'
        more = [f'title = "Bogen {number}"\ninsert = true\ngrams = 1' for number in range(1, count)]
        letter = template(tmp_path, TEXT.replace("Anlagen:", f"{word}:"), stated(HANNOVER, *more))
        setter = Setter(Setting(letter, DAY))
        setter.lay_out(household())
        assert unreached(letter, setter.reached, DAY) == ()

    def test_an_entry_that_the_condition_cannot_read_forbids_the_letter(self, tmp_path: Path) -> None:
        """As one of the text does."""
        letter = template(tmp_path, TEXT, stated(f'{INSERT}\nwhen = "{{% if (alter | zahl) > 3 %}}"'))
        laid_out = Setter(Setting(letter, DAY)).lay_out(household(extra={"alter": "viele"}))
        assert [finding.code for finding in laid_out.findings if finding.forbids_the_letter]


class TestEnclosedTemplates:
    """Pages of ours with this household's values."""

    def test_its_pages_follow_without_an_address(self, tmp_path: Path) -> None:
        """From a front on; in large print they are large."""
        letter = template(tmp_path, TEXT, stated('title = "Blatt"\ntemplate = "merkblatt"'), **MERKBLATT)
        one_sided = Setter(Setting(letter, DAY)).lay_out(household())
        both_sides = Setter(Setting(letter, DAY, sides=2)).lay_out(household())
        assert [each[:3] for each in one_sided.enclosed] == [("Blatt", 2, 1)]
        assert [each[:3] for each in both_sides.enclosed] == [("Blatt", 3, 1)]
        assert len(both_sides.pages) == 3
        assert not both_sides.pages[1].plate.lines, "a blank back"
        said = " ".join(word.text for line in one_sided.pages[1].lines for word in line.words)
        assert "Ayşe" in said
        assert "Vahrenwalder" not in said, "no address"

    def test_its_faults_are_found_by_the_check(self, tmp_path: Path) -> None:
        """It may ask for what the list has, no more; it needs neither salutation nor close."""
        enclosing = stated('title = "Blatt"\ntemplate = "merkblatt"')
        sound = template(tmp_path, TEXT, enclosing, **MERKBLATT)
        assert not [each for each in check_template(sound, DAY, None) if "merkblatt" in each.field]
        wrong = template(tmp_path, TEXT, enclosing, **{**MERKBLATT, "merkblatt__letter.md.j2": "{{ vornahme }}\n"})
        with pytest.raises(TemplateError) as error:
            check_template(wrong, DAY, ["vorname"])
        assert error.value.where == "merkblatt/letter.md.j2:1"

    @pytest.mark.parametrize("name", ["gibtesnicht", NAME, "../merkblatt"])
    def test_it_is_another_template(self, tmp_path: Path, name: str) -> None:
        """One of the folder, and not the letter itself."""
        with pytest.raises(TemplateError) as error:
            template(tmp_path, TEXT, stated(f'title = "Blatt"\ntemplate = "{name}"'), **MERKBLATT)
        assert error.value.where == f"{NAME}/letter.toml:7"

    def test_it_encloses_nothing_itself(self, tmp_path: Path) -> None:
        """What it lists would be missing."""
        nested = {**MERKBLATT, "merkblatt__letter.toml": stated(INSERT)}
        with pytest.raises(TemplateError, match="selbst Anlagen"):
            template(tmp_path, TEXT, stated('title = "Blatt"\ntemplate = "merkblatt"'), **nested)


class TestRefusals:
    """Before letter 1, with file and line."""

    @pytest.mark.parametrize(
        ("entry", "line"),
        [
            ('title = "Leer"', 6),
            ('title = "Beides"\nfile = "a.pdf"\ntemplate = "merkblatt"', 6),
            ('title = "Alles"\nfile = "a.pdf"\ninsert = true\ngrams = 1', 6),
            ('title = "Nichts"\ninsert = false', 6),
            ('title = "Schwerelos"\ninsert = true', 6),
            ('title = "Schwer"\ntemplate = "merkblatt"\ngrams = 3', 6),
            ('title = "Minus"\ninsert = true\ngrams = -1', 8),
            ('title = "Zu schwer"\ninsert = true\ngrams = 5000', 8),
            ('title = ""\ninsert = true\ngrams = 1', 6),
            ('title = "Fremd"\ninsert = true\ngrams = 1\nfarbe = "rot"', 9),
            ('file = "a.pdf"', 5),
        ],
    )
    def test_an_entry_says_one_thing(self, tmp_path: Path, entry: str, line: int) -> None:
        """Exactly one of file, template and insert; a weight for inserts, and for them only."""
        with pytest.raises(TemplateError) as error:
            template(tmp_path, TEXT, stated(entry), **MERKBLATT)
        assert error.value.where == f"{NAME}/letter.toml:{line}"

    @pytest.mark.parametrize(
        "when",
        [
            "personen > 2",
            "{% if personen > 2 %}{% endif %}",
            "{% if personen > 2 %}ja{% else %}",
            "{% if personen > 2 %}{% if personen > 3 %}",
            "{% for person in mitglieder %}",
            "{% set x = 1 %}",
            "{% if anlagen %}",
            "{% if %}",
            "{% if vorname.__class__ %}",
            "{% if vorname | geheim %}",
            "{% include 'teile/gruss.md.j2' %}",
            "{% if personen > 2 %}{# ja #}{% if personen > 3 %}{% endif %}",
            "\ue000",
        ],
    )
    def test_a_condition_is_a_single_tag(self, tmp_path: Path, when: str) -> None:
        """As in the text, without `endif`, and with its words only."""
        with pytest.raises(TemplateError) as error:
            template(tmp_path, TEXT, stated(f'{INSERT}\nwhen = """{when}"""'))
        assert error.value.where == f"{NAME}/letter.toml:9"

    @pytest.mark.parametrize("when", ["{% if termin %}x{% endif %}", "{% if termin %}{% endif %}"])
    def test_a_whole_condition_is_told_to_leave_its_end_out(self, tmp_path: Path, when: str) -> None:
        """It isn't its beginning that is missing."""
        with pytest.raises(TemplateError, match="keine einzelne Bedingung") as error:
            template(tmp_path, TEXT, stated(f'{INSERT}\nwhen = "{when}"'))
        assert "ohne endif" in error.value.hint

    def test_a_weight_that_no_letter_has_is_told_in_grams(self, tmp_path: Path) -> None:
        """As a whole number."""
        with pytest.raises(TemplateError, match=r"höchstens 1000 g,"):
            template(tmp_path, TEXT, stated('title = "Buch"\ninsert = true\ngrams = 5000'))

    @pytest.mark.parametrize(
        "entries", [(INSERT, INSERT), (INSERT, HANNOVER), (HANNOVER, HANNOVER), (INSERT, INSERT.replace("F", "f"))]
    )
    def test_two_of_the_same_title_are_refused(self, tmp_path: Path, entries: tuple[str, ...]) -> None:
        """Whoever reads the list, or puts in by it, couldn't tell them apart."""
        with pytest.raises(TemplateError, match="Zwei Anlagen") as error:
            template(tmp_path, TEXT, stated(*entries))
        assert error.value.where == f"{NAME}/letter.toml:{8 + entries[0].count(chr(10)) + 1}"

    def test_two_of_the_same_title_may_exclude_each_other(self, tmp_path: Path) -> None:
        """A household that gets both is told of."""
        elsewhere = HANNOVER.replace("==", "!=")
        letter = template(tmp_path, TEXT, stated(HANNOVER, elsewhere))
        assert Setter(Setting(letter, DAY)).lay_out(household()).findings == ()
        both = template(tmp_path, TEXT, stated(HANNOVER, elsewhere.replace("Hannover", "Celle")))
        (found,) = Setter(Setting(both, DAY)).lay_out(household()).findings
        assert (found.code, found.details["title"]) == ("letter.enclosure-twice", "Faltblatt")

    def test_a_misspelt_column_is_found_by_the_check(self, tmp_path: Path) -> None:
        """With its line."""
        letter = template(tmp_path, TEXT, stated(f'{INSERT}\nwhen = "{{% if vornahme %}}"'))
        with pytest.raises(TemplateError) as error:
            check_template(letter, DAY, ["vorname"])
        assert error.value.where == f"{NAME}/letter.toml:9"

    @pytest.mark.parametrize("name", ["fehlt.pdf", "../geheim.pdf", "/etc/passwd", "ordner", "pipe", "a\\\\b.pdf"])
    def test_a_file_lies_beside_the_settings(self, tmp_path: Path, name: str) -> None:
        """Ordinary files below the folder only: nothing is waited for, nothing leaves it."""
        letters_folder = office(tmp_path / "vorlagen", TEXT)
        (tmp_path / "geheim.pdf").write_bytes(b"%PDF-")
        (letters_folder / NAME / "ordner").mkdir()
        os.mkfifo(letters_folder / NAME / "pipe")
        office(letters_folder, TEXT, stated(f'title = "Antrag"\nfile = "{name}"'))
        with pytest.raises(TemplateError) as error:
            load_template(NAME, letters_folder)
        assert error.value.where.startswith(f"{NAME}/letter.toml:7")

    def test_a_link_that_leads_out_is_refused(self, tmp_path: Path) -> None:
        """Wherever it leads."""
        letters_folder = office(tmp_path / "vorlagen", TEXT, stated('title = "Antrag"\nfile = "antrag.pdf"'))
        (tmp_path / "geheim.pdf").write_bytes(b"%PDF-")
        (letters_folder / NAME / "antrag.pdf").symlink_to(tmp_path / "geheim.pdf")
        with pytest.raises(TemplateError, match="liegt nicht im Ordner"):
            load_template(NAME, letters_folder)

    def test_a_huge_file_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its limit is told."""
        monkeypatch.setattr(template_folder, "LARGEST_FILE", 1_000_000)
        letters_folder = office(tmp_path, TEXT, stated('title = "Antrag"\nfile = "antrag.pdf"'))
        (letters_folder / NAME / "antrag.pdf").write_bytes(bytes(1_000_001))
        with pytest.raises(TemplateError, match="größer als 1 MB"):
            load_template(NAME, letters_folder)

    def test_a_sign_that_no_font_has_is_found_in_its_title(self, tmp_path: Path) -> None:
        """It would stand in the letter."""
        letter = template(tmp_path, TEXT, stated('title = "Antrag 漢"\ninsert = true\ngrams = 1'))
        with pytest.raises(TemplateError) as error:
            check_template(letter, DAY, None)
        assert error.value.where == f"{NAME}/letter.toml:6"


def test_the_digest_stands_over_enclosed_files(tmp_path: Path) -> None:
    """Another form is another template."""
    letters_folder = office(tmp_path, TEXT, stated('title = "Antrag"\nfile = "antrag.pdf"'))
    digests = set()
    for content in (b"%PDF-1", b"%PDF-2"):
        (letters_folder / NAME / "antrag.pdf").write_bytes(content)
        letter = load_template(NAME, letters_folder)
        assert letter.files == {f"{NAME}/antrag.pdf": content}
        digests.add(letter.sha256)
    assert len(digests) == 2
