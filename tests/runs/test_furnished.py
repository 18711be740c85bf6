"""What a folder is given when an office is opened in it: letters of the program's own, or what its own letters lack."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.runs.making.preparation import program_templates
from mailing.runs.offices.house import furnish
from mailing.runs.offices.templates import template_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

LETTER = "einladung"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Where the office's letters are; there is none yet."""
    return tmp_path / "office" / "letter_templates"


def is_written(program: Callable[..., Called], templates: Path) -> bool:
    """Whether a letter of these templates is made by the command line."""
    write_list(templates.parent / "liste.csv", [row(1)])
    words = ("run", templates.parent / "liste.csv", "-t", LETTER, "--date", "2020-06-15")
    return program(*words, "--templates", templates, "--out", templates.parent / "runs").code == 0


@pytest.mark.parametrize("left", ["", ".4711.part"], ids=["as it is", "after a killed start"])
def test_an_empty_folder_has_all_letters(templates: Path, program: Callable[..., Called], left: str) -> None:
    """They are made from there; what a killed start was filling counts for nothing."""
    (templates / left).mkdir(parents=True)
    furnish(templates.parent)
    assert template_names(templates) == template_names(program_templates())
    assert is_written(program, templates)


def test_a_letter_laid_there_finds_who_writes(templates: Path, program: Callable[..., Called]) -> None:
    """Organisation, sites and shared parts are added; no letter is."""
    shutil.copytree(program_templates() / LETTER, templates / LETTER)
    furnish(templates.parent)
    assert template_names(templates) == (LETTER,)
    assert is_written(program, templates)


def test_the_programs_letters_copied_find_their_sites(templates: Path, program: Callable[..., Called]) -> None:
    """Their organisation names a table beside the folder; so it is put there."""
    shutil.copytree(program_templates(), templates)
    furnish(templates.parent)
    assert (templates / "organisation.toml").read_bytes() == (program_templates() / "organisation.toml").read_bytes()
    assert is_written(program, templates)


@pytest.mark.parametrize("name", ["organisation.toml", "standorte.csv", f"{LETTER}/letter.toml", "teile/gruss.md.j2"])
def test_what_is_there_stays(templates: Path, name: str) -> None:
    """Even where it can't be used: whoever laid it there is told what is wrong with it."""
    file = templates / name
    file.parent.mkdir(parents=True)
    file.write_text("eigenes", "utf-8")
    furnish(templates.parent)
    assert file.read_text("utf-8") == "eigenes"


def test_nothing_is_written_through_a_link_that_leads_nowhere(templates: Path) -> None:
    """A link counts as being there."""
    shutil.copytree(program_templates() / LETTER, templates / LETTER)
    elsewhere = templates.parent / "elsewhere.toml"
    (templates / "organisation.toml").symlink_to(elsewhere)
    furnish(templates.parent)
    assert not elsewhere.exists()
