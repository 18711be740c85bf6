"""Rows of cells become columns, some thousand rows at a time, so that no list has to stand in memory as cells."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding
from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailing.intake.texts import Positions

ROWS_AT_A_TIME = 20_000


class ColumnBuilder:
    """Columns in the making, and what the rows' lengths tell."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.findings: list[Finding] = []
        self._longer: list[Finding] = []
        self._parts: list[list[Texts]] = [[Texts.of(())] for _column in range(width)]
        self._rows: list[Positions] = [np.zeros(0, np.int64)]

    def add(self, numbers: Sequence[int], rows: Sequence[list[str]]) -> None:
        """Add rows of cells with their numbers; short ones are filled, long ones cut and told."""
        if not rows:
            return
        for number, cells in zip(numbers, rows, strict=True):
            if len(cells) != self.width:
                self._fit(number, cells)
        self._rows.append(np.array(numbers, np.int64))
        for parts, column in zip(self._parts, zip(*rows, strict=True), strict=True):
            parts.append(Texts.of(column))

    def _fit(self, row: int, cells: list[str]) -> None:
        """Bring a row to the header's width; blank cells are cut, and told where few rows have them."""
        details = {"cells": len(cells), "columns": self.width}
        if any(cell.strip() for cell in cells[self.width :]):
            self.findings.append(Finding("row.too-many-cells", row, details=details))
        elif any(cell.strip() for cell in cells):
            shorter = len(cells) < self.width
            told = self.findings if shorter else self._longer
            told.append(Finding("row.too-few-cells" if shorter else "row.more-delimiters", row, details=details))
        cells[self.width :] = []
        cells.extend([""] * (self.width - len(cells)))

    def longer(self) -> list[Finding]:
        """Return the rows with delimiters too many, unless most have them: within a row, one shifts its cells."""
        return self._longer if 2 * len(self._longer) <= len(self.rows()) else []

    def columns(self) -> tuple[Texts, ...]:
        """Return the finished columns."""
        return tuple(map(Texts.joined, self._parts))

    def rows(self) -> Positions:
        """Return the rows' numbers."""
        return np.concatenate(self._rows)


def batches(rows: Iterable[list[str]]) -> Iterable[list[list[str]]]:
    """Give the rows some thousand at a time."""
    source = iter(rows)
    while batch := list(itertools.islice(source, ROWS_AT_A_TIME)):
        yield batch
