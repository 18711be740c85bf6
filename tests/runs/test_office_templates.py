"""`verify --rebuild LIST --templates FOLDER`: the office's templates in place of the run's own copies."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.base.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

    Program = Callable[..., Called]

OURS = Path(__file__).parents[2]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The office's templates, with its table of sites where they look for it, and a list."""
    shutil.copytree(OURS / "sample_data", tmp_path / "sample_data")
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 4)])
    return shutil.copytree(OURS / "letter_templates", tmp_path / "office")


def rebuilt(program: Program, office: Path, change: Callable[[], None]) -> Called:
    """Return what the rebuild from the office's templates says after a change of them."""
    made = program("run", "liste.csv", "--templates", office, "--date", "2020-06-15", "--json")
    change()
    return program("verify", made.run, "--rebuild", "liste.csv", "--templates", office, "--json")


def replace(path: Path, old: str, new: str) -> None:
    """Change a text in a template."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_same_templates_make_the_same_bytes(program: Program, office: Path) -> None:
    """Nothing differs; a template that the run doesn't use may."""
    unused = office / "einladung" / "letter.md.j2"
    told = rebuilt(program, office, lambda: replace(unused, "Gespräch", "Treffen"))
    assert told.code == ExitCode.DONE


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        ("zugang-nur-mit-termin/letter.md.j2", "per Post", "per Boten"),
        ("zugang-nur-mit-termin/letter.toml", "wieder persönlich", "persönlich"),
        ("leichte-sprache/letter.md.j2", "Maske", "Mütze"),
        ("teile/schutzregeln.md.j2", "Abstand", "Ruhe"),
        ("organisation.toml", "6559-2299", "6559-2298"),
    ],
)
def test_a_changed_template_is_named(program: Program, office: Path, source: str, old: str, new: str) -> None:
    """It alone."""
    told = rebuilt(program, office, lambda: replace(office / source, old, new))
    assert told.code == ExitCode.VERIFICATION_FAILED
    named = [finding["field"] for finding in told.json["findings"] if finding["code"] == "audit.template-differs"]
    assert named == [source]


def test_a_changed_table_of_sites_is_named(program: Program, office: Path) -> None:
    """It belongs to the templates."""
    told = rebuilt(program, office, lambda: replace(office.parent / "sample_data/sites.csv", "Haupteingang", "Tor"))
    assert told.code == ExitCode.VERIFICATION_FAILED
    assert "audit.template-differs" in told.out
