"""Checks before letter 1: whatever a branch that few reach may hold is found, by file and line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from letters_kit import household
from templates_kit import DAY, OURS, SALUTATION, SETTINGS, template

from mailing.base.errors import TemplateError
from mailing.findings import KINDS
from mailing.letters.checking import check_template
from mailing.letters.text import checking
from mailing.letters.text.composing import Composer
from mailing.letters.text.describing import describe_template
from mailing.letters.text.loading import load_template
from mailing.letters.text.reaching import unreached
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FAULTLESS = "{{ anrede_zeile }}\n\nText\n\n---\n\nGruß\n"
MAIN = "brief/letter.md.j2"


def whole(text: str) -> str:
    """Return a text with salutation and closing around it."""
    return FAULTLESS.replace("Text", text)


def test_a_faultless_template_has_no_findings(tmp_path: Path) -> None:
    """The control of all that follows."""
    assert check_template(template(tmp_path, FAULTLESS), DAY, LIST_COLUMNS) == ()
    assert check_template(template(tmp_path, FAULTLESS), DAY, None) == ()


class TestColumns:
    """What the template asks for, and what the list has."""

    def test_an_unknown_placeholder_names_the_nearest(self, tmp_path: Path) -> None:
        """Among placeholders and the list's own columns, in a branch that nobody may reach."""
        letter = template(tmp_path, whole("{% if zusatz %}\n{{ aktenzeichn }}\n{% endif %}"))
        with pytest.raises(TemplateError, match="aktenzeichn") as error:
            check_template(letter, DAY, (*LIST_COLUMNS, "aktenzeichen"))
        assert error.value.where == f"{MAIN}:4"
        assert "„aktenzeichen“" in error.value.hint

    @pytest.mark.parametrize("columns", [None, LIST_COLUMNS])
    def test_a_text_without_quotes_is_no_placeholder(self, tmp_path: Path, columns: Sequence[str] | None) -> None:
        """What begins with a capital and is like no name is to be quoted; "Ort" means "ort"."""
        with pytest.raises(TemplateError, match="„Hannover“") as error:
            check_template(template(tmp_path / "text", whole("{% if ort == Hannover %}Ja{% endif %}")), DAY, columns)
        assert error.value.hint.endswith('in geraden Anführungszeichen: "Hannover"')
        with pytest.raises(TemplateError, match="„Ort“") as error:
            check_template(template(tmp_path / "name", whole("{{ Ort }}")), DAY, columns)
        assert "„ort“" in error.value.hint

    @pytest.mark.parametrize("quoted", ["„Celle“", "“Celle”", "‚Celle‘", "»Celle«", "´Celle´", "'Celle’", '"Celle“'])
    def test_printed_quotes_are_told_to_be_straight(self, tmp_path: Path, quoted: str) -> None:
        """As word processors make them, on one side or on both; another sign has another hint."""
        with pytest.raises(TemplateError, match="darf hier nicht stehen") as error:
            check_template(template(tmp_path, whole(f"{{% if ort == {quoted} %}}Ja{{% endif %}}")), DAY, None)
        assert "geraden Anführungszeichen" in error.value.hint
        with pytest.raises(TemplateError, match="darf hier nicht stehen") as error:
            check_template(template(tmp_path / "other", whole("{% if ort == €5 %}Ja{% endif %}")), DAY, None)
        assert "Anführungszeichen" not in error.value.hint

    @pytest.mark.parametrize(("name", "nearest"), [("aktenzeichen", ""), ("vornam", "„vorname“")])
    def test_without_a_list_nothing_is_said_of_one(self, tmp_path: Path, name: str, nearest: str) -> None:
        """A column of it is named in the settings, or the list is given."""
        with pytest.raises(TemplateError, match=f"„{name}“ gibt es nicht$") as error:
            check_template(template(tmp_path, whole(f"{{{{ {name} }}}}")), DAY, None)
        assert "columns" in error.value.hint
        assert "--list" in error.value.hint
        assert nearest in error.value.hint

    def test_a_column_of_the_lists_own_is_known(self, tmp_path: Path) -> None:
        """A list may have columns that no program knows."""
        letter = template(tmp_path, whole("{{ aktenzeichen }}"))
        assert check_template(letter, DAY, (*LIST_COLUMNS, "aktenzeichen")) == ()

    def test_a_needed_column_that_the_list_lacks(self, tmp_path: Path) -> None:
        """Is reported at letter.toml's entry."""
        letter = template(tmp_path, FAULTLESS, SETTINGS + 'columns = ["termin"]\n')
        with pytest.raises(TemplateError, match="termin") as error:
            check_template(letter, DAY, ("nachname", "termine"))
        assert error.value.where == "brief/letter.toml:4"
        assert "termine" in error.value.hint

    def test_a_column_asked_for_only_is_a_warning(self, tmp_path: Path) -> None:
        """It counts as empty everywhere."""
        letter = template(tmp_path, whole("{% if zusatz %}{{ zusatz }}{% endif %}"))
        columns = [name for name in LIST_COLUMNS if name != "zusatz"]
        (finding,) = check_template(letter, DAY, columns)
        assert (finding.code, finding.found, finding.field) == ("template.column-missing", "zusatz", f"{MAIN}:3")
        assert "„zusatz“" in finding.message

    def test_the_variants_are_checked_too(self, tmp_path: Path) -> None:
        """A fault in the easy-language text stops the run as well."""
        letter = template(
            tmp_path,
            FAULTLESS,
            SETTINGS + '[variants."Leichte Sprache"]\ntemplate = "leicht"\n',
            **{"leicht__letter.toml": SETTINGS, "leicht__letter.md.j2": whole("{{ vornahme }}")},
        )
        with pytest.raises(TemplateError) as error:
            check_template(letter, DAY, LIST_COLUMNS)
        assert error.value.where == "leicht/letter.md.j2:3"


