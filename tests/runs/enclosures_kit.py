"""What the tests of enclosures share: an office whose letter encloses things, and what its runs told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from program_kit import row, write_list

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = Path(__file__).parents[2] / "letter_templates"
SITES = Path(__file__).parents[2] / "sample_data" / "sites.csv"
NAME = "bescheid"
SETTINGS = 'title = "Bescheid"\nsubject = "Ihr Bescheid"\nversion = "1"\ndate = 2020-06-15\n'
TEXT = '{{ anrede_zeile }}\n\nhier ist Ihr Bescheid für {{ name }}.\n\n{% include "teile/gruss.md.j2" %}\n'
SHEET_TITLE = "Merkblatt"
SHEET = 'title = "Merkblatt"\nsubject = "Merkblatt für {{ name }}"\nversion = "1"\n'
SHEET_TEXT = "Ihre Nummer ist {{ bg_nummer }}.\n"
ALWAYS = 'title = "Merkblatt"\ntemplate = "merkblatt"'
IN_HANNOVER = """title = "Faltblatt"\ninsert = true\ngrams = 4.5\nwhen = '{% if ort == "Hannover" %}'"""
ELSEWHERE = """title = "Fahrplan"\ninsert = true\ngrams = 12.25\nwhen = '{% if ort != "Hannover" %}'"""
PLACES = (("30159", "Hannover"), ("29221", "Celle"))


def write_office(folder: Path, *enclosures: str, **files: bytes) -> list[str]:
    """Write list and templates, with files beside the letter's settings; return what `mailing run` is called with."""
    templates = folder / "vorlagen"
    for name in ("organisation.toml", "teile/gruss.md.j2"):
        (templates / name).parent.mkdir(parents=True, exist_ok=True)
        (templates / name).write_bytes((OURS / name).read_bytes())
    (templates / "standorte.csv").write_bytes(SITES.read_bytes())
    settings = SETTINGS + "".join(f"\n[[enclosures]]\n{entry}\n" for entry in enclosures)
    for name, letter, text in ((NAME, settings, TEXT), ("merkblatt", SHEET, SHEET_TEXT)):
        (templates / name).mkdir(exist_ok=True)
        (templates / name / "letter.toml").write_text(letter, encoding="utf-8")
        (templates / name / "letter.md.j2").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (templates / NAME / f"{name}.pdf").write_bytes(content)
    rows = (row(number, plz=PLACES[number % 2][0], ort=PLACES[number % 2][1]) for number in range(1, 7))
    write_list(folder / "liste.csv", rows)
    return [str(folder / "liste.csv"), "-t", NAME, "--templates", str(templates)]


def job_of(run: Path) -> dict[str, Any]:
    """Return what the shop is told."""
    found: dict[str, Any] = json.loads((run / "shop/data/job.json").read_text(encoding="utf-8"))
    return found


def manifest_of(run: Path) -> dict[str, Any]:
    """Return the run's manifest."""
    found: dict[str, Any] = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return found


def runs_in(folders: Iterable[Path]) -> list[Path]:
    """Return the only run of each folder."""
    return [next(folder.glob("*/manifest.json")).parent for folder in folders]
