"""`mailing new-letter`: a letter after another, with all that belongs to it."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

    Program = Callable[..., Called]

OURS = Path(__file__).parents[2]


@pytest.fixture
def templates(program: Program, tmp_path: Path) -> Path:  # noqa: ARG001 - it brings us to the folder
    """The working folder's own templates."""
    shutil.copytree(OURS / "letter_templates", tmp_path / "letter_templates")
    shutil.copytree(OURS / "sample_data", tmp_path / "sample_data")
    return tmp_path / "letter_templates"


def settings(folder: Path) -> dict[str, object]:
    """Return what a letter's settings say."""
    return tomllib.loads((folder / "letter.toml").read_text("utf-8"))


def all_in(folder: Path) -> set[str]:
    """Return the names of all below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_it_says_what_the_other_says(templates: Path, program: Program) -> None:
    """Text, subject, variants and dates, which are told; its title is its own."""
    made = program("new-letter", "einladung-mai", "--like", "einladung")
    assert made.code == 0
    assert "valid_until = 2020-12-31" in made.out
    new, other = templates / "einladung-mai", templates / "einladung"
    assert (new / "letter.md.j2").read_bytes() == (other / "letter.md.j2").read_bytes()
    assert settings(new) == settings(other) | {"title": "einladung-mai", "version": "1.0"}


def test_it_makes_letters(templates: Path, program: Program, tmp_path: Path) -> None:  # noqa: ARG001 - we are in it
    """Without a finding of the check."""
    assert program("new-letter", "mai", "--like", "einladung", "--title", "Einladung im Mai").code == 0
    write_list(tmp_path / "liste.csv", [row(1), row(2)])
    checked = program("templates", "mai", "--check")
    assert (checked.code, checked.err) == (0, "")
    assert "Einladung im Mai" in checked.out
    assert program("run", "liste.csv", "-t", "mai").code == 0


def test_comments_and_what_it_names_come_along(templates: Path, program: Program) -> None:
    """Comments of the settings; its pictures and enclosures, also in folders; its variants."""
    other = templates / "zugang-nur-mit-termin"
    (other / "bilder").mkdir()
    (other / "bilder" / "weg.svg").write_text("<svg/>", "utf-8")
    (other / "antrag.pdf").write_bytes(b"%PDF-1.7\n\xff")
    (other / "hinweis.txt").symlink_to("../organisation.toml")
    with (other / "letter.toml").open("a", encoding="utf-8") as file:
        file.write("# ein Vermerk\n")
    made = program("new-letter", "neu", "--json")
    assert made.code == 0
    assert made.json["like"] == "zugang-nur-mit-termin"
    assert made.json["files"] == ["antrag.pdf", "bilder/weg.svg", "hinweis.txt", "letter.md.j2", "letter.toml"]
    assert (templates / "neu" / "antrag.pdf").read_bytes() == b"%PDF-1.7\n\xff"
    assert "# ein Vermerk" in (templates / "neu" / "letter.toml").read_text("utf-8")
    assert program("templates", "neu", "--check").code == 0


@pytest.mark.parametrize(
    "name",
    [
        *("einladung", "Einladung", "EINLADUNG", "teile", "organisation.toml"),  # taken, for Windows at least
        *("", ".", "..", ".x", "x.", "x ", " x", "-t", "../x", "a/b", "a\\b", "/x", "c:x"),
        *("CON", "nul", "com1.txt", "a:b", "a*b", 'a"b', "a\nb", "a\0b", "a\u202eb", "x" * 101),
    ],
)
@pytest.mark.usefixtures("templates")
def test_a_name_that_is_taken_or_none(program: Program, tmp_path: Path, name: str) -> None:
    """Usage; nothing is changed, here or elsewhere."""
    before = all_in(tmp_path)
    refused = program("new-letter", "--like", "einladung", "--", name)
    assert refused.code == 2
    assert all_in(tmp_path) == before


@pytest.mark.parametrize(
    "like", ["einladng", "teile", "../letter_templates/einladung", "", "einladung/", "organisation.toml"]
)
def test_an_unknown_letter_to_start_from(templates: Path, program: Program, like: str) -> None:
    """The nearest is named."""
    before = all_in(templates)
    refused = program("new-letter", "neu", f"--like={like}")
    assert refused.code == 2
    assert like != "einladng" or "„einladung“" in refused.err
    assert all_in(templates) == before


def test_a_faulty_letter_makes_no_other(templates: Path, program: Program) -> None:
    """Its fault is told with file and line."""
    (templates / "einladung" / "letter.md.j2").write_text("{{ nachnahme", "utf-8")
    before = all_in(templates)
    refused = program("new-letter", "neu", "--like", "einladung")
    assert refused.code == 3
    assert "einladung/letter.md.j2:1" in refused.err
    assert all_in(templates) == before


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_no_file_of_the_letter_is_refused(templates: Path, program: Program, tmp_path: Path, kind: str) -> None:
    """A pipe would give bytes for ever; a link out of the folder might give anybody's file."""
    (tmp_path / "geheim.txt").write_text("geheim", "utf-8")
    strange = templates / "einladung" / "anlage.pdf"
    if kind == "pipe":
        os.mkfifo(strange)
    else:
        strange.symlink_to(tmp_path / "geheim.txt")
    before = all_in(templates)
    refused = program("new-letter", "neu", "--like", "einladung")
    assert refused.code == 3
    assert "anlage.pdf" in refused.err
    assert all_in(templates) == before


def test_the_programs_own_templates_are_left_alone(program: Program) -> None:
    """Outside of an own folder there is nothing to write into; how to make one is told."""
    refused = program("new-letter", "neu", "--like", "einladung")
    assert refused.code == 2
    assert "mailing init" in refused.err