class TestBranches:
    """Every branch is rehearsed, with no household at hand."""

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("{% if zusatz %}\n\n> Zitat\n\n{% endif %}", 5),
            ("{% if zusatz %}\nText\n{% else %}\n\n> Zitat\n\n{% endif %}", 7),
            ("{% if zusatz %}\n{% if ort %}\n\n> Zitat\n\n{% endif %}\n{% endif %}", 6),
            ("{% for p in mitglieder %}\n{{ p.vorname }}\n\n> Zitat\n\n{% endfor %}", 6),
            ("{{ 'x' if zusatz else 'y' }}\n\n<b>fett</b>", 5),
        ],
    )
    def test_markdown_in_a_branch_that_few_reach(self, tmp_path: Path, text: str, line: int) -> None:
        """What a letter can't show is found there too."""
        with pytest.raises(TemplateError, match="nicht möglich") as error:
            check_template(template(tmp_path, whole(text)), DAY, LIST_COLUMNS)
        assert error.value.where == f"{MAIN}:{line}"

    def test_many_conditions_are_rehearsed_one_by_one(self, tmp_path: Path) -> None:
        """A hundred of them would have more combinations than there is time."""
        text = "".join(f"{{% if ort == '{number}' %}}\nText {number}\n\n{{% endif %}}\n" for number in range(100))
        letter = template(tmp_path, whole(text + "{% if ort == 'x' %}\n\n> Zitat\n\n{% endif %}"))
        with pytest.raises(TemplateError, match="Zitat"):
            check_template(letter, DAY, LIST_COLUMNS)

    def test_calculating_with_what_has_no_number(self, tmp_path: Path) -> None:
        """Shows when a letter is tried out, by column, value and condition."""
        with pytest.raises(TemplateError, match=r"„ort“ steht für etwas wie „Hannover“.*: ort > 3") as error:
            check_template(template(tmp_path, whole("\n{% if ort > 3 %}x{% endif %}")), DAY, LIST_COLUMNS)
        assert error.value.where == f"{MAIN}:4"


class TestFont:
    """Text that the font can't set."""

    def test_in_the_text(self, tmp_path: Path) -> None:
        """Named by character and line."""
        with pytest.raises(TemplateError, match=r"U\+2603") as error:
            check_template(template(tmp_path, whole("{% if zusatz %}\nWinter ☃\n{% endif %}")), DAY, LIST_COLUMNS)
        assert error.value.where == f"{MAIN}:4"

    def test_in_the_subject_and_the_facts(self, tmp_path: Path) -> None:
        """Settings are text too."""
        with pytest.raises(TemplateError) as error:
            check_template(template(tmp_path, FAULTLESS, SETTINGS.replace("Betreff", "☃")), DAY, LIST_COLUMNS)
        assert error.value.where == "brief/letter.toml:2"

    def test_another_font_lacks_other_characters(self, tmp_path: Path) -> None:
        """The check asks the font that it is given."""
        with pytest.raises(TemplateError) as error:
            checking.check_template(
                template(tmp_path, FAULTLESS), DAY, LIST_COLUMNS, lambda text: "A" if "A" in text else ""
            )
        assert all("„A“" in fault.what for fault in error.value.faults)


