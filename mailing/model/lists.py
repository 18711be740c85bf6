"""What intake hands on of a list: the households, and what was decided of every row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
class ListColumn:
    """What became of a column of the list.

    Attributes:
        theirs: its name in the list; empty where it has none.
        ours: our column or the placeholder that it fills; empty where nothing uses it.
        example: its first entry: for the screen only, never for logs or the manifest.
    """

    theirs: str
    ours: str
    example: str


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """One of our columns.

    Attributes:
        meaning: what stands in it (German source).
        aliases: the names that lists give it.
    """

    name: str
    meaning: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One file (or query) that determined the run.

    Attributes:
        name: its name without folders.
        sha256: hex digest of its bytes.
        rows: data rows taken in, where it is a table.
        detected: what intake understood: `encoding`, `delimiter`, `header_row`, `sheet`, `column.<ours>` = theirs.
        lines: the lines of a text file, counted by their ends alone; None where it is no text.
        other_lines: how many of them are no rows, by what they are: `head` (titles and header), `breaks` (within
            cells), `blank`, `headers` (repeated ones), `footer`, `beyond_limit`. Rows and these make up the lines.
        columns: what became of each column, where it is the list itself.
    """

    name: str
    sha256: str
    rows: int
    detected: Mapping[str, str] = field(default_factory=dict)
    lines: int | None = None
    other_lines: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[ListColumn, ...] = ()

    @property
    def recorded(self) -> dict[str, Any]:
        """What the manifest says of the input, and the run's name is made from.

        Lines where it is a text; columns without their examples, and what was understood without a query's text: both
        may name persons.
        """
        detected = {name: text for name, text in self.detected.items() if name != "query"}
        entry: dict[str, Any] = {"name": self.name, "sha256": self.sha256, "rows": self.rows, "detected": detected}
        if self.lines is not None:
            entry |= {"lines": self.lines, "other_lines": dict(self.other_lines)}
        if self.columns:
            entry["columns"] = [{"theirs": column.theirs, "ours": column.ours} for column in self.columns]
        return entry

    def limited_to(self, rows: int) -> InputRecord:
        """Return the record of a list of which only so many rows are taken in."""
        if rows == self.rows:
            return self
        others = {**self.other_lines, "beyond_limit": self.rows - rows} if self.lines is not None else {}
        return replace(self, rows=rows, other_lines=others)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that would settle a finding: for the clerk to accept, edit or leave.

    Attributes:
        field: our name of the column.
        found: what the row has there, after cleaning.
    """

    row: int
    field: str
    found: str
    proposal: str
    code: str


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """What the clerk accepted and intake applied.

    Attributes:
        how: `proposed` as it was, `edited` by the clerk, or `added` by her where nothing was proposed.
    """

    row: int
    field: str
    found: str
    applied: str
    code: str
    how: str = "proposed"


@dataclass(frozen=True, slots=True)
class Intake:
    """What the room `intake` hands on.

    Attributes:
        inputs: the list first, then suppression, seed and proposal files.
        columns: the canonical and extra columns that the list has, by template name.
        proposals: what would settle findings, where it was asked for.
        their_columns: our column names -> the list's.
    """

    inputs: tuple[InputRecord, ...]
    columns: tuple[str, ...]
    households: HouseholdTable
    ledger: RowLedger
    findings: tuple[Finding, ...]
    changes: tuple[AppliedChange, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    their_columns: Mapping[str, str] = field(default_factory=dict)

    def named(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Give findings of other rooms with the list's names of the columns that they speak of."""
        for finding in findings:
            yield replace(finding, column=finding.column or self.their_columns.get(finding.field, ""))
