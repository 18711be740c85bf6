"""A list as it was read: its header and columns of text, before any meaning is given to them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.intake.texts import Positions, Texts


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
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    columns: tuple[Texts, ...]
    rows: Positions
    detected: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()

    def with_findings(self, findings: Sequence[Finding]) -> RawList:
        """Return the list with more findings."""
        return dataclasses.replace(self, findings=[*self.findings, *findings])

    def without_blank_rows(self) -> RawList:
        """Return the list without the rows that hold nothing at all; those between others are told."""
        filled = np.zeros(len(self.rows), np.bool_)
        for column in self.columns:
            if not filled.all():
                filled |= column.where(lambda text: bool(text.strip()))
        if filled.all():
            return self
        last = np.flatnonzero(filled)[-1] if filled.any() else -1
        between = int((~filled[: last + 1]).sum())
        told = [Finding("list.blank-rows", details={"count": between})] if between else []
        return dataclasses.replace(
            self,
            columns=tuple(column.taken(filled) for column in self.columns),
            rows=self.rows[filled],
            findings=[*self.findings, *told],
        )
