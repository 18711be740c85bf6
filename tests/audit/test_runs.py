"""Real runs, each template and each shop profile: the auditor finds every address, code and mark where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from odd_list import codes, write_csv
from program_kit import letters_for_any_list

from mailing.base.errors import ExitCode
from mailing.cli import main
from mailing.intake.sample.writing import write_sample

if TYPE_CHECKING:
    from pathlib import Path


def run_with(folder: Path, path: Path, *options: str) -> Path:
    """Make a run from a list and return its folder."""
    done = main(["run", str(path), "-o", str(folder / "runs"), "--engine", "serial", "--json", *options])
    assert done in {ExitCode.DONE, ExitCode.SOME_WITHOUT_LETTER}
    return next(run for run in (folder / "runs").iterdir() if (run / "manifest.json").is_file())


@pytest.mark.parametrize("shop", ["dl", "c6-5", "epost"])
def test_a_run_for_each_shop(tmp_path: Path, shop: str) -> None:
    """Window, blocked zones, control codes and marks as each profile has them."""
    path = write_csv(tmp_path / "list.csv")
    run = run_with(tmp_path, path, "--shop", shop)
    assert codes(run, list_path=path) == []


@pytest.mark.parametrize("template", letters_for_any_list())
def test_a_run_of_each_template(tmp_path: Path, template: str) -> None:
    """Each letter of the press release, to invented persons with sites and appointments."""
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        write_sample(12, 6, text)
    run = run_with(tmp_path, path, "-t", template)
    assert codes(run, list_path=path) == []


def test_a_duplex_run_with_reading_marks(tmp_path: Path) -> None:
    """Backs carry no code; marks say end, sequence and parity."""
    from mailing.press.loading import PROFILE_FOLDER

    source = (PROFILE_FOLDER / "dl.toml").read_text("utf-8")
    head, code = source.split("[code]", 1)
    contact = code[code.index("[contact]") :]
    head = head.replace("duplex = false", "duplex = true").replace("fold_marks = true", "fold_marks = false")
    marks = '["benchmark", "safety", "end-of-piece", "sequence-4", "sequence-2", "sequence-1", "parity"]'
    places = "x = 8.0\ny = 120.0\nlength = 8.0\nthickness = 0.6\npitch = 4.0\nquiet = 3.0\n"
    omr = f'[code]\nkind = "omr"\n{places}marks = {marks}\n'
    profile = tmp_path / "omr.toml"
    profile.write_text(f"{head}{omr}{contact}", "utf-8")
    run = run_with(tmp_path, write_csv(tmp_path / "list.csv"), "--shop", str(profile))
    assert codes(run) == []
    assert codes(run, shop_only=True) == []
