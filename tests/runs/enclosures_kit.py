"""What the tests of enclosures share: an office whose letter encloses things, and what its runs told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from life_kit import delivered, table
from program_kit import row, write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from program_kit import Called

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


def write_templates(templates: Path, letters: Mapping[str, tuple[str, str]]) -> None:
    """Write a folder of templates with our organisation and close: a letter's name -> its settings and its text."""
    for name in ("organisation.toml", "teile/gruss.md.j2"):
        (templates / name).parent.mkdir(parents=True, exist_ok=True)
        (templates / name).write_bytes((OURS / name).read_bytes())
    (templates / "standorte.csv").write_bytes(SITES.read_bytes())
    for name, (settings, text) in letters.items():
        (templates / name).mkdir(exist_ok=True)
        (templates / name / "letter.toml").write_text(settings, encoding="utf-8")
        (templates / name / "letter.md.j2").write_text(text, encoding="utf-8")


def write_office(folder: Path, *enclosures: str, **files: bytes) -> list[str]:
    """Write list and templates, with files beside the letter's settings; return what `mailing run` is called with."""
    templates = folder / "vorlagen"
    settings = SETTINGS + "".join(f"\n[[enclosures]]\n{entry}\n" for entry in enclosures)
    write_templates(templates, {NAME: (settings, TEXT), "merkblatt": (SHEET, SHEET_TEXT)})
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


def reprint_of(program: Callable[..., Called], folder: Path, call: Iterable[object]) -> Path:
    """Return a run of six pieces, released and delivered, of which the fifth was spoilt and is made again."""
    run = program("run", *call, "--by", "Eva", "-o", folder / "lauf", "--json").run
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run)
    assert program("feedback", run, table(folder, "1-4;OK", "5;Makulatur", "6;OK")).code == 0
    done = program("reprint", run, "--open", "--reason", "Stau", "--by", "Ute")
    assert done.code == 0, done.err
    return run
