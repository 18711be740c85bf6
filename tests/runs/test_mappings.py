"""A source is set up once: its mapping is saved, read again, and what doesn't fit any more is told."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

REPO = Path(__file__).parents[2]
HEADER = "Nr. BG;Anr;Vorname;Familienname;Straße;HNr;PLZ;Ort;BEMERKUNG;Ausweis;Auskunftssp."
ROWS = (
    "23702//0000001;Frau;Anna;Adam;Hauptstraße;1;30938;Burgwedel;umgezogen;J;X",
    "23702//0000002;Herr;Bernd;Bauer;Hauptstraße;2;30938;Burgwedel;;N;O",
)
SAVE = ("--column", "bg_nummer=Nr. BG", "--column", "-=BEMERKUNG", "--save-mapping", "amt")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Give an office's own folder of templates, in the folder where the program is called."""
    shutil.copytree(REPO / "letter_templates", tmp_path / "letter_templates")
    (tmp_path / "sample_data").mkdir()
    shutil.copy(REPO / "sample_data" / "sites.csv", tmp_path / "sample_data")
    return tmp_path / "letter_templates"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a list of that source."""
    path = folder / "amt.csv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return path


def codes(called: Called) -> list[str]:
    """Return the kinds of findings about mappings."""
    return [each["code"] for each in called.json["findings"] if each["code"].startswith("mapping.")]


def test_a_source_is_set_up_once(program: Callable[..., Called], tmp_path: Path, templates: Path) -> None:
    """`check` saves what it understood; `run`, `proof` and `verify` read the list by it."""
    path = write(tmp_path, *ROWS)
    assert program("check", path).code == 3
    saved = program("check", path, *SAVE)
    assert saved.code == 0
    assert "amt.toml" in saved.out
    text = (templates / "mappings" / "amt.toml").read_text("utf-8")
    assert 'bg_nummer = "Nr. BG"' in text
    assert 'unused = ["BEMERKUNG"]' in text
    made = program("run", path, "--mapping", "amt", "--json")
    assert made.code == 0
    assert made.json["counts"]["pieces"] == 2
    assert program("verify", made.run, "--list", path, "--rebuild", path).code == 0
    assert program("proof", path, "--mapping", "amt").code == 0


def test_a_footer_is_left_out_and_told(program: Callable[..., Called], tmp_path: Path, templates: Path) -> None:
    """Its row stands in no book, and the run verifies."""
    program("check", write(tmp_path, *ROWS), *SAVE)
    path = write(tmp_path, *ROWS, "Summe;;;;;;;;;2;")
    assert program("check", path, "--mapping", "amt").code == 4
    file = templates / "mappings" / "amt.toml"
    file.write_text(file.read_text("utf-8").replace("footer = []", 'footer = ["Summe"]'), "utf-8")
    checked = program("check", path, "--mapping", "amt", "--json")
    assert (checked.code, codes(checked)) == (0, ["mapping.footer-row"])
    made = program("run", path, "--mapping", "amt", "--json")
    assert made.json["counts"]["rows"] == 2
    assert program("verify", made.run, "--list", path).code == 0
    kept = program("check", path, "--mapping", "amt", "--save-mapping", "amt")
    assert kept.code == 0
    assert 'footer = ["Summe"]' in file.read_text("utf-8")


def test_words_for_yes_and_no(program: Callable[..., Called], tmp_path: Path, templates: Path) -> None:
    """A mapping says what they are where a list has its own: here O blocks nobody."""
    path = write(tmp_path, *ROWS)
    program("check", path, *SAVE)
    file = templates / "mappings" / "amt.toml"
    assert program("run", path, "--mapping", "amt", "--json").json["counts"]["special_route"] == 2
    text = file.read_text("utf-8").replace("ja = []", 'ja = ["X"]').replace("nein = []", 'nein = ["O"]')
    file.write_text(text, "utf-8")
    assert program("run", path, "--mapping", "amt", "--again", "--json").json["counts"]["special_route"] == 1


def test_a_mapped_column_that_is_gone_stops_the_run(
    program: Callable[..., Called], tmp_path: Path, templates: Path
) -> None:
    """With the column that is nearest; the user's own word helps."""
    program("check", write(tmp_path, *ROWS), *SAVE)
    assert templates
    path = write(tmp_path, *ROWS, header=HEADER.replace("Familienname", "Familienname 1"))
    called = program("run", path, "--mapping", "amt")
    assert called.code == 3
    assert "„Familienname“" in called.err
    assert "Familienname 1" in called.err
    assert program("check", path, "--mapping", "amt", "--column", "nachname=Familienname 1").code == 0


def test_other_changes_are_told(program: Callable[..., Called], tmp_path: Path, templates: Path) -> None:
    """A new column and one that is gone are warnings; a look-alike stops the run."""
    program("check", write(tmp_path, *ROWS), *SAVE)
    assert templates
    checked = program(
        "check", write(tmp_path, *ROWS, header=HEADER.replace("Ausweis", "Kinder")), "--mapping", "amt", "--json"
    )
    assert sorted(codes(checked)) == ["mapping.column-gone", "mapping.new-column"]
    assert checked.code == 0
    path = write(tmp_path, *ROWS, header=HEADER.replace("Ausweis", "Betreuung"))
    assert program("check", path, "--mapping", "amt").code == 3


FAULTS = {
    "[columns]\nxyz = 'Ort'\n": (2, "xyz"),
    "fooder = []\n": (3, "mappings/amt.toml:1"),
    "footer = 3\n": (3, "mappings/amt.toml:1"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_mapping_at_fault_is_named(
    program: Callable[..., Called], tmp_path: Path, templates: Path, text: str
) -> None:
    """By file and line, or by the nearest name."""
    code, told = FAULTS[text]
    (templates / "mappings").mkdir()
    (templates / "mappings" / "amt.toml").write_text(text, "utf-8")
    called = program("check", write(tmp_path, *ROWS), "--mapping", "amt")
    assert called.code == code
    assert told in called.err


def test_a_mapping_that_is_none_is_named(program: Callable[..., Called], tmp_path: Path, templates: Path) -> None:
    """With those that there are; a name is no path."""
    path = write(tmp_path, *ROWS)
    program("check", path, *SAVE)
    assert (templates / "mappings").is_dir()
    for name, told in (("ant", "Es gibt: amt"), ("../amt", "heißen")):
        called = program("check", path, "--mapping", name)
        assert called.code == 2
        assert told in called.err
