"""Looking up letters: by piece, by range, by a BG number as people write it; and why somebody has none."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.base.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Four letters, one of three pages, one row rejected, one suppressed."""
    people = [row(number) for number in range(1, 5)]
    people[3]["format"] = "Leichte Sprache"
    path = write_list(tmp_path / "liste.csv", [*people, row(5, plz="301"), row(6)])
    (tmp_path / "sperre.csv").write_text("bg_nummer;grund\n23702//0000006;Auskunft\n", "utf-8")
    options = ("--suppress", "sperre.csv", "--date", "2020-06-15", "-o", "runs", "--json")
    return program("run", path, *options).run


@pytest.mark.parametrize(
    "wanted", ["23702//0000002", "23702/0000002", "BG 23702-0000002", "237020000002", "23702BG0000002"]
)
@pytest.mark.parametrize("command", ["show", "prove"])
def test_a_bg_number_in_any_spelling(program: Program, run: Path, command: str, wanted: str) -> None:
    """All name the same piece."""
    done = program(command, run, wanted, *(["--json"] if command == "show" else []))
    assert done.code == ExitCode.DONE
    told = json.loads(done.out)
    assert (told[0] if command == "show" else told)["piece"] == 2


@pytest.mark.parametrize(("wanted", "pieces"), [("2-3", [2, 3]), ("2–3", [2, 3]), ("4-9", [4]), ("1", [1])])
def test_a_range_of_pieces(program: Program, run: Path, wanted: str, pieces: list[int]) -> None:
    """As far as there are any."""
    done = program("show", run, wanted, "--json")
    assert [letter["piece"] for letter in json.loads(done.out)] == pieces


@pytest.mark.parametrize("wanted", ["5", "3-2", "7-9", "0", "23702//0000099", "niemand"])
def test_what_is_not_there(program: Program, run: Path, wanted: str) -> None:
    """Said so, as wrong usage."""
    assert program("show", run, wanted).code == ExitCode.USAGE
    assert program("prove", run, wanted).code == ExitCode.USAGE


def test_a_receipt_is_of_one_piece(program: Program, run: Path) -> None:
    """A range is refused."""
    done = program("prove", run, "1-2")
    assert done.code == ExitCode.USAGE
    assert "mehrere" in done.err


@pytest.mark.parametrize(("wanted", "why"), [("23702//0000005", "abgewiesen"), ("BG 23702/0000006", "gesperrt")])
@pytest.mark.parametrize("command", ["show", "prove"])
def test_a_household_without_a_letter(program: Program, run: Path, command: str, wanted: str, why: str) -> None:
    """The row, what became of it, and why."""
    done = program(command, run, wanted)
    assert done.code == ExitCode.SOME_WITHOUT_LETTER
    assert why in done.err
    assert "Zeile" in done.err


@pytest.mark.parametrize("options", [(), ("--shop", "c6-5"), ("--shop", "livepost")], ids=str)
def test_a_letter_alone_is_a_conforming_file(program: Program, tmp_path: Path, options: tuple[str, ...]) -> None:
    """For its owner's eyes, by the same standard as the file that it comes from; each of a range too."""
    people = [row(number, format="Leichte Sprache" if number == 3 else "") for number in range(1, 4)]
    path = write_list(tmp_path / "liste.csv", people)
    run = program("run", path, "--date", "2020-06-15", "-o", "runs", "--json", *options).run
    assert program("show", run, "1-3", "--pdf", "brief.pdf", "--png", "brief.png").code == ExitCode.DONE
    files = sorted(tmp_path.glob("brief-*"))
    assert {file.name for file in files} >= {"brief-1.pdf", "brief-2.pdf", "brief-3.pdf", "brief-3-1.png"}
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        if file.suffix == ".pdf":
            assert program("verify", "--print", file, *options).out.strip() == "Befunde: keine"


def test_pictures_have_their_ending(program: Program, run: Path, tmp_path: Path) -> None:
    """Whoever leaves it out gets it, for each page; a name that has one stays."""
    for named in ("st", "stueck.png", "stueck.2.png"):
        assert program("show", run, "4", "--png", named).code == ExitCode.DONE
    assert {"st.png", "st-4-2.png", "stueck.png", "stueck-4-2.png", "stueck.2.png"} <= {
        file.name for file in tmp_path.iterdir()
    }
    assert not (tmp_path / "st").exists()
