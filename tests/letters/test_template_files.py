"""Files that a template names and that aren't there: what lies there instead is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from templates_kit import NAME, SETTINGS, office

from mailing.base.errors import TemplateError, UsageError
from mailing.letters import load_template

if TYPE_CHECKING:
    from pathlib import Path

ENCLOSED = SETTINGS + '\n[[enclosures]]\ntitle = "Antrag"\nfile = "{}"\n'


@pytest.mark.parametrize("found", ["letter.toml.txt", "Letter.toml", "LETTER.TOML", "leter.toml", "letter.tml"])
def test_settings_under_another_name_are_named(tmp_path: Path, found: str) -> None:
    """Windows hides `.txt`; the folder is there all the same."""
    folder = office(tmp_path, "Text")
    (folder / NAME / "letter.toml").rename(folder / NAME / found)
    with pytest.raises(UsageError, match=f"Den Ordner „{NAME}“ gibt es, aber") as error:
        load_template(NAME, folder)
    assert f"„{found}“: in letter.toml umbenennen" in error.value.hint


def test_a_folder_without_settings_is_told_with_what_it_has(tmp_path: Path) -> None:
    """Its text is no settings file by another name."""
    folder = office(tmp_path, "Text")
    (folder / NAME / "letter.toml").unlink()
    with pytest.raises(UsageError, match=r"letter\.toml fehlt") as error:
        load_template(NAME, folder)
    assert "Dort liegt: letter.md.j2;" in error.value.hint
    (folder / NAME / "letter.md.j2").unlink()
    with pytest.raises(UsageError) as error:
        load_template(NAME, folder)
    assert "nichts" in error.value.hint


@pytest.mark.parametrize("name", ["", ".", "..", "../vorlagen", "x" * 5_000, "nul\0"])
def test_a_name_that_is_no_folder_there_is_an_unknown_template(tmp_path: Path, name: str) -> None:
    """Nothing outside is looked at."""
    with pytest.raises(UsageError, match="gibt es nicht"):
        load_template(name, office(tmp_path / "vorlagen", "Text"))


@pytest.mark.parametrize("place", ["template", "variant"])
def test_other_templates_are_told_alike(tmp_path: Path, place: str) -> None:
    """Whoever names them."""
    entry = {
        "template": '[[enclosures]]\ntitle = "Blatt"\ntemplate = "blatt"\n',
        "variant": '[variants."tr"]\ntemplate = "blatt"\n',
    }[place]
    folder = office(tmp_path, "Text", SETTINGS + entry, **{"blatt__letter.toml.txt": SETTINGS})
    with pytest.raises(TemplateError, match="Den Ordner „blatt“ gibt es") as error:
        load_template(NAME, folder)
    assert "letter.toml.txt" in error.value.hint


@pytest.mark.parametrize("there", ["Antrag.PDF", "antrag.pdf.pdf", "Antag.pdf"])
def test_a_file_by_nearly_that_name_is_named(tmp_path: Path, there: str) -> None:
    """As it lies there."""
    folder = office(tmp_path, "Text", ENCLOSED.format("antrag.pdf"), **{f"{NAME}__{there}": "%PDF-"})
    with pytest.raises(TemplateError, match="fehlt") as error:
        load_template(NAME, folder)
    assert f"„{there}“" in error.value.hint


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    """It isn't missing."""
    folder = office(tmp_path, "Text", ENCLOSED.format("ordner.pdf"))
    (folder / NAME / "ordner.pdf").mkdir()
    with pytest.raises(TemplateError, match="ist ein Ordner"):
        load_template(NAME, folder)


def test_a_pipe_is_called_one(tmp_path: Path) -> None:
    """Nothing is read from it."""
    folder = office(tmp_path, "Text", ENCLOSED.format("pipe.pdf"))
    os.mkfifo(folder / NAME / "pipe.pdf")
    with pytest.raises(TemplateError, match="eine Pipe"):
        load_template(NAME, folder)
