"""The list itself against the run's books: real runs from lists of several kinds, and what a changed list betrays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from audit_sabotage import change_manifest, change_text, correct_hashes
from odd_list import HEADER, codes, households, write_csv

from mailing.base.errors import ExitCode, InputError
from mailing.base.files import sha256_of
from mailing.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def write_workbook(path: Path) -> Path:
    """Write the list as a workbook."""
    from openpyxl import Workbook

    workbook = Workbook()
    for row in (HEADER, *households()):
        workbook.active.append(row)
    workbook.save(path)
    return path


def write_parquet(path: Path) -> Path:
    """Write the list as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = zip(*households(), strict=True)
    parquet.write_table(pa.table({name: list(column) for name, column in zip(HEADER, columns, strict=True)}), path)
    return path


WRITERS = {
    "list.csv": write_csv,
    "cp1252.csv": lambda path: write_csv(path, "cp1252"),
    "tabs.txt": lambda path: write_csv(path, "utf-16", "\t"),
    "list.xlsx": write_workbook,
    "list.parquet": write_parquet,
}


def make(path: Path) -> Path:
    """Make a run from a list and return its folder."""
    out = path.parent / "runs"
    assert main(["run", str(path), "-o", str(out), "--engine", "serial", "--json"]) in {
        ExitCode.DONE,
        ExitCode.SOME_WITHOUT_LETTER,
    }
    return next(folder for folder in out.iterdir() if (folder / "manifest.json").is_file())


@pytest.mark.parametrize("name", WRITERS)
def test_a_real_run_agrees_with_its_list(tmp_path: Path, name: str) -> None:
    """Every odd address is found in its window, whatever the list is kept in."""
    path = WRITERS[name](tmp_path / name)
    run = make(path)
    assert codes(run, list_path=path) == []
    assert codes(run, shop_only=True) == []
    told = json.loads((run / "manifest.json").read_bytes())
    assert told["inputs"][0]["sha256"] == sha256_of(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A real run and its list."""
    path = write_csv(tmp_path_factory.mktemp("lists") / "list.csv")
    return make(path), path


def with_list(run: Path, changed: Path) -> Path:
    """Make the run's manifest say that it was made from the changed list, as a forger would."""
    change_manifest(run, lambda manifest: manifest["inputs"][0].update(sha256=sha256_of(changed)))
    return changed


FORGED = [("audit.manifest-value", None), ("audit.manifest-value", None)]
"""Digest and name of the run are others for another list."""


def copied(made: tuple[Path, Path], folder: Path) -> tuple[Path, Path]:
    """Return copies of run and list."""
    import shutil

    run, path = made
    return shutil.copytree(run, folder / run.name), shutil.copy(path, folder / path.name)


def test_another_list_is_not_the_runs(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Told by its hash, before anything is compared."""
    run, path = copied(made, tmp_path)
    change_text(path, "Kernberg", "Kernbach")
    assert codes(run, list_path=path) == [("audit.list-other", None)]


def test_a_row_that_is_other_in_the_list_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    """The books, the letters and all hashes agree; the list alone says something else."""
    run, path = copied(made, tmp_path)
    change_text(path, "Kernberg", "Kernbach")
    assert ("audit.list-row", 2) in codes(run, list_path=with_list(run, path))


def test_a_row_that_the_run_left_out_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    """The list has one household more than the run."""
    run, path = copied(made, tmp_path)
    with path.open("a", encoding="utf-8", newline="") as text:
        text.write("23702//0000099;Frau;;Eva;Neu;;Weg;9;;30159;Hannover;;;\r\n")
    assert codes(run, list_path=with_list(run, path)) == [*FORGED, ("audit.list-rows", None)]


def test_a_line_that_the_run_did_not_count_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Blank lines are no rows, but lines; the auditor counts them himself."""
    run, path = copied(made, tmp_path)
    with path.open("a", encoding="utf-8", newline="") as text:
        text.write("\r\n")
    assert codes(run, list_path=with_list(run, path)) == [*FORGED, ("audit.list-rows", None)]


def test_a_repeated_header_is_no_row(tmp_path: Path) -> None:
    """Left out by the run and by the auditor, and counted as a line by both."""
    path = write_csv(tmp_path / "list.csv")
    header, *lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((header, *lines[:2], header.upper(), *lines[2:])))
    run = make(path)
    assert codes(run, list_path=path) == []
    assert json.loads((run / "manifest.json").read_bytes())["inputs"][0]["other_lines"]["headers"] == 1


def test_a_row_that_the_list_does_not_have_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    """The run has one household more than the list."""
    run, path = copied(made, tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    found = codes(run, list_path=with_list(run, path))
    assert ("audit.list-rows", None) in found
    assert ("audit.list-row", 11) in found


def test_another_bg_number_in_the_books_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    """The books were changed, their hashes corrected."""
    run, path = copied(made, tmp_path)
    change_text(run / "house/rows.csv", "23702//0000004", "23702//0000444")
    correct_hashes(run)
    assert ("audit.list-row", 5) in codes(run, list_path=path)


def test_what_the_clerk_accepted_is_no_difference(made: tuple[Path, Path], tmp_path: Path) -> None:
    """A change that stands in house/changes.csv is expected."""
    run, path = copied(made, tmp_path)
    change_text(path, "Kernberg", "Kernbach")
    with (run / "house/changes.csv").open("a", encoding="utf-8", newline="") as text:
        text.write("2;strasse;Kernbach;Kernberg;strasse.spelling\r\n")
    correct_hashes(run)
    assert codes(run, list_path=with_list(run, path)) == [*FORGED, ("audit.change", 2)]


def test_a_list_that_is_not_there(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Said so, as wrong input."""
    with pytest.raises(InputError, match="Die Datei gibt es nicht"):
        codes(made[0], list_path=tmp_path / "gone.csv")


def test_a_named_encoding_is_kept_with_the_run(tmp_path: Path) -> None:
    """The option stands in the manifest and with the copies, and the auditor reads the list by it."""
    path = write_csv(tmp_path / "list.csv", "cp1252")
    options = ["--encoding", "cp1252", "-o", str(tmp_path / "runs"), "--engine", "serial", "--json"]
    assert main(["run", str(path), *options]) in {ExitCode.DONE, ExitCode.SOME_WITHOUT_LETTER}
    run = next(folder for folder in (tmp_path / "runs").iterdir() if (folder / "manifest.json").is_file())
    assert codes(run, list_path=path) == []
    told = json.loads((run / "manifest.json").read_bytes())
    assert told["options"]["encoding"] == told["inputs"][0]["detected"]["encoding"] == "cp1252"
    assert json.loads((run / "house/settings/job.json").read_bytes())["encoding"] == "cp1252"
