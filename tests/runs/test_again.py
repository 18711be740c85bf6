"""Corrections go out, doubles don't: who has moved since the letter is listed, and is written to again when asked."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from program_kit import Called, row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., Called]

MOVED = row(1, strasse="Gartenweg", hausnummer="8")


def codes(run: Path) -> list[tuple[str, str]]:
    """Return disposition and code of each row, in the list's order."""
    with (run / "house" / "rows.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [(line["disposition"], line["code"]) for line in csv.DictReader(stream, delimiter=";")]


def test_who_has_moved_is_listed_and_not_written_to(program: Program, tmp_path: Path) -> None:
    """With row, column and cell; another spelling of the address is none; the run can be made again and compared."""
    program("run", write_list(tmp_path / "mai.csv", [row(1), row(2)]), "--json")
    june = write_list(tmp_path / "juni.csv", [MOVED, row(2, strasse="MUSTERSTR."), row(3)])
    called = program("run", june, "--json")
    assert called.code == 4
    assert codes(called.run) == [
        ("suppressed", "register.address-changed"),
        ("suppressed", "register.already-made"),
        ("printed", ""),
    ]
    with (called.run / "house" / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = {line["code"]: line for line in csv.DictReader(stream, delimiter=";")}
    assert found["register.address-changed"]["row"] == "2"
    assert program("verify", called.run, "--rebuild", june).code == 0


def test_who_has_the_letter_with_another_date_is_told(program: Program, tmp_path: Path) -> None:
    """A corrected list, run the next day: it may be meant, but nobody should learn of it from those who got two."""
    may = write_list(tmp_path / "mai.csv", [row(1), row(2), row(3, plz="301")])
    assert "schon mit dem Datum" not in program("run", may, "--date", "2020-07-01").out
    corrected = write_list(tmp_path / "mai2.csv", [row(1), row(2), row(3)])
    next_day = program("run", corrected, "--date", "2020-07-02")
    assert next_day.code == 0
    assert "2 Haushalte haben denselben Brief schon mit dem Datum 01.07.2020" in next_day.out
    assert "schon mit dem Datum" not in program("run", corrected, "--date", "2020-07-03", "--again").out
    assert "schon mit dem Datum" not in program("run", corrected, "--date", "2020-12-01").out
    assert program("run", corrected, "--date", "2020-07-01", "--json").json["counts"]["pieces"] == 1


def test_a_list_of_moved_households_alone_names_their_rows(program: Program, tmp_path: Path) -> None:
    """There is no run whose books could."""
    program("run", write_list(tmp_path / "mai.csv", [row(1)]))
    called = program("run", write_list(tmp_path / "juni.csv", [MOVED]))
    assert called.code == 3
    assert "register.address-changed: Zeilen 2" in called.err


def test_again_writes_to_exactly_these(program: Program, tmp_path: Path) -> None:
    """Whichever way the number is spelled, and wherever the list stands on the line; by the same list too."""
    may = write_list(tmp_path / "mai.csv", [row(1), row(2), row(3)])
    program("run", may)
    june = write_list(tmp_path / "juni.csv", [MOVED, row(2), row(3)])
    called = program("run", june, "--again", "23702//0000001", "--json")
    assert [code for _fate, code in codes(called.run)] == ["", *["register.already-made"] * 2]
    same = program("run", "--json", "--again", "BG 23702-0000002", "237020000003", may)
    assert [fate for fate, _code in codes(same.run)] == ["suppressed", "printed", "printed"]
    everybody = program("run", "--json", june, "--again")
    assert [fate for fate, _code in codes(everybody.run)] == ["printed"] * 3


def test_a_number_that_the_list_lacks_is_a_mistake(program: Program, tmp_path: Path) -> None:
    """Nothing is made; a slip of the pen must not write to nobody in silence."""
    may = write_list(tmp_path / "mai.csv", [row(1)])
    called = program("run", may, "--again", "23702//0000009")
    assert called.code == 2
    assert "23702//0000009" in called.err


def test_a_job_file_can_say_it_too(program: Program, tmp_path: Path) -> None:
    """As a list of numbers."""
    write_list(tmp_path / "mai.csv", [row(1), row(2)])
    (tmp_path / "job.toml").write_text('list = "mai.csv"\n', "utf-8")
    program("run", "--job", "job.toml")
    (tmp_path / "job.toml").write_text('list = "mai.csv"\nagain = ["23702//0000002"]\n', "utf-8")
    called = program("run", "--job", "job.toml", "--json")
    assert [fate for fate, _code in codes(called.run)] == ["suppressed", "printed"]
