"""A list as it was read: its header and columns of text, before any meaning is given to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.findings import Finding
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
        unreadable: row -> code, for rows that can't be used whatever they hold.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    columns: tuple[Texts, ...]
    rows: Positions
    detected: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    unreadable: Mapping[int, str] = field(default_factory=dict)

    def without_blank_rows(self) -> RawList:
        """Return the list without the rows that hold nothing at all."""
        filled = np.zeros(len(self.rows), np.bool_)
        for column in self.columns:
            filled |= column.where(lambda text: bool(text.strip()))
        if filled.all():
            return self
        return RawList(
            self.name,
            self.sha256,
            self.header,
            tuple(column.taken(filled) for column in self.columns),
            self.rows[filled],
            self.detected,
            self.findings,
            self.unreadable,
        )
