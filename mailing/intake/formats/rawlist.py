"""A list as it was read: its header and columns of text, before any meaning is given to them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.intake.formats.lines import Lines
from mailing.model import InputRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.intake.texts import Mask, Positions, Texts

COLUMNS_LOOKED_AT = 3
FEWEST_NAMES = 3
"""A row is a header by so many names of columns."""


@dataclass(frozen=True, slots=True)
class RawList:
    """A list as it was read.

    Attributes:
        name: the file's name without folders, or the table's.
        sha256: hex digest of the bytes that were read.
        header: the list's own column names, as they stand there.
        columns: one column for each name.
        rows: the rows' numbers as a spreadsheet shows them.
        detected: what was understood of the file, for people and the manifest.
        findings: what reading itself found.
        lines: the file's lines and which of them are no rows, where it is a text.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    columns: tuple[Texts, ...]
    rows: Positions
    detected: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    lines: Lines | None = None

    def with_findings(self, findings: Sequence[Finding]) -> RawList:
        """Return the list with more findings."""
        return dataclasses.replace(self, findings=[*self.findings, *findings])

    def without_blank_rows(self, left_out: int = 0) -> RawList:
        """Return the list without the rows that hold nothing at all; those between others are told.

        Args:
            left_out: so many blank rows between others its reader left out already.
        """
        filled = np.zeros(len(self.rows), np.bool_)
        for column in self.columns:
            if not filled.all():
                filled |= column.where(lambda text: bool(text.strip()))
        if filled.all() and not left_out:
            return self
        last = np.flatnonzero(filled)[-1] if filled.any() else -1
        between = left_out + int((~filled[: last + 1]).sum())
        told = [Finding("list.blank-rows", details={"count": between})] if between else []
        return self.taken(filled, "blank", told)

    def without_repeated_headers(self) -> RawList:
        """Return the list without the rows that repeat its header, as lists have that were put one behind another.

        Raises:
            InputError: a row holds the header's names in another order: what follows would stand in wrong columns.
        """
        repeated = np.zeros(len(self.rows), np.bool_)
        for position in self._like_headers():
            cells = tuple(_folded(column[position]) for column in self.columns)
            if not _is_header(cells, self._names):
                continue
            if cells != self._names:
                raise _other_header(self.name, int(self.rows[position]))
            repeated[position] = True
        if not repeated.any():
            return self
        told = [Finding("row.repeats-header", row) for row in self.rows[repeated].tolist()]
        return self.taken(~repeated, "headers", told)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(map(_folded, self.header))

    def _like_headers(self) -> list[int]:
        """Return the positions of the rows that have a column's name as their entry; few columns tell."""
        names = frozenset(self._names) - {""}
        found = np.zeros(len(self.rows), np.bool_)
        for column in sorted(self.columns, key=lambda column: len(column.distinct))[:COLUMNS_LOOKED_AT]:
            found |= column.where(lambda text: _folded(text) in names)
        return np.flatnonzero(found).tolist()

    def taken(self, rows: Mask, others: str, told: Sequence[Finding]) -> RawList:
        """Return the list of some of its rows; the others are counted under a name, and told."""
        return dataclasses.replace(
            self,
            columns=tuple(column.taken(rows) for column in self.columns),
            rows=self.rows[rows],
            findings=[*self.findings, *told],
            lines=self.lines and self.lines.with_others(others, int((~rows).sum())),
        )


def record_of(raw: RawList, names: Mapping[str, str] = MappingProxyType({})) -> InputRecord:
    """Return what the run records of a list; `names` are the columns that were understood."""
    lines = raw.lines or Lines(0, {})
    count = lines.count if raw.lines else None
    return InputRecord(
        raw.name, raw.sha256, len(raw.rows), {**raw.detected, **names}, lines=count, other_lines=lines.besides
    )


def _folded(text: str) -> str:
    return text.strip().strip("\ufeff").strip().casefold()


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether most of a row's entries are names of columns."""
    filled = [cell for cell in cells if cell]
    alike = sum(cell in names for cell in filled)
    return alike >= min(FEWEST_NAMES, len(names)) and 2 * alike > len(filled)


def _other_header(name: str, row: int) -> InputError:
    return InputError(
        _("Hier beginnt eine zweite Liste, deren Spalten anders stehen"),
        where=_("{name}, Zeile {row}").format(name=name, row=row),
        hint=_("Speichern Sie die beiden Listen getrennt, oder bringen Sie die Spalten in dieselbe Reihenfolge"),
    )
