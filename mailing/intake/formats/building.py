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
        self._misfits: list[Finding] = []
        self._wider: list[Finding] = []
        self._count = 0
        self._parts: list[list[Texts]] = [[Texts.of(())] for _column in range(width)]
        self._rows: list[Positions] = [np.zeros(0, np.int64)]

    def add(self, first: int, rows: Sequence[list[str]]) -> None:
        """Add rows of cells, numbered from `first` on; short ones are filled, long ones cut and told."""
        if not rows:
            return
        self._count += len(rows)
        for offset, cells in enumerate(rows):
            if len(cells) != self.width:
                self._fit(first + offset, cells)
        self._rows.append(np.arange(first, first + len(rows), dtype=np.int64))
        for parts, column in zip(self._parts, zip(*rows, strict=True), strict=True):
            parts.append(Texts.of(column))

    def _fit(self, row: int, cells: list[str]) -> None:
        """Bring a row to the header's width."""
        details = {"cells": len(cells), "columns": self.width}
        if any(cell.strip() for cell in cells[self.width :]):
            self._misfits.append(Finding("row.too-many-cells", row, details=details))
        elif len(cells) > self.width:
            self._wider.append(Finding("row.too-many-cells", row, details=details))
        elif len(cells) < self.width and any(cell.strip() for cell in cells):
            self._misfits.append(Finding("row.too-few-cells", row, details=details))
        cells[self.width :] = []
        cells.extend([""] * (self.width - len(cells)))

    @property
    def findings(self) -> list[Finding]:
        """What the rows' lengths tell.

        Where most rows end in a delimiter that the header lacks, it means nothing; in few rows it means that a cell
        was pushed aside somewhere before.
        """
        return self._misfits + (self._wider if 2 * len(self._wider) < self._count else [])

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