class TestValidity:
    """A text is valid for a time."""

    SETTINGS = SETTINGS + "valid_from = 2020-06-15\nvalid_until = 2020-06-30\n"

    @pytest.mark.parametrize("day", [date(2020, 6, 15), date(2020, 6, 30)])
    def test_first_and_last_day_count(self, tmp_path: Path, day: date) -> None:
        """Both are within."""
        assert check_template(template(tmp_path, FAULTLESS, self.SETTINGS), day, LIST_COLUMNS) == ()

    @pytest.mark.parametrize(("day", "line"), [(date(2020, 6, 14), 4), (date(2020, 7, 1), 5)])
    def test_other_days_are_refused(self, tmp_path: Path, day: date, line: int) -> None:
        """At the entry that excludes them."""
        with pytest.raises(TemplateError, match="gilt nicht") as error:
            check_template(template(tmp_path, FAULTLESS, self.SETTINGS), day, LIST_COLUMNS)
        assert error.value.where == f"brief/letter.toml:{line}"
        assert "--date" in error.value.hint


def test_a_letter_without_salutation_or_closing_is_told(tmp_path: Path) -> None:
    """As warnings: there are texts without."""
    codes = [finding.code for finding in check_template(template(tmp_path, "Text"), DAY, LIST_COLUMNS)]
    assert codes == ["template.no-closing", "template.no-salutation"]
    assert all(KINDS[code].hint for code in codes)


class TestUnreached:
    """Conditions that no row of the list reached."""

    TEXT = "\n{% if zusatz %}\nA\n{% elif land %}\nB\n{% else %}\nC\n{% endif %}\n\n{{ 'x' if ort else 'y' }}"

    def test_each_is_told_with_its_condition(self, tmp_path: Path) -> None:
        """File and line, and the words of the condition."""
        letter = template(tmp_path, self.TEXT)
        reached = Composer(letter, DAY).compose(household(), SALUTATION).skeleton.branches
        found = [(finding.code, finding.field, finding.details["condition"]) for finding in unreached(letter, reached)]
        assert found == [
            ("template.branch-unreached", f"{MAIN}:2", "{% if zusatz %}"),
            ("template.branch-unreached", f"{MAIN}:4", "{% elif land %}"),
            ("template.else-unreached", f"{MAIN}:10 (2)", "{{ 'x' if ort else 'y' }}"),
        ]

    def test_what_was_reached_is_not_told(self, tmp_path: Path) -> None:
        """Once by any household is enough."""
        letter = template(tmp_path, self.TEXT)
        composer = Composer(letter, DAY)
        households = (household(), household(zusatz="x"), household(land="Polen"), household(ort=""))
        reached = frozenset().union(*(composer.compose(them, SALUTATION).skeleton.branches for them in households))
        assert unreached(letter, reached) == ()

    def test_variants_nobody_chose_are_not_told(self) -> None:
        """Without a household in easy language its conditions say nothing."""
        letter = load_template("zugang-nur-mit-termin", OURS)
        assert all(not finding.field.startswith("leichte-sprache/") for finding in unreached(letter, ()))
        of_variant = Composer(load_template("leichte-sprache", OURS), DAY)
        reached = of_variant.compose(household(standort="Garbsen"), SALUTATION).skeleton.branches
        assert all(not finding.field.startswith("leichte-sprache/") for finding in unreached(letter, reached))


def test_a_description_tells_what_a_template_needs() -> None:
    """What must be filled, what is asked for, what variants there are."""
    description = describe_template(load_template("einladung", OURS))
    assert description.title == "Einladung zu einem persönlichen Gespräch"
    assert description.needs == ("termin", "standort")
    assert description.variants == ("Großdruck",)
    assert {"anrede_zeile", "personen", "termin"} <= set(description.placeholders)
    assert "plz" not in description.asks


@pytest.mark.parametrize("value", ["true", "none", "1 == 1", "datum < fakten.beratung_ab"])
def test_a_yes_or_no_that_the_run_settles_cant_be_printed(tmp_path: Path, value: str) -> None:
    """It is the template's fault, with its line."""
    with pytest.raises(TemplateError) as error:
        check_template(template(tmp_path, f"Text\n\n{{{{ {value} }}}}"), DAY, None)
    assert error.value.where == "brief/letter.md.j2:3"
