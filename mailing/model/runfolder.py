"""Where things lie in a run's folder: the one place that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHOP = "shop"
HOUSE = "house"
DATA_IN_SHOP = "data"
DATA = f"{SHOP}/{DATA_IN_SHOP}"

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.p7s"
PURGED = "purged.json"
JOURNAL = "journal.jsonl"
JOURNAL_SEAL = "journal.sha256"
"""The journal's own checksum, as `sha256sum` writes it: what is missing at its end shows by it."""

JOB = "shop/data/job.json"
SHOP_PIECES = "shop/data/pieces.csv"

ROWS = "house/rows.csv"
FINDINGS = "house/findings.csv"
HOUSEHOLDS = "house/households.csv"
DIGITAL = "house/digital/"
"""The letters of households that get theirs electronically, each an accessible copy named by its number."""
CHANGES = "house/changes.csv"
KEY = "house/key"
PROOF = "house/proof.pdf"
PROOF_TABLE = "house/proof.csv"
SETTINGS = "house/settings/"
PROFILE = f"{SETTINGS}profile.toml"
JOB_COPY = f"{SETTINGS}job.json"
WITHHELD = f"{SETTINGS}withheld.json"
TEMPLATES = f"{SETTINGS}letter_templates/"
LETTER = TEMPLATES + "{template}/letter.toml"
ORGANISATION = TEMPLATES + "organisation.toml"
SIGNED = "signed"
"""The manifest's option that says: this run was to be signed; one without signature has lost it."""
SIDE_LISTS = "house/inputs/"
QUERY = "house/inputs/query.sql"
REPORT = "house/report.html"
REDACTED_REPORT = "house/report-redacted.html"

FEEDBACK = "house/feedback/"
EVIDENCE = "house/evidence/"
SIGNATURES = "house/signatures/"

UNSEALED = frozenset({MANIFEST, SIGNATURE, PURGED, JOURNAL, JOURNAL_SEAL, REPORT, REDACTED_REPORT})
"""What may lie in a run's folder without standing in its manifest: what is made after it."""

_LATER = re.compile(
    r"shop-r[1-9][0-9]*/.+|manifest-r[1-9][0-9]*\.json(\.p7s)?" rf"|(?:{FEEDBACK}|{EVIDENCE}|{SIGNATURES}).+"
)


def is_made_later(path: str) -> bool:
    """Whether a file comes in the course of the run's life: no manifest seals it, the journal's events name it."""
    return path in UNSEALED or _LATER.fullmatch(path) is not None


NOT_PERSONAL = frozenset({REDACTED_REPORT})
"""What of it speaks of no person and outlives a purge."""

ROWS_HEADER = ("row", "bg_number", "disposition", "piece", "code", "message")
FINDINGS_HEADER = ("severity", "code", "row", "field", "message", "hint", "column", "found")
CHANGES_HEADER = ("row", "field", "found", "applied", "code", "how", "by")
PROOF_HEADER = ("piece", "page", "why")
SHOP_PIECES_HEADER = (
    "piece",
    "file",
    "first_page",
    "last_page",
    "pages",
    "sheets",
    "leitregion",
    "content_sha256",
)
HOUSEHOLD_FIELDS = (
    "row",
    "bg_nummer",
    "empfaenger",
    "anrede",
    "titel",
    "vorname",
    "nachname",
    "zusatz",
    "strasse",
    "hausnummer",
    "ortsteil",
    "plz",
    "ort",
    "land",
    "standort",
    "route",
    "kundennummer",
    "termin",
    "format",
    "sprache",
)
"""What `house/households.csv` keeps of a household beside its piece and whether it is a seed."""
HOUSEHOLD_PERSONS, HOUSEHOLD_COLUMNS = "mitglieder", "columns"
"""And, as JSON, all its persons where there are several, and the list's further columns that its letter uses."""
HOUSEHOLDS_HEADER = ("piece", "seed", *HOUSEHOLD_FIELDS, HOUSEHOLD_PERSONS, HOUSEHOLD_COLUMNS)


def reprint_package(number: int) -> str:
    """Return the folder of a reprint's package, below the run's."""
    return f"{SHOP}-r{number}"


def reprint_manifest(number: int) -> str:
    """Return the manifest of a reprint."""
    return f"manifest-r{number}.json"


def is_reprint_manifest(path: str) -> bool:
    """Whether a file is the manifest of a reprint, or its signature."""
    return path.startswith("manifest-r") and is_made_later(path)


def digital_letter(number: int) -> str:
    """Return the file of a letter that is sent electronically."""
    return f"{DIGITAL}{number}.pdf"


def work_beside(run: Path) -> Path:
    """Return the folder beside a run's own for what is needed only on the way."""
    return run.with_name(f".{run.name}.work")


def outgoing_beside(run: Path) -> Path:
    """Return the folder beside a run's own for packages that are on their way to the shop."""
    return run.with_name(f".{run.name}.outgoing")


def lock_beside(run: Path) -> Path:
    """Return the file beside a run's folder that is locked while the run is made."""
    return run.with_name(f".{run.name}.lock")


def seal_beside(run: Path) -> Path:
    """Return the file beside a run's folder that the journal's seal is written as: a killed call leaves no stranger."""
    return run.with_name(f".{run.name}.seal.part")


def log_beside(run: Path) -> Path:
    """Return the file beside a run's folder that tells what the clock says of its making."""
    return run.with_name(f".{run.name}.log.json")
