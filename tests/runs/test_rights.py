"""What the program writes is its owner's only, whatever the umask: it is all about persons."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from program_kit import row, write_list

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_kit import Program

OTHERS = 0o077


def test_what_is_written_is_its_owners_only(program: Program, tmp_path: Path) -> None:
    """Run, register, delivery, notes, copies, tables: none of it can be read by others."""
    before = os.umask(0)
    try:
        write_list(tmp_path / "liste.csv", [row(1), row(2)])
        (tmp_path / "meldung.csv").write_text("piece;status;time;reason\n1;printed;;\n2;wie bitte;;\n")
        given = {"liste.csv", "meldung.csv"}
        assert program("run", "liste.csv", "--by", "Eva", "--register", "register.sqlite").code == 0
        (run,) = (path.parent for path in tmp_path.glob("runs/*/manifest.json"))
        (tmp_path / "zurueck.csv").write_text(f"run;piece;reason\n{run.name};1;unbekannt verzogen\nx;2;y\n")
        given.add("zurueck.csv")
        for line in (
            f"release {run} --by Tom --yes",
            f"deliver {run} --to ziel",
            f"feedback {run} meldung.csv",
            f"posted {run} --on 2026-01-02",
            f"note {run} 1 -o vermerk.pdf",
            f"note {run} --all vermerke",
            f"show {run} 1 --pdf brief.pdf --png brief.png",
            f"copy {run} 1 -o kopien",
            f"prove {run} 1 -o nachweis.json",
            f"compare {run} {run} -o vergleich.csv",
            "check liste.csv --findings befunde.csv --xlsx markiert.xlsx --proposals vorschlaege.csv",
            "proof liste.csv --out probe",
            "sample 2 -o muster.csv",
            "returns zurueck.csv",
        ):
            assert program(*line.split()).code in {0, 4}, line
    finally:
        os.umask(before)
    written = [path for path in tmp_path.rglob("*") if path.name not in given]
    assert len(written) > 60
    assert [path for path in written if path.stat().st_mode & OTHERS] == []
