"""Run, check and proof set a household's letter in one way: the same letters, the same findings."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program_kit import Called, row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable

    Mailing = Callable[..., Called]

HERE = Path(__file__).parents[2]
PROFILES = HERE / "mailing" / "press" / "profiles"
TOO_MANY = "press.too-many-sheets"
LONG_TEXT = (
    "{% if standort %}\n\n" + "\n\n".join(["Dieser Absatz macht den Brief lang. " * 9] * 12) + "\n\n{% endif %}\n"
)


@pytest.fixture
def one_sheet(tmp_path: Path) -> Path:
    """A shop profile that allows one sheet a letter."""
    before, first, *others = re.split(r"(?=\[\[products\]\]|\n\n\[(?!\[))", (PROFILES / "dl.toml").read_text("utf-8"))
    while not first.startswith("[[products]]"):
        before, first, others = before + first, others[0], others[1:]
    kept = [other for other in others if not other.startswith("[[products]]")]
    profile = tmp_path / "ein-blatt.toml"
    profile.write_text(before + re.sub(r"max_sheets = \d+", "max_sheets = 1", first) + "".join(kept), "utf-8")
    shutil.copy(PROFILES / "FOGRA29L.icc", tmp_path)
    return profile


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Templates whose letter takes two sheets for a household that has a site, and one for others."""
    folder = tmp_path / "letter_templates"
    shutil.copytree(HERE / "letter_templates", folder)
    (tmp_path / "sample_data").mkdir()
    shutil.copy(HERE / "sample_data" / "sites.csv", tmp_path / "sample_data")
    letter = folder / "kontaktwege" / "letter.md.j2"
    text = letter.read_text("utf-8")
    closing = text.index('{% include "teile/gruss.md.j2"')
    letter.write_text(text[:closing] + LONG_TEXT.lstrip() + "\n" + text[closing:], "utf-8")
    return folder


def arguments(templates: Path, one_sheet: Path) -> tuple[object, ...]:
    """Return what all three commands are told."""
    return ("-t", "kontaktwege", "--templates", templates, "--shop", one_sheet, "--date", "2020-06-15", "--json")


def test_a_letter_with_too_many_sheets_is_told_by_all_three(
    program: Mailing, templates: Path, one_sheet: Path, tmp_path: Path
) -> None:
    """Its household has no letter, neither in the run nor in the proof; the others have theirs."""
    given = write_list(tmp_path / "liste.csv", [row(1), row(2, standort=""), row(3)])
    told = arguments(templates, one_sheet)
    checked = program("check", given, *told)
    found = [
        (finding["code"], finding["row"]) for finding in checked.json["findings"] if finding["severity"] == "error"
    ]
    assert found == [(TOO_MANY, 2), (TOO_MANY, 4)]
    made = program("run", given, *told)
    assert made.code == 4
    assert made.json["without_letter"] == {TOO_MANY: 2}
    assert made.json["counts"]["pieces"] == 1
    proof = program("proof", given, *told)
    assert proof.code == 0
    assert [(finding["code"], finding["row"]) for finding in proof.json["findings"]][:2] == found
    assert {line for line, _reasons in proof.json["letters"]} == {3}
    assert TOO_MANY in program("proof", given, *told[:-1]).out


def test_a_list_whose_letters_all_have_too_many_sheets_is_refused_with_the_finding(
    program: Mailing, templates: Path, one_sheet: Path, tmp_path: Path
) -> None:
    """Run and proof stop with the same words, and name the finding."""
    given = write_list(tmp_path / "liste.csv", [row(1), row(2)])
    refused = [program(command, given, *arguments(templates, one_sheet)) for command in ("run", "proof")]
    assert [called.code for called in refused] == [3, 3]
    assert refused[0].err == refused[1].err
    assert TOO_MANY in refused[0].err
