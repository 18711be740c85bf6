"""Settings as fields: what is changed there stands in the file, and all else stays as it was."""

from __future__ import annotations

import tomllib

import pytest

from mailing.web.templates.settings_form import setting_fields, variant_names, with_settings

SETTINGS = """\
# Ein Brief
title = "Einladung"  # wie er heißt
subject = "Ihr Termin am {{ termin.beginn | datum(\\"lang\\") }}"
version = "1.0"
date = 2020-06-15

[variants."Großdruck"]
size = 16
title = "keiner"
"""


def values(text: str) -> dict[str, str]:
    """Return the fields' values by their keys."""
    return {field.key: field.value for field in setting_fields(text)}


def test_fields_show_what_the_file_says() -> None:
    """Of the letter itself, not of what stands in its tables; what isn't there is empty."""
    assert values(SETTINGS) == {
        "title": "Einladung",
        "subject": 'Ihr Termin am {{ termin.beginn | datum("lang") }}',
        "date": "2020-06-15",
        "valid_from": "",
        "valid_until": "",
    }


def test_variants_are_seen_at_a_glance() -> None:
    """Formats and languages, quoted or not."""
    assert variant_names(SETTINGS + '[variants.tr]\ntemplate = "x"\n') == ("Großdruck", "tr")


def test_a_changed_field_changes_its_entry_only() -> None:
    """Comments stay."""
    changed = with_settings(SETTINGS, {"title": 'Die "neue" \\ Einladung'})
    assert tomllib.loads(changed) == tomllib.loads(SETTINGS) | {"title": 'Die "neue" \\ Einladung'}
    assert "# wie er heißt" in changed


def test_days_come_and_go() -> None:
    """An empty field takes its entry away; a new one stands before the tables."""
    changed = with_settings(SETTINGS, {"date": "", "valid_until": "2020-12-31"})
    told = tomllib.loads(changed)
    assert "date" not in told
    assert told["valid_until"].isoformat() == "2020-12-31"
    assert told["variants"] == tomllib.loads(SETTINGS)["variants"]


@pytest.mark.parametrize("value", ['"\n[boese]\nx = "', "a\nb = 1", '" # ', "\u2028", "\0"])
def test_a_value_is_never_more_than_a_value(value: str) -> None:
    """Whatever is typed, no other entry comes of it."""
    told = tomllib.loads(with_settings(SETTINGS, {"title": value or "x"}))
    assert told.keys() <= tomllib.loads(SETTINGS).keys()


@pytest.mark.parametrize(
    "entry", ['title = """\nlang\n"""', "title = 'einfach'", 'title = "a"\ntitle = "b"', "title = "]
)
def test_what_is_written_otherwise_has_no_field_and_stays(entry: str) -> None:
    """The text beside it shows it."""
    text = f'{entry}\nsubject = "x"\n'
    assert "title" not in values(text)
    assert with_settings(text, {"title": "neu"}) == text


@pytest.mark.parametrize("text", ["", "\n", "# nichts", "[variants.x]\n", 'subject = "ohne Ende'])
def test_half_written_files_do_no_harm(text: str) -> None:
    """A field's entry comes first where there is none yet."""
    changed = with_settings(text, {"title": "neu"})
    assert values(changed)["title"] == "neu"
