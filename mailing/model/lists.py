"""What intake hands on of a list: the households, and what was decided of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.findings import Finding
    from mailing.model.households import HouseholdTable


@dataclass(frozen=True, slots=True)
class RowLedger:
    """What intake decided of every row of the list, as columns of equal length in the list's order.

    Attributes:
        rows: row numbers as a spreadsheet shows them.
        bg_numbers: the BG-Nummer as the row has it.
        households: the index of the household whose letter answers the row, or -1.
        dispositions: merged, suppressed, rejected or special_route where intake settled the row; "" where the
            household's letter settles it (printed, special_route or rejected). Merged rows keep the index of
            their household.
        codes: the code of the finding that settled it, or "".
    """

    rows: Sequence[int]
    bg_numbers: Sequence[str]
    households: Sequence[int]
    dispositions: Sequence[str]
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One file (or query) that determined the run.

    Attributes:
        name: its name without folders.
        sha256: hex digest of its bytes.
        rows: data rows taken in, where it is a table.
        detected: what intake understood: `encoding`, `delimiter`, `header_row`, `sheet`, `column.<ours>` = theirs.
    """

    name: str
    sha256: str
    rows: int
    detected: Mapping[str, str] = field(default_factory=dict)

    @property
    def lasting(self) -> dict[str, str]:
        """What was understood, but for a query's text: it may name persons, and what a run tells of itself stays."""
        return {name: text for name, text in self.detected.items() if name != "query"}


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """A proposal that the clerk accepted and intake applied."""

    row: int
    field: str
    found: str
    applied: str
    code: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What the room `intake` hands on.

    Attributes:
        inputs: the list first, then suppression, seed and proposal files.
        columns: the canonical and extra columns that the list has, by template name.
    """

    inputs: tuple[InputRecord, ...]
    columns: tuple[str, ...]
    households: HouseholdTable
    ledger: RowLedger
    findings: tuple[Finding, ...]
    changes: tuple[AppliedChange, ...] = ()
