"""The stages that engines carry: what a worker does before its first chunk leaves no trace in the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from templates_kit import DAY, template

from mailing import letters, press
from mailing.base.errors import TemplateError
from mailing.model import HouseholdChunk
from mailing.runs.making.stages import SetTask, WorkerContext, load, set_chunk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENTRIES = {
    "anrede": "Frau",
    "vorname": "Eva",
    "nachname": "Ott",
    "strasse": "Lange Straße",
    "hausnummer": "3",
    "plz": "30159",
    "ort": "Hannover",
    "format": "Standard",
    "route": "bulk",
    "row": 2,
    "is_seed": False,
    "mitglieder": (("Frau", "", "Eva", "Ott"),),
}
BLANK = (
    *("bg_nummer", "kundennummer", "titel", "zusatz", "ortsteil", "land", "standort", "empfaenger"),
    *("termin", "sprache"),
)


def chunk() -> HouseholdChunk:
    """Return a chunk of one household, which has no site and no appointment."""
    columns: dict[str, Sequence[object]] = {name: [entry] for name, entry in ENTRIES.items()}
    return HouseholdChunk(0, columns | {name: [""] for name in BLANK}, {})


def context(folder: Path, text: str) -> WorkerContext:
    """Return what a worker needs for letters that say `text`."""
    return WorkerContext(text, letters.Setting(template(folder, text), DAY), press.load_profile("dl"))


def test_a_letter_set_beforehand_reaches_no_branch_of_the_runs(tmp_path: Path) -> None:
    """It has a site; no household of the run has one, and that is told."""
    text = "{{ anrede_zeile }}\n\nGuten Tag.\n\n{% if standort %}Ihr Standort{% else %}Kein Standort{% endif %}"
    worker = context(tmp_path, text)
    load(worker)
    made = set_chunk(SetTask(0, chunk(), frozenset(), worker, tmp_path / "spool"))
    assert len(made.sizes) == 1
    assert made.reached == {"brief/letter.md.j2:5 (2)"}


def test_a_template_at_fault_is_told_by_the_runs_letters(tmp_path: Path) -> None:
    """Nobody hears what a worker says before its first chunk."""
    worker = context(tmp_path, "{{ anrede_zeile }}\n\nGuten Tag, {{ vorname + 1 }}.")
    load(worker)
    with pytest.raises(TemplateError):
        set_chunk(SetTask(0, chunk(), frozenset(), worker, tmp_path / "spool"))
